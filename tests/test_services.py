"""On a PostgreSQL and a Redis that somebody else runs."""

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connection
from kombu import Connection

from config.celery import app

pytestmark = [pytest.mark.services, pytest.mark.django_db]


@pytest.fixture(autouse=True)
def _services() -> None:
    if not settings.REDIS_URL:
        pytest.skip("DATABASE_URL and REDIS_URL name no services")


def test_every_table_can_be_made_on_this_postgresql():
    assert connection.pg_version >= 150000
    assert "partnership_notice" in connection.introspection.table_names()


def test_healthz_is_well_with_both(client):
    response = client.get("/healthz")

    assert response.status_code == 200, response.content


def test_healthz_names_a_redis_that_has_gone(client, monkeypatch):
    gone = Connection("redis://127.0.0.1:1/0")
    monkeypatch.setattr(app, "connection_for_write", lambda *args, **kwargs: gone)

    response = client.get("/healthz")

    assert response.status_code == 503
    assert response.json()["broker"].startswith("not well")
    assert response.json()["database"] == "well"


def test_web_processes_remember_together(client):
    assert settings.CACHES["default"]["BACKEND"].endswith("RedisCache")
    cache.set("remembered", "by all", 5)

    assert cache.get("remembered") == "by all"
