"""Steps of consultations: opened, closed, answers published, concluded, called off; each at its own moment."""

from datetime import datetime, timedelta
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q
from django.utils import timezone

from core.models import HistoryEntry
from core.statements import Entry
from core.templatetags.house import british_date
from engagement.models import Consultation
from partnership.periodic_reports import Asked
from partnership.spans import midnight
from portal.sector import Concern


def of(concern: Concern, asked: Asked) -> list[Entry]:
    """Every step in the time, the latest first."""
    called_off = _called_off(asked)
    concerning = Consultation.objects.filter(concern.consultations).values("pk")
    rows: Any = (
        Consultation.objects.visible_to(concern.user)
        .filter(pk__in=concerning, launched_at__isnull=False)
        .filter(_may_have_stepped(asked) | Q(pk__in=called_off))
        .with_bodies()
        .order_by("pk")
    )
    steps = [step for each in rows for step in _steps(each, asked, called_off)]
    return [entry for _, entry in sorted(steps, key=lambda step: step[0], reverse=True)]


def _may_have_stepped(asked: Asked) -> Q:
    """Wide enough for every step: the exact moments are worked out for these few."""
    first, last = timezone.localdate(asked.since), timezone.localdate(asked.until)
    moments = [
        Q(**{f"{field}__gte": asked.since, f"{field}__lt": asked.until})
        for field in ("launched_at", "responses_published_at", "concluded_at")
    ]
    days = Q(opens_on__gte=first, opens_on__lte=last) | Q(
        closes_on__gte=first - timedelta(days=1), closes_on__lte=last
    )
    return moments[0] | moments[1] | moments[2] | days


def _steps(each: Consultation, asked: Asked, called_off: dict[int, datetime]) -> list[tuple[datetime, Entry]]:
    assert each.launched_at is not None
    off = called_off.get(each.pk)
    is_off = each.stage == Consultation.Stage.WITHDRAWN
    opened = max(each.launched_at, midnight(each.opens_on))
    told = [
        (opened, "Opened", f"Responses are taken until {british_date(each.closes_on)}.", not is_off),
        (each.closes, "Closed", _promised(each), not is_off),
        (each.responses_published_at, "Answers published", "What people said can be read.", True),
        (each.concluded_at, "Concluded", "What was asked, said and done can be read.", True),
        (off, "Called off", each.withdrawal_reason, is_off),
    ]
    return [
        (moment, Entry(f"{what}: {each.title}", each.get_absolute_url(), words, what))
        for moment, what, words, happened in told
        if happened and moment is not None and asked.since <= moment < asked.until
    ]


def _promised(each: Consultation) -> str:
    day = each.feedback_due_on
    return f"What came of it is promised by {british_date(day)}." if day else "It is being considered."


def _called_off(asked: Asked) -> dict[int, datetime]:
    kind = ContentType.objects.get_for_model(Consultation)
    rows = HistoryEntry.objects.filter(
        content_type=kind, verb="called off", at__gte=asked.since, at__lt=asked.until
    )
    return dict(rows.values_list("object_id", "at"))
