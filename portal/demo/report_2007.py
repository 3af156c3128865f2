"""The report of 2 February 2007 to the Voluntary Sector Assembly, in our own words from the facts of the record."""

from dataclasses import dataclass

from meetings import operations as meetings
from meetings.models import AgendaItem, Meeting
from partnership.models import Organisation, User
from portal.demo.days import clock, unwrapped

# The day of publication is illustrative.
PUBLISHED_ON = (2007, 2, 12)

ILLUSTRATIVE = (
    "*Illustrative: the wording of this report and the day on which it is published here. "
    "Its facts are those of the report that was filed.*"
)

INTRODUCTION = f"""
This was the group's second meeting; the next is on 30 March 2007. The group leads and manages what the Herefordshire
Partnership does from day to day, among it the Community Strategy and the Local Area Agreement (LAA).

{ILLUSTRATIVE}
"""

TITLE = "Chief Executives Group, 2 February 2007: report to the Voluntary Sector Assembly"


@dataclass(frozen=True)
class Reported:
    """What one item means for the sector, and whether the minute itself is quoted."""

    title: str
    meaning: str
    quotes_minute: bool = False


REPORTED = [
    Reported(
        "Performance of the Local Area Agreement",
        """
The group had an update on the agreement, with recommendations for those parts of this year's funding, 2006/07, that
are unspent. Between £2 million and £3 million is likely to come through the single pot in 2007/08, for priorities
agreed by the partners and the Government Office for the West Midlands (GOWM).

The existing spending profiles stay as they are for 2007/08, for continuity, so what is already under way goes on.

Progress is good: after its refresh the LAA is classed as good in all categories, which only two others in the West
Midlands share.

**For us:** more has still to be done to engage the voluntary and community sector (VCS) in shaping and delivering
the LAA. In the longer run there is to be more flexibility within and between the pooled funding streams.
""",
    ),
    Reported(
        "Herefordshire Infrastructure Consortium (HIC)",
        """
Magda Prail, who chairs the consortium, gave an update on what it does for us: better coordinated front-line support to
voluntary organisations and community groups; with the Assembly and others, a part in advocacy, so that the sector's
voices count in strategy and policy; and help for strong leadership in the sector. Its part in communication, and in
making roles and responsibilities clear, was welcomed.
""",
    ),
    Reported(
        "Partnership working: programme with Common Purpose",
        """
A programme of six days, made for the county, on delivering the Community Strategy. It is for people in leadership
positions of all three sectors, ours included, and there are bursaries for organisations with small training
budgets. Philippa Lydford of the Herefordshire Partnership is the contact.
""",
    ),
    Reported(
        "Public Service Trust",
        """
Functions of the council and of the Primary Care Trust come together under a new trust, which is meant to be running
by March 2008. It will change how the public sector works with voluntary organisations. The Partnership wants
representatives of other sectors, the VCS among them, on some of the working groups of the next stage.
""",
        quotes_minute=True,
    ),
    Reported(
        "Herefordshire Connects",
        """
The council's major programme of change, which re-engineers how it delivers its services.
""",
    ),
    Reported(
        "Accommodation",
        """
The council looks at what accommodation it will need. It considers sharing with other organisations, with the
customer in mind.
""",
    ),
    Reported(
        "Consultations and policy development",
        """
A brief update on the West Midlands Economic Strategy, the South Wye forward strategy, the Regional Capacity
Building programme, the Compact, and European Union funding opportunities.
""",
    ),
    Reported(
        "Chair of the group",
        """
The chair moves round the partners regularly. Neil Pringle stood down as Chair. Sharon Gray was nominated as Chair and
Mark Turner as Vice-Chair, and both were elected unanimously.
""",
    ),
]


def load(meeting: Meeting, body: Organisation, *, by: User) -> None:
    """Start, write and publish it with the login that signs in for its author."""
    with clock(*PUBLISHED_ON):
        report = meetings.start_representative_report(meeting, author=by.person, body=body, by=by)
        on_agenda = {item.title: item for item in AgendaItem.objects.of_meeting(meeting)}
        report = meetings.write_representative_report(
            report,
            revision=report.revision,
            title=TITLE,
            introduction=unwrapped(INTRODUCTION),
            entries={on_agenda[each.title].pk: _entry(each, on_agenda[each.title]) for each in REPORTED},
            by=by,
        )
        meetings.publish_representative_report(report, by=by)


def _entry(reported: Reported, item: AgendaItem) -> dict:
    return {
        "is_chosen": True,
        "meaning": unwrapped(reported.meaning),
        "quotes_minute": reported.quotes_minute,
        "quoted_decisions": list(item.decisions.order_by("number").values_list("ref", flat=True)),
        "quoted_actions": [],
    }
