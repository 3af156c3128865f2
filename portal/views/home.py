"""The first page: for everyone what is open, and for each role what it came for."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from portal import home_of, lately, news, visits, waiting
from portal import roles as role

SHOWN = 4
# So many of each kind of news, and of so many kinds; of the others their number. The page of what is new has all.
NEWS = {"each": 3, "kinds": 4}


@login_not_required
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What waits, what is new and what is coming for this person; what was decided and is open for everyone."""
    user = request.user
    roles = role.of_login(user)
    context = _for_everyone(user) | (
        _for_login(request, roles) if user.is_authenticated else _for_reader(user)
    )
    return TemplateResponse(request, "portal/home.html", context | {"roles": roles})


def _for_everyone(user: Any) -> dict[str, Any]:
    return {
        "decisions": lately.just_decided(user)[:SHOWN],
        "consultations": lately.open_consultations(user)[:SHOWN],
    }


def _for_reader(user: Any) -> dict[str, Any]:
    """Whoever comes to read sees what is coming, the minutes, and who decides."""
    coming = list(lately.coming(user)[:SHOWN])
    return {
        "coming": coming,
        "held": [] if coming else lately.past(user)[:SHOWN],
        "minuted": lately.meetings_with_published_minutes(user)[:SHOWN],
        "actions": lately.open_actions(user),
        "leading_groups": lately.leading_groups(user),
    }


def _for_login(request: HttpRequest, roles: role.Roles) -> dict[str, Any]:
    """What waits and what is new come first, then what the roles add; readers with a login read on as everyone does."""
    user: Any = request.user
    since = visits.last_visit(request)
    lists = waiting.for_login(user, roles, without=_shown_elsewhere(roles))
    to_do = [each for each in lists if not each.is_news]
    context = {
        "to_do": to_do,
        "count": sum(len(each.shown) for each in to_do),
        "has_more": any(each.has_more for each in to_do),
        "to_know": [each for each in lists if each.is_news],
        "since": since,
        "news": news.since(since, user, **NEWS) if since else [],
        "today": timezone.localdate(),
        "own": home_of.meetings_of(roles),
        "sector": home_of.for_sector(roles, since),
        "missing": home_of.for_administrator(roles),
    }
    return context | (_for_reader(user) if roles.is_reader else {})


def _shown_elsewhere(roles: role.Roles) -> frozenset[Any]:
    """What another part of the page has: meetings, and for administrators the vacancies of all groups."""
    return waiting.SHOWN_ELSEWHERE_ON_HOME | (waiting.VACANCIES if roles.is_administrator else frozenset())
