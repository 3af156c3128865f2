"""Two people record who is in the room at the same moment, on two real connections."""

from collections.abc import Callable
from threading import Thread

import pytest
from django.db import connection, transaction

from core.refusals import Refused
from meetings import operations
from meetings.models import AgendaItem, Attendance, Decision
from partnership.models import Group
from tests.factories.meetings import item_under_way, officer_of
from tests.factories.partnership import MembershipFactory, PersonFactory

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def item() -> AgendaItem:
    """An item under way of a group that needs two members and refuses decisions without them."""
    item = item_under_way()
    Group.objects.filter(pk=item.meeting.group_id).update(quorum_members=2)
    return AgendaItem.objects.select_related("parent", "meeting__group").get(pk=item.pk)


def meanwhile(first: Callable[[], object], second: Callable[[], object]) -> str:
    """Do the first in a transaction, let somebody else try the second, commit. What the second was refused with."""
    refused = []

    def try_second() -> None:
        try:
            second()
        except Refused as refusal:
            refused.append(str(refusal))
        finally:
            connection.close()

    other = Thread(target=try_second)
    with transaction.atomic():
        first()
        other.start()
        wait_until_somebody_waits()
    other.join(timeout=20)
    assert not other.is_alive()
    return " ".join(refused)


def wait_until_somebody_waits() -> None:
    with connection.cursor() as cursor:
        for _ in range(2000):
            cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
            if cursor.fetchone()[0]:
                return
            cursor.execute("SELECT pg_sleep(0.005)")
    raise AssertionError("nobody waits")


def test_whoever_leaves_while_a_decision_is_logged_counts_for_it_or_not_but_never_both(item):
    by = officer_of(item.meeting.group)
    people = [MembershipFactory(group=item.meeting.group).person for _ in range(2)]
    _, there = (
        operations.record_attendance(item.meeting, person=person, status="present", by=by)
        for person in people
    )

    refused = meanwhile(
        lambda: operations.record_leaving(there, item=item, by=by),
        lambda: operations.log_decision(item, text="So be it", outcome="agreed", by=by),
    )

    assert "Not quorate: 1 member in the room (2 needed)" in refused
    assert not Decision.objects.exists()


def test_two_substitutes_who_arrive_at_once_are_one(item):
    by = officer_of(item.meeting.group)
    away = MembershipFactory(group=item.meeting.group).person
    first, second = PersonFactory(name="First Deputy"), PersonFactory(name="Second Deputy")

    def arrives(person):
        return lambda: operations.record_arrival(
            item.meeting, person=person, item=item, status="substitute", substitute_for=away, by=by
        )

    refused = meanwhile(arrives(first), arrives(second))

    assert "cannot both be there" in refused
    assert list(Attendance.objects.values_list("person__name", flat=True)) == ["First Deputy"]
