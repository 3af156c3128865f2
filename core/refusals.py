"""The one way to say no."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import PermissionDenied


class Refused(Exception):
    """The operation may not happen now. The message is a sentence for the person who asked."""


def require(can: Callable[..., bool], user: Any, *things: Any) -> None:
    """Stop the request with a 403 page unless `can(user, *things)` says yes."""
    if not can(user, *things):
        raise PermissionDenied
