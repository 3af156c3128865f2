"""What people are asked when they respond, and what an officer writes down for them."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID, uuid4

from crispy_forms_gds.layout import HTML, Div, Fieldset, Size
from django import forms
from django.http import QueryDict

from core.forms import DayField, GovukForm
from core.refusals import Refused
from engagement import asked
from engagement.given import Said
from engagement.models import Consultation, Consultee, Question, Response
from localities.models import Locality

LONGEST_ANSWER = 20_000
EQUALITY_WORDS = (
    "<p class='govuk-body'>These help to see whether everyone is heard. Answer as many as you like, or none. "
    "The answers are only counted: they are not kept with your response, or with your name.</p>"
)
TOO_OLD = "This page had been open too long, or was changed on its way. Nothing is lost: send it again."
CHANNELS = [pair for pair in Response.Channel.choices if pair[0] != Response.Channel.FORM]


class AnswersForm(GovukForm):
    """The questions of a consultation, in their order, those on equality last and apart."""

    # An officer writes down what there is; only whoever is asked must answer what has to be answered.
    asks_strictly = True

    locality = forms.ModelChoiceField(
        label="Where do you live or work? (optional)",
        queryset=Locality.objects.all(),
        required=False,
        empty_label="Choose a place",
    )
    may_be_published = forms.ChoiceField(
        label="May your answers be published?",
        choices=[
            (Response.Publication.ANONYMOUS, "Yes, without my name"),
            (Response.Publication.NAMED, "Yes, with my name or that of the organisation"),
            (Response.Publication.NOT, "No"),
        ],
        # Nothing is chosen beforehand: leave that was not given is no leave.
        widget=forms.RadioSelect,
        help_text="They are considered all the same. Email addresses are never published.",
    )
    token = forms.CharField(widget=forms.HiddenInput, required=False, max_length=40)

    def __init__(self, data: QueryDict | None = None, *, consultation: Consultation, **kwargs: Any) -> None:
        self.consultation = consultation
        self.questions = list(consultation.questions.all())
        super().__init__(data, **kwargs)
        for question in self.questions:
            self.fields[name_of(question)] = _field(question, is_free=not self.asks_strictly)
        self.fields["token"].initial = uuid4()

    def _clean_form(self) -> None:
        """A page whose token is not one of ours is shown again with one that is."""
        super()._clean_form()
        try:
            self.cleaned_data["token"] = UUID(self.cleaned_data.get("token", ""))
        except ValueError:
            self.errors.pop("token", None)
            self.show_again(TOO_OLD)

    def show_again(self, sentence: str) -> None:
        """Say why it is to be sent once more, with everything that was typed and fresh marks on the page."""
        self.add_error(None, sentence)
        self._put("token", str(uuid4()))

    def _put(self, name: str, value: str) -> None:
        """What the page carries when it is shown again, beside what was typed."""
        data: Any = self.data.copy()
        data[name] = value
        self.data = data

    def asked_about(self, *, equality: bool) -> list[str]:
        return [name_of(each) for each in self.questions if each.is_equality == equality]

    def said(self, **about: Any) -> Said:
        """The answers as the operation takes them."""
        answers = self.cleaned_data
        words: dict[int, str] = {}
        choices: dict[int, list[int]] = {}
        equality: dict[int, int] = {}
        for question in self.questions:
            answer = answers.get(name_of(question))
            if not answer:
                continue
            if question.is_equality:
                equality[question.pk] = int(answer)
            elif question.kind == Question.Kind.TEXT:
                words[question.pk] = answer
            else:
                choices[question.pk] = [int(place) for place in _each(answer)]
        return Said(
            words=words,
            choices=choices,
            equality=equality,
            locality=answers["locality"],
            may_be_published=answers["may_be_published"],
            **about,
        )


class RespondForm(AnswersForm):
    """The form by which everyone can respond, on one page."""

    submit_label = "Send your response"

    on_behalf_of = forms.ChoiceField(
        label="Are you answering for yourself or for an organisation?",
        choices=[("self", "For myself"), ("body", "For an organisation")],
        initial="self",
        widget=forms.RadioSelect,
    )
    body_name = forms.CharField(
        label="Name of the organisation, if you answer for one", max_length=200, required=False
    )
    name = forms.CharField(
        label="Your name (optional)",
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    email = forms.EmailField(
        label="Email address, if you want to hear what came of it (optional)",
        help_text="It is used for that and nothing else.",
        max_length=254,
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "email", "spellcheck": "false"}),
    )
    mark = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)
    # No person sees this; programs that fill in everything fill it in too.
    website = forms.CharField(
        label="Leave this box empty",
        required=False,
        widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["mark"].initial = asked.mark_of(self.questions)

    def arrangement(self) -> list[Any]:
        equality = self.asked_about(equality=True)
        apart = Fieldset(HTML(EQUALITY_WORDS), *equality, legend="About equality", legend_size=Size.MEDIUM)
        about = ["on_behalf_of", "body_name", "name", "locality", "may_be_published", "email"]
        return [
            Fieldset(*self.asked_about(equality=False), legend="The questions", legend_size=Size.MEDIUM),
            Fieldset(*about, legend="About you", legend_size=Size.MEDIUM),
            *([apart] if equality else []),
            Div("website", css_class="house-trap"),
            "token",
            "mark",
        ]

    def clean(self) -> None:
        """A body is named; a name is there if it is to be published; what only a program fills in is empty."""
        answers = self.cleaned_data
        for_body = answers.get("on_behalf_of") == "body"
        if for_body and not answers.get("body_name") and "body_name" not in self.errors:
            self.add_error("body_name", "Enter the name of the organisation that you answer for.")
        named = answers.get("may_be_published") == Response.Publication.NAMED
        if named and not for_body and not answers.get("name") and "name" not in self.errors:
            self.add_error("name", "Enter your name, or choose to have the answers published without it.")
        if answers.get("website"):
            self.add_error(
                None, "A box that people do not see was filled in, as programs do. Empty it and send again."
            )
        if not self.errors and not any(answers.get(name) for name in self.asked_about(equality=False)):
            self.add_error(None, "Answer at least one of the questions.")

    def refuse(self, refusal: Refused) -> None:
        """Above the form; if the questions have changed, with the mark of those that stand here now."""
        super().refuse(refusal)
        self._put("mark", asked.mark_of(self.questions))

    def said_by_sender(self) -> Said:
        answers = self.cleaned_data
        for_body = answers["on_behalf_of"] == "body"
        return self.said(
            name=answers["name"],
            body_name=answers["body_name"] if for_body else "",
            email=answers["email"],
        )


class EnterResponseForm(AnswersForm):
    """What came on paper, by email, at an event or by telephone."""

    submit_label = "Write it down"
    asks_strictly = False

    channel = forms.ChoiceField(label="How it came", choices=CHANNELS, widget=forms.RadioSelect)
    received_on = DayField(label="The day on which it came")
    late_reason = forms.CharField(
        label="Why it counts, if it came or is written down after the close (optional)",
        help_text="For example: the letter came in time.",
        max_length=500,
        required=False,
    )
    consultee = forms.ModelChoiceField(
        label="Who of those asked by name sent it (optional)",
        queryset=Consultee.objects.none(),
        required=False,
        empty_label="None of them",
    )
    body_name = forms.CharField(label="Organisation it speaks for (optional)", max_length=200, required=False)
    name = forms.CharField(label="Name (optional)", max_length=200, required=False)
    email = forms.EmailField(
        label="Email address for telling what came of it (optional)", max_length=254, required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["consultee"].queryset = Consultee.objects.of_consultation(self.consultation).filter(
            response=None
        )
        self.fields["locality"].label = "Where they live or work (optional)"
        self.fields["may_be_published"].label = "May it be published?"
        self.fields["may_be_published"].help_text = "Only if they said so."
        self.fields["may_be_published"].initial = Response.Publication.NOT

    def arrangement(self) -> list[Any]:
        first = ["channel", "received_on", "late_reason", "consultee", "body_name", "name", "email"]
        equality = self.asked_about(equality=True)
        counted = Fieldset(*equality, legend="About equality", legend_size=Size.MEDIUM)
        return [
            Fieldset(*first, "locality", "may_be_published", legend="How it came", legend_size=Size.MEDIUM),
            Fieldset(*self.asked_about(equality=False), legend="What it says", legend_size=Size.MEDIUM),
            *([counted] if equality else []),
            "token",
        ]

    def refuse(self, refusal: Refused) -> None:
        """Beside the question that it is about."""
        said = str(refusal)
        places = {
            "after the close": "late_reason",
            "come on a day": "received_on",
            "have come before": "received_on",
        }
        self.add_error(next((name for words, name in places.items() if words in said), None), said)


def name_of(question: Question) -> str:
    """The name of its box on the page."""
    return f"question_{question.pk}"


def _field(question: Question, *, is_free: bool) -> forms.Field:
    required = question.is_required and not is_free
    about: dict[str, Any] = {
        "label": question.text if required else f"{question.text} (optional)",
        "help_text": question.hint,
        "required": required,
    }
    if question.kind == Question.Kind.TEXT:
        field: forms.Field = forms.CharField(
            max_length=LONGEST_ANSWER, widget=forms.Textarea(attrs={"rows": 5}), **about
        )
        # The browser would cut a long text off without a word; the sentence beside the box is better.
        field.widget.attrs.pop("maxlength", None)
        return field
    choices = [(str(place), words) for place, words in enumerate(question.choices)]
    if question.kind == Question.Kind.ONE:
        return forms.ChoiceField(choices=choices, widget=forms.RadioSelect, **about)
    return forms.MultipleChoiceField(choices=choices, widget=forms.CheckboxSelectMultiple, **about)


def _each(answer: str | Iterable[str]) -> Iterable[str]:
    return [answer] if isinstance(answer, str) else answer
