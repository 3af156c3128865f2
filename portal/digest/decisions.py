"""What was decided: each decision from the moment on at which its reader may know it."""

from typing import Any

from django.db.models import Case, F, When
from django.db.models.functions import Least

from core.access import Access
from core.statements import Entry
from core.templatetags.house import british_date
from meetings.models import Decision
from partnership.models import Group
from partnership.periodic_reports import Asked
from portal.news.words import excerpt
from portal.sector import SECTOR, Concern

FOR_MEMBERS = "It is not open to the public: sign in to read it."


def known_to(user: Any, asked: Asked) -> Any:
    """Decisions that became known to a reader in the time: to members with the minutes, to everyone when published."""
    reads = Group.objects.read_by(user).values("pk")
    told_at = Case(
        When(group__in=reads, then=Least("given_out_at", "published_at")), default=F("published_at")
    )
    seen = Decision.objects.visible_to(user).annotate(told_at=told_at)
    return seen.filter(told_at__gte=asked.since, told_at__lt=asked.until)


def of(concern: Concern, asked: Asked) -> list[Entry]:
    """Those that an officer marked for the sector first, then the latest."""
    concerning = Decision.objects.filter(concern.decisions).values("pk")
    rows = known_to(concern.user, asked).filter(pk__in=concerning).with_meeting().order_by("-told_at", "pk")
    found = sorted(rows, key=lambda each: SECTOR not in each.item.of_interest_to)
    return [
        Entry(
            f"{each.ref}: {each.group}, {british_date(each.item.meeting.held_on)}",
            each.get_absolute_url(),
            excerpt(each.text) if each.item.access == Access.OPEN else FOR_MEMBERS,
            each.get_outcome_display(),
        )
        for each in found
    ]
