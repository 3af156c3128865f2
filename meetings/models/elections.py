"""Whom a group elected to its offices."""

import pgtrigger
from django.db import models
from django.db.models import F, Prefetch, Q

from core.models import no_truncate
from meetings.models.decisions import Decision
from partnership.models import Group, OfficeTerm

STAYS_WHEN_APPROVED = """
    IF EXISTS (SELECT 1 FROM meetings_agendaitem i
               JOIN meetings_minutes m ON m.meeting_id = i.meeting_id
               WHERE m.status = 'approved' AND i.id IN ({items})) THEN
        RAISE EXCEPTION 'approved minutes stay as approved' USING ERRCODE = 'check_violation';
    END IF;
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
    RETURN NEW;
"""


class ElectionQuerySet(models.QuerySet):
    def visible_to(self, user):
        """A declared election with the decision that declares it; officers see all of their groups'."""
        declared = Q(decision__in=Decision.objects.visible_to(user).values("pk"))
        officer = Q(item__meeting__group__in=Group.objects.supported_by(user).values("pk"))
        return self.filter(declared | officer)

    def declared(self):
        return self.filter(decision__isnull=False)

    def of_meeting(self, meeting):
        return self.filter(item__meeting=meeting)

    def of_item(self, item):
        return self.filter(item=item)

    def of_terms(self, terms):
        """Those by which any of these terms of office began or ended."""
        return self.filter(Q(began_term__in=terms) | Q(ended_term__in=terms))

    def with_nominations(self):
        """Each with whoever was nominated, by whom, and what came of it."""
        nominations = Nomination.objects.select_related("person", "proposer", "seconder")
        return self.select_related(
            "winner__person", "casting_vote_by", "decision", "began_term", "ended_term__person"
        ).prefetch_related(Prefetch("nominations", nominations))


class Election(models.Model):
    """A group elects somebody to one of its offices. Whoever wins takes it over from whoever holds it."""

    class Method(models.TextChoices):
        UNOPPOSED = "unopposed", "Unopposed, by acclamation"
        SHOW_OF_HANDS = "show_of_hands", "Show of hands"
        SECRET_BALLOT = "secret_ballot", "Secret ballot"
        NOT_RECORDED = "not_recorded", "Not recorded"

    class TieBreak(models.TextChoices):
        LOTS = "lots", "Lots were drawn"
        CASTING_VOTE = "casting_vote", "The casting vote"

    item = models.ForeignKey("meetings.AgendaItem", on_delete=models.PROTECT, related_name="elections")
    office = models.CharField(max_length=20, choices=OfficeTerm.Office)
    method = models.CharField("how it was voted", max_length=20, choices=Method, blank=True)
    is_unanimous = models.BooleanField("unanimous", default=False)
    abstentions = models.PositiveSmallIntegerField(
        "abstentions and spoilt ballot papers", null=True, blank=True
    )
    tie_broken_by = models.CharField("what broke the tie", max_length=20, choices=TieBreak, blank=True)
    casting_vote_by = models.ForeignKey(
        "partnership.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    takes_office_on = models.DateField("takes office on", null=True, blank=True)
    winner = models.OneToOneField(
        "meetings.Nomination", null=True, blank=True, on_delete=models.PROTECT, related_name="won"
    )
    decision = models.OneToOneField(
        Decision, null=True, blank=True, on_delete=models.PROTECT, related_name="election"
    )
    # What followed: the term that began, the term that ended for it, and when that one would have ended otherwise.
    began_term = models.OneToOneField(
        OfficeTerm, null=True, blank=True, on_delete=models.PROTECT, related_name="begun_by"
    )
    ended_term = models.ForeignKey(
        OfficeTerm, null=True, blank=True, on_delete=models.PROTECT, related_name="ended_by"
    )
    would_have_ended_on = models.DateField(null=True, blank=True, editable=False)

    objects = ElectionQuerySet.as_manager()

    class Meta:
        ordering = ["item", "office"]
        constraints = [
            models.UniqueConstraint(
                fields=["item", "office"],
                name="election_once_for_each_office_and_item",
                violation_error_message="This item has an election to that office already.",
            ),
            models.CheckConstraint(
                condition=Q(
                    decision=None,
                    winner=None,
                    began_term=None,
                    takes_office_on=None,
                    ended_term=None,
                    method="",
                )
                | Q(
                    decision__isnull=False,
                    winner__isnull=False,
                    began_term__isnull=False,
                    takes_office_on__isnull=False,
                )
                & ~Q(method=""),
                name="election_declared_has_its_winner_decision_and_term",
            ),
            models.CheckConstraint(
                condition=~Q(began_term=F("ended_term")) | Q(began_term=None) | Q(ended_term=None),
                name="election_ends_another_term_than_it_begins",
            ),
            models.CheckConstraint(
                condition=Q(tie_broken_by="casting_vote", casting_vote_by__isnull=False)
                | ~Q(tie_broken_by="casting_vote") & Q(casting_vote_by=None),
                name="election_casting_vote_names_who_gave_it",
                violation_error_message="Say who gave the casting vote, and only for a casting vote.",
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="elections_in_approved_minutes_stay",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
                func=STAYS_WHEN_APPROVED.format(
                    items="COALESCE(NEW.item_id, OLD.item_id), COALESCE(OLD.item_id, NEW.item_id)"
                ),
            ),
            no_truncate("election"),
        ]

    def __str__(self) -> str:
        return f"Election of the {self.get_office_display()}, item {self.item.number}"

    def get_absolute_url(self) -> str:
        return self.item.get_absolute_url()

    @property
    def is_declared(self) -> bool:
        return self.decision_id is not None


class Nomination(models.Model):
    """Somebody is proposed for an office. Old records may not say by whom."""

    election = models.ForeignKey(Election, on_delete=models.PROTECT, related_name="nominations")
    person = models.ForeignKey("partnership.Person", on_delete=models.PROTECT, related_name="nominations")
    proposer = models.ForeignKey(
        "partnership.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    seconder = models.ForeignKey(
        "partnership.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    is_withdrawn = models.BooleanField("withdrawn", default=False)
    votes = models.PositiveSmallIntegerField(null=True, blank=True)

    class Meta:
        ordering = ["election", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["election", "person"],
                name="nomination_once_for_each_person",
                violation_error_message="This person is nominated already.",
            ),
            models.CheckConstraint(
                condition=Q(proposer=None) | Q(seconder=None) | ~Q(proposer=F("seconder")),
                name="nomination_has_two_supporters",
                violation_error_message="The proposer cannot second the nomination too.",
            ),
            models.CheckConstraint(
                condition=Q(seconder=None) | ~Q(seconder=F("person")),
                name="nomination_is_not_seconded_by_the_nominee",
                violation_error_message="Nobody seconds their own nomination.",
            ),
            models.CheckConstraint(
                condition=Q(is_withdrawn=False) | Q(votes=None),
                name="nomination_withdrawn_has_no_votes",
                violation_error_message="Somebody who withdrew has no votes.",
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="nominations_in_approved_minutes_stay",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
                func=STAYS_WHEN_APPROVED.format(
                    items="SELECT e.item_id FROM meetings_election e"
                    " WHERE e.id IN (COALESCE(NEW.election_id, OLD.election_id),"
                    " COALESCE(OLD.election_id, NEW.election_id))"
                ),
            ),
            no_truncate("nomination"),
        ]

    def __str__(self) -> str:
        return str(self.person)
