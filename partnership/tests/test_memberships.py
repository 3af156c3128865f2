"""Who belongs to a group: from one day until another, once at a time, ended and never deleted."""

from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction

from core import history
from core.refusals import Refused
from partnership import operations
from partnership.models import Membership, OfficeTerm
from partnership.permissions import can_edit_memberships
from tests.cast import ROLES
from tests.factories.partnership import (
    FOUNDED,
    GroupFactory,
    MembershipFactory,
    OfficeTermFactory,
    PersonFactory,
)

pytestmark = pytest.mark.django_db


def test_a_person_joins_and_the_history_says_who_wrote_it_down(group, officer):
    membership = operations.add_membership(
        group, person=PersonFactory(), starts_on=date(2007, 2, 2), by=officer
    )

    assert membership in group.memberships.on(date(2007, 2, 2))
    assert membership not in group.memberships.on(date(2007, 2, 1))
    assert [(entry.verb, entry.by) for entry in history.of(membership)] == [("added", officer)]


def test_the_day_a_membership_ends_is_the_first_day_without_it(group, officer):
    membership = MembershipFactory(group=group)

    operations.end_membership(membership, on=date(2008, 6, 3), by=officer, reason="Retired")

    assert membership in group.memberships.on(date(2008, 6, 2))
    assert membership not in group.memberships.on(date(2008, 6, 3))
    entry = history.of(membership).get()
    assert (entry.verb, entry.reason, entry.changes) == (
        "ended",
        "Retired",
        {"ends_on": [None, "2008-06-03"]},
    )


def test_an_office_ends_with_the_membership(group, officer):
    membership = MembershipFactory(group=group)
    term = OfficeTermFactory(group=group, person=membership.person)
    elsewhere = OfficeTermFactory(person=membership.person)

    operations.end_membership(membership, on=date(2008, 6, 3), by=officer)

    term.refresh_from_db()
    elsewhere.refresh_from_db()
    assert term.ends_on == date(2008, 6, 3)
    assert elsewhere.ends_on is None


def test_a_membership_ends_once(officer):
    membership = MembershipFactory(ends_on=date(2008, 1, 1))

    with pytest.raises(Refused, match="ended already"):
        operations.end_membership(membership, on=date(2009, 1, 1), by=officer)


def test_a_membership_cannot_end_before_it_starts(officer):
    membership = MembershipFactory()

    with pytest.raises(Refused, match="later than the start"):
        operations.end_membership(membership, on=FOUNDED, by=officer)


def test_nobody_is_in_a_group_twice_on_one_day(group, officer):
    membership = MembershipFactory(group=group)

    with pytest.raises(Refused, match="already a member"):
        operations.add_membership(group, person=membership.person, starts_on=date(2009, 1, 1), by=officer)


def test_somebody_may_come_back(group, officer):
    former = MembershipFactory(group=group, ends_on=date(2008, 1, 1))

    again = operations.add_membership(group, person=former.person, starts_on=date(2008, 1, 1), by=officer)

    assert again.pk


def test_a_closed_group_takes_no_members(officer):
    group = GroupFactory(closed_on=date(2010, 1, 1))

    with pytest.raises(Refused, match="closed"):
        operations.add_membership(group, person=PersonFactory(), starts_on=date(2010, 1, 1), by=officer)


def test_the_database_itself_refuses_two_memberships_on_one_day():
    membership = MembershipFactory()

    with (
        pytest.raises(IntegrityError, match="membership_once_at_a_time"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(
            "INSERT INTO partnership_membership (group_id, person_id, capacity, starts_on, began_earlier) "
            "VALUES (%s, %s, 'member', '2010-05-05', false)",
            [membership.group_id, membership.person_id],
        )


def test_the_database_itself_refuses_an_end_before_the_start():
    membership = MembershipFactory()

    with pytest.raises(IntegrityError, match="membership_ends_after_it_starts"), transaction.atomic():
        Membership.objects.filter(pk=membership.pk).update(ends_on=membership.starts_on)


def test_the_database_itself_refuses_two_holders_of_an_office_on_one_day():
    term = OfficeTermFactory(ends_on=date(2010, 1, 1))

    with (
        pytest.raises(IntegrityError, match="office_has_one_holder_at_a_time"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(
            "INSERT INTO partnership_officeterm (group_id, person_id, office, starts_on, began_earlier, note) "
            "VALUES (%s, %s, 'chair', '2009-12-31', false, '')",
            [term.group_id, PersonFactory().pk],
        )


def test_two_offices_of_one_group_may_run_side_by_side():
    term = OfficeTermFactory()

    assert OfficeTermFactory(group=term.group, office=OfficeTerm.Office.SECRETARY, person=term.person).pk


@pytest.mark.parametrize("role", ROLES)
def test_who_may_say_who_is_in_a_group(role, group, request):
    assert can_edit_memberships(request.getfixturevalue(role), group) is (
        role in ("officer", "administrator")
    )


def test_support_that_has_ended_gives_no_rights(group, officer):
    officer.supports.update(ends_on=date(2010, 1, 1))

    assert can_edit_memberships(officer, group) is False


def test_a_deactivated_officer_has_no_rights(group, officer):
    officer.is_active = False

    assert can_edit_memberships(officer, group) is False
