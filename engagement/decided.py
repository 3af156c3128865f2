"""What decisions did for the framework and with consultations, as the record of meetings tells it."""

from typing import Any

from engagement.models import Citation, Consultation, FrameworkVersion
from meetings.consequences import Consequence
from meetings.models import Decision, Meeting

# More would be a register of its own; the register itself finds the others.
MOST_OFFERED = 5


def framework_approved_by(decision: Decision, reader: Any) -> Consequence | None:
    """The version that a decision put in force, if it did."""
    version = FrameworkVersion.objects.visible_to(reader).approved_by(decision).first()
    return Consequence("engagement/_approved_by_decision.html", version) if version else None


def framework_approved_at(meeting: Meeting) -> str:
    """Why a meeting cannot be reopened: a framework is in force on the word of one of its decisions."""
    decisions = Decision.objects.of_meeting(meeting)
    version = FrameworkVersion.objects.approved().filter(approved_by_decision__in=decisions).first()
    return f"Version {version.number} of the engagement framework is in force on its word." if version else ""


def consultations_cited_by(decision: Decision, reader: Any) -> Consequence | None:
    """The consultations whose answers it was taken with, and how they were considered."""
    cited = list(Citation.objects.seen_by(reader).of_decision(decision).with_both())
    return Consequence("engagement/_cited_by_decision.html", cited) if cited else None


def consultations_to_cite(decision: Decision, reader: Any) -> Consequence | None:
    """For officers: consultations of theirs that closed before it and that it does not cite yet, the latest first."""
    if not reader.is_authenticated:
        return None
    held_on = decision.item.meeting.held_on
    closed = Consultation.objects.run_by(reader).closed_by(held_on).not_cited_by(decision)
    offered = list(closed.to_be_decided_by(decision.group).order_by("-closes_on", "pk")[:MOST_OFFERED])
    told = {"decision": decision, "consultations": offered}
    return Consequence("engagement/_to_cite.html", told) if offered else None


def consultation_cited_at(meeting: Meeting) -> str:
    """Why a meeting cannot be reopened: people were told that a decision of it rests on what they said."""
    decisions = Decision.objects.of_meeting(meeting)
    citation = Citation.objects.filter(decision__in=decisions).select_related("consultation").first()
    return f"One of its decisions cites the consultation “{citation.consultation}”." if citation else ""
