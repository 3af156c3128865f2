"""How much of a stream is pooled in a year."""

from decimal import Decimal

from django.db import transaction

from core import history
from funding.models import PooledShare, Pot, Stream
from meetings.models import Decision
from partnership.models import User


@transaction.atomic
def set_pooled_share(
    stream: Stream, *, year: int, percent: Decimal, decision: Decision, reason: str, by: User
) -> PooledShare:
    """Say on the word of a decision how many per cent of a stream are pooled in a financial year.

    A later row for the same year takes the place of an earlier one, which stays readable.
    """
    Pot.objects.select_for_update().get(pk=stream.pot_id)

    share = PooledShare(stream=stream, year=year, percent=percent, decision=decision, reason=reason, by=by)
    history.add(share, by=by)
    return share
