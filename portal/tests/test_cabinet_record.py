"""The report to Cabinet of 17 March 2011: every section and number on page, in PDF and in Word, in the same words."""

import re
from datetime import date
from html import unescape

import pytest
from django.core.management import call_command
from django.utils.html import strip_tags

from core import history, markdown
from meetings.models import Decision, ForwardPlanEntry, Meeting, Report, ReportVersion, Resolution
from meetings.tests.doors import words_of_pdf, words_of_word
from partnership.models import Group
from portal.demo import report_2011 as record
from portal.demo.days import unwrapped
from tests.once import kept_for_the_file

pytestmark = pytest.mark.django_db

SECTIONS = [
    "Purpose",
    "Key decision",
    "Recommendations",
    "Introduction and background",
    "Key considerations",
    "Community impact",
    "Financial implications",
    "Risk management",
    "Legal implications",
    "Alternative options",
    "Consultees",
    "Appendices",
    "Background papers",
]
# The first words that stand beside each number.
NUMBERS = {
    1: "Herefordshire Public Services (HPS) and the Partnership have several strategic reviews",
    2: "In April 2010 a Local Improvement Adviser was commissioned",
    3: "The Interim Third Sector Strategic Board and HPS",
    4: "With parish and town councils the council is working on a charter",
    5: "Rising to the Challenge is the transformation programme",
    6: "The Localism Bill would decentralise power",
    7: "The vision is to work closely with people as partners",
    8: "The draft sets out what follows from this for the workforce",
    9: "Reaching the Hearts of Herefordshire is to be developed across the county, with nine locality partnerships",
    10: "The approach is tailored to each locality",
    11: "Community-led planning is a fundamental means of engagement",
    12: "Consultation and engagement that run apart today are to align to the framework",
    13: "A collaborative approach will help communities to have their say",
    14: "Joining up brings efficiency savings",
    15: "The senior managers and the virtual teams come from existing resources",
    16: "Knowing the communities is key",
    17: "There are none now. A policy framework for devolution will need legal advice",
    18: "Staying with arrangements that are not coordinated",
}
HEADING = [
    "Herefordshire Partnership Engagement Framework",
    "17 March 2011",
    "Corporate and Customer Services and Human Resources",
    "Classification",
    "Open",
    "County-wide",
    "This is not a key decision.",
    "That Cabinet approves the draft engagement framework.",
    "engagement task group",
    "HPS Joint Management Team",
    "Herefordshire Partnership Board",
    "None identified",
    "(a) The draft engagement framework",
]


@pytest.fixture(scope="module")
def report(django_db_setup, django_db_blocker):
    with kept_for_the_file(django_db_blocker, lambda: call_command("load_demo", verbosity=0)):
        yield Report.objects.with_paper().get(paper__title=record.TITLE)


def plain(words: str) -> str:
    """The words as one line. A PDF breaks lines where the page ends, also after a hyphen."""
    words = re.sub(r"(?<=\w-)\s+(?=\w)", "", unescape(words))
    return re.sub(r"\s+", " ", words).replace("’", "'")


def page(client, report) -> str:
    response = client.get(report.get_absolute_url())
    assert response.status_code == 200
    main = re.search(r"<main.*?</main>", response.content.decode(), re.DOTALL)[0]
    return plain(strip_tags(re.sub(r"<(?!/?(?:em|strong)\b)[^>]*>", r" \g<0>", main)))


def pdf(client, report) -> str:
    content = client.get(f"/papers/{report.paper_id}.pdf").content
    # Words at the foot of each page stand between those of the text.
    return re.sub(rf"{record.TITLE} Page \d+ of \d+ ", "", plain(words_of_pdf(content)))


def word(client, report) -> str:
    return plain(words_of_word(client.get(f"/papers/{report.paper_id}.docx").content))


DOORS = [page, pdf, word]


@pytest.mark.parametrize("door", DOORS)
def test_every_section_shows(client, report, door):
    words = door(client, report)

    assert [heading for heading in SECTIONS if heading not in words] == []


@pytest.mark.parametrize("door", DOORS)
def test_the_numbers_run_from_1_to_18_each_beside_its_paragraph(client, report, door):
    words = door(client, report)

    missing = {n: first for n, first in NUMBERS.items() if f"{n}. {first}" not in words}
    assert missing == {}
    assert "19. " not in words


@pytest.mark.parametrize("door", DOORS)
def test_its_heading_and_what_it_asks_for_show(client, report, door):
    words = door(client, report)

    assert [fact for fact in HEADING if fact not in words] == []


@pytest.mark.parametrize("door", DOORS)
def test_each_door_says_all_the_words_of_every_section(client, report, door):
    words = door(client, report)

    lines = {
        line for text in record.TEXTS.values() for line in markdown.plain(unwrapped(text)).split("\n") if line
    }
    assert len(lines) > 30
    assert [line for line in lines if plain(line) not in words] == []


def test_the_introduction_has_five_points_without_numbers(client, report):
    response = client.get(report.get_absolute_url()).content.decode()
    section = re.search(r'id="section-introduction".*?</section>', response, re.DOTALL)[0]

    assert section.count("<p ") == 5
    assert "house-numbered" not in section


def test_it_was_published_for_the_meeting_and_sealed(report):
    version = ReportVersion.objects.get(report=report)

    assert (version.number, version.is_intact) == (1, True)
    assert report.paper.item.meeting.held_on == date(2011, 3, 17)
    assert report.paper.published_at.date() < date(2011, 3, 17)


def test_it_was_cleared_and_approved_before_by_nobody_invented(report):
    clearances = list(report.clearances.order_by("pk"))

    assert [(each.area, each.advice) for each in clearances] == [("finance", "cleared"), ("legal", "cleared")]
    assert all("illustrative" in each.who.lower() and "Illustrative" in each.text for each in clearances)
    assert "illustrative" in str(report.author)
    assert report.approved_at < report.paper.published_at


def test_the_recommendation_became_the_decision(client, report):
    decision = Decision.objects.get(ref="CAB-2011-1")

    assert (decision.outcome, decision.text, decision.is_key) == ("agreed", record.RECOMMENDATION, False)
    assert Resolution.objects.get(decision=decision).text == record.RECOMMENDATION
    assert "CAB-2011-1" in page(client, report)


def test_the_record_calls_it_item_97_and_the_page_says_so(client, report):
    words = plain(strip_tags(client.get("/meetings/cabinet/2011-03-17/").content.decode()))

    assert "In the record this is Cabinet's item 97" in words
    assert "The words of the decision are illustrative" in words


def test_the_same_cabinet_approved_the_locality_strategy(client, report):
    decision = Decision.objects.get(ref="CAB-2011-2")
    words = plain(strip_tags(client.get("/decisions/CAB-2011-2/").content.decode()))

    assert (decision.outcome, decision.is_key, decision.effective_on) == ("agreed", False, date(2011, 3, 23))
    assert decision.published_at.date() == date(2011, 3, 17)
    for fact in (
        "Locality Strategy is approved",
        "subject to call-in",
        "Alternatives were recorded",
        "23 March 2011",
    ):
        assert fact in words
    meeting = plain(strip_tags(client.get("/meetings/cabinet/2011-03-17/").content.decode()))
    for fact in ("Association of Local Councils (HALC)", "by post", "feared responsibilities", "134 parish"):
        assert fact in meeting


def test_it_went_through_the_same_verbs_as_any_report(report):
    entries = history.of_any([report], [report.paper]).order_by("at", "pk")

    verbs = [entry.verb for entry in entries]
    for verb in ("begun", "recommendations written", "approved", "put on the agenda", "published"):
        assert verb in verbs
    assert Group.objects.get(prefix="CAB").kind == Group.Kind.CABINET
    assert Meeting.objects.get(group__prefix="CAB").status == Meeting.Status.CLOSED


def test_it_was_told_beforehand_and_marked_where_the_record_does_not_know(client, report):
    entry = ForwardPlanEntry.objects.get(title=record.TITLE)
    words = plain(strip_tags(client.get(entry.get_absolute_url()).content.decode()))

    assert (entry.is_key, entry.item, entry.paper) == (False, report.paper.item, report.paper)
    assert entry.published_at < report.paper.published_at
    assert "Decided by the Cabinet on 17 March 2011: decision CAB-2011-1." in words
    assert "Illustrative: the day of the first notice, its words, and whom to ask" in words
    assert "Human Resources (illustrative)" in words


def test_report_and_forward_plan_lead_to_each_other(client, report):
    entry = ForwardPlanEntry.objects.get(title=record.TITLE)
    from_entry = client.get(entry.get_absolute_url()).content.decode()

    assert f'href="{entry.get_absolute_url()}"' in client.get(report.get_absolute_url()).content.decode()
    for thing in (report, report.paper.item, entry.decision):
        assert f'href="{thing.get_absolute_url()}"' in from_entry


def test_search_finds_it_by_its_words(client, report):
    words = plain(strip_tags(client.get("/search/?q=%22virtual+teams%22").content.decode()))

    assert record.TITLE in words
