"""Setting up pots, their streams and years."""

from datetime import date
from itertools import pairwise

from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify

from core import history
from core.refusals import Refused
from core.slugs import free_slug
from funding.models import Period, Pot, Project, Stream
from funding.models.pots import RESERVED_ADDRESSES
from partnership.models import User

# A financial year begins in April, and its periods are as many months long as its unit.
FIRST_MONTH = 4
MONTHS = {Pot.Unit.MONTH: 1, Pot.Unit.QUARTER: 3}
FIRST_YEAR, LAST_YEAR = 1990, 2100


@transaction.atomic
def make_pot(*, name: str, by: User, **values) -> Pot:
    """Set up a pot. Nobody but its officers sees it before it is published."""
    pot = Pot(name=name, slug=_address_of(name), **values)
    history.add(pot, by=by)
    return pot


@transaction.atomic
def edit_pot(pot: Pot, *, by: User, **values) -> Pot:
    """Correct what is said of a pot."""
    pot = _locked(pot)

    if "unit" in values and values["unit"] != pot.unit and pot.periods.exists():
        raise Refused("The pot has periods already, so it keeps its months or quarters.")

    history.edit(pot, by=by, **values)
    return pot


@transaction.atomic
def publish_pot(pot: Pot, *, by: User) -> Pot:
    """Let everyone who may read the group's record see the pot and its ledger."""
    pot = _locked(pot)

    if pot.is_published:
        raise Refused("The pot is published already.")

    history.edit(pot, by=by, verb="published", published_at=timezone.now(), published_by=by)
    return pot


@transaction.atomic
def add_stream(pot: Pot, *, name: str, by: User, **values) -> Stream:
    """Give a pot another stream, after those it has."""
    pot = _locked(pot)

    slug = free_slug(Stream, name)
    stream = Stream(pot=pot, name=name, slug=slug, position=pot.streams.count() + 1, **values)
    history.add(stream, by=by)
    return stream


@transaction.atomic
def add_project(stream: Stream, *, name: str, by: User, **values) -> Project:
    """Name a piece of work that a stream pays for."""
    project = Project(stream=stream, name=name, **values)
    history.add(project, by=by)
    return project


@transaction.atomic
def open_year(pot: Pot, *, year: int, by: User) -> list[Period]:
    """Give a pot the months or quarters of the financial year that begins in April of `year`; once is enough."""
    pot = _locked(pot)

    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise Refused(f"The year must lie between {FIRST_YEAR} and {LAST_YEAR}.")
    if there := list(Period.objects.of_year(pot, year).order_by("number")):
        return there

    length = MONTHS[Pot.Unit(pot.unit)]
    firsts = [_first_of_month(year, FIRST_MONTH + months) for months in range(0, 13, length)]
    periods = Period.objects.bulk_create(
        Period(pot=pot, year=year, number=number, starts_on=starts, ends_on=ends)
        for number, (starts, ends) in enumerate(pairwise(firsts), start=1)
    )
    history.record(pot, "year opened", by=by, reason=f"{year}/{(year + 1) % 100:02d}")
    return periods


def _first_of_month(year: int, month: int) -> date:
    return date(year + (month - 1) // 12, (month - 1) % 12 + 1, 1)


def _address_of(name: str) -> str:
    """A pot called like one of our pages is found at another address than that page."""
    return free_slug(Pot, f"{name} pot" if slugify(name) in RESERVED_ADDRESSES else name)


def _locked(pot: Pot) -> Pot:
    return Pot.objects.select_for_update().get(pk=pot.pk)
