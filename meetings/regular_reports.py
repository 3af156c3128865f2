"""The regular reports about meetings: the log of actions, and who came.

Made of the same questions as the pages /actions/ and /groups/<group>/attendance/, so that they say the same.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.utils import timezone

from core.statements import Chart, Link, Part, Statement, Table
from core.templatetags.house import british_date
from meetings.attendance_statistics import MembersAttendance, attendance_of
from meetings.models import ActionItem, MinutesRelease
from meetings.reading import knowing_items
from meetings.spreadsheets import ACTION_FIELDS
from partnership.models import Group
from partnership.periodic_reports import Asked, Audience, ReportKind
from partnership.permissions import Anyone
from partnership.spans import Rhythm

COLUMNS = ["Action", "Owner", "Due", "How it stands", "Meeting", "Organisation", "Progress"]
ON_PAPER = 5
CHANGES = ["Action", "Owner", "What happened", "When", "What was done"]


def _groups(user: Anyone) -> list[Any]:
    return [Group.objects.visible_to(user).order_by("name")]


def _with_an_officer() -> Iterable[tuple[Group, str]]:
    """Of public groups the open report; of the others one for their officers."""
    without = Group.objects.without_officer().values("pk")
    for group in Group.objects.open_today().exclude(pk__in=without):
        yield group, Audience.EVERYONE if group.is_public else Audience.OFFICERS


def count(number: int, one: str, many: str = "") -> str:
    """ "1 action", "12 actions"."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def action_log(asked: Asked) -> Statement | None:
    """Open, overdue, done and dropped, by owner; and what changed in the time."""
    seen: Any = ActionItem.objects.visible_to(asked.sees)
    if asked.group:
        seen = seen.of_group(asked.group)
    still_open = _read(seen.unfinished(), asked)
    closed = _in_brief(seen.closed_within(asked.since, asked.until))
    new = _in_brief(seen.known_within(asked.since, asked.until, to_everyone=asked.is_open))
    if not (still_open or closed or new):
        return None
    overdue = [action for action in still_open if action.is_overdue]
    done = [action for action in closed if action.status == ActionItem.Status.DONE]
    undated = [action for action in still_open if action.due_on is None]
    lead = f"{count(len(still_open), 'action')} {'is' if len(still_open) == 1 else 'are'} open"
    lead += (
        f", {len(overdue):,} of them overdue." if overdue else ", and none is overdue." if still_open else "."
    )
    lead += (
        f" In {asked.period} {count(len(done), 'action was', 'actions were')} done, {len(closed) - len(done):,} "
        f"dropped, and {len(new):,} {'was' if len(new) == 1 else 'were'} new."
    )
    notes = [
        f"Open and overdue are as they stood on {british_date(asked.as_of)}, the moment of this report.",
        "New is what was first published in the time."
        if asked.is_open
        else "New is what first reached the members in the time.",
    ]
    if undated:
        notes.append(
            f"{count(len(undated), 'open action has', 'open actions have')} no date, so cannot be overdue."
        )
    return Statement(lead, [_by_owner(still_open, done), *_changed(new, closed), *_open(still_open)], notes)


def _read(actions: Any, asked: Asked) -> list[Any]:
    """Each with its owner, and with where it comes from where the reader may know that."""
    rows: Any = knowing_items(actions, asked.sees)
    return list(rows.with_source().most_pressing_first().only(*ACTION_FIELDS, "item__meeting__group__slug"))


def _in_brief(actions: Any) -> list[Any]:
    """Each with its owner alone: there may be thousands."""
    fields = ["text", "status", "closed_at", "closing_note", "published_at", "given_out_at", "owner__name"]
    return list(actions.select_related("owner").most_pressing_first().only(*fields))


def _by_owner(still_open: list[Any], done: list[Any]) -> Part:
    sums: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    for action in still_open:
        sums[action.owner.name][0] += 1
        sums[action.owner.name][1] += action.is_overdue
    for action in done:
        sums[action.owner.name][2] += 1
    rows = sorted(sums.items(), key=lambda row: (-row[1][1], -row[1][0], row[0]))
    bars = [
        (name, f"{opened} open, {late} overdue", Decimal(late), Decimal(opened - late))
        for name, (opened, late, _) in rows
        if opened
    ]
    chart = Chart(
        "bars", "Open actions of each owner", [("spent", "Overdue"), ("left", "Open and not overdue")], bars
    )
    table = Table(
        "Actions by owner",
        "By owner",
        ["Owner", "Open", "Overdue", "Done in the time"],
        [[name, *three] for name, three in rows],
        total=["All", *(sum(three[at] for _, three in rows) for at in range(3))],
    )
    return Part("By owner", chart=chart if bars else None, table=table)


def _changed(new: list[Any], closed: list[Any]) -> Iterable[Part]:
    rows = [
        [
            Link(str(action), action.get_absolute_url()),
            action.owner.name,
            action.get_status_display(),
            timezone.localdate(action.closed_at),
            action.closing_note,
        ]
        for action in closed
    ]
    rows += [
        [
            Link(str(action), action.get_absolute_url()),
            action.owner.name,
            "New",
            timezone.localdate(action.published_at or action.given_out_at),
            "",
        ]
        for action in new
    ]
    if rows:
        yield Part(
            "What changed",
            table=Table("What was done, dropped and new in the time", "What changed", CHANGES, rows),
        )


def _open(still_open: list[Any]) -> Iterable[Part]:
    if not still_open:
        return
    every = [
        [
            Link(str(action), action.get_absolute_url()),
            action.owner.name,
            action.due_on,
            action.urgency,
            f"{action.item.meeting.group.name}, {british_date(action.item.meeting.held_on)}"
            if action.item_is_seen
            else "",
            action.owner.organisation.name if action.owner.organisation else "",
            action.progress,
        ]
        for action in still_open
    ]
    table = Table("Open actions, the most pressing first", "Open", COLUMNS, every, read=ON_PAPER)
    yield Part("Open actions", table=table)


def attendance(asked: Asked) -> Statement | None:
    """How often the members of a group came in a year so far; none where no minutes were given out since last month."""
    group = asked.group
    assert group is not None
    found = attendance_of(group, asked.sees, year=str(asked.starts_on.year), before=asked.ends_on)
    if not found.meetings or not _has_news(asked, group):
        return None
    held = (
        f"the meeting of {british_date(found.meetings[0])}"
        if len(found.meetings) == 1
        else f"{len(found.meetings)} meetings from {british_date(found.meetings[0])} to "
        f"{british_date(found.meetings[-1])}"
    )
    lead = (
        f"Members attended on {found.came} of {count(found.times, 'recorded occasion')} ({found.rate}), at {held}."
        if found.times
        else f"The minutes name none of the members, at {held}."
    )
    if found.not_said:
        lead += f" On {count(found.not_said, 'other occasion')} the minutes do not say who came."
    bars = [
        (each.person.name, _words(each), Decimal(each.attended), Decimal(each.apologies + each.absent))
        for each in found.members
        if each.possible
    ]
    key = [("spent", "Attended"), ("left", "Did not")]
    columns = [
        "Member",
        "Attended",
        "Of",
        "In per cent",
        "Apologies",
        "Absent",
        "Sent a substitute",
        "Not said",
    ]
    rows = [
        [
            Link(each.person.name, each.person.get_absolute_url()),
            each.attended,
            each.possible,
            each.rate,
            each.apologies,
            each.absent,
            each.substituted,
            each.not_said,
        ]
        for each in found.members
    ]
    table = Table("Attendance of each member", "Attendance", columns, rows)
    notes = [
        "Counted are the meetings whose minutes were given out by then.",
        "A meeting counts for a member if it was held within their term.",
        "Whoever sent a substitute did not attend.",
    ]
    if found.silent:
        days = ", ".join(british_date(day) for day in found.silent)
        notes.append(f"The minutes of {days} name nobody, so they are not counted.")
    chart = Chart("bars", "How often each member came", key, bars) if bars else None
    return Statement(lead, [Part("By member", chart=chart, table=table)], notes)


def _words(member: MembersAttendance) -> str:
    return f"{member.attended} of {member.possible} ({member.rate})"


def _has_news(asked: Asked, group: Group) -> bool:
    """Whether minutes were given out in the last month of the time, or somebody asked for the report themselves."""
    given: Any = MinutesRelease.objects.filter(version__meeting__group=group)
    if asked.is_open:
        given = given.filter(audience=MinutesRelease.Audience.PUBLIC)
    month = timezone.localtime(asked.until).replace(day=1)
    last_month = (month - timedelta(days=1)).replace(day=1)
    return not asked.is_of_the_clock or given.filter(at__gte=last_month, at__lt=asked.until).exists()


ACTION_LOG = ReportKind(
    name="action_log",
    label="Action log",
    tells="Which actions are open, overdue and done, by owner, and what changed in the month.",
    rhythm=Rhythm.MONTH,
    make=action_log,
    things=_groups,
    covers_all=True,
    due=_with_an_officer,
)
ATTENDANCE = ReportKind(
    name="attendance",
    label="Attendance",
    tells="How often each member of a group came, of the calendar year up to the end of a month.",
    rhythm=Rhythm.YEAR_SO_FAR,
    make=attendance,
    things=_groups,
    due=_with_an_officer,
)
