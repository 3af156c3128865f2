"""The form on which a reader says what they are told, and when."""

from typing import Any

from crispy_forms_gds.layout import HTML, Fieldset, Size
from django import forms

from core.forms import GovukForm, TimeField
from partnership.choosing import Chosen
from partnership.kinds import BY_KEY
from partnership.models import Everywhere, Pace
from partnership.models.subscriptions import EAGER_FIRST

DUTIES = (
    '<p class="govuk-hint">These come because of your part in the partnership. What you are asked to do cannot be '
    "switched off. Mail that keeps your login safe, and meetings that are called, changed or cancelled, always come "
    "at once, each by itself.</p>"
)
FOLLOWED = (
    '<p class="govuk-hint">You asked for these, and can end each. To follow something else, press “Follow” on its page.'
    "</p>"
)
EVERYWHERE = '<p class="govuk-hint">Wherever it happens, as far as everyone may read it.</p>'
HOURS = (
    '<p class="govuk-hint">What is due in these hours comes when they end. Mail that keeps your login safe, and a '
    "meeting of today that is cancelled, do not wait.</p>"
)


def _paces(paces: Any, *, never: str = "") -> list[tuple[str, str]]:
    return [(pace.value, never if pace == Pace.NEVER and never else pace.label) for pace in paces]


class NoticeChoicesForm(GovukForm):
    """Everything that a login may choose about being told, with what holds now filled in."""

    submit_label = "Save what I am told"

    quiet_from = TimeField(
        label="Nothing from", help_text="For example 9pm. Leave both empty for any hour.", required=False
    )
    quiet_until = TimeField(label="Until", help_text="For example 7am.", required=False)
    not_at_weekends = forms.BooleanField(label="Nothing on Saturdays and Sundays", required=False)
    wants_digests = forms.BooleanField(
        label="Send me digests",
        help_text="Without them you read on the portal what they would have told.",
        required=False,
    )

    def __init__(self, *args: Any, chosen: Chosen, **kwargs: Any) -> None:
        wishes = chosen.wishes
        initial = {
            "quiet_from": wishes.quiet_from,
            "quiet_until": wishes.quiet_until,
            "not_at_weekends": wishes.not_at_weekends,
            "wants_digests": wishes.digests_stopped_at is None,
        }
        super().__init__(*args, initial=initial, **kwargs)
        self.chosen = chosen
        for key, pace in chosen.kinds.items():
            kind = BY_KEY[key]
            self._ask(f"kind_{key}", kind.name, _paces(kind.paces), pace, kind.covers)
        for row, thing in chosen.follows:
            paces = _paces([*EAGER_FIRST, Pace.NEVER], never="Stop following")
            self._ask(f"follow_{row.pk}", str(thing), paces, Pace(row.pace))
        for key, pace in chosen.everywhere.items():
            self._ask(
                f"everywhere_{key}",
                Everywhere(key).label,
                _paces([Pace.NEVER, *EAGER_FIRST], never="No"),
                pace,
            )

    def _ask(
        self, name: str, label: str, choices: list[tuple[str, str]], pace: Pace, covers: str = ""
    ) -> None:
        self.fields[name] = forms.ChoiceField(
            label=label, help_text=covers, choices=choices, initial=pace.value, widget=forms.Select
        )

    def arrangement(self) -> list[Any]:
        """By where it comes from, then when."""

        def part(legend: str, words: str, prefix: str) -> Any:
            names = [name for name in self.fields if name.startswith(prefix)]
            return Fieldset(
                HTML(words), *names, legend=legend, legend_size=Size.MEDIUM, css_class="house-choices"
            )

        parts = [part("Because of your part", DUTIES, "kind_")]
        if self.chosen.follows:
            parts.append(part("What you follow", FOLLOWED, "follow_"))
        parts.append(part("Everywhere", EVERYWHERE, "everywhere_"))
        hours = ["quiet_from", "quiet_until", "not_at_weekends"]
        parts.append(Fieldset(HTML(HOURS), *hours, legend="Quiet hours", legend_size=Size.MEDIUM))
        parts.append(Fieldset("wants_digests", legend="Digests", legend_size=Size.MEDIUM))
        return parts

    def clean(self) -> dict[str, Any] | None:
        """A quiet time has a beginning and an end."""
        answers = super().clean() or {}
        begins, ends = answers.get("quiet_from"), answers.get("quiet_until")
        wrong = self.errors.keys() & {"quiet_from", "quiet_until"}
        if wrong:
            return answers
        if begins is not None and ends is None:
            self.add_error("quiet_until", "Enter the hour at which the quiet time ends.")
        elif ends is not None and begins is None:
            self.add_error("quiet_from", "Enter the hour at which the quiet time begins.")
        elif begins is not None and begins == ends:
            self.add_error("quiet_until", "The quiet time must end at another hour than it begins.")
        return answers

    def answers(self) -> dict[str, Any]:
        """What was chosen, as the operation takes it."""
        given = self.cleaned_data

        def chosen(prefix: str) -> dict[str, Pace]:
            return {
                name.removeprefix(prefix): Pace(given[name])
                for name in self.fields
                if name.startswith(prefix)
            }

        return {
            "kinds": chosen("kind_"),
            "follows": {int(pk): pace for pk, pace in chosen("follow_").items()},
            "everywhere": chosen("everywhere_"),
            "quiet_from": given["quiet_from"],
            "quiet_until": given["quiet_until"],
            "not_at_weekends": given["not_at_weekends"],
            "wants_digests": given["wants_digests"],
        }
