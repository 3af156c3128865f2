"""Organisations, people and topics."""

from django.db import transaction
from django.utils import timezone

from core import history
from core.slugs import free_slug
from partnership import leaving
from partnership.circles import refuse_circle
from partnership.models import Organisation, Person, Topic, User


@transaction.atomic
def add_organisation(*, by: User | None, name: str, sector: str, **values) -> Organisation:
    """Put a body on the record."""
    organisation = Organisation(name=name, sector=sector, slug=free_slug(Organisation, name), **values)
    history.add(organisation, by=by)
    return organisation


@transaction.atomic
def edit_organisation(organisation: Organisation, *, by: User | None, **values) -> Organisation:
    """Correct what is known of a body. Its address stays. Where it closes, whoever comes from it has left it."""
    organisation = Organisation.objects.select_for_update().get(pk=organisation.pk)
    was_open = organisation.closed_on is None

    refuse_circle(organisation, values.get("parent"))

    history.edit(organisation, by=by, **values)
    if was_open and (closed_on := organisation.closed_on):
        for person in organisation.people.all():
            leaving.has_left(person, organisation, on=closed_on, by=by, reason=f"{organisation} closed.")
    return organisation


@transaction.atomic
def add_person(*, by: User | None, name: str, **values) -> Person:
    """Put somebody on the record."""
    person = Person(name=name, slug=free_slug(Person, name), **values)
    history.add(person, by=by)
    return person


@transaction.atomic
def edit_person(person: Person, *, by: User | None, **values) -> Person:
    """Correct what is known of somebody. The address stays. With another organisation they have left the first."""
    person = Person.objects.select_for_update().get(pk=person.pk)
    before = person.organisation

    history.edit(person, by=by, **values)
    if before and person.organisation != before:
        today = timezone.localdate()
        leaving.has_left(person, before, on=today, by=by, reason=f"No longer comes from {before}.")
    return person


@transaction.atomic
def add_topic(*, by: User | None, name: str, about: str = "") -> Topic:
    """Name a matter that runs through everything."""
    topic = Topic(name=name, slug=free_slug(Topic, name), about=about)
    history.add(topic, by=by)
    return topic


@transaction.atomic
def edit_topic(topic: Topic, *, by: User | None, **values) -> Topic:
    """Reword a topic. Its address stays."""
    topic = Topic.objects.select_for_update().get(pk=topic.pk)
    history.edit(topic, by=by, **values)
    return topic
