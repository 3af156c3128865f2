"""Every part that pages are made of, on one page, for those who build or review pages."""

import datetime

from django import forms
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from core.forms import DayField, GovukForm, MarkdownField, TimeField, UploadField
from partnership.permissions import is_administrator, is_officer


class ExampleForm(GovukForm):
    """One question of each kind."""

    submit_label = "Save and continue"
    cancel_address = "/"

    title = forms.CharField(label="Title", help_text="As it will stand on the agenda.", max_length=120)
    day = DayField(label="Day", help_text="For example, 2 February 2007.")
    time = TimeField(label="Time", help_text="For example, 10am or 2.30pm.")
    outcome = forms.ChoiceField(
        label="Outcome", choices=[("agreed", "Agreed"), ("deferred", "Deferred")], widget=forms.RadioSelect
    )
    group = forms.ChoiceField(label="Group", choices=[("", "Choose one"), ("board", "The Board")])
    places = forms.MultipleChoiceField(
        label="Places",
        choices=[("town", "A town"), ("village", "A village")],
        widget=forms.CheckboxSelectMultiple,
    )
    key = forms.BooleanField(label="This is a key decision", required=False)
    amount = forms.DecimalField(label="Amount in pounds", max_value=1_000_000, decimal_places=2)
    text = MarkdownField(label="Text")
    paper = UploadField(label="Paper")


class ExampleFilter(forms.Form):
    """What a filter above a register looks like."""

    group = forms.ChoiceField(
        choices=[("", "All groups"), ("board", "The Board")],
        widget=forms.Select(attrs={"class": "govuk-select"}),
    )
    year = forms.ChoiceField(
        choices=[("", "All years"), ("2007", "2007")], widget=forms.Select(attrs={"class": "govuk-select"})
    )


def gallery(request: HttpRequest) -> HttpResponse:
    """Each component with an example; for officers and administrators only."""
    if not (is_officer(request.user) or is_administrator(request.user)):
        raise Http404
    wrong = {
        "title": "x" * 121,
        "day_0": "31",
        "day_1": "2",
        "day_2": "2007",
        "time": "25 past",
        "amount": "lots",
    }
    context = {
        "trail": [("Manage", "/manage/")],
        "plain_form": ExampleForm(prefix="plain"),
        "wrong_form": ExampleForm(wrong),
        "filter_form": ExampleFilter(),
        "page": Paginator(range(200), 10).page(6),
        "day": datetime.date(2007, 2, 2),
        "moment": datetime.datetime(2007, 2, 9, 14, 30, tzinfo=datetime.UTC),
        "hour": datetime.time(10),
        "more": ["Version 2"],
        "paragraphs": [1, 3],
        "told": [
            {"level_tag": "success", "text": "Minutes published."},
            {"level_tag": "error", "text": "Only approved minutes can be published."},
            {"level_tag": "info", "text": "The agenda changes tomorrow."},
        ],
        "entries": [
            {
                "when": datetime.date(2007, 2, 2),
                "title": "Meeting held",
                "address": "/meetings/",
                "text": "Eleven were present.",
            },
            {
                "when": datetime.date(2007, 2, 9),
                "title": "Draft minutes circulated",
                "address": "",
                "text": "",
            },
        ],
        "subjects": [("Components", request.path), ("Meetings", "/meetings/")],
        "headings": ["Stream", "Profile", "Spent"],
        "rows": [["Children", "£120,000", "£98,500"], ["Older people", "£80,000", "£81,250"]],
    }
    return TemplateResponse(request, "portal/gallery.html", context)
