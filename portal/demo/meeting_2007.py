"""The meeting of the Chief Executives Group on 2 February 2007, item by item, in our own words."""

from dataclasses import dataclass, field

from meetings.models import AgendaItem, Decision


@dataclass(frozen=True)
class Item:
    """One item of the meeting: what was minuted, what was decided, how the group left it."""

    title: str
    minute: str
    outcome: str = AgendaItem.Outcome.NOTED
    presenter: str = ""
    topics: list[str] = field(default_factory=list)
    localities: list[str] = field(default_factory=list)
    decisions: list[dict] = field(default_factory=list)
    # The office, and who was elected to it unanimously.
    elections: list[tuple[str, str]] = field(default_factory=list)


LAA, VCS = "Local Area Agreement", "Voluntary sector engagement"

ITEMS = [
    Item(
        "Performance of the Local Area Agreement",
        """
The group received an update on the Local Area Agreement (LAA), with recommendations for those elements of the funding
of the current year, 2006/07, that were unspent. The recommendations were noted.

For 2007/08, between £2 million and £3 million was likely to come through the LAA's single pot, for priorities agreed by
the partners and the Government Office for the West Midlands (GOWM).

The LAA had just been through a refresh. Progress was good: it was classed as good in all categories, which only two
others in the West Midlands region could say.

More was still to be done to engage the voluntary and community sector (VCS) in shaping and delivering the LAA. The
longer aim is more flexibility within and between the pooled funding streams.
""",
        topics=[LAA, VCS],
        decisions=[
            {
                "text": "The existing spending profiles are kept for 2007/08.",
                "outcome": Decision.Outcome.AGREED,
                "reasons": "Continuity, and delivery of what is already under way.",
            }
        ],
    ),
    Item(
        "Herefordshire Infrastructure Consortium (HIC)",
        """
The chair of the consortium, Magda Prail, gave an update on its work:

- coordinating and improving front-line support to voluntary organisations and community groups;
- with the Voluntary Sector Assembly (VSA) and others, a part in advocacy, so that the voices of the sector count in
  strategy and policy;
- helping to grow strong leadership in the sector.

The group welcomed its part in communication and in making roles and responsibilities clear.
""",
        presenter="Magda Prail",
        topics=[VCS],
    ),
    Item(
        "Partnership working: programme with Common Purpose",
        """
A programme of six days, tailored to the county, is about delivering the Community Strategy. It is for people in
leadership positions from all three sectors: public, private and voluntary. Bursaries are there for organisations with
small training budgets.

The contact for the programme is Philippa Lydford of the Herefordshire Partnership.
""",
    ),
    Item(
        "Public Service Trust",
        """
Functions of the council and the Primary Care Trust are to come together under a new Public Service Trust. This will
change how the public sector works with voluntary organisations.

The Partnership wants representatives of other sectors, the VCS among them, on some of the working groups of the next
stage. The aim is to have the trust running by March 2008.
""",
        topics=["Public Service Trust", VCS],
    ),
    Item(
        "Herefordshire Connects",
        """
Herefordshire Connects is the council's major change programme. It re-engineers how the council delivers its services.
""",
        topics=["Herefordshire Connects"],
    ),
    Item(
        "Accommodation",
        """
The council is reviewing what accommodation it will need. It considers sharing with other organisations, with the
customer in mind.
""",
    ),
    Item(
        "Consultations and policy development",
        """
There was a brief update on:

- the West Midlands Economic Strategy;
- the South Wye forward strategy;
- the Regional Capacity Building programme;
- the Compact;
- European Union funding opportunities.
""",
        topics=["Compact"],
        # South Wye is the part of the city on that side of the river.
        localities=["Hereford"],
    ),
    Item(
        "Chair of the group",
        """
The chair moves round the partners regularly. Neil Pringle stood down as Chair. Sharon Gray was nominated as Chair and
Mark Turner as Vice-Chair. Both were elected unanimously.
""",
        # Neither the method nor who proposed and seconded is in the record.
        elections=[("chair", "Sharon Gray"), ("vice_chair", "Mark Turner")],
    ),
]

NEXT_MEETING = "The next meeting was set for 30 March 2007."

ATTENDANCE_NOTE = (
    "Who attended is not known beyond the people named here. A report of the meeting was filed by Richard Quallington, "
    "representative of the Voluntary Sector Assembly (VSA)."
)

# name, organisation, status, what the record says of their part
NAMED = [
    ("Neil Pringle", "", "present", "Chair until he stood down at this meeting"),
    ("Richard Quallington", "Voluntary Sector Assembly", "present", "Filed a report of the meeting"),
    (
        "Magda Prail",
        "Herefordshire Infrastructure Consortium",
        "in_attendance",
        "Gave the update on the consortium",
    ),
]
