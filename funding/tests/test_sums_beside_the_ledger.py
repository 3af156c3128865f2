"""The sums that pages look up follow from the ledger in the same statement, and from nothing else."""

import logging
from decimal import Decimal

import pgtrigger
import pytest
from django.core.management import call_command
from django.db import DatabaseError, IntegrityError, connection, transaction

from funding import operations
from funding.models import AuthorityStanding, CellStanding, LedgerEntry, PotStanding, StreamStanding
from funding.operations.sums import SLEEPING, differences
from funding.places import available
from funding.schedule import check_sums
from funding.tests.laws_of_figures import broken_figures, broken_partitions
from tests.factories.funding import YEAR, balance, ground, plan
from tests.factories.meetings import officer_of

pytestmark = pytest.mark.django_db

COLUMNS = (
    "pot_id, kind, source_id, destination_id, amount, decision_id, authority_id, reason, effective_on, recorded_at,"
    " by_id, external_reference"
)


def run(sql, *values):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, values)


def test_a_row_written_by_sql_is_in_the_sums_at_once(young, award):
    run(f"INSERT INTO funding_ledgerentry ({COLUMNS}) SELECT {COLUMNS} FROM funding_ledgerentry")

    assert balance(available(young, YEAR)) == 2000
    assert StreamStanding.objects.latest("recorded_at").awarded == 2000
    assert broken_figures() == []


def test_the_rows_of_one_statement_see_each_other(young, award, authority):
    """Two times six hundred of a thousand do not go through because they come together."""
    rows = [
        LedgerEntry(
            pot=young.pot,
            kind="profile",
            source=award.destination,
            destination=plan(young, number),
            amount=Decimal(600),
            decision=authority.decision,
            **ground(authority),
        )
        for number in (1, 2)
    ]

    with pytest.raises(IntegrityError, match=r"Only £400.00 is there"), transaction.atomic():
        LedgerEntry.objects.bulk_create(rows)


def test_a_row_that_is_passed_over_is_not_counted(young, award):
    with pytest.raises(IntegrityError, match="in the ledger already"):
        run(
            f"INSERT INTO funding_ledgerentry (id, {COLUMNS}) SELECT id, {COLUMNS} FROM funding_ledgerentry"
            " ON CONFLICT DO NOTHING"
        )

    assert balance(available(young, YEAR)) == 1000


def test_what_is_reversed_already_is_not_counted_again(young, award, authority):
    entry = operations.profile(plan(young, 1), amount=Decimal(10), **ground(authority))
    operations.profile(plan(young, 1), amount=Decimal(10), **ground(authority))
    operations.reverse(entry, **ground(authority))

    with pytest.raises(IntegrityError, match="reversed already"):
        run(
            f"INSERT INTO funding_ledgerentry ({COLUMNS}, reverses_id) SELECT {COLUMNS}, reverses_id"
            " FROM funding_ledgerentry WHERE kind = 'reversal' ON CONFLICT DO NOTHING"
        )

    assert balance(plan(young, 1)) == 10


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE {table} SET {name} = 1",
        "DELETE FROM {table}",
        "TRUNCATE {table}",
        "INSERT INTO {table} SELECT * FROM {table} ON CONFLICT DO NOTHING",
    ],
)
@pytest.mark.parametrize(
    ("model", "name"),
    [
        (CellStanding, "balance"),
        (StreamStanding, "planned"),
        (AuthorityStanding, "used"),
        (PotStanding, "movements"),
    ],
)
def test_nobody_writes_a_sum_by_hand(model, name, sql, award):
    with pytest.raises(DatabaseError, match=r"nobody writes|annot|are kept"):
        run(sql.format(table=model._meta.db_table, name=name))


class TestMending:
    @pytest.fixture
    def broken(self, young, award, authority):
        operations.profile(plan(young, 1), amount=Decimal(300), **ground(authority))
        operations.record_actual(plan(young, 1), amount=Decimal(40), by=officer_of(young.pot.group))
        with pgtrigger.ignore(*SLEEPING):
            run("UPDATE funding_cellstanding SET balance = balance + 1 WHERE cell_id = %s", plan(young, 1).pk)
            run("DELETE FROM funding_streamstanding")
            run("UPDATE funding_authoritystanding SET used = 0")
            run("UPDATE funding_potstanding SET movements = 17")

    def test_what_differs_is_told(self, broken, caplog):
        with caplog.at_level(logging.ERROR):
            told = check_sums()

        assert sorted(told) == ["authority standing", "cell standing", "pot standing", "stream standing"]
        assert "The ledger is right: run manage.py mend_sums." in caplog.text

    def test_it_is_put_right_from_the_ledger(self, broken, capsys):
        call_command("mend_sums", "--check")
        assert "pot standing: 2 differ" in capsys.readouterr().out

        call_command("mend_sums")

        assert "pot standing: 1 set right" in capsys.readouterr().out
        assert not any(differences().values())
        assert broken_figures() == []

    def test_nothing_is_told_when_all_is_right(self, young, award, caplog):
        assert check_sums() == {}
        assert not caplog.text


def test_figures_are_the_sums_of_what_they_lead_to(pot, young, safer, award, authority):
    """Every kind of movement, and some taken back: each figure of each stream and year, and the whole."""
    operations.award(safer, year=YEAR, amount=Decimal(500), **ground(authority))
    operations.change_award(safer, year=YEAR, change=Decimal(-120), **ground(authority))
    operations.profile(plan(young, 1), amount=Decimal(300), **ground(authority))
    vired = operations.vire(plan(young, 1), to=plan(safer, 2), amount=Decimal("75.25"), **ground(authority))
    operations.vire(plan(young, 1), to=plan(safer, 3), amount=Decimal(20), **ground(authority))
    operations.return_to_funder(available(young, YEAR), amount=Decimal(11), **ground(authority))
    out, _ = operations.carry_forward(
        available(young, YEAR), came_by=award, amount=Decimal(50), **ground(authority)
    )
    operations.carry_forward(
        available(young, YEAR),
        came_by=award,
        amount=Decimal(30),
        external_reference="GO/1",
        **ground(authority),
    )
    operations.reverse(vired, **ground(authority))
    operations.reverse(out, **ground(authority))
    operations.record_actual(plan(safer, 3), amount=Decimal(5), by=officer_of(pot.group))

    assert broken_partitions(pot) == []
    assert broken_figures() == []
    of_young = StreamStanding.objects.filter(stream=young, year=YEAR).latest("recorded_at")
    assert (of_young.vired, of_young.carried_out, of_young.carried_without_asking) == (-20, 30, 0)


def test_what_a_decision_has_left_counts_once_for_each_year(young, award, authority):
    operations.profile(plan(young, 1), amount=Decimal(10), **ground(authority))
    operations.award(young, year=YEAR + 1, amount=Decimal(5), **ground(authority))

    used = AuthorityStanding.objects.filter(authority=authority).order_by("year").values_list("year", "used")
    assert list(used) == [(YEAR, 1010), (YEAR + 1, 5)]
