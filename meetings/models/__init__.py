from meetings.models.actions import ActionItem
from meetings.models.agenda import AgendaItem
from meetings.models.attendance import Attendance
from meetings.models.clearances import Clearance
from meetings.models.corrections import Correction
from meetings.models.decisions import Decision, NamedVote
from meetings.models.elections import Election, Nomination
from meetings.models.forward_plan import ForwardPlanEntry, ForwardPlanVersion
from meetings.models.interests import DeclarationOfInterest
from meetings.models.meetings import Meeting
from meetings.models.minutes import Minutes, MinutesRelease, MinutesVersion, Passage
from meetings.models.packs import Pack
from meetings.models.paper_files import PaperText, PaperVersion
from meetings.models.papers import Paper
from meetings.models.planned_publications import PlannedPublication
from meetings.models.reopenings import Reopening
from meetings.models.report_templates import ReportTemplate, TemplateSection
from meetings.models.reports import Recommendation, Report, ReportSection, ReportVersion, Resolution
from meetings.models.representative_reports import (
    ReportedItem,
    ReportedPassage,
    RepresentativeReport,
    RepresentativeReportVersion,
)
from meetings.models.stays import Stay

__all__ = [
    "ActionItem",
    "AgendaItem",
    "Attendance",
    "Clearance",
    "Correction",
    "Decision",
    "DeclarationOfInterest",
    "Election",
    "ForwardPlanEntry",
    "ForwardPlanVersion",
    "Meeting",
    "Minutes",
    "MinutesRelease",
    "MinutesVersion",
    "NamedVote",
    "Nomination",
    "Pack",
    "Paper",
    "PaperText",
    "PaperVersion",
    "Passage",
    "PlannedPublication",
    "Recommendation",
    "Reopening",
    "Report",
    "ReportSection",
    "ReportTemplate",
    "ReportVersion",
    "ReportedItem",
    "ReportedPassage",
    "RepresentativeReport",
    "RepresentativeReportVersion",
    "Resolution",
    "Stay",
    "TemplateSection",
]
