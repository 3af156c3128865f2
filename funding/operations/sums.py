"""The sums beside the ledger: compared with it, and mended from it."""

import logging
from typing import Any

import pgtrigger
from django.db import connection, transaction

from funding.models import AuthorityStanding, CellStanding, PotStanding, StreamStanding
from partnership.models import User

log = logging.getLogger(__name__)

STANDINGS = [CellStanding, StreamStanding, AuthorityStanding, PotStanding]
_META: list[Any] = [model._meta for model in STANDINGS]
SLEEPING = [f"{meta.label}:{trigger.name}" for meta in _META for trigger in meta.triggers]


def differences() -> dict[str, int]:
    """How many rows of each kind of sums are not what the ledger says; each of its lists is added up anew."""
    found = {}
    with connection.cursor() as cursor:
        for model in STANDINGS:
            kept, due = _kept_and_due(model)
            cursor.execute(
                f"SELECT COUNT(*) FROM ((({kept}) EXCEPT ({due})) UNION ALL (({due}) EXCEPT ({kept}))) different"
            )
            found[str(model._meta.verbose_name)] = cursor.fetchone()[0]
    return found


def check_sums(*, by: User | None) -> dict[str, int]:
    """Compare every sum with the ledger, and say so in the log if one is not what it should be."""
    different = {name: count for name, count in differences().items() if count}
    if different:
        told = ", ".join(f"{count} of each {name}" for name, count in different.items())
        log.error("Sums differ from the ledger (%s). The ledger is right: run manage.py mend_sums.", told)
    return different


@transaction.atomic
def mend_sums(*, by: User | None) -> dict[str, int]:
    """Put every sum right that is not what the ledger says, and say how many. Nobody moves money meanwhile."""
    mended = {}
    with pgtrigger.ignore(*SLEEPING), connection.cursor() as cursor:
        cursor.execute("LOCK TABLE funding_ledgerentry, funding_actual IN SHARE MODE")
        for model in STANDINGS:
            kept, due = _kept_and_due(model)
            table, names = model._meta.db_table, _columns(model)
            same = " AND ".join(f"wrong.{key} = {table}.{key}" for key in _keys(model))
            cursor.execute(f"DELETE FROM {table} USING (({kept}) EXCEPT ({due})) wrong WHERE {same}")
            cursor.execute(f"INSERT INTO {table} ({names}) ({due}) EXCEPT ({kept})")
            mended[str(model._meta.verbose_name)] = cursor.rowcount
    return mended


def _kept_and_due(model) -> tuple[str, str]:
    names, table = _columns(model), model._meta.db_table
    return f"SELECT {names} FROM {table}", f"SELECT {names} FROM {table}_due"


def _columns(model) -> str:
    return ", ".join(field.column for field in model._meta.concrete_fields if field.column)


def _keys(model) -> list[str]:
    return [field.column for field in model._meta.pk_fields]
