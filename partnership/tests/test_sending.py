"""A notice goes out once, whatever dies in between. What is promised exactly: docs/decisions/notices.md."""

import logging
import os
import signal
import smtplib
import subprocess
import sys
import threading
from datetime import date, timedelta
from pathlib import Path

import pytest
import time_machine
from django.core import mail as outbox
from django.db import connection
from django.utils import timezone

from core import mail
from partnership import notices, operations, sending, tasks
from partnership.models import Notice
from partnership.models.notices import CLAIM_LASTS, QUEUE_LASTS
from tests.factories.partnership import OfficeTermFactory, UserFactory
from tests.post import PostOffice

ROOT = Path(__file__).resolve().parents[2]
State = Notice.State


@pytest.fixture(autouse=True)
def queued(monkeypatch):
    """The ids put into the queue; nothing is sent unless a test sends it."""
    ids = []
    monkeypatch.setattr(tasks.send_notice, "delay", ids.append)
    monkeypatch.setattr(tasks.send_notice, "apply_async", lambda args, **kwargs: ids.extend(args))
    return ids


@pytest.fixture
def notice(db):
    term = OfficeTermFactory(due_to_end_on=date(2009, 6, 1))
    return notices.tell([UserFactory(email="told@example.org")], "term_run_out", about=term)[0]


@pytest.fixture
def post_office(settings):
    """A mail server that the settings point at."""
    office = PostOffice()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", office.port, 5
    yield office
    office.close()


def age(notice, by):
    """Let time pass since a worker claimed it."""
    notice.refresh_from_db()
    Notice.objects.filter(pk=notice.pk).update(claimed_at=notice.claimed_at - by)


# One notice, one message


def test_it_is_sent_and_keeps_the_words_it_was_told_in(notice):
    assert sending.send(notice.pk) is True

    notice.refresh_from_db()
    assert notice.state == State.SENT
    assert notice.sent_at is not None
    assert notice.subject == outbox.outbox[0].subject
    assert "has run out" in notice.subject
    assert outbox.outbox[0].to == ["told@example.org"]


def test_a_second_task_for_it_sends_nothing(notice):
    sending.send(notice.pk)

    assert sending.send(notice.pk) is False
    assert len(outbox.outbox) == 1


def test_a_notice_that_is_gone_is_no_trouble(db):
    assert sending.send(0) is False


# Workers that die


def test_killed_after_the_claim_it_is_swept_and_sent_once(notice, queued):
    sending._claim(notice.pk)  # and no further

    assert sending.send(notice.pk) is False, "somebody may still be at it"
    assert operations.sweep_notices(by=None) == 0
    age(notice, CLAIM_LASTS)
    assert operations.sweep_notices(by=None) == 1
    assert sending.send(queued[-1]) is True
    assert len(outbox.outbox) == 1


def test_killed_before_it_was_marked_sent_it_goes_out_once_more_at_most_and_the_log_says_so(
    notice, monkeypatch, caplog
):
    def killed(*args, **kwargs):
        real_hand_over(*args, **kwargs)
        raise SystemExit  # no handler of ours catches this, as none catches a SIGKILL

    real_hand_over = mail.hand_over
    monkeypatch.setattr(mail, "hand_over", killed)
    for _ in range(2):
        with pytest.raises(SystemExit):
            sending.send(notice.pk)
        age(notice, CLAIM_LASTS)

    with caplog.at_level(logging.WARNING):
        assert sending.send(notice.pk) is False

    notice.refresh_from_db()
    assert notice.state == State.UNCERTAIN
    assert len(outbox.outbox) == 2
    assert "given up after two handovers" in caplog.text


def test_the_second_handover_is_logged(notice, monkeypatch, caplog):
    monkeypatch.setattr(mail, "hand_over", _die)
    with pytest.raises(SystemExit):
        sending.send(notice.pk)
    age(notice, CLAIM_LASTS)
    monkeypatch.undo()

    with caplog.at_level(logging.WARNING):
        assert sending.send(notice.pk) is True

    assert "handed over again" in caplog.text


def test_a_message_that_goes_out_twice_has_one_message_id(notice, monkeypatch):
    sending.send(notice.pk)
    Notice.objects.update(state=State.HANDING, claimed_at=timezone.now() - CLAIM_LASTS, sent_at=None)
    sending.send(notice.pk)

    assert len({message.extra_headers["Message-ID"] for message in outbox.outbox}) == 1


def test_a_worker_so_slow_that_another_took_over_changes_nothing(notice):
    slow = sending._claim(notice.pk)
    age(notice, CLAIM_LASTS)
    sending.send(notice.pk)

    assert sending._begin_handing_over(slow) is False
    sending._put_back(slow, TimeoutError())
    notice.refresh_from_db()
    assert notice.state == State.SENT


def _die(*args, **kwargs):
    raise SystemExit


# Queues that die


def test_a_notice_that_lost_its_place_in_the_queue_is_swept(notice, queued):
    with time_machine.travel(timezone.now() + QUEUE_LASTS + timedelta(seconds=1)):
        assert operations.sweep_notices(by=None) == 1
    assert queued[-1] == notice.pk


def test_what_has_been_sent_is_not_swept(notice):
    sending.send(notice.pk)

    with time_machine.travel(timezone.now() + timedelta(days=9)):
        assert operations.sweep_notices(by=None) == 0


# Mail servers that refuse


def test_a_refusal_is_tried_again_later_and_given_up_in_the_end(notice, post_office):
    post_office.on_data = lambda office, line: b"451 not now"
    start = timezone.now()
    for tries in range(1, sending.MOST_FAILURES + 1):
        with time_machine.travel(start + timedelta(days=tries * 4), tick=False):
            assert sending.send(notice.pk) is False
            notice.refresh_from_db()
            assert notice.failures == tries
            assert notice.not_before > timezone.now()
            assert sending.send(notice.pk) is False, "not due yet"

    assert notice.state == State.FAILED
    assert "451" in notice.problem
    assert len(post_office.taken) == sending.MOST_FAILURES
    assert notice.handovers == 0


def test_a_mail_server_that_cannot_be_reached_never_makes_a_notice_uncertain(notice, post_office):
    post_office.close()
    start = timezone.now()
    for day in range(1, 5):
        with time_machine.travel(start + timedelta(days=day), tick=False):
            assert sending.send(notice.pk) is False

    notice.refresh_from_db()
    assert (notice.state, notice.handovers, notice.failures) == (State.WAITING, 0, 4)


def test_a_line_that_breaks_after_the_message_counts_as_handed_over(notice, post_office):
    post_office.on_data = lambda office, line: None
    start = timezone.now()
    for day in (1, 2, 3):
        with time_machine.travel(start + timedelta(days=day), tick=False):
            sending.send(notice.pk)

    notice.refresh_from_db()
    assert notice.state == State.UNCERTAIN
    assert len(post_office.taken) == 2


def test_a_template_that_fails_keeps_the_notice(notice):
    Notice.objects.update(what="unheard_of")

    assert sending.send(notice.pk) is False
    notice.refresh_from_db()
    assert notice.state == State.WAITING
    assert "TemplateDoesNotExist" in notice.problem


def test_a_refused_address_counts_as_not_handed_over(notice, monkeypatch):
    def refuse(*args, **kwargs):
        raise smtplib.SMTPRecipientsRefused({"told@example.org": (550, b"unknown")})

    monkeypatch.setattr(mail, "hand_over", refuse)
    sending.send(notice.pk)

    notice.refresh_from_db()
    assert (notice.handovers, notice.failures, notice.state) == (0, 1, State.FAILED)


# Real connections, real processes


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_send_it_once(notice, post_office):
    start_together = threading.Barrier(4)
    outcomes = []

    def work():
        try:
            start_together.wait(timeout=10)
            outcomes.append(sending.send(notice.pk))
        finally:
            connection.close()

    workers = [threading.Thread(target=work) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(timeout=30)

    assert sorted(outcomes) == [False, False, False, True]
    assert len(post_office.taken) == 1


@pytest.mark.django_db(transaction=True)
def test_a_worker_killed_while_the_mail_server_thinks_leaves_it_to_the_next(notice, post_office):
    thinking = threading.Event()
    post_office.on_data = lambda office, line: thinking.wait(60) and None
    worker = _worker(notice, post_office)
    assert post_office.arrived.wait(timeout=60), "the worker has handed it over"
    worker.send_signal(signal.SIGKILL)
    worker.wait(timeout=10)
    thinking.set()

    notice.refresh_from_db()
    assert (notice.state, notice.handovers) == (State.HANDING, 1)
    assert operations.sweep_notices(by=None) == 0, "not before the claim has lapsed"

    age(notice, CLAIM_LASTS)
    post_office.on_data = lambda office, line: b"250 taken"
    assert operations.sweep_notices(by=None) == 1
    assert sending.send(notice.pk) is True
    assert sending.send(notice.pk) is False
    assert len(post_office.taken) == 2


def _worker(notice, post_office):
    """A process of its own that sends the notice to the post office."""
    where = connection.settings_dict
    code = (
        "import django; django.setup()\n"
        "from django.db import connection\n"
        f"connection.settings_dict['NAME'] = {where['NAME']!r}\n"
        "from partnership import sending\n"
        f"sending.send({notice.pk})\n"
    )
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "EMAIL_URL": f"smtp://127.0.0.1:{post_office.port}",
    }
    return subprocess.Popen([sys.executable, "-c", code], cwd=ROOT, env=environment)
