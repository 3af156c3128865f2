"""What has failed and what is overdue anywhere in the portal, for administrators.

An administrator keeps the house and does not read its papers: of what belongs to a group it is said how many and how
old, and whom to ask, never what (docs/decisions/administrators-do-not-read.md).
"""

from portal.attention import failing, overdue
from portal.waiting.tasks import Waiting


def everything() -> tuple[list[Waiting], list[Waiting]]:
    """What has failed, and what is overdue; kinds of which there is nothing are left out."""
    return _some(failing.all_kinds()), _some(overdue.all_kinds())


def _some(kinds: list[Waiting]) -> list[Waiting]:
    return [kind for kind in kinds if kind.tasks]
