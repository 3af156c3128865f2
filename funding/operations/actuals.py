"""Recording what was spent."""

from decimal import Decimal

from django.db import transaction

from core import history
from funding.models import Actual, Cell
from partnership.models import User


@transaction.atomic
def record_actual(
    cell: Cell, *, amount: Decimal, by: User, kind: str = Actual.Kind.SPEND, reason: str = ""
) -> Actual:
    """Write down what was spent, refunded or corrected under a planned cell. Raises Refused for a closed period."""
    actual = Actual(cell=cell, kind=kind, amount=amount, reason=reason, by=by)
    history.add(actual, by=by)
    return actual
