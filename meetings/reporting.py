"""A representative's report as one piece: what a version seals, and what readers see of it today.

What it quotes is taken from what anyone may read of the minutes, never from what its author may read. Page, PDF, Word
and comparison are all made from this.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q

from core.access import Access
from core.models import sealed
from core.refusals import Refused
from core.templatetags.house import british_date
from meetings import snapshot
from meetings.as_read import MeetingAsRead
from meetings.kept_back import refuse_words_kept_back
from meetings.models import AgendaItem, Meeting, RepresentativeReport
from meetings.reading import as_read_by
from partnership.models import Subscription, Topic, User

Content = dict[str, Any]


def minutes_for_everyone(meeting: Meeting) -> MeetingAsRead:
    """The meeting as anyone may read it. Raises Refused, in a sentence, when its minutes are not published."""
    try:
        page = as_read_by(meeting, AnonymousUser())
    except Meeting.DoesNotExist:
        raise Refused(
            f"The {meeting.group} is not open to the public, so its meetings cannot be reported outside it."
        ) from None
    if page.minutes is None or page.minutes.version is None:
        raise Refused(_why_not_yet(meeting))
    return page


def open_items(page: MeetingAsRead) -> list[Content]:
    """The items of the published minutes that everyone may read today, in their published words."""
    return [item for item in page.content["items"] if not item.get("is_stub")]


def of_interest(meeting: Meeting, report: RepresentativeReport) -> dict[int, str]:
    """The items that the body will want to hear of, by their ids, each with the reason why it is ticked."""
    marked = AgendaItem.objects.of_meeting(meeting).filter(of_interest_to__contains=[report.body.sector])
    reasons = dict.fromkeys(marked.values_list("pk", flat=True), "marked of interest to the sector")
    people = User.objects.filter(Q(person=report.author) | Q(person__organisation=report.body))
    followed = Subscription.objects.filter(
        user__in=people.values("pk"), content_type__app_label="partnership", content_type__model="topic"
    )
    topics = Topic.objects.filter(pk__in=followed.values("object_id"))
    on_topics = AgendaItem.objects.of_meeting(meeting).filter(topics__in=topics)
    for pk, topic in on_topics.order_by("topics__name").values_list("pk", "topics__name"):
        reasons.setdefault(pk, f"on a topic that is followed: {topic}")
    return reasons


def composed(report: RepresentativeReport, page: MeetingAsRead) -> Content:
    """The report as it stands on its author's desk, with the words it quotes as they are published now."""
    chosen = {entry.item_id: entry for entry in report.entries.all() if entry.is_chosen}
    version = page.minutes.version if page.minutes else None
    assert version is not None  # minutes_for_everyone gave the page
    return {
        "group": report.meeting.group.name,
        "meeting": report.meeting.title,
        "held_on": report.meeting.held_on.isoformat(),
        "author": report.author.name,
        "body": report.body.name,
        "sector": report.body.get_sector_display(),
        "title": report.title,
        "introduction": report.introduction,
        "ask": report.ask,
        "minutes": {"version": version.number, "stage": version.stage},
        "entries": [_entry(item, chosen[item["id"]]) for item in open_items(page) if item["id"] in chosen],
    }


def _entry(item: Content, entry: Any) -> Content:
    return {
        "id": item["id"],
        "number": item["number"],
        "title": item["title"],
        "meaning": entry.meaning,
        "minute": item["minute"] if entry.quotes_minute else "",
        "decisions": [each for each in item["decisions"] if each["ref"] in entry.quoted_decisions],
        "actions": [each for each in item["actions"] if each["id"] in entry.quoted_actions],
    }


def refuse_unready(content: Content, page: MeetingAsRead, *, author: User) -> None:
    """Raise Refused when the report says nothing, or says what everyone may not read."""
    says_something = content["introduction"].strip() or any(
        entry["meaning"].strip() or entry["minute"] or entry["decisions"] or entry["actions"]
        for entry in content["entries"]
    )
    if not says_something:
        raise Refused("The report says nothing yet. Choose at least one item and say what it means.")
    public_text = snapshot.as_text(page.content)
    refuse_words_kept_back(own_words(content), about=page.meeting, public_text=public_text, author=author)


def refuse_unchanged(content: Content, report: RepresentativeReport) -> None:
    """Raise Refused when everyone can read just this already."""
    last = report.versions.newest_first().first()
    if last and not report.is_withdrawn and last.sha256 == sealed(content)["sha256"]:
        raise Refused(f"Nothing has changed since version {last.number} was published.")


def own_words(content: Content) -> list[tuple[str, str]]:
    """What the author wrote, each with where it stands; what is quoted is not theirs."""
    words = [
        ("The title", content["title"]),
        ("The introduction", content["introduction"]),
        ("“What I ask of you”", content["ask"]),
    ]
    return words + [
        (f"What you wrote on item {entry['number']}", entry["meaning"]) for entry in content["entries"]
    ]


def for_readers(content: Content, *, access_now: Mapping[int, str]) -> Content:
    """What anyone may see of it. What is said of an item that was closed since vanishes, with what was quoted.

    Of an exempt item its number stays, as in the minutes; of a members' item nothing.
    """
    entries = []
    for entry in content["entries"]:
        level = access_now.get(entry["id"], Access.EXEMPT)
        if level == Access.OPEN:
            entries.append(entry)
        elif level == Access.EXEMPT:
            entries.append({"id": entry["id"], "number": entry["number"], "is_stub": True})
    return content | {"entries": entries}


def access_today(meeting: Meeting) -> dict[int, str]:
    """The level of every item of a meeting as it is today."""
    return dict(AgendaItem.objects.of_meeting(meeting).order_by().values_list("pk", "access"))


def as_text(content: Content) -> str:
    """The report as plain paragraphs, for comparing one version with another."""
    lines = [content["title"], content["introduction"]]
    for entry in content["entries"]:
        if entry.get("is_stub"):
            lines.append(f"{entry['number']}. Exempt item")
            continue
        lines += [f"{entry['number']}. {entry['title']}", entry["meaning"]]
        lines += [f"The minutes say: {entry['minute']}"] if entry["minute"] else []
        lines += [f"{each['ref']} ({each['outcome']}): {each['text']}" for each in entry["decisions"]]
        lines += [f"Action: {each['text']} ({_by_when(each)})" for each in entry["actions"]]
    lines += [f"What I ask of you: {content['ask']}"] if content["ask"] else []
    return "\n\n".join(line for line in lines if line)


def _by_when(action: Mapping[str, Any]) -> str:
    due = f", by {british_date(date.fromisoformat(action['due_on']))}" if action["due_on"] else ""
    return f"{action['owner']}{due}"


def _why_not_yet(meeting: Meeting) -> str:
    if meeting.minutes_versions.exists():
        return (
            "The minutes of this meeting are with the members, but not published. "
            "It can be reported once everyone can read them."
        )
    return (
        "The minutes of this meeting are not published yet. It can be reported once everyone can read them."
    )
