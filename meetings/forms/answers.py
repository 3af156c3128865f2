"""What the forms of meetings have in common."""

from typing import Any

from django import forms

from core.access import SCHEDULE_12A, Access
from core.forms import GovukForm
from core.refusals import Refused

PARAGRAPHS = [(number, f"{number}. {words}") for number, words in SCHEDULE_12A.items()]


class MeetingsForm(GovukForm):
    """A form that puts a refusal beside the question it is about, where it is about one."""

    # Words of a refusal, and the question that they answer.
    beside: dict[str, str] = {}

    def refuse(self, refusal: Refused) -> None:
        """Say why the operation may not happen, beside the question that has to be answered differently."""
        found = (name for words, name in self.beside.items() if words in str(refusal))
        self.add_error(next((name for name in found if name in self.fields), None), str(refusal))


class ConfirmForm(GovukForm):
    """A step to confirm: nothing to fill in."""

    def __init__(self, *args: Any, submit_label: str, is_warning: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.submit_label = submit_label
        self.is_warning = is_warning


class ParagraphsField(forms.TypedMultipleChoiceField):
    """Which paragraphs of Schedule 12A make something exempt."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            label="Why it is exempt (Local Government Act 1972, Schedule 12A)",
            help_text="Only for an exempt item. Tick every paragraph that applies.",
            choices=PARAGRAPHS,
            coerce=int,
            required=False,
            widget=forms.CheckboxSelectMultiple,
            **kwargs,
        )


class PublicInterestField(forms.CharField):
    """Why it is better for the public that something stays exempt."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            label="Why the public interest is better served by keeping it exempt",
            help_text="Only for an exempt item.",
            required=False,
            max_length=2000,
            widget=forms.Textarea(attrs={"rows": 3}),
            **kwargs,
        )


def check_exemption(form: forms.Form) -> None:
    """An exempt item says why; any other has nothing to say there, so that no exemption is lost by a slip."""
    answers = form.cleaned_data
    paragraphs, interest = answers.get("exempt_paragraphs"), answers.get("public_interest")
    if answers.get("access") == Access.EXEMPT:
        if "exempt_paragraphs" in answers and not paragraphs:
            form.add_error("exempt_paragraphs", "Tick at least one paragraph that makes the item exempt.")
        if "public_interest" in answers and not interest:
            form.add_error(
                "public_interest", "Say why the public interest is better served by keeping it exempt."
            )
    elif "access" in answers and (paragraphs or interest):
        form.add_error(
            "access",
            "You gave reasons for an exemption. Choose “Exempt from publication”, or take the reasons away.",
        )
