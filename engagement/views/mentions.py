"""Consultations that minutes speak of, and of which the record holds no more."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.views.decorators.http import require_http_methods, require_safe

from core.pages import page_of
from core.refusals import require
from engagement import operations
from engagement.forms.mentions import EditMentionForm, MentionForm
from engagement.models import Consultation, Mention
from engagement.permissions import can_keep_mention, is_officer
from engagement.views.consultations import HOME
from meetings.views.steps import done, posted

NAMED = "/consultations/named-in-minutes/"


@login_not_required
@require_safe
def mentions(request: HttpRequest) -> HttpResponse:
    """What meetings spoke of, each with the way to the minutes."""
    rows = Mention.objects.visible_to(request.user).latest_first().with_item()
    page = page_of(rows, request, per_page=50)
    keeps = is_officer(request.user)
    context = {
        "page": page,
        "kept": {each.pk for each in page if keeps and can_keep_mention(request.user, each)},
        "can_note_mention": keeps,
        "trail": HOME,
    }
    return TemplateResponse(request, "engagement/mentions.html", context)


@login_not_required
@require_safe
def mention(request: HttpRequest, slug: str) -> HttpResponse:
    """One of them: what is known, and what is not."""
    mention = _mention_at(request, slug)
    seen = Consultation.objects.visible_to(request.user)
    context = {
        "mention": mention,
        "entry": seen.filter(pk=mention.consultation_id).first() if mention.consultation_id else None,
        "localities": mention.item.localities.all(),
        "topics": mention.item.topics.all(),
        "can_edit_mention": can_keep_mention(request.user, mention),
        "trail": HOME,
    }
    return TemplateResponse(request, "engagement/mention.html", context)


@require_http_methods(["GET", "POST"])
def note_mention(request: HttpRequest) -> HttpResponse:
    """Note what a meeting spoke of."""
    require(is_officer, request.user)
    form = MentionForm(posted(request), user=request.user, cancel_address=NAMED)
    if mention := form.carry_out(operations.note_mention, by=request.user):
        return done(request, "It is in the register, with what is known of it.", mention)
    return _page(request, form, "Note a consultation that minutes speak of")


@require_http_methods(["GET", "POST"])
def edit_mention(request: HttpRequest, slug: str) -> HttpResponse:
    """Mend what is noted."""
    mention = _mention_at(request, slug)
    require(can_keep_mention, request.user, mention)
    initial = {name: getattr(mention, name) for name in EditMentionForm.base_fields}
    form = EditMentionForm(
        posted(request), user=request.user, initial=initial, cancel_address=mention.get_absolute_url()
    )
    if form.carry_out(operations.edit_mention, mention, by=request.user):
        return done(request, "Saved.", mention)
    return _page(request, form, "What minutes speak of")


def _mention_at(request: HttpRequest, slug: str) -> Mention:
    return get_object_or_404(Mention.objects.visible_to(request.user).with_item(), slug=slug)


def _page(request: HttpRequest, form, heading: str) -> HttpResponse:
    context = {"form": form, "heading": heading, "trail": [*HOME, ("Named in minutes", NAMED)]}
    return TemplateResponse(request, "engagement/consultation_form.html", context)
