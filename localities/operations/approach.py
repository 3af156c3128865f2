"""How the approach is tailored to a locality: its needs and its objectives."""

from django.db import transaction

from core import history
from localities.models import Locality, Need, Objective
from partnership.models import User


@transaction.atomic
def describe_approach(locality: Locality, *, approach: str, by: User | None) -> Locality:
    """Say how people are worked with in this locality, as suits it."""
    locality = Locality.objects.select_for_update().get(pk=locality.pk)
    history.edit(locality, by=by, approach=approach)
    return locality


@transaction.atomic
def add_need(locality: Locality, *, by: User | None, **values) -> Need:
    """Record what people in a locality need, and how that is known."""
    need = Need(locality=locality, **values)
    history.add(need, by=by)
    return need


@transaction.atomic
def edit_need(need: Need, *, by: User | None, **values) -> Need:
    """Reword a need."""
    need = Need.objects.select_for_update().get(pk=need.pk)
    history.edit(need, by=by, **values)
    return need


@transaction.atomic
def add_objective(locality: Locality, *, by: User | None, **values) -> Objective:
    """Record what a locality wants to reach, under one of the three aims."""
    objective = Objective(locality=locality, **values)
    history.add(objective, by=by)
    return objective


@transaction.atomic
def edit_objective(objective: Objective, *, by: User | None, **values) -> Objective:
    """Reword an objective, or record how far it has come."""
    objective = Objective.objects.select_for_update().get(pk=objective.pk)
    history.edit(objective, by=by, **values)
    return objective
