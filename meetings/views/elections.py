"""The page on which a group's officers are elected."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.template.response import TemplateResponse
from django.views.decorators.http import require_http_methods

from core.refusals import Refused, require
from core.templatetags.house import error_links
from meetings import declared, operations
from meetings.forms.elections import DeclareElectionForm, NominateForm, UndoElectionForm
from meetings.models import AgendaItem, Election, Meeting, Minutes, Nomination
from meetings.permissions import can_hold_election
from meetings.views.agenda import item_at
from meetings.views.steps import done, trail_to
from partnership.models import OfficeTerm, User


@require_http_methods(["GET", "POST"])
def election(request: HttpRequest, group: str, day: date, number: str) -> HttpResponse:
    """Who is nominated for which office, who withdrew, how it was voted, who won; and undoing a mistake."""
    item = item_at(request, group, day, number)
    require(can_hold_election, request.user, item.meeting)

    page = ElectionPage(item, request.POST if request.method == "POST" else None)
    if request.method == "POST" and (sentence := page.do(by=request.user)):
        return done(request, sentence, f"{request.path}#{page.anchor}")
    context = {
        "meeting": item.meeting,
        "item": item,
        "page": page,
        "has_begun": item.meeting.status in (Meeting.Status.UNDER_WAY, Meeting.Status.CLOSED),
        "is_final": Minutes.objects.approved().of_meeting(item.meeting).exists(),
        "trail": [*trail_to(item.meeting), (f"Item {item.number}", item.get_absolute_url())],
    }
    return TemplateResponse(request, "meetings/election.html", context)


@dataclass
class Contest:
    """One office that is up for election, with what the page asks about it."""

    election: Election
    holder: OfficeTerm | None
    declare: DeclareElectionForm
    undo: UndoElectionForm
    said: list[str] = field(default_factory=list)

    @property
    def can_be_undone(self) -> bool:
        """What is published never changes: then only a later election can take its place."""
        return self.election.decision is not None and not self.election.decision.is_published


class ElectionPage:
    """The elections under one item, and what a press of a button does to them."""

    def __init__(self, item: AgendaItem, posted: QueryDict | None) -> None:
        self.item = item
        self.what, _, self.pk = (posted.get("do", "") if posted else "").partition("-")
        self.posted, self.anchor, self.refusal = posted, "content", ""
        self.nominate = NominateForm(posted if self.what == "nominate" else None, meeting=item.meeting)
        self.contests = [self._contest(each) for each in self._elections()]

    def do(self, *, by: User) -> str:
        """What has happened; nothing when it was refused, which the page then says."""
        try:
            return self._do(by)
        except Refused as refusal:
            self.refusal = str(refusal)
            return ""

    def _do(self, by: User) -> str:
        if self.what == "nominate":
            named = self.nominate.carry_out(operations.nominate, self.item, by=by)
            return self._at(named.election, f"{named.person} is nominated.") if named else ""
        for each in self.contests:
            if self.what == "withdraw" and (nomination := self._nomination(each.election)):
                operations.withdraw_nomination(nomination, by=by)
                return self._at(each.election, f"{nomination.person} has withdrawn.")
            if str(each.election.pk) != self.pk:
                continue
            if self.what == "declare":
                elected = each.declare.carry_out(operations.declare_election, each.election, by=by)
                return (
                    self._at(elected, f"{elected.winner.person} is elected: {elected.decision}.")
                    if elected
                    else ""
                )
            if self.what == "undo":
                undone = each.undo.carry_out(operations.undo_election, each.election, by=by)
                return self._at(undone, "The election is undone.") if undone else ""
        return ""

    @property
    def errors(self) -> list[tuple[str, str]]:
        """Everything that is wrong, each with the box to mend."""
        found = [("", self.refusal)] if self.refusal else []
        forms: list[Any] = [self.nominate]
        for each in self.contests:
            forms += [each.declare, each.undo]
        return found + [link for form in forms if form.is_bound for link in error_links([], form)]

    def _elections(self) -> list[Election]:
        elections = list(Election.objects.of_item(self.item).with_nominations().order_by("pk"))
        for each in elections:
            each.item = self.item
        return elections

    def _contest(self, election: Election) -> Contest:
        def answers(what: str) -> QueryDict | None:
            return self.posted if (self.what, self.pk) == (what, str(election.pk)) else None

        terms = self.item.meeting.group.office_terms.on(self.item.meeting.held_on)
        return Contest(
            election,
            terms.filter(office=election.office).select_related("person").first(),
            DeclareElectionForm(answers("declare"), election=election),
            UndoElectionForm(answers("undo"), election=election),
            declared.said_of(election),
        )

    def _nomination(self, election: Election) -> Nomination | None:
        return next((each for each in election.nominations.all() if str(each.pk) == self.pk), None)

    def _at(self, election: Election, sentence: str) -> str:
        self.anchor = f"election-{election.office}"
        return sentence
