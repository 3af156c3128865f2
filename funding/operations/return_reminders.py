"""Reminding of returns on money that are due or late: one email for each round and reader, whatever it lists."""

from django.db import transaction
from django.utils import timezone

from core.due_days import around, reached
from funding import returns_asked
from funding.models import Round
from partnership import notices
from partnership.models import User

# On which days from the day they are due; on the last, whoever presides over the pot's group hears as well.
DAYS = {"soon": -5, "due": 0, "late": 1, "chair": 15}
# Late returns of a round are told of as long as nothing else would tell of them.
CAUGHT_UP = 30


@transaction.atomic
def remind_of_returns(*, by: User | None) -> int:
    """Tell those who do the work what they are to send: soon, on the day, late. Of late ones officers hear too.

    Who presides over the group hears after two weeks how many are late. Returns how many were told.
    """
    on, told = timezone.localdate(), 0
    for round_ in Round.objects.open_by(on).awaiting_returns().with_pot():
        name = reached(around(round_.due_on, **DAYS), on=on, within=CAUGHT_UP)
        if not name:
            continue
        officers = notices.officers_and_chair(round_.pot.group, round_, chair=name == "chair")
        if name in ("soon", "due"):
            readers = list(returns_asked.writers_in(round_))
            # Money that belongs to no organisation is answered for by the officers themselves.
            readers += officers if returns_asked.has_officers_own(round_) else []
            what = "returns_due"
        else:
            readers = [*returns_asked.writers_in(round_), *officers]
            what = "returns_late"
        told += len(notices.tell(readers, what, about=round_, occasion=f"{name} {round_.due_on}"))
    return told
