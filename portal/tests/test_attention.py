"""Failing and overdue: one place for administrators, which names no paper of a group."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from core.models import Run, ScheduledStart
from meetings.models import ActionItem, PaperText
from partnership import notices
from partnership.models import Notice, User
from portal import attention
from tests.factories.partnership import OfficeTermFactory, UserFactory

pytestmark = pytest.mark.django_db
ADDRESS = "/manage/attention/"


def found(kinds):
    return {kind.title: [f"{task.title}: {task.note}" for task in kind.tasks] for kind in kinds}


def test_nothing_failed_is_said_first(ask):
    page = ask("administrator", ADDRESS)

    assert "Nothing has failed" in page
    assert "Failing and overdue" in page


def test_what_failed_is_named_with_who_should_have_heard(ask, world):
    now = timezone.now()
    ScheduledStart.objects.create(
        task="core.schedule.sweep_runs",
        due_at=now,
        finished_at=now,
        state="failed",
        problem="OperationalError: gone",
    )
    ScheduledStart.objects.create(
        task="funding.schedule.check_sums",
        due_at=now,
        finished_at=now,
        state="done",
        outcome="cell standing: 2",
    )
    lost = notices.tell([UserFactory(email="lost@example.org")], "term_ending", about=OfficeTermFactory())[0]
    Notice.objects.filter(pk=lost.pk).update(state="failed", problem="550 nobody here")
    Run.objects.create(
        task="meetings.tasks.build_pack",
        title="Pack with a secret title",
        state="failed",
        problem="Something went wrong",
        finished_at=now,
        asked_by=world.users["officer"],
    )
    PaperText.objects.filter(pk=PaperText.objects.order_by("pk")[0].pk).update(
        state="failed", problem="encrypted", text=""
    )

    gone = UserFactory(email="gone@example.org")
    User.objects.filter(pk=gone.pk).update(refusals=5, refused_address=gone.email, refused_at=now)

    failing = found(attention.everything()[0])
    assert list(failing) == [
        "Jobs of the clock",
        "Sums of money",
        "Addresses that mail comes back from",
        "Notices given up",
        "Long work that failed",
        "Papers that could not be read",
    ]
    assert "OperationalError: gone" in failing["Jobs of the clock"][0]
    assert "cell standing: 2" in failing["Sums of money"][0]
    assert failing["Addresses that mail comes back from"][0].startswith("gone@example.org: ")
    assert failing["Notices given up"][0].startswith("lost@example.org: 1 notice given up")
    assert failing["Long work that failed"][0].startswith(
        "Build pack, asked for by officer@example.org: Failed once"
    )
    page = ask("administrator", ADDRESS)
    assert "6 kinds of thing do not work" in page
    assert "Pack with a secret title" not in page


def test_what_is_overdue_is_counted_by_group_and_names_whom_to_ask_but_no_action(ask, world):
    ActionItem.objects.update(due_on=timezone.localdate() - timedelta(days=3))

    overdue = found(attention.everything()[1])

    words = next(line for line in overdue["Actions"] if line.startswith(f"{world.things['group'].name}: "))
    assert "the oldest since" in words
    assert "Ask " in words
    page = ask("administrator", ADDRESS)
    assert world.things["closed"].name in page, "an administrator knows that it exists"
    for action in ActionItem.objects.all():
        assert action.text not in page


def test_it_asks_as_much_when_there_is_a_lot(world, ask):
    with CaptureQueriesContext(
        connection,
    ) as few:
        ask("administrator", ADDRESS)
    now = timezone.now()
    for number in range(30):
        lost = notices.tell([UserFactory()], "term_ending", about=OfficeTermFactory(), occasion=str(number))
        Notice.objects.filter(pk__in=[each.pk for each in lost]).update(state="failed")
        Run.objects.create(
            task="x.y", title="t", state="failed", problem="p", finished_at=now, asked_by=UserFactory()
        )
    ActionItem.objects.update(due_on=timezone.localdate() - timedelta(days=3))

    with CaptureQueriesContext(connection) as many:
        ask("administrator", ADDRESS)

    assert len(many) <= len(few)
    assert len(many) <= 40
