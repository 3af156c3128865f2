"""The representative’s main job by keyboard: find the meeting, report it; a follower hears and everyone reads."""

import pytest
from django.core import mail
from django.test import Client
from playwright.sync_api import Browser, Page, expect

from meetings.models import RepresentativeReport
from meetings.tests.reporting import minuted_meeting
from partnership import operations as partnership
from partnership import sending
from partnership.models import Notice
from tests.axe import faults
from tests.factories.partnership import PASSWORD, UserFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture(params=[True, False], ids=["with script", "without script"])
def page(request, browser: Browser, live_server) -> Page:
    context = browser.new_context(
        base_url=live_server.url, locale="en-GB", java_script_enabled=request.param, bypass_csp=True
    )
    context.set_default_timeout(15_000)
    yield context.new_page()
    context.close()


def reach(page: Page, name: str, role: str = "button") -> None:
    """Go on with the Tab key until the thing of that name has the focus."""
    target = page.get_by_role("main").get_by_role(role, name=name, exact=True).first
    for _ in range(80):
        page.keyboard.press("Tab")
        if target.evaluate("each => each === document.activeElement"):
            return
    raise AssertionError(f"the Tab key does not reach {name}")


def test_a_meeting_is_reported_by_keyboard_and_read_by_everyone(
    page, group, representative, live_server, request
):
    record = minuted_meeting(group)
    follower = UserFactory(email="follower@example.org")
    partnership.follow(record.topic, by=follower)

    # Signs in, and is led to the minutes that nobody has reported.
    page.goto("/account/login/")
    page.get_by_label("Email address").fill("representative@example.org")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("My work")
    reach(page, "Chief Executives Group, 2 February 2007", "link")
    page.keyboard.press("Enter")
    reach(page, "Start the report")
    page.keyboard.press("Enter")

    # Writes with the keyboard; what is of interest is ticked already.
    expect(page.get_by_role("heading", level=1)).to_have_text("Report to the Voluntary Sector Alliance")
    part = page.get_by_role("group", name="Grants to the sector")
    expect(part.get_by_label("Report this item")).to_be_checked()
    reach(page, "Introduction (optional)", "textbox")
    page.keyboard.type("Good news for small groups.")
    for _ in range(20):
        page.keyboard.press("Tab")
        focused = page.evaluate("document.activeElement.name")
        if focused == f"item-{record.matter.pk}-meaning":
            break
    page.keyboard.type("The grants go on: plan for the spring.")
    if "without" not in request.node.name:  # axe is a script itself
        assert faults(page) == []
    reach(page, "Save and preview")
    page.keyboard.press("Enter")

    # Looks at it as everyone would, and publishes.
    expect(page.get_by_role("main")).to_contain_text("A preview that only you can see")
    expect(page.get_by_role("main")).to_contain_text("The grants go on: plan for the spring.")
    reach(page, "Publish the report")
    page.keyboard.press("Enter")
    expect(page.get_by_role("main")).to_contain_text("The report is published")

    # The follower is told once, with the way to stop.
    report = RepresentativeReport.objects.get()
    notice = Notice.objects.get(to=follower)
    if notice.state != Notice.State.SENT:
        sending.send(notice.pk)
    message = next(each for each in mail.outbox if each.to == ["follower@example.org"])
    assert report.get_absolute_url() in message.body
    assert "/account/following/" in message.body

    # Everyone reads it.
    words = Client().get(report.get_absolute_url()).content.decode()
    assert "The grants go on: plan for the spring." in words
    assert "The grants are paid as before." in words
