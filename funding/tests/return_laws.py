"""What must be true of returns, forecasts and recommendations whatever was tried, worked out from the rows alone."""

from collections import Counter
from collections.abc import Iterator
from decimal import Decimal

from funding.models import Actual, Forecast, RecommendedMovement, Return, ReturnLine, UnderspendRecommendation

KINDS = {"carry_forward": "carry_out", "vire": "virement", "reprofile": "reprofile", "return": "return"}


def broken_laws(seen: dict[int, tuple]) -> list[str]:
    """The laws that some row breaks; `seen` keeps what was true of rows that are to stay, from one look to the next."""
    return sorted({*_of_forecasts(), *_of_returns(), *_of_lines(), *_of_advice(), *_of_what_stays(seen)})


def _of_forecasts() -> Iterator[str]:
    for each in Forecast.objects.select_related("round__actuals_to", "cell__period", "of_return"):
        if each.round.counts_as_spent(each.cell.period):
            yield "a period counts as spent and as expected"
        about = (each.of_return.stream_id, each.of_return.project_id, each.of_return.round_id)
        if about != (each.cell.stream_id, each.cell.project_id, each.round_id):
            yield "a forecast is for something else than its return"


def _of_returns() -> Iterator[str]:
    for each in Return.objects.select_related("round", "stream"):
        if each.accepted_by_id and each.accepted_by_id == each.submitted_by_id:
            yield "one person sent and accepted a return"
        if each.stream.pot_id != each.round.pot_id:
            yield "a return is of another pot"
        if each.status != Return.Status.DRAFT and each.submitted_at is None:
            yield "a return skipped a step"


def _of_lines() -> Iterator[str]:
    for each in ReturnLine.objects.select_related("of_return__round__actuals_to", "period"):
        asked = each.of_return.round
        if (each.kind == "actual") != asked.counts_as_spent(each.period):
            yield "a line answers what was not asked"
        if (each.period.pot_id, each.period.year) != (asked.pot_id, asked.year):
            yield "a line is of another year"


def _of_advice() -> Iterator[str]:
    moved: Counter = Counter()
    for each in RecommendedMovement.objects.select_related("recommendation", "entry__source"):
        advice, entry = each.recommendation, each.entry
        moved[advice] += entry.amount
        if advice.answer != "agreed" or entry.decision_id != advice.decision_id:
            yield "money moved on a recommendation that no meeting agreed"
        if KINDS.get(advice.kind) != entry.kind or entry.source.stream_id != advice.stream_id:
            yield "a movement is not what was recommended"
    if any(amount > advice.amount for advice, amount in moved.items()):
        yield "more moved than was recommended"
    for each in UnderspendRecommendation.objects.select_related(
        "round__pot", "stream", "item__meeting", "decision"
    ):
        if each.stream.pot_id != each.round.pot_id:
            yield "a recommendation is of another pot"
        if each.item and each.item.meeting.group_id != each.round.pot.group_id:
            yield "a recommendation went to another group"
        if each.decision and each.decision.item_id != each.item_id:
            yield "a recommendation was decided elsewhere"


def _of_what_stays(seen: dict) -> Iterator[str]:
    """What was accepted, put or answered is at each look what it was at the last."""
    now: dict = {}
    lines: dict[int, list] = {}
    for line in ReturnLine.objects.order_by("period"):
        lines.setdefault(line.of_return_id, []).append((line.period_id, line.kind, line.amount))
    for each in Return.objects.all():
        if each.status == Return.Status.ACCEPTED:
            now["accepted", each.pk] = (each.comment, each.accepted_by_id, lines.get(each.pk))
        if each.status == Return.Status.SUBMITTED:
            now["sent", each.pk, each.submitted_at] = lines.get(each.pk)
    for each in UnderspendRecommendation.objects.all():
        if each.item_id:
            now["put", each.pk] = (each.item_id, each.kind, each.amount, each.reason)
        if each.answer:
            now["answered", each.pk] = (each.answer, each.decision_id)
    for key, was in seen.items():
        if key[0] in ("accepted", "put", "answered") and now.get(key) != was:
            yield f"what was {key[0]} changed"
        if key[0] == "sent" and key in now and now[key] != was:
            yield "what was sent changed before it was answered"
    for key in [key for key in seen if key[0] == "sent"]:
        del seen[key]
    seen.update(now)


def accepted_and_in_the_books() -> bool:
    """What accepted returns say was spent is what the books say, where nothing was written past them."""
    said: Counter = Counter()
    for line in ReturnLine.objects.filter(of_return__status="accepted", kind="actual").order_by(
        "of_return__accepted_at"
    ):
        said[line.of_return.stream_id, line.of_return.project_id, line.period_id] = line.amount
    books: Counter = Counter()
    for actual in Actual.objects.select_related("cell"):
        books[actual.cell.stream_id, actual.cell.project_id, actual.cell.period_id] += actual.amount
    return all(books[key] == amount for key, amount in said.items()) and all(
        key in said or amount == Decimal(0) for key, amount in books.items()
    )
