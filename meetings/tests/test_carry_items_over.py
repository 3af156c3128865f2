"""What a meeting did not reach, or deferred, and its open actions come to the next agenda, once, in either order."""

from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction

from core import history
from core.access import Access
from core.refusals import Refused
from meetings import operations
from meetings.documents import agenda_document, minutes_document
from meetings.models import AgendaItem, Meeting, MinutesVersion
from meetings.reading import as_read_by, content_read_by
from tests.factories.meetings import (
    ActionItemFactory,
    AgendaItemFactory,
    DecisionFactory,
    MeetingFactory,
    called,
    circulated,
    closed,
    published_as_draft,
    started,
)

pytestmark = pytest.mark.django_db
FIRST, NEXT, LATER = date(2007, 2, 2), date(2007, 3, 30), date(2007, 5, 4)


@pytest.fixture
def first(group, officer) -> Meeting:
    """Under way, with an item that is not reached, one that is deferred and one that is noted."""
    meeting = MeetingFactory(group=group, held_on=FIRST)
    for title in ("Not reached", "Put off", "Dealt with"):
        AgendaItemFactory(meeting=meeting, title=title, description=f"About {title}.")
    meeting = started(meeting)
    for title, outcome in [("Not reached", "not_reached"), ("Put off", "deferred"), ("Dealt with", "noted")]:
        operations.set_outcome(meeting.items.get(title=title), outcome=outcome, by=officer)
    return meeting


def carried(meeting) -> list[str]:
    return list(
        AgendaItem.objects.of_meeting(meeting)
        .filter(carried_from__isnull=False)
        .in_order()
        .values_list("title", flat=True)
    )


def test_closing_first_and_planning_later_brings_them(first, group):
    closed(first)

    assert carried(MeetingFactory(group=group, held_on=NEXT)) == ["Not reached", "Put off"]


def test_planning_first_and_closing_later_brings_them(first, group):
    following = MeetingFactory(group=group, held_on=NEXT)
    assert carried(following) == []

    closed(first)

    assert carried(following) == ["Not reached", "Put off"]


def test_they_stand_on_the_next_agenda_alone_and_never_twice(first, group, officer):
    following = MeetingFactory(group=group, held_on=NEXT)
    closed(first)
    later = MeetingFactory(group=group, held_on=LATER)
    operations.set_outcome(first.items.get(title="Dealt with"), outcome="discussed", by=officer)
    called(following)

    assert carried(following) == ["Not reached", "Put off"]
    assert carried(later) == []


def test_the_database_keeps_an_item_from_coming_twice(first, group):
    closed(first)
    following = MeetingFactory(group=group, held_on=NEXT)
    copy = following.items.get(title="Put off")

    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "UPDATE meetings_agendaitem SET carried_from_id = %s WHERE meeting_id = %s AND kind = 'apologies'",
            [copy.carried_from_id, following.pk],
        )


def test_what_is_not_reached_again_goes_on_from_there(first, group, officer):
    closed(first)
    following = started(MeetingFactory(group=group, held_on=NEXT))
    operations.set_outcome(following.items.get(title="Put off"), outcome="not_reached", by=officer)
    closed(following)

    again = MeetingFactory(group=group, held_on=LATER)

    assert carried(again) == ["Put off"]
    assert again.items.get(title="Put off").carried_from == following.items.get(title="Put off")


def test_they_stand_before_the_closing_items_and_keep_their_words_and_access(group, officer):
    meeting = MeetingFactory(group=group, held_on=FIRST)
    secret = AgendaItemFactory(meeting=meeting, title="A contract", access=Access.EXEMPT)
    AgendaItemFactory(meeting=meeting, title="Its price", parent=secret, access=Access.EXEMPT)
    started(meeting)
    for title in ("A contract", "Its price"):
        operations.set_outcome(meeting.items.get(title=title), outcome="not_reached", by=officer)
    closed(meeting)

    following = MeetingFactory(group=group, held_on=NEXT)

    copy = following.items.get(title="A contract")
    assert (copy.access, copy.exempt_paragraphs) == (Access.EXEMPT, [3])
    assert following.items.get(title="Its price").parent == copy
    assert [item.number for item in AgendaItem.objects.of_meeting(following).in_order()] == [
        "1", "2", "3", "4", "5", "5a", "6", "7",
    ]  # fmt: skip


def test_a_decision_to_defer_brings_the_item_too(first, group):
    DecisionFactory(item=first.items.get(title="Dealt with"), outcome="deferred")
    closed(first)

    assert carried(MeetingFactory(group=group, held_on=NEXT)) == ["Not reached", "Put off", "Dealt with"]


def test_what_an_officer_takes_off_does_not_come_back_until_it_is_asked_for(first, group, officer):
    closed(first)
    following = MeetingFactory(group=group, held_on=NEXT)
    source = first.items.get(title="Put off")

    operations.remove_item(following.items.get(title="Put off"), by=officer)
    called(following)
    later = MeetingFactory(group=group, held_on=LATER)

    assert carried(following) == ["Not reached"]
    assert carried(later) == []
    assert history.of(source).first().verb == "left behind"
    assert operations.carry_again(source, by=officer).meeting == later
    with pytest.raises(Refused, match="Nobody took this item off"):
        operations.carry_again(source, by=officer)


def test_an_item_is_brought_back_only_if_there_is_an_agenda_for_it(first, group, officer):
    closed(first)
    following = MeetingFactory(group=group, held_on=NEXT)
    operations.remove_item(following.items.get(title="Put off"), by=officer)
    called(following)

    with pytest.raises(Refused, match="no later meeting"):
        operations.carry_again(first.items.get(title="Put off"), by=officer)
    assert not first.items.get(title="Put off").carries_over


def test_when_the_next_meeting_is_cancelled_they_go_on_to_the_one_after(first, group, officer):
    following = MeetingFactory(group=group, held_on=NEXT)
    later = MeetingFactory(group=group, held_on=LATER)
    closed(first)

    operations.cancel_meeting(following, reason="Snow", by=officer)

    assert carried(later) == ["Not reached", "Put off"]


def test_when_the_next_meeting_is_postponed_they_go_with_it(first, group, officer):
    following = MeetingFactory(group=group, held_on=NEXT)
    later = MeetingFactory(group=group, held_on=LATER)
    closed(first)

    put_off = operations.postpone_meeting(following, to=date(2007, 4, 6), reason="Snow", by=officer)

    assert carried(put_off) == ["Not reached", "Put off"]
    assert carried(later) == []


def test_an_agenda_that_is_published_stays_and_the_one_after_takes_them(first, group):
    called(MeetingFactory(group=group, held_on=NEXT))
    closed(first)

    assert carried(MeetingFactory(group=group, held_on=LATER)) == ["Not reached", "Put off"]


def test_both_pages_and_both_documents_say_so(first, group, reader, client):
    closed(first)
    following = called(MeetingFactory(group=group, held_on=NEXT))
    there = client.get(following.get_absolute_url()).content.decode()
    here = client.get(first.get_absolute_url()).content.decode()

    assert "Carried over from 2 February 2007, item 5" in there
    assert f"{first.get_absolute_url()}#item-5" in there
    assert "Carried over to 30 March 2007, item 5" in here
    assert "Carried over from 2 February 2007, item 5" in str(agenda_document(as_read_by(following, reader)))


def test_nobody_hears_of_an_agenda_that_is_not_published(first, group, reader, officer):
    closed(first)
    MeetingFactory(group=group, held_on=NEXT)

    def told(user):
        return [item.comes_again for item in as_read_by(first, user).items if item.comes_again]

    assert told(reader) == []
    assert len(told(officer)) == 2


# Matters arising.


def arising(meeting, user) -> list[str]:
    return [m.words["text"] for item in as_read_by(meeting, user).items for m in item.matters_arising]


def test_open_actions_are_listed_live_whichever_came_first(first, group, officer):
    action = ActionItemFactory(item=first.items.get(title="Dealt with"), text="Write to the county")
    following = MeetingFactory(group=group, held_on=NEXT)
    assert arising(following, officer) == []  # the first meeting is under way, so it is the next one

    closed(first)
    assert arising(following, officer) == ["Write to the county"]

    operations.close_action(action, note="Written.", by=officer)
    assert arising(following, officer) == []


def test_each_reader_finds_the_actions_they_may_know(first, group, officer, member, reader):
    group.draft_minutes = "as_draft"
    group.save()
    ActionItemFactory(item=first.items.get(title="Dealt with"), text="Write to the county")
    closed(first)
    following = called(MeetingFactory(group=group, held_on=NEXT))

    def known():
        return [bool(arising(following, user)) for user in (officer, member, reader)]

    assert known() == [True, False, False]
    circulated(first)
    assert known() == [True, True, False]
    published_as_draft(first)
    assert known() == [True, True, True]


def test_only_the_next_meeting_lists_them(first, group, officer):
    ActionItemFactory(item=first.items.get(title="Dealt with"))
    closed(first)
    with_time = MeetingFactory(group=group, held_on=date(2090, 1, 5))
    later = MeetingFactory(group=group, held_on=date(2090, 2, 2))

    assert len(arising(with_time, officer)) == 1
    assert arising(later, officer) == []


def test_sealed_minutes_keep_them_as_they_stood_and_from_readers_what_is_closed(
    first, group, officer, member, reader
):
    group.draft_minutes = "as_draft"
    group.save()
    open_item = first.items.get(title="Dealt with")
    action = ActionItemFactory(item=open_item, text="Write to the county", due_on=date(2007, 3, 1))
    hidden = ActionItemFactory(item=first.items.get(title="Put off"), text="Ask the lawyers")
    operations.edit_item(hidden.item, access=Access.MEMBERS, by=officer)
    closed(first)
    circulated(first)
    published_as_draft(first)
    following = closed(started(MeetingFactory(group=group, held_on=NEXT)))
    circulated(following)
    published_as_draft(following)

    operations.close_action(action, note="Written.", by=officer)
    operations.close_action(hidden, note="Asked.", by=officer)

    assert arising(following, member) == ["Ask the lawyers", "Write to the county"]
    assert arising(following, reader) == ["Write to the county"]
    version = MinutesVersion.objects.get(meeting=following)
    assert "Ask the lawyers" in str(content_read_by(version, following, member))
    assert "Ask the lawyers" not in str(content_read_by(version, following, reader))
    document = str(minutes_document(as_read_by(following, reader)))
    assert "Write to the county" in document
    assert "due on 1 March 2007; item 7 of 2 February 2007" in document
    assert not as_read_by(following, officer).minutes.differs_from_version
