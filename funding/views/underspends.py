"""Unspent money: the table, what is recommended, what the meeting said, and its carrying out."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.views.decorators.http import require_http_methods, require_safe

from funding import chains, operations, underspend
from funding.forms_of_underspend import AnswerForm, CarryOutForm, PutForm, RecommendForm, named
from funding.models import Pot, Stream, UnderspendRecommendation
from funding.views.keeping import pot_kept_by
from funding.views.outturns import of_year
from funding.views.reading import pot_at
from funding.views.tables import UNSPENT_KEY, unspent_by_stream
from meetings.models import Decision
from meetings.views.steps import done, posted


@login_not_required
@require_safe
def underspend_page(request: HttpRequest, slug: str, year: int) -> HttpResponse:
    """What of a year is not spent, element by element, and what is recommended for it."""
    pot = pot_at(request, slug)
    context = of_year(request, pot, year)
    if round_ := context["round"]:
        seen = UnderspendRecommendation.objects.visible_to(request.user).of_round(round_)
        told = underspend.of_round(round_, recommendations=seen.with_names().in_order())
        streams = {each.line.stream.pk: each.line.stream for each in told.elements}
        decisions = {each.decision_id for element in told.elements for each in element.recommendations}
        context |= {
            "told": told,
            "chart": unspent_by_stream(told),
            "key": UNSPENT_KEY,
            "caps": list(chains.caps_of(pot, year, streams.values()).values()),
            "to_put": [each for each in told.to_put if each.adds_up],
            "to_recommend": any(not each.recommendations for each in told.elements),
            "to_answer": any(_waits(each) for element in told.elements for each in element.recommendations),
            "to_carry_out": any(
                _agreed(each) for element in told.elements for each in element.recommendations
            ),
            "seen_decisions": set(
                Decision.objects.visible_to(request.user)
                .filter(pk__in=decisions)
                .values_list("pk", flat=True)
            ),
        }
    return TemplateResponse(request, "funding/underspend.html", context)


@require_http_methods(["GET", "POST"])
def recommend_for_underspend(
    request: HttpRequest, slug: str, year: int, stream: str, project: int | None = None
) -> HttpResponse:
    """Say what should become of what a stream or a project does not spend."""
    context = _kept(request, slug, year)
    round_, pot = context["round"], context["pot"]
    of_stream = get_object_or_404(Stream.objects.of_pot(pot), slug=stream)
    of_project = get_object_or_404(of_stream.projects, pk=project) if project else None
    element = underspend.of_round(round_).element_of(of_stream.pk, of_project.pk if of_project else None)
    if element is None or element.to_recommend <= 0:
        return done(request, "Nothing of it is unspent that no meeting has before it.", context["address"])
    drafts = [each for each in element.in_force if each.item_id is None]
    form = RecommendForm(
        posted(request),
        round_=round_,
        stream=of_stream,
        initial=_as_saved(drafts),
        cancel_address=context["address"],
    )
    operation = operations.recommend_for_underspend
    if form.carry_out(operation, round_, stream=of_stream, project=of_project, by=request.user):
        return done(request, f"{element.line.about}: the recommendations are saved.", context["address"])
    context |= {"form": form, "element": element, "cap": chains.cap_of(of_stream, year)}
    return TemplateResponse(request, "funding/recommend.html", context)


@require_http_methods(["GET", "POST"])
def put_recommendations(request: HttpRequest, slug: str, year: int) -> HttpResponse:
    """Put every recommendation that no meeting has had to an item of the group's agenda."""
    context = _kept(request, slug, year)
    form = PutForm(posted(request), pot=context["pot"], user=request.user, cancel_address=context["address"])
    if put := form.carry_out(operations.put_recommendations, context["round"], by=request.user):
        words = f"{len(put)} recommendation{'' if len(put) == 1 else 's'} put to {named(put[0].item)}."
        return done(request, words, context["address"])
    words = "What is put stays as it is put. Everyone who may read the item sees the recommendations."
    return _form(request, context, form, "Put the recommendations to a meeting", words)


@require_http_methods(["GET", "POST"])
def answer_recommendations(request: HttpRequest, slug: str, year: int) -> HttpResponse:
    """Write down what the meeting said to them."""
    context = _kept(request, slug, year)
    form = AnswerForm(posted(request), round_=context["round"], cancel_address=context["address"])
    if answered := form.carry_out(operations.answer_recommendations, context["round"], by=request.user):
        return done(request, f"{answered[0].get_answer_display()}: the answer is saved.", context["address"])
    return _form(request, context, form, "Record what the meeting said")


@require_http_methods(["GET", "POST"])
def carry_out_recommendations(request: HttpRequest, slug: str, year: int) -> HttpResponse:
    """Move the money as the meeting agreed."""
    context = _kept(request, slug, year)
    form = CarryOutForm(posted(request), round_=context["round"], cancel_address=context["address"])
    if form.carry_out(operations.carry_out_recommendations, context["round"], by=request.user):
        return done(request, "The money has moved as the meeting agreed.", context["address"])
    words = "All of it moves, or nothing does. What is held stays where it is."
    return _form(request, context, form, "Carry out what was agreed", words)


def _kept(request: HttpRequest, slug: str, year: int) -> dict[str, Any]:
    pot: Pot = pot_kept_by(request, slug)
    context = of_year(request, pot, year)
    if context["round"] is None:
        raise Http404
    page = f"{pot.get_absolute_url()}{year}/underspend/"
    address = f"{page}?round={context['round'].pk}"
    return context | {"address": address, "trail": [*context["trail"], ("Not spent", address)]}


def _form(
    request: HttpRequest, context: dict[str, Any], form: Any, heading: str, words: str = ""
) -> HttpResponse:
    return TemplateResponse(
        request, "funding/form.html", context | {"form": form, "heading": heading, "words": words}
    )


def _as_saved(drafts: list[UnderspendRecommendation]) -> dict[str, Any]:
    initial: dict[str, Any] = {}
    for each in drafts:
        initial |= {
            each.kind: each.amount,
            f"{each.kind}_reason": each.reason,
            f"{each.kind}_to_stream": each.to_stream,
            f"{each.kind}_to_period": each.to_period,
        }
    return initial


def _waits(each: UnderspendRecommendation) -> bool:
    return each.item_id is not None and not each.answer


def _agreed(each: UnderspendRecommendation) -> bool:
    return each.answer == UnderspendRecommendation.Answer.AGREED and each.carried_out_at is None
