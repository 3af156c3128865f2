"""What a meeting had before it about unspent money, told on the pages of its decisions."""

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from funding.models import Round, UnderspendRecommendation
from meetings.consequences import Consequence
from meetings.models import Decision


@dataclass
class PutToItem:
    """The recommendations of one round that were put to the item of a decision."""

    round: Round
    amount: Decimal = Decimal(0)
    count: int = 0
    answers: list[str] = field(default_factory=list)


def recommended_beside(decision: Decision, reader: Any) -> Consequence | None:
    """What was recommended for unspent money under the item on which this was decided; one question."""
    put = UnderspendRecommendation.objects.visible_to(reader).filter(item=decision.item_id)
    rounds: dict[int, PutToItem] = {}
    for each in put.select_related("round__pot").order_by("pk"):
        told = rounds.setdefault(each.round_id, PutToItem(each.round))
        told.amount += each.amount
        told.count += 1
        answer = each.get_answer_display().lower() if each.answer else "no answer recorded yet"
        if answer not in told.answers:
            told.answers.append(answer)
    if not rounds:
        return None
    return Consequence("funding/_recommended_beside.html", list(rounds.values()))
