"""A meeting under way, and people who sit down in a browser to minute it."""

from collections.abc import Callable, Iterator
from datetime import date
from urllib.parse import urljoin

import pytest
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Browser, BrowserContext, Page

from meetings import operations
from meetings.models import AgendaItem, Meeting
from partnership.models import User
from tests.factories.partnership import MembershipFactory, OfficerSupportFactory


@pytest.fixture
def meeting(group, officer) -> Meeting:
    meeting = operations.plan_meeting(group, held_on=date(2026, 2, 2), by=officer)
    operations.add_item(meeting, title="Performance", by=officer)
    operations.publish_agenda(meeting, by=officer)
    return operations.start_meeting(meeting, by=officer)


@pytest.fixture
def item(meeting) -> AgendaItem:
    return meeting.items.get(title="Performance")


@pytest.fixture
def owner(group):
    return MembershipFactory(group=group, person__name="Anna Owner", person__slug="anna-owner").person


@pytest.fixture
def colleague(group) -> User:
    return OfficerSupportFactory(group=group, user__email="colleague@example.org").user


@pytest.fixture
def address(live_server, meeting) -> str:
    return live_server.url + reverse("meetings:write", args=meeting.address)


@pytest.fixture
def sits_down(browser: Browser, address: str) -> Iterator[Callable[..., Page]]:
    """`sits_down(officer)` is the minuting page in a browser in which that person is signed in."""
    contexts = []

    def at_the_page(user: User, **how) -> Page:
        context = browser.new_context(locale="en-GB", timezone_id="Europe/London", **how)
        context.set_default_timeout(15_000)
        contexts.append(context)
        sign_in(context, user, address)
        page = context.new_page()
        page.on("dialog", lambda dialog: dialog.accept())
        page.goto(address)
        return page

    yield at_the_page
    for context in contexts:
        context.close()


def sign_in(context: BrowserContext, user: User, address: str) -> None:
    client = Client()
    client.force_login(user)
    context.add_cookies(
        [{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": urljoin(address, "/")}]
    )
