"""How often one network may send responses: a limit for programs that no person meets.

Counted in the cache that the web processes share, by network address and consultation, over ten minutes. Where each
process remembers by itself (no Redis), each counts by itself.
"""

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.http import HttpRequest

from engagement.models import Consultation

MOST = 60
SECONDS = 10 * 60


def is_too_fast(request: HttpRequest, consultation: Consultation) -> bool:
    """Count this sending, and say whether it is one too many."""
    key = f"responses-{consultation.pk}-{get_adapter().get_client_ip(request)}"
    cache.add(key, 0, SECONDS)
    try:
        return cache.incr(key) > MOST
    except ValueError:  # forgotten between the two steps
        return False
