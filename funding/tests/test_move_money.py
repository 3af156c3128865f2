"""What may move, and the sentence for what may not."""

from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction

from core.refusals import Refused
from funding import operations
from funding.models import LedgerEntry
from funding.places import available, carried
from tests.factories.funding import (
    YEAR,
    a_decision,
    a_pot,
    a_stream,
    an_authority,
    balance,
    ground,
    plan,
    quarter,
)
from tests.factories.meetings import officer_of

pytestmark = pytest.mark.django_db


def refusal(work, *arguments, **values) -> str:
    with pytest.raises(Refused) as refused:
        work(*arguments, **values)
    return str(refused.value)


def test_an_award_is_there_to_be_planned(young, award):
    assert balance(available(young, YEAR)) == 1000


def test_planning_takes_from_what_was_awarded(young, award, authority):
    operations.profile(plan(young, 1), amount=Decimal("250.01"), **ground(authority))

    assert balance(available(young, YEAR)) == Decimal("749.99")
    assert balance(plan(young, 1)) == Decimal("250.01")


def test_no_more_is_planned_than_there_is(young, award, authority):
    said = refusal(operations.profile, plan(young, 1), amount=Decimal("1000.01"), **ground(authority))

    assert said == "Only £1,000.00 is there, which is less than £1,000.01."


def test_a_stream_keeps_its_total_when_it_is_planned_again(young, award, authority):
    operations.profile(plan(young, 1), amount=Decimal(600), **ground(authority))

    operations.reprofile(plan(young, 1), to=plan(young, 3), amount=Decimal(200), **ground(authority))

    assert [balance(plan(young, number)) for number in (1, 3)] == [400, 200]


def test_another_stream_needs_a_virement(young, safer, award, authority):
    said = refusal(
        operations.reprofile,
        available(young, YEAR),
        to=plan(safer, 1),
        amount=Decimal(1),
        **ground(authority),
    )
    assert said == "That kind of movement does not lead from there to there."

    operations.vire(available(young, YEAR), to=plan(safer, 1), amount=Decimal(1), **ground(authority))
    assert balance(plan(safer, 1)) == 1


def test_money_of_one_pot_does_not_move_to_another(young, award, authority):
    other = a_stream(a_pot())

    said = refusal(
        operations.vire, available(young, YEAR), to=plan(other, 1), amount=Decimal(1), **ground(authority)
    )
    assert said == "Money of one pot does not move to another."


def test_a_decision_allows_only_what_it_names(pot, decision, young, award):
    only_plans = an_authority(pot, decision, kinds=["profile"])

    said = refusal(
        operations.return_to_funder, available(young, YEAR), amount=Decimal(1), **ground(only_plans)
    )
    assert said == "The decision does not allow this kind of movement."


def test_a_decision_allows_so_much_and_no_more(pot, decision, young, award):
    small = an_authority(pot, decision, ceiling=Decimal(300))
    operations.profile(plan(young, 1), amount=Decimal(200), **ground(small))

    said = refusal(operations.profile, plan(young, 2), amount=Decimal("100.01"), **ground(small))

    assert said == "The decision allows £300.00 in all, and £200.00 of it is used."


def test_what_is_taken_back_gives_room_again(pot, decision, young, award):
    small = an_authority(pot, decision, ceiling=Decimal(300))
    entry = operations.profile(plan(young, 1), amount=Decimal(300), **ground(small))

    operations.reverse(entry, **ground(small))

    operations.profile(plan(young, 2), amount=Decimal(300), **ground(small))
    assert [balance(plan(young, number)) for number in (1, 2)] == [0, 300]


def test_an_officer_moves_small_sums_alone(pot, decision, young, award):
    delegated = an_authority(pot, decision, limit_each=Decimal(50))
    operations.profile(plan(young, 1), amount=Decimal(50), **ground(delegated))

    said = refusal(operations.profile, plan(young, 1), amount=Decimal("50.01"), **ground(delegated))

    assert said == "An officer may move £50.00 at once; more needs the group."


def test_a_decision_that_was_not_agreed_allows_nothing(pot):
    noted = a_decision(outcome="noted")
    own = a_pot(noted, name="Another")

    said = refusal(an_authority, own, noted)

    assert said == f"{noted} was not agreed, so it allows no money to move."


def test_a_decision_of_another_group_allows_nothing(pot):
    other = a_decision()

    said = refusal(an_authority, pot, other)

    assert said == f"{other} is not a decision of the {pot.group}, which decides on this pot."


def test_a_pot_in_two_steps_needs_its_accountable_body_too(decision):
    cabinets = a_decision()
    pot = a_pot(decision, accountable_group=cabinets.group)
    stream = a_stream(pot)

    said = refusal(
        operations.award, stream, year=YEAR, amount=Decimal(1), **ground(an_authority(pot, decision))
    )
    assert said == "This pot also needs the decision of its accountable body."

    both = an_authority(pot, decision, confirmed_by_decision=cabinets)
    operations.award(stream, year=YEAR, amount=Decimal(1), **ground(both))
    assert balance(available(stream, YEAR)) == 1


def test_a_decision_that_moved_money_stands(decision, award):
    with pytest.raises(IntegrityError, match=f"{decision} moved money"), transaction.atomic():
        type(decision).objects.filter(pk=decision.pk).update(outcome="withdrawn")


class TestRingFence:
    def test_money_does_not_leave_it(self, pot, authority, safer):
        fenced = a_stream(pot, ring_fence="purpose", ring_fenced_for="Play areas")
        operations.award(fenced, year=YEAR, amount=Decimal(10), **ground(authority))

        said = refusal(
            operations.vire,
            available(fenced, YEAR),
            to=plan(safer, 1),
            amount=Decimal(1),
            **ground(authority),
        )
        assert said == "The money is ring-fenced: it leaves only on a decision that makes an exception."

    def test_a_decision_may_make_an_exception_and_says_why(self, pot, decision, authority, safer):
        fenced = a_stream(pot, ring_fence="theme", ring_fenced_for="Safety")
        operations.award(fenced, year=YEAR, amount=Decimal(10), **ground(authority))
        exception = an_authority(pot, decision, lifts_ring_fence=True, exception_reason="The funder agreed")

        operations.vire(available(fenced, YEAR), to=plan(safer, 1), amount=Decimal(4), **ground(exception))

        assert balance(plan(safer, 1)) == 4

    def test_an_exception_without_a_reason_is_refused(self, pot, decision):
        assert refusal(an_authority, pot, decision, lifts_ring_fence=True) == (
            "Say why the money may leave the ring-fence."
        )


class TestPeriods:
    def test_a_closed_period_keeps_its_profile(self, pot, young, award, authority):
        operations.close_period(quarter(pot, 1), by=officer_of(pot.group))

        said = refusal(operations.profile, plan(young, 1), amount=Decimal(1), **ground(authority))

        assert said == "The period is closed: its profile stays as it is."

    def test_periods_close_in_order(self, pot):
        said = refusal(operations.close_period, quarter(pot, 2), by=officer_of(pot.group))

        assert said == "Periods close in order: an earlier one is still open."

    def test_periods_open_again_in_order_and_with_a_reason(self, pot):
        officer = officer_of(pot.group)
        for number in (1, 2):
            operations.close_period(quarter(pot, number), by=officer)

        assert refusal(operations.reopen_period, quarter(pot, 1), reason="A mistake", by=officer) == (
            "Periods open again in order: a later one is still closed."
        )
        assert refusal(operations.reopen_period, quarter(pot, 2), reason=" ", by=officer) == (
            "Say why the period is opened again."
        )
        operations.reopen_period(quarter(pot, 2), reason="A mistake", by=officer)
        assert (
            refusal(operations.close_period, quarter(pot, 1), by=officer) == "The period is closed already."
        )

    def test_a_closed_period_takes_corrections_only(self, pot, young, award, authority):
        operations.profile(plan(young, 1), amount=Decimal(100), **ground(authority))
        officer = officer_of(pot.group)
        operations.close_period(quarter(pot, 1), by=officer)

        said = refusal(operations.record_actual, plan(young, 1), amount=Decimal(10), by=officer)
        assert said == "The period is closed: it takes corrections only."

        operations.record_actual(
            plan(young, 1), amount=Decimal(10), kind="correction", reason="A late bill", by=officer
        )


def test_what_is_spent_cannot_move(pot, young, award, authority):
    operations.profile(plan(young, 1), amount=Decimal(100), **ground(authority))
    operations.record_actual(plan(young, 1), amount=Decimal(70), by=officer_of(pot.group))

    said = refusal(
        operations.reprofile, plan(young, 1), to=plan(young, 2), amount=Decimal(31), **ground(authority)
    )

    assert said == "£70.00 of it is spent already, so only £30.00 can move."


class TestCarryForward:
    def test_it_is_a_pair_with_a_chain_to_the_award(self, young, award, authority):
        out, arrived = operations.carry_forward(
            available(young, YEAR), came_by=award, amount=Decimal(50), **ground(authority)
        )

        assert arrived.pair == out
        assert out.came_by == award
        assert balance(available(young, YEAR + 1)) == 50
        assert balance(available(young, YEAR)) == 950

    def test_more_than_the_cap_needs_the_funders_approval(self, young, award, authority):
        start = available(young, YEAR)

        said = refusal(
            operations.carry_forward, start, came_by=award, amount=Decimal(51), **ground(authority)
        )
        assert said == (
            "Without the approval of the funder £50.00 may be carried forward, and £0.00 of it is used."
        )

        operations.carry_forward(
            start, came_by=award, amount=Decimal(51), external_reference="GOWM/12", **ground(authority)
        )
        assert balance(available(young, YEAR + 1)) == 51

    def test_the_cap_is_used_up_bit_by_bit_and_freed_by_a_reversal(self, young, award, authority):
        start = available(young, YEAR)
        out, _ = operations.carry_forward(start, came_by=award, amount=Decimal(50), **ground(authority))
        assert "£50.00 of it is used" in refusal(
            operations.carry_forward, start, came_by=award, amount=Decimal(1), **ground(authority)
        )

        operations.reverse(out, **ground(authority))

        assert balance(available(young, YEAR + 1)) == 0
        operations.carry_forward(start, came_by=award, amount=Decimal(50), **ground(authority))

    def test_half_of_a_pair_does_not_commit(self, young, award, authority):
        half = {"kind": "carry_out", "amount": Decimal(5), "came_by": award} | ground(authority)

        def commit_half():
            with transaction.atomic(), connection.cursor() as cursor:
                operations.move(available(young, YEAR), to=carried(young, YEAR), **half)
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")

        with pytest.raises(IntegrityError, match="must arrive in the next"):
            commit_half()


class TestReversal:
    def test_it_takes_back_exactly_once(self, young, award, authority):
        entry = operations.profile(plan(young, 1), amount=Decimal(10), **ground(authority))
        operations.reverse(entry, **ground(authority))

        assert balance(plan(young, 1)) == 0
        assert refusal(operations.reverse, entry, **ground(authority)) == "The entry is reversed already."

    def test_not_another_amount(self, young, award, authority):
        entry = operations.profile(plan(young, 1), amount=Decimal(10), **ground(authority))

        said = refusal(
            operations.move,
            entry.destination,
            to=entry.source,
            kind="reversal",
            amount=Decimal(9),
            reverses=entry,
            **ground(authority),
        )

        assert said == "A reversal takes back exactly what its entry moved, the same way."


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE funding_ledgerentry SET amount = 1",
        "DELETE FROM funding_ledgerentry",
        "TRUNCATE funding_ledgerentry CASCADE",
        "UPDATE funding_cell SET year = 2009",
        "UPDATE funding_stream SET pot_id = pot_id + 1",
        "UPDATE funding_authority SET ceiling = ceiling * 2",
        "DELETE FROM funding_actual",
        "UPDATE funding_period SET ends_on = ends_on + 1",
    ],
)
def test_sql_cannot_change_what_the_ledger_says(sql, young, award, authority):
    operations.profile(plan(young, 1), amount=Decimal(10), **ground(authority))
    operations.record_actual(plan(young, 1), amount=Decimal(1), by=award.by)

    with (
        pytest.raises(Exception, match=r"annot|kept|stay"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(sql)


def test_a_movement_says_why(young, authority):
    said = refusal(operations.award, young, year=YEAR, amount=Decimal(1), **ground(authority, reason=""))

    assert said == "This field cannot be blank."


def test_no_movement_without_a_decision_even_by_sql(award):
    columns = (
        "pot_id, kind, source_id, destination_id, amount, authority_id, reason, effective_on, recorded_at, by_id,"
        " external_reference"
    )
    again = f"INSERT INTO funding_ledgerentry ({columns}%s) SELECT {columns}%s FROM funding_ledgerentry"

    def run(sql):
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql)

    with pytest.raises(IntegrityError, match="only on a decision"):
        run(again % ("", ""))
    run(again % (", decision_id", ", decision_id"))
    assert LedgerEntry.objects.count() == 2
