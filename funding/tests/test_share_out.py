"""Who gets what, from the votes: never more than is on offer, most votes first, and no chance in it."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from funding.participation import Ranked, share_out


def ideas(least=0):
    one = st.tuples(st.integers(1, 60_000), st.integers(0, 6))
    return st.lists(one, min_size=least, max_size=12).map(
        lambda rows: [Ranked(n, Decimal(pence) / 100, votes) for n, (pence, votes) in enumerate(rows, 1)]
    )


def settled(rows):
    """Every tie settled by the number of the idea."""
    return [Ranked(each.number, each.amount, each.votes, each.number) for each in rows]


amounts = st.integers(1, 100_000).map(lambda pence: Decimal(pence) / 100)


@given(amounts, ideas())
def test_what_is_given_never_exceeds_what_is_on_offer(on_offer, rows):
    outcome = share_out(on_offer, rows)
    given_away = sum((each.amount for each in rows if each.number in outcome.selected), Decimal(0))

    assert given_away <= on_offer
    assert outcome.left == on_offer - given_away


@given(amounts, ideas())
def test_every_idea_is_answered_unless_a_tie_stands_in_the_way(on_offer, rows):
    outcome = share_out(on_offer, rows)
    answered = [*outcome.selected, *outcome.passed_over, *outcome.without_votes]

    assert len(answered) == len(set(answered))
    assert outcome.tied or set(answered) == {each.number for each in rows}


@given(amounts, ideas())
def test_settled_ties_leave_nothing_open(on_offer, rows):
    assert share_out(on_offer, settled(rows)).tied == []


@given(amounts, ideas())
def test_nobody_is_passed_over_who_could_have_been_paid_by_the_money_of_those_behind(on_offer, rows):
    """What was left when their turn came was less than they ask for, whatever came after."""
    rows = settled(rows)
    outcome = share_out(on_offer, rows)
    asked = {each.number: each for each in rows}

    for number, left in outcome.passed_over.items():
        before = [n for n in outcome.selected if asked[n].order < asked[number].order]
        assert left == on_offer - sum((asked[n].amount for n in before), Decimal(0))
        assert left < asked[number].amount


@given(amounts, ideas(), st.randoms())
def test_the_order_in_which_ideas_came_decides_nothing(on_offer, rows, random):
    mixed = list(rows)
    random.shuffle(mixed)

    assert share_out(on_offer, mixed) == share_out(on_offer, rows)


def test_one_that_asks_for_more_than_is_left_is_passed_over_and_the_next_is_tried():
    outcome = share_out(
        Decimal(500), [Ranked(1, Decimal(400), 9), Ranked(2, Decimal(200), 5), Ranked(3, Decimal(100), 2)]
    )

    assert outcome.selected == [1, 3]
    assert outcome.passed_over == {2: Decimal(100)}


def test_a_tie_is_nobodys_to_settle_where_the_order_changes_nothing():
    both_fit = [Ranked(1, Decimal(200), 5), Ranked(2, Decimal(300), 5)]
    none_fits = [Ranked(1, Decimal(900), 5), Ranked(2, Decimal(800), 5)]
    one_fits = [Ranked(1, Decimal(900), 5), Ranked(2, Decimal(500), 5)]

    assert share_out(Decimal(500), both_fit).selected == [1, 2]
    assert share_out(Decimal(500), none_fits).selected == []
    assert share_out(Decimal(500), one_fits).selected == [2]


def test_a_tie_stops_where_only_some_of_the_equals_can_be_paid():
    rows = [Ranked(1, Decimal(300), 5), Ranked(2, Decimal(300), 5), Ranked(3, Decimal(100), 1)]
    tied = share_out(Decimal(500), rows)
    by_decision = [Ranked(1, Decimal(300), 5, 2), Ranked(2, Decimal(300), 5, 1), rows[2]]

    assert (tied.tied, tied.selected) == ([1, 2], [])
    assert share_out(Decimal(500), by_decision).selected == [2, 3]
