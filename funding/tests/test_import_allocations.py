"""A funder's table of allocations: streams and awards, under a decision, with the total that it prints.

The table in `data/` is from Hansard: the revenue grants of the Department for Children, Schools and Families to
Shropshire for 2007-08, as they were printed in an answer of the House of Commons.
"""

import csv
import io
from decimal import Decimal
from pathlib import Path

import pytest

from core.refusals import Refused
from funding import figures, operations
from funding.importing import allocations
from funding.models import ImportedFile, LedgerEntry, Stream
from funding.operations.importing import digest_of
from funding.tests.files import mistakes_in, read_in
from tests.factories.files import a_workbook
from tests.factories.funding import a_decision, a_pot, a_stream, an_authority, ground
from tests.factories.meetings import officer_of
from tests.factories.partnership import OrganisationFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("read_here")]

HANSARD = Path(__file__).parent / "data" / "hansard_shropshire_dcsf_revenue_grants_2007-08.csv"
TOTAL = Decimal(170_220_267)
POOLED = Decimal(10_302_593)
HEADS = ["Financial year", "Grant", "Allocation", "Paid through the agreement"]


@pytest.fixture
def decision(db):
    return a_decision()


@pytest.fixture
def pot(decision):
    return a_pot(decision, accountable_body=OrganisationFactory(name="Shropshire County Council"))


@pytest.fixture
def everything(pot, decision):
    """Leave to award as much as the table holds."""
    return an_authority(pot, decision, ceiling=Decimal(200_000_000))


@pytest.fixture
def officer(pot):
    return officer_of(pot.group)


@pytest.fixture
def read(pot, officer):
    def reads(content, name="allocations.xlsx"):
        return read_in(pot, content, officer, kind=ImportedFile.Kind.ALLOCATIONS, name=name)

    return reads


def a_table(*rows):
    return a_workbook([HEADS, *rows], sheet="Allocations")


def hansard():
    with HANSARD.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def as_csv(rows):
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    return text.getvalue().encode()


def load(imported, authority, **values):
    reading = imported.latest_reading()
    rows = allocations.planned(imported.pot, reading.found)
    given = {"reading": reading.pk, "shown": digest_of(rows)} | ground(authority) | values
    return operations.load_allocations(imported, **given)


def awarded(pot):
    return {stream.name: sums.awarded for stream, sums in figures.of_pot(pot, year=2007).streams.items()}


class TestTheTableOfHansard:
    def test_its_total_is_the_one_that_was_printed(self, read, pot, everything):
        imported = read(HANSARD.read_bytes(), "hansard.csv")
        rows = allocations.planned(pot, imported.latest_reading().found)

        assert mistakes_in(imported) == {}
        assert imported.latest_reading().remarks == []
        assert len(rows) == 37
        assert allocations.totals_of(rows) == [
            ("In all", TOTAL),
            ("Aligned", TOTAL - POOLED),
            ("Pooled", POOLED),
        ]
        assert allocations.sentence_of(rows, 2007) == "37 streams added, £170,220,267 awarded for 2007/08"
        assert not Stream.objects.exists()

    def test_taken_over_each_grant_is_a_stream_with_its_award(self, read, pot, everything):
        loading = load(read(HANSARD.read_bytes(), "hansard.csv"), everything)

        assert loading.what_it_did == "37 streams added, £170,220,267 awarded for 2007/08"
        assert sum(awarded(pot).values()) == TOTAL
        assert awarded(pot)["Connexions"] == 2_328_714
        # What is paid through the agreement is pooled; the rest is shown beside the total.
        assert figures.of_pot(pot, year=2007).total.awarded == POOLED
        assert {entry.decision for entry in LedgerEntry.objects.all()} == {everything.decision}

    def test_twice_is_once(self, read, pot, everything):
        first = load(read(HANSARD.read_bytes(), "hansard.csv"), everything)

        again = read(HANSARD.read_bytes(), "the same under another name.csv")

        assert load(again, everything, shown="", reading=0) == first
        assert sum(awarded(pot).values()) == TOTAL
        assert LedgerEntry.objects.count() == 37

    def test_a_file_with_other_figures_makes_the_awards_what_it_says(self, read, pot, everything):
        load(read(HANSARD.read_bytes(), "hansard.csv"), everything)
        rows = hansard()
        for row in rows:
            if row[2] == "Connexions":
                row[3] = "2328715"
            if row[2] == "Care Matters":
                row[3] = "£9,000"
        rows[-1][3] = ""

        loading = load(read(as_csv(rows), "corrected.csv"), everything)

        assert loading.what_it_did == "£1 awarded for 2007/08, awards cut by £1,000"
        assert (awarded(pot)["Connexions"], awarded(pot)["Care Matters"]) == (2_328_715, 9_000)

    def test_the_same_figures_in_another_file_change_nothing(self, read, pot, everything):
        load(read(HANSARD.read_bytes(), "hansard.csv"), everything)

        again = read(HANSARD.read_bytes().replace(b"\r\n", b"\n") + b"\n", "again.csv")
        rows = allocations.planned(pot, again.latest_reading().found)

        assert allocations.sentence_of(rows, 2007) == "nothing changed"

    def test_beyond_what_the_decision_allows_nothing_comes_in(self, read, pot, decision):
        little = an_authority(pot, decision, ceiling=Decimal(150_000_000))
        imported = read(HANSARD.read_bytes(), "hansard.csv")

        with pytest.raises(Refused, match=r"The decision allows £150,000,000\.00 in all"):
            load(imported, little)

        assert not Stream.objects.exists()
        assert not LedgerEntry.objects.exists()

    def test_a_wrong_total_is_told_at_its_cell(self, read):
        rows = hansard()
        rows[-1][3] = "170220268"

        assert mistakes_in(read(as_csv(rows), "wrong.csv")) == {
            "D39": "The file prints £170,220,268 here, but the column comes to £170,220,267."
        }


BROKEN = {
    "no heads": (
        [["Some", "other", "table"]],
        {"Allocations": "No row has the heads “grant” and “allocation”"},
    ),
    "a head is missing": (
        [["Grant", "Allocation", "Paid through the agreement"], ["Music", 1, "no"]],
        {"Allocations, A1": "The row of heads has none that says “financial year”."},
    ),
    "a head stands twice": (
        [[*HEADS, "Amount"], ["2007/08", "Music", 1, "no", 2]],
        {"Allocations, E1": "This head stands twice in the row: “Amount”."},
    ),
    "nothing below the heads": ([HEADS], {"Allocations": "There is no grant below the heads."}),
    "a grant twice": (
        [HEADS, ["2007/08", "Music", 1, "no"], ["2007/08", " music ", 2, "no"]],
        {"Allocations, B3": "“music” stands in B2 already."},
    ),
    "no name": ([HEADS, ["2007/08", None, 1, "no"]], {"Allocations, B2": "The row names no grant."}),
    "a minus": (
        [HEADS, ["2007/08", "Music", "(300)", "no"]],
        {"Allocations, C2": "“(300)” is less than nothing: a funder allocates nothing or more."},
    ),
    "no answer": (
        [HEADS, ["2007/08", "Music", 1, "perhaps"], ["2007/08", "Art", 1, None], ["2007/08", "Dance", 1, 3]],
        {
            "Allocations, D2 and 2 more cells: D3 to D4": (
                "Say yes if the grant is paid through the agreement, wholly or partly, and no if not."
            )
        },
    ),
    "no year": (
        [HEADS, ["2007-09", "Music", 1, "no"], ["1066/67", "Art", 1, "no"]],
        {
            "Allocations, A2": "This must be a financial year, such as 2007/08.",
            "Allocations, A3": "The year must lie between 1990 and 2100.",
        },
    ),
    "two years": (
        [HEADS, ["2007/08", "Music", 1, "no"], ["2008/09", "Art", 1, "no"]],
        {"Allocations, A3": "One file speaks of one financial year; above it is 2007/08."},
    ),
    "below the total": (
        [HEADS, ["2007/08", "Music", 1, "no"], [None, "Total", 1], [None, "Note"]],
        {"Allocations, B4": "Nothing belongs below the total."},
    ),
}


@pytest.mark.parametrize("broken", BROKEN.values(), ids=BROKEN)
def test_every_mistake_is_told_at_its_cell(read, broken):
    rows, said = broken

    found = mistakes_in(read(a_workbook(rows, sheet="Allocations")))

    assert found.keys() == said.keys()
    assert all(found[where].startswith(sentence) for where, sentence in said.items())


def test_a_stream_that_stands_otherwise_to_the_pot_is_told(read, pot):
    a_stream(pot, name="Music", kind="aligned")

    assert mistakes_in(read(a_table(["2007/08", "Music", 1, "yes"]))) == {
        "Allocations, D2": (
            "“Music” is aligned in this pot, but the file says that it is paid through the agreement."
        )
    }


def test_another_authority_is_remarked_and_nothing_is_refused(read):
    rows = [["Authority", *HEADS], ["Powys", "2007/08", "Music", 1, "no"]]

    imported = read(a_workbook(rows))

    assert mistakes_in(imported) == {}
    assert imported.latest_reading().remarks[-1].startswith("The file speaks of Powys; the accountable body")


def test_a_year_that_is_not_open_is_opened(read, pot, everything):
    load(read(a_table(["2011/12", "Music", "£1,000.50", "yes"])), everything)

    assert pot.periods.filter(year=2011).count() == 4
    assert figures.of_pot(pot, year=2011).total.awarded == Decimal("1000.50")


def test_a_grant_of_nothing_makes_no_stream(read, pot, everything):
    load(read(a_table(["2007/08", "Music", 10, "yes"], ["2007/08", "Art", "-", "yes"])), everything)

    assert list(pot.streams.values_list("name", flat=True)) == ["Music"]
