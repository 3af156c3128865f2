"""A report as its readers read it: facts, sections, and the numbers that run on through them."""

from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from typing import Any

from core import markdown
from core.templatetags.house import british_date
from meetings import report_text
from meetings.models import Report, ReportSection, ReportVersion


@dataclass(frozen=True)
class PartAsRead:
    """A paragraph with its number, where it has one, and what hangs on it."""

    part: markdown.Part
    number: int | None = None


@dataclass(frozen=True)
class SectionAsRead:
    """One section with its numbered paragraphs; the recommendations with their letters."""

    key: str
    heading: str
    parts: list[PartAsRead] = field(default_factory=list)
    recommendations: list[tuple[str, markdown.Part]] = field(default_factory=list)
    statement: str = ""

    @property
    def anchor(self) -> str:
        return f"section-{self.key}"

    @property
    def numbers(self) -> str:
        """Which paragraphs stand in it: 1 to 12."""
        numbers = [each.number for each in self.parts if each.number]
        if not numbers:
            return ""
        return f"{numbers[0]} to {numbers[-1]}" if len(numbers) > 1 else f"{numbers[0]}"

    @property
    def has_words(self) -> bool:
        return bool(self.parts or self.recommendations or self.statement)


@dataclass(frozen=True)
class ReportAsRead:
    """A report in the words of one version, or as it is being written."""

    report: Report
    content: report_text.Content
    version: ReportVersion | None = None
    published_at: datetime | None = None

    @property
    def is_draft(self) -> bool:
        return self.version is None

    @property
    def title(self) -> str:
        return self.content["title"]

    @property
    def held_on(self) -> date | None:
        return date.fromisoformat(self.content["held_on"]) if self.content["held_on"] else None

    @property
    def lead(self) -> list[SectionAsRead]:
        """What a reader came for: what it is about, whether it is a key decision, what is recommended."""
        return [each for each in self._sections if each.key in ReportSection.OF_EVERY_REPORT]

    @property
    def sections(self) -> list[SectionAsRead]:
        """All the others, in their order."""
        return [each for each in self._sections if each.key not in ReportSection.OF_EVERY_REPORT]

    @property
    def facts(self) -> list[tuple[str, str]]:
        """What stands at the head. Only what is known."""
        content = self.content
        facts = [
            ("Meeting", content["meeting"] or content["group"]),
            ("Date of meeting", british_date(self.held_on)),
            ("Published", british_date(self.published_at) if self.published_at else "Not published"),
            ("Portfolio area", content["portfolio_area"]),
            ("Classification", content["classification"]),
            ("Wards affected", content["wards_affected"]),
            ("Author", content["author"]),
            ("Version", self._version_in_words),
        ]
        return [(name, value) for name, value in facts if value]

    @property
    def _version_in_words(self) -> str:
        if self.version is None or self.version.number == 1:
            return ""
        return f"{self.version.number}, of {british_date(self.version.at)}: {self.version.reason}"

    @cached_property
    def _sections(self) -> list[SectionAsRead]:
        """In the order they are read, so that the numbers run on from each to the next."""
        first = ReportSection.OF_EVERY_REPORT
        in_order = sorted(self.content["sections"], key=lambda each: each["key"] not in first)
        found, last = [], 0
        for each in in_order:
            parts = []
            for part in markdown.parts(each["text"], heading_level=3):
                counts = each["is_numbered"] and part.is_paragraph
                last += counts
                parts.append(PartAsRead(part, last if counts else None))
            found.append(self._section(each, parts))
        return [section for section in found if section.has_words]

    def _section(self, section: dict[str, Any], parts: list[PartAsRead]) -> SectionAsRead:
        key, heading = section["key"], section["heading"]
        if key == ReportSection.RECOMMENDATIONS:
            lettered = [
                (letter, _whole(text))
                for letter, text in report_text.lettered(self.content["recommendations"])
            ]
            return SectionAsRead(key, heading, parts, lettered)
        statement = (
            report_text.key_decision_in_words(self.content) if key == ReportSection.KEY_DECISION else ""
        )
        return SectionAsRead(key, heading, parts, statement=statement)


def _whole(text: str) -> markdown.Part:
    return markdown.Part(True, markdown.render(text), markdown.plain(text), markdown.blocks(text))
