"""Calling, holding and calling off meetings."""

from datetime import date, time

from django.db import transaction
from django.utils import timezone

from core import history
from core.refusals import Refused
from core.templatetags.house import british_date
from meetings.models import AgendaItem, Meeting, Minutes, PlannedPublication
from meetings.operations import in_calendars
from meetings.operations.agenda import add_standing_items, offer_unapproved_minutes
from meetings.operations.carrying import bring_left_over, copy_agenda, keep_matters_arising
from meetings.operations.forward_plan import move_with_meeting
from meetings.operations.places_told import tell_followers_of_call
from meetings.operations.publication_plans import end_plans
from meetings.operations.reopening import end_reopening
from partnership import notices
from partnership.models import Group, User

Act = PlannedPublication.Act
# What members who were called have to hear of when it changes.
TOLD = ["held_on", "start_time", "end_time", "place"]


@transaction.atomic
def plan_meeting(
    group: Group,
    *,
    held_on: date,
    by: User | None,
    start_time: time | None = None,
    end_time: time | None = None,
    place: str = "",
    number: int | None = None,
) -> Meeting:
    """Put a meeting into the diary, with the standing items and the minutes that await approval on its agenda."""
    Group.objects.select_for_update(no_key=True).get(pk=group.pk)

    if group.closed_on is not None and held_on >= group.closed_on:
        raise Refused(f"The {group} is closed from {british_date(group.closed_on)} on.")
    _refuse_end_without_start(start_time, end_time)

    meeting = Meeting(
        group=group,
        title=group.name,
        held_on=held_on,
        start_time=start_time,
        end_time=end_time,
        place=place,
        number=number,
    )
    history.add(meeting, by=by, verb="planned")
    add_standing_items(meeting, by=by)
    offer_unapproved_minutes(meeting, by=by)
    bring_left_over(group, by=by)
    return meeting


@transaction.atomic
def edit_meeting(meeting: Meeting, *, by: User | None, **values) -> Meeting:
    """Change hour, place or, as long as it is only planned, the day. Those who were called are told."""
    meeting = _locked(meeting)

    moved = values.get("held_on", meeting.held_on) != meeting.held_on
    if moved and meeting.status != Meeting.Status.PLANNED:
        raise Refused(
            "The meeting has been called for this day. Postpone it instead: the members will be told."
        )
    _refuse_end_without_start(
        values.get("start_time", meeting.start_time), values.get("end_time", meeting.end_time)
    )

    differs = {name for name, new in values.items() if getattr(meeting, name) != new}
    history.edit(meeting, by=by, **values)
    if differs.intersection(in_calendars.SHOWN):
        in_calendars.count_change(meeting)

    ahead = meeting.status in (Meeting.Status.PLANNED, Meeting.Status.CALLED) and not meeting.has_passed
    if differs.intersection(TOLD) and ahead and in_calendars.members_expect(meeting):
        readers = User.objects.members_of(meeting.group)
        notices.tell(readers, "meeting_changed", about=meeting, occasion=timezone.now().isoformat())
    return meeting


@transaction.atomic
def publish_agenda(meeting: Meeting, *, by: User) -> Meeting:
    """Call the meeting: its agenda is open to its readers and locked; members hear of it before its day."""
    meeting = _locked_with_group(meeting)

    _refuse_move(meeting, Meeting.Status.CALLED)
    offer_unapproved_minutes(meeting, by=by)
    bring_left_over(meeting.group, by=by)
    if not AgendaItem.objects.of_meeting(meeting).exists():
        raise Refused("The agenda is empty. Add an item first.")

    history.edit(
        meeting,
        by=by,
        verb="agenda published",
        status=Meeting.Status.CALLED,
        agenda_published_at=timezone.now(),
        agenda_published_by=by,
        notice_days=meeting.group.notice_days,
    )
    in_calendars.count_call(meeting)

    end_plans(meeting, [Act.AGENDA], outcome="The agenda was published by hand.", by=by)

    # An old meeting that is only now put on the record calls nobody.
    if not meeting.has_passed:
        notices.tell(User.objects.members_of(meeting.group), "meeting_called", about=meeting)
        tell_followers_of_call(meeting, by=by)
    return meeting


@transaction.atomic
def start_meeting(meeting: Meeting, *, by: User) -> Meeting:
    """The meeting begins: minutes can be written and decisions logged."""
    meeting = _locked(meeting)

    _refuse_move(meeting, Meeting.Status.UNDER_WAY)
    if meeting.held_on > timezone.localdate():
        raise Refused("The meeting cannot start before its day.")

    history.edit(meeting, by=by, verb="started", status=Meeting.Status.UNDER_WAY)
    history.add(Minutes(meeting=meeting), by=by, verb="opened")
    return meeting


@transaction.atomic
def close_meeting(meeting: Meeting, *, by: User) -> Meeting:
    """The meeting is over. Its minutes, and what it left over, come to the next meeting that is planned."""
    meeting = _locked_with_group(meeting)

    _refuse_move(meeting, Meeting.Status.CLOSED)
    open_items = AgendaItem.objects.of_meeting(meeting).without_outcome().in_order()
    if open_items:
        named = "; ".join(f"{item.number} {item.title}" for item in open_items)
        raise Refused(f"These items have no outcome yet: {named}.")
    undecided = AgendaItem.objects.of_meeting(meeting).without_their_decision().in_order()
    if undecided:
        named = "; ".join(f"{item.number} {item.title}" for item in undecided)
        raise Refused(f"These items say “Decided”, but no decision is logged: {named}.")

    keep_matters_arising(meeting)
    history.edit(meeting, by=by, verb="closed", status=Meeting.Status.CLOSED)
    end_reopening(meeting, by=by)
    following = meeting.group.meetings.filter(held_on__gt=meeting.held_on, status=Meeting.Status.PLANNED)
    upcoming = following.order_by("held_on").first()
    if upcoming:
        offer_unapproved_minutes(upcoming, by=by)
    bring_left_over(meeting.group, by=by)
    return meeting


@transaction.atomic
def cancel_meeting(meeting: Meeting, *, reason: str, by: User) -> Meeting:
    """The meeting will not be held. It stays at its address, marked; what was carried over to it goes on."""
    meeting = _locked_with_group(meeting)

    _refuse_move(meeting, Meeting.Status.CANCELLED)
    history.edit(
        meeting, by=by, verb="cancelled", reason=reason, status=Meeting.Status.CANCELLED, status_reason=reason
    )
    in_calendars.count_change(meeting)
    bring_left_over(meeting.group, by=by)
    end_plans(meeting, [Act.AGENDA, Act.PAPERS], outcome="The meeting was cancelled.", by=by)

    if in_calendars.members_expect(meeting):
        notices.tell(User.objects.members_of(meeting.group), "meeting_cancelled", about=meeting)
    return meeting


@transaction.atomic
def postpone_meeting(meeting: Meeting, *, to: date, reason: str, by: User) -> Meeting:
    """Put the meeting off to another day: a new meeting with the same agenda. Returns the new one."""
    meeting = _locked_with_group(meeting)

    _refuse_move(meeting, Meeting.Status.POSTPONED)
    if to <= meeting.held_on:
        raise Refused("The new day must be later than the old one.")

    later = Meeting(
        group=meeting.group,
        title=meeting.title,
        held_on=to,
        start_time=meeting.start_time,
        end_time=meeting.end_time,
        place=meeting.place,
        # In calendars it is the same meeting, moved.
        calendar_uid=meeting.calendar_uid,
        calendar_sequence=meeting.calendar_sequence + 1,
    )
    history.add(
        later, by=by, verb="planned", reason=f"In place of the meeting of {british_date(meeting.held_on)}."
    )
    copy_agenda(meeting, to=later, by=by)
    history.edit(
        meeting,
        by=by,
        verb="postponed",
        reason=reason,
        status=Meeting.Status.POSTPONED,
        status_reason=reason,
        postponed_to=later,
    )
    end_plans(meeting, [Act.AGENDA, Act.PAPERS], outcome="The meeting was postponed.", by=by)
    move_with_meeting(meeting, to=later, by=by, reason=reason)

    if in_calendars.members_expect(meeting):
        notices.tell(User.objects.members_of(meeting.group), "meeting_postponed", about=meeting)
    return later


def _locked(meeting: Meeting) -> Meeting:
    return Meeting.objects.select_for_update(of=("self",)).select_related("group").get(pk=meeting.pk)


def _locked_with_group(meeting: Meeting) -> Meeting:
    """The meeting, and before it the group's row, which is the queue of all that moves items between its meetings."""
    Group.objects.select_for_update(no_key=True).get(pk=meeting.group_id)
    return _locked(meeting)


def _refuse_move(meeting: Meeting, to: Meeting.Status) -> None:
    if not meeting.may_become(to):
        raise Refused(
            f"A meeting that is {meeting.get_status_display().lower()} cannot be {to.label.lower()}."
        )


def _refuse_end_without_start(start_time: time | None, end_time: time | None) -> None:
    if end_time and not start_time:
        raise Refused("Say when the meeting starts as well.")
    if start_time and end_time and end_time <= start_time:
        raise Refused("The meeting must end after it starts.")
