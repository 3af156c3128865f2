"""The engagement framework of 2011: its draft, who was asked about it, and its approval by Cabinet.

The framework itself is not in the record: its words here are those of the report to Cabinet, put in another order.
"""

from datetime import date

from engagement import operations as engagement
from engagement.models import FrameworkVersion
from meetings.models import Decision, Meeting
from partnership.models import Group, User
from portal.demo import report_2011 as record
from portal.demo.days import clock, unwrapped

ILLUSTRATIVE = (
    "The text of the framework is not in the record. What stands here is what the report to Cabinet says of it. "
    "The days on which it was begun, given out and in force are illustrative."
)
SECTIONS = [
    (
        "What the partnership wants to be",
        """
        Partners work closely with people, as partners of theirs. Communities become strong enough to look after their
        own wellbeing and to carry on by themselves.

        This is a large step: towards what communities do and control themselves, and away from depending on public
        bodies.
        """,
    ),
    (
        "Three objectives",
        """
        The framework serves the objectives of the locality strategy:

        - better engagement;

        - localised services;

        - empowered communities.
        """,
    ),
    (
        "Nine locality partnerships",
        """
        Reaching the Hearts of Herefordshire is to grow into nine locality partnerships across the county. Each needs

        - a named senior manager as its strategic lead;

        - a virtual team that works with communities, builds what they are able to do and supports what they take up.

        How elected Members are developed is to be reviewed, and the people and means that consult today are to come
        together in one customer and communications service.
        """,
    ),
    (
        "An approach for each place",
        """
        What is done in a locality depends on what it needs, on what works there already, and on the ways that exist of
        reaching vulnerable people and people who are hard to reach.
        """,
    ),
    (
        "Plans led by communities",
        """
        Community-led planning is a fundamental way of engaging people. It is to be used and supported. Budgets that are
        devolved, or on which people decide together, may follow.
        """,
    ),
    (
        "One framework for everyone who asks",
        """
        Consultation and engagement that run apart today are to align to the framework, for consistency and for less of
        the same twice. Knowledge that the partners share will help with that.
        """,
    ),
    (
        "What it means for those who work and decide",
        """
        There are consequences for the workforce, for devolving decisions, services and budgets, for elected Members,
        and for how partners work together in future.
        """,
    ),
]
# As the report to Cabinet names them.
ASKED = ["Engagement task group of the Partnership", "Joint Management Team of Herefordshire Public Services"]
NOTE = "The day is illustrative, and the record does not give the answer."


def load(board: Group, *, by: User) -> FrameworkVersion:
    """The version that went to Cabinet, and its approval on 17 March 2011."""
    cabinet = Meeting.objects.get(group__slug="cabinet", held_on=date(2011, 3, 17))
    with clock(2011, 1, 17):
        version = engagement.begin_framework(
            board, title=record.TITLE, approving_group=cabinet.group, illustrative=ILLUSTRATIVE, by=by
        )
        for heading, text in SECTIONS:
            engagement.add_section(version, heading=heading, text=unwrapped(text), by=by)
        version = engagement.issue_framework(version, comments_until=date(2011, 2, 25), by=by)
        for name in ASKED:
            engagement.ask_consultee(version, name=name, asked_on=date(2011, 1, 17), note=NOTE, by=by)
        engagement.ask_consultee(
            version, name=board.name, group=board, asked_on=date(2011, 1, 17), note=NOTE, by=by
        )
    with clock(2011, 3, 18):
        approval = Decision.objects.of_meeting(cabinet).get(item__title=record.TITLE)
        return engagement.approve_framework(version, decision=approval, in_force_on=cabinet.held_on, by=by)
