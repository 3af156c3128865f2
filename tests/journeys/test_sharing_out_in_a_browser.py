"""A participatory round in a browser: residents vote by code without script, officers count, all read the result."""

from decimal import Decimal

import pytest
from django.urls import reverse

from funding import operations
from tests.axe import faults
from tests.factories.funding import (
    YEAR,
    a_decision,
    a_pot,
    a_stream,
    an_authority,
    another_officer_of,
    ground,
)
from tests.factories.localities import LocalityFactory
from tests.factories.meetings import officer_of
from tests.factories.participation import (
    a_participatory_round,
    an_idea,
    codes,
    counting,
    feasible,
    given_up,
    not_feasible,
    opened,
    vote,
    voting,
)
from tests.journeys.conftest import sign_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def round_():
    """Five hundred pounds of a devolved pot, with four ideas of which one cannot be done; people can vote."""
    decision = a_decision()
    pot = a_pot(decision, name="Devolved pot of the valley", locality=LocalityFactory(name="A valley"))
    stream = a_stream(pot, name="Small grants")
    operations.award(stream, year=YEAR, amount=Decimal(1000), **ground(an_authority(pot, decision)))
    operations.publish_pot(pot, by=officer_of(pot.group))
    round_ = opened(a_participatory_round(stream, title="What our villages need"))
    for title, amount in [
        ("A bench by the river", 300),
        ("Lights for the hall", 400),
        ("A minibus day", 200),
    ]:
        feasible(an_idea(round_, amount, title=title))
    not_feasible(an_idea(round_, 100, title="A bridge"))
    return voting(round_)


def fits(page, problems):
    """No fault that axe finds, and no sideways scrolling at 320 pixels."""
    problems += [f"{page.url}: {fault}" for fault in faults(page)]
    size = page.viewport_size
    page.set_viewport_size({"width": 320, "height": 800})
    if page.evaluate("document.documentElement.scrollWidth") > 320:
        problems.append(f"{page.url}: too wide at 320")
    page.set_viewport_size(size)


def test_from_the_vote_to_the_result(browser, live_server, round_):
    [code] = codes(round_, 1)
    ideas = list(round_.ideas.all())
    problems: list[str] = []
    here = live_server.url + round_.get_absolute_url()

    without_script = browser.new_context(java_script_enabled=False, locale="en-GB")
    page = without_script.new_page()
    page.goto(live_server.url + round_.pot.locality.get_absolute_url())
    page.get_by_role("link", name=round_.title).click()
    page.get_by_role("button", name="Vote with your code").click()
    page.get_by_label("Lights for the hall").check()
    page.get_by_label("A minibus day").check()
    page.get_by_label("Your code").fill("AAAA")
    page.get_by_role("button", name="Cast my votes").click()
    assert "is not a code of this round" in page.locator(".govuk-error-summary").inner_text()
    assert page.get_by_label("Lights for the hall").is_checked()
    page.get_by_label("Your code").fill(code.lower())
    page.get_by_role("button", name="Cast my votes").click()
    assert "your votes are in" in page.locator("main").inner_text()
    without_script.close()

    vote(round_, ideas[0], times=2)
    given_up(round_, 2)
    round_ = counting(round_)
    contexts = []
    for user in (officer_of(round_.pot.group), another_officer_of(round_.pot.group)):
        context = browser.new_context(locale="en-GB")
        contexts.append(context)
        sign_in(context, user, here)
        page = context.new_page()
        page.goto(here)
        fits(page, problems)
        page.locator(".house-next a", has_text="Count the papers").click()
        fits(page, problems)
        page.get_by_label("Valid papers").fill("2")
        for title, votes in [
            ("A bench by the river", "2"),
            ("Lights for the hall", "0"),
            ("A minibus day", "2"),
        ]:
            page.get_by_label(title).fill(votes)
        page.get_by_role("button", name="Save what I counted").click()
    assert "Both counts agree" in page.locator("main").inner_text()

    page.get_by_role("link", name="Decide the round").click()
    assert "2 of 3 ideas get £500" in page.locator("main").inner_text()
    page.get_by_label("Decision that gives it").select_option(index=1)
    page.get_by_label("Period in which").select_option(index=4)
    for part, value in zip(("Day", "Month", "Year"), ("2", "2", "2007"), strict=True):
        page.get_by_label(part, exact=True).fill(value)
    fits(page, problems)
    page.get_by_role("button", name="Give the money").click()
    assert "The round is decided" in page.locator("main").inner_text()
    for context in contexts:
        context.close()

    context = browser.new_context(locale="en-GB")
    page = context.new_page()
    page.goto(here)
    words = page.locator("main").inner_text()
    assert "2 ideas get £500 of the £500 on offer" in words
    assert "It had 1 vote. When its turn came £0 was left, less than the £400 it asks for." in words
    fits(page, problems)
    for name in ("participatory_rounds", "pot"):
        page.goto(live_server.url + reverse(f"funding:{name}", args=[round_.pot.slug]))
        fits(page, problems)
    context.close()
    assert problems == []
