"""From the plan to the answer: an officer plans, is warned, staggers and opens; people answer; they hear what came."""

import re
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect

from engagement.models import Consultation, Respondent, Response
from meetings import operations as meetings
from partnership.models import Notice
from tests.axe import faults
from tests.factories.engagement import SAID, an_audience, closed, launched, planned, responded
from tests.factories.meetings import AgendaItemFactory, DecisionFactory, MeetingFactory, officer_of, started
from tests.factories.partnership import GroupFactory
from tests.journeys.conftest import sign_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def opens(browser: Browser, live_server) -> Iterator[Callable[..., Page]]:
    """`opens("/", user=officer, width=320, script=False)` is a page in a browser of its own."""
    contexts = []

    def at(address: str, *, user=None, width: int = 1200, script: bool = True) -> Page:
        context = browser.new_context(
            locale="en-GB",
            timezone_id="Europe/London",
            viewport={"width": width, "height": 800},
            java_script_enabled=script,
        )
        context.set_default_timeout(15_000)
        contexts.append(context)
        if user:
            sign_in(context, user, live_server.url)
        page = context.new_page()
        page.goto(f"{live_server.url}{address}")
        return page

    yield at
    for context in contexts:
        context.close()


def fill_day(page: Page, name: str, day) -> None:
    for part, value in enumerate((day.day, day.month, day.year)):
        page.fill(f"[name={name}_{part}]", str(value))


def test_an_officer_plans_is_warned_staggers_and_launches(opens, group, officer):
    everybody = an_audience("Everybody")
    other = launched(GroupFactory(name="Health Board"), title="Surgeries", audiences=[everybody])
    today = timezone.localdate()

    page = opens("/consultations/plan/", user=officer)
    page.fill("[name=title]", "Where the market should be")
    page.select_option("[name=group]", label=str(group))
    fill_day(page, "opens_on", today)
    fill_day(page, "closes_on", today + timedelta(days=83))
    page.get_by_role("button", name="Begin to plan").click()
    page.get_by_role("link", name="Say what it is about").click()
    for name, words in SAID.items():
        page.fill(f"[name={name}]", words)
    page.get_by_label("It concerns the whole county").check()
    page.get_by_label("Everybody", exact=True).check()
    fill_day(page, "feedback_due_on", today + timedelta(days=400))
    fill_day(page, "erase_on", today + timedelta(days=500))
    page.get_by_role("button", name="Save").click()
    page.get_by_role("link", name="Put it on the forward plan").click()
    page.get_by_role("button", name="Put it on the forward plan").click()
    page.get_by_role("link", name="Name the options").click()
    page.fill("[name=options]", "On the square\nBy the river")
    page.fill("[name=rejected]", "Nowhere | Nobody wants that")
    page.get_by_role("button", name="Save the options").click()
    page.get_by_role("link", name="Write the questions").click()
    page.get_by_role("button", name="Add a question").click()
    page.fill("[name=text]", "Where should it be?")
    page.get_by_role("button", name="Save the question").click()

    # The warning, with what it overlaps; it cannot be launched past it.
    consultation = Consultation.objects.get(title="Where the market should be")
    page.goto(page.url.split("/consultations/")[0] + consultation.get_absolute_url() + "launch/")
    page.get_by_role("button", name="Launch it").click()
    expect(page.locator(".govuk-error-summary")).to_contain_text("Choose what to do about the overlap")
    page.goto(page.url.replace("launch", "overlaps"))
    expect(page.get_by_role("heading", name="Surgeries")).to_be_visible()
    assert faults(page) == []

    # It is moved behind the other.
    later = other.closes_on + timedelta(days=1)
    page.goto(page.url.replace("overlaps", "edit"))
    fill_day(page, "opens_on", later)
    fill_day(page, "closes_on", later + timedelta(days=83))
    page.get_by_role("button", name="Save").click()
    page.get_by_role("link", name="Launch it").click()
    page.get_by_role("button", name="Launch it").click()
    expect(page.locator(".house-lead")).to_contain_text("Opens on")
    consultation.refresh_from_db()
    assert consultation.stage == Consultation.Stage.LAUNCHED


def test_a_resident_answers_on_a_telephone_without_script(opens, group):
    consultation = launched(group, equality=("Under 25", "Over"))
    page = opens("/consultations/", width=320, script=False)
    page.locator(".house-card__title a").first.click()
    page.get_by_role("button", name="Have your say").click()
    assert page.url.endswith("/respond/")

    page.get_by_role("button", name="Send your response").click()
    page.locator(".govuk-error-summary").wait_for()
    page.get_by_label("Where should it be?").fill("By the <b>river</b>, please.")
    page.get_by_label("Yes, with my name").check()
    page.get_by_role("button", name="Send your response").click()
    page.get_by_role("link", name="Enter your name").click()
    assert page.get_by_label("Where should it be?").input_value() == "By the <b>river</b>, please."
    page.get_by_label("Your name").fill("Rita Resident")
    page.get_by_label("Email address").fill("rita@example.org")
    page.get_by_label("Under 25").check()
    page.get_by_role("button", name="Send your response").click()

    page.get_by_role("heading", name="Your response has arrived").wait_for()
    response = Response.objects.get()
    assert response.receipt in page.locator("main").inner_text()
    assert response.consultation == consultation
    assert response.answers.get().text == "By the <b>river</b>, please."


def test_its_form_fits_a_telephone_and_has_no_faults(opens, group):
    consultation = launched(group, equality=("Under 25", "Over"))
    page = opens(f"{consultation.get_absolute_url()}respond/", width=320)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    assert faults(page) == []
    page.get_by_role("button", name="Send your response").click()
    page.locator(".govuk-error-summary").wait_for()
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    assert faults(page) == []


def test_a_representative_answers_for_an_organisation(opens, group, representative):
    consultation = launched(group)
    page = opens(f"{consultation.get_absolute_url()}respond/", user=representative)
    page.get_by_label("Where should it be?").fill("Where buses stop.")
    page.get_by_label("For an organisation", exact=True).check()
    page.get_by_role("button", name="Send your response").click()
    page.get_by_role("link", name="Enter the name of the organisation").click()
    page.keyboard.type("Voluntary Sector Alliance")
    page.get_by_label("Yes, with my name").check()
    page.get_by_role("button", name="Send your response").click()
    page.get_by_role("heading", name="Your response has arrived").wait_for()

    response = Response.objects.get()
    assert response.organisation.name == "Voluntary Sector Alliance"
    assert response.respondent.login == representative


def test_an_officer_codes_publishes_answers_and_the_decision_cites_it(opens, group, officer):
    consultation = closed(group, answers=("On the square.", "By the river."))
    with time_machine.travel(timezone.now() - timedelta(days=20), tick=False):
        responded(consultation, "The square, where the buses are.", email="rita@example.org")
    meeting = MeetingFactory(group=group, held_on=timezone.localdate())
    item = AgendaItemFactory(meeting=meeting)
    started(meeting)
    decision = meetings.publish_decision(DecisionFactory(item=item), by=officer)
    page = opens(consultation.get_absolute_url(), user=officer)

    page.get_by_role("link", name="Themes and replies").click()
    page.get_by_role("button", name="Add a theme").click()
    page.fill("[name=title]", "The square")
    page.get_by_role("button", name="Add the theme").click()
    # With the keyboard alone: the space bar ticks, Enter sends.
    page.get_by_role("checkbox").first.focus()
    page.keyboard.press("Space")
    page.get_by_role("checkbox").nth(2).focus()
    page.keyboard.press("Space")
    assert faults(page) == []
    page.get_by_role("button", name="Mark them").focus()
    page.keyboard.press("Enter")
    page.get_by_text("2 answers marked with “The square”.").wait_for()

    page.goto(page.url.replace("themes", "responses/publish"))
    page.get_by_role("button", name="Publish the responses").click()
    page.get_by_text("Everyone can read the responses now.").wait_for()
    assert faults(page) == []
    page.goto(page.url.replace("responses", "conclude"))
    for name, words in (("we_asked", "Where?"), ("you_said", "The square."), ("we_did", "It is there.")):
        page.fill(f"[name={name}]", words)
    page.get_by_role("button", name="Conclude it").click()
    expect(page.locator(".govuk-error-summary")).to_contain_text("Still without a reply: The square")
    page.goto(page.url.replace("conclude", "themes"))
    page.get_by_role("link", name="The square").click()
    page.fill("[name=reply]", "It will be there.")
    page.get_by_role("button", name="Save").click()
    page.goto(re.sub("themes.*", "decision/", page.url))
    page.select_option("[name=decision]", value=str(decision.pk))
    page.fill("[name=considered]", "The report set them out.")
    page.get_by_label("The responses were considered before this was decided").check()
    page.get_by_role("button", name="Enter the decision").click()
    page.goto(f"{page.url}conclude/")
    for name, words in (("we_asked", "Where?"), ("you_said", "The square."), ("we_did", "It is there.")):
        page.fill(f"[name={name}]", words)
    page.get_by_role("button", name="Conclude it").click()
    page.get_by_role("heading", name="What came of it").wait_for()
    assert faults(page) == []

    # The respondent is told, once; and everyone goes from one to the other.
    assert [notice.address for notice in Notice.objects.filter(what="consultation_concluded", to=None)] == [
        "rita@example.org"
    ]
    assert Respondent.objects.filter(email="rita@example.org").exists()
    everyone = opens(consultation.get_absolute_url(), width=320)
    everyone.get_by_role("link", name=decision.ref).click()
    everyone.get_by_text("What people had said before").wait_for()
    everyone.get_by_role("link", name=consultation.title).click()
    everyone.get_by_role("link", name="Read what people said").click()
    everyone.get_by_text("The square, where the buses are.").wait_for()


def test_partners_see_the_forward_plan_with_its_picture(opens, group, member):
    planned(group, title="The planned one")
    page = opens("/consultations/forward-plan/", user=member)
    expect(page.locator("svg.house-strips")).to_be_visible()
    assert faults(page) == []
    assert officer_of(group)
