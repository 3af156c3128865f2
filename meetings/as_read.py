"""A meeting as one reader may read it: plain things to show, with no question left to the database."""

from dataclasses import dataclass
from datetime import date, datetime, time
from functools import cached_property
from typing import Any

from core.models import sealed
from core.templatetags.house import british_date
from meetings import notice, wording
from meetings.afterwards import ReopenedAsRead
from meetings.corrections_as_read import CorrectionsAsRead
from meetings.items_as_read import ActionAsRead, DecisionAsRead, ItemAsRead
from meetings.models import Attendance, Decision, Meeting, Minutes, MinutesRelease, MinutesVersion
from partnership.models import Person, User


def _by_whom(by: User | None, at: datetime | None) -> str:
    """2 February 2007, by the officer who did it; nothing for what was not done."""
    return f"{british_date(at)}, by {by or 'the system'}" if at else ""


@dataclass(frozen=True)
class MinutesAsRead:
    """Where the minutes stand for this reader: a working text, or the version that was given out."""

    version: MinutesVersion | None
    working: dict[str, Any] | None
    is_draft: bool
    approval: Decision | None
    approval_is_seen: bool
    approval_expected_on: date | None
    corrections: str
    signed_by: Person | None
    signed_on: date | None
    # The reader asked for this version by its number; a newer one may say something else.
    was_asked_for: bool = False

    def given_to(self, audience: str) -> MinutesRelease | None:
        return self.version.given_to.get(audience) if self.version else None  # type: ignore[attr-defined]

    @property
    def circulated(self) -> MinutesRelease | None:
        return self.given_to(MinutesRelease.Audience.MEMBERS)

    @property
    def published(self) -> MinutesRelease | None:
        return self.given_to(MinutesRelease.Audience.PUBLIC)

    @cached_property
    def differs_from_version(self) -> bool:
        """Whether an officer's working text says something else than the version that was given out last."""
        if self.working is None or self.version is None:
            return False
        return sealed(self.working)["sha256"] != self.version.sha256

    @property
    def sealed_version(self) -> MinutesVersion | None:
        """The version whose words these are; none for a text that is still being written."""
        return (
            None
            if self.working is not None and (self.version is None or self.differs_from_version)
            else self.version
        )

    @property
    def approved_on(self) -> date | None:
        return self.approval.item.meeting.held_on if self.approval else None

    @property
    def standing(self) -> str:
        if self.was_asked_for and self.version:
            given_out = self.circulated or self.published
            return (
                f"This is version {self.version.number} of its minutes, "
                f"as given out on {british_date(given_out.at if given_out else self.version.at)}."
            )
        return wording.minutes_standing(
            stage="draft" if self.is_draft else "approved",
            approved_on=self.approved_on,
            expected_on=self.approval_expected_on,
            is_circulated=self.version is not None,
        )

    @property
    def name(self) -> str:
        """Version 2, approved."""
        if self.working is not None and self.version is None:
            return "Working draft, not given out yet"
        if self.differs_from_version and self.version:
            return f"Working draft, changed since version {self.version.number} was given out"
        return (
            f"Version {self.version.number}, {'draft' if self.is_draft else 'approved'}"
            if self.version
            else ""
        )


@dataclass(frozen=True)
class MeetingAsRead:
    """A meeting, its agenda and its minutes as far as one reader may know them."""

    meeting: Any
    content: dict[str, Any]
    items: list[ItemAsRead]
    minutes: MinutesAsRead | None
    reads_all: bool
    reads_as_officer: bool
    previous: Meeting | None
    following: Meeting | None
    # For members and officers, while the draft is with the members.
    corrections: CorrectionsAsRead | None = None

    @property
    def opening(self) -> str:
        return wording.opening(self.meeting)

    @property
    def reopened(self) -> ReopenedAsRead | None:
        """That its record was taken back after it had been closed."""
        made = getattr(self.meeting, "reopenings_made", [])
        status = getattr(getattr(self.meeting, "minutes", None), "status", "")
        return ReopenedAsRead(made, is_settled=status == Minutes.Status.APPROVED) if made else None

    @property
    def standing(self) -> str:
        """Where the minutes stand, or why there are none to read."""
        if self.minutes is None:
            standing = wording.minutes_missing(self.meeting, reads_all=self.reads_all)
        else:
            standing = self.minutes.standing
        if self.reopened is None or self.reopened.is_settled:
            return standing
        if self.minutes and not self.minutes.is_draft and not self.minutes.was_asked_for:
            return self.reopened.of_old_version
        return f"{standing} {self.reopened.sentence}".strip()

    @property
    def colour(self) -> str:
        return wording.STATUS_COLOURS[self.meeting.status]

    @property
    def is_draft(self) -> bool:
        """Whether what the reader sees carries the word DRAFT: minutes not approved, or an agenda not published."""
        return self.minutes.is_draft if self.minutes else self.agenda_is_draft

    @property
    def draft_warning(self) -> str:
        """What a reader of a draft should know of it."""
        minutes = self.minutes
        if minutes is None:
            return "This agenda is not published. Only the officers of the group can read it."
        if minutes.working is not None and minutes.version is None:
            return "These minutes are being written. Only the officers of the group can read them."
        if minutes.differs_from_version and minutes.version:
            return f"Changed since version {minutes.version.number} was given to the members, who do not see it yet."
        if minutes.approval:
            return "This is the draft. The group has approved the minutes since."
        return "The group has not approved these minutes. They may change."

    @property
    def agenda_is_draft(self) -> bool:
        return bool(self.items) and not self.meeting.agenda_is_published

    @property
    def hours(self) -> str:
        start, end = self.content["start_time"], self.content["end_time"]
        return wording.hours(
            time.fromisoformat(start) if start else None, time.fromisoformat(end) if end else None
        )

    @property
    def attendance(self) -> list[tuple[str, list[dict[str, str]]]]:
        """Who was there, by the part they had, in the order of the list of parts."""
        by_part: dict[str, list[dict[str, str]]] = {label: [] for label in Attendance.Status.labels}
        for row in self.content["attendance"]:
            said = filter(None, [wording.coming_and_going(row.get("stays", [])), row["note"]])
            by_part.setdefault(row["status"], []).append(row | {"said": "; ".join(said)})
        return [(part, rows) for part, rows in by_part.items() if rows]

    @property
    def attendance_note(self) -> str:
        return self.content["attendance_note"]

    @property
    def decisions(self) -> list[DecisionAsRead]:
        return [decision for item in self.items for decision in item.decisions]

    @property
    def actions(self) -> list[ActionAsRead]:
        return [action for item in self.items for action in item.actions]

    @property
    def has_papers(self) -> bool:
        """Whether there is anything to read that a pack could hold."""
        return any(not paper.is_withdrawn for item in self.items for paper in item.papers)

    @property
    def topics(self) -> list[dict[str, str]]:
        by_slug = {topic["slug"]: topic for item in self.items for topic in item.topics}
        return sorted(by_slug.values(), key=lambda topic: topic["name"])

    @property
    def facts(self) -> list[tuple[str, str]]:
        """When and where, and who published each thing when. Only what is known."""
        reopened = self.reopened.facts if self.reopened else []
        return [*self.facts_of_agenda, *self._facts_of_minutes(), *reopened]

    @property
    def facts_of_agenda(self) -> list[tuple[str, str]]:
        meeting = self.meeting
        called = _by_whom(meeting.agenda_published_by, meeting.agenda_published_at)
        facts = [
            ("Date of meeting", british_date(meeting.held_on)),
            ("Time", self.hours),
            ("Place", self.content["place"]),
            ("Agenda published", called or "Not published"),
            ("Notice", self.notice),
        ]
        return [(name, value) for name, value in facts if value]

    @property
    def notice(self) -> str:
        """5 clear days before the meeting: on time."""
        clock = notice.clock_of(self.meeting)
        return clock.given if clock else ""

    @property
    def fingerprint(self) -> str:
        """What proves that the words are those of the version that was given out."""
        version = self.minutes.sealed_version if self.minutes else None
        return version.sha256 if version else ""

    def _facts_of_minutes(self) -> list[tuple[str, str]]:
        minutes = self.minutes
        if minutes is None:
            return []
        circulated, published = minutes.circulated, minutes.published
        facts = [
            ("Minutes", minutes.name),
            ("Given to the members", _by_whom(circulated.by, circulated.at) if circulated else ""),
            ("Minutes published", _by_whom(published.by, published.at) if published else "Not published"),
            ("Corrections until", british_date(self.corrections.last_day) if self.corrections else ""),
            ("Approved on", british_date(minutes.approved_on)),
            (
                "Approved by decision",
                minutes.approval.ref if minutes.approval and minutes.approval_is_seen else "",
            ),
            ("Corrections agreed", minutes.corrections),
            (
                "Signed",
                f"{minutes.signed_by}, {british_date(minutes.signed_on)}" if minutes.signed_on else "",
            ),
        ]
        return [(name, value) for name, value in facts if value]
