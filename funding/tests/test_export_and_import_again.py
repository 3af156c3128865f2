"""What is downloaded says what the page says, to everyone what they may see; handed in again it changes nothing."""

import csv
import io
import json
import tempfile
from datetime import date
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core import runs
from core.models import Run
from core.reading import tabler, tables
from funding import ledger_files, operations
from funding.importing.sheets import Found, sheet_of
from funding.importing.yearly import read_lines
from funding.models import ImportedFile, LedgerEntry, Period, Pot, Project, Stream
from funding.profile_tables import ProfileTable
from funding.tasks import write_ledger
from funding.tests.files import as_book, as_text, mistakes_in, read_in
from funding.views import exporting
from funding.yearly import Row
from meetings.models import Decision
from tests.factories.funding import YEAR, a_stream, ground, plan
from tests.factories.meetings import officer_of
from tests.factories.partnership import UserFactory

SUMS = st.decimals(0, Decimal("99999999999.99"), places=2)
# As PostgreSQL and XML can hold them, told apart by more than their blanks.
NAMES = st.text(
    st.characters(exclude_categories=["Cc", "Cs", "Cn", "Zl", "Zp"]), min_size=1, max_size=30
).map(lambda name: " ".join(name.split()))


def a_table(names, sums):
    """A profile table of two quarters that no database has seen."""
    pot = Pot(name="A pot", unit=Pot.Unit.QUARTER)
    starts = [date(2006, 4, 1), date(2006, 7, 1), date(2006, 10, 1)]
    periods = [
        Period(pk=number, number=number, year=YEAR, starts_on=starts[number - 1], ends_on=starts[number])
        for number in (1, 2)
    ]
    rows = [
        Row(Stream(pk=number, name=name), None, {1: sums[0], 2: sums[1]})
        for number, name in enumerate(names, start=1)
    ]
    project = Project(pk=1, name=f"={names[0]}")
    rows.append(Row(rows[0].stream, project, {1: sums[1], 2: None}))
    return ProfileTable(pot, YEAR, periods, rows, "movement 0")


def said_again(table, content, media_type, monkeypatch):
    monkeypatch.setattr(
        tables.child, "run", lambda module, job, **limits: json.loads(json.dumps(tabler.work(job)))
    )
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "table"
        content.save(path) if media_type == tables.XLSX else path.write_bytes(content)
        book = tables.read(path, media_type)
    found = Found()
    lines = read_lines(sheet_of(book, table.SHEET, found), table, found)
    assert found.mistakes.in_words() == []
    return [(said.row.about, said.sums) for said in lines.said.values()]


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    names=st.lists(NAMES.filter(bool), min_size=1, max_size=4, unique=True),
    sums=st.tuples(SUMS, SUMS),
    data=st.data(),
)
def test_whatever_stands_in_a_table_comes_back_as_it_was(names, sums, data):
    table = a_table(names, sums)
    stands = [(row.about, row.sums) for row in table.rows]

    with pytest.MonkeyPatch.context() as monkeypatch:
        assert said_again(table, as_book(table), tables.XLSX, monkeypatch) == stands
        letters = data.draw(st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]))
        assert said_again(table, as_text(table).encode(letters), tables.CSV, monkeypatch) == stands


@pytest.fixture
def officer(pot):
    return officer_of(pot.group)


@pytest.fixture
def moved(pot, young, award, authority, officer):
    """An award, a plan and its taking back, in a stream whose name could be a formula."""
    stream = a_stream(pot, name="=1+1")
    operations.award(
        stream, year=YEAR, amount=Decimal("12500.50"), **ground(authority, reason="-quickly, =now")
    )
    entry = operations.profile(plan(young, 1), amount=Decimal(10), **ground(authority))
    operations.reverse(entry, **ground(authority, reason="A slip"))
    operations.publish_pot(pot, by=officer)
    return pot


def content_of(response):
    return b"".join(response.streaming_content) if response.streaming else response.content


def download(client, name, *args):
    return content_of(client.get(reverse(f"funding:{name}", args=args)))


@pytest.mark.django_db
@pytest.mark.usefixtures("read_here")
class TestLedger:
    @pytest.mark.parametrize("ending", ["csv", "xlsx"])
    def test_handed_in_again_it_is_as_the_record_says(self, ending, moved, client, officer):
        client.force_login(officer)
        name = {"csv": "ledger_csv", "xlsx": "ledger_excel"}[ending]

        imported = read_in(
            moved,
            download(client, name, moved.slug),
            officer,
            kind=ImportedFile.Kind.LEDGER,
            name=f"ledger.{ending}",
        )

        assert mistakes_in(imported) == {}
        assert imported.latest_reading().found == {"movements": 4, "amount": "13520.50"}
        page = client.get(imported.get_absolute_url()).text
        assert "The 4 movements in the file are as on the record: £13,520.50 moved in all." in page
        assert LedgerEntry.objects.count() == 4

    def test_a_cell_that_says_something_else_is_told(self, moved, client, officer):
        client.force_login(officer)
        book = openpyxl.load_workbook(io.BytesIO(download(client, "ledger_excel", moved.slug)))
        sheet = book.active
        sheet["G2"], sheet["B3"], sheet["I4"], sheet["A5"] = 1001, date(2007, 2, 3), "=A1", 999999

        imported = read_in(moved, book, officer, kind=ImportedFile.Kind.LEDGER)

        assert mistakes_in(imported) == {
            "Ledger, G2": "“Amount” is not what the record says: £1,000.",
            "Ledger, B3": "“Effective on” is not what the record says: 2 February 2007.",
            "Ledger, I4": "“Reason” is not what the record says: “As decided”.",
            "Ledger, A5": "The ledger of this pot has no movement of this number.",
        }

    def test_a_part_of_it_says_how_much_is_missing(self, moved, client, officer):
        client.force_login(officer)
        rows = list(csv.reader(io.StringIO(download(client, "ledger_csv", moved.slug).decode("utf-8-sig"))))
        text = io.StringIO()
        csv.writer(text).writerows(rows[:2])

        imported = read_in(
            moved, text.getvalue().encode(), officer, kind=ImportedFile.Kind.LEDGER, name="part.csv"
        )

        assert imported.latest_reading().remarks == ["The record has 3 movements that are not in the file."]

    def test_another_table_is_no_ledger(self, moved, officer):
        imported = read_in(moved, b"any,thing\n1,2", officer, kind=ImportedFile.Kind.LEDGER, name="x.csv")

        assert mistakes_in(imported) == {
            "A1": "This is not a ledger as it is downloaded here: its first row must have the heads of one."
        }

    def test_a_decision_that_is_not_published_is_named_to_nobody_outside(self, moved, client, officer):
        ref = Decision.objects.get().ref

        public = download(client, "ledger_excel", moved.slug)
        client.force_login(officer)
        kept = download(client, "ledger_excel", moved.slug)

        def named(content):
            return {cell.value for cell in openpyxl.load_workbook(io.BytesIO(content)).active["H"][1:]}

        assert named(kept) == {ref}
        assert named(public) == {"not published"}
        again = read_in(moved, public, officer, kind=ImportedFile.Kind.LEDGER)
        assert mistakes_in(again) == {}

    def test_a_long_one_is_written_by_a_worker_for_who_is_signed_in(
        self, moved, client, officer, monkeypatch
    ):
        monkeypatch.setattr(exporting, "MOST_AT_ONCE", 1)
        address = reverse("funding:ledger_excel", args=[moved.slug])
        anonymous = client.post(address)
        assert "4 movements take a while" in anonymous.text
        assert not Run.objects.exists()

        client.force_login(officer)
        assert "Write the workbook" in client.get(address).text
        run_page = client.post(f"{address}?kind=award").url
        run = Run.objects.get()
        runs.work(run.pk, ledger_files.write)

        assert run_page == run.get_absolute_url()
        run.refresh_from_db()
        assert run.is_done
        with run.file.open() as file:
            sheet = openpyxl.load_workbook(file).active
        assert [cell.value for cell in sheet["D"]] == ["Kind", "Award", "Award"]

    def test_who_no_longer_sees_the_pot_gets_no_file(self, moved):
        outsider = UserFactory()
        Pot.objects.filter(pk=moved.pk).update(published_at=None, published_by=None)
        run = runs.ask(
            write_ledger,
            title="Ledger",
            by=outsider,
            arguments={"pot": moved.pk, "user": outsider.pk, "asked": ""},
        )
        runs.work(run.pk, ledger_files.write)

        run.refresh_from_db()
        assert run.problem == "The ledger can no longer be seen by this login."


@pytest.mark.django_db
@pytest.mark.usefixtures("read_here")
class TestGrid:
    @pytest.mark.parametrize("ending", ["csv", "xlsx"])
    def test_what_everyone_downloads_is_the_template_that_officers_fill_in(
        self, ending, moved, client, officer
    ):
        name = {"csv": "grid_csv", "xlsx": "grid_excel"}[ending]

        imported = read_in(
            moved, download(client, name, moved.slug, YEAR), officer, year=YEAR, name=f"grid.{ending}"
        )

        assert mistakes_in(imported) == {}
        client.force_login(officer)
        assert "nothing would change" in client.get(imported.get_absolute_url()).text

    def test_names_are_words_in_both(self, moved, client):
        sheet = openpyxl.load_workbook(io.BytesIO(download(client, "grid_excel", moved.slug, YEAR))).active
        text = download(client, "grid_csv", moved.slug, YEAR).decode("utf-8-sig")

        assert (sheet["A9"].value, sheet["A9"].data_type) == ("=1+1", "s")
        assert "'=1+1," in text

    def test_a_year_that_is_not_open_has_none(self, moved, client):
        assert client.get(reverse("funding:grid_csv", args=[moved.slug, 1999])).status_code == 404

    def test_it_asks_the_same_however_many_streams_there_are(
        self, moved, client, authority, django_assert_max_num_queries
    ):
        for number in range(12):
            stream = a_stream(moved, name=f"Stream no. {number}")
            operations.add_project(stream, name="A project", by=officer_of(moved.group))
            operations.award(stream, year=YEAR, amount=Decimal(100), **ground(authority))
            operations.profile(plan(stream, 1), amount=Decimal(10), **ground(authority))

        with django_assert_max_num_queries(8):
            client.get(reverse("funding:grid_excel", args=[moved.slug, YEAR]))
