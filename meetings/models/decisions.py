"""What was decided."""

import pgtrigger
from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchQuery, SearchVector, SearchVectorField
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from core.access import Access
from core.constraints import all_or_none
from core.models import no_truncate
from partnership.models import Group, Person


class DecisionQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Everyone sees published decisions on open items; members all that reached them; officers their groups'."""
        public = Q(published_at__isnull=False, item__access=Access.OPEN, group__is_public=True)
        if not user.is_authenticated:
            return self.filter(public)
        told = Q(published_at__isnull=False) | Q(given_out_at__isnull=False)
        member = Q(group__in=Group.objects.with_member(user).values("pk")) & told
        officer = Q(group__in=Group.objects.supported_by(user).values("pk"))
        return self.filter(public | member | officer)

    def published(self):
        return self.filter(published_at__isnull=False)

    def unpublished(self):
        return self.filter(published_at=None)

    def of_group(self, group):
        return self.filter(group=group)

    def of_meeting(self, meeting):
        return self.filter(item__meeting=meeting)

    def superseded_by_it(self, decision):
        """Those whose place a decision has taken."""
        return self.filter(superseded_by=decision)

    def in_year(self, year):
        return self.filter(year=year)

    def later_than(self, decision):
        return self.filter(Q(year__gt=decision.year) | Q(year=decision.year, number__gt=decision.number))

    def with_outcome(self, outcome):
        return self.filter(outcome=outcome)

    def on_topic(self, topic):
        return self.filter(item__topics=topic)

    def in_locality(self, locality):
        return self.filter(item__localities=locality)

    def in_force(self):
        """Agreed, and no other decision has taken their place."""
        return self.filter(outcome__in=Decision.IN_FORCE, superseded_by=None)

    def key_only(self):
        return self.filter(is_key=True)

    def with_words(self, words, *, items):
        """Those that say it, and those on one of the `items` that the reader sees, if that says it."""
        query = SearchQuery(words, search_type="websearch", config="english")
        return self.filter(
            Q(search=query) | Q(item__in=items.with_words(words).values("pk")) | Q(ref__iexact=words)
        )

    def with_meeting(self):
        return self.select_related("group", "item__meeting__group", "superseded_by")

    def newest_first(self):
        return self.order_by("-item__meeting__held_on", "-group", "-number")


class Decision(models.Model):
    """What the group decided on an item. Its number is given once and never again."""

    class Outcome(models.TextChoices):
        AGREED = "agreed", "Agreed"
        AGREED_AS_AMENDED = "agreed_as_amended", "Agreed as amended"
        DEFERRED = "deferred", "Deferred"
        REFUSED = "refused", "Refused"
        NOTED = "noted", "Noted"
        WITHDRAWN = "withdrawn", "Withdrawn"
        ELECTED = "elected", "Elected"

    IN_FORCE = (Outcome.AGREED, Outcome.AGREED_AS_AMENDED)

    class Voting(models.TextChoices):
        CONSENSUS = "consensus", "By consensus"
        UNANIMOUS = "unanimous", "Unanimous"
        CARRIED = "carried", "Carried on a vote"
        LOST = "lost", "Lost on a vote"

    item = models.ForeignKey("meetings.AgendaItem", on_delete=models.PROTECT, related_name="decisions")
    group = models.ForeignKey(
        "partnership.Group", editable=False, on_delete=models.PROTECT, related_name="decisions"
    )
    year = models.PositiveSmallIntegerField(editable=False)
    number = models.PositiveIntegerField(editable=False)
    ref = models.CharField(max_length=30, unique=True, editable=False)
    text = models.TextField("what was decided")
    outcome = models.CharField(max_length=20, choices=Outcome)
    reasons = models.TextField(blank=True)
    options_rejected = models.TextField("options considered and rejected", blank=True)
    interests = models.TextField("interests declared", blank=True)
    is_key = models.BooleanField("key decision", default=False)
    effective_on = models.DateField("takes effect on", null=True, blank=True)
    superseded_by = models.ForeignKey(
        "self", null=True, blank=True, editable=False, on_delete=models.PROTECT, related_name="supersedes"
    )

    voting = models.CharField("how it was decided", max_length=20, choices=Voting, default=Voting.CONSENSUS)
    votes_for = models.PositiveSmallIntegerField(null=True, blank=True)
    votes_against = models.PositiveSmallIntegerField(null=True, blank=True)
    abstentions = models.PositiveSmallIntegerField(null=True, blank=True)
    casting_vote_by = models.ForeignKey(
        "partnership.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="casting_votes"
    )

    # How many were in the room, where the group has a quorum, and whether that was too few. Both follow the record of
    # the attendance until the minutes are approved.
    quorum = models.CharField("quorum when it was taken", max_length=200, blank=True, editable=False)
    is_inquorate = models.BooleanField("taken without a quorum", default=False, editable=False)

    # When a version of the minutes with this decision first went to the members.
    given_out_at = models.DateTimeField(null=True, editable=False)
    published_at = models.DateTimeField(null=True, editable=False)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, editable=False, on_delete=models.PROTECT, related_name="+"
    )
    search = models.GeneratedField(
        expression=SearchVector("ref", "text", "reasons", config="english"),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    objects = DecisionQuerySet.as_manager()

    class Meta:
        ordering = ["group", "year", "number"]
        indexes = [
            GinIndex(fields=["search"], name="decision_search"),
            models.Index(fields=["outcome"], name="decisions_by_outcome"),
            models.Index(
                fields=["-published_at", "-id"],
                condition=Q(published_at__isnull=False),
                name="decisions_by_publication",
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["group", "year", "number"], name="decision_number_is_given_once"),
            models.CheckConstraint(condition=Q(number__gte=1), name="decision_numbers_begin_at_one"),
            all_or_none("published_at", "published_by", name="decision_published_at_and_by"),
            all_or_none("votes_for", "votes_against", name="decision_votes_are_counted_on_both_sides"),
            models.CheckConstraint(
                condition=~Q(voting="consensus")
                | Q(votes_for=None, votes_against=None, abstentions=None, casting_vote_by=None),
                name="decision_by_consensus_counts_no_votes",
                violation_error_message="A decision by consensus has no votes to count.",
            ),
            models.CheckConstraint(
                condition=~Q(voting="unanimous") | Q(votes_against=None) | Q(votes_against=0),
                name="decision_unanimous_has_nobody_against",
                violation_error_message="A unanimous decision has no votes against.",
            ),
            models.CheckConstraint(
                condition=~Q(voting="carried")
                | Q(votes_for__gt=F("votes_against"))
                | Q(votes_for=F("votes_against"), casting_vote_by__isnull=False),
                name="decision_carried_has_more_votes_for",
                violation_error_message="Carried needs more votes for than against, or a casting vote on a tie.",
            ),
            models.CheckConstraint(
                condition=~Q(voting="lost")
                | Q(votes_against__gt=F("votes_for"))
                | Q(votes_for=F("votes_against")),
                name="decision_lost_has_no_majority",
                violation_error_message="Lost needs at least as many votes against as for.",
            ),
            models.CheckConstraint(
                condition=Q(casting_vote_by=None) | Q(votes_for=F("votes_against")),
                name="decision_casting_vote_breaks_a_tie",
                violation_error_message="A casting vote is given only when the votes are equal.",
            ),
            models.CheckConstraint(
                condition=Q(superseded_by=None) | ~Q(superseded_by=F("id")),
                name="decision_does_not_supersede_itself",
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="decision_numbers_have_no_gaps",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                func="""
                    PERFORM 1 FROM partnership_group WHERE id = NEW.group_id FOR NO KEY UPDATE;
                    IF NEW.number <> 1 + COALESCE((SELECT MAX(number) FROM meetings_decision
                            WHERE group_id = NEW.group_id AND year = NEW.year), 0) THEN
                        RAISE EXCEPTION 'decision numbers have no gaps' USING ERRCODE = 'check_violation';
                    END IF;
                    RETURN NEW;
                """,
            ),
            pgtrigger.Protect(name="decisions_are_kept", operation=pgtrigger.Delete),
            no_truncate("decision"),
            pgtrigger.Trigger(
                name="decision_number_stays",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                func="""
                    IF ROW(NEW.item_id, NEW.group_id, NEW.year, NEW.number, NEW.ref)
                       IS DISTINCT FROM ROW(OLD.item_id, OLD.group_id, OLD.year, OLD.number, OLD.ref) THEN
                        RAISE EXCEPTION 'a decision keeps its number' USING ERRCODE = 'check_violation';
                    END IF;
                    IF OLD.published_at IS NOT NULL AND
                       ROW(NEW.text, NEW.outcome, NEW.reasons, NEW.options_rejected, NEW.interests, NEW.is_key,
                           NEW.effective_on, NEW.voting, NEW.votes_for, NEW.votes_against, NEW.abstentions,
                           NEW.casting_vote_by_id, NEW.published_at, NEW.published_by_id)
                       IS DISTINCT FROM
                       ROW(OLD.text, OLD.outcome, OLD.reasons, OLD.options_rejected, OLD.interests, OLD.is_key,
                           OLD.effective_on, OLD.voting, OLD.votes_for, OLD.votes_against, OLD.abstentions,
                           OLD.casting_vote_by_id, OLD.published_at, OLD.published_by_id) THEN
                        RAISE EXCEPTION 'a published decision never changes' USING ERRCODE = 'check_violation';
                    END IF;
                    RETURN NEW;
                """,
            ),
        ]

    def __str__(self) -> str:
        return self.ref

    def get_absolute_url(self) -> str:
        return reverse("meetings:decision", args=[self.ref])

    def voters(self) -> models.QuerySet[Person]:
        """Whoever was in the room; while nobody is recorded, the members of the day; and whoever is named already."""
        meeting = self.item.meeting
        there = meeting.attendances.in_the_room().values("person")
        if not there:
            there = meeting.group.memberships.on(meeting.held_on).values("person")
        named = Q(named_votes__decision=self) | Q(casting_votes=self)
        return Person.objects.filter(Q(pk__in=there) | named).distinct()

    @property
    def is_published(self) -> bool:
        return self.published_at is not None

    @property
    def is_in_force(self) -> bool:
        """Agreed, and no other decision has taken its place: what it allows may be done."""
        return self.outcome in self.IN_FORCE and self.superseded_by_id is None


class NamedVote(models.Model):
    """How one person voted on one decision, where names were taken."""

    class Choice(models.TextChoices):
        FOR = "for", "For"
        AGAINST = "against", "Against"
        ABSTAINED = "abstained", "Abstained"

    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="named_votes")
    person = models.ForeignKey("partnership.Person", on_delete=models.PROTECT, related_name="named_votes")
    choice = models.CharField(max_length=10, choices=Choice)

    class Meta:
        ordering = ["person__name"]
        constraints = [
            models.UniqueConstraint(fields=["decision", "person"], name="named_vote_once_for_each_person")
        ]
        triggers = [
            pgtrigger.Trigger(
                name="named_votes_of_published_decisions_stay",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
                func="""
                    IF EXISTS (SELECT 1 FROM meetings_decision d WHERE d.published_at IS NOT NULL
                               AND d.id IN (COALESCE(NEW.decision_id, OLD.decision_id), OLD.decision_id)) THEN
                        RAISE EXCEPTION 'a published decision never changes' USING ERRCODE = 'check_violation';
                    END IF;
                    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
                    RETURN NEW;
                """,
            ),
            no_truncate("named_vote"),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.get_choice_display().lower()}"
