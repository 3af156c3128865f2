"""Long histories, a page at a time: what one person did to one thing in one sitting is one line, and is never cut."""

from django.core.paginator import Page, Paginator
from django.db.models import F, Q, QuerySet, TextField, Window
from django.db.models.functions import Cast, JSONObject, Lag
from django.http import HttpRequest

from core.history import ONE_SITTING

NEWEST_FIRST = [F("at").desc(), F("pk").desc()]


def page_of_sittings(entries: QuerySet, request: HttpRequest, *, per_page: int) -> Page:
    """The page that the address asks for: so many sittings, with all their entries, for `history.readable`.

    A meeting that was minuted in the room has thousands of savings and a few dozen sittings. The database finds where
    each begins; only the entries of this page are fetched.
    """
    begins = _beginnings(entries)
    page = Paginator(begins.values_list("at", "pk"), per_page).get_page(request.GET.get("page"))
    first, after = list(page.object_list[:1]), []
    if page.has_next():
        after = list(page.paginator.object_list[page.end_index() : page.end_index() + 1])
    page.object_list = list(_between(entries, first, after)) if first else []
    return page


def _beginnings(entries: QuerySet) -> QuerySet:
    """The newest entry of each sitting: the one after it is of another thing, deed or person, or much later."""
    what = Cast(
        JSONObject(kind="content_type_id", id="object_id", verb="verb", by="by_id", reason="reason"),
        TextField(),
    )
    marked = entries.annotate(what=what).annotate(
        later=Window(Lag("what"), order_by=NEWEST_FIRST), later_at=Window(Lag("at"), order_by=NEWEST_FIRST)
    )
    is_first = Q(later_at=None) | ~Q(later=F("what")) | Q(later_at__gt=F("at") + ONE_SITTING)
    return marked.filter(is_first).order_by(*NEWEST_FIRST)


def _between(entries: QuerySet, first: list, after: list) -> QuerySet:
    """From the first of a page to the last before the next page begins."""
    for at, pk in first:
        entries = entries.filter(Q(at__lt=at) | Q(at=at, pk__lte=pk))
    for at, pk in after:
        entries = entries.filter(Q(at__gt=at) | Q(at=at, pk__gt=pk))
    return entries.order_by(*NEWEST_FIRST)
