"""Half a year of a made-up partnership in which everything happens that is reminded of, written by hand.

What the demonstration record has none of: actions, a consultation, a plan, a way of reaching people, an office that
runs out. Every daily entry of the timetable runs on every morning. About seven seconds of work.
"""

from collections.abc import Callable
from datetime import date, time

import pytest
import time_machine

from engagement import operations as engagement
from engagement.models import Consultee
from localities import operations as localities
from meetings import operations as meetings
from meetings.models import ActionItem, Minutes
from partnership.models import Notice, Organisation, Person, User
from partnership.operations import follow
from tests.factories import reports
from tests.factories.engagement import launched
from tests.factories.localities import LocalityFactory, MechanismFactory
from tests.factories.meetings import MeetingFactory, closed
from tests.factories.partnership import (
    GroupFactory,
    MembershipFactory,
    OfficerSupportFactory,
    OfficeTermFactory,
    OrganisationFactory,
    PersonFactory,
    UserFactory,
)
from tests.once import kept_for_the_file
from tests.year import Mornings, at, told

pytestmark = pytest.mark.django_db

MEETING = "Town Group, 25 January 2027"
EXPECTED = {
    # Papers for Monday 25 January must be out by Friday 15 January. The author's report is not ready either.
    "8 January": told("papers_due", "officer", MEETING) + told("report_wanted", "author", "A framework"),
    "14 January": told("papers_due", "officer", MEETING) + told("report_wanted", "author", "A framework"),
    # The agenda went out on the 14th; the report was still not ready, and now the chair hears as well.
    "16 January": told("papers_late", "chair officer", MEETING)
    + told("report_wanted", "author", "A framework"),
    # Last looked at on 15 January 2026: whoever leads the place, and the body whose it is, in next month's list.
    "1 February": told("mechanisms_stale", "lead member", "Valley"),
    # Ten days after the meeting nobody has a draft.
    "4 February": told("minutes_overdue", "officer", MEETING),
    # Two actions are due on the 12th. The chair owns one. Nora has no login, and her minutes are not given out, so that
    # it is the officer who hears of hers.
    "5 February": told("actions_due", "chair", "chair") + told("actions_due", "officer", "officer"),
    # Monday: the consultation was launched, and a body of the sector is asked by name.
    "8 February": told(
        "sector_digest_made", "member", "Digest for the sector, 7 December 2026 to 7 February 2027"
    ),
    # The day itself. The draft is out since the 10th, so that a colleague of Nora's body hears. The officer hears of
    # Paul, who has neither login nor body and whose action is due in a week.
    "12 February": told("actions_due", "chair", "chair")
    + told("actions_due", "member", "member")
    + told("actions_due", "officer", "officer"),
    # The chair is done; Nora is late.
    "13 February": told("actions_due", "member", "member"),
    # Paul's day. Corrections can be proposed until the 20th, by the members who can sign in.
    "19 February": told("actions_due", "officer", "officer")
    + told("corrections_closing", "chair member", f"Minutes of {MEETING}"),
    # A week later again, for Nora; the morning after, for Paul.
    "20 February": told("actions_due", "member", "member") + told("actions_due", "officer", "officer"),
    "27 February": told("actions_due", "member", "member") + told("actions_due", "officer", "officer"),
    # Monday: Nora's has been overdue for two weeks. Paul's, for ten days, is not in the list yet.
    "1 March": told("actions_overdue", "chair officer", "Town Group")
    + told("mechanisms_stale", "lead member", "Valley"),
    "6 March": told("actions_due", "member", "member") + told("actions_due", "officer", "officer"),
    # Both are in it. Two days later both are closed, and nobody hears of them again.
    "8 March": told("actions_overdue", "chair officer", "Town Group"),
    "1 April": told("mechanisms_stale", "lead member", "Valley"),
    # Sixty days before the chair's term ends.
    "2 April": told("term_ending", "chair officer", "The Chair, Chair of the Town Group"),
    # Four weeks before the plan is to be reviewed.
    "3 April": told("plan_review_due", "lead", "Valley plan"),
    # The consultation closes on the 26th. A body asked by name, a follower, and the officer with who has not replied.
    "19 April": told("answer_wanted", "member", "The Alliance")
    + told("consultation_closing", "follower", "Where the market should be")
    + told("consultation_nearly_over", "officer", "Where the market should be"),
    # The body has said that it has no view.
    "25 April": told("consultation_closing", "follower", "Where the market should be")
    + told("consultation_nearly_over", "officer", "Where the market should be"),
    # It closed at the end of the 26th; five minutes later the clock tells whoever follows it.
    "27 April": told("consultation_closed", "follower", "Where the market should be"),
    # Nobody has looked for a quarter of a year after it came to be stale: the administrators hear of it.
    "1 May": told("mechanisms_stale", "administrator lead member", "Valley")
    + told("plan_review_due", "lead", "Valley plan"),
    # Monday: it has closed, which is new to the sector that was asked. What was alone in the weeks before waited.
    "3 May": told("sector_digest_made", "member", "Digest for the sector, 8 February 2027 to 2 May 2027"),
    # Four weeks before the day on which the group is to be reviewed.
    "4 May": told("group_review_due", "officer", "Town Group"),
    # People were promised to hear by 10 May.
    "11 May": told("consultation_feedback_overdue", "officer", "Where the market should be"),
    # Two weeks before the term ends, and a week after the promise was broken.
    "18 May": told("consultation_feedback_overdue", "officer", "Where the market should be")
    + told("term_ending", "chair officer", "The Chair, Chair of the Town Group"),
    "25 May": told("consultation_feedback_overdue", "chair officer", "Where the market should be"),
    "29 May": told("plan_review_due", "administrator lead", "Valley plan"),
    # The term has run out and nobody has said who follows. The mechanism was looked at in May.
    "1 June": told("term_run_out", "administrator chair officer", "The Chair, Chair of the Town Group"),
}


def day(month: int, number: int) -> date:
    return date(2027, month, number)


class Town:
    """The partnership, and what its people do on which noon."""

    def __init__(self) -> None:
        founded = date(2026, 1, 1)
        self.group = GroupFactory(name="Town Group", keeps_register=False, review_on=day(6, 1))
        self.officer = OfficerSupportFactory(
            group=self.group, user=self.login("officer"), starts_on=founded
        ).user
        self.alliance = OrganisationFactory(name="The Alliance", sector=Organisation.Sector.VOLUNTARY)
        self.chair = self.joins("The Chair", self.login("chair"))
        self.joins("A Member", self.login("member"), organisation=self.alliance)
        self.nora = self.joins("Nora", None, organisation=self.alliance)
        self.paul = self.joins("Paul", None)
        OfficeTermFactory(group=self.group, person=self.chair, starts_on=founded, due_to_end_on=day(6, 1))
        self.login("administrator", is_staff=True)
        follow(self.group, by=self.login("follower"))
        self.valley = LocalityFactory(name="Valley")
        lead = PersonFactory(name="Lead", user=self.login("lead"))
        localities.change_lead(self.valley, person=lead, on=date(2027, 1, 1), by=None)
        self.mechanism = MechanismFactory(
            locality=self.valley, owner=self.alliance, last_checked_on=date(2026, 1, 15)
        )
        localities.add_plan(self.valley, name="Valley plan", kind="parish", review_due_on=day(5, 1), by=None)
        self.meeting = MeetingFactory(group=self.group, held_on=day(1, 25))
        reports.begun(self.group, author=self.login("author"), meeting=self.meeting)
        self.noons: dict[date, Callable[[], object]] = {
            day(1, 14): lambda: meetings.publish_agenda(self.meeting, by=self.officer),
            day(1, 25): self.meet,
            day(2, 1): self.consult,
            day(2, 10): lambda: meetings.circulate_minutes(
                Minutes.objects.get(meeting=self.meeting), by=self.officer
            ),
            day(2, 12): lambda: self.close("Write to the partners"),
            day(3, 10): lambda: (self.close("Find a room"), self.close("Count the chairs")),
            day(4, 20): lambda: engagement.edit_consultee(
                Consultee.objects.get(), reply="declined", by=self.officer
            ),
            day(5, 10): lambda: localities.check_mechanism(
                self.mechanism, verdict="works", evidence="Seen", last_checked_on=day(5, 10), by=None
            ),
        }

    def login(self, name: str, **values) -> User:
        return UserFactory(email=f"{name}@example.org", **values)

    def joins(self, name: str, user: User | None, organisation: Organisation | None = None) -> Person:
        person = PersonFactory(name=name, user=user, organisation=organisation)
        MembershipFactory(
            group=self.group, person=person, organisation=organisation, starts_on=date(2026, 1, 1)
        )
        return person

    def meet(self) -> None:
        meeting = meetings.start_meeting(self.meeting, by=self.officer)
        item = meeting.items.order_by("position").first()
        for text, owner, due_on in [
            ("Write to the partners", self.chair, day(2, 12)),
            ("Find a room", self.nora, day(2, 12)),
            ("Count the chairs", self.paul, day(2, 19)),
        ]:
            meetings.add_action(item, text=text, owner=owner, due_on=due_on, by=self.officer)
        closed(meeting)

    def consult(self) -> None:
        consultation = launched(
            self.group, opens_on=day(2, 1), closes_on=day(4, 26), feedback_due_on=day(5, 10)
        )
        engagement.add_consultee(
            consultation,
            name="The Alliance",
            organisation=self.alliance,
            invited_on=day(2, 1),
            by=self.officer,
        )

    def close(self, text: str) -> None:
        meetings.close_action(ActionItem.objects.get(text=text), note="Done.", by=self.officer)


@pytest.fixture(scope="module")
def mornings(django_db_setup, django_db_blocker):
    mornings = Mornings(done=date(2027, 1, 4))

    def lived_through():
        with time_machine.travel(at(date(2027, 1, 4), time(12)), tick=False):
            town = Town()
        for noon, do in town.noons.items():
            mornings.until(noon)
            with time_machine.travel(at(noon, time(12)), tick=False):
                do()
        mornings.until(day(6, 5))
        return mornings

    with kept_for_the_file(django_db_blocker, lived_through) as lived:
        yield lived


def test_every_morning_tells_what_it_should(mornings):
    assert mornings.in_year(2027) == {day: sorted(list_) for day, list_ in EXPECTED.items()}


def test_nothing_of_it_was_dropped_and_all_was_sent(mornings):
    assert not Notice.objects.dropped().exists()
    assert len(mornings.sent) == sum(len(list_) for list_ in EXPECTED.values())


def test_a_body_that_was_reminded_is_marked_so(mornings):
    assert Consultee.objects.get().reminded_on == day(4, 19)
