"""What decisions did for the framework, as the record of meetings tells it."""

from typing import Any

from engagement.models import FrameworkVersion
from meetings.consequences import Consequence
from meetings.models import Decision, Meeting


def framework_approved_by(decision: Decision, reader: Any) -> Consequence | None:
    """The version that a decision put in force, if it did."""
    version = FrameworkVersion.objects.visible_to(reader).approved_by(decision).first()
    return Consequence("engagement/_approved_by_decision.html", version) if version else None


def framework_approved_at(meeting: Meeting) -> str:
    """Why a meeting cannot be reopened: a framework is in force on the word of one of its decisions."""
    decisions = Decision.objects.of_meeting(meeting)
    version = FrameworkVersion.objects.approved().filter(approved_by_decision__in=decisions).first()
    return f"Version {version.number} of the engagement framework is in force on its word." if version else ""
