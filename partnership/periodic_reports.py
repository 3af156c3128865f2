"""The kinds of report that can be made. Each app above registers its own at the start, in its `ready()`:

    periodic_reports.offers(ReportKind("action_log", "Action log", ..., make=action_log.make))

What makes a report takes an `Asked` and answers with a `Statement`, or with None where nothing happened that would be
worth one. It asks the database as the audience would: `asked.sees` is who looks.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet
from django.utils import timezone

from core.statements import Statement
from partnership.models import Group, PeriodicReport, User
from partnership.permissions import Anyone, runs_group
from partnership.spans import Rhythm, financial_year_of

Audience = PeriodicReport.Audience


@dataclass(frozen=True)
class Asked:
    """What a report is to tell: of which kind, about what, of which time, as who may see it."""

    kind: str
    thing: Any
    since: datetime
    until: datetime
    # The time in words.
    period: str
    audience: str
    # Through whose eyes it is looked at: nobody's, an officer's, the reader's.
    sees: Anyone
    as_of: datetime
    reader: User | None = None
    # The clock asks whether there is news; a person wants to know in any case.
    is_of_the_clock: bool = False

    @property
    def group(self) -> Group | None:
        return group_of(self.thing)

    @property
    def starts_on(self) -> date:
        return timezone.localdate(self.since)

    @property
    def ends_on(self) -> date:
        """The first day after it."""
        return timezone.localdate(self.until)

    @property
    def financial_year(self) -> int:
        """The calendar year in which the financial year of its last day began."""
        return financial_year_of(self.ends_on - timedelta(days=1))

    @property
    def is_open(self) -> bool:
        return self.audience == Audience.EVERYONE

    @property
    def title(self) -> str:
        """ "Action log of the Chief Executives Group, March 2007"."""
        label = label_of(self.kind)
        if isinstance(self.thing, Group):
            return f"{label} of the {self.thing.name.removeprefix('The ')}, {self.period}"
        return f"{label}: {self.thing}, {self.period}" if self.thing else f"{label}, {self.period}"


@dataclass(frozen=True)
class ReportKind:
    """One kind of report: what it tells, how often, about what, and what makes it."""

    name: str
    label: str
    tells: str
    rhythm: Rhythm
    make: Callable[[Asked], Statement | None]
    # What it can be about, as far as a reader may know of it, in the order in which it is offered.
    things: Callable[[Anyone], Iterable[QuerySet[Any]]] = lambda user: ()
    covers_all: bool = False
    # About what the clock has it made, and for whom.
    due: Callable[[], Iterable[tuple[Any, str]]] = lambda: ()
    # So many days after the end of its time the figures have come in.
    days_after: int = 0
    audiences: tuple[str, ...] = field(default=(Audience.EVERYONE, Audience.OFFICERS))
    # It takes up where the last one of its reader ended.
    goes_on: bool = False
    # What tells of it: the name of the notice and of its templates.
    notice: str = "periodic_report_made"


KINDS: dict[str, ReportKind] = {}


def offers(kind: ReportKind) -> None:
    """Let reports of another kind be made."""
    KINDS[kind.name] = kind


def label_of(kind: str) -> str:
    """What a kind is called, also one that is offered no more."""
    return KINDS[kind].label if kind in KINDS else kind.replace("_", " ").capitalize()


def group_of(thing: Any) -> Group | None:
    """The group whose business a thing is: its own, or the one that answers for it."""
    return thing if isinstance(thing, Group) or thing is None else thing.group


def eyes_of(audience: str, *, group: Group | None, by: User | None, reader: User | None) -> Anyone | None:
    """Through whose eyes a report for this audience is made; None where there is nobody of them today."""
    if audience == Audience.EVERYONE:
        return AnonymousUser()
    if audience == Audience.READER:
        return reader
    if group is None:
        return None
    if by is not None and runs_group(by, group):
        return by
    return User.objects.officers_of(group).order_by("pk").first()
