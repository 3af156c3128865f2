"""What a representative finds on My work: reports to finish, and published minutes that nobody has reported."""

import pytest

from meetings import operations
from meetings.tests.reporting import entry, minuted_meeting, start, write
from portal import waiting

pytestmark = pytest.mark.django_db


@pytest.fixture
def record(group):
    return minuted_meeting(group)


def test_my_work_names_drafts_and_minutes_to_report(record, representative, officer):
    def waits(user):
        return {each.title: [task.title for task in each.tasks] for each in waiting.for_login(user)}

    assert waits(representative)["New minutes to report"] == ["Chief Executives Group, 2 February 2007"]
    assert "New minutes to report" not in waits(officer)
    report = start(record, representative)
    assert waits(representative)["Your reports to finish"] == [report.title]
    assert "New minutes to report" not in waits(representative)
    operations.publish_representative_report(report, by=representative)
    assert "Your reports to finish" not in waits(representative)
    write(report, representative, entries={record.other.pk: entry("Roads too.")})
    assert waits(representative)["Your reports to finish"] == [report.title]
