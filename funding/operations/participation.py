"""Participatory rounds: begun, opened, led from step to step, and called off. Deciding them is in `sharing_out.py`."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone

from core import history
from core.refusals import Refused
from core.templatetags.house import british_date
from funding.models import Idea, ParticipatoryRound, Period, Pot, Stream
from partnership import notices
from partnership.models import User

Status = ParticipatoryRound.Status


@transaction.atomic
def draft_participatory_round(
    pot: Pot,
    *,
    stream: Stream,
    year: int,
    title: str,
    amount: Decimal,
    ideas_until: date,
    voting_until: date,
    by: User,
    votes_each: int = 3,
    about: str = "",
) -> ParticipatoryRound:
    """Begin a round in which people share out an amount of a pot. Nobody else sees it before it is open."""
    _refuse_unopened_year(pot, year)

    round_ = ParticipatoryRound(
        pot=pot,
        stream=stream,
        year=year,
        title=title,
        about=about,
        amount=amount,
        votes_each=votes_each,
        ideas_until=ideas_until,
        voting_until=voting_until,
    )
    history.add(round_, by=by)
    return round_


@transaction.atomic
def edit_participatory_round(round_: ParticipatoryRound, *, by: User, **values: Any) -> ParticipatoryRound:
    """Correct a draft; what an open round promises stays."""
    round_ = locked_round(round_)

    if not round_.is_draft:
        raise Refused("The round is open: what it offers, and until when, stays.")
    _refuse_unopened_year(round_.pot, values.get("year", round_.year))

    history.edit(round_, by=by, **values)
    return round_


@transaction.atomic
def open_participatory_round(round_: ParticipatoryRound, *, by: User) -> ParticipatoryRound:
    """Ask everybody for ideas. The money on offer must be there, awarded and not planned or offered elsewhere."""
    # The pot first, then the round: so do all who move money, and none waits for another in a circle.
    Pot.objects.select_for_update().get(pk=round_.pot_id)
    round_ = locked_round(round_)

    if round_.is_draft and round_.ideas_until < timezone.localdate():
        raise Refused("The last day for ideas is past. Edit the round, and give people time.")

    return _step(round_, Status.OPEN, by=by, verb="opened")


@transaction.atomic
def close_ideas(round_: ParticipatoryRound, *, by: User) -> ParticipatoryRound:
    """Take no more ideas: those that came are checked."""
    round_ = locked_round(round_)

    if round_.status == Status.OPEN and timezone.localdate() <= round_.ideas_until:
        raise Refused(f"People were told that they can bring ideas until {british_date(round_.ideas_until)}.")

    return _step(round_, Status.CHECKING, by=by, verb="closed for ideas")


@transaction.atomic
def open_voting(round_: ParticipatoryRound, *, by: User) -> ParticipatoryRound:
    """Let people vote on the ideas that are feasible."""
    round_ = locked_round(round_)

    if round_.status == Status.CHECKING and round_.voting_until < timezone.localdate():
        raise Refused("The last day for voting is past. Call the round off, and begin another.")

    return _step(round_, Status.VOTING, by=by, verb="voting opened")


@transaction.atomic
def close_voting(round_: ParticipatoryRound, *, by: User) -> ParticipatoryRound:
    """Take no more votes: papers can be counted, and the votes can be seen by the officers."""
    round_ = locked_round(round_)

    if round_.status == Status.VOTING and timezone.localdate() <= round_.voting_until:
        raise Refused(f"People were told that they can vote until {british_date(round_.voting_until)}.")

    return _step(round_, Status.COUNTING, by=by, verb="voting closed")


@transaction.atomic
def call_off_participatory_round(
    round_: ParticipatoryRound, *, why_called_off: str, by: User
) -> ParticipatoryRound:
    """Give the round up, and say why. Whoever entered an idea is told; no money has moved."""
    round_ = locked_round(round_)

    if not why_called_off.strip():
        raise Refused("Say why it is called off.")

    was_draft = round_.is_draft
    round_ = _step(round_, Status.CALLED_OFF, by=by, verb="called off", why_called_off=why_called_off)

    if not was_draft:
        ideas = Idea.objects.of_round(round_).with_names()
        notices.tell([idea.entered_by for idea in ideas], "participatory_round_called_off", about=round_)
    return round_


def locked_round(round_: ParticipatoryRound) -> ParticipatoryRound:
    """The round as it stands now, held until the transaction ends."""
    rounds = ParticipatoryRound.objects.select_for_update(of=("self",)).with_pot()
    return rounds.get(pk=round_.pk)


def _step(round_: ParticipatoryRound, to: str, *, by: User, verb: str, **values: Any) -> ParticipatoryRound:
    status = Status(to)
    if status not in ParticipatoryRound.NEXT.get(Status(round_.status), set()):
        was = round_.get_status_display().lower()
        raise Refused(f"The round stands at “{was}”, from where it cannot go to “{status.label.lower()}”.")
    history.edit(round_, by=by, verb=verb, status=status, **values)
    return round_


def _refuse_unopened_year(pot: Pot, year: int) -> None:
    if not Period.objects.of_year(pot, year).exists():
        raise Refused("That year is not open yet, so nothing can be planned in it.")
