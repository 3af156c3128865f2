"""An officer puts an agenda together by keyboard, and is led to what to mend."""

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from meetings.models import AgendaItem
from meetings.tests.keeping import page_of, record_of
from tests.axe import faults
from tests.factories.meetings import officer_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


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
