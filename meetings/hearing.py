"""Who hears of actions this morning, for all open actions at once: a county may have a hundred thousand.

Says for many what `ActionItem.objects.heard_of_by` says for one reader; a test holds the two against each other.
"""

from collections import defaultdict
from datetime import date, timedelta

from django.utils import timezone

from core.due_days import around, dues_to_look_at, reached
from meetings.models import ActionItem
from partnership.models import Membership, OfficerSupport

# On which days from the day it is due its owner hears: a week before, on the day, on the next, and then weekly.
DAYS = {"soon": -7, "due": 0, "late": 1, "late_2": 8, "late_3": 15, "late_4": 22}
# The chair and the officers hear weekly of what came to be long overdue in so many weeks. What is older still stands
# in their list, and no longer causes one.
WEEKS = 8

COLUMNS = (
    "due_on",
    "given_out_at",
    "owner__user",
    "owner__user__is_active",
    "owner__organisation",
    "item__meeting__group",
)
Readers = dict[int, set[int]]


def latest_moments(on: date) -> dict[int, date]:
    """For each login that has something to hear of: the latest day on which an action came to one of its days."""
    first, last = dues_to_look_at(on=on, first=min(DAYS.values()), last=max(DAYS.values()))
    rows = ActionItem.objects.unfinished().due_between(first, last).order_by().values_list(*COLUMNS)
    officers, speakers = _officers(), _speakers()
    latest: dict[int, date] = {}
    for due_on, given_out_at, user, is_active, body, group in rows.iterator(chunk_size=5000):
        days = around(due_on, **DAYS)
        name = reached(days, on=on)
        # Whoever was told of it with the minutes need not hear next morning what they said already.
        if not name or (given_out_at and days[name] <= timezone.localtime(given_out_at).date()):
            continue
        if user and is_active:
            readers = {user}
        else:
            readers = (given_out_at and speakers.get((group, body))) or officers.get(group, set())
        for reader in readers:
            latest[reader] = max(days[name], latest.get(reader, days[name]))
    return latest


def groups_with_long_overdue(first: date, last: date) -> list[int]:
    """Groups in which an unfinished action was due between two days."""
    actions = ActionItem.objects.unfinished().due_between(first, last)
    return sorted(set(actions.order_by().values_list("item__meeting__group", flat=True).distinct()))


def long_overdue_of_week(monday: date) -> tuple[date, date]:
    """The due days of actions that cause the list of a week."""
    last = monday - timedelta(days=14)
    return last - timedelta(weeks=WEEKS), last


def _officers() -> Readers:
    """The officers of each group today."""
    found: Readers = defaultdict(set)
    for group, user in (
        OfficerSupport.objects.current().filter(user__is_active=True).values_list("group", "user")
    ):
        found[group].add(user)
    return found


def _speakers() -> dict[tuple[int, int], set[int]]:
    """For each group and organisation: the logins of its people in the group today."""
    found: dict[tuple[int, int], set[int]] = defaultdict(set)
    members = Membership.objects.current().filter(person__user__is_active=True).order_by()
    columns = members.values_list("group", "organisation", "person__organisation", "person__user")
    for group, represents, works_for, user in columns:
        body = represents or works_for
        if body:
            found[(group, body)].add(user)
    return found
