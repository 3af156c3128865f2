"""Coming decisions are told beforehand: with their notice, every change, and what became of them."""

from datetime import UTC, date, datetime

import pytest
import time_machine
from django.db import DatabaseError, IntegrityError, transaction

from core.refusals import Refused
from meetings import forward_plan, operations
from meetings.models import ForwardPlanEntry, ForwardPlanVersion
from meetings.permissions import can_edit_entry
from tests.factories.meetings import (
    AgendaItemFactory,
    DecisionFactory,
    MeetingFactory,
    called,
    started,
    with_decisions_published,
)
from tests.factories.partnership import GroupFactory

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
HELD_ON = date(2026, 4, 2)


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def meeting(group, officer):
    return MeetingFactory(group=group, held_on=HELD_ON)


@pytest.fixture
def draft(group, meeting, officer) -> ForwardPlanEntry:
    return operations.add_entry(
        group, title="The framework", contact="Partnership Support", meeting=meeting, is_key=True, by=officer
    )


@pytest.fixture
def entry(draft, officer) -> ForwardPlanEntry:
    return operations.publish_entry(draft, by=officer)


def page_of(client, entry) -> str:
    return client.get(entry.get_absolute_url()).content.decode()


def test_nobody_but_officers_knows_of_a_draft(draft, client, as_):
    assert client.get(draft.get_absolute_url()).status_code == 404
    for address in ("/forward-plan/", "/search/?q=framework", draft.group.get_absolute_url()):
        assert "The framework" not in client.get(address).content.decode()
    assert b"The framework" not in b"".join(client.get("/forward-plan/forward-plan.csv"))
    assert "The framework" in page_of(as_("officer"), draft)


def test_what_is_published_is_on_every_door(entry, client):
    assert "To be decided by the Chief Executives Group at its meeting of 2 April 2026." in page_of(
        client, entry
    )
    for address in ("/forward-plan/", "/search/?q=framework", entry.group.get_absolute_url()):
        assert "framework" in client.get(address).content.decode()
    table = b"".join(client.get("/forward-plan/forward-plan.csv?key=yes")).decode()
    assert "The framework,Chief Executives Group,To be decided,yes,2026-04-02,2026-04-02,2026-03-02" in table


NOTICES = [
    (date(2026, 3, 30), "First notice 28 days before: on time."),
    (date(2026, 4, 2), "First notice 31 days before: on time."),
    (date(2026, 3, 29), "First notice 27 days before: 1 short, reason given: It came late."),
    (date(2026, 3, 14), "First notice 12 days before: 16 short, reason given: It came late."),
    (date(2026, 3, 3), "First notice 1 day before: 27 short, reason given: It came late."),
    (date(2026, 3, 2), "First notice on the day or later: 28 short, reason given: It came late."),
]


@pytest.mark.parametrize(("day", "sentence"), NOTICES)
def test_a_key_decision_has_28_days_of_notice_or_says_why_not(group, officer, client, day, sentence):
    values = {"title": "Key", "contact": "The office", "is_key": True, "by": officer}
    draft = operations.add_entry(group, expected_from=day, expected_to=day, **values)
    if "short" in sentence:
        with pytest.raises(Refused, match="Give the reason why it is short"):
            operations.publish_entry(draft, by=officer)
    published = operations.publish_entry(draft, late_because="It came late", by=officer)

    assert sentence in page_of(client, published)


def test_the_first_notice_counts_on_its_day_in_london(group, officer, clock):
    # Half past midnight on 31 March in London; the 30th by Greenwich.
    clock.move_to(datetime(2026, 3, 30, 23, 30, tzinfo=UTC))
    day = date(2026, 4, 28)
    draft = operations.add_entry(
        group, title="Key", contact="Office", is_key=True, expected_from=day, expected_to=day, by=officer
    )
    assert operations.publish_entry(draft, by=officer).published_at
    draft.refresh_from_db()
    assert forward_plan.notice_of(draft).days == 28


def test_other_decisions_need_no_notice(group, officer):
    day = date(2026, 3, 3)
    draft = operations.add_entry(
        group, title="Small", contact="Office", expected_from=day, expected_to=day, by=officer
    )
    assert forward_plan.notice_of(operations.publish_entry(draft, by=officer)) is None


def test_a_change_of_what_is_published_says_why_and_shows_old_and_new(entry, officer, client, group):
    later = MeetingFactory(group=group, held_on=date(2026, 5, 7))
    with pytest.raises(Refused, match="Say why it changes"):
        operations.edit_entry(entry, meeting=later, by=officer)
    entry.refresh_from_db()
    assert entry.meeting.held_on == HELD_ON

    operations.edit_entry(entry, meeting=later, reason="The consultation runs on.", by=officer)

    page = page_of(client, entry)
    assert "The consultation runs on." in page
    assert "Expected: “meeting of 7 May 2026” instead of “meeting of 2 April 2026”" in page
    assert [version.number for version in entry.versions.all()] == [1, 2]


def test_saving_without_a_change_tells_nothing(entry, officer):
    operations.edit_entry(entry, title=entry.title, by=officer)

    assert entry.versions.count() == 1


def test_a_withdrawn_entry_stays_with_its_reason(entry, officer, client):
    with pytest.raises(Refused, match="Say why it is withdrawn"):
        operations.withdraw_entry(entry, reason=" ", by=officer)
    operations.withdraw_entry(entry, reason="The money is not there.", by=officer)

    assert "Withdrawn: The money is not there." in page_of(client, entry)
    for operation, more in [
        (operations.withdraw_entry, {"reason": "x"}),
        (operations.edit_entry, {"title": "x"}),
    ]:
        with pytest.raises(Refused, match="withdrawn"):
            operation(entry, by=officer, **more)


def test_only_what_was_never_published_can_be_thrown_away(draft, officer):
    operations.remove_entry(draft, by=officer)
    assert not ForwardPlanEntry.objects.exists()


def test_a_published_entry_is_kept_even_from_raw_sql(entry, officer):
    with pytest.raises(Refused, match="stays on the plan"):
        operations.remove_entry(entry, by=officer)
    for change in (
        lambda: ForwardPlanEntry.objects.filter(pk=entry.pk).update(
            published_at=datetime(2026, 1, 1, tzinfo=UTC)
        ),
        lambda: ForwardPlanEntry.objects.filter(pk=entry.pk).update(status="draft", published_at=None),
        lambda: ForwardPlanVersion.objects.filter(entry=entry)._raw_delete(using="default"),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


def test_a_decision_under_its_item_is_linked_by_itself_and_told_when_it_is_published(
    entry, meeting, officer, client, clock
):
    item = AgendaItemFactory(meeting=meeting, title="Approve the framework")
    operations.edit_entry(entry, item=item, by=officer)
    assert "Approve the framework" not in page_of(client, entry)
    clock.move_to(datetime(2026, 4, 2, 12, tzinfo=UTC))
    called(meeting)
    assert "Approve the framework" in page_of(client, entry)
    operations.start_meeting(meeting, by=officer)

    decision = DecisionFactory(item=item)

    entry.refresh_from_db()
    assert entry.decision == decision
    before = page_of(client, entry)
    assert "Decided" not in before
    assert decision.ref not in before
    for address in ("/forward-plan/?state=decided", "/forward-plan/forward-plan.csv", "/search/?q=framework"):
        answer = client.get(address)
        assert decision.ref not in (b"".join(answer) if answer.streaming else answer.content).decode()
    assert "No entry" in client.get("/forward-plan/?state=decided").content.decode()

    with_decisions_published(meeting)

    after = page_of(client, entry)
    assert f"Decided by the Chief Executives Group on 2 April 2026: decision {decision.ref}." in after
    assert "1 entry, decided" in client.get("/forward-plan/?state=decided").content.decode()


def test_an_entry_follows_its_meeting_to_another_day(entry, meeting, officer, client):
    operations.postpone_meeting(meeting, to=date(2026, 4, 16), reason="Snow", by=officer)

    page = page_of(client, entry)
    assert "at its meeting of 16 April 2026" in page
    assert "The meeting is postponed. Snow" in page


def test_an_entry_of_a_cancelled_meeting_or_a_past_time_says_so(entry, meeting, officer, client, clock):
    operations.cancel_meeting(meeting, reason="Snow", by=officer)
    assert "That meeting was cancelled; no other is named yet." in page_of(client, entry)
    clock.move_to(datetime(2026, 6, 1, tzinfo=UTC))
    assert "cancelled" in page_of(client, entry)


def test_an_item_that_is_removed_leaves_the_entry_without_it(entry, meeting, officer):
    item = AgendaItemFactory(meeting=meeting)
    operations.edit_entry(entry, item=item, by=officer)
    operations.remove_item(item, by=officer)

    entry.refresh_from_db()
    assert entry.item is None


def test_what_it_points_to_belongs_to_its_group(entry, officer):
    other = started(MeetingFactory(group=GroupFactory(), held_on=date(2026, 3, 1)))
    with pytest.raises(Refused, match="another group"):
        operations.edit_entry(entry, meeting=other, reason="x", by=officer)


ADD = {"title": "New offices", "contact": "Property services", "expected_from_0": "1", "expected_from_1": "5",
       "expected_from_2": "2026", "expected_to_0": "30", "expected_to_1": "6", "expected_to_2": "2026"}  # fmt: skip
WRONG = [
    ({"title": ""}, "title", "Fill in “Title”."),
    ({"title": "x" * 201}, "title", "200 characters"),
    ({"contact": ""}, "contact", "Fill in “Whom to ask”."),
    ({"contact": "\x00"}, "contact", "cannot be kept"),
    ({"meeting": "999999999999999999999"}, "meeting", "answers offered"),
    ({"expected_from_0": "", "expected_from_1": "", "expected_from_2": ""}, "meeting", "Choose the meeting"),
    ({"expected_to_2": "2025"}, "expected_to", "on or after"),
    ({"expected_from_0": "31", "expected_from_1": "4"}, "expected_from", "only 30 days"),
    ({"topics": ["77"]}, "topics", "answers offered"),
]


@pytest.mark.parametrize(("wrong", "question", "sentence"), WRONG)
def test_each_wrong_answer_gets_a_sentence_and_the_rest_is_kept(
    as_, officer, group, wrong, question, sentence
):
    page = as_("officer").post(f"/groups/{group.slug}/forward-plan/add/", ADD | wrong)

    assert page.status_code == 200
    assert sentence in str(page.context["form"].errors[question])
    assert not ForwardPlanEntry.objects.exists()
    if "contact" not in wrong:
        assert 'value="Property services"' in page.content.decode()


def test_officers_write_publish_and_change_an_entry_on_pages(as_, officer, group):
    browser = as_("officer")
    answer = browser.post(f"/groups/{group.slug}/forward-plan/add/", ADD | {"is_key": "on"})
    entry = ForwardPlanEntry.objects.get()
    assert answer.url == entry.get_absolute_url()
    assert (
        "60 days of notice for a key decision, enough for the 28"
        in browser.get(f"{answer.url}publish/").content.decode()
    )
    browser.post(f"{answer.url}publish/")

    refused = browser.post(f"{answer.url}edit/", ADD | {"title": "Newer offices", "is_key": "on"})
    assert refused.context["form"].errors == {
        "reason": ["Say why it changes: everyone reads it beside the change."]
    }
    assert 'value="Newer offices"' in refused.content.decode()
    browser.post(f"{answer.url}edit/", ADD | {"title": "Newer offices", "is_key": "on", "reason": "Clearer."})
    entry.refresh_from_db()
    assert entry.title == "Newer offices"


@pytest.mark.parametrize(
    ("role", "may"), [("officer", True), ("other_officer", False), ("chair", False), ("administrator", False)]
)
def test_who_may_keep_it(role, may, entry, request):
    assert can_edit_entry(request.getfixturevalue(role), entry) is may


def test_the_list_asks_no_more_when_it_grows(entry, officer, group, client, django_assert_max_num_queries):
    for n in range(12):
        more = operations.add_entry(
            group, title=f"No. {n}", contact="Office", meeting=entry.meeting, is_key=True, by=officer
        )
        operations.publish_entry(more, by=officer)
    with django_assert_max_num_queries(8):
        client.get("/forward-plan/")


def test_a_meeting_or_a_period_even_by_raw_sql(entry):
    with pytest.raises(IntegrityError), transaction.atomic():
        ForwardPlanEntry.objects.filter(pk=entry.pk).update(meeting=None)
