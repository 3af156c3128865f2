"""How often members came: only what the minutes say that the reader can see, only within the term."""

from datetime import date

import pytest

from meetings import operations
from meetings.attendance_statistics import attendance_of
from partnership.models import Group
from tests.factories.meetings import MeetingFactory, circulated, closed, published_as_draft, started
from tests.factories.partnership import MembershipFactory, PersonFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def members(group):
    """Ann all the time; Bob until the day of the second meeting; Cora from then on."""
    Group.objects.filter(pk=group.pk).update(draft_minutes=Group.DraftMinutes.AS_DRAFT)
    group.refresh_from_db()
    second = date(2007, 3, 2)
    terms = {"Ann": {}, "Bob": {"ends_on": second}, "Cora": {"starts_on": second}}
    return {
        name: MembershipFactory(group=group, person__name=name, **term).person for name, term in terms.items()
    }


@pytest.fixture
def held(group, officer, members):
    """`held(3, Ann="present")` was on 2 March 2007; its minutes are published unless said otherwise."""

    def was_held(month: int, *, is_public: bool = True, then=None, **parts):
        meeting = started(MeetingFactory(group=group, held_on=date(2007, month, 2)))
        for name, status in parts.items():
            operations.record_attendance(meeting, person=members[name], status=status, by=officer)
        if then:
            then(meeting)
        closed(meeting)
        circulated(meeting)
        if is_public:
            published_as_draft(meeting)
        return meeting

    return was_held


def counted(group, user, **period) -> dict[str, tuple]:
    found = attendance_of(group, user, **period)
    return {
        each.person.name: (each.attended, each.possible, each.rate, each.apologies, each.absent)
        for each in found.members
    }


def test_each_member_is_counted_within_the_term_and_not_on_the_day_it_ends(group, reader, held):
    held(2, Ann="present", Bob="apologies")
    held(3, Ann="present", Cora="present")
    held(4, Ann="absent", Cora="present")

    assert counted(group, reader) == {
        "Ann": (2, 3, "67%", 0, 1),
        "Bob": (0, 1, "0%", 1, 0),
        "Cora": (2, 2, "100%", 0, 0),
    }
    assert attendance_of(group, reader).rate == "67%"


def test_everyone_counts_only_what_is_published_and_the_members_what_they_have(
    group, reader, member, officer, held
):
    held(2, Ann="present", Bob="absent")
    held(3, is_public=False, Ann="absent")

    assert counted(group, reader)["Ann"][:2] == (1, 1)
    assert counted(group, member)["Ann"][:2] == (1, 2)
    assert counted(group, officer)["Ann"][:2] == (1, 2)


def test_a_correction_that_is_not_given_out_yet_is_counted_by_nobody(group, reader, members, officer, held):
    meeting = held(2, Ann="present")

    operations.record_attendance(meeting, person=members["Ann"], status="absent", by=officer)

    assert counted(group, reader)["Ann"][:2] == counted(group, officer)["Ann"][:2] == (1, 1)


def test_substitutes_and_part_of_a_meeting_are_explained(group, reader, members, officer, held):
    def then(meeting):
        deputy = PersonFactory(name="Dee Deputy")
        operations.record_attendance(
            meeting, person=deputy, status="substitute", substitute_for=members["Bob"], by=officer
        )
        here = meeting.attendances.get(person=members["Ann"])
        item = meeting.items.get(number="3")
        decision = operations.log_decision(item, text="Hush", outcome="agreed", by=officer)
        operations.record_leaving(here, item=item, after=decision, by=officer)
        operations.publish_decision(decision, by=officer)

    held(2, then=then, Ann="present", Bob="apologies")
    ann, bob = attendance_of(group, reader).members

    assert ann.notes == ["2 February 2007: left during item 3"]
    assert (bob.substituted, bob.apologies, bob.absent) == (1, 1, 0)
    assert bob.notes == ["2 February 2007: Dee Deputy came in their place"]


def test_what_the_minutes_do_not_say_counts_for_nobody_and_is_said(group, reader, held, client):
    held(2, Ann="present")
    held(3)

    found = attendance_of(group, reader)
    page = client.get(f"/groups/{group.slug}/attendance/").content.decode()

    said = [(each.person.name, each.possible, each.not_said) for each in found.members]
    assert said == [("Ann", 1, 0), ("Bob", 0, 1)]
    assert found.silent == [date(2007, 3, 2)]
    assert "The minutes of 2 March 2007 name nobody" in page
    assert "Not known" in page


def test_the_page_and_the_spreadsheet_say_the_same_for_the_year_that_is_asked(group, held, client):
    held(2, Ann="present", Bob="apologies")
    address = f"/groups/{group.slug}/attendance"

    page = client.get(f"{address}/?year=2007").content.decode()
    table = b"".join(client.get(f"{address}.csv?year=2007").streaming_content).decode()

    assert "1 of 1 (100%)" in page
    assert "Ann,1,1,100%,0,0,0,0," in table
    assert "Bob,1,0,0%,1,0,0,0," in table
    for year in ("1999", "x\x00", "'"):
        answer = client.get(f"{address}/", {"year": year})
        assert "no minutes that you can read" in answer.content.decode()


def test_a_group_without_minutes_says_so_and_a_closed_one_is_not_there(group, client):
    address = f"/groups/{group.slug}/attendance/"
    assert "There are no minutes to read that say who came." in client.get(address).content.decode()
    Group.objects.filter(pk=group.pk).update(is_public=False)
    assert client.get(address).status_code == 404
    assert client.get("/groups/no-such-group/attendance/").status_code == 404


def test_more_meetings_ask_no_more_questions(group, reader, held, django_assert_num_queries):
    for month in (2, 3, 4, 5):
        held(month, Ann="present")
    with django_assert_num_queries(2):
        attendance_of(group, reader)
