"""What people wrote into a form, on its way from the form to the operation."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from engagement.models import Response
from localities.models import Locality


@dataclass(frozen=True)
class OptionAnswer:
    """An option as somebody wrote it down."""

    text: str
    is_rejected: bool = False
    why_rejected: str = ""


@dataclass(frozen=True)
class Said:
    """What one person or body said. Choices are places among the answers offered, from 0."""

    words: Mapping[int, str] = field(default_factory=dict)
    choices: Mapping[int, Iterable[int]] = field(default_factory=dict)
    # By question on equality. Counted, and kept nowhere else.
    equality: Mapping[int, int] = field(default_factory=dict)
    name: str = ""
    body_name: str = ""
    email: str = ""
    locality: Locality | None = None
    may_be_published: str = Response.Publication.ANONYMOUS
