"""The one way to say no."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError


class Refused(Exception):
    """The operation may not happen now. The message is a sentence for the person who asked."""


def require(can: Callable[..., bool], user: Any, *things: Any) -> None:
    """Stop the request with a 403 page unless `can(user, *things)` says yes."""
    if not can(user, *things):
        raise PermissionDenied


def sentence_of(error: IntegrityError) -> str:
    """What a guard of ours in the database said, where it said a sentence for a person; otherwise nothing.

    A trigger that refuses in a sentence ends it with a full stop; what PostgreSQL itself says never does.
    """
    said = getattr(getattr(error.__cause__, "diag", None), "message_primary", None) or ""
    return said if said.endswith(".") else ""
