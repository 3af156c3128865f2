"""Matters that run through everything."""

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from partnership.following import following
from partnership.models import Topic
from partnership.permissions import can_manage_people
from portal import story


@login_not_required
@require_safe
def topics(request: HttpRequest) -> HttpResponse:
    """Every topic, with how often it came up."""
    page = Paginator(story.topics_with_counts(request.user), 50).get_page(request.GET.get("page"))
    context = {"page": page, "can_manage_people": can_manage_people(request.user)}
    return TemplateResponse(request, "portal/topics.html", context)


@login_not_required
@require_safe
def topic(request: HttpRequest, slug: str) -> HttpResponse:
    """What was put on agendas, said, decided and done about one matter, the oldest first; of all kinds or one."""
    topic = get_object_or_404(Topic, slug=slug)
    phrases = story.in_short(topic, request.user)
    kind = story.kind_called(request.GET.get("kind", ""))
    page = Paginator(story.of(topic, request.user, kind), 30).get_page(request.GET.get("page"))
    context = {
        "topic": topic,
        "kind": kind,
        "kinds": [each for each in story.KINDS if each.name in phrases],
        "page": page,
        "entries": story.told(page),
        "lead": story.lead(phrases),
        "span": story.span(topic, request.user),
        "following": following(topic, request.user),
        "can_manage_people": can_manage_people(request.user),
        "trail": [("Topics", reverse("portal:topics"))],
    }
    return TemplateResponse(request, "portal/topic.html", context)
