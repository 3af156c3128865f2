"""Who was there."""

import pgtrigger
from django.apps import apps
from django.contrib.postgres.expressions import ArraySubquery
from django.db import models
from django.db.models import OuterRef, Q


def one_substitute_at_a_time(
    name: str, *, meetings: str, on: pgtrigger.Operation, condition: str = ""
) -> pgtrigger.Trigger:
    """Refuses, when all is done, that two substitutes for one member were in the room at once.

    `meetings` selects the meetings that the changed row concerns. Whoever has no stays was there throughout.
    """
    return pgtrigger.Trigger(
        name=name,
        when=pgtrigger.After,
        operation=on,
        timing=pgtrigger.Deferred,
        condition=pgtrigger.Condition(condition) if condition else None,
        func=f"""
            PERFORM 1 FROM meetings_meeting WHERE id IN ({meetings}) FOR NO KEY UPDATE;
            IF EXISTS (
                SELECT 1 FROM meetings_attendance one
                JOIN meetings_attendance other ON other.meeting_id = one.meeting_id
                    AND other.substitute_for_id = one.substitute_for_id AND other.id > one.id
                LEFT JOIN meetings_stay stay ON stay.attendance_id = one.id
                LEFT JOIN meetings_stay beside ON beside.attendance_id = other.id
                WHERE one.meeting_id IN ({meetings})
                    AND COALESCE(stay.period, '(,)') && COALESCE(beside.period, '(,)')
            ) THEN
                RAISE EXCEPTION 'a member has one substitute at a time' USING ERRCODE = 'check_violation';
            END IF;
            RETURN NULL;
        """,
    )


class AttendanceQuerySet(models.QuerySet):
    def in_the_room(self):
        return self.filter(status__in=Attendance.IN_THE_ROOM)

    def with_names(self):
        return self.select_related("person", "organisation", "substitute_for")

    def with_comings_and_goings(self):
        """Each with when the person came and left, in the same question to the database."""
        stays = apps.get_model("meetings.Stay").objects.filter(attendance=OuterRef("pk"))
        return self.annotate(comings_and_goings=ArraySubquery(stays.in_words_of_the_record()))


class Attendance(models.Model):
    """What is known of one person's part in one meeting."""

    class Status(models.TextChoices):
        PRESENT = "present", "Present"
        SUBSTITUTE = "substitute", "Substitute"
        IN_ATTENDANCE = "in_attendance", "In attendance"
        GUEST = "guest", "Guest"
        APOLOGIES = "apologies", "Apologies"
        ABSENT = "absent", "Absent"

    IN_THE_ROOM = [Status.PRESENT, Status.SUBSTITUTE, Status.IN_ATTENDANCE, Status.GUEST]

    meeting = models.ForeignKey("meetings.Meeting", on_delete=models.PROTECT, related_name="attendances")
    person = models.ForeignKey("partnership.Person", on_delete=models.PROTECT, related_name="attendances")
    organisation = models.ForeignKey(
        "partnership.Organisation", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    status = models.CharField(max_length=20, choices=Status)
    substitute_for = models.ForeignKey(
        "partnership.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="substituted_at"
    )
    apology_reason = models.CharField(max_length=200, blank=True)
    apology_received_on = models.DateField(null=True, blank=True)
    note = models.CharField(max_length=200, blank=True)

    objects = AttendanceQuerySet.as_manager()

    class Meta:
        ordering = ["person__name"]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "person"],
                name="attendance_once_for_each_person",
                violation_error_message="This person is on the list already.",
            ),
            models.CheckConstraint(
                condition=Q(status="substitute", substitute_for__isnull=False)
                | ~Q(status="substitute") & Q(substitute_for=None),
                name="attendance_substitute_names_the_member",
                violation_error_message="Say for whom the substitute came, and only for a substitute.",
            ),
            models.CheckConstraint(
                condition=Q(status="apologies") | Q(apology_reason="", apology_received_on=None),
                name="attendance_only_apologies_have_reasons",
                violation_error_message="A reason and a date belong to apologies only.",
            ),
            models.CheckConstraint(
                condition=Q(substitute_for=None) | ~Q(substitute_for=models.F("person")),
                name="attendance_nobody_substitutes_for_themselves",
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="attendance_with_stays_was_there",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition(
                    "NEW.status IN ('apologies', 'absent') OR NEW.meeting_id <> OLD.meeting_id"
                ),
                func="""
                    IF EXISTS (SELECT 1 FROM meetings_stay s WHERE s.attendance_id = NEW.id) THEN
                        RAISE EXCEPTION 'whoever was not there neither came nor left'
                            USING ERRCODE = 'check_violation';
                    END IF;
                    RETURN NEW;
                """,
            ),
            one_substitute_at_a_time(
                "attendance_of_one_substitute_at_a_time",
                meetings="NEW.meeting_id",
                on=pgtrigger.Insert | pgtrigger.Update,
                condition="NEW.substitute_for_id IS NOT NULL",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.get_status_display().lower()}"
