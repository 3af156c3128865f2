"""Actions are reported on, closed with a word on what was done, reopened, and updated many at once."""

from datetime import timedelta

import pytest
from django.utils import timezone

from core import history
from meetings import operations
from partnership.models import Notice
from tests.factories.meetings import ActionItemFactory, item_under_way, officer_of
from tests.factories.partnership import PersonFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner():
    return PersonFactory(name="Owen Owner", user=UserFactory(email="owner@example.org"))


@pytest.fixture
def action(owner):
    return ActionItemFactory(owner=owner, due_on=timezone.localdate() - timedelta(days=3))


@pytest.fixture
def send(client, action, owner):
    """Send one of the action's forms as its owner."""
    client.force_login(owner.user)
    return lambda verb, **answers: client.post(f"{action.get_absolute_url()}{verb}/", answers)


@pytest.mark.parametrize(
    ("answers", "question", "sentence"),
    [
        ({"status": "done"}, "note", "Say what was done."),
        ({"status": "done", "note": "  "}, "note", "Say what was done."),
        ({"status": "dropped"}, "note", "Say why it was dropped."),
        ({"status": "open", "note": "Sent"}, "status", "You wrote what was done."),
        ({"status": ""}, "status", "Choose an answer"),
        ({"status": "lost"}, "status", "Choose one of the answers"),
        ({"status": "open", "progress": "x" * 5001}, "progress", "must be 5000 characters or fewer"),
        ({"status": "done", "note": "a\x00b"}, "note", "contains a character that cannot be kept"),
    ],
)
def test_a_report_that_cannot_be_gets_a_sentence(send, action, answers, question, sentence):
    answer = send("report", **answers)

    assert sentence in answer.context["form"].errors[question][0]
    action.refresh_from_db()
    assert action.status == "open"


def test_an_owner_reports_progress_and_then_that_it_is_done(send, action, owner):
    send("report", status="open", progress="Half of it")
    send("report", status="done", progress="Half of it", note="Letter sent")

    action.refresh_from_db()
    assert (action.status, action.progress, action.closing_note) == ("done", "Half of it", "Letter sent")
    assert action.closed_by == owner.user
    assert [entry.verb for entry in history.of(action)] == ["done", "progress reported", "added"]


def test_a_closed_action_is_reopened_with_a_reason(send, action):
    send("report", status="dropped", note="No need")
    late = send("report", status="done", note="Sent after all")
    assert set(send("reopen").context["form"].errors) == {"reason"}
    send("reopen", reason="It was needed")

    assert "The action is dropped already." in late.context["form"].non_field_errors()
    action.refresh_from_db()
    assert (action.status, action.closing_note) == ("open", "")


def test_a_new_owner_is_told(client, action):
    client.force_login(officer_of(action.item.meeting.group))
    other = PersonFactory(name="Una Other", user=UserFactory())

    client.post(f"{action.get_absolute_url()}edit/", {"text": "Write twice", "owner": other.pk})

    action.refresh_from_db()
    assert (action.text, action.owner, action.due_on) == ("Write twice", other, None)
    assert [notice.to for notice in Notice.objects.filter(what="action_assigned")] == [other.user]


# Many at once


def row(action, **answers):
    known = {"status": "open", "progress": action.progress, "note": ""} | answers
    return {f"action-{action.pk}-{name}": value for name, value in known.items()}


@pytest.fixture
def later(action, owner):
    return ActionItemFactory(item=action.item, owner=owner, due_on=timezone.localdate() + timedelta(days=9))


def test_my_open_actions_come_overdue_first_and_say_so_in_words(client, action, later, owner):
    client.force_login(owner.user)

    answer = client.get("/actions/update/")

    assert [each.action for each in answer.context["sheet"].rows] == [action, later]
    page = answer.content.decode()
    assert "Overdue by 3 days" in page
    assert "1 overdue" in page


def test_one_save_carries_out_every_row_that_was_changed(client, action, later, owner):
    client.force_login(owner.user)

    client.post(
        "/actions/update/", {**row(action, status="done", note="Sent"), **row(later, progress="Begun")}
    )

    action.refresh_from_db()
    later.refresh_from_db()
    assert (action.status, action.closing_note) == ("done", "Sent")
    assert (later.status, later.progress) == ("open", "Begun")


def test_an_error_in_one_row_keeps_the_others_as_typed_and_saves_nothing(client, action, later, owner):
    client.force_login(owner.user)

    answer = client.post(
        "/actions/update/", {**row(action, status="done"), **row(later, progress="Begun <b>")}
    )

    first, second = answer.context["sheet"].rows
    assert first.errors == {"note": ["Say what was done."]}
    assert not second.errors
    page = answer.content.decode()
    assert f'href="#id_action-{action.pk}-note"' in page
    assert "Begun &lt;b&gt;" in page
    later.refresh_from_db()
    assert later.progress == ""


def test_what_somebody_else_closed_meanwhile_is_said_and_no_word_is_lost(client, action, later, owner):
    client.force_login(owner.user)
    operations.close_action(action, note="Done by another", by=officer_of(action.item.meeting.group))

    answer = client.post(
        "/actions/update/", {**row(action, progress="My words"), **row(later, progress="Begun")}
    )

    page = answer.content.decode()
    assert "My words" in page
    assert "This action is closed. Reopen it first." in page
    later.refresh_from_db()
    assert later.progress == ""


def test_the_officer_updates_all_of_a_groups_actions_and_nobody_else_does(client, action, owner):
    group = action.item.meeting.group
    address = f"/actions/update/?group={group.slug}"

    client.force_login(owner.user)
    assert client.get(address).status_code == 403
    client.force_login(officer_of(group))
    client.post(address, row(action, status="dropped", note="Overtaken by events"))

    action.refresh_from_db()
    assert action.status == "dropped"
    assert client.get("/actions/update/?group=no-such-group").status_code == 404


def test_nobody_closes_another_persons_action_by_naming_it(client, action):
    client.force_login(UserFactory())

    client.post("/actions/update/", row(action, status="done", note="Mine now"))

    action.refresh_from_db()
    assert action.status == "open"


def test_a_long_list_asks_the_database_no_more(client, owner, django_assert_max_num_queries):
    item = item_under_way()
    for _ in range(15):
        ActionItemFactory(item=item, owner=owner)
    client.force_login(owner.user)

    with django_assert_max_num_queries(6):
        assert len(client.get("/actions/update/").context["sheet"].rows) == 15
