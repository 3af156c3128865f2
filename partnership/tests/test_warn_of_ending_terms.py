"""Offices and mandates that run out: who hears, when, and what of it is no longer so."""

from datetime import date, timedelta

import pytest
from django.core import mail

from partnership import operations, sending
from partnership.models import Notice
from tests.factories.partnership import OfficeTermFactory, SeatHoldingFactory
from tests.year import each_morning

pytestmark = pytest.mark.django_db
END = date(2027, 6, 1)


@pytest.fixture(autouse=True)
def before(time_machine):
    time_machine.move_to("2027-01-11 12:00Z", tick=False)


@pytest.fixture
def term(group, officer, member):
    return OfficeTermFactory(group=group, person=member.person, due_to_end_on=END)


@pytest.fixture
def holding(group, officer, member):
    return SeatHoldingFactory(seat__group=group, person=member.person, mandate_ends_on=END)


def run(first=date(2027, 3, 1), last=date(2027, 9, 30), **how):
    return each_morning(lambda: operations.warn_of_ending_terms(by=None), first, last, **how)


def test_officers_and_the_holder_hear_twice_before_and_more_people_when_it_is_over(term, administrator):
    assert run() == {
        "2 Apr": [("term_ending", "member"), ("term_ending", "officer")],
        "18 May": [("term_ending", "member"), ("term_ending", "officer")],
        "1 Jun": [("term_run_out", "administrator"), ("term_run_out", "member"), ("term_run_out", "officer")],
    }


def test_of_a_mandate_the_chair_hears_when_it_is_over(holding, chair, administrator):
    told = run()

    assert list(told) == ["2 Apr", "18 May", "1 Jun"]
    assert told["2 Apr"] == [("mandate_ending", "member"), ("mandate_ending", "officer")]
    assert [who for _, who in told["1 Jun"]] == ["administrator", "chair", "member", "officer"]


def test_whoever_is_followed_in_time_is_no_trouble_to_anybody(term):
    operations.end_office_term(term, on=date(2027, 4, 20), by=None)

    assert list(run()) == ["2 Apr"]


def test_a_renewed_mandate_is_warned_of_anew(holding, time_machine):
    run(last=date(2027, 4, 2))
    operations.renew_mandate(holding, mandate="Again", mandate_ends_on=date(2027, 9, 1), by=None)

    assert list(run(first=date(2027, 4, 3))) == ["3 Jul", "18 Aug", "1 Sep"]


def test_a_term_that_is_entered_near_its_end_is_warned_of_once_at_once(term):
    assert list(run(first=date(2027, 5, 25))) == ["25 May", "1 Jun"]


def test_a_term_that_ran_out_long_before_it_was_entered_is_told_to_nobody(term):
    assert run(first=END + timedelta(days=91)) == {}


def test_a_week_without_the_clock_is_made_up_for(term):
    away = [END + timedelta(days=n) for n in range(7)]

    assert list(run(left_out=away)) == ["2 Apr", "18 May", "8 Jun"]


def test_words_and_what_is_dropped(term, officer, time_machine):
    run(last=date(2027, 5, 18))
    time_machine.move_to("2027-05-18 08:00Z", tick=False)
    sent = [sending.send(notice.pk) for notice in Notice.objects.filter(to=officer).order_by("pk")]
    assert sent == [False, True], "the later one says the same"
    assert "The term is planned to end on 1 June 2027" in mail.outbox[-1].body
    assert "/groups/chief-executives-group/offices/" in mail.outbox[-1].body

    time_machine.move_to("2027-06-01 08:00Z", tick=False)
    late = Notice.objects.get(to=term.person.user, occasion="soon 2027-06-01")
    assert sending.send(late.pk) is False, "it has run out by now, and another notice says so"
