"""A real browser for the tests that need one: the Chromium of this machine, driven by Playwright."""

import os
import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
QUIET = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
# Long enough for a busy machine, short enough that a page that never comes is noticed.
PATIENCE_IN_MS = 10_000


def chromium() -> str | None:
    """Where this machine's Chromium is; CHROMIUM names one that is elsewhere."""
    return os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)


def pytest_report_header() -> str:
    found = chromium()
    return f"browser tests: run in {found}" if found else "browser tests skipped: no chromium found"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Whatever asks for the browser, as its page does, is a browser test, and browser tests need one."""
    for item in items:
        if "browser" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.browser)
        if item.get_closest_marker("browser") and not chromium():
            item.add_marker(pytest.mark.skip(reason="browser tests skipped: no chromium found"))


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One browser for all the tests of this process."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=QUIET)
        yield browser
        browser.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page of a reader who has not been here before. Use it with pytest-django's `live_server`."""
    context = browser.new_context(locale="en-GB", timezone_id="Europe/London")
    context.set_default_timeout(PATIENCE_IN_MS)
    yield context.new_page()
    context.close()
