"""Whether enough of the group are in the room: by its own rule, item by item, live and when the record is corrected."""

import csv
import io
from datetime import date, timedelta
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core import history
from core.refusals import Refused
from meetings import operations, reading, snapshot
from meetings.models import AgendaItem, Attendance, Decision
from meetings.models.stays import TOP, beginning_of, end_of, holds, overlap
from meetings.quorum import Count, Room, Voter, voters
from partnership.models import Group, Membership, Organisation
from tests.factories.meetings import AgendaItemFactory, MeetingFactory, started
from tests.factories.partnership import MembershipFactory, OrganisationFactory, PersonFactory

DAY = date(2007, 2, 2)
Voters = Group.Voters


# The rule itself, with people and bodies of every kind


def a_group(**rules) -> Group:
    return Group(**({"name": "The group"} | rules))


def a_voter(person: int, body: Organisation | None = None, periods=(), member: int | None = None) -> Voter:
    return Voter(person, member or person, body, list(periods))


BODIES = [Organisation(pk=pk, name=f"Body {pk}", sector=sector) for pk, sector in enumerate(
    ["public", "public", "private", "voluntary"], start=1)]  # fmt: skip
ITEMS = [AgendaItem(pk=pk, number=str(pk), position=pk) for pk in range(1, 6)]
MOMENTS = st.integers(min_value=0, max_value=6).map(lambda place: place * TOP)
PERIODS = st.lists(st.integers(min_value=1, max_value=5), min_size=2, max_size=2, unique=True).map(
    lambda ends: (min(ends) * TOP, max(ends) * TOP)
)
PEOPLE = st.lists(
    st.builds(
        lambda person, body, periods: a_voter(person, body, periods),
        st.integers(min_value=1, max_value=8),
        st.one_of(st.none(), st.sampled_from(BODIES)),
        st.lists(PERIODS, max_size=1),
    ),
    max_size=8,
    unique_by=lambda each: each.person,
)


@given(people=PEOPLE, item=st.sampled_from(ITEMS), rule=st.sampled_from(Voters.values))
def test_nobody_counts_twice_and_nothing_counts_more_than_there_is(people, item, rule):
    count = Room(a_group(voters=rule), people).at_end_of(item)

    assert count.sectors <= count.organisations <= len(BODIES)
    assert count.organisations <= count.members <= len(people)
    assert count.sectors <= 3


@given(people=PEOPLE, item=st.sampled_from(ITEMS), rule=st.sampled_from(Voters.values), data=st.data())
def test_somebody_who_leaves_never_makes_a_meeting_quorate(people, item, rule, data):
    group = a_group(voters=rule, quorum_members=2, quorum_organisations=2, quorum_sectors=1)
    before = Room(group, people).at_end_of(item)
    for leaver in people:
        rest = [each for each in people if each is not leaver]
        after = Room(group, rest).at_end_of(item)
        withdrawn = Room(group, people, {item.pk: {leaver.person}}).at_end_of(item)

        assert withdrawn == after
        assert after.members <= before.members
        assert not after.is_quorate or before.is_quorate


@given(people=PEOPLE, item=st.sampled_from(ITEMS))
def test_one_vote_for_each_organisation_is_at_most_one_for_each_member(people, item):
    by_body, by_member = (
        Room(a_group(voters=rule), people).at_end_of(item) for rule in (Voters.ORGANISATIONS, Voters.MEMBERS)
    )

    without_body = [
        each for each in people if each.organisation is None and each.was_there(beginning_of(item))
    ]
    assert by_body.members <= by_member.members
    assert by_body.members == by_body.organisations + len(without_body)


@given(
    members=st.integers(min_value=0, max_value=5),
    needed=st.integers(min_value=1, max_value=5),
)
def test_the_quorum_is_reached_at_its_very_number_and_not_one_before(members, needed):
    people = [a_voter(person) for person in range(1, members + 1)]
    count = Room(a_group(quorum_members=needed), people).at_end_of(ITEMS[0])

    assert count.is_quorate is (members >= needed)
    assert count.sentence.startswith("Quorate: " if members >= needed else "Not quorate: ")
    assert f"({needed} needed)" in count.sentence


@given(one=PERIODS, other=PERIODS, moment=MOMENTS)
def test_two_periods_overlap_where_a_moment_lies_in_both(one, other, moment):
    if holds(one, moment) and holds(other, moment):
        assert overlap(one, other)
    begins = max(one[0], other[0])
    assert overlap(one, other) is (holds(one, begins) and holds(other, begins))


@given(substitutes=st.integers(min_value=1, max_value=4), is_member_there=st.booleans())
def test_a_seat_counts_once_whoever_sits_in_it(substitutes, is_member_there):
    people = [a_voter(100 + n, BODIES[0], member=1) for n in range(substitutes)]
    if is_member_there:
        people.append(a_voter(1, BODIES[0]))

    assert Room(a_group(voters=Voters.SUBSTITUTES), people).at_end_of(ITEMS[0]).members == 1


@pytest.mark.parametrize(
    ("rules", "numbers", "sentence"),
    [
        ({}, (0, 0, 0), "The group has set no quorum"),
        ({"quorum_members": 3}, (4, 2, 1), "Quorate: 4 members in the room (3 needed)"),
        ({"quorum_members": 3}, (1, 1, 1), "Not quorate: 1 member in the room (3 needed)"),
        (
            {"quorum_members": 2, "quorum_organisations": 2, "quorum_sectors": 2},
            (4, 2, 1),
            "Not quorate: 4 members in the room (2 needed), 2 organisations (2 needed), 1 sector (2 needed)",
        ),
        (
            {"quorum_members": 3, "voters": Voters.ORGANISATIONS},
            (2, 2, 1),
            "Not quorate: 2 members, one for each organisation, in the room (3 needed)",
        ),
    ],
)
def test_the_count_is_said_in_words(rules, numbers, sentence):
    assert Count(a_group(**rules), *numbers).sentence == sentence


def test_who_counts_follows_the_rule_of_the_group():
    body = BODIES[0]
    seat = SimpleNamespace(person_id=1, organisation=body, person=None)
    stays = SimpleNamespace(all=list)
    rows = [
        SimpleNamespace(person_id=1, status="present", substitute_for_id=None, stays=stays),
        SimpleNamespace(person_id=2, status="substitute", substitute_for_id=1, stays=stays),
        SimpleNamespace(person_id=3, status="substitute", substitute_for_id=99, stays=stays),
        SimpleNamespace(person_id=4, status="present", substitute_for_id=None, stays=stays),
    ]

    counted = {rule: [each.person for each in voters(a_group(voters=rule), [seat], rows)] for rule in Voters}

    assert counted == {Voters.MEMBERS: [1], Voters.SUBSTITUTES: [1, 2], Voters.ORGANISATIONS: [1, 2]}


def test_a_moment_of_the_largest_agenda_fits_the_database():
    last = AgendaItem(position=32_767, parent=AgendaItem(position=32_767))
    assert end_of(last) < 2**63


# A meeting as it is held


@pytest.fixture
def meeting(group, officer):
    group.quorum_members = 2
    group.save()
    meeting = MeetingFactory(group=group, held_on=DAY)
    AgendaItemFactory(meeting=meeting, title="Performance")
    return started(meeting)


@pytest.fixture
def item(meeting) -> AgendaItem:
    return meeting.items.select_related("parent", "meeting__group").get(title="Performance")


@pytest.fixture
def there(meeting, officer):
    """`there("Ann")` is a member of the group who is present."""

    def is_there(name: str, status="present", organisation=None, **term) -> Attendance:
        member = MembershipFactory(group=meeting.group, person__name=name, organisation=organisation, **term)
        return operations.record_attendance(meeting, person=member.person, status=status, by=officer)

    return is_there


def count(item: AgendaItem) -> Count:
    return Room.of(item.meeting).at_end_of(item)


def decide(item, officer, text="So be it"):
    return operations.log_decision(item, text=text, outcome="agreed", by=officer)


def test_a_group_without_numbers_has_no_quorum_and_every_decision_is_taken(group, officer):
    item = started(MeetingFactory(group=group, held_on=DAY)).items.first()

    decision = decide(item, officer)

    assert count(item).sentence == "The group has set no quorum"
    assert (decision.quorum, decision.is_inquorate) == ("", False)


def test_a_decision_without_a_quorum_is_refused_with_the_numbers(item, there, officer):
    with pytest.raises(
        Refused, match=r"Not quorate: 0 members in the room \(2 needed\).*Record the attendance first"
    ):
        decide(item, officer)
    there("Ann")
    with pytest.raises(Refused, match=r"Not quorate: 1 member in the room \(2 needed\)\. By the rules"):
        decide(item, officer)
    there("Bob")

    assert decide(item, officer).quorum == "2 members in the room (2 needed)"
    assert Decision.objects.get().number == 1


def test_where_the_rule_says_so_it_is_taken_and_marked_on_every_door(item, there, officer, group, client):
    group.inquorate = Group.Inquorate.FLAG
    group.save()
    there("Ann")
    item.refresh_from_db()

    decision = decide(AgendaItem.objects.select_related("parent").get(pk=item.pk), officer)

    assert (decision.is_inquorate, decision.quorum) == (True, "1 member in the room (2 needed)")
    words = snapshot.decision(decision)
    assert words["inquorate"] == "1 member in the room (2 needed)"
    assert "Taken without a quorum: 1 member in the room (2 needed)" in snapshot.as_text(
        snapshot.of(item.meeting)
    )
    client.force_login(officer)
    for address in (decision.get_absolute_url(), item.meeting.get_absolute_url(), "/decisions/"):
        assert "Without a quorum" in client.get(address).content.decode()
    as_read = reading.as_read_by(item.meeting, officer).decisions[0]
    assert ("Taken without a quorum", "1 member in the room (2 needed)") in as_read.particulars


def test_the_spreadsheet_says_which_decisions_were_taken_without_a_quorum(
    item, there, officer, group, client
):
    group.inquorate = Group.Inquorate.FLAG
    group.save()
    there("Ann")
    without = decide(AgendaItem.objects.select_related("parent").get(pk=item.pk), officer)
    elsewhere = started(MeetingFactory(held_on=DAY)).items.first()
    with_one = decide(elsewhere, officer)
    for decision in (without, with_one):
        operations.publish_decision(decision, by=officer)

    sheet = client.get("/decisions/decisions.csv").getvalue().decode("utf-8-sig")

    marked = {row["Reference"]: row["Without a quorum"] for row in csv.DictReader(io.StringIO(sheet))}
    assert marked == {without.ref: "yes", with_one.ref: "no"}


def test_a_member_whose_term_ends_that_day_does_not_count_and_one_that_begins_does(item, there):
    there("Ann", ends_on=DAY)
    there("Bob", starts_on=DAY, ends_on=DAY + timedelta(days=1))
    there("Cora", starts_on=DAY + timedelta(days=1))

    assert count(item).members == 1


def test_observers_officers_guests_and_those_who_are_away_do_not_count(item, there, meeting, officer):
    there("Ann", capacity=Membership.Capacity.OBSERVER)
    there("Bob", status="apologies")
    there("Cora", status="in_attendance")
    operations.record_attendance(meeting, person=PersonFactory(), status="present", by=officer)

    assert count(item).members == 0


@pytest.mark.parametrize(
    ("rule", "expected"), [(Voters.MEMBERS, 0), (Voters.SUBSTITUTES, 1), (Voters.ORGANISATIONS, 1)]
)
def test_a_substitute_counts_in_the_place_of_a_member_where_the_rule_says_so(
    rule, expected, item, there, group, meeting, officer
):
    Group.objects.filter(pk=group.pk).update(voters=rule)
    away = there("Ann", status="apologies")
    came = PersonFactory()
    operations.record_attendance(
        meeting, person=came, status="substitute", substitute_for=away.person, by=officer
    )
    operations.record_attendance(
        meeting, person=PersonFactory(), status="substitute", substitute_for=came, by=officer
    )

    fresh = AgendaItem.objects.get(pk=item.pk)
    assert count(fresh).members == expected


def test_organisations_and_sectors_are_counted_once(item, there, group):
    council, trust = OrganisationFactory(), OrganisationFactory()
    alliance = OrganisationFactory(sector=Organisation.Sector.VOLUNTARY)
    for name, body in (("Ann", council), ("Bob", council), ("Cora", trust), ("Dee", alliance), ("Eve", None)):
        there(name, organisation=body)

    counted = count(item)

    assert (counted.members, counted.organisations, counted.sectors) == (5, 3, 2)


def test_whoever_left_because_of_an_interest_does_not_count_for_that_item_alone(
    item, there, officer, meeting
):
    there("Ann")
    bob = there("Bob")
    operations.declare_interest(
        item, person=bob.person, nature="personal", words="A cousin", action="left", by=officer
    )
    later = meeting.items.select_related("parent").get(kind=AgendaItem.Kind.OTHER_BUSINESS)

    assert count(item).members == 1
    assert count(later).members == 2


def test_a_member_who_leaves_during_an_item_counts_for_what_was_decided_before(item, there, officer):
    there("Ann")
    bob = there("Bob")
    first = decide(item, officer, "First")

    operations.record_leaving(bob, item=item, after=first, by=officer)

    assert count(item).members == 1
    first.refresh_from_db()
    assert (first.is_inquorate, first.quorum) == (False, "2 members in the room (2 needed)")
    with pytest.raises(Refused, match="Not quorate: 1 member"):
        decide(item, officer, "Second")
    operations.record_arrival(item.meeting, person=bob.person, item=item, after=first, by=officer)
    assert decide(item, officer, "Second").number == 2


# When the record is corrected


def test_somebody_who_left_earlier_than_thought_marks_what_was_decided_without_them(item, there, officer):
    there("Ann")
    bob = there("Bob")
    decision = decide(item, officer)

    operations.record_leaving(bob, item=item, during=False, by=officer)

    decision.refresh_from_db()
    assert (decision.is_inquorate, decision.quorum) == (True, "1 member in the room (2 needed)")
    assert history.of(decision).first().verb == "quorum counted again"
    operations.correct_stays(bob, stays=[], by=officer)
    decision.refresh_from_db()
    assert (decision.is_inquorate, decision.quorum) == (False, "2 members in the room (2 needed)")


def test_a_published_decision_is_marked_too_and_keeps_its_words(item, there, officer):
    there("Ann")
    bob = there("Bob")
    decision = operations.publish_decision(decide(item, officer), by=officer)

    operations.remove_attendance(bob, by=officer)

    decision.refresh_from_db()
    assert (decision.is_inquorate, decision.text) == (True, "So be it")


def test_an_interest_declared_late_is_counted_again(item, there, officer):
    there("Ann")
    bob = there("Bob")
    decision = decide(item, officer)

    declared = operations.declare_interest(
        item, person=bob.person, nature="personal", words="A cousin", action="left", by=officer
    )
    decision.refresh_from_db()
    assert decision.is_inquorate
    operations.edit_declaration(declared, action="stayed", by=officer)
    decision.refresh_from_db()
    assert not decision.is_inquorate


def test_decisions_of_a_time_without_a_quorum_are_not_measured_by_a_later_rule(group, officer):
    item = started(MeetingFactory(group=group, held_on=DAY)).items.first()
    decision = decide(item, officer)
    Group.objects.filter(pk=group.pk).update(quorum_members=9)

    operations.record_attendance(item.meeting, person=PersonFactory(), status="guest", by=officer)

    decision.refresh_from_db()
    assert (decision.quorum, decision.is_inquorate) == ("", False)


def test_the_count_asks_as_much_however_many_are_in_the_room(item, there, django_assert_num_queries):
    for number in range(12):
        there(f"Member {number}")
    with django_assert_num_queries(4):
        room = Room.of(item.meeting)
    with django_assert_num_queries(0):
        assert room.at_end_of(item).members == 12
