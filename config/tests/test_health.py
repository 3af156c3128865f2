"""/healthz says whether web, database and broker are well, and names what is not."""

import pytest
from django.db import OperationalError

from config import health
from config.celery import app


@pytest.fixture
def jobs_folder(tmp_path, monkeypatch):
    for name in ("data_folder_in", "data_folder_out", "control_folder"):
        monkeypatch.setitem(app.conf.broker_transport_options, name, str(tmp_path / "jobs"))
    return tmp_path / "jobs"


@pytest.mark.django_db
def test_all_is_well(client, jobs_folder):
    response = client.get("/healthz")

    assert response.status_code == 200
    assert response.json() == {"web": "well", "database": "well", "broker": "well"}
    assert not response.cookies, "a load balancer needs no session"


def test_a_database_that_does_not_answer_is_named(client, jobs_folder, monkeypatch):
    def refuse() -> None:
        raise OperationalError("connection to server at 10.0.0.5 refused for user portal")

    monkeypatch.setattr(health, "ask_database", refuse)

    response = client.get("/healthz")

    assert response.status_code == 503
    assert response.json() == {"web": "well", "database": "not well: OperationalError", "broker": "well"}


@pytest.mark.django_db
def test_a_broker_that_takes_no_tasks_is_named(client, jobs_folder):
    jobs_folder.write_text("a file stands where the folder should be")

    response = client.get("/healthz")

    assert response.status_code == 503
    assert response.json()["broker"].startswith("not well: ")


@pytest.mark.django_db
def test_every_answer_carries_the_strict_policy(client, jobs_folder):
    policy = client.get("/healthz")["Content-Security-Policy"]

    assert "default-src 'self'" in policy
    assert "unsafe" not in policy
    for rule in ("object-src 'none'", "frame-ancestors 'none'", "base-uri 'self'", "form-action 'self'"):
        assert rule in policy
