"""Every page as a browser shows it: axe finds nothing, and nothing is wider than a small telephone."""

import pytest
from django.test import Client
from playwright.sync_api import Browser

from tests.axe import faults
from tests.every_page import PAGES
from tests.test_every_page import address, complete
from tests.world import ROLES, World, build

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SHOW_MORE_TO_OFFICERS = {
    "funding:agreement",
    "funding:agreements",
    "funding:assessments",
    "funding:indicator",
    "funding:participatory_round",
    "funding:reward",
    "meetings:meeting",
    "meetings:decision",
    "meetings:action",
    "portal:home",
    "portal:group",
    "engagement:consultation",
    "engagement:responses",
}
FILES = (".pdf", ".docx", ".csv", ".xlsx", ".ics", ".atom", "/healthz", "/write/token/", "/file/", "/file/1/")


# The officer's half of the pages comes first, so that two processes are done with theirs at about the same time.
@pytest.mark.parametrize("role", ["officer", "anonymous", "member", "administrator"])
def test_axe_finds_nothing_and_nothing_is_too_wide(role, browser: Browser, live_server):
    world = complete(build())
    context = browser.new_context(base_url=live_server.url, locale="en-GB", bypass_csp=True)
    context.set_default_timeout(20_000)
    sign_in(context, world, role, live_server.url)
    page = context.new_page()
    found = {}
    for where in pages_of(role, world):
        page.set_viewport_size({"width": 1200, "height": 900})
        page.goto(where)
        problems = faults(page)
        page.set_viewport_size({"width": 320, "height": 900})
        width = page.evaluate("document.documentElement.scrollWidth")
        if width > 320:
            problems.append(f"{width} pixels wide at 320")
        if problems:
            found[where] = problems
    context.close()

    assert found == {}


def pages_of(role: str, world: World) -> list[str]:
    """The pages that this role sees and the role before it does not, and for an officer those that show more."""
    seen_by_others = {"member": "anonymous", "officer": "member", "administrator": "officer"}
    addresses = []
    for name, what, answers in PAGES:
        by_role = dict(zip(ROLES, answers.split(), strict=True))
        other = seen_by_others.get(role)
        shows_more = role == "officer" and name in SHOW_MORE_TO_OFFICERS
        if by_role[role] == "200" and (other is None or by_role[other] != "200" or shows_more):
            where = address(name, what, world)
            if not where.endswith(FILES):
                addresses.append(where)
    return addresses


def sign_in(context, world: World, role: str, url: str) -> None:
    user = world.users[role]
    if user is not None:
        client = Client()
        client.force_login(user)
        context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": url}])
