"""What has failed and what is overdue, in one place."""

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from core.refusals import require
from partnership.permissions import is_administrator
from portal import attention


@require_safe
def attention_page(request: HttpRequest) -> HttpResponse:
    """For administrators: what does not work, what is late, and whom to ask."""
    require(is_administrator, request.user)
    failing, overdue = attention.everything()
    context = {
        "failing": failing,
        "overdue": overdue,
        "trail": [("Manage", reverse("partnership:manage"))],
    }
    return TemplateResponse(request, "portal/attention.html", context)
