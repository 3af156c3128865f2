"""What of a year's money is not spent, element by element, and what is recommended for it. Computed, never typed."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal

from django.db.models import Exists, OuterRef, Sum

from funding import outturn
from funding.models import (
    LedgerEntry,
    Period,
    Pot,
    RecommendedMovement,
    Return,
    Round,
    Stream,
    UnderspendRecommendation,
)
from funding.outturn import Key, OutturnLine, YearOutturn

NOTHING = Decimal(0)
Kind, Answer = UnderspendRecommendation.Kind, UnderspendRecommendation.Answer
# These have no force any more: the money is open to another recommendation.
WITHOUT_FORCE = (Answer.NOTED, Answer.NOT_AGREED)
# These take money out of the line that it was unspent in.
LEAVING = (Kind.CARRY_FORWARD, Kind.VIRE, Kind.RETURN)


@dataclass(frozen=True)
class Advice:
    """One thing to be done with a part of unspent money."""

    kind: str
    amount: Decimal
    reason: str
    to_stream: Stream | None = None
    to_period: Period | None = None


@dataclass
class Element:
    """A project, or a stream's own money, that will not spend all that it has."""

    line: OutturnLine
    recommendations: list[UnderspendRecommendation] = field(default_factory=list)
    # What left it on recommendations that were carried out: it was unspent, and is gone.
    gone: Decimal = NOTHING

    @property
    def amount(self) -> Decimal:
        """What was unspent before anything was done about it."""
        return self.line.underspend + self.gone

    @property
    def in_force(self) -> list[UnderspendRecommendation]:
        return [each for each in self.recommendations if each.answer not in WITHOUT_FORCE]

    @property
    def recommended(self) -> Decimal:
        return sum((each.amount for each in self.in_force), NOTHING)

    @property
    def still_open(self) -> Decimal:
        """For which nothing is recommended that has force."""
        return self.amount - self.recommended

    @property
    def to_recommend(self) -> Decimal:
        """What a new set of recommendations has to come to: whatever no meeting has before it."""
        put = (each.amount for each in self.in_force if each.item_id is not None)
        return self.amount - sum(put, NOTHING)

    @property
    def adds_up(self) -> bool:
        return self.still_open == 0

    @property
    def is_in_the_total(self) -> bool:
        return self.line.stream.kind != Stream.Kind.ALIGNED


@dataclass
class Underspend:
    """The unspent elements of a year, as a round knows them."""

    known: YearOutturn
    elements: list[Element]

    @property
    def overspent(self) -> list[OutturnLine]:
        return [line for line in self.known.returned if line.underspend < 0]

    @property
    def total(self) -> Decimal:
        """Of the pot; aligned money stands beside it."""
        return sum((each.amount for each in self.elements if each.is_in_the_total), NOTHING)

    @property
    def to_put(self) -> list[Element]:
        """Those with recommendations that no meeting has yet."""
        return [
            element for element in self.elements if any(each.item_id is None for each in element.in_force)
        ]

    def element_of(self, stream_id: int, project_id: int | None) -> Element | None:
        return next((each for each in self.elements if each.line.key == (stream_id, project_id)), None)


def of_round(
    round_: Round,
    *,
    recommendations: Iterable[UnderspendRecommendation] | None = None,
    known: YearOutturn | None = None,
) -> Underspend:
    """Every element of a round that is unspent, with the recommendations on it (all, or those a reader may see)."""
    known = known or outturn.of_round(round_)
    elements = {line.key: Element(line) for line in known.returned}
    if recommendations is None:
        recommendations = UnderspendRecommendation.objects.of_round(round_).with_names().in_order()
    for each in recommendations:
        if element := elements.get((each.stream_id, each.project_id)):
            element.recommendations.append(each)
    for key, amount in _gone_from(round_).items():
        if key in elements:
            elements[key].gone = amount
    unspent = [each for each in elements.values() if each.amount > 0 or each.recommendations]
    return Underspend(known, unspent)


def round_to_show(pot: Pot, year: int, rounds: Iterable[Round] | None = None) -> Round | None:
    """The round of a year that knows most lately: the latest with an accepted return, or else the latest."""
    known = list(Round.objects.of_year(pot, year).with_pot().latest_first() if rounds is None else rounds)
    accepted = Return.objects.accepted().filter(round__in=known)
    answered = set(accepted.order_by().values_list("round", flat=True).distinct())
    return next((each for each in known if each.pk in answered), known[0] if known else None)


def _gone_from(round_: Round) -> dict[Key, Decimal]:
    """By stream and project, what left on recommendations of this round and was not taken back."""
    back = LedgerEntry.objects.filter(reverses=OuterRef("entry"))
    left = RecommendedMovement.objects.filter(
        ~Exists(back), recommendation__round=round_, recommendation__kind__in=LEAVING
    )
    sums = left.values_list("recommendation__stream", "recommendation__project").annotate(
        Sum("entry__amount")
    )
    return {(stream, project): amount for stream, project, amount in sums.order_by()}
