"""A version of the framework as one piece: what is sealed when it is issued, and its words for comparison."""

from typing import Any

from engagement.models import FrameworkVersion

Content = dict[str, Any]


def of(version: FrameworkVersion) -> Content:
    """The words as the tables have them now. One query."""
    return {
        "title": version.title,
        "number": version.number,
        "what_changed": version.what_changed,
        "sections": [
            {"position": each.position, "heading": each.heading, "text": each.text}
            for each in version.sections.all()
        ],
    }


def as_issued(version: FrameworkVersion) -> Content:
    """The words as they were issued; while it is being written, as they stand."""
    return version.sealed_text.content if version.is_issued else of(version)


def as_text(content: Content) -> str:
    """All its words in plain paragraphs, for comparing."""
    lines = [content["title"], content["what_changed"]]
    for section in content["sections"]:
        lines += [section["heading"], section["text"]]
    return "\n\n".join(line for line in lines if line)
