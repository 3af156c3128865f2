"""What people have not done in time, by group or place: how many, since when, and whom to ask."""

from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Min, QuerySet
from django.urls import reverse
from django.utils import timezone

from core.templatetags.house import british_date
from engagement.models import Consultation
from funding.models import Return
from localities.models import CommunityPlan, Mechanism
from meetings.afterwards_due import DRAFT_DAYS
from meetings.models import ActionItem, Correction, Meeting
from partnership.models import Group, OfficerSupport, OfficeTerm, SeatHolding
from portal.waiting.tasks import Task, Waiting, first


def all_kinds() -> list[Waiting]:
    """Those that keep other people waiting before those that do not."""
    today = timezone.localdate()
    officers = _officers()
    # From the day on which officers are reminded of it, which is reckoned from the morning after.
    drafts = Meeting.objects.without_draft_for_members(today - timedelta(days=DRAFT_DAYS - 1))
    return [
        _by_group("Draft minutes", drafts, "group", "held_on", "meeting", officers),
        _by_group(
            "Actions", ActionItem.objects.overdue(), "item__meeting__group", "due_on", "action", officers
        ),
        _by_group(
            "Returns on money",
            Return.objects.late(),
            "round__pot__group",
            "round__due_on",
            "return",
            officers,
        ),
        _by_group(
            "What people were promised to hear",
            Consultation.objects.feedback_overdue_on(today),
            "group",
            "feedback_due_on",
            "consultation",
            officers,
        ),
        _by_group(
            "Proposed corrections without an answer",
            Correction.objects.unanswered(),
            "minutes__meeting__group",
            "proposed_at__date",
            "correction",
            officers,
        ),
        _by_group(
            "Erasures that were promised",
            Consultation.objects.to_erase_on(today),
            "group",
            "erase_on",
            "consultation",
            officers,
        ),
        group_reviews(today, officers),
        terms(today),
        *places(),
    ]


def _by_group(
    title: str, rows: QuerySet, group: str, day: str, noun: str, officers: dict[int, list[str]]
) -> Waiting:
    """One line a group: how many, the oldest, its officers. The things themselves are not named."""
    counted: Any = (
        rows.order_by()
        .values(f"{group}__pk", f"{group}__name", f"{group}__slug")
        .annotate(number=Count("pk", distinct=True), oldest=Min(day))
        .order_by("oldest")
    )
    tasks = [
        Task(
            row[f"{group}__name"],
            reverse("portal:group", args=[row[f"{group}__slug"]]),
            f"{row['number']} {noun}{'' if row['number'] == 1 else 's'}, the oldest since "
            f"{british_date(row['oldest'])}. {_whom_to_ask(officers.get(row[f'{group}__pk']))}",
        )
        for row in first(counted)
    ]
    return Waiting(title, tasks)


def group_reviews(today: date, officers: dict[int, list[str]]) -> Waiting:
    """Groups whose day of review is past."""
    groups = Group.objects.to_review_by(today - timedelta(days=1)).order_by("review_on")
    tasks = [
        Task(
            group.name,
            group.get_absolute_url(),
            f"To be reviewed on {british_date(group.review_on)}. {_whom_to_ask(officers.get(group.pk))}",
        )
        for group in first(groups)
    ]
    return Waiting("Groups to review", tasks)


def terms(today: date) -> Waiting:
    """Offices held beyond their term, and seats whose mandate has lapsed."""
    over = OfficeTerm.objects.current().filter(due_to_end_on__lt=today).select_related("person", "group")
    tasks = [
        Task(
            f"{term.person}, {term.get_office_display()} of the {term.group}",
            reverse("partnership:group_offices", args=[term.group.slug]),
            f"The term ended on {british_date(term.due_to_end_on)}",
        )
        for term in first(over.order_by("due_to_end_on"))
    ]
    lapsed = SeatHolding.objects.lapsed().select_related("person", "seat__group")
    tasks += [
        Task(
            f"{holding.person}, {holding.seat.title} in the {holding.seat.group}",
            reverse("partnership:group_seats", args=[holding.seat.group.slug]),
            f"The mandate lapsed on {british_date(holding.mandate_ends_on)}",
        )
        for holding in first(lapsed.order_by("mandate_ends_on"))
    ]
    return Waiting("Terms and mandates", tasks)


def places() -> list[Waiting]:
    """Ways of reaching people that nobody has checked for a year, and plans whose review is past, by locality."""
    stale: Any = (
        Mechanism.objects.current()
        .stale()
        .order_by()
        .values("locality__name", "locality__slug")
        .annotate(number=Count("pk"), oldest=Min("last_checked_on"))
        .order_by("oldest")
    )
    mechanisms = [
        Task(
            row["locality__name"],
            reverse("portal:locality", args=[row["locality__slug"]]),
            f"{row['number']} not checked for a year, the oldest since {british_date(row['oldest'])}",
        )
        for row in first(stale)
    ]
    plans = [
        Task(plan.name, plan.get_absolute_url(), f"Review was due on {british_date(plan.review_due_on)}")
        for plan in first(CommunityPlan.objects.overdue_for_review().order_by("review_due_on"))
    ]
    return [
        Waiting("Ways of reaching people", mechanisms, reverse("localities:coverage")),
        Waiting("Plans to review", plans, reverse("localities:plans")),
    ]


def _officers() -> dict[int, list[str]]:
    """Who supports each group today, in one question."""
    found: dict[int, list[str]] = {}
    for support in OfficerSupport.objects.current().select_related("user__person"):
        found.setdefault(support.group_id, []).append(str(support.user))
    return found


def _whom_to_ask(officers: list[str] | None) -> str:
    return f"Ask {', '.join(sorted(officers)[:3])}." if officers else "It has no officer."
