"""Nobody rewrites the history, and anybody who may read it understands it."""

import threading
from datetime import date, timedelta

import pytest
import time_machine
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from core import history
from core.models import HistoryEntry
from core.refusals import Refused
from partnership import operations
from partnership.models import Group, Organisation
from partnership.permissions import can_read_history
from tests.cast import ROLES
from tests.factories.partnership import GroupFactory, MembershipFactory, OrganisationFactory, PersonFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def entry(group, officer):
    return history.record(group, "edited", by=officer, changes={"rhythm": ["", "monthly"]})


def test_the_orm_refuses_to_change_or_delete_an_entry(entry):
    entries = HistoryEntry.objects.all()
    entry.verb = "never happened"
    for rewrite in (
        entry.save,
        entry.delete,
        entries.delete,
        lambda: entries.update(verb="x"),
        lambda: entries.bulk_update([entry], ["verb"]),
    ):
        with pytest.raises(Refused):
            rewrite()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE core_historyentry SET verb = 'never happened'",
        "DELETE FROM core_historyentry",
        "TRUNCATE core_historyentry",
        "TRUNCATE core_historyentry CASCADE",
    ],
)
def test_the_database_itself_refuses(statement, entry):
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)

    assert HistoryEntry.objects.get().verb == "edited"


def test_an_edit_keeps_old_and_new_and_why(group, administrator):
    operations.edit_group(group, by=administrator, reason="Too short before", notice_days=7, rhythm="Monthly")

    entry = history.of(group).get()
    assert entry.changes == {"notice_days": [5, 7], "rhythm": ["", "Monthly"]}
    assert (entry.reason, entry.by) == ("Too short before", administrator)


def test_an_edit_that_changes_nothing_is_not_written_down(group, administrator):
    operations.edit_group(group, by=administrator, name=group.name)

    assert not history.of(group).exists()


def test_changes_are_told_in_words(group, administrator):
    operations.edit_group(
        group,
        by=administrator,
        is_public=False,
        kind=Group.Kind.BOARD,
        parent=GroupFactory(name="The Board Above"),
        quorum_members=4,
    )
    (happening,) = history.readable(history.of(group))

    assert {(change.label, change.old, change.new) for change in happening.changes} == {
        ("Open to the public", "yes", "no"),
        ("Kind", "Executive group", "Board"),
        ("Parent", "nothing", "The Board Above"),
        ("Quorum members", "nothing", "4"),
    }


def test_days_are_told_as_they_are_written_here(officer):
    membership = MembershipFactory()
    operations.end_membership(membership, on=date(2008, 6, 3), by=officer)

    (happening,) = history.readable(history.of(membership))
    assert happening.changes[0].new == "3 June 2008"


def test_a_field_that_is_no_more_is_still_told(group):
    history.record(group, "edited", by=None, changes={"former_thing": ["a", "b"]})

    (happening,) = history.readable(history.of(group))
    assert happening.by == "the system"
    assert happening.changes[0].label == "Former thing"


def test_edits_in_one_sitting_are_told_as_one(administrator):
    organisation = OrganisationFactory()
    for minutes, name in enumerate(["First", "Second", "Third"]):
        with time_machine.travel(timezone.now() + timedelta(minutes=minutes * 4)):
            operations.edit_organisation(organisation, by=administrator, name=name)
    with time_machine.travel(timezone.now() + timedelta(hours=2)):
        operations.edit_organisation(organisation, by=administrator, name="Fourth")

    latest, sitting = history.readable(history.of(organisation))
    assert [(change.old, change.new) for change in latest.changes] == [("Third", "Fourth")]
    assert sitting.changes[0].new == "Third"
    assert sitting.changes[0].old.startswith("Organisation")


@pytest.mark.parametrize("role", ROLES)
def test_who_may_read_it(role, group, request):
    allowed = role in ("officer", "other_officer", "administrator")

    assert can_read_history(request.getfixturevalue(role)) is allowed


# Rules that history.edit and history.add explain


def test_a_broken_rule_is_refused_in_a_sentence(administrator):
    OrganisationFactory(name="Taken")

    with pytest.raises(Refused, match="There is an organisation of this name already"):
        operations.add_organisation(name="Taken", sector=Organisation.Sector.PUBLIC, by=administrator)


def test_addresses_are_given_once_and_stay(administrator):
    first = operations.add_person(name="Anne Smith", by=administrator)
    second = operations.add_person(name="Anne Smith", by=administrator)
    operations.edit_person(first, name="Anne Jones", by=administrator)

    first.refresh_from_db()
    assert (first.slug, second.slug) == ("anne-smith", "anne-smith-2")


def test_nothing_stands_above_itself(administrator):
    top = OrganisationFactory()
    middle = OrganisationFactory(parent=top)
    bottom = OrganisationFactory(parent=middle)

    with pytest.raises(Refused, match="above and beneath itself"):
        operations.edit_organisation(top, by=administrator, parent=bottom)


def test_the_prefix_of_decisions_never_changes(group, administrator):
    with pytest.raises(Refused, match="prefix"):
        operations.edit_group(group, by=administrator, prefix="NEW")


@pytest.mark.django_db(transaction=True)
def test_two_people_adding_namesakes_at_once_both_succeed():
    start_together = threading.Barrier(4)
    slugs = []

    def work():
        try:
            start_together.wait(timeout=10)
            slugs.append(operations.add_person(name="Same Name", by=None).slug)
        finally:
            connection.close()

    workers = [threading.Thread(target=work) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(timeout=30)

    assert sorted(slugs) == ["same-name", "same-name-2", "same-name-3", "same-name-4"]


@pytest.mark.django_db(transaction=True)
def test_two_people_adding_one_member_at_once_the_second_hears_why_not():
    group, person = GroupFactory(), PersonFactory()
    start_together, outcomes = threading.Barrier(3), []

    def work():
        try:
            start_together.wait(timeout=10)
            operations.add_membership(group, person=person, starts_on=date(2007, 1, 1), by=None)
            outcomes.append("added")
        except Refused as refusal:
            outcomes.append(str(refusal))
        finally:
            connection.close()

    workers = [threading.Thread(target=work) for _ in range(3)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(timeout=30)

    assert sorted(outcomes) == [*["This person is already a member of the group in that time."] * 2, "added"]
