"""What a reader may ask of the lists: which group, which year, in what state."""

from typing import Any

from django import forms
from django.db.models import QuerySet

from meetings.models import ActionItem, Decision, Meeting
from partnership.models import Group, Person, Topic


def _select(label: str, empty: str, choices: list[tuple[Any, str]]) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label,
        choices=[("", empty), *choices],
        required=False,
        widget=forms.Select(attrs={"class": "govuk-select"}),
        error_messages={"invalid_choice": f"“%(value)s” is not one of the answers for “{label}”."},
    )


class Filter(forms.Form):
    """Choices offered from what the reader may see, and nothing that would tell of the rest."""

    def chosen(self, name: str) -> str:
        """The answer, or nothing when there is none or it makes no sense."""
        return self.cleaned_data.get(name, "") if self.is_bound and not self.errors.get(name) else ""

    def narrowed(self, rows: Any, **steps: Any) -> Any:
        """The rows that fit every answer; each answer is passed to the step of its name."""
        self.is_valid()
        if self.errors:
            return rows.none()
        for name, step in steps.items():
            if answer := self.chosen(name):
                rows = step(rows, answer)
        return rows


def _groups(user, of: QuerySet) -> list[tuple[str, str]]:
    """The groups the reader may know of, as far as they have anything to show."""
    return list(Group.objects.visible_to(user).filter(pk__in=of).values_list("slug", "name"))


def _years(days: QuerySet, field: str) -> list[tuple[str, str]]:
    return [(str(day.year), str(day.year)) for day in days.order_by().dates(field, "year", order="DESC")]


class MeetingFilter(Filter):
    """Which meetings."""

    def __init__(self, data: Any, user) -> None:
        super().__init__(data)
        self.rows = Meeting.objects.visible_to(user)
        self.fields["group"] = _select("Group", "All groups", _groups(user, of=self.rows.values("group")))
        self.fields["year"] = _select("Year", "All years", _years(self.rows, "held_on"))
        self.fields["state"] = _select("State", "All states", Meeting.Status.choices)

    def found(self) -> QuerySet:
        """The meetings that are asked for: those to come, the next first; then those past, the latest first."""
        rows = self.narrowed(
            self.rows,
            group=lambda rows, slug: rows.of_group(Group.objects.get(slug=slug)),
            year=lambda rows, year: rows.in_year(year),
            state=lambda rows, state: rows.in_state(state),
        )
        return rows.with_group().coming_first()


class DecisionFilter(Filter):
    """Which decisions."""

    def __init__(self, data: Any, user) -> None:
        super().__init__(data)
        self.rows = Decision.objects.visible_to(user)
        years = self.rows.order_by("-year").values_list("year", flat=True).distinct()
        topics = Topic.objects.filter(agenda_items__decisions__in=self.rows.values("pk")).distinct()
        self.fields["group"] = _select("Group", "All groups", _groups(user, of=self.rows.values("group")))
        self.fields["year"] = _select("Year", "All years", [(str(year), str(year)) for year in years])
        self.fields["outcome"] = _select("Outcome", "All outcomes", Decision.Outcome.choices)
        self.fields["topic"] = _select("Topic", "All topics", list(topics.values_list("slug", "name")))
        self.fields["key"] = _select("Weight", "All decisions", [("yes", "Key decisions only")])

    def found(self) -> QuerySet:
        rows = self.narrowed(
            self.rows,
            group=lambda rows, slug: rows.of_group(Group.objects.get(slug=slug)),
            year=lambda rows, year: rows.in_year(year),
            outcome=lambda rows, outcome: rows.with_outcome(outcome),
            topic=lambda rows, slug: rows.on_topic(Topic.objects.get(slug=slug)),
            key=lambda rows, yes: rows.key_only(),
        )
        return rows.with_meeting().newest_first()


class ActionFilter(Filter):
    """Which actions."""

    STANDINGS = [("open", "Open"), ("overdue", "Overdue"), ("done", "Done"), ("dropped", "Dropped")]

    def __init__(self, data: Any, user, *, mine: bool) -> None:
        super().__init__(data)
        self.mine = mine
        self.rows = ActionItem.objects.visible_to(user)
        if mine:
            self.rows = self.rows.owned_by(user)
            self.fields["mine"] = forms.CharField(widget=forms.HiddenInput, required=False)
        owners = Person.objects.filter(actions__in=self.rows.values("pk")).distinct()
        groups = _groups(user, of=self.rows.values("item__meeting__group"))
        self.fields["group"] = _select("Group", "All groups", groups)
        self.fields["status"] = _select("Status", "All", self.STANDINGS)
        if not mine:
            self.fields["owner"] = _select("Owner", "All owners", list(owners.values_list("slug", "name")))

    def found(self) -> QuerySet:
        """The actions that are asked for, the most pressing first."""
        rows = self.narrowed(
            self.rows,
            group=lambda rows, slug: rows.of_group(Group.objects.get(slug=slug)),
            status=lambda rows, status: rows.overdue() if status == "overdue" else rows.in_state(status),
            owner=lambda rows, slug: rows.of_owner(Person.objects.get(slug=slug)),
        )
        return rows.with_source().most_pressing_first()
