"""A group's year in one document: what a reader may read, in order, with contents and an index."""

import io
from datetime import date

import docx
import pytest
from django.contrib.auth.models import AnonymousUser
from pypdf import PdfReader

from core.access import Access
from core.documents import to_pdf, to_word
from meetings import operations
from meetings.minute_book import minute_book_document, minute_book_read_by
from meetings.models import AgendaItem, Meeting
from meetings.tests.doors import main_words, words_behind
from partnership.models import Topic
from tests.factories import meetings as make

pytestmark = pytest.mark.django_db
READER = AnonymousUser()


@pytest.fixture
def year(group, officer, member):
    """2007: February approved and published, March circulated with it as draft, April cancelled, June planned."""
    topic = Topic.objects.create(name="Local Area Agreement", slug="laa")
    group.draft_minutes = "as_draft"
    group.save()
    february = make.MeetingFactory(group=group)
    item = make.AgendaItemFactory(meeting=february, title="Performance", topics=[topic])
    secret = make.AgendaItemFactory(meeting=february, title="Zebrafish", access=Access.EXEMPT)
    make.started(february)
    make.minuted(item, "Progress was good.")
    make.minuted(secret, "About Zebrafish.")
    make.DecisionFactory(item=item, text="Keep the profiles.")
    make.DecisionFactory(item=secret, text="Buy Zebrafish.")
    make.circulated(make.closed(february))
    make.approved(february)
    make.published(february)
    march = Meeting.objects.get(group=group, held_on=date(2007, 3, 2))
    make.circulated(make.closed(march))
    make.published_as_draft(march)
    april = make.MeetingFactory(group=group, held_on=date(2007, 4, 6))
    operations.cancel_meeting(april, reason="Easter.", by=officer)
    make.MeetingFactory(group=group, held_on=date(2007, 6, 1))
    make.MeetingFactory(group=group, held_on=date(2008, 1, 11))
    return group


def address(group, ending=""):
    return f"/groups/{group.slug}/minute-book/2007/{ending}"


def test_every_meeting_of_the_year_stands_in_it_in_order(year):
    book = minute_book_read_by(year, 2007, READER)

    assert [chapter.title for chapter in book.chapters] == [
        "Meeting of 2 February 2007",
        "Meeting of 2 March 2007 (DRAFT)",
        "Meeting of 6 April 2007 (cancelled)",
        "Meeting of 1 June 2007",
    ]
    assert book.opening.startswith("4 meetings in 2007; you can read the minutes of 2.")
    assert "Easter." in book.chapters[2].standing


def test_page_pdf_and_word_say_the_same(year, client):
    wanted = [
        "Minute book 2007",
        "Contents",
        "Meeting of 2 March 2007 (DRAFT)",
        "Progress was good.",
        "Keep the profiles.",
        "Easter.",
        "Index of decisions",
        "By topic",
        "Local Area Agreement",
        "CEG-2007-1",
    ]
    for door in ("", "minute-book.pdf", "minute-book.docx"):
        words = " ".join(words_behind(client, address(year, door)).split())
        words = main_words(words) if not door else words
        assert [each for each in wanted if each not in words] == [], door


@pytest.mark.parametrize("door", ["", "minute-book.pdf", "minute-book.docx"])
def test_what_is_closed_is_in_no_book_of_the_public(year, client, as_, door):
    assert "Zebrafish" not in words_behind(client, address(year, door))
    assert "Zebrafish" in words_behind(as_("member"), address(year, door))


def test_an_item_that_is_closed_later_leaves_the_book(year, officer):
    item = AgendaItem.objects.get(title="Performance")
    operations.edit_item(item, access=Access.MEMBERS, by=officer)

    book = minute_book_read_by(year, 2007, READER)
    assert "Performance" not in str(minute_book_document(book))
    assert all(entry.decision.ref != "CEG-2007-1" for entry in book.index)


def test_a_text_that_is_being_written_is_in_nobodys_book(year, officer):
    march = Meeting.objects.get(held_on=date(2007, 3, 2))
    make.minuted(march.items.last(), "Not given out yet.")

    assert "Not given out yet" not in str(minute_book_document(minute_book_read_by(year, 2007, officer)))


def test_the_contents_name_the_page_of_each_meeting_and_the_index_that_of_each_decision(year):
    pdf = PdfReader(io.BytesIO(to_pdf(minute_book_document(minute_book_read_by(year, 2007, READER)))))
    pages = [" ".join(page.extract_text().split()) for page in pdf.pages]
    number = next(n for n, words in enumerate(pages[1:], start=2) if "Progress was good." in words)

    contents = pages[0]
    first = next(n for n, words in enumerate(pages[1:], start=2) if words.startswith("CONTAINS"))
    assert first == 2
    assert "Meeting of 2 February 2007" in contents
    index = pages[-1]
    assert f"CEG-2007-1 5. Performance {number}" in index
    assert pdf.outline


def test_word_has_fields_for_the_pages(year):
    document = docx.Document(
        io.BytesIO(to_word(minute_book_document(minute_book_read_by(year, 2007, READER))))
    )
    xml = document.element.xml

    assert xml.count("PAGEREF m-2007-02-02 ") == 1
    assert "PAGEREF m-2007-02-02-item-5" in xml
    assert 'w:dirty="true"' in xml


def test_a_year_takes_no_more_queries_than_a_meeting(year, officer, django_assert_max_num_queries):
    for month in range(2, 13):
        meeting = make.started(make.MeetingFactory(group=year, held_on=date(2009, month, 5)))
        make.circulated(make.closed(meeting))

    with django_assert_max_num_queries(12):
        assert len(minute_book_read_by(year, 2009, officer).chapters) == 11


@pytest.mark.parametrize("where", ["1066/", "2006/", "99999/", "2007/nothing.pdf"])
def test_a_year_without_meetings_has_no_book(year, client, where):
    assert client.get(f"/groups/{year.slug}/minute-book/{where}").status_code == 404


def test_the_books_are_found_from_the_group_and_from_the_meetings(year, client):
    books = f"/groups/{year.slug}/minute-book/"

    assert books in client.get(f"/groups/{year.slug}/").content.decode()
    assert books in client.get(f"/meetings/?group={year.slug}").content.decode()
    assert f"{books}2007/" in client.get(books).content.decode()
