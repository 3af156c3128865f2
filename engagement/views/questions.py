"""Writing the questions of a consultation."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.views.decorators.http import require_http_methods

from core.refusals import Refused
from engagement import operations
from engagement.forms.questions import QuestionForm
from engagement.models import Question
from engagement.views.consultation_keeping import kept_by, page
from engagement.views.consultations import trail_to_consultation
from meetings.views.steps import done, posted

STEPS = {"up": -1, "down": 1}


@require_http_methods(["GET", "POST"])
def write_questions(request: HttpRequest, slug: str) -> HttpResponse:
    """The questions in their order: moved by button, taken out, each edited on a page of its own."""
    consultation = kept_by(request, slug)
    if request.method == "POST":
        position = request.POST.get("position", "")
        is_number = position.isascii() and position.isdigit() and len(position) < 5
        question = get_object_or_404(consultation.questions, position=int(position) if is_number else 0)
        try:
            _do(question, request)
        except Refused as refusal:
            messages.error(request, str(refusal))
        return redirect(request.path)
    context = {
        "consultation": consultation,
        "questions": list(consultation.questions.all()),
        "is_fixed": consultation.responses.exists(),
        "trail": trail_to_consultation(consultation),
    }
    return TemplateResponse(request, "engagement/questions.html", context)


@require_http_methods(["GET", "POST"])
def add_question(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask something more."""
    consultation = kept_by(request, slug)
    address = f"{consultation.get_absolute_url()}questions/"
    form = QuestionForm(posted(request), cancel_address=address)
    if form.carry_out(operations.add_question, consultation, by=request.user):
        return done(request, "The question is added.", address)
    return page(request, consultation, form, "Add a question")


@require_http_methods(["GET", "POST"])
def edit_question(request: HttpRequest, slug: str, position: int) -> HttpResponse:
    """Ask it in other words."""
    consultation = kept_by(request, slug)
    question = get_object_or_404(consultation.questions, position=position)
    address = f"{consultation.get_absolute_url()}questions/"
    initial = {name: getattr(question, name) for name in QuestionForm.base_fields}
    initial["choices"] = "\n".join(question.choices)
    form = QuestionForm(posted(request), initial=initial, cancel_address=address)
    if form.carry_out(operations.edit_question, question, by=request.user):
        return done(request, "The question is saved.", address)
    return page(request, consultation, form, "Edit a question")


def _do(question: Question, request: HttpRequest) -> None:
    what = request.POST.get("do", "")
    if what in STEPS:
        operations.move_question(question, step=STEPS[what], by=request.user)
    elif what == "remove":
        operations.remove_question(question, by=request.user)
        messages.success(request, "The question is taken out.")
