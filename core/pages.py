"""Long lists, a page at a time."""

from array import array
from collections.abc import Iterator
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest


def page_of(rows: QuerySet, request: HttpRequest, *, per_page: int) -> Page:
    """The page that the address asks for; the nearest there is, if it asks for another.

    The database orders ids alone and then fetches the rows of this page. Ordering whole rows took six times as long on
    the last pages of a register of a hundred thousand.
    """
    ids: Any = rows.values_list("pk", flat=True)
    page = Paginator(ids, per_page).get_page(request.GET.get("page"))
    wanted = list(page.object_list)
    page.object_list = list(rows.filter(pk__in=wanted)) if wanted else []
    return page


def all_of(rows: QuerySet, *, at_once: int = 2000) -> Iterator[Any]:
    """Every row in the order asked for, fetched bit by bit: a million rows need no more memory than their numbers.

    Iterating over the rows themselves would keep every one of them; a cursor that stays open between two answers would
    make the database write all of them down before the first is sent.
    """
    numbers = array("q", rows.values_list("pk", flat=True).iterator())
    for start in range(0, len(numbers), at_once):
        wanted = list(numbers[start : start + at_once])
        yield from rows.filter(pk__in=wanted)
