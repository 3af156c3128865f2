"""What a reader may ask of the lists: which group, which year, in what state, with which words."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.db.models import Exists, Model, OuterRef, QuerySet

from core.words import WordsField
from localities.models import Locality
from meetings.models import (
    ActionItem,
    AgendaItem,
    Decision,
    ForwardPlanEntry,
    Meeting,
    RepresentativeReport,
)
from partnership.models import Group, Organisation, Person, Topic

Choices = list[tuple[str, str]]


def _select(label: str, empty: str, choices: Choices) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label,
        choices=[("", empty), *choices],
        required=False,
        widget=forms.Select(attrs={"class": "govuk-select"}),
        error_messages={"invalid_choice": f"“%(value)s” is not one of the answers for “{label}”."},
    )


class Filter(forms.Form):
    """Choices offered from what the reader may see, and nothing that would tell of the rest.

    Subclasses name the `things` and say in `STEPS` how each answer narrows them, and in `PHRASES` how it is told:
    the sentence above the list is made of those.
    """

    things = ("thing", "things")
    PHRASES: dict[str, str] = {}
    IN_SMALL_LETTERS: tuple[str, ...] = ("state", "status", "outcome")

    def __init__(self, data: Any, user, rows: QuerySet) -> None:
        super().__init__(data)
        self.rows = rows
        self.items = AgendaItem.objects.visible_to(user)

    def chosen(self, name: str) -> str:
        """The answer, or nothing when there is none or it makes no sense."""
        return self.cleaned_data.get(name, "") if self.is_bound and not self.errors.get(name) else ""

    def narrowed(self, **steps: Callable[[Any, str], Any]) -> Any:
        """The rows that fit every answer; each answer is passed to the step of its name."""
        self.is_valid()
        rows = self.rows
        if self.errors:
            return rows.none()
        for name, step in steps.items():
            if answer := self.chosen(name):
                rows = step(rows, answer)
        return rows

    @property
    def is_asked(self) -> bool:
        """Whether any of the questions that the reader sees has an answer."""
        return any(self.chosen(field.name) for field in self.visible_fields())

    def told(self, count: int) -> str:
        """How many were found, and of what: 12 decisions of the Chief Executives Group in 2007."""
        one, many = self.things
        number = f"{count:,} {one if count == 1 else many}" if count else f"No {one}"
        return number + "".join(self._phrase(name) for name in self.PHRASES)

    def _phrase(self, name: str) -> str:
        answer = self.chosen(name) if name in self.fields else ""
        label = dict(getattr(self.fields.get(name), "choices", [])).get(answer, answer)
        words = label.lower() if name in self.IN_SMALL_LETTERS else label
        return self.PHRASES[name].format(words) if answer else ""

    def ask(self, name: str, label: str, empty: str, choices: Choices) -> None:
        """Ask one more question with these answers, if there are any."""
        if choices:
            self.fields[name] = _select(label, empty, choices)

    def offer(self, name: str, label: str, empty: str, kind: type[Model], rows: QuerySet, way: str) -> None:
        """Ask one more question, if any of the rows has an answer to it.

        Topics and localities are open to everyone, so a link to one of which there is nothing finds nothing.
        """
        choices, asked = _named(kind, rows, way), self.data.get(name)
        if asked and asked not in dict(choices):
            choices += _called(kind, asked)
        if choices or asked:
            self.fields[name] = _select(label, empty, choices)


def _groups(user, rows: QuerySet, way: str) -> Choices:
    """The groups the reader may know of, as far as they have anything to show."""
    own = rows.order_by().filter(**{way: OuterRef("pk")})
    return list(Group.objects.visible_to(user).filter(Exists(own)).values_list("slug", "name"))


def _named(kind: type[Model], rows: QuerySet, way: str) -> Choices:
    """The topics, places or people that are named by any of the rows."""
    own = rows.order_by().filter(**{way: OuterRef("pk")})
    return list(kind._default_manager.filter(Exists(own)).values_list("slug", "name"))


def _called(kind: type[Model], slug: str) -> Choices:
    return list(kind._default_manager.filter(slug=slug.replace("\x00", "")).values_list("slug", "name"))


def _years(days: QuerySet, field: str) -> Choices:
    return [(str(day.year), str(day.year)) for day in days.order_by().dates(field, "year", order="DESC")]


class MeetingFilter(Filter):
    """Which meetings."""

    things = ("meeting", "meetings")
    PHRASES = {"group": " of the {}", "year": " in {}", "state": ", {}"}

    def __init__(self, data: Any, user) -> None:
        super().__init__(data, user, Meeting.objects.visible_to(user))
        self.fields["group"] = _select("Group", "All groups", _groups(user, self.rows, "group"))
        self.fields["year"] = _select("Year", "All years", _years(self.rows, "held_on"))
        self.fields["state"] = _select("State", "All states", Meeting.Status.choices)

    def found(self) -> QuerySet:
        """The meetings that are asked for: those to come, the next first; then those past, the latest first."""
        rows = self.narrowed(
            group=lambda rows, slug: rows.of_group(Group.objects.get(slug=slug)),
            year=lambda rows, year: rows.in_year(year),
            state=lambda rows, state: rows.in_state(state),
        )
        return rows.with_group().coming_first()


class DecisionFilter(Filter):
    """Which decisions."""

    things = ("decision", "decisions")
    PHRASES = {
        "group": " of the {}",
        "year": " in {}",
        "topic": " on {}",
        "locality": " that concern {}",
        "outcome": ", outcome “{}”",
        "q": ", with the words “{}”",
    }

    def __init__(self, data: Any, user) -> None:
        super().__init__(data, user, Decision.objects.visible_to(user))
        self.fields["q"] = WordsField(label="Words or number")
        self.fields["group"] = _select("Group", "All groups", _groups(user, self.rows, "group"))
        years = self.rows.order_by("-year").values_list("year", flat=True).distinct()
        self.fields["year"] = _select("Year", "All years", [(str(year), str(year)) for year in years])
        self.fields["outcome"] = _select("Outcome", "All outcomes", Decision.Outcome.choices)
        self.offer("topic", "Topic", "All topics", Topic, self.rows, "item__topics")
        self.offer("locality", "Locality", "All localities", Locality, self.rows, "item__localities")
        self.fields["key"] = _select("Key decisions", "All decisions", [("yes", "Key decisions only")])

    def found(self) -> QuerySet:
        """The decisions that are asked for, the newest first."""
        rows = self.narrowed(
            group=lambda rows, slug: rows.of_group(Group.objects.get(slug=slug)),
            year=lambda rows, year: rows.in_year(year),
            outcome=lambda rows, outcome: rows.with_outcome(outcome),
            topic=lambda rows, slug: rows.on_topic(Topic.objects.get(slug=slug)),
            locality=lambda rows, slug: rows.in_locality(Locality.objects.get(slug=slug)),
            key=lambda rows, yes: rows.key_only(),
            q=lambda rows, words: rows.with_words(words, items=self.items),
        )
        return rows.with_meeting().newest_first()

    def told(self, count: int) -> str:
        """12 key decisions of the Chief Executives Group in 2007."""
        words = super().told(count)
        words = words.replace(" decision", " key decision", 1) if self.chosen("key") else words
        return words.replace(" that concern ", " that concerns ", 1) if count <= 1 else words


class ActionFilter(Filter):
    """Which actions."""

    things = ("action", "actions")
    PHRASES = {
        "group": " of the {}",
        "owner": " of {}",
        "topic": " on {}",
        "locality": " for {}",
        "status": ", {}",
        "q": ", with the words “{}”",
    }
    STANDINGS = [("open", "Open"), ("overdue", "Overdue"), ("done", "Done"), ("dropped", "Dropped")]

    def __init__(self, data: Any, user, *, mine: bool) -> None:
        rows = ActionItem.objects.visible_to(user)
        super().__init__(data, user, rows.owned_by(user) if mine else rows)
        self.mine = mine
        if mine:
            self.fields["mine"] = forms.CharField(widget=forms.HiddenInput, required=False)
        # An owner from outside the group knows the action, but not where it comes from.
        actions: Any = self.rows
        known = actions.from_items(self.items)
        self.fields["q"] = WordsField(label="Words")
        self.fields["group"] = _select("Group", "All groups", _groups(user, known, "item__meeting__group"))
        self.fields["status"] = _select("Status", "All", self.STANDINGS)
        if not mine:
            self.fields["owner"] = _select("Owner", "All owners", _named(Person, self.rows, "owner"))
        self.offer("topic", "Topic", "All topics", Topic, known, "item__topics")
        self.offer("locality", "Locality", "All localities", Locality, known, "item__localities")

    def found(self) -> QuerySet:
        """The actions that are asked for, the most pressing first."""
        rows = self.narrowed(
            group=lambda rows, slug: rows.from_items(self.items).of_group(Group.objects.get(slug=slug)),
            status=lambda rows, status: rows.overdue() if status == "overdue" else rows.in_state(status),
            owner=lambda rows, slug: rows.of_owner(Person.objects.get(slug=slug)),
            topic=lambda rows, slug: rows.from_items(self.items).on_topic(Topic.objects.get(slug=slug)),
            locality=lambda rows, slug: rows.from_items(self.items).in_locality(
                Locality.objects.get(slug=slug)
            ),
            q=lambda rows, words: rows.with_words(words, items=self.items),
        )
        return rows.with_source().most_pressing_first()


class ReportFilter(Filter):
    """Which representatives' reports."""

    things = ("report", "reports")
    PHRASES = {"group": " of meetings of the {}", "body": " to the {}", "year": " in {}"}

    def __init__(self, data: Any, user) -> None:
        super().__init__(data, user, RepresentativeReport.objects.visible_to(user).published())
        groups = _groups(user, self.rows, "meeting__group")
        self.fields["group"] = _select("Group", "All groups", groups)
        self.offer("body", "Reported to", "All bodies", Organisation, self.rows, "body")
        years = _years(self.rows, "meeting__held_on")
        self.fields["year"] = _select("Year", "All years", years)

    def found(self) -> QuerySet:
        """The reports that are asked for, the newest meeting first."""
        rows = self.narrowed(
            group=lambda rows, slug: rows.of_group(Group.objects.get(slug=slug)),
            body=lambda rows, slug: rows.to_body(Organisation.objects.get(slug=slug)),
            year=lambda rows, year: rows.of_year(year),
        )
        return rows.with_names().newest_first()


class ForwardPlanFilter(Filter):
    """Which coming decisions."""

    things = ("entry", "entries")
    PHRASES = {"group": " of the {}", "state": ", {}", "topic": " on {}", "q": ", with the words “{}”"}
    STANDINGS = [("coming", "To be decided"), ("decided", "Decided"), ("withdrawn", "Withdrawn")]

    def __init__(self, data: Any, user) -> None:
        super().__init__(data, user, ForwardPlanEntry.objects.visible_to(user).knowing(user))
        self.fields["q"] = WordsField(label="Words")
        self.fields["group"] = _select("Decision maker", "All groups", _groups(user, self.rows, "group"))
        self.fields["state"] = _select("Status", "All", self.STANDINGS)
        self.offer("topic", "Topic", "All topics", Topic, self.rows, "topics")
        self.fields["key"] = _select("Key decisions", "All decisions", [("yes", "Key decisions only")])

    def found(self) -> QuerySet:
        """The entries that are asked for: those to come, the next first; then what is over."""
        rows = self.narrowed(
            group=lambda rows, slug: rows.of_group(Group.objects.get(slug=slug)),
            state=lambda rows, state: rows.in_state(state),
            topic=lambda rows, slug: rows.on_topic(Topic.objects.get(slug=slug)),
            key=lambda rows, yes: rows.key_only(),
            q=lambda rows, words: rows.with_words(words),
        )
        return rows.with_names().soonest_first()

    def told(self, count: int) -> str:
        """3 key decisions to come of the Cabinet."""
        words = super().told(count)
        return f"{words}, key decisions only" if self.chosen("key") else words
