"""Answering a proposal on its pages: adoption, its refusals in words, stale figures, virements, limits, the list."""

import re
from decimal import Decimal

import pytest

from funding import operations
from funding.models import LedgerEntry, Proposal
from funding.tests.proposing import adopt, proposed, virement, wanted
from meetings.tests.doors import main_words
from tests.factories.funding import (
    DAY,
    YEAR,
    a_stream,
    an_authority,
    another_officer_of,
    balance,
    ground,
    plan,
    quarter,
)
from tests.factories.meetings import officer_of

pytestmark = pytest.mark.django_db
DATE = {"effective_on_0": DAY.day, "effective_on_1": DAY.month, "effective_on_2": DAY.year}


@pytest.fixture
def asks(client, asker):
    """The requester's browser: what they type is sent as the page would send it."""
    client.force_login(asker)
    return client


def address(proposal, page=""):
    return f"{proposal.get_absolute_url()}{page}"


def words(response):
    return main_words(response.content.decode())


class TestAnswering:
    @pytest.fixture
    def submitted(self, pot, asker, young, award):
        return proposed(pot, asker, wanted(young, 1, 100))

    @pytest.fixture
    def answers(self, client, colleague):
        client.force_login(colleague)
        return client

    def test_it_is_adopted_on_a_decision_that_says_what_is_left(self, answers, submitted, authority):
        page = answers.get(address(submitted, "adopt/"))
        assert "£9,999,000 left of £10,000,000. It covers the £100 of this proposal." in words(page)

        response = answers.post(address(submitted, "adopt/"), DATE | {"authority": authority.pk}, follow=True)
        assert "The proposal is adopted: 1 movement, £100." in words(response)
        assert f"Adopted by {another_officer_of(submitted.pot.group)}" in words(response)

    def test_the_ledgers_sentence_stands_beside_its_line(
        self, answers, pot, asker, young, submitted, authority
    ):
        mixed = proposed(pot, asker, wanted(young, 2, 100), wanted(young, 3, 50))
        operations.close_period(quarter(pot, 1), by=asker)
        operations.close_period(quarter(pot, 2), by=asker)

        page = answers.post(address(mixed, "adopt/"), DATE | {"authority": authority.pk})

        told = words(page)
        assert "There is a problem The period is closed: its profile stays as it is." in told
        assert re.search(r"Quarter 2, July to September 2006 .{0,60}Error: The period is closed", told)
        assert not re.search(r"Quarter 3, October to December 2006 .{0,60}Error", told)
        assert balance(plan(young, 3)) == 0

    def test_a_decision_that_does_not_cover_it_is_told_beside_the_question(
        self, answers, submitted, pot, decision
    ):
        narrow = an_authority(pot, decision, ceiling=Decimal(99))
        an_authority(pot, decision, kinds=["reprofile"])
        an_authority(pot, decision, limit_each=Decimal(50))
        before = words(answers.get(address(submitted, "adopt/")))
        assert "Not enough is left for the £100 of this proposal." in before
        assert "It does not allow profile, which this proposal needs." in before
        assert "This proposal moves £100, more than an officer may at once." in before

        page = answers.post(address(submitted, "adopt/"), DATE | {"authority": narrow.pk})

        assert "The decision allows £99.00 in all, and £0.00 of it is used." in words(page)
        assert (
            'id="id_authority_1_error"' in page.content.decode() or "authority" in page.context["form"].errors
        )

    def test_a_stale_proposal_names_its_cells_and_whoever_asked_goes_on(
        self, client, answers, submitted, young, authority, asker
    ):
        operations.profile(plan(young, 1), amount=Decimal(30), **ground(authority))
        page = answers.post(address(submitted, "adopt/"), DATE | {"authority": authority.pk})
        assert "£0 stood there then, £30 stands there now; £100 is proposed." in words(page)

        client.force_login(asker)
        response = client.post(address(submitted, "new-figures/"), follow=True)
        assert "The proposal goes on from today’s figures." in words(response)
        assert "£30 to → £100" in words(response)

    def test_it_is_refused_with_a_reason(self, answers, submitted):
        assert "Fill in" in words(answers.post(address(submitted, "refuse/"), {"answer": ""}))

        response = answers.post(address(submitted, "refuse/"), {"answer": "Ask again in May."}, follow=True)
        assert "Ask again in May." in words(response)

    @pytest.mark.parametrize("posted", [{}, {"authority": "1 OR 1=1"}, {"authority": "99999999999999999999"}])
    def test_nonsense_is_asked_again(self, answers, submitted, posted):
        page = answers.post(address(submitted, "adopt/"), posted)

        assert page.status_code == 200
        assert "There is a problem" in words(page)

    def test_pressing_twice_adopts_once(self, answers, submitted, authority):
        for _ in range(2):
            page = answers.post(address(submitted, "adopt/"), DATE | {"authority": authority.pk})

        assert "A proposal that is adopted cannot be adopted." in words(page)
        assert LedgerEntry.objects.filter(proposal=submitted).count() == 1

    def test_the_ledger_and_the_decision_say_which_proposal_it_was(
        self, answers, submitted, pot, authority, colleague
    ):
        adopt(submitted, authority, colleague)

        assert "Proposal 1 asked for it." in words(answers.get(f"/funding/{pot.slug}/ledger/"))
        decided = words(answers.get(authority.decision.get_absolute_url()))
        assert "Adopted on it: Proposal 1: Later than planned" in decided

    def test_my_work_lists_what_waits_and_ones_own_drafts(self, client, answers, submitted, pot, asker):
        assert "Proposals to adopt or refuse (1)" in words(answers.get("/my-work/"))
        proposed(pot, asker, submit=False)

        client.force_login(asker)
        page = words(client.get("/my-work/"))
        assert "Your draft proposals (1)" in page
        assert "Proposals to adopt or refuse" not in page


class TestVirement:
    def test_it_is_asked_for_on_one_page(self, asks, pot, young, award, safer):
        answers = {
            "from_row": f"s{young.pk}",
            "from_period": "unplanned",
            "to_row": f"s{safer.pk}",
            "to_period": quarter(pot, 3).pk,
            "amount": "£250",
            "title": "Street wardens",
            "reason": "They start in October",
        }
        page = asks.post(f"/funding/{pot.slug}/virement/?year={YEAR}", answers, follow=True)

        assert "Virement: £250 would move, 2 amounts would change." in words(page)
        assert Proposal.objects.get().status == "submitted"

    @pytest.mark.parametrize(
        ("changed", "sentence"),
        [
            ({"amount": "1001"}, "Only £1,000 is there, which is less than £1,001."),
            ({"to": "young"}, "A virement goes to another stream."),
            ({"amount": "-5"}, "must be 0.01 or more"),
            ({"from_period": "77"}, "Choose one of the answers offered"),
            ({"reason": ""}, "Fill in “Reason”."),
        ],
    )
    def test_what_is_wrong_is_beside_its_question(self, asks, pot, young, award, safer, changed, sentence):
        to = young if changed.pop("to", "") else safer
        answers = {
            "from_row": f"s{young.pk}",
            "from_period": "unplanned",
            "to_row": f"s{to.pk}",
            "to_period": "unplanned",
            "amount": "250",
            "title": "Street wardens",
            "reason": "They start in October",
        }
        page = asks.post(f"/funding/{pot.slug}/virement/?year={YEAR}", answers | changed)

        assert sentence in words(page)
        assert "Street wardens" in page.content.decode()

    def test_its_page_has_no_way_into_the_grid(self, asks, pot, young, award, safer, asker):
        proposal = virement(pot, asker, young, safer, 5)

        assert "Take it back" not in words(asks.get(address(proposal)))
        assert "A virement is one movement" in words(asks.get(address(proposal, "edit/"), follow=True))

    def test_a_draft_that_does_not_add_up_is_no_error_of_ours(
        self, client, pot, young, award, asker, colleague
    ):
        lines = [operations.Wanted(young, None, None, Decimal(5))]
        broken = operations.draft_proposal(pot, year=YEAR, title="Half of one", lines=lines, by=asker)
        client.force_login(colleague)
        assert client.get(address(broken, "adopt/")).status_code == 200

        client.force_login(asker)
        assert "does not add up" in words(client.post(address(broken, "submit/")))


class TestLimits:
    def test_everyone_reads_on_the_page_of_the_pot_what_an_officer_may_move_alone(
        self, client, pot, decision, asker
    ):
        operations.publish_pot(pot, by=asker)
        assert "No officer may move money alone." in words(client.get(pot.get_absolute_url()))

        an_authority(pot, decision, kinds=["reprofile"], limit_each=Decimal(500), limit_year=Decimal(2000))
        page = words(client.get(pot.get_absolute_url()))
        assert "Re-profile up to £500 each time, £2,000 in a financial year" in page
        assert "set by a decision that is not published" in page


class TestRollForward:
    def test_the_page_says_what_will_happen_before_it_does(self, asks, pot, young, award, authority):
        operations.profile(plan(young, 1), amount=Decimal(300), **ground(authority))
        page = words(asks.get(f"/funding/{pot.slug}/roll-forward/?year={YEAR}"))
        assert "£300, as planned for 2006/07, would be planned for 2007/08" in page
        assert (
            "Children and young people has £0.00 for the year after, which is £300.00 less than its plan."
            in page
        )

        operations.award(young, year=YEAR + 1, amount=Decimal(300), **ground(authority))
        page = words(asks.get(f"/funding/{pot.slug}/roll-forward/"))
        assert "It cannot be done" not in page
        answers = DATE | {"year": YEAR, "authority": authority.pk, "reason": "As decided"}
        response = asks.post(f"/funding/{pot.slug}/roll-forward/", answers, follow=True)
        assert "The profile is kept: £300 is planned for the next year." in words(response)
        assert balance(plan(young, 1, YEAR + 1)) == 300


def test_the_list_shows_everybody_what_was_adopted_and_officers_the_rest(
    client, pot, asker, colleague, young, award, authority
):
    adopt(proposed(pot, asker, wanted(young, 1, 5)), authority, colleague)
    proposed(pot, asker, wanted(young, 2, 5))
    operations.publish_pot(pot, by=asker)

    public = words(client.get(f"/funding/{pot.slug}/proposals/"))
    assert "1 proposal, the latest first." in public
    assert str(officer_of(pot.group)) not in public.replace("Later than planned", "")
    page = words(client.get(f"/funding/{pot.slug}/proposals/1/"))
    assert "Asked for by one officer" in page
    assert not any(str(officer) in page for officer in (asker, colleague))
    client.force_login(colleague)
    assert f"Asked for by {asker}" in words(client.get(f"/funding/{pot.slug}/proposals/1/"))
    assert "2 proposals, the latest first." in words(client.get(f"/funding/{pot.slug}/proposals/"))


def test_the_list_asks_as_often_for_many_as_for_few(
    client, pot, asker, young, award, django_assert_max_num_queries
):
    a_stream(pot)
    for number in (1, 2, 3, 4):
        proposed(pot, asker, wanted(young, number, 5))
    client.force_login(asker)
    with django_assert_max_num_queries(14):
        client.get(f"/funding/{pot.slug}/proposals/")
