"""What people said, on pages and as a spreadsheet; what officers take out of it, with the reason."""

from collections.abc import Iterator
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.views.decorators.http import require_http_methods, require_safe

from core.pages import page_of
from core.spreadsheets import csv_response
from engagement import operations, said
from engagement.forms.outcomes import RedactForm
from engagement.models import Answer, Consultation, Question, Response
from engagement.permissions import can_edit_consultation
from engagement.views.consultation_keeping import kept_by, page
from engagement.views.consultations import consultation_at, trail_to_consultation
from meetings.forms.answers import ConfirmForm
from meetings.views.steps import done, posted

PER_PAGE = 20
COLUMNS = ["Number", "Came on", "How it came", "Who", "Place"]
AT_ONCE = 500


@login_not_required
@require_safe
def responses(request: HttpRequest, slug: str) -> HttpResponse:
    """What people said, as far as the reader may read it, the latest first."""
    consultation = consultation_at(request, slug)
    keeps = _may_read(request, consultation)
    rows = Response.objects.visible_to(request.user).of_consultation(consultation).latest_first()
    found = page_of(rows.with_senders().with_answers(), request, per_page=PER_PAGE)
    context: dict[str, Any] = {
        "consultation": consultation,
        "page": found,
        "read": said.as_read(found, by_officer=keeps),
        "equality": said.equality_of(consultation) if consultation.responses_published_at or keeps else [],
        "can_edit_consultation": keeps,
        "trail": trail_to_consultation(consultation),
    }
    return TemplateResponse(request, "engagement/responses.html", context)


@login_not_required
@require_safe
def responses_csv(request: HttpRequest, slug: str) -> HttpResponseBase:
    """The same as a table for spreadsheets."""
    consultation = consultation_at(request, slug)
    keeps = _may_read(request, consultation)
    questions = list(Question.objects.of_consultation(consultation).about_the_matter())
    columns = [*COLUMNS, *(question.text for question in questions)]
    rows = Response.objects.visible_to(request.user).of_consultation(consultation)
    return csv_response(f"{slug}-responses", columns, _rows(rows, questions, keeps))


@require_http_methods(["GET", "POST"])
def publish_responses(request: HttpRequest, slug: str) -> HttpResponse:
    """Let everyone read what people said."""
    consultation = kept_by(request, slug)
    form = ConfirmForm(
        posted(request),
        submit_label="Publish the responses",
        is_warning=True,
        cancel_address=consultation.get_absolute_url(),
    )
    if form.carry_out(operations.publish_responses, consultation, by=request.user):
        return done(request, "Everyone can read the responses now.", _address(consultation))
    words = (
        "Everyone will read the responses whose senders allowed it, with or without their name as they chose. "
        "Redact first what nobody should read."
    )
    return page(request, consultation, form, "Publish the responses", words=words)


@require_http_methods(["GET", "POST"])
def redact_answer(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Publish other words in place of an answer."""
    consultation = kept_by(request, slug)
    answer = get_object_or_404(Answer.objects.of_consultation(consultation), pk=pk)
    last = answer.redactions.last()
    form = RedactForm(
        posted(request),
        initial={"text": last.text if last else answer.text, "reason": last.reason if last else ""},
        cancel_address=_address(consultation),
    )
    if form.carry_out(operations.redact_answer, answer, by=request.user):
        return done(
            request, "The answer is redacted. Officers still see the original.", _address(consultation)
        )
    words = f"{answer.question.text} As it arrived: {answer.text[:2000]}"
    return page(request, consultation, form, "Redact an answer", words=words)


def _may_read(request: HttpRequest, consultation: Consultation) -> bool:
    """Whether the reader keeps it; what is not published yet is there for its keepers only."""
    keeps = can_edit_consultation(request.user, consultation)
    if not keeps and not consultation.responses_published_at:
        raise Http404
    return keeps


def _address(consultation: Consultation) -> str:
    return f"{consultation.get_absolute_url()}responses/"


def _rows(rows: Any, questions: list[Question], keeps: bool) -> Iterator[list[str]]:
    """A few hundred at a time, however many there are, so that the table needs no more memory than a page."""
    last = 0
    while batch := list(rows.filter(pk__gt=last).order_by("pk").with_senders().with_answers()[:AT_ONCE]):
        yield from said.rows(batch, questions, by_officer=keeps)
        last = batch[-1].pk
