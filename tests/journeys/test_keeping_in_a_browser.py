"""An officer puts an agenda together by keyboard, and every page of an officer is in order for everybody."""

from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from meetings.models import AgendaItem
from meetings.tests.keeping import page_of, record_of
from meetings.urls.keeping import urlpatterns
from tests.factories.meetings import officer_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

AXE = Path(settings.BASE_DIR, "node_modules", "axe-core", "axe.min.js")
TOUCHED_BY_POST_ONLY = {"move_item"}
RULES = "{runOnly: {type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']}}"


@pytest.fixture
def record(group):
    return record_of(group)


@pytest.fixture
def officers_page(page, live_server, record):
    """A page in which the group's officer is signed in."""
    client = Client()
    client.force_login(officer_of(record.last.group))
    cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies(
        [{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}]
    )
    return page


def faults(page):
    """What axe finds, in words; it is told past the page's own policy, which forbids strange scripts."""
    page.evaluate(AXE.read_text())
    result = page.evaluate(f"axe.run(document, {RULES})")
    assert result["passes"], "axe has looked at nothing"
    return [f"{each['id']}: {node['html'][:120]}" for each in result["violations"] for node in each["nodes"]]


def test_every_page_of_an_officer_is_in_order_on_a_wide_and_on_a_narrow_screen(
    officers_page, live_server, record
):
    problems = {}
    for name in sorted({pattern.name for pattern in urlpatterns} - TOUCHED_BY_POST_ONLY):
        officers_page.set_viewport_size({"width": 320, "height": 640})
        officers_page.goto(f"{live_server.url}{page_of(name, record)}")
        found = faults(officers_page)
        if officers_page.evaluate("document.documentElement.scrollWidth") > 320:
            found.append("scrolls sideways at 320 pixels")
        if officers_page.locator("h1").count() != 1:
            found.append("has not exactly one h1")
        if found:
            problems[name] = found

    assert problems == {}


def test_an_item_is_moved_by_keyboard_and_the_button_stays_under_the_finger(
    officers_page, live_server, record
):
    address = reverse("meetings:agenda", args=record.coming.address)
    officers_page.goto(f"{live_server.url}{address}")
    officers_page.locator("#item-4-up").focus()

    for place in ("3", "2"):
        officers_page.keyboard.press("Enter")
        officers_page.wait_for_url(f"**#item-{place}-up")
        assert officers_page.evaluate("document.activeElement.id") == f"item-{place}-up"
    officers_page.keyboard.press("Enter")
    officers_page.wait_for_url("**#item-1-down")

    assert officers_page.evaluate("document.activeElement.id") == "item-1-down"
    assert AgendaItem.objects.of_meeting(record.coming).in_order().first().kind == "matters_arising"


def test_a_refused_sheet_leads_to_the_box_to_mend(officers_page, live_server, record, member):
    person = member.person
    officers_page.goto(f"{live_server.url}{page_of('attendance', record)}")
    officers_page.select_option(f"#id_person-{person.pk}-status", "substitute")
    officers_page.get_by_role("button", name="Save the attendance").click()

    officers_page.get_by_role("link", name="Say for whom the substitute came.").click()

    assert officers_page.evaluate("document.activeElement.id") == f"id_person-{person.pk}-substitute_for"
    assert faults(officers_page) == []
