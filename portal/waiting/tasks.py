"""How something that waits is shown."""

from dataclasses import dataclass
from typing import Any

from django.utils.text import slugify

# Of each kind so many are shown; the heading and a link say that there are more.
MOST_SHOWN = 20


@dataclass
class Task:
    """One thing that waits."""

    title: str
    address: str
    note: str = ""
    tag: str = ""
    colour: str = ""


@dataclass
class Waiting:
    """Things of one kind that wait."""

    title: str
    tasks: list[Task]
    # Where the rest is, when there are more than are shown.
    more: str = ""
    # Good to know, but nothing to be done about it.
    is_news: bool = False

    @property
    def anchor(self) -> str:
        """Where on the page it stands."""
        return slugify(self.title)

    @property
    def shown(self) -> list[Task]:
        return self.tasks[:MOST_SHOWN]

    @property
    def has_more(self) -> bool:
        return len(self.tasks) > MOST_SHOWN

    @property
    def count(self) -> str:
        """How many there are, as far as they were counted."""
        return f"more than {MOST_SHOWN}" if self.has_more else str(len(self.tasks))


def first(rows: Any) -> Any:
    """Enough of them to show, and one more to know that there are more."""
    return rows[: MOST_SHOWN + 1]
