"""What does not work: jobs of the clock, notices, long work, papers, sums."""

from datetime import timedelta
from typing import Any

from django.db.models import Count, Max, Min
from django.urls import reverse
from django.utils import timezone

from core.models import Run, ScheduledStart
from core.templatetags.house import british_datetime
from meetings.models import PaperText
from partnership.jobs import all_jobs
from partnership.models import Notice, User
from portal.waiting.tasks import Task, Waiting, first

CHECK_OF_SUMS = "funding.schedule.check_sums"
# Long work that failed longer ago than this has been asked for again, or is not wanted any more.
RUNS_SHOWN = timedelta(days=14)


def all_kinds() -> list[Waiting]:
    """The most serious first."""
    return [
        jobs(),
        sums(),
        failing_addresses(),
        notices_given_up(),
        notices_behind(),
        long_work(),
        unreadable_papers(),
    ]


def jobs() -> Waiting:
    """What the clock started and did not finish, or should have started and did not."""
    tasks = []
    for job in all_jobs():
        if not job.wants_a_look or not job.last:
            continue
        address = reverse("partnership:job", args=[job.entry.task])
        if job.is_late:
            note = f"Last started {british_datetime(job.last.started_at)}. Is there a clock, and a worker?"
            tasks.append(Task(job.entry.name, address, note, "Late", "red"))
        else:
            note = f"{british_datetime(job.last.started_at)}: {job.last.problem or 'its worker died'}"
            tasks.append(Task(job.entry.name, address, note, job.last.get_state_display(), "red"))
    return Waiting("Jobs of the clock", tasks, reverse("partnership:timetable"))


def sums() -> Waiting:
    """Sums of money that were not what the ledger says when they were last compared."""
    last = ScheduledStart.objects.of(CHECK_OF_SUMS).filter(state=ScheduledStart.State.DONE).first()
    if last is None or not last.outcome:
        return Waiting("Sums of money", [])
    note = (
        f"{last.outcome}. The ledger is right: whoever runs the machine mends them with manage.py mend_sums."
    )
    task = Task(
        "Sums differ from the ledger", reverse("partnership:job", args=[CHECK_OF_SUMS]), note, "Wrong", "red"
    )
    return Waiting("Sums of money", [task])


def failing_addresses() -> Waiting:
    """Logins whose mail comes back again and again. They hear nothing until the address is changed."""
    tasks = [
        Task(
            login.email,
            reverse("partnership:change_email", args=[login.pk]),
            f"{login} cannot be reached, last refused on {british_datetime(login.refused_at)}: change the address",
            "Comes back",
            "red",
        )
        for login in first(User.objects.active().unreachable().with_person().order_by("email"))
    ]
    return Waiting("Addresses that mail comes back from", tasks, reverse("partnership:manage_notices"))


def notices_given_up() -> Waiting:
    """Notices that could not be sent, by whom they should have reached."""
    by_reader = (
        Notice.objects.failed()
        .values("to", "to__email", "address")
        .annotate(number=Count("pk"), latest=Max("created_at"))
        .order_by("-number")
    )
    tasks = [
        Task(
            row["to__email"] or row["address"],
            reverse("partnership:user", args=[row["to"]])
            if row["to"]
            else reverse("partnership:manage_notices"),
            f"{_notices(row['number'])} given up, the latest of {british_datetime(row['latest'])}",
        )
        for row in first(by_reader)
    ]
    return Waiting("Notices given up", tasks, reverse("partnership:manage_notices"))


def notices_behind() -> Waiting:
    """Notices that wait longer than they should: the mail server, the worker or the clock is not well."""
    behind = Notice.objects.stranded().aggregate(number=Count("pk"), oldest=Min("created_at"))
    if not behind["number"]:
        return Waiting("Notices that wait too long", [])
    note = (
        f"The oldest of {british_datetime(behind['oldest'])}. The clock takes them up every minute: if the number does "
        "not fall, look at the mail server and the worker."
    )
    task = Task(
        f"{_notices(behind['number'])} not sent yet",
        reverse("partnership:manage_notices"),
        note,
        "Waiting",
        "yellow",
    )
    return Waiting("Notices that wait too long", [task])


def long_work() -> Waiting:
    """Packs, imports and reports that failed: whose they are, not what is in them."""
    failed: Any = (
        Run.objects.filter(state=Run.State.FAILED, finished_at__gte=timezone.now() - RUNS_SHOWN)
        .exclude(asked_by=None)
        .values("task", "asked_by", "asked_by__email")
        .annotate(number=Count("pk"), latest=Max("finished_at"))
        .order_by("-latest")
    )
    tasks = [
        Task(
            f"{row['task'].rpartition('.')[2].replace('_', ' ').capitalize()}, asked for by {row['asked_by__email']}",
            reverse("partnership:user", args=[row["asked_by"]]),
            f"Failed {_times(row['number'])}, the last on {british_datetime(row['latest'])}",
        )
        for row in first(failed)
    ]
    return Waiting("Long work that failed", tasks)


def unreadable_papers() -> Waiting:
    """Files whose text could not be read, so that search does not find them: how many, by group."""
    by_group: Any = (
        PaperText.objects.filter(state=PaperText.State.FAILED)
        .order_by()
        .values("paper__group__name", "paper__group__slug")
        .annotate(number=Count("pk"))
        .order_by("-number")
    )
    tasks = [
        Task(
            row["paper__group__name"],
            reverse("portal:group", args=[row["paper__group__slug"]]),
            f"{row['number']} file{'' if row['number'] == 1 else 's'}; its officers see which",
        )
        for row in first(by_group)
    ]
    return Waiting("Papers that could not be read", tasks)


def _notices(number: int) -> str:
    return f"{number} notice{'' if number == 1 else 's'}"


def _times(number: int) -> str:
    return "once" if number == 1 else f"{number} times"
