"""Groups and the officers who support them."""

from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from core import history
from core.refusals import Refused
from core.slugs import free_slug
from partnership import notices
from partnership.circles import refuse_circle
from partnership.models import Group, OfficerSupport, SeatHolding, User
from partnership.models.groups import REVIEW_WARN_DAYS


@transaction.atomic
def add_group(*, by: User | None, name: str, prefix: str, kind: str, **values) -> Group:
    """Found a body that meets."""
    group = Group(name=name, prefix=prefix, kind=kind, slug=free_slug(Group, name), **values)
    history.add(group, by=by)
    return group


@transaction.atomic
def edit_group(group: Group, *, by: User | None, reason: str = "", **values) -> Group:
    """Change what a group is or the rules it works by. Its address and its decisions' prefix stay."""
    group = Group.objects.select_for_update().get(pk=group.pk)

    if values.get("prefix", group.prefix) != group.prefix:
        raise Refused("The prefix stands in the numbers of decisions and cannot change.")
    refuse_circle(group, values.get("parent"))

    history.edit(group, by=by, reason=reason, **values)
    return group


@transaction.atomic
def close_group(group: Group, *, on: date, by: User | None, reason: str, report: str = "") -> Group:
    """End a group; its record stays. Memberships, offices, seats and support that run end with it.

    A working group closes with a report: it was set up to do something, and says what it has done.
    """
    group = Group.objects.select_for_update().get(pk=group.pk)

    if group.closed_on is not None:
        raise Refused(f"The {group} is closed already.")
    if group.kind == Group.Kind.WORKING and not report.strip():
        raise Refused("A working group closes with a report: say what it has done.")
    if on > timezone.localdate():
        raise Refused("A group is closed on the day itself or afterwards, not ahead of it.")
    terms_of_all_kinds = (
        group.memberships.all(),
        group.office_terms.all(),
        group.officer_supports.all(),
        SeatHolding.objects.filter(seat__group=group),
    )
    for terms in terms_of_all_kinds:
        if later := terms.filter(starts_on__gte=on).first():
            raise Refused(f"The group cannot close on that day: {later} begins on or after it.")

    history.edit(group, by=by, verb="closed", reason=reason, closed_on=on, closing_report=report)
    for terms in terms_of_all_kinds:
        for term in terms.running_past(on):
            history.edit(term, by=by, verb="ended", reason=f"The {group} was closed.", ends_on=on)
    return group


@transaction.atomic
def support_group(group: Group, *, user: User, starts_on: date, by: User | None) -> OfficerSupport:
    """Make a login the officer of a group from a day on."""
    group = Group.objects.select_for_update(no_key=True).get(pk=group.pk)

    if group.closed_on is not None:
        raise Refused(f"The {group} is closed.")

    support = OfficerSupport(group=group, user=user, starts_on=starts_on)
    history.add(support, by=by)
    return support


@transaction.atomic
def stop_supporting_group(
    support: OfficerSupport, *, on: date, by: User | None, reason: str = ""
) -> OfficerSupport:
    """End a login's support of a group; `on` is the first day without it."""
    support = OfficerSupport.objects.select_for_update().get(pk=support.pk)

    if support.ends_on is not None:
        raise Refused("This support has ended already.")

    history.edit(support, by=by, verb="ended", reason=reason, ends_on=on)
    return support


@transaction.atomic
def remind_of_reviews(*, by: User | None) -> int:
    """Tell the officers of a group, once for each day set, that it is to be reviewed. Returns how many wait."""
    today = timezone.localdate()
    due = list(Group.objects.to_review_by(today + timedelta(days=REVIEW_WARN_DAYS)))
    for group in due:
        officers = User.objects.officers_of(group)
        notices.tell(officers, "group_review_due", about=group, occasion=f"{group.review_on:%Y-%m-%d}")
    return len(due)
