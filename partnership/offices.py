"""Who holds the offices of a group, who held them, and which are vacant."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils import timezone

from partnership.models import Group, OfficeTerm

# Every group has these; a vice-chair only where there has been one.
EXPECTED = (OfficeTerm.Office.CHAIR, OfficeTerm.Office.SECRETARY)


@dataclass
class OfficeInGroup:
    """One office of one group: whoever holds it today, and everyone before."""

    group: Group
    office: OfficeTerm.Office
    terms: list[OfficeTerm] = field(default_factory=list)  # newest first

    @property
    def label(self) -> str:
        return self.office.label

    @property
    def current(self) -> OfficeTerm | None:
        """The term that runs today."""
        return next((term for term in self.terms if term.is_current), None)

    @property
    def is_vacant(self) -> bool:
        """Nobody holds it today, though the group has such an office."""
        return self.current is None and (self.office in EXPECTED or bool(self.terms))

    @property
    def vacant_since(self) -> date | None:
        """The day the last holder left, where there was one."""
        return vacant_since(self.terms)

    @property
    def timeline(self) -> list[tuple[date, date | None, OfficeTerm | None]]:
        """Holders and the gaps between them, newest first: (from, until, term or None for a gap)."""
        return timeline_of(self.terms)

    def holder_on(self, day: date) -> OfficeTerm | None:
        """The term that ran on a day."""
        return holder_on(self.terms, day)


def holder_on(terms: Iterable[Any], day: date) -> Any:
    """Which of these terms of one office or seat ran on a day."""
    return next((t for t in terms if t.starts_on <= day and (t.ends_on is None or t.ends_on > day)), None)


def vacant_since(terms: Iterable[Any]) -> date | None:
    """The day the last holder left, if nobody holds it today and somebody did."""
    today, terms = timezone.localdate(), list(terms)
    ends = [term.ends_on for term in terms if term.ends_on and term.ends_on <= today]
    return max(ends, default=None) if holder_on(terms, today) is None else None


def timeline_of(terms: Iterable[Any]) -> list[tuple[date, date | None, Any]]:
    """Holders of one office or seat, given newest first, and the gaps between them: (from, until, None for a gap)."""
    terms = list(terms)
    vacant = vacant_since(terms)
    rows: list[tuple[date, date | None, Any]] = [(vacant, None, None)] if vacant else []
    later: Any = None
    for term in terms:
        is_gap = later and term.ends_on and term.ends_on < later.starts_on and not later.began_earlier
        if is_gap and term.ends_on != vacant:
            rows.append((term.ends_on, later.starts_on, None))
        rows.append((term.starts_on, term.ends_on, term))
        later = term
    return rows


def offices_of(groups: Iterable[Group]) -> dict[int, list[OfficeInGroup]]:
    """The offices of each group (by its id), the chair first, in one query."""
    groups = list(groups)
    terms = OfficeTerm.objects.filter(group__in=groups).select_related("person").order_by("-starts_on")
    found: dict[tuple[int, str], list[OfficeTerm]] = {}
    for term in terms:
        found.setdefault((term.group_id, term.office), []).append(term)
    return {
        group.pk: [
            OfficeInGroup(group, office, found.get((group.pk, office), []))
            for office in OfficeTerm.Office
            if office in EXPECTED or (group.pk, office) in found
        ]
        for group in groups
    }


def vacancies() -> list[OfficeInGroup]:
    """Every vacant office of every open group."""
    offices = offices_of(Group.objects.open_today())
    return [office for row in offices.values() for office in row if office.is_vacant]
