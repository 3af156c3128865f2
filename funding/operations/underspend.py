"""What to do with unspent money: recommended, put to a meeting, answered there, carried out."""

from collections import Counter
from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from core import history
from core.refusals import Refused
from core.templatetags.house import pounds
from funding import outturn, underspend
from funding.chains import cap_of
from funding.models import (
    Authority,
    Cell,
    LedgerEntry,
    Period,
    Pot,
    Project,
    RecommendedMovement,
    Round,
    Stream,
    UnderspendRecommendation,
)
from funding.operations import ledger
from funding.operations.ledger import Ground
from funding.outturn import OutturnLine
from funding.places import available, planned
from funding.underspend import Advice
from meetings.models import AgendaItem, Decision
from partnership.models import User

NOTHING = Decimal(0)
Kind, Answer = UnderspendRecommendation.Kind, UnderspendRecommendation.Answer
# In this order they are carried out: what must come out of open periods takes from them first.
ORDER = [Kind.VIRE, Kind.REPROFILE, Kind.CARRY_FORWARD, Kind.RETURN, Kind.HOLD]
FROM_OPEN_PERIODS = (Kind.VIRE, Kind.REPROFILE)


@transaction.atomic
def recommend_for_underspend(
    round_: Round, *, stream: Stream, advice: Iterable[Advice], by: User, project: Project | None = None
) -> list[UnderspendRecommendation]:
    """Say what should become of unspent money, to the penny. It takes the place of what no meeting has had yet."""
    round_ = _locked(round_)
    given = list(advice)
    element = underspend.of_round(round_).element_of(stream.pk, project.pk if project else None)

    if (latest := underspend.round_to_show(round_.pot, round_.year)) != round_:
        raise Refused(f"{latest} knows more of the year. Recommend on what it says.")
    if _is_waited_for(round_, stream, project):
        raise Refused(
            "What was recommended in an earlier round waits for its answer, or to be carried out, first."
        )
    if element is None or element.to_recommend <= 0:
        raise Refused("Nothing of it is unspent that no meeting has before it.")
    said = sum((each.amount for each in given), NOTHING)
    if said != element.to_recommend:
        raise Refused(_does_not_add_up(said, element.to_recommend))

    UnderspendRecommendation.objects.of_round(round_).of_line(stream, project).not_put().delete()
    made = []
    for each in given:
        recommendation = UnderspendRecommendation(
            round=round_,
            stream=stream,
            project=project,
            kind=each.kind,
            amount=each.amount,
            reason=each.reason.strip(),
            to_stream=each.to_stream,
            to_period=each.to_period,
        )
        history.add(recommendation, by=by, verb="recommended")
        made.append(recommendation)
    return made


@transaction.atomic
def put_recommendations(round_: Round, *, item: AgendaItem, by: User) -> list[UnderspendRecommendation]:
    """Put every recommendation of a round that no meeting has had yet to an item of the pot's group."""
    round_ = _locked(round_)
    waiting = underspend.of_round(round_).to_put

    if not waiting:
        raise Refused("There is nothing to put: every recommendation is before a meeting already.")
    for element in waiting:
        if not element.adds_up:
            raise Refused(
                f"{element.line.about}: {pounds(element.amount)} is unspent now, and the recommendations come to "
                f"{pounds(element.recommended)}. Look at them again first."
            )

    put = [each for element in waiting for each in element.in_force if each.item_id is None]
    for each in put:
        history.edit(each, by=by, verb="put to a meeting", item=item)
    return put


@transaction.atomic
def answer_recommendations(
    round_: Round, *, item: AgendaItem, answer: str, by: User, decision: Decision | None = None
) -> list[UnderspendRecommendation]:
    """Write down what a meeting said to the recommendations put to one of its items."""
    round_ = _locked(round_)
    waiting = list(UnderspendRecommendation.objects.of_round(round_).filter(item=item).awaiting_an_answer())

    if not waiting:
        raise Refused("Nothing that was put to this item waits for an answer.")
    if answer == Answer.AGREED and decision is None:
        raise Refused("Name the decision that agreed to it.")
    if answer == Answer.AGREED and decision is not None and not decision.is_in_force:
        raise Refused(f"{decision} was not agreed, so nothing can be carried out on it.")

    for each in waiting:
        history.edit(
            each,
            by=by,
            verb="answered",
            answer=answer,
            decision=decision if answer == Answer.AGREED else None,
        )
    return waiting


@transaction.atomic
def carry_out_recommendations(
    round_: Round, *, authority: Authority, effective_on: date, by: User, external_reference: str = ""
) -> list[UnderspendRecommendation]:
    """Move the money as the meeting agreed, all of it or nothing. What is held stays where it is.

    `external_reference` is the funder's approval, where more is carried forward than a stream may without asking.
    """
    round_ = _locked(round_)
    agreed = list(
        UnderspendRecommendation.objects.of_round(round_)
        .to_carry_out()
        .filter(decision=authority.decision)
        .select_for_update(of=("self",))
        .select_related("stream__pot", "project", "to_stream__pot", "to_period", "round__pot")
        .order_by("pk")
    )

    if not agreed:
        raise Refused(f"Nothing that {authority.decision} agreed waits to be carried out.")

    _refuse_above_the_cap(agreed, external_reference)

    for each in sorted(agreed, key=lambda one: ORDER.index(Kind(one.kind))):
        ground: Ground = {"authority": authority, "reason": each.reason, "effective_on": effective_on}
        if each.moves_money:
            _carry_out(each, ground, external_reference, by=by)
        history.edit(each, by=by, verb="carried out", carried_out_at=timezone.now(), carried_out_by=by)
    return agreed


def _is_waited_for(round_: Round, stream: Stream, project: Project | None) -> bool:
    """Whether recommendations on the same money, made in another round of the year, are still on their way."""
    others = UnderspendRecommendation.objects.of_line(stream, project).exclude(round=round_)
    of_year = others.filter(round__pot=round_.pot, round__year=round_.year)
    return of_year.awaiting_an_answer().exists() or of_year.to_carry_out().exists()


def _carry_out(each: UnderspendRecommendation, ground: Ground, external_reference: str, *, by: User) -> None:
    for cell, amount in _taken_from(each):
        entry = _moved(each, cell, amount, ground, external_reference, by=by)
        RecommendedMovement.objects.create(recommendation=each, entry=entry)


def _moved(
    each: UnderspendRecommendation,
    cell: Cell,
    amount: Decimal,
    ground: Ground,
    external_reference: str,
    *,
    by: User,
) -> LedgerEntry:
    if each.kind == Kind.RETURN:
        return ledger.return_to_funder(cell, amount=amount, by=by, **ground)
    if each.kind == Kind.CARRY_FORWARD:
        came_by = LedgerEntry.objects.that_brought_money_into(each.stream, each.round.year).first()
        if came_by is None:
            raise Refused("Nothing brought money into that year that could be carried forward.")
        out, _ = ledger.carry_forward(
            cell, came_by=came_by, amount=amount, external_reference=external_reference, by=by, **ground
        )
        return out
    if each.to_period is None:
        raise Refused("Say where the money is to go.")
    to = planned(each.to_stream or each.stream, each.to_period, None if each.to_stream else each.project)
    if each.kind == Kind.VIRE:
        return ledger.vire(cell, to=to, amount=amount, by=by, **ground)
    return ledger.reprofile(cell, to=to, amount=amount, by=by, **ground)


def _taken_from(each: UnderspendRecommendation) -> list[tuple[Cell, Decimal]]:
    """From which places the money is taken: nowhere more than is neither spent nor still expected to be."""
    known = outturn.of_round(each.round, of=(each.stream, each.project))
    closed = {
        period.pk
        for period in Period.objects.of_year(each.round.pot, each.round.year).knowing_state()
        if period.is_closed
    }
    places = _free(known.lines[0], each)
    if each.kind in FROM_OPEN_PERIODS:
        places = [
            (cell, free)
            for cell, free in places
            if cell.period_id not in closed
            and cell.period_id != (each.to_period_id if not each.to_stream_id else 0)
        ]
    taken, wanted = [], each.amount
    for cell, free in places:
        if part := min(free, wanted):
            taken.append((cell, part))
            wanted -= part
    if wanted:
        where = " in periods that are open" if each.kind in FROM_OPEN_PERIODS and closed else ""
        raise Refused(
            f"{each.about}: only {pounds(each.amount - wanted)} of {pounds(each.amount)} is free{where}. "
            "What is spent or expected cannot move, and a closed period keeps its profile."
        )
    return taken


def _free(line: OutturnLine, each: UnderspendRecommendation) -> list[tuple[Cell, Decimal]]:
    """What is over in periods that are past, then what is not planned, then what the periods to come do not need.

    In this order money that was planned for a coming period a moment ago is not taken out of it again.
    """
    past: list[tuple[Cell, Decimal]] = []
    to_come: list[tuple[Cell, Decimal]] = []
    for period, cell in line.cells.items():
        spent, expected = line.spent[period], line.expected.get(period, NOTHING)
        is_past = period in line.counted
        bound = spent if is_past else max(spent, expected)
        if (free := line.planned[period] - bound) > 0:
            (past if is_past else to_come).append((cell, free))
    unplanned = []
    if line.unplanned > 0:
        unplanned = [(available(each.stream, each.round.year), line.unplanned)]
    if each.kind in FROM_OPEN_PERIODS:
        return [*unplanned, *to_come, *reversed(past)]
    return [*past, *unplanned, *to_come]


def _refuse_above_the_cap(agreed: list[UnderspendRecommendation], external_reference: str) -> None:
    """Said for all of a stream at once: the guard of the ledger would speak of each part by itself."""
    if external_reference.strip():
        return
    carried: Counter[Stream] = Counter()
    for each in agreed:
        if each.kind == Kind.CARRY_FORWARD:
            carried[each.stream] += each.amount  # type: ignore[assignment]
    for stream, amount in carried.items():
        cap = cap_of(stream, agreed[0].round.year)
        if amount > cap.left:
            raise Refused(
                f"{stream}: {pounds(amount)} is to be carried forward, and {pounds(cap.left)} may be without asking "
                "the funder. Name the funder’s approval."
            )


def _does_not_add_up(said: Decimal, asked: Decimal) -> str:
    difference = pounds(abs(asked - said))
    left = f"{difference} is still to be said" if said < asked else f"that is {difference} too much"
    return f"The recommendations come to {pounds(said)} of {pounds(asked)} unspent: {left}."


def _locked(round_: Round) -> Round:
    """The round, with its pot's row held: whoever moves money of the pot waits, so that the sums stay what they are."""
    Pot.objects.select_for_update().get(pk=round_.pot_id)
    return Round.objects.with_pot().get(pk=round_.pk)
