"""A closed record is taken back only by two people, with a reason, and while nothing leans on it."""

from datetime import date

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import DatabaseError, connection, transaction

from core import history
from core.refusals import Refused
from meetings import leaning, operations
from meetings.models import AgendaItem, Decision, Meeting, Minutes, MinutesVersion, Reopening
from meetings.permissions import can_answer_reopening, can_ask_reopening, can_withdraw_reopening
from meetings.reading import as_read_by
from meetings.tests.doors import main_words, words_behind
from meetings.tests.test_two_officers_decide_at_once import at_once
from partnership.models import Notice
from tests.factories import meetings as make
from tests.factories.partnership import OfficerSupportFactory

pytestmark = pytest.mark.django_db
STATUS = Reopening.Status
READER = AnonymousUser()


@pytest.fixture
def meeting(group, officer, member):
    """Its minutes are approved, signed by nobody and published."""
    meeting = make.MeetingFactory(group=group)
    item = make.AgendaItemFactory(meeting=meeting, title="Performance")
    make.started(meeting)
    make.minuted(item, "Progress was good.")
    make.closed(meeting)
    make.circulated(meeting)
    make.approved(meeting)
    make.published(meeting)
    return meeting


@pytest.fixture
def second(group):
    """Another officer of the group."""
    return OfficerSupportFactory(group=group, user__email="second@example.org").user


@pytest.fixture
def asked(meeting, officer, chair):
    return operations.ask_reopening(meeting, reason="A name was wrong.", by=officer)


def fresh(thing):
    return type(thing).objects.get(pk=thing.pk)


def test_the_whole_way_from_approved_to_approved_again(asked, meeting, group, officer, second, member):
    first = Minutes.objects.get(meeting=meeting).approved_by
    operations.agree_to_reopening(asked, by=second)
    assert (fresh(meeting).status, fresh(meeting).state) == (Meeting.Status.UNDER_WAY, "Reopened")
    assert Minutes.objects.get(meeting=meeting).status == Minutes.Status.REOPENED

    item = AgendaItem.objects.get(meeting=meeting, title="Performance")
    make.minuted(item, "Progress was very good.")
    later = Meeting.objects.get(group=group, held_on=date(2007, 3, 2))
    offer = AgendaItem.objects.get(meeting=later, offers_minutes_of=meeting)
    with pytest.raises(Refused, match="cannot be approved now"):
        operations.approve_minutes(offer, by=officer)
    operations.close_meeting(fresh(meeting), by=officer)
    make.circulated(meeting, reason="A name was wrong.")
    again = operations.approve_minutes(offer, by=officer)

    versions = MinutesVersion.objects.filter(meeting=meeting).order_by("number")
    assert [version.stage for version in versions] == ["draft", "approved", "draft", "approved"]
    assert "very good" not in versions[1].body
    assert "very good" in versions[3].body
    assert fresh(first).superseded_by == again
    assert fresh(asked).closed_again_at is not None
    assert Notice.objects.filter(to=member, what="meeting_reopened").count() == 1


def test_a_reopened_circulated_draft_is_not_approved_before_it_is_closed_again(group, officer, second):
    meeting = make.closed(make.started(make.MeetingFactory(group=group)))
    make.circulated(meeting)
    make.reopened(meeting)
    later = make.started(make.MeetingFactory(group=group, held_on=date(2007, 3, 2)))
    offer = AgendaItem.objects.get(meeting=later, offers_minutes_of=None, kind="last_minutes")
    AgendaItem.objects.filter(pk=offer.pk).update(offers_minutes_of=meeting)

    with pytest.raises(Refused, match="Close it again"):
        operations.approve_minutes(fresh(offer), by=officer)


def test_every_door_says_so_and_the_old_version_stays_readable(asked, meeting, second, client):
    operations.agree_to_reopening(asked, by=second)

    page = as_read_by(meeting, READER)
    assert "because: A name was wrong" in page.standing
    assert "The group has to approve them again" in page.standing
    for door in ("", "minutes.pdf", "minutes.docx", "?version=2"):
        words = words_behind(client, f"{meeting.get_absolute_url()}{door}")
        assert "A name was wrong" in words, door
        assert "Progress was good" in words, door
    assert "Reopened" in main_words(client.get("/meetings/").content.decode())


def test_once_approved_again_it_is_a_fact_and_no_more_a_warning(asked, meeting, officer, second):
    operations.agree_to_reopening(asked, by=second)
    operations.close_meeting(fresh(meeting), by=officer)
    make.circulated(meeting, reason="A name")
    later = Meeting.objects.get(held_on=date(2007, 3, 2))
    operations.approve_minutes(AgendaItem.objects.get(meeting=later, offers_minutes_of=meeting), by=officer)
    make.published(meeting)

    page = as_read_by(meeting, READER)
    assert page.standing == "Its minutes were approved on 2 March 2007."
    assert "A name was wrong" in dict(page.facts)["Reopened"]


# Two people


def test_nobody_agrees_with_themselves(asked, officer):
    with pytest.raises(Refused, match="two people"):
        operations.agree_to_reopening(asked, by=officer)
    with pytest.raises(Refused, match="two people"):
        operations.refuse_reopening(asked, answer="No.", by=officer)


def test_who_may(
    asked, officer, second, chair, secretary, member, other_officer, administrator, outsider, reader
):
    everyone = [
        officer,
        second,
        chair,
        secretary,
        member,
        other_officer,
        administrator,
        outsider,
        reader,
    ]

    assert [can_ask_reopening(user, asked.meeting) for user in everyone] == [1, 1, 0, 0, 0, 0, 0, 0, 0]
    assert [can_answer_reopening(user, asked) for user in everyone] == [0, 1, 1, 0, 0, 0, 1, 0, 0]
    assert [can_withdraw_reopening(user, asked) for user in everyone] == [1, 0, 0, 0, 0, 0, 0, 0, 0]
    seen = [Reopening.objects.visible_to(user).exists() for user in everyone]
    assert seen == [True, True, True, True, True, False, True, False, False]


def test_those_who_may_agree_are_told(meeting, officer, second, chair, administrator, member):
    operations.ask_reopening(meeting, reason="A name was wrong.", by=officer)

    told = {notice.to for notice in Notice.objects.filter(what="reopening_asked")}
    assert told == {second, chair, administrator}


def test_it_says_why_and_is_asked_once(meeting, officer):
    with pytest.raises(Refused, match="Say why"):
        operations.ask_reopening(meeting, reason="  ", by=officer)
    operations.ask_reopening(meeting, reason="A name", by=officer)
    with pytest.raises(Refused, match="asked for already"):
        operations.ask_reopening(meeting, reason="A name", by=officer)


VERBS = {
    STATUS.AGREED: lambda r, by: operations.agree_to_reopening(r, by=by),
    STATUS.REFUSED: lambda r, by: operations.refuse_reopening(r, answer="No need.", by=by),
    STATUS.WITHDRAWN: lambda r, by: operations.withdraw_reopening(r, by=r.asked_by),
}
LEGAL = [(now, to) for now, following in Reopening.NEXT.items() for to in sorted(following)]


@pytest.mark.parametrize(("now", "to"), [(now, to) for now in STATUS for to in VERBS])
def test_the_listed_steps_are_taken_and_no_others(asked, second, now, to):
    if now != STATUS.ASKED:
        VERBS[now](asked, second)

    if (now, to) in LEGAL:
        assert VERBS[to](asked, second).status == to
    else:
        with pytest.raises(Refused):
            VERBS[to](asked, second)
        assert fresh(asked).status == now


def test_every_step_stands_in_the_history(asked, meeting, second, officer):
    operations.agree_to_reopening(asked, by=second)
    operations.close_meeting(fresh(meeting), by=officer)

    verbs = {
        entry.verb for entry in history.of_any([meeting], [asked], [Minutes.objects.get(meeting=meeting)])
    }
    assert {"asked for", "agreed", "reopened", "closed again", "reopening asked for"} <= verbs


# What leans on it


def later_decision(group, meeting):
    later = Meeting.objects.get(group=group, held_on=date(2007, 3, 2))
    return make.DecisionFactory(item=later.items.last())


def test_a_later_number_of_the_group_and_year_keeps_it_closed(meeting, group, officer):
    decision = later_decision(group, meeting)

    with pytest.raises(Refused, match=f"numbered since: {decision.ref}"):
        operations.ask_reopening(meeting, reason="A name", by=officer)


def test_a_later_number_given_between_asking_and_agreeing_counts_too(asked, meeting, group, second):
    later_decision(group, meeting)

    with pytest.raises(Refused, match="numbered since"):
        operations.agree_to_reopening(asked, by=second)
    assert fresh(meeting).status == Meeting.Status.CLOSED


def test_its_own_approval_and_another_years_numbers_are_no_reason(meeting, group, officer):
    assert Decision.objects.of_group(group).in_year(2007).exists()
    next_year = make.MeetingFactory(group=group, held_on=date(2008, 1, 11))
    item = make.AgendaItemFactory(meeting=next_year)
    make.started(next_year)
    make.DecisionFactory(item=item)

    assert leaning.reasons_against_reopening(meeting) == []


def test_a_later_meeting_with_approved_minutes_keeps_it_closed(meeting, group, officer):
    later = make.closed(Meeting.objects.get(group=group, held_on=date(2007, 3, 2)))
    make.circulated(later)
    make.approved(later)

    with pytest.raises(Refused, match="minutes of a later meeting are approved"):
        operations.ask_reopening(meeting, reason="A name", by=officer)


def test_an_app_above_adds_its_own_reason(asked, second):
    @leaning.leans_on_meetings
    def money(meeting):
        return f"£100 moved under a decision of {meeting}."

    try:
        leaning.leans_on_meetings(money)
        with pytest.raises(Refused, match="£100 moved"):
            operations.agree_to_reopening(asked, by=second)
        assert len(leaning.reasons_against_reopening(asked.meeting)) == 1
    finally:
        leaning.leans_no_longer(money)
    operations.agree_to_reopening(asked, by=second)


@pytest.mark.parametrize("stage", ["planned", "called", "started"])
def test_only_a_closed_meeting_is_reopened(group, officer, stage):
    meeting = make.MeetingFactory(group=group)
    if stage != "planned":
        getattr(make, stage)(meeting)

    with pytest.raises(Refused, match="Only a closed meeting"):
        operations.ask_reopening(fresh(meeting), reason="A name", by=officer)


# Below the ORM

BY_HAND = {
    "the minutes": (
        "UPDATE meetings_minutes SET status = 'reopened', approved_by_id = NULL, corrections = '' WHERE meeting_id = %s"
    ),
    "the minutes as a draft": (
        "UPDATE meetings_minutes SET status = 'draft', approved_by_id = NULL WHERE meeting_id = %s"
    ),
    "the meeting": "UPDATE meetings_meeting SET status = 'under_way' WHERE id = %s",
    "an item": "UPDATE meetings_agendaitem SET minute = 'x' WHERE meeting_id = %s",
}


def by_hand(sql, *values):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, values)


@pytest.mark.parametrize("what", BY_HAND)
def test_nothing_is_reopened_by_hand(asked, meeting, what):
    """To have asked is not enough either."""
    with pytest.raises(DatabaseError):
        by_hand(BY_HAND[what], meeting.pk)


def test_the_path_closes_behind_it(asked, meeting, officer, second):
    operations.agree_to_reopening(asked, by=second)
    with pytest.raises(DatabaseError):
        by_hand("DELETE FROM meetings_reopening WHERE id = %s", asked.pk)
    operations.close_meeting(fresh(meeting), by=officer)

    with pytest.raises(DatabaseError):
        by_hand(BY_HAND["the meeting"], meeting.pk)
    with pytest.raises(DatabaseError):
        by_hand("UPDATE meetings_reopening SET closed_again_at = NULL WHERE id = %s", asked.pk)


@pytest.mark.parametrize(
    "change",
    [
        "reason = 'Another'",
        "status = 'agreed', answered_at = now(), answered_by_id = asked_by_id",
        "asked_by_id = NULL",
        "closed_again_at = now()",
    ],
)
def test_a_request_keeps_its_words_and_takes_another_person(asked, change):
    with pytest.raises(DatabaseError):
        by_hand(f"UPDATE meetings_reopening SET {change} WHERE id = %s", asked.pk)


def test_an_agreed_reopening_cannot_be_invented(meeting, officer, second):
    with pytest.raises(DatabaseError):
        by_hand(
            "INSERT INTO meetings_reopening (meeting_id, reason, asked_by_id, asked_at, status, answer, answered_at,"
            " answered_by_id, was_signed) VALUES (%s, 'x', %s, now(), 'agreed', '', now(), %s, '')",
            meeting.pk,
            officer.pk,
            second.pk,
        )


# The pages


def test_two_people_press_their_buttons(as_, client, meeting, chair, officer):
    browser = as_("officer")
    address = f"{meeting.get_absolute_url()}reopen/"
    assert "Reopen the record" in browser.get(meeting.get_absolute_url()).content.decode()
    assert browser.post(address, {"reason": ""}).context["form"].errors["reason"]
    browser.post(address, {"reason": "A name was wrong."})
    reopening = Reopening.objects.get()
    assert browser.post(reopening.get_absolute_url()).status_code == 403
    client.logout()

    browser = as_("chair")
    assert "Do you agree?" in browser.get(reopening.get_absolute_url()).content.decode()
    assert browser.post(reopening.get_absolute_url()).status_code == 302
    assert fresh(meeting).state == "Reopened"


def test_the_page_says_why_a_record_stays_closed(as_, meeting, group):
    decision = later_decision(group, meeting)
    page = main_words(as_("officer").get(f"{meeting.get_absolute_url()}reopen/").content.decode())

    assert f"numbered since: {decision.ref}" in page
    assert "A later meeting can put it right" in page


def test_refusing_says_why(as_, asked, chair):
    browser = as_("chair")
    assert browser.post(f"{asked.get_absolute_url()}refuse/", {"answer": " "}).status_code == 200
    assert browser.post(f"{asked.get_absolute_url()}refuse/", {"answer": "No need."}).status_code == 302
    assert Notice.objects.filter(to=asked.asked_by, what="reopening_refused").exists()


@pytest.mark.django_db(transaction=True)
def test_two_people_answer_at_once_and_one_is_heard():
    meeting = make.closed(make.started(make.MeetingFactory()))
    reopening = operations.ask_reopening(meeting, reason="A name", by=make.officer_of(meeting.group))
    others = [OfficerSupportFactory(group=meeting.group).user for _ in range(4)]
    answers = [
        lambda by: operations.agree_to_reopening(reopening, by=by),
        lambda by: operations.refuse_reopening(reopening, answer="No.", by=by),
    ]

    given = at_once(lambda n: answers[n % 2](others[n]), times=4)

    assert sum(not isinstance(answer, Refused) for answer in given) == 1
    expected = {"agreed": Meeting.Status.UNDER_WAY, "refused": Meeting.Status.CLOSED}
    assert fresh(meeting).status == expected[fresh(reopening).status]
