"""A report as one piece: what a version seals, what consulted officers clear, and its words for search and comparison.

Page, PDF, Word, search and comparison are all made from this, so they cannot say different things.
"""

import hashlib
import json
from datetime import date
from typing import Any

from core import markdown
from core.access import SCHEDULE_12A, Access
from core.models import sealed
from core.templatetags.house import british_date
from meetings import wording
from meetings.models import Meeting, Recommendation, Report, ReportSection

Content = dict[str, Any]

# Which meeting it goes to says nothing about its words: a report that is put off stays cleared.
WHEN = ("meeting", "held_on")
LETTERS = "abcdefghijklmnopqrstuvwxyz"


def of(report: Report) -> Content:
    """The report as the tables have it now. Two queries besides what was fetched with it."""
    paper, meeting = report.paper, meeting_of(report)
    return {
        "title": paper.title,
        "group": paper.group.name,
        "meeting": meeting.title if meeting else "",
        "held_on": meeting.held_on.isoformat() if meeting else "",
        "portfolio_area": report.portfolio_area,
        "classification": classification(paper.access, paper.exempt_paragraphs),
        "wards_affected": report.wards_affected,
        "author": str(report.author),
        "is_key": report.is_key,
        "recommendations": [each.text for each in report.recommendations.all()],
        "sections": [_section(section) for section in report.sections.all()],
    }


def meeting_of(report: Report) -> Meeting | None:
    """The meeting on whose agenda it is; before that, the one it is written for."""
    return report.paper.item.meeting if report.paper.item else report.meeting


def parts_of(report: Report) -> dict[str, Any]:
    """What a writer can change, by the name of each part: the sections by their keys, the recommendations in a list."""
    texts: dict[str, Any] = {section.key: section.text for section in report.sections.all()}
    recommendations = [each.text for each in report.recommendations.all()]
    return texts | {"recommendations-list": recommendations, "is-key": report.is_key}


def mark_of_part(value: Any) -> str:
    """What tells one text of a part from another: what a page showed when somebody began to write there."""
    return hashlib.sha256(json.dumps(value).encode()).hexdigest()[:16]


def mark_of(content: Content) -> str:
    """What tells these words from all others: a clearance and an approval are given to a mark."""
    words = {name: value for name, value in content.items() if name not in WHEN}
    return sealed(words)["sha256"]


def classification(access: str, paragraphs: list[int]) -> str:
    """Who may read it, as reports say it at their head."""
    match access:
        case Access.OPEN:
            return "Open"
        case Access.MEMBERS:
            return "Members only"
    return wording.exemption(paragraphs, SCHEDULE_12A)


def lettered(recommendations: list[str]) -> list[tuple[str, str]]:
    """Each with its letter; one alone needs none."""
    if len(recommendations) == 1:
        return [("", recommendations[0])]
    return [(f"({LETTERS[place % 26]})", text) for place, text in enumerate(recommendations)]


def as_put(recommendation: Recommendation) -> str:
    """The words as the members have read them: of the version given out last, not of a correction in the making."""
    version = recommendation.report.versions.latest_first().first()
    given_out = version.content["recommendations"] if version else []
    place = recommendation.position - 1
    return given_out[place] if place < len(given_out) else recommendation.text


def key_decision_in_words(content: Content) -> str:
    return "This is a key decision." if content["is_key"] else "This is not a key decision."


def as_text(content: Content) -> str:
    """All its words in plain paragraphs, for comparing: whatever can change is in it."""
    lines = [content["title"], content["group"], british_day(content), content["portfolio_area"]]
    lines += [content["classification"], content["wards_affected"], content["author"]]
    for section in content["sections"]:
        lines.append(section["heading"])
        if section["key"] == ReportSection.KEY_DECISION:
            lines.append(key_decision_in_words(content))
        if section["key"] == ReportSection.RECOMMENDATIONS:
            lines += [f"{letter} {text}".strip() for letter, text in lettered(content["recommendations"])]
        lines.append(section["text"])
    return "\n\n".join(line for line in lines if line)


def words_of(content: Content) -> str:
    """What search looks through: the words without their markup."""
    return markdown.plain(as_text(content))


def british_day(content: Content) -> str:
    return british_date(date.fromisoformat(content["held_on"])) if content["held_on"] else ""


def missing_from(content: Content, sections: list[ReportSection]) -> list[str]:
    """What has to be written before the report can go on, each as a few words."""
    written = {section["key"] for section in content["sections"] if section["text"].strip()}
    if content["recommendations"]:
        written.add(ReportSection.RECOMMENDATIONS)
    return [each.heading for each in sections if each.is_required and each.key not in written]


def _section(section: ReportSection) -> Content:
    return {
        "key": section.key,
        "heading": section.heading,
        "is_numbered": section.is_numbered,
        "text": section.text,
    }
