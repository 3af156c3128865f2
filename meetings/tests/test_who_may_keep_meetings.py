"""Who opens which of the officers' pages: a table written by hand."""

import pytest

from meetings.tests.keeping import page_of, record_of
from meetings.urls.keeping import urlpatterns

pytestmark = pytest.mark.django_db

ROLES = ["reader", "outsider", "member", "chair", "officer", "other_officer", "administrator"]
# What each role gets, in the order above: 302 is the way to the sign-in.
OFFICERS_ONLY = [302, 403, 403, 403, 200, 403, 403]
# What these are about is not open yet, so it is not there for anybody else.
NOT_OPEN_YET = [302, 404, 404, 404, 200, 404, 404]
MEMBERS_SEE_IT = [302, 404, 403, 403, 200, 404, 404]

TABLE = {
    "plan_meeting": [302, 403, 403, 403, 200, 200, 403],
    "edit_meeting": OFFICERS_ONLY,
    "publish_agenda": OFFICERS_ONLY,
    "start_meeting": OFFICERS_ONLY,
    "close_meeting": OFFICERS_ONLY,
    "cancel_meeting": OFFICERS_ONLY,
    "postpone_meeting": OFFICERS_ONLY,
    "agenda": OFFICERS_ONLY,
    "add_item": OFFICERS_ONLY,
    "add_supplement": OFFICERS_ONLY,
    "edit_item": NOT_OPEN_YET,
    "remove_item": NOT_OPEN_YET,
    "approve_minutes": NOT_OPEN_YET,
    "attendance": OFFICERS_ONLY,
    "circulate_minutes": OFFICERS_ONLY,
    "publish_draft_minutes": OFFICERS_ONLY,
    "sign_minutes": [302, 403, 403, 200, 200, 403, 403],
    "publish_minutes": OFFICERS_ONLY,
    "publish_decisions": OFFICERS_ONLY,
    "meeting_history": OFFICERS_ONLY,
    "edit_decision": MEMBERS_SEE_IT,
    "publish_decision": MEMBERS_SEE_IT,
    "withdraw_decision": MEMBERS_SEE_IT,
    "supersede_decision": MEMBERS_SEE_IT,
    "update_actions": [302, 200, 200, 200, 200, 200, 200],
    "edit_action": MEMBERS_SEE_IT,
    "report_action": MEMBERS_SEE_IT,
    "reopen_action": MEMBERS_SEE_IT,
}


@pytest.fixture
def record(officer, group):
    return record_of(group)


# Pages about things that this small record has not: `tests/every_page.py` has their answers.
ELSEWHERE = {
    "cancel_publication",
    "carry_again",
    "declarations",
    "edit_declaration",
    "election",
    "plan_series",
    "publish_later",
    "remove_declaration",
}


def test_every_page_is_in_the_table():
    assert {pattern.name for pattern in urlpatterns} <= {*TABLE, *ELSEWHERE, "move_item"}


@pytest.mark.parametrize("role", ROLES)
def test_who_opens_which_page(role, record, as_):
    browser = as_(role)

    found = {name: browser.get(page_of(name, record)).status_code for name in TABLE}

    assert found == {name: row[ROLES.index(role)] for name, row in TABLE.items()}


@pytest.mark.parametrize("role", ["reader", "outsider", "member", "chair", "other_officer", "administrator"])
def test_nobody_else_does_it_by_sending_the_form_either(role, record, as_):
    browser = as_(role)
    pages = [name for name, row in TABLE.items() if row[ROLES.index(role)] != 200] + ["move_item"]

    found = {
        name: browser.post(page_of(name, record), {"reason": "x", "to": "up"}).status_code for name in pages
    }

    assert set(found.values()) <= {302, 403, 404}
    assert role == "reader" or 302 not in found.values()
    record.coming.refresh_from_db()
    assert (record.coming.status, record.coming.agenda_published_at) == ("planned", None)


@pytest.mark.parametrize("role", ["outsider", "other_officer", "administrator"])
def test_a_closed_groups_meetings_are_not_there_for_strangers(role, record, as_, group):
    group.is_public = False
    group.save()
    browser = as_(role)

    for name, row in TABLE.items():
        if row is OFFICERS_ONLY:
            assert browser.get(page_of(name, record)).status_code == 404, name


def test_an_owner_outside_the_group_reports_but_does_not_edit(record, as_, outsider):
    person = record.action.owner
    person.user = outsider
    person.save()
    browser = as_("outsider")

    assert browser.get(page_of("report_action", record)).status_code == 200
    assert browser.get(page_of("reopen_action", record)).status_code == 200
    assert browser.get(page_of("edit_action", record)).status_code == 403


def test_an_officer_plans_for_their_own_groups_only(as_, group, officer, other_officer):
    browser = as_("other_officer")
    data = {"group": group.slug, "held_on_0": "1", "held_on_1": "6", "held_on_2": "2007"}

    answer = browser.post("/meetings/plan/", data)

    assert answer.status_code == 200
    assert not group.meetings.exists()
