"""A return's way: written, sent, accepted or sent back."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone

from core import history
from core.refusals import Refused
from core.templatetags.house import british_date
from funding import returning
from funding.models import Actual, Forecast, Pot, Project, Return, ReturnLine, Round, Stream
from funding.places import planned
from funding.returning import LineOfReturn
from funding.variances import tolerance_of
from partnership import notices
from partnership.models import User


@transaction.atomic
def draft_return(round_: Round, *, stream: Stream, by: User, project: Project | None = None) -> Return:
    """The return of a project, or of a stream's own money, in a round: found, or begun."""
    Pot.objects.select_for_update(no_key=True).get(pk=round_.pot_id)

    if found := Return.objects.of_round(round_).filter(stream=stream, project=project).first():
        return found
    return_ = Return(round=round_, stream=stream, project=project)
    history.add(return_, by=by, verb="begun")
    return return_


@transaction.atomic
def save_return(
    return_: Return, *, lines: Iterable[LineOfReturn], comment: str, revision: int, by: User
) -> Return:
    """Keep what is said so far; nothing is sent. `revision` is that of the return as the writer saw it."""
    return_ = _locked(return_)
    said = list(lines)

    _refuse_another_revision(return_, revision)
    if not return_.may_be_written:
        raise Refused(f"The return is {_state(return_)}, so it is not changed.")
    if not return_.round.is_open:
        raise Refused(f"The round opens on {british_date(return_.round.opens_on)}.")
    if len(comment) > Return.LONGEST_COMMENT:
        raise Refused(f"The comment must be {Return.LONGEST_COMMENT:,} characters or fewer.")
    _refuse_wrong_lines(return_, said)

    before = _in_words(return_.lines.select_related("period"))
    return_.lines.all().delete()
    for line in said:
        row = ReturnLine(of_return=return_, period=line.period, kind=line.kind, amount=line.amount)
        row.clean_fields(exclude=["of_return", "period"])
        row.save()
    after = _in_words(said)
    changed = {} if before == after else {"lines": [before, after]}
    history.edit(return_, by=by, verb="written", comment=comment.strip())
    return_.revision = revision + 1
    return_.save(update_fields=["revision"])
    if changed:
        history.record(return_, "figures written", by=by, changes=changed)
    return return_


@transaction.atomic
def submit_return(return_: Return, *, revision: int, by: User) -> Return:
    """Send it to the officers of the pot. A difference from the plan beyond the tolerance has to be explained."""
    return_ = _locked(return_)
    lines = list(return_.lines.select_related("period"))

    _refuse_another_revision(return_, revision)
    if missing := returning.missing_periods(return_, lines):
        raise Refused(f"Nothing is said yet of {', '.join(str(period) for period in missing)}.")
    if returning.if_accepted(return_, lines).needs_comment and not return_.comment.strip():
        raise Refused(
            f"Explain the difference from the plan in the comment: it is {tolerance_of(return_.round.pot)}."
        )

    recorded = returning.now(return_).spent
    for line in lines:
        if line.kind == ReturnLine.Kind.ACTUAL:
            line.recorded = recorded[line.period_id]
            line.save(update_fields=["recorded"])
    now = timezone.now()
    return_ = _move(
        return_,
        Return.Status.SUBMITTED,
        "sent",
        by=by,
        submitted_at=now,
        submitted_by=by,
        sent_back_reason="",
    )

    officers = _officers_of(return_.round.pot).exclude(pk=by.pk)
    notices.tell(officers, "return_submitted", about=return_, occasion=now.isoformat())
    return return_


@transaction.atomic
def accept_return(return_: Return, *, revision: int, by: User) -> Return:
    """Put what a return says into the books: its spending and its forecasts, all of it or nothing."""
    # The pot is locked first, as everywhere where money is written down.
    Pot.objects.select_for_update(no_key=True).get(pk=return_.round.pot_id)
    return_ = _locked(return_)

    _refuse_another_revision(return_, revision)
    _refuse_move(return_, Return.Status.ACCEPTED)
    if return_.submitted_by_id == by.pk:
        raise Refused("Whoever sent a return does not accept it: somebody else does.")
    lines = list(return_.lines.select_related("period"))
    recorded = returning.now(return_).spent
    for line in lines:
        if line.kind == ReturnLine.Kind.ACTUAL and line.recorded != recorded[line.period_id]:
            raise Refused(
                f"What is recorded as spent in {line.period} has changed since the return was sent. Send it back, "
                "so that it is looked at again."
            )

    for line in lines:
        cell = planned(return_.stream, line.period, return_.project)
        if line.kind == ReturnLine.Kind.FORECAST:
            forecast = Forecast(round=return_.round, of_return=return_, cell=cell, amount=line.amount, by=by)
            history.add(forecast, by=by)
        elif line.amount != line.recorded:
            line.actual = _written(return_, line, cell, by=by)
            line.save(update_fields=["actual"])
    now = timezone.now()
    return_ = _move(return_, Return.Status.ACCEPTED, "accepted", by=by, accepted_at=now, accepted_by=by)

    _tell_sender(return_, occasion=now.isoformat())
    return return_


@transaction.atomic
def send_back_return(return_: Return, *, revision: int, reason: str, by: User) -> Return:
    """Ask for a return again, saying what is wrong with it."""
    return_ = _locked(return_)

    _refuse_another_revision(return_, revision)
    if not reason.strip():
        raise Refused("Say why it is sent back.")

    now = timezone.now()
    return_ = _move(
        return_,
        Return.Status.SENT_BACK,
        "sent back",
        by=by,
        sent_back_at=now,
        sent_back_by=by,
        sent_back_reason=reason.strip(),
    )

    _tell_sender(return_, occasion=now.isoformat())
    return return_


def _tell_sender(return_: Return, *, occasion: str) -> None:
    if return_.submitted_by is not None:
        notices.tell([return_.submitted_by], "return_answered", about=return_, occasion=occasion)


def _written(return_: Return, line: ReturnLine, cell: Any, *, by: User) -> Actual:
    """The row that makes the books say what the return says: spending, or a correction of what they said."""
    recorded = line.recorded or Decimal(0)
    difference = line.amount - recorded
    has_rows = Actual.objects.of_cell(cell).exists()
    if has_rows or cell.period.pk in _closed(return_):
        kind = Actual.Kind.CORRECTION
    else:
        kind = Actual.Kind.SPEND if difference > 0 else Actual.Kind.REFUND
    reason = "" if kind == Actual.Kind.SPEND else f"Return for {return_.round}"
    actual = Actual(cell=cell, kind=kind, amount=difference, reason=reason, by=by)
    history.add(actual, by=by)
    return actual


def _closed(return_: Return) -> set[int]:
    periods = return_.round.pot.periods.knowing_state().filter(year=return_.round.year)
    return {period.pk for period in periods if period.is_closed}


def _locked(return_: Return) -> Return:
    return Return.objects.select_for_update(of=("self",)).with_names().get(pk=return_.pk)


def _move(return_: Return, to: str, verb: str, *, by: User, **values: Any) -> Return:
    _refuse_move(return_, to)
    history.edit(return_, by=by, verb=verb, status=to, **values)
    return return_


def _refuse_move(return_: Return, to: str) -> None:
    if to not in Return.NEXT.get(Return.Status(return_.status), ()):
        wanted = {"submitted": "sent", "accepted": "accepted", "sent_back": "sent back"}[to]
        raise Refused(f"The return is {_state(return_)}, so it cannot be {wanted}.")


def _state(return_: Return) -> str:
    return {
        Return.Status.DRAFT: "not sent yet",
        Return.Status.SUBMITTED: "sent already",
        Return.Status.ACCEPTED: "accepted already",
        Return.Status.SENT_BACK: "sent back",
    }[Return.Status(return_.status)]


def _refuse_another_revision(return_: Return, revision: int) -> None:
    if return_.revision != revision:
        raise Refused("Somebody else has changed the return since you opened it. Look at it again first.")


def _refuse_wrong_lines(return_: Return, lines: list[LineOfReturn]) -> None:
    round_ = return_.round
    seen: set[int] = set()
    for line in lines:
        if line.period.pot_id != round_.pot_id or line.period.year != round_.year:
            raise Refused(f"{line.period} is not a period of {round_.financial_year}.")
        if line.period.pk in seen:
            raise Refused(f"{line.period} is there twice.")
        seen.add(line.period.pk)
        if line.kind != returning.kind_in(round_, line.period):
            asked = "was spent" if line.kind == ReturnLine.Kind.FORECAST else "is expected"
            raise Refused(f"For {line.period} the round asks what {asked}.")
        if line.kind == ReturnLine.Kind.FORECAST and line.amount < 0:
            raise Refused(f"What is expected for {line.period} cannot be less than nothing.")


def _in_words(lines: Iterable[Any]) -> str:
    """Figures as the history keeps them."""
    return "; ".join(
        f"{line.period}: {ReturnLine.Kind(line.kind).label.lower()} £{line.amount:,.2f}" for line in lines
    )


def _officers_of(pot: Pot) -> Any:
    return User.objects.officers_of(pot.group)
