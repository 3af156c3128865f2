"""What is new from meetings, for those who read with a program of their own: what everyone may see."""

from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_safe

from core.calendars import of_the_site
from core.feeds import feed_response
from localities.models import Locality
from meetings import feeds
from partnership.models import Group


@login_not_required
@require_safe
def decisions_feed(request: HttpRequest) -> HttpResponse:
    """Decisions of all groups, the latest published first."""
    return feed_response(
        request,
        of_the_site("Decisions"),
        feeds.decisions(),
        page=reverse("meetings:decisions"),
        subtitle="What was decided, as it is published",
    )


@login_not_required
@require_safe
def group_feed(request: HttpRequest, group: str) -> HttpResponse:
    """All that a group gives out: agendas, papers, minutes, decisions, and reports of its meetings."""
    of = get_object_or_404(Group.objects.visible_to(AnonymousUser()), slug=group)
    return feed_response(
        request,
        of_the_site(of.name),
        feeds.of_group(of),
        page=of.get_absolute_url(),
        subtitle="Agendas, papers, minutes, decisions and reports, as they are published",
    )


@login_not_required
@require_safe
def locality_feed(request: HttpRequest, slug: str) -> HttpResponse:
    """All that concerns one locality."""
    of = get_object_or_404(Locality, slug=slug)
    return feed_response(
        request,
        of_the_site(of.name),
        feeds.of_locality(of),
        page=of.get_absolute_url(),
        subtitle="Agendas, papers, minutes and decisions about it, as they are published",
    )
