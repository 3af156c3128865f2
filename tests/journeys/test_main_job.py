"""The main job on the real record, by hand in a browser, with script and without.

An officer calls, minutes, decides, approves and publishes; the representative reads and finds; and an administrator
brings somebody in and ends their membership.
"""

import re
from collections.abc import Callable, Iterator

import pytest
from django.core.management import call_command
from playwright.sync_api import Browser, Page, expect

from meetings.models import AgendaItem, Decision, Meeting, Minutes
from partnership.models import Membership, Notice
from portal.demo import PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

FEBRUARY = "/meetings/chief-executives-group/2007-02-02/"
MARCH = "/meetings/chief-executives-group/2007-03-30/"


@pytest.fixture
def record() -> None:
    call_command("load_demo", verbosity=0)


@pytest.fixture(params=[True, False], ids=["with script", "without script"])
def comes_in(request, browser: Browser, live_server, record) -> Iterator[Callable[[str], Page]]:
    """`comes_in("officer")` is a browser in which that role has signed in by hand; "" is a reader."""
    contexts = []

    def sit_down(role: str) -> Page:
        context = browser.new_context(
            base_url=live_server.url,
            locale="en-GB",
            timezone_id="Europe/London",
            java_script_enabled=request.param,
        )
        context.set_default_timeout(15_000)
        contexts.append(context)
        page = context.new_page()
        if role:
            page.goto("/account/login/")
            page.get_by_label("Email address").fill(f"{role}@example.org")
            page.get_by_label("Password", exact=True).fill(PASSWORD)
            page.get_by_role("main").get_by_role("button", name="Sign in", exact=True).click()
            expect(page.get_by_role("heading", level=1)).to_have_text("My work")
        return page

    yield sit_down
    for context in contexts:
        context.close()


def press(page: Page, name: str) -> None:
    """Follow the step of that name, and confirm it where the page asks."""
    page.get_by_role("main").get_by_role("button", name=name, exact=True).first.click()


def test_a_meeting_from_call_to_published_minutes(comes_in):
    officer = comes_in("officer")

    # Call it.
    officer.get_by_role("link", name="Chief Executives Group, 30 March 2007").first.click()
    officer.get_by_role("link", name="Edit the agenda").or_(
        officer.get_by_role("button", name="Edit the agenda")
    ).first.click()
    officer.get_by_role("button", name="Add an item").click()
    officer.get_by_label("Title").fill("Places for the voluntary sector")
    press(officer, "Add the item")
    officer.goto(MARCH + "publish-agenda/")
    press(officer, "Publish the agenda")
    expect(officer.get_by_text("The agenda is published")).to_be_visible()

    # Hold it.
    officer.goto(MARCH + "start/")
    press(officer, "Start the meeting")
    officer.goto(MARCH + "write/")
    matter = AgendaItem.objects.get(title="Places for the voluntary sector")
    officer.locator(f"[name=minute-{matter.pk}]").fill("The Assembly asked for <b>two places</b> & got them.")
    decide(officer, matter, "Two places on the working group are for the voluntary sector.")
    approval = AgendaItem.objects.get(offers_minutes_of__held_on="2007-02-02")
    open_part(officer, f"approve-{approval.pk}")
    officer.locator(f"button[value=approve-{approval.pk}]").click()
    expect(officer.get_by_role("main").get_by_text("CEG-2007-5").first).to_be_visible()
    for item in AgendaItem.objects.filter(meeting__held_on="2007-03-30", outcome=""):
        officer.locator(f"[name=outcome-{item.pk}]").select_option("noted")
    officer.locator("button[value=close]").first.click()
    expect(officer.get_by_text("The meeting is closed.")).to_be_visible()
    assert Meeting.objects.get(held_on="2007-03-30").status == Meeting.Status.CLOSED

    # The earlier minutes are approved now; sign and publish them.
    officer.goto(FEBRUARY + "minutes/sign/")
    officer.get_by_label("Signed by").select_option(label="Sharon Gray")
    fill_day(officer, 30, 3, 2007)
    press(officer, "Record the signature")
    officer.goto(FEBRUARY + "minutes/publish/")
    press(officer, "Publish the minutes")
    assert Minutes.objects.get(meeting__held_on="2007-02-02").signed_by.name == "Sharon Gray"

    # Give the new ones to the members.
    officer.goto(MARCH + "minutes/circulate/")
    press(officer, "Circulate the draft")
    expect(officer.get_by_role("main")).to_contain_text("DRAFT")

    # The representative is told, reads and finds.
    representative = comes_in("representative")
    told = Notice.objects.filter(to__email="representative@example.org").values_list("what", flat=True)
    assert {"minutes_published", "minutes_circulated"} <= set(told)
    representative.get_by_role("searchbox").or_(representative.locator("header input[name=q]")).first.fill(
        "two places"
    )
    representative.keyboard.press("Enter")
    hit = representative.get_by_role("main").get_by_role(
        "link", name=re.compile("Places for the voluntary sector")
    )
    expect(hit.first).to_be_visible()
    hit.first.click()
    expect(representative.get_by_role("main")).to_contain_text(
        "The Assembly asked for <b>two places</b> & got them."
    )

    # The public reads what is approved and published, and nothing of the draft.
    reader = comes_in("")
    reader.goto(FEBRUARY)
    expect(reader.get_by_role("main")).not_to_contain_text("DRAFT")
    expect(reader.get_by_role("main")).to_contain_text("Sharon Gray")
    reader.goto("/search/?q=two+places+assembly")
    expect(reader.get_by_role("main")).not_to_contain_text("Places for the voluntary sector")


def test_an_administrator_brings_somebody_in_and_ends_their_membership(comes_in):
    administrator = comes_in("administrator")

    administrator.goto("/manage/people/add/")
    administrator.get_by_label("Name").fill("Somebody Illustrative")
    press(administrator, "Save")
    administrator.goto("/manage/users/invite/")
    administrator.get_by_label("Email address").fill("somebody@example.org")
    administrator.locator("[name=person]").select_option(label="Somebody Illustrative")
    press(administrator, "Send the invitation")
    assert Notice.objects.filter(to__email="somebody@example.org", what="invited").count() == 1

    administrator.goto("/groups/chief-executives-group/members/add/")
    administrator.locator("[name=person]").select_option(label="Somebody Illustrative")
    fill_day(administrator, 1, 6, 2007)
    press(administrator, "Add to the group")
    membership = Membership.objects.get(person__name="Somebody Illustrative")

    administrator.goto(f"/memberships/{membership.pk}/end/")
    fill_day(administrator, 1, 6, 2006)
    press(administrator, "Record the end")
    expect(
        administrator.locator(".govuk-error-summary")
    ).to_be_visible()  # before it began: refused, everything kept
    expect(administrator.locator("[name$=_2]").first).to_have_value("2006")
    fill_day(administrator, 1, 9, 2007)
    press(administrator, "Record the end")
    membership.refresh_from_db()
    assert membership.ends_on.isoformat() == "2007-09-01"


def decide(page: Page, item: AgendaItem, text: str) -> None:
    open_part(page, f"decide-{item.pk}")
    page.locator(f"[name=decide-{item.pk}-text]").fill(text)
    page.locator(f"[name=decide-{item.pk}-outcome]").select_option("agreed")
    page.locator(f"button[value=decide-{item.pk}]").click()
    expect(page.get_by_role("main").get_by_text("CEG-2007-4").first).to_be_visible()
    decision = Decision.objects.get(ref="CEG-2007-4")
    assert decision.text == text
    assert decision.item == item


def open_part(page: Page, name: str) -> None:
    """Open a part of an item: one that is drawn when it is asked for, or one that is folded."""
    opening = page.locator(f"[data-open='{name}']")
    folded = page.locator("details", has=page.locator(f"[value='{name}']")).last
    if opening.count():
        opening.click()
    elif folded.count() and not folded.evaluate("part => part.open"):
        folded.locator("summary").first.click()


def fill_day(page: Page, day: int, month: int, year: int) -> None:
    """The first question for a day on the page."""
    for part, value in enumerate((day, month, year)):
        page.locator(f"[name$=_{part}]").first.fill(str(value))
