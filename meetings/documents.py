"""Agenda and minutes as documents, made of what one reader may read and in the same words as the page."""

from collections.abc import Iterator

from django.urls import reverse

from core import markdown
from core.documents import Block, Bullets, Document, Heading, Notice, Paragraph, Run
from core.templatetags.house import british_date
from meetings.as_read import MeetingAsRead
from meetings.items_as_read import ActionAsRead, DecisionAsRead, ItemAsRead

DRAFT = "DRAFT"
PLACES = "Localities: "


def minutes_document(page: MeetingAsRead) -> Document:
    """The minutes: where they stand, who was there, and item by item what was said, decided and undertaken."""
    return Document(
        title=f"Minutes: {page.meeting.title}",
        subtitle=f"{page.opening} {page.standing}",
        status=DRAFT if page.is_draft else "",
        author=page.meeting.group.name,
        date=page.meeting.held_on,
        facts=page.facts + ([("Fingerprint (SHA-256)", page.fingerprint)] if page.fingerprint else []),
        blocks=[*attendance_blocks(page), *(block for item in page.items for block in minuted(item))],
    )


def agenda_document(page: MeetingAsRead) -> Document:
    """The agenda: what is to be dealt with, in order."""
    return Document(
        title=f"Agenda: {page.meeting.title}",
        subtitle=page.opening,
        status=DRAFT if page.agenda_is_draft else "",
        author=page.meeting.group.name,
        date=page.meeting.held_on,
        facts=page.facts_of_agenda,
        blocks=[block for item in page.items for block in _called(item)],
    )


def file_name(page: MeetingAsRead, what: str) -> str:
    """chief-executives-group-2007-02-02-minutes-draft"""
    draft = page.is_draft if what == "minutes" else page.agenda_is_draft
    return "-".join([*page.meeting.address, what, *(["draft"] if draft else [])])


def attendance_blocks(page: MeetingAsRead) -> Iterator[Block]:
    """Who was there, part by part."""
    if page.attendance or page.attendance_note:
        yield Heading(2, "Attendance")
    for part, rows in page.attendance:
        yield Paragraph(Run(part, bold=True))
        yield Bullets([_name(row) for row in rows])
    yield from markdown.blocks(page.attendance_note, heading_level=3)


def _name(row: dict[str, str]) -> str:
    name = f"{row['person']} ({row['organisation']})" if row["organisation"] else row["person"]
    name += f", for {row['substitute_for']}" if row["substitute_for"] else ""
    return f"{name}: {row['said']}" if row["said"] else name


def _called(item: ItemAsRead) -> Iterator[Block]:
    """An item as it stands on the agenda."""
    yield Heading(3 if item.is_sub_item else 2, f"{item.number}. {item.title}", anchor=item.anchor)
    if item.exemption:
        yield Paragraph(item.exemption)
    if item.is_stub:
        return
    if item.access == "members":
        yield Paragraph("Members only.")
    if item.is_supplement:
        yield Paragraph([Run("Late item, urgent because: ", bold=True), item.urgency])
    if item.presenter:
        yield Paragraph([Run("Presented by ", bold=True), item.presenter])
    if item.places:
        yield Paragraph([Run(PLACES, bold=True), item.places])
    yield from _earlier(item)
    yield from markdown.blocks(item.description, heading_level=4)


def _earlier(item: ItemAsRead) -> Iterator[Block]:
    """What an item has to do with earlier and later meetings."""
    if item.carried_over:
        yield Paragraph(f"{item.carried_over}.")
    if item.comes_again:
        yield Paragraph(f"{item.comes_again}.")
    if item.matters_arising:
        yield Paragraph(Run("Open from earlier meetings", bold=True))
        yield Bullets([matter.in_words for matter in item.matters_arising])


def minuted(item: ItemAsRead) -> Iterator[Block]:
    """An item with what was minuted under it."""
    yield Heading(3 if item.is_sub_item else 2, f"{item.number}. {item.title}", anchor=item.anchor)
    if item.exemption:
        yield Paragraph(item.exemption)
    if item.is_stub:
        return
    if item.access == "members":
        yield Paragraph("Members only.")
    if item.presenter:
        yield Paragraph([Run("Presented by ", bold=True), item.presenter])
    if item.places:
        yield Paragraph([Run(PLACES, bold=True), item.places])
    yield from _earlier(item)
    for sentence in item.comings_and_goings:
        yield Paragraph([Run(sentence, bold=True)])
    if item.interests_today:
        yield Bullets(item.interests_today)
    if item.interests:
        yield Paragraph(Run("Interests declared in this item", bold=True))
        yield Bullets(item.interests)
    yield from markdown.blocks(item.minute, heading_level=4)
    for election in item.elections:
        yield Paragraph(
            [Run(f"Election of the {election['office']}: ", bold=True), " ".join(election["said"])]
        )
    if item.outcome_in_words:
        yield Paragraph([Run("Outcome: ", bold=True), item.outcome_in_words])
    for decision in item.decisions:
        yield from decided(decision)
    for action in item.actions:
        yield Notice(undertaken(action))


def decided(decision: DecisionAsRead) -> Iterator[Block]:
    """A decision in the words of the minutes."""
    words = decision.words
    name: list[str | Run] = [
        Run(f"Decision {decision.ref}", bold=True),
        f": {words['outcome']}. {words['voting']}.\n",
    ]
    first, *others = markdown.blocks(words["text"], heading_level=4) or [Paragraph("")]
    if isinstance(first, Paragraph):
        yield Notice([*name, *_runs(first)])
    else:
        yield from (Notice(name), first)
    yield from others
    for name_of_it, text in decision.particulars:
        yield Paragraph([Run(f"{name_of_it}: ", bold=True), text])
    yield from _recommended(decision)


def _recommended(decision: DecisionAsRead) -> Iterator[Block]:
    """What was recommended, and in words what was changed of it: paper has no colour to tell it by."""
    if decision.recommended is None:
        return
    put = decision.recommended
    link = Run(put["title"], href=reverse("meetings:paper", args=[put["paper"]]))
    if not decision.amendments:
        yield Paragraph(["As recommended in the report ", link, "."])
        return
    yield Paragraph(["Recommended in other words in the report ", link, ". What was changed:"])
    runs: list[str | Run] = []
    for change in decision.amendments:
        if change.kind == "same" or change.is_blank:
            runs.append(change.text if change.kind != "removed" else "")
        else:
            runs += [Run(f"[{change.kind}: {change.text.strip()}]", bold=True), " "]
    yield Paragraph(runs)


def _runs(paragraph: Paragraph) -> list[str | Run]:
    runs = paragraph.runs
    return [runs] if isinstance(runs, str | Run) else list(runs)


def undertaken(action: ActionAsRead) -> list[str | Run]:
    """An action in the words of the minutes: what, who, by when."""
    due = f"by {british_date(action.due_on)}" if action.due_on else "no date set"
    return [
        Run("Action", bold=True),
        f": {action.words['text']} ",
        Run(f"{action.words['owner']}, {due}", bold=True),
    ]
