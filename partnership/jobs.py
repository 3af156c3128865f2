"""The jobs of the clock, each with what became of its last start."""

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from core import clock
from core.models import ScheduledStart
from core.timetable import Entry, entries


@dataclass(frozen=True)
class Job:
    """One line of the timetable with its last start and its next."""

    entry: Entry
    last: ScheduledStart | None
    next_at: datetime

    @property
    def is_late(self) -> bool:
        """Its moment has passed and nothing has been started."""
        return clock.is_late(self.entry, self.last)

    @property
    def wants_a_look(self) -> bool:
        """Late, failed or interrupted."""
        return self.is_late or (self.last is not None and self.last.has_gone_wrong)


def all_jobs() -> list[Job]:
    """Those of every few minutes before those of the day, by their hour; one question for all the last starts."""
    last = {start.task: start for start in ScheduledStart.objects.latest_of_each().select_related("asked_by")}
    now = timezone.now()
    jobs = [Job(entry, last.get(entry.task), entry.due_after(now)) for entry in entries()]
    return sorted(jobs, key=lambda job: (job.entry.is_daily_or_rarer, timezone.localtime(job.next_at).time()))
