"""The three aims of the framework: how each is measured, how far it has come, and what localities do under it."""

from collections import defaultdict
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.views.decorators.http import require_http_methods, require_safe

from core.refusals import require
from engagement import operations
from engagement.forms.measures import MeasureForm, ResultForm
from engagement.models import Measure, MeasureResult
from engagement.permissions import is_officer
from localities.models import Locality, Objective
from localities.so_far import MEASURED_BY, so_far
from meetings.views.steps import Trail, done, posted

HOME: Trail = [("Engagement", "/engagement/")]
PAGE = "/engagement/objectives/"


@login_not_required
@require_safe
def objectives(request: HttpRequest) -> HttpResponse:
    """Each aim with its measures, and what the localities want to reach under it."""
    in_force = MeasureResult.objects.in_force().order_by("on", "pk")
    measures = defaultdict(list)
    for measure in Measure.objects.prefetch_related(Prefetch("results", in_force, to_attr="figures")):
        measures[measure.aim].append(measure)
    theirs = defaultdict(list)
    for objective in Objective.objects.select_related("locality").order_by(
        "locality__position", "locality__name", "pk"
    ):
        theirs[objective.aim].append(objective)
    places = Locality.objects.all()
    counted = so_far(places)
    context = {
        "aims": [
            _aim(aim, measures[aim.value], theirs[aim.value])
            | {
                "measured_by": MEASURED_BY[aim],
                "counted": [
                    (place, counted[place.pk].under(aim), _of(theirs[aim.value], place)) for place in places
                ],
            }
            for aim in Objective.Aim
        ],
        "can_keep_measures": is_officer(request.user),
        "trail": HOME,
    }
    return TemplateResponse(request, "engagement/objectives.html", context)


@require_http_methods(["GET", "POST"])
def add_measure(request: HttpRequest) -> HttpResponse:
    """By which figure an aim is judged."""
    require(is_officer, request.user)
    form = MeasureForm(posted(request), cancel_address=PAGE)
    if measure := form.carry_out(operations.add_measure, by=request.user):
        return done(request, "The measure is added.", measure)
    return _page(request, form, "Add a measure")


@require_http_methods(["GET", "POST"])
def edit_measure(request: HttpRequest, pk: int) -> HttpResponse:
    """Reword a measure, or set another baseline or target."""
    require(is_officer, request.user)
    measure = get_object_or_404(Measure, pk=pk)
    form = MeasureForm(posted(request), measure=measure, cancel_address=PAGE)
    if form.carry_out(operations.edit_measure, measure, by=request.user):
        return done(request, "The measure is saved.", measure)
    return _page(request, form, "Change a measure")


@require_http_methods(["GET", "POST"])
def record_result(request: HttpRequest, pk: int) -> HttpResponse:
    """What a measure came to."""
    require(is_officer, request.user)
    measure = get_object_or_404(Measure, pk=pk)
    form = ResultForm(posted(request), cancel_address=PAGE)
    if form.carry_out(operations.record_result, measure, by=request.user):
        return done(request, "The figure is recorded.", measure)
    return _page(request, form, f"Record a figure: {measure}")


def _aim(aim: Objective.Aim, measures: list[Measure], objectives: list[Objective]) -> dict[str, Any]:
    """One aim as it is read: how many objectives stand where, and each of them."""
    counts = [
        (label.lower(), sum(each.progress == value for each in objectives))
        for value, label in Objective.Progress.choices
    ]
    return {
        "label": aim.label,
        "key": aim.value,
        "measures": measures,
        "objectives": _together(objectives),
        "counts": [(label, count) for label, count in counts if count],
    }


def _of(objectives: list[Objective], locality: Locality) -> list[Objective]:
    return [each for each in objectives if each.locality_id == locality.pk]


def _together(objectives: list[Objective]) -> list[list[Objective]]:
    """Those that several localities share in the same words, together; in the order of the localities."""
    alike: dict[tuple[str, str], list[Objective]] = {}
    for each in objectives:
        alike.setdefault((each.text, each.illustrative), []).append(each)
    return list(alike.values())


def _page(request: HttpRequest, form: Any, heading: str) -> HttpResponse:
    context = {"form": form, "heading": heading, "trail": [*HOME, ("Objectives", PAGE)]}
    return TemplateResponse(request, "engagement/consultation_form.html", context)
