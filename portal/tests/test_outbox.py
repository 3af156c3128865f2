"""The demonstration shows the mail that it would have sent; no other installation does."""

import pytest
from django.core import mail
from django.core.mail import EmailMultiAlternatives
from django.test import Client
from django.urls import reverse

from core import outbox

pytestmark = pytest.mark.django_db
CALENDAR = b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n"


@pytest.fixture
def kept(settings, tmp_path):
    """A demonstration whose mail is kept in a folder of its own."""
    settings.EMAIL_BACKEND, settings.DEMONSTRATION, settings.VAR_DIR = outbox.BACKEND, True, tmp_path
    return tmp_path


@pytest.fixture
def reader(as_):
    """Somebody who has signed in."""
    return as_("member")


def post(
    subject="Meeting of the Board",
    to="reader@example.org",
    text="Come to it: https://example.org/a/\n\nOften.",
):
    message = EmailMultiAlternatives(subject, text, to=[to], connection=mail.get_connection(outbox.BACKEND))
    message.attach_alternative("<p>Come to it</p>", "text/html")
    message.attach("invite.ics", CALENDAR, "text/calendar")
    assert message.send() == 1


def test_it_shows_who_would_have_got_what_the_latest_first(kept, reader):
    post()
    post("Minutes – approved ✓", "other@example.org")

    page = reader.get(reverse("portal:sent_mail")).content.decode()

    assert page.index("Minutes – approved ✓") < page.index("Meeting of the Board")
    assert "2 messages, the latest first" in page
    assert "goes to nobody" in page
    of_one = reader.get(reverse("portal:sent_mail"), {"to": "Reader@example.org"}).content.decode()
    assert "1 message to reader@example.org" in of_one
    assert "Minutes" not in of_one


def test_a_message_has_its_words_its_links_and_its_file(kept, reader):
    post(text="<script>alert(1)</script> Come: https://example.org/a/")
    name = outbox.names()[0]

    page = reader.get(reverse("portal:sent_message", args=[name])).content.decode()
    file = reader.get(reverse("portal:sent_file", args=[name, 1]))

    assert "&lt;script&gt;" in page
    assert '<a href="https://example.org/a/"' in page
    assert "invite.ics" in page
    assert file.content == CALENDAR
    assert file["Content-Type"] == "text/calendar"
    assert 'filename="invite.ics"' in file["Content-Disposition"]
    assert reader.get(reverse("portal:sent_file", args=[name, 2])).status_code == 404


@pytest.mark.parametrize("name", ["..", "1-0", "%2e%2e", "1-0123456789abcdef0123456789abcdef.eml"])
def test_no_name_leads_out_of_the_folder(kept, reader, name):
    post()
    assert reader.get(f"/outbox/{name}/").status_code == 404


def test_nothing_sent_yet_says_how_to_make_something_be_sent(kept, reader):
    assert "Publish an agenda" in reader.get(reverse("portal:sent_mail")).content.decode()


def test_a_portal_in_use_has_no_such_page(kept, settings, reader):
    post()
    assert Client().get(reverse("portal:sent_mail")).status_code == 302, "sign in first"
    assert "/outbox/" in reader.get("/about/").content.decode()
    settings.DEMONSTRATION = False
    assert reader.get(reverse("portal:sent_mail")).status_code == 404
    assert "/outbox/" not in reader.get("/about/").content.decode()


def test_the_oldest_go_when_there_are_very_many(kept, monkeypatch):
    monkeypatch.setattr(outbox, "KEPT", 3)
    for number in range(5):
        post(f"Message {number}")

    subjects = [message.subject for message in outbox.messages(outbox.names())]
    assert subjects == ["Message 4", "Message 3", "Message 2"]
