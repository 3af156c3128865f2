"""Planning a consultation, from the first idea to the day it opens."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.views.decorators.http import require_http_methods, require_safe

from core import history
from core.refusals import require
from engagement import before, operations, overlaps
from engagement.forms.consultations import (
    BeginForm,
    CallOffForm,
    ConsultationForm,
    DaysForm,
    OptionsForm,
    OverlapForm,
)
from engagement.models import Consultation
from engagement.permissions import can_edit_consultation, is_officer
from engagement.views.consultations import HOME, consultation_at, trail_to_consultation
from meetings.forms.answers import ConfirmForm
from meetings.views.steps import done, posted


@require_http_methods(["GET", "POST"])
def draft_consultation(request: HttpRequest) -> HttpResponse:
    """Begin to plan."""
    require(is_officer, request.user)
    form = BeginForm(posted(request), user=request.user, cancel_address="/consultations/")
    if consultation := form.carry_out(operations.draft_consultation, by=request.user):
        return done(request, "It is begun. The list below says what is still to do.", consultation)
    context = {"form": form, "heading": "Plan a consultation", "trail": HOME}
    return TemplateResponse(request, "engagement/consultation_form.html", context)


@require_http_methods(["GET", "POST"])
def edit_consultation(request: HttpRequest, slug: str) -> HttpResponse:
    """Say what it is about, whom it is to reach, who decides."""
    consultation = kept_by(request, slug)
    form = ConsultationForm(
        posted(request), user=request.user, consultation=consultation, cancel_address=_back(consultation)
    )
    if form.carry_out(operations.edit_consultation, consultation, by=request.user):
        return done(request, "Saved.", consultation)
    return page(request, consultation, form, "What is said of it")


@require_http_methods(["GET", "POST"])
def write_options(request: HttpRequest, slug: str) -> HttpResponse:
    """Name the options, and those that were rejected."""
    consultation = kept_by(request, slug)
    options = list(consultation.options.all())
    form = OptionsForm(
        posted(request),
        initial={
            "options": "\n".join(each.text for each in options if not each.is_rejected),
            "rejected": "\n".join(
                f"{each.text} | {each.why_rejected}" for each in options if each.is_rejected
            ),
        },
        cancel_address=_back(consultation),
    )
    if form.carry_out(_write_options, consultation=consultation, by=request.user):
        return done(request, "The options are saved.", consultation)
    return page(request, consultation, form, "The options")


@require_http_methods(["GET", "POST"])
def plan_consultation(request: HttpRequest, slug: str) -> HttpResponse:
    """Put it on the forward plan."""
    consultation = kept_by(request, slug)
    form = ConfirmForm(
        posted(request), submit_label="Put it on the forward plan", cancel_address=_back(consultation)
    )
    if form.carry_out(operations.plan_consultation, consultation, by=request.user):
        return done(request, "Every partner sees it on the forward plan now.", consultation)
    words = "Every partner with a login will see it, so that two do not ask the same people at once."
    earlier = before.asked_before(consultation, request.user)
    return page(request, consultation, form, "Put it on the forward plan", words=words, earlier=earlier)


@require_http_methods(["GET", "POST"])
def overlapping(request: HttpRequest, slug: str) -> HttpResponse:
    """Which others would meet the same people at once, and what is done about each."""
    consultation = kept_by(request, slug)
    others = overlaps.of(consultation)
    chosen = overlaps.choices_for(consultation, others)
    asked = next((each for each in others if str(each.pk) == request.POST.get("other")), None)
    if request.method == "POST" and asked is None:
        raise Http404
    seen = set(
        Consultation.objects.visible_to(request.user)
        .filter(pk__in=[each.pk for each in others])
        .values_list("pk", flat=True)
    )
    rows = []
    for other in others:
        form = OverlapForm(
            request.POST if other is asked else None, prefix=None, cancel_address=_back(consultation)
        )
        form.prefix = f"overlap-{other.pk}"
        if other is asked and form.carry_out(
            operations.choose_about_overlap, consultation, other=other, by=request.user
        ):
            return done(request, "The choice is recorded.", request.path)
        rows.append(
            {"other": other, "form": form, "choice": chosen.get(other.pk), "is_seen": other.pk in seen}
        )
    context = {
        "consultation": consultation,
        "rows": rows,
        "wrong": next((row["form"] for row in rows if row["form"].errors), None),
        "trail": trail_to_consultation(consultation),
    }
    return TemplateResponse(request, "engagement/overlaps.html", context)


@require_http_methods(["GET", "POST"])
def launch_consultation(request: HttpRequest, slug: str) -> HttpResponse:
    """Let everyone read it; on its first day it opens."""
    consultation = kept_by(request, slug)
    form = ConfirmForm(posted(request), submit_label="Launch it", cancel_address=_back(consultation))
    if form.carry_out(operations.launch_consultation, consultation, by=request.user):
        return done(request, "It is launched. It opens and closes by itself on its days.", consultation)
    words = "Everyone will be able to read it. Its questions stay as they are from the first response on."
    return page(request, consultation, form, "Launch the consultation", words=words)


@require_http_methods(["GET", "POST"])
def change_days(request: HttpRequest, slug: str) -> HttpResponse:
    """Other days, with the reason."""
    consultation = kept_by(request, slug)
    initial = {name: getattr(consultation, name) for name in ("opens_on", "closes_on", "closes_at")}
    form = DaysForm(posted(request), initial=initial, cancel_address=_back(consultation))
    if form.carry_out(operations.change_days, consultation, by=request.user):
        return done(request, "The days are changed, and those who follow it are told.", consultation)
    return page(request, consultation, form, "Change the days")


@require_http_methods(["GET", "POST"])
def call_off_consultation(request: HttpRequest, slug: str) -> HttpResponse:
    """It does not take place."""
    consultation = kept_by(request, slug)
    form = CallOffForm(posted(request), cancel_address=_back(consultation))
    if form.carry_out(operations.call_off_consultation, consultation, by=request.user):
        return done(request, "It is called off, and marked so at its address.", consultation)
    return page(request, consultation, form, "Call the consultation off")


@require_safe
def consultation_history(request: HttpRequest, slug: str) -> HttpResponse:
    """Who did what to it."""
    consultation = kept_by(request, slug)
    context = {
        "consultation": consultation,
        "happenings": history.readable(history.of(consultation)[:300]),
        "trail": trail_to_consultation(consultation),
    }
    return TemplateResponse(request, "engagement/consultation_history.html", context)


def kept_by(request: HttpRequest, slug: str) -> Consultation:
    """The consultation at an address, for the officers of the group that runs it."""
    consultation = consultation_at(request, slug)
    require(can_edit_consultation, request.user, consultation)
    return consultation


def page(
    request: HttpRequest, consultation: Consultation, form: Any, heading: str, **more: Any
) -> HttpResponse:
    """A form about a consultation."""
    context = {
        "consultation": consultation,
        "form": form,
        "heading": heading,
        "trail": trail_to_consultation(consultation),
    }
    return TemplateResponse(request, "engagement/consultation_form.html", context | more)


def _back(consultation: Consultation) -> str:
    return consultation.get_absolute_url()


def _write_options(*, consultation: Consultation, options: list, rejected: list, by: Any) -> Consultation:
    return operations.write_options(consultation, options=[*options, *rejected], by=by)
