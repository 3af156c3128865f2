"""A member's own calendar is right, whatever happens to a meeting and in whatever order its letters arrive."""

import itertools
import logging
import threading
from datetime import date, datetime, time, timedelta
from email import message_from_bytes
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core import mail as outbox
from django.db import IntegrityError, connection, transaction

from core.access import Access
from core.words import printable
from meetings import invitations, operations, schedule
from meetings.models import Meeting
from partnership import enclosures, sending
from partnership.models import Group, Membership, Notice
from tests.calendars import invitation_in
from tests.factories.meetings import AgendaItemFactory, MeetingFactory, called, officer_of
from tests.factories.partnership import GroupFactory, MembershipFactory, UserFactory
from tests.post import PostOffice

pytestmark = pytest.mark.django_db
LONDON = ZoneInfo("Europe/London")
DAY = date(2026, 7, 10)


@pytest.fixture(autouse=True)
def a_month_before():
    with time_machine.travel(datetime(2026, 6, 10, 9, tzinfo=LONDON), tick=True):
        yield


@pytest.fixture
def meeting(group, member):
    return MeetingFactory(
        group=group,
        held_on=DAY,
        start_time=time(10),
        end_time=time(12, 30),
        place="Town Hall, St Owen Street; Hereford",
    )


def letter(what, user, about=None):
    """Send the newest notice of that name to that login, and open what goes with it."""
    notice = Notice.objects.filter(what=what, to=user).latest("pk")
    assert sending.send(notice.pk), Notice.objects.get(pk=notice.pk).problem
    return outbox.outbox[-1]


def life(meeting, member):
    """Called, changed, moved and cancelled: the letter of each step, sent at once."""
    by = officer_of(meeting.group)
    meeting = called(meeting)
    letters = [letter("meeting_called", member)]
    operations.edit_meeting(meeting, start_time=time(11), place="Shire Hall", by=by)
    letters.append(letter("meeting_changed", member))
    later = operations.postpone_meeting(meeting, to=DAY + timedelta(days=7), reason="Heat", by=by)
    letters.append(letter("meeting_postponed", member))
    operations.cancel_meeting(later, reason="Nobody can come", by=by)
    letters.append(letter("meeting_cancelled", member))
    return [invitation_in(each) for each in letters]


# What goes with the mail


def test_a_member_who_is_called_gets_an_invitation(meeting, member):
    called(meeting)

    event = invitation_in(letter("meeting_called", member))

    assert event.method == "REQUEST"
    assert event["summary"] == "Chief Executives Group"
    assert event["location"] == "Town Hall, St Owen Street; Hereford"
    assert event["dtstart"].dt == datetime(2026, 7, 10, 10, tzinfo=LONDON)
    assert event["dtend"].dt == datetime(2026, 7, 10, 12, 30, tzinfo=LONDON)
    assert event["status"] == "CONFIRMED"
    assert event["organizer"] == "mailto:partnership@example.org"
    assert event["attendee"] == f"mailto:{member.email}"
    assert event["attendee"].params["RSVP"] == "FALSE"
    assert event["attendee"].params["CN"] == "Member of the Group"
    assert event["url"] == f"http://localhost:8000{meeting.get_absolute_url()}"


def test_each_letter_names_its_own_reader_and_nobody_else(meeting, member, chair):
    called(meeting)

    for user in (member, chair):
        message = letter("meeting_called", user)
        assert invitation_in(message)["attendee"] == f"mailto:{user.email}"
        other = chair if user == member else member
        assert other.email not in str(message.message())


def test_a_letter_says_nothing_of_what_is_on_the_agenda(meeting, member):
    AgendaItemFactory(meeting=meeting, title="Contract with a firm", access=Access.EXEMPT)
    AgendaItemFactory(meeting=meeting, title="Staff", access=Access.MEMBERS)
    called(meeting)

    content = invitation_in(letter("meeting_called", member)).to_ical().decode()

    assert "Contract" not in content
    assert "Staff" not in content


def test_followers_and_officers_get_no_invitation(meeting, member, officer):
    called(meeting)

    assert not Notice.objects.filter(to=officer).exists()
    notice = Notice.objects.filter(what="meeting_called", to=member).get()
    notice.what = "locality_meeting_called"
    assert enclosures.enclosed_with(notice) == {}


def test_whoever_left_the_group_is_not_invited_but_hears_that_it_is_off(meeting, member):
    called(meeting)
    operations.cancel_meeting(meeting, reason="Snow", by=officer_of(meeting.group))
    member.person.memberships.update(ends_on=date(2026, 6, 10))

    assert invitation_in(letter("meeting_cancelled", member)).method == "CANCEL"


def test_a_letter_that_is_late_to_somebody_who_left_goes_without_an_invitation(meeting, member):
    called(meeting)
    member.person.memberships.update(ends_on=date(2026, 6, 10))

    message = letter("meeting_called", member)

    assert not message.attachments
    assert [kind for _, kind in message.alternatives] == ["text/html"]


def test_a_meeting_without_an_hour_is_a_whole_day(group, member):
    called(MeetingFactory(group=group, held_on=DAY))

    event = invitation_in(letter("meeting_called", member))

    assert event["dtstart"].dt == DAY
    assert event["dtend"].dt == DAY + timedelta(days=1)
    assert event["transp"] == "TRANSPARENT"


def test_hours_are_those_of_the_partnership_in_summer_and_winter(group, member):
    for day, utc in ((date(2026, 7, 10), 9), (date(2026, 12, 11), 10)):
        called(MeetingFactory(group=group, held_on=day, start_time=time(10)))
        event = invitation_in(letter("meeting_called", member))
        assert event["dtstart"].dt.astimezone(ZoneInfo("UTC")).hour == utc


def test_a_mail_is_not_lost_with_its_invitation(meeting, member, monkeypatch, caplog):
    def broken(notice):
        raise RuntimeError("no calendar today")

    called(meeting)
    monkeypatch.setitem(enclosures._makers, "meeting_called", broken)

    with caplog.at_level(logging.ERROR, logger="partnership.enclosures"):
        message = letter("meeting_called", member)

    assert "is called to meet" in message.body
    assert not message.attachments
    assert "sent without what goes with it" in caplog.text


def test_the_mail_is_built_as_mail_programs_want_it(meeting, member):
    called(meeting)

    message = letter("meeting_called", member).message()

    assert message.get_content_type() == "multipart/mixed"
    words, file = message.get_payload()
    assert words.get_content_type() == "multipart/alternative"
    kinds = [part.get_content_type() for part in words.get_payload()]
    assert kinds == ["text/plain", "text/html", "text/calendar"], "what is read best stands last"
    assert file.get_content_disposition() == "attachment"


def test_a_mail_server_gets_it_whole(meeting, member, settings):
    """Over a real line, with words that no telegraph knew."""
    operations.edit_meeting(meeting, place="Caffè Ñandú £5 😀, " * 9, by=officer_of(meeting.group))
    called(meeting)
    office = PostOffice()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", office.port, 5
    try:
        assert sending.send(Notice.objects.get(what="meeting_called", to=member).pk)
    finally:
        office.close()

    event = invitation_in(message_from_bytes(office.taken[0].encode()))

    assert event["location"] == "Caffè Ñandú £5 😀, " * 9


@pytest.mark.parametrize(
    "name",
    ['Sir "Bob"; Smith, M.P.', "Zoë: the <b>chair</b>", "a\r\nATTENDEE:mailto:x@example.org", "😀" * 30, '"'],
)
def test_whatever_somebody_is_called_the_invitation_is_sound(meeting, member, name):
    member.person.name = name
    member.person.save()
    called(meeting)

    event = invitation_in(letter("meeting_called", member))

    assert event["attendee"] == f"mailto:{member.email}"
    assert not isinstance(event["attendee"], list)
    assert event["attendee"].params["CN"] == printable(name).replace('"', "'")


# Numbers and names


def test_each_change_has_the_next_number_under_one_name(meeting, member):
    events = life(meeting, member)

    assert [int(event["sequence"]) for event in events] == [0, 1, 2, 3]
    assert len({str(event["uid"]) for event in events}) == 1
    assert [event.method for event in events] == ["REQUEST", "REQUEST", "REQUEST", "CANCEL"]
    assert [str(event["status"]) for event in events] == ["CONFIRMED", "CONFIRMED", "TENTATIVE", "CANCELLED"]
    assert events[2]["dtstart"].dt == datetime(2026, 7, 17, 11, tzinfo=LONDON)
    assert events[3]["summary"] == "Cancelled: Chief Executives Group"


class CalendarProgram:
    """What a mail program does with invitations (RFC 5546, 2.1.5): the higher number counts, then the later moment."""

    def __init__(self):
        self.known = {}

    def receive(self, event):
        uid = str(event["uid"])
        rank = (int(event["sequence"]), event["dtstamp"].dt)
        if uid not in self.known or rank >= self.known[uid][0]:
            self.known[uid] = (rank, event)

    def shown(self):
        return [event for _, event in self.known.values() if event["status"] != "CANCELLED"]


def test_whatever_order_letters_arrive_in_the_calendar_ends_right(meeting, member):
    called_, changed, moved, cancelled = life(meeting, member)

    for steps in ([called_, changed], [called_, changed, moved], [called_, changed, moved, cancelled]):
        for order in itertools.permutations(steps):
            program = CalendarProgram()
            for event in order:
                program.receive(event)
            if cancelled in steps:
                assert program.shown() == []
            else:
                [shown] = program.shown()
                assert shown is steps[-1]


def test_a_letter_that_is_late_brings_no_former_hour_back(meeting, member):
    """The first letter is sent last, after everything that followed."""
    by = officer_of(meeting.group)
    called(meeting)
    first = Notice.objects.get(what="meeting_called", to=member)
    operations.edit_meeting(meeting, start_time=time(11), by=by)
    second = letter("meeting_changed", member)
    later = operations.postpone_meeting(meeting, to=DAY + timedelta(days=7), reason="Heat", by=by)

    sending.send(first.pk)
    event = invitation_in(outbox.outbox[-1])

    assert event["sequence"] == 2
    assert event["dtstart"].dt.date() == later.held_on
    program = CalendarProgram()
    for each in (event, invitation_in(second)):
        program.receive(each)
    assert program.shown() == [event]


def test_of_two_letters_with_one_number_the_later_is_believed(meeting, member, chair):
    called(meeting)
    with time_machine.travel(datetime(2026, 6, 11, 15, 30, tzinfo=LONDON), tick=False):
        event = invitation_in(letter("meeting_called", member))

    assert event["sequence"] == 0
    assert event["dtstamp"].dt == datetime(2026, 6, 11, 15, 30, tzinfo=LONDON)


def test_a_meeting_that_was_moved_is_called_anew_under_its_name(meeting, member):
    called(meeting)
    later = operations.postpone_meeting(
        meeting, to=DAY + timedelta(days=7), reason="Heat", by=officer_of(meeting.group)
    )
    called(later)

    event = invitation_in(letter("meeting_called", member))

    assert (event["sequence"], event["status"]) == (2, "CONFIRMED")
    assert event["uid"] == str(meeting.calendar_uid)


def test_a_meeting_that_is_put_off_again_is_still_the_same(meeting, member):
    by = officer_of(meeting.group)
    called(meeting)
    second = operations.postpone_meeting(meeting, to=DAY + timedelta(days=7), reason="Heat", by=by)
    third = operations.postpone_meeting(second, to=DAY + timedelta(days=14), reason="Heat again", by=by)

    sending.send(Notice.objects.get(what="meeting_called", to=member).pk)
    late = invitation_in(outbox.outbox[-1])

    assert (late["sequence"], late["dtstart"].dt.date()) == (2, third.held_on)
    assert late["uid"] == str(meeting.calendar_uid) == str(third.calendar_uid)
    assert Notice.objects.filter(what="meeting_postponed", to=member).count() == 2


def test_a_moved_meeting_that_is_not_called_yet_is_in_calendars_and_its_members_hear_of_it(meeting, member):
    by = officer_of(meeting.group)
    called(meeting)
    later = operations.postpone_meeting(meeting, to=DAY + timedelta(days=7), reason="Heat", by=by)

    operations.edit_meeting(later, held_on=DAY + timedelta(days=8), by=by)

    event = invitation_in(letter("meeting_changed", member))
    assert (event["sequence"], event["dtstart"].dt.date()) == (2, DAY + timedelta(days=8))


def test_a_meeting_that_nobody_was_called_to_tells_nobody(meeting, member):
    by = officer_of(meeting.group)
    operations.edit_meeting(meeting, start_time=time(9), by=by)
    later = operations.postpone_meeting(meeting, to=DAY + timedelta(days=7), reason="Heat", by=by)
    operations.cancel_meeting(later, reason="Heat", by=by)

    assert not Notice.objects.filter(to=member).exists()


def test_put_off_to_no_known_day_is_taken_out_of_the_calendar(meeting, member):
    called(meeting)
    notice = Notice.objects.get(what="meeting_called", to=member)
    Meeting.objects.filter(pk=meeting.pk).update(status="postponed", status_reason="Flood")

    sending.send(notice.pk)
    event = invitation_in(outbox.outbox[-1])

    assert (event.method, event["status"]) == ("CANCEL", "CANCELLED")
    assert event["summary"] == "Postponed: Chief Executives Group"


def test_what_nobody_turns_up_by_changes_no_number(meeting, member):
    called(meeting)
    operations.edit_meeting(meeting, number=3, by=officer_of(meeting.group))

    meeting.refresh_from_db()
    assert meeting.calendar_sequence == 0


@pytest.mark.parametrize(
    "change", [{"calendar_sequence": 0}, {"calendar_uid": "00000000-0000-4000-8000-000000000000"}]
)
def test_what_calendars_believe_is_never_taken_back_below_the_orm_either(meeting, change):
    operations.edit_meeting(meeting, start_time=time(9), by=officer_of(meeting.group))

    with pytest.raises(IntegrityError, match="only grows"), transaction.atomic():
        Meeting.objects.filter(pk=meeting.pk).update(**change)
    [[column, value]] = change.items()
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE meetings_meeting SET {column} = %s WHERE id = %s", [value, meeting.pk])


@pytest.mark.django_db(transaction=True)
def test_two_officers_who_change_at_once_give_two_numbers():
    meeting = called(MeetingFactory(held_on=DAY, start_time=time(10)))
    by, barrier, failures = officer_of(meeting.group), threading.Barrier(2), []

    def change(**values):
        try:
            barrier.wait(timeout=10)
            operations.edit_meeting(meeting, by=by, **values)
        except Exception as error:
            failures.append(error)
        finally:
            connection.close()

    threads = [
        threading.Thread(target=change, kwargs={"start_time": time(9)}),
        threading.Thread(target=change, kwargs={"place": "Shire Hall"}),
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    meeting.refresh_from_db()
    assert failures == []
    assert (meeting.calendar_sequence, meeting.start_time, meeting.place) == (2, time(9), "Shire Hall")


# Who joins later


def test_whoever_joins_after_the_call_is_invited_once(meeting, member):
    called(meeting)
    assert schedule.invite_new_members() == 0
    newcomer = UserFactory(email="newcomer@example.org")
    MembershipFactory(group=meeting.group, person__user=newcomer, starts_on=date(2026, 6, 1))

    assert [schedule.invite_new_members() for _ in range(2)] == [1, 0]
    assert invitation_in(letter("meeting_called", newcomer))["sequence"] == 0


def leaves(member, group, on=date(2026, 6, 10)):
    Membership.objects.filter(group=group, person__user=member).update(ends_on=on)


def test_whoever_leaves_has_the_meeting_taken_out_of_their_calendar_once(meeting, member, chair):
    called(meeting)
    first = invitation_in(letter("meeting_called", member))
    assert schedule.take_back_invitations() == 0
    leaves(member, meeting.group)

    assert [schedule.take_back_invitations() for _ in range(2)] == [1, 0]
    sent = letter("invitation_withdrawn", member)
    taken_back = invitation_in(sent)
    assert (taken_back.method, taken_back["status"]) == ("CANCEL", "CANCELLED")
    assert taken_back["uid"] == first["uid"]
    assert taken_back["sequence"] >= first["sequence"]
    assert "no longer belong" in sent.body
    assert not Notice.objects.filter(what="invitation_withdrawn", to=chair).exists()


def test_whoever_leaves_a_closed_group_hears_it_although_its_pages_are_shut_to_them(meeting, member):
    called(meeting)
    Group.objects.filter(pk=meeting.group_id).update(is_public=False)
    leaves(member, meeting.group)
    schedule.take_back_invitations()

    with time_machine.travel(datetime(2026, 6, 10, 12, tzinfo=LONDON)):
        sent = letter("invitation_withdrawn", member)
    assert invitation_in(sent).method == "CANCEL"
    assert meeting.get_absolute_url() not in sent.body


def test_whoever_comes_back_is_called_again_and_what_waited_is_dropped(meeting, member):
    called(meeting)
    leaves(member, meeting.group)
    schedule.take_back_invitations()
    leaves(member, meeting.group, on=None)

    assert [schedule.invite_new_members() for _ in range(2)] == [1, 0]
    assert Notice.objects.filter(what="meeting_called", to=member).count() == 2
    withdrawn = Notice.objects.get(what="invitation_withdrawn")
    assert sending.send(withdrawn.pk) is False
    withdrawn.refresh_from_db()
    assert withdrawn.state == Notice.State.DROPPED
    assert invitation_in(letter("meeting_called", member)).method == "REQUEST"


def test_nobody_is_called_to_what_is_past_called_off_or_of_another_group(meeting, member):
    called(meeting)
    other = called(MeetingFactory(group=GroupFactory(), held_on=DAY))
    operations.cancel_meeting(other, reason="Snow", by=officer_of(other.group))
    joining = UserFactory()
    MembershipFactory(group=other.group, person__user=joining, starts_on=date(2026, 6, 1))
    coming = UserFactory()
    MembershipFactory(group=meeting.group, person__user=coming, starts_on=date(2026, 8, 1))

    assert schedule.invite_new_members() == 0
    with time_machine.travel(datetime(2026, 8, 2, 9, tzinfo=LONDON)):
        assert schedule.invite_new_members() == 0


def test_the_job_asks_no_more_for_many_members(meeting, member, django_assert_max_num_queries):
    called(meeting)
    for _ in range(20):
        MembershipFactory(group=meeting.group, person__user=UserFactory(), starts_on=date(2026, 6, 1))
    schedule.invite_new_members()

    with django_assert_max_num_queries(6):
        schedule.invite_new_members()


def test_every_notice_with_an_invitation_says_so():
    assert all(enclosures.has_enclosure(what) for what in invitations.WITH_INVITATION)
    assert not enclosures.has_enclosure("minutes_published")
