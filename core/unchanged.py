"""Programs that ask again and again are answered in a few bytes as long as nothing has changed."""

import hashlib
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response, patch_cache_control


def unless_unchanged(request: HttpRequest, content: Any, make: Callable[[], HttpResponse]) -> HttpResponse:
    """What `make` makes of the content, or “not modified” for a reader who has just that.

    The content is something whose words (`repr`) say all that the answer is made of. There is no Last-Modified: when
    something is closed or taken back, what is left over is no newer than before.
    """
    words = repr((settings.SITE_URL, settings.SITE_NAME, request.path, content))
    # Halves of characters can be typed into an address.
    etag = f'"{hashlib.sha256(words.encode(errors="replace")).hexdigest()}"'
    response = get_conditional_response(request, etag=etag)
    if response is None:
        response = make()
    response["ETag"] = etag
    # Kept, but asked for again each time: what is closed shows nowhere an hour later.
    patch_cache_control(response, no_cache=True)
    return response
