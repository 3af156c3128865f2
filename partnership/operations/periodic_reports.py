"""Keeping a report as it was made, once and for good, and telling those who asked to hear of it."""

from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import Max

from core import history
from core.models import Run, sealed
from core.refusals import Refused
from core.statements import Statement, as_data
from core.turns import take_turn
from partnership import notices
from partnership.models import Group, PeriodicReport, User
from partnership.models.periodic_reports import fingerprint
from partnership.periodic_reports import KINDS, Asked

Audience = PeriodicReport.Audience


def keep_report(
    asked: Asked,
    statement: Statement,
    *,
    pdf: bytes,
    workbook: bytes,
    run: Run | None = None,
    by: User | None,
) -> PeriodicReport:
    """Keep what was counted, in words and in its two files: all of it, or nothing.

    What the clock or a run has had made already is not made twice: the one that is kept is returned.
    """
    saved: list[Any] = []
    try:
        return _keep(asked, statement, {"pdf": pdf, "workbook": workbook}, run, by, saved)
    except BaseException:
        for file in saved:
            file.storage.delete(file.name)
        raise


@transaction.atomic
def _keep(
    asked: Asked,
    statement: Statement,
    files: dict[str, bytes],
    run: Run | None,
    by: User | None,
    saved: list[Any],
) -> PeriodicReport:
    _wait_for_others(asked)
    same = (
        PeriodicReport.objects.of_kind(asked.kind).about(asked.thing).made_for(asked.audience, asked.reader)
    )
    if kept := same.filter(run=run).first() if run else None:
        return kept
    if by is None and (kept := same.over(asked.since, asked.until).filter(by=None).first()):
        return kept

    goes_on = KINDS[asked.kind].goes_on
    last = PeriodicReport.objects.going_on(asked.kind, asked.reader).aggregate(until=Max("until"))["until"]
    if goes_on and last is not None and asked.since != last:
        raise Refused("Another digest was made meanwhile. Ask again: it begins where that one ended.")

    hashes = {f"{name}_sha256": fingerprint(content) for name, content in files.items()}
    content = {
        "title": asked.title,
        "period": asked.period,
        "as_of": asked.as_of.isoformat(),
        "statement": as_data(statement),
        **hashes,
    }
    report = PeriodicReport(
        kind=asked.kind,
        title=asked.title[:300],
        thing=asked.thing,
        group=asked.group,
        audience=asked.audience,
        reader=asked.reader,
        since=asked.since,
        until=asked.until,
        period=asked.period,
        goes_on=goes_on,
        number=(same.over(asked.since, asked.until).aggregate(last=Max("number"))["last"] or 0) + 1,
        lead=statement.lead,
        as_of=asked.as_of,
        run=run,
        by=by,
        **sealed(content),
        **hashes,
    )
    for name, file_content in files.items():
        field = getattr(report, name)
        field.save(name, ContentFile(file_content), save=False)
        saved.append(field)
    report.save()

    history.record(report, "made", by=by)

    if by is None:
        followed = [asked.thing] if isinstance(asked.thing, Group) else []
        readers = _who_hears(report, asked.thing)
        notices.tell(readers, KINDS[asked.kind].notice, about=report, followed=followed)
    return report


def _who_hears(report: PeriodicReport, thing: Any) -> list[User]:
    """Its reader; or the officers of its group and, of an open one, whoever follows the group; or administrators."""
    if report.audience == Audience.READER:
        return [report.reader] if report.reader else []
    if report.group is None:
        return list(User.objects.administrators())
    hear = list(User.objects.officers_of(report.group))
    if report.audience == Audience.EVERYONE and report.group.is_public and isinstance(thing, Group):
        hear += list(User.objects.following(thing))
    return hear


def _wait_for_others(asked: Asked) -> None:
    """Reports of one kind for one reader are kept one after the other, so that none is kept twice."""
    take_turn(f"periodic report {asked.kind} {asked.audience} {asked.reader.pk if asked.reader else ''}")
