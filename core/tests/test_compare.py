"""A comparison loses no word, and says what changed in the fewest of them."""

import random
import time
from itertools import pairwise

from django.template.loader import render_to_string
from hypothesis import given
from hypothesis import strategies as st

from core import compare
from core.compare import Change

PEOPLES_TEXT = st.lists(
    st.one_of(
        st.sampled_from(["the ", "group ", "agreed", " ", "\n", "\n\n", "\n \n", "\u2028", "\r\n"]),
        st.text(max_size=8),
    ),
    max_size=40,
).map("".join)


def old_and_new(changes):
    old = "".join(change.text for change in changes if change.kind != "added")
    new = "".join(change.text for change in changes if change.kind != "removed")
    return old, new


@given(PEOPLES_TEXT, PEOPLES_TEXT)
def test_both_texts_can_be_read_from_the_comparison(old, new):
    assert old_and_new(compare.words(old, new)) == (old, new)


@given(PEOPLES_TEXT)
def test_a_text_is_the_same_as_itself(text):
    assert compare.words(text, text) == ([Change("same", text)] if text else [])


@given(PEOPLES_TEXT, PEOPLES_TEXT)
def test_neighbours_differ_in_kind_and_none_is_empty(old, new):
    changes = compare.words(old, new)

    assert all(change.text for change in changes)
    assert all(a.kind != b.kind for a, b in pairwise(changes))


def test_only_the_words_that_changed_are_told():
    changes = compare.words(
        "The group agreed the plan.\n\nIt closed.", "The board agreed the plan.\n\nIt closed.\n\nAll left."
    )

    assert changes == [
        Change("same", "The "),
        Change("removed", "group "),
        Change("added", "board "),
        Change("same", "agreed the plan.\n\nIt closed."),
        Change("added", "\n\nAll left."),
    ]


def test_a_full_stop_is_no_part_of_the_word_before_it_but_a_sum_of_money_is_one_word():
    changes = compare.words("For 2007.\n\nIt costs £1,000.50.", "For 2007 and 2008.\n\nIt costs £1,250.50.")

    assert [change for change in changes if change.kind != "same"] == [
        Change("added", " and 2008"),
        Change("removed", "1,000.50"),
        Change("added", "1,250.50"),
    ]


def test_a_sentence_added_after_a_change_keeps_its_own_full_stop():
    changes = compare.words("We met.\nRoads were discussed.", "All met.\nRoads were discussed.\n\nIt closed.")

    assert changes[-2:] == [Change("same", "met.\nRoads were discussed."), Change("added", "\n\nIt closed.")]


def test_a_new_line_is_not_a_new_word():
    changes = compare.words("one two three", "one\ntwo three")

    assert [change for change in changes if not change.is_blank] == [
        Change("same", "one"),
        Change("same", "two three"),
    ]


def test_twenty_thousand_words_take_less_than_a_second():
    chance = random.Random(1)
    vocabulary = [f"word{int(chance.paretovariate(0.9))}" for _ in range(20_000)]
    rewritten = [chance.choice(vocabulary) if chance.random() < 0.1 else word for word in vocabulary]
    old, new = (" ".join(words).replace("0 ", "0\n\n") for words in (vocabulary, rewritten))

    # The processor's time, not the clock's: other tests run beside this one.
    started = time.process_time()
    changes = compare.words(old, new)
    took = time.process_time() - started

    assert old_and_new(changes) == (old, new)
    assert took < 1


def test_a_text_made_to_be_slow_is_not():
    chance = random.Random(1)
    old, new = (" ".join(chance.choice("abcd") for _ in range(20_000)) for _ in range(2))

    started = time.process_time()
    compare.words(old, new)

    assert time.process_time() - started < 1


def test_the_page_tells_changes_in_words_and_not_by_colour_alone():
    changes = compare.words("The group <met>.", "The board <met>.\n")

    html = render_to_string("components/comparison.html", {"changes": changes})

    assert '<del><span class="govuk-visually-hidden">removed: </span>group ' in html
    assert '<ins><span class="govuk-visually-hidden">added: </span>board ' in html
    assert "&lt;met&gt;." in html


def test_both_texts_in_one_have_every_line_of_each_and_shared_lines_once():
    assert compare.both("Theirs.\nShared.", "Mine.\nShared.\nMore.") == "Theirs.\nMine.\nShared.\nMore."
    assert compare.both("", "Mine.") == "Mine."
    assert compare.both("Same.", "Same.") == "Same."
