"""What this site is, how far everyone can use it, and what it keeps about its readers."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.views.decorators.http import require_safe


@login_not_required
@require_safe
def about(request: HttpRequest) -> HttpResponse:
    """What the record is and where it comes from."""
    return TemplateResponse(request, "portal/about.html", {"is_demonstration": settings.DEMONSTRATION})


@login_not_required
@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    """How far everyone can use the site, what was tested and how."""
    return TemplateResponse(request, "portal/accessibility.html")


@login_not_required
@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """What is kept about readers and about the people named in the record, and the cookies."""
    context = {"weeks": settings.SESSION_COOKIE_AGE // (7 * 24 * 60 * 60)}
    return TemplateResponse(request, "portal/privacy.html", context)
