"""The words and parts that every page shares."""

import datetime
import re
from decimal import Decimal
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.paginator import Paginator
from django.template import Context, Template
from django.test import RequestFactory

from core.templatetags import house

TEMPLATES = sorted(Path(settings.BASE_DIR, "templates").rglob("*.html"))
COMPONENTS = [path for path in TEMPLATES if path.parent.name == "components"]


def test_days_and_hours_are_written_as_the_british_do():
    moment = datetime.datetime(2007, 7, 2, 13, 5, tzinfo=datetime.UTC)

    assert house.british_date(datetime.date(2007, 2, 2)) == "2 February 2007"
    assert house.british_datetime(moment) == "2 July 2007 at 2.05pm"
    assert house.british_date(datetime.datetime(2007, 7, 2, 23, 30, tzinfo=datetime.UTC)) == "3 July 2007"
    assert house.british_date(None) == house.british_datetime(None) == ""


@pytest.mark.parametrize(
    ("hour", "minute", "written"),
    [(0, 0, "midnight"), (12, 0, "midday"), (10, 0, "10am"), (14, 30, "2.30pm"), (0, 5, "12.05am")],
)
def test_an_hour_is_written_as_people_say_it(hour, minute, written):
    assert house.british_time(datetime.time(hour, minute)) == written


@pytest.mark.parametrize(
    ("amount", "written"),
    [(Decimal("1250.00"), "£1,250"), (Decimal("1250.5"), "£1,250.50"), (-3, "−£3"), (0, "£0"), (None, "")],
)
def test_money_is_written_with_pence_only_when_there_are_some(amount, written):
    assert house.pounds(amount) == written


def test_headings_are_in_sentence_case_and_initials_stay():
    assert house.sentence_case(" Two-Factor   Authentication ") == "Two-factor authentication"
    assert house.sentence_case("Scan the QR Code") == "Scan the QR code"
    assert house.sentence_case("") == ""


def test_a_browser_is_called_what_people_call_it():
    assert house.browser("Mozilla/5.0 (Windows NT 10.0) Gecko/20100101 Firefox/140.0") == "Firefox on Windows"
    assert house.browser("") == "A browser"


def test_going_to_another_page_keeps_the_filters():
    request = RequestFactory().get("/decisions/?group=board&page=1")
    page = Paginator(range(30), 10).page(1)

    drawn = Template('{% include "components/pagination.html" %}').render(
        Context({"request": request, "page": page})
    )

    assert "?group=board&amp;page=2" in drawn
    assert drawn.count('aria-current="page"') == 1


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(settings.BASE_DIR)))
def test_no_template_has_a_style_or_a_script_within(path):
    # A policy in the browser refuses both; a mail has no policy and may not be read with one.
    if path.parent.name == "notices":
        return
    text = path.read_text()

    assert not re.search(r"\sstyle=|<style|\son\w+=|javascript:", text)
    assert not re.search(r"<script(?![^>]*(src=|application/json))", text)


@pytest.mark.parametrize("path", COMPONENTS, ids=lambda path: path.name)
def test_the_first_line_of_a_component_says_what_it_takes(path):
    assert path.read_text().startswith(f"{{# components/{path.name}   takes: ")


@pytest.mark.django_db
@pytest.mark.parametrize(("is_staff", "status"), [(True, 200), (False, 404)])
def test_the_gallery_is_for_those_who_run_things(client, is_staff, status):
    client.force_login(get_user_model().objects.create_user("someone@example.org", is_staff=is_staff))

    answer = client.get("/manage/components/")

    assert answer.status_code == status
    if is_staff:
        page = answer.content.decode()
        assert "February 2007 has only 28 days." in page
        assert page.count("<h1") == 1
