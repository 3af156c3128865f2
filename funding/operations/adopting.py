"""Adopting a proposal: all that it asks for becomes the plan, in one go, or nothing does."""

from datetime import date

from django.db import IntegrityError, transaction
from django.utils import timezone

from core import history
from core.refusals import Refused, sentence_of
from funding.models import Authority, Cell, LedgerEntry, Pot, Proposal
from funding.proposed import NotAdopted, Place, Stale, Step, cells_at, stale_lines, standing, steps
from partnership import notices
from partnership.models import User


@transaction.atomic
def adopt_proposal(proposal: Proposal, *, authority: Authority, effective_on: date, by: User) -> Proposal:
    """Move the money so that what the proposal wants is what is planned, on the word of a decision.

    Raises Stale when a figure changed underneath, NotAdopted with the ledger's own sentences when it says no. Then
    nothing at all has moved.
    """
    # The pot first, then the proposal: so do all who move money, and none waits for another in a circle.
    pot = Pot.objects.select_for_update().get(pk=proposal.pot_id)
    proposal = Proposal.objects.select_for_update(of=("self",)).with_names().get(pk=proposal.pk)
    lines = list(proposal.lines.with_places().in_grid_order())
    now = standing(pot, proposal.year, [Place.of(line) for line in lines])

    if not proposal.is_submitted:
        was = proposal.get_status_display().lower()
        raise Refused(f"A proposal that is {was} cannot be adopted.")
    if by == proposal.requested_by:
        raise Refused("Whoever asks does not adopt: another officer has to.")
    if stale := stale_lines(lines, now):
        raise Stale(stale)
    asked = steps({Place.of(line): line.change for line in lines})
    if not asked:
        raise Refused("The proposal changes nothing.")

    moment = timezone.now()
    history.edit(
        proposal,
        by=by,
        verb="adopted",
        status=Proposal.Status.ADOPTED,
        authority=authority,
        effective_on=effective_on,
        decided_by=by,
        decided_at=moment,
    )
    _move_all(proposal, asked)
    history.record(
        pot, "proposal adopted", by=by, reason=str(proposal), changes={"movements": [None, len(asked)]}
    )

    notices.tell([proposal.requested_by], "proposal_adopted", about=proposal)
    return proposal


def _move_all(proposal: Proposal, asked: list[Step]) -> None:
    """Write every movement in one statement; where the ledger says no, find out to which of them."""
    places = {place for step in asked for place in (step.source, step.to)}
    cells = cells_at(proposal.pot, proposal.year, places)
    try:
        with transaction.atomic():
            LedgerEntry.objects.bulk_create(_entry(proposal, step, cells) for step in asked)
    except IntegrityError as error:
        if problems := _what_is_wrong(proposal, asked, cells):
            raise NotAdopted(problems) from error
        raise Refused(sentence_of(error) or "The proposal cannot be adopted as it is.") from error


def _what_is_wrong(proposal: Proposal, asked: list[Step], cells: dict[Place, Cell]) -> dict[Place, str]:
    """What the ledger says to each movement by itself, beside the place that it would change."""
    problems: dict[Place, str] = {}
    for step in asked:
        entry = _entry(proposal, step, cells)
        # By itself it is no part of an adoption, which is asked about as a whole.
        entry.proposal = None
        try:
            with transaction.atomic():
                entry.save(force_insert=True)
        except IntegrityError as error:
            place = step.source if step.to.period is None else step.to
            problems.setdefault(place, sentence_of(error) or "This amount is not possible here.")
    return problems


def _entry(proposal: Proposal, step: Step, cells: dict[Place, Cell]) -> LedgerEntry:
    authority = proposal.authority
    return LedgerEntry(
        pot=proposal.pot,
        kind=step.kind,
        source=cells[step.source],
        destination=cells[step.to],
        amount=step.amount,
        decision_id=authority.decision_id if authority else None,
        authority=authority,
        reason=proposal.reason or proposal.title,
        effective_on=proposal.effective_on,
        recorded_at=proposal.decided_at,
        by=proposal.decided_by,
        proposal=proposal,
    )
