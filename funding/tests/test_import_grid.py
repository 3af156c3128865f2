"""A grid that an officer filled in: every mistake at its cell, and nothing of it taken over; without one, a draft."""

from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction

from core import runs
from core.refusals import Refused
from funding import operations
from funding.importing import grids, reading
from funding.models import FileLoading, FileReading, ImportedFile, LedgerEntry, Proposal
from funding.operations.importing import digest_of
from funding.tests.files import grid_book, grid_text, mistakes_in, read_in
from tests.factories.funding import YEAR, a_stream, ground, plan, quarter
from tests.factories.meetings import officer_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("read_here")]


@pytest.fixture
def officer(pot):
    return officer_of(pot.group)


@pytest.fixture
def grid(pot, young, safer, award, authority, officer):
    """The grid of 2006/07. Row 8: the children's stream (C8 to F8, total G8); row 9: its project; row 10: the other."""
    operations.add_project(young, name="Play rangers", by=officer)
    operations.profile(plan(young, 1), amount=Decimal("250.50"), **ground(authority))
    operations.profile(plan(young, 2), amount=Decimal(300), **ground(authority))
    return grid_book(pot, YEAR)


@pytest.fixture
def read(pot, officer):
    def reads(content, name="grid.xlsx"):
        return read_in(pot, content, officer, year=YEAR, name=name)

    return reads


def wishes(imported):
    found = imported.latest_reading().found
    return [
        (str(each.stream), each.period.number, each.before, each.after)
        for each in grids.wishes(imported.pot, imported.year, found)
    ]


def load(imported, by, **values):
    reading = imported.latest_reading()
    rows = grids.wishes(imported.pot, imported.year, reading.found) if reading and reading.found else []
    given = {"reading": reading.pk, "shown": digest_of(rows), "title": "Spring plan"} | values
    return operations.load_grid(imported, by=by, **given)


def nothing_changed():
    return not Proposal.objects.exists() and LedgerEntry.objects.count() == 3


class TestWithoutAMistake:
    def test_what_is_downloaded_and_handed_in_again_changes_nothing(self, grid, read):
        imported = read(grid)

        assert mistakes_in(imported) == {}
        assert wishes(imported) == []

    @pytest.mark.parametrize("letters", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
    def test_so_does_the_csv_file_whatever_its_letters(self, grid, pot, read, letters):
        text = grid_text(pot, YEAR)

        imported = read(text.encode(letters), "grid.csv")

        assert mistakes_in(imported) == {}
        assert wishes(imported) == []

    def test_it_becomes_a_draft_proposal_and_current_figures_stay(self, grid, read, officer, award):
        grid.active["C8"], grid.active["E8"] = "£200.50", 50
        for total in ("G8", "C11", "E11", "G11"):
            grid.active[total] = None

        imported = read(grid)
        loading = load(imported, officer)

        assert wishes(imported) == [
            ("Children and young people", 1, Decimal("250.50"), Decimal("200.50")),
            ("Children and young people", 3, Decimal(0), Decimal(50)),
        ]
        proposal = Proposal.objects.get()
        assert proposal.is_draft
        assert [(line.base, line.amount) for line in proposal.lines.in_grid_order()] == [
            (Decimal("250.50"), Decimal("200.50")),
            (Decimal(0), Decimal(50)),
        ]
        assert loading.what_it_did == "Proposal 1: Spring plan was drafted, with 2 amounts"
        assert loading.leads_to == proposal.get_absolute_url()
        assert LedgerEntry.objects.count() == 3

    def test_twice_is_once(self, grid, read, officer):
        grid.active["C8"] = grid.active["G8"] = grid.active["C11"] = grid.active["G11"] = None
        imported = read(grid)
        first = load(imported, officer)

        again = read(imported.file.open().read())

        assert again == imported
        assert load(again, officer) == first
        assert Proposal.objects.count() == 1
        assert ImportedFile.objects.count() == 1

    def test_a_total_that_the_program_worked_out_is_compared_too(self, grid, read):
        grid.active["G8"] = "=SUM(C8:F8)"

        assert mistakes_in(read(grid)) == {}


def _shift_columns(sheet):
    """Somebody inserted a column before the first period."""
    sheet.insert_cols(3)


def _shift_figures(sheet):
    """Somebody pasted the figures one column too far to the right."""
    for row in (8, 9, 10):
        for column in (7, 6, 5, 4, 3):
            sheet.cell(row, column + 1).value = sheet.cell(row, column).value
        sheet.cell(row, 3).value = None


def _set(**cells):
    def change(sheet):
        for address, value in cells.items():
            sheet[address] = value

    return change


def _merge(sheet):
    sheet.merge_cells("C7:D7")


def _hide_sheet(sheet):
    sheet.parent.create_sheet("Workings").sheet_state = "hidden"


def _hide_row(sheet):
    sheet.row_dimensions[8].hidden = True


def _hide_column(sheet):
    sheet.column_dimensions["D"].hidden = True


def _percent(sheet):
    sheet["C8"] = 0.05
    sheet["C8"].number_format = "0%"


def _duplicate(sheet):
    sheet["A9"], sheet["B9"] = "Children and young people", None


HEAD = "The head of this column must be “{}”, and is {}."
QUARTERS = [
    "Quarter 1, Apr to Jun 2006",
    "Quarter 2, Jul to Sep 2006",
    "Quarter 3, Oct to Dec 2006",
    "Quarter 4, Jan to Mar 2007",
]
FORMULA = "Put the figure itself in its place: what a formula shows depends on the program that opens it."
BROKEN = {
    "an inserted column": (
        _shift_columns,
        {
            "Profile, C7": HEAD.format(QUARTERS[0], "empty"),
            "Profile, D7": HEAD.format(QUARTERS[1], f"“{QUARTERS[0]}”"),
            "Profile, E7": HEAD.format(QUARTERS[2], f"“{QUARTERS[1]}”"),
            "Profile, F7": HEAD.format(QUARTERS[3], f"“{QUARTERS[2]}”"),
            "Profile, G7": HEAD.format("Year", f"“{QUARTERS[3]}”"),
            "Profile, H8 and 3 more cells: H9 to H11": "Nothing belongs to the right of the table.",
        },
    ),
    "figures one column too far": (
        _shift_figures,
        {
            "Profile, H8 and 2 more cells: H9 to H10": "Nothing belongs to the right of the table.",
            "Profile, G8": "The file prints £0 here, but the row comes to £550.50.",
            "Profile, C11": "The file prints £250.50 here, but the column comes to £0.",
            "Profile, D11": "The file prints £300 here, but the column comes to £250.50.",
            "Profile, E11": "The file prints £0 here, but the column comes to £300.",
        },
    ),
    "text in a number": (
        _set(C8="about 250", D9="tbc", E9="tbc", F9="tbc", C10="tbc"),
        {
            "Profile, C8": "“about 250” is text, not a sum in pounds.",
            "Profile, D9 and 3 more cells: E9 to F9, C10": "“tbc” is text, not a sum in pounds.",
        },
    ),
    "a wrong total": (
        _set(G8=999, G11="£1,549.50"),
        {
            "Profile, G8": "The file prints £999 here, but the row comes to £550.50.",
            "Profile, G11": "The file prints £1,549.50 here, but the whole table comes to £550.50.",
        },
    ),
    "an old template": (
        _set(B1="Template 0", C8="tbc"),
        {
            "Profile, B1": "The file says “Template 0”, but templates of version 1 are read. Download it again.",
        },
    ),
    "no template": (
        _set(A1="Our own plan"),
        {"Profile, A1": ("This is not the template “Profile grid”. Download it again and fill that in.")},
    ),
    "another pot, another year": (
        _set(B2="Some other pot", B3="2007/08"),
        {
            "Profile, B2": "The file is of another pot: “Some other pot”. This one is “Pot 1”.",
            "Profile, B3": "The file is of another year: “2007/08”, not 2006/07.",
        },
    ),
    "a hidden sheet": (
        _hide_sheet,
        {"Workings": "The sheet is hidden. Show it or delete it: nothing hidden is taken in."},
    ),
    "a hidden row and column": (
        lambda sheet: (_hide_row(sheet), _hide_column(sheet)),
        {
            "Profile, D1": "The column D is hidden. Show it or delete it: nothing hidden is taken in.",
            "Profile, A8": "The row is hidden. Show it or delete it: nothing hidden is taken in.",
        },
    ),
    "a merged head": (
        _merge,
        {
            "Profile": "The cells C7 to D7 are merged. Divide them again.",
            "Profile, D7": HEAD.format(QUARTERS[1], "empty"),
        },
    ),
    "a minus": (
        _set(C8="(300)", D8=-5, E8="5-", G8=None),
        {
            "Profile, C8": "“(300)” is less than nothing: a plan is nothing or more.",
            "Profile, D8": "“-5” is less than nothing: a plan is nothing or more.",
            "Profile, E8": "“5-” is less than nothing: a plan is nothing or more.",
        },
    ),
    "a formula": (
        _set(C8="=B8*1.05", A10="=A8"),
        {
            "Profile, C8": f"This is a formula (=B8*1.05). {FORMULA}",
            "Profile, A10": "This is a formula (=A8). Put the name of a stream itself in its place.",
        },
    ),
    "what is no sum": (
        _set(C8="NaN", D8="1e309", E8=12.345, F8=True, C9="#REF!"),
        {
            "Profile, C8": "“NaN” is not a number that can be counted with.",
            "Profile, D8": "“1e309” is written in powers of ten: write the number out.",
            "Profile, E8": "“12.345” has more than two decimals: give pounds and pence.",
            "Profile, F8": "“TRUE” is an answer, not a sum in pounds.",
            "Profile, C9": "The spreadsheet shows the error #REF! here.",
        },
    ),
    "a percentage": (_percent, {"Profile, C8": "This is a percentage, not a sum in pounds."}),
    "rows that stand twice": (_duplicate, {"Profile, A9": "This line stands in row 8 already."}),
    "rows that are not known": (
        _set(A10="Safer roads", B9="Play parks"),
        {
            "Profile, A10": "The pot has no stream “Safer roads”.",
            "Profile, B9": "The stream has no project “Play parks”.",
        },
    ),
    "a row without a name": (_set(A10=None), {"Profile, A10": "The row names no stream."}),
    "something below the totals": (
        _set(A12="Checked"),
        {"Profile, A12": "Nothing belongs below the totals."},
    ),
}


@pytest.mark.parametrize("broken", BROKEN.values(), ids=BROKEN)
def test_every_mistake_is_told_at_its_cell_and_nothing_is_changed(grid, read, officer, broken):
    change, said = broken
    change(grid.active)

    imported = read(grid)

    assert mistakes_in(imported) == said
    with pytest.raises(Refused, match="The file has mistakes, so nothing of it is taken over"):
        load(imported, officer)
    assert nothing_changed()


def test_commas_and_pounds_are_understood(grid, read):
    grid.active["D10"], grid.active["E10"], grid.active["F10"] = "12,500", "£ 1,000.50", "-"
    for total in ("G10", "D11", "E11", "F11", "G11"):
        grid.active[total] = None

    assert wishes(read(grid)) == [
        ("Safer communities", 2, Decimal(0), Decimal(12500)),
        ("Safer communities", 3, Decimal(0), Decimal("1000.50")),
    ]


def test_a_missing_row_is_told(grid, read):
    grid.active.delete_rows(9)

    assert mistakes_in(read(grid)) == {
        "Profile": "The row of “Children and young people, Play rangers” is missing. Rows stay as they are."
    }


def test_a_closed_period_keeps_its_plan(grid, read, pot, officer):
    operations.close_period(quarter(pot, 1), by=officer)
    grid.active["C8"], grid.active["G8"], grid.active["C11"], grid.active["G11"] = 200, None, None, None

    assert mistakes_in(read(grid)) == {
        "Profile, C8": "Quarter 1, Apr to Jun 2006 is closed: its plan stays £250.50."
    }


def test_a_grid_from_before_the_last_change_would_undo_it(grid, read, young, authority):
    operations.profile(plan(young, 3), amount=Decimal(10), **ground(authority))

    assert "Profile, B4" in mistakes_in(read(grid))


def test_a_visible_sheet_beside_it_is_not_read_and_said_so(grid, read):
    grid.create_sheet("Notes").append(["Ask the treasurer"])

    imported = read(grid)

    assert imported.latest_reading().remarks == ["The sheet “Notes” was not read."]
    assert mistakes_in(imported) == {}


def test_several_sheets_without_the_name_are_not_guessed_between(grid, read):
    grid.active.title = "Plan A"
    grid.create_sheet("Plan B").append(["x"])

    assert mistakes_in(read(grid)) == {
        "The file": "It cannot be told which sheet to read: “Plan A”, “Plan B”. Name the one “Profile”."
    }


def test_a_file_that_cannot_be_opened_says_why(grid, read):
    assert mistakes_in(read(b"PK no workbook")) == {"The file": "The file isn’t an Excel workbook."}


def test_names_that_could_be_formulas_come_back_as_they_are(pot, award, officer):
    for name in ("=1+1", "-Minus", "'=quoted", "@at", "+plus", "  spaced"):
        a_stream(pot, name=name)

    for content, name in [(grid_book(pot, YEAR), "grid.xlsx"), (grid_text(pot, YEAR).encode(), "grid.csv")]:
        imported = read_in(pot, content, officer, year=YEAR, name=name)
        assert mistakes_in(imported) == {}
        assert wishes(imported) == []


class TestReadingAgain:
    def test_after_the_record_was_put_right_the_same_file_is_read_again(self, grid, read, pot, officer):
        grid.active["A10"] = "Safer roads"
        imported = read(grid)
        assert mistakes_in(imported)
        stream = pot.streams.get(name="Safer communities")
        stream.name = "Safer roads"
        stream.save()

        again = read(imported.file.open().read())

        assert again == imported
        assert mistakes_in(again) == {}
        assert again.readings.count() == 2

    def test_what_has_changed_since_it_was_shown_is_not_done(self, grid, read, young, authority, officer):
        grid.active["C8"] = grid.active["G8"] = grid.active["C11"] = grid.active["G11"] = None
        imported = read(grid)
        shown = digest_of(grids.wishes(imported.pot, YEAR, imported.latest_reading().found))
        operations.profile(plan(young, 1), amount=Decimal(10), **ground(authority))

        with pytest.raises(Refused, match="The record has changed since this was shown"):
            load(imported, officer, shown=shown)

        assert not Proposal.objects.exists()

    def test_a_file_that_was_changed_in_the_store_is_not_read(self, grid, read):
        imported = read(grid)
        with open(imported.file.path, "ab") as file:
            file.write(b"x")

        operations.read_file_again(imported, by=imported.by)
        runs.work(imported.run_id, reading.read)
        imported.run.refresh_from_db()

        assert imported.run.problem == "The file in the store is not the one that was handed in."


class TestBelowTheOrm:
    def test_a_file_with_mistakes_is_not_loaded_even_by_sql(self, grid, read, officer):
        grid.active["C8"] = "tbc"
        imported = read(grid)

        with pytest.raises(IntegrityError, match="A file with mistakes is not loaded"), transaction.atomic():
            FileLoading.objects.bulk_create(
                [
                    FileLoading(
                        imported=imported,
                        reading=imported.latest_reading(),
                        what_it_did="Everything",
                        by=officer,
                    )
                ]
            )

    @pytest.mark.parametrize(
        "sql",
        [
            "UPDATE funding_importedfile SET sha256 = repeat('0', 64)",
            "DELETE FROM funding_importedfile",
            "UPDATE funding_filereading SET mistake_count = 0, mistakes = '[]'",
            "DELETE FROM funding_filereading",
            "TRUNCATE funding_filereading CASCADE",
        ],
    )
    def test_what_was_handed_in_stays_as_it_is(self, grid, read, sql):
        read(grid)

        with pytest.raises(Exception, match=r"annot|kept|stay"), transaction.atomic():
            connection.cursor().execute(sql)

    def test_a_reading_has_mistakes_or_figures(self, grid, read):
        imported = read(grid)

        with (
            pytest.raises(IntegrityError, match="file_reading_has_mistakes_or_figures"),
            transaction.atomic(),
        ):
            FileReading.objects.create(imported=imported)
