"""A return, for those who write it and those who accept it."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.views.decorators.http import require_http_methods, require_safe

from core import history
from core.pages import page_of
from core.refusals import require
from funding import operations, returning
from funding.forms_of_returns import ReturnForm, RevisionForm, SendBackForm
from funding.models import Period, Pot, Return
from funding.permissions import (
    can_accept_return,
    can_save_return,
    can_send_back_return,
    can_submit_return,
    does_the_work,
)
from funding.variances import tolerance_of
from meetings.views.steps import Trail, done, posted
from partnership.permissions import runs_group

PER_PAGE = 30


@require_safe
def my_returns(request: HttpRequest) -> HttpResponse:
    """The returns that are asked of one's organisation, those still to be sent first."""
    mine = Return.objects.from_body_of(request.user).with_names().order_by("-round__due_on", "pk")
    to_write = mine.to_write().count()
    context = {
        "page": page_of(mine, request, per_page=PER_PAGE),
        "to_write": to_write,
        "trail": [("Funding", "/funding/")],
    }
    return TemplateResponse(request, "funding/my_returns.html", context)


@login_not_required
@require_safe
def return_page(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """What a return says, what it comes to, and what can be done with it."""
    return_ = return_at(request, slug, pk)
    lines = list(return_.lines.select_related("period"))
    books = returning.now(return_)
    inside = runs_group(request.user, return_.round.pot.group) or does_the_work(request.user, return_)
    rows = [(line, books.planned[line.period_id], books.spent[line.period_id]) for line in lines]
    line = returning.if_accepted(return_, lines)
    context = about(request, return_) | {
        "lines": rows,
        "line": line,
        "lacks_comment": line.needs_comment and not return_.comment.strip(),
        "is_complete": bool(lines) and not returning.missing_periods(return_, lines),
        "tolerance": tolerance_of(return_.round.pot),
        "can_save_return": can_save_return(request.user, return_),
        "can_submit_return": can_submit_return(request.user, return_),
        "can_accept_return": can_accept_return(request.user, return_),
        "can_send_back_return": can_send_back_return(request.user, return_),
        "is_own": return_.submitted_by_id == request.user.pk,
        "happenings": history.readable(history.of(return_)[:50]) if inside else [],
    }
    return TemplateResponse(request, "funding/return.html", context)


@require_http_methods(["GET", "POST"])
def save_return(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Write a return. It is kept as far as it goes, and sent in a step of its own."""
    return_ = return_at(request, slug, pk)
    require(can_save_return, request.user, return_)
    periods = list(Period.objects.of_year(return_.round.pot, return_.round.year).order_by("number"))
    form = ReturnForm(
        posted(request),
        return_=return_,
        known=returning.now(return_),
        periods=periods,
        cancel_address=return_.get_absolute_url(),
    )
    if form.carry_out(operations.save_return, return_, by=request.user):
        return done(request, "The return is saved. It is not sent yet.", return_)
    words = (
        "Say what was spent in each period in all, and what you expect in those to come; nothing at all is 0."
    )
    return _form(request, return_, form, "Write the return", words)


@require_http_methods(["GET", "POST"])
def submit_return(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Send a return to the officers of the pot."""
    return_ = return_at(request, slug, pk)
    require(can_submit_return, request.user, return_)
    form = _step(request, return_, "Send the return")
    if form.carry_out(operations.submit_return, return_, by=request.user):
        return done(
            request, "The return is sent. An officer of the pot accepts it or sends it back.", return_
        )
    return _form(request, return_, form, "Send the return", _what_it_says(return_))


@require_http_methods(["GET", "POST"])
def accept_return(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Put what a return says into the books."""
    return_ = return_at(request, slug, pk)
    require(can_accept_return, request.user, return_)
    form = _step(request, return_, "Accept the return")
    if form.carry_out(operations.accept_return, return_, by=request.user):
        return done(
            request, "The return is accepted: its spending and its forecasts are in the books.", return_
        )
    words = f"{_what_it_says(return_)} Once accepted, it is not changed any more."
    return _form(request, return_, form, "Accept the return", words)


@require_http_methods(["GET", "POST"])
def send_back_return(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Say what is wrong with a return."""
    return_ = return_at(request, slug, pk)
    require(can_send_back_return, request.user, return_)
    form = SendBackForm(
        posted(request),
        return_=return_,
        submit_label="Send it back",
        cancel_address=return_.get_absolute_url(),
    )
    if form.carry_out(operations.send_back_return, return_, by=request.user):
        return done(request, "The return is sent back.", return_)
    return _form(request, return_, form, "Send the return back")


def return_at(request: HttpRequest, slug: str, pk: int) -> Return:
    """The return at an address, if the reader may see it."""
    seen = Return.objects.visible_to(request.user).filter(round__pot__slug=slug)
    return get_object_or_404(Return.objects.with_names().filter(pk__in=seen.values("pk")), pk=pk)


def about(request: HttpRequest, return_: Return) -> dict[str, Any]:
    """What every page of a return is given; the way back leads over the pot, for whoever may see it."""
    pot = return_.round.pot
    trail: Trail = [("Funding", "/funding/")]
    sees_pot = Pot.objects.visible_to(request.user).filter(pk=pot.pk).exists()
    if sees_pot:
        trail.append((pot.name, pot.get_absolute_url()))
    if runs_group(request.user, pot.group):
        trail.append((str(return_.round), return_.round.get_absolute_url()))
    elif request.user.is_authenticated:
        trail.append(("Your returns", "/funding/my-returns/"))
    return {"pot": pot, "return": return_, "round": return_.round, "trail": trail, "sees_pot": sees_pot}


def _step(request: HttpRequest, return_: Return, label: str) -> RevisionForm:
    return RevisionForm(
        posted(request), return_=return_, submit_label=label, cancel_address=return_.get_absolute_url()
    )


def _what_it_says(return_: Return) -> str:
    line = returning.if_accepted(return_, return_.lines.select_related("period"))
    return f"It says that the year comes to {line.of_year.words}."


def _form(request: HttpRequest, return_: Return, form: Any, heading: str, words: str = "") -> HttpResponse:
    context = about(request, return_) | {"form": form, "heading": heading, "words": words}
    context["trail"] = [*context["trail"], (return_.about, return_.get_absolute_url())]
    return TemplateResponse(request, "funding/return_form.html", context)
