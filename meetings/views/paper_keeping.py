"""Putting papers before a meeting."""

from datetime import date

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.views.decorators.http import require_http_methods, require_POST

from core.refusals import Refused, require
from meetings import operations
from meetings.addresses import meeting_at
from meetings.forms.answers import ConfirmForm
from meetings.forms.papers import EditPaperForm, PaperForm, ReplacePaperForm, WithdrawPaperForm
from meetings.models import Meeting, Paper
from meetings.permissions import can_add_paper, can_edit_paper, can_publish_papers
from meetings.views.agenda import address_of_agenda, item_at
from meetings.views.papers import trail_of
from meetings.views.steps import done, posted, trail_to
from partnership.models import User


@require_http_methods(["GET", "POST"])
def add_paper(request: HttpRequest, group: str, day: date, number: str) -> HttpResponse:
    """Put a file before an item of an agenda."""
    item = item_at(request, group, day, number)
    require(can_add_paper, request.user, item)
    back = f"{address_of_agenda(item.meeting)}#item-{item.number}"
    form = PaperForm(posted(request), request.FILES or None, group=item.meeting.group, cancel_address=back)
    paper = form.carry_out(operations.add_paper, item, by=request.user)
    if paper:
        return done(request, f"“{paper}” is added. Only officers see it until it is published.", back)
    trail = [*trail_to(item.meeting), ("Agenda", address_of_agenda(item.meeting))]
    context = {"meeting": item.meeting, "item": item, "form": form, "trail": trail}
    return TemplateResponse(request, "meetings/add_paper.html", context)


@require_http_methods(["GET", "POST"])
def edit_paper(request: HttpRequest, pk: int) -> HttpResponse:
    """Retitle it, put it before another item, or say who may read it."""
    paper = _kept(request, pk)
    form = EditPaperForm(posted(request), paper=paper, cancel_address=paper.get_absolute_url())
    if form.carry_out(operations.edit_paper, paper, by=request.user):
        return done(request, "The paper is saved.", paper)
    return TemplateResponse(request, "meetings/edit_paper.html", _context(paper, form))


@require_http_methods(["GET", "POST"])
def replace_paper(request: HttpRequest, pk: int) -> HttpResponse:
    """Put another file in its place; the one before is kept as an earlier version."""
    paper = _kept(request, pk)
    form = ReplacePaperForm(
        posted(request), request.FILES or None, paper=paper, cancel_address=paper.get_absolute_url()
    )
    version = form.carry_out(operations.replace_paper, paper, by=request.user)
    if version:
        return done(request, f"The paper is replaced. This is version {version.number}.", paper)
    return TemplateResponse(request, "meetings/replace_paper.html", _context(paper, form))


@require_http_methods(["GET", "POST"])
def withdraw_paper(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a paper back for good, with the reason."""
    paper = _kept(request, pk)
    form = WithdrawPaperForm(posted(request), cancel_address=paper.get_absolute_url())
    if form.carry_out(operations.withdraw_paper, paper, by=request.user):
        back = paper if paper.is_published else _agenda_of(paper)
        return done(request, f"“{paper}” is withdrawn.", back)
    return TemplateResponse(request, "meetings/withdraw_paper.html", _context(paper, form))


@require_POST
def move_paper(request: HttpRequest, pk: int) -> HttpResponse:
    """Move a paper one place among those of its item; the same button stays under the officer's finger."""
    paper = _kept(request, pk)
    up = request.POST.get("to") == "up"
    try:
        operations.move_paper(paper, up=up, by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect(f"{_agenda_of(paper)}#{_button_of(paper, up=up)}")


@require_http_methods(["GET", "POST"])
def publish_papers(request: HttpRequest, group: str, day: date) -> HttpResponse:
    """Show who will read which paper, then publish all that are not published yet."""
    meeting = meeting_at(request, group, day)
    require(can_publish_papers, request.user, meeting)
    return _publish(request, meeting, None)


@require_http_methods(["GET", "POST"])
def publish_paper(request: HttpRequest, pk: int) -> HttpResponse:
    """The same for one paper."""
    paper = _kept(request, pk)
    if paper.item is None:
        messages.error(request, "Put the paper before an item of an agenda first.")
        return redirect("meetings:edit_paper", pk)
    return _publish(request, paper.item.meeting, paper)


def _publish(request: HttpRequest, meeting: Meeting, only: Paper | None) -> HttpResponse:
    label = "Publish the paper" if only else "Publish the papers"
    back = only.get_absolute_url() if only else meeting.get_absolute_url()
    form = ConfirmForm(posted(request), submit_label=label, cancel_address=back)
    published = form.carry_out(operations.publish_papers, meeting, only=only, by=request.user)
    if published:
        number = "The paper is" if len(published) == 1 else f"{len(published)} papers are"
        return done(request, f"{number} published and members who have a login are told.", back)
    papers = (
        Paper.objects.read_by(request.user)
        .of_meeting(meeting)
        .unpublished()
        .standing()
        .with_item()
        .in_order()
    )
    context = {
        "meeting": meeting,
        "only": only,
        "papers": papers.filter(pk=only.pk) if only else papers,
        "told": User.objects.members_of(meeting.group).count(),
        "label": label,
        "form": form,
        "trail": trail_to(meeting),
    }
    return TemplateResponse(request, "meetings/publish_papers.html", context)


def _kept(request: HttpRequest, pk: int) -> Paper:
    """The paper, for an officer of its group; a 404 for whom it is not there."""
    paper = get_object_or_404(Paper.objects.visible_to(request.user).with_item().with_versions(), pk=pk)
    require(can_edit_paper, request.user, paper)
    return paper


def _button_of(paper: Paper, *, up: bool) -> str:
    """The button that was pressed; the other one where the paper cannot go further."""
    siblings = Paper.objects.of_item(paper.item).standing().order_by("position")
    in_order = list(siblings.values_list("pk", flat=True))
    at_end = paper.pk == (in_order[0] if up else in_order[-1])
    return f"paper-{paper.pk}-{'up' if up is not at_end else 'down'}"


def _agenda_of(paper: Paper) -> str:
    return address_of_agenda(paper.item.meeting) if paper.item else paper.group.get_absolute_url()


def _context(paper: Paper, form: object) -> dict:
    trail = [*trail_of(paper), (str(paper), paper.get_absolute_url())]
    return {"paper": paper, "form": form, "trail": trail}
