"""An officer writes a proposal in the grid as in a spreadsheet; another finds it on My work and adopts it."""

from collections.abc import Callable, Iterator
from decimal import Decimal

import pytest
from django.urls import reverse
from playwright.sync_api import Browser, Page, expect

from funding import operations
from funding.models import Proposal
from tests.axe import faults
from tests.factories.funding import (
    YEAR,
    a_decision,
    a_pot,
    a_stream,
    an_authority,
    another_officer_of,
    balance,
    ground,
    plan,
    quarter,
)
from tests.factories.meetings import officer_of
from tests.journeys.conftest import sign_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def pot():
    """Two streams with a thousand pounds each; the first plans six hundred in its first quarter."""
    decision = a_decision()
    pot = a_pot(decision, name="Single pot")
    authority = an_authority(pot, decision)
    for name in ("Children and young people", "Safer communities"):
        stream = a_stream(pot, name=name)
        operations.award(stream, year=YEAR, amount=Decimal(1000), **ground(authority))
    operations.profile(plan(pot.streams.first(), 1), amount=Decimal(600), **ground(authority))
    return pot


@pytest.fixture
def proposal(pot):
    return operations.draft_proposal(pot, year=YEAR, title="Later in the year", by=officer_of(pot.group))


@pytest.fixture
def at(browser: Browser, live_server) -> Iterator[Callable[..., Page]]:
    """`at(address, user)` is that page in a browser in which the officer is signed in."""
    contexts = []

    def open_page(address: str, user, **how) -> Page:
        context = browser.new_context(locale="en-GB", timezone_id="Europe/London", **how)
        context.set_default_timeout(15_000)
        contexts.append(context)
        sign_in(context, user, live_server.url)
        page = context.new_page()
        page.goto(live_server.url + address)
        return page

    yield open_page
    for context in contexts:
        context.close()


def grid_of(proposal: Proposal) -> str:
    return reverse("funding:edit_proposal", args=[proposal.pot.slug, proposal.number])


def box_of(page: Page, pot, name: str, number: int):
    stream = pot.streams.get(name=name)
    return page.locator(f"#a-{stream.pk}-0-{quarter(pot, number).pk}")


def test_it_is_written_with_the_keyboard_and_a_block_from_a_spreadsheet(at, pot, proposal):
    page = at(grid_of(proposal), officer_of(pot.group))
    first = box_of(page, pot, "Children and young people", 1)
    expect(page.get_by_label("Children and young people, Apr to Jun 2006")).to_have_value("600")

    first.fill("500")
    expect(page.locator("[data-change]").first).to_have_text("£100 less")
    first.press("Enter")
    expect(box_of(page, pot, "Safer communities", 1)).to_be_focused()
    page.keyboard.press("ArrowRight")
    expect(box_of(page, pot, "Safer communities", 2)).to_be_focused()
    page.keyboard.press("ArrowUp")
    second = box_of(page, pot, "Children and young people", 2)
    expect(second).to_be_focused()

    second.evaluate(
        """(box, text) => {
            const data = new DataTransfer();
            data.setData("text/plain", text);
            box.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
        }""",
        "£1,00\t-\r\n250.50\t\r\n",
    )
    expect(second).to_have_value("£1,00")
    expect(box_of(page, pot, "Safer communities", 2)).to_have_value("250.50")
    expect(page.locator("[data-total]")).to_have_text("£850.50")
    expect(page.locator("[data-left]").first).to_have_text("£400 not planned")
    second.fill("600")
    expect(page.locator("[data-left]").first).to_have_text("£100 more than it has")
    second.fill("400")
    assert faults(page) == []
    page.get_by_role("button", name="Save and look at it").click()

    expect(page.get_by_role("heading", name="What would change")).to_be_visible()
    assert faults(page) == []
    assert balance(plan(pot.streams.first(), 1)) == 600
    page.get_by_role("button", name="Submit it").click()
    page.get_by_role("button", name="Submit the proposal").click()
    expect(page.get_by_text("The proposal is submitted.")).to_be_visible()


@pytest.mark.parametrize("scripted", [True, False], ids=["with script", "without script"])
def test_another_finds_it_on_my_work_and_adopts_it(at, pot, proposal, scripted):
    asker, stream = officer_of(pot.group), pot.streams.first()
    wanted = [operations.Wanted(stream, None, quarter(pot, 2), Decimal(300))]
    operations.save_proposal(proposal, lines=wanted, revision=0, by=asker)
    operations.submit_proposal(proposal, by=asker)
    page = at("/my-work/", another_officer_of(pot.group), java_script_enabled=scripted)

    page.get_by_role("link", name="Proposal 1: Later in the year").click()
    page.get_by_role("button", name="Adopt it").click()
    page.get_by_role("radio").first.check()
    page.get_by_role("button", name="Adopt the proposal").click()

    expect(page.get_by_text("The proposal is adopted: 1 movement, £300.")).to_be_visible()
    assert balance(plan(stream, 2)) == 300


def test_without_script_it_is_a_form_with_a_button_for_the_totals(at, pot, proposal):
    page = at(grid_of(proposal), officer_of(pot.group), java_script_enabled=False)
    box_of(page, pot, "Safer communities", 1).fill("abc")
    box_of(page, pot, "Safer communities", 2).fill("-5")
    page.get_by_role("button", name="Work out the totals").last.click()

    expect(page.get_by_text("Enter an amount in pounds, such as 1,250 or 1,250.50.").first).to_be_visible()
    expect(page.locator(".govuk-error-summary li")).to_have_count(2)
    expect(box_of(page, pot, "Safer communities", 1)).to_have_value("abc")

    page.get_by_text("Fill many boxes at once").click()
    page.get_by_label("Row to fill").select_option(label="Safer communities")
    page.get_by_label("Amount to spread evenly over the year, in pounds").fill("1,000.01")
    page.get_by_role("button", name="Spread it over the year").click()
    expect(box_of(page, pot, "Safer communities", 1)).to_have_value("250.01")
    expect(box_of(page, pot, "Safer communities", 4)).to_have_value("250")
    expect(page.locator("[data-left]").last).to_have_text("£0.01 more than it has")

    page.get_by_label("Paste a block from a spreadsheet").fill("1\t2\t3\t4\n10\t20\t30\t-")
    page.get_by_role("button", name="Fill in the block").click()
    expect(box_of(page, pot, "Safer communities", 3)).to_have_value("30")
    expect(box_of(page, pot, "Safer communities", 4)).to_have_value("-")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("Saved. Current figures stay as they are")).to_be_visible()
    assert proposal.lines.count() == 7


def test_it_fits_a_telephone(at, pot, proposal):
    phone = {"viewport": {"width": 320, "height": 640}}
    page = at(grid_of(proposal), officer_of(pot.group), **phone)

    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    expect(page.locator("label", has_text="Apr to Jun 2006").first).to_be_visible()
    assert faults(page) == []
