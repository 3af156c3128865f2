"""Money, put where it is by the operations that put it there in life."""

from datetime import date
from decimal import Decimal

from funding import operations
from funding.models import Authority, Cell, LedgerEntry, Period, Pot, Stream
from funding.places import planned
from meetings.models import Decision
from partnership.models import Group, User
from tests.factories.meetings import DecisionFactory, officer_of
from tests.factories.partnership import GroupFactory, OfficerSupportFactory, OrganisationFactory

YEAR = 2006
DAY = date(2007, 2, 2)
ALL_KINDS = sorted(set(LedgerEntry.Kind.values) - {"reversal", "carry_in"})


def a_decision(**values) -> Decision:
    """Agreed by a group that then decides on the pots made for it."""
    return DecisionFactory(**values)


def a_pot(decision: Decision | None = None, **values) -> Pot:
    """A pot of the group that took the decision, planned by the quarter, with the year 2006/07 open."""
    group = decision.group if decision else GroupFactory()
    officer = officer_of(group)
    pot = operations.make_pot(
        name=values.pop("name", f"Pot {Pot.objects.count() + 1}"),
        group=group,
        accountable_body=values.pop("accountable_body", None) or OrganisationFactory(),
        funder="The Government",
        by=officer,
        **values,
    )
    operations.open_year(pot, year=YEAR, by=officer)
    operations.open_year(pot, year=YEAR + 1, by=officer)
    return pot


def an_authority(pot: Pot, decision: Decision, **values) -> Authority:
    """The decision allows everything up to ten million pounds, unless the test says less."""
    given = {"kinds": ALL_KINDS, "ceiling": Decimal(10_000_000)} | values
    return operations.authorise(pot, decision=decision, by=officer_of(pot.group), **given)


def a_stream(pot: Pot, **values) -> Stream:
    name = values.pop("name", f"Stream {pot.streams.count() + 1}")
    return operations.add_stream(pot, name=name, by=officer_of(pot.group), **values)


def ground(authority: Authority, **values) -> dict:
    """On whose word, why, from when, by whom."""
    by: User = officer_of(authority.pot.group)
    return {"authority": authority, "reason": "As decided", "effective_on": DAY, "by": by} | values


def another_officer_of(group: Group) -> User:
    """An officer of the group beside the first: whoever asks never adopts."""
    first = officer_of(group)
    support = group.officer_supports.exclude(user=first).first() or OfficerSupportFactory(group=group)
    return support.user


def quarter(pot: Pot, number: int, year: int = YEAR) -> Period:
    return Period.objects.get(pot=pot, year=year, number=number)


def plan(stream: Stream, number: int, year: int = YEAR) -> Cell:
    """The cell of a stream in a quarter."""
    return planned(stream, quarter(stream.pot, number, year))


def balance(cell: Cell) -> Decimal:
    return Cell.objects.with_balance().get(pk=cell.pk).balance
