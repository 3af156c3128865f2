"""Finding out what people said: answers marked with themes, many at once, with the keyboard alone if one likes."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.views.decorators.http import require_http_methods

from core.pages import page_of
from core.refusals import Refused
from engagement import operations
from engagement.forms.outcomes import EditThemeForm, ThemeForm
from engagement.models import Answer, Consultation, Theme
from engagement.views.consultation_keeping import kept_by, page
from engagement.views.consultations import trail_to_consultation
from meetings.views.steps import done, posted

PER_PAGE = 25


@require_http_methods(["GET", "POST"])
def code_answers(request: HttpRequest, slug: str) -> HttpResponse:
    """The answers to one question after another; those that are ticked are marked with a theme, or lose it."""
    consultation = kept_by(request, slug)
    if request.method == "POST":
        _mark(request, consultation)
        return redirect(request.get_full_path())
    themes = list(Theme.objects.of_consultation(consultation).most_said_first())
    questions = list(consultation.questions.about_the_matter())
    rows = Answer.objects.of_consultation(consultation).with_marks()
    chosen = _number(request.GET.get("question"))
    if any(each.pk == chosen for each in questions):
        rows = rows.filter(question=chosen)
    if request.GET.get("show") == "unmarked":
        rows = rows.without_marks()
    context = {
        "consultation": consultation,
        "themes": themes,
        "questions": questions,
        "chosen": chosen,
        "unmarked_only": request.GET.get("show") == "unmarked",
        "page": page_of(rows.order_by("question__position", "pk"), request, per_page=PER_PAGE),
        "trail": trail_to_consultation(consultation),
    }
    return TemplateResponse(request, "engagement/code_answers.html", context)


@require_http_methods(["GET", "POST"])
def add_theme(request: HttpRequest, slug: str) -> HttpResponse:
    """Name something that several people say."""
    consultation = kept_by(request, slug)
    address = f"{consultation.get_absolute_url()}themes/"
    form = ThemeForm(posted(request), cancel_address=address)
    if form.carry_out(operations.add_theme, consultation, by=request.user):
        return done(request, "The theme is added. Tick the answers that speak of it.", address)
    return page(request, consultation, form, "Add a theme")


@require_http_methods(["GET", "POST"])
def edit_theme(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """What was said on it, and the reply."""
    consultation = kept_by(request, slug)
    theme = get_object_or_404(Theme.objects.of_consultation(consultation), pk=pk)
    initial = {name: getattr(theme, name) for name in EditThemeForm.base_fields}
    address = f"{consultation.get_absolute_url()}themes/"
    form = EditThemeForm(posted(request), initial=initial, cancel_address=address)
    if form.carry_out(operations.edit_theme, theme, by=request.user):
        return done(request, "The theme is saved.", address)
    return page(request, consultation, form, "A theme and its reply")


def _mark(request: HttpRequest, consultation: Consultation) -> None:
    """Do what was asked with the answers that are ticked; say in a sentence what was done, or why not."""
    theme = Theme.objects.of_consultation(consultation).filter(pk=_number(request.POST.get("theme"))).first()
    ticked = {_number(each) for each in request.POST.getlist("answer")[:500]}
    answers = list(Answer.objects.of_consultation(consultation).filter(pk__in=ticked - {0}))
    if theme is None or not answers:
        messages.error(request, "Choose a theme and tick at least one answer.")
        return
    takes_off = request.POST.get("do") == "unmark"
    operation: Any = operations.unmark_answers if takes_off else operations.mark_answers
    try:
        count = operation(theme, answers=answers, by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        thing = "answer" if count == 1 else "answers"
        words = "no longer marked with" if takes_off else "marked with"
        messages.success(request, f"{count} {thing} {words} “{theme.title}”.")


def _number(text: str | None) -> int:
    """The number in an address or a form; 0 for anything else."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 18 else 0
