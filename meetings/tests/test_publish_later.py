"""What is set for a day and hour is published then, once, and nothing of it is seen before."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.utils import timezone

from core import history
from core.refusals import Refused
from meetings import operations, schedule
from meetings.forms.embargo import PublishLaterForm
from meetings.models import Decision, Meeting, Minutes, PlannedPublication
from meetings.permissions import can_plan_publication
from partnership.models import Notice
from tests.factories.meetings import (
    AgendaItemFactory,
    DecisionFactory,
    MeetingFactory,
    approved,
    circulated,
    closed,
    started,
)

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
HOUR = datetime(2026, 3, 3, 17, tzinfo=UTC)
HELD_ON = date(2026, 3, 11)


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def meeting(group, officer) -> Meeting:
    meeting = MeetingFactory(group=group, held_on=HELD_ON)
    AgendaItemFactory(meeting=meeting, title="The embargoed matter")
    return meeting


@pytest.fixture
def plan(meeting, officer) -> PlannedPublication:
    return operations.plan_publication(meeting, act="agenda", at=HOUR, by=officer)


def test_it_is_published_at_its_hour_and_not_before(plan, meeting, officer, member, clock):
    clock.move_to(HOUR - timedelta(seconds=1))
    assert schedule.publish_what_is_due() == 0
    meeting.refresh_from_db()
    assert not meeting.agenda_is_published

    clock.move_to(HOUR)
    assert schedule.publish_what_is_due() == 1
    assert schedule.publish_what_is_due() == 0

    meeting.refresh_from_db()
    plan.refresh_from_db()
    assert (meeting.status, meeting.agenda_published_by) == ("called", officer)
    assert (plan.status, plan.ended_at) == ("done", HOUR)
    assert plan.outcome == f"Published as set by {officer}."
    assert Notice.objects.filter(what="meeting_called", to=member).count() == 1
    assert "published at its hour" in [entry.verb for entry in history.of(meeting)]


def test_a_clock_that_was_away_publishes_when_it_is_back(plan, meeting, clock):
    clock.move_to(HOUR + timedelta(hours=3))
    schedule.publish_what_is_due()

    meeting.refresh_from_db()
    assert meeting.agenda_published_at == HOUR + timedelta(hours=3)


DOORS = ["", "agenda.pdf", "agenda.docx", "publish-later/agenda/"]


@pytest.mark.parametrize("role", ["reader", "outsider", "member", "other_officer"])
def test_no_reader_finds_anything_of_it_before_its_hour(plan, meeting, as_, role):
    browser = as_(role)

    for door in DOORS:
        answer = browser.get(f"{meeting.get_absolute_url()}{door}")
        page = answer.content.decode(errors="replace")
        assert "embargoed" not in page
        assert "will be published" not in page
        assert "5pm" not in page
    for address in ("/", "/meetings/", "/meetings/meetings.csv", "/search/?q=embargoed", "/my-work/"):
        answer = browser.get(address)
        page = b"".join(answer) if answer.streaming else answer.content
        assert "The embargoed matter" not in page.decode()
        assert "will be published" not in page.decode()


def test_officers_read_when_and_can_change_or_cancel_it(plan, meeting, as_, officer):
    browser = as_("officer")
    address = f"{meeting.get_absolute_url()}publish-later/agenda/"
    assert (
        "Agenda will be published on 3 March 2026 at 5pm"
        in browser.get(meeting.get_absolute_url()).content.decode()
    )
    assert "as set by" in browser.get(address).content.decode()

    told = browser.post(address, {"day_0": "4", "day_1": "3", "day_2": "2026", "hour": "9am"}, follow=True)

    assert (
        "The agenda will be published on 4 March 2026 at 9am. "
        "That gives 4 clear days, one short of the group’s 5." in told.content.decode()
    )
    plan.refresh_from_db()
    assert plan.at == datetime(2026, 3, 4, 9, tzinfo=UTC)
    assert PlannedPublication.objects.count() == 1

    browser.post(f"{address}cancel/")
    plan.refresh_from_db()
    assert (plan.status, plan.outcome) == ("cancelled", f"Called off by {officer}.")
    assert browser.post(f"{address}cancel/").status_code == 404


def test_what_is_called_off_is_not_published(plan, meeting, officer, clock):
    operations.cancel_publication(plan, by=officer)
    clock.move_to(HOUR)

    assert schedule.publish_what_is_due() == 0
    with pytest.raises(Refused, match="This waits no more"):
        operations.change_publication(plan, at=HOUR + timedelta(days=1), by=officer)


@pytest.mark.parametrize(
    ("answers", "question", "sentence"),
    [
        (("2", "3", "2026", "11am"), "hour", "That hour has passed"),
        (("1", "3", "2026", "5pm"), "hour", "That hour has passed"),
        (("12", "3", "2026", "5pm"), "day", "That is after the meeting."),
        (("30", "2", "2026", "5pm"), "day", "February 2026 has only 28 days."),
        (("3", "3", "2026", "25:00"), "hour", "Enter a time"),
        (("3", "3", "2026", ""), "hour", "Fill in “Time”."),
    ],
)
def test_an_hour_that_cannot_be_gets_a_sentence_and_is_kept(meeting, as_, answers, question, sentence):
    day, month, year, hour = answers
    answer = as_("officer").post(
        f"{meeting.get_absolute_url()}publish-later/agenda/",
        {"day_0": day, "day_1": month, "day_2": year, "hour": hour},
    )

    assert answer.status_code == 200
    assert sentence in str(answer.context["form"].errors[question])
    assert f'value="{day}"' in answer.content.decode()
    assert not PlannedPublication.objects.exists()


def moment(day: str, hour: str):
    numbers = day.split("-")
    form = PublishLaterForm({"day_0": numbers[2], "day_1": numbers[1], "day_2": numbers[0], "hour": hour})
    return form.cleaned_data["at"] if form.is_valid() else form.errors["hour"][0]


def test_hours_around_the_change_of_the_clocks():
    # They go forward on 29 March 2026 at one, and back on 25 October at two.
    assert moment("2026-03-29", "0:59") == datetime(2026, 3, 29, 0, 59, tzinfo=UTC)
    assert moment("2026-03-29", "2:00") == datetime(2026, 3, 29, 1, 0, tzinfo=UTC)
    for hour, said in [("1:00", "1am"), ("1:30", "1.30am"), ("1:59", "1.59am")]:
        assert moment("2026-03-29", hour).startswith(f"There is no {said} on 29 March 2026")
    assert moment("2026-10-25", "1:30") == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    assert moment("2026-10-25", "2:00") == datetime(2026, 10, 25, 2, 0, tzinfo=UTC)
    assert moment("2026-07-01", "17:00") == datetime(2026, 7, 1, 16, 0, tzinfo=UTC)


def test_an_hour_that_comes_twice_is_told_as_the_first(group, officer, as_):
    meeting = MeetingFactory(group=group, held_on=date(2026, 11, 20))
    told = as_("officer").post(
        f"{meeting.get_absolute_url()}publish-later/agenda/",
        {"day_0": "25", "day_1": "10", "day_2": "2026", "hour": "1.30am"},
        follow=True,
    )

    assert "The clocks show that hour twice; the first is meant." in told.content.decode()


def test_what_is_not_possible_at_its_hour_is_refused_and_officers_are_told_once(
    plan, meeting, officer, member, clock
):
    for item in meeting.items.all():
        operations.remove_item(item, by=officer)
    clock.move_to(HOUR)

    assert schedule.publish_what_is_due() == 0
    assert schedule.publish_what_is_due() == 0

    plan.refresh_from_db()
    meeting.refresh_from_db()
    assert (plan.status, plan.outcome) == ("refused", "The agenda is empty. Add an item first.")
    assert meeting.status == "planned"
    notice = Notice.objects.get(what="publication_refused")
    assert notice.to == officer
    assert "Not published: agenda" in notice.subject


def test_the_officer_reads_why_until_it_is_published(plan, meeting, officer, clock, as_):
    for item in meeting.items.all():
        operations.remove_item(item, by=officer)
    clock.move_to(HOUR)
    schedule.publish_what_is_due()
    browser = as_("officer")
    assert "The agenda is empty" in browser.get(meeting.get_absolute_url()).content.decode()

    AgendaItemFactory(meeting=meeting)
    operations.publish_agenda(meeting, by=officer)

    assert "The agenda is empty" not in browser.get(meeting.get_absolute_url()).content.decode()
    plan.refresh_from_db()
    assert plan.outcome == "The agenda is empty. Add an item first. The agenda was published by hand."


def test_what_is_not_possible_today_is_not_set(meeting, officer):
    for act, sentence in [
        ("minutes", "The meeting has no minutes yet."),
        ("decisions", "published already"),
        ("papers", "Publish the agenda first"),
    ]:
        with pytest.raises(Refused, match=sentence):
            operations.plan_publication(meeting, act=act, at=HOUR, by=officer)
    assert not PlannedPublication.objects.exists()
    meeting.refresh_from_db()
    assert meeting.status == "planned"
    assert not Notice.objects.exists()


def test_publishing_by_hand_settles_the_plan(plan, meeting, officer, clock):
    operations.publish_agenda(meeting, by=officer)

    plan.refresh_from_db()
    assert (plan.status, plan.outcome) == ("cancelled", "The agenda was published by hand.")
    clock.move_to(HOUR)
    assert schedule.publish_what_is_due() == 0
    assert not Notice.objects.filter(what="publication_refused").exists()


def test_a_meeting_that_is_called_off_takes_its_plan_along(plan, meeting, officer):
    operations.cancel_meeting(meeting, reason="Snow", by=officer)

    plan.refresh_from_db()
    assert (plan.status, plan.outcome) == ("cancelled", "The meeting was cancelled.")


def test_the_decisions_and_then_the_minutes_are_published_at_the_same_hour(group, officer, client, clock):
    held = MeetingFactory(group=group, held_on=date(2026, 2, 2))
    item = AgendaItemFactory(meeting=held)
    started(held)
    DecisionFactory(item=item)
    closed(held)
    circulated(held)
    clock.move_to(datetime(2026, 3, 2, 13, tzinfo=UTC))
    approved(held)
    with pytest.raises(Refused, match="Publish the decisions first"):
        operations.plan_publication(held, act="minutes", at=HOUR, by=officer)
    operations.plan_publication(held, act="decisions", at=HOUR, by=officer)
    operations.plan_publication(held, act="minutes", at=HOUR, by=officer)
    decision = Decision.objects.get(item__meeting=held)
    assert client.get(decision.get_absolute_url()).status_code == 404

    clock.move_to(HOUR)
    assert schedule.publish_what_is_due() == 2

    decision.refresh_from_db()
    assert decision.is_published
    assert client.get(decision.get_absolute_url()).status_code == 200
    assert client.get(f"{held.get_absolute_url()}minutes.pdf").status_code == 200
    assert Minutes.objects.get(meeting=held).status == "approved"


def test_one_waits_for_each_thing(plan, meeting, officer):
    with pytest.raises(Refused, match="set for this already"):
        operations.plan_publication(meeting, act="agenda", at=HOUR, by=officer)
    with pytest.raises(IntegrityError), transaction.atomic():
        PlannedPublication.objects.bulk_create(
            [PlannedPublication(act="agenda", meeting=meeting, at=HOUR, set_by=officer)]
        )
    with pytest.raises(IntegrityError), transaction.atomic():
        PlannedPublication.objects.update(status="done", ended_at=timezone.now())


@pytest.mark.parametrize(
    ("role", "may"),
    [
        ("officer", True),
        ("other_officer", False),
        ("member", False),
        ("chair", False),
        ("administrator", False),
    ],
)
def test_who_may_set_an_hour(role, may, meeting, request):
    assert can_plan_publication(request.getfixturevalue(role), meeting) is may


def test_what_nobody_publishes_is_not_found(meeting, as_):
    assert as_("officer").get(f"{meeting.get_absolute_url()}publish-later/lunch/").status_code == 404
