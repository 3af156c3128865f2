"""What the voluntary sector's representative filed of 2 February 2007 tells the sector every fact of the record."""

import re
from html import unescape

import pytest
from django.core.management import call_command
from django.utils.html import strip_tags

from meetings.models import RepresentativeReport
from meetings.tests.doors import words_of_pdf
from tests.once import kept_for_the_file

pytestmark = pytest.mark.django_db

PAGE = "/reports/chief-executives-group/2007-02-02/richard-quallington/"

# The facts of the record by their number, each as words that the report must show.
FACTS = {
    1: ["leads and manages", "Community Strategy and the Local Area Agreement (LAA)"],
    2: ["second meeting", "2 February 2007"],
    3: ["the next is on 30 March 2007"],
    4: ["Richard Quallington", "Voluntary Sector Assembly"],
    5: ["had an update on the agreement"],
    6: ["recommendations for those parts of this year's funding, 2006/07, that are unspent"],
    7: [
        "Between £2 million and £3 million is likely to come through the single pot in 2007/08",
        "priorities agreed by the partners and the Government Office for the West Midlands (GOWM)",
    ],
    8: ["Progress is good", "refresh", "good in all categories", "only two others in the West Midlands"],
    9: [
        "more has still to be done to engage the voluntary and community sector (VCS) in shaping and delivering"
    ],
    10: ["In the longer run", "more flexibility within and between the pooled funding streams"],
    11: [
        "existing spending profiles stay as they are for 2007/08",
        "for continuity, so what is already under way goes on",
        "CEG-2007-1",
    ],
    12: [
        "Herefordshire Infrastructure Consortium (HIC)",
        "Magda Prail, who chairs the consortium, gave an update",
    ],
    13: ["better coordinated front-line support to voluntary organisations and community groups"],
    14: [
        "with the Assembly and others, a part in advocacy",
        "so that the sector's voices count in strategy and policy",
    ],
    15: ["help for strong leadership in the sector"],
    16: ["Its part in communication, and in making roles and responsibilities clear, was welcomed"],
    17: ["programme of six days, made for the county, on delivering the Community Strategy"],
    18: ["people in leadership positions of all three sectors"],
    19: ["bursaries for organisations with small training budgets"],
    20: ["Philippa Lydford of the Herefordshire Partnership is the contact"],
    21: ["Functions of the council and of the Primary Care Trust come together under a new trust"],
    22: ["change how the public sector works with voluntary organisations"],
    23: [
        "wants representatives of other sectors, the VCS among them, on some of the working groups of the next stage"
    ],
    24: ["meant to be running by March 2008"],
    25: [
        "Herefordshire Connects",
        "major programme of change, which re-engineers how it delivers its services",
    ],
    26: ["what accommodation it will need", "sharing with other organisations, with the customer in mind"],
    27: [
        "brief update",
        "West Midlands Economic Strategy",
        "South Wye forward strategy",
        "Regional Capacity Building programme",
        "the Compact",
        "European Union funding opportunities",
    ],
    28: ["chair moves round the partners regularly"],
    29: ["Neil Pringle stood down as Chair"],
    30: ["Sharon Gray was nominated as Chair and Mark Turner as Vice-Chair"],
    31: ["both were elected unanimously", "CEG-2007-2", "CEG-2007-3"],
}


@pytest.fixture(scope="module")
def report(django_db_setup, django_db_blocker):
    with kept_for_the_file(django_db_blocker, lambda: call_command("load_demo", verbosity=0)):
        yield RepresentativeReport.objects.get(meeting__group__prefix="CEG")


def plain(words: str) -> str:
    """The words as one line. A PDF breaks lines where the page ends, also after a hyphen."""
    words = re.sub(r"(?<=\w-)\s+(?=\w)", "", unescape(words))
    return re.sub(r"\s+", " ", words).replace("’", "'").lower()


def page(client) -> str:
    response = client.get(PAGE)
    assert response.status_code == 200
    return plain(strip_tags(re.search(r"<main.*?</main>", response.content.decode(), re.DOTALL)[0]))


def pdf(client) -> str:
    return plain(words_of_pdf(client.get(f"{PAGE}report.pdf").content))


@pytest.mark.parametrize("door", [page, pdf])
def test_page_and_pdf_tell_everyone_every_fact(client, report, door):
    words = door(client)

    missing = {number: fact for number, facts in FACTS.items() for fact in facts if fact.lower() not in words}
    assert missing == {}


def test_it_says_that_its_wording_is_illustrative(client, report):
    assert "illustrative: the wording of this report and the day on which it is published here" in page(
        client
    )
