"""Small counts cannot be worked out from what is published, not even by somebody who knows the rule."""

from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from engagement.suppression import SMALLEST_SHOWN, suppressed


def solutions(published: list[int | None], total: int) -> list[tuple[int, ...]]:
    """Every set of counts that would have been published in just this way, with this total."""
    hidden = [place for place, count in enumerate(published) if count is None]
    left = total - sum(count for count in published if count is not None)
    found = []
    for values in product(range(left + 1), repeat=max(len(hidden) - 1, 0)):
        if sum(values) > left:
            continue
        counts = [count or 0 for count in published]
        for place, value in zip(hidden, [*values, left - sum(values)], strict=True):
            counts[place] = value
        if suppressed(counts) == published:
            found.append(tuple(counts))
    return found


@settings(max_examples=150, deadline=None)
@given(counts=st.lists(st.integers(0, 9), min_size=2, max_size=4))
def test_no_hidden_count_follows_from_the_total_the_rest_and_the_rule(counts):
    published = suppressed(counts)
    hidden = [place for place, count in enumerate(published) if count is None]
    if not hidden:
        return

    found = solutions(published, sum(counts))
    assert tuple(counts) in found, "the solver finds the truth, so it is no weak solver"
    for place in hidden:
        assert len({each[place] for each in found}) >= 2, (counts, published)


@given(counts=st.lists(st.integers(0, 200), min_size=2, max_size=8))
def test_what_is_shown_is_true_and_no_small_count_is_shown(counts):
    published = suppressed(counts)
    assert all(shown in (None, count) for shown, count in zip(published, counts, strict=True))
    assert not any(shown is not None and 0 < shown < SMALLEST_SHOWN for shown in published)
    small = any(0 < count < SMALLEST_SHOWN for count in counts)
    assert small == (None in published), "nothing is hidden without need"


def test_a_weaker_rule_that_hides_the_small_count_alone_gives_it_away():
    counts = [3, 40, 60]
    assert sum(counts) - 40 - 60 == 3, "worked out from the total"
    assert suppressed(counts) != [None, 40, 60]


def test_examples_in_words():
    assert suppressed([40, 60]) == [40, 60]
    assert suppressed([0, 60]) == [0, 60]
    assert suppressed([3, 40, 60]) == [None, None, 60]
    assert suppressed([3, 4, 60]) == [None, None, 60]
    assert suppressed([4, 4, 60]) == [None, None, None]
    assert suppressed([4, 4, 60, 70]) == [None, None, None, 70]
