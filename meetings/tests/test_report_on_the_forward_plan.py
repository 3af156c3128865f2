"""A report leads to what the forward plan says of it, as far as its reader may know."""

import pytest

from meetings import operations
from meetings.tests.test_resolve_recommendations import put_to_a_meeting

pytestmark = pytest.mark.django_db


def test_a_report_tells_nobody_of_an_entry_they_do_not_see(group, officer, client, as_):
    report = put_to_a_meeting(group)
    draft = operations.add_entry(
        group,
        title="The framework",
        contact="Partnership Support",
        meeting=report.paper.item.meeting,
        item=report.paper.item,
        by=officer,
    )

    assert draft.get_absolute_url() not in client.get(report.get_absolute_url()).content.decode()
    assert draft.get_absolute_url() in as_("officer").get(report.get_absolute_url()).content.decode()
    operations.publish_entry(draft, by=officer)
    assert draft.get_absolute_url() in client.get(report.get_absolute_url()).content.decode()
