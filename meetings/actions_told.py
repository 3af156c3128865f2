"""What a reminder of actions says: the list as it stands when it is sent, for the one who reads it."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from core.access import Access
from core.templatetags.house import british_date
from meetings.models import ActionItem
from partnership.models import Group, User

# A longer list than this is not read in an email; the page that it leads to has them all.
MOST_LISTED = 20


@dataclass(frozen=True)
class ActionTold:
    """One action in a list."""

    action: ActionItem
    reader: User | None

    @property
    def words(self) -> str:
        """What is to be done; of an exempt item no email says it."""
        if self.action.item.access == Access.EXEMPT:
            return "An action under an exempt item"
        return " ".join(self.action.text.split())

    @property
    def due(self) -> str:
        """Due on 12 March 2007, overdue by 3 days."""
        urgency = self.action.urgency
        return f"due on {british_date(self.action.due_on)}, {urgency[0].lower()}{urgency[1:]}"

    @property
    def owner(self) -> str:
        """Whose it is, if not the reader's."""
        own = self.reader is not None and self.action.owner.user_id == self.reader.pk
        return "" if own else self.action.owner.name


@dataclass(frozen=True)
class ActionsTold:
    """The list, the most pressing first, and how many more there are."""

    rows: list[ActionTold]
    count: int
    overdue: int

    @property
    def more(self) -> int:
        return self.count - len(self.rows)

    @property
    def in_a_line(self) -> str:
        """For the subject: what one action is, or how many there are."""
        if len(self.rows) == 1:
            return f"{self.rows[0].action.urgency}: {self.rows[0].words}"
        coming = self.count - self.overdue
        parts = [
            f"{self.overdue} overdue" if self.overdue else "",
            f"{coming} due within a week" if coming else "",
        ]
        return f"Actions: {', '.join(part for part in parts if part)}"

    @property
    def own(self) -> bool:
        """Whether any of them is the reader's."""
        return any(not row.owner for row in self.rows)

    @property
    def of_others(self) -> bool:
        """Whether any is of somebody for whom the reader hears."""
        return any(row.owner for row in self.rows)

    @property
    def anchor(self) -> str:
        """Where on the page My work they stand."""
        return "your-actions" if self.own else "actions-of-people-without-a-login"


def to_do(user: User) -> ActionsTold:
    """What presses of one's own actions, and of those of people for whom one hears."""
    pressing = ActionItem.objects.pressing()
    own, others = _told(pressing.owned_by(user), user), _told(pressing.heard_for_others_by(user), user)
    rows = sorted([*own.rows, *others.rows], key=lambda row: (row.action.due_on, row.action.pk))
    return ActionsTold(rows[:MOST_LISTED], own.count + others.count, own.overdue + others.overdue)


def has_to_do(user: User) -> bool:
    """Whether anything of it presses."""
    pressing = ActionItem.objects.pressing()
    return pressing.owned_by(user).exists() or pressing.heard_for_others_by(user).exists()


def long_overdue(group: Group, user: User) -> ActionsTold:
    """The actions of a group that the chair and the officers hear of, as far as this reader sees them."""
    return _told(ActionItem.objects.watched_by(user).of_group(group).long_overdue(), user)


def are_long_overdue(group: Group, user: User, *, first: date, last: date) -> bool:
    """Whether this reader has anything to hear that came to be long overdue between two days."""
    overdue = ActionItem.objects.watched_by(user).of_group(group).long_overdue()
    return overdue.due_between(first, last).exists()


def _told(actions: Any, user: User) -> ActionsTold:
    """The first of them that the reader sees; which they do, whoever chose them, is asked of the one rule."""
    found = list(actions.with_source().most_pressing_first()[: MOST_LISTED + 1])
    seen = ActionItem.objects.visible_to(user).filter(pk__in=[each.pk for each in found])
    visible = set(seen.values_list("pk", flat=True))
    shown = [each for each in found if each.pk in visible]
    rows = [ActionTold(each, user) for each in shown[:MOST_LISTED]]
    # Nobody with a short list makes the database count.
    if len(shown) <= MOST_LISTED:
        return ActionsTold(rows, len(shown), sum(each.is_overdue for each in shown))
    return ActionsTold(rows, actions.count(), actions.overdue().count())
