"""One box for everything that the reader may see."""

from dataclasses import dataclass

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.views.decorators.http import require_safe

from core.words import LONGEST_WORDS, printable
from meetings.models import Meeting
from partnership.models import Group
from portal import search as finding
from portal.forms import SearchForm, asked
from portal.highlights import highlighted

SHOWN_OF_EACH = 3
SHOWN_ON_A_PAGE = 20


@dataclass
class Shelf:
    """What was found of one kind."""

    kind: finding.Kind
    count: int
    hits: list[finding.Hit]

    @property
    def many(self) -> str:
        """How many, in words: nobody counts beyond what is ranked."""
        most = finding.MOST_RANKED
        return f"more than {most:,}" if self.count > most else f"{self.count:,}"


@login_not_required
@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """What was found: the best of each kind, or all of one kind page by page."""
    form = search_form(request)
    answers = asked(form)
    question = finding.Asked(answers.get("q", ""), answers.get("group"), answers.get("year"))
    kind = next((kind for kind in finding.KINDS if kind.name == request.GET.get("kind")), None)
    shelves, page = look(request, question, kind) if question.words else ([], None)
    exact = finding.decision_called(question.words, request.user) if question.words else None
    context = {
        "filter_form": form,
        "question": question,
        "was_cut": len(printable(request.GET.get("q", ""))) > LONGEST_WORDS,
        "kind": kind,
        "shelves": shelves,
        "total": in_all(shelves),
        "found_anything": exact or any(shelf.count for shelf in shelves),
        "exact": exact,
        "page": page,
    }
    return TemplateResponse(request, "portal/search.html", context)


def in_all(shelves: list[Shelf]) -> str:
    """How many there are of all kinds together, in words."""
    total = sum(min(shelf.count, finding.MOST_RANKED) for shelf in shelves)
    return (
        f"More than {total:,}"
        if any(shelf.count > finding.MOST_RANKED for shelf in shelves)
        else f"{total:,}"
    )


def search_form(request: HttpRequest) -> SearchForm:
    """The question, with the groups and years that this reader can choose from."""
    groups = list(Group.objects.visible_to(request.user).only("name", "slug"))
    years = Meeting.objects.visible_to(request.user).dates("held_on", "year", order="DESC")
    return SearchForm(request.GET, groups=groups, years=[day.year for day in years])


def look(
    request: HttpRequest, question: finding.Asked, chosen: finding.Kind | None
) -> tuple[list[Shelf], object | None]:
    """Count every kind; take the best of each, or one page of the kind that was chosen. Mark the words in one go."""
    shelves, rows, page = [], [], None
    for kind in finding.KINDS:
        if not kind.answers(question):
            continue
        found = kind.found(question, request.user)
        shelf = Shelf(kind, finding.count(found), [])
        shelves.append(shelf)
        if not shelf.count or (chosen and kind is not chosen):
            continue
        best = kind.best_first(found, question)
        if chosen:
            page = Paginator(best, SHOWN_ON_A_PAGE).get_page(request.GET.get("page"))
        rows += [(shelf, kind.hit(row)) for row in page or best[:SHOWN_OF_EACH]]
    for (shelf, _), hit in zip(rows, highlighted([hit for _, hit in rows], question.words), strict=True):
        shelf.hits.append(hit)
    return shelves, page
