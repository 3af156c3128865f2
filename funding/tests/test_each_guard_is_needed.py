"""Each guard of the ledger taken away in turn: the laws must be seen to break (`make mutants`).

A guard that nobody misses is either not needed, or not tried. The lock of the pot is tried with two real connections
instead: it cannot be missed by one.
"""

import pytest
from django.db import connection
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from core.refusals import Refused
from funding.models import (
    Actual,
    AuthorityStanding,
    CellStanding,
    LedgerEntry,
    PotStanding,
    StreamStanding,
)
from funding.tests.test_ledger_holds import Ledger
from funding.tests.test_two_move_at_once import two_at_once

LOCK = "ledger_01_waits_for_its_pot"
GUARDS = [trigger for trigger in LedgerEntry._meta.triggers if trigger.name.startswith("ledger_")]
# Those of what is spent, and those that keep hands off the sums.
OTHERS = [
    (model, trigger)
    for model in (Actual, CellStanding, StreamStanding, AuthorityStanding, PotStanding)
    for trigger in model._meta.triggers
    if trigger.name.endswith(("_moment_follows_the_last", "_sums_follow", "_follows_from_the_ledger"))
]
ALONE = [
    (LedgerEntry, each)
    for each in GUARDS
    if each.name not in (LOCK, "ledger_entry_stays", "ledger_entry_is_kept")
] + OTHERS

pytestmark = pytest.mark.mutants

ENOUGH = settings(
    max_examples=200,
    stateful_step_count=30,
    phases=[Phase.generate],
    deadline=None,
    suppress_health_check=list(HealthCheck),
    derandomize=True,
)


def take_away(model, guard):
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE {model._meta.db_table} DISABLE TRIGGER {guard.get_pgid(model)}")


@pytest.mark.django_db
@pytest.mark.parametrize(("model", "guard"), ALONE, ids=lambda each: getattr(each, "name", ""))
def test_the_laws_break_without(model, guard, capsys):
    take_away(model, guard)
    # Without some of them nothing works at all any more, and the first honest step is refused.
    with pytest.raises((AssertionError, Refused)) as broken:
        run_state_machine_as_test(Ledger, settings=ENOUGH)

    with capsys.disabled():
        print(f"\n  without {guard.name}: {str(broken.value).splitlines()[0]}")


@pytest.mark.django_db(transaction=True)
def test_two_overdraw_without_the_lock(capsys):
    [lock] = [each for each in GUARDS if each.name == LOCK]
    take_away(LedgerEntry, lock)
    try:
        _, _, left = two_at_once()
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f"ALTER TABLE funding_ledgerentry ENABLE TRIGGER {lock.get_pgid(LedgerEntry)}")

    assert left < 0
    with capsys.disabled():
        print(f"\n  without {LOCK}: two connections took the cell to £{left}")
