"""A table of parishes is taken in whole, or everything that is wrong with it is said and nothing changes."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from localities import operations, parish_files
from localities.models import Area, ParishCouncil
from tests.factories.localities import ParishFactory

pytestmark = pytest.mark.django_db

GOOD = """code,name,locality,council
E04000101,Upper End,Golden Valley,Ends Group Council
E04000102,Nether End,golden valley,Ends Group Council
E04000103,Middle End,,
"""


@pytest.fixture
def draft(valley, leominster, administrator):
    return operations.draft_boundary_set(
        name="From a table", begins_on=date(2012, 4, 1), source="The table", by=administrator
    )


def hand_in(browser, draft, content, name="parishes.csv"):
    file = SimpleUploadedFile(name, content if isinstance(content, bytes) else content.encode())
    return browser.post(f"{draft.get_absolute_url()}import/", {"file": file}, follow=True)


def test_parishes_councils_and_places_come_from_the_table(as_, draft, valley):
    page = hand_in(as_("administrator"), draft, GOOD).content.decode()

    assert "3 parishes imported into the draft." in page
    assert list(draft.placings.values_list("area__name", "locality__name", "fit")) == [
        ("Nether End", "Golden Valley", "exact"),
        ("Upper End", "Golden Valley", "exact"),
    ]
    council = ParishCouncil.objects.get()
    assert list(council.parishes.values_list("name", flat=True)) == ["Nether End", "Upper End"]
    assert "Middle End: <a" in page, "what the table leaves open is to mend"


def test_handing_it_in_twice_changes_nothing_more(as_, draft):
    browser = as_("administrator")
    hand_in(browser, draft, GOOD)
    before = (Area.objects.count(), ParishCouncil.objects.count(), draft.placings.count())

    hand_in(browser, draft, "\ufeff" + GOOD.replace("\n", "\r\n"))

    assert (Area.objects.count(), ParishCouncil.objects.count(), draft.placings.count()) == before


def test_everything_that_is_wrong_is_said_at_once_with_its_line_and_column(as_, draft):
    ParishFactory(name="Known", code="E04000900")
    ParishFactory(name="Taken", code="E04000901")
    wrong = """code,name,locality,council
E05000101,Ward Not Parish,Golden Valley,
E04000102,First,Nowhere,
E04000102,Second,Golden Valley,
E04000104,First,Golden Valley,
E04000900,Another Name,Golden Valley,
E04000905,taken,Golden Valley,
,No Code,Golden Valley,
E04000106,,Golden Valley,
E04000107,Too Many,Golden Valley,,,
E04000108,Fine,Golden Valley,
"""
    before = Area.objects.count()

    page = hand_in(as_("administrator"), draft, wrong).content.decode()

    for sentence in (
        "Line 2, code: “E05000101” is not the code of a parish. It is E04 and six digits, such as E04000123.",
        "Line 3, locality: there is no locality called “Nowhere”.",
        "Line 4, code: “E04000102” stands in line 3 already.",
        "Line 5, name: “First” stands in line 3 already.",
        "Line 6, code: E04000900 is the code of Known on the record.",
        "Line 7, name: taken has the code E04000901 on the record.",
        "Line 8, code: there is no code.",
        "Line 9, name: a parish has a name of at most 160 characters.",
        "Line 10: there are 6 cells under 4 headings.",
    ):
        assert sentence in page, sentence
    assert "Line 11" not in page
    assert (Area.objects.count(), draft.placings.count(), ParishCouncil.objects.count()) == (before, 0, 0)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "This file is empty."),
        (b"name,place\nx,y\n", "Line 1: there is no column “code”."),
        (b"code,name,locality\n", "names its columns, and no parish under them"),
        (GOOD.replace("Upper", "Üpper").encode("latin-1"), "The file is not in UTF-8."),
        (b'code,name,locality\nE04000101,"open,Golden Valley\n', "a quotation mark is open or out of place"),
        (b"code,name,locality\nE0\x00,x,\n", "isn’t a CSV file"),
        (b"\n\n\n", "there is no column"),
        (b"code,name,locality\n" + b"x,y,z\n" * 2_100, "more than 2,000 parishes"),
    ],
)
def test_a_file_that_is_no_table_of_parishes_gets_a_sentence(as_, draft, content, sentence):
    response = hand_in(as_("administrator"), draft, content)

    assert response.status_code == 200
    assert sentence in response.content.decode()
    assert not Area.objects.exists()


def test_a_file_of_another_kind_or_none_gets_a_sentence(as_, draft):
    assert (
        "is of another kind"
        in hand_in(as_("administrator"), draft, b"%PDF-1.7", "parishes.pdf").content.decode()
    )
    empty = as_("administrator").post(f"{draft.get_absolute_url()}import/", {})
    assert "Choose a file for “File”." in empty.content.decode()


def test_nothing_is_imported_into_a_published_set(as_, boundary_set):
    assert "stays as it is" in hand_in(as_("administrator"), boundary_set, GOOD).content.decode()


def test_a_parish_that_is_placed_already_moves_to_where_the_table_says(draft, leominster, administrator):
    parish = ParishFactory(name="Upper End", code="E04000101")
    operations.place_area(draft, areas=[parish], locality=leominster, by=administrator)

    file = SimpleUploadedFile("parishes.csv", GOOD.encode())
    operations.import_parishes(draft, file=file, by=administrator)

    assert [each.locality.name for each in parish.placings.all()] == ["Golden Valley"]


def test_reading_needs_as_many_questions_for_many_parishes_as_for_few(valley, django_assert_max_num_queries):
    rows = "".join(f"E04{n:06},Parish number {n},Golden Valley,\n" for n in range(300))
    with django_assert_max_num_queries(4):
        assert len(parish_files.read(f"code,name,locality,council\n{rows}".encode())) == 300
