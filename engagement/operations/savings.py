"""Counting what was saved, once."""

from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from core import history
from core.refusals import Refused
from engagement.models import Consultation, Finding, OverlapChoice, Saving
from partnership.models import User

KIND_OF = {
    OverlapChoice.Choice.MERGE: Saving.Kind.MERGED,
    OverlapChoice.Choice.JOINT: Saving.Kind.SHARED,
}


@transaction.atomic
def record_saving(choice: OverlapChoice, *, amount: Decimal, basis: str, by: User) -> Saving:
    """Say what asking together has saved: it follows from what was chosen about an overlap."""
    kind = KIND_OF.get(OverlapChoice.Choice(choice.choice))
    if kind is None:
        raise Refused("Only merging two, or asking with one invitation, saves anything.")
    saving = Saving(
        kind=kind,
        consultation=choice.consultation,
        other=choice.other,
        choice=choice,
        amount=amount,
        basis=basis,
        by=by,
        at=timezone.now(),
    )
    history.add(saving, by=by)
    return saving


@transaction.atomic
def record_avoided(
    consultation: Consultation, *, amount: Decimal, basis: str, finding: Finding | None = None, by: User
) -> Saving:
    """Say what was saved because something had been asked already."""
    saving = Saving(
        kind=Saving.Kind.AVOIDED,
        consultation=consultation,
        finding=finding,
        amount=amount,
        basis=basis,
        by=by,
        at=timezone.now(),
    )
    history.add(saving, by=by)
    return saving


@transaction.atomic
def strike_saving(saving: Saving, *, reason: str, by: User) -> Saving:
    """Say that a saving no longer counts. It stays in the register, marked so."""
    saving = Saving.objects.select_for_update().get(pk=saving.pk)
    if saving.struck_reason:
        raise Refused("It is struck out already.")
    history.edit(saving, by=by, verb="struck out", reason=reason, struck_reason=reason)
    return saving
