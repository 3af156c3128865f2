"""Search over everything that the reader may see: one query for each kind of thing, each begun from `visible_to`."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.contrib.postgres.search import SearchQuery, SearchRank, SearchVector
from django.db.models import F, Q, QuerySet
from django.utils.safestring import SafeString

from core.templatetags.house import british_date
from meetings.forward_plan import expected
from meetings.models import (
    AgendaItem,
    Decision,
    ForwardPlanEntry,
    Meeting,
    PaperText,
    Passage,
    ReportedPassage,
)
from partnership.models import Group, Organisation, Person, Topic, User

# Ranking reads every match. More than a thousand make nobody wiser and everybody wait.
MOST_RANKED = 1000


@dataclass
class Hit:
    """One thing that was found, as the page shows it."""

    title: str | SafeString
    address: str
    text: str | SafeString = ""
    facts: list[str] = field(default_factory=list)
    is_draft: bool = False
    tag: str = ""


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
    # What has to be fetched for the hits that are shown, for the words that are looked for.
    prepared: Callable[[Any, str], QuerySet] = lambda rows, words: rows

    def found(self, asked: Asked, user: User) -> QuerySet:
        """Everything of this kind that fits and that the reader may see, in no order."""
        fits = Q(search=asked.query)
        if self.by_part_of_name:
            fits |= Q(name__icontains=asked.words)
        rows = self.rows(user).filter(fits)
        if asked.group:
            rows = rows.filter(**{self.group: asked.group.pk})
        if asked.year:
            rows = rows.filter(**{f"{self.day}__year": asked.year})
        return rows.order_by()

    def best_first(self, found: QuerySet, asked: Asked) -> QuerySet:
        """What was found in the order of its weight, the newest of equals first."""
        ranked = found.model.objects.filter(pk__in=found.values("pk")[:MOST_RANKED])
        vector = SearchVector("name", "about", config="english") if self.name == "topics" else F("search")
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


def _decision(decision: Decision) -> Hit:
    held_on = british_date(decision.item.meeting.held_on)
    return Hit(
        title=f"Decision {decision.ref}",
        address=decision.get_absolute_url(),
        text=decision.text,
        facts=[decision.group.name, held_on, decision.get_outcome_display()],
        tag="" if decision.is_published else "Not published",
    )


def _passage(passage: Passage) -> Hit:
    meeting = passage.version.meeting
    return Hit(
        title=f"{passage.item.number}. {passage.title}",
        address=f"{meeting.get_absolute_url()}#item-{passage.item.number}",
        text=passage.text,
        facts=[f"Minutes of the {meeting.group.name}", british_date(meeting.held_on)],
        is_draft=passage.version.is_draft,
    )


def _reported(passage: ReportedPassage) -> Hit:
    report = passage.version.report
    place = f"#item-{passage.item.number}" if passage.item else ""
    title = f"{passage.item.number}. {passage.title}" if passage.item else passage.title
    return Hit(
        title=title,
        address=f"{report.get_absolute_url()}{place}",
        text=passage.text,
        facts=[
            f"Report by {report.author} to the {report.body.brief}",
            report.meeting.group.name,
            british_date(report.meeting.held_on),
        ],
    )


def _entry(entry: ForwardPlanEntry) -> Hit:
    tag = "" if entry.status == ForwardPlanEntry.Status.PUBLISHED else entry.get_status_display()
    facts = [f"Forward plan of the {entry.group.name}", expected(entry)]
    return Hit(entry.title, entry.get_absolute_url(), entry.summary, facts, tag=tag)


def _item(item: AgendaItem) -> Hit:
    published = item.meeting.agenda_is_published
    return Hit(
        title=str(item),
        address=item.get_absolute_url(),
        text=item.description,
        facts=[f"Agenda of the {item.meeting.group.name}", british_date(item.meeting.held_on)],
        tag="" if published else "Not published",
    )


def _paper(text: PaperText) -> Hit:
    paper, (page, words) = text.paper, text.excerpt or (None, "")
    held_on = [british_date(paper.item.meeting.held_on)] if paper.item else []
    place = [f"page {page}"] if page and text.pages else []
    return Hit(
        title=paper.title,
        address=paper.get_absolute_url(),
        text=words,
        facts=[f"Paper of the {paper.group.name}", *held_on, *place],
        tag="" if paper.is_published else "Not published",
    )


def _meeting(meeting: Meeting) -> Hit:
    return Hit(
        title=f"{meeting.title}, {british_date(meeting.held_on)}",
        address=meeting.get_absolute_url(),
        text=meeting.place,
        facts=[meeting.state],
    )


def _group(group: Group) -> Hit:
    closed = [f"ended on {british_date(group.closed_on)}"] if group.closed_on else []
    facts = [group.get_kind_display(), *closed]
    return Hit(group.name, group.get_absolute_url(), group.terms_of_reference, facts)


def _person(person: Person) -> Hit:
    facts = [
        words for words in (person.role, person.organisation.name if person.organisation else "") if words
    ]
    return Hit(person.name, person.get_absolute_url(), "", facts)


def _organisation(organisation: Organisation) -> Hit:
    facts = [f"{organisation.get_sector_display()} sector"]
    return Hit(organisation.name, organisation.get_absolute_url(), organisation.about, facts)


def _topic(topic: Topic) -> Hit:
    return Hit(topic.name, topic.get_absolute_url(), topic.about)


def _topics(user: User) -> QuerySet[Topic]:
    return Topic.objects.alias(search=SearchVector("name", "about", config="english"))


def _of_meeting(way: str) -> dict[str, str]:
    return {"group": f"{way}group", "day": f"{way}held_on"}


KINDS = [
    Kind(
        "decisions",
        "Decisions",
        Decision.objects.visible_to,
        _decision,
        ("group", "item__meeting"),
        group="group",
        day="item__meeting__held_on",
    ),
    Kind(
        "minutes",
        "Minutes",
        Passage.objects.visible_to,
        _passage,
        ("item", "version__meeting__group"),
        **_of_meeting("version__meeting__"),
    ),
    Kind(
        "reports",
        "Reports of meetings",
        ReportedPassage.objects.visible_to,
        _reported,
        ("item", "version__report__meeting__group", "version__report__author", "version__report__body"),
        **_of_meeting("version__report__meeting__"),
    ),
    Kind(
        "agendas",
        "Agendas",
        AgendaItem.objects.visible_to,
        _item,
        ("meeting__group",),
        **_of_meeting("meeting__"),
    ),
    Kind(
        "papers",
        "Papers",
        PaperText.objects.visible_to,
        _paper,
        ("paper__group", "paper__item__meeting"),
        group="paper__group",
        day="paper__item__meeting__held_on",
        prepared=lambda rows, words: rows.with_excerpt(words),
    ),
    Kind(
        "forward-plan",
        "Forward plan",
        ForwardPlanEntry.objects.visible_to,
        _entry,
        ("group", "meeting"),
        group="group",
    ),
    Kind("meetings", "Meetings", Meeting.objects.visible_to, _meeting, ("group",), **_of_meeting("")),
    Kind("groups", "Groups", Group.objects.visible_to, _group, group="pk", by_part_of_name=True),
    Kind(
        "people",
        "People",
        lambda user: Person.objects.all(),
        _person,
        ("organisation",),
        by_part_of_name=True,
    ),
    Kind(
        "organisations",
        "Organisations",
        lambda user: Organisation.objects.all(),
        _organisation,
        by_part_of_name=True,
    ),
    Kind("topics", "Topics", _topics, _topic, by_part_of_name=True),
]


def count(found: QuerySet) -> int:
    """How many, as far as anybody wants to count."""
    return found[: MOST_RANKED + 1].count()


def decision_called(words: str, user: User) -> Decision | None:
    """The decision whose number was typed, if the reader may see it."""
    numbered = Decision.objects.visible_to(user).with_meeting()
    return numbered.filter(ref__iexact=words.strip("\"' ")).first()
