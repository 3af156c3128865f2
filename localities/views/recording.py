"""Recording what is known of a locality: figures, what works, needs and objectives, plans."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_http_methods

from core.forms import GovukForm
from core.refusals import require
from localities import operations
from localities.forms.recording import (
    ApproachForm,
    CheckForm,
    FigureForm,
    MechanismForm,
    NeedForm,
    ObjectiveForm,
    PlanActionForm,
    PlanForm,
)
from localities.models import (
    Audience,
    CommunityPlan,
    Locality,
    Mechanism,
    Need,
    Objective,
    PlanAction,
    ProfileFigure,
)
from localities.permissions import can_record_in
from localities.views.pages import form_page, locality_recorded, trail_to
from localities.views.telling import done, posted
from partnership.forms.answers import EndForm, ReasonForm


@require_http_methods(["GET", "POST"])
def add_figure(request: HttpRequest, slug: str) -> HttpResponse:
    """Put a figure on the record, with its source."""
    locality = locality_recorded(request, slug)
    form = FigureForm(posted(request), cancel_address=locality.get_absolute_url())
    return recorded(request, locality, form, "Add a figure", operations.add_figure, locality)


@require_http_methods(["GET", "POST"])
def edit_figure(request: HttpRequest, pk: int) -> HttpResponse:
    """Correct a figure."""
    figure = part_of_a_locality(request, ProfileFigure, pk)
    form = FigureForm(posted(request), thing=figure, cancel_address=figure.get_absolute_url())
    return recorded(request, figure.locality, form, "Edit the figure", operations.edit_figure, figure)


@require_http_methods(["GET", "POST"])
def remove_figure(request: HttpRequest, pk: int) -> HttpResponse:
    """Take out a figure that should not stand there."""
    figure = part_of_a_locality(request, ProfileFigure, pk)
    form = ReasonForm(posted(request), cancel_address=figure.get_absolute_url())
    form.submit_label, form.is_warning = "Remove the figure", True
    return recorded(request, figure.locality, form, f"Remove “{figure}”", operations.remove_figure, figure)


@require_http_methods(["GET", "POST"])
def describe_approach(request: HttpRequest, slug: str) -> HttpResponse:
    """Say how people are worked with in this locality."""
    locality = locality_recorded(request, slug)
    form = ApproachForm(posted(request), thing=locality, cancel_address=locality.get_absolute_url())
    return recorded(request, locality, form, "The tailored approach", operations.describe_approach, locality)


@require_http_methods(["GET", "POST"])
def add_need(request: HttpRequest, slug: str) -> HttpResponse:
    """Record a need, and how it is known."""
    locality = locality_recorded(request, slug)
    form = NeedForm(posted(request), cancel_address=locality.get_absolute_url())
    return recorded(request, locality, form, "Record a need", operations.add_need, locality)


@require_http_methods(["GET", "POST"])
def edit_need(request: HttpRequest, pk: int) -> HttpResponse:
    """Reword a need."""
    need = part_of_a_locality(request, Need, pk)
    form = NeedForm(posted(request), thing=need, cancel_address=need.get_absolute_url())
    return recorded(request, need.locality, form, "Edit the need", operations.edit_need, need)


@require_http_methods(["GET", "POST"])
def add_objective(request: HttpRequest, slug: str) -> HttpResponse:
    """Record what the locality wants to reach."""
    locality = locality_recorded(request, slug)
    form = ObjectiveForm(
        posted(request), initial={"aim": request.GET.get("aim")}, cancel_address=locality.get_absolute_url()
    )
    return recorded(request, locality, form, "Record an objective", operations.add_objective, locality)


@require_http_methods(["GET", "POST"])
def edit_objective(request: HttpRequest, pk: int) -> HttpResponse:
    """Reword an objective, or record how far it has come."""
    objective = part_of_a_locality(request, Objective, pk)
    form = ObjectiveForm(posted(request), thing=objective, cancel_address=objective.get_absolute_url())
    return recorded(
        request, objective.locality, form, "Edit the objective", operations.edit_objective, objective
    )


@require_http_methods(["GET", "POST"])
def add_mechanism(request: HttpRequest, slug: str) -> HttpResponse:
    """Record a way of reaching people; an empty cell of the matrix names the audience."""
    locality = locality_recorded(request, slug)
    chosen = Audience.objects.filter(slug=request.GET.get("audience", "").replace("\x00", ""))
    form = MechanismForm(
        posted(request), initial={"audiences": chosen}, cancel_address=locality.get_absolute_url()
    )
    words = "What works is built on, and what does not work is worth knowing too."
    heading = "Record what works, or does not"
    return recorded(request, locality, form, heading, operations.add_mechanism, locality, words=words)


@require_http_methods(["GET", "POST"])
def edit_mechanism(request: HttpRequest, pk: int) -> HttpResponse:
    """Correct what is known of a way of reaching people."""
    mechanism = part_of_a_locality(request, Mechanism, pk)
    form = MechanismForm(posted(request), thing=mechanism, cancel_address=mechanism.get_absolute_url())
    heading = f"Edit “{mechanism}”"
    return recorded(request, mechanism.locality, form, heading, operations.edit_mechanism, mechanism)


@require_http_methods(["GET", "POST"])
def check_mechanism(request: HttpRequest, pk: int) -> HttpResponse:
    """Record that somebody looked at it again."""
    mechanism = part_of_a_locality(request, Mechanism, pk)
    form = CheckForm(posted(request), thing=mechanism, cancel_address=mechanism.get_absolute_url())
    heading = f"Check “{mechanism}”"
    return recorded(request, mechanism.locality, form, heading, operations.check_mechanism, mechanism)


@require_http_methods(["GET", "POST"])
def end_mechanism(request: HttpRequest, pk: int) -> HttpResponse:
    """It exists no more."""
    mechanism = part_of_a_locality(request, Mechanism, pk)
    began_on = mechanism.last_checked_on
    form = EndForm(posted(request), began_on=began_on, cancel_address=mechanism.get_absolute_url())
    heading = f"The end of “{mechanism}”"
    return recorded(request, mechanism.locality, form, heading, operations.end_mechanism, mechanism)


@require_http_methods(["GET", "POST"])
def add_plan(request: HttpRequest, slug: str) -> HttpResponse:
    """Put a plan on the register."""
    locality = locality_recorded(request, slug)
    form = PlanForm(posted(request), cancel_address=locality.get_absolute_url())
    return recorded(request, locality, form, "Add a plan", operations.add_plan, locality)


@require_http_methods(["GET", "POST"])
def edit_plan(request: HttpRequest, slug: str) -> HttpResponse:
    """Correct what is known of a plan, or record that it was adopted."""
    plan = plan_recorded(request, slug)
    form = PlanForm(posted(request), thing=plan, cancel_address=plan.get_absolute_url())
    return recorded(request, plan.locality, form, f"Edit “{plan}”", operations.edit_plan, plan)


@require_http_methods(["GET", "POST"])
def add_plan_action(request: HttpRequest, slug: str) -> HttpResponse:
    """Put something that is to be done into a plan."""
    plan = plan_recorded(request, slug)
    form = PlanActionForm(posted(request), cancel_address=plan.get_absolute_url())
    return recorded(request, plan.locality, form, "Add an action", operations.add_plan_action, plan)


@require_http_methods(["GET", "POST"])
def edit_plan_action(request: HttpRequest, pk: int) -> HttpResponse:
    """Correct an action, or record how far it has come."""
    action = get_object_or_404(PlanAction.objects.select_related("plan__locality"), pk=pk)
    require(can_record_in, request.user, action.plan.locality)
    form = PlanActionForm(posted(request), thing=action, cancel_address=action.get_absolute_url())
    heading = "Edit the action"
    return recorded(request, action.plan.locality, form, heading, operations.edit_plan_action, action)


def part_of_a_locality(request: HttpRequest, model: Any, pk: int) -> Any:
    """Something that is known of a locality, for those who record what is known of it."""
    part = get_object_or_404(model.objects.select_related("locality"), pk=pk)
    require(can_record_in, request.user, part.locality)
    return part


def plan_recorded(request: HttpRequest, slug: str) -> CommunityPlan:
    """The plan at an address, for those who record what is known of its locality."""
    plan = get_object_or_404(CommunityPlan.objects.select_related("locality"), slug=slug)
    require(can_record_in, request.user, plan.locality)
    return plan


def recorded(
    request: HttpRequest,
    locality: Locality,
    form: GovukForm,
    heading: str,
    operation: Callable[..., Any],
    thing: Any,
    *,
    words: str = "",
) -> HttpResponse:
    """The form; or, once it is right, the page on which what was recorded stands."""
    if saved := form.carry_out(operation, thing, by=request.user):
        return done(request, "It is on the record.", saved)
    return form_page(request, form, heading, trail=trail_to(locality), about=locality, words=words)
