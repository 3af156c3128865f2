"""The mail that the demonstration would have sent. No other installation has these pages."""

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from core import outbox
from core.outbox import Sent

SHOWN = 25


@require_safe
def sent_mail(request: HttpRequest) -> HttpResponse:
    """Every message, the latest first; of one address if asked."""
    _demonstration_only()
    to = request.GET.get("to", "").strip().lower()[:200]
    page = Paginator(outbox.names(to=to), SHOWN).get_page(request.GET.get("page"))
    context = {"page": page, "messages_sent": outbox.messages(page.object_list), "to": to}
    return TemplateResponse(request, "portal/sent_mail.html", context)


@require_safe
def sent_message(request: HttpRequest, name: str) -> HttpResponse:
    """One message as its reader would have got it, with its files."""
    context = {"message_sent": _message_or_404(name), "trail": [("Sent mail", reverse("portal:sent_mail"))]}
    return TemplateResponse(request, "portal/sent_message.html", context)


@require_safe
def sent_file(request: HttpRequest, name: str, number: int) -> HttpResponse:
    """One file that came with a message."""
    enclosures = _message_or_404(name).enclosures
    if not 1 <= number <= len(enclosures):
        raise Http404
    enclosure = enclosures[number - 1]
    response = HttpResponse(enclosure.content, content_type=enclosure.media_type)
    response["Content-Disposition"] = content_disposition_header(True, enclosure.name) or ""
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _message_or_404(name: str) -> Sent:
    _demonstration_only()
    message = outbox.message(name)
    if message is None:
        raise Http404
    return message


def _demonstration_only() -> None:
    if not outbox.is_shown():
        raise Http404
