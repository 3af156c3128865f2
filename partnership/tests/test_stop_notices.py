"""The link at the foot of a mail: a look changes nothing, a press stops just what caused it, another takes it back."""

from datetime import date

import pytest
from django.core import mail as outbox
from django.db import IntegrityError, transaction
from django.test import Client

from core import history
from core.refusals import Refused
from partnership import notices, operations, sending, stopping, tasks
from partnership.models import KindChoice, Notice, NoticeWishes, Pace, StoppedAddress, Subscription
from tests.factories.meetings import MeetingFactory
from tests.factories.partnership import GroupFactory, TopicFactory, UserFactory

pytestmark = pytest.mark.django_db
ONE_CLICK = {"List-Unsubscribe": "One-Click"}
State = Notice.State


@pytest.fixture(autouse=True)
def queued(monkeypatch):
    monkeypatch.setattr(tasks.send_notice, "delay", lambda pk: None)


@pytest.fixture
def stranger():
    """A mail program: no session, no cookie, no token of a form, and Django looks for one."""
    return Client(enforce_csrf_checks=True)


@pytest.fixture
def meeting():
    return MeetingFactory(held_on=date(2026, 11, 20))


@pytest.fixture
def reader():
    return UserFactory(email="reads@example.org")


def path(notice):
    return stopping.link_for(notice).removeprefix("http://localhost:8000")


def told(reader, meeting, what="papers_published", **more):
    return notices.tell([reader], what, about=meeting, **more)[0]


# The headers and the foot


def test_every_mail_that_can_be_stopped_says_how(reader, meeting):
    notice = told(reader, meeting)
    sending.send(notice.pk)
    message, link = outbox.outbox[0], stopping.link_for(notice)
    sent = message.message()
    assert sent["List-Unsubscribe"].replace("\n ", "") == f"<{link}>"
    assert sent["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert link in message.body
    assert link in message.alternatives[0][0]
    assert "\n" not in str(sent["List-Unsubscribe-Post"])


@pytest.mark.parametrize("what", ["meeting_called", "publication_refused", "email_changed"])
def test_a_duty_says_nothing_of_the_kind(reader, meeting, what):
    notice = told(reader, meeting, what)
    assert stopping.link_for(notice) == ""
    with pytest.raises(Refused):
        operations.stop_notices(notice, by=reader)
    if what == "publication_refused":
        return
    sending.send(notice.pk)
    assert not any(name.startswith("List-") for name in outbox.outbox[0].extra_headers)
    assert "Stop emails" not in outbox.outbox[0].body
    assert "/account/notices/choices/" in outbox.outbox[0].body


# Looking, pressing, and taking back


def test_a_look_changes_nothing_and_says_what_would_stop(reader, meeting, stranger):
    address = path(told(reader, meeting))
    for _ in range(3):
        page = stranger.get(address)
        assert page.status_code == 200
        stranger.head(address)
    assert "of the kind “Agendas and papers”" in page.content.decode()
    assert "Stop these emails" in page.content.decode()
    assert not KindChoice.objects.exists()
    assert not stranger.cookies


def test_one_click_stops_the_kind_that_caused_it_and_nothing_else(reader, meeting, stranger):
    address = path(told(reader, meeting))
    waiting = told(reader, meeting, occasion="2")
    other = told(reader, meeting, "minutes_published")
    for _ in range(2):
        answer = stranger.post(address, ONE_CLICK)
        assert answer.status_code == 200
        assert "You get no more" in answer.content.decode()
        assert not answer.cookies
    choice = KindChoice.objects.get()
    assert (choice.user, choice.kind, choice.pace) == (reader, "papers", Pace.NEVER)
    entry = history.of(choice).get()
    assert (entry.by, entry.reason) == (reader, "by the link in an email")
    waiting.refresh_from_db()
    other.refresh_from_db()
    assert (waiting.state, other.state) == (State.MUTED, State.WAITING)
    assert told(reader, meeting, occasion="3").state == State.MUTED


def test_one_click_in_the_body_that_rfc_8058_shows(reader, meeting, stranger):
    body = (
        '--part\r\nContent-Disposition: form-data; name="List-Unsubscribe"\r\n\r\nOne-Click\r\n--part--\r\n'
    )
    address = path(told(reader, meeting))
    assert stranger.post(address, body, content_type="multipart/form-data; boundary=part").status_code == 200
    assert KindChoice.objects.get().pace == Pace.NEVER


def test_a_press_takes_it_back(reader, meeting, stranger):
    notice = told(reader, meeting)
    sending.send(notice.pk)
    address = path(notice)
    stranger.post(address, ONE_CLICK)
    page = stranger.post(address, {"do": "resume"}).content.decode()
    assert "You get these emails again" in page
    assert KindChoice.objects.get().pace == Pace.AT_ONCE
    assert "Stop these emails?" in stranger.get(address).content.decode()


def test_it_ends_the_subscriptions_that_caused_it_and_no_other(reader, meeting, stranger):
    topic, other = TopicFactory(name="Homes"), TopicFactory(name="Roads", slug="roads")
    for thing in (meeting.group, topic, other):
        operations.follow(thing, by=reader)
    Subscription.objects.to(topic).update(pace="weekly")
    notice = told(reader, meeting, "decisions_published", followed=[meeting.group, topic])
    address = path(notice)
    page = stranger.get(address).content.decode()
    assert f"because you follow the {meeting.group}" in page
    assert "“Homes”" in page
    assert "Roads" not in page

    stranger.post(address, ONE_CLICK)
    assert [row.about for row in Subscription.objects.all()] == [other]
    assert not KindChoice.objects.exists()
    assert stopping.is_stopped(notice)

    stranger.post(address, {"do": "resume"})
    assert {row.about for row in Subscription.objects.all()} == {meeting.group, topic, other}
    stranger.post(address, {"do": "resume"})
    assert Subscription.objects.count() == 3


def test_a_group_that_its_reader_may_not_see_any_more_is_not_named(reader, meeting, stranger):
    group = GroupFactory(name="Secret Group")
    operations.follow(group, by=reader)
    address = path(told(reader, meeting, "decisions_published", followed=[group]))
    type(group).objects.filter(pk=group.pk).update(is_public=False)
    page = stranger.get(address).content.decode()
    assert "Secret" not in page
    assert "because you follow a group" in page


def test_a_digest_is_stopped_as_such_or_comes_less_often(reader, meeting, stranger, monkeypatch):
    KindChoice.objects.create(user=reader, kind="papers", pace="daily")
    KindChoice.objects.create(user=reader, kind="asked", pace="daily")
    digest = Notice.objects.create(
        what="digest", about=reader, to=reader, occasion="2026-11-26", state=State.WAITING
    )
    address = path(digest)
    assert "Once a week is enough" in stranger.get(address).content.decode()

    assert "once a week" in stranger.post(address, {"do": "weekly"}).content.decode()
    assert dict(KindChoice.objects.values_list("kind", "pace")) == {"papers": "weekly", "asked": "daily"}

    stranger.post(address, ONE_CLICK)
    assert NoticeWishes.objects.get().digests_stopped_at is not None
    assert told(reader, meeting).state == State.MUTED
    assert told(reader, meeting, "publication_refused").state == State.WAITING
    stranger.post(address, {"do": "resume"})
    assert told(reader, meeting, occasion="2").state == State.HELD


@pytest.mark.parametrize("token", ["nothing", "n1:forged", "n1", "a1.1.ff:x", "n%00:x", "ö", "n" * 900])
def test_a_link_that_was_not_made_here_is_a_page_in_words(stranger, token):
    for answer in (
        stranger.get(f"/notices/stop/{token}/"),
        stranger.post(f"/notices/stop/{token}/", ONE_CLICK),
    ):
        assert answer.status_code == 404
        assert "This link stops nothing" in answer.content.decode()


def test_a_link_outlives_the_key_that_is_replaced(reader, meeting, stranger, settings):
    address = path(told(reader, meeting))
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another" * 10
    assert stranger.post(address, ONE_CLICK).status_code == 200
    assert KindChoice.objects.exists()


# Addresses without a login


def test_an_address_without_a_login_is_told_no_more_about_that_thing(meeting, stranger):
    other = MeetingFactory(held_on=date(2026, 11, 21))
    notice = notices.tell_addresses(["Rita@example.org"], "papers_published", about=meeting)[0]
    waiting = notices.tell_addresses(
        ["rita@example.org", "sam@example.org"], "minutes_published", about=meeting
    )
    sending.send(notice.pk)
    assert "List-Unsubscribe" in outbox.outbox[0].extra_headers
    assert "/account/" not in outbox.outbox[0].body.split("\n--\n")[1].replace("/account/notices/\n", "")

    assert "rita" not in stranger.get(path(notice)).content.decode()
    for _ in range(2):
        assert stranger.post(path(notice), ONE_CLICK).status_code == 200
    row = StoppedAddress.objects.get()
    assert history.of(row).get().by is None
    assert "rita" not in f"{row.key} {row}"
    assert [Notice.objects.get(pk=each.pk).state for each in waiting] == [State.MUTED, State.WAITING]
    assert notices.tell_addresses(["rita@example.org"], "papers_published", about=meeting, occasion="2") == []
    assert notices.tell_addresses(["rita@example.org"], "papers_published", about=other)


def test_the_link_outlives_the_day_on_which_addresses_are_erased(meeting, stranger):
    notice = notices.tell_addresses(["rita@example.org"], "papers_published", about=meeting)[0]
    address = path(notice)
    notices.forget_addresses(meeting)
    assert "rita" not in address
    assert stranger.post(address, ONE_CLICK).status_code == 200
    assert notices.tell_addresses(["rita@example.org"], "papers_published", about=meeting) == []
    assert "again" in stranger.post(address, {"do": "resume"}).content.decode()
    stranger.post(address, {"do": "resume"})
    assert notices.tell_addresses(["rita@example.org"], "papers_published", about=meeting)


def test_a_thing_that_not_everyone_may_know_of_is_not_named_to_whoever_has_the_link(stranger):
    secret = MeetingFactory(group=GroupFactory(name="Secret Group", is_public=False))
    notice = notices.tell_addresses(["rita@example.org"], "papers_published", about=secret)[0]
    page = stranger.get(path(notice)).content.decode()
    assert "Secret" not in page
    assert "what it told of" in page


def test_the_hash_of_an_address_is_another_for_each_thing(meeting):
    other = MeetingFactory(held_on=date(2026, 11, 21))
    keys = {stopping.key_of("rita@example.org", meeting), stopping.key_of("rita@example.org", other)}
    assert len(keys) == 2
    row = StoppedAddress(content_type=Notice(about=meeting).content_type, object_id=meeting.pk, key="k")
    row.save()
    row.pk = None
    with pytest.raises(IntegrityError, match="once_for_each_thing"), transaction.atomic():
        row.save()
