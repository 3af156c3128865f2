"""Papers on their pages: found under their item, handed in with plain forms, refused in sentences with nothing lost."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from core.access import Access
from meetings import operations
from meetings.models import Paper, PaperText
from tests.factories.meetings import AgendaItemFactory, called
from tests.factories.papers import (
    PaperFactory,
    pdf,
    pdf_bytes,
    protected_pdf,
    published_paper,
    read_paper,
    word,
)

pytestmark = pytest.mark.django_db
MOST_CHARACTERS_OF_A_TITLE = 200


@pytest.fixture
def item(group):
    return AgendaItemFactory(meeting__group=group, title="Spending profiles")


@pytest.fixture
def address(item):
    return reverse("meetings:add_paper", args=[*item.meeting.address, item.number])


def answers(**changes):
    return {"title": "Profiles for the coming year", "access": "open", "file": pdf()} | changes


def text_of(response):
    return response.content.decode()


# --- Handing in ---


def test_an_officer_hands_a_paper_in_from_the_agenda(item, address, as_):
    client = as_("officer")
    agenda = text_of(client.get(reverse("meetings:agenda", args=item.meeting.address)))
    response = client.post(address, answers(), follow=True)

    assert address in agenda
    assert "“Profiles for the coming year” is added." in text_of(response)
    paper = Paper.objects.get(title="Profiles for the coming year")
    assert paper.get_absolute_url() in text_of(response)
    assert (paper.item, paper.kind, paper.access) == (item, Paper.Kind.FILE, Access.OPEN)


@pytest.mark.parametrize(
    ("file", "sentence"),
    [
        (None, "Choose a file for “File”."),
        (SimpleUploadedFile("empty.pdf", b""), "This file is empty."),
        (pdf(name="paper.exe"), "is of another kind."),
        (word(name="paper.pdf"), "This file is named .pdf but isn’t a PDF."),
        (SimpleUploadedFile("secret.pdf", protected_pdf()), "This PDF is protected with a password"),
        (
            SimpleUploadedFile("large.pdf", b"%PDF-" + b"x" * (21 * 1024 * 1024)),
            "This file is 21.0 MB. It must be 20 MB or less.",
        ),
    ],
)
def test_a_file_that_cannot_be_taken_is_refused_beside_the_question_with_the_rest_kept(
    address, as_, file, sentence
):
    typed = answers(file=file) if file else {key: value for key, value in answers().items() if key != "file"}
    page = text_of(as_("officer").post(address, typed))

    assert sentence in page
    assert 'href="#id_file"' in page
    assert 'value="Profiles for the coming year"' in page
    assert not Paper.objects.exists()


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"title": ""}, "Fill in “Title”."),
        ({"title": "x" * (MOST_CHARACTERS_OF_A_TITLE + 1)}, "must be 200 characters or fewer"),
        ({"title": "NUL\x00"}, "contains a character that cannot be kept"),
        ({"access": "exempt"}, "Tick at least one paragraph"),
        ({"access": "secret"}, "Choose one of the answers offered"),
        ({"exempt_paragraphs": ["3"]}, "You gave reasons for an exemption."),
    ],
)
def test_another_answer_that_cannot_be_taken_says_that_the_file_must_be_chosen_again(
    address, as_, changes, sentence
):
    page = text_of(as_("officer").post(address, answers(**changes)))

    assert sentence in page
    assert "Choose the file again" in page
    assert not Paper.objects.exists()


def test_a_form_sent_with_half_a_file_is_no_fault(address, as_):
    body = (
        b'--b\r\nContent-Disposition: form-data; name="file"; filename="x.pdf"\r\n\r\n%PDF-1.7 and then noth'
    )
    response = as_("officer").post(address, body, content_type="multipart/form-data; boundary=b")

    assert response.status_code < 500


def test_the_same_file_again_is_refused_beside_the_file(item, as_):
    paper = PaperFactory(item=item)
    page = text_of(as_("officer").post(reverse("meetings:replace_paper", args=[paper.pk]), {"file": pdf()}))

    assert "This is the same file as version 1." in page


@pytest.mark.parametrize("number", [0, 2, 99999999999999999999])
def test_versions_and_papers_that_do_not_exist_are_404(item, as_, number):
    paper = PaperFactory(item=item)
    client = as_("officer")

    assert client.get(f"/papers/{paper.pk}/file/{number}/").status_code == 404
    assert client.get(f"/papers/{number + 10**9}/").status_code == 404


# --- Reading ---


def test_a_paper_stands_under_its_item_with_what_one_wants_to_know(item, client):
    paper = read_paper(published_paper(PaperFactory(item=item, title="Profiles", file=pdf(pages=3))))
    page = " ".join(text_of(client.get(item.meeting.get_absolute_url())).split())

    assert paper.get_absolute_url() in page
    assert "PDF, 3 pages, " in page
    assert "pack.pdf" in page


def test_the_page_of_a_paper_says_what_it_is_for_when_it_is_met_on_and_when_it_was_published(item, client):
    paper = read_paper(published_paper(PaperFactory(item=item, title="Profiles", file=pdf(pages=3))))
    page = " ".join(text_of(client.get(paper.get_absolute_url())).split())

    assert "item 5, Spending profiles" in page
    assert 'Meeting of <time datetime="2007-02-02">2 February 2007</time>' in page
    assert "Published <time" in page
    assert "Read the paper (PDF, 3 pages, " in page
    assert paper.versions.get().sha256 in page


def test_a_file_goes_out_under_a_name_that_says_what_it_is(item, client):
    paper = published_paper(PaperFactory(item=item, title="Profiles & “plans”"))
    response = client.get(paper.versions.get().get_absolute_url())

    name = "chief-executives-group-2007-02-02-item-5-profiles-plans-version-1.pdf"
    assert response["Content-Disposition"] == f'inline; filename="{name}"'
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "private" in response["Cache-Control"]
    assert response.getvalue() == pdf_bytes()


def test_a_word_file_is_saved_and_not_shown(item, client):
    paper = published_paper(PaperFactory(item=item, file=word()))
    response = client.get(paper.versions.get().get_absolute_url())

    assert response["Content-Disposition"].startswith("attachment;")


def test_a_file_that_is_lost_is_a_404(item, client):
    version = published_paper(PaperFactory(item=item)).versions.get()
    version.file.storage.delete(version.file.name)

    assert client.get(version.get_absolute_url()).status_code == 404


def test_a_withdrawn_paper_says_so_in_its_place_and_gives_no_file(item, client, officer):
    paper = published_paper(PaperFactory(item=item, title="Profiles"))
    operations.withdraw_paper(paper, reason="It named a person.", by=officer)
    page = text_of(client.get(paper.get_absolute_url()))

    assert "It named a person." in page
    assert "Read the paper" not in page
    assert "It named a person." in text_of(client.get(item.meeting.get_absolute_url()))
    assert client.get(paper.versions.get().get_absolute_url()).status_code == 404


def test_officers_see_why_a_paper_cannot_be_searched_and_nobody_else_does(item, client, as_):
    paper = published_paper(PaperFactory(item=item))
    PaperText.objects.filter(paper=paper).update(
        state="failed", problem="The file is damaged, so it cannot be read."
    )
    reader = text_of(client.get(paper.get_absolute_url()))

    assert "The file is damaged" not in reader
    assert "The file is damaged" in text_of(as_("officer").get(paper.get_absolute_url()))


def test_an_exempt_item_shows_the_public_its_stub_and_nothing_of_its_papers(group, client):
    item = AgendaItemFactory(meeting__group=group, title="Secret talks", access=Access.EXEMPT)
    paper = published_paper(PaperFactory(item=item, title="Secret sums"))
    page = text_of(client.get(item.meeting.get_absolute_url()))

    assert "Exempt item" in page
    assert "Secret" not in page
    assert paper.get_absolute_url() not in page


# --- Keeping ---


def test_publishing_shows_who_will_read_what_and_then_does_it(item, as_):
    PaperFactory(item=item, title="Open sums")
    PaperFactory(item=item, title="Secret sums", access=Access.EXEMPT)
    called(item.meeting)
    client, address = as_("officer"), reverse("meetings:publish_papers", args=item.meeting.address)
    page = " ".join(text_of(client.get(address)).split())
    response = client.post(address, follow=True)

    assert "Open sums</a>. Everyone reads it." in page
    assert "Secret sums</a>. Members and officers read it." in page
    assert "2 papers are published" in text_of(response)
    assert not Paper.objects.unpublished().exists()


def test_the_meeting_offers_its_officer_to_publish_its_papers(item, as_):
    PaperFactory(item=item)
    called(item.meeting)

    page = text_of(as_("officer").get(item.meeting.get_absolute_url()))
    assert reverse("meetings:publish_papers", args=item.meeting.address) in page


def test_papers_are_moved_by_a_button_that_stays_under_the_finger(item, as_):
    first, second = PaperFactory(item=item), PaperFactory(item=item)
    response = as_("officer").post(reverse("meetings:move_paper", args=[second.pk]), {"to": "up"})

    assert response["Location"].endswith(f"#paper-{second.pk}-down")
    assert list(Paper.objects.in_order()) == [second, first]


def test_a_paper_on_no_agenda_is_put_before_an_item_again(item, as_, officer):
    paper = PaperFactory(item=item, title="Left over")
    other = AgendaItemFactory(meeting=item.meeting, title="Another matter")
    operations.remove_item(item, by=officer)
    client = as_("officer")
    agenda = text_of(client.get(reverse("meetings:agenda", args=item.meeting.address)))
    address = reverse("meetings:edit_paper", args=[paper.pk])

    assert "Left over" in agenda
    assert address in agenda
    assert "Put it before an item" in text_of(client.get(paper.get_absolute_url()))
    assert other.title


def test_a_published_paper_is_not_opened_by_its_form(item, as_):
    paper = published_paper(PaperFactory(item=item, access=Access.MEMBERS))
    page = text_of(as_("officer").post(reverse("meetings:edit_paper", args=[paper.pk]), {"access": "open"}))

    assert "Choose one of the answers offered" in page
    paper.refresh_from_db()
    assert paper.access == Access.MEMBERS


def test_lists_ask_no_more_for_more_papers(item, client, django_assert_max_num_queries):
    for _ in range(6):
        published_paper(PaperFactory(item=item))

    with django_assert_max_num_queries(15):
        client.get(item.meeting.get_absolute_url())
