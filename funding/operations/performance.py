"""What an agreement promises, what came of it, and how it was judged. Every figure is a row that stays."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import NotRequired, TypedDict, Unpack

from django.db import transaction

from core import history
from core.refusals import Refused
from funding.models import Agreement, Assessment, Indicator, Refresh, Result, Target
from funding.operations.agreements import locked
from meetings.models import Decision
from partnership.models import User


class Word(TypedDict):
    """On whose word something holds, from which day, and why: a decision, or who agreed it elsewhere."""

    decision: NotRequired[Decision | None]
    agreed_elsewhere: NotRequired[str]
    reason: NotRequired[str]
    effective_on: date


@transaction.atomic
def set_target(
    indicator: Indicator,
    *,
    year: int,
    value: Decimal,
    by: User,
    quarter: int | None = None,
    **word: Unpack[Word],
) -> Target:
    """Say for the first time what an indicator is to come to in a period. Only a refresh replaces it."""
    target = Target(indicator=indicator, year=year, quarter=quarter, value=value, by=by, **word)
    history.add(target, by=by)
    return target


@transaction.atomic
def refresh_agreement(
    agreement: Agreement, *, name: str, targets: Mapping[Target, Decimal], by: User, **word: Unpack[Word]
) -> Refresh:
    """Put new targets in the place of old ones, which stay readable beside them.

    `targets` says what each target becomes. One that keeps its value is left as it is. Raises Refused, and changes
    nothing, if none differs or if one has been replaced by somebody else meanwhile.
    """
    agreement = locked(agreement)
    changed = {target: value for target, value in targets.items() if value != target.value}

    if not changed:
        raise Refused("Say for at least one target what it becomes.")
    if Target.objects.filter(pk__in=[target.pk for target in changed], replaced_by__isnull=False).exists():
        raise Refused("A target has been replaced by somebody else meanwhile. Look at the targets again.")

    refresh = Refresh(agreement=agreement, name=name, by=by, **word)
    history.add(refresh, by=by)
    for target, value in changed.items():
        successor = Target(
            indicator=target.indicator,
            year=target.year,
            quarter=target.quarter,
            value=value,
            replaces=target,
            refresh=refresh,
            by=by,
            **word,
        )
        history.add(successor, by=by, verb="replaced in a refresh")
    return refresh


@transaction.atomic
def record_result(
    indicator: Indicator,
    *,
    year: int,
    value: Decimal,
    source: str,
    by: User,
    quarter: int | None = None,
    kind: str = Result.Kind.RESULT,
) -> Result:
    """Write down what an indicator came to in a period, or from where it set out, and where the figure comes from."""
    result = Result(
        indicator=indicator, kind=kind, year=year, quarter=quarter, value=value, source=source, by=by
    )
    history.add(result, by=by)
    return result


@transaction.atomic
def correct_result(result: Result, *, value: Decimal, source: str, reason: str, by: User) -> Result:
    """Put a right figure beside a wrong one, with the reason. Both stay."""
    if value == result.value and source == result.source:
        raise Refused("That is the figure as it stands. Enter what is right instead.")

    correction = Result(
        indicator=result.indicator,
        kind=result.kind,
        year=result.year,
        quarter=result.quarter,
        value=value,
        source=source,
        corrects=result,
        reason=reason,
        by=by,
    )
    history.add(correction, by=by, verb="corrected")
    return correction


@transaction.atomic
def assess_agreement(agreement: Agreement, *, round: str, assessor: str, by: User, **values) -> Assessment:
    """Write down how an agreement, or a block of it, was judged in a round, on all four sides."""
    assessment = Assessment(agreement=agreement, round=round, assessor=assessor, by=by, **values)
    history.add(assessment, by=by)
    return assessment


@transaction.atomic
def correct_assessment(assessment: Assessment, *, reason: str, by: User, **values) -> Assessment:
    """Put a right assessment in the place of a wrong one, with the reason. Both stay."""
    correction = Assessment(
        agreement=assessment.agreement,
        block=assessment.block,
        round=assessment.round,
        assessor=assessment.assessor,
        corrects=assessment,
        reason=reason,
        by=by,
        **values,
    )
    history.add(correction, by=by, verb="corrected")
    return correction
