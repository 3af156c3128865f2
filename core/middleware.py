"""Nothing that a person typed is lost because their session ended meanwhile."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render, resolve_url
from django.urls import reverse

from core import kept


class KeepWhatWasTyped:
    """Someone whose session has lapsed sends a form: keep the words, ask for a sign-in, give the words back.

    Stands before `LoginRequiredMiddleware`, which would send them to sign in with empty hands.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Once the words have arrived where they were going, they need not be kept any longer."""
        response = self.get_response(request)
        if request.method == "POST" and response.status_code < 400 and request.user.is_authenticated:
            kept.forget_when_sent(request)
        return response

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], args: Any, kwargs: Any
    ) -> HttpResponse | None:
        """Step in only where a page needs a sign-in that is no longer there."""
        if not getattr(view, "login_required", True):
            return None
        if request.user.is_authenticated:
            return None
        if getattr(request, "htmx", False):
            return signed_out_fragment(request)
        if request.method != "POST":
            return None
        if kept.keep(request):
            return redirect_to_login(reverse("core:resume"))
        if kept.readable(request.POST):
            return too_long_to_keep(request)
        return None


def signed_out_fragment(request: HttpRequest) -> HttpResponse:
    """A page that talks to the server as one types stays as it is, and says that its reader must sign in."""
    context = {"sign_in_address": resolve_url(settings.LOGIN_URL)}
    response = render(request, "components/signed_out.html", context, status=401)
    response["HX-Retarget"] = "#house-live"
    response["HX-Reswap"] = "innerHTML"
    return response


def too_long_to_keep(request: HttpRequest) -> HttpResponse:
    """A text longer than a session should hold is shown to be copied instead."""
    context = {"kept": kept.readable(request.POST), "lost_files": kept.names_of(request.FILES)}
    return render(request, "core/copy_what_was_typed.html", context, status=401)
