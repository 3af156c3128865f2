"""Keeping the rules that consultations are held against."""

from typing import Any

from django.db import transaction

from core import history
from engagement.models import RuleSet
from partnership.models import User


@transaction.atomic
def add_rule_set(*, by: User, **values: Any) -> RuleSet:
    """Hold consultations that open on its days against another set of rules."""
    rules = RuleSet(**values)
    history.add(rules, by=by)
    return rules


@transaction.atomic
def edit_rule_set(rules: RuleSet, *, by: User, **values: Any) -> RuleSet:
    """Mend what is said of it, as when it comes to an end."""
    rules = RuleSet.objects.select_for_update().get(pk=rules.pk)
    history.edit(rules, by=by, **values)
    return rules
