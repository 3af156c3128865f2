"""The map is drawn on the server, is small, needs no script, and tells the same facts as the table beside it."""

import gzip
import re
from datetime import date
from html import unescape

import pytest

from localities import operations
from localities.geometry import middle_of, page_for
from localities.models import Locality
from portal.demo.places import CREDITS, NAMES, NOTE, make_localities, tell_of_localities
from tests.factories.partnership import PersonFactory

pytestmark = pytest.mark.django_db

LINK = re.compile(r'<a href="(/localities/[\w-]+/[^"]*)" aria-label="([^"]+)">')
ROW = re.compile(r'<tr class="govuk-table__row"><th [^>]*scope="row">(.*?)</tr>', re.DOTALL)


@pytest.fixture
def nine(administrator) -> dict[str, Locality]:
    """The nine localities with their outlines; Leominster has a lead."""
    places = make_localities(by=administrator)
    tell_of_localities(places, by=administrator)
    person = PersonFactory(name="Anna & Co", slug="anna-co")
    operations.change_lead(places["Leominster"], person=person, on=date(2012, 1, 1), by=administrator)
    return places


def drawing_on(page: str) -> str:
    return page[page.index("<svg viewBox") : page.index("</svg>")]


def facts_of_the_map(page: str) -> set[str]:
    return {unescape(label) for _, label in LINK.findall(drawing_on(page))}


def facts_of_the_table(page: str) -> set[str]:
    found = set()
    for row in ROW.findall(page):
        cells = [unescape(re.sub(r"<[^>]+>", "", cell)).strip() for cell in re.split(r"</t[hd]>", row)]
        name, lead, made_of = cells[:3]
        lead = "lead vacant" if lead.startswith("Vacant") else f"{lead}, lead"
        found.add(f"{name}: {lead}; {made_of[:1].lower()}{made_of[1:]}")
    return found


@pytest.mark.parametrize("query", ["", "?on=2011-06-01"])
def test_the_map_tells_what_the_table_tells(client, nine, query):
    page = client.get(f"/localities/{query}").content.decode()

    assert len(facts_of_the_map(page)) == 9
    assert facts_of_the_map(page) == facts_of_the_table(page)
    assert ("Leominster: Anna & Co, lead; 4 wards (best fit)" in facts_of_the_map(page)) == (query == "")


def test_it_has_nine_links_read_from_the_top_down_each_with_its_name_and_words(client, nine):
    drawing = drawing_on(client.get("/localities/").content.decode())

    links = LINK.findall(drawing)
    assert {address for address, _ in links} == {place.get_absolute_url() for place in nine.values()}
    names = re.findall(r'class="house-map__name" x="\d+" y="(\d+)">([^<]+)<', drawing)
    assert [name for _, name in names] == [label.split(":")[0] for _, label in links]
    bands = [int(y) // 90 for y, _ in names]
    assert bands == sorted(bands)
    assert names[0][1] == "Mortimer"
    assert names[-1][1] == "Ross-on-Wye"
    assert drawing.count('fill="url(#vacant)"') == 8, (
        "a pattern, not a colour alone, tells where nobody leads"
    )
    assert drawing.count(">lead vacant</text>") == 8


def test_links_of_a_past_day_lead_to_that_day(client, nine):
    page = client.get("/localities/?on=2011-06-01").content.decode()

    assert all(address.endswith("?on=2011-06-01") for address, _ in LINK.findall(drawing_on(page)))


def test_it_is_smaller_than_twelve_kilobytes_and_has_no_script(client, nine):
    drawing = drawing_on(client.get("/localities/").content.decode())

    assert len(gzip.compress(drawing.encode())) < 12_000
    assert not re.search(r"<script|<image|style=|\son\w+=|https?://(?!www\.w3\.org)", drawing)


@pytest.mark.parametrize("address", ["/localities/", "/localities/golden-valley/", "/localities/boundaries/"])
def test_the_credits_stand_wherever_the_shapes_or_their_wards_are_shown(client, nine, address):
    page = unescape(client.get(address).content.decode())
    if address.endswith("boundaries/"):
        page = unescape(client.get(re.search(r"/localities/boundaries/\d+/", page)[0]).content.decode())

    for line in CREDITS.split("\n"):
        assert line in page
    if address != "/localities/golden-valley/":
        assert NOTE in page


def test_without_shapes_there_is_the_table_alone_and_without_localities_a_sentence(client, administrator):
    assert "No locality is on the record yet." in client.get("/localities/").content.decode()

    make_localities(by=administrator)
    page = client.get("/localities/").content.decode()
    assert "house-map__place" not in page
    assert all(name in page for name in NAMES)
    assert "not recorded" in page.lower()


def test_map_and_table_take_as_many_questions_for_nine_as_for_one(
    client, nine, django_assert_max_num_queries
):
    with django_assert_max_num_queries(8):
        client.get("/localities/")


def test_a_name_stands_within_its_outline():
    ring = [[0.0, 50.0], [2.0, 50.0], [2.0, 50.2], [0.4, 50.2], [0.4, 51.0], [0.0, 51.0], [0.0, 50.0]]

    x, y = middle_of(ring)

    assert y < 50.2 or x < 0.4
    assert 0 < x < 2
    assert 50 < y < 51


def test_the_page_fits_the_width_and_a_path_has_no_point_twice():
    ring = [[-3.0, 52.0], [-2.9999, 52.0], [-2.0, 52.0], [-2.0, 53.0], [-3.0, 52.0]]
    page = page_for([ring], width=100)

    assert page.place([-3.0, 53.0]) == (0, 0)
    assert page.place([-2.0, 53.0]) == (100, 0)
    assert page.path(ring) == f"M0 {page.height - 1}l100 0l0-{page.height - 1}z"
