"""Noting that minutes speak of a consultation of which no more is known."""

from typing import Any

from django.db import transaction

from core import history
from core.slugs import free_slug
from engagement.models import Mention
from meetings.models import AgendaItem
from partnership.models import User

# Part of the register has this address.
RESERVED = {"add"}


@transaction.atomic
def note_mention(item: AgendaItem, *, title: str, by: User, **values: Any) -> Mention:
    """Put into the register what a meeting spoke of, without guessing its days or what came of it."""
    slug = free_slug(Mention, title)
    if slug in RESERVED:
        slug = free_slug(Mention, f"{title} named")
    mention = Mention(item=item, title=title, slug=slug, by=by, **values)
    history.add(mention, by=by, verb="noted")
    return mention


@transaction.atomic
def edit_mention(mention: Mention, *, by: User, **values: Any) -> Mention:
    """Mend what is noted, or lead to the entry that it has come to have."""
    mention = Mention.objects.select_for_update().get(pk=mention.pk)
    history.edit(mention, by=by, **values)
    return mention
