from localities.models.approach import Need, Objective
from localities.models.areas import Area, ParishCouncil
from localities.models.boundaries import BoundarySet, Placing, Shape
from localities.models.mechanisms import Audience, Mechanism
from localities.models.people import Lead, TeamMember
from localities.models.places import Locality
from localities.models.plans import CommunityPlan, PlanAction
from localities.models.profile import ProfileFigure

__all__ = [
    "Area",
    "Audience",
    "BoundarySet",
    "CommunityPlan",
    "Lead",
    "Locality",
    "Mechanism",
    "Need",
    "Objective",
    "ParishCouncil",
    "Placing",
    "PlanAction",
    "ProfileFigure",
    "Shape",
    "TeamMember",
]
