"""What a reader may ask of a ledger: which year, which stream, which place, which decision, as known on which day."""

from datetime import date, datetime, time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils import timezone

from core.templatetags.house import british_date
from core.words import WordsField
from funding.models import Cell, LedgerEntry, Pot, Stream
from meetings.filters import Filter
from meetings.models import Decision

EARLIEST = date(1990, 1, 1)
# The kinds of places whose movements make a figure of a stream, as the sentence above a list tells them.
PLACES = [
    (Cell.Kind.FUNDER, "The funder"),
    (Cell.Kind.AVAILABLE, "What is not planned yet"),
    (Cell.Kind.PROFILE, "What is planned"),
]


class DayKnownField(forms.DateField):
    """The day at whose end figures are asked for, in one box; empty for now."""

    default_error_messages = {"invalid": "Enter a day such as 5 February 2007 or 2007-02-05."}

    def __init__(self) -> None:
        super().__init__(
            label="As known on (optional)",
            required=False,
            input_formats=["%Y-%m-%d", "%d %B %Y", "%d %b %Y", "%d/%m/%Y"],
            widget=forms.TextInput(attrs={"class": "govuk-input", "autocomplete": "off"}),
        )

    def to_python(self, value: Any) -> date | None:
        """The day, whatever blanks it was written with."""
        return super().to_python(WordsField().to_python(value))

    def validate(self, value: date | None) -> None:
        """No figure was known before there was a record, and none is known yet of a day to come."""
        super().validate(value)
        if value and value > timezone.localdate():
            raise ValidationError("The day has not come yet. Enter today or a day before.")
        if value and value < EARLIEST:
            raise ValidationError(f"Enter a day from {british_date(EARLIEST)} on.")


class AsKnownForm(forms.Form):
    """The day at whose end the figures of a page were known."""

    on = DayKnownField()

    @property
    def day(self) -> date | None:
        """The day that was asked for; none for now, or when the answer makes no sense."""
        return self.cleaned_data.get("on") if self.is_valid() else None


def end_of(day: date | None) -> datetime | None:
    """The last moment of a day here; none for none."""
    return timezone.make_aware(datetime.combine(day, time.max)) if day else None


def _known_on(rows: Any, day: Any) -> Any:
    return rows.known_at(end_of(day))


class _OfPot(Filter):
    """What happened in one pot."""

    PHRASES = {"stream": " of {}", "year": " in {}"}

    def __init__(self, data: Any, user, pot: Pot, rows) -> None:
        super().__init__(data, user, rows)
        self.user, self.pot = user, pot
        years = sorted(set(pot.periods.values_list("year", flat=True)))
        self.ask(
            "year", "Year", "All years", [(str(year), f"{year}/{(year + 1) % 100:02d}") for year in years]
        )
        self.streams = {each.slug: each for each in Stream.objects.of_pot(pot)}
        choices = [(slug, each.name) for slug, each in self.streams.items()]
        self.ask("stream", "Stream", "All streams", choices)

    def ask_day(self) -> None:
        """Ask last as known on which day."""
        self.fields["on"] = DayKnownField()

    def told(self, count: int) -> str:
        """How many were found, and as known when."""
        day: Any = self.chosen("on")
        return super().told(count) + (f", as known at the end of {british_date(day)}" if day else "")

    def asked_cell(self) -> list[tuple[str, str]]:
        """The one cell that a figure led here from, if it is the pot's."""
        asked = self.data.get("place", "")
        if not (asked.isascii() and asked.isdigit() and len(asked) < 18):
            return []
        cells = Cell.objects.of_pot(self.pot).select_related("stream", "project", "period")
        return [(str(cell.pk), str(cell)) for cell in cells.filter(pk=asked)]


class LedgerFilter(_OfPot):
    """The movements of one pot."""

    things = ("movement", "movements")
    PHRASES = _OfPot.PHRASES | {"place": " from or to “{}”", "kind": ": {}", "decision": ", by decision {}"}
    IN_SMALL_LETTERS = ("kind",)

    def __init__(self, data: Any, user, pot: Pot, rows) -> None:
        super().__init__(data, user, pot, rows)
        self.ask("place", "From or to", "All places", [*PLACES, *self.asked_cell()])
        self.ask("kind", "Kind", "All kinds", LedgerEntry.Kind.choices)
        moved = LedgerEntry.objects.of_pot(pot).order_by()
        decisions = Decision.objects.visible_to(user).filter(
            Q(pk__in=moved.values("decision")) | Q(pk__in=moved.values("authority__confirmed_by_decision"))
        )
        refs = decisions.order_by("ref").values_list("ref", flat=True)
        self.ask("decision", "Decision", "All decisions", [(ref, ref) for ref in refs])
        self.ask_day()

    def found(self) -> Any:
        """The movements that fit every answer."""
        return self.narrowed(
            year=lambda rows, answer: rows.of_year(int(answer)),
            stream=lambda rows, answer: rows.of_stream(self.streams[answer]),
            place=lambda rows, answer: rows.at_place(answer, **self.where()),
            kind=lambda rows, answer: rows.of_kind(answer),
            decision=lambda rows, answer: rows.resting_on(Decision.objects.get(ref=answer)),
            on=_known_on,
        )

    def where(self) -> dict[str, Any]:
        """The stream and the year that were asked for."""
        stream, year = self.chosen("stream"), self.chosen("year")
        asked = {"stream": self.streams.get(stream), "year": int(year) if year else None}
        return {name: answer for name, answer in asked.items() if answer}


class SpendingFilter(_OfPot):
    """What was spent in one pot."""

    things = ("record of spending", "records of spending")
    PHRASES = _OfPot.PHRASES | {"place": " under “{}”"}

    def __init__(self, data: Any, user, pot: Pot, rows) -> None:
        super().__init__(data, user, pot, rows)
        self.ask("place", "Planned as", "All plans", self.asked_cell())
        self.ask_day()

    def found(self) -> Any:
        """The spending that fits every answer."""
        return self.narrowed(
            year=lambda rows, answer: rows.of_year(int(answer)),
            stream=lambda rows, answer: rows.of_stream(self.streams[answer]),
            place=lambda rows, answer: rows.of_cell(int(answer)),
            on=_known_on,
        )
