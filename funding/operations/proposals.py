"""Proposals: begun, written, handed in, taken back, withdrawn and refused. Adopting them is in `adopting.py`."""

from collections.abc import Iterable
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone

from core import history
from core.refusals import Refused, sentence_of
from funding.models import Period, Pot, Proposal, ProposalLine
from funding.proposed import NOTHING, Outdated, Place, Stale, Wanted, stale_lines, standing, steps
from partnership import notices
from partnership.models import User

LARGEST = Decimal("99999999999.99")
Status = Proposal.Status


@transaction.atomic
def draft_proposal(
    pot: Pot, *, year: int, title: str, lines: Iterable[Wanted] = (), by: User, reason: str = ""
) -> Proposal:
    """Begin a proposal for a year of a pot. What the lines do not speak of stays as it is."""
    pot = Pot.objects.select_for_update().get(pk=pot.pk)

    if not Period.objects.of_year(pot, year).exists():
        raise Refused("That year is not open yet, so nothing can be planned in it.")

    last = Proposal.objects.of_pot(pot).aggregate(last=Max("number"))["last"] or 0
    proposal = Proposal(pot=pot, number=last + 1, year=year, title=title, reason=reason, requested_by=by)
    history.add(proposal, by=by)
    _write(proposal, lines)
    return proposal


@transaction.atomic
def save_proposal(
    proposal: Proposal, *, lines: Iterable[Wanted], revision: int, by: User, **words: str
) -> Proposal:
    """Write amounts into a draft: each replaces what its place had; places that are not named keep theirs.

    An amount that is what stands there is no change, and its line is left out. `words` may name title and reason.
    Raises Outdated when it was saved in another window since `revision`.
    """
    proposal = _locked(proposal)

    if not proposal.is_draft:
        raise Refused(
            f"The proposal is {proposal.get_status_display().lower()}: only a draft can be changed."
        )
    if by != proposal.requested_by:
        raise Refused("Only whoever began a proposal writes it; everybody else could not adopt it then.")
    if revision != proposal.revision:
        raise Outdated("The proposal was saved in another window while this one was open.")

    before = proposal.lines.count()
    _write(proposal, lines)
    history.edit(proposal, by=by, verb="saved", revision=proposal.revision + 1, **words)
    if (after := proposal.lines.count()) != before:
        history.record(proposal, "amounts changed", by=by, changes={"amounts": [before, after]})
    return proposal


@transaction.atomic
def submit_proposal(proposal: Proposal, *, by: User) -> Proposal:
    """Hand a draft in. The officers who can adopt it are told."""
    proposal = _locked(proposal)
    lines = list(proposal.lines.with_places())

    if not any(line.change for line in lines):
        raise Refused("The proposal changes nothing yet: write another amount into one of its boxes.")
    if proposal.status == Status.DRAFT:
        _refuse_if_stale(proposal, lines)
        _refuse_beyond_what_is_there(proposal, lines)

    _move(proposal, Status.SUBMITTED, by=by, submitted_at=timezone.now())

    deciding = [proposal.pot.group, *filter(None, [proposal.pot.accountable_group])]
    told = [user for group in deciding for user in User.objects.officers_of(group) if user != by]
    notices.tell(told, "proposal_submitted", about=proposal, occasion=f"revision {proposal.revision}")
    return proposal


@transaction.atomic
def take_back_proposal(proposal: Proposal, *, by: User) -> Proposal:
    """Make a submitted proposal a draft again, to work on it."""
    # Its number of savings goes up, so that handing it in again is another occasion.
    proposal = _locked(proposal)
    return _move(proposal, Status.DRAFT, by=by, verb="taken back", revision=proposal.revision + 1)


@transaction.atomic
def take_new_figures(proposal: Proposal, *, by: User) -> Proposal:
    """Go on from the figures that stand now: what was typed stays, beside what stands there today.

    Of a virement the amount that moves stays.
    """
    proposal = _locked(proposal)
    lines = list(proposal.lines.with_places())
    now = standing(proposal.pot, proposal.year, [Place.of(line) for line in lines])
    stale = stale_lines(lines, now)

    if not stale:
        raise Refused("No figure has changed since the proposal was written.")

    if proposal.is_submitted:
        proposal = _move(proposal, Status.DRAFT, by=by, verb="taken back")
    moves = any(line.period is None for line in lines)
    _write(proposal, [_upon(each.line, each.now, moves=moves) for each in stale])
    history.edit(proposal, by=by, verb="new figures taken", revision=proposal.revision + 1)
    return proposal


@transaction.atomic
def withdraw_proposal(proposal: Proposal, *, by: User) -> Proposal:
    """Whoever asked no longer asks."""
    return _move(_locked(proposal), Status.WITHDRAWN, by=by)


@transaction.atomic
def refuse_proposal(proposal: Proposal, *, answer: str, by: User) -> Proposal:
    """Say no, and why; whoever asked is told."""
    proposal = _locked(proposal)

    if by == proposal.requested_by:
        raise Refused("Whoever asks does not answer: withdraw the proposal instead.")
    if not answer.strip():
        raise Refused("Say why it is refused.")

    _move(proposal, Status.REFUSED, by=by, answer=answer, decided_by=by, decided_at=timezone.now())
    notices.tell([proposal.requested_by], "proposal_refused", about=proposal)
    return proposal


def _locked(proposal: Proposal) -> Proposal:
    return Proposal.objects.select_for_update(of=("self",)).with_names().get(pk=proposal.pk)


def _move(proposal: Proposal, to: str, *, by: User, verb: str = "", **values) -> Proposal:
    status = Status(to)
    if status not in Proposal.NEXT.get(Status(proposal.status), set()):
        was = proposal.get_status_display().lower()
        raise Refused(f"A proposal that is {was} cannot become {status.label.lower()}.")
    history.edit(proposal, by=by, verb=verb or status.label.lower(), status=status, **values)
    return proposal


def _write(proposal: Proposal, wanted: Iterable[Wanted]) -> None:
    """Put the lines of these places in place of those that were there."""
    asked = list(wanted)
    by_place = {Place.of(each): each for each in asked}
    if len(by_place) != len(asked):
        raise Refused("The same place is named twice.")
    for each in asked:
        if not (each.amount.is_finite() and 0 <= each.amount <= LARGEST):
            raise Refused("An amount is nothing or more, and less than a hundred thousand million pounds.")
    there = {Place.of(line): line for line in proposal.lines.with_places()}
    now = standing(proposal.pot, proposal.year, by_place)

    new = []
    for place, each in by_place.items():
        was = there[place].base if place in there else now.get(place, NOTHING)
        base = was if each.base is None else each.base
        # That a stream's unplanned money stays as it is says that none of it is meant: it keeps its line.
        if each.amount != base or place.period is None:
            line = ProposalLine(
                proposal=proposal,
                stream=each.stream,
                project=each.project,
                period=each.period,
                amount=each.amount,
                base=base,
            )
            new.append(line)
    proposal.lines.filter(pk__in=[there[place].pk for place in by_place if place in there]).delete()
    try:
        with transaction.atomic():
            ProposalLine.objects.bulk_create(new)
    except IntegrityError as error:
        raise Refused(sentence_of(error) or "One of the amounts is not possible there.") from error


def _upon(line: ProposalLine, now: Decimal, *, moves: bool) -> Wanted:
    amount = now + line.change if moves else line.amount
    if amount < 0:
        raise Refused(f"Only £{now:,.2f} is left in {line.place}: withdraw the proposal, and ask for less.")
    return Wanted(line.stream, line.project, line.period, amount, base=now)


def _refuse_if_stale(proposal: Proposal, lines: list[ProposalLine]) -> None:
    if stale := stale_lines(lines, standing(proposal.pot, proposal.year, [Place.of(line) for line in lines])):
        raise Stale(stale)


def _refuse_beyond_what_is_there(proposal: Proposal, lines: list[ProposalLine]) -> None:
    """Say which streams would plan more than they have, before somebody else finds it out."""
    found = steps({Place.of(line): line.change for line in lines})
    taken: dict[Place, Decimal] = {}
    for step in found:
        if step.source.period is None:
            taken[step.source] = taken.get(step.source, NOTHING) + step.amount
    now = standing(proposal.pot, proposal.year, taken)
    names = {line.stream_id: line.stream.name for line in lines}
    over = [
        f"{names[place.stream]} plans £{amount - now.get(place, NOTHING):,.2f} more than it has."
        for place, amount in taken.items()
        if amount > now.get(place, NOTHING)
    ]
    if over:
        raise Refused(" ".join(over))
