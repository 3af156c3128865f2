"""How far what was spent, or is expected, is from what was planned: in pounds, per cent, words and a colour."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from django.db.models import TextChoices

from core.templatetags.house import pounds
from funding.models import Pot

# So many times the tolerance of its pot, and a difference is red.
TIMES_FOR_RED = 2


class Rag(TextChoices):
    """How spending stands to the plan. Each is told by its word and its pattern; the colour is a third sign."""

    GREEN = "green", "Green: near the plan"
    AMBER = "amber", "Amber: beyond the tolerance"
    RED = "red", "Red: beyond twice the tolerance"


@dataclass(frozen=True)
class Variance:
    """What came of a plan, less the plan. Below zero: less was spent than planned."""

    pot: Pot
    planned: Decimal
    came_to: Decimal

    @property
    def amount(self) -> Decimal:
        return self.came_to - self.planned

    @property
    def percent(self) -> Decimal | None:
        """Of the plan; nothing can be said where nothing was planned."""
        if not self.planned:
            return None
        return (abs(self.amount) / self.planned * 100).quantize(Decimal("0.1"), ROUND_HALF_UP)

    @property
    def is_beyond_tolerance(self) -> bool:
        return self._is_beyond(1)

    @property
    def rag(self) -> Rag:
        if self._is_beyond(TIMES_FOR_RED):
            return Rag.RED
        return Rag.AMBER if self._is_beyond(1) else Rag.GREEN

    @property
    def words(self) -> str:
        """ "£12,000 less than planned (7.5%)"."""
        if not self.amount:
            return "exactly as planned"
        share = f" ({self.percent.normalize():f}%)" if self.percent is not None else ""
        return f"{pounds(abs(self.amount))} {'more' if self.amount > 0 else 'less'} than planned{share}"

    def _is_beyond(self, times: int) -> bool:
        """Beyond both parts of the tolerance: a small sum may be a large share, and a large sum a small one."""
        distance = abs(self.amount)
        share = self.planned * self.pot.tolerance_percent / 100
        return distance > self.pot.tolerance_pounds * times and distance > share * times


def tolerance_of(pot: Pot) -> str:
    """ "more than 10% and more than £1,000", as it is cited beside every difference."""
    return f"more than {pot.tolerance_percent.normalize():f}% and more than {pounds(pot.tolerance_pounds)}"


def worse(*variances: Variance) -> Rag:
    """The most serious of several colours."""
    order = list(Rag)
    return max((each.rag for each in variances), key=order.index, default=Rag.GREEN)
