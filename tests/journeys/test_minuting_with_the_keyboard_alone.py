"""An officer who has never seen it minutes a whole meeting with the keyboard, and never scrolls to find where to type.

Ten items with six decisions, an election, two declarations and eight actions; somebody leaves, and others must do.
After every key that is let go the page itself is asked whether what has the focus is in sight.
"""

from datetime import date

import pytest
from playwright.sync_api import Page, expect

from meetings import operations
from meetings.models import ActionItem, AgendaItem, Decision, DeclarationOfInterest, Meeting, Stay
from partnership.models import Group, OfficeTerm
from tests.factories.partnership import MembershipFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

expect.set_options(timeout=10_000)

# Runs in every page before its own scripts: notes each key after which the focus cannot be seen, and counts the keys.
WATCH = """
window.unseen = [];
document.addEventListener("keyup", (event) => {
  const count = Number(sessionStorage.keysPressed ?? 0);
  sessionStorage.keysPressed = count + 1;
  const box = document.activeElement;
  if (!box || box === document.body) return;
  const { top, bottom, left, height } = box.getBoundingClientRect();
  // A long text is taller than the window: then it is enough that it begins in sight.
  const inSight = top >= 0 && (bottom <= innerHeight || (height > innerHeight / 2 && top < innerHeight / 2));
  const atTop = document.elementFromPoint(left + 5, top + Math.min(height, 20) / 2);
  const isCovered = atTop && atTop !== box && !box.contains(atTop) && !atTop.contains(box);
  if (!inSight || isCovered) unseen.push(`${event.key} in ${box.id || box.name || box.textContent.trim()}: ${top}`);
}, true);
"""


@pytest.fixture
def people(group, officer) -> dict[str, object]:
    """Five members, and a rule that four must be there: otherwise a decision is marked."""
    Group.objects.filter(pk=group.pk).update(quorum_members=4, inquorate=Group.Inquorate.FLAG)
    names = ["Anna Owner", "Bela Bright", "Cora Clay", "Dan Dene", "Eve Eaton"]
    return {
        name.split()[0]: MembershipFactory(
            group=group, person__name=name, person__slug=name.lower().replace(" ", "-")
        ).person
        for name in names
    }


@pytest.fixture
def meeting(group, officer, people) -> Meeting:
    """Ten items, started; all five are there."""
    meeting = operations.plan_meeting(Group.objects.get(pk=group.pk), held_on=date(2026, 2, 2), by=officer)
    for title in ("Performance", "Chair of the group", "Accommodation", "Grants"):
        operations.add_item(meeting, title=title, by=officer)
    operations.publish_agenda(meeting, by=officer)
    meeting = operations.start_meeting(meeting, by=officer)
    for person in people.values():
        operations.record_attendance(meeting, person=person, status="present", by=officer)
    return meeting


class Officer:
    """Somebody at a keyboard."""

    def __init__(self, page: Page) -> None:
        self.page, self.keys = page, page.keyboard

    def at(self, item: AgendaItem) -> None:
        expect(self.page.locator(f"#minute-{item.pk}")).to_be_focused()

    def press(self, *keys: str) -> None:
        for key in keys:
            self.keys.press(key)

    def fill(self, *answers: str) -> None:
        """Each answer, and on to the next box. A list takes the first letters of what is meant."""
        for number, answer in enumerate(answers):
            if number:
                self.press("Tab")
            if answer:
                self.keys.type(answer)

    def log(self, item: AgendaItem, key: str, *answers: str, says: str) -> None:
        """Open a part, fill it in, send it: one is at the minute of the item again."""
        self.press(f"Alt+Key{key}")
        self.fill(*answers)
        self.saw()
        self.press("Control+Enter")
        expect(self.page.get_by_text(says).first).to_be_visible()
        self.at(item)

    def saw(self) -> None:
        """Nothing had the focus that could not be seen, on this page so far."""
        assert self.page.evaluate("unseen") == []


@pytest.fixture
def writer(sits_down, officer, meeting) -> Officer:
    page = sits_down(officer)
    page.context.add_init_script(WATCH)
    page.reload()
    return Officer(page)


def test_ten_items_six_decisions_an_election_two_declarations_and_eight_actions(writer, meeting, people):
    items = {item.number: item for item in meeting.items.all()}
    at_item = {number: [] for number in items}
    for n, number in enumerate(["5", "5", "7", "8", "8", "9"], start=1):
        at_item[number].append(
            ("D", [f"That matter {n} be agreed."], f"Decision CEG-2026-{n + (n > 2)} is logged.")
        )
    for n, number in enumerate(["1", "4", "5", "5", "7", "8", "8", "9"], start=1):
        at_item[number].append(("A", [f"Write letter {n}", "Anna", "30 March"], "The action is logged."))
    interest = ["Bela", "Personal", "Trustee of the food bank", "Left the room"]
    at_item["8"].insert(0, ("I", interest, "The interest is recorded."))
    at_item["2"].append(("I", ["9", "Cora", "Personal", "A cousin", "Stayed"], "The interest is recorded."))

    for number, item in sorted(items.items(), key=lambda each: int(each[0])):
        writer.press("Alt+ArrowDown")
        writer.at(item)
        writer.keys.type(f"What was said about item {number}.")
        if number == "6":
            elects_the_chair(writer)
            writer.at(item)
        if number == "9":
            writer.log(item, "L", "Dan", says="Dan Dene left during this item")
            expect(writer.page.locator("#item-9 [data-room]")).to_contain_text(
                "Quorate: 4 members in the room"
            )
        for key, answers, says in at_item[number]:
            writer.log(item, key, *answers, says=says)
        if number == "8":
            quorum = writer.page.locator("#item-8 [data-room]")
            expect(quorum).to_contain_text("Quorate: 4 members in the room (4 needed)")
        if not any(key == "D" for key, *_ in at_item[number]) and number != "6":
            writer.press("Alt+KeyO")
            writer.keys.type("Noted")
        writer.saw()
    writer.press("Control+s")
    expect(writer.page.locator("[data-state]")).to_have_text("All saved")
    writer.press("Alt+KeyC", "Enter")
    expect(writer.page.get_by_text("The meeting is closed.").first).to_be_visible()

    meeting.refresh_from_db()
    assert meeting.status == Meeting.Status.CLOSED
    assert Decision.objects.count() == 7, "six, and the one that declares the election"
    assert not Decision.objects.filter(is_inquorate=True).exists()
    assert ActionItem.objects.filter(owner=people["Anna"], due_on=date(2026, 3, 30)).count() == 8
    assert DeclarationOfInterest.objects.count() == 2
    assert OfficeTerm.objects.get(office="chair").person == people["Eve"]
    assert Stay.objects.get().attendance.person == people["Dan"]
    assert [item.minute for item in meeting.items.order_by("position")] == [
        f"What was said about item {number}." for number in range(1, 11)
    ]


def elects_the_chair(writer: Officer) -> None:
    """On a page of its own, and back."""
    writer.press("Alt+KeyE")
    expect(writer.page.get_by_role("heading", name="Nominate somebody")).to_be_visible()
    writer.press("Tab")
    writer.fill("Chair", "Eve", "Anna", "Bela")
    writer.press("Tab", "Enter")
    expect(writer.page.get_by_text("Eve Eaton is nominated.").first).to_be_visible()
    while writer.page.evaluate("document.activeElement.value?.startsWith('declare-') !== true"):
        writer.press("Tab")
    writer.saw()
    writer.press("Enter")
    expect(writer.page.get_by_text("Eve Eaton is elected").first).to_be_visible()
    while writer.page.evaluate("!document.activeElement.textContent.startsWith('Back to the minutes')"):
        writer.press("Tab")
    writer.saw()
    writer.press("Enter")
    expect(writer.page.get_by_role("heading", name="Minuting")).to_be_visible()


def test_votes_by_name_are_one_key_from_the_decision_and_one_returns_to_the_item(writer, meeting, people):
    item = meeting.items.get(title="Accommodation")
    writer.press(*["Alt+ArrowDown"] * 7)
    writer.at(item)
    writer.log(item, "D", "That we move.", "", "Carried", "3", "1", says="Decision CEG-2026-1 is logged.")

    writer.press("Alt+KeyV")
    expect(writer.page.get_by_role("heading", name="Edit the decision")).to_be_visible()
    writer.press("Tab")
    writer.fill("For", "For", "For", "Against", "")
    writer.press("Tab", "Enter")

    expect(writer.page.get_by_text("Decision CEG-2026-1 is saved.").first).to_be_visible()
    writer.at(item)
    votes = Decision.objects.get().named_votes.values_list("person__name", "choice")
    assert dict(votes)["Dan Dene"] == "against"
    assert len(votes) == 4


def test_what_was_begun_is_still_written_at_its_end(writer, meeting, officer):
    item = meeting.items.get(number="1")
    writer.press("Alt+ArrowDown")
    writer.keys.type("First words.")
    writer.log(item, "A", "Write", "Anna", says="The action is logged.")

    writer.keys.type(" Then more.")
    writer.press("Control+s")
    expect(writer.page.locator("[data-state]")).to_have_text("All saved")

    item.refresh_from_db()
    assert item.minute == "First words. Then more."
