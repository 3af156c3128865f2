"""What a browser sends from the minuting page."""

from django.urls import reverse

from meetings.models import AgendaItem
from meetings.views.writing_items import Shown


def address(meeting) -> str:
    return reverse("meetings:write", args=meeting.address)


def as_shown(meeting) -> dict[str, str]:
    """What a browser sends back when nothing has been typed."""
    boxes = {}
    for item in meeting.items.all():
        boxes[f"minute-{item.pk}"] = item.minute.replace("\n", "\r\n")
        boxes[f"outcome-{item.pk}"] = item.outcome
        boxes[f"revision-{item.pk}"] = str(Shown.now(item))
    return boxes


def send(writer, meeting, do="save", **typed):
    sent = as_shown(meeting) | {"do": do} | {name.replace("__", "-"): value for name, value in typed.items()}
    return writer.post(address(meeting), sent)


def box(kind: str, item: AgendaItem, name: str = "") -> str:
    return f"{kind}__{item.pk}" + (f"__{name}" if name else "")
