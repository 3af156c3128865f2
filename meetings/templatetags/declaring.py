"""Interests and elections in templates: in the words of the minutes."""

from collections.abc import Mapping

from django import template

from meetings import declared

register = template.Library()


@register.filter
def after_the_name(interest: Mapping[str, str]) -> str:
    """What follows the name of whoever declared it: ", personal interest: trustee of the fund. Left the room."."""
    return declared.sentence_of(interest).removeprefix(interest["person"])
