"""What each locality is to reach under the three aims, as far as the report to Cabinet of 17 March 2011 says it.

The record names no objective of one locality alone. What the report asks for in every locality stands here under the
aim that it serves, and says of itself what in it is illustrative.
"""

from collections.abc import Iterable

from localities import operations as localities
from localities.models import Locality, Objective
from partnership.models import User

OBJECTIVES = {
    Objective.Aim.ENGAGEMENT: (
        "People have their say in ways that suit the locality, vulnerable people and those who are hard to reach "
        "among them"
    ),
    Objective.Aim.SERVICES: (
        "A named senior manager is strategic lead, with a virtual team that works with communities and comes from "
        "existing resources"
    ),
    Objective.Aim.COMMUNITIES: "Community-led planning is used and supported as a fundamental means of engagement",
}
ILLUSTRATIVE = (
    "The report asks for this in all nine localities; that it is an objective of each, under this aim, is "
    "illustrative. How far any of them had come is not in the record."
)


def load(places: Iterable[Locality], *, by: User) -> None:
    """The three for each of the nine."""
    for place in places:
        for aim, text in OBJECTIVES.items():
            localities.add_objective(
                place,
                aim=aim,
                text=text,
                progress=Objective.Progress.NOT_KNOWN,
                illustrative=ILLUSTRATIVE,
                by=by,
            )
