"""Reminding of actions: whoever owns them, and of what is long overdue the chair and the officers."""

from datetime import date

from django.db import transaction

from core.due_days import monday_of
from meetings import actions_told, hearing
from partnership import notices
from partnership.models import Group, Notice, User
from partnership.notices import Telling


@transaction.atomic
def remind_of_actions(*, on: date, by: User | None) -> int:
    """Tell each owner in one list what of theirs is due soon, due or overdue. Returns how many were told.

    They hear on the days on which one of their actions came to be so, once a day at most; whatever the clock missed in
    the week before is in the same list. For those without a login somebody else hears, see `heard_of_by`.
    """
    moments = hearing.latest_moments(on)
    earliest = min(moments.values(), default=on).isoformat()
    told_on = Notice.objects.latest_occasions("actions_due", User, since=earliest)
    to_tell = {
        reader: moment for reader, moment in moments.items() if told_on.get(reader, "") < moment.isoformat()
    }
    users = User.objects.active().in_bulk(list(to_tell))
    tellings = [Telling(user, user, on.isoformat()) for user in users.values()]
    return notices.tell_many("actions_due", tellings, subject="Your actions that are due or overdue")


@transaction.atomic
def tell_of_long_overdue_actions(*, on: date, by: User | None) -> int:
    """Once a week, from Monday on: one list for each group and reader. Returns how many were told.

    Of actions that the clock finds on another day, because it stood still on Monday, as of Monday.
    """
    monday = monday_of(on)
    first, last = hearing.long_overdue_of_week(monday)
    tellings = []
    for group in Group.objects.filter(pk__in=hearing.groups_with_long_overdue(first, last)):
        readers = {*User.objects.officers_of(group), *User.objects.presiding_over(group)}
        tellings += [
            Telling(user, group, monday.isoformat())
            for user in readers
            if actions_told.are_long_overdue(group, user, first=first, last=last)
        ]
    return notices.tell_many("actions_overdue", tellings, subject="Overdue actions of your groups")
