"""How a worker binds a pack: cover and contents, the agenda, then each paper in the order of the agenda."""

import hashlib
import io
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.conf import settings
from pypdf import PdfReader

from core.documents import Block, Document, Heading, Notice, Paragraph, Run, Table, print_data, to_pdf
from core.reading import binding, texts
from core.reading.child import Died
from core.refusals import Refused
from core.runs import Work
from meetings.models import Pack, PaperVersion

PDF = texts.PDF
CHANGED = "The file in the store is not the one that was handed in."
MISSING = "The file is missing from the store."


@dataclass
class Part:
    """One paper on its way into the pack, as a PDF that lies somewhere."""

    item: dict[str, Any]
    paper: dict[str, Any]
    path: Path
    problem: str = ""
    pages: int = 0

    @property
    def is_strange(self) -> bool:
        """Somebody else made it: nobody knows how many pages it has, or whether it can be opened."""
        return self.paper.get("media_type") == PDF and not self.problem


@dataclass
class Front:
    """What stands before the papers, printed by us."""

    contents: Path
    contents_pages: int
    agenda: Path
    agenda_pages: int
    # On which page of the agenda each item stands, from 0.
    places: dict[str, int] = field(default_factory=dict)

    @property
    def pages(self) -> int:
        return self.contents_pages + self.agenda_pages


def build(work: Work) -> None:
    """Bind the pack that this run is for. A paper that cannot be brought in gets a page that says why."""
    pack = Pack.objects.select_related("meeting__group").get(run=work.run.pk)
    with tempfile.TemporaryDirectory(prefix="pack-") as name:
        folder = Path(name)
        parts = list(_fetched(pack, folder, work))
        bound = folder / "pack.pdf"
        pages = _bind(pack, parts, folder, bound, work)
        problems = [{"title": part.paper["title"], "problem": part.problem} for part in parts if part.problem]
        Pack.objects.filter(pk=pack.pk).update(pages=pages, problems=problems)
        work.hands_over(bound, name=file_name(pack), media_type=PDF)


def file_name(pack: Pack) -> str:
    """chief-executives-group-2007-02-02-papers.pdf"""
    draft = ["draft"] if pack.holds["is_draft"] else []
    return "-".join([*pack.meeting.address, "papers", *draft]) + ".pdf"


def _fetched(pack: Pack, folder: Path, work: Work) -> Iterator[Part]:
    """Each paper as a PDF of its own in the folder: a copy, or made of its words."""
    entries = [(item, paper) for item in pack.holds["items"] for paper in item["papers"]]
    versions = PaperVersion.objects.in_bulk([paper["version"] for _, paper in entries if "version" in paper])
    for number, (item, paper) in enumerate(entries):
        work.says(5 + 30 * number // len(entries), f"Fetching “{paper['title']}”.")
        part = Part(item, paper, folder / f"paper-{number}.pdf")
        if "document" in paper:
            part.path.write_bytes(print_data(paper["document"]))
        elif problem := _copy(versions[paper["version"]], part.path):
            _explain(part, problem)
        elif paper["media_type"] != PDF:
            _print_words(part)
        yield part


def _copy(version: PaperVersion, target: Path) -> str:
    """Copy a file out of the store; a sentence if it is not what was handed in."""
    digest = hashlib.sha256()
    try:
        with version.file.open("rb") as kept, target.open("wb") as copy:
            while piece := kept.read(1024 * 1024):
                digest.update(piece)
                copy.write(piece)
    except FileNotFoundError:
        return MISSING
    return "" if digest.hexdigest() == version.sha256 else CHANGED


def _print_words(part: Part) -> None:
    """A Word file comes in as its words, printed by us."""
    blocks, problem = texts.read_blocks(part.path)
    if problem or not blocks:
        return _explain(part, problem or "No text was found in this Word file.")
    note = Notice(
        "This is the text of a Word file, without its pictures and its layout. "
        "The file itself is on the page of the paper: " + _address(part)
    )
    document = Document(title=part.paper["title"], blocks=[note, *blocks], counts_pages=False)
    part.path.write_bytes(to_pdf(document))
    return None


def _explain(part: Part, problem: str) -> None:
    """A page in place of a paper that cannot be brought in."""
    part.problem = problem
    words: list[Block] = [
        Notice(Run("This paper is not in the pack.", bold=True)),
        Paragraph(part.problem),
        Paragraph(["Read it on its own at ", Run(_address(part), href=_address(part)), "."]),
    ]
    part.path.write_bytes(to_pdf(Document(title=part.paper["title"], blocks=words, counts_pages=False)))


def _address(part: Part) -> str:
    return f"{settings.SITE_URL}{part.paper['address']}"


def _bind(pack: Pack, parts: list[Part], folder: Path, bound: Path, work: Work) -> int:
    """Bind what can be bound; what turns out to be broken on the way is explained instead. Returns the pages."""
    for _ in range(len(parts) + 1):
        broken = _count(parts, work)
        if broken is None:
            front = _front(pack, parts, folder)
            leaves = [*_front_leaves(pack, front), *_paper_leaves(parts)]

            def hears(leaf: int, last: int = len(leaves)) -> None:
                work.says(45 + 50 * leaf // last, "Binding the papers together.")

            outcome = binding.bind(
                leaves, bound, title=pack.holds["title"], author=pack.holds["author"], hears=hears
            )
            if outcome.broken is None:
                return sum(outcome.pages)
            if outcome.broken < 2:
                raise Died(outcome.problem)
            broken = parts[outcome.broken - 2], outcome.problem
        _explain(*broken)
    raise Refused("None of the papers could be brought together.")


def _count(parts: list[Part], work: Work) -> tuple[Part, str] | None:
    """Learn how many pages each paper has. Returns the first that cannot be opened, with the reason."""

    def hears(leaf: int) -> None:
        work.says(35 + 10 * leaf // len(parts), "Counting the pages.")

    strange = [part for part in parts if part.is_strange and not part.pages]
    outcome = binding.count([part.path for part in strange], hears) if strange else binding.Bound()
    if outcome.broken is not None:
        return strange[outcome.broken], outcome.problem
    for part, pages in zip(strange, outcome.pages, strict=True):
        part.pages = pages
    for part in parts:
        if not part.is_strange:
            part.pages = len(PdfReader(part.path).pages)
    return None


def _front(pack: Pack, parts: list[Part], folder: Path) -> Front:
    """Cover, contents and agenda. The contents are printed again until they know how long they are themselves."""
    contents, agenda = folder / "contents.pdf", folder / "agenda.pdf"
    printed = print_data(pack.holds["agenda"])
    agenda.write_bytes(printed)
    reader = PdfReader(io.BytesIO(printed))
    front = Front(contents, 1, agenda, len(reader.pages), _places(reader))
    for _ in range(5):
        printed = to_pdf(_contents(pack, parts, front))
        contents.write_bytes(printed)
        pages = len(PdfReader(io.BytesIO(printed)).pages)
        if pages == front.contents_pages:
            break
        front.contents_pages = pages
    return front


def _contents(pack: Pack, parts: list[Part], front: Front) -> Document:
    holds = pack.holds
    rows: list[list[Any]] = [[Run("Agenda", bold=True), str(front.contents_pages + 1)]]
    page, item = front.pages + 1, None
    for part in parts:
        if part.item is not item:
            item = part.item
            rows.append([Run(item["title"], bold=True), ""])
        rows.append([_line(part), str(page)])
        page += part.pages
    return Document(
        title=holds["title"],
        subtitle=holds["opening"],
        status="DRAFT" if holds["is_draft"] else "",
        author=holds["author"],
        date=pack.meeting.held_on,
        facts=[*holds["facts"], ("This pack", holds["for"])],
        blocks=[Heading(2, "Contents"), Table("", ["What", "Page"], rows, numeric=[1])],
        counts_pages=False,
    )


def _line(part: Part) -> str:
    paper = part.paper
    facts = [
        f"late paper, published {paper['published']}" if paper["is_late"] else "",
        f"version {paper['number']}" if paper["number"] > 1 else "",
        paper["mark"][:1].lower() + paper["mark"][1:],
        "could not be brought in" if part.problem else "",
    ]
    more = "; ".join(fact for fact in facts if fact)
    return f"{paper['title']} ({more})" if more else paper["title"]


def _front_leaves(pack: Pack, front: Front) -> list[binding.Leaf]:
    titles = [" ".join(item["title"].split()) for item in pack.holds["items"]]
    items = [(1, title, front.places.get(title, 0)) for title in titles]
    return [
        binding.Leaf(front.contents, "Contents", [(0, "Contents", 0)]),
        binding.Leaf(front.agenda, "Agenda", [(0, "Agenda", 0), *items]),
    ]


def _paper_leaves(parts: list[Part]) -> Iterator[binding.Leaf]:
    item = None
    for part in parts:
        above = [] if part.item is item else [(0, part.item["title"], 0)]
        item = part.item
        title = part.paper["title"]
        yield binding.Leaf(part.path, title, [*above, (1, title, 0)], mark=part.paper["mark"])


def _places(agenda: PdfReader) -> dict[str, int]:
    """Where each heading of a document that we printed stands."""
    places: dict[str, int] = {}

    def look(entries: Any) -> None:
        for entry in entries:
            if isinstance(entry, list):
                look(entry)
            else:
                places.setdefault(str(entry.title), agenda.get_destination_page_number(entry) or 0)

    look(agenda.outline)
    return places
