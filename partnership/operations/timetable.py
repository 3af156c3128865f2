"""Having a job of the timetable started by hand."""

from django.db import transaction

from core import clock, history
from core.models import ScheduledStart
from core.refusals import Refused
from core.timetable import Entry
from core.turns import take_turn
from partnership.models import User


@transaction.atomic
def start_job(entry: Entry, *, by: User) -> ScheduledStart:
    """Have a job done now and not at its hour. Every job may be done twice: what it told already it does not repeat.

    Refused while somebody waits for the same.
    """
    take_turn(f"starts of {entry.task} by hand")
    if ScheduledStart.objects.of(entry.task).by_hand().unfinished().exists():
        raise Refused("This job has been asked for already and is waiting for its turn, or under way.")

    start = clock.ask(entry.task, by=by)

    history.record(start, "job started by hand", by=by, reason=entry.name)
    return start
