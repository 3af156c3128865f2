"""Search over everything that the reader may see: one query for each kind of thing, each begun from `visible_to`."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.search import SearchQuery, SearchRank, SearchVector
from django.db.models import F, Q, QuerySet

from engagement.models import Consultation, Finding, FrameworkSection, Mention, Programme
from funding.models import Agreement, Indicator, Pot
from localities.models import CommunityPlan, Locality, Mechanism
from meetings.models import (
    AgendaItem,
    Decision,
    ForwardPlanEntry,
    Meeting,
    PaperText,
    Passage,
    ReportedPassage,
)
from partnership.models import Group, Organisation, PeriodicReport, Person, Topic, User
from portal import hits
from portal.hits import Hit

# Ranking reads every match. More than a thousand make nobody wiser and everybody wait.
MOST_RANKED = 1000


@dataclass(frozen=True)
class Asked:
    """What a reader looks for."""

    words: str
    group: Group | None = None
    year: int | None = None

    @property
    def query(self) -> SearchQuery:
        return SearchQuery(self.words, search_type="websearch", config="english")


@dataclass(frozen=True)
class Kind:
    """One kind of thing that can be found."""

    name: str
    label: str
    rows: Callable[[User], QuerySet]
    hit: Callable[[Any], Hit]
    with_names: tuple[str, ...] = ()
    # The ways to the group and the day of a thing, by which it can be filtered. Kinds without them are left out then.
    group: str = ""
    day: str = ""
    # Kinds with short names are found by a part of the name as well.
    by_part_of_name: bool = False
    # Kinds of which there are few have no vector of their own: it is made from these columns when somebody looks.
    made_of: tuple[str, ...] = ()
    # What has to be fetched for the hits that are shown, for the words that are looked for.
    prepared: Callable[[Any, str], QuerySet] = lambda rows, words: rows

    def found(self, asked: Asked, user: User) -> QuerySet:
        """Everything of this kind that fits and that the reader may see, in no order."""
        fits = Q(search=asked.query)
        if self.by_part_of_name:
            fits |= Q(name__icontains=asked.words)
        rows = self.rows(user)
        if self.made_of:
            rows = rows.alias(search=SearchVector(*self.made_of, config="english"))
        rows = rows.filter(fits)
        if asked.group:
            rows = rows.filter(**{self.group: asked.group.pk})
        if asked.year:
            rows = rows.filter(**{f"{self.day}__year": asked.year})
        return rows.order_by()

    def best_first(self, found: QuerySet, asked: Asked) -> QuerySet:
        """What was found in the order of its weight, the newest of equals first."""
        ranked = found.model.objects.filter(pk__in=found.values("pk")[:MOST_RANKED])
        vector = SearchVector(*self.made_of, config="english") if self.made_of else F("search")
        order = [f"-{self.day}"] if self.day else []
        return (
            self.prepared(ranked, asked.words)
            .annotate(rank=SearchRank(vector, asked.query))
            .order_by("-rank", *order, "pk")
            .select_related(*self.with_names)
        )

    def answers(self, asked: Asked) -> bool:
        """Whether the filters leave anything of this kind to look through."""
        return bool((self.group or not asked.group) and (self.day or not asked.year))


def _of_meeting(way: str) -> dict[str, str]:
    return {"group": f"{way}group", "day": f"{way}held_on"}


KINDS = [
    Kind(
        "decisions",
        "Decisions",
        Decision.objects.visible_to,
        hits.decision,
        ("group", "item__meeting"),
        group="group",
        day="item__meeting__held_on",
    ),
    Kind(
        "minutes",
        "Minutes",
        Passage.objects.visible_to,
        hits.passage,
        ("item", "version__meeting__group"),
        **_of_meeting("version__meeting__"),
    ),
    Kind(
        "reports",
        "Reports of meetings",
        ReportedPassage.objects.visible_to,
        hits.reported,
        ("item", "version__report__meeting__group", "version__report__author", "version__report__body"),
        **_of_meeting("version__report__meeting__"),
    ),
    Kind(
        "regular-reports",
        "Regular reports",
        PeriodicReport.objects.visible_to,
        hits.periodic_report,
        ("group",),
        group="group",
        day="since",
        prepared=lambda rows, words: rows.in_brief(),
    ),
    Kind(
        "agendas",
        "Agendas",
        AgendaItem.objects.visible_to,
        hits.item,
        ("meeting__group",),
        **_of_meeting("meeting__"),
    ),
    Kind(
        "papers",
        "Papers",
        PaperText.objects.visible_to,
        hits.paper,
        ("paper__group", "paper__item__meeting"),
        group="paper__group",
        day="paper__item__meeting__held_on",
        prepared=lambda rows, words: rows.with_excerpt(words),
    ),
    Kind(
        "forward-plan",
        "Forward plan",
        ForwardPlanEntry.objects.visible_to,
        hits.entry,
        ("group", "meeting"),
        group="group",
    ),
    Kind("meetings", "Meetings", Meeting.objects.visible_to, hits.meeting, ("group",), **_of_meeting("")),
    Kind("groups", "Groups", Group.objects.visible_to, hits.group, group="pk", by_part_of_name=True),
    Kind(
        "people",
        "People",
        lambda user: Person.objects.all(),
        hits.person,
        ("organisation",),
        by_part_of_name=True,
    ),
    Kind(
        "organisations",
        "Organisations",
        lambda user: Organisation.objects.all(),
        hits.organisation,
        by_part_of_name=True,
    ),
    Kind(
        "topics",
        "Topics",
        lambda user: Topic.objects.all(),
        hits.topic,
        by_part_of_name=True,
        made_of=("name", "about"),
    ),
    Kind(
        "consultations",
        "Consultations",
        Consultation.objects.visible_to,
        hits.consultation,
        ("group",),
        group="group",
        day="opens_on",
    ),
    Kind(
        "named-in-minutes",
        "Consultations known from minutes only",
        Mention.objects.visible_to,
        hits.mention,
        ("item__meeting__group",),
        group="item__meeting__group",
        day="item__meeting__held_on",
        made_of=("title", "note", "asked_by"),
    ),
    Kind(
        "findings",
        "Findings",
        Finding.objects.visible_to,
        hits.finding,
        ("group", "consultation"),
        group="group",
        day="found_on",
    ),
    Kind(
        "programmes",
        "Programmes",
        Programme.objects.visible_to,
        hits.programme,
        ("group",),
        group="group",
        made_of=("title", "summary", "for_whom"),
    ),
    Kind(
        "framework",
        "Engagement framework",
        FrameworkSection.objects.visible_to,
        hits.framework_section,
        ("version__group",),
        group="version__group",
        made_of=("heading", "text"),
    ),
    Kind(
        "pots",
        "Pots of money",
        Pot.objects.visible_to,
        hits.pot,
        ("group", "accountable_body"),
        group="group",
        by_part_of_name=True,
        made_of=("name", "funder", "purpose"),
    ),
    Kind(
        "agreements",
        "Agreements",
        Agreement.objects.visible_to,
        hits.agreement,
        ("group",),
        group="group",
        by_part_of_name=True,
        made_of=("name", "about"),
    ),
    Kind(
        "indicators",
        "Indicators of agreements",
        Indicator.objects.visible_to,
        hits.indicator,
        ("outcome__block__agreement__group",),
        group="outcome__block__agreement__group",
        by_part_of_name=True,
        made_of=("name", "figures_by"),
    ),
    Kind(
        "localities",
        "Localities",
        lambda user: Locality.objects.all(),
        hits.locality,
        by_part_of_name=True,
        made_of=("name", "approach"),
    ),
    Kind(
        "mechanisms",
        "What works where",
        lambda user: Mechanism.objects.current(),
        hits.mechanism,
        ("locality", "owner"),
        by_part_of_name=True,
    ),
    Kind(
        "plans",
        "Parish and community-led plans",
        lambda user: CommunityPlan.objects.all(),
        hits.plan,
        ("locality",),
        by_part_of_name=True,
    ),
]


def count(found: QuerySet) -> int:
    """How many, as far as anybody wants to count."""
    return found[: MOST_RANKED + 1].count()


def decision_called(words: str, user: User) -> Decision | None:
    """The decision whose number was typed, if the reader may see it."""
    numbered = Decision.objects.visible_to(user).with_meeting()
    return numbered.filter(ref__iexact=words.strip("\"' ")).first()
