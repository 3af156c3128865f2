"""Parish plans and community-led plans."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction

from core import history
from core.refusals import Refused
from core.slugs import free_slug
from localities.models import Area, CommunityPlan, Locality, PlanAction
from partnership import notices
from partnership.models import User


@transaction.atomic
def add_plan(
    locality: Locality, *, name: str, parishes: Iterable[Area] = (), by: User | None, **values
) -> CommunityPlan:
    """Put a plan on the register. Where it is adopted, followers of the locality are told."""
    parishes = list(parishes)
    _refuse_other_areas(parishes)

    plan = CommunityPlan(locality=locality, name=name, slug=free_slug(CommunityPlan, name), **values)
    history.add(plan, by=by)
    plan.parishes.set(parishes)

    if plan.is_adopted:
        _tell_of_adoption(plan)
    return plan


@transaction.atomic
def edit_plan(plan: CommunityPlan, *, parishes: Iterable[Area], by: User | None, **values) -> CommunityPlan:
    """Correct what is known of a plan, or record that it was adopted: then followers of the locality are told."""
    plan = CommunityPlan.objects.select_for_update(of=("self",)).select_related("locality").get(pk=plan.pk)
    parishes = list(parishes)
    _refuse_other_areas(parishes)
    was_adopted = plan.is_adopted
    before, after = [str(each) for each in plan.parishes.all()], [str(each) for each in parishes]

    history.edit(plan, by=by, **values)
    if set(before) != set(after):
        plan.parishes.set(parishes)
        changes: dict[str, Any] = {"parishes": [", ".join(before), ", ".join(after)]}
        history.record(plan, "edited", by=by, changes=changes)

    if plan.is_adopted and not was_adopted:
        _tell_of_adoption(plan)
    return plan


@transaction.atomic
def add_plan_action(plan: CommunityPlan, *, by: User | None, **values) -> PlanAction:
    """Put something that is to be done into a plan."""
    action = PlanAction(plan=plan, **values)
    history.add(action, by=by)
    return action


@transaction.atomic
def edit_plan_action(action: PlanAction, *, by: User | None, **values) -> PlanAction:
    """Correct an action, or record how far it has come."""
    action = PlanAction.objects.select_for_update().get(pk=action.pk)
    history.edit(action, by=by, **values)
    return action


def _refuse_other_areas(parishes: list[Area]) -> None:
    if any(area.kind != Area.Kind.PARISH for area in parishes):
        raise Refused("A plan covers parishes, and nothing else.")


def _tell_of_adoption(plan: CommunityPlan) -> None:
    followers = User.objects.following(plan.locality)
    notices.tell(
        followers,
        "community_plan_adopted",
        about=plan,
        occasion=str(plan.adopted_on),
        followed=[plan.locality],
    )
