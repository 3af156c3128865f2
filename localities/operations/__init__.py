"""What happens to localities: who leads them, what they are made of, what works there."""

from localities.operations.approach import (
    add_need,
    add_objective,
    describe_approach,
    edit_need,
    edit_objective,
)
from localities.operations.areas import (
    add_area,
    add_parish_council,
    edit_area,
    edit_parish_council,
)
from localities.operations.boundaries import (
    discard_boundary_set,
    draft_boundary_set,
    draw_shape,
    edit_boundary_set,
    place_area,
    publish_boundary_set,
)
from localities.operations.importing import import_parishes
from localities.operations.mechanisms import (
    add_audience,
    add_mechanism,
    check_mechanism,
    edit_audience,
    edit_mechanism,
    end_mechanism,
)
from localities.operations.people import (
    change_lead,
    end_places_with,
    end_team_place,
    join_team,
    take_back_lead,
)
from localities.operations.places import add_locality, edit_locality
from localities.operations.plans import add_plan, add_plan_action, edit_plan, edit_plan_action
from localities.operations.profile import add_figure, edit_figure, remove_figure
from localities.operations.reminders import remind_of_plan_reviews, remind_of_stale_mechanisms

__all__ = [
    "add_area",
    "add_audience",
    "add_figure",
    "add_locality",
    "add_mechanism",
    "add_need",
    "add_objective",
    "add_parish_council",
    "add_plan",
    "add_plan_action",
    "change_lead",
    "check_mechanism",
    "describe_approach",
    "discard_boundary_set",
    "draft_boundary_set",
    "draw_shape",
    "edit_area",
    "edit_audience",
    "edit_boundary_set",
    "edit_figure",
    "edit_locality",
    "edit_mechanism",
    "edit_need",
    "edit_objective",
    "edit_parish_council",
    "edit_plan",
    "edit_plan_action",
    "end_mechanism",
    "end_places_with",
    "end_team_place",
    "import_parishes",
    "join_team",
    "place_area",
    "publish_boundary_set",
    "remind_of_plan_reviews",
    "remind_of_stale_mechanisms",
    "remove_figure",
    "take_back_lead",
]
