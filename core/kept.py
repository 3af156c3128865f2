"""What a person typed into a page that could not take it, kept in their session until they send it again."""

import re
from typing import Any

from django.http import HttpRequest, QueryDict
from django.utils.datastructures import MultiValueDict

SESSION_KEY = "kept"
MOST_CHARACTERS = 256 * 1024
NEVER_KEPT = re.compile(r"passw|secret|token|otp|csrf|recovery|passkey|credential", re.IGNORECASE)


def keep(request: HttpRequest) -> bool:
    """Keep the words of this form and where they were going. False when there are none, or far too many."""
    fields = _fields(request.POST)
    size = sum(len(name) + len(text) for name, texts in fields.items() for text in texts)
    if not fields or size > MOST_CHARACTERS:
        return False
    request.session[SESSION_KEY] = {
        "path": request.get_full_path(),
        "fields": fields,
        "files": names_of(request.FILES),
    }
    return True


def what_was_kept(request: HttpRequest) -> dict[str, Any] | None:
    """The words kept for this person, if there are any."""
    return request.session.get(SESSION_KEY)


def forget(request: HttpRequest) -> None:
    """The words are no longer needed."""
    request.session.pop(SESSION_KEY, None)


def forget_when_sent(request: HttpRequest) -> None:
    """The words have arrived where they were going: from here on that page's own form answers for them."""
    waiting = what_was_kept(request)
    if waiting and waiting["path"] == request.get_full_path():
        forget(request)


def readable(fields: QueryDict | dict[str, list[str]]) -> list[tuple[str, str]]:
    """The words with what they answered, as near as the names of the fields tell it."""
    pairs = fields.lists() if isinstance(fields, MultiValueDict) else fields.items()
    return [
        (name.replace("_", " ").replace("-", " ").strip().capitalize(), ", ".join(texts))
        for name, texts in pairs
        if not NEVER_KEPT.search(name) and any(text.strip() for text in texts)
    ]


def names_of(files: MultiValueDict) -> list[str]:
    """The names of files that were sent along."""
    return [file.name for uploads in files.lists() for file in uploads[1]]


def _fields(posted: QueryDict) -> dict[str, list[str]]:
    # PostgreSQL cannot hold the character NUL, in a session as elsewhere.
    return {
        name.replace("\x00", ""): [text.replace("\x00", "") for text in texts]
        for name, texts in posted.lists()
        if not NEVER_KEPT.search(name)
    }
