"""What is new: since the last visit, or of the last days, of all kinds or of one."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from core.pages import page_of
from portal import news, visits

OF_A_KIND = 5
PER_PAGE = 20
DAYS = {"7": 7, "30": 30}


@dataclass(frozen=True)
class Choice:
    """One moment to look back to."""

    key: str
    label: str
    is_chosen: bool


@login_not_required
@require_safe
def new(request: HttpRequest) -> HttpResponse:
    """Everything that came since a moment, by kind; with ?kind= all of one kind, a page at a time."""
    visit = visits.last_visit(request)
    chosen, since = _since(request, visit)
    kind = news.BY_KEY.get(request.GET.get("kind", ""))
    context: dict[str, Any] = {
        "since": since,
        "is_since_visit": chosen == "visit",
        "chosen": chosen,
        "choices": _choices(chosen, visit),
        "kind": kind,
        "trail": [("What is new", f"/new/?since={chosen}")] if kind else [],
    }
    if kind:
        rows = kind.fetched(kind.since(since, request.user))
        page: Any = page_of(rows, request, per_page=PER_PAGE)
        page.news = kind.in_words(page.object_list)
        context["page"] = page
    else:
        context["headings"] = news.since(since, request.user, each=OF_A_KIND)
    return TemplateResponse(request, "portal/new.html", context)


def _since(request: HttpRequest, visit: datetime | None) -> tuple[str, datetime]:
    """What was asked for; without an answer that makes sense the last visit, or a week."""
    asked = request.GET.get("since", "")
    if asked not in DAYS and visit:
        return "visit", visit
    asked = asked if asked in DAYS else "7"
    return asked, timezone.now() - timedelta(days=DAYS[asked])


def _choices(chosen: str, visit: datetime | None) -> list[Choice]:
    offered = [("visit", "Since your last visit")] if visit else []
    offered += [(key, f"The last {days} days") for key, days in DAYS.items()]
    return [Choice(key, label, key == chosen) for key, label in offered]
