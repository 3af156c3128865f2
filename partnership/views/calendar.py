"""The page on which somebody makes, copies, renews and revokes the private address of their calendar."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from core.refusals import Refused
from partnership import operations
from partnership.models import CalendarAddress
from partnership.views.pages import signed_in


@require_safe
@never_cache
def my_calendar(request: HttpRequest) -> HttpResponse:
    """The address, with what is in the calendar and who can read it."""
    mine = CalendarAddress.objects.visible_to(request.user)
    address = mine.in_force().first()
    context: dict[str, Any] = {
        "address": address,
        "former": mine.revoked().latest_first()[:10],
        "trail": [("Your account", "/account/")],
    }
    if address and address.key:
        path = reverse("portal:private_calendar", args=[address.key])
        context["whole"] = f"{settings.SITE_URL}{path}"
        context["path"] = path
    return TemplateResponse(request, "partnership/my_calendar.html", context)


@require_POST
def make_my_calendar(request: HttpRequest) -> HttpResponse:
    """Make an address, where there is none."""
    return _done(request, operations.make_calendar_address, "Your calendar has an address.")


@require_POST
def renew_my_calendar(request: HttpRequest) -> HttpResponse:
    """Have another in its place."""
    return _done(
        request,
        operations.renew_calendar_address,
        "Your calendar has another address. The former one is shut.",
    )


@require_POST
def revoke_my_calendar(request: HttpRequest) -> HttpResponse:
    """Shut it."""
    return _done(
        request,
        operations.revoke_calendar_address,
        "The address is shut. Nobody can read your calendar there.",
    )


def _done(request: HttpRequest, operation: Any, sentence: str) -> HttpResponse:
    user = signed_in(request)
    try:
        operation(user, by=user)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, sentence)
    return redirect("partnership:my_calendar")
