"""Returns on money that are due or late: one email for each round and reader, whatever it lists."""

from datetime import date, timedelta

import pytest
from django.core import mail

from funding import operations
from funding.models import Return
from partnership import sending
from partnership.models import Notice
from tests.at_once import at_once
from tests.factories.meetings import officer_of
from tests.factories.partnership import (
    MembershipFactory,
    OfficeTermFactory,
    OrganisationFactory,
    PersonFactory,
    UserFactory,
)
from tests.factories.returns import a_round, sent
from tests.year import each_morning

pytestmark = pytest.mark.django_db
DUE = date(2007, 2, 1)


@pytest.fixture
def doer(pot, young):
    """A login of the organisation that does two projects."""
    body = OrganisationFactory()
    user = UserFactory(email="doer@example.org")
    PersonFactory(user=user, organisation=body)
    for name in ("Play scheme", "Toy library"):
        operations.add_project(young, name=name, organisation=body, by=officer_of(pot.group))
    return user


@pytest.fixture
def keeper(pot):
    """The officer of the pot's group, and nobody else."""
    user = officer_of(pot.group)
    user.email = "keeper@example.org"
    user.save()
    return user


@pytest.fixture
def presiding(pot):
    """Who sees the pot, because it is published."""
    operations.publish_pot(pot, by=officer_of(pot.group))
    person = PersonFactory(user=UserFactory(email="presiding@example.org"))
    MembershipFactory(group=pot.group, person=person)
    OfficeTermFactory(group=pot.group, person=person)
    return person.user


@pytest.fixture
def round_(pot, doer, keeper, time_machine):
    time_machine.move_to("2007-01-10 09:00Z", tick=False)
    return a_round(pot, opens_on=date(2007, 1, 10), due_on=DUE, name="Quarter 3")


def run(last=date(2007, 4, 30), **how):
    return each_morning(lambda: operations.remind_of_returns(by=None), date(2007, 1, 11), last, **how)


def the_mail(user, what, moment, time_machine):
    time_machine.move_to(moment, tick=False)
    sending.send(Notice.objects.filter(to=user, what=what).latest("pk").pk)
    return mail.outbox[-1]


def test_who_does_the_work_hears_four_times_and_officers_and_chair_of_what_is_late(round_, presiding):
    # No stream of the pot has money of its own that officers answer for, so that they hear when it is late.
    assert run() == {
        "27 Jan": [("returns_due", "doer")],
        "1 Feb": [("returns_due", "doer")],
        "2 Feb": [("returns_late", "doer"), ("returns_late", "keeper")],
        "16 Feb": [("returns_late", who) for who in ("doer", "keeper", "presiding")],
    }


def test_two_projects_are_one_email_that_names_both(round_, doer, time_machine):
    run(last=date(2007, 1, 27))

    message = the_mail(doer, "returns_due", "2007-01-27 09:00Z", time_machine)

    assert message.subject.startswith("Returns due on 1 February 2007")
    assert "Play scheme" in message.body
    assert "Toy library" in message.body
    assert "by Thursday 1 February 2007" in message.body
    assert "/funding/returns/" in message.body or "/funding/my-returns/" in message.body


def test_whoever_presides_reads_how_many_and_not_what_they_may_not_see(
    round_, presiding, keeper, time_machine
):
    run(last=date(2007, 2, 16))

    told = the_mail(presiding, "returns_late", "2007-02-16 09:00Z", time_machine)
    known = the_mail(keeper, "returns_late", "2007-02-16 09:00Z", time_machine)

    assert told.subject.startswith("Late: 2 returns")
    assert "Play scheme" not in told.body
    assert "Play scheme" in known.body


def test_what_was_sent_in_the_meantime_is_dropped(round_, doer, time_machine):
    run(last=date(2007, 1, 27))
    time_machine.move_to("2007-01-27 12:00Z", tick=False)
    for return_ in Return.objects.of_round(round_).with_names():
        sent(return_, 0, 0, 0, 0)

    assert sending.send(Notice.objects.get(to=doer).pk) is False
    assert run() == {}


def test_a_reminder_that_waited_until_the_day_had_passed_is_dropped_for_the_later_one(
    round_, doer, time_machine
):
    run(last=date(2007, 2, 2))
    time_machine.move_to("2007-02-02 09:00Z", tick=False)

    told = [
        (notice.what, sending.send(notice.pk)) for notice in Notice.objects.filter(to=doer).order_by("pk")
    ]

    assert told == [("returns_due", False), ("returns_due", False), ("returns_late", True)]


def test_a_week_without_the_clock_and_a_round_of_long_ago(round_, time_machine):
    away = [DUE - timedelta(days=n) for n in range(-1, 6)]

    assert list(run(left_out=away)) == ["3 Feb", "16 Feb"]

    Notice.objects.all().delete()
    assert (
        each_morning(lambda: operations.remind_of_returns(by=None), date(2007, 4, 1), date(2007, 4, 9)) == {}
    )


def test_of_a_pot_that_is_not_published_no_chair_hears_who_does_not_see_it(round_, pot):
    OfficeTermFactory(group=pot.group, person=PersonFactory(user=UserFactory(email="presiding@example.org")))

    assert [who for _, who in run()["16 Feb"]] == ["doer", "keeper"]


@pytest.mark.django_db(transaction=True)
def test_two_clocks_at_once_tell_once(round_, time_machine):
    time_machine.move_to("2007-02-02 07:20Z", tick=False)
    before = Notice.objects.count()

    told = at_once(lambda n: operations.remind_of_returns(by=None), times=3)

    assert sum(told) == Notice.objects.count() - before == 2


def test_a_notice_leads_each_reader_to_a_page_they_may_see(round_, doer, keeper, client):
    """The pot is not published: who does the work sees their own returns, and not the round."""
    run(last=date(2007, 2, 2))

    for user in (doer, keeper):
        client.force_login(user)
        for notice in Notice.objects.filter(to=user):
            assert client.get(f"/account/notices/{notice.pk}/", follow=True).status_code == 200
