"""Is the machine room well? Asked by load balancers, and by the start itself."""

import os
from collections.abc import Callable

from celery import current_app
from django.contrib.auth.decorators import login_not_required
from django.db import connection
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache


@login_not_required
@never_cache
def healthz(request: HttpRequest) -> JsonResponse:
    """200 when web, database and broker are well; 503 naming what is not."""
    parts: dict[str, Callable[[], None]] = {"database": ask_database, "broker": ask_broker}
    answer = {"web": "well"} | {name: how_is(ask) for name, ask in parts.items()}
    return JsonResponse(answer, status=200 if set(answer.values()) == {"well"} else 503)


def how_is(ask: Callable[[], None]) -> str:
    """“well”, or only the kind of trouble: this page is public, and messages name hosts and accounts."""
    try:
        ask()
    except Exception as trouble:  # whatever it is, it is what this page exists to report
        return f"not well: {type(trouble).__name__}"
    return "well"


def ask_database() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")


def ask_broker() -> None:
    with current_app.connection_for_write() as broker:
        broker.ensure_connection(max_retries=1, interval_start=0, timeout=3)
        folder = broker.transport_options.get("data_folder_out")
    if folder and not os.access(folder, os.W_OK | os.X_OK):
        raise NotADirectoryError
