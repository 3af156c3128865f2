"""Keeping what was learned."""

from typing import Any

from django.db import transaction

from core import history
from core.refusals import Refused
from core.slugs import free_slug
from engagement.models import Consultation, Finding
from partnership.models import Group, User

# Part of the library has this address.
RESERVED = {"add"}
MANY = ("localities", "audiences")


@transaction.atomic
def add_finding(
    *,
    title: str,
    by: User,
    group: Group | None = None,
    consultation: Consultation | None = None,
    **values: Any,
) -> Finding:
    """Put something that was learned into the library."""
    if consultation:
        if not consultation.has_closed:
            raise Refused("The consultation has not closed yet, so nothing is found by it.")
        group = consultation.group
    if group is None:
        raise Refused("Say which group keeps it.")

    many = {name: values.pop(name) for name in MANY if name in values}
    slug = free_slug(Finding, title)
    if slug in RESERVED:
        slug = free_slug(Finding, f"{title} finding")
    finding = Finding(title=title, slug=slug, group=group, consultation=consultation, by=by, **values)
    history.add(finding, by=by)
    _set_many(finding, many)
    return finding


@transaction.atomic
def edit_finding(finding: Finding, *, by: User, **values: Any) -> Finding:
    """Say it better, or until when it is to be relied on."""
    finding = Finding.objects.select_for_update().get(pk=finding.pk)
    many = {name: values.pop(name) for name in MANY if name in values}
    before = {name: _names(finding, name) for name in many}
    _set_many(finding, many)
    changed = {
        name: [before[name], _names(finding, name)] for name in many if before[name] != _names(finding, name)
    }
    if changed:
        history.record(finding, "edited", by=by, changes=changed)
    history.edit(finding, by=by, **values)
    return finding


def _names(finding: Finding, name: str) -> list[str]:
    return sorted(str(each) for each in getattr(finding, name).all())


def _set_many(finding: Finding, many: dict[str, Any]) -> None:
    for name, values in many.items():
        getattr(finding, name).set(values)
