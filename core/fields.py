"""Questions as people answer them: a day, an hour, a file, a longer text. Each refusal is a sentence."""

import calendar
import datetime
import re
from collections.abc import Iterable, Sequence
from typing import Any

from crispy_forms_gds.fields import DateInputField
from crispy_forms_gds.widgets import DateInputWidget
from django import forms
from django.core.exceptions import ValidationError

from core import uploads

MONTHS = {name.lower(): i for i, name in enumerate(calendar.month_name) if name} | {
    name.lower(): i for i, name in enumerate(calendar.month_abbr) if name
}


class DayWidget(DateInputWidget):
    """Three boxes that bring up a telephone's number keys."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        for part in self.widgets:
            part.attrs["inputmode"] = "numeric"
            part.attrs["autocomplete"] = "off"

    def decompress(self, value: Any) -> tuple[Any, Any, Any]:
        """A day in three parts; a text such as 2007-02-02, from an address, is a day too."""
        if isinstance(value, str):
            try:
                value = datetime.date.fromisoformat(value)
            except ValueError:
                return None, None, None
        return super().decompress(value)


class DayField(DateInputField):
    """A day, asked for as day, month and year. A month may be written as a word."""

    widget = DayWidget

    def __init__(self, *, earliest: int = 1900, latest: int = 2100, **kwargs: Any) -> None:
        messages = kwargs.pop("error_messages", {})
        super().__init__(require_all_fields=False, **kwargs)
        self.error_messages |= {"required": "Enter a date."} | messages
        self.earliest, self.latest = earliest, latest

    def clean(self, value: Any) -> datetime.date | None:
        """The day meant, or one sentence about what is wrong with it beside the box that is wrong."""
        for part in self.fields:
            part.widget.errors = []
        if self.disabled and not isinstance(value, list):
            value = DayWidget().decompress(value)
        parts = [str(part or "").strip() for part in (value or ["", "", ""])]
        if not any(parts):
            if self.required:
                raise ValidationError(self.error_messages["required"], code="required")
            return None
        missing = [i for i, part in enumerate(parts) if not part]
        if missing:
            words = " and ".join(f"a {('day', 'month', 'year')[i]}" for i in missing)
            raise self._wrong(f"The date must include {words}.", *missing)
        day = self._day(parts)
        self.validate(day)
        self.run_validators(day)
        return day

    def _day(self, parts: Sequence[str]) -> datetime.date:
        year = self._number(parts[2])
        if year is None or len(parts[2]) != 4 or not self.earliest <= year <= self.latest:
            raise self._wrong(f"Enter a year between {self.earliest} and {self.latest}.", 2)
        month = MONTHS.get(parts[1].lower().rstrip(".")) or self._number(parts[1])
        if month is None or not 1 <= month <= 12:
            raise self._wrong("The month must be a number between 1 and 12, or its name.", 1)
        day = self._number(parts[0])
        if day is None or not 1 <= day <= 31:
            raise self._wrong("The day must be a number between 1 and 31.", 0)
        if day > (last := calendar.monthrange(year, month)[1]):
            raise self._wrong(f"{calendar.month_name[month]} {year} has only {last} days.", 0)
        return datetime.date(year, month, day)

    @staticmethod
    def _number(text: str) -> int | None:
        return int(text) if re.fullmatch(r"[0-9]{1,4}", text) else None

    def _wrong(self, sentence: str, *boxes: int) -> ValidationError:
        for box in boxes:
            self.fields[box].widget.errors.append(sentence)
        return ValidationError(sentence, code="invalid")


class TimeField(forms.TimeField):
    """An hour of the day, however a person writes it: 10, 10:00, 10.30am, 2pm, midday."""

    widget = forms.TextInput(attrs={"class": "govuk-input--width-5", "autocomplete": "off"})
    default_error_messages = {"invalid": "Enter a time, such as 10am, 2.30pm or 14:30."}

    def to_python(self, value: Any) -> datetime.time | None:
        """The time that was meant."""
        if value in self.empty_values:
            return None
        if isinstance(value, datetime.time):
            return value
        text = re.sub(r"\s+", "", str(value)).lower()
        if text in ("midday", "noon", "midnight"):
            return datetime.time(0 if text == "midnight" else 12)
        found = re.fullmatch(r"(\d{1,2})(?:[:.h]?(\d{2}))?(am|pm|a\.m\.|p\.m\.)?", text, re.ASCII)
        if not found:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        hour, minute, half = int(found[1]), int(found[2] or 0), (found[3] or "").replace(".", "")
        if minute > 59 or hour > 23 or (half and not 1 <= hour <= 12):
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        if half:
            hour = hour % 12 + (12 if half == "pm" else 0)
        return datetime.time(hour, minute)

    def prepare_value(self, value: Any) -> Any:
        """A known time is shown as 14:30."""
        return f"{value:%H:%M}" if isinstance(value, datetime.time) else value


class UploadField(forms.FileField):
    """A file of a kind that the partnership keeps, of a reasonable size, that is what its name says."""

    widget = forms.FileInput

    def __init__(
        self, *, endings: Iterable[str] = uploads.DOCUMENTS, most_megabytes: int = 20, **kwargs: Any
    ) -> None:
        self.kinds = {ending: uploads.KINDS[ending] for ending in endings}
        self.most_megabytes = most_megabytes
        kwargs.setdefault("max_length", 200)
        kwargs.setdefault(
            "help_text", f"{self._endings()[0].upper()}{self._endings()[1:]}, {most_megabytes} MB at most."
        )
        messages = {
            "empty": "This file is empty.",
            "missing": "Choose a file.",
            "invalid": "The file did not arrive. Choose it again.",
            "max_length": "The name of this file is too long. Give it a shorter name and choose it again.",
        }
        super().__init__(error_messages=messages | kwargs.pop("error_messages", {}), **kwargs)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, str]:
        """The browser's own file chooser offers only files of these kinds."""
        return {"accept": ",".join(f".{ending}" for ending in self.kinds)}

    def to_python(self, data: Any) -> Any:
        """The file, or the reason why it cannot be taken."""
        file: Any = super().to_python(data)
        if file is None:
            return None
        ending = file.name.rpartition(".")[2].lower() if "." in file.name else ""
        if ending not in self.kinds:
            raise ValidationError(f"Choose {self._endings()}: “{file.name}” is of another kind.", code="kind")
        if file.size > self.most_megabytes * 1024 * 1024:
            size = f"{file.size / 1024 / 1024:.1f}"
            raise ValidationError(
                f"This file is {size} MB. It must be {self.most_megabytes} MB or less.", code="size"
            )
        kind = self.kinds[ending]
        if not uploads.is_really(kind, file.file):
            sentence = uploads.rather(kind, file.file)
            raise ValidationError(
                sentence or f"This file is named .{ending} but isn’t {kind.words}.", code="content"
            )
        if sentence := uploads.trouble_with(kind, file.file):
            raise ValidationError(sentence, code="trouble")
        # What the browser claimed is replaced by what was found.
        file.content_type = kind.content_type
        return file

    def _endings(self) -> str:
        words = list(dict.fromkeys(kind.words for kind in self.kinds.values()))
        return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} or {words[-1]}"


class MarkdownField(forms.CharField):
    """A longer text. Lists, headings and links may be marked in it."""

    def __init__(self, *, rows: int = 8, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 100_000)
        kwargs.setdefault("widget", forms.Textarea(attrs={"rows": rows}))
        kwargs.setdefault(
            "help_text", "Leave an empty line between paragraphs. Begin a line with - for a list."
        )
        super().__init__(**kwargs)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """A browser that cuts off a pasted text loses words: the limit is told afterwards instead."""
        return {}

    def to_python(self, value: Any) -> str:
        """Line ends alike, whichever machine the text was written on."""
        return (super().to_python(value) or "").replace("\r\n", "\n").replace("\r", "\n")
