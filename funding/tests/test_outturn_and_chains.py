"""No period counts twice in an outturn; every carried pound leads back to an award, whatever was carried."""

from datetime import date
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from core.refusals import Refused
from funding import chains, operations
from funding.models import Cell, LedgerEntry, Pot
from funding.outturn import outturn
from funding.places import available
from funding.variances import Rag, Variance, worse
from tests.factories.funding import YEAR, a_decision, a_pot, a_stream, an_authority, balance, ground
from tests.factories.meetings import officer_of

PENCE = st.integers(-50_000, 500_000).map(lambda pence: Decimal(pence) / 100)
SUMS = st.dictionaries(st.integers(1, 12), PENCE, max_size=12)


@given(spent=SUMS, expected=SUMS, last=st.integers(0, 12))
def test_each_period_counts_once_as_spent_or_as_expected(spent, expected, last):
    counted = frozenset(range(1, last + 1))
    by_hand = Decimal(0)
    for period in range(1, 13):
        by_hand += (spent if period <= last else expected).get(period, Decimal(0))

    assert outturn(spent, expected, counted=counted) == by_hand


@given(spent=SUMS, expected=SUMS, last=st.integers(0, 11))
def test_a_later_round_puts_spending_in_the_place_of_one_forecast(spent, expected, last):
    before, after = frozenset(range(1, last + 1)), frozenset(range(1, last + 2))
    change = spent.get(last + 1, Decimal(0)) - expected.get(last + 1, Decimal(0))

    assert outturn(spent, expected, counted=after) - outturn(spent, expected, counted=before) == change


POT = Pot(tolerance_percent=Decimal(10), tolerance_pounds=Decimal(100))


@pytest.mark.parametrize(
    ("planned", "came_to", "rag", "words"),
    [
        (1000, 1000, "green", "exactly as planned"),
        # A tenth to the penny, and a hundred pounds to the penny, need no word.
        (5000, 4500, "green", "£500 less than planned (10%)"),
        (5000, "4499.99", "amber", "£500.01 less than planned (10%)"),
        (500, 400, "green", "£100 less than planned (20%)"),
        (500, 399, "amber", "£101 less than planned (20.2%)"),
        (500, 299, "red", "£201 less than planned (40.2%)"),
        (5000, 6000, "amber", "£1,000 more than planned (20%)"),
        (5000, 6001, "red", "£1,001 more than planned (20%)"),
        (0, 101, "amber", "£101 more than planned"),
        (0, 100, "green", "£100 more than planned"),
    ],
)
def test_the_colour_and_the_words_of_a_difference(planned, came_to, rag, words):
    variance = Variance(POT, Decimal(planned), Decimal(came_to))

    assert (variance.rag, variance.words) == (rag, words)


def test_the_worst_colour_is_shown():
    assert (
        worse(Variance(POT, Decimal(500), Decimal(500)), Variance(POT, Decimal(500), Decimal(1))) == Rag.RED
    )


STEPS = st.lists(st.tuples(st.integers(0, 2), st.integers(1, 60), st.booleans()), min_size=1, max_size=9)


class TestChains(TestCase):
    @settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
    @given(steps=STEPS)
    def test_every_carried_pound_leads_back_to_an_award(self, steps):
        decision = a_decision()
        pot = a_pot(decision, name=f"Pot {Pot.objects.count()}")
        authority = an_authority(pot, decision)
        for year in (YEAR + 2, YEAR + 3):
            operations.open_year(pot, year=year, by=officer_of(pot.group))
        stream = a_stream(pot, carry_forward_cap=Decimal(100))
        for year in (YEAR, YEAR + 1):
            operations.award(stream, year=year, amount=Decimal(100), **ground(authority))
        for offset, amount, latest in steps:
            self.carry(stream, YEAR + offset, Decimal(amount), authority, latest=latest)

        for entry in LedgerEntry.objects.of_pot(pot).filter(kind__in=["carry_out", "carry_in"]):
            chain = chains.back_to_the_award(entry)
            assert chain[0].kind == "award"
            assert chain[-1] == entry
            assert [each.kind for each in chain[1:]] == ["carry_out", "carry_in"] * (len(chain) // 2) or (
                [each.kind for each in chain[1:]]
                == ["carry_out", "carry_in"] * (len(chain) // 2 - 1) + ["carry_out"]
            )
            for before, after in pairwise(chain):
                assert after.pair_id == before.pk or after.came_by_id == before.pk
                # What leaves a year leaves the stream and the year that its money was brought into.
                assert after.source.stream_id == before.destination.stream_id
                assert after.source.year == before.destination.year or after.kind == "carry_in"
                assert entry in chains.carried_on(before)
        inside = Cell.objects.of_pot(pot).inside().with_balance()
        assert sum(cell.balance for cell in inside) == 200

    def carry(self, stream, year, amount, authority, *, latest):
        source = available(stream, year)
        brought = list(LedgerEntry.objects.that_brought_money_into(stream, year))
        if not brought or balance(source) < amount:
            return
        try:
            operations.carry_forward(
                source,
                came_by=brought[-1] if latest else brought[0],
                amount=amount,
                external_reference="GOWM/1",
                **ground(authority, effective_on=date(year + 1, 4, 1)),
            )
        except Refused:
            return
