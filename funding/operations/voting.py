"""Voting in a participatory round: codes, the ballots that they cast, and papers counted by one and then by another."""

import hashlib
import secrets
from collections.abc import Iterable, Mapping
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone

from core import history
from core.refusals import Refused, sentence_of
from core.templatetags.house import british_date
from funding.models import Ballot, Idea, PaperTally, ParticipatoryRound, VotingCode
from funding.operations.participation import locked_round
from partnership import notices
from partnership.models import User

# No letters and figures that are taken for each other on paper. Sixteen of thirty are too many to try out.
ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH, PART = 16, 4
MOST_AT_ONCE = 2_000

Figures = Mapping[str, int]


@transaction.atomic
def issue_codes(round_: ParticipatoryRound, *, number: int, by: User) -> list[str]:
    """Make voting codes to print or post. They are told once, here: only their hashes are kept."""
    round_ = locked_round(round_)

    if not 1 <= number <= MOST_AT_ONCE:
        raise Refused(f"Between 1 and {MOST_AT_ONCE:,} codes can be made at once.")

    made = [_new_code() for _ in range(number)]
    batch = (VotingCode.objects.of_round(round_).aggregate(last=Max("batch"))["last"] or 0) + 1
    try:
        with transaction.atomic():
            VotingCode.objects.bulk_create(
                VotingCode(round=round_, digest=_digest(round_, code), batch=batch, issued_by=by)
                for code in made
            )
    except IntegrityError as error:
        raise Refused(sentence_of(error) or "Try again: no code was made.") from error
    history.record(round_, "codes made", by=by, changes={"codes": [None, number]})
    return made


@transaction.atomic
def cast_ballot(round_: ParticipatoryRound, *, code: str, ideas: Iterable[Idea], by: None) -> Ballot:
    """Vote with a code, once. Nothing says who it was, so nothing is written into the history either."""
    chosen = [idea.pk for idea in ideas]

    if by is not None:
        raise Refused("A ballot is nobody’s.")
    if round_.status == ParticipatoryRound.Status.VOTING and not round_.takes_votes:
        raise Refused(f"The voting ended on {british_date(round_.voting_until)}.")
    if not chosen:
        raise Refused("Choose at least one idea.")
    if len(chosen) > round_.votes_each:
        raise Refused(f"You have {round_.votes_each} votes and chose {len(chosen)} ideas.")

    return _use_code(round_, code, ideas=sorted(chosen))


@transaction.atomic
def take_codes_for_papers(round_: ParticipatoryRound, *, codes: Iterable[str], by: User) -> int:
    """Take the codes of people who vote on paper instead, so that nobody votes both ways. All are taken or none."""
    given = [code for code in codes if code.strip()]
    round_ = locked_round(round_)

    if not given:
        raise Refused("Type at least one code.")

    for code in given:
        _use_code(round_, code, on_paper=True)
    history.record(round_, "codes taken for papers", by=by, changes={"codes": [None, len(given)]})
    return len(given)


@transaction.atomic
def count_papers(round_: ParticipatoryRound, *, papers: int, figures: Figures, by: User) -> PaperTally:
    """Write down what one officer counted: the valid papers, and the votes of each idea by its number."""
    round_ = locked_round(round_)

    if PaperTally.objects.of_round(round_).agreed().exists():
        raise Refused("The papers are counted and checked already.")
    _refuse_impossible(round_, papers, figures)

    tally = PaperTally(round=round_, papers=papers, counted=dict(figures), counted_by=by)
    history.add(tally, by=by, verb="counted")

    others = [user for user in User.objects.officers_of(round_.pot.group) if user != by]
    notices.tell(others, "papers_counted", about=tally)
    return tally


@transaction.atomic
def check_papers(tally: PaperTally, *, papers: int, figures: Figures, by: User) -> PaperTally:
    """Write down what another officer counted. Where a figure differs, the papers have to be counted again."""
    # The round first: so do all who change what is in it, and none waits for another in a circle.
    locked_round(tally.round)
    tally = PaperTally.objects.select_for_update(of=("self",)).select_related("round__pot").get(pk=tally.pk)

    if by == tally.counted_by:
        raise Refused("Whoever counted does not check: another officer has to.")
    if tally.checked_by_id is not None:
        raise Refused("This count was checked already.")
    _refuse_impossible(tally.round, papers, figures)

    history.edit(
        tally,
        by=by,
        verb="checked",
        checked_papers=papers,
        checked=dict(figures),
        checked_by=by,
        checked_at=timezone.now(),
        agrees=papers == tally.papers and dict(figures) == tally.counted,
    )
    if tally.agrees:
        _open_ties_again(tally.round, by=by)
    return tally


def _open_ties_again(round_: ParticipatoryRound, *, by: User) -> None:
    """Papers change the votes: whatever was settled about ideas with equal votes was about other votes."""
    for idea in Idea.objects.of_round(round_).exclude(tie_place=None).select_for_update():
        history.edit(idea, by=by, verb="tie open again", tie_place=None, tie_decision=None)


def _use_code(round_: ParticipatoryRound, code: str, **values: Any) -> Ballot:
    """The ballot of a code. Two who use the same code at once: the second waits, and is refused."""
    found = VotingCode.objects.of_round(round_).filter(digest=_digest(round_, code)).first()
    shown = code.strip()[:40]
    if found is None:
        raise Refused(f"“{shown}” is not a code of this round. Compare it with what was sent.")
    ballot = Ballot(round=round_, code=found, **values)
    try:
        with transaction.atomic():
            ballot.save(force_insert=True)
    except IntegrityError as error:
        already = f"The code {shown} has voted already. A code votes once."
        raise Refused(sentence_of(error) or already) from error
    return ballot


def _refuse_impossible(round_: ParticipatoryRound, papers: int, figures: Figures) -> None:
    """No paper votes twice for an idea, nor for more ideas than the round allows."""
    known = {str(idea.number) for idea in Idea.objects.of_round(round_).feasible()}
    if set(figures) != known:
        raise Refused("Give a figure for every idea that people could vote for.")
    if papers < 0 or min(figures.values(), default=0) < 0:
        raise Refused("No figure is less than nothing.")
    if max(figures.values(), default=0) > papers:
        raise Refused("No idea can have more votes than there are papers.")
    if sum(figures.values()) > papers * round_.votes_each:
        raise Refused(
            f"There are more votes than {papers} papers with {round_.votes_each} votes each can hold."
        )


def _new_code() -> str:
    signs = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
    return "-".join(signs[at : at + PART] for at in range(0, LENGTH, PART))


def _digest(round_: ParticipatoryRound, code: str) -> str:
    """However it was typed: in small letters, with blanks, without hyphens."""
    signs = "".join(sign for sign in code.upper() if sign in ALPHABET)
    return hashlib.sha256(f"{round_.pk}:{signs}".encode()).hexdigest()
