"""Who was there."""

from django.db import models
from django.db.models import Q


class AttendanceQuerySet(models.QuerySet):
    def in_the_room(self):
        return self.filter(status__in=Attendance.IN_THE_ROOM)

    def with_names(self):
        return self.select_related("person", "organisation", "substitute_for")


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

    def __str__(self) -> str:
        return f"{self.person}: {self.get_status_display().lower()}"
