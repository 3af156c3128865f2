"""Writing to one person by email: a subject, a plain text and the same as HTML, from one set of templates.

A notice called "notices/minutes_published" is three files: `minutes_published_subject.txt` (one line),
`minutes_published.txt` (extends "notices/base.txt") and `minutes_published.html` (extends "notices/base.html").
"""

import re
import uuid
from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.core.mail.backends.base import BaseEmailBackend
from django.template import Context, Engine
from django.template.loader_tags import BlockNode

Attachment = tuple[str, bytes, str]  # file name, content, kind
Alternative = tuple[str, str]  # content, kind

LONGEST_SUBJECT = 200


def send(template: str, *, to: str | Iterable[str], context: Mapping[str, Any], **more: Any) -> str:
    """Compose the message and send it over a line of its own. Returns the subject."""
    message = compose(template, to=to, context=context, **more)
    hand_over(message)
    return str(message.subject)


def compose(
    template: str,
    *,
    to: str | Iterable[str],
    context: Mapping[str, Any],
    message_id: str | None = None,
    attachments: Iterable[Attachment] = (),
    alternatives: Iterable[Alternative] = (),
    stop_url: str = "",
) -> EmailMultiAlternatives:
    """The message, whole, before anybody is told: whatever can go wrong with its words goes wrong here.

    Where `stop_url` is given, mail programs offer a button that stops mails like this one (RFC 2369 and 8058), and the
    templates may name it. The same `message_id` ("notice-123") gives the same Message-ID, should it be sent again.
    """
    whole = {"site_url": settings.SITE_URL.rstrip("/"), "site_name": settings.SITE_NAME, **context}
    whole["stop_url"] = stop_url
    whole["subject"] = subject = subject_of(template, whole)
    stopping = {"List-Unsubscribe": f"<{stop_url}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
    message = EmailMultiAlternatives(
        subject=subject,
        body=_tidy(_text(f"{template}.txt", whole)),
        to=[to] if isinstance(to, str) else list(to),
        headers={
            "Message-ID": _message_id(message_id or f"message-{uuid.uuid4()}"),
            # Out-of-office replies are not sent to a machine.
            "Auto-Submitted": "auto-generated",
            **(stopping if stop_url else {}),
        },
    )
    message.attach_alternative(_html(f"{template}.html", whole), "text/html")
    for words, kind in alternatives:
        message.attach_alternative(words, kind)
    for filename, content, kind in attachments:
        message.attach(one_line(filename), content, kind)
    return message


def hand_over(message: EmailMultiAlternatives, connection: BaseEmailBackend | None = None) -> None:
    """Give it to the mail server, over a line that is open already if there is one."""
    message.connection = connection
    message.send()


def subject_of(template: str, context: Mapping[str, Any]) -> str:
    """What the message is called, in one line."""
    return one_line(_text(f"{template}_subject.txt", context))


def words_of(template: str, block: str, context: Mapping[str, Any], *, as_html: bool = False) -> str:
    """One block of a message by itself, such as what it says without greeting and foot; empty if it has none."""
    found = Engine.get_default().get_template(f"{template}.{'html' if as_html else 'txt'}")
    blocks: list[Any] = found.nodelist.get_nodes_by_type(BlockNode)
    wanted = next((node for node in blocks if node.name == block), None)
    if wanted is None:
        return ""
    around = Context(dict(context), autoescape=as_html)
    with around.bind_template(found), around.render_context.push_state(found):
        return wanted.render(around)


def one_line(text: str) -> str:
    """Words for a mail header: with a new line in it, a title could write headers of its own."""
    visible = "".join(character if character.isprintable() else " " for character in text)
    line = " ".join(visible.split())
    return line if len(line) <= LONGEST_SUBJECT else f"{line[: LONGEST_SUBJECT - 1].rstrip()}…"


def _message_id(name: str) -> str:
    host = urlsplit(settings.SITE_URL).hostname or "localhost"
    return f"<{re.sub(r'[^A-Za-z0-9.-]+', '-', name).strip('-.')}@{host}>"


def _text(name: str, context: Mapping[str, Any]) -> str:
    """A plain text: "&" stays "&", because nobody reads this as HTML."""
    return Engine.get_default().get_template(name).render(Context(dict(context), autoescape=False))


def _html(name: str, context: Mapping[str, Any]) -> str:
    return Engine.get_default().get_template(name).render(Context(dict(context)))


def _tidy(text: str) -> str:
    """Templates leave empty lines where a tag stood: at most one of them between two paragraphs."""
    lines = "\n".join(line.rstrip() for line in text.splitlines())
    return re.sub(r"\n{3,}", "\n\n", lines).strip() + "\n"
