"""What is on the agenda, and what was minuted under it."""

import pgtrigger
from django.conf import settings
from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchQuery, SearchVector, SearchVectorField
from django.db import models
from django.db.models import F, OuterRef, Q
from django.db.models.functions import Coalesce, JSONObject

from core.access import SCHEDULE_12A, Access, exempt_needs_its_reasons
from core.constraints import all_or_none
from localities.models import Locality
from meetings.models.left_over import LeftOverQuerySet
from partnership.models import Group, Organisation


class AgendaItemQuerySet(LeftOverQuerySet):
    def visible_to(self, user):
        """Officers see their groups' items always; members those of published agendas; everyone the open ones."""
        open_to_all = Q(
            access=Access.OPEN, meeting__group__is_public=True, meeting__agenda_published_at__isnull=False
        )
        if not user.is_authenticated:
            return self.filter(open_to_all)
        member = Q(
            meeting__group__in=Group.objects.with_member(user).values("pk"),
            meeting__agenda_published_at__isnull=False,
        )
        officer = Q(meeting__group__in=Group.objects.supported_by(user).values("pk"))
        return self.filter(open_to_all | member | officer)

    def of_meeting(self, meeting):
        return self.filter(meeting=meeting)

    def top_level(self):
        return self.filter(parent=None)

    def beside(self, item):
        """The items of one level: an item, and those with which it can change places."""
        return self.filter(meeting=item.meeting_id, parent=item.parent_id)

    def above(self, item):
        return self.filter(position__lt=item.position)

    def without_outcome(self):
        return self.filter(outcome="")

    def without_their_decision(self):
        """Said to be decided, while nothing is logged of what was decided."""
        return self.filter(outcome=AgendaItem.Outcome.DECIDED, decisions=None)

    def of_group(self, group):
        return self.filter(meeting__group=group)

    def on_topic(self, topic):
        return self.filter(topics=topic)

    def with_words(self, words):
        """Those whose title or description on the agenda says it."""
        return self.filter(search=SearchQuery(words, search_type="websearch", config="english"))

    def in_locality(self, locality):
        return self.filter(localities=locality)

    def with_presenter(self):
        return self.select_related("presenter")

    def with_source(self):
        return self.select_related("carried_from__meeting")

    def with_places(self):
        """Each with the names and slugs of the localities it concerns, without a query of their own."""
        own = Locality.objects.filter(agenda_items=OuterRef("pk"))
        return self.annotate(places=ArraySubquery(own.values(place=JSONObject(name="name", slug="slug"))))

    def in_order(self):
        """As they stand on the agenda: each item by its place, followed by what is under it."""
        place = Coalesce("parent__position", "position")
        return self.order_by("meeting", place, F("parent").asc(nulls_first=True), "position")


class AgendaItem(models.Model):
    """One matter on the agenda of one meeting, and what was minuted under it."""

    class Kind(models.TextChoices):
        ORDINARY = "ordinary", "Ordinary item"
        APOLOGIES = "apologies", "Apologies"
        DECLARATIONS = "declarations", "Declarations of interest"
        LAST_MINUTES = "last_minutes", "Minutes of the last meeting"
        MATTERS_ARISING = "matters_arising", "Matters arising"
        OTHER_BUSINESS = "other_business", "Any other business"
        NEXT_MEETING = "next_meeting", "Next meeting"

    class Outcome(models.TextChoices):
        DECIDED = "decided", "Decided"
        NOTED = "noted", "Noted"
        DISCUSSED = "discussed", "Discussed"
        DEFERRED = "deferred", "Deferred"
        NOT_REACHED = "not_reached", "Not reached"
        WITHDRAWN = "withdrawn", "Withdrawn"

    # The items that each new agenda begins and ends with, in their order around the business.
    OPENING = [Kind.APOLOGIES, Kind.DECLARATIONS, Kind.LAST_MINUTES, Kind.MATTERS_ARISING]
    CLOSING = [Kind.OTHER_BUSINESS, Kind.NEXT_MEETING]

    meeting = models.ForeignKey("meetings.Meeting", on_delete=models.PROTECT, related_name="items")
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="sub_items"
    )
    # Order among the items of the same parent; the number that people see ("4a") follows from it.
    position = models.PositiveSmallIntegerField()
    number = models.CharField(max_length=8, editable=False)
    kind = models.CharField(max_length=20, choices=Kind, default=Kind.ORDINARY)
    title = models.CharField(max_length=200)
    description = models.TextField(blank=True)
    presenter = models.ForeignKey(
        "partnership.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="presented_items"
    )
    topics = models.ManyToManyField("partnership.Topic", blank=True, related_name="agenda_items")
    # The places it concerns; none where it concerns all of them alike, or the record does not say.
    localities = models.ManyToManyField("localities.Locality", blank=True, related_name="agenda_items")
    # The sectors whose representatives will want to report it: an officer's mark, shown to representatives.
    of_interest_to = ArrayField(
        models.CharField(max_length=20, choices=Organisation.Sector),
        verbose_name="of interest to the sector",
        default=list,
        blank=True,
    )
    access = models.CharField(max_length=10, choices=Access, default=Access.OPEN)
    exempt_paragraphs = ArrayField(models.PositiveSmallIntegerField(), default=list, blank=True)
    public_interest = models.TextField(
        "why the public interest is better served by keeping it exempt", blank=True
    )
    # A late item: added after the agenda was published, and why it could not wait.
    is_supplement = models.BooleanField(default=False, editable=False)
    urgency = models.TextField("reason for urgency", blank=True)
    # The earlier meeting whose minutes are offered for approval under this item.
    offers_minutes_of = models.ForeignKey(
        "meetings.Meeting", null=True, blank=True, on_delete=models.PROTECT, related_name="approval_items"
    )
    # The item of an earlier meeting, not reached there or deferred, that comes again as this one.
    carried_from = models.ForeignKey(
        "self", null=True, blank=True, editable=False, on_delete=models.PROTECT, related_name="carried_to"
    )
    # An officer took it off a later agenda, so it does not come again by itself.
    carries_over = models.BooleanField("comes again if not dealt with", default=True, editable=False)
    # Of the matters arising: the actions that were open when the meeting closed, as they stood then.
    matters_arising = models.JSONField(default=list, blank=True, editable=False)

    minute = models.TextField(blank=True)
    outcome = models.CharField(max_length=20, choices=Outcome, blank=True)
    # Counts the savings of the minute, so that two people writing at once are told.
    revision = models.PositiveIntegerField(default=0, editable=False)
    minuted_at = models.DateTimeField(null=True, blank=True, editable=False)
    minuted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="+",
    )
    search = models.GeneratedField(
        expression=SearchVector("title", "description", config="english"),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    objects = AgendaItemQuerySet.as_manager()

    class Meta:
        ordering = ["meeting", "number"]
        indexes = [GinIndex(fields=["search"], name="agenda_item_search")]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "parent", "position"],
                name="agenda_item_has_a_place_of_its_own",
                nulls_distinct=False,
                deferrable=models.Deferrable.DEFERRED,
            ),
            exempt_needs_its_reasons("agenda_item_exempt_says_why"),
            models.CheckConstraint(
                condition=Q(exempt_paragraphs__contained_by=list(SCHEDULE_12A)),
                name="agenda_item_paragraphs_are_of_schedule_12a",
            ),
            models.CheckConstraint(
                condition=Q(is_supplement=False) | ~Q(urgency=""),
                name="agenda_item_supplement_says_why_urgent",
            ),
            models.CheckConstraint(
                condition=~Q(parent=models.F("id")), name="agenda_item_is_not_its_own_parent"
            ),
            models.UniqueConstraint(
                fields=["meeting", "carried_from"], name="agenda_item_is_carried_over_once"
            ),
            models.CheckConstraint(
                condition=~Q(carried_from=models.F("id")), name="agenda_item_is_not_carried_from_itself"
            ),
            all_or_none("minuted_at", "minuted_by", name="agenda_item_minuted_at_and_by"),
        ]
        triggers = [
            # After publication the agenda is locked: nothing goes, and what is new says why it is urgent.
            pgtrigger.Trigger(
                name="published_agenda_is_locked",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Delete | pgtrigger.Update,
                func="""
                    IF EXISTS (SELECT 1 FROM meetings_meeting m
                               WHERE m.id = COALESCE(NEW.meeting_id, OLD.meeting_id)
                                 AND m.agenda_published_at IS NOT NULL) THEN
                        IF TG_OP = 'DELETE' THEN
                            RAISE EXCEPTION 'the agenda is published: items stay' USING ERRCODE = 'check_violation';
                        ELSIF TG_OP = 'INSERT' AND NOT NEW.is_supplement THEN
                            RAISE EXCEPTION 'the agenda is published: a new item must be a supplement'
                                USING ERRCODE = 'check_violation';
                        ELSIF TG_OP = 'UPDATE' AND ROW(OLD.title, OLD.number, OLD.meeting_id, OLD.description)
                                IS DISTINCT FROM ROW(NEW.title, NEW.number, NEW.meeting_id, NEW.description) THEN
                            RAISE EXCEPTION 'the agenda is published: its items are locked'
                                USING ERRCODE = 'check_violation';
                        ELSIF TG_OP = 'UPDATE' AND array_position(ARRAY['open', 'members', 'exempt'], NEW.access::text)
                                < array_position(ARRAY['open', 'members', 'exempt'], OLD.access::text) THEN
                            RAISE EXCEPTION 'the agenda is published: an item can be closed further, never opened'
                                USING ERRCODE = 'check_violation';
                        END IF;
                    END IF;
                    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
                    RETURN NEW;
                """,
            ),
            pgtrigger.Trigger(
                name="approved_minute_stays",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition(
                    "OLD.minute IS DISTINCT FROM NEW.minute OR OLD.outcome IS DISTINCT FROM NEW.outcome"
                ),
                func="""
                    IF EXISTS (SELECT 1 FROM meetings_minutes m
                               WHERE m.meeting_id = NEW.meeting_id AND m.status = 'approved') THEN
                        RAISE EXCEPTION 'approved minutes stay as approved' USING ERRCODE = 'check_violation';
                    END IF;
                    RETURN NEW;
                """,
            ),
            # Asked when all is done: whoever closes an item closes it first and then what stands under it.
            pgtrigger.Trigger(
                name="sub_item_is_as_closed_as_its_item",
                when=pgtrigger.After,
                operation=pgtrigger.Insert | pgtrigger.UpdateOf("access", "parent_id"),
                timing=pgtrigger.Deferred,
                func="""
                    IF EXISTS (SELECT 1 FROM meetings_agendaitem sub
                               JOIN meetings_agendaitem above ON above.id = sub.parent_id
                               WHERE NEW.id IN (sub.id, above.id)
                                 AND array_position(ARRAY['open', 'members', 'exempt'], sub.access::text)
                                   < array_position(ARRAY['open', 'members', 'exempt'], above.access::text)) THEN
                        RAISE EXCEPTION 'a sub-item is closed at least as far as the item above it'
                            USING ERRCODE = 'check_violation';
                    END IF;
                    RETURN NULL;
                """,
            ),
            # Who came and left at an item did so at that item, wherever it stands on the agenda.
            pgtrigger.Trigger(
                name="stays_move_with_their_items",
                when=pgtrigger.After,
                operation=pgtrigger.UpdateOf("position", "parent_id"),
                func="""
                    UPDATE meetings_stay s SET came_item_id = s.came_item_id
                        FROM meetings_agendaitem i
                        WHERE (i.id = NEW.id OR i.parent_id = NEW.id) AND i.id IN (s.came_item_id, s.left_item_id);
                    RETURN NULL;
                """,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.title}"

    def get_absolute_url(self) -> str:
        return f"{self.meeting.get_absolute_url()}#item-{self.number}"

    @property
    def is_sub_item(self) -> bool:
        return self.parent_id is not None
