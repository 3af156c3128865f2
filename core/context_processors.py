"""Words every page needs."""

from django.conf import settings
from django.http import HttpRequest


def site(request: HttpRequest) -> dict[str, str]:
    """The name of the partnership, for the header and the title of every page."""
    return {"SITE_NAME": settings.SITE_NAME}
