"""The nouns of listening: the framework in its versions, and what was asked, said and done."""

from engagement.models.bursaries import Bursary
from engagement.models.consultations import Consultation
from engagement.models.consultees import Channel, Consultee
from engagement.models.findings import Finding
from engagement.models.frameworks import FrameworkSection, FrameworkText, FrameworkVersion
from engagement.models.measures import Measure, MeasureResult
from engagement.models.mentions import Mention
from engagement.models.places import Place
from engagement.models.planning import Option, OverlapChoice
from engagement.models.programmes import DayAttendance, Programme, ProgrammeDay
from engagement.models.questions import EqualityTally, Question
from engagement.models.remarks import FrameworkConsultee, Remark
from engagement.models.responses import Answer, Redaction, Respondent, Response
from engagement.models.rules import RuleSet
from engagement.models.savings import Saving
from engagement.models.themes import Citation, Theme, ThemeMark

__all__ = [
    "Answer",
    "Bursary",
    "Channel",
    "Citation",
    "Consultation",
    "Consultee",
    "DayAttendance",
    "EqualityTally",
    "Finding",
    "FrameworkConsultee",
    "FrameworkSection",
    "FrameworkText",
    "FrameworkVersion",
    "Measure",
    "MeasureResult",
    "Mention",
    "Option",
    "OverlapChoice",
    "Place",
    "Programme",
    "ProgrammeDay",
    "Question",
    "Redaction",
    "Remark",
    "Respondent",
    "Response",
    "RuleSet",
    "Saving",
    "Theme",
    "ThemeMark",
]
