"""LAA performance and spend, and unspent money, as reports: reckoned by hand, and equal to the pages."""

import io
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from funding import operations, outturn, underspend
from funding.models import Stream
from funding.variances import Variance
from partnership.models import User
from partnership.spans import Rhythm, quarter, span_with
from tests.factories.agreements import a_result, a_target, an_agreement, an_indicator
from tests.factories.funding import YEAR, a_decision, a_pot, a_stream, an_authority, ground, plan
from tests.factories.meetings import officer_of
from tests.factories.partnership import OfficerSupportFactory
from tests.factories.periodic_reports import a_report, told
from tests.factories.returns import a_round, accepted, return_of

pytestmark = pytest.mark.django_db

Q3 = quarter(YEAR, 3)
FINANCIAL_YEAR = span_with(Rhythm.FINANCIAL_YEAR, date(2007, 2, 1))


@pytest.fixture
def published(pot):
    return operations.publish_pot(pot, by=officer_of(pot.group))


@pytest.fixture
def spent(published, young, award, authority):
    """A hundred pounds are planned for each quarter; 90, 80 and 90 are spent, and 90 are expected for the last."""
    for number in (1, 2, 3, 4):
        operations.profile(plan(young, number), amount=Decimal(100), **ground(authority))
    round_ = a_round(published, up_to=3)
    accepted(return_of(round_, young), 90, 80, 90, 90)
    return round_


@pytest.fixture
def aligned(published, authority, spent):
    """Beside the pot: 50 for the first quarter, nothing spent."""
    stream = a_stream(published, name="Partners", kind=Stream.Kind.ALIGNED)
    operations.award(stream, year=YEAR, amount=Decimal(200), **ground(authority))
    operations.profile(plan(stream, 1), amount=Decimal(50), **ground(authority))
    return stream


def table(statement, end):
    return next(each for each in statement.tables if each.sheet.endswith(f" {end}"))


def test_profile_against_spend_up_to_the_end_of_the_quarter(published, spent, aligned):
    statement = told("performance", thing=published, span=Q3)
    rows = {row[0]: list(row[1:]) for row in table(statement, "streams").rows}

    assert rows["Children and young people"] == [
        Decimal(300),
        Decimal(260),
        "£40 less than planned (13.3%)",
        Decimal(400),
        Decimal(260),
    ]
    assert rows["Partners (aligned, beside the total)"][:2] == [Decimal(50), Decimal(0)]
    assert list(table(statement, "streams").total)[1:3] == [Decimal(300), Decimal(260)]
    assert "£260 of £300 planned so far in 2006/07 is spent: £40 less than planned (13.3%)." in statement.lead


def test_the_second_quarter_counts_the_first_two(published, spent):
    statement = told("performance", thing=published, span=quarter(YEAR, 2))

    assert list(table(statement, "streams").total)[1:3] == [Decimal(200), Decimal(170)]


def test_period_by_period_it_adds_up(published, spent, aligned):
    rows = table(told("performance", thing=published, span=Q3), "periods").rows

    assert [list(row[1:]) for row in rows] == [
        [Decimal(100), Decimal(90), Decimal(100), Decimal(90)],
        [Decimal(100), Decimal(80), Decimal(200), Decimal(170)],
        [Decimal(100), Decimal(90), Decimal(300), Decimal(260)],
        [Decimal(100), Decimal(0), Decimal(400), Decimal(260)],
    ]


def test_its_figures_are_those_of_the_page_of_the_year(published, spent, aligned, client):
    context = client.get(f"/funding/{published.slug}/{YEAR}/").context
    statement = told("performance", thing=published, span=quarter(YEAR, 4))
    total = table(statement, "streams").total
    planned, came = context["bottom"]["year"]

    assert (total[4], total[5]) == (planned.amount, came.amount)
    by_period = [(row[1], row[2], row[3], row[4]) for row in table(statement, "periods").rows]
    assert by_period == [
        (each.planned.amount, each.spent.amount, each.planned_so_far, each.spent_so_far)
        for each in context["so_far"]
    ]


def test_what_the_year_comes_to_is_that_of_the_outturn(published, spent, aligned):
    statement = told("performance", thing=published, span=Q3)
    known = outturn.of_round(spent)
    total = table(statement, "expected").total

    assert (total[1], total[4], total[5]) == (known.total.planned, known.total.came_to, known.total.words)
    assert total[4] == Decimal(350)
    assert "The year is expected to come to £350, £50 less than planned (12.5%)." in statement.lead
    assert known.total == Variance(known.round.pot, Decimal(400), Decimal(350))


def test_targets_and_results_of_an_agreement(decision, published, spent):
    officer = officer_of(published.group)
    agreement = an_agreement(published.group, by=officer)
    reached, short, bare = (
        an_indicator(agreement, by=officer, name=name) for name in ("Safe", "Skilled", "Sound")
    )
    for indicator, target, result in ((reached, 50, 56), (short, 60, "57.5")):
        a_target(indicator, target, by=officer)
        a_result(indicator, result, by=officer)
    a_target(bare, 10, by=officer)
    statement = told("performance", thing=agreement, span=Q3)
    rows = {row[0].text: row for row in statement.tables[0].rows}

    assert statement.lead.startswith("1 of 2 targets with a result is met.")
    assert rows["Safe"][5] == "Target passed by 6"
    assert rows["Skilled"][5] == "2.5 short of the target"
    assert rows["Skilled"][3].value == Decimal("57.5")
    assert rows["Sound"][3] is None
    # Each indicator has a block of its own here; of the third nothing can be compared.
    assert [tuple(bar[2:]) for bar in statement.parts[0].chart.rows] == [(1, 0), (0, 1)]


def test_of_a_pot_that_is_not_published_nothing_is_told_to_everyone(pot, young, award, authority):
    operations.profile(plan(young, 1), amount=Decimal(100), **ground(authority))

    assert told("performance", thing=pot, span=Q3) is None
    officer = officer_of(pot.group)
    assert told("performance", thing=pot, span=Q3, audience="officers", by=officer) is not None
    assert told("underspend", thing=pot, span=FINANCIAL_YEAR) is None


@pytest.mark.parametrize(("year", "is_told"), [(2005, False), (2006, True), (2008, True), (2009, False)])
def test_targets_are_told_while_the_agreement_holds(year, is_told, published):
    officer = officer_of(published.group)
    agreement = operations.make_agreement(
        name="Three years",
        group=published.group,
        starts_on=date(2006, 4, 1),
        ends_on=date(2009, 4, 1),
        by=officer,
    )
    a_result(an_indicator(agreement, by=officer), 50, by=officer)

    assert (told("performance", thing=agreement, span=quarter(year, 4)) is not None) is is_told


def test_one_officers_other_groups_are_not_told_to_the_others(decision, published, spent):
    officer = officer_of(published.group)
    agreement = an_agreement(published.group, by=officer)
    elsewhere = a_decision()
    OfficerSupportFactory(group=elsewhere.group, user=officer)
    for pot, name in ((published, "Seen"), (a_pot(elsewhere, name="Hidden pot"), "Hidden")):
        type(pot).objects.filter(pk=pot.pk).update(agreement=agreement)
        if name == "Hidden":
            authority = an_authority(pot, elsewhere)
            stream = a_stream(pot, name="Hidden stream")
            operations.award(stream, year=YEAR, amount=Decimal(9), **ground(authority))
            operations.profile(plan(stream, 1), amount=Decimal(9), **ground(authority))
    assert officer in User.objects.officers_of(elsewhere.group)
    statement = told("performance", thing=agreement, span=Q3, audience="officers", by=officer)

    assert published.name in statement.lead
    assert "Hidden pot" not in str(statement)


def test_a_year_that_no_money_touched_makes_no_report(published):
    assert told("performance", thing=published, span=quarter(YEAR + 1, 1)) is None


def test_unspent_money_is_that_of_its_page(published, spent, young):
    officer = officer_of(published.group)
    advice = [underspend.Advice("hold", Decimal(650), "To be kept for the young.")]
    operations.recommend_for_underspend(spent, stream=young, advice=advice, by=officer)
    openly = told("underspend", thing=published, span=FINANCIAL_YEAR)
    kept = told("underspend", thing=published, span=FINANCIAL_YEAR, audience="officers", by=officer)
    known = underspend.of_round(spent)

    # Of a thousand pounds 350 are spent or expected.
    assert known.total == Decimal(650)
    assert openly.lead.startswith("£650 of the pot’s money for 2006/07 will not be spent")
    assert list(openly.tables[0].total)[3] == known.total
    row = list(kept.tables[0].rows[0])
    assert row[:4] == ["Children and young people", Decimal(400), Decimal(350), Decimal(650)]
    assert row[4:] == ["Hold £650: To be kept for the young.", Decimal(0)]
    # What no meeting has before it yet is for the officers.
    assert openly.tables[0].rows[0][4] == "Nothing yet"


def test_where_nobody_answered_it_is_not_known_what_is_not_spent(published, young, award):
    a_round(published, up_to=3)

    assert told("underspend", thing=published, span=FINANCIAL_YEAR) is None


def test_the_spreadsheet_has_every_stream_in_every_period(published, spent, aligned):
    with time_machine.travel(datetime(2040, 1, 20, 12, tzinfo=UTC)):
        report = a_report("performance", thing=published, span=Q3)
    book = load_workbook(io.BytesIO(report.workbook.open().read()))
    [grid] = [sheet for sheet in book.sheetnames if sheet.endswith(" grid")]
    rows = list(book[grid].iter_rows(values_only=True))

    assert rows[0] == ("Stream", "Period", "Planned", "Spent")
    assert ("Children and young people", "Quarter 2, July to September 2006", 100, 80) in rows
    assert ("Partners", "Quarter 1, April to June 2006", 50, 0) in rows
    assert len(rows) == 1 + 2 * 4


def test_what_is_illustrative_says_so(published, spent):
    type(published).objects.filter(pk=published.pk).update(illustrative="The amounts are illustrative.")
    published.refresh_from_db()

    for kind, span in (("performance", Q3), ("underspend", FINANCIAL_YEAR)):
        words = [text for part in told(kind, thing=published, span=span).parts for text in part.text]
        assert "The amounts are illustrative." in words


def test_it_asks_the_database_as_often_for_many_streams_as_for_few(published, spent, authority):
    with CaptureQueriesContext(connection) as few:
        told("performance", thing=published, span=Q3)
    for number in range(4):
        stream = a_stream(published, name=f"More {number}")
        operations.award(stream, year=YEAR, amount=Decimal(200), **ground(authority))
        operations.profile(plan(stream, 1), amount=Decimal(50), **ground(authority))
    with CaptureQueriesContext(connection) as many:
        told("performance", thing=published, span=Q3)

    assert len(many) == len(few)
