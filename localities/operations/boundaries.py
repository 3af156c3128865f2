"""Drafting a set of boundaries, and publishing it."""

from collections.abc import Iterable
from datetime import date

from django.db import transaction
from django.utils import timezone

from core import history
from core.refusals import Refused
from core.templatetags.house import british_date
from localities.models import Area, BoundarySet, Locality, Placing, Shape
from partnership.models import User

NAMED_AT_MOST = 5


@transaction.atomic
def draft_boundary_set(*, name: str, begins_on: date, by: User | None, **values) -> BoundarySet:
    """Begin a set of boundaries as a copy of the one before it, so that only what changes has to be moved."""
    _refuse_a_day_in_the_past_of_another(begins_on)

    boundary_set = BoundarySet(name=name, begins_on=begins_on, **values)
    history.add(boundary_set, by=by, verb="drafted")
    before = BoundarySet.objects.before(boundary_set).first()
    if before:
        still_there = Area.objects.existing_on(begins_on).values("pk")
        Placing.objects.bulk_create(
            Placing(
                boundary_set=boundary_set, locality_id=each.locality_id, area_id=each.area_id, fit=each.fit
            )
            for each in before.placings.filter(area__in=still_there)
        )
        Shape.objects.bulk_create(
            Shape(boundary_set=boundary_set, locality_id=each.locality_id, outline=each.outline)
            for each in before.shapes.all()
        )
        if not boundary_set.credits:
            history.edit(boundary_set, by=by, credits=before.credits)
    return boundary_set


@transaction.atomic
def edit_boundary_set(boundary_set: BoundarySet, *, by: User | None, **values) -> BoundarySet:
    """Reword a draft, or change the day on which it begins."""
    boundary_set = _draft(boundary_set)
    _refuse_a_day_in_the_past_of_another(values.get("begins_on", boundary_set.begins_on))
    history.edit(boundary_set, by=by, **values)
    return boundary_set


@transaction.atomic
def place_area(
    boundary_set: BoundarySet, *, areas: Iterable[Area], locality: Locality, by: User | None
) -> BoundarySet:
    """Put areas into a locality of a draft, and out of any other they were in."""
    boundary_set = _draft(boundary_set)
    areas = list(areas)

    boundary_set.placings.filter(area__in=areas).exclude(locality=locality).delete()
    there = set(boundary_set.placings.filter(locality=locality).values_list("area_id", flat=True))
    for area in areas:
        if area.pk not in there:
            Placing.objects.create(boundary_set=boundary_set, locality=locality, area=area, fit=fit_of(area))
    history.record(boundary_set, f"placed in {locality}", by=by, reason=_named(areas, every=True))
    return boundary_set


@transaction.atomic
def take_out_of_set(boundary_set: BoundarySet, *, areas: Iterable[Area], by: User | None) -> BoundarySet:
    """Put areas out of every locality of a draft, as with wards once parishes are known."""
    boundary_set = _draft(boundary_set)
    areas = list(areas)
    boundary_set.placings.filter(area__in=areas).delete()
    history.record(boundary_set, "taken out", by=by, reason=_named(areas, every=True))
    return boundary_set


@transaction.atomic
def draw_shape(
    boundary_set: BoundarySet, *, locality: Locality, outline: list[list[float]], by: User | None
) -> Shape:
    """Give a draft the outline of a locality, for the map."""
    boundary_set = _draft(boundary_set)
    shape = Shape(boundary_set=boundary_set, locality=locality, outline=outline)
    history.add(shape, by=by, verb="drawn")
    return shape


@transaction.atomic
def publish_boundary_set(boundary_set: BoundarySet, *, by: User) -> BoundarySet:
    """Make a draft the boundaries that hold from its first day on. It never changes again."""
    boundary_set = _draft(boundary_set)

    _refuse_a_day_in_the_past_of_another(boundary_set.begins_on)
    if none := list(boundary_set.parishes_in_none()):
        raise Refused(f"{_parishes(none)} in no locality: {_named(none)}. Place them first.")
    if two := list(boundary_set.parishes_in_two()):
        raise Refused(
            f"{_parishes(two)} in two localities: {_named(two)}. Move each into the right one first."
        )

    history.edit(
        boundary_set,
        by=by,
        verb="published",
        status=BoundarySet.Status.PUBLISHED,
        published_at=timezone.now(),
        published_by=by,
    )
    return boundary_set


@transaction.atomic
def discard_boundary_set(boundary_set: BoundarySet, *, by: User | None) -> None:
    """Throw a draft away. Its history stays."""
    boundary_set = _draft(boundary_set)
    history.record(boundary_set, "discarded", by=by)
    boundary_set.delete()


def fit_of(area: Area) -> str:
    """How an area lies in a locality: a ward by best fit, anything else exactly."""
    return Placing.Fit.BEST if area.kind == Area.Kind.WARD else Placing.Fit.EXACT


def _draft(boundary_set: BoundarySet) -> BoundarySet:
    boundary_set = BoundarySet.objects.select_for_update().get(pk=boundary_set.pk)
    if boundary_set.is_published:
        raise Refused("A published set of boundaries stays as it is. Make a new one.")
    return boundary_set


def _refuse_a_day_in_the_past_of_another(begins_on: date) -> None:
    latest = BoundarySet.objects.published().order_by("-begins_on").first()
    if latest and latest.begins_on >= begins_on:
        raise Refused(
            f"“{latest}” holds from {british_date(latest.begins_on)}, and two sets cannot hold on one day. "
            "Enter a later day."
        )


def _parishes(parishes: list[Area]) -> str:
    return "1 parish is" if len(parishes) == 1 else f"{len(parishes)} parishes are"


def _named(areas: list[Area], *, every: bool = False) -> str:
    names = [area.name for area in areas]
    if every or len(names) <= NAMED_AT_MOST:
        return ", ".join(names)
    return f"{', '.join(names[:NAMED_AT_MOST])} and {len(names) - NAMED_AT_MOST} more"
