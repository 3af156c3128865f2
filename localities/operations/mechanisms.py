"""What works in a locality and what does not."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import transaction

from core import history
from core.refusals import Refused
from core.slugs import free_slug
from localities.models import Audience, Locality, Mechanism
from partnership.models import User


@transaction.atomic
def add_audience(*, name: str, position: int = 0, by: User | None) -> Audience:
    """Name people to be reached."""
    audience = Audience(name=name, slug=free_slug(Audience, name), position=position)
    history.add(audience, by=by)
    return audience


@transaction.atomic
def edit_audience(audience: Audience, *, by: User | None, **values) -> Audience:
    """Reword an audience, or give it another place."""
    audience = Audience.objects.select_for_update().get(pk=audience.pk)
    history.edit(audience, by=by, **values)
    return audience


@transaction.atomic
def add_mechanism(
    locality: Locality, *, audiences: Iterable[Audience], by: User | None, **values
) -> Mechanism:
    """Record a way of reaching people, and whether it works."""
    audiences = list(audiences)
    _refuse_nobody(audiences)
    mechanism = Mechanism(locality=locality, **values)
    history.add(mechanism, by=by)
    mechanism.audiences.set(audiences)
    return mechanism


@transaction.atomic
def edit_mechanism(
    mechanism: Mechanism, *, audiences: Iterable[Audience], by: User | None, **values
) -> Mechanism:
    """Correct what is known of a way of reaching people."""
    mechanism = _locked(mechanism)
    audiences = list(audiences)
    _refuse_nobody(audiences)
    before, after = [str(each) for each in mechanism.audiences.all()], [str(each) for each in audiences]

    history.edit(mechanism, by=by, **values)
    if set(before) != set(after):
        mechanism.audiences.set(audiences)
        changes: dict[str, Any] = {"audiences": [", ".join(before), ", ".join(after)]}
        history.record(mechanism, "edited", by=by, changes=changes)
    return mechanism


@transaction.atomic
def check_mechanism(
    mechanism: Mechanism, *, verdict: str, evidence: str, last_checked_on: date, by: User | None
) -> Mechanism:
    """Somebody looked at it again: whether it works, and how that is known."""
    mechanism = _locked(mechanism)

    if last_checked_on < mechanism.last_checked_on:
        raise Refused("It was checked later than that already. Enter a later day.")

    history.edit(
        mechanism, by=by, verb="checked", verdict=verdict, evidence=evidence, last_checked_on=last_checked_on
    )
    return mechanism


@transaction.atomic
def end_mechanism(mechanism: Mechanism, *, on: date, by: User | None, reason: str = "") -> Mechanism:
    """It exists no more; `on` is the first day without it."""
    mechanism = _locked(mechanism)

    if mechanism.ended_on is not None:
        raise Refused("It has ended already.")

    history.edit(mechanism, by=by, verb="ended", reason=reason, ended_on=on)
    return mechanism


def _locked(mechanism: Mechanism) -> Mechanism:
    return Mechanism.objects.select_for_update(of=("self",)).select_related("locality").get(pk=mechanism.pk)


def _refuse_nobody(audiences: list[Audience]) -> None:
    if not audiences:
        raise Refused("Say whom it is meant to reach.")
