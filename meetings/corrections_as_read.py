"""The corrections to minutes as one reader may know them: words for every door, counts for the page."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import JSONObject

from core.access import Access
from core.templatetags.house import british_date
from meetings.models import Correction, Meeting, Minutes

KNOWN = {
    "item": "item_id",
    "number": "item__number",
    "status": "status",
    "old": "old_text",
    "new": "new_text",
    "written_old": "written_old",
    "written_new": "written_new",
    "version": "in_version__number",
}


def corrections_of(meeting: str) -> ArraySubquery:
    """All corrections to the minutes of the meeting in this column, to be fetched with it and sifted for a reader."""
    corrections = Correction.objects.filter(minutes__meeting=OuterRef(meeting)).order_by("answered_at", "pk")
    return ArraySubquery(corrections.values(json=JSONObject(**KNOWN)))


def sentences(
    corrections: Iterable[Mapping[str, Any]], *, reads_all: bool, access_now: Mapping[int, str], up_to: int
) -> list[str]:
    """The accepted corrections that stand in a version, without those of items that are closed to this reader."""
    return [
        sentence(each, reads_all=reads_all)
        for each in corrections
        if each["status"] in Correction.AGREED
        and each["version"] is not None
        and each["version"] <= up_to
        and (reads_all or each["item"] is None or access_now.get(each["item"]) == Access.OPEN)
    ]


def name_corrections(versions: Iterable[Any], meeting: Meeting, user: Any) -> None:
    """Give each version the corrections that came with it, in words, as far as this reader may know them."""
    reads_all = Exists(Correction.objects.visible_to(user).filter(pk=OuterRef("pk")))
    given_out = Correction.objects.accepted().of_meeting(meeting).filter(in_version__isnull=False)
    seen = given_out.annotate(reads_all=reads_all).filter(
        Q(reads_all=True) | Q(item=None) | Q(item__access=Access.OPEN)
    )
    by_version: dict[int, list[str]] = {}
    for each, all_of_it in seen.order_by("answered_at", "pk").values_list(JSONObject(**KNOWN), "reads_all"):
        by_version.setdefault(each["version"], []).append(sentence(each, reads_all=all_of_it))
    for version in versions:
        version.agreed = by_version.get(version.number, [])


def sentence(correction: Mapping[str, Any], *, reads_all: bool) -> str:
    """Item 5: “Ms Gray” instead of “Mr Gray”.

    What is about no item has no level of access, so the public reads no words of it.
    """
    if not correction["number"] and not reads_all:
        return "Attendance and other facts were corrected."
    old, new = correction["written_old"], correction["written_new"]
    if not old and not new:
        old, new = correction["old"], correction["new"]
    place = f"Item {correction['number']}" if correction["number"] else "Attendance and other facts"
    if old and new:
        return f"{place}: “{new}” instead of “{old}”."
    return f"{place}: “{new}” added." if new else f"{place}: “{old}” left out."


@dataclass(frozen=True)
class CorrectionsAsRead:
    """Where the corrections stand, for a member or an officer while the draft is with the members."""

    minutes: Minutes
    made: list[Mapping[str, Any]]

    @property
    def is_open(self) -> bool:
        return self.minutes.takes_corrections

    @property
    def last_day(self) -> date | None:
        return self.minutes.corrections_close_on

    @property
    def standing(self) -> str:
        """Members can propose corrections until 14 December 2026."""
        if self.last_day is None:
            return "Corrections are raised at the meeting that approves the minutes."
        if self.is_open:
            return f"Members can propose corrections until {british_date(self.last_day)}."
        return f"Members could propose corrections until {british_date(self.last_day)}."

    @property
    def count(self) -> int:
        return len(self.made)

    @property
    def unanswered(self) -> int:
        return sum(each["status"] == Correction.Status.PROPOSED for each in self.made)

    @property
    def counted(self) -> str:
        """3 were proposed: 1 accepted, 2 wait for an answer."""
        counts = Counter(each["status"] for each in self.made)
        words = {status.value: status.label.lower() for status in Correction.Status}
        words[Correction.Status.PROPOSED] = "waiting for an answer"
        parts = [f"{counts[status]} {word}" for status, word in words.items() if counts[status]]
        return ", ".join(parts)
