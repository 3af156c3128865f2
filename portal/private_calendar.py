"""What stands in the private calendar of one login: as much as its pages show, but no words of exempt items.

The address is read without a sign-in, often by the servers of somebody else's calendar. What the law lets the
partnership keep exempt stays behind the sign-in; the entry then says that there is something, and where.
"""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from django.db.models import Q, QuerySet
from django.utils import timezone

from core.access import Access
from core.calendars import Happening
from core.markdown import plain
from core.working_days import latest_day_for
from engagement.models import Consultation, Consultee
from funding.models import Return
from meetings.calendars import all_in_calendar
from meetings.models import ActionItem, Clearance, Meeting, Report
from partnership.models import Group, Organisation, User

# Of each kind; what is past goes first.
MOST = 300
LONGEST_TITLE = 120


def in_private_calendar(user: User) -> list[Happening]:
    """Everything, one question for each kind however much there is."""
    return [
        *meetings(user),
        *actions_due(user),
        *agendas_due(user),
        *reports_due(user),
        *advice_due(user),
        *returns_due(user),
        *consultations_closing(user),
    ]


def meetings(user: User) -> list[Happening]:
    """Of the groups that this login belongs to or supports."""
    own = Meeting.objects.visible_to(user).filter(group__in=Group.objects.read_by(user).values("pk"))
    return all_in_calendar(own.in_calendars().with_group().latest_first()[:MOST])


def actions_due(user: User) -> Iterator[Happening]:
    """What they undertook to do and have not done."""
    own = ActionItem.objects.visible_to(user).owned_by(user).unfinished().filter(due_on__isnull=False)
    for action in own.with_source().order_by("-due_on", "-pk")[:MOST]:
        group = action.item.meeting.group
        yield _deadline(
            "action",
            action.pk,
            on=action.due_on,
            title="Action due",
            words=plain(action.text),
            is_exempt=action.item.access == Access.EXEMPT,
            description=f"Undertaken at a meeting of the {group}.",
            address=action.get_absolute_url(),
            changed_at=action.given_out_at or _midnight(action.item.meeting.held_on),
        )


def agendas_due(user: User) -> Iterator[Happening]:
    """The last days on which agendas can be published with the notice that the rules of the group ask for."""
    planned = Meeting.objects.run_by(user).upcoming().in_state(Meeting.Status.PLANNED)
    for meeting in planned.with_group()[:MOST]:
        yield _deadline(
            "agenda",
            meeting.pk,
            on=latest_day_for(meeting.group.notice_days, meeting.held_on),
            title="Agenda and papers due",
            words=str(meeting),
            description=f"With {meeting.group.notice_days} clear days of notice.",
            address=meeting.get_absolute_url(),
            changed_at=meeting.calendar_changed_at,
        )


def reports_due(user: User) -> Iterator[Happening]:
    """Reports they write for a meeting that is not called yet: due with its agenda."""
    ahead = Meeting.objects.upcoming().in_state(Meeting.Status.PLANNED).order_by().values("pk")
    own = Report.objects.visible_to(user).in_preparation().filter(author=user)
    for report in own.filter(Q(meeting__in=ahead) | Q(paper__item__meeting__in=ahead)).with_paper()[:MOST]:
        meeting = report.paper.item.meeting if report.paper.item else report.meeting
        if meeting is None:
            continue
        yield _deadline(
            "report",
            report.pk,
            on=latest_day_for(meeting.group.notice_days, meeting.held_on),
            title="Report due",
            words=str(report),
            is_exempt=report.paper.level == Access.EXEMPT,
            description=f"For {meeting}.",
            address=report.get_absolute_url(),
            changed_at=meeting.calendar_changed_at,
        )


def advice_due(user: User) -> Iterator[Happening]:
    """Advice on reports that was asked of them."""
    asked = Clearance.objects.visible_to(user).asked_of(user).unanswered().of_reports_in_preparation()
    rows = asked.with_report().select_related("report__paper__item").filter(due_on__isnull=False)
    for clearance in rows.order_by("-due_on", "-pk")[:MOST]:
        yield _deadline(
            "advice",
            clearance.pk,
            on=clearance.due_on,
            title="Advice due",
            words=str(clearance.report),
            is_exempt=clearance.report.paper.level == Access.EXEMPT,
            description=f"Asked for the {clearance.report.group}.",
            address=clearance.report.get_absolute_url(),
            changed_at=clearance.asked_at,
        )


def returns_due(user: User) -> Iterator[Happening]:
    """What their organisation is to say of its projects."""
    asked = Return.objects.visible_to(user).from_body_of(user).to_write().with_names()
    for each in asked.order_by("-round__due_on", "-pk")[:MOST]:
        yield _deadline(
            "return",
            each.pk,
            on=each.round.due_on,
            title="Return due",
            words=str(each.project or each.stream),
            description=f"For {each.round.pot.name}.",
            address=each.get_absolute_url(),
            changed_at=_midnight(each.round.opens_on),
        )


def consultations_closing(user: User) -> Iterator[Happening]:
    """The last days of consultations in which they, their organisation or a group of theirs is asked by name."""
    asked = Consultee.objects.filter(
        Q(organisation__in=_bodies_of(user).values("pk"))
        | Q(group__in=Group.objects.with_member(user).values("pk"))
    )
    found = Consultation.objects.visible_to(user).launched().filter(pk__in=asked.values("consultation"))
    for each in found.order_by("-closes_on", "-pk")[:MOST]:
        yield _deadline(
            "closing",
            each.pk,
            on=each.closes_on,
            title="Consultation closes",
            words=each.title,
            description="You are asked for your view.",
            address=each.get_absolute_url(),
            changed_at=each.launched_at or _midnight(each.opens_on),
        )


def _bodies_of(user: User) -> QuerySet[Organisation]:
    """Whom they come from, as those are who are told of a consultation."""
    return Organisation.objects.filter(people__user=user)


def _deadline(
    kind: str,
    pk: int,
    *,
    on: date | None,
    title: str,
    words: str,
    description: str,
    address: str,
    changed_at: datetime,
    is_exempt: bool = False,
) -> Happening:
    """A whole day: programs show it above the hours, and every one of them shows events, while many hide tasks."""
    if on is None:
        raise ValueError("no day")
    line = " ".join(words.split())
    line = line if len(line) <= LONGEST_TITLE else f"{line[: LONGEST_TITLE - 1].rstrip()}…"
    return Happening(
        uid=f"{kind}-{pk}",
        title=f"{title} (exempt: sign in to read)" if is_exempt else f"{title}: {line}",
        starts=on,
        ends=on + timedelta(days=1),
        changed_at=changed_at,
        description=description,
        address=address,
    )


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(0)))
