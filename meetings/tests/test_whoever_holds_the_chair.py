"""Whatever is done to an office, on no day has it two holders, and no term ends before it began."""

import functools
from datetime import date, timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.refusals import Refused
from meetings import operations
from meetings.models import Decision, Election
from partnership import operations as partnership
from partnership.models import OfficeTerm
from tests.factories.meetings import AgendaItemFactory, MeetingFactory, officer_of, started
from tests.factories.partnership import GroupFactory, MembershipFactory

pytestmark = pytest.mark.django_db

# The days around a leap day, so that terms begin and end on it too.
MOST_STEPS = 6
FIRST = date(2008, 2, 26)
days = st.integers(0, 9).map(lambda n: FIRST + timedelta(days=n))
steps = st.lists(
    st.one_of(
        st.tuples(st.just("elect"), st.integers(0, 2), days),
        st.tuples(st.just("appoint"), st.integers(0, 2), days),
        st.tuples(st.just("resign"), days),
        st.tuples(st.just("leave the group"), st.integers(0, 2), days),
        st.tuples(st.just("undo")),
    ),
    max_size=MOST_STEPS,
)


class Record:
    """A group of three with a meeting on the first day, and what is done to its chair."""

    def __init__(self) -> None:
        self.group = GroupFactory()
        self.officer = officer_of(self.group)
        meeting = MeetingFactory(group=self.group, held_on=FIRST)
        self.agenda = [AgendaItemFactory(meeting=meeting) for _ in range(MOST_STEPS + 1)]
        started(meeting)
        self.members = [MembershipFactory(group=self.group) for _ in range(3)]

    def begin(self) -> None:
        """As it was when nothing had been done."""
        self.items = list(self.agenda)

    def do(self, what: str, *more) -> None:
        getattr(self, what.replace(" ", "_"))(*more)

    def elect(self, who: int, on: date) -> None:
        item = self.items.pop()
        # Each election of these is of its own meeting in life: only the item tells them apart here.
        election = Election.objects.create(item=item, office="chair")
        nomination = election.nominations.create(person=self.members[who].person)
        operations.declare_election(
            election, winner=nomination, method="unopposed", takes_office_on=on, by=self.officer
        )

    def appoint(self, who: int, on: date) -> None:
        partnership.appoint_to_office(
            self.group, "chair", person=self.members[who].person, starts_on=on, by=self.officer
        )

    def resign(self, on: date) -> None:
        term = self.terms().last()
        if term:
            partnership.end_office_term(term, on=on, by=self.officer)

    def leave_the_group(self, who: int, on: date) -> None:
        partnership.end_membership(self.members[who], on=on, by=self.officer)

    def undo(self) -> None:
        declared = Election.objects.declared().filter(item__meeting__group=self.group)
        election = declared.order_by("decision__number").last()
        if election:
            operations.undo_election(election, reason="A mistake.", by=self.officer)

    def terms(self):
        return OfficeTerm.objects.filter(group=self.group, office="chair").order_by("starts_on", "pk")


@pytest.fixture
def record(db) -> Record:
    """Made once for all the examples of a test; each of them is undone."""
    return Record()


def each_example(examples: int) -> settings:
    return settings(
        max_examples=examples,
        deadline=None,
        suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    )


def undone(test):
    """Whatever an example did is taken back, so that the next begins anew."""

    @functools.wraps(test)
    def run(record, **example):
        with transaction.atomic():
            record.begin()
            test(record, **example)
            transaction.set_rollback(True)

    return run


@each_example(25)
@given(steps=steps)
@undone
def test_on_no_day_has_the_office_two_holders(record, steps):
    for step in steps:
        try:
            record.do(*step)
        except Refused:
            continue

        terms = list(record.terms())
        for day in (FIRST + timedelta(days=n) for n in range(12)):
            assert len(record.terms().on(day)) <= 1, (day, step)
        for term in terms:
            assert term.ends_on is None or term.ends_on > term.starts_on
        declared = Election.objects.declared().filter(item__meeting__group=record.group)
        # Each declared election has its term, and each decision that elects somebody its election.
        assert all(each.began_term in terms for each in declared)
        elected = Decision.objects.filter(group=record.group, outcome=Decision.Outcome.ELECTED)
        assert set(elected) == {each.decision for each in declared}


@each_example(20)
@given(before=steps, who=st.integers(0, 2), on=days)
@undone
def test_undoing_an_election_at_once_leaves_the_terms_as_they_were(record, before, who, on):
    for step in before:
        try:
            record.do(*step)
        except Refused:
            continue
    terms_before = list(record.terms().values_list("person", "starts_on", "ends_on"))
    try:
        record.elect(who, on)
    except Refused:
        assert list(record.terms().values_list("person", "starts_on", "ends_on")) == terms_before
        return

    record.undo()

    assert list(record.terms().values_list("person", "starts_on", "ends_on")) == terms_before


@pytest.mark.parametrize("on", [date(2008, 2, 29), date(2008, 3, 1)])
def test_an_office_changes_hands_on_a_leap_day_as_on_any_other(record, on):
    record.begin()
    record.appoint(0, FIRST)

    record.elect(1, on)

    first, second = record.terms()
    assert (first.ends_on, second.starts_on, second.ends_on) == (on, on, None)
    assert record.terms().on(on).get() == second
    assert record.terms().on(on - timedelta(days=1)).get() == first
