"""Money of the sector: movements in pots of its groups and to its bodies, programmes with places for it, bursaries."""

from typing import Any

from django.db.models import Count, F, Q, Sum
from django.db.models.functions import Coalesce
from django.urls import reverse

from core.statements import Entry
from core.templatetags.house import british_date, pounds
from engagement.models import Bursary, Place, Programme
from funding.models import LedgerEntry
from funding.years import year_label
from partnership.periodic_reports import Asked
from portal.sector import NAME, SECTOR, Concern

Kind = LedgerEntry.Kind
# What is planned for which month changes often and says little to the sector: it is told of its own bodies only.
TELLING = (Kind.AWARD, Kind.AWARD_CHANGE, Kind.VIREMENT, Kind.CARRY_OUT, Kind.RETURN, Kind.REVERSAL)


def of(concern: Concern, asked: Asked) -> list[Entry]:
    """Movements, then programmes and bursaries."""
    return [*_movements(concern, asked), *_programmes(concern, asked), *_bursaries(concern, asked)]


def _movements(concern: Concern, asked: Asked) -> list[Entry]:
    """What was recorded in the time, added up by pot, year, kind of movement and stream, the largest sums first."""
    to_its_bodies = Q(destination__project__organisation__sector=SECTOR) | Q(
        source__project__organisation__sector=SECTOR
    )
    rows: Any = (
        LedgerEntry.objects.visible_to(concern.user)
        .filter(recorded_at__gte=asked.since, recorded_at__lt=asked.until)
        .filter(to_its_bodies | Q(pot__group__in=concern.groups, kind__in=TELLING))
        .annotate(
            stream=Coalesce(F("destination__stream__name"), F("source__stream__name")),
            project=Coalesce(F("destination__project__name"), F("source__project__name")),
            year=Coalesce(F("destination__year"), F("source__year")),
        )
        .values("pot__name", "pot__slug", "pot__illustrative", "kind", "stream", "project", "year")
        .annotate(total=Sum("amount"), times=Count("pk"))
        .order_by("-year", "-total", "pot__name", "kind", "stream", "project")
    )
    return [
        Entry(
            f"{Kind(row['kind']).label}: {pounds(row['total'])}",
            reverse("funding:ledger", args=[row["pot__slug"]]),
            _where(row),
            "partly illustrative" if row["pot__illustrative"] else "",
        )
        for row in rows
    ]


def _where(row: dict[str, Any]) -> str:
    words = [row["pot__name"], row["stream"], row["project"], year_label(row["year"]) if row["year"] else ""]
    if row["times"] > 1:
        words.append(f"in {row['times']} movements")
    return ", ".join(filter(None, words))


def _programmes(concern: Concern, asked: Asked) -> list[Entry]:
    """New ones, and those in which places of the sector were offered."""
    offered = Place.objects.in_sector(SECTOR).filter(offered_at__gte=asked.since, offered_at__lt=asked.until)
    new = Q(published_at__gte=asked.since, published_at__lt=asked.until, **{f"{SECTOR.value}_places__gt": 0})
    rows: Any = Programme.objects.visible_to(concern.user).filter(new | Q(pk__in=offered.values("programme")))
    found = []
    for each in rows.filter(published_at__isnull=False).with_room():
        promised = getattr(each, f"{SECTOR.value}_promised")
        words = f"{promised} of {each.room_for(SECTOR)} places for the {NAME} are promised."
        if each.apply_by:
            words += f" The last day to apply is {british_date(each.apply_by)}."
        if each.bursary_fund:
            words += f" A fund of {pounds(each.bursary_fund)} helps bodies with small budgets."
        if each.illustrative:
            words += f" Illustrative: {each.illustrative}"
        found.append(Entry(f"Places: {each.title}", each.get_absolute_url(), words))
    return found


def _bursaries(concern: Concern, asked: Asked) -> list[Entry]:
    """Decided in the time, of places that the reader may see: most see their own."""
    seen = Place.objects.visible_to(concern.user).in_sector(SECTOR)
    rows = Bursary.objects.filter(
        place__in=seen.values("pk"), decided_at__gte=asked.since, decided_at__lt=asked.until
    )
    return [
        Entry(
            f"Bursary: {each.place.programme}",
            each.get_absolute_url(),
            f"{pounds(each.awarded)} of {pounds(each.asked)} asked for"
            if each.awarded
            else "It was not awarded.",
            each.get_state_display(),
        )
        for each in rows.select_related("place__programme").order_by("decided_at")
    ]
