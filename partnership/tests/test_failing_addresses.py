"""An address that fails stops nobody else's mail, is given up at once, and shows; another address ends it."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
import time_machine
from django.utils import timezone

from core import history
from partnership import notices, operations, sending, tasks
from partnership.models import Notice, User
from partnership.models.users import MOST_REFUSALS
from tests.factories.partnership import OfficeTermFactory, UserFactory
from tests.letterbox import Letterbox
from tests.letterbox import letterbox as mail_server

pytestmark = pytest.mark.django_db
State = Notice.State


@pytest.fixture(autouse=True)
def queued(monkeypatch):
    monkeypatch.setattr(tasks.send_notice, "delay", lambda pk: None)


@pytest.fixture
def letterbox(settings) -> Iterator[Letterbox]:
    with mail_server() as (box, port):
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", port, 5
        yield box


def tell(users, occasion=""):
    term = OfficeTermFactory(due_to_end_on=date(2026, 12, 24))
    return notices.tell(users, "term_ending", about=term, occasion=occasion)


def fail(user, times=MOST_REFUSALS):
    for number in range(times):
        sending.send(tell([user], str(number))[0].pk)
    user.refresh_from_db()


def test_one_address_that_fails_stops_nobody_elses_mail(letterbox):
    gone, away = UserFactory(email="gone@example.org"), UserFactory(email="away@example.org")
    others = [UserFactory(email=f"here-{n}@example.org") for n in range(3)]
    told = {notice.to: notice for notice in tell([gone, *others[:1], away, *others[1:]])}
    for notice in told.values():
        sending.send(notice.pk)
        notice.refresh_from_db()

    assert sorted(letterbox.taken) == [other.email for other in others]
    assert {told[other].state for other in others} == {State.SENT}
    assert (told[gone].state, told[gone].failures) == (State.FAILED, 1), "given up at once"
    assert "no such person" in told[gone].problem
    assert (told[away].state, told[away].failures) == (State.WAITING, 1), "tried again later"
    assert list(Notice.objects.failed()) == [told[gone]]
    assert letterbox.asked.count("gone@example.org") == 1


def test_what_is_refused_for_now_is_taken_later(letterbox):
    away = UserFactory(email="away@example.org")
    notice = tell([away])[0]
    sending.send(notice.pk)
    User.objects.filter(pk=away.pk).update(email="here@example.org")
    with time_machine.travel(timezone.now() + timedelta(hours=1)):
        assert sending.send(notice.pk)
    away.refresh_from_db()
    assert away.refusals == 0


def test_after_three_in_a_row_the_address_counts_as_failing_and_is_tried_once_a_day(letterbox):
    gone = UserFactory(email="Gone@example.org")
    fail(gone, 2)
    assert not User.objects.unreachable().exists()
    fail(gone, 1)
    assert list(User.objects.unreachable()) == [gone]
    assert gone.is_unreachable
    assert history.of(gone).first().verb == "mail refused for good"

    asked = len(letterbox.asked)
    notice = tell([gone], "later")[0]
    assert sending.send(notice.pk) is False
    notice.refresh_from_db()
    assert notice.state == State.FAILED
    assert "Not tried" in notice.problem
    assert len(letterbox.asked) == asked
    with time_machine.travel(timezone.now() + timedelta(days=1, minutes=1)):
        sending.send(tell([gone], "tomorrow")[0].pk)
    assert len(letterbox.asked) == asked + 1
    assert history.of(gone).count() == 1


def test_a_message_that_is_taken_ends_it(letterbox, monkeypatch):
    gone = UserFactory(email="gone@example.org")
    fail(gone)
    monkeypatch.setattr(Letterbox, "handle_RCPT", _welcome)
    with time_machine.travel(timezone.now() + timedelta(days=2)):
        assert sending.send(tell([gone], "welcome")[0].pk)
    gone.refresh_from_db()
    assert not gone.is_unreachable
    assert history.of(gone).first().verb == "can be reached again"


async def _welcome(self, server, session, envelope, address, options):
    envelope.rcpt_tos.append(address)
    return "250 fine"


def test_another_address_is_another_matter(letterbox, administrator):
    gone = UserFactory(email="gone@example.org")
    fail(gone)
    operations.change_email(gone, email="here@example.org", by=administrator)
    gone.refresh_from_db()
    assert not gone.is_unreachable
    assert not User.objects.unreachable().exists()
    assert sending.send(tell([gone], "new")[0].pk)
    former = Notice.objects.get(what="email_no_longer_used")
    sending.send(former.pk)
    gone.refresh_from_db()
    assert gone.refusals == 0, "what the former address hears says nothing of the new one"


def test_an_administrator_may_try_again_today(letterbox, administrator):
    gone = UserFactory(email="gone@example.org")
    fail(gone)
    failed = Notice.objects.failed().first()
    asked = len(letterbox.asked)
    operations.retry_notice(failed, by=administrator)
    sending.send(failed.pk)
    assert len(letterbox.asked) == asked + 1


def test_a_server_that_refuses_everything_we_say_is_not_held_against_the_address(letterbox, monkeypatch):
    async def refuse(self, server, session, envelope, address, mail_options):
        return "550 we take nothing from you"

    monkeypatch.setattr(Letterbox, "handle_MAIL", refuse, raising=False)
    reader = UserFactory(email="here@example.org")
    notice = tell([reader])[0]
    sending.send(notice.pk)
    notice.refresh_from_db()
    reader.refresh_from_db()
    assert (notice.state, reader.refusals) == (State.WAITING, 0)


def test_administrators_see_who_cannot_be_reached(client, administrator):
    user = UserFactory(email="gone@example.org")
    client.force_login(administrator)
    assert "Addresses that fail" not in client.get("/manage/notices/").content.decode()
    User.objects.filter(pk=user.pk).update(
        refusals=3, refused_address="gone@example.org", refused_at=timezone.now()
    )
    page = client.get("/manage/notices/").content.decode()
    assert "Addresses that fail" in page
    assert "gone@example.org, last refused" in page


def test_whoever_cannot_be_reached_reads_so_on_every_page(client):
    user = UserFactory(email="gone@example.org")
    client.force_login(user)
    assert "We cannot reach you" not in client.get("/account/notices/").content.decode()
    User.objects.update(refusals=3, refused_address="gone@example.org")
    page = client.get("/account/notices/").content.decode()
    assert "We cannot reach you" in page
    assert "Mail to gone@example.org comes back." in page
