"""A paper as its readers find it, and its files."""

from collections.abc import Callable

from django.contrib.auth.decorators import login_not_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from core.private_files import file_response
from meetings.models import Paper, PaperText, PaperVersion
from meetings.permissions import can_edit_paper
from meetings.views.report_reading import report_page
from meetings.views.steps import Trail, trail_to


@login_not_required
@require_safe
def paper(request: HttpRequest, pk: int) -> HttpResponse:
    """One paper: what it is for, and the file or the report itself."""
    kind = Paper.objects.filter(pk=pk).values_list("kind", flat=True).first()
    if kind is None:
        raise Http404
    return PAGES[kind](request, pk)


def file_page(request: HttpRequest, pk: int) -> HttpResponse:
    """A paper that is a file: what it is for, where to read it, and its versions."""
    seen = Paper.objects.read_by(request.user).select_related("published_by", "withdrawn_by").with_item()
    paper = get_object_or_404(seen, pk=pk)
    versions = PaperVersion.objects.visible_to(request.user).filter(paper=paper).select_related("by")
    context = {
        "paper": paper,
        "item": paper.item,
        "meeting": paper.item.meeting if paper.item else None,
        "versions": versions.newest_first(),
        "text": PaperText.objects.filter(paper=paper).defer("text", "search").first(),
        "can_edit_paper": can_edit_paper(request.user, paper),
        "trail": trail_of(paper),
    }
    return TemplateResponse(request, "meetings/paper.html", context)


# Who shows a paper of each kind.
PAGES: dict[str, Callable[[HttpRequest, int], HttpResponse]] = {
    Paper.Kind.FILE: file_page,
    Paper.Kind.REPORT: report_page,
}


@login_not_required
@require_safe
def paper_file(request: HttpRequest, pk: int, number: int) -> FileResponse:
    """The file of one version, under a name that says what it is."""
    seen = PaperVersion.objects.visible_to(request.user).select_related("paper__item__meeting__group")
    version = get_object_or_404(seen, paper=pk, number=number)
    return file_response(
        version.file,
        name=file_name(version),
        media_type=version.media_type,
        saved="download" in request.GET,
    )


def file_name(version: PaperVersion) -> str:
    """chief-executives-group-2007-02-02-item-5-spending-profiles-version-2.pdf"""
    paper = version.paper
    place = [*paper.item.meeting.address, f"item-{paper.item.number}"] if paper.item else [paper.group.slug]
    parts = [*place, slugify(paper.title)[:80].strip("-"), f"version-{version.number}"]
    ending = "pdf" if version.type_in_words == "PDF" else "docx"
    return f"{'-'.join(part for part in parts if part)}.{ending}"


def trail_of(paper: Paper) -> Trail:
    """The way down to a paper: the meeting that it is for, or its group."""
    if paper.item:
        return trail_to(paper.item.meeting)
    return [("Groups", "/groups/"), (str(paper.group), paper.group.get_absolute_url())]
