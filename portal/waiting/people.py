"""What people undertook, and the offices and seats they hold."""

from datetime import timedelta
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from core.templatetags.house import british_date
from meetings.models import ActionItem
from partnership import interests
from partnership.models import Group, Membership, OfficeTerm, Person, Seat, SeatHolding, User
from partnership.models.memberships import WARN_DAYS
from partnership.offices import offices_of
from portal.waiting.tasks import Task, Waiting, first


def my_actions(user: User) -> Waiting:
    """What I undertook to do, overdue first."""
    actions = ActionItem.objects.visible_to(user).owned_by(user).unfinished().most_pressing_first()
    return Waiting("Your actions", _actions(actions), reverse("meetings:actions"))


def overdue_actions(user: User) -> Waiting:
    """What others have not done in time, in the groups I support; long overdue, in those over which I preside."""
    actions = ActionItem.objects.to_watch(user).exclude(owner__user=user).most_pressing_first()
    return Waiting(
        "Overdue actions of your groups", _actions(actions, owner=True), reverse("meetings:actions")
    )


def actions_for_others(user: User) -> Waiting:
    """What presses of people without a login, for whom I hear; what is overdue in a group I support is listed there."""
    heard = ActionItem.objects.visible_to(user).heard_for_others_by(user).pressing()
    actions = heard.exclude(pk__in=ActionItem.objects.to_watch(user).values("pk")).most_pressing_first()
    return Waiting(
        "Actions of people without a login", _actions(actions, owner=True), reverse("meetings:actions")
    )


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
        for term in first(terms)
    ]
    tasks += [
        Task(
            f"{holding.person}, {holding.seat.title}",
            _seats(holding.seat.group),
            f"{holding.seat.group.name}, nominated by {holding.seat.nominated_by.name}",
            *_ends(holding.mandate_ends_on),
        )
        for holding in first(holdings)
    ]
    return Waiting("Terms and mandates ending", tasks)


def groups_to_review(user: User) -> Waiting:
    """Groups I support whose day of review is near or past."""
    soon = timezone.localdate() + timedelta(days=WARN_DAYS)
    groups = Group.objects.supported_by(user).to_review_by(soon).order_by("review_on", "name")
    tasks = [
        Task(
            group.name,
            group.get_absolute_url(),
            "Is it still needed? Set another day, or close it with a report",
            f"Review {'was ' if group.review_on <= timezone.localdate() else ''}due on "
            f"{british_date(group.review_on)}",
            "red" if group.review_on <= timezone.localdate() else "orange",
        )
        for group in first(groups)
        if group.review_on
    ]
    return Waiting("Groups to review", tasks)


def registers_to_review(user: User) -> Waiting:
    """Registers of interests to go through: my own when it is due, others' once overdue in groups I support."""
    supported = Membership.objects.current().filter(group__in=Group.objects.supported_by(user).values("pk"))
    people = Person.objects.filter(Q(user=user) | Q(pk__in=supported.values("person")))
    tasks = [
        Task(
            "Your register of interests" if own else f"{register.person}, register of interests",
            reverse("partnership:person_interests", args=[register.person.slug]),
            "Go through it once a year" if own else "Ask them to go through it",
            f"Overdue since {british_date(register.due_on)}"
            if register.is_overdue
            else f"Due on {british_date(register.due_on)}",
            "red" if register.is_overdue else "orange",
        )
        for register in interests.due_soon(people)
        if (own := register.person.user_id == user.pk) or register.is_overdue
    ]
    return Waiting("Registers of interests", tasks)


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
        for seat in first(seats)
    ]
    return Waiting("Vacancies", tasks)


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
        for action in first(actions.with_source())
    ]


def _ends(day: Any) -> tuple[str, str]:
    """The tag that says when something ends, and its colour."""
    if day <= timezone.localdate():
        return f"Ended on {british_date(day)}", "red"
    return f"Ends on {british_date(day)}", "orange"


def _offices(group: Group) -> str:
    return reverse("partnership:group_offices", args=[group.slug])


def _seats(group: Group) -> str:
    return reverse("partnership:group_seats", args=[group.slug])
