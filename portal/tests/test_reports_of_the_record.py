"""The regular reports of the demonstration: made of the record by what makes them in life, and equal to its pages."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest
from django.core.management import call_command

from funding import outturn, underspend
from funding.models import Pot
from partnership.models import Notice, PeriodicReport, User
from tests.once import kept_for_the_file

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def demo(django_db_setup, django_db_blocker):
    with kept_for_the_file(django_db_blocker, lambda: call_command("load_demo", verbosity=0)):
        yield


def report(kind):
    return PeriodicReport.objects.get(kind=kind)


def test_there_is_one_of_each_kind_of_which_the_record_knows_something(demo):
    kinds = dict(PeriodicReport.objects.values_list("kind", "audience"))

    assert kinds == {
        "attendance": "everyone",
        "coverage": "everyone",
        "performance": "everyone",
        "sector_digest": "reader",
        "underspend": "everyone",
    }


def test_every_one_is_intact_and_has_its_files(demo):
    for each in PeriodicReport.objects.all():
        assert each.is_intact
        assert each.pdf.open().read(5) == b"%PDF-"
        assert each.workbook.open().read(2) == b"PK"


def test_attendance_says_of_the_two_who_are_named_what_the_minutes_say(demo):
    assert report("attendance").lead.startswith("Members attended on 2 of 2 recorded occasions (100%)")


def test_the_money_is_that_of_the_pages_and_says_that_it_is_illustrative(demo):
    performance, unspent = report("performance"), report("underspend")
    pot = Pot.objects.get()
    round_ = underspend.round_to_show(pot, 2006)
    known = outturn.of_round(round_)
    expected = next(each for each in performance.statement.tables if each.sheet.endswith("expected"))

    assert expected.total[4] == known.total.came_to
    assert unspent.statement.tables[0].total[3] == underspend.of_round(round_).total > Decimal(0)
    for each in (performance, unspent):
        assert pot.illustrative in [text for part in each.statement.parts for text in part.text]


def test_the_representative_was_told_what_was_decided_on_2_february(demo):
    digest = report("sector_digest")
    titles = [entry.title for part in digest.statement.parts for entry in part.entries]

    assert digest.reader == User.objects.get(email="representative@example.org")
    assert digest.until == datetime(2007, 2, 19, tzinfo=UTC)
    assert [title.split(":")[0] for title in titles[:3]] == ["CEG-2007-1", "CEG-2007-3", "CEG-2007-2"]
    assert Notice.objects.filter(what="sector_digest_made", to=digest.reader).count() == 1


def test_the_list_shows_them_to_everyone_but_the_digest(demo, client):
    page = client.get("/regular-reports/").content.decode()

    assert all(report(kind).get_absolute_url() in page for kind in ("attendance", "coverage", "performance"))
    assert report("sector_digest").get_absolute_url() not in page
