"""The register of everything that people were asked: consultations, and those of which only minutes know."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import BooleanField, F, QuerySet, Value
from django.http import HttpRequest

from engagement.models import Consultation, Mention


@dataclass(frozen=True)
class Entry:
    """One entry: a consultation with its days, or one that a meeting named, of which nothing else is known."""

    day: date
    consultation: Consultation | None = None
    mention: Mention | None = None


def page_of_register(
    consultations: QuerySet[Consultation], mentions: QuerySet[Mention], request: HttpRequest, *, per_page: int
) -> Page:
    """Both in one list, the latest first, and only as many fetched as a page shows."""
    rows = _keys(consultations, F("opens_on"), named=False).union(
        _keys(mentions, F("item__meeting__held_on"), named=True), all=True
    )
    keys: Any = rows.order_by("-day", "named", "pk")
    page = Paginator(keys, per_page).get_page(request.GET.get("page"))
    page.object_list = _entries(list(page.object_list))
    return page


def _keys(rows: QuerySet, day: F, *, named: bool) -> QuerySet:
    values = {"day": day, "named": Value(named, output_field=BooleanField())}
    return rows.order_by().annotate(**values).values("pk", "day", "named").distinct()


def _entries(keys: list[dict[str, Any]]) -> list[Entry]:
    known = {named: [key["pk"] for key in keys if key["named"] is named] for named in (False, True)}
    asked = Consultation.objects.filter(pk__in=known[False]).with_bodies().with_places().in_bulk()
    mentioned = Mention.objects.among(known[True]).with_item().in_bulk() if known[True] else {}
    return [
        Entry(key["day"], mention=mentioned[key["pk"]])
        if key["named"]
        else Entry(key["day"], consultation=asked[key["pk"]])
        for key in keys
    ]
