"""Agenda and minutes as files: the words of the page, and DRAFT wherever it is one."""

import io
import re

import pytest
from pypdf import PdfReader

from core.access import Access
from meetings import operations
from meetings.models import AgendaItem
from meetings.tests.doors import main_words, words_of_pdf, words_of_word
from tests.factories import meetings as make
from tests.factories.partnership import PersonFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def meeting(group, officer):
    """Closed, with a sub-item, Markdown, a decision, an action, attendance and an exempt item."""
    meeting = make.MeetingFactory(group=group, number=2, place="Brockington, Hereford")
    item = make.AgendaItemFactory(
        meeting=meeting,
        title="Performance",
        description="The *quarter*’s figures.",
        presenter=PersonFactory(),
    )
    sub_item = make.AgendaItemFactory(meeting=meeting, title="Detail", parent=item)
    make.AgendaItemFactory(meeting=meeting, title="Staff", access=Access.EXEMPT)
    make.started(meeting)
    make.minuted(
        item,
        "### Figures\n\nThey were **good**:\n\n- one,\n- two.\n\n| Year | Sum |\n|---|---|\n| 2007 | 12 |",
    )
    make.minuted(sub_item, "A detail.")
    make.DecisionFactory(
        item=item,
        text="Keep the profiles.",
        reasons="For *continuity*.",
        voting="carried",
        votes_for=2,
        votes_against=1,
        named_votes={PersonFactory(): "for"},
        is_key=True,
    )
    make.ActionItemFactory(item=item)
    operations.record_attendance(
        meeting, person=PersonFactory(), status="present", note="until item 3", by=officer
    )
    operations.edit_meeting(meeting, attendance_note="No more is known.", by=officer)
    return make.closed(meeting)


def without_counting(words):
    """The words without the running header and footer of each page."""
    return re.sub(r"Page \d+ of \d+", " ", words)


def in_words(text):
    return set(re.findall(r"[\w’]+", text))


@pytest.mark.parametrize("role", ["officer", "member", "reader"])
@pytest.mark.parametrize("file", ["agenda.pdf", "agenda.docx", "minutes.pdf", "minutes.docx"])
def test_every_word_of_the_file_is_on_the_page(file, role, as_, meeting, member, chair, officer):
    make.circulated(meeting)
    minutes = make.approved(meeting, corrections="A word.")
    operations.sign_minutes(
        minutes, signed_by=chair.person, on=minutes.approved_by.item.meeting.held_on, by=officer
    )
    make.published(meeting)
    client = as_(role)

    content = client.get(f"{meeting.get_absolute_url()}{file}").content
    words = without_counting(words_of_pdf(content) if file.endswith("pdf") else words_of_word(content))

    page = client.get(meeting.get_absolute_url()).content.decode()
    # A long fingerprint is broken over two lines in print.
    # A fact that stands alone on the page begins with a capital.
    missing = {
        word
        for word in in_words(words) - in_words(main_words(page))
        if word not in page and word.capitalize() not in page
    }
    assert missing <= {"Minutes", "Agenda", "of"}


@pytest.mark.parametrize("kind", ["pdf", "docx"])
def test_a_draft_says_so_on_every_page_of_the_file(kind, as_, meeting, officer):
    content = as_("officer").get(f"{meeting.get_absolute_url()}minutes.{kind}").content

    if kind == "pdf":
        assert all("DRAFT" in sheet.extract_text() for sheet in PdfReader(io.BytesIO(content)).pages)
    else:
        assert words_of_word(content).count("DRAFT") >= 2


def test_approved_minutes_carry_the_word_nowhere(as_, meeting, officer):
    make.circulated(meeting)
    make.approved(meeting)
    make.published(meeting)

    assert "DRAFT" not in words_of_pdf(as_("reader").get(f"{meeting.get_absolute_url()}minutes.pdf").content)


def test_an_agenda_that_is_not_published_is_a_draft_for_its_officer(as_, group, officer):
    meeting = make.MeetingFactory(group=group)
    client = as_("officer")

    response = client.get(f"{meeting.get_absolute_url()}agenda.pdf")

    assert "DRAFT" in words_of_pdf(response.content)
    assert "agenda-draft.pdf" in response["Content-Disposition"]
    assert "<strong>DRAFT</strong>" in client.get(meeting.get_absolute_url()).content.decode()


def test_without_minutes_there_is_no_file_of_them(as_, group, officer):
    meeting = make.called(make.MeetingFactory(group=group))
    client = as_("officer")

    assert client.get(f"{meeting.get_absolute_url()}minutes.pdf").status_code == 404
    assert client.get(f"{meeting.get_absolute_url()}agenda.pdf").status_code == 200


def test_the_file_of_an_old_version_says_what_was_given_out_then(as_, meeting, officer):
    make.circulated(meeting)
    item = AgendaItem.objects.get(meeting=meeting, title="Detail")
    make.minuted(item, "Something else.")
    client = as_("officer")

    now = words_of_pdf(client.get(f"{meeting.get_absolute_url()}minutes.pdf").content)
    then = words_of_pdf(client.get(f"{meeting.get_absolute_url()}minutes.pdf?version=1").content)

    assert "Something else." in now
    assert "A detail." in then
