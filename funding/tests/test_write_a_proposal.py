"""Writing a proposal in its grid: what is typed, what is wrong with it, filling many boxes, two windows."""

import re
from decimal import Decimal

import pytest

from funding import operations
from funding.tests.proposing import proposed, wanted
from meetings.tests.doors import main_words
from tests.factories.funding import (
    YEAR,
    balance,
    ground,
    plan,
    quarter,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def proposal(pot, asker, award):
    return proposed(pot, asker, submit=False)


@pytest.fixture
def asks(client, asker):
    """The requester's browser: what they type is sent as the page would send it."""
    client.force_login(asker)
    return client


def address(proposal, page=""):
    return f"{proposal.get_absolute_url()}{page}"


def name_of(stream, number, project=None):
    return f"a-{stream.pk}-{project.pk if project else 0}-{quarter(stream.pot, number).pk}"


def fields_of(html):
    """Every box of the grid, and what stands around it, as a browser would send them."""
    boxes = dict(
        re.findall(r'<input class="govuk-input house-grid__box[^>]* name="([^"]+)" value="([^"]*)"', html)
    )
    hidden = dict(re.findall(r'<input type="hidden" name="(revision|shown)" value="([^"]*)"', html))
    return boxes | hidden


def sent(client, proposal, do="save", page="", **typed):
    """Open the grid, type, press a button."""
    fields = fields_of(client.get(address(proposal, f"edit/{page}")).content.decode())
    return client.post(address(proposal, f"edit/{page}"), fields | typed | {"do": do})


def words(response):
    return main_words(response.content.decode())


class TestTheGrid:
    def test_what_is_typed_is_saved_and_current_figures_stay(self, asks, proposal, young):
        response = sent(asks, proposal, **{name_of(young, 1): "£250.50", name_of(young, 2): "-"})

        assert response.status_code == 302
        assert [(line.period, line.amount, line.base) for line in proposal.lines.all()] == [
            (quarter(young.pot, 1), Decimal("250.50"), 0)
        ]
        assert balance(plan(young, 1)) == 0
        page = words(asks.get(address(proposal, "edit/")))
        assert "now £0 £250.50 more" in page
        assert "has £1,000, plans £250.50 £749.50 not planned" in page

    def test_every_wrong_box_has_its_sentence_and_nothing_is_lost(self, asks, proposal, young):
        typed = {
            name_of(young, 1): "abc",
            name_of(young, 2): "-5",
            name_of(young, 3): "7",
            name_of(young, 4): "\x00",
        }
        page = sent(asks, proposal, **typed)

        html = page.content.decode()
        assert html.count('class="govuk-error-message"') == 2
        assert "Children and young people, Quarter 1, April to June 2006: Enter an amount in pounds" in words(
            page
        )
        assert (
            "Children and young people, Quarter 2, July to September 2006: An amount is nothing or more"
            in words(page)
        )
        assert {value for name, value in fields_of(html).items() if name in typed} == {"abc", "-5", "7", ""}
        assert not proposal.lines.exists()

    @pytest.mark.parametrize("typed", ["9" * 4000, "NaN", "1e400", "<script>", "٣", "=SUM(A1)"])
    def test_no_input_is_an_error_of_ours(self, asks, proposal, young, typed):
        page = sent(asks, proposal, **{name_of(young, 1): typed, "revision": typed, "shown": typed})

        assert page.status_code == 200
        assert "There is a problem" in words(page)

    def test_the_totals_are_worked_out_without_saving(self, asks, proposal, young):
        page = sent(asks, proposal, do="totals", **{name_of(young, 1): "400", name_of(young, 2): "700"})

        assert "has £1,000, plans £1,100 £100 more than it has" in words(page)
        assert "Nothing is saved yet" in words(page)
        assert not proposal.lines.exists()

    def test_an_amount_is_spread_to_the_penny_over_the_open_periods(self, asks, proposal, young, colleague):
        operations.close_period(quarter(young.pot, 1), by=colleague)
        page = sent(asks, proposal, do="spread", row="0", spread="100")

        fields = fields_of(page.content.decode())
        assert [fields[name_of(young, number)] for number in (2, 3, 4)] == ["33.34", "33.33", "33.33"]
        assert name_of(young, 1) not in fields

    def test_a_row_is_filled_as_last_year(self, asks, pot, young, award, authority, asker):
        operations.profile(plan(young, 3), amount=Decimal("12.50"), **ground(authority))
        following = operations.draft_proposal(pot, year=YEAR + 1, title="As before", by=asker)
        page = sent(asks, following, do="last_year", row="all")

        fields = fields_of(page.content.decode())
        assert sorted(value for name, value in fields.items() if name.startswith("a-")) == [
            "0",
            "0",
            "0",
            "12.50",
        ]

    @pytest.mark.parametrize(
        ("posted", "sentence"),
        [
            ({"do": "paste", "block": "1\t2\t3\t4\t5", "paste_row": "0"}, "the grid has room for 1 and 4."),
            ({"do": "paste", "block": " ", "paste_row": "0"}, "Paste a block of amounts first."),
            ({"do": "paste", "block": "1", "paste_row": "99999999999"}, "Choose the row"),
            ({"do": "spread", "row": "0", "spread": "x"}, "Enter an amount in pounds"),
            ({"do": "spread", "row": "zero", "spread": "5"}, "Choose the row"),
            ({"do": "last_year", "row": "0"}, "The pot has no year before this one."),
        ],
    )
    def test_what_cannot_be_filled_in_is_told(self, asks, proposal, posted, sentence):
        page = sent(asks, proposal, **posted)

        assert sentence in words(page)

    def test_a_pasted_block_keeps_what_is_wrong_in_it_to_be_mended(self, asks, proposal, young):
        page = sent(asks, proposal, do="paste", block="1,000\toops\r\n", paste_row="0", paste_period="2")

        fields = fields_of(page.content.decode())
        assert (fields[name_of(young, 2)], fields[name_of(young, 3)]) == ("1,000", "oops")
        assert "Enter an amount in pounds" in words(page)

    def test_what_was_asked_for_a_period_that_closed_is_taken_out(
        self, asks, proposal, young, colleague, asker
    ):
        operations.save_proposal(
            proposal, lines=[wanted(young, 1, 5), wanted(young, 2, 6)], revision=0, by=asker
        )
        operations.close_period(quarter(young.pot, 1), by=colleague)
        assert "The period closed meanwhile: £5 was asked for" in words(asks.get(address(proposal, "edit/")))

        sent(asks, proposal)
        assert [line.amount for line in proposal.lines.all()] == [6]

    def test_a_large_grid_comes_in_pages_and_each_is_saved_alone(self, asks, proposal, pot, young, asker):
        projects = [operations.add_project(young, name=f"Project {at:03}", by=asker) for at in range(60)]
        sent(asks, proposal, **{name_of(young, 1): "5"})
        sent(asks, proposal, page="?page=2", **{name_of(young, 1, projects[-1]): "7"})

        assert sorted(line.amount for line in proposal.lines.all()) == [5, 7]
        assert "plans £12 £988 not planned" in words(asks.get(address(proposal, "edit/?page=2")))

    def test_it_asks_as_often_for_many_rows_as_for_few(
        self, asks, proposal, young, asker, django_assert_max_num_queries
    ):
        for at in range(30):
            operations.add_project(young, name=f"Project {at}", by=asker)
        with django_assert_max_num_queries(25):
            asks.get(address(proposal, "edit/"))


class TestTwoWindows:
    def test_both_amounts_of_a_box_are_shown_and_nothing_is_saved(self, asks, proposal, young, asker):
        fields = fields_of(asks.get(address(proposal, "edit/")).content.decode())
        operations.save_proposal(
            proposal, lines=[wanted(young, 1, 40), wanted(young, 2, 8)], revision=0, by=asker
        )

        page = asks.post(address(proposal, "edit/"), fields | {name_of(young, 1): "60", "do": "save"})

        assert "saved in the other window: £40 typed here: £60" in words(page)
        assert {line.amount for line in proposal.lines.all()} == {40, 8}
        shown = fields_of(page.content.decode())
        assert (shown[name_of(young, 1)], shown[name_of(young, 2)]) == ("60", "8")

        asks.post(address(proposal, "edit/"), shown | {"do": "save"})
        assert {line.amount for line in proposal.lines.all()} == {60, 8}

    def test_different_boxes_do_not_stand_in_each_others_way(self, asks, proposal, young, asker):
        fields = fields_of(asks.get(address(proposal, "edit/")).content.decode())
        operations.save_proposal(proposal, lines=[wanted(young, 2, 8)], revision=0, by=asker)

        response = asks.post(address(proposal, "edit/"), fields | {name_of(young, 1): "60", "do": "save"})

        assert response.status_code == 302
        assert {line.amount for line in proposal.lines.all()} == {60, 8}

    def test_the_figure_that_was_seen_is_the_base_though_the_ledger_moved_on(
        self, asks, proposal, young, authority
    ):
        fields = fields_of(asks.get(address(proposal, "edit/")).content.decode())
        operations.profile(plan(young, 1), amount=Decimal(30), **ground(authority))

        asks.post(address(proposal, "edit/"), fields | {name_of(young, 1): "60", "do": "save"})

        assert [(line.amount, line.base) for line in proposal.lines.all()] == [(60, 0)]
        assert "Figures have changed since this was proposed" in words(asks.get(address(proposal)))

    def test_a_withdrawn_proposal_keeps_what_is_typed_on_the_page(self, asks, proposal, young, asker):
        fields = fields_of(asks.get(address(proposal, "edit/")).content.decode())
        operations.withdraw_proposal(proposal, by=asker)

        page = asks.post(address(proposal, "edit/"), fields | {name_of(young, 1): "60", "do": "save"})

        assert "only a draft can be changed" in words(page)
        assert fields_of(page.content.decode())[name_of(young, 1)] == "60"
