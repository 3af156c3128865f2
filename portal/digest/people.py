"""The seats of the sector, and what its representatives reported."""

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.urls import reverse

from core.models import HistoryEntry
from core.statements import Entry
from core.templatetags.house import british_date
from meetings.models import RepresentativeReport
from partnership.models import Group, Seat, SeatHolding
from partnership.periodic_reports import Asked
from portal.sector import SECTOR, Concern

WORDS = {"filled": "Filled", "ended": "Ended", "mandate renewed": "Mandate renewed"}


def _address(seat: Seat) -> str:
    return reverse("partnership:group_seats", args=[seat.group.slug])


def seats(concern: Concern, asked: Asked) -> list[Entry]:
    """Seats of the sector that were filled, given up or renewed, from the moment on at which that was recorded."""
    kind = ContentType.objects.get_for_model(SeatHolding)
    recorded = HistoryEntry.objects.filter(
        content_type=kind, verb__in=WORDS, at__gte=asked.since, at__lt=asked.until
    )
    steps = list(recorded.order_by("-at", "-pk").values_list("object_id", "verb"))
    rows = SeatHolding.objects.filter(
        pk__in={pk for pk, _ in steps},
        seat__nominated_by__sector=SECTOR,
        seat__group__in=Group.objects.visible_to(concern.user).values("pk"),
    )
    holdings = {each.pk: each for each in rows.select_related("seat__group", "person")}
    return [_step(holdings[pk], verb) for pk, verb in steps if pk in holdings]


def _step(holding: SeatHolding, verb: str) -> Entry:
    seat, person = holding.seat, holding.person
    if verb == "filled":
        words = f"{person} holds it from {british_date(holding.starts_on)}."
    elif verb == "ended":
        words = f"{person} held it until {british_date(holding.ends_on)}."
    else:
        words = f"{person} holds it on a mandate until {british_date(holding.mandate_ends_on)}."
    return Entry(f"{seat.title}, {seat.group}", _address(seat), words, WORDS[verb])


def vacant(concern: Concern) -> list[Entry]:
    """Seats of the sector that nobody holds today."""
    rows: Any = Seat.objects.vacant().filter(
        nominated_by__sector=SECTOR,
        group__in=Group.objects.visible_to(concern.user).open_today().values("pk"),
    )
    return [
        Entry(
            f"{seat.title}, {seat.group}",
            _address(seat),
            f"The {seat.nominated_by} nominates for it.",
            "Vacant",
        )
        for seat in rows.select_related("group", "nominated_by")
    ]


def reports(concern: Concern, asked: Asked) -> list[Entry]:
    """What other representatives told bodies of the sector."""
    rows = (
        RepresentativeReport.objects.visible_to(concern.user)
        .published()
        .filter(published_at__gte=asked.since, published_at__lt=asked.until, body__sector=SECTOR)
        .exclude(author__user=concern.user)
        .with_names()
        .order_by("-published_at", "pk")
    )
    return [
        Entry(each.title, each.get_absolute_url(), f"By {each.author}, to the {each.body}.") for each in rows
    ]
