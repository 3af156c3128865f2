"""Having one's say: the form for everyone, and the page of officers who write down what came otherwise."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import CsrfViewMiddleware
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from core.refusals import Refused
from engagement import operations, pace
from engagement.forms.responding import TOO_OLD, EnterResponseForm, RespondForm
from engagement.models import Consultation, Response
from engagement.permissions import can_respond
from engagement.views.consultation_keeping import kept_by, page
from engagement.views.consultations import consultation_at, trail_to_consultation
from meetings.views.steps import done, posted
from partnership.models import User

TOO_FAST = (
    "More responses have come from your network in the last minutes than one person sends. "
    "What you wrote stands below: wait ten minutes, then send it again."
)


class _Check(CsrfViewMiddleware):
    """The framework's check of where a form came from, asked by the page itself so that it can keep what was typed."""

    def _reject(self, request: HttpRequest, reason: str) -> str:
        return reason


# Checked below: whoever stays on the page for longer than their token lasts keeps their words on the page itself.
@csrf_exempt
@never_cache
@login_not_required
@require_http_methods(["GET", "POST"])
def respond(request: HttpRequest, slug: str) -> HttpResponse:
    """Read what it is about, answer, send: one page, with a script or without."""
    consultation = consultation_at(request, slug)
    form = RespondForm(
        posted(request), consultation=consultation, cancel_address=consultation.get_absolute_url()
    )
    status = 200
    if request.method == "POST":
        if pace.is_too_fast(request, consultation):
            form.full_clean()
            form.show_again(TOO_FAST)
            status = 429
        elif _came_from_elsewhere(request):
            form.full_clean()
            form.show_again(TOO_OLD)
        elif response := _respond(form, consultation, request):
            return redirect("engagement:response_received", slug, response.token)
    context = {
        "consultation": consultation,
        "form": form,
        "can_respond": can_respond(request.user, consultation) or form.is_bound,
        "options": [each for each in consultation.options.all() if not each.is_rejected],
        "trail": trail_to_consultation(consultation),
    }
    return TemplateResponse(request, "engagement/respond.html", context, status=status)


@never_cache
@login_not_required
@require_safe
def response_received(request: HttpRequest, slug: str, token: UUID) -> HttpResponse:
    """That it has arrived, with the number to keep. Only its sender knows this address."""
    consultation = consultation_at(request, slug)
    response = get_object_or_404(Response.objects.of_consultation(consultation), token=token)
    context = {
        "consultation": consultation,
        "response": response,
        "trail": trail_to_consultation(consultation),
    }
    return TemplateResponse(request, "engagement/response_received.html", context)


@require_http_methods(["GET", "POST"])
def enter_response(request: HttpRequest, slug: str) -> HttpResponse:
    """Write down what came on paper, by email, at an event or by telephone."""
    consultation = kept_by(request, slug)
    form = EnterResponseForm(
        posted(request), consultation=consultation, cancel_address=consultation.get_absolute_url()
    )
    if form.is_valid() and (response := _enter(form, consultation, request)):
        return done(request, f"It is written down as response {response.receipt}.", request.path)
    words = "What is written down here cannot be changed afterwards: it stands as it arrived."
    return page(request, consultation, form, "Write down a response", words=words)


def _respond(form: RespondForm, consultation: Consultation, request: HttpRequest) -> Response | None:
    if not form.is_valid():
        return None
    return _unless_refused(
        form,
        lambda: operations.respond(
            consultation,
            said=form.said_by_sender(),
            token=form.cleaned_data["token"],
            mark=form.cleaned_data["mark"],
            by=request.user if isinstance(request.user, User) else None,
        ),
    )


def _enter(form: EnterResponseForm, consultation: Consultation, request: HttpRequest) -> Response | None:
    answers: dict[str, Any] = form.cleaned_data
    about = {name: answers[name] for name in ("name", "body_name", "email")}
    rest = {name: answers[name] for name in ("channel", "received_on", "late_reason", "consultee", "token")}
    return _unless_refused(
        form,
        lambda: operations.enter_response(consultation, said=form.said(**about), by=request.user, **rest),
    )


def _unless_refused(form: Any, operation: Callable[[], Response]) -> Response | None:
    try:
        return operation()
    except Refused as refusal:
        form.refuse(refusal)
        return None


def _came_from_elsewhere(request: HttpRequest) -> bool:
    check = _Check(lambda request: HttpResponse())
    check.process_request(request)
    return bool(check.process_view(request, respond_without_exemption, (), {}))


def respond_without_exemption() -> None:
    """Stands for a view that is not exempt, as the framework's check wants one."""
