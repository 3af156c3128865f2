"""Working groups: with a day of review, and closed with a report."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection
from django.utils import timezone

from core.refusals import Refused
from partnership import operations
from partnership.models import Group, Notice
from tests.factories.partnership import GroupFactory, OfficerSupportFactory

ON = date(2010, 4, 1)


@pytest.fixture
def working_group(db) -> Group:
    return GroupFactory(name="Trust working group", kind=Group.Kind.WORKING)


def test_a_working_group_closes_with_a_report(working_group, administrator):
    with pytest.raises(Refused, match="closes with a report"):
        operations.close_group(working_group, on=ON, reason="Done", report="  ", by=administrator)
    closed = operations.close_group(
        working_group, on=ON, reason="Done", report="It wrote a plan.", by=administrator
    )
    assert (closed.closed_on, closed.closing_report) == (ON, "It wrote a plan.")


def test_the_report_is_asked_for_beside_its_box_and_read_on_the_groups_page(
    client, working_group, administrator
):
    client.force_login(administrator)
    typed = {"on_0": "1", "on_1": "4", "on_2": "2010", "reason": "Done"}
    address = f"/groups/{working_group.slug}/close/"
    answer = client.post(address, typed)
    assert "closes with a report" in answer.context["form"].errors["report"][0]
    assert client.post(address, typed | {"report": "It wrote a *plan*."}).status_code == 302
    client.logout()
    page = client.get(working_group.get_absolute_url()).content.decode()
    assert "What it has done" in page
    assert "<em>plan</em>" in page


def test_a_report_without_an_end_is_refused_by_the_database(working_group):
    with (
        pytest.raises(IntegrityError, match="group_reports_when_it_is_closed"),
        connection.cursor() as cursor,
    ):
        cursor.execute("UPDATE partnership_group SET closing_report = 'x' WHERE id = %s", [working_group.pk])


def test_officers_are_reminded_once_for_each_day_of_review(working_group):
    officer = OfficerSupportFactory(group=working_group).user
    today = timezone.localdate()
    operations.edit_group(working_group, review_on=today + timedelta(days=29), by=None)
    assert operations.remind_of_reviews(by=None) == 0
    operations.edit_group(working_group, review_on=today + timedelta(days=28), by=None)
    assert operations.remind_of_reviews(by=None) == 1
    operations.remind_of_reviews(by=None)
    assert Notice.objects.get(what="group_review_due").to == officer
    operations.edit_group(working_group, review_on=today, by=None)
    operations.remind_of_reviews(by=None)
    assert Notice.objects.filter(what="group_review_due").count() == 2
