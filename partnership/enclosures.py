"""What goes with a mail besides its words, such as an invitation for a calendar.

Partnership does not know of meetings. An app above that has something to enclose says so at the start, so that no
import points up:

    class MeetingsConfig(AppConfig):
        def ready(self):
            enclosures.encloses("meeting_called", invitation)

A maker takes the notice while it is sent, so that what it encloses is as things stand then, and answers with an
`Enclosure`, or with None where this reader gets nothing.
"""

import logging
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from typing import Any

from django.db import transaction

from core.mail import Alternative, Attachment
from partnership.models import Notice

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Enclosure:
    """Other ways to read the mail, for programs that know them, and files beside it."""

    alternatives: list[Alternative] = field(default_factory=list)
    attachments: list[Attachment] = field(default_factory=list)


Maker = Callable[[Notice], Enclosure | None]
_makers: dict[str, Maker] = {}


def encloses(what: str, maker: Maker) -> None:
    """Ask this maker whenever a notice of that name is sent."""
    _makers[what] = maker


def has_enclosure(what: str) -> bool:
    """Whether something goes with the mails of that name, so that they cannot be told of in a list."""
    return what in _makers


def enclosed_with(notice: Notice) -> dict[str, Any]:
    """What `mail.compose` takes of it. Should it fail, that is logged and the mail goes without: its words count."""
    maker = _makers.get(notice.what)
    if maker is None:
        return {}
    try:
        with transaction.atomic():
            enclosure = maker(notice)
    except Exception:
        log.exception("notice %s: sent without what goes with it", notice.pk)
        return {}
    return asdict(enclosure) if enclosure else {}
