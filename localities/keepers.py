"""Who is reminded of what stands on the record of a locality, and what of it is theirs to look at."""

from datetime import date, timedelta

from django.db.models import Q, QuerySet
from django.utils import timezone

from core.due_days import around
from localities.models import CommunityPlan, Locality, Mechanism
from localities.models.mechanisms import a_year_before
from localities.permissions import can_record_in
from partnership.models import User
from partnership.models.terms import holds_on

# A plan's keepers hear four weeks before the day of its review and on the day; later the administrators as well.
REVIEW_DAYS = {"soon": -28, "due": 0, "late": 28}
# What came to be stale is listed on the first of a month, for so many months; after three the administrators hear.
MONTHS_LISTED = 6
MONTHS_UNTIL_ESCALATED = 3


def keepers_of(locality: Locality) -> list[User]:
    """Its lead, its team and the officers of its partnership: whoever works there today and can sign in."""
    today = timezone.localdate()
    leads = holds_on(today, "person__localities_led__") & Q(person__localities_led__locality=locality)
    team = holds_on(today, "person__team_places__") & Q(person__team_places__locality=locality)
    users = {user.pk: user for user in User.objects.active().filter(leads)}
    users |= {user.pk: user for user in User.objects.active().filter(team)}
    if locality.group:
        users |= {user.pk: user for user in User.objects.officers_of(locality.group)}
    return list(users.values())


def keepers_or_administrators(locality: Locality) -> list[User]:
    """Where nobody works in the locality, the administrators are to find somebody."""
    return keepers_of(locality) or list(User.objects.administrators())


def days_of_review(plan: CommunityPlan) -> dict[str, date]:
    return around(plan.review_due_on, **REVIEW_DAYS) if plan.review_due_on else {}


def is_review_near(plan: CommunityPlan) -> bool:
    """Whether the day on which a plan is to be reviewed is near or past."""
    days = days_of_review(plan)
    return bool(days) and days["soon"] <= timezone.localdate()


def stale_for(locality: Locality, user: User) -> QuerySet[Mechanism]:
    """Ways of reaching people that a reader is asked to look at: all of a place they keep, else those of their body."""
    stale = Mechanism.objects.current().stale().filter(locality=locality).with_names()
    return (stale if can_record_in(user, locality) else stale.owned_by_body_of(user)).order_by(
        "last_checked_on"
    )


def stale_in_month(first: date) -> tuple[date, date]:
    """The days of the last look that cause the list of a month: stale by its first day, and not for long."""
    latest = a_year_before(first) - timedelta(days=1)
    return latest - timedelta(days=31 * MONTHS_LISTED), latest


def is_escalated(mechanism: Mechanism, on: date) -> bool:
    """Whether nobody has looked at it for a quarter after it came to be stale."""
    return mechanism.last_checked_on < a_year_before(on) - timedelta(days=31 * MONTHS_UNTIL_ESCALATED)
