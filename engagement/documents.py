"""The framework as PDF and Word: the same words as the page."""

from collections.abc import Iterator

from core import markdown
from core.documents import Block, Document, Heading, Notice, Paragraph
from core.templatetags.house import british_date
from engagement import framework_text
from engagement.models import FrameworkVersion


def framework_document(version: FrameworkVersion) -> Document:
    """One version: where it stands, then its sections."""
    content = framework_text.as_issued(version)
    return Document(
        title=content["title"],
        subtitle=f"Version {version.number}",
        status="DRAFT" if version.is_draft else "",
        author=version.group.name,
        date=version.in_force_on or (version.issued_at.date() if version.issued_at else None),
        facts=list(facts_of(version)),
        blocks=list(_blocks(version, content)),
    )


def facts_of(version: FrameworkVersion) -> Iterator[tuple[str, str]]:
    """What is said about a version beside its words, on the page and in its files."""
    yield "Written by", version.group.name
    yield "Approved by", version.approving_group.name
    yield "Where it stands", version.get_state_display()
    if version.issued_at:
        yield "Issued on", british_date(version.issued_at.date())
    if version.approved_by_decision:
        yield "In force from", british_date(version.in_force_on)


def file_name(version: FrameworkVersion) -> str:
    """engagement-framework-version-1-draft"""
    return f"engagement-framework-version-{version.number}" + ("-draft" if version.is_draft else "")


def _blocks(version: FrameworkVersion, content: framework_text.Content) -> Iterator[Block]:
    if version.illustrative:
        yield Notice(version.illustrative)
    if content["what_changed"]:
        yield Heading(2, "What is new in this version")
        yield from markdown.blocks(content["what_changed"], heading_level=3)
    for section in content["sections"]:
        yield Heading(2, section["heading"])
        yield from markdown.blocks(section["text"], heading_level=3) if section["text"] else [Paragraph("")]
