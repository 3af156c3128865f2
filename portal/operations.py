"""Asking for reports: by people when they want one, and by the clock when a time is over."""

from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from core import runs
from core.models import Run
from core.refusals import Refused
from core.turns import take_turn
from partnership.models import User
from partnership.periodic_reports import KINDS, Asked, Audience, label_of
from partnership.spans import Rhythm, Span, last_over, midnight, span_with
from portal.report_making import Arguments, arguments_of, begins_after
from portal.sector import representatives
from portal.tasks import make_report

__all__ = ["ask_for_digest", "ask_for_due_digests", "ask_for_due_reports", "ask_for_report"]

DIGEST = "sector_digest"
# What happened in the last minutes may still be on its way into the record: it comes with the next digest.
SETTLES_IN = timedelta(minutes=10)


@transaction.atomic
def ask_for_report(kind: str, *, thing: Any, span: Span, audience: str, by: User) -> Run:
    """Have a report made now. Pressed twice, it is one report."""
    if span.starts_on > timezone.localdate():
        raise Refused(f"{span.label[:1].upper()}{span.label[1:]} has not begun yet.")
    arguments = arguments_of(
        kind, thing=thing, since=span.since, until=span.until, period=span.label, audience=audience
    )
    return _asked_by(by, arguments, title=_title(kind, thing, span))


@transaction.atomic
def ask_for_digest(*, by: User) -> Run:
    """Have one's own digest made now, of everything since the last one."""
    until = timezone.now() - SETTLES_IN
    if begins_after(DIGEST, by, until) >= until:
        raise Refused("Your last digest was made a few minutes ago. There is nothing new yet.")
    waiting = Run.objects.filter(task=make_report.name, asked_by=by, arguments__kind=DIGEST).unfinished()
    if run := waiting.first():
        return run
    arguments = arguments_of(DIGEST, thing=None, until=until, period="", audience=Audience.READER, reader=by)
    return runs.ask(make_report, title=label_of(DIGEST), by=by, arguments=arguments)


def ask_for_due_reports(*, on: date, by: User | None) -> int:
    """Ask for every report whose time was over on a day and that was not asked for yet. Returns how many.

    Late or twice, it is the same: of each rhythm the last time that is over, and each report once.
    """
    asked = 0
    for kind in KINDS.values():
        if kind.goes_on:
            continue
        span = last_over(kind.rhythm, on - timedelta(days=kind.days_after))
        for thing, audience in kind.due():
            arguments = arguments_of(
                kind.name,
                thing=thing,
                since=span.since,
                until=span.until,
                period=span.label,
                audience=audience,
            )
            asked += _ask_once(arguments, title=_title(kind.name, thing, span), since=span.until)
    return asked


def ask_for_due_digests(*, on: date, by: User | None) -> int:
    """Ask for the digest of everyone who represents the sector, up to the Monday just begun. Returns how many."""
    if DIGEST not in KINDS:
        return 0
    until = midnight(span_with(Rhythm.WEEK, on).starts_on)
    asked = 0
    for reader in representatives():
        arguments = arguments_of(
            DIGEST, thing=None, until=until, period="", audience=Audience.READER, reader=reader
        )
        asked += _ask_once(arguments, title=label_of(DIGEST), since=until)
    return asked


@transaction.atomic
def _ask_once(arguments: Arguments, *, title: str, since: datetime) -> int:
    """Unless the clock has asked for just this already; what failed is asked for again."""
    take_turn("what the clock asks for is asked for once")
    same = Run.objects.filter(task=make_report.name, asked_by=None, asked_at__gte=since, arguments=arguments)
    if same.exclude(state=Run.State.FAILED).exists():
        return 0
    runs.ask(make_report, title=title, by=None, arguments=arguments)
    return 1


def _asked_by(user: User, arguments: Arguments, *, title: str) -> Run:
    """The same question of the same person is one run while it is being worked on."""
    User.objects.select_for_update(no_key=True).get(pk=user.pk)
    waiting = Run.objects.filter(task=make_report.name, asked_by=user, arguments=arguments).unfinished()
    return waiting.first() or runs.ask(make_report, title=title, by=user, arguments=arguments)


def _title(kind: str, thing: Any, span: Span) -> str:
    now = timezone.now()
    return Asked(kind, thing, span.since, span.until, span.label, Audience.EVERYONE, None, now).title
