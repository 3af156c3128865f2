"""A report that was given out never changes in silence: a correction is the next version, with its reason."""

import pytest
from django.db import DatabaseError, connection, transaction

from core.refusals import Refused
from meetings import operations
from meetings.models import ReportVersion
from meetings.tests.doors import main_words, words_of_pdf
from meetings.tests.test_resolve_recommendations import put_to_a_meeting
from tests.factories.meetings import officer_of
from tests.factories.reports import afresh, begun, written

pytestmark = pytest.mark.django_db


@pytest.fixture
def report(group):
    return put_to_a_meeting(group)


def corrected(report, **texts):
    written(report, **(texts or {"financial": "It costs a little."}))
    return operations.correct_report(report, reason="A sum was missing.", by=officer_of(report.group))


def test_readers_see_the_old_words_until_the_correction_is_given_out(report, client):
    written(report, financial="It costs a little.")
    assert "It costs nothing new." in client.get(report.get_absolute_url()).content.decode()
    assert "It costs a little." not in client.get(f"{report.get_absolute_url()}?draft").content.decode()

    version = operations.correct_report(report, reason="A sum was missing.", by=officer_of(report.group))

    page = client.get(report.get_absolute_url()).content.decode()
    assert version.number == 2
    assert "It costs a little." in page
    assert "A sum was missing." in page


def test_every_version_stays_readable_and_can_be_compared(report, client):
    corrected(report)
    address = report.get_absolute_url()

    assert "It costs nothing new." in client.get(f"{address}?version=1").content.decode()
    assert "It costs nothing new." in words_of_pdf(
        client.get(f"/papers/{report.paper_id}.pdf?version=1").content
    )
    compared = main_words(client.get(f"{address}report/versions/compare/?from=1&to=2").content.decode())
    assert "removed: nothing new" in compared
    assert "added: a little" in compared


@pytest.mark.parametrize("asked", ["3", "0", "x", "-1", "99999999", "²"])
def test_a_version_that_is_not_there_is_not_found(report, client, asked):
    assert client.get(f"{report.get_absolute_url()}?version={asked}").status_code == 404


def test_a_correction_has_a_reason_and_something_to_correct(report, group):
    officer = officer_of(group)
    with pytest.raises(Refused, match="Nothing has been changed"):
        operations.correct_report(report, reason="Why not.", by=officer)
    written(report, risk="Some.")
    with pytest.raises(Refused, match="Say what was corrected"):
        operations.correct_report(report, reason="  ", by=officer)
    with pytest.raises(Refused, match="not published yet"):
        operations.correct_report(begun(group), reason="Why.", by=officer)


def test_what_must_be_filled_in_cannot_be_corrected_away(report):
    with pytest.raises(Refused, match="Purpose"):
        corrected(report, purpose="")


def test_its_title_stays(report):
    with pytest.raises(Refused, match="title stays"):
        operations.edit_report(report, title="Another", by=officer_of(report.group))


def test_withdrawn_its_words_are_for_those_who_work_on_it(report, client):
    operations.withdraw_paper(
        report.paper, reason="It was about another county.", by=officer_of(report.group)
    )

    page = client.get(report.get_absolute_url()).content.decode()
    assert "It was about another county." in page
    assert "The county reviews its services." not in page
    for door in (
        f"/papers/{report.paper_id}.pdf",
        f"/papers/{report.paper_id}.docx",
        f"{report.get_absolute_url()}report/versions/",
    ):
        assert client.get(door).status_code == 404
    with pytest.raises(Refused, match="withdrawn"):
        written(afresh(report), risk="Some.")


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE meetings_reportversion SET body = '{}'",
        "UPDATE meetings_reportversion SET reason = 'another'",
        "DELETE FROM meetings_reportversion",
        "TRUNCATE meetings_reportversion",
    ],
)
def test_the_database_keeps_every_version(report, sql):
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


def test_a_version_whose_hash_does_not_fit_is_refused(report):
    version = ReportVersion(
        report=report, number=2, body="{}", sha256="0" * 64, reason="Why.", by=officer_of(report.group)
    )
    with pytest.raises(DatabaseError, match="the hash does not fit"), transaction.atomic():
        version.save()
