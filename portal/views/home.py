"""The first page."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.views.decorators.http import require_safe

from portal import lately, visits, waiting

SHOWN = 4


@login_not_required
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What is coming, what was just decided, what is open; for people who are signed in, what waits for them."""
    user = request.user
    since = visits.last_visit(request)
    context = {
        "coming": lately.coming(user)[:SHOWN],
        "held": lately.past(user)[:SHOWN],
        "decisions": lately.just_decided(user)[:SHOWN],
        "minuted": lately.meetings_with_published_minutes(user)[:SHOWN],
        "actions": lately.open_actions(user),
        "consultations": lately.open_consultations(user)[:SHOWN],
        "leading_groups": lately.leading_groups(user),
        "to_do": [each for each in waiting.for_login(user) if not each.is_news]
        if user.is_authenticated
        else [],
        "since": since,
        "news": lately.new_since(since, user) if since else [],
    }
    return TemplateResponse(request, "portal/home.html", context)
