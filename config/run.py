"""`make run`: everything that the portal needs, started together and stopped together."""

import io
import os
import socket
import sys
import time
import urllib.error
import urllib.request

import django
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connections

from config import assets
from config.celery import app as jobs
from config.embedded import Embedded
from config.processes import StopAsked, Together, stop_when_asked

ENOUGH_TIME_TO_START = 60.0


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    refuse_a_busy_port()
    stop_when_asked()
    together, database = Together(), Embedded()
    try:
        assets.build()
        if not settings.DATABASE_URL:
            database.hold()
        sign_ins = prepare()
        start(together)
        together.watch(until=Health())
        print(f"\nThe portal is at {settings.SITE_URL}/   (Ctrl-C stops it)\n\n{sign_ins}", flush=True)
        together.watch()
    except StopAsked:
        print("\nStopping …", flush=True)
    finally:
        together.stop()
        database.release()


def refuse_a_busy_port() -> None:
    with socket.socket(socket.AF_INET6 if ":" in settings.LISTEN else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((settings.LISTEN, settings.PORT))
        except OSError as trouble:
            raise SystemExit(
                f"Port {settings.PORT} on {settings.LISTEN} cannot be used: {os.strerror(trouble.errno or 0).lower()}. "
                "Choose another, for example: make run PORT=8010"
            ) from None


def prepare() -> str:
    """Bring database, queue and demonstration up to date. Returns who may sign in to the demonstration."""
    django.setup()
    print("Bringing the database up to date …", flush=True)
    call_command("migrate", verbosity=0, interactive=False)
    if not settings.DEBUG:
        call_command("collectstatic", verbosity=0, interactive=False)
    with jobs.connection_for_write() as connection:
        # Made once here, before the three processes could all make it at the same moment.
        jobs.amqp.queues[jobs.conf.task_default_queue](connection.default_channel).declare()
    sign_ins = load_demonstration() if settings.DEMONSTRATION else ""
    connections.close_all()
    return sign_ins


def load_demonstration() -> str:
    """The record that the portal is shown with, unless the database holds one of its user's own."""
    from portal import demo  # has models, which must wait for django.setup()

    try:
        call_command("load_demo", stdout=io.StringIO())
    except CommandError as refusal:
        return f"{refusal}\n"
    people = [f"  {email:32}{role}" for email, role, *_ in demo.SIGN_INS]
    return "\n".join([f"Sign in with the password “{demo.PASSWORD}” as", *people, ""])


def start(together: Together) -> None:
    python = (sys.executable, "-m")
    # A web process that is asked to stop before it has quite started does not hear it, so it is ended after a while.
    lives = ("--respawn-failed-workers", "--workers-kill-timeout", "5")
    web = ("granian", "--interface", "wsgi", "--no-ws", "--log-level", "warning", *lives)
    where = ("--host", settings.LISTEN, "--port", str(settings.PORT))
    size = ("--workers", str(settings.WEB_WORKERS), "--blocking-threads", str(settings.WEB_THREADS))
    together.start("The web server", *python, *web, *where, *size, "config.wsgi:application")

    celery = (*python, "celery", "--app", "config", "--quiet")
    quiet = ("--loglevel", "WARNING", "--without-gossip", "--without-mingle", "--without-heartbeat")
    together.start("The worker", *celery, "worker", *quiet, "--concurrency", str(settings.WORKER_PROCESSES))
    together.start(
        "The clock", *celery, "beat", "--loglevel", "WARNING", "--pidfile=", "--schedule", timetable()
    )


def timetable() -> str:
    """Where the clock remembers what it last started; one for each port, so that two starts do not share it."""
    folder = settings.VAR_DIR / "clock"
    folder.mkdir(parents=True, exist_ok=True)
    return str(folder / f"timetable-{settings.PORT}")


class Health:
    """Asks /healthz until it answers that all is well, and says what is not when the time is up."""

    def __init__(self) -> None:
        self.deadline = time.monotonic() + ENOUGH_TIME_TO_START
        self.last = "no answer"

    def __call__(self) -> bool:
        host = "127.0.0.1" if settings.LISTEN in ("0.0.0.0", "::") else settings.LISTEN
        allowed = settings.ALLOWED_HOSTS[0].lstrip(".").replace("*", "localhost")
        request = urllib.request.Request(f"http://{host}:{settings.PORT}/healthz", headers={"Host": allowed})
        try:
            with urllib.request.urlopen(request, timeout=5):
                return True
        except urllib.error.HTTPError as answer:
            self.last = answer.read().decode(errors="replace")
        except OSError:
            pass
        if time.monotonic() > self.deadline:
            raise SystemExit(
                f"The portal did not become well within a minute; /healthz said: {self.last[:500]}"
            )
        return False


if __name__ == "__main__":
    main()
