"""The extract of one decision: to read, to take away, to send to whoever carries it out."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.views.decorators.http import require_http_methods, require_safe

from core.documents import pdf_response, word_response
from core.refusals import require
from meetings import operations
from meetings.extracts import Extract, extract_document, extract_read_by, file_name
from meetings.forms.extracts import SendExtractForm
from meetings.models import Decision
from meetings.permissions import can_send_extract
from meetings.reading import decision_read_by
from meetings.views.steps import done, posted


@login_not_required
@require_safe
def extract(request: HttpRequest, ref: str) -> HttpResponse:
    """The decision with its meeting, item, reasons, vote and actions, and what it is taken from."""
    found = extract_at(request, ref)
    context = {
        "extract": found,
        "decision": found.decision,
        "can_send_extract": can_send_extract(request.user, found.decision),
        "trail": trail_above(found.decision),
    }
    return TemplateResponse(request, "meetings/extract.html", context)


@login_not_required
@require_safe
def extract_pdf(request: HttpRequest, ref: str) -> HttpResponse:
    """The extract as PDF."""
    found = extract_at(request, ref)
    return pdf_response(extract_document(found), file_name(found), request)


@login_not_required
@require_safe
def extract_word(request: HttpRequest, ref: str) -> HttpResponse:
    """The extract as Word."""
    found = extract_at(request, ref)
    return word_response(extract_document(found), file_name(found), request)


@require_http_methods(["GET", "POST"])
def send_extract(request: HttpRequest, ref: str) -> HttpResponse:
    """Send a person with a login the way to the extract."""
    decision = decision_at(request, ref)
    require(can_send_extract, request.user, decision)
    address = f"{decision.get_absolute_url()}extract/"
    form = SendExtractForm(posted(request), decision=decision, cancel_address=address)
    if form.carry_out(operations.send_extract, decision, by=request.user):
        return done(request, f"{form.cleaned_data['to']} is told where to read the extract.", address)
    context = {
        "decision": decision,
        "form": form,
        "trail": [*trail_above(decision), ("Extract", address)],
    }
    return TemplateResponse(request, "meetings/send_extract.html", context)


def decision_at(request: HttpRequest, ref: str) -> Decision:
    """The decision of this reference, if this reader may see it; otherwise a 404."""
    visible = decision_read_by(request.user).select_related(
        "group", "item__meeting__group", "casting_vote_by", "superseded_by"
    )
    return get_object_or_404(visible, ref=ref)


def extract_at(request: HttpRequest, ref: str) -> Extract:
    """Its extract, as this reader may know it."""
    return extract_read_by(decision_at(request, ref), request.user)


def trail_above(decision: Decision) -> list[tuple[str, str]]:
    """The way down to the extract."""
    return [("Decisions", "/decisions/"), (decision.ref, decision.get_absolute_url())]
