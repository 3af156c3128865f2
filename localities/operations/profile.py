"""Figures about a locality."""

from django.db import transaction

from core import history
from localities.models import Locality, ProfileFigure
from partnership.models import User


@transaction.atomic
def add_figure(locality: Locality, *, by: User | None, **values) -> ProfileFigure:
    """Put a figure on the record, with its source."""
    figure = ProfileFigure(locality=locality, **values)
    history.add(figure, by=by)
    return figure


@transaction.atomic
def edit_figure(figure: ProfileFigure, *, by: User | None, **values) -> ProfileFigure:
    """Correct a figure."""
    figure = ProfileFigure.objects.select_for_update().get(pk=figure.pk)
    history.edit(figure, by=by, **values)
    return figure


@transaction.atomic
def remove_figure(figure: ProfileFigure, *, by: User | None, reason: str) -> Locality:
    """Take out a figure that should not stand there. The history keeps it."""
    figure = (
        ProfileFigure.objects.select_for_update(of=("self",)).select_related("locality").get(pk=figure.pk)
    )
    history.record(figure, "removed", by=by, reason=reason)
    history.record(figure.locality, "figure removed", by=by, reason=f"{figure}: {reason}")
    figure.delete()
    return figure.locality
