"""The nine localities of the county, by name. Of their people and areas the portal does not tell yet."""

from localities import operations as localities
from localities.models import Locality
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


def make_localities(by: User) -> dict[str, Locality]:
    return {
        name: localities.add_locality(name=name, position=position, by=by)
        for position, name in enumerate(NAMES, start=1)
    }
