"""A locality's whole page: who leads it first, then what is happening there, then what is known of it."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from localities.models import Locality, Mechanism, Objective, Placing
from localities.overview import in_force_on
from localities.permissions import can_keep_localities, can_read_history_of_locality, can_record_in
from localities.so_far import MEASURED_BY, Counted
from partnership.following import following
from partnership.forms.memberships import AsOnForm
from partnership.models import Group
from partnership.offices import holder_on, timeline_of, vacant_since
from portal import in_locality


@login_not_required
@require_safe
def locality(request: HttpRequest, slug: str) -> HttpResponse:
    """The whole page of one locality; of a past day, who led it then, its team and what it was made of."""
    locality = get_object_or_404(Locality.objects.with_group(), slug=slug)
    form = AsOnForm(request.GET)
    day = form.cleaned_data.get("on") if form.is_valid() else None
    context = {
        "locality": locality,
        "day": day,
        "filter_form": form,
        "trail": [("Localities", reverse("localities:localities"))],
        **who_and_where(locality, day or timezone.localdate()),
    }
    if day is None:
        context |= {
            **in_locality.what_happens(locality, request.user),
            **what_is_known(locality, lead=context["lead"], team=context["team"]),
            "partnership": Group.objects.visible_to(request.user).filter(pk=locality.group_id).first(),
            "following": following(locality, request.user),
            "can_keep": can_keep_localities(request.user),
            "can_record": can_record_in(request.user, locality),
            "can_read_history": can_read_history_of_locality(request.user),
        }
    return TemplateResponse(request, "portal/locality.html", context)


def who_and_where(locality: Locality, day: Any) -> dict[str, Any]:
    """Who led it on a day, who was in the team, and what it was made of."""
    leads = list(locality.leads.with_people())
    boundary_set = in_force_on(day)
    placings = list(Placing.objects.filter(boundary_set=boundary_set, locality=locality).in_order())
    return {
        "lead": holder_on(leads, day),
        "leads": timeline_of(leads),
        "vacant_since": vacant_since(leads),
        "team": locality.team.on(day).with_people(),
        "boundary_set": boundary_set,
        "parishes": [placing.area for placing in placings if placing.area.kind == "parish"],
        "parts": [placing.area for placing in placings if placing.area.kind == "sub_locality"],
        "wards": [placing.area for placing in placings if placing.area.kind == "ward"],
    }


def what_is_known(locality: Locality, *, lead: Any, team: Any) -> dict[str, Any]:
    """Needs and objectives with how far they have come, what works, plans, figures."""
    objectives = list(locality.objectives.all())
    mechanisms = list(locality.mechanisms.current().with_names())
    plans = list(locality.plans.with_progress())
    counted = Counted(
        ways=len(mechanisms),
        ways_that_work=sum(each.verdict == Mechanism.Verdict.WORKS for each in mechanisms),
        is_led=lead is not None,
        team=len({member.person_id for member in team}),
        plans=len(plans),
        plans_adopted=sum(each.adopted_on is not None for each in plans),
    )
    return {
        "needs": locality.needs.all(),
        "has_objectives": bool(objectives),
        # What several say of themselves is said once.
        "illustrative": dict.fromkeys(each.illustrative for each in objectives if each.illustrative),
        "aims": [
            {
                "label": aim.label,
                "key": aim.value,
                "objectives": [objective for objective in objectives if objective.aim == aim],
                "measured_by": MEASURED_BY[aim],
                "counted": counted.under(aim),
            }
            for aim in Objective.Aim
        ],
        "mechanisms": mechanisms,
        "plans": plans,
        "figures": locality.figures.all(),
    }
