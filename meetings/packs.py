"""What goes into the pack of a meeting for one reader: said in full before anything is bound.

A worker binds what is written here and nothing else. So a pack can hold only what its reader could read when they
asked for it, and a pack that holds something that its reader may no longer read has another digest and is never found.
"""

from typing import Any

from core.access import Access
from core.documents import as_data
from core.models import sealed
from core.templatetags.house import british_date
from meetings import report_text
from meetings.as_read import MeetingAsRead
from meetings.documents import agenda_document
from meetings.models import Paper
from meetings.report_as_read import ReportAsRead
from meetings.report_documents import report_document

Holds = dict[str, Any]

# Raised when packs look different from before, so that those of yesterday are not handed out.
FORM = 2


def holds(page: MeetingAsRead) -> Holds | None:
    """Everything that goes into the pack for the reader of this page; None where there is no paper for them."""
    items: list[Holds] = [
        {
            "number": item.number,
            "title": f"{item.number}. {item.title}",
            "papers": [entry(paper) for paper in item.papers if is_in_pack(paper)],
        }
        for item in page.items
    ]
    papers: list[Holds] = [paper for item in items for paper in item["papers"]]
    if not papers:
        return None
    return {
        "form": FORM,
        "title": f"Papers: {page.meeting}",
        "author": page.meeting.group.name,
        "opening": page.opening,
        "is_draft": page.agenda_is_draft or any(not paper["published"] for paper in papers),
        "for": _for_whom(page, papers),
        "facts": page.facts_of_agenda,
        "agenda": as_data(agenda_document(page)) | {"counts_pages": False},
        "items": items,
    }


def digest(holds: Holds) -> str:
    """The fingerprint of what a pack holds."""
    return sealed(holds)["sha256"]


def is_in_pack(paper: Paper) -> bool:
    """Papers that are not withdrawn, and that there is something to read of."""
    has_words = paper.kind == Paper.Kind.REPORT or paper.newest() is not None
    return has_words and not paper.is_withdrawn


def entry(paper: Paper) -> Holds:
    """What a worker must know of a paper to bring it in."""
    return {
        "title": paper.title,
        "address": paper.get_absolute_url(),
        "mark": mark(paper),
        "published": british_date(paper.published_at),
        "is_late": paper.is_late,
        **(_report(paper) if paper.kind == Paper.Kind.REPORT else _file(paper)),
    }


def _file(paper: Paper) -> Holds:
    version = paper.newest()
    return {
        "version": version.pk,
        "number": version.number,
        "sha256": version.sha256,
        "media_type": version.media_type,
    }


def _report(paper: Paper) -> Holds:
    """A structured report goes in as its words stand: as it was given out last, or as its officers have it now."""
    version = paper.report.versions.latest_first().first()
    content = version.content if version else report_text.of(paper.report)
    page = ReportAsRead(paper.report, content, version, paper.published_at)
    return {
        "number": version.number if version else 1,
        "document": as_data(report_document(page)) | {"counts_pages": False},
    }


def mark(paper: Paper) -> str:
    """What is printed on every page of a paper that is not for everyone."""
    if paper.level == Access.EXEMPT:
        numbers = ", ".join(str(number) for number in paper.paragraphs)
        word = "paragraph" if len(paper.paragraphs) == 1 else "paragraphs"
        return f"Not for publication: {word} {numbers} of Schedule 12A"
    return "For members only" if paper.level == Access.MEMBERS else ""


def _for_whom(page: MeetingAsRead, papers: list[Holds]) -> str:
    """One sentence on the cover: whom this pack is for. The same for all when there is nothing to keep back."""
    keeps_back = any(paper["mark"] for paper in papers) or any(
        item.access != Access.OPEN and not item.is_stub for item in page.items
    )
    if any(not paper["published"] for paper in papers) or page.agenda_is_draft:
        return "For the officers of the group: it holds what is not published yet."
    if keeps_back or not page.meeting.group.is_public:
        return "For the members and officers of the group. It holds what is not open to the public."
    return "For everyone."
