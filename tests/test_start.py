"""A fresh clone starts with one command, works, stops with Ctrl-C, and starts again at once."""

import os
import re
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import psutil
import pytest
import requests

from config.embedded import ROOT, Embedded

pytestmark = pytest.mark.start

PASSWORD = "orchard-and-river-wye"
FIRST_START = 900
LATER_START = 10
# What a person's shell would not hold: the values this test run has set for itself.
OURS = (
    "DATABASE_URL",
    "REDIS_URL",
    "DEBUG",
    "EMAIL_URL",
    "DJANGO_SETTINGS_MODULE",
    "VIRTUAL_ENV",
    "MAKEFLAGS",
)


@pytest.fixture(scope="module")
def clone(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    folder = tmp_path_factory.mktemp("fresh") / "portal"
    git = ("git", "-c", "safe.directory=*", "clone", "--quiet")
    subprocess.run([*git, str(ROOT), str(folder)], check=True)
    yield folder
    if os.geteuid() == 0:
        subprocess.run(["rm", "-rf", str(Embedded(root=folder).home)], check=True)


@pytest.fixture(scope="module")
def port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return probe.getsockname()[1]


def started(clone: Path, port: int, *, within: float) -> subprocess.Popen[str]:
    """`make run`, up to the moment when /healthz says that all is well."""
    environment = {
        name: value for name, value in os.environ.items() if name not in OURS and "PYTEST" not in name
    }
    log = (clone / "start.log").open("w")
    make = subprocess.Popen(
        ["make", "run"],
        cwd=clone,
        env=environment | {"PORT": str(port)},
        stdout=log,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
        preexec_fn=heed_ctrl_c,
    )
    deadline = time.monotonic() + within
    while answer(port, "/healthz")[0] != 200:
        assert make.poll() is None, (clone / "start.log").read_text()
        if time.monotonic() > deadline:
            stop(make, signal.SIGTERM)
            pytest.fail(f"not well after {within} seconds:\n{(clone / 'start.log').read_text()}")
        time.sleep(0.1)
    return make


def heed_ctrl_c() -> None:
    """As at a terminal. A script in the background ignores Ctrl-C and hands that on to all that it starts."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def answer(port: int, path: str) -> tuple[int, str]:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=30) as page:
            return page.status, page.read().decode()
    except urllib.error.HTTPError as refusal:
        return refusal.code, refusal.read().decode()
    except OSError:
        return 0, ""


def stop(make: subprocess.Popen[str], signum: int) -> None:
    os.killpg(make.pid, signum)
    make.wait(30)


def processes_of(clone: Path) -> dict[psutil.Process, list[str]]:
    """What runs from the clone, in it, or on its data, with the words it was started with."""
    places = (str(clone), str(Embedded(root=clone).home))
    found = {}
    for process in psutil.process_iter():
        try:
            words, folder = process.cmdline(), process.cwd()
        except psutil.Error:  # ended while we looked, or dead and not yet collected
            continue
        if any(place in " ".join([*words, folder]) for place in places):
            found[process] = words
    return found


def left_over(clone: Path) -> list[str]:
    return [" ".join(words) for words in processes_of(clone).values()]


def the_one(clone: Path, *words: str) -> psutil.Process:
    """The oldest process of the clone with these words in its command: the one that started the others."""
    found = [process for process, all_words in processes_of(clone).items() if set(words) <= set(all_words)]
    return min(found, key=psutil.Process.create_time)


def busyness() -> float:
    """How many wait for each processor: on a machine that does other things too, a second is worth less."""
    return max(1.0, os.getloadavg()[0] / (os.cpu_count() or 1))


def test_a_fresh_clone_starts_and_shows_its_home_page(clone, port):
    make = started(clone, port, within=FIRST_START)
    try:
        status, home = answer(port, "/")
        said = (clone / "start.log").read_text()
    finally:
        stop(make, signal.SIGINT)

    assert status == 200
    assert "Herefordshire Partnership" in home
    assert f"http://localhost:{port}/" in said
    assert "@example.org" in said, "the demonstration's sign-ins are shown"
    assert left_over(clone) == []


def test_within_a_minute_of_publishing_the_mail_stands_in_the_outbox_with_its_invitation(clone, port):
    make = started(clone, port, within=60)
    try:
        officer = Browser(port)
        officer.send("/account/login/", login="officer@example.org", password=PASSWORD)
        day = date.today() + timedelta(days=90)
        planned = {"held_on_0": day.day, "held_on_1": day.month, "held_on_2": day.year, "start_time": "10am"}
        officer.send("/meetings/plan/", group="chief-executives-group", place="Shire Hall", **planned)
        officer.send(f"/meetings/chief-executives-group/{day}/publish-agenda/")
        published = time.monotonic()
        while (found := officer.links_to("/outbox/", "meeting on")) == []:
            assert time.monotonic() - published < 60, officer.get("/outbox/")
            time.sleep(1)
        mail = officer.get(found[0])
        invitation = officer.get(f"{found[0]}1/")
    finally:
        stop(make, signal.SIGINT)

    assert "invite.ics" in mail
    assert "METHOD:REQUEST" in invitation
    assert "Shire Hall" in invitation


class Browser:
    """Somebody who fills in forms, one after the other."""

    def __init__(self, port: int) -> None:
        self.site, self.session = f"http://127.0.0.1:{port}", requests.Session()

    def get(self, path: str) -> str:
        answer = self.session.get(self.site + path, timeout=30)
        assert answer.status_code == 200, f"{path}: {answer.status_code}"
        return answer.text

    def send(self, path: str, **values: object) -> str:
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', self.get(path))
        assert token, path
        values["csrfmiddlewaretoken"] = token[1]
        answer = self.session.post(self.site + path, data=values, timeout=30)
        assert answer.status_code == 200, f"{path}: {answer.status_code} {answer.text[-2000:]}"
        assert answer.url != self.site + path, f"{path} was refused: {answer.text[-4000:]}"
        return answer.text

    def links_to(self, path: str, words: str) -> list[str]:
        """Where the links below an address lead that have these words in them."""
        links = re.findall(rf'href="({path}[^"?]+)">([^<]+)<', self.get(path))
        return [address for address, text in links if words in text]


@pytest.mark.parametrize("signum", [signal.SIGINT, signal.SIGTERM])
def test_it_starts_again_in_seconds_and_leaves_nothing_running(clone, port, signum):
    began = time.monotonic()
    make = started(clone, port, within=60)
    took = time.monotonic() - began
    stop(make, signum)

    assert took < LATER_START * busyness()
    assert left_over(clone) == []


def test_a_busy_port_is_answered_with_a_sentence(clone, port):
    with socket.create_server(("127.0.0.1", port)):
        said = subprocess.run(["make", "run", f"PORT={port}"], cwd=clone, capture_output=True, text=True)

    assert said.returncode != 0
    assert f"Port {port} on 127.0.0.1 cannot be used" in said.stderr
    assert "Traceback" not in said.stderr
    assert left_over(clone) == []


def test_when_one_process_dies_all_stop_and_it_is_named(clone, port):
    make = started(clone, port, within=60)
    the_one(clone, "celery", "worker").kill()
    make.wait(30)

    assert make.returncode != 0
    assert "The worker ended unexpectedly (signal 9)" in (clone / "start.log").read_text()
    assert left_over(clone) == []


def test_when_the_start_itself_is_killed_nothing_of_ours_answers_any_more(clone, port):
    make = started(clone, port, within=60)
    the_one(clone, "config.run").kill()
    make.wait(30)
    deadline = time.monotonic() + 20
    # The database alone is not our child; the next start finds and keeps it, and its last user stops it.
    while any("postgres" not in words for words in left_over(clone)) and time.monotonic() < deadline:
        time.sleep(0.2)

    assert not [words for words in left_over(clone) if "postgres" not in words]
    stop(started(clone, port, within=60), signal.SIGINT)
    assert left_over(clone) == []
