"""Who may do what with a report, and who sees that there is one."""

import pytest

from meetings import permissions
from meetings.models import Clearance, Paper, Report
from tests.factories.partnership import UserFactory
from tests.factories.reports import begun, ready

pytestmark = pytest.mark.django_db
NOBODY = ["reader", "outsider", "member", "chair", "other_officer", "administrator"]


@pytest.fixture
def author():
    return UserFactory(email="author@example.org")


@pytest.fixture
def approver():
    return UserFactory(email="approver@example.org")


@pytest.fixture
def consulted():
    return UserFactory(email="consulted@example.org")


@pytest.fixture
def report(group, author, approver, consulted) -> Report:
    report = begun(group, author=author, approver=approver)
    Clearance.objects.create(
        report=report,
        area="finance",
        consulted=consulted,
        asked_at="2011-01-01T12:00Z",
        asked_by=author,
        due_on="2011-01-08",
    )
    return report


MAY = {
    "can_write_report": ["author", "officer"],
    "can_waive_clearance": ["approver", "officer"],
    "can_approve_report": ["approver"],
    "can_place_report": ["officer"],
}


@pytest.mark.parametrize("role", [*NOBODY, "officer", "author", "approver", "consulted"])
@pytest.mark.parametrize("verb", list(MAY))
def test_who_may(verb, role, report, request):
    user = request.getfixturevalue(role)

    assert getattr(permissions, verb)(user, report) is (role in MAY[verb])


@pytest.mark.parametrize("role", [*NOBODY, "officer", "author", "approver", "consulted"])
def test_who_says_whether_it_is_cleared(role, report, request):
    user = request.getfixturevalue(role)

    allowed = permissions.can_give_clearance(user, report.clearances.get())
    assert allowed is (role in ("consulted", "officer"))


@pytest.mark.parametrize("role", [*NOBODY, "officer", "author", "approver", "consulted"])
def test_a_draft_is_seen_by_those_who_work_on_it_and_nobody_else(role, report, request, as_):
    client = as_(role)
    is_seen = role in ("officer", "author", "approver", "consulted")
    user = request.getfixturevalue(role)

    assert Paper.objects.visible_to(user).filter(report=report).exists() is is_seen
    assert Clearance.objects.visible_to(user).exists() is is_seen
    for address in (
        report.get_absolute_url(),
        f"/papers/{report.paper_id}.pdf",
        f"/papers/{report.paper_id}.docx",
    ):
        assert client.get(address).status_code == (200 if is_seen else 404)


def test_an_author_who_supports_the_body_neither_approves_nor_waives_their_own(group, officer):
    report = begun(group, author=officer)

    assert not permissions.can_approve_report(officer, report)
    assert not permissions.can_waive_clearance(officer, report)
    assert permissions.can_write_report(officer, report)


def test_without_a_named_approver_any_other_officer_of_the_body_approves(
    group, officer, author, administrator
):
    report = begun(group, author=author)

    assert permissions.can_approve_report(officer, report)
    assert not permissions.can_approve_report(administrator, report)


@pytest.mark.parametrize("role", ["author", "approver", "consulted", "officer"])
def test_it_stands_in_the_list_of_those_who_work_on_it(role, report, as_):
    page = as_(role).get("/papers/in-preparation/").content.decode()

    assert report.paper.title in page
    assert "Being cleared: finance, late" in page


def test_what_waits_for_somebody_stands_in_their_work(report, as_):
    assert "Your advice is asked" in as_("consulted").get("/my-work/").content.decode()


def test_an_approver_hears_only_of_reports_that_have_all_they_need(group, approver, author, client):
    client.force_login(approver)
    begun(group, author=author, approver=approver)
    assert "Reports to approve" not in client.get("/my-work/").content.decode()

    report = ready(group, author=author, approver=approver, title="Ready for it")
    Report.objects.filter(pk=report.pk).update(approved_at=None, approved_by=None, approved_mark="")

    assert "Reports to approve" in client.get("/my-work/").content.decode()


def test_the_list_asks_no_more_for_many_reports_than_for_few(
    group, officer, client, django_assert_max_num_queries
):
    for n in range(8):
        begun(group, title=f"Report {n}")
    client.force_login(officer)

    with django_assert_max_num_queries(16):
        client.get("/papers/in-preparation/")
