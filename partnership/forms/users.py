"""Logins."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q

from core.forms import GovukForm
from core.refusals import Refused
from partnership.forms.answers import PersonChoice, answers_of, offer
from partnership.models import Person, User


class InvitationForm(GovukForm):
    """Whom to invite."""

    submit_label = "Send the invitation"

    email = forms.EmailField(label="Email address", max_length=254)
    person = PersonChoice(
        label="Person on the record (optional)",
        help_text="What they may read follows from the groups this person is in.",
        required=False,
        empty_label="Nobody on the record",
        queryset=Person.objects.with_organisation().without_login(),
    )
    display_name = forms.CharField(
        label="Name to show (optional)",
        help_text="For a login that stands for nobody on the record, for example Support officer.",
        max_length=120,
        required=False,
    )
    is_staff = forms.BooleanField(
        label="Administrator", help_text="Keeps people, groups, places and rules right.", required=False
    )

    def clean_email(self) -> str:
        """Nobody has two logins at one address."""
        email = self.cleaned_data["email"]
        if User.objects.filter(email__iexact=email).exists():
            raise ValidationError("There is a login with this email address already.")
        return email


class UserForm(GovukForm):
    """The name a login shows, and whether it is an administrator's."""

    display_name = forms.CharField(label="Name to show (optional)", max_length=120, required=False)
    is_staff = forms.BooleanField(label="Administrator", required=False)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, initial=answers_of(user, self.base_fields), **kwargs)


class EmailForm(GovukForm):
    """Another address for a login."""

    submit_label = "Change the address"
    is_warning = True

    email = forms.EmailField(label="New email address", max_length=254)
    reason = forms.CharField(
        label="Why (optional)", help_text="This is kept in the history.", max_length=300, required=False
    )

    def refuse(self, refusal: Refused) -> None:
        """Whatever the operation says no to is about the address."""
        self.add_error("email", str(refusal))


class LinkForm(GovukForm):
    """Which person on the record signs in with a login."""

    person = PersonChoice(label="Person on the record", required=False, empty_label="Nobody on the record")

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        theirs_or_free = Q(user=None) | Q(user=user)
        offer(self, "person", Person.objects.with_organisation().filter(theirs_or_free))
        self.fields["person"].initial = getattr(user, "person", None)


class UserFilter(forms.Form):
    """Whom to list."""

    q = forms.CharField(
        label="Name or email address",
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"class": "govuk-input"}),
    )
    state = forms.ChoiceField(
        label="State",
        required=False,
        choices=[("", "All"), ("invited", "Invited"), ("in_use", "Active"), ("deactivated", "Deactivated")],
        widget=forms.Select(attrs={"class": "govuk-select"}),
    )
