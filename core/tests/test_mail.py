"""A message is text and HTML of the same words, and nothing in it can write its own headers."""

import pytest
from django.core import mail as outbox
from django.template.exceptions import TemplateDoesNotExist

from core import mail

NOTICE = {
    "notices/minutes_out_subject.txt": "Minutes of {{ group }}\n",
    "notices/minutes_out.txt": '{% extends "notices/base.txt" %}'
    "{% block message %}{{ group }} has published minutes.{% endblock %}"
    "{% block address %}{{ site_url }}/meetings/1/{% endblock %}",
    "notices/minutes_out.html": '{% extends "notices/base.html" %}'
    '{% block message %}<p><a href="{{ site_url }}/meetings/1/">{{ group }}</a>'
    " has published minutes.</p>{% endblock %}",
}


@pytest.fixture(autouse=True)
def _a_notice(settings):
    settings.SITE_URL = "https://portal.example.org"
    settings.SITE_NAME = "Our Partnership"
    loaders = [("django.template.loaders.locmem.Loader", NOTICE), "django.template.loaders.filesystem.Loader"]
    engine = settings.TEMPLATES[0]
    settings.TEMPLATES = [{**engine, "APP_DIRS": False, "OPTIONS": {**engine["OPTIONS"], "loaders": loaders}}]


def send(group="Health & Care", **kwargs):
    mail.send("notices/minutes_out", to="reader@example.org", context={"group": group}, **kwargs)
    return outbox.outbox[-1]


def html_of(message):
    return message.alternatives[0][0]


def test_text_and_html_say_the_same():
    message = send()

    assert message.to == ["reader@example.org"]
    assert "Health & Care has published minutes." in message.body
    assert "Health &amp; Care</a> has published minutes." in html_of(message)
    assert message.alternatives[0][1] == "text/html"


def test_links_are_whole_addresses_of_this_site():
    message = send()

    assert "https://portal.example.org/meetings/1/" in message.body
    assert 'href="https://portal.example.org/meetings/1/"' in html_of(message)
    assert 'href="/' not in html_of(message)


def test_the_reader_learns_who_wrote_and_how_to_be_told_less():
    message = send()

    for part in (message.body, html_of(message)):
        assert "Our Partnership" in part
        assert "https://portal.example.org/account/notices/" in part


def test_the_html_has_a_language_a_title_and_no_style_or_script():
    html = html_of(send())

    assert '<html lang="en-GB">' in html
    assert "<title>Minutes of Health &amp; Care</title>" in html
    assert "style" not in html
    assert "<script" not in html


def test_a_message_sent_again_has_the_same_name():
    names = {send(message_id="notice-123").extra_headers["Message-ID"] for _ in range(2)}

    assert names == {"<notice-123@portal.example.org>"}


def test_a_message_without_a_name_gets_one_of_its_own():
    names = {send().extra_headers["Message-ID"] for _ in range(2)}

    assert len(names) == 2
    assert all(name.endswith("@portal.example.org>") for name in names)


def test_machines_are_told_that_a_machine_wrote():
    assert send().message()["Auto-Submitted"] == "auto-generated"


@pytest.mark.parametrize(
    "breaking", ["\r\nBcc: all@example.org", "\nBcc: all@example.org", "\u2028Bcc: x", "\x00\x0b\x85Bcc: x"]
)
def test_a_title_cannot_write_headers_of_its_own(breaking):
    message = send(group=f"Health{breaking}", message_id=f"notice{breaking}")

    assert message.message()["Bcc"] is None
    assert len(message.subject.splitlines()) == 1
    assert message.subject.startswith("Minutes of Health Bcc: ")
    assert "\n" not in message.extra_headers["Message-ID"]


def test_a_long_subject_is_cut():
    assert len(send(group="x" * 900).subject) == 200


def test_files_can_be_attached():
    message = send(attachments=[("minutes.pdf", b"%PDF", "application/pdf")])

    assert message.attachments[0].filename == "minutes.pdf"


def test_a_notice_without_its_templates_is_a_mistake_that_shows():
    with pytest.raises(TemplateDoesNotExist):
        mail.send("notices/unheard_of", to="reader@example.org", context={})
