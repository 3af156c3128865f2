"""Which movements a proposal comes to: they make exactly its changes, and money keeps to its stream."""

from collections import Counter
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.refusals import Refused
from funding.proposed import Place, steps

PENCE = st.integers(-10_000, 10_000).map(lambda pence: Decimal(pence) / 100)
PLANS = st.builds(Place, st.integers(1, 3), st.sampled_from([None, 7, 8]), st.integers(1, 4))
CHANGES = st.dictionaries(PLANS, PENCE, max_size=20)


def effect(found):
    net: Counter = Counter()
    for step in found:
        assert step.amount > 0
        net[step.source] -= step.amount
        net[step.to] += step.amount
    return {place: change for place, change in net.items() if change}


@given(CHANGES)
def test_the_movements_make_the_changes_and_what_is_not_planned_gives_or_takes_the_rest(changes):
    found = steps(changes)

    made = effect(found)
    for place, change in changes.items():
        assert made.pop(place, 0) == change
    for place, change in made.items():
        assert place.period is None
        assert change == -sum(each for at, each in changes.items() if at.stream == place.stream)
    assert all(step.source.stream == step.to.stream for step in found)
    assert len(found) <= len(changes)


@given(CHANGES)
def test_a_stream_whose_plans_keep_their_total_does_not_touch_what_is_not_planned(changes):
    for stream in (1, 2, 3):
        total = sum(change for place, change in changes.items() if place.stream == stream)
        spare = Place(stream, None, 99)
        changes = changes | {spare: -total}

    assert all(step.kind == "reprofile" for step in steps(changes))


def test_money_crosses_streams_only_where_their_unplanned_money_is_spoken_of():
    one, other = Place(1, None, 1), Place(2, None, 1)
    crossing = {
        one: Decimal(-5),
        other: Decimal(5),
        Place(1, None, None): Decimal(0),
        Place(2, None, None): Decimal(0),
    }

    assert [(step.kind, step.source, step.to, step.amount) for step in steps(crossing)] == [
        ("virement", one, other, 5)
    ]
    assert {step.kind for step in steps({one: Decimal(-5), other: Decimal(5)})} == {"reprofile", "profile"}


def test_what_does_not_add_up_is_refused():
    with pytest.raises(Refused, match="does not add up"):
        steps({Place(1, None, 1): Decimal(5), Place(1, None, None): Decimal(0)})
