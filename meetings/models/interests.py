"""What people declared that they have to do with a matter, and what they did then."""

import pgtrigger
from django.db import models
from django.db.models import OuterRef, Q, Subquery

from core.access import Access
from core.models import no_truncate
from meetings.models.minutes import Minutes, MinutesRelease, MinutesVersion
from partnership.models import Group


class DeclarationQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Officers see their groups'; others what stands in the minutes that they have, once those are approved.

        Until then a declaration may still be corrected: it is read in the draft, as the draft has it. What was declared
        on a closed item is as closed as the item.
        """
        newest = MinutesVersion.objects.filter(meeting=OuterRef("item__meeting")).order_by("-number")
        approved = self.filter(item__meeting__minutes__status=Minutes.Status.APPROVED)
        released = MinutesRelease.objects.filter(version=OuterRef("newest_version"))
        known = approved.annotate(newest_version=Subquery(newest.values("pk")[:1]))
        public = known.filter(
            models.Exists(released.filter(audience=MinutesRelease.Audience.PUBLIC)),
            item__access=Access.OPEN,
            item__meeting__group__is_public=True,
        )
        if not user.is_authenticated:
            return self.filter(pk__in=public.values("pk"))
        read_as_member = known.filter(
            models.Exists(released), item__meeting__group__in=Group.objects.with_member(user).values("pk")
        )
        officer = Q(item__meeting__group__in=Group.objects.supported_by(user).values("pk"))
        return self.filter(officer | Q(pk__in=public.values("pk")) | Q(pk__in=read_as_member.values("pk")))

    def of_meeting(self, meeting):
        return self.filter(item__meeting=meeting)

    def of_person(self, person):
        return self.filter(person=person)

    def who_left(self):
        """By whoever was not in the room when the item, or what stands under it, was decided."""
        return self.filter(action__in=DeclarationOfInterest.LEAVING)

    def with_names(self):
        return self.select_related("person", "item__parent")


class DeclarationOfInterest(models.Model):
    """Somebody at a meeting said what they have to do with one of its matters, and what they did because of it."""

    class Nature(models.TextChoices):
        # The words of the Localism Act 2011 and the model code that follows it, then those of the code of 2007, under
        # which older meetings were held; last the one that charities use, whose trustees sit on partnerships.
        DISCLOSABLE = "disclosable_pecuniary", "Disclosable pecuniary interest"
        REGISTRABLE = "other_registrable", "Other registrable interest"
        NON_REGISTRABLE = "non_registrable", "Non-registrable interest"
        PERSONAL = "personal", "Personal interest"
        PREJUDICIAL = "prejudicial", "Personal and prejudicial interest"
        LOYALTY = "loyalty", "Conflict of loyalty"

    class Action(models.TextChoices):
        STAYED = "stayed", "Stayed in the room"
        SPOKE_AND_LEFT = "spoke_and_left", "Spoke, then left the room"
        LEFT = "left", "Left the room"
        DISPENSATION = "dispensation", "Stayed under a dispensation"

    LEAVING = [Action.SPOKE_AND_LEFT, Action.LEFT]

    item = models.ForeignKey("meetings.AgendaItem", on_delete=models.PROTECT, related_name="declarations")
    person = models.ForeignKey("partnership.Person", on_delete=models.PROTECT, related_name="declarations")
    nature = models.CharField(max_length=30, choices=Nature)
    words = models.CharField("what the interest is", max_length=500)
    action = models.CharField("what they did", max_length=20, choices=Action)
    dispensation_by = models.CharField("who granted the dispensation", max_length=200, blank=True)

    objects = DeclarationQuerySet.as_manager()

    class Meta:
        ordering = ["item", "person__name"]
        verbose_name = "declaration of interest"
        verbose_name_plural = "declarations of interest"
        constraints = [
            models.UniqueConstraint(
                fields=["item", "person"],
                name="declaration_once_for_each_person_and_item",
                violation_error_message="This person has declared an interest in this item already. Change that one.",
            ),
            models.CheckConstraint(condition=~Q(words=""), name="declaration_says_what_the_interest_is"),
            models.CheckConstraint(
                condition=Q(action="dispensation") & ~Q(dispensation_by="")
                | ~Q(action="dispensation") & Q(dispensation_by=""),
                name="declaration_dispensation_says_by_whom",
                violation_error_message="Say who granted the dispensation, and only for a dispensation.",
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="declarations_in_approved_minutes_stay",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
                func="""
                    IF EXISTS (SELECT 1 FROM meetings_agendaitem i
                               JOIN meetings_minutes m ON m.meeting_id = i.meeting_id
                               WHERE i.id IN (COALESCE(NEW.item_id, OLD.item_id), COALESCE(OLD.item_id, NEW.item_id))
                                 AND m.status = 'approved') THEN
                        RAISE EXCEPTION 'approved minutes stay as approved' USING ERRCODE = 'check_violation';
                    END IF;
                    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
                    RETURN NEW;
                """,
            ),
            no_truncate("declaration"),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.words}"

    def get_absolute_url(self) -> str:
        return self.item.get_absolute_url()

    @property
    def what_they_did(self) -> str:
        """Left the room. Stayed under a dispensation of the Standards Committee."""
        if self.action == self.Action.DISPENSATION:
            return f"{self.get_action_display()}, granted by {self.dispensation_by}"
        return self.get_action_display()
