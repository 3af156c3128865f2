"""Words that templates use about terms, groups and invitations."""

from datetime import date
from typing import Any

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django import template
from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone

from core.templatetags.house import british_date
from partnership import interests
from partnership.models import Group, Seat, SeatHolding, User
from partnership.offices import timeline_of, vacant_since

register = template.Library()


@register.filter
def term_dates(term: Any) -> str:
    """From when until when: "since 1 April 2006", "from 1 April 2006 until 3 June 2008"."""
    start = british_date(term.starts_on)
    if getattr(term, "began_earlier", False):
        start += " or earlier"
    if term.ends_on:
        return f"from {start} until {british_date(term.ends_on)}"
    return f"from {start}" if term.starts_on > timezone.localdate() else f"since {start}"


@register.simple_tag
def overdue_registers(group: Group) -> list[interests.Register]:
    """The registers of a group's members that are overdue when it is asked, the longest first."""
    return interests.overdue_in(group)


@register.filter
def history_address(thing: models.Model) -> str:
    """Where the history of a thing is read."""
    return reverse("partnership:history", args=[thing._meta.app_label, thing._meta.model_name, thing.pk])


@register.filter
def is_past(day: date) -> bool:
    """Whether a day has come or gone."""
    return day <= timezone.localdate()


@register.filter
def holding_today(seat: Seat) -> SeatHolding | None:
    """Who holds a seat today; its holdings should have been fetched with it."""
    return next((holding for holding in seat.holdings.all() if holding.is_current), None)


@register.filter
def timeline(seat: Seat) -> list[tuple[date, date | None, Any]]:
    """Everyone who has held a seat and the gaps between them, newest first."""
    return timeline_of(seat.holdings.all())


@register.filter
def seat_vacant_since(seat: Seat) -> date | None:
    """The day its last holder left, where nobody holds it today."""
    return vacant_since(seat.holdings.all())


@register.simple_tag
def invitation_url(user: User) -> str:
    """Where an invited person sets a password. The key in it is made now and kept nowhere."""
    # allauth's key is tied to the password and the last sign-in, so it works once.
    address = reverse(
        "account_reset_password_from_key",
        kwargs={"uidb36": user_pk_to_url_str(user), "key": default_token_generator.make_token(user)},
    )
    return f"{settings.SITE_URL}{address}"
