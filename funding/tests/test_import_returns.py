"""The returns of a round, filled in for everybody: what they say otherwise is written, and none is sent by it."""

from decimal import Decimal

import pytest

from core.refusals import Refused
from funding import operations
from funding.importing import returns
from funding.models import Actual, ImportedFile, Return
from funding.operations.importing import digest_of
from funding.outturn_tables import table_of
from funding.tests.files import as_book, as_text, mistakes_in, read_in
from tests.factories.funding import ground, plan
from tests.factories.meetings import officer_of
from tests.factories.returns import a_round, accepted, return_of, sent, written

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("read_here")]


@pytest.fixture
def officer(pot):
    return officer_of(pot.group)


@pytest.fixture
def round_(pot, young, award, authority, officer):
    """After the second quarter: a hundred pounds planned in each, of which ninety were spent in the first."""
    for number in (1, 2, 3, 4):
        operations.profile(plan(young, number), amount=Decimal(100), **ground(authority))
    operations.add_project(young, name="Play rangers", by=officer)
    operations.record_actual(plan(young, 1), amount=Decimal(90), by=officer)
    return a_round(pot, up_to=2, name="Half year")


@pytest.fixture
def book(round_, officer):
    """Row 8: the stream's own money (C8 to F8, outturn G8, comment H8); row 9: its project; row 10: the totals."""
    return as_book(table_of(round_, officer))


@pytest.fixture
def read(pot, round_, officer):
    def reads(content, name="returns.xlsx"):
        return read_in(pot, content, officer, kind=ImportedFile.Kind.RETURNS, round_=round_, name=name)

    return reads


def load(imported, by, **values):
    reading = imported.latest_reading()
    asked = returns.rewritten(imported.round, reading.found, by) if reading.found else []
    return operations.load_returns(
        imported, by=by, **{"reading": reading.pk, "shown": digest_of(asked)} | values
    )


def without_totals(book):
    for address in ("G8", "G9", "C10", "D10", "E10", "F10", "G10"):
        book.active[address] = None
    return book


def test_what_is_downloaded_and_handed_in_again_changes_nothing(book, read, round_, young, officer):
    written(return_of(round_, young), 90, 0, 100, 110, comment="Nearly as planned.\n\nAnd more.")
    again = table_of(round_, officer)

    for content, name in [
        (as_book(again), "returns.xlsx"),
        (as_text(again).encode("utf-8-sig"), "returns.csv"),
    ]:
        imported = read(content, name)

        assert mistakes_in(imported) == {}
        assert returns.rewritten(round_, imported.latest_reading().found, officer) == []


def test_the_books_stand_where_nothing_is_said_yet(book):
    sums = [[cell.value for cell in row] for row in book.active["C8:F9"]]

    assert sums == [[90, 0, None, None], [0, 0, None, None]]
    assert [cell.value for cell in book.active[7]] == [
        "Stream",
        "Project",
        "Spent, Quarter 1, Apr to Jun 2006",
        "Spent, Quarter 2, Jul to Sep 2006",
        "Expected, Quarter 3, Oct to Dec 2006",
        "Expected, Quarter 4, Jan to Mar 2007",
        "Outturn",
        "Comment",
    ]


def test_returns_are_written_and_none_is_sent(book, read, round_, young, officer):
    sheet = without_totals(book).active
    sheet["D8"], sheet["E8"], sheet["F8"], sheet["H8"] = "£80.50", "-", 120, "A late start."
    sheet["D9"] = "(5)"

    loading = load(read(book), officer)

    return_ = return_of(round_, young)
    assert [(line.kind, line.amount) for line in return_.lines.all()] == [
        ("actual", 90),
        ("actual", Decimal("80.50")),
        ("forecast", 0),
        ("forecast", 120),
    ]
    assert (return_.comment, return_.status) == ("A late start.", Return.Status.DRAFT)
    # More was refunded than spent: here a minus makes sense.
    assert [line.amount for line in return_of(round_, young, young.projects.get()).lines.all()] == [0, -5]
    assert loading.what_it_did == "2 returns were written for Half year"
    assert loading.leads_to == round_.get_absolute_url()
    assert Actual.objects.count() == 1


def test_twice_is_once(book, read, round_, young, officer):
    without_totals(book).active["E8"] = 10
    imported = read(book)
    first = load(imported, officer)

    again = read(imported.file.open().read())

    assert again == imported
    assert load(again, officer, reading=0, shown="") == first
    assert return_of(round_, young).revision == 1


def test_every_mistake_is_told_at_its_cell(book, read, officer):
    sheet = book.active
    sheet["C8"], sheet["E8"], sheet["F8"] = "all of it", "(10)", 0.125
    sheet["H8"], sheet["G9"] = "=A1", 50

    imported = read(book)

    assert mistakes_in(imported) == {
        "Outturn, C8": "“all of it” is text, not a sum in pounds.",
        "Outturn, E8": "“(10)” is less than nothing: what is expected is nothing or more.",
        "Outturn, F8": "“0.125” has more than two decimals: give pounds and pence.",
        "Outturn, H8": "A comment is words. Here stands a formula.",
        "Outturn, G9": "The file prints £50 here, but the row comes to £0.",
    }
    with pytest.raises(Refused, match="The file has mistakes"):
        load(imported, officer)
    assert not Return.objects.exclude(revision=0).exists()


def test_a_return_that_was_sent_or_accepted_stays_as_it_is(read, round_, young, officer):
    project = young.projects.get()
    accepted(return_of(round_, young), 90, 80, 100, 100)
    sent(return_of(round_, young, project), 0, 0, 0, 0)
    book = as_book(table_of(round_, officer))
    sheet = without_totals(book).active
    sheet["E8"], sheet["H8"], sheet["F9"] = 101, "Other words", 5

    assert mistakes_in(read(book)) == {
        "Outturn, E8": "The return is accepted already, so its sums stay as they are.",
        "Outturn, H8": "The return is accepted already, so its comment stays as it is.",
        "Outturn, F9": "The return is sent already, so its sums stay as they are.",
    }


def test_a_file_of_another_round_is_not_taken(pot, round_, officer):
    other = a_round(pot, up_to=2, name="Another half")
    book = as_book(table_of(round_, officer))

    imported = read_in(pot, book, officer, kind=ImportedFile.Kind.RETURNS, round_=other)

    assert mistakes_in(imported) == {
        "Outturn, B3": "The file is of another round: this one is round “Another half”."
    }


def test_a_table_from_before_the_last_change_would_undo_it(book, read, round_, young):
    written(return_of(round_, young), 90, 80, 100, 100)

    assert "Outturn, B4" in mistakes_in(read(book))


def test_drafts_are_seen_by_officers_only(round_, young, officer):
    written(return_of(round_, young), 90, 77, 100, 100, comment="Between us.")

    seen_by_officer, seen_by_all = table_of(round_, officer), table_of(round_, _nobody())

    assert seen_by_officer.rows[0].sums[2] == 77
    assert (seen_by_all.rows[0].sums[2], seen_by_all.rows[0].comment) == (0, "")


def _nobody():
    from django.contrib.auth.models import AnonymousUser

    return AnonymousUser()
