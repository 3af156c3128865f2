"""My work tells who is to send a return, who is to accept one, which are late, and where unspent money waits."""

from datetime import date
from decimal import Decimal

import pytest
from django.utils import timezone

from funding import operations
from funding.models import Return, Round
from funding.places import planned
from funding.underspend import Advice
from portal.waiting import for_login
from tests.factories.funding import YEAR, a_decision, a_pot, a_stream, an_authority, ground, quarter
from tests.factories.meetings import officer_of
from tests.factories.partnership import OrganisationFactory, PersonFactory, UserFactory
from tests.factories.returns import a_round, accepted, another_officer_of, return_of, sent

pytestmark = pytest.mark.django_db


@pytest.fixture
def scheme():
    """A project of another organisation, planned at a hundred pounds a quarter."""
    decision = a_decision()
    pot = a_pot(decision, name="Some pot")
    stream = a_stream(pot, name="Some stream")
    authority = an_authority(pot, decision)
    operations.award(stream, year=YEAR, amount=Decimal(400), **ground(authority))
    scheme = operations.add_project(
        stream, name="Some scheme", organisation=OrganisationFactory(), by=officer_of(pot.group)
    )
    for number in (1, 2, 3, 4):
        cell = planned(stream, quarter(pot, number), scheme)
        operations.profile(cell, amount=Decimal(100), **ground(authority))
    return scheme


@pytest.fixture
def doer(scheme):
    user = UserFactory()
    PersonFactory(user=user, organisation=scheme.organisation)
    return user


def a_late_round(scheme):
    return a_round(scheme.stream.pot, opens_on=date(2007, 1, 2), due_on=date(2007, 1, 26), name="Quarter 3")


def told(user):
    return {
        waiting.title: [(task.title, task.tag) for task in waiting.tasks]
        for waiting in for_login(user)
        if waiting.title
        in ("Returns to send", "Returns to accept", "Late returns", "Unspent money to look at")
    }


ABOUT = "Some stream: Some scheme"
LATE = "Late since 26 January 2007"


def test_those_who_do_the_work_have_it_to_send(scheme, doer):
    a_late_round(scheme)

    assert told(doer) == {"Returns to send": [(ABOUT, LATE)]}


def test_officers_see_what_others_have_not_sent(scheme):
    a_late_round(scheme)

    assert told(officer_of(scheme.stream.pot.group)) == {"Late returns": [(ABOUT, LATE)]}


def test_officers_send_what_no_organisation_answers_for(scheme):
    pot = scheme.stream.pot
    a_stream(pot, name="Own money")
    a_late_round(scheme)

    assert told(officer_of(pot.group))["Returns to send"] == [("Own money", LATE)]


def test_a_round_that_has_not_opened_asks_nobody(scheme, doer):
    a_round(scheme.stream.pot, opens_on=date(2090, 1, 1), due_on=date(2090, 1, 2))

    assert told(doer) == {}


def test_what_is_sent_waits_for_another_officer(scheme):
    round_ = a_late_round(scheme)
    sent(return_of(round_, scheme.stream, scheme), 90, 90, 90, 90)
    group = scheme.stream.pot.group

    assert told(another_officer_of(group)) == {"Returns to accept": [(ABOUT, "")]}
    assert told(officer_of(group)) == {}
    assert told(UserFactory()) == {}


def test_unspent_money_waits_until_something_is_recommended(scheme):
    round_ = a_late_round(scheme)
    pot = scheme.stream.pot
    accepted(return_of(round_, scheme.stream, scheme), 90, 90, 90, 90)
    officer = officer_of(pot.group)
    assert told(officer) == {"Unspent money to look at": [("Some pot, 2006/07", "")]}

    advice = [Advice("hold", Decimal(40), "To wait.")]
    operations.recommend_for_underspend(
        round_, stream=scheme.stream, project=scheme, advice=advice, by=officer
    )
    assert told(officer) == {}


def test_a_later_round_that_knows_more_is_the_one_that_waits(scheme):
    first = a_late_round(scheme)
    accepted(return_of(first, scheme.stream, scheme), 90, 90, 90, 90)
    second = a_round(
        scheme.stream.pot, up_to=4, opens_on=date(2007, 4, 2), due_on=date(2007, 4, 27), name="Quarter 4"
    )
    accepted(return_of(second, scheme.stream, scheme), 90, 90, 90, 95)

    assert list(Round.objects.whose_underspend_waits()) == [second]


def test_nothing_is_late_on_its_day(scheme):
    round_ = a_round(scheme.stream.pot, due_on=timezone.localdate())

    assert not Return.objects.of_round(round_).late().exists()
