"""What the body makes of the recommendations under an item."""

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from core.refusals import require
from meetings import operations
from meetings.forms.recommendations import ResolveForm
from meetings.models import Recommendation
from meetings.permissions import can_write_minutes
from meetings.report_reading import recommendations_on
from meetings.report_text import as_put
from meetings.views.agenda import item_at
from meetings.views.steps import Trail, done, trail_to


@require_http_methods(["GET", "POST"])
def resolve_recommendations(request: HttpRequest, group: str, day: date, number: str) -> HttpResponse:
    """Each recommendation that is put to the body under an item: accept it as it stands, or in other words."""
    item = item_at(request, group, day, number)
    require(can_write_minutes, request.user, item.meeting)
    waiting = recommendations_on(item, request.user)
    forms = [_form(request, each) for each in waiting]
    pressed = next((form for form in forms if form.is_bound), None)
    if pressed is not None:
        decision = pressed.carry_out(
            operations.resolve_recommendation, pressed.recommendation, item=item, by=request.user
        )
        if decision:
            left = len(waiting) > 1
            where = request.path if left else f"{write_address(item)}#item-{item.number}"
            return done(
                request, f"Decision {decision} is logged: {decision.get_outcome_display().lower()}.", where
            )
    context = {"meeting": item.meeting, "item": item, "forms": forms, "form": pressed, "trail": _trail(item)}
    return TemplateResponse(request, "meetings/resolve_recommendations.html", context)


def write_address(item) -> str:
    """The minuting page, where the officer came from."""
    return reverse("meetings:write", args=item.meeting.address)


def _form(request: HttpRequest, recommendation: Recommendation) -> ResolveForm:
    """The form of one recommendation, filled in if its own button was pressed."""
    pressed = request.method == "POST" and request.POST.get("do", "").endswith(f"-{recommendation.pk}")
    return ResolveForm(
        request.POST if pressed else None, recommendation=recommendation, put=as_put(recommendation)
    )


def _trail(item) -> Trail:
    return [*trail_to(item.meeting), (f"Item {item.number}", item.get_absolute_url())]
