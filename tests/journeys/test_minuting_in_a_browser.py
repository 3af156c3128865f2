"""Minuting in a real browser: by keyboard, without a connection, signed out, two at once, and without a script."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import Error, Page, expect

from meetings import operations
from meetings.models import ActionItem, AgendaItem, Decision, Meeting
from partnership.models import User
from tests.axe import faults
from tests.factories.partnership import PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

# On a busy machine a page takes its time.
expect.set_options(timeout=10_000)
# Longer than a failed saving waits before it is tried again.
UNTIL_TRIED_AGAIN = 20_000


def sign_in_by_hand(page: Page, user: User) -> None:
    page.locator("input[name=login]").fill(user.email)
    page.locator("input[name=password]").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()


@contextmanager
def no_connection(page: Page) -> Iterator[None]:
    page.context.set_offline(True)
    try:
        yield
    finally:
        page.context.set_offline(False)


def box(page: Page, item: AgendaItem):
    return page.locator(f"#minute-{item.pk}")


def state(page: Page):
    return page.locator("[data-state]")


def trouble(page: Page):
    return page.locator("[data-trouble]")


def minute_of(item: AgendaItem) -> str:
    return AgendaItem.objects.get(pk=item.pk).minute


def tab_to(page: Page, selector: str) -> None:
    for _ in range(200):
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"the keyboard does not reach {selector}")


def test_a_meeting_is_minuted_with_the_keyboard_alone(sits_down, officer, meeting, item, owner):
    page = sits_down(officer)
    keys = page.keyboard

    for each in sorted(meeting.items.all(), key=lambda each: each.position):
        keys.press("Alt+ArrowDown")
        expect(box(page, each)).to_be_focused()
        keys.type(f"Minute of {each.title}.")
        keys.press("Alt+KeyO")
        keys.type("Noted")
    keys.press("Control+KeyS")
    expect(state(page)).to_have_text("All saved")

    for _ in range(2):
        keys.press("Alt+ArrowUp")
    expect(box(page, item)).to_be_focused()
    keys.press("Alt+KeyD")
    keys.type("That the profiles be retained.")
    keys.press("Control+Enter")
    expect(page.get_by_text("Decision CEG-2026-1 is logged.")).to_be_visible()
    expect(box(page, item)).to_be_focused()

    keys.press("Alt+KeyA")
    keys.type("Write to the bodies")
    keys.press("Tab")
    keys.type("Anna")
    keys.press("Tab")
    keys.type("30 March")
    keys.press("Enter")
    expect(page.get_by_text("The action is logged.")).to_be_visible()

    tab_to(page, "button[value=close]")
    keys.press("Enter")
    expect(page.get_by_text("The meeting is closed.").first).to_be_visible()

    meeting.refresh_from_db()
    action = ActionItem.objects.get()
    assert meeting.status == Meeting.Status.CLOSED
    assert [each.minute for each in meeting.items.order_by("position")][:2] == [
        "Minute of Apologies.",
        "Minute of Declarations of interest.",
    ]
    assert (action.owner, action.due_on) == (owner, date(2026, 3, 30))
    assert Decision.objects.get().text == "That the profiles be retained."


def test_a_text_is_saved_while_it_is_typed_even_without_a_pause(sits_down, officer, item):
    page = sits_down(officer)
    box(page, item).focus()

    for _ in range(25):
        page.keyboard.type("word ", delay=50)
        if minute_of(item):
            break

    assert minute_of(item).startswith("word word")
    expect(state(page)).to_have_text("All saved")
    expect(page.locator(f"#saved-{item.pk}")).to_contain_text("Saved ")


def test_words_typed_without_a_connection_are_saved_when_it_is_back(sits_down, officer, item):
    page = sits_down(officer)

    with no_connection(page):
        box(page, item).fill("Typed in a tunnel.")
        expect(trouble(page)).to_contain_text("Not saved: no connection.")
        expect(state(page)).to_have_text("Not saved")
        page.get_by_role("button", name="Save everything").first.click()
        expect(box(page, item)).to_have_value("Typed in a tunnel.")
        assert minute_of(item) == ""

    expect(state(page)).to_have_text("All saved", timeout=UNTIL_TRIED_AGAIN)
    expect(trouble(page)).to_be_empty()
    assert minute_of(item) == "Typed in a tunnel."


def test_words_typed_without_a_connection_survive_a_reload(sits_down, officer, item, address):
    page = sits_down(officer)
    with no_connection(page):
        box(page, item).fill("Typed before the battery died.")
        page.locator(f"[data-open='decide-{item.pk}']").click()
        page.locator(f"#decide-{item.pk}-text").fill("Half a decision")
        expect(trouble(page)).to_contain_text("kept on this device")
        with pytest.raises(Error):
            page.reload()

    page.goto(address)

    expect(box(page, item)).to_have_value("Typed before the battery died.")
    expect(page.locator(f"#decide-{item.pk}-text")).to_have_value("Half a decision")
    # Sometimes the page that was left has saved it before it went.
    for _ in range(50):
        if minute_of(item):
            break
        page.wait_for_timeout(100)
    assert minute_of(item) == "Typed before the battery died."


def test_an_answer_that_is_lost_on_the_way_makes_no_conflict_with_oneself(sits_down, officer, item):
    page = sits_down(officer)
    lose_answers = {"is_on": True}

    def lose(route) -> None:
        answer = route.fetch()
        if lose_answers["is_on"]:
            route.abort()
        else:
            route.fulfill(response=answer)

    page.route(f"**/write/{item.pk}/", lose)
    box(page, item).fill("First")
    expect(trouble(page)).to_contain_text("Not saved")
    assert minute_of(item) == "First"
    box(page, item).fill("First and second")
    lose_answers["is_on"] = False

    expect(state(page)).to_have_text("All saved", timeout=UNTIL_TRIED_AGAIN)
    assert minute_of(item) == "First and second"


def test_words_of_a_window_that_was_closed_are_offered(sits_down, officer, item, address):
    first = sits_down(officer)
    with no_connection(first):
        box(first, item).fill("From the closed window.")
        expect(trouble(first)).to_contain_text("kept on this device")
        context = first.context
        first.close()

    page = context.new_page()
    page.goto(address)
    expect(page.get_by_text("This device has words that were not saved")).to_be_visible()
    expect(box(page, item)).to_have_value("")
    page.get_by_role("button", name="Use them").click()

    expect(state(page)).to_have_text("All saved")
    assert minute_of(item) == "From the closed window."
    page.reload()
    expect(page.get_by_text("This device has words that were not saved")).to_be_hidden()


def test_a_lapsed_session_keeps_the_words_and_saves_them_after_signing_in(sits_down, officer, item, address):
    page = sits_down(officer)
    Session.objects.all().delete()

    box(page, item).fill("Typed after lunch.")
    expect(trouble(page)).to_contain_text("you are signed out")
    page.get_by_role("button", name="Save everything").first.click()
    expect(box(page, item)).to_have_value("Typed after lunch.")
    with page.context.expect_page() as opened:
        page.get_by_role("link", name="Sign in (opens in a new tab)").click()
    sign_in_by_hand(opened.value, officer)

    expect(state(page)).to_have_text("All saved", timeout=UNTIL_TRIED_AGAIN)
    assert minute_of(item) == "Typed after lunch."
    page.get_by_role("button", name="Save everything").first.click()
    expect(page.get_by_text("Everything is saved.")).to_be_visible()


def test_two_who_write_the_same_item_see_both_texts(sits_down, officer, colleague, item):
    mine, theirs = sits_down(officer), sits_down(colleague)
    box(theirs, item).fill("Their words.")
    expect(state(theirs)).to_have_text("All saved")

    box(mine, item).fill("My words.")
    expect(mine.locator("[data-theirs]")).to_have_text("Their words.")
    expect(box(mine, item)).to_have_value("My words.")
    assert minute_of(item) == "Their words."
    box(mine, item).press_sequentially(" More.")
    mine.get_by_role("button", name="Put both into the box").click()

    expect(state(mine)).to_have_text("All saved")
    assert "Their words." in minute_of(item)
    assert "My words. More." in minute_of(item)


def test_two_who_press_save_at_once_get_a_page_with_both_texts(sits_down, officer, colleague, item):
    mine, theirs = (
        sits_down(officer, java_script_enabled=False),
        sits_down(colleague, java_script_enabled=False),
    )
    box(mine, item).fill("My words.")
    box(theirs, item).fill("Their words.")
    theirs.get_by_role("button", name="Save everything").first.click()
    mine.get_by_role("button", name="Save everything").first.click()

    expect(mine.get_by_text("colleague saved another text of item 5")).to_be_visible()
    expect(box(mine, item)).to_have_value("Their words.\nMy words.")
    box(mine, item).fill("Our words.")
    mine.get_by_role("button", name="Keep this text").click()
    assert minute_of(item) == "Our words."


def test_a_text_that_is_too_long_says_so_and_stays_in_its_box(sits_down, officer, item):
    page = sits_down(officer)

    box(page, item).fill("x" * 50_001)
    expect(page.locator(f"#saved-{item.pk}")).to_contain_text("50,000 characters at most")
    expect(state(page)).to_have_text("Not saved yet")
    box(page, item).fill("Shorter.")

    expect(state(page)).to_have_text("All saved")
    assert minute_of(item) == "Shorter."


def test_everything_works_without_a_script(sits_down, officer, meeting, item, owner):
    page = sits_down(officer, java_script_enabled=False)

    box(page, item).fill("Written by hand.")
    page.locator(f"[data-open='act-{item.pk}']").click()
    page.locator(f"#act-{item.pk}-text").fill("Write")
    page.locator(f"#act-{item.pk}-owner").select_option(label="Anna Owner")
    page.locator(f"button[value='act-{item.pk}']").click()
    expect(page.get_by_text("The action is logged.")).to_be_visible()
    for each in meeting.items.all():
        page.locator(f"#outcome-{each.pk}").select_option("noted")
    page.get_by_role("button", name="Close the meeting").first.click()

    expect(page.get_by_text("The meeting is closed.").first).to_be_visible()
    assert minute_of(item) == "Written by hand."
    assert ActionItem.objects.get().owner == owner


def test_without_a_script_a_lapsed_session_keeps_the_words_through_signing_in(sits_down, officer, item):
    page = sits_down(officer, java_script_enabled=False)
    box(page, item).fill("Typed after lunch.")
    Session.objects.all().delete()

    page.get_by_role("button", name="Save everything").first.click()
    sign_in_by_hand(page, officer)
    expect(page.get_by_text("Typed after lunch.").first).to_be_visible()
    page.get_by_role("button", name="Send it now").click()

    expect(box(page, item)).to_have_value("Typed after lunch.")
    assert minute_of(item) == "Typed after lunch."


def test_markup_that_was_typed_stays_text_in_every_part_of_the_page(sits_down, officer, colleague, item):
    evil = "</textarea><img src=x onerror='document.title=\"taken\"'>"
    mine, theirs = sits_down(officer), sits_down(colleague)
    box(theirs, item).fill(evil)
    expect(state(theirs)).to_have_text("All saved")
    box(mine, item).fill(f"{evil} mine")
    expect(mine.locator("[data-theirs]")).to_have_text(evil)
    mine.get_by_role("button", name="Put both into the box").click()
    expect(state(mine)).to_have_text("All saved")
    mine.reload()

    assert evil in box(mine, item).input_value()
    assert "taken" not in mine.title()


@pytest.mark.parametrize("width", [1280, 320])
def test_the_page_is_accessible_and_fits_every_screen(width, sits_down, officer, colleague, item):
    said = []
    page = sits_down(officer, viewport={"width": width, "height": 700})
    page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    page.reload()
    page.evaluate("document.querySelectorAll('details').forEach((each) => { each.open = true })")
    operations.write_minute(item, text="Theirs", revision=0, by=colleague)
    box(page, item).fill("Mine")
    expect(page.locator("[data-theirs]")).to_be_visible()

    found = faults(page)
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert found == []
    assert wide <= 0
    # A refused save is told by the browser's console too; anything else would be a fault of the page.
    assert [text for text in said if "409" not in text] == []
