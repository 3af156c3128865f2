"""What meetings named and the record of listening keeps, as the page of the meeting tells it."""

from typing import Any

from django.db.models import F, QuerySet, Value
from django.urls import reverse

from engagement.models import Mention, Programme
from meetings.led_to import LedTo
from meetings.models import Meeting

# Where each is kept, and the name of its page.
KEPT_IN = {
    "mention": "In the register of consultations",
    "programme": "Among the programmes",
}


def kept_of_items(meeting: Meeting, reader: Any) -> dict[str, list[LedTo]]:
    """The consultations that were named under its items, and the programmes that were told of. One question."""
    named = _links(Mention.objects.visible_to(reader).of_meeting(meeting), "mention")
    told = _links(Programme.objects.visible_to(reader).told_at(meeting), "programme")
    found: dict[str, dict[str, list[tuple[str, str]]]] = {}
    for number, page, title, slug, _ in named.union(told, all=True).order_by("page", "key"):
        things = found.setdefault(number, {}).setdefault(page, [])
        things.append((title, reverse(f"engagement:{page}", args=[slug])))
    return {
        number: [LedTo(KEPT_IN[page], things) for page, things in pages.items()]
        for number, pages in found.items()
    }


def _links(rows: QuerySet, page: str) -> QuerySet:
    annotated = rows.order_by().annotate(number_=F("item__number"), page=Value(page), key=F("pk"))
    return annotated.values_list("number_", "page", "title", "slug", "key")
