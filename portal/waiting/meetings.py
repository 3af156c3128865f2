"""What officers do around a meeting, and what members hear of it."""

from datetime import timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q, Subquery
from django.urls import reverse
from django.utils import timezone

from core.templatetags.house import british_date, british_datetime, british_time
from meetings.afterwards_due import days_of
from meetings.models import (
    Correction,
    Decision,
    Meeting,
    Minutes,
    MinutesRelease,
    MinutesVersion,
    PlannedPublication,
)
from meetings.notice import clock_if_published
from partnership.models import Group, OfficeTerm, User
from portal.waiting.tasks import Task, Waiting, first

# An agenda that nobody has published asks for it so many days before its meeting.
AGENDA_DAYS = 28
# So many days before the last one it becomes urgent.
SOON = 3


def meetings_under_way(user: User) -> Waiting:
    """Meetings that have begun or should have, and whose record is mine to write."""
    today = Meeting.objects.run_by(user).filter(
        Q(status=Meeting.Status.UNDER_WAY)
        | Q(status=Meeting.Status.CALLED, held_on__lte=timezone.localdate())
    )
    begun = ("Write the minutes and close it", "Under way", "blue")
    late = ("Start it, or say that it was not held", "Not started", "red")
    tasks = [
        Task(
            str(meeting),
            meeting.get_absolute_url(),
            *(begun if meeting.status == Meeting.Status.UNDER_WAY else late),
        )
        for meeting in first(today.with_group().order_by("held_on"))
    ]
    return Waiting("Meetings to minute", tasks, reverse("meetings:meetings"))


def agendas_to_publish(user: User) -> Waiting:
    """Meetings that are near and not called yet."""
    soon = timezone.localdate() + timedelta(days=AGENDA_DAYS)
    planned = Meeting.objects.run_by(user).filter(status=Meeting.Status.PLANNED, held_on__lte=soon)
    waiting = PlannedPublication.objects.waiting().filter(act="agenda", meeting=OuterRef("pk"))
    planned = planned.annotate(published_by_clock=Subquery(waiting.values("at")[:1]))
    tasks = [
        Task(str(meeting), meeting.get_absolute_url(), *_notice(meeting))
        for meeting in first(planned.with_group().order_by("held_on"))
    ]
    return Waiting("Agendas to publish", tasks, reverse("meetings:meetings"))


def minutes_to_circulate(user: User) -> Waiting:
    """Closed meetings whose members have no draft yet."""
    closed = Meeting.objects.run_by(user).awaiting_minutes().with_group().order_by("held_on")
    tasks = [
        Task(f"Minutes of {each}", each.get_absolute_url(), "Circulate the draft", *_late(each))
        for each in first(closed)
    ]
    return Waiting("Minutes to circulate", tasks, reverse("meetings:meetings"))


def _late(meeting: Meeting) -> tuple[str, str]:
    """From the day on which officers are reminded of the draft."""
    is_late = days_of(meeting)["first"] <= timezone.localdate()
    return ("Overdue", "red") if is_late else ("", "")


def corrections_to_answer(user: User) -> Waiting:
    """What members propose to change in a draft and nobody has answered, what waits longest first."""
    proposed = Correction.objects.run_by(user).unanswered().with_names().order_by("proposed_at", "pk")
    tasks = [
        Task(
            f"{each.place}: {each.minutes.meeting}",
            each.get_absolute_url(),
            f"Proposed by {each.proposer} on {british_date(each.proposed_at)}",
        )
        for each in first(proposed)
    ]
    return Waiting("Proposed corrections to answer", tasks, reverse("meetings:meetings"))


def minutes_to_approve(user: User) -> Waiting:
    """Drafts that the members have and that a later meeting is to approve."""
    circulated = _minutes(user).filter(status=Minutes.Status.CIRCULATED)
    tasks = [
        _minutes_task(minutes, "Waits for a later meeting to approve it") for minutes in first(circulated)
    ]
    return Waiting("Minutes awaiting approval", tasks, reverse("meetings:meetings"))


def minutes_to_sign(user: User) -> Waiting:
    """Approved minutes without the chair's signature, for officers and for whoever presides."""
    chaired = (
        OfficeTerm.objects.current()
        .filter(person__user=user, office__in=["chair", "vice_chair"])
        .values("group")
    )
    mine = Q(meeting__group__in=Group.objects.supported_by(user).values("pk")) | Q(meeting__group__in=chaired)
    unsigned = _in_order(Minutes.objects.approved().filter(mine, signed_on=None))
    tasks = [_minutes_task(minutes, "Approved; record the chair’s signature") for minutes in first(unsigned)]
    return Waiting("Minutes to sign", tasks, reverse("meetings:meetings"))


def minutes_to_publish(user: User) -> Waiting:
    """Approved minutes that not everyone can read yet, unless a closed group keeps them to itself."""
    public = MinutesRelease.objects.filter(
        version__meeting=OuterRef("meeting"),
        version__stage=MinutesVersion.Stage.APPROVED,
        audience=MinutesRelease.Audience.PUBLIC,
    )
    approved = _minutes(user).approved().filter(~Exists(public), meeting__group__is_public=True)
    tasks = [_minutes_task(minutes, "Approved; not published yet") for minutes in first(approved)]
    return Waiting("Minutes to publish", tasks, reverse("meetings:meetings"))


def decisions_to_publish(user: User) -> Waiting:
    """Decisions that are not in the register yet."""
    logged = (
        Decision.objects.visible_to(user)
        .unpublished()
        .filter(group__in=Group.objects.supported_by(user).values("pk"))
        .with_meeting()
        .order_by("item__meeting__held_on", "group", "number")
    )
    tasks = [
        Task(f"Decision {decision.ref}", decision.get_absolute_url(), str(decision.item.meeting))
        for decision in first(logged)
    ]
    return Waiting("Decisions to publish", tasks, reverse("meetings:decisions"))


def drafts_to_read(user: User) -> Waiting:
    """Draft minutes that were circulated to me as a member."""
    my_groups = Group.objects.with_member(user).values("pk")
    mine = first(
        _in_order(Minutes.objects.filter(status=Minutes.Status.CIRCULATED, meeting__group__in=my_groups))
    )
    tasks = [_minutes_task(each, _until(each), "DRAFT", "orange") for each in mine]
    return Waiting("Draft minutes sent to you", tasks, reverse("meetings:meetings"), is_news=True)


def next_meetings(user: User) -> Waiting:
    """What is coming in the groups I belong to or support."""
    coming = (
        Meeting.objects.filter(group__in=Group.objects.read_by(user).values("pk")).upcoming().with_group()[:5]
    )
    tasks = [
        Task(
            meeting.group.name,
            meeting.get_absolute_url(),
            _when_and_where(meeting),
            "Agenda published" if meeting.agenda_is_published else "Planned",
            "green" if meeting.agenda_is_published else "grey",
        )
        for meeting in coming
    ]
    return Waiting("Your next meetings", tasks, reverse("meetings:meetings"), is_news=True)


def _until(minutes: Minutes) -> str:
    """What to do with a draft, and by when."""
    if minutes.takes_corrections:
        return f"Propose corrections until {british_date(minutes.corrections_close_on)}"
    return "Read them before the group approves them"


def _when_and_where(meeting: Meeting) -> str:
    known = (british_date(meeting.held_on), british_time(meeting.start_time), meeting.place)
    return ", ".join(part for part in known if part)


def _minutes(user: User) -> Any:
    """Minutes of the groups that I support."""
    return _in_order(Minutes.objects.filter(meeting__group__in=Group.objects.supported_by(user).values("pk")))


def _in_order(minutes: Any) -> Any:
    return minutes.select_related("meeting__group").order_by("meeting__held_on")


def _minutes_task(minutes: Minutes, note: str, tag: str = "", colour: str = "") -> Task:
    return Task(str(minutes), minutes.get_absolute_url(), note, tag, colour)


def _notice(meeting: Meeting) -> tuple[str, str, str]:
    """Until when the agenda has to be published, in a note, a tag and its colour."""
    if meeting.held_on < timezone.localdate():
        return "Its day has passed: call and record it, or say that it was cancelled", "Not called", "red"
    if at := getattr(meeting, "published_by_clock", None):
        verdict = clock_if_published(meeting, at).verdict
        return f"Will be published on {british_datetime(at)}: {verdict}", "Set", "green"
    clock = clock_if_published(meeting)
    left = (clock.latest_day - timezone.localdate()).days
    if not clock.asked:
        return (
            "The rules ask for no notice",
            f"In {(meeting.held_on - timezone.localdate()).days} days",
            "blue",
        )
    if not clock.is_on_time:
        return clock.advice.rstrip("."), clock.verdict.capitalize(), "red"
    tag = f"{left} day{'' if left == 1 else 's'} left" if left > 0 else "Last day today"
    return clock.advice.rstrip("."), tag, "orange" if 0 < left <= SOON else "red" if left <= 0 else "blue"
