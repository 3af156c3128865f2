"""Corrections to draft minutes: proposed by members, answered by officers."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.views.decorators.http import require_http_methods, require_safe

from core import compare
from core.refusals import Refused, require
from meetings import operations
from meetings.addresses import meeting_at
from meetings.corrections_as_read import CorrectionsAsRead
from meetings.forms.answers import ConfirmForm
from meetings.forms.corrections import AcceptCorrectionForm, DeclineCorrectionForm, ProposeCorrectionForm
from meetings.models import AgendaItem, Correction, Meeting
from meetings.permissions import (
    can_answer_correction,
    can_propose_correction,
    can_withdraw_correction,
    runs_group,
)
from meetings.replacing import replaced
from meetings.views.publishing import minutes_of
from meetings.views.steps import Trail, done, posted, trail_to

COLOURS = {
    Correction.Status.PROPOSED: "blue",
    Correction.Status.TAKEN: "purple",
    Correction.Status.ACCEPTED: "green",
    Correction.Status.REWORDED: "green",
    Correction.Status.DECLINED: "red",
    Correction.Status.WITHDRAWN: "grey",
}


@require_safe
def corrections(request: HttpRequest, group: str, day: date) -> HttpResponse:
    """Everything that was proposed to correct in the minutes of one meeting, and how it was answered."""
    meeting = meeting_at(request, group, day)
    minutes = minutes_of(meeting)
    require(can_propose_correction, request.user, minutes)
    found = coloured(Correction.objects.visible_to(request.user).of_meeting(meeting).with_names())
    made = [{"status": each.status} for each in found]
    context = {
        "meeting": meeting,
        "corrections": found,
        "standing": CorrectionsAsRead(minutes, made),
        "can_propose": minutes.takes_corrections,
        "is_officer": runs_group(request.user, meeting.group),
        "is_circulated": minutes.status == minutes.Status.CIRCULATED,
        "trail": trail_to(meeting),
    }
    return TemplateResponse(request, "meetings/corrections.html", context)


@require_http_methods(["GET", "POST"])
def propose_correction(request: HttpRequest, group: str, day: date) -> HttpResponse:
    """Say what is wrong in the draft and what should stand there."""
    meeting = meeting_at(request, group, day)
    minutes = minutes_of(meeting)
    require(can_propose_correction, request.user, minutes)
    items = list(AgendaItem.objects.visible_to(request.user).of_meeting(meeting).in_order())
    asked = next((item for item in items if item.number == request.GET.get("item")), None)
    form = ProposeCorrectionForm(
        posted(request),
        minutes=minutes,
        items=items,
        is_officer=runs_group(request.user, meeting.group),
        initial={"item": str(asked.pk)} if asked else {},
        cancel_address=meeting.get_absolute_url(),
    )
    correction = form.carry_out(operations.propose_correction, minutes, by=request.user)
    if correction:
        return done(request, "The correction is proposed. You will be told of the answer.", correction)
    context = {
        "meeting": meeting,
        "standing": CorrectionsAsRead(minutes, []),
        "asked": asked,
        "passage": _as_circulated(meeting, asked),
        "form": form,
        "trail": trail_below(meeting),
    }
    return TemplateResponse(request, "meetings/propose_correction.html", context)


@require_safe
def correction(request: HttpRequest, group: str, day: date, pk: int) -> HttpResponse:
    """One proposal: what, why, by whom, and its answer."""
    meeting, correction = correction_at(request, group, day, pk)
    is_open = correction.is_open and correction.minutes.status == correction.minutes.Status.CIRCULATED
    context = {
        "meeting": meeting,
        "correction": correction,
        "can_answer": is_open and can_answer_correction(request.user, correction),
        "can_withdraw": is_open and can_withdraw_correction(request.user, correction),
        "trail": trail_below(meeting),
    }
    return TemplateResponse(request, "meetings/correction.html", context)


@require_http_methods(["GET", "POST"])
def accept_correction(request: HttpRequest, group: str, day: date, pk: int) -> HttpResponse:
    """Look at the text as it is and as it would be, then write the correction into it."""
    meeting, correction = correction_at(request, group, day, pk)
    require(can_answer_correction, request.user, correction)
    form = AcceptCorrectionForm(
        posted(request), correction=correction, cancel_address=correction.get_absolute_url()
    )
    if form.carry_out(operations.accept_correction, correction, by=request.user):
        return done(request, "The correction is accepted. Circulate the draft again to give it out.", meeting)
    if form.is_bound and correction.item:
        # What was looked at is now the text as it stands.
        looked_at = request.POST.copy()
        looked_at["revision"] = str(AgendaItem.objects.get(pk=correction.item_id).revision)
        form.data = looked_at
    context = {
        "meeting": meeting,
        "correction": correction,
        "form": form,
        "changes": _changes(correction, form),
        "trail": trail_below(meeting),
    }
    return TemplateResponse(request, "meetings/accept_correction.html", context)


@require_http_methods(["GET", "POST"])
def decline_correction(request: HttpRequest, group: str, day: date, pk: int) -> HttpResponse:
    """Leave the minutes as they are, and say why."""
    return _answer(
        request,
        correction_at(request, group, day, pk),
        can_answer_correction,
        operations.decline_correction,
        "The correction is declined.",
        lambda **how: DeclineCorrectionForm(posted(request), **how),
    )


@require_http_methods(["GET", "POST"])
def take_correction_to_meeting(request: HttpRequest, group: str, day: date, pk: int) -> HttpResponse:
    """Leave it to the meeting that approves the minutes."""
    return _answer(
        request,
        correction_at(request, group, day, pk),
        can_answer_correction,
        operations.take_correction_to_meeting,
        "The correction is left to the meeting.",
        lambda **how: ConfirmForm(posted(request), submit_label="Take it to the meeting", **how),
    )


@require_http_methods(["GET", "POST"])
def withdraw_correction(request: HttpRequest, group: str, day: date, pk: int) -> HttpResponse:
    """Take back what one has proposed."""
    return _answer(
        request,
        correction_at(request, group, day, pk),
        can_withdraw_correction,
        operations.withdraw_correction,
        "The correction is withdrawn.",
        lambda **how: ConfirmForm(posted(request), submit_label="Withdraw the correction", **how),
    )


def _answer(
    request: HttpRequest,
    found: tuple[Meeting, Correction],
    can: Callable[..., bool],
    operation: Callable[..., Correction],
    sentence: str,
    form_for: Callable[..., Any],
) -> HttpResponse:
    """One of the short answers: confirm it, perhaps with a word, and go back to the list."""
    meeting, correction = found
    require(can, request.user, correction)
    form = form_for(cancel_address=correction.get_absolute_url())
    if form.carry_out(operation, correction, by=request.user):
        return done(request, sentence, correction)
    context = {
        "meeting": meeting,
        "correction": correction,
        "form": form,
        "verb": operation.__name__,
        "trail": trail_below(meeting),
    }
    return TemplateResponse(request, "meetings/answer_correction.html", context)


def correction_at(request: HttpRequest, group: str, day: date, pk: int) -> tuple[Meeting, Correction]:
    """The meeting and the proposal at this address, if this reader may see them; otherwise a 404."""
    meeting = meeting_at(request, group, day)
    visible = Correction.objects.visible_to(request.user).of_meeting(meeting).with_names()
    found = get_object_or_404(visible, pk=pk)
    found.colour = COLOURS[Correction.Status(found.status)]
    return meeting, found


def coloured(found: Any) -> list[Correction]:
    """Each with the colour that goes with its state, beside the state in words."""
    rows = list(found)
    for row in rows:
        row.colour = COLOURS[Correction.Status(row.status)]
    return rows


def trail_below(meeting: Meeting) -> Trail:
    """The way down to one correction."""
    return [*trail_to(meeting), ("Corrections", f"{meeting.get_absolute_url()}minutes/corrections/")]


def _as_circulated(meeting: Meeting, item: AgendaItem | None) -> str:
    """What the members read under the item: its text in the version they were given last."""
    if item is None:
        return ""
    version = meeting.minutes_versions.latest_first().first()
    items = version.content["items"] if version else []
    return next((each.get("minute", "") for each in items if each["id"] == item.pk), "")


def _changes(correction: Correction, form: AcceptCorrectionForm) -> list[compare.Change]:
    """The text of the item as it is beside what it would be; nothing where the words are not found."""
    if correction.item is None:
        return []
    item = AgendaItem.objects.get(pk=correction.item_id)
    old, new = form["old_text"].value() or "", form["new_text"].value() or ""
    try:
        text = replaced(item.minute, old, new, where=f"item {item.number}")
    except Refused:
        return []
    return compare.words(item.minute, text)
