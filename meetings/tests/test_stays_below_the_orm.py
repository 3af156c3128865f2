"""What the database keeps of who was in the room when, against raw SQL too."""

from datetime import date, time

import pytest
from django.db import IntegrityError, connection, transaction

from meetings import operations
from meetings.models import AgendaItem, Attendance, Stay
from meetings.models.stays import beginning_of, end_of, moment_of
from tests.factories.meetings import AgendaItemFactory, MeetingFactory, started
from tests.factories.partnership import MembershipFactory, PersonFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def meeting(group, officer):
    """Six standing items and two of business, the first of them with two sub-items."""
    meeting = MeetingFactory(group=group, held_on=date(2007, 2, 2))
    performance = AgendaItemFactory(meeting=meeting, title="Performance")
    for title in ("Figures", "Forecast"):
        AgendaItemFactory(meeting=meeting, parent=performance, title=title)
    AgendaItemFactory(meeting=meeting, title="Accommodation")
    return started(meeting)


@pytest.fixture
def items(meeting) -> dict[str, AgendaItem]:
    return {item.number: item for item in meeting.items.select_related("parent")}


@pytest.fixture
def jo(meeting, officer) -> Attendance:
    person = MembershipFactory(group=meeting.group, person__name="Jo Bloggs").person
    return operations.record_attendance(meeting, person=person, status="present", by=officer)


def period(stay: Stay) -> tuple[int | None, int | None]:
    stay.refresh_from_db()
    return stay.period.lower, stay.period.upper


def test_the_database_counts_moments_as_the_portal_does(items, jo, officer):
    decision = operations.log_decision(items["5a"], text="So be it", outcome="agreed", by=officer)
    one = Stay.objects.create(attendance=jo, left_item=items["2"])
    two = Stay.objects.create(
        attendance=jo,
        came_item=items["5"],
        came_during=True,
        left_item=items["5a"],
        left_during=True,
        left_after=decision,
    )
    three = Stay.objects.create(attendance=jo, came_item=items["6"])

    assert period(one) == (None, beginning_of(items["2"]))
    assert period(two) == (moment_of(items["5"]), moment_of(items["5a"], decision) + 1)
    assert period(three) == (beginning_of(items["6"]), None)
    in_order = sorted(items.values(), key=beginning_of)
    moments = [moment(item) for item in in_order for moment in (beginning_of, moment_of, end_of)]
    assert moments == sorted(set(moments))
    assert "".join(item.number for item in in_order) == "123455a5b678"


@pytest.mark.parametrize(
    ("came", "left"),
    [
        ({"came_item": "6"}, {"left_item": "5"}),
        ({"came_item": "5a"}, {"left_item": "5"}),
        ({"came_item": "5b"}, {"left_item": "5a"}),
        ({"came_item": "5"}, {"left_item": "5"}),
        ({"came_item": "5", "came_during": True}, {"left_item": "5"}),
        ({}, {}),
        ({"came_time": time(10)}, {"left_item": "5"}),
        ({"came_item": "5"}, {"left_during": True}),
        ({"came_item": "2", "came_time": time(11)}, {"left_item": "5", "left_time": time(10)}),
    ],
)
def test_nobody_leaves_before_they_come(came, left, items, jo):
    values = {name: items.get(value, value) for name, value in (came | left).items()}
    with pytest.raises(IntegrityError), transaction.atomic():
        Stay.objects.create(attendance=jo, **values)


def test_nobody_is_in_the_room_twice_at_once(items, jo):
    Stay.objects.create(attendance=jo, came_item=items["2"], left_item=items["5"])
    Stay.objects.create(attendance=jo, came_item=items["5"], left_item=items["5b"])

    with pytest.raises(IntegrityError), transaction.atomic():
        Stay.objects.create(attendance=jo, came_item=items["5a"], left_item=items["7"])


def test_a_stay_lies_within_one_meeting(meeting, items, jo, officer):
    elsewhere = AgendaItemFactory()
    with pytest.raises(IntegrityError), transaction.atomic():
        Stay.objects.create(attendance=jo, left_item=elsewhere)
    decision = operations.log_decision(items["6"], text="So be it", outcome="agreed", by=officer)
    with pytest.raises(IntegrityError), transaction.atomic():
        Stay.objects.create(attendance=jo, left_item=items["5"], left_during=True, left_after=decision)


def test_whoever_was_not_there_neither_came_nor_left(items, jo):
    Stay.objects.create(attendance=jo, left_item=items["5"])
    with pytest.raises(IntegrityError), transaction.atomic():
        Attendance.objects.filter(pk=jo.pk).update(status="absent")
    Stay.objects.all().delete()
    Attendance.objects.filter(pk=jo.pk).update(status="absent")
    with pytest.raises(IntegrityError), transaction.atomic():
        Stay.objects.create(attendance=jo, left_item=items["5"])


def test_stays_move_with_their_items(items, jo):
    stay = Stay.objects.create(attendance=jo, came_item=items["5a"], left_item=items["6"])

    with connection.cursor() as cursor:
        cursor.execute("UPDATE meetings_agendaitem SET position = 20 WHERE id = %s", [items["6"].pk])
        cursor.execute("UPDATE meetings_agendaitem SET position = 19 WHERE id = %s", [items["5"].pk])

    moved = {item.number: item for item in AgendaItem.objects.select_related("parent")}
    assert period(stay) == (beginning_of(moved["5a"]), beginning_of(moved["6"]))
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE meetings_agendaitem SET position = 2 WHERE id = %s", [items["6"].pk])


def test_a_member_has_one_substitute_at_a_time(meeting, items, jo):
    jo.delete()
    first, second = (
        Attendance.objects.create(
            meeting=meeting, person=PersonFactory(), status="substitute", substitute_for=jo.person
        )
        for _ in range(2)
    )
    Stay.objects.create(attendance=first, left_item=items["5"])
    Stay.objects.create(attendance=second, came_item=items["5"])
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        with pytest.raises(IntegrityError), transaction.atomic():
            Stay.objects.filter(attendance=second).update(came_item=items["2"])
        with pytest.raises(IntegrityError), transaction.atomic():
            Stay.objects.filter(attendance=first).delete()
        with pytest.raises(IntegrityError), transaction.atomic():
            Attendance.objects.create(
                meeting=meeting, person=PersonFactory(), status="substitute", substitute_for=jo.person
            )
