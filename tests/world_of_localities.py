"""A locality with one of everything: the member of the group leads it, and the chair is in its team."""

from datetime import date
from decimal import Decimal

from django.utils import timezone

from localities import operations as localities
from localities.models import Area
from partnership.models import Organisation, Person, User

LONG_AGO = date(2020, 1, 1)


def locality_of(
    *, lead: Person, in_team: Person, body: Organisation, administrator: User
) -> dict[str, object]:
    """What the pages about localities are asked for, by name."""
    by = administrator
    place = localities.add_locality(name="Some Place", position=1, by=by)
    parish = localities.add_area(kind=Area.Kind.PARISH, name="Some Parish", code="E04000001", by=by)
    council = localities.add_parish_council(name="Some Parish Council", parishes=[parish], by=by)
    boundaries = localities.draft_boundary_set(
        name="Some Boundaries", begins_on=LONG_AGO, source="The world", by=by
    )
    localities.place_area(boundaries, areas=[parish], locality=place, by=by)
    outline = [[-3.0, 52.0], [-2.5, 52.0], [-2.5, 52.4], [-3.0, 52.0]]
    localities.draw_shape(boundaries, locality=place, outline=outline, by=by)
    boundaries = localities.publish_boundary_set(boundaries, by=by)
    draft = localities.draft_boundary_set(
        name="Other Boundaries", begins_on=date(2030, 1, 1), source="The world", by=by
    )
    audience = localities.add_audience(name="Hard to reach", by=by)
    plan = localities.add_plan(place, name="Some Plan", kind="parish", parishes=[parish], by=by)
    return {
        "locality": place,
        "parish": parish,
        "council": council,
        "boundaries": boundaries,
        "draft_boundaries": draft,
        "audience": audience,
        "lead": localities.change_lead(place, person=lead, on=LONG_AGO, by=by),
        "team_member": localities.join_team(place, person=in_team, role="Listens", starts_on=LONG_AGO, by=by),
        "figure": localities.add_figure(
            place,
            measure="Area",
            value=Decimal(12),
            unit="square kilometres",
            period="2020",
            geography="The locality",
            source="The world",
            by=by,
        ),
        "need": localities.add_need(place, text="A bus", evidence="Asked for often", by=by),
        "objective": localities.add_objective(place, aim="better_engagement", text="Hear more people", by=by),
        "mechanism": localities.add_mechanism(
            place,
            name="A market stall",
            verdict="works",
            audiences=[audience],
            owner=body,
            evidence="Many come.",
            last_checked_on=timezone.localdate(),
            by=by,
        ),
        "plan": plan,
        "plan_action": localities.add_plan_action(
            plan, text="Mend the path", responsibility="community", by=by
        ),
    }
