"""Whether two pieces of asking would meet the same people in the same place at the same time."""

import hashlib
import json

from django.db.models import Q

from engagement.models import Consultation, OverlapChoice

# A draft of others is nobody's business yet; what was called off meets nobody.
COUNTS = (Consultation.Stage.PLANNED, Consultation.Stage.LAUNCHED, Consultation.Stage.CONCLUDED)


def of(consultation: Consultation) -> list[Consultation]:
    """Every other that shares a day, a place (or is countywide) and an audience with this one. Two queries more."""
    localities = [each.pk for each in consultation.localities.all()]
    audiences = [each.pk for each in consultation.audiences.all()]
    place = Q(localities__in=localities)
    if consultation.is_countywide:
        place = Q(is_countywide=True) | Q(localities__isnull=False)
    elif localities:
        place |= Q(is_countywide=True)
    found = (
        Consultation.objects.filter(place, stage__in=COUNTS, audiences__in=audiences)
        .on_days(consultation.opens_on, consultation.closes_on)
        .exclude(pk=consultation.pk)
        .distinct()
    )
    return list(found.with_bodies().with_places().order_by("opens_on", "pk"))


def meet(one: Consultation, other: Consultation) -> bool:
    """The same, of two that are at hand: the rule in Python, for the tests to hold the query against."""
    days = one.opens_on <= other.closes_on and other.opens_on <= one.closes_on
    places = {each.pk for each in one.localities.all()} & {each.pk for each in other.localities.all()}
    somewhere = all(each.is_countywide or each.localities.all() for each in (one, other))
    place = bool(places) or (somewhere and (one.is_countywide or other.is_countywide))
    audience = {each.pk for each in one.audiences.all()} & {each.pk for each in other.audiences.all()}
    return days and place and bool(audience)


def mark_of(one: Consultation, other: Consultation) -> str:
    """What tells this overlap from another of the same two: their days, places and audiences, whichever is first."""
    shapes = sorted((each.pk, _shape(each)) for each in (one, other))
    return hashlib.sha256(json.dumps(shapes).encode()).hexdigest()


def choices_for(consultation: Consultation, others: list[Consultation]) -> dict[int, OverlapChoice]:
    """What was chosen for each of the others, by its id, as long as nothing has changed since; by either side."""
    marks = {mark_of(consultation, other): other.pk for other in others}
    found = OverlapChoice.objects.filter(mark__in=marks).select_related("by").order_by("at", "pk")
    return {marks[choice.mark]: choice for choice in found}


def unsettled(consultation: Consultation) -> list[Consultation]:
    """Those for which nobody has chosen yet what to do."""
    others = of(consultation)
    chosen = choices_for(consultation, others)
    return [other for other in others if other.pk not in chosen]


def _shape(consultation: Consultation) -> list:
    return [
        consultation.opens_on.isoformat(),
        consultation.closes_on.isoformat(),
        consultation.is_countywide,
        sorted(each.pk for each in consultation.localities.all()),
        sorted(each.pk for each in consultation.audiences.all()),
    ]
