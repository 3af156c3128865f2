"""The log of actions and the attendance, as reports: the figures of the pages, and of nothing that is closed."""

import io
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
import time_machine
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook
from pypdf import PdfReader

from core.access import Access
from meetings import operations
from meetings.attendance_statistics import attendance_of
from meetings.filters import ActionFilter
from meetings.models import ActionItem
from partnership.models import Group
from partnership.spans import Rhythm, span_with
from tests.factories import meetings as make
from tests.factories.partnership import MembershipFactory, PersonFactory
from tests.factories.periodic_reports import FEBRUARY, a_report, told

pytestmark = pytest.mark.django_db

MARCH = datetime(2007, 3, 1, 12, tzinfo=UTC)


@pytest.fixture
def log(group, officer):
    """Ann has three actions, one of them late and one done; Bob has one, and one that is exempt; all in February."""
    Group.objects.filter(pk=group.pk).update(draft_minutes=Group.DraftMinutes.AS_DRAFT)
    group.refresh_from_db()
    people = {name: PersonFactory(name=name, slug=name.lower()) for name in ("Ann", "Bob")}
    with time_machine.travel(datetime(2007, 2, 2, 12, tzinfo=UTC)):
        meeting = make.MeetingFactory(group=group)
        item = make.AgendaItemFactory(meeting=meeting, title="A matter")
        exempt = make.AgendaItemFactory(meeting=meeting, title="A secret", access=Access.EXEMPT)
        make.started(meeting)
        item.refresh_from_db()
        exempt.refresh_from_db()
        undertaken = {
            "late": add(item, people["Ann"], "Write to the council", date(2007, 2, 20)),
            "done": add(item, people["Ann"], "Book the hall", date(2007, 2, 20)),
            "undated": add(item, people["Ann"], "Think it over", None),
            "soon": add(item, people["Bob"], "Count the votes", date(2007, 4, 1)),
            "secret": add(exempt, people["Bob"], "Settle the contract", date(2007, 2, 10)),
        }
        make.closed(meeting)
        make.circulated(meeting)
        make.published_as_draft(meeting)
    with time_machine.travel(datetime(2007, 2, 22, 12, tzinfo=UTC)):
        operations.close_action(undertaken["done"], note="The hall is booked.", by=officer)
    return undertaken


def add(item, owner, text, due_on):
    return operations.add_action(
        item, text=text, owner=owner, due_on=due_on, by=make.officer_of(item.meeting.group)
    )


def table(statement, name):
    return next(each for each in statement.tables if each.sheet == name)


@time_machine.travel(MARCH)
def test_it_says_first_what_is_open_overdue_and_done(group, log):
    statement = told(thing=group)

    assert statement.lead == (
        "3 actions are open, 1 of them overdue. In February 2007 1 action was done, 0 dropped, and 4 were new."
    )
    assert [list(row) for row in table(statement, "By owner").rows] == [["Ann", 2, 1, 1], ["Bob", 1, 0, 0]]
    assert list(table(statement, "By owner").total) == ["All", 3, 1, 1]


@time_machine.travel(MARCH)
def test_its_figures_are_those_of_the_register(group, reader, log):
    statement = told(thing=group)

    def counted(status):
        form = ActionFilter({"group": group.slug, "status": status}, reader, mine=False)
        return form.found().count()

    rows = table(statement, "By owner").total
    assert [rows[1], rows[2], rows[3]] == [counted("open"), counted("overdue"), counted("done")]
    assert len(table(statement, "Open").rows) == counted("open")
    bars = statement.parts[0].chart.rows
    assert sum(bar[2] for bar in bars) == Decimal(counted("overdue"))
    assert sum(bar[2] + bar[3] for bar in bars) == Decimal(counted("open"))


@time_machine.travel(MARCH)
def test_what_is_exempt_stands_in_the_officers_report_and_in_no_open_one(group, officer, log):
    openly, kept = a_report(thing=group), a_report(thing=group, audience="officers", by=officer)

    for report, is_there in ((openly, False), (kept, True)):
        pdf = "".join(page.extract_text() for page in PdfReader(report.pdf.open()).pages)
        sheets = load_workbook(io.BytesIO(report.workbook.open().read()))
        cells = [cell for sheet in sheets for row in sheet.iter_rows(values_only=True) for cell in row]
        assert ("Settle the contract" in report.body) is is_there
        assert ("Settle the contract" in pdf) is is_there
        assert ("Settle the contract" in cells) is is_there
    assert "4 actions are open, 2 of them overdue." in kept.lead


@time_machine.travel(MARCH)
def test_the_pdf_and_the_spreadsheet_say_the_same(group, log):
    report = a_report(thing=group)
    pdf = " ".join(" ".join(page.extract_text() for page in PdfReader(report.pdf.open()).pages).split())
    book = load_workbook(io.BytesIO(report.workbook.open().read()))

    assert "3 actions are open, 1 of them overdue." in pdf
    assert "9 days overdue" in pdf or "Overdue" in pdf
    opened = list(book["Open"].iter_rows(values_only=True))
    assert [row[0] for row in opened[1:]] == ["Write to the council", "Count the votes", "Think it over"]
    assert opened[1][2].date() == date(2007, 2, 20)
    changed = list(book["What changed"].iter_rows(values_only=True))
    assert ("Book the hall", "Ann", "Done", "The hall is booked.") in [
        (row[0], row[1], row[2], row[4]) for row in changed
    ]


@pytest.mark.parametrize(("month", "changed"), [(1, 0), (2, 5), (3, 0)], ids=["before", "in", "after"])
@time_machine.travel(datetime(2007, 4, 2, 12, tzinfo=UTC))
def test_what_changed_is_told_in_its_month_alone(month, changed, group, log):
    statement = told(thing=group, span=span_with(Rhythm.MONTH, date(2007, month, 1)))

    found = [each for each in statement.tables if each.sheet == "What changed"]
    assert sum(len(each.rows) for each in found) == changed


def test_what_changed_at_midnight_is_told_once(group, log):
    midnight = FEBRUARY.until
    ActionItem.objects.filter(pk=log["done"].pk).update(closed_at=midnight)
    march = span_with(Rhythm.MONTH, date(2007, 3, 1))

    counts = [ActionItem.objects.closed_within(span.since, span.until).count() for span in (FEBRUARY, march)]
    assert counts == [0, 1]


def test_where_there_are_no_actions_there_is_no_report(group, officer):
    assert told(thing=group) is None


@time_machine.travel(MARCH)
def test_the_log_of_all_groups_is_that_of_everyone(log, officer):
    assert told(thing=None).lead.startswith("3 actions are open")


@time_machine.travel(MARCH)
def test_it_asks_the_database_as_often_for_many_as_for_few(group, log):
    from django.db import connection

    with CaptureQueriesContext(connection) as few:
        told(thing=group)
    item = log["late"].item
    now = datetime(2007, 2, 10, tzinfo=UTC)
    ActionItem.objects.bulk_create(
        ActionItem(item=item, text=f"More {n}", owner=PersonFactory(), given_out_at=now, published_at=now)
        for n in range(30)
    )
    with CaptureQueriesContext(connection) as many:
        told(thing=group)

    assert len(many) == len(few)


# --- Attendance ---


@pytest.fixture
def attended(group, officer):
    """Ann came to both meetings, Bob to one; minutes of both are out."""
    Group.objects.filter(pk=group.pk).update(draft_minutes=Group.DraftMinutes.AS_DRAFT)
    group.refresh_from_db()
    people = [MembershipFactory(group=group, person__name=name).person for name in ("Ann", "Bob")]
    for month, there in ((2, ("present", "apologies")), (3, ("present", "present"))):
        day = date(2007, month, 2)
        with time_machine.travel(datetime(2007, month, 2, 12, tzinfo=UTC)):
            meeting = make.started(make.MeetingFactory(group=group, held_on=day))
            for person, status in zip(people, there, strict=True):
                operations.record_attendance(meeting, person=person, status=status, by=officer)
            make.closed(meeting)
            make.circulated(meeting)
            make.published_as_draft(meeting)
    return people


def so_far(month):
    return span_with(Rhythm.YEAR_SO_FAR, date(2007, month, 1))


@time_machine.travel(datetime(2007, 4, 1, 12, tzinfo=UTC))
def test_attendance_is_that_of_the_page(group, reader, attended):
    statement = told("attendance", thing=group, span=so_far(3))
    page = attendance_of(group, reader, year="2007")

    assert statement.lead == (
        f"Members attended on {page.came} of {page.times} recorded occasions ({page.rate}), at 2 meetings from "
        "2 February 2007 to 2 March 2007."
    )
    rows = [(row[0].text, row[1], row[2]) for row in statement.tables[0].rows]
    assert rows == [(each.person.name, each.attended, each.possible) for each in page.members]
    assert rows == [("Ann", 2, 2), ("Bob", 1, 2)]


@time_machine.travel(datetime(2007, 4, 1, 12, tzinfo=UTC))
def test_it_counts_up_to_the_end_of_its_month(group, attended):
    assert "at the meeting of 2 February 2007" in told("attendance", thing=group, span=so_far(2)).lead


@pytest.mark.parametrize(("month", "is_made"), [(1, False), (2, True), (3, True), (4, False)])
def test_the_clock_makes_it_only_when_minutes_were_given_out(month, is_made, group, attended):
    with time_machine.travel(datetime(2007, month, 1, 12, tzinfo=UTC) + timedelta(days=32)):
        assert (told("attendance", thing=group, span=so_far(month)) is not None) is is_made


@time_machine.travel(datetime(2007, 6, 1, 12, tzinfo=UTC))
def test_whoever_asks_for_it_gets_it_all_the_same(group, officer, attended):
    assert told("attendance", thing=group, span=so_far(4), by=officer) is not None
