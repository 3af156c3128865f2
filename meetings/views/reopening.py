"""Taking back the record of a closed meeting: asked by an officer, agreed by a second person."""

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.views.decorators.http import require_http_methods

from core.refusals import require
from meetings import operations
from meetings.addresses import meeting_at
from meetings.forms.answers import ConfirmForm
from meetings.forms.reopening import AskReopeningForm, RefuseReopeningForm
from meetings.leaning import reasons_against_reopening
from meetings.models import Meeting, Reopening
from meetings.operations.reopening import who_may_agree
from meetings.permissions import can_answer_reopening, can_ask_reopening, can_withdraw_reopening
from meetings.views.steps import done, posted, trail_to


@require_http_methods(["GET", "POST"])
def ask_reopening(request: HttpRequest, group: str, day: date) -> HttpResponse:
    """Say why the record has to be taken back, or read why it cannot be."""
    meeting = meeting_at(request, group, day)
    require(can_ask_reopening, request.user, meeting)
    form = AskReopeningForm(posted(request), cancel_address=meeting.get_absolute_url())
    reopening = form.carry_out(operations.ask_reopening, meeting, by=request.user)
    if reopening:
        return done(request, "It is asked for. A second person has to agree.", reopening)
    context = {
        "meeting": meeting,
        "form": form,
        "is_closed": meeting.status == Meeting.Status.CLOSED,
        "reasons": reasons_against_reopening(meeting),
        "waiting": Reopening.objects.of_meeting(meeting).asked().first(),
        "may_agree": who_may_agree(meeting, but=request.user),
        "trail": trail_to(meeting),
    }
    return TemplateResponse(request, "meetings/ask_reopening.html", context)


@require_http_methods(["GET", "POST"])
def reopening(request: HttpRequest, group: str, day: date, pk: int) -> HttpResponse:
    """One reopening: who asked, why, and how it was answered. Who may, agrees here."""
    meeting, found = reopening_at(request, group, day, pk)
    form = ConfirmForm(
        posted(request),
        submit_label="Agree: reopen the record",
        is_warning=True,
        cancel_address=meeting.get_absolute_url(),
    )
    if request.method == "POST":
        require(can_answer_reopening, request.user, found)
        if form.carry_out(operations.agree_to_reopening, found, by=request.user):
            return done(request, "The record is reopened. Its officers can correct it.", meeting)
    context = {
        "meeting": meeting,
        "reopening": found,
        "form": form,
        "can_answer": found.is_asked and can_answer_reopening(request.user, found),
        "can_withdraw": found.is_asked and can_withdraw_reopening(request.user, found),
        "trail": trail_to(meeting),
    }
    return TemplateResponse(request, "meetings/reopening.html", context)


@require_http_methods(["GET", "POST"])
def refuse_reopening(request: HttpRequest, group: str, day: date, pk: int) -> HttpResponse:
    """Leave the record closed, and say why."""
    meeting, found = reopening_at(request, group, day, pk)
    require(can_answer_reopening, request.user, found)
    form = RefuseReopeningForm(posted(request), cancel_address=found.get_absolute_url())
    if form.carry_out(operations.refuse_reopening, found, by=request.user):
        return done(request, "The record stays closed.", found)
    context = {"meeting": meeting, "reopening": found, "form": form, "trail": trail_to(meeting)}
    return TemplateResponse(request, "meetings/refuse_reopening.html", context)


@require_http_methods(["GET", "POST"])
def withdraw_reopening(request: HttpRequest, group: str, day: date, pk: int) -> HttpResponse:
    """Ask no longer."""
    meeting, found = reopening_at(request, group, day, pk)
    require(can_withdraw_reopening, request.user, found)
    form = ConfirmForm(posted(request), submit_label="Ask no longer", cancel_address=found.get_absolute_url())
    if form.carry_out(operations.withdraw_reopening, found, by=request.user):
        return done(request, "It is asked for no longer.", found)
    context = {"meeting": meeting, "reopening": found, "form": form, "trail": trail_to(meeting)}
    return TemplateResponse(request, "meetings/withdraw_reopening.html", context)


def reopening_at(request: HttpRequest, group: str, day: date, pk: int) -> tuple[Meeting, Reopening]:
    """The meeting and the reopening at this address, if this reader may see them; otherwise a 404."""
    meeting = meeting_at(request, group, day)
    visible = Reopening.objects.visible_to(request.user).of_meeting(meeting).with_names()
    return meeting, get_object_or_404(visible, pk=pk)
