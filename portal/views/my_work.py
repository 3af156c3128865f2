"""The page of somebody who is signed in: what waits for them."""

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.views.decorators.http import require_safe

from partnership.models import Group
from partnership.permissions import is_administrator
from portal import lately, visits, waiting


@require_safe
def my_work(request: HttpRequest) -> HttpResponse:
    """Actions, agendas, minutes, decisions and terms that wait for this login, and what is new."""
    since = visits.last_visit(request)
    lists = waiting.for_login(request.user)
    to_do = [each for each in lists if not each.is_news]
    context = {
        "to_do": to_do,
        "count": sum(len(each.shown) for each in to_do),
        "has_more": any(each.has_more for each in to_do),
        "to_know": [each for each in lists if each.is_news],
        "supported": Group.objects.supported_by(request.user).open_today(),
        "member_of": Group.objects.with_member(request.user).open_today(),
        "is_administrator": is_administrator(request.user),
        "since": since,
        "news": lately.new_since(since, request.user) if since else [],
    }
    return TemplateResponse(request, "portal/my_work.html", context)
