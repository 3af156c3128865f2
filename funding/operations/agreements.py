"""Setting up agreements: their blocks, outcomes and indicators."""

from django.db import transaction

from core import history
from core.slugs import free_slug
from funding.models import Agreement, Block, Indicator, Outcome
from partnership.models import User


@transaction.atomic
def make_agreement(*, name: str, by: User, **values) -> Agreement:
    """Put an agreement on the record."""
    agreement = Agreement(name=name, slug=free_slug(Agreement, name), **values)
    history.add(agreement, by=by)
    return agreement


@transaction.atomic
def edit_agreement(agreement: Agreement, *, by: User, **values) -> Agreement:
    """Correct what is said of an agreement."""
    agreement = locked(agreement)

    history.edit(agreement, by=by, **values)
    return agreement


@transaction.atomic
def add_block(agreement: Agreement, *, name: str, by: User) -> Block:
    """Give an agreement another theme, after those it has."""
    agreement = locked(agreement)

    block = Block(agreement=agreement, name=name, position=agreement.blocks.count() + 1)
    history.add(block, by=by)
    return block


@transaction.atomic
def add_outcome(block: Block, *, name: str, by: User) -> Outcome:
    """Say what is to be better for people, under a block of an agreement."""
    block = Block.objects.select_for_update().get(pk=block.pk)

    outcome = Outcome(block=block, name=name, position=block.outcomes.count() + 1)
    history.add(outcome, by=by)
    return outcome


@transaction.atomic
def add_indicator(outcome: Outcome, *, name: str, by: User, **values) -> Indicator:
    """Say by which figure an outcome is known. `values` are its unit, which way is better, and whose figures."""
    outcome = Outcome.objects.select_for_update().get(pk=outcome.pk)

    position = outcome.indicators.count() + 1
    indicator = Indicator(
        outcome=outcome, name=name, slug=free_slug(Indicator, name), position=position, **values
    )
    history.add(indicator, by=by)
    return indicator


@transaction.atomic
def edit_indicator(indicator: Indicator, *, by: User, **values) -> Indicator:
    """Correct what is said of an indicator. Its figures stay as they are."""
    indicator = Indicator.objects.select_for_update().get(pk=indicator.pk)

    history.edit(indicator, by=by, **values)
    return indicator


def locked(agreement: Agreement) -> Agreement:
    """The agreement, which nobody else changes until this is done."""
    return Agreement.objects.select_for_update().get(pk=agreement.pk)
