"""All localities at a glance, on any day: who leads each and what it is made of. Map and table are made from this."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q

from core.templatetags.house import british_date
from localities.geometry import page_for
from localities.models import BoundarySet, Lead, Locality, Placing, Shape, TeamMember

WIDTH = 620
# Links of a map are read from the top down; those whose names stand about as high, from the left to the right.
BAND = 90


@dataclass(frozen=True)
class Line:
    """One locality on one day."""

    locality: Locality
    lead: Lead | None
    vacant_since: date | None
    team: int
    parishes: int
    wards: int

    @property
    def lead_in_words(self) -> str:
        """The name of the lead, or that there is none."""
        return str(self.lead.person) if self.lead else "lead vacant"

    @property
    def vacancy_in_words(self) -> str:
        """Since when nobody leads it, or that nobody is known to have led it."""
        if self.vacant_since:
            return f"Vacant since {british_date(self.vacant_since)}"
        return "Vacant: nobody is on record yet"

    @property
    def made_of_in_words(self) -> str:
        """4 parishes, 3 wards (best fit)."""
        parts = [_many(self.parishes, "parish", "parishes")] if self.parishes else []
        if self.wards:
            parts.append(f"{_many(self.wards, 'ward', 'wards')} (best fit)")
        return ", ".join(parts) or "not recorded"


@dataclass(frozen=True)
class Place:
    """One locality on the map, with the facts of its line in the table."""

    line: Line
    path: str
    x: int
    y: int

    @property
    def lead_y(self) -> int:
        """The second line of words stands under the first."""
        return self.y + 20


@dataclass(frozen=True)
class CountyMap:
    """The localities as shapes on a page of so many units, each a link."""

    boundary_set: BoundarySet
    width: int
    height: int
    places: list[Place]

    @property
    def margin_box(self) -> str:
        """The view of the drawing, with room for the outermost lines."""
        return f"-6 -6 {self.width + 12} {self.height + 12}"


def lines_on(day: date, boundary_set: BoundarySet | None) -> list[Line]:
    """Every locality as it was on a day, in a number of questions that does not grow with them."""
    leads = {lead.locality_id: lead for lead in Lead.objects.on(day).with_people()}
    ended = Lead.objects.filter(ends_on__lte=day).order_by("ends_on").values_list("locality", "ends_on")
    vacant_since = {locality: end for locality, end in ended if locality not in leads}
    team = dict(TeamMember.objects.on(day).order_by().values_list("locality").annotate(n=Count("pk")))
    placed = {
        locality: (parishes, wards)
        for locality, parishes, wards in Placing.objects.filter(boundary_set=boundary_set)
        .order_by()
        .values_list("locality")
        .annotate(
            parishes=Count("pk", filter=Q(area__kind="parish")),
            wards=Count("pk", filter=Q(area__kind="ward")),
        )
    }
    return [
        Line(
            locality,
            leads.get(locality.pk),
            vacant_since.get(locality.pk),
            team.get(locality.pk, 0),
            *placed.get(locality.pk, (0, 0)),
        )
        for locality in Locality.objects.with_group()
    ]


def map_of(boundary_set: BoundarySet | None, lines: list[Line]) -> CountyMap | None:
    """The map of a set of boundaries; none where it has no shapes."""
    shapes = list(Shape.objects.filter(boundary_set=boundary_set)) if boundary_set else []
    if not shapes or boundary_set is None:
        return None
    page = page_for([shape.outline for shape in shapes], width=WIDTH)
    known = {line.locality.pk: line for line in lines}
    places = []
    for shape in shapes:
        x, y = page.place(shape.middle)
        places.append(Place(known[shape.locality_id], page.path(shape.outline), x, y))
    places.sort(key=lambda place: (place.y // BAND, place.x))
    return CountyMap(boundary_set, page.width, page.height, places)


def in_force_on(day: date) -> BoundarySet | None:
    """The set of boundaries that held on a day."""
    return BoundarySet.objects.begun_by(day).first()


def _many(number: int, one: str, more: str) -> str:
    return f"{number} {one if number == 1 else more}"
