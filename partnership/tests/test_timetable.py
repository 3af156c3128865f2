"""The timetable page: what the clock starts, what came of it, and a button for those who cannot wait."""

from datetime import timedelta

import pytest
from celery import current_app
from django.urls import reverse
from django.utils import timezone

from core import clock
from core.models import HistoryEntry, ScheduledStart
from core.refusals import Refused
from core.timetable import entry_of
from partnership.operations import start_job
from tests.at_once import at_once
from tests.factories.partnership import UserFactory

pytestmark = pytest.mark.django_db
TASK = "core.schedule.sweep_runs"
State = ScheduledStart.State


@pytest.fixture
def queued(monkeypatch):
    jobs = []
    monkeypatch.setattr(
        current_app, "send_task", lambda task, kwargs=None, **options: jobs.append((task, kwargs["start_id"]))
    )
    return jobs


def start_of(task, state, **values):
    now = timezone.now()
    finished = None if state in (State.ASKED, State.WORKING) else now
    values = {"due_at": now, "finished_at": finished, "tries": 1} | values
    return ScheduledStart.objects.create(task=task, state=state, **values)


def test_a_timetable_that_is_new_says_so(as_):
    page = as_("administrator").get(reverse("partnership:timetable")).content.decode()

    assert "Nothing has gone wrong." in page
    assert "Send what is still waiting to be told" in page
    assert "every minute" in page
    assert "every day at 7.20am" in page


def test_what_went_wrong_stands_in_the_first_sentence(as_):
    start_of(TASK, State.FAILED, problem="OperationalError: no route")
    start_of("core.schedule.catch_up", State.DONE, outcome="3")
    start_of("partnership.schedule.sweep_notices", State.DONE, due_at=timezone.now() - timedelta(minutes=20))

    page = as_("administrator").get(reverse("partnership:timetable")).content.decode()

    first = page.split("govuk-body-l")[1].split("</p>")[0]
    assert "2 of" in first
    assert "Take up long work that was left behind" in first
    assert "Send what is still waiting to be told" in first
    assert "OperationalError: no route" in page
    assert "result 3" in page


def test_a_job_is_run_now_once_and_its_page_says_who_asked(
    as_, administrator, queued, django_capture_on_commit_callbacks
):
    browser = as_("administrator")
    with django_capture_on_commit_callbacks(execute=True):
        first = browser.post(reverse("partnership:start_job", args=[TASK]), follow=True).content.decode()
        again = browser.post(reverse("partnership:start_job", args=[TASK]), follow=True).content.decode()

    start = ScheduledStart.objects.get()
    assert queued == [(TASK, start.pk)]
    assert "has been asked for" in first
    assert "has been asked for already" in again
    assert HistoryEntry.objects.filter(verb="job started by hand").count() == 1

    clock.run(TASK, lambda: 7, start_id=start.pk)
    page = browser.get(reverse("partnership:job", args=[TASK])).content.decode()
    assert "Result 7" in page
    assert str(administrator) in page


def test_a_job_that_is_not_on_the_timetable_is_not_started(as_, queued):
    browser = as_("administrator")

    for task in ("meetings.tasks.build_pack", "os.system", "x" * 400):
        assert browser.get(reverse("partnership:job", args=[task])).status_code == 404
        assert browser.post(reverse("partnership:start_job", args=[task])).status_code == 404
    assert queued == []


@pytest.mark.parametrize("role", ["member", "officer", "chair"])
def test_others_start_nothing(as_, queued, role):
    assert as_(role).post(reverse("partnership:start_job", args=[TASK])).status_code == 403
    assert queued == []
    assert ScheduledStart.objects.count() == 0


def test_the_page_asks_as_much_when_a_lot_was_started(as_, django_assert_max_num_queries):
    browser = as_("administrator")
    for minutes in range(200):
        start_of(TASK, State.DONE, due_at=timezone.now() - timedelta(minutes=minutes))

    with django_assert_max_num_queries(14):
        browser.get(reverse("partnership:timetable"))
    with django_assert_max_num_queries(14):
        assert "Next" in browser.get(reverse("partnership:job", args=[TASK])).content.decode()


@pytest.mark.django_db(transaction=True)
def test_two_administrators_who_press_at_once_start_it_once(queued):
    administrators = [UserFactory(is_staff=True) for _ in range(2)]
    entry = entry_of(TASK)

    def press(number):
        try:
            return start_job(entry, by=administrators[number])
        except Refused as refusal:
            return str(refusal)

    answers = at_once(press, times=2)

    assert ScheduledStart.objects.by_hand().count() == 1
    assert sum(isinstance(answer, str) and "has been asked for already" in answer for answer in answers) == 1
