"""Nothing is above itself."""

from core.refusals import Refused
from partnership.models import Group, Organisation


def refuse_circle(thing: Group | Organisation, above: Group | Organisation | None) -> None:
    """Stop a parent from being chosen that is itself beneath the thing."""
    seen = set()
    while above is not None and above.pk not in seen:
        if above.pk == thing.pk:
            raise Refused(f"{thing} cannot stand above and beneath itself. Choose another one above it.")
        seen.add(above.pk)
        above = above.parent
