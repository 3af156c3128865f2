"""Pages for when something went wrong, each with a way on."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseServerError
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views.decorators.csrf import requires_csrf_token

from core import kept


def server_error(request: HttpRequest) -> HttpResponse:
    """Our fault. Drawn without the reader's session, because the database may be what has failed."""
    return HttpResponseServerError(render_to_string("500.html", {"SITE_NAME": settings.SITE_NAME}))


@requires_csrf_token
def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form was too old, or came from elsewhere: it is not acted on; its words are shown to be copied."""
    try:
        typed, lost_files = kept.readable(request.POST), kept.names_of(request.FILES)
    except Exception:  # an upload broken off half-way cannot be read at all
        typed, lost_files = [], []
    context = {"kept": typed, "lost_files": lost_files, "address": request.get_full_path()}
    return render(request, "403_csrf.html", context, status=403)
