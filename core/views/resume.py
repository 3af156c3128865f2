"""Back from signing in: here is what you typed."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.views.decorators.http import require_http_methods

from core import kept


@require_http_methods(["GET", "POST"])
def resume(request: HttpRequest) -> HttpResponse:
    """Show what was kept, offer to send it where it was going, or throw it away."""
    if request.method == "POST":
        kept.forget(request)
        return redirect("/")
    waiting = kept.what_was_kept(request)
    context = {"waiting": waiting, "kept": kept.readable(waiting["fields"]) if waiting else []}
    return TemplateResponse(request, "core/resume.html", context)
