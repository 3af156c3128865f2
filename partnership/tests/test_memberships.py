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
    OrganisationFactory,
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


# A mistake put right


def test_a_mistaken_membership_is_corrected_with_its_reason(group, officer):
    membership = MembershipFactory(group=group)
    body = OrganisationFactory(name="Voluntary Sector Assembly")

    corrected = operations.correct_membership(
        membership,
        organisation=body,
        capacity=Membership.Capacity.OBSERVER,
        starts_on=date(2007, 1, 1),
        reason="Read from the wrong list.",
        by=officer,
    )

    assert (corrected.organisation, corrected.capacity, corrected.starts_on) == (
        body,
        "observer",
        date(2007, 1, 1),
    )
    entry = history.of(membership).get()
    assert (entry.verb, entry.by, entry.reason) == ("corrected", officer, "Read from the wrong list.")
    assert entry.changes["organisation"] == [None, "Voluntary Sector Assembly"]


def test_a_membership_of_the_wrong_person_becomes_that_of_the_right_one(group, officer):
    membership, right = MembershipFactory(group=group), PersonFactory()

    operations.correct_membership(membership, person=right, reason="Namesakes.", by=officer)

    assert [each.person for each in group.memberships.current()] == [right]


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"capacity": "observer", "reason": "  "}, "Say what was wrong"),
        ({"capacity": "member", "reason": "Wrong."}, "Nothing is different"),
        ({"ends_on": date(2008, 1, 1), "reason": "Wrong."}, "Record its end instead"),
        ({"capacity": "emperor", "reason": "Wrong."}, "not a valid choice"),
    ],
)
def test_a_correction_that_is_none_is_refused(values, sentence, group, officer):
    membership = MembershipFactory(group=group)

    with pytest.raises(Refused, match=sentence):
        operations.correct_membership(membership, by=officer, **values)

    assert not history.of(membership).exists()


def test_a_correction_cannot_make_somebody_a_member_twice_or_end_before_the_beginning(group, officer):
    person = PersonFactory()
    first = MembershipFactory(group=group, person=person, ends_on=date(2008, 1, 1))
    second = MembershipFactory(group=group, person=person, starts_on=date(2009, 1, 1))

    with pytest.raises(Refused, match="already a member of the group in that time"):
        operations.correct_membership(second, starts_on=date(2007, 6, 1), reason="Wrong.", by=officer)
    with pytest.raises(Refused, match="ends after the day on which it begins"):
        operations.correct_membership(first, starts_on=date(2008, 6, 1), reason="Wrong.", by=officer)


def test_a_wrong_end_can_be_moved_or_taken_back(group, officer):
    membership = MembershipFactory(group=group, ends_on=date(2008, 1, 1))

    operations.correct_membership(membership, ends_on=date(2008, 7, 1), reason="Misread.", by=officer)
    membership = operations.correct_membership(membership, ends_on=None, reason="Never left.", by=officer)

    assert membership in group.memberships.current()


def test_nobody_is_corrected_into_a_group_that_had_closed(officer, group):
    membership = MembershipFactory(group=group)
    operations.close_group(group, on=date(2010, 1, 1), reason="Done.", by=officer)

    with pytest.raises(Refused, match="had closed by that day"):
        operations.correct_membership(membership, starts_on=date(2011, 1, 1), reason="Wrong.", by=officer)


def test_the_page_keeps_what_was_typed_and_says_what_is_missing(as_, group, officer):
    membership = MembershipFactory(group=group, person__name="Neil Pringle")
    address = f"/memberships/{membership.pk}/correct/"
    client = as_("officer")
    assert (
        "The record says: Neil Pringle, member of the Chief Executives Group"
        in client.get(address).content.decode()
    )
    answers = {
        "person": membership.person_id,
        "capacity": "observer",
        "starts_on_0": "1",
        "starts_on_1": "January",
        "starts_on_2": "2007",
    }

    answer = client.post(address, answers)
    assert answer.context["form"].errors["reason"]
    assert answer.context["form"]["capacity"].value() == "observer"
    client.post(address, answers | {"reason": "Wrong list."})

    membership.refresh_from_db()
    assert (membership.capacity, membership.starts_on) == ("observer", date(2007, 1, 1))
    assert "Correct" in client.get(f"/groups/{group.slug}/members/").content.decode()


def test_a_body_that_is_closed_by_now_stays_an_answer(as_, group, officer):
    body = OrganisationFactory(name="Former Body", closed_on=date(2010, 1, 1))
    membership = MembershipFactory(group=group, organisation=body)

    assert "Former Body" in as_("officer").get(f"/memberships/{membership.pk}/correct/").content.decode()
