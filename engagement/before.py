"""Has this been asked before? What was found and what was asked that is close to a piece of asking."""

import re
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.contrib.postgres.search import SearchQuery
from django.db.models import BooleanField, Exists, ExpressionWrapper, OuterRef, Q, QuerySet

from engagement.models import Consultation, Finding

# Beyond these, whoever drafts is better served by the search.
SHOWN = 20
# So many of the newest are held against it; a register of a partnership has no more in living memory.
LOOKED_AT = 500


@dataclass
class Earlier:
    """One finding or consultation that was there before, and what it has in common with the one that is drafted."""

    thing: Finding | Consultation
    kind: str
    day: date
    shared: list[str] = field(default_factory=list)


def asked_before(consultation: Consultation, user: Any) -> list[Earlier]:
    """Findings and consultations that share place, audience or words, those that share most first. Four queries."""
    places = [each.pk for each in consultation.localities.all()]
    audiences = [each.pk for each in consultation.audiences.all()]
    words = " or ".join(sorted(set(re.findall(r"[^\W\d_]{4,}", consultation.title.lower())))[:20])

    found = Finding.objects.visible_to(user).select_related("consultation")
    others = Consultation.objects.visible_to(user).not_called_off().exclude(pk=consultation.pk)
    earlier = []
    for rows, kind, day in ((found, "Finding", "found_on"), (others, "Consultation", "opens_on")):
        marked = _marked(rows, consultation.is_countywide, places, audiences, words)
        for row in marked.order_by(f"-{day}", "pk")[:LOOKED_AT]:
            signs = {"words": row.same_words, "place": row.same_place, "audience": row.same_audience}
            earlier.append(
                Earlier(row, kind, getattr(row, day), [name for name, is_so in signs.items() if is_so])
            )
    earlier.sort(key=lambda each: (len(each.shared), "words" in each.shared, each.day), reverse=True)
    return earlier[:SHOWN]


def _marked(
    rows: QuerySet, is_countywide: bool, places: list[int], audiences: list[int], words: str
) -> QuerySet:
    """Those that share anything, each with what."""
    through_places = rows.model.localities.through.objects
    through_audiences = rows.model.audiences.through.objects
    own = {f"{rows.model._meta.model_name}_id": OuterRef("pk")}
    in_place = Exists(through_places.filter(**own, locality_id__in=places))
    somewhere = Exists(through_places.filter(**own))
    if is_countywide:
        place = Q(is_countywide=True) | Q(somewhere)
    elif places:
        place = Q(is_countywide=True) | Q(in_place)
    else:
        place = Q(pk__in=[])
    spoken = (
        Q(search=SearchQuery(words, search_type="websearch", config="english")) if words else Q(pk__in=[])
    )
    return rows.annotate(
        same_place=ExpressionWrapper(place, output_field=BooleanField()),
        same_audience=Exists(through_audiences.filter(**own, audience_id__in=audiences)),
        same_words=ExpressionWrapper(spoken, output_field=BooleanField()),
    ).filter(Q(same_place=True) | Q(same_audience=True) | Q(same_words=True))
