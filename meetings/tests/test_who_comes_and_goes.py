"""Who came late, who left early, who came back: as written, as read, and who may be there at once."""

from datetime import date, time

import pytest

from core import history
from core.access import Access
from core.refusals import Refused
from meetings import documents, operations, reading, snapshot
from meetings.models import AgendaItem, Attendance, Stay
from tests.factories.meetings import (
    AgendaItemFactory,
    MeetingFactory,
    approved,
    circulated,
    closed,
    published_as_draft,
    started,
)
from tests.factories.partnership import MembershipFactory, PersonFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def meeting(group, officer):
    """Four standing items, three of business (the second exempt), two to close."""
    group.draft_minutes = group.DraftMinutes.AS_DRAFT
    group.save()
    meeting = MeetingFactory(group=group, held_on=date(2007, 2, 2))
    AgendaItemFactory(meeting=meeting, title="Performance")
    AgendaItemFactory(meeting=meeting, title="A contract", access=Access.EXEMPT)
    AgendaItemFactory(meeting=meeting, title="Accommodation")
    return started(meeting)


@pytest.fixture
def items(meeting) -> dict[str, AgendaItem]:
    return {item.number: item for item in meeting.items.select_related("parent", "meeting")}


@pytest.fixture
def jo(meeting, officer) -> Attendance:
    person = MembershipFactory(group=meeting.group, person__name="Jo Bloggs").person
    return operations.record_attendance(meeting, person=person, status="present", by=officer)


@pytest.fixture
def ann(group):
    return MembershipFactory(group=group, person__name="Ann Member").person


def said(attendance: Attendance) -> str:
    rows = snapshot.of(attendance.meeting)["attendance"]
    row = next(row for row in rows if row["slug"] == attendance.person.slug)
    return snapshot.wording.coming_and_going(row.get("stays", []))


# Coming and going


def test_whoever_leaves_comes_back_and_leaves_again_is_said_to_have_done_so(jo, items, officer):
    decision = operations.log_decision(items["5"], text="So be it", outcome="agreed", by=officer)

    operations.record_leaving(jo, item=items["5"], after=decision, at=time(10, 40), by=officer)
    operations.record_arrival(jo.meeting, person=jo.person, item=items["7"], during=False, by=officer)
    operations.record_leaving(jo, item=items["8"], by=officer)

    assert said(jo) == (
        "left during item 5 (10.40am), after decision CEG-2007-1, came back before item 7, left during item 8"
    )
    assert {entry.verb for entry in history.of(jo)} == {"added", "left", "arrived"}


def test_somebody_who_sent_apologies_and_comes_after_all_is_present_from_then_on(
    meeting, ann, items, officer
):
    operations.record_attendance(meeting, person=ann, status="apologies", apology_reason="Ill", by=officer)

    there = operations.record_arrival(meeting, person=ann, item=items["3"], by=officer)

    assert (there.status, there.apology_reason) == ("present", "")
    assert said(there) == "arrived during item 3"


def test_whoever_comes_back_at_the_moment_they_left_never_left(jo, items, officer):
    operations.record_leaving(jo, item=items["5"], by=officer)
    operations.record_arrival(jo.meeting, person=jo.person, item=items["5"], by=officer)

    assert not Stay.objects.exists()


def test_a_leaving_said_again_earlier_takes_the_place_of_the_later_one(jo, items, officer):
    operations.record_leaving(jo, item=items["7"], by=officer)
    operations.record_leaving(jo, item=items["5"], during=False, by=officer)

    assert said(jo) == "left before item 5"


@pytest.mark.parametrize("status", ["apologies", "absent"])
def test_whoever_was_not_there_after_all_did_not_leave_either(status, jo, items, officer):
    operations.record_leaving(jo, item=items["5"], by=officer)

    operations.record_attendance(jo.meeting, person=jo.person, status=status, by=officer)

    assert not Stay.objects.exists()


def test_a_person_taken_off_the_list_takes_their_coming_and_going_along(jo, items, officer):
    operations.record_leaving(jo, item=items["5"], by=officer)

    operations.remove_attendance(jo, by=officer)

    assert not Attendance.objects.exists()


def test_nobody_leaves_who_is_not_there_or_comes_who_is(meeting, jo, ann, items, officer):
    operations.record_leaving(jo, item=items["5"], by=officer)
    away = operations.record_attendance(meeting, person=ann, status="absent", by=officer)
    arrives = operations.record_arrival(meeting, person=jo.person, item=items["7"], by=officer)

    with pytest.raises(Refused, match="Jo Bloggs is not in the room at item 6"):
        operations.record_leaving(jo, item=items["6"], by=officer)
    with pytest.raises(Refused, match="Ann Member is not in the room at item 5"):
        operations.record_leaving(away, item=items["5"], by=officer)
    with pytest.raises(Refused, match="Jo Bloggs is in the room already at item 8"):
        operations.record_arrival(meeting, person=jo.person, item=items["8"], by=officer)
    with pytest.raises(Refused, match="arrived at that very moment"):
        operations.record_leaving(arrives, item=items["7"], by=officer)


def test_an_item_or_a_decision_of_elsewhere_is_refused(jo, items, officer):
    elsewhere = AgendaItemFactory()
    decision = operations.log_decision(items["5"], text="So be it", outcome="agreed", by=officer)

    with pytest.raises(Refused, match="another meeting"):
        operations.record_leaving(jo, item=elsewhere, by=officer)
    with pytest.raises(Refused, match="was not decided under item 7"):
        operations.record_leaving(jo, item=items["7"], after=decision, by=officer)


def test_before_the_start_and_after_the_approval_nobody_comes_or_goes(group, officer):
    meeting = MeetingFactory(group=group, held_on=date(2007, 3, 2))
    item = meeting.items.first()
    row = operations.record_attendance(meeting, person=PersonFactory(), status="guest", by=officer)
    with pytest.raises(Refused, match="has not started yet"):
        operations.record_leaving(row, item=item, by=officer)
    closed(started(meeting))
    circulated(meeting)
    approved(meeting)

    for step in (
        lambda: operations.record_leaving(row, item=item, by=officer),
        lambda: operations.record_arrival(meeting, person=PersonFactory(), item=item, by=officer),
        lambda: operations.correct_stays(row, stays=[], by=officer),
    ):
        with pytest.raises(Refused, match="approved and stay as they are"):
            step()


def test_a_correction_says_everything_anew_or_nothing(jo, items, officer):
    operations.record_leaving(jo, item=items["5"], by=officer)

    operations.correct_stays(
        jo,
        stays=[{"left_item": items["3"]}, {"came_item": items["5"], "came_during": True}],
        by=officer,
    )
    assert said(jo) == "left before item 3, came back during item 5"
    with pytest.raises(Refused, match="in the room already: say when they left"):
        operations.correct_stays(jo, stays=[{"left_item": items["5"]}, {"came_item": items["3"]}], by=officer)
    with pytest.raises(Refused, match="cannot leave before they arrive"):
        operations.correct_stays(jo, stays=[{"came_item": items["5"], "left_item": items["3"]}], by=officer)
    with pytest.raises(Refused, match="hour of leaving is before"):
        operations.correct_stays(
            jo,
            stays=[
                {
                    "came_item": items["2"],
                    "came_time": time(11),
                    "left_item": items["3"],
                    "left_time": time(10),
                }
            ],
            by=officer,
        )
    assert said(jo) == "left before item 3, came back during item 5"
    operations.correct_stays(jo, stays=[], by=officer)
    assert said(jo) == ""


# Substitutes


def test_two_substitutes_for_one_member_are_there_one_after_the_other_and_never_together(
    meeting, ann, items, officer
):
    first, second = PersonFactory(name="First Deputy"), PersonFactory(name="Second Deputy")
    in_place = {"status": "substitute", "substitute_for": ann}
    came = operations.record_attendance(meeting, person=first, by=officer, **in_place)

    with pytest.raises(Refused, match="First Deputy and Second Deputy cannot both be there for Ann Member"):
        operations.record_attendance(meeting, person=second, by=officer, **in_place)
    operations.record_leaving(came, item=items["5"], during=False, by=officer)
    with pytest.raises(Refused, match="cannot both be there"):
        operations.record_arrival(meeting, person=second, item=items["3"], by=officer, **in_place)
    operations.record_arrival(meeting, person=second, item=items["5"], by=officer, **in_place)
    with pytest.raises(Refused, match="cannot both be there"):
        operations.record_arrival(meeting, person=first, item=items["8"], by=officer)

    assert Attendance.objects.filter(substitute_for=ann).count() == 2


# As it is read


def test_every_door_says_who_came_and_went_and_the_public_hears_of_no_closed_decision(
    meeting, jo, items, officer, reader
):
    decision = operations.log_decision(items["6"], text="Hush", outcome="agreed", by=officer)
    operations.record_leaving(jo, item=items["6"], after=decision, at=time(10, 40), by=officer)
    operations.record_arrival(meeting, person=jo.person, item=items["7"], during=False, by=officer)
    closed(meeting)
    circulated(meeting)
    published_as_draft(meeting)

    kept, open_to_all = (reading.as_read_by(meeting, user) for user in (officer, reader))

    def row(page):
        return next(row for _, rows in page.attendance for row in rows)["said"]

    assert row(kept) == "left during item 6 (10.40am), after decision CEG-2007-1, came back before item 7"
    assert row(open_to_all) == "left during item 6 (10.40am), came back before item 7"
    by_number = {item.number: item for item in open_to_all.items}
    assert by_number["6"].comings_and_goings == []
    assert by_number["7"].comings_and_goings == ["Jo Bloggs came back before this item."]
    assert "CEG-2007-1" not in str(open_to_all.content)
    document = str(documents.minutes_document(open_to_all).blocks)
    assert "left during item 6 (10.40am)" in document
    assert "Jo Bloggs came back before this item." in document
    page = snapshot.as_text(open_to_all.content)
    assert "Present: Jo Bloggs; left during item 6 (10.40am), came back before item 7" in page


def test_a_meeting_where_nobody_came_or_went_is_sealed_in_the_same_words_as_before(meeting, jo):
    assert set(snapshot.of(meeting)["attendance"][0]) == {
        "person", "slug", "organisation", "status", "substitute_for", "note",
    }  # fmt: skip
