"""The nine localities of the county: what is known of them, and nothing guessed."""

import json
from datetime import date
from decimal import Decimal
from pathlib import Path

from localities import operations as localities
from localities.models import Area, Locality
from partnership.models import User

# Hereford and the five market towns, with the rural areas of Mortimer, Golden Valley and Weobley.
NAMES = [
    "Bromyard",
    "Golden Valley",
    "Hereford",
    "Kington",
    "Ledbury",
    "Leominster",
    "Mortimer",
    "Ross-on-Wye",
    "Weobley",
]
# Outlines and wards, as localities/data/README.md tells.
SHAPES = Path(__file__).resolve().parents[2] / "localities" / "data" / "localities.geojson"
# The day of the report to Cabinet that speaks of nine localities.
TOLD_ON = date(2011, 3, 17)
CREDITS = (
    "Contains OS data and National Statistics data (c) Crown copyright and database right 2016. "
    "Licensed under the Open Government Licence v3.0.\n"
    "Ward boundaries by way of Martin Chorley's UK-GeoJSON (CC BY 4.0)."
)
NOTE = "Indicative: best fit to wards. The localities are made of parishes."
SOURCE = "Wards of December 2013, Office for National Statistics; which ward fits which locality best is illustrative"
# Whom the report speaks of reaching; it names no others.
AUDIENCES = ["Vulnerable people", "People who are hard to reach"]
# Of no other locality is a figure known from a source.
VALLEY = [
    ("Area", Decimal(424), "square kilometres"),
    ("Population", Decimal(14_200), "residents"),
    ("Part of the county’s population", Decimal(8), "%"),
    ("Parishes", Decimal(41), "parishes"),
]
FROM_THE_RECORD = (
    "The partnership’s description of its nine localities, in which Golden Valley is the largest by area"
)


def make_localities(by: User) -> dict[str, Locality]:
    return {
        name: localities.add_locality(name=name, position=position, by=by)
        for position, name in enumerate(NAMES, start=1)
    }


def tell_of_localities(places: dict[str, Locality], *, by: User) -> None:
    """What became known with the framework: boundaries by best fit, whom to reach, the figures of Golden Valley."""
    _draw(places, by)
    for position, name in enumerate(AUDIENCES, start=1):
        localities.add_audience(name=name, position=position, by=by)
    for measure, value, unit in VALLEY:
        localities.add_figure(
            places["Golden Valley"],
            measure=measure,
            value=value,
            unit=unit,
            period="Not stated",
            geography="The locality",
            source=FROM_THE_RECORD,
            by=by,
        )


def _draw(places: dict[str, Locality], by: User) -> None:
    """The set of boundaries that best fits the wards, published as what it is: indicative."""
    boundary_set = localities.draft_boundary_set(
        name="Best fit to wards", begins_on=TOLD_ON, source=SOURCE, note=NOTE, credits=CREDITS, by=by
    )
    for feature in json.loads(SHAPES.read_text())["features"]:
        place = places[feature["properties"]["locality"]]
        wards = [
            localities.add_area(kind=Area.Kind.WARD, name=name, code=code, by=by)
            for code, name in feature["properties"]["wards"]
        ]
        localities.place_area(boundary_set, areas=wards, locality=place, by=by)
        outline = feature["geometry"]["coordinates"][0]
        localities.draw_shape(boundary_set, locality=place, outline=outline, by=by)
    localities.publish_boundary_set(boundary_set, by=by)
