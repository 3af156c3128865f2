"""Nominating, and saying who was elected."""

from typing import Any

from django import forms
from django.db.models import Q, QuerySet

from core.forms import DayField
from meetings.forms.answers import MeetingsForm
from meetings.forms.decisions import VotesField
from meetings.forms.interests import people_there
from meetings.models import Election, Meeting
from partnership.forms.answers import PersonChoice
from partnership.models import OfficeTerm, Person

NOT_RECORDED = "Not recorded"


class NominateForm(MeetingsForm):
    """Somebody is proposed for an office."""

    submit_label = "Nominate"
    beside = {
        "nominated already": "person",
        "elected somebody to that office": "office",
        "second the nomination": "seconder",
        "their own nomination": "seconder",
    }

    office = forms.ChoiceField(label="For which office", choices=OfficeTerm.Office.choices)
    person = PersonChoice(label="Who is nominated", empty_label="Choose")
    proposer = PersonChoice(label="Proposed by", required=False, empty_label=NOT_RECORDED)
    seconder = PersonChoice(label="Seconded by", required=False, empty_label=NOT_RECORDED)

    def __init__(self, *args: Any, meeting: Meeting, **kwargs: Any) -> None:
        super().__init__(*args, prefix="nominate", **kwargs)
        for name in ("person", "proposer", "seconder"):
            self.fields[name].queryset = people_of(meeting)


class DeclareElectionForm(MeetingsForm):
    """Who was elected, and how."""

    beside = {
        "nobody is elected unopposed": "method",
        "Say which it was": "method",
        "were not equal": "tie_broken_by",
        "broke the tie": "tie_broken_by",
        "casting vote": "casting_vote_by",
        "not unanimous": "is_unanimous",
        "more votes than": "winner",
        "before the meeting": "takes_office_on",
        "changes hands once a day": "takes_office_on",
        "end must be later": "due_to_end_on",
    }

    winner = forms.ChoiceField(
        label="Who was elected",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose who was elected."},
    )
    method = forms.ChoiceField(
        label="How it was voted",
        choices=Election.Method.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose how it was voted."},
    )
    is_unanimous = forms.BooleanField(label="Unanimously", required=False)
    abstentions = VotesField(label="Abstentions and spoilt papers")
    tie_broken_by = forms.ChoiceField(
        label="If the votes were equal, what broke the tie",
        choices=[("", "They were not equal"), *Election.TieBreak.choices],
        required=False,
    )
    casting_vote_by = PersonChoice(label="Casting vote by", required=False, empty_label="Nobody")
    takes_office_on = DayField(label="Takes office on")
    due_to_end_on = DayField(
        label="Term planned to end on (optional)",
        help_text="The first day after the term.",
        required=False,
    )

    def __init__(self, *args: Any, election: Election, **kwargs: Any) -> None:
        self.election = election
        self.standing = [each for each in election.nominations.all() if not each.is_withdrawn]
        initial: dict[str, Any] = {"takes_office_on": election.item.meeting.held_on}
        if len(self.standing) == 1:
            initial |= {"winner": str(self.standing[0].pk), "method": Election.Method.UNOPPOSED}
        super().__init__(*args, prefix=f"declare-{election.pk}", initial=initial, **kwargs)
        self.fields["winner"].choices = [(str(each.pk), str(each.person)) for each in self.standing]
        self.fields["casting_vote_by"].queryset = people_there(election.item.meeting)
        if not election.item.meeting.group.chair_has_casting_vote:
            del self.fields["casting_vote_by"]
        for each in self.standing:
            self.fields[f"votes_{each.pk}"] = VotesField(label=f"Votes for {each.person}")

    @property
    def votes(self) -> list[Any]:
        """The boxes for the votes of each."""
        return [self[f"votes_{each.pk}"] for each in self.standing]

    @property
    def says_more(self) -> bool:
        """Whether anything is said of a count, or is wrong with one."""
        names = ["abstentions", "tie_broken_by", "casting_vote_by", *(f"votes_{n.pk}" for n in self.standing)]
        return self.is_bound and any(self[name].value() for name in names if name in self.fields)

    def clean(self) -> dict[str, Any]:
        """The winner is one of those who stand; the votes of each are gathered in one answer."""
        answers = super().clean() or self.cleaned_data
        by_pk = {str(each.pk): each for each in self.standing}
        if "winner" in answers:
            answers["winner"] = by_pk[answers["winner"]]
        counted = {each: answers.pop(f"votes_{each.pk}", None) for each in self.standing}
        answers["votes"] = {each: votes for each, votes in counted.items() if votes is not None}
        return answers


class UndoElectionForm(MeetingsForm):
    """Why an election was entered by mistake."""

    submit_label = "Undo the election"
    is_warning = True

    reason = forms.CharField(
        label="Why is it undone?",
        help_text="Its decision is withdrawn, and the terms of office are as they were before.",
        max_length=300,
    )

    def __init__(self, *args: Any, election: Election, **kwargs: Any) -> None:
        super().__init__(*args, prefix=f"undo-{election.pk}", **kwargs)


def people_of(meeting: Meeting) -> QuerySet[Person]:
    """Who can be named: the members of the day, there or not, and everybody recorded at the meeting."""
    members = meeting.group.memberships.on(meeting.held_on).values("person")
    recorded = meeting.attendances.values("person")
    return Person.objects.with_organisation().filter(Q(pk__in=members) | Q(pk__in=recorded))
