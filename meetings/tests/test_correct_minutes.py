"""Members find mistakes in the circulated draft, officers answer, and the approval lists what was corrected."""

from datetime import date, timedelta

import pytest
import time_machine
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from core.access import Access
from core.refusals import Refused
from meetings import operations
from meetings.models import AgendaItem, Correction, Meeting, Minutes
from meetings.permissions import can_answer_correction, can_propose_correction, can_withdraw_correction
from meetings.reading import as_read_by, versions_read_by
from meetings.replacing import replaced
from partnership.models import Notice
from tests.factories import meetings as make
from tests.factories.partnership import PersonFactory

pytestmark = pytest.mark.django_db
CIRCULATED_ON = date(2007, 2, 9)


@pytest.fixture
def meeting(group, officer):
    """Closed, with one item of text."""
    meeting = make.MeetingFactory(group=group)
    item = make.AgendaItemFactory(meeting=meeting, title="Performance")
    make.started(meeting)
    make.minuted(item, "Progress was\ngood. The “refresh” is done.")
    return make.closed(meeting)


@pytest.fixture
def item(meeting):
    return AgendaItem.objects.get(meeting=meeting, title="Performance")


@pytest.fixture
def minutes(meeting, member):
    """Circulated on 9 February 2007: the window closes after ten days."""
    with time_machine.travel(CIRCULATED_ON, tick=False):
        return make.circulated(meeting)


@pytest.fixture
def in_time(minutes):
    with time_machine.travel(CIRCULATED_ON + timedelta(days=10), tick=False):
        yield


@pytest.fixture
def correction(minutes, item, member):
    with time_machine.travel(CIRCULATED_ON + timedelta(days=1), tick=False):
        return make.proposed(minutes, item=item, by=member)


def text_of(item):
    item.refresh_from_db()
    return item.minute


# The window


def test_the_rules_of_the_group_say_how_long_it_is_open(minutes):
    assert minutes.corrections_close_on == date(2007, 2, 19)


def test_the_officer_may_say_another_last_day_but_none_that_has_passed(meeting, officer):
    minutes = Minutes.objects.get(meeting=meeting)

    with pytest.raises(Refused, match="has passed already"):
        operations.circulate_minutes(
            minutes, corrections_until=timezone.localdate() - timedelta(days=1), by=officer
        )
    operations.circulate_minutes(minutes, corrections_until=timezone.localdate(), by=officer)

    minutes.refresh_from_db()
    assert minutes.corrections_close_on == timezone.localdate()


def test_circulating_again_leaves_a_last_day_that_is_still_to_come(minutes, officer):
    with time_machine.travel(date(2007, 2, 15), tick=False):
        operations.circulate_minutes(minutes, reason="A name", by=officer)
    minutes.refresh_from_db()
    assert minutes.corrections_close_on == date(2007, 2, 19)

    with time_machine.travel(date(2007, 3, 1), tick=False):
        operations.circulate_minutes(minutes, reason="Another name", by=officer)
    minutes.refresh_from_db()
    assert minutes.corrections_close_on == date(2007, 3, 11)


def test_a_proposal_is_taken_on_the_last_day_and_refused_on_the_next(minutes, item, member):
    with time_machine.travel(date(2007, 2, 19), tick=False):
        make.proposed(minutes, item=item, by=member)
    with (
        time_machine.travel(date(2007, 2, 20), tick=False),
        pytest.raises(Refused, match="until 19 February 2007"),
    ):
        make.proposed(minutes, item=item, by=member, new_text="fair")


def test_an_officer_may_take_a_late_one_with_a_reason(minutes, item, officer):
    person = PersonFactory(name="Late Letter")
    correction = make.proposed(
        minutes, item=item, by=officer, on_behalf_of=person, late_reason="The letter lay in the post."
    )

    assert correction.proposer == "Late Letter"
    assert correction.late_reason == "The letter lay in the post."


def test_a_group_may_do_without_a_window(meeting, group, item, member):
    group.corrections_days = 0
    group.save()
    minutes = make.circulated(meeting)

    assert minutes.corrections_close_on is None
    with pytest.raises(Refused, match="raise it at the meeting"):
        make.proposed(minutes, item=item, by=member)


def test_a_reminder_can_ask_for_windows_that_close_on_a_day(minutes):
    assert list(Minutes.objects.closing_to_corrections_soon(date(2007, 2, 18))) == [minutes]
    assert not Minutes.objects.closing_to_corrections_soon(date(2007, 2, 20))


# The proposal


def test_the_officers_hear_of_it_and_nobody_else(correction, officer, member, chair):
    told = Notice.objects.filter(what="correction_proposed")

    assert {notice.to for notice in told} == {officer}
    assert correction.version.number == 1


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ({"old_text": " ", "new_text": ""}, "Say which words"),
        ({"old_text": "good", "new_text": "good"}, "Say which words"),
        ({"old_text": "bad"}, "not under item 5 in the draft"),
    ],
)
def test_a_proposal_changes_something(minutes, item, member, in_time, words, sentence):
    with pytest.raises(Refused, match=sentence):
        make.proposed(minutes, item=item, by=member, **words)


def test_the_same_twice_is_proposed_once(correction, minutes, item, member, in_time):
    with pytest.raises(Refused, match="proposed already"):
        make.proposed(minutes, item=item, by=member)

    assert Correction.objects.count() == 1


def test_an_item_of_another_meeting_cannot_be_corrected_here(minutes, group, member, in_time):
    other = make.MeetingFactory(group=group, held_on=date(2007, 1, 5)).items.first()

    with pytest.raises(Refused, match="an item of this meeting"):
        make.proposed(minutes, item=other, by=member)


def test_nothing_is_proposed_before_the_members_have_the_draft_or_after_the_approval(meeting, item, member):
    with pytest.raises(Refused, match="no draft yet"):
        make.proposed(Minutes.objects.get(meeting=meeting), item=item, by=member)
    make.circulated(meeting)
    minutes = make.approved(meeting)
    with pytest.raises(Refused, match="stay as they are"):
        make.proposed(minutes, item=item, by=member)


# The answers

VERBS = {
    Correction.Status.TAKEN: lambda c, by: operations.take_correction_to_meeting(c, by=by),
    Correction.Status.ACCEPTED: lambda c, by: operations.accept_correction(c, by=by),
    Correction.Status.REWORDED: lambda c, by: operations.accept_correction(c, new_text="fair", by=by),
    Correction.Status.DECLINED: lambda c, by: operations.decline_correction(c, answer="It was not.", by=by),
    Correction.Status.WITHDRAWN: lambda c, by: operations.withdraw_correction(c, by=by),
}
STATUS = Correction.Status
LEGAL = [(now, to) for now, following in Correction.NEXT.items() for to in sorted(following)]
ILLEGAL = [(now, to) for now in STATUS for to in VERBS if (now, to) not in LEGAL]


def that_is(correction, status, officer):
    if status != STATUS.PROPOSED:
        VERBS[status](correction, officer)
        correction.refresh_from_db()
    return correction


@pytest.mark.parametrize(("now", "to"), LEGAL)
def test_every_listed_step_is_taken(correction, officer, now, to):
    answered = VERBS[to](that_is(correction, now, officer), officer)

    assert answered.status == to
    assert (answered.answered_at is None) == (to == STATUS.TAKEN)


@pytest.mark.parametrize(("now", "to"), ILLEGAL)
def test_every_other_step_is_refused(correction, item, officer, now, to):
    that_is(correction, now, officer)
    before = text_of(item)

    with pytest.raises(Refused, match="cannot be"):
        VERBS[to](correction, officer)

    correction.refresh_from_db()
    assert (correction.status, text_of(item)) == (now, before)


def test_accepting_writes_the_words_into_the_item(correction, item, officer, member):
    revision = item.revision
    operations.accept_correction(correction, revision=revision, by=officer)

    assert text_of(item) == "Progress was\nvery good. The “refresh” is done."
    assert item.revision == revision + 1
    assert Notice.objects.get(what="correction_answered").to == member


def test_accepting_in_other_words_says_so(correction, item, officer):
    answered = operations.accept_correction(correction, new_text="fair", by=officer)

    assert answered.status == STATUS.REWORDED
    assert (answered.new_text, answered.written_new) == ("very good", "fair")
    assert "fair" in text_of(item)


def test_a_text_that_changed_meanwhile_is_looked_at_again(correction, item, officer):
    item.refresh_from_db()
    seen = item.revision
    make.minuted(item, "Progress was good. It rained.")

    with pytest.raises(Refused, match="was changed while you looked at it"):
        operations.accept_correction(correction, revision=seen, by=officer)

    assert text_of(item) == "Progress was good. It rained."
    correction.refresh_from_db()
    assert correction.status == STATUS.PROPOSED


def test_what_was_mended_by_hand_is_accepted_without_writing(correction, item, officer):
    make.minuted(item, "Very good progress.")
    operations.accept_correction(correction, by_hand=True, by=officer)

    assert text_of(item) == "Very good progress."


def test_what_is_no_item_is_mended_first(minutes, member, officer, in_time):
    correction = make.proposed(minutes, item=None, by=member, old_text="", new_text="I was there.")

    with pytest.raises(Refused, match="Mend the attendance"):
        operations.accept_correction(correction, by=officer)
    operations.accept_correction(correction, by_hand=True, by=officer)


def test_declining_says_why(correction, officer):
    with pytest.raises(Refused, match="Say why"):
        operations.decline_correction(correction, answer="  ", by=officer)


def test_who_may(correction, officer, other_officer, member, representative, outsider, administrator, reader):
    minutes = correction.minutes
    everyone = [officer, other_officer, member, representative, outsider, administrator, reader]

    assert [can_propose_correction(user, minutes) for user in everyone] == [1, 0, 1, 1, 0, 0, 0]
    assert [can_answer_correction(user, correction) for user in everyone] == [1, 0, 0, 0, 0, 0, 0]
    assert [can_withdraw_correction(user, correction) for user in everyone] == [0, 0, 1, 0, 0, 0, 0]
    seen = [Correction.objects.visible_to(user).exists() for user in everyone]
    assert seen == [True, False, True, True, False, False, False]


# Words in a text


@pytest.mark.parametrize(
    ("text", "old", "new", "expected"),
    [
        ("One two three.", "two", "2", "One 2 three."),
        ("One\ntwo three.", "One two", "1 2", "1 2 three."),
        ("The “plan” isn’t new.", '"plan" isn\'t', "plan is", "The plan is new."),
        ("One two three.", "two", "", "One three."),
        ("One.", "", "Two.", "One.\n\nTwo."),
        ("", "", "Two.", "Two."),
        ("a.b", "a.b", r"\1", r"\1"),
    ],
)
def test_words_give_way_to_words(text, old, new, expected):
    assert replaced(text, old, new, where="item 1") == expected


@pytest.mark.parametrize(
    ("text", "sentence"), [("One", "not in the text of item 1"), ("two two", "stand in 2 places")]
)
def test_words_that_are_not_there_once_are_refused(text, sentence):
    with pytest.raises(Refused, match=sentence):
        replaced(text, "two", "2", where="item 1")


# The versions, and the approval


def test_the_next_version_says_which_corrections_it_brings(correction, minutes, officer, member):
    operations.accept_correction(correction, by=officer)
    operations.circulate_minutes(minutes, by=officer)

    newest = versions_read_by(minutes.meeting, member)[0]
    assert newest.reason == "With 1 correction that was agreed."
    assert newest.agreed == ["Item 5: “very good” instead of “good”."]


def test_minutes_are_not_approved_over_a_proposal_without_an_answer(correction, minutes, member):
    with pytest.raises(Refused, match=r"wait for an answer: Item \d+ \(Member of the Group\)"):
        make.approved(minutes.meeting)

    minutes.refresh_from_db()
    assert minutes.status == Minutes.Status.CIRCULATED


def test_what_was_taken_to_the_meeting_and_not_agreed_is_declined_by_it(correction, minutes, officer, member):
    operations.take_correction_to_meeting(correction, by=officer)
    approved = make.approved(minutes.meeting)

    correction.refresh_from_db()
    assert correction.status == STATUS.DECLINED
    assert correction.answer == "The meeting of 2 March 2007 did not agree it."
    assert approved.approved_by.outcome == "agreed"
    assert Notice.objects.filter(what="correction_answered", to=member, occasion="declined").exists()


def test_minutes_with_accepted_corrections_are_approved_as_corrected(correction, minutes, officer, member):
    operations.accept_correction(correction, by=officer)
    approved = make.approved(minutes.meeting)

    assert approved.approved_by.outcome == "agreed_as_amended"
    assert approved.approved_by.text.endswith("as a correct record, as corrected.")
    facts = dict(as_read_by(minutes.meeting, member).facts)
    assert "“very good” instead of “good”." in facts["Corrections agreed"]


def test_a_correction_agreed_at_the_meeting_is_written_right_there(minutes, item, officer):
    later = make.started(make.MeetingFactory(group=minutes.meeting.group, held_on=date(2007, 3, 2)))
    offer = AgendaItem.objects.get(meeting=later, offers_minutes_of=minutes.meeting)

    with pytest.raises(Refused, match="not in the text of item"):
        operations.write_agreed_correction(offer, item=item, old_text="bad", new_text="good", by=officer)
    operations.write_agreed_correction(offer, item=item, old_text="good", new_text="very good", by=officer)
    decision = operations.approve_minutes(offer, by=officer)

    assert "very good" in text_of(item)
    assert Correction.objects.get().taken_to == later
    assert decision.outcome == "agreed_as_amended"
    assert "very good" in minutes.meeting.minutes_versions.latest_first()[0].body


def test_a_meeting_that_has_not_started_corrects_nothing(minutes, item, officer):
    later = make.MeetingFactory(group=minutes.meeting.group, held_on=date(2007, 3, 2))
    offer = AgendaItem.objects.get(meeting=later, offers_minutes_of=minutes.meeting)
    assert later.status == Meeting.Status.PLANNED

    with pytest.raises(Refused, match="not started"):
        operations.write_agreed_correction(offer, item=item, old_text="good", new_text="bad", by=officer)


@pytest.mark.parametrize("access", [Access.MEMBERS, Access.EXEMPT])
def test_a_correction_of_a_closed_item_is_named_for_the_group_alone(
    correction, minutes, item, officer, member, reader, access
):
    operations.accept_correction(correction, by=officer)
    make.approved(minutes.meeting)
    make.published(minutes.meeting)
    open_words = dict(as_read_by(minutes.meeting, reader).facts)["Corrections agreed"]
    closing = {"exempt_paragraphs": [3], "public_interest": "Harm."} if access == Access.EXEMPT else {}
    operations.edit_item(item, access=access, by=officer, **closing)

    assert "very good" in open_words
    assert "Corrections agreed" not in dict(as_read_by(minutes.meeting, reader).facts)
    assert "very good" in dict(as_read_by(minutes.meeting, member).facts)["Corrections agreed"]
    assert [version.agreed for version in versions_read_by(minutes.meeting, reader)] == [[]]
    assert "very good" not in " ".join(version.reason for version in minutes.meeting.minutes_versions.all())


# Below the ORM

BY_HAND = {
    "the words": "UPDATE meetings_correction SET new_text = 'x' WHERE id = %s",
    "the answer": "UPDATE meetings_correction SET answer = 'x' WHERE id = %s",
    "the state": "UPDATE meetings_correction SET status = 'accepted' WHERE id = %s",
    "asking again": "UPDATE meetings_correction SET status = 'proposed', answered_at = NULL,"
    " answered_by_id = NULL WHERE id = %s",
    "removal": "DELETE FROM meetings_correction WHERE id = %s",
}


@pytest.mark.parametrize("what", BY_HAND)
def test_an_answered_correction_stays_as_it_is(correction, officer, what):
    operations.decline_correction(correction, answer="It was not.", by=officer)
    before = Correction.objects.filter(pk=correction.pk).values().get()

    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(BY_HAND[what], [correction.pk])

    assert Correction.objects.filter(pk=correction.pk).values().get() == before
