"""The page of somebody who is signed in: what waits for them."""

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.views.decorators.http import require_safe

from partnership.models import Group
from partnership.permissions import is_administrator
from portal import news, visits, waiting
from portal import roles as role
from portal.views.home import NEWS


@require_safe
def my_work(request: HttpRequest) -> HttpResponse:
    """Actions, agendas, minutes, decisions and terms that wait for this login, and what is new."""
    since = visits.last_visit(request)
    roles = role.of_login(request.user)
    lists = waiting.for_login(request.user, roles)
    to_do = [each for each in lists if not each.is_news]
    context = {
        "to_do": to_do,
        "count": sum(len(each.shown) for each in to_do),
        "has_more": any(each.has_more for each in to_do),
        "to_know": [each for each in lists if each.is_news],
        "supported": roles.supported,
        "member_of": Group.objects.with_member(request.user).open_today(),
        "is_administrator": is_administrator(request.user),
        "since": since,
        "news": news.since(since, request.user, **NEWS) if since else [],
    }
    return TemplateResponse(request, "portal/my_work.html", context)
