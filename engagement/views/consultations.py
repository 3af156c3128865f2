"""Consultations as everyone reads them: the register with its timeline, and each on a page of its own."""

from itertools import chain
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from core import history
from core.refusals import require
from core.spreadsheets import csv_response
from engagement import readiness, spreadsheets
from engagement.filters import ConsultationFilter
from engagement.models import Citation, Consultation, Mention, Theme
from engagement.permissions import can_edit_consultation, can_see_forward_plan, is_officer
from engagement.register import page_of_register
from engagement.timeline import timeline
from partnership.following import following

Trail = list[tuple[str, str]]
HOME: Trail = [("Consultations", "/consultations/")]
PER_PAGE = 20


@login_not_required
@require_safe
def consultations(request: HttpRequest) -> HttpResponse:
    """The register: what is open first, then everything, with a picture of when."""
    rows = Consultation.objects.visible_to(request.user)
    form = ConsultationFilter(request.GET, request.user, rows.newest_first())
    named = form.named(Mention.objects.visible_to(request.user))
    page = page_of_register(form.found(), named, request, per_page=PER_PAGE)
    now = timezone.now()
    context = {
        "form": form,
        "page": page,
        "told": form.told(page.paginator.count),
        "open": rows.open_at(now).with_bodies().with_places().order_by("closes_on", "closes_at")[:20],
        "timeline": timeline(
            [entry.consultation for entry in page if entry.consultation],
            [entry.mention for entry in page if entry.mention],
            today=timezone.localdate(now),
        ),
        "only_named": all(entry.mention for entry in page),
        "can_begin": is_officer(request.user),
        "can_see_forward_plan": can_see_forward_plan(request.user),
        "trail": [],
    }
    return TemplateResponse(request, "engagement/consultations.html", context)


@login_not_required
@require_safe
def consultations_csv(request: HttpRequest) -> HttpResponseBase:
    """The same register as a table for spreadsheets."""
    rows = Consultation.objects.visible_to(request.user).newest_first()
    form = ConsultationFilter(request.GET, request.user, rows)
    found = form.found().with_bodies().with_places()
    named = form.named(Mention.objects.visible_to(request.user)).latest_first().with_item()
    table = chain(spreadsheets.consultations(found), spreadsheets.named_in_minutes(named))
    return csv_response("consultations", spreadsheets.CONSULTATIONS, table)


@require_safe
def forward_plan(request: HttpRequest) -> HttpResponse:
    """What every partner plans to ask, so that nobody is asked the same twice."""
    require(can_see_forward_plan, request.user)
    rows = Consultation.objects.visible_to(request.user).coming_at(timezone.now())
    planned = rows.with_bodies().with_places().order_by("opens_on", "title")[:200]
    context = {
        "planned": planned,
        "timeline": timeline(planned, [], today=timezone.localdate()),
        "can_begin": is_officer(request.user),
        "trail": HOME,
    }
    return TemplateResponse(request, "engagement/consultation_plan.html", context)


@login_not_required
@require_safe
def consultation(request: HttpRequest, slug: str) -> HttpResponse:
    """One consultation: what, who decides, how to respond, until when, what happens next."""
    consultation, user = consultation_at(request, slug), request.user
    keeps = can_edit_consultation(user, consultation)
    is_planned = consultation.stage in (Consultation.Stage.DRAFT, Consultation.Stage.PLANNED)
    context: dict[str, Any] = {
        "consultation": consultation,
        "options": consultation.options.all(),
        "consultees": consultation.consultees.select_related("response")[:100],
        "channels": consultation.channels.all()[:100],
        "changes": history.of(consultation).filter(verb="days changed"),
        "themes": _themes(consultation, keeps),
        "citations": Citation.objects.seen_by(user).of_consultation(consultation).with_both(),
        "response_count": consultation.responses.count() if consultation.launched_at else 0,
        "rules": readiness.too_short_for(consultation) if consultation.shorter_reason else [],
        "can_edit_consultation": keeps,
        "steps": readiness.checklist(consultation) if keeps and is_planned else [],
        "following": following(consultation, user) if consultation.launched_at else None,
        "trail": HOME,
    }
    return TemplateResponse(request, "engagement/consultation.html", context)


def _themes(consultation: Consultation, keeps: bool) -> list[Theme]:
    """Everyone reads them once it is concluded; its officers before."""
    if not keeps and consultation.stage != Consultation.Stage.CONCLUDED:
        return []
    return list(Theme.objects.of_consultation(consultation).most_said_first())


def consultation_at(request: HttpRequest, slug: str) -> Consultation:
    """The consultation at an address, if the reader may see it."""
    found = Consultation.objects.visible_to(request.user).with_bodies().select_related("deciding_group")
    return get_object_or_404(found, slug=slug)


def trail_to_consultation(consultation: Consultation) -> Trail:
    return [*HOME, (consultation.title, consultation.get_absolute_url())]
