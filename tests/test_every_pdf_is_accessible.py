"""Every address that gives a PDF of ours: nothing in it stands in the way of somebody who hears it.

The addresses are those of the URLconf that end in pdf, asked as the table of every page says. Another one is looked at
as soon as it has its line in `tests/every_page.py`, without which another test fails.
"""

import html
import re
from collections.abc import Iterator

import pytest

from partnership.periodic_reports import KINDS
from tests.every_page import PAGES
from tests.once import kept_for_the_file
from tests.pdf import Pdf, drawn, heard, problems_of
from tests.test_every_page import address, client_of, complete, signed_in
from tests.urls import pages
from tests.world import ROLES, World, build

pytestmark = pytest.mark.django_db

# Who reads most of a thing, and who reads what is open.
READERS = ("officer", "anonymous")

OF_OURS = {name for name, page in pages() if str(page.pattern).endswith("pdf")}
# A file, or the page where one waits for it.
GIVES_A_FILE = ("200", "302")
ROWS = [
    pytest.param(name, what, role, id=f"{name}-{what if isinstance(what, str) else ''}-{role}")
    for name, what, answers in PAGES
    for role in READERS
    if name in OF_OURS and answers.split()[ROLES.index(role)] in GIVES_A_FILE
]


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker) -> Iterator[World]:
    """One world for all the files; nothing here changes it."""
    with kept_for_the_file(django_db_blocker, lambda: signed_in(complete(build()))) as world:
        yield world


def test_every_pdf_of_ours_is_looked_at():
    assert {row.values[0] for row in ROWS} == OF_OURS
    assert {"meetings:agenda_pdf", "meetings:minutes_pdf", "meetings:pack_pdf"} <= OF_OURS
    assert "portal:periodic_report_pdf" in OF_OURS


def test_a_report_of_every_kind_is_looked_at():
    looked_at = {row.values[1] for row in ROWS if row.values[0] == "portal:periodic_report_pdf"}

    assert {kind.name for kind in KINDS.values() if not kind.goes_on} <= looked_at


@pytest.mark.parametrize(("name", "what", "role"), ROWS)
def test_a_pdf_can_be_heard_in_the_order_of_its_page(
    name, what, role, world, django_capture_on_commit_callbacks
):
    client, place = client_of(world, role), address(name, what, world)
    with django_capture_on_commit_callbacks(execute=True):
        response = client.get(place)
    if response.status_code == 302:
        # A worker has bound it in the meantime.
        response = client.get(place)
    file = response.getvalue()

    assert response["Content-Type"] == "application/pdf"
    assert problems_of(file) == []
    # What a screen reader says is what a program finds that takes the words from the sheets.
    assert heard(file) == drawn(file)
    page = client.get(page_of(place))
    if page.status_code == 200:
        outline = [close(words) for _, words in Pdf(file).headings]
        on_page = [words for words in headings_of(page.content.decode()) if words in outline]
        assert [words for words in outline if words in on_page] == on_page


def page_of(place: str) -> str:
    """The page whose file this is: /meetings/<group>/<day>/ of /meetings/<group>/<day>/minutes.pdf."""
    return place.split("?")[0].rsplit("/", 1)[0] + "/"


def headings_of(page: str) -> list[str]:
    """The outline of a page."""
    found = re.findall(r"<h[1-6][^>]*>(.*?)</h[1-6]>", page, re.DOTALL)
    return [close(html.unescape(re.sub(r"<[^>]+>", "", words))) for words in found]


def close(words: str) -> str:
    """Without spaces: where a line ends, print has none."""
    return re.sub(r"\s+", "", words)
