"""Reminding of what is to be looked at in a locality: plans to be reviewed, ways of reaching people."""

from collections import defaultdict
from datetime import date

from django.db import transaction

from core.due_days import reached
from localities import keepers
from localities.models import CommunityPlan, Locality, Mechanism
from partnership import notices
from partnership.models import User


@transaction.atomic
def remind_of_plan_reviews(*, on: date, by: User | None) -> int:
    """Tell who works in a locality that a plan is to be reviewed; four weeks later the administrators too."""
    told = 0
    for plan in CommunityPlan.objects.to_review_around(on):
        # From one of its days to the next four weeks pass: whatever was missed in between is said.
        name = reached(keepers.days_of_review(plan), on=on, within=27)
        if not name:
            continue
        readers = keepers.keepers_or_administrators(plan.locality)
        if name == "late":
            readers += list(User.objects.administrators())
        occasion = f"{name} {plan.review_due_on}"
        told += len(notices.tell(readers, "plan_review_due", about=plan, occasion=occasion))
    return told


@transaction.atomic
def remind_of_stale_mechanisms(*, on: date, by: User | None) -> int:
    """Once a month, one list for each locality and reader: ways of reaching people that nobody looked at for a year.

    Who works there hears, and the body whose it is; after a quarter the administrators, too. Counted as of the first of
    the month, whenever in it the clock comes to it.
    """
    first = on.replace(day=1)
    causes: dict[Locality, list[Mechanism]] = defaultdict(list)
    for mechanism in Mechanism.objects.current().last_checked_between(*keepers.stale_in_month(first)):
        causes[mechanism.locality].append(mechanism)
    told = 0
    for locality, stale in causes.items():
        readers = keepers.keepers_or_administrators(locality)
        for mechanism in stale:
            readers += User.objects.of_organisation(mechanism.owner)
        if any(keepers.is_escalated(mechanism, first) for mechanism in stale):
            readers += User.objects.administrators()
        told += len(notices.tell(readers, "mechanisms_stale", about=locality, occasion=f"{first:%Y-%m}"))
    return told
