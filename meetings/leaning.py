"""What leans on the record of a meeting, so that it cannot be reopened any more.

An app above adds its own reasons at the start, so that no import points up:

    class FundingConfig(AppConfig):
        def ready(self):
            leaning.leans_on_meetings(money_moved_by_its_decisions)

A check takes a meeting and answers with a sentence for the person who asked, or with "".
"""

from collections.abc import Callable

from core.listeners import Listeners
from meetings.models import Decision, Meeting, Minutes

Check = Callable[[Meeting], str]
_checks: Listeners[Check] = Listeners()


def leans_on_meetings(check: Check) -> Check:
    """Ask this check, too, before a meeting is reopened."""
    return _checks.add(check)


def leans_no_longer(check: Check) -> None:
    """Stop asking it."""
    _checks.remove(check)


def reasons_against_reopening(meeting: Meeting) -> list[str]:
    """Every reason why the record stays as it is; none if it may be reopened."""
    own: list[Check] = [_later_numbers, _later_minutes_approved, _superseded]
    return [sentence for check in (*own, *_checks) if (sentence := check(meeting))]


def _later_numbers(meeting: Meeting) -> str:
    """Decisions are numbered in the order they were made; a decision added now would stand behind later ones."""
    later = (
        Decision.objects.of_group(meeting.group)
        .in_year(meeting.held_on.year)
        .filter(item__meeting__held_on__gt=meeting.held_on)
        # Its own approval, now or before an earlier reopening, is no reason.
        .exclude(approves_minutes__meeting=meeting)
        .exclude(lifted_by__meeting=meeting)
        .order_by("number")
    )
    refs = [decision.ref for decision in later[:6]]
    if not refs:
        return ""
    named = ", ".join(refs[:5]) + (" and more" if len(refs) > 5 else "")
    word = "decision has" if len(refs) == 1 else "decisions have"
    return f"Later {word} been numbered since: {named}."


def _later_minutes_approved(meeting: Meeting) -> str:
    """A later meeting whose own minutes are approved has this record behind it for good."""
    later = Minutes.objects.approved().filter(
        meeting__group=meeting.group, meeting__held_on__gt=meeting.held_on
    )
    first = later.select_related("meeting").order_by("meeting__held_on").first()
    return f"The minutes of a later meeting are approved: {first.meeting}." if first else ""


def _superseded(meeting: Meeting) -> str:
    """A later decision has taken the place of one of its own."""
    replaced = (
        Decision.objects.of_meeting(meeting)
        .filter(superseded_by__isnull=False)
        .select_related("superseded_by")
    )
    first = replaced.first()
    return f"{first.superseded_by} has taken the place of {first}." if first else ""
