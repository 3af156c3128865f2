"""How a piece of news is told: a function for each kind of thing."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse

from core.markdown import plain
from core.models import HistoryEntry
from core.templatetags.house import british_date
from engagement.models import Consultation, Programme
from meetings.models import Meeting, MinutesVersion, Paper, RepresentativeReport

EXCERPT = 220


@dataclass
class News:
    """One thing that happened, with the way to it."""

    at: datetime
    title: str
    address: str
    text: str = ""


def decision(decision: Any) -> News:
    """Decision CEG-2007-1 of the Chief Executives Group, with its first words."""
    title = f"Decision {decision.ref} of the {decision.group.name}"
    return _news(decision, title, excerpt(decision.text))


def agenda(meeting: Meeting) -> News:
    """Agenda of the Chief Executives Group, 30 March 2007."""
    return _news(meeting, f"Agenda of the {meeting.group.name}, {british_date(meeting.held_on)}")


def minutes(version: MinutesVersion) -> News:
    """Draft minutes of the Chief Executives Group, 2 February 2007."""
    meeting, stage = version.meeting, "Draft minutes" if version.is_draft else "Approved minutes"
    title = f"{stage} of the {meeting.group.name}, {british_date(meeting.held_on)}"
    return _news(version, title, address=f"{meeting.get_absolute_url()}#minutes")


def paper(paper: Paper) -> News:
    """The title of the paper, and for which meeting it is."""
    meeting = paper.item.meeting if paper.item else None
    text = f"For the {meeting.group.name}, {british_date(meeting.held_on)}" if meeting else ""
    return _news(paper, paper.title, text)


def report(report: RepresentativeReport) -> News:
    """The title of the report, and who reports to whom."""
    return _news(report, report.title, f"Report by {report.author} to the {report.body.brief}")


def consultation(consultation: Consultation) -> News:
    """What is asked, until when; or what came of it."""
    if consultation.concluded_at:
        return _news(consultation, f"Concluded: {consultation.title}", excerpt(consultation.we_did))
    text = f"{consultation.status.label}, until {british_date(consultation.closes_on)}"
    return _news(consultation, consultation.title, text)


def money(entry: Any) -> News:
    """In which pot money was moved, and on which decision, if the reader may know of it."""
    text = f"On decision {entry.decision.ref}" if entry.decision_is_seen else ""
    address = reverse("funding:entry", args=[entry.pot.slug, entry.pk])
    return _news(entry, f"Money moved: {entry.pot}", text, address=address)


def locality(entry: HistoryEntry) -> News | None:
    """What changed in a locality; nothing where the thing has gone since."""
    thing: Any = entry.about
    if thing is None:
        return None
    return _news(entry, str(thing), f"{thing.locality}: {entry.verb}", address=thing.get_absolute_url())


def programme(programme: Programme) -> News:
    """Training that is offered."""
    return _news(programme, programme.title, excerpt(programme.summary))


def _news(thing: Any, title: str, text: str = "", *, address: str = "") -> News:
    return News(thing.news_at, title, address or thing.get_absolute_url(), text)


def excerpt(text: str) -> str:
    """Its first words, plain."""
    words = plain(text)
    return words if len(words) <= EXCERPT else f"{words[: EXCERPT - 1].rstrip()}…"
