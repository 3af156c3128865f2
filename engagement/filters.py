"""What a reader may ask of the register of consultations."""

from typing import Any

from django import forms
from django.utils import timezone

from core.words import WordsField
from engagement.models import Consultation, Mention
from localities.models import Audience, Locality
from meetings.filters import Filter

STATES = [
    ("open", "Open now"),
    ("coming", "Not open yet"),
    ("closed", "Closed, being considered"),
    ("concluded", "Concluded"),
    ("withdrawn", "Called off"),
    ("named", "Known from minutes only"),
]


class ConsultationFilter(Filter):
    """The register, by where it stands, place, audience, year and words."""

    things = ("consultation", "consultations")
    PHRASES = {
        "status": ", {}",
        "locality": " in {}",
        "audience": " for {}",
        "year": " of {}",
        "q": " saying “{}”",
    }

    status = forms.ChoiceField(label="Where it stands", required=False)
    locality = forms.ChoiceField(label="Locality", required=False)
    audience = forms.ChoiceField(label="Audience", required=False)
    year = forms.ChoiceField(label="Year", required=False)
    q = WordsField(label="Words")

    def __init__(self, data: Any, user, rows) -> None:
        super().__init__(data, user, rows)
        days = {day for pair in rows.values_list("opens_on", "closes_on") for day in pair}
        days |= set(Mention.objects.visible_to(user).values_list("item__meeting__held_on", flat=True))
        years = sorted({day.year for day in days}, reverse=True)
        self._offer("status", "All", STATES)
        self._offer("locality", "All localities", [(each.slug, each.name) for each in Locality.objects.all()])
        self._offer("audience", "Everybody", [(each.slug, each.name) for each in Audience.objects.all()])
        self._offer("year", "All years", [(str(year), str(year)) for year in years])
        self.fields["q"].widget.attrs["class"] = "govuk-input"

    def named(self, mentions):
        """Of what is known from minutes only, those that fit. Whom they were to reach nobody knows."""
        self.is_valid()
        if self.errors or self.chosen("status") not in ("", "named") or self.chosen("audience"):
            return mentions.none()
        mentions = mentions.without_entry()
        if slug := self.chosen("locality"):
            mentions = mentions.in_locality(Locality.objects.get(slug=slug))
        if year := self.chosen("year"):
            mentions = mentions.in_year(int(year))
        if words := self.chosen("q"):
            mentions = mentions.with_words(words)
        return mentions

    def found(self):
        """The consultations that fit, the latest first."""
        return self.narrowed(
            status=lambda rows, status: STEPS[status](rows),
            locality=lambda rows, slug: rows.in_locality(Locality.objects.get(slug=slug)),
            audience=lambda rows, slug: rows.filter(audiences__slug=slug),
            year=lambda rows, year: rows.in_year(int(year)),
            q=lambda rows, words: rows.with_words(words),
        )

    def _offer(self, name: str, empty: str, choices: list[tuple[str, str]]) -> None:
        field: Any = self.fields[name]
        field.choices = [("", empty), *choices]
        field.widget.attrs["class"] = "govuk-select"
        field.error_messages["invalid_choice"] = f"“%(value)s” is not one of the answers for “{field.label}”."


STEPS = {
    "open": lambda rows: rows.open_at(timezone.now()),
    "coming": lambda rows: rows.coming_at(timezone.now()),
    "closed": lambda rows: rows.closed_at(timezone.now()),
    "concluded": lambda rows: rows.in_stage(Consultation.Stage.CONCLUDED),
    "withdrawn": lambda rows: rows.in_stage(Consultation.Stage.WITHDRAWN),
    "named": lambda rows: rows.none(),
}
