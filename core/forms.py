"""Forms that draw themselves in the house look and refuse in sentences."""

import copy
from collections.abc import Callable
from functools import cached_property
from typing import Any

from crispy_forms.utils import TEMPLATE_PACK
from crispy_forms_gds.helper import FormHelper
from crispy_forms_gds.layout import Layout, Size
from django import forms
from django.core import validators
from django.template.loader import render_to_string
from django.utils.html import conditional_escape

from core.fields import DayField, MarkdownField, TimeField, UploadField
from core.refusals import Refused

__all__ = ["DayField", "GovukForm", "MarkdownField", "TimeField", "UploadField"]

LONGEST_LINE = 500
LONGEST_TEXT = 100_000

SENTENCES = {
    validators.MaxLengthValidator: (
        "“LABEL” must be %(limit_value)s characters or fewer. It has %(show_value)s."
    ),
    validators.MinLengthValidator: "“LABEL” must be at least %(limit_value)s characters long.",
    validators.MaxValueValidator: "“LABEL” must be %(limit_value)s or less.",
    validators.MinValueValidator: "“LABEL” must be %(limit_value)s or more.",
    validators.ProhibitNullCharactersValidator: (
        "“LABEL” contains a character that cannot be kept. Type it again rather than pasting it."
    ),
}


class Buttons:
    """The button that sends a form, and a link for those who think better of it."""

    def __init__(self, form: "GovukForm") -> None:
        self.form = form

    def render(self, form: Any, context: Any, template_pack: Any = TEMPLATE_PACK, **kwargs: Any) -> str:
        """The buttons, where the layout puts them."""
        return render_to_string(
            "components/form_buttons.html",
            {
                "submit_label": self.form.submit_label,
                "cancel_address": self.form.cancel_address,
                "warning": self.form.is_warning,
            },
        )


class GovukForm(forms.Form):
    """Every form of the portal.

    A form class says what its button reads (`submit_label`), and may say where "Cancel" leads
    (`cancel_address`, or the argument of that name) and whether its step is one to think about
    (`is_warning`). `arrangement()` may put the questions in groups.
    """

    submit_label = "Save"
    cancel_address = ""
    is_warning = False

    def __init__(self, *args: Any, cancel_address: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if cancel_address:
            self.cancel_address = cancel_address

    def arrangement(self) -> list[Any]:
        """The questions in the order they are asked: names of fields, or layout objects."""
        return list(self.fields)

    @cached_property
    def helper(self) -> FormHelper:
        """How the form is drawn. Made when first asked for, so that fields added by a subclass are there."""
        for name in self.fields:
            # The form pack prints these two as they are; a person's words must not become markup.
            question = self[name]
            question.label = conditional_escape(question.label)
            question.help_text = conditional_escape(question.help_text)
        helper = FormHelper()
        helper.form_class = "house-form"
        helper.attrs = {"novalidate": True}
        helper.label_size = Size.SMALL
        helper.legend_size = Size.SMALL
        helper.layout = Layout(*self.arrangement(), Buttons(self))
        return helper

    def full_clean(self) -> None:
        """Read what was typed, with a plain sentence ready for everything that can be wrong with it."""
        for name, field in self.fields.items():
            speak_plainly(field, str(self[name].label))
        super().full_clean()
        self._ask_for_files_again()

    def carry_out(self, operation: Callable[..., Any], *things: Any, **more: Any) -> Any:
        """What the operation made of the answers; None when an answer or the operation itself said no.

        The refusal is then on the form, with everything that was typed kept.
        """
        if not self.is_valid():
            return None
        try:
            return operation(*things, **self.cleaned_data, **more)
        except Refused as refusal:
            self.refuse(refusal)
            self._ask_for_files_again()
            return None

    def refuse(self, refusal: Refused) -> None:
        """Say why the operation may not happen, above the form."""
        self.add_error(None, str(refusal))

    def _ask_for_files_again(self) -> None:
        """No browser sends a file twice, so a good file beside a bad answer has to be chosen once more."""
        if not self.errors:
            return
        for name, field in self.fields.items():
            was_sent = isinstance(field, forms.FileField) and self.files.get(self.add_prefix(name))
            if was_sent and name not in self.errors:
                self.add_error(name, "Choose the file again: it cannot be kept while you mend the rest.")


def speak_plainly(field: forms.Field, label: str) -> None:
    """Replace the framework's own words of refusal, and set a limit where a question has none."""
    if isinstance(field, forms.CharField) and not isinstance(field, forms.URLField):
        _limit(field)
    if isinstance(field.widget, forms.NumberInput):
        field.widget.input_type = "text"
        is_whole = not isinstance(field, forms.DecimalField | forms.FloatField)
        field.widget.attrs.setdefault("inputmode", "numeric" if is_whole else "decimal")
    plain = {
        "required": _required(field, label),
        "invalid_choice": f"Choose one of the answers offered for “{label}”.",
        "invalid_pk_value": f"Choose from the answers offered for “{label}”.",
        "invalid_list": f"Choose from the answers offered for “{label}”.",
    }
    if isinstance(field, forms.IntegerField) and not isinstance(field, forms.DecimalField | forms.FloatField):
        plain["invalid"] = f"Enter “{label}” as a whole number, such as 12."
    elif isinstance(field, forms.IntegerField | forms.DecimalField):
        plain["invalid"] = f"Enter “{label}” as a number, such as 12 or 12.50."
    elif isinstance(field, forms.EmailField):
        plain["invalid"] = "Enter an email address in full, such as name@example.org."
    for code, sentence in plain.items():
        if field.error_messages.get(code) == _framework_message(field, code):
            field.error_messages[code] = sentence
    field.validators = [_in_plain_words(validator, label) for validator in field.validators]


def _in_plain_words(validator: Any, label: str) -> Any:
    """A copy of a validator with our sentence, so that one form's words do not reach another's."""
    for kind, sentence in SENTENCES.items():
        if isinstance(validator, kind):
            validator = copy.copy(validator)
            validator.message = sentence.replace("LABEL", label.replace("%", "%%"))
            return validator
    return validator


def _limit(field: forms.CharField) -> None:
    """A question without a limit of its own gets one, so that no answer is too long to handle."""
    if not any(isinstance(validator, validators.MaxLengthValidator) for validator in field.validators):
        longest = LONGEST_TEXT if isinstance(field.widget, forms.Textarea) else LONGEST_LINE
        field.validators.append(validators.MaxLengthValidator(longest))


def _required(field: forms.Field, label: str) -> str:
    if isinstance(field, forms.FileField):
        return f"Choose a file for “{label}”."
    if isinstance(field, forms.BooleanField):
        return f"Tick “{label}” to go on."
    if isinstance(field, forms.ChoiceField):
        return f"Choose an answer to “{label}”."
    if isinstance(field, DayField):
        return f"Enter a date for “{label}”."
    return f"Fill in “{label}”."


def _framework_message(field: forms.Field, code: str) -> str | None:
    """What the framework, or our own field, says when a form has not chosen words of its own."""
    if isinstance(field, DayField) and code == "required":
        return "Enter a date."
    for kind in type(field).__mro__:
        messages = getattr(kind, "default_error_messages", {})
        if code in messages:
            return messages[code]
    return None
