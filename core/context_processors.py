"""Words every page needs."""

from django.conf import settings
from django.http import HttpRequest

from core import outbox


def site(request: HttpRequest) -> dict[str, object]:
    """The name of the partnership, for the header and the title of every page; whether its mail can be looked at."""
    return {"SITE_NAME": settings.SITE_NAME, "shows_outbox": outbox.is_shown()}
