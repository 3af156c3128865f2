"""Engagement coverage as a report: the matrix of the page, the consultations of the year, and what is stale."""

from datetime import UTC, date, datetime

import pytest
import time_machine

from engagement.models import Consultation
from localities import coverage
from localities.models import Mechanism
from partnership.spans import Rhythm, span_with
from tests.factories import engagement as make
from tests.factories.localities import AudienceFactory, LocalityFactory, MechanismFactory
from tests.factories.partnership import GroupFactory
from tests.factories.periodic_reports import a_report, told

pytestmark = pytest.mark.django_db

JUNE = datetime(2011, 6, 15, 12, tzinfo=UTC)
YEAR = span_with(Rhythm.YEAR, date(2011, 6, 15))


@pytest.fixture
def places():
    """Ledbury reaches the young, who are reached nowhere else; one way in Ross fails, and another is stale."""
    ledbury, ross = (LocalityFactory(name=name, slug=name.lower()) for name in ("Ledbury", "Ross"))
    young, old = (AudienceFactory(name=name, slug=name.lower()) for name in ("Young", "Old"))
    checked = date(2011, 3, 1)
    for place, name, audience, values in (
        (ledbury, "Youth forum", young, {"last_checked_on": checked}),
        (ross, "Newsletter", young, {"last_checked_on": checked, "verdict": Mechanism.Verdict.FAILS}),
        (ross, "Lunch club", old, {"last_checked_on": date(2010, 6, 14)}),
    ):
        MechanismFactory(locality=place, name=name, **values).audiences.add(audience)
    return {"ledbury": ledbury, "ross": ross, "young": young, "old": old}


def table(statement, sheet):
    return next(each for each in statement.tables if each.sheet == sheet)


@time_machine.travel(JUNE)
def test_it_says_what_the_page_says(places):
    statement = told("coverage", span=YEAR)
    matrix = coverage.matrix()

    assert (matrix.size, matrix.gaps) == (4, 2)
    assert statement.lead == (
        "In 2 of 4 pairs of a locality and an audience there is a way of reaching people that works, at least in "
        "part; in 2 nothing does. 1 way has not been looked at for a year. No consultation was open in 2011."
    )
    rows = {row[0].text: list(row[1:]) for row in table(statement, "Coverage").rows}
    heads = list(table(statement, "Coverage").columns)[1:]
    assert dict(zip(heads, rows["Ross"], strict=True)) == {"Young": "0 of 1 work", "Old": "1 of 1 works"}
    assert dict(zip(heads, rows["Ledbury"], strict=True))["Old"] == "nothing recorded"
    assert len(table(statement, "Every way").rows) == len(list(coverage.lines_of(matrix)))


@time_machine.travel(JUNE)
def test_what_nobody_has_looked_at_is_named(places):
    [stale] = [
        part for part in told("coverage", span=YEAR).parts if part.heading == "Not looked at for a year"
    ]

    assert [entry.title for entry in stale.entries] == ["Ross: Lunch club"]
    assert "last checked on 14 June 2010" in stale.entries[0].text


@pytest.fixture
def asked_in_2011(places):
    with time_machine.travel(datetime(2011, 2, 1, 12, tzinfo=UTC)):
        local = make.launched(
            title="The market",
            localities=[places["ross"]],
            audiences=[places["young"]],
            opens_on=date(2011, 2, 1),
        )
        make.launched(
            title="The county", opens_on=date(2011, 5, 1), audiences=[places["young"], places["old"]]
        )
        make.planned(title="Not asked yet", audiences=[places["old"]])
        make.launched(
            GroupFactory(is_public=False),
            title="Behind doors",
            opens_on=date(2011, 9, 1),
            audiences=[places["old"]],
        )
    return local


@time_machine.travel(JUNE)
def test_the_consultations_of_the_year_are_counted_by_place_and_audience(places, asked_in_2011):
    statement = told("coverage", span=YEAR)
    named = {row[0].text for row in table(statement, "Consultations").rows}
    counts = table(statement, "Asked of whom")
    heads = list(counts.columns)[1:]
    rows = {row[0]: dict(zip(heads, row[1:], strict=True)) for row in counts.rows}

    assert named == {"The market", "The county"}
    assert rows["Ross"] == {"Young": 2, "Old": 1, "Everybody": 0}
    assert rows["Ledbury"] == {"Young": 1, "Old": 1, "Everybody": 0}
    assert "2 consultations were open in 2011." in statement.lead
    assert Consultation.objects.count() == 4


@time_machine.travel(JUNE)
def test_another_year_has_none_of_them(places, asked_in_2011):
    assert (
        "No consultation was open in 2010."
        in told("coverage", span=span_with(Rhythm.YEAR, date(2010, 1, 1))).lead
    )


def test_with_nothing_recorded_the_clock_makes_none_and_an_officer_gets_the_gaps(officer):
    LocalityFactory()
    AudienceFactory()

    assert told("coverage", span=YEAR) is None
    assert (
        "No way of reaching people is recorded in any locality."
        in told("coverage", span=YEAR, by=officer).lead
    )


@time_machine.travel(JUNE)
def test_it_is_kept_with_its_files(places, asked_in_2011):
    assert a_report("coverage", span=YEAR).title == "Engagement coverage, 2011"
