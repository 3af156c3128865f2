"""Plans to be reviewed, and ways of reaching people that nobody has looked at for a year."""

from datetime import date, timedelta

import pytest
from django.core import mail
from django.utils import timezone

from localities import keepers, operations
from partnership import sending
from partnership.models import Notice
from tests.at_once import at_once
from tests.factories.localities import LocalityFactory, MechanismFactory
from tests.factories.partnership import (
    GroupFactory,
    OfficerSupportFactory,
    OrganisationFactory,
    PersonFactory,
    UserFactory,
)
from tests.year import each_morning

pytestmark = pytest.mark.django_db
REVIEW = date(2027, 5, 1)
CHECKED = date(2026, 1, 15)


@pytest.fixture(autouse=True)
def before(time_machine):
    time_machine.move_to("2027-01-11 12:00Z", tick=False)


@pytest.fixture
def valley():
    support = OfficerSupportFactory(group=GroupFactory(), user__email="keeper@example.org")
    return LocalityFactory(name="Valley", group=support.group)


@pytest.fixture
def lead(valley):
    user = UserFactory(email="lead@example.org")
    person = PersonFactory(user=user)
    operations.change_lead(valley, person=person, on=date(2027, 1, 1), by=None)
    Notice.objects.all().delete()
    return user


@pytest.fixture
def teammate(valley):
    user = UserFactory(email="teammate@example.org")
    person = PersonFactory(user=user, organisation=OrganisationFactory())
    operations.join_team(valley, person=person, role="Walks", starts_on=date(2027, 1, 1), by=None)
    return person.user


@pytest.fixture
def plan(valley):
    return operations.add_plan(valley, name="Valley plan", kind="parish", review_due_on=REVIEW, by=None)


@pytest.fixture
def mechanism(valley):
    owner = PersonFactory(user=UserFactory(email="owner@example.org"), organisation=OrganisationFactory())
    return MechanismFactory(
        locality=valley, owner=owner.organisation, name="Market stall", last_checked_on=CHECKED
    )


def plans(first=date(2027, 3, 1), last=date(2027, 9, 1), **how):
    job = operations.remind_of_plan_reviews
    return each_morning(lambda: job(on=timezone.localdate(), by=None), first, last, **how)


def mechanisms(first=date(2027, 1, 12), last=date(2027, 12, 31), **how):
    job = operations.remind_of_stale_mechanisms
    return each_morning(lambda: job(on=timezone.localdate(), by=None), first, last, **how)


# Plans


def test_whoever_works_there_hears_four_weeks_before_on_the_day_and_then_administrators_as_well(
    plan, lead, teammate, administrator
):
    team = [("plan_review_due", who) for who in ("keeper", "lead", "teammate")]

    assert plans() == {
        "3 Apr": team,
        "1 May": team,
        "29 May": [("plan_review_due", "administrator"), *team],
    }


def test_where_nobody_works_the_administrators_hear_from_the_beginning(plan, valley, administrator):
    valley.group.officer_supports.update(ends_on=date(2027, 1, 10))

    assert list(plans().values()) == [[("plan_review_due", "administrator")]] * 3


def test_a_plan_with_another_day_is_reminded_of_anew_and_the_old_reminder_is_dropped(
    plan, lead, time_machine
):
    plans(last=date(2027, 4, 3))
    time_machine.move_to("2027-04-03 12:00Z", tick=False)
    notice = Notice.objects.filter(to=lead).get()
    operations.edit_plan(plan, parishes=[], review_due_on=date(2027, 8, 1), by=None)

    assert sending.send(notice.pk) is False
    assert list(plans(first=date(2027, 4, 4))) == ["4 Jul", "1 Aug", "29 Aug"]


def test_a_week_without_the_clock_and_a_review_that_was_due_long_ago(plan, lead, valley):
    away = [REVIEW + timedelta(days=n) for n in range(7)]
    operations.add_plan(valley, name="Old plan", kind="parish", review_due_on=date(2019, 1, 1), by=None)

    assert list(plans(left_out=away)) == ["3 Apr", "8 May", "29 May"]


# Ways of reaching people


def test_one_list_a_month_for_half_a_year_with_the_administrators_after_a_quarter(
    mechanism, lead, administrator
):
    told = mechanisms()

    team = [("mechanisms_stale", who) for who in ("keeper", "lead", "owner")]
    assert list(told) == ["1 Feb", "1 Mar", "1 Apr", "1 May", "1 Jun", "1 Jul"]
    assert list(told.values()) == [team] * 3 + [[("mechanisms_stale", "administrator"), *team]] * 3


def test_several_are_one_list_and_each_reads_what_is_theirs(mechanism, lead, valley, time_machine):
    other = MechanismFactory(locality=valley, name="Newsletter", last_checked_on=CHECKED)
    MechanismFactory(locality=valley, name="Looked at", last_checked_on=date(2026, 12, 1))
    mechanisms(last=date(2027, 2, 1))
    time_machine.move_to("2027-02-01 08:00Z", tick=False)
    assert keepers.stale_for(valley, lead).count() == 2

    for notice in Notice.objects.order_by("to__email"):
        sending.send(notice.pk)

    said = {message.to[0].split("@")[0]: message.body for message in mail.outbox}
    assert sorted(said) == ["keeper", "lead", "owner"]
    assert [name in said["owner"] for name in ("Market stall", "Newsletter", "Looked at")] == [
        True,
        False,
        False,
    ]
    assert [name in said["lead"] for name in ("Market stall", "Newsletter", "Looked at")] == [
        True,
        True,
        False,
    ]
    assert "last looked at on 15 January 2026" in said["lead"]
    assert f"http://localhost:8000{other.get_absolute_url()}" in said["lead"]


def test_the_first_of_a_month_that_was_missed_is_made_up_for_in_the_month(mechanism, lead):
    told = mechanisms(last=date(2027, 3, 31), left_out=[date(2027, 2, day) for day in range(1, 8)])

    assert list(told) == ["8 Feb", "1 Mar"]


def test_what_comes_to_be_stale_in_a_month_waits_for_the_next(mechanism, lead):
    assert list(mechanisms(first=date(2027, 1, 16), last=date(2027, 2, 1))) == ["1 Feb"]


def test_what_was_looked_at_in_the_meantime_is_dropped(mechanism, lead, time_machine):
    mechanisms(last=date(2027, 2, 1))
    time_machine.move_to("2027-02-01 12:00Z", tick=False)
    operations.check_mechanism(
        mechanism, verdict="works", evidence="Seen", last_checked_on=date(2027, 2, 1), by=None
    )

    assert {sending.send(notice.pk) for notice in Notice.objects.all()} == {False}


def test_a_record_that_was_never_looked_at_for_years_causes_no_list(valley, lead):
    MechanismFactory(locality=valley, last_checked_on=date(2019, 1, 1))
    MechanismFactory(locality=valley, last_checked_on=CHECKED, ended_on=date(2027, 1, 1))

    assert mechanisms() == {}


@pytest.mark.django_db(transaction=True)
def test_two_clocks_at_once_tell_once(mechanism, plan, lead):
    def both(number):
        on = date(2027, 4, 3)
        return operations.remind_of_plan_reviews(on=on, by=None) + operations.remind_of_stale_mechanisms(
            on=on, by=None
        )

    before = Notice.objects.count()

    assert sum(at_once(both, times=3)) == Notice.objects.count() - before == 5
