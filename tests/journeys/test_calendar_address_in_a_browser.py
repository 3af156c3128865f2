"""An address is made and copied with one press each; the page is sound for everyone."""

import pytest
from django.conf import settings
from playwright.sync_api import Browser

from tests.axe import faults
from tests.factories.partnership import UserFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_the_address_is_made_and_copied(browser: Browser, live_server, client):
    client.force_login(UserFactory(email="reader@example.org"))
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    context = browser.new_context(base_url=live_server.url, bypass_csp=True)
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}])
    page = context.new_page()

    page.goto("/account/calendar/")
    assert faults(page) == []
    page.get_by_role("button", name="Make an address").click()
    page.get_by_role("button", name="Copy the address").click()
    page.get_by_text("Copied").wait_for()

    shown = page.get_by_label("Your private address").input_value()
    assert shown.startswith(f"{settings.SITE_URL}/calendar/")
    assert page.evaluate("navigator.clipboard.readText()") == shown
    assert faults(page) == []
    page.set_viewport_size({"width": 320, "height": 900})
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    context.close()


def test_without_a_script_there_is_no_button_that_does_nothing(browser: Browser, live_server, client):
    client.force_login(UserFactory(email="reader@example.org"))
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    context = browser.new_context(base_url=live_server.url, java_script_enabled=False)
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}])
    page = context.new_page()

    page.goto("/account/calendar/")
    page.get_by_role("button", name="Make an address").click()

    assert page.get_by_label("Your private address").is_visible()
    assert page.get_by_text("Copy the address").is_hidden()
    context.close()
