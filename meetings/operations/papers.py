"""Putting papers before a meeting: handed in, replaced, published, withdrawn."""

import hashlib
from typing import Any

from django.core.files import File
from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from core import history
from core.access import Access, opens
from core.refusals import Refused
from meetings import paper_texts, report_text
from meetings.models import AgendaItem, Meeting, Paper, PaperVersion, PlannedPublication
from meetings.operations.publication_plans import end_plans
from meetings.operations.reports import refuse_unless_ready, seal_report
from meetings.tasks import read_paper
from partnership import notices
from partnership.models import Group, User

LOCKED = ("title", "item")


@transaction.atomic
def begin_paper(
    group: Group,
    *,
    title: str,
    by: User,
    item: AgendaItem | None = None,
    kind: str = Paper.Kind.FILE,
    **values,
) -> Paper:
    """Note that there will be a paper: for an item, as its last, or for no agenda yet. Its content comes after."""
    if item is not None:
        _refuse_called_off(item.meeting)
    _refuse_exemption_in(group, values.get("access"))

    paper = Paper(group=group, item=item, kind=kind, title=title, position=_last_place(item) + 1, **values)
    history.add(paper, by=by)
    paper_texts.keep_words(paper, "")
    return paper


@transaction.atomic
def add_paper(item: AgendaItem, *, title: str, file: File, by: User, **values) -> Paper:
    """Put a file before an item of an agenda, as its last paper. Only officers see it until it is published."""
    # The item is a queue: two papers at once get two places.
    item = AgendaItem.objects.select_for_update(of=("self",)).select_related("meeting__group").get(pk=item.pk)

    paper = begin_paper(item.meeting.group, item=item, title=title, by=by, **values)
    _new_version(paper, file, number=1, by=by)
    return paper


@transaction.atomic
def replace_paper(paper: Paper, *, file: File, by: User, reason: str = "") -> PaperVersion:
    """Put another file in its place, as the next version. Once published, with the reason, and the members are told."""
    paper = _locked(paper)

    _refuse_withdrawn(paper)
    if paper.is_published and not reason.strip():
        raise Refused("The paper is published. Say why it is replaced: everyone who reads it reads this.")
    last = paper.versions.order_by("-number").first()
    if last is not None and last.sha256 == _fingerprint(file):
        raise Refused(f"This is the same file as version {last.number}.")

    version = _new_version(paper, file, number=last.number + 1 if last else 1, reason=reason.strip(), by=by)
    history.record(paper, "replaced", by=by, reason=reason.strip())

    if paper.is_published:
        readers = User.objects.members_of(paper.group)
        notices.tell(readers, "paper_replaced", about=paper, occasion=f"version {version.number}")
    return version


@transaction.atomic
def edit_paper(paper: Paper, *, by: User, **values) -> Paper:
    """Retitle it, put it before another item, say who may read it. Once published it can only be closed further."""
    paper = _locked(paper)
    item = values.get("item", paper.item)

    _refuse_withdrawn(paper)
    if paper.is_published and any(
        values.get(name, getattr(paper, name)) != getattr(paper, name) for name in LOCKED
    ):
        raise Refused("The paper is published: its title and its item stay as they are.")
    if paper.is_published and opens(paper.access, values.get("access", paper.access)):
        raise Refused("The paper is published: it can be closed further, but not opened.")
    _refuse_exemption_in(paper.group, values.get("access"))
    if item is not None and item != paper.item:
        if item.meeting.group_id != paper.group_id:
            raise Refused("A paper can stand only on an agenda of its own group.")
        _refuse_called_off(item.meeting)
        if paper.kind == Paper.Kind.REPORT:
            refuse_unless_ready(paper.report)
        values["position"] = _last_place(item) + 1

    retitled = values.get("title", paper.title) != paper.title
    history.edit(paper, by=by, **values)
    if retitled:
        paper_texts.index(paper)
    return paper


@transaction.atomic
def move_paper(paper: Paper, *, up: bool, by: User) -> Paper:
    """Swap a paper with the one before it or after it under the same item."""
    AgendaItem.objects.select_for_update(of=("self",)).get(pk=paper.item_id)
    siblings = list(Paper.objects.filter(item=paper.item_id).standing().order_by("position"))
    if paper not in siblings:
        raise Refused("The paper has been withdrawn.")
    here = siblings.index(paper)
    there = here - 1 if up else here + 1

    if not 0 <= there < len(siblings):
        raise Refused("The paper is first already." if up else "The paper is last already.")

    mine, other = siblings[here], siblings[there]
    mine.position, other.position = other.position, mine.position
    Paper.objects.bulk_update([mine, other], ["position"])

    history.record(mine, "moved up" if up else "moved down", by=by)
    return mine


@transaction.atomic
def withdraw_paper(paper: Paper, *, reason: str, by: User) -> Paper:
    """Take it back for good. If it was published its place says so, with the reason; its file is for officers alone."""
    paper = _locked(paper)

    _refuse_withdrawn(paper)
    if not reason.strip():
        raise Refused("Say why the paper is withdrawn.")

    history.edit(
        paper,
        by=by,
        verb="withdrawn",
        reason=reason.strip(),
        withdrawn_at=timezone.now(),
        withdrawn_by=by,
        withdrawal_reason=reason.strip(),
    )

    if paper.is_published:
        notices.tell(User.objects.members_of(paper.group), "paper_withdrawn", about=paper)
    return paper


@transaction.atomic
def publish_papers(meeting: Meeting, *, by: User, only: Paper | None = None) -> list[Paper]:
    """Let their readers read the papers of a meeting: all that are not published yet, or one. Members are told once.

    A paper that comes on a later day than the first is marked as late.
    """
    meeting = Meeting.objects.select_for_update(of=("self",)).select_related("group").get(pk=meeting.pk)
    papers = Paper.objects.of_meeting(meeting).unpublished().standing()
    if only is not None:
        papers = papers.filter(pk=only.pk)
    papers = list(papers.select_for_update(of=("self",)).in_order().prefetch_related("versions"))

    if not meeting.agenda_is_published:
        raise Refused("Publish the agenda first: papers are read with it.")
    if not papers:
        raise Refused("There is no paper here that is not published yet.")
    _refuse_empty(papers)

    now = timezone.now()
    is_late = _come_after_the_first(meeting)
    for paper in papers:
        if paper.kind == Paper.Kind.REPORT:
            report = seal_report(paper.report, by=by)
            paper_texts.keep_words(paper, report_text.words_of(report.content))
        history.edit(paper, by=by, verb="published", published_at=now, published_by=by, is_late=is_late)

    if only is None:
        by_hand = "The papers were published by hand."
        end_plans(meeting, [PlannedPublication.Act.PAPERS], outcome=by_hand, by=by)

    readers = User.objects.members_of(meeting.group)
    notices.tell(readers, "papers_published", about=meeting, occasion=now.isoformat())
    return papers


def take_papers_off(item: AgendaItem, *, by: User) -> None:
    """The item goes, its papers stay with the group, on no agenda, until they are put before another item."""
    for paper in Paper.objects.filter(item=item).order_by("position"):
        history.edit(paper, by=by, verb="taken off the agenda", reason=f"{item} was removed.", item=None)


def _locked(paper: Paper) -> Paper:
    papers = Paper.objects.select_for_update(of=("self",)).select_related("group", "item__meeting__group")
    return papers.get(pk=paper.pk)


def _new_version(paper: Paper, file: Any, *, number: int, by: User, reason: str = "") -> PaperVersion:
    """Keep the file under the next number, and let a worker read it."""
    version = PaperVersion(
        paper=paper,
        number=number,
        file_name=clean_file_name(file.name),
        media_type=file.content_type,
        size=file.size,
        sha256=_fingerprint(file),
        reason=reason,
        by=by,
    )
    file.seek(0)
    version.file.save(version.file_name, file, save=False)
    try:
        with transaction.atomic():
            version.save()
            paper_texts.await_reading(version)
    except Exception:
        version.file.storage.delete(str(version.file.name))
        raise
    transaction.on_commit(lambda: read_paper.delay(paper.pk), robust=True)
    return version


def _fingerprint(file: Any) -> str:
    digest = hashlib.sha256()
    file.seek(0)
    for piece in file.chunks():
        digest.update(piece)
    file.seek(0)
    return digest.hexdigest()


def clean_file_name(name: str) -> str:
    """The name of a file as people may read it again: one line, no folders, its ending kept."""
    line = "".join(character if character.isprintable() else " " for character in name)
    line = " ".join(line.replace("\\", "/").rpartition("/")[2].split()) or "paper"
    stem, dot, ending = line.rpartition(".")
    return f"{stem[: 190 - len(ending)]}{dot}{ending[:8]}" if dot else line[:190]


def _last_place(item: AgendaItem | None) -> int:
    if item is None:
        return 0
    return Paper.objects.filter(item=item).aggregate(last=Max("position"))["last"] or 0


def _come_after_the_first(meeting: Meeting) -> bool:
    first = Paper.objects.of_meeting(meeting).published().order_by("published_at").first()
    if first is None or first.published_at is None:
        return False
    return timezone.localdate(first.published_at) < timezone.localdate()


def _refuse_called_off(meeting: Meeting) -> None:
    if meeting.is_called_off:
        raise Refused(f"The meeting is {meeting.get_status_display().lower()}.")


def _refuse_exemption_in(group: Group, access: str | None) -> None:
    if access == Access.EXEMPT and not group.exemptions_allowed:
        raise Refused(f"The rules of the {group} allow no exempt papers.")


def _refuse_withdrawn(paper: Paper) -> None:
    if paper.is_withdrawn:
        raise Refused("The paper has been withdrawn.")


def _refuse_empty(papers: list[Paper]) -> None:
    empty = [paper for paper in papers if paper.kind == Paper.Kind.FILE and not paper.versions.all()]
    if empty:
        raise Refused(f"These papers have no file yet: {'; '.join(paper.title for paper in empty)}.")
