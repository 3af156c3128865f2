"""The words templates use: how the British write a day, a moment, a sum, and where the reader is."""

import datetime
from decimal import Decimal
from typing import Any
from urllib.parse import urlsplit

from django import template
from django.conf import settings
from django.core.paginator import Paginator
from django.template.context import RequestContext
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe

from core import markdown as core_markdown

register = template.Library()


@register.filter
def markdown(text: str | None) -> SafeString:
    """Text as its writer meant it to look, cleaned of anything that could do harm."""
    return core_markdown.render(text) if text else mark_safe("")


@register.filter
def british_date(day: datetime.date | None) -> str:
    """A day as it is written here: 2 February 2007."""
    if not day:
        return ""
    if isinstance(day, datetime.datetime) and timezone.is_aware(day):
        day = timezone.localtime(day)
    return f"{day.day} {day:%B} {day.year}"


@register.filter
def british_time(moment: datetime.datetime | datetime.time | None) -> str:
    """An hour as it is written here: 10am, 2.30pm, midday, midnight."""
    if moment is None:
        return ""
    if isinstance(moment, datetime.datetime) and timezone.is_aware(moment):
        moment = timezone.localtime(moment)
    if moment.minute == 0 and moment.hour in (0, 12):
        return "midday" if moment.hour else "midnight"
    minutes = f".{moment.minute:02}" if moment.minute else ""
    return f"{moment.hour % 12 or 12}{minutes}{'am' if moment.hour < 12 else 'pm'}"


@register.filter
def british_datetime(moment: datetime.datetime | None) -> str:
    """A moment in British words: 2 February 2007 at 10am."""
    return f"{british_date(moment)} at {british_time(moment)}" if moment else ""


@register.filter
def webcal(address: str) -> str:
    """The address of a calendar of ours, with which a calendar program subscribes to it instead of copying it once."""
    return f"webcal://{urlsplit(settings.SITE_URL).netloc}{address}"


@register.filter
def pounds(amount: Decimal | int | None) -> str:
    """A sum of money with its commas, and pence only when there are some: £1,250 or £1,250.50."""
    if amount is None or amount == "":
        return ""
    amount = Decimal(amount)
    sign = "−" if amount < 0 else ""
    whole = amount == amount.to_integral_value()
    return f"{sign}£{abs(amount):,.0f}" if whole else f"{sign}£{abs(amount):,.2f}"


@register.filter
def pounds_about(amount: Decimal) -> str:
    """A sum as a sentence for everyone says it: £2.6 million; £562,500, where it is less than a million."""
    if abs(amount) < 1_000_000:
        return pounds(amount)
    sign = "−" if amount < 0 else ""
    millions = f"{abs(amount) / 1_000_000:.2f}".rstrip("0").rstrip(".")
    return f"{sign}£{millions} million"


@register.filter(is_safe=True)
def sentence_case(words: str) -> str:
    """“Change Password” as we write headings and buttons: “Change password”. Initials stay as they are."""
    kept = [word if word.isupper() and len(word) > 1 else word.lower() for word in str(words).split()]
    text = " ".join(kept)
    return text[:1].upper() + text[1:]


@register.filter
def in_house_words(form: Any) -> Any:
    """A library's form as ours look: labels in sentence case, and boxes empty until someone types in them."""
    for name, field in form.fields.items():
        field.widget.attrs.pop("placeholder", None)
        label = sentence_case(form[name].label)
        form[name].label = "Email address" if label == "Email" else label
    return form


@register.filter
def browser(agent: str) -> str:
    """What a person would call the browser that introduced itself so: Firefox on Windows."""
    names = [("Edg", "Edge"), ("Firefox", "Firefox"), ("Chrome", "Chrome"), ("Safari", "Safari")]
    places = [("Android", "Android"), ("iPhone", "an iPhone"), ("iPad", "an iPad"), ("Windows", "Windows")]
    places += [("Mac OS", "a Mac"), ("Linux", "Linux")]
    name = next((name for mark, name in names if f"{mark}/" in agent), "A browser")
    place = next((f" on {place}" for mark, place in places if mark in agent), "")
    return name + place


@register.inclusion_tag("components/navigation_link.html", takes_context=True)
def navigation_link(context: RequestContext, address: str, label: str) -> dict[str, str]:
    """A link that knows whether the reader is on that page, or somewhere beneath it."""
    request = context.get("request")
    path = request.path if request else ""
    current = "page" if path == address else "true" if path.startswith(address) else ""
    return {"address": address, "label": label, "current": current}


@register.simple_tag(takes_context=True)
def address_with(context: RequestContext, **changes: Any) -> str:
    """This page's query with some of its values changed: {% address_with page=2 %} keeps the filters."""
    query = context["request"].GET.copy()
    for name, value in changes.items():
        query.pop(name, None)
        if value not in (None, ""):
            query[name] = str(value)
    return f"?{query.urlencode()}"


@register.inclusion_tag("components/navigation_link.html", takes_context=True)
def sub_navigation_link(context: RequestContext, address: str, label: str) -> dict[str, str]:
    """A link among pages of one subject: current only on the page itself."""
    request = context.get("request")
    current = "page" if request and request.path == address else ""
    return {"address": address, "label": label, "current": current}


@register.filter
def page_numbers(paginator: Paginator, number: int) -> list[int | None]:
    """The pages worth a link: the ends and those around the reader's; None where some are left out."""
    numbers = paginator.get_elided_page_range(number, on_each_side=1, on_ends=1)
    return [n if isinstance(n, int) else None for n in numbers]


@register.filter
def error_links(errors: list[tuple[str, str]] | None, form: Any = None) -> list[tuple[str, str]]:
    """Everything that is wrong, each with the id of the box to mend."""
    if errors or not form:
        return errors or []
    shown = form.visible_fields()
    first = _first_box(shown[0]) if shown else ""
    links = [(first, error) for error in form.non_field_errors()]
    for bound in shown:
        links += [(_box_to_mend(bound), error) for error in bound.errors]
    return links + [("", error) for bound in form.hidden_fields() for error in bound.errors]


def _box_to_mend(bound: Any) -> str:
    """Of a date's three boxes, the first that is wrong; otherwise the question's first box."""
    for i, part in enumerate(getattr(bound.field, "fields", ())):
        if getattr(part.widget, "errors", None):
            return f"{bound.auto_id}_{i}"
    return _first_box(bound)


def _first_box(bound: Any) -> str:
    """Radios and tick boxes have a box for each answer, a date has three: the first of them."""
    if getattr(bound.field, "fields", None):
        return f"{bound.auto_id}_0"
    kind = getattr(bound.field.widget, "input_type", "")
    if kind in ("radio", "checkbox") and hasattr(bound.field, "choices"):
        return f"id_{bound.html_name}_1"
    return bound.id_for_label or bound.auto_id
