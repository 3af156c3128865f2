"""What came after a meeting was closed: corrections to its minutes, and reopenings of its record."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, QuerySet
from django.db.models.functions import JSONObject
from django.utils import timezone

from core.templatetags.house import british_date
from meetings.corrections_as_read import corrections_of
from meetings.models import Reopening


def knowing_what_came_after(meetings: QuerySet) -> QuerySet:
    """Each with its corrections and reopenings, so that no further question is needed."""
    agreed = Reopening.objects.agreed().filter(meeting=OuterRef("pk")).order_by("answered_at")
    words = {
        "at": "answered_at",
        "reason": "reason",
        "approved_on": "lifts__item__meeting__held_on",
        "was_signed": "was_signed",
    }
    return meetings.annotate(
        corrections_made=corrections_of("pk"),
        reopenings_made=ArraySubquery(agreed.values(json=JSONObject(**words))),
    )


@dataclass(frozen=True)
class ReopenedAsRead:
    """That the record was taken back, when and why, in words for every door."""

    made: list[Mapping[str, Any]]
    # Approved again, or not yet.
    is_settled: bool

    @property
    def last_on(self) -> date:
        return timezone.localtime(datetime.fromisoformat(self.made[-1]["at"])).date()

    @property
    def approved_before_on(self) -> date | None:
        """When the group had approved the minutes that were reopened last."""
        before = self.made[-1]["approved_on"]
        return date.fromisoformat(before) if before else None

    @property
    def sentence(self) -> str:
        """Reopened on 24 November 2026 because “a name was wrong”. The versions from before stay readable."""
        reason = self.made[-1]["reason"].rstrip(".")
        return f"Reopened on {british_date(self.last_on)} because: {reason}. The versions from before stay readable."

    @property
    def of_old_version(self) -> str:
        """What to know of a version that was approved before."""
        approved = british_date(self.approved_before_on)
        was_approved = f"These minutes were approved on {approved}." if approved else ""
        return f"{was_approved} {self.sentence} The group has to approve them again.".strip()

    @property
    def facts(self) -> list[tuple[str, str]]:
        """Each reopening with its day and its reason."""
        return [("Reopened", self._fact(each)) for each in self.made]

    def _fact(self, each: Mapping[str, Any]) -> str:
        on = british_date(timezone.localtime(datetime.fromisoformat(each["at"])))
        signed = f" Signed before by {each['was_signed']}." if each["was_signed"] else ""
        return f"{on}, because: {each['reason'].rstrip('.')}.{signed}"
