"""What a representative is asked for: to respond, to report, to do, to apply. The nearest day first."""

from datetime import date, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from core.statements import Entry
from core.templatetags.house import british_date
from engagement.models import Consultation, Consultee, Programme
from meetings.models import ActionItem
from partnership.models import SeatHolding
from partnership.models.memberships import WARN_DAYS
from partnership.periodic_reports import Asked
from portal.sector import SECTOR, Concern
from portal.waiting.reports import minutes_to_report

Dated = tuple[date | None, Entry]


def of(concern: Concern, asked: Asked) -> list[Entry]:
    """Everything that waits for an answer, what has a day before what has none."""
    today = timezone.localdate(asked.as_of)
    found = [
        *_consultations(concern, asked, today),
        *_actions(concern, today),
        *_mandates(concern, today),
        *_places(concern, today),
        *_minutes(concern),
    ]
    return [entry for _, entry in sorted(found, key=lambda each: each[0] or date.max)]


def days_to(day: date, today: date) -> str:
    """ "today", "in 1 day", "in 9 days", "3 days ago"."""
    days = (day - today).days
    if not days:
        return "today"
    many = f"{abs(days)} day{'' if abs(days) == 1 else 's'}"
    return f"in {many}" if days > 0 else f"{many} ago"


def _consultations(concern: Concern, asked: Asked, today: date) -> list[Dated]:
    """Open ones; those that ask the reader's own body by name say so."""
    mine = _bodies(concern)
    by_name = Consultee.objects.without_reply().filter(consultation=OuterRef("pk"), organisation__in=mine)
    answered = Consultee.objects.filter(
        consultation=OuterRef("pk"), organisation__in=mine, reply=Consultee.Reply.RESPONDED
    )
    rows: Any = (
        Consultation.objects.visible_to(concern.user)
        .open_at(asked.as_of)
        .filter(pk__in=Consultation.objects.filter(concern.consultations).values("pk"))
        .annotate(asks_my_body=Exists(by_name))
        .exclude(Exists(answered))
        .order_by("closes_on", "closes_at", "pk")
    )
    return [
        (
            each.closes_on,
            Entry(
                f"Respond: {each.title}",
                each.get_absolute_url(),
                f"Open until {british_date(each.closes_on)}."
                + (" Your body is asked by name." if each.asks_my_body else ""),
                days_to(each.closes_on, today),
            ),
        )
        for each in rows
    ]


def _bodies(concern: Concern) -> list[int]:
    """The bodies for which the reader sits today."""
    person = concern.user.person
    seats = SeatHolding.objects.current().filter(person=person).values_list("seat__nominated_by", flat=True)
    for_bodies = person.memberships.current().exclude(organisation=None)
    return [*seats, *for_bodies.values_list("organisation", flat=True)]


def _actions(concern: Concern, today: date) -> list[Dated]:
    rows = ActionItem.objects.visible_to(concern.user).owned_by(concern.user).unfinished()
    return [
        (
            each.due_on,
            Entry(
                f"Your action: {each}",
                each.get_absolute_url(),
                f"Due on {british_date(each.due_on)}." if each.due_on else "No date is set.",
                _pressing(each, today),
            ),
        )
        for each in rows.most_pressing_first()
    ]


def _pressing(action: ActionItem, today: date) -> str:
    if action.due_on is None:
        return ""
    return (
        f"overdue, due {days_to(action.due_on, today)}"
        if action.is_overdue
        else days_to(action.due_on, today)
    )


def _mandates(concern: Concern, today: date) -> list[Dated]:
    """The reader's own seat, whose mandate has to be renewed or passed on."""
    rows = SeatHolding.objects.mandate_ending(within_days=WARN_DAYS).filter(person=concern.user.person)
    return [
        (
            each.mandate_ends_on,
            Entry(
                f"Your mandate: {each.seat.title}, {each.seat.group}",
                f"{each.seat.group.get_absolute_url()}seats/",
                f"It ends on {british_date(each.mandate_ends_on)}: have it renewed, or somebody nominated.",
                days_to(each.mandate_ends_on, today),
            ),
        )
        for each in rows.select_related("seat__group").order_by("mandate_ends_on")
    ]


def _places(concern: Concern, today: date) -> list[Dated]:
    """Programmes that take applications and have places for the sector."""
    open_still = Q(apply_by__gte=today, apply_by__lte=today + timedelta(days=WARN_DAYS))
    rows: Any = Programme.objects.visible_to(concern.user).filter(
        open_still, published_at__isnull=False, **{f"{SECTOR.value}_places__gt": 0}
    )
    return [
        (
            each.apply_by,
            Entry(
                f"Apply: {each.title}",
                each.get_absolute_url(),
                f"{each.room_for(SECTOR)} places are for the sector. Apply by {british_date(each.apply_by)}.",
                days_to(each.apply_by, today),
            ),
        )
        for each in rows.order_by("apply_by")
    ]


def _minutes(concern: Concern) -> list[Dated]:
    """Minutes that the reader has not reported to the sector yet."""
    return [
        (None, Entry(f"Report: {task.title}", task.address, "Its minutes are published."))
        for task in minutes_to_report(concern.user).shown
    ]
