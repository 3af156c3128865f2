"""Keeping the measures of the framework's aims, and recording what they came to."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone

from core import history
from core.refusals import Refused
from engagement.models import Measure, MeasureResult
from partnership.models import User


@transaction.atomic
def add_measure(*, aim: str, title: str, by: User, **values: Any) -> Measure:
    """Say by which figure an aim is judged."""
    measure = Measure(aim=aim, title=title, **values)
    history.add(measure, by=by)
    return measure


@transaction.atomic
def edit_measure(measure: Measure, *, by: User, **values: Any) -> Measure:
    """Reword it, or set another baseline or target. The results stay."""
    measure = Measure.objects.select_for_update().get(pk=measure.pk)
    history.edit(measure, by=by, **values)
    return measure


@transaction.atomic
def record_result(
    measure: Measure, *, on: date, value: Decimal, source: str, reason: str = "", by: User
) -> MeasureResult:
    """Record what it came to on a day; where there is a figure for that day, correct it and say why."""
    measure = Measure.objects.select_for_update().get(pk=measure.pk)
    if on > timezone.localdate():
        raise Refused("That day has not come yet.")

    old = measure.results.in_force().filter(on=on).first()
    result = MeasureResult(
        measure=measure,
        on=on,
        value=value,
        source=source,
        corrects=old,
        reason=reason if old else "",
        by=by,
    )
    history.add(result, by=by, verb="recorded")
    return result
