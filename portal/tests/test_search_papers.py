"""Papers are found by their title and by their text, by those who may read them, with the words marked."""

from datetime import date

import pytest

from core.access import Access
from meetings import operations, paper_texts
from meetings.models import PaperText
from tests.factories.meetings import AgendaItemFactory, MeetingFactory
from tests.factories.papers import PaperFactory, pdf, pdf_bytes, published_paper, read_paper, word

pytestmark = pytest.mark.django_db
ROLES = ["reader", "outsider", "member", "officer", "other_officer"]


@pytest.fixture
def item(group):
    return AgendaItemFactory(meeting__group=group, title="A matter")


def found(client, words, **filters):
    page = client.get("/search/", {"q": words, "kind": "papers"} | filters)
    return page.content.decode()


@pytest.fixture
def who_finds(client, request):
    """The roles that find a paper by some words."""

    def asked(words, paper):
        roles = set()
        for role in ROLES:
            client.logout()
            if role != "reader":
                client.force_login(request.getfixturevalue(role))
            page = found(client, words)
            roles |= {role} if paper.get_absolute_url() in page else set()
        return roles

    return asked


@pytest.mark.parametrize(
    ("access", "expected"),
    [
        (Access.OPEN, set(ROLES)),
        (Access.MEMBERS, {"member", "officer"}),
        (Access.EXEMPT, {"member", "officer"}),
    ],
)
@pytest.mark.parametrize("file", [pdf, word])
def test_the_text_of_a_paper_is_found_by_those_who_may_read_it(item, who_finds, access, expected, file):
    paper = PaperFactory(
        item=item, title="Profiles", access=access, file=file("The quokka project is on time.")
    )
    read_paper(published_paper(paper))

    assert who_finds("quokka", paper) == expected
    assert who_finds("profiles", paper) == expected


def test_an_unpublished_paper_is_found_by_its_officers_alone(item, who_finds):
    paper = read_paper(PaperFactory(item=item, file=pdf("The quokka project is on time.")))

    assert who_finds("quokka", paper) == {"officer"}


def test_a_withdrawn_paper_is_found_by_nobody(item, who_finds, officer):
    paper = read_paper(published_paper(PaperFactory(item=item, file=pdf("The quokka project is on time."))))
    operations.withdraw_paper(paper, reason="It named a person.", by=officer)

    assert who_finds("quokka", paper) == set()


def test_the_page_and_the_words_are_shown(item, client):
    blocks = pdf_bytes("Nothing of interest", pages=2)
    paper = PaperFactory(item=item, title="Profiles", file=pdf("Projects of quokkas are on time", pages=2))
    read_paper(published_paper(paper))
    page = found(client, "quokka project")

    assert blocks
    assert "page 1" in page
    assert "<mark>Projects</mark> of <mark>quokkas</mark>" in page


def test_words_may_stand_on_different_pages(item, client):
    paper = published_paper(PaperFactory(item=item, title="Profiles"))
    PaperText.objects.filter(paper=paper).update(
        state="done", text="Nothing\fThe quokka\fand the wombat", pages=3
    )
    paper_texts.index(paper)
    page = found(client, "wombat quokka")

    assert "page 2" in page
    assert "<mark>quokka</mark>" in page


def test_a_new_title_and_a_new_file_are_found_and_the_old_are_not(item, client, officer):
    paper = read_paper(PaperFactory(item=item, title="Quokkas", file=pdf("About wombats")))
    client.force_login(officer)
    operations.edit_paper(paper, title="Possums", by=officer)
    operations.replace_paper(paper, file=pdf("About numbats"), by=officer)
    read_paper(paper)
    hits = {
        words: "Possums" in found(client, words).replace("<mark>", "").replace("</mark>", "")
        for words in ("quokka", "wombat", "possum", "numbat")
    }

    assert hits == {"quokka": False, "wombat": False, "possum": True, "numbat": True}


def test_papers_are_filtered_by_group_and_year(item, client):
    read_paper(published_paper(PaperFactory(item=item, title="Quokkas")))
    MeetingFactory(group=item.meeting.group, held_on=date(2006, 5, 1))
    there, elsewhere = (
        found(client, "quokka", group=item.meeting.group.slug, year=year) for year in (2007, 2006)
    )

    assert "/papers/" in there
    assert "/papers/" not in elsewhere


def test_a_text_of_more_different_words_than_search_can_hold_is_found_by_its_first(item, client):
    paper = published_paper(PaperFactory(item=item, title="Dictionary"))
    words = " ".join(f"quokka{number:x}abcdefgh" for number in range(60_000))
    PaperText.objects.filter(paper=paper).update(state="done", text=words)
    paper_texts.index(paper)

    assert "Dictionary" in found(client, "quokka1abcdefgh")
