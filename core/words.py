"""Words that somebody looks for, whatever was pasted in."""

import re
from typing import Any

from django import forms

LONGEST_WORDS = 200
# Control characters but the new line, halves of characters, and what XML forbids.
NOT_WRITABLE = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


class WordsField(forms.CharField):
    """Words to look for. Whatever was pasted in is made into something that can be looked for."""

    widget = forms.TextInput(attrs={"class": "govuk-input", "type": "search", "autocomplete": "off"})

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, **kwargs)
        # `to_python` has made every text fit, so there is nothing left to refuse.
        self.validators = []

    def to_python(self, value: Any) -> str:
        """The words, without characters that cannot be typed, and no longer than anybody means to search for."""
        return printable(super().to_python(value) or "")[:LONGEST_WORDS].strip()


def printable(text: str) -> str:
    """A text without control characters, halves of characters and other things that are no words."""
    return "".join(character if character.isprintable() else " " for character in text).strip()


def writable(text: str) -> str:
    """A text as calendars and feeds can carry it: control characters are spaces, whatever ends a line is a new line."""
    lines = "\n".join(str(text).splitlines())
    return NOT_WRITABLE.sub(" ", lines)
