"""What waits for one login: as the owner of actions, as a member, as an officer."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify

from core.templatetags.house import british_date, british_time
from meetings.models import ActionItem, Decision, Meeting, Minutes, MinutesRelease, MinutesVersion
from partnership.models import Group, OfficeTerm, Seat, SeatHolding, User
from partnership.models.memberships import WARN_DAYS
from partnership.offices import offices_of

# Of each kind so many are shown; the heading and a link say that there are more.
MOST_SHOWN = 20
# An agenda that nobody has published asks for it so many days before its meeting.
AGENDA_DAYS = 28


@dataclass
class Task:
    """One thing that waits."""

    title: str
    address: str
    note: str = ""
    tag: str = ""
    colour: str = ""


@dataclass
class Waiting:
    """Things of one kind that wait."""

    title: str
    tasks: list[Task]
    # Where the rest is, when there are more than are shown.
    more: str = ""
    # Good to know, but nothing to be done about it.
    is_news: bool = False

    @property
    def anchor(self) -> str:
        """Where on the page it stands."""
        return slugify(self.title)

    @property
    def shown(self) -> list[Task]:
        return self.tasks[:MOST_SHOWN]

    @property
    def has_more(self) -> bool:
        return len(self.tasks) > MOST_SHOWN

    @property
    def count(self) -> str:
        """How many there are, as far as they were counted."""
        return f"more than {MOST_SHOWN}" if self.has_more else str(len(self.tasks))


def for_login(user: User) -> list[Waiting]:
    """Everything that waits for this login, the most pressing first; kinds of which there is nothing are left out."""
    run = list(Group.objects.supported_by(user).open_today())
    lists = [
        my_actions(user),
        meetings_under_way(user),
        agendas_to_publish(user),
        minutes_to_circulate(user),
        minutes_to_approve(user),
        minutes_to_sign(user),
        minutes_to_publish(user),
        decisions_to_publish(user),
        overdue_actions(user),
        terms_ending(user),
        vacancies(run),
        drafts_to_read(user),
        next_meetings(user),
    ]
    return [waiting for waiting in lists if waiting.tasks]


def my_actions(user: User) -> Waiting:
    """What I undertook to do, overdue first."""
    actions = ActionItem.objects.visible_to(user).owned_by(user).unfinished().most_pressing_first()
    return Waiting("Your actions", _actions(actions), reverse("meetings:actions"))


def overdue_actions(user: User) -> Waiting:
    """What others have not done in time, in the groups I support."""
    actions = ActionItem.objects.run_by(user).overdue().exclude(owner__user=user).most_pressing_first()
    return Waiting(
        "Overdue actions of your groups", _actions(actions, owner=True), reverse("meetings:actions")
    )


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
        for meeting in _first(today.with_group().order_by("held_on"))
    ]
    return Waiting("Meetings to minute", tasks, reverse("meetings:meetings"))


def agendas_to_publish(user: User) -> Waiting:
    """Meetings that are near and not called yet."""
    soon = timezone.localdate() + timedelta(days=AGENDA_DAYS)
    planned = Meeting.objects.run_by(user).filter(status=Meeting.Status.PLANNED, held_on__lte=soon)
    tasks = [
        Task(str(meeting), meeting.get_absolute_url(), *_notice(meeting))
        for meeting in _first(planned.with_group().order_by("held_on"))
    ]
    return Waiting("Agendas to publish", tasks, reverse("meetings:meetings"))


def minutes_to_circulate(user: User) -> Waiting:
    """Closed meetings whose members have no draft yet."""
    closed = Meeting.objects.run_by(user).awaiting_minutes().with_group().order_by("held_on")
    tasks = [
        Task(f"Minutes of {each}", each.get_absolute_url(), "Circulate the draft") for each in _first(closed)
    ]
    return Waiting("Minutes to circulate", tasks, reverse("meetings:meetings"))


def minutes_to_approve(user: User) -> Waiting:
    """Drafts that the members have and that a later meeting is to approve."""
    circulated = _minutes(user).filter(status=Minutes.Status.CIRCULATED)
    tasks = [
        _minutes_task(minutes, "Waits for a later meeting to approve it") for minutes in _first(circulated)
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
    tasks = [_minutes_task(minutes, "Approved; record the chair’s signature") for minutes in _first(unsigned)]
    return Waiting("Minutes to sign", tasks, reverse("meetings:meetings"))


def minutes_to_publish(user: User) -> Waiting:
    """Approved minutes that not everyone can read yet, unless a closed group keeps them to itself."""
    public = MinutesRelease.objects.filter(
        version__meeting=OuterRef("meeting"),
        version__stage=MinutesVersion.Stage.APPROVED,
        audience=MinutesRelease.Audience.PUBLIC,
    )
    approved = _minutes(user).approved().filter(~Exists(public), meeting__group__is_public=True)
    tasks = [_minutes_task(minutes, "Approved; not published yet") for minutes in _first(approved)]
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
        for decision in _first(logged)
    ]
    return Waiting("Decisions to publish", tasks, reverse("meetings:decisions"))


def terms_ending(user: User) -> Waiting:
    """Offices and mandates that run out soon: of the groups I support, and my own."""
    groups = Group.objects.supported_by(user).values("pk")
    terms = (
        OfficeTerm.objects.due_to_end(within_days=WARN_DAYS)
        .filter(Q(group__in=groups) | Q(person__user=user))
        .select_related("group", "person")
        .order_by("due_to_end_on")
    )
    holdings = (
        SeatHolding.objects.mandate_ending(within_days=WARN_DAYS)
        .filter(Q(seat__group__in=groups) | Q(person__user=user))
        .select_related("seat__group", "seat__nominated_by", "person")
        .order_by("mandate_ends_on")
    )
    tasks = [
        Task(
            f"{term.person}, {term.get_office_display()}",
            _offices(term.group),
            term.group.name,
            *_ends(term.due_to_end_on),
        )
        for term in _first(terms)
    ]
    tasks += [
        Task(
            f"{holding.person}, {holding.seat.title}",
            _seats(holding.seat.group),
            f"{holding.seat.group.name}, nominated by {holding.seat.nominated_by.name}",
            *_ends(holding.mandate_ends_on),
        )
        for holding in _first(holdings)
    ]
    return Waiting("Terms and mandates ending", tasks)


def vacancies(groups: list[Group]) -> Waiting:
    """Offices and seats that nobody holds, in these groups."""
    tasks = [
        Task(f"{office.label} of the {office.group}", _offices(office.group), "", "Vacant", "orange")
        for row in offices_of(groups).values()
        for office in row
        if office.is_vacant
    ]
    seats = Seat.objects.vacant().filter(group__in=groups).select_related("group", "nominated_by")
    tasks += [
        Task(
            seat.title,
            _seats(seat.group),
            f"{seat.group.name}, for {seat.nominated_by.name}",
            "Vacant",
            "orange",
        )
        for seat in _first(seats)
    ]
    return Waiting("Vacancies", tasks)


def drafts_to_read(user: User) -> Waiting:
    """Draft minutes that were circulated to me as a member."""
    my_groups = Group.objects.with_member(user).values("pk")
    mine = _first(
        _in_order(Minutes.objects.filter(status=Minutes.Status.CIRCULATED, meeting__group__in=my_groups))
    )
    tasks = [_minutes_task(each, "Read it before the group approves it", "DRAFT", "orange") for each in mine]
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


def _when_and_where(meeting: Meeting) -> str:
    known = (british_date(meeting.held_on), british_time(meeting.start_time), meeting.place)
    return ", ".join(part for part in known if part)


def _first(rows: Any) -> Any:
    """Enough of them to show, and one more to know that there are more."""
    return rows[: MOST_SHOWN + 1]


def _actions(actions: Any, *, owner: bool = False) -> list[Task]:
    return [
        Task(
            str(action),
            action.get_absolute_url(),
            f"{action.owner.name}, {action.item.meeting.group.name}"
            if owner
            else action.item.meeting.group.name,
            action.urgency,
            "red" if action.is_overdue else "blue",
        )
        for action in _first(actions.with_source())
    ]


def _minutes(user: User) -> Any:
    """Minutes of the groups that I support."""
    return _in_order(Minutes.objects.filter(meeting__group__in=Group.objects.supported_by(user).values("pk")))


def _in_order(minutes: Any) -> Any:
    return minutes.select_related("meeting__group").order_by("meeting__held_on")


def _minutes_task(minutes: Minutes, note: str, tag: str = "", colour: str = "") -> Task:
    return Task(str(minutes), minutes.get_absolute_url(), note, tag, colour)


def _notice(meeting: Meeting) -> tuple[str, str, str]:
    """How near the meeting is, in a note, a tag and its colour."""
    days = (meeting.held_on - timezone.localdate()).days
    if days < 0:
        return "Its day has passed: say that it was cancelled or put off", "Not called", "red"
    rule = f"The rule is {meeting.group.notice_days} clear days of notice"
    when = "Today" if days == 0 else f"In {days} day{'' if days == 1 else 's'}"
    return rule, when, "red" if days <= meeting.group.notice_days else "blue"


def _ends(day: Any) -> tuple[str, str]:
    """The tag that says when something ends, and its colour."""
    if day <= timezone.localdate():
        return f"Ended on {british_date(day)}", "red"
    return f"Ends on {british_date(day)}", "orange"


def _offices(group: Group) -> str:
    return reverse("partnership:group_offices", args=[group.slug])


def _seats(group: Group) -> str:
    return reverse("partnership:group_seats", args=[group.slug])
