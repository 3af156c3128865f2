"""Being heard: a consultation with 20,000 responses, and 300 responses in a minute sent to a real server."""

import os
import re
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from http.cookiejar import CookieJar
from importlib import import_module
from typing import Any

from django.db import connection
from django.test import Client
from django.utils import timezone

from bench import data
from bench.measure import measure, page
from engagement.models import Consultation, EqualityTally, Response

# The makers of the tests; by name, because mypy does not look through tests.
made: Any = import_module("tests.factories.engagement")
MANY = 20_000
SENT, SECONDS, PROCESSES, SENDERS = 300, 60, 2, 6
PORT = 8197


def main() -> None:
    """Both measurements."""
    officer = data.officer()
    over = made.closed(audiences=[made.an_audience("Many")], answers=("The first.",))
    Consultation.objects.filter(pk=over.pk).update(
        responses_published_at=timezone.now(), responses_published_by=officer
    )
    _fill(over)
    reader, keeper, address = Client(), Client(), over.get_absolute_url()
    keeper.force_login(made.officer_of(over.group))
    measure(f"consultation page, {MANY:,} responses", page(reader, address))
    measure(f"its responses, first page of {MANY:,}", page(reader, f"{address}responses/"))
    measure("its responses, last page", page(reader, f"{address}responses/?page={MANY // 20}"))
    measure("its responses, first page, officer", page(keeper, f"{address}responses/"))
    measure("its answers and themes, officer", page(keeper, f"{address}themes/"))
    measure("its responses as CSV", page(reader, f"{address}responses.csv"), repeats=2)
    _send()


def _fill(consultation: Consultation) -> None:
    """Written by the database itself, nine in ten of them with leave to publish."""
    question = consultation.questions.get()
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute(
            "INSERT INTO engagement_response (id, consultation_id, token, channel, speaks_for_a_body, "
            "may_be_published, received_at, is_entered, late_reason) SELECT 1000000 + n, %s, gen_random_uuid(), "
            "'form', false, CASE n %% 10 WHEN 0 THEN 'not' ELSE 'anonymous' END, now() - n * interval '1 minute', "
            "false, '' FROM generate_series(1, %s) n",
            [consultation.pk, MANY],
        )
        cursor.execute(
            "INSERT INTO engagement_answer (response_id, question_id, text, chosen) SELECT id, %s, "
            "repeat('Words of somebody who knows the place. ', 5), '{}' FROM engagement_response WHERE id > 1000000",
            [question.pk],
        )
        cursor.execute(
            "INSERT INTO engagement_respondent (response_id, name, body_name, email) SELECT id, 'Somebody', '', '' "
            "FROM engagement_response WHERE id > 1000000"
        )
        cursor.execute("SET session_replication_role = DEFAULT")
        cursor.execute("ANALYZE")


def _send() -> None:
    """Through the loopback to a granian of two processes, each sender fetching the form first as a person does."""
    consultation = made.launched(
        title="Asked of many", audiences=[made.an_audience("All")], equality=("Under 25", "Over")
    )
    question = consultation.questions.about_the_matter().get()
    equality = consultation.questions.about_equality().get()
    server = _serve()
    address = f"http://127.0.0.1:{PORT}{consultation.get_absolute_url()}respond/"
    times: list[float] = []
    start = time.perf_counter()

    def one(number: int) -> str:
        """One person, on a network of their own, at their moment of the minute."""
        time.sleep(max(0.0, start + number * SECONDS / SENT - time.perf_counter()))
        begun = time.perf_counter()
        open_ = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar())).open
        headers = {"X-Forwarded-For": f"10.0.{number // 250}.{number % 250}"}
        form = open_(urllib.request.Request(address, headers=headers), timeout=60).read().decode()
        fields = dict(re.findall(r'name="(token|mark|csrfmiddlewaretoken)"[^>]*value="([^"]+)"', form))
        fields |= {f"question_{question.pk}": f"Answer {number}", f"question_{equality.pk}": str(number % 2)}
        fields |= {"on_behalf_of": "self", "may_be_published": "anonymous"}
        sent = urllib.parse.urlencode(fields).encode()
        answer = open_(urllib.request.Request(address, sent, headers), timeout=60)
        times.append(time.perf_counter() - begun)
        return answer.url

    try:
        with ThreadPoolExecutor(SENDERS) as senders:
            arrived = list(senders.map(one, range(SENT)))
    finally:
        server.terminate()
        server.wait(30)
    took = time.perf_counter() - start
    kept = Response.objects.of_consultation(consultation).count()
    counted = sum(EqualityTally.objects.filter(question=equality).values_list("count", flat=True))
    times.sort()
    print(
        f"{SENT} responses sent in {took:.1f} s to {PROCESSES} processes: {kept} kept, {counted} counted, "
        f"{len(set(arrived))} receipts; form and sending together: median {times[len(times) // 2] * 1000:.0f} ms, "
        f"95 in 100 within {times[int(len(times) * 0.95)] * 1000:.0f} ms"
    )
    assert kept == counted == len(set(arrived)) == SENT, "none is lost"


def _name() -> str:
    return str(connection.settings_dict["NAME"])


def _serve() -> subprocess.Popen:
    """A granian for the bench's own database."""
    database = urllib.parse.urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{_name()}")
    environment = os.environ | {
        "DEBUG": "true",
        "DATABASE_URL": urllib.parse.urlunsplit(database),
        "TRUSTED_PROXIES": "1",
        "DEMONSTRATION": "false",
    }
    command = [
        sys.executable,
        "-m",
        "granian",
        "--interface",
        "wsgi",
        "--host",
        "127.0.0.1",
        "--port",
        str(PORT),
    ]
    command += ["--workers", str(PROCESSES), "--blocking-threads", "1", "config.wsgi:application"]
    server = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    for _ in range(120):
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{PORT}/healthz", timeout=5)
            return server
        except urllib.error.HTTPError:  # it answers, if only that no broker is there
            return server
        except OSError:
            time.sleep(0.5)
    raise SystemExit("The server for the bench did not start.")
