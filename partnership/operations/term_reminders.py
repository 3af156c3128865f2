"""Warning of offices and mandates that run out, and of those that have."""

from collections.abc import Iterable
from datetime import date

from django.db import transaction
from django.utils import timezone

from core.due_days import around, reached
from partnership import notices
from partnership.models import Group, OfficeTerm, Person, SeatHolding, User
from partnership.models.memberships import WARN_DAYS

# Officers hear early, because a meeting must elect or a body nominate; once more near the end; and if nothing was done.
DAYS = {"first": -WARN_DAYS, "soon": -14, "over": 0}
# Of what ran out long ago, before it was on the record, nobody is told: the group's own pages say it.
CAUGHT_UP = 90


@transaction.atomic
def warn_of_ending_terms(*, by: User | None) -> int:
    """Tell which offices and mandates are about to run out, and which have. Returns how many were told.

    Officers and the holder hear, once for each end, sixty days and two weeks before; and when the day has come and
    somebody still holds the place, also whoever presides over the group and the administrators.
    """
    told = 0
    terms = OfficeTerm.objects.due_to_end(within_days=WARN_DAYS).select_related("group", "person__user")
    for term in terms:
        if name := _name(term.due_to_end_on):
            what = "term_run_out" if name == "over" else "term_ending"
            readers = _readers(term.group, term.person, is_over=name == "over")
            told += len(notices.tell(readers, what, about=term, occasion=_occasion(name, term.due_to_end_on)))
    ending = SeatHolding.objects.mandate_ending(within_days=WARN_DAYS)
    for holding in ending.select_related("seat__group", "person__user"):
        if name := _name(holding.mandate_ends_on):
            what = "mandate_run_out" if name == "over" else "mandate_ending"
            readers = _readers(holding.seat.group, holding.person, is_over=name == "over")
            occasion = _occasion(name, holding.mandate_ends_on)
            told += len(notices.tell(readers, what, about=holding, occasion=occasion))
    return told


def _name(ends_on: date) -> str:
    """Which of the days has come; empty for none."""
    return reached(around(ends_on, **DAYS), on=timezone.localdate(), within=CAUGHT_UP)


def _occasion(name: str, day: date) -> str:
    return str(day) if name == "first" else f"{name} {day}"


def _readers(group: Group, holder: Person, *, is_over: bool) -> Iterable[User]:
    readers = [*User.objects.officers_of(group)]
    if holder.user is not None:
        readers.append(holder.user)
    if is_over:
        readers += [*User.objects.presiding_over(group), *User.objects.administrators()]
    return readers
