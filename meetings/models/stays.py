"""When somebody was in the room, where they were not there from the beginning to the end."""

import pgtrigger
from django.contrib.postgres.fields import BigIntegerRangeField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import JSONObject

from core.constraints import no_overlap_of
from meetings.models.agenda import AgendaItem
from meetings.models.attendance import one_substitute_at_a_time
from meetings.models.decisions import Decision

# A moment of a meeting is a number: the later the moment, the greater. An item begins at a multiple of ITEM; within it
# the decisions have their places, in the order of their numbers. The trigger below counts in the same way.
ITEM = 2**33
TOP = 2**15 * ITEM


def beginning_of(item: AgendaItem) -> int:
    """The moment just before an item."""
    top, under = (item.parent.position, item.position) if item.parent else (item.position, 0)
    return top * TOP + under * ITEM


def moment_of(item: AgendaItem, decision: Decision | None = None) -> int:
    """When a decision was taken under an item; without one, the moment before any was."""
    return beginning_of(item) + 1 + (2 * decision.number if decision else 0)


def end_of(item: AgendaItem) -> int:
    """The last moment of an item: when whatever is decided next under it will be decided."""
    return beginning_of(item) + ITEM - 1


# From one moment until another; an end that is open is None.
Period = tuple[int | None, int | None]
THROUGHOUT: Period = (None, None)


def holds(period: Period, moment: int) -> bool:
    """Whether a moment lies within a period; its end does not."""
    came, left = period
    return (came is None or came <= moment) and (left is None or moment < left)


def overlap(one: Period, other: Period) -> bool:
    """Whether there is a moment in both periods."""
    (came, left), (begun, gone) = one, other
    return (came is None or gone is None or came < gone) and (begun is None or left is None or begun < left)


def _moment_in_sql(end: str) -> str:
    """The moment of an arrival ("came") or a leaving ("left"), counted by the database."""
    return f"""(
        SELECT COALESCE(up.position, i.position)::bigint * {TOP}
            + CASE WHEN up.id IS NULL THEN 0 ELSE i.position END * {ITEM}
            + CASE WHEN NEW.{end}_during THEN 1 ELSE 0 END
            + COALESCE((SELECT 2 * d.number::bigint + 1 FROM meetings_decision d WHERE d.id = NEW.{end}_after_id), 0)
        FROM meetings_agendaitem i LEFT JOIN meetings_agendaitem up ON up.id = i.parent_id
        WHERE i.id = NEW.{end}_item_id)"""


class StayQuerySet(models.QuerySet):
    def in_words_of_the_record(self):
        """Each as plain values, in order: when they came and left, with the numbers of items and decisions."""
        ends = {
            f"{end}_{name}": f"{end}_{path}"
            for end in ("came", "left")
            for name, path in PLAIN_VALUES.items()
        }
        return self.order_by("period").values_list(JSONObject(**ends), flat=True)


PLAIN_VALUES = {
    "item_id": "item",
    "item": "item__number",
    "during": "during",
    "after": "after__ref",
    "at": "time",
}


class Stay(models.Model):
    """One time that somebody was in the room, from a moment of the meeting until another.

    Whoever has none was there from the beginning to the end. Without an arrival it began with the meeting, without a
    leaving it lasted to the end.
    """

    attendance = models.ForeignKey("meetings.Attendance", on_delete=models.PROTECT, related_name="stays")
    came_item = models.ForeignKey(
        "meetings.AgendaItem",
        verbose_name="arrived at item",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="arrivals",
    )
    # During the item, or before it began; and where the item had decisions by then, after which.
    came_during = models.BooleanField("arrived during the item", default=False)
    came_after = models.ForeignKey(
        "meetings.Decision", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    came_time = models.TimeField("hour of arrival", null=True, blank=True)
    left_item = models.ForeignKey(
        "meetings.AgendaItem",
        verbose_name="left at item",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="leavings",
    )
    left_during = models.BooleanField("left during the item", default=False)
    left_after = models.ForeignKey(
        "meetings.Decision", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    left_time = models.TimeField("hour of leaving", null=True, blank=True)
    # From the moment of arrival until the moment of leaving. The database counts it, see `moment_of`.
    period = BigIntegerRangeField(null=True, editable=False)

    objects = StayQuerySet.as_manager()

    class Meta:
        ordering = ["attendance", "period"]
        constraints = [
            models.CheckConstraint(
                condition=Q(came_item__isnull=False) | Q(left_item__isnull=False),
                name="stay_says_when_it_began_or_ended",
                violation_error_message="Say when they arrived or when they left.",
            ),
            models.CheckConstraint(
                condition=Q(came_item__isnull=False) | Q(came_during=False, came_after=None, came_time=None),
                name="stay_arrival_has_an_item",
                violation_error_message="Say at which item they arrived.",
            ),
            models.CheckConstraint(
                condition=Q(left_item__isnull=False) | Q(left_during=False, left_after=None, left_time=None),
                name="stay_leaving_has_an_item",
                violation_error_message="Say at which item they left.",
            ),
            models.CheckConstraint(
                condition=(Q(came_after=None) | Q(came_during=True))
                & (Q(left_after=None) | Q(left_during=True)),
                name="stay_after_a_decision_is_during_its_item",
            ),
            models.CheckConstraint(
                condition=Q(left_time=None) | Q(came_time=None) | Q(left_time__gte=F("came_time")),
                name="stay_does_not_end_at_an_earlier_hour",
                violation_error_message="The hour of leaving is before the hour of arrival.",
            ),
            models.CheckConstraint(condition=Q(period__isempty=False), name="stay_ends_after_it_begins"),
            no_overlap_of(
                "period",
                "attendance",
                name="stay_once_at_a_time",
                message="They were in the room already at that moment.",
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="stay_lies_within_its_meeting",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                declare=[("there", "RECORD"), ("came", "bigint"), ("gone", "bigint")],
                func=f"""
                    SELECT a.meeting_id, a.status INTO there FROM meetings_attendance a
                        WHERE a.id = NEW.attendance_id FOR NO KEY UPDATE;
                    IF there.status IN ('apologies', 'absent') THEN
                        RAISE EXCEPTION 'whoever was not there neither came nor left'
                            USING ERRCODE = 'check_violation';
                    END IF;
                    IF EXISTS (SELECT 1 FROM meetings_agendaitem i
                               WHERE i.id IN (NEW.came_item_id, NEW.left_item_id)
                                 AND i.meeting_id <> there.meeting_id)
                       OR EXISTS (SELECT 1 FROM meetings_decision d
                                  WHERE d.id = NEW.came_after_id AND d.item_id <> NEW.came_item_id
                                     OR d.id = NEW.left_after_id AND d.item_id <> NEW.left_item_id) THEN
                        RAISE EXCEPTION 'a stay lies within one meeting' USING ERRCODE = 'check_violation';
                    END IF;
                    came := {_moment_in_sql("came")};
                    gone := {_moment_in_sql("left")};
                    IF came >= gone THEN
                        RAISE EXCEPTION 'a stay ends after it begins' USING ERRCODE = 'check_violation';
                    END IF;
                    NEW.period := int8range(came, gone);
                    RETURN NEW;
                """,
            ),
            one_substitute_at_a_time(
                "stay_of_one_substitute_at_a_time",
                meetings="SELECT meeting_id FROM meetings_attendance"
                " WHERE id IN (COALESCE(NEW.attendance_id, OLD.attendance_id), OLD.attendance_id)",
                on=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
            ),
        ]

    def __str__(self) -> str:
        ends = [
            f"arrived at item {self.came_item.number}" if self.came_item else "",
            f"left at item {self.left_item.number}" if self.left_item else "",
        ]
        return f"{self.attendance.person} {' and '.join(filter(None, ends))}"

    @property
    def bounds(self) -> Period:
        """The moments of arrival and leaving, as the database counted them when it was last read."""
        return self.period.lower, self.period.upper
