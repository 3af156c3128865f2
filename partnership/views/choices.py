"""What a reader is told, and when; and the page behind the link that stops it without signing in."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from partnership import operations, stopping
from partnership.choosing import chosen_by
from partnership.forms.choices import NoticeChoicesForm
from partnership.models import Notice
from partnership.views.pages import signed_in


@require_http_methods(["GET", "HEAD", "POST"])
def choose_notices(request: HttpRequest) -> HttpResponse:
    """Everything that a reader may choose about being told, in one form."""
    reader = signed_in(request)
    chosen = chosen_by(reader)
    form = NoticeChoicesForm(request.POST or None, chosen=chosen)

    if request.method == "POST" and form.carry_out(
        lambda **_: operations.choose_notices(reader, by=reader, **form.answers())
    ):
        messages.success(request, "Your choices are saved.")
        return redirect("partnership:choose_notices")

    context = {"form": form, "summary": chosen.summary, "trail": [("Your account", "/account/")]}
    return TemplateResponse(request, "partnership/choose_notices.html", context)


# Whoever has the link may stop the mail, as RFC 8058 asks: without a session, a cookie or a token of a form. Asking for
# the page changes nothing, because the scanners of mail servers follow every link.
@csrf_exempt
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def stop_notices(request: HttpRequest, token: str) -> HttpResponse:
    """Say what the link in a mail stops, and stop it with one press; or take that back."""
    found = stopping.read(token)
    if found is None:
        return TemplateResponse(request, "partnership/stop_no_notices.html", {"trail": []}, status=404)

    done = ""
    if request.method == "POST":
        done = _carry_out(found, request.POST.get("do", "stop"))
    context: dict[str, Any] = {
        "is_stopped": stopping.is_stopped(found),
        "done": done,
        "what": stopping.what_stops(found) if isinstance(found, Notice) else "",
        "about": found.about if isinstance(found, stopping.Address) else None,
        "is_digest": isinstance(found, Notice) and found.what == "digest",
        "has_login": isinstance(found, Notice),
        "trail": [],
    }
    return TemplateResponse(request, "partnership/stop_notices.html", context)


def _carry_out(found: Notice | stopping.Address, wish: str) -> str:
    if isinstance(found, stopping.Address):
        if wish == "resume":
            operations.resume_address(found, by=None)
        else:
            operations.stop_address(found, by=None)
    elif wish == "resume":
        operations.resume_notices(found, by=found.to)
    elif wish == "weekly" and found.what == "digest" and found.to:
        operations.make_digests_weekly(found.to, by=found.to)
    else:
        operations.stop_notices(found, by=found.to)
        return "stop"
    return wish
