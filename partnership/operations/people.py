"""Organisations, people and topics."""

from django.db import transaction

from core import history
from core.slugs import free_slug
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
    """Correct what is known of a body. Its address stays."""
    organisation = Organisation.objects.select_for_update().get(pk=organisation.pk)

    refuse_circle(organisation, values.get("parent"))

    history.edit(organisation, by=by, **values)
    return organisation


@transaction.atomic
def add_person(*, by: User | None, name: str, **values) -> Person:
    """Put somebody on the record."""
    person = Person(name=name, slug=free_slug(Person, name), **values)
    history.add(person, by=by)
    return person


@transaction.atomic
def edit_person(person: Person, *, by: User | None, **values) -> Person:
    """Correct what is known of somebody. The address stays."""
    person = Person.objects.select_for_update().get(pk=person.pk)
    history.edit(person, by=by, **values)
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
