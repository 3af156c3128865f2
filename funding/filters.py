"""What a reader may ask of a ledger: which year, which stream, which place, which decision, as known on which day."""

from calendar import month_name
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils import timezone

from core.templatetags.house import british_date
from core.words import WordsField
from funding.models import Actual, Authority, Cell, LedgerEntry, Pot, Stream
from funding.models.making import FIGURES
from meetings.filters import Filter
from meetings.models import Decision

EARLIEST = date(1990, 1, 1)
# A financial year begins in April.
FIRST_MONTH = 4
# Not a name that a stream's address can have.
COUNTED = "~counted"
# What a list of movements can be the sum of.
PLACES = [(name, making.label) for name, making in FIGURES.items()]


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
    return rows.known_at(end_of(day)) if day else rows


class _OfPot(Filter):
    """What happened in one pot."""

    PHRASES = {"stream": " of {}", "year": " in {}", "period": ", {}"}

    def __init__(self, data: Any, user, pot: Pot, rows) -> None:
        super().__init__(data, user, rows)
        self.user, self.pot = user, pot
        periods = pot.periods.order_by("year").values_list("year", flat=True)
        years = [(str(year), f"{year}/{(year + 1) % 100:02d}") for year in periods.distinct()]
        self.ask("year", "Year", "All years", years)
        self.streams = {each.slug: each for each in Stream.objects.of_pot(pot)}
        choices = [(slug, each.name) for slug, each in self.streams.items()]
        if any(each.kind == Stream.Kind.ALIGNED for each in self.streams.values()):
            choices.insert(0, (COUNTED, "all streams but the aligned"))
        self.ask("stream", "Stream", "All streams", choices)
        numbers = pot.periods.order_by("number").values_list("number", flat=True).distinct()
        unit = "Month" if pot.unit == Pot.Unit.MONTH else "Quarter"
        self.ask("period", unit, f"All {unit.lower()}s", [(str(each), _nth(unit, each)) for each in numbers])

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

    def cells(self) -> Any:
        """The places of the streams, the year and the month or quarter that were asked for."""
        cells = Cell.objects.of_pot(self.pot)
        if stream := self.chosen("stream"):
            counted = [each for each in self.streams.values() if each.kind != Stream.Kind.ALIGNED]
            cells = cells.of_streams(counted if stream == COUNTED else [self.streams[stream]])
        if year := self.chosen("year"):
            cells = cells.of_year(int(year))
        if period := self.chosen("period"):
            cells = cells.of_period(int(period))
        return cells

    @property
    def narrows_cells(self) -> bool:
        return any(self.chosen(name) for name in ("stream", "year", "period"))


class LedgerFilter(_OfPot):
    """The movements of one pot."""

    things = ("movement", "movements")
    PHRASES = _OfPot.PHRASES | {"place": ", {}", "kind": ": {}", "decision": ", by decision {}"}
    IN_SMALL_LETTERS = ("kind",)

    def __init__(self, data: Any, user, pot: Pot, rows) -> None:
        super().__init__(data, user, pot, rows)
        self.ask("place", "What they make up", "Everything", [*PLACES, *self.asked_cell()])
        self.ask("kind", "Kind", "All kinds", LedgerEntry.Kind.choices)
        moved = Authority.objects.of_pot(pot).that_moved_something()
        decisions = Decision.objects.visible_to(user).filter(
            Q(pk__in=moved.values("decision")) | Q(pk__in=moved.values("confirmed_by_decision"))
        )
        refs = decisions.order_by("ref").values_list("ref", flat=True)
        self.ask("decision", "Decision", "All decisions", [(ref, ref) for ref in refs])
        self.ask_day()

    def found(self) -> Any:
        """The movements that fit every answer."""
        rows = self._but_for_places(self.rows)
        if self.errors:
            return rows
        if place := self.chosen("place"):
            if place in FIGURES:
                return rows.making(place, self.cells())
            rows = rows.of_cell(int(place))
        return rows.at_cells(self.cells()) if self.narrows_cells else rows

    def amount(self) -> Decimal | None:
        """What the movements come to in the figure or the place that they make up; none where they make up none."""
        place = self.chosen("place")
        if not place or self.errors:
            return None
        rows = self._but_for_places(LedgerEntry.objects.of_pot(self.pot))
        if place in FIGURES:
            return rows.sum_of(place, self.cells())
        if self.narrows_cells:
            rows = rows.at_cells(self.cells())
        return rows.filter(destination=place).total() - rows.filter(source=place).total()

    def spent(self) -> Decimal | None:
        """What of it is spent, where the movements are of money that is there to be spent."""
        if self.chosen("place") != "available" or self.chosen("kind") or self.chosen("decision"):
            return None
        return _known_on(Actual.objects.in_cells(self.cells()), self.chosen("on")).total()

    def _but_for_places(self, rows: Any) -> Any:
        self.rows = rows
        return self.narrowed(
            kind=lambda rows, answer: rows.of_kind(answer),
            decision=lambda rows, answer: rows.resting_on(Decision.objects.get(ref=answer)),
            on=_known_on,
        )


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
        rows = self.narrowed(place=lambda rows, answer: rows.of_cell(int(answer)), on=_known_on)
        return rows.in_cells(self.cells()) if self.narrows_cells and not self.errors else rows


def _nth(unit: str, number: int) -> str:
    """ "Quarter 2", or "May" for the second month of a financial year."""
    if unit == "Quarter":
        return f"Quarter {number}"
    return month_name[(number + FIRST_MONTH - 2) % 12 + 1]
