"""The papers of a meeting in one file: everything its reader may read, nothing else, bound once until it changes."""

import io
import re
from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from pypdf import PdfReader

from core.access import Access
from core.models import Run
from meetings import operations, packs
from meetings.models import Pack, PaperVersion
from meetings.reading import as_read_by
from tests.everything import everything_in
from tests.factories.meetings import AgendaItemFactory, MeetingFactory, called
from tests.factories.papers import PaperFactory, pdf, pdf_bytes, published_paper, word
from tests.factories.strange_pdfs import changed, untagged, without_tags
from tests.pdf import Pdf as TakenApart
from tests.pdf import drawn, heard, problems_of

pytestmark = pytest.mark.django_db
MARKER = "Xyzzyquux"


@pytest.fixture
def meeting(group):
    """An agenda with two items, one of them with two papers and one with a Word file."""
    meeting = MeetingFactory(group=group)
    profiles = AgendaItemFactory(meeting=meeting, title="Spending profiles")
    AgendaItemFactory(meeting=meeting, title="Nothing to read")
    plans = AgendaItemFactory(meeting=meeting, title="Plans")
    PaperFactory(item=profiles, title="Profiles", file=pdf("Of the profiles", pages=3))
    PaperFactory(item=profiles, title="Figures", file=pdf("Of the figures", pages=2))
    PaperFactory(item=plans, title="The plan", file=word("Of the plan"))
    return meeting


@pytest.fixture
def published(meeting, officer):
    operations.publish_papers(called(meeting), by=officer)
    meeting.refresh_from_db()
    return meeting


@pytest.fixture
def bound(django_capture_on_commit_callbacks):
    """The pack of a meeting for a reader, bound by a worker."""

    def ask(meeting, user=None) -> Pack:
        holds = packs.holds(as_read_by(meeting, user or AnonymousUser()))
        with django_capture_on_commit_callbacks(execute=True):
            pack = operations.ask_for_pack(meeting, holds=holds, by=user)
        return Pack.objects.select_related("run").get(pk=pack.pk)

    return ask


def file_of(pack) -> bytes:
    assert pack.run.is_done, pack.run.problem
    return pack.run.file.read()


def opened(pack) -> PdfReader:
    return PdfReader(io.BytesIO(file_of(pack)))


def outline(reader, entries=None):
    """The bookmarks as (title, page from 1, what is under it)."""
    found = []
    for entry in entries if entries is not None else reader.outline:
        if isinstance(entry, list):
            found[-1] = (*found[-1][:2], outline(reader, entry))
        else:
            found.append((entry.title, reader.get_destination_page_number(entry) + 1, []))
    return found


# --- What is in it ---


def test_it_holds_cover_agenda_and_papers_in_their_order_with_bookmarks(published, bound):
    pack = bound(published)
    reader = opened(pack)
    marks = outline(reader)
    texts = [page.extract_text() for page in reader.pages]

    assert [(title, page) for title, page, _ in marks] == [
        ("Contents", 1),
        ("Agenda", 2),
        ("5. Spending profiles", 3),
        ("7. Plans", 8),
    ]
    assert [(title, page) for title, page, _ in marks[2][2]] == [("Profiles", 3), ("Figures", 6)]
    assert [(title, page) for title, page, _ in marks[3][2]] == [("The plan", 8)]
    assert [title for title, page, _ in marks[1][2] if page == 2][3:6] == [
        "4. Matters arising",
        "5. Spending profiles",
        "6. Nothing to read",
    ]
    for place, words in [
        (2, "Of the profiles"),
        (4, "Of the profiles"),
        (5, "Of the figures"),
        (7, "Of the plan"),
    ]:
        assert words in texts[place]
    assert pack.pages == len(texts) == 8


def test_every_page_has_its_number_in_one_count(published, bound):
    reader = opened(bound(published))

    assert reader.page_labels == [str(number) for number in range(1, 9)]
    for number, page in enumerate(reader.pages, start=1):
        text = page.extract_text()
        assert f"Page {number} of 8" in text
        assert len(re.findall(r"Page \d+ of \d+", text)) == (1 if number < 3 or number == 8 else 2)


def test_the_contents_say_on_which_page_each_paper_begins(published, bound):
    words = " ".join(opened(bound(published)).pages[0].extract_text().split())

    assert "Agenda 2" in words
    assert "Profiles 3 Figures 6" in words
    assert "The plan 8" in words
    assert "For everyone." in words


def test_contents_of_many_pages_count_themselves(group, officer, bound):
    meeting = MeetingFactory(group=group)
    item = AgendaItemFactory(meeting=meeting)
    for number in range(60):
        PaperFactory(item=item, title=f"Paper number {number}", file=pdf(f"Words {number}"))
    operations.publish_papers(called(meeting), by=officer)
    reader = opened(bound(meeting))
    agenda = next(page for title, page, _ in outline(reader) if title == "Agenda")
    front = " ".join(" ".join(page.extract_text().split()) for page in reader.pages[: agenda - 1])

    assert agenda > 2
    first = next(n for n, page in enumerate(reader.pages, 1) if "Words 0" in page.extract_text())
    assert f"Paper number 0 {first} Paper number 1 {first + 1} " in front


def test_a_word_file_says_that_it_is_only_its_text(published, bound):
    assert "This is the text of a Word file" in opened(bound(published)).pages[7].extract_text()


def test_late_papers_and_later_versions_are_named_so(published, officer, bound):
    first = published.items.get(title="Spending profiles").papers.get(title="Profiles")
    operations.replace_paper(first, file=pdf("Corrected"), reason="A sum was wrong.", by=officer)
    words = " ".join(opened(bound(published)).pages[0].extract_text().split())

    assert "Profiles (version 2) 3" in words


# --- Heard ---


def test_it_can_be_heard_in_the_order_of_its_pages(published, bound):
    content = file_of(bound(published))
    heard_words = heard(content)

    assert problems_of(content) == []
    assert heard_words == drawn(content)
    places = [heard_words.index(words) for words in ("Contents", "Ofthefigures", "ThisisthetextofaWordfile")]
    assert places == sorted(places)
    assert [words for level, words in TakenApart(content).headings if level == 1][2:] == [
        "Of the profiles",
        "Of the figures",
        "The plan",
    ]


def test_papers_of_strangers_are_heard_too_and_the_pack_claims_no_more_than_is_true(group, officer, bound):
    def ruin(pdf):
        pdf.Root.StructTreeRoot.K = [7, pdf.Root.StructTreeRoot]

    meeting = MeetingFactory(group=group)
    item = AgendaItemFactory(meeting=meeting)
    of_ours = pdf_bytes("Words and figures")
    for title, content in {
        "Ours": of_ours,
        "Without tags": without_tags(of_ours),
        "Broken tags": changed(of_ours, ruin),
        "Lease": untagged(b"/Picture Do"),
    }.items():
        file = SimpleUploadedFile("paper.pdf", content, content_type="application/pdf")
        PaperFactory(item=item, title=title, file=file)
    operations.publish_papers(called(meeting), by=officer)
    pack = bound(meeting)
    content = file_of(pack)

    assert pack.problems == []
    assert [problem for problem in problems_of(content) if "font F1" not in problem.replace("/", "")] == [
        "It does not say that it keeps to PDF/UA-1."
    ]
    assert heard(content) == drawn(content)
    # Of a paper without tags nobody knows what is said at the foot of each page only to those who see it.
    assert heard(content).count("Wordsandfigures") == 2 + 3 + 3
    assert "Page 1 of Lease: a picture without text" in everything_in(content)


# --- What is not in it ---


IN_TAGS = [f"{MARKER} {where}" for where in ("in place of a picture", "instead", "as a title", "in full")]


def with_words_in_its_tags() -> SimpleUploadedFile:
    """A paper that says more in its tags than on its pages."""

    def change(pdf):
        (top,) = pdf.Root.StructTreeRoot.K
        for name, words in zip(("/Alt", "/ActualText", "/T", "/E"), IN_TAGS, strict=True):
            top.K[0][name] = words

    return SimpleUploadedFile("tags.pdf", changed(pdf_bytes("Tags"), change), content_type="application/pdf")


@pytest.fixture
def kept_back(published, officer):
    """Papers that the public may not read, each with the marker in its title, its words, its metadata and its name."""
    item = published.items.get(title="Spending profiles")
    late = operations.add_supplement(
        published,
        title=f"{MARKER} matter",
        urgency=f"{MARKER} runs out.",
        access=Access.EXEMPT,
        exempt_paragraphs=[3],
        public_interest=f"{MARKER} is being negotiated.",
        by=officer,
    )
    members = operations.add_supplement(
        published, title=f"Of {MARKER} members", urgency="It cannot wait.", access=Access.MEMBERS, by=officer
    )
    for place, access in [
        (item, Access.EXEMPT),
        (item, Access.MEMBERS),
        (late, Access.OPEN),
        (members, Access.OPEN),
    ]:
        file = pdf(f"{MARKER} {access} {place.pk}", name=f"{MARKER}.pdf")
        published_paper(PaperFactory(item=place, title=f"{MARKER} paper", access=access, file=file))
    PaperFactory(item=item, title=f"{MARKER} draft", file=pdf(f"{MARKER} draft"))
    published_paper(
        PaperFactory(item=item, title=f"{MARKER} tags", access=Access.EXEMPT, file=with_words_in_its_tags())
    )
    withdrawn = published_paper(
        PaperFactory(item=item, title=f"{MARKER} withdrawn", file=pdf(f"{MARKER} gone"))
    )
    operations.withdraw_paper(withdrawn, reason=f"{MARKER} was named.", by=officer)
    return published


def test_the_public_pack_holds_not_one_byte_of_what_is_kept_back(kept_back, bound):
    pack = bound(kept_back)

    assert MARKER.lower() not in everything_in(file_of(pack)).lower()
    assert MARKER not in str(pack.holds)
    assert MARKER not in pack.run.file_name + pack.run.file.name + pack.run.title
    assert "Exempt item" in file_text(pack)


def file_text(pack) -> str:
    pack.run.file.seek(0)
    return "\n".join(page.extract_text() for page in PdfReader(pack.run.file).pages)


def test_the_marker_would_be_found(kept_back, member, bound):
    everything = everything_in(file_of(bound(kept_back, member)))

    assert [words for words in IN_TAGS if words not in everything] == []
    assert f"{MARKER} paper" in everything


def test_the_members_pack_holds_all_that_is_published_and_marks_what_is_not_for_all(kept_back, member, bound):
    pack = bound(kept_back, member)
    text = file_text(pack)

    assert text.count("Not for publication: paragraph 3 of Schedule 12A") == 3
    assert "For members only" in text
    assert f"{MARKER} draft" not in text
    assert f"{MARKER} gone" not in text
    assert "For the members and officers of the group." in text


def test_the_officers_pack_holds_drafts_too_and_says_so(kept_back, officer, bound):
    pack = bound(kept_back, officer)

    assert f"{MARKER} draft" in file_text(pack)
    assert "For the officers of the group: it holds what is not published yet." in " ".join(
        file_text(pack).split()
    )
    assert pack.run.file_name.endswith("-papers-draft.pdf")


# --- Papers that cannot be brought in ---


def broken(meeting, content, title="Ruin"):
    """A published paper whose file went bad after it was handed in."""
    paper = published_paper(
        PaperFactory(item=meeting.items.get(title="Plans"), title=title, file=pdf("Whole"))
    )
    version = paper.versions.get()
    if content is None:
        version.file.storage.delete(version.file.name)
    else:
        with version.file.storage.open(version.file.name, "wb") as file:
            file.write(content)
    return paper


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (None, "The file is missing from the store."),
        (b"%PDF-1.7 something else", "The file in the store is not the one that was handed in."),
    ],
)
def test_a_paper_that_is_lost_gets_a_page_that_says_so_and_the_rest_is_bound(
    published, bound, content, sentence
):
    paper = broken(published, content)
    pack = bound(published)
    page = " ".join(opened(pack).pages[-1].extract_text().split())

    assert "This paper is not in the pack." in page
    assert sentence in page
    assert paper.get_absolute_url() in page
    assert pack.problems == [{"title": "Ruin", "problem": sentence}]
    assert "Of the profiles" in file_text(pack)


def test_papers_that_cannot_be_opened_get_a_page_each_that_says_so(published, officer, bound):
    item = published.items.get(title="Plans")
    for number in range(2):
        ruin = pdf("x", name="ruin.pdf")
        ruin.file.seek(0)
        ruin.file.write(f"%PDF-1.7 ruin {number}".encode())
        ruin.file.truncate()
        ruin.size = len(ruin.file.getvalue())
        published_paper(PaperFactory(item=item, title=f"Ruin {number}", file=ruin))
    pack = bound(published)

    assert [each["title"] for each in pack.problems] == ["Ruin 0", "Ruin 1"]
    assert "This file is damaged, so it cannot be brought together with others." in " ".join(
        file_text(pack).split()
    )
    assert "Of the profiles" in file_text(pack)


# --- Bound once ---


def test_it_is_bound_once_for_all_who_read_the_same(published, member, bound):
    one, other = bound(published), bound(published, member)

    assert one == other
    assert Run.objects.count() == 1


@pytest.mark.parametrize(
    "change",
    [
        lambda meeting, paper, by: operations.replace_paper(paper, file=pdf("New"), reason="Better.", by=by),
        lambda meeting, paper, by: operations.withdraw_paper(paper, reason="It named a person.", by=by),
        lambda meeting, paper, by: operations.edit_paper(paper, access=Access.MEMBERS, by=by),
        lambda meeting, paper, by: operations.move_paper(paper, up=False, by=by),
        lambda meeting, paper, by: operations.edit_item(paper.item, access=Access.MEMBERS, by=by),
        lambda meeting, paper, by: operations.add_supplement(meeting, title="Late", urgency="Now.", by=by),
        lambda meeting, paper, by: operations.edit_meeting(meeting, place="Elsewhere", by=by),
    ],
)
def test_it_is_bound_anew_when_anything_in_it_changes(published, officer, bound, change):
    before = bound(published)
    change(published, published.items.get(title="Spending profiles").papers.get(title="Profiles"), officer)
    published.refresh_from_db()

    assert bound(published).digest != before.digest


def test_what_does_not_show_in_it_changes_nothing(published, officer, bound):
    before = bound(published)
    PaperFactory(item=published.items.get(title="Plans"), title="A draft")

    assert bound(published) == before


def test_a_pack_that_failed_is_tried_again_but_not_at_once(published, bound, monkeypatch):
    monkeypatch.setattr("meetings.pack_building.build", lambda work: 1 / 0)
    pack = bound(published)
    monkeypatch.undo()
    at_once = bound(published)
    Run.objects.update(finished_at=timezone.now() - timedelta(minutes=6))

    assert pack.run.has_failed
    assert at_once.run.has_failed
    assert bound(published).run.is_done


def test_a_pack_whose_file_is_lost_is_bound_again(published, bound):
    pack = bound(published)
    pack.run.file.storage.delete(pack.run.file.name)

    assert opened(bound(published)).pages


def test_packs_that_nobody_asks_for_are_thrown_away(published, bound, django_capture_on_commit_callbacks):
    pack = bound(published)
    storage, name = pack.run.file.storage, pack.run.file.name
    with django_capture_on_commit_callbacks(execute=True):
        kept = operations.forget_old_packs(by=None)
        Pack.objects.update(asked_at=timezone.now() - timedelta(days=61))
        thrown_away = operations.forget_old_packs(by=None)

    assert (kept, thrown_away) == (0, 1)
    assert not storage.exists(name)
    assert not Pack.objects.exists()
    assert not Run.objects.exists()
    assert PaperVersion.objects.count() == 3


# --- The pages ---


def test_anybody_gets_the_public_pack_without_signing_in(
    published, client, django_capture_on_commit_callbacks
):
    address = f"{published.get_absolute_url()}pack.pdf"
    with django_capture_on_commit_callbacks(execute=True):
        first = client.get(address)
    page = client.get(first["Location"]).content.decode()
    second = client.get(address)

    assert first.status_code == 302
    assert "Read the papers (PDF, 8 pages" in page
    assert second["Content-Type"] == "application/pdf"
    assert second["Content-Disposition"] == 'inline; filename="chief-executives-group-2007-02-02-papers.pdf"'
    assert second.getvalue().startswith(b"%PDF-")


def test_while_it_is_made_the_page_moves_without_a_script(published, client):
    waiting = client.get(client.get(f"{published.get_absolute_url()}pack.pdf")["Location"]).content.decode()

    assert '<noscript><meta http-equiv="refresh"' in waiting
    assert "<progress" in waiting


def test_asking_a_hundred_times_is_one_piece_of_work(published, client):
    for _ in range(5):
        client.get(f"{published.get_absolute_url()}pack.pdf")

    assert Run.objects.count() == Pack.objects.count() == 1


def test_an_officer_can_look_at_what_everyone_gets(kept_back, as_):
    client = as_("officer")
    own = client.get(f"{kept_back.get_absolute_url()}pack/").content.decode()
    public = client.get(f"{kept_back.get_absolute_url()}pack/?for=everyone").content.decode()

    assert MARKER in own
    assert MARKER not in public


def test_where_there_is_nothing_to_read_there_is_no_pack(group, client):
    meeting = called(MeetingFactory(group=group))

    assert client.get(f"{meeting.get_absolute_url()}pack.pdf").status_code == 404
    assert "pack.pdf" not in client.get(meeting.get_absolute_url()).content.decode()
