"""Before a consultation closes those who may still answer are reminded; when a promise is broken, who made it."""

from datetime import date, timedelta

import pytest
from django.core import mail
from django.utils import timezone

from core import history
from engagement import operations
from engagement.models import Consultation, Consultee
from partnership import sending
from partnership.models import Notice
from partnership.operations import follow
from tests.at_once import at_once
from tests.factories.engagement import launched, responded
from tests.factories.partnership import (
    GroupFactory,
    MembershipFactory,
    OrganisationFactory,
    PersonFactory,
    UserFactory,
)
from tests.year import each_morning

pytestmark = pytest.mark.django_db
OPENS, CLOSES = date(2027, 2, 1), date(2027, 4, 26)


@pytest.fixture(autouse=True)
def before(time_machine):
    time_machine.move_to("2027-02-01 12:00Z", tick=False)


@pytest.fixture
def consultation(group, officer):
    return launched(group, opens_on=OPENS, closes_on=CLOSES, feedback_due_on=date(2027, 6, 1))


@pytest.fixture
def follower(group):
    user = UserFactory(email="follower@example.org")
    follow(group, by=user)
    return user


@pytest.fixture
def body(consultation, officer):
    """An organisation that is asked by name, with two logins."""
    alliance = OrganisationFactory(name="The Alliance")
    for name in ("first", "second"):
        PersonFactory(user=UserFactory(email=f"{name}@example.org"), organisation=alliance)
    return operations.add_consultee(
        consultation, name="The Alliance", organisation=alliance, invited_on=OPENS, by=officer
    )


def run(first=date(2027, 4, 1), last=date(2027, 5, 5), **how):
    job = operations.remind_of_closing_consultations
    return each_morning(lambda: job(on=timezone.localdate(), by=None), first, last, **how)


def test_bodies_followers_and_officers_hear_a_week_and_a_day_before(consultation, body, follower):
    told = [
        ("answer_wanted", "first"),
        ("answer_wanted", "second"),
        ("consultation_closing", "follower"),
        ("consultation_nearly_over", "officer"),
    ]

    assert run() == {"19 Apr": told, "25 Apr": told}


def test_a_body_that_was_reminded_is_marked_with_the_day_and_the_history_says_so(consultation, body):
    run(last=date(2027, 4, 19))

    body.refresh_from_db()
    assert body.reminded_on == date(2027, 4, 19)
    assert history.of(body).first().verb == "reminded"


def test_whoever_answered_or_declined_is_not_asked_again(consultation, body, follower, officer):
    responded(consultation, by=follower)
    operations.edit_consultee(body, reply="declined", by=officer)

    assert {name for list_ in run().values() for _, name in list_} == {"officer"}


def test_somebody_who_follows_and_is_asked_by_name_hears_once(consultation, body, group):
    follow(group, by=body.organisation.people.get(user__email="first@example.org").user)

    assert run(last=date(2027, 4, 19))["19 Apr"].count(("answer_wanted", "first")) == 1
    assert ("consultation_closing", "first") not in run(last=date(2027, 4, 19)).get("19 Apr", [])


def test_a_body_without_a_login_is_named_to_the_officers(consultation, officer, time_machine):
    operations.add_consultee(consultation, name="Parish of Nowhere", by=officer)
    run(last=date(2027, 4, 19))
    time_machine.move_to("2027-04-19 09:00Z", tick=False)

    sending.send(Notice.objects.get(what="consultation_nearly_over").pk)

    assert "1 has not replied: Parish of Nowhere" in mail.outbox[-1].body
    assert "Monday 26 April 2027, 11.59pm" in mail.outbox[-1].body
    assert Consultee.objects.get().reminded_on is None


def test_what_a_closed_group_asks_is_told_to_nobody_who_does_not_see_it(officer):
    closed_group = GroupFactory(is_public=False)
    consultation = launched(closed_group, opens_on=OPENS, closes_on=CLOSES)
    stranger = PersonFactory(
        user=UserFactory(email="stranger@example.org"), organisation=OrganisationFactory()
    )
    inside = PersonFactory(user=UserFactory(email="inside@example.org"), organisation=stranger.organisation)
    MembershipFactory(group=closed_group, person=inside)
    follow(closed_group, by=inside.user)
    operations.add_consultee(consultation, name="Body", organisation=stranger.organisation, by=officer)

    told = {name for list_ in run().values() for what, name in list_ if what != "consultation_nearly_over"}

    assert told == {"inside"}


@pytest.mark.parametrize(
    ("away", "told_on"),
    [(range(19, 24), ["24 Apr", "25 Apr"]), (range(19, 26), ["26 Apr"]), (range(19, 27), [])],
)
def test_days_without_the_clock_are_made_up_for_while_it_is_open(consultation, follower, away, told_on):
    assert list(run(left_out=[date(2027, 4, day) for day in away])) == told_on


def test_what_waits_until_it_has_closed_is_dropped(consultation, body, follower, time_machine):
    run(last=date(2027, 4, 25))
    time_machine.move_to("2027-04-26 22:58Z", tick=False)  # two minutes to midnight on the clocks
    assert sending.send(Notice.objects.filter(to=follower).latest("pk").pk) is True
    time_machine.move_to("2027-04-26 23:00Z", tick=False)

    left = Notice.objects.exclude(to=follower).filter(occasion__startswith="day")
    assert {sending.send(notice.pk) for notice in left} == {False}


# What was promised


def overdue(last=date(2027, 9, 1), **how):
    job = operations.remind_of_promised_feedback
    return each_morning(lambda: job(on=timezone.localdate(), by=None), date(2027, 5, 28), last, **how)


def test_officers_hear_three_times_that_people_wait_and_the_third_time_the_chair(consultation, chair):
    what = "consultation_feedback_overdue"

    assert overdue() == {
        "2 Jun": [(what, "officer")],
        "9 Jun": [(what, "officer")],
        "16 Jun": [(what, "chair"), (what, "officer")],
    }


def test_a_promise_that_is_kept_late_drops_what_waits(consultation, officer, time_machine):
    overdue(last=date(2027, 6, 2))
    time_machine.move_to("2027-06-02 09:00Z", tick=False)
    Consultation.objects.filter(pk=consultation.pk).update(feedback_due_on=date(2027, 8, 1))

    assert sending.send(Notice.objects.get(what="consultation_feedback_overdue").pk) is False


def test_a_week_without_the_clock_and_a_promise_of_long_ago(consultation, officer):
    away = [date(2027, 6, 2) + timedelta(days=n) for n in range(7)]
    assert list(overdue(left_out=away)) == ["9 Jun", "16 Jun"]

    Consultation.objects.filter(pk=consultation.pk).update(feedback_due_on=date(2027, 4, 1))
    assert overdue() == {}


@pytest.mark.django_db(transaction=True)
def test_two_clocks_at_once_tell_once(consultation, body, follower, time_machine):
    time_machine.move_to("2027-04-19 07:45Z", tick=False)
    before = Notice.objects.count()

    told = at_once(
        lambda n: operations.remind_of_closing_consultations(on=date(2027, 4, 19), by=None), times=3
    )

    assert sum(told) == Notice.objects.count() - before == 4
