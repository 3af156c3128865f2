"""One login's calendar at an address that only its owner knows."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseNotFound
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from core.calendars import calendar_response, of_the_site
from partnership.models import CalendarAddress
from portal.private_calendar import in_private_calendar


@login_not_required
@require_safe
def private_calendar(request: HttpRequest, key: str) -> HttpResponse:
    """What its owner may see today. Unknown, revoked and of a login that is not in use are one answer."""
    address = CalendarAddress.objects.with_key(key).select_related("user").first()
    if address is None:
        # No page with links: each of them would carry the address on.
        response: HttpResponse = HttpResponseNotFound(
            "There is no calendar here.\n", content_type="text/plain"
        )
    else:
        happenings = in_private_calendar(address.user)
        response = calendar_response(request, of_the_site("My calendar"), happenings, file="my-calendar")
    patch_cache_control(response, private=True, no_cache=True)
    response["Referrer-Policy"] = "no-referrer"
    response["X-Robots-Tag"] = "noindex"
    return response
