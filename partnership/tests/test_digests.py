"""A digest gathers what waits for it: each notice in one digest, once, whatever is killed and whoever gathers."""

import os
import signal
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from pathlib import Path
from threading import Barrier
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core import mail as outbox
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from core import mail
from partnership import notices, operations, sending, tasks
from partnership.models import KindChoice, Notice, NoticeWishes
from partnership.models.notices import CLAIM_LASTS
from partnership.schedule import gather_digests
from tests.factories.meetings import MeetingFactory
from tests.factories.partnership import (
    GroupFactory,
    MembershipFactory,
    OfficeTermFactory,
    PersonFactory,
    UserFactory,
)
from tests.post import PostOffice

LONDON = ZoneInfo("Europe/London")
ROOT = Path(__file__).resolve().parents[2]
State = Notice.State
# A Wednesday; the Monday after is the 30th.
NOON = datetime(2026, 11, 25, 12, tzinfo=LONDON)


def at(text):
    return time_machine.travel(
        datetime.fromisoformat(text).replace(tzinfo=LONDON).astimezone(UTC), tick=False
    )


@pytest.fixture(autouse=True)
def queued(monkeypatch):
    ids = []
    monkeypatch.setattr(tasks.send_notice, "delay", ids.append)
    return ids


@pytest.fixture
def post_office(settings):
    office = PostOffice()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", office.port, 5
    yield office
    office.close()


@pytest.fixture
def reader(db):
    """Reads of papers daily, and of minutes weekly."""
    user = UserFactory(email="reads@example.org")
    KindChoice.objects.create(user=user, kind="papers", pace="daily")
    KindChoice.objects.create(user=user, kind="minutes", pace="weekly")
    return user


@pytest.fixture
def meeting(db):
    return MeetingFactory(group__name="Housing Group", held_on=date(2026, 11, 20))


def send_digests():
    """Gather, and send what was gathered. The digests."""
    operations.gather_digests(by=None)
    for digest in Notice.objects.filter(what="digest", state=State.WAITING):
        sending.send(digest.pk)
    return list(Notice.objects.filter(what="digest").order_by("pk"))


# What waits, and until when


def test_what_is_asked_for_daily_waits_for_the_morning_and_comes_in_one_mail(reader, meeting):
    with at("2026-11-25T12:00"):
        told = notices.tell([reader], "papers_published", about=meeting, occasion="1")
        told += notices.tell([reader], "papers_published", about=meeting, occasion="2")
        assert {notice.state for notice in told} == {State.HELD}
        assert send_digests() == []
        assert operations.sweep_notices(by=None) == 0
    with at("2026-11-26T06:59"):
        assert send_digests() == []
    with at("2026-11-26T07:00"):
        digest = send_digests()[0]

    assert [message.to for message in outbox.outbox] == [["reads@example.org"]]
    assert outbox.outbox[0].subject == "What is new, 26 November 2026" == digest.subject
    assert set(Notice.objects.filter(digest=digest, sent_at=digest.sent_at)) == set(told)
    assert set(Notice.objects.values_list("state", flat=True)) == {State.SENT}


def test_the_weekly_comes_on_mondays_and_in_one_mail_with_the_daily(reader, meeting):
    with at("2026-11-25T12:00"):
        notices.tell([reader], "minutes_circulated", about=meeting)
        weekly = Notice.objects.get()
    with at("2026-11-29T12:00"):
        notices.tell([reader], "papers_published", about=meeting)
        assert send_digests() == [], "no empty digest, and no weekly news on a Sunday"
    with at("2026-11-30T07:00"):
        digest = send_digests()[0]
        weekly.refresh_from_db()
        assert weekly.digest == digest
    assert len(outbox.outbox) == 1
    assert Notice.objects.filter(digest=digest).count() == 2


def test_a_week_without_a_worker_is_caught_up_on_any_day(reader, meeting):
    with at("2026-11-25T12:00"):
        notices.tell([reader], "minutes_circulated", about=meeting)
    with at("2026-12-02T15:00"):
        notices.tell([reader], "minutes_published", about=meeting)
        digest = send_digests()[0]
        assert [notice.what for notice in Notice.objects.filter(digest=digest)] == ["minutes_circulated"]
        assert Notice.objects.held().get().what == "minutes_published"


@pytest.mark.parametrize("day", ["2026-03-29", "2026-10-25"])
def test_at_seven_by_the_local_clock_also_where_the_clocks_change(reader, meeting, day):
    before = date.fromisoformat(day).replace(day=date.fromisoformat(day).day - 1)
    with at(f"{before}T12:00"):
        notices.tell([reader], "papers_published", about=meeting)
    with at(f"{day}T06:59"):
        assert send_digests() == []
    with at(f"{day}T07:00"):
        assert len(send_digests()) == 1


def test_what_comes_after_the_morning_is_of_the_next_day_and_a_login_has_one_digest_a_day(reader, meeting):
    with at("2026-11-25T12:00"):
        notices.tell([reader], "papers_published", about=meeting, occasion="1")
    with at("2026-11-26T07:00"):
        send_digests()
    with at("2026-11-26T08:00"):
        notices.tell([reader], "papers_published", about=meeting, occasion="2")
        # Told before the morning, but weekly then, and daily only since.
        late = notices.tell([reader], "minutes_circulated", about=meeting)[0]
        Notice.objects.filter(pk=late.pk).update(pace="daily", created_at=NOON)
        assert len(send_digests()) == 1
        late.refresh_from_db()
        assert (late.state, late.digest) == (State.HELD, None)
    with at("2026-11-27T07:00"):
        assert len(send_digests()) == 2
    assert not Notice.objects.held().exists()


def test_a_login_whose_hours_are_quiet_gets_it_when_they_end(reader, meeting):
    NoticeWishes.objects.create(user=reader, not_at_weekends=True)
    with at("2026-11-27T12:00"):
        notices.tell([reader], "papers_published", about=meeting)
    for moment in ("2026-11-28T07:00", "2026-11-29T07:00"):
        with at(moment):
            assert send_digests() == []
    with at("2026-11-30T07:00"):
        assert len(send_digests()) == 1


def test_the_clock_gathers(reader, meeting):
    with at("2026-11-25T12:00"):
        notices.tell([reader], "papers_published", about=meeting)
    with at("2026-11-26T07:00"):
        assert gather_digests() == 1
        assert gather_digests() == 0


def test_what_was_told_while_its_reader_stopped_the_digest_makes_none(reader, meeting):
    with at("2026-11-25T12:00"):
        paper = notices.tell([reader], "papers_published", about=meeting)[0]
        NoticeWishes.objects.create(user=reader, digests_stopped_at=timezone.now())
    with at("2026-11-26T07:00"):
        assert send_digests() == []
    paper.refresh_from_db()
    assert paper.state == State.MUTED


def test_a_deactivated_login_gets_none(reader, meeting):
    with at("2026-11-25T12:00"):
        notices.tell([reader], "papers_published", about=meeting)
    reader.is_active = False
    reader.save()
    with at("2026-11-26T07:00"):
        assert send_digests() == []


# What it says


def test_it_says_the_words_of_each_and_leads_to_each_in_a_sensible_order(reader, meeting):
    KindChoice.objects.create(user=reader, kind="asked", pace="daily")
    term = OfficeTermFactory(due_to_end_on=date(2026, 12, 24), group__name="Crime & Disorder Group")
    with at("2026-11-25T12:00"):
        notices.tell([reader], "papers_published", about=meeting)
        notices.tell([reader], "term_ending", about=term)
    with at("2026-11-26T07:00"):
        send_digests()

    message = outbox.outbox[0]
    text, html = message.body, message.alternatives[0][0]
    assert text.index("WHAT YOU ARE ASKED TO DO") < text.index("AGENDAS AND PAPERS")
    assert "Crime & Disorder Group" in text
    assert "Crime &amp; Disorder Group" in html
    for whole in (text, html):
        assert f"http://localhost:8000{meeting.get_absolute_url()}" in whole
        assert "2 notices" in whole
        assert "/notices/stop/" in whole
    assert html.count("<h1>") == 1
    assert html.count("<h3>") == 2


def test_what_its_reader_may_not_see_any_more_is_left_out(reader, meeting):
    closed = GroupFactory(name="Closed Group", is_public=False)
    membership = MembershipFactory(group=closed, person=PersonFactory(user=reader))
    secret = MeetingFactory(group=closed, held_on=date(2026, 11, 20))
    with at("2026-11-25T12:00"):
        kept = notices.tell([reader], "papers_published", about=meeting)[0]
        left = notices.tell([reader], "papers_published", about=secret)[0]
    type(membership).objects.filter(pk=membership.pk).update(
        ends_on=date(2026, 11, 25), starts_on=date(2020, 1, 1)
    )
    with at("2026-11-26T07:00"):
        send_digests()

    assert "Closed Group" not in outbox.outbox[0].body + str(outbox.outbox[0].alternatives)
    kept.refresh_from_db()
    left.refresh_from_db()
    assert (kept.state, left.state) == (State.SENT, State.DROPPED)


def test_of_a_digest_with_nothing_left_to_tell_no_mail_goes_out(reader):
    closed = GroupFactory(is_public=False)
    with at("2026-11-25T12:00"):
        notices.tell([reader], "papers_published", about=MeetingFactory(group=closed))
    with at("2026-11-26T07:00"):
        send_digests()
    assert not outbox.outbox
    assert set(Notice.objects.values_list("state", flat=True)) == {State.DROPPED}


def test_the_questions_do_not_grow_with_the_notices(reader, django_assert_max_num_queries):
    with at("2026-11-25T12:00"):
        for number in range(30):
            about = MeetingFactory(held_on=date(2026, 11, 20), group=GroupFactory(slug=f"of-{number}"))
            notices.tell([reader], "papers_published", about=about)
    with at("2026-11-26T07:00"):
        with django_assert_max_num_queries(14):
            operations.gather_digests(by=None)
        with django_assert_max_num_queries(18):
            assert sending.send(Notice.objects.get(what="digest").pk)


def test_the_database_holds_and_gathers_only_what_is_for_a_digest(reader, meeting):
    with at("2026-11-25T12:00"):
        held = notices.tell([reader], "papers_published", about=meeting)[0]
        other = notices.tell([UserFactory()], "papers_published", about=meeting)[0]
    with pytest.raises(IntegrityError, match="held_for_a_daily_or_weekly"), transaction.atomic():
        Notice.objects.filter(pk=other.pk).update(state="held")
    with pytest.raises(IntegrityError, match="in_a_digest_is_sent_with_it"), transaction.atomic():
        Notice.objects.filter(pk=other.pk).update(digest=held)


# Gathered once, sent once


@pytest.mark.django_db(transaction=True)
def test_gatherers_at_once_gather_once(meeting):
    users = [UserFactory() for _ in range(30)]
    KindChoice.objects.bulk_create(KindChoice(user=user, kind="papers", pace="daily") for user in users)
    with at("2026-11-25T12:00"):
        for number in range(5):
            notices.tell(users, "papers_published", about=meeting, occasion=str(number))
    start = Barrier(3)

    def gather(_):
        try:
            start.wait(timeout=10)
            return operations.gather_digests(by=None)
        finally:
            connection.close()

    with at("2026-11-26T07:00"), ThreadPoolExecutor(3) as threads:
        assert sum(threads.map(gather, range(3))) == 30

    assert Notice.objects.filter(what="digest").count() == 30
    assert not Notice.objects.held().exists()
    for digest in Notice.objects.filter(what="digest"):
        assert Notice.objects.gathered_into(digest).count() == 5


def test_killed_before_the_digest_was_marked_its_notices_are_told_again_with_it_and_no_other(
    reader, meeting, monkeypatch
):
    def killed(*args, **kwargs):
        real_hand_over(*args, **kwargs)
        raise SystemExit

    real_hand_over = mail.hand_over
    with at("2026-11-25T12:00"):
        notices.tell([reader], "papers_published", about=meeting)
    operations.gather_digests(by=None)
    digest = Notice.objects.get(what="digest")
    monkeypatch.setattr(mail, "hand_over", killed)
    with pytest.raises(SystemExit):
        sending.send(digest.pk)
    monkeypatch.setattr(mail, "hand_over", real_hand_over)
    assert operations.gather_digests(by=None) == 0
    Notice.objects.filter(pk=digest.pk).update(claimed_at=timezone.now() - CLAIM_LASTS)
    assert sending.send(digest.pk)

    assert len({message.extra_headers["Message-ID"] for message in outbox.outbox}) == 1
    assert set(Notice.objects.values_list("state", flat=True)) == {State.SENT}


@pytest.mark.django_db(transaction=True)
def test_a_worker_killed_while_the_mail_server_thinks_leaves_the_digest_whole(meeting, post_office):
    user = UserFactory()
    KindChoice.objects.create(user=user, kind="papers", pace="daily")
    with at("2026-11-25T12:00"):
        for number in range(3):
            notices.tell([user], "papers_published", about=meeting, occasion=str(number))
    operations.gather_digests(by=None)
    digest = Notice.objects.get(what="digest")
    thinking = threading.Event()
    post_office.on_data = lambda office, line: thinking.wait(60) and None
    worker = _worker(digest, post_office)
    assert post_office.arrived.wait(timeout=60)
    worker.send_signal(signal.SIGKILL)
    worker.wait(timeout=10)
    thinking.set()
    assert Notice.objects.gathered_into(digest).count() == 3

    Notice.objects.filter(pk=digest.pk).update(claimed_at=timezone.now() - CLAIM_LASTS)
    post_office.on_data = lambda office, line: b"250 taken"
    assert sending.send(digest.pk)
    assert not sending.send(digest.pk)
    assert len(post_office.taken) == 2, "the one whose answer nobody heard, and the one that was"
    assert set(Notice.objects.values_list("state", flat=True)) == {State.SENT}


@pytest.mark.django_db(transaction=True)
def test_a_gatherer_killed_before_its_work_is_kept_leaves_all_of_it_to_the_next(meeting):
    users = [UserFactory() for _ in range(3)]
    KindChoice.objects.bulk_create(KindChoice(user=user, kind="papers", pace="daily") for user in users)
    with at("2026-11-25T12:00"):
        notices.tell(users, "papers_published", about=meeting)
    gatherer = _process(
        "from partnership import notices, operations\n"
        "import time\n"
        "notices.wake_sender = lambda ids: (print(len(ids), flush=True), time.sleep(60))\n"
        "operations.gather_digests(by=None)\n",
        stdout=subprocess.PIPE,
    )
    assert gatherer.stdout.readline().strip() == b"3", "everything is written, and nothing kept yet"
    assert operations.gather_digests(by=None) == 0, "it is still at it"
    gatherer.send_signal(signal.SIGKILL)
    gatherer.wait(timeout=10)
    gatherer.stdout.close()

    for _ in range(100):  # the database notices a moment later that nobody is there any more
        if operations.gather_digests(by=None):
            break
        threading.Event().wait(0.1)
    assert Notice.objects.filter(what="digest").count() == 3
    assert not Notice.objects.held().exists()


def _worker(notice, post_office):
    """A process of its own that sends the notice to the post office."""
    code = f"from partnership import sending\nsending.send({notice.pk})\n"
    return _process(code, EMAIL_URL=f"smtp://127.0.0.1:{post_office.port}")


def _process(work, *, stdout=None, **environment):
    code = (
        "import django; django.setup()\n"
        "from django.db import connection\n"
        f"connection.settings_dict['NAME'] = {connection.settings_dict['NAME']!r}\n" + work
    )
    whole = os.environ | {"DJANGO_SETTINGS_MODULE": "config.settings"} | environment
    return subprocess.Popen([sys.executable, "-c", code], cwd=ROOT, env=whole, stdout=stdout)
