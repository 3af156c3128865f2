"""How figures of indicators are written on pages."""

from decimal import Decimal

from django import template

from funding.travel import plain

register = template.Library()


@register.filter
def plain_figure(value: Decimal | None) -> str:
    """A figure without needless noughts: 58.5, 1,200."""
    return "" if value is None else plain(value)
