"""The invitation that goes with a mail about a meeting and keeps the reader's own calendar right (RFC 5546, RFC 6047).

Made while the mail is sent, from the meeting as it stands then: a mail that is late brings no former hour back.
"""

from dataclasses import replace
from email.utils import parseaddr

from django.conf import settings
from django.utils import timezone

from core import calendars
from core.words import printable
from meetings.calendars import as_it_stands, in_calendar
from meetings.models import Meeting
from partnership.enclosures import Enclosure, encloses
from partnership.models import Group, Notice, User

# The notices with which members hear that, when and whether they meet.
WITH_INVITATION = (
    "meeting_called",
    "meeting_changed",
    "meeting_postponed",
    "meeting_cancelled",
    "invitation_withdrawn",
)


def register() -> None:
    """Have an invitation go with each of them."""
    for what in WITH_INVITATION:
        encloses(what, invitation)


def invitation(notice: Notice) -> Enclosure | None:
    """For a member of the group; whoever is none any more still hears that a meeting is off."""
    if not isinstance(notice.about, Meeting) or notice.to is None:
        return None
    meeting = as_it_stands(notice.about)
    is_withdrawn = notice.what == "invitation_withdrawn"
    if not (meeting.is_called_off or is_withdrawn or is_member(notice.to, meeting)):
        return None
    method = "CANCEL" if meeting.is_called_off or is_withdrawn else "REQUEST"
    address = notice.address or notice.to.email
    happening = in_calendar(meeting, parties=_parties(notice.to, address))
    if is_withdrawn:
        # Whoever has left learns nothing new of it, only that it is theirs no more.
        happening = replace(happening, status="CANCELLED", description="", takes_time=False)
    # Of two letters with one number, the later is believed.
    content = calendars.message(method, replace(happening, changed_at=timezone.now()))
    return Enclosure(
        # Gmail and most others act on the alternative; Outlook's older ones and phones on the file.
        alternatives=[(content.decode(), f"text/calendar; method={method}")],
        attachments=[("invite.ics", content, "application/ics")],
    )


def is_member(user: User, meeting: Meeting) -> bool:
    """Belongs to the group that meets, today."""
    return Group.objects.with_member(user).filter(pk=meeting.group_id).exists()


def _parties(user: User, address: str) -> dict[str, tuple[str, dict[str, str]]]:
    """The partnership invites, the one reader of this mail is invited; nobody is asked to answer."""
    person = getattr(user, "person", None)
    name = _name(person.name if person else str(user))
    attendee = {
        "CUTYPE": "INDIVIDUAL",
        "ROLE": "REQ-PARTICIPANT",
        "PARTSTAT": "NEEDS-ACTION",
        "RSVP": "FALSE",
    }
    _, sender = parseaddr(settings.DEFAULT_FROM_EMAIL)
    return {
        "organizer": (f"mailto:{sender}", {"CN": _name(settings.SITE_NAME)}),
        "attendee": (f"mailto:{address}", attendee | ({"CN": name} if name else {})),
    }


def _name(name: str) -> str:
    """A name as a parameter, which cannot hold quotation marks."""
    return printable(name).replace('"', "'")
