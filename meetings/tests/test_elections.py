"""A group elects its officers: who was nominated, how it was voted, who won, and what follows for the offices."""

from datetime import date

import pytest

from core.refusals import Refused
from meetings import operations
from meetings.models import Decision, Election
from meetings.quorum import most_votes_on
from partnership import operations as partnership
from partnership.models import OfficeTerm
from tests.factories.meetings import (
    HELD_ON,
    AgendaItemFactory,
    MeetingFactory,
    approved,
    circulated,
    closed,
    officer_of,
    started,
)
from tests.factories.partnership import MembershipFactory, OfficeTermFactory, PersonFactory

pytestmark = pytest.mark.django_db
Method = Election.Method


@pytest.fixture
def item(group, officer):
    """An item of a meeting that has started."""
    item = AgendaItemFactory(meeting=MeetingFactory(group=group), title="Chair of the group")
    started(item.meeting)
    return item


@pytest.fixture
def neil(group):
    """The chair before."""
    person = MembershipFactory(group=group, person__name="Neil Before").person
    OfficeTermFactory(group=group, person=person, starts_on=date(2006, 4, 1))
    return person


@pytest.fixture
def sharon(group):
    return MembershipFactory(group=group, person__name="Sharon New").person


@pytest.fixture
def mark(group):
    return MembershipFactory(group=group, person__name="Mark Other").person


@pytest.fixture
def nominate(item):
    def nominate(person, office="chair", **values):
        return operations.nominate(
            item, office=office, person=person, by=officer_of(item.meeting.group), **values
        )

    return nominate


@pytest.fixture
def declare(item):
    def declare(winner, method=Method.UNOPPOSED, **values):
        return operations.declare_election(
            winner.election, winner=winner, method=method, by=officer_of(item.meeting.group), **values
        )

    return declare


def present(item, *people):
    for person in people:
        operations.record_attendance(
            item.meeting, person=person, status="present", by=officer_of(item.meeting.group)
        )


def chairs(group):
    terms = OfficeTerm.objects.filter(group=group, office="chair").order_by("starts_on")
    return [(term.person.name, term.starts_on, term.ends_on) for term in terms]


def test_the_winner_takes_over_on_the_day_and_a_decision_says_so(
    item, group, neil, sharon, nominate, declare
):
    election = declare(nominate(sharon), is_unanimous=True)

    assert chairs(group) == [
        ("Neil Before", date(2006, 4, 1), HELD_ON),
        ("Sharon New", HELD_ON, None),
    ]
    decision = election.decision
    assert (decision.ref, decision.outcome, decision.voting) == ("CEG-2007-1", "elected", "unanimous")
    assert decision.text == "Sharon New is elected Chair of the group."
    assert decision.effective_on is None
    assert (election.began_term.person, election.ended_term.person) == (sharon, neil)


def test_a_later_day_is_the_day_from_which_the_decision_has_effect(group, neil, sharon, nominate, declare):
    election = declare(nominate(sharon), takes_office_on=date(2007, 4, 1), due_to_end_on=date(2008, 4, 1))

    assert election.decision.effective_on == date(2007, 4, 1)
    assert election.decision.text == "Sharon New is elected Chair of the group from 1 April 2007."
    assert chairs(group)[0][2] == date(2007, 4, 1)
    assert election.began_term.due_to_end_on == date(2008, 4, 1)


def test_a_vacant_office_is_simply_filled(group, sharon, nominate, declare):
    election = declare(nominate(sharon, "vice_chair"))

    assert election.ended_term is None
    assert group.office_terms.get(office="vice_chair").starts_on == HELD_ON


def test_whoever_held_it_can_be_elected_again_for_another_term(group, neil, nominate, declare):
    declare(nominate(neil))

    assert [name for name, *_ in chairs(group)] == ["Neil Before", "Neil Before"]


def test_the_count_decides(item, neil, sharon, mark, nominate, declare):
    present(item, neil, sharon, mark)
    one, other = nominate(sharon), nominate(mark)

    election = declare(one, Method.SHOW_OF_HANDS, votes={one: 2, other: 1}, abstentions=0)

    assert list(election.nominations.values_list("votes", flat=True)) == [2, 1]
    assert election.decision.voting == Decision.Voting.CARRIED


@pytest.mark.parametrize(
    ("method", "votes", "more", "sentence"),
    [
        (Method.UNOPPOSED, None, {}, "nobody is elected unopposed"),
        (Method.SHOW_OF_HANDS, None, {}, "Enter how many votes each had."),
        (Method.SECRET_BALLOT, (1, 2), {}, "Mark Other had more votes than Sharon New."),
        (Method.SECRET_BALLOT, (3, 1), {}, "4 votes and abstentions are counted, but 3 people"),
        (Method.SECRET_BALLOT, (2, 1), {"abstentions": 1}, "4 votes and abstentions are counted"),
        (Method.SECRET_BALLOT, (1, 1), {}, "Say what broke the tie"),
        (Method.SECRET_BALLOT, (0, 0), {"tie_broken_by": "lots"}, "Nobody voted for Sharon New."),
        (Method.SECRET_BALLOT, (2, 1), {"tie_broken_by": "lots"}, "nothing had to break a tie"),
        (Method.SECRET_BALLOT, (1, 1), {"tie_broken_by": "casting_vote"}, "Say who gave the casting vote."),
        (Method.SECRET_BALLOT, (2, 1), {"is_unanimous": True}, "It was not unanimous"),
        (Method.NOT_RECORDED, (2, 1), {}, "Say which it was."),
        (Method.SECRET_BALLOT, (2, None), {}, "Enter the votes of Mark Other too"),
    ],
)
def test_a_result_that_the_count_does_not_bear_out_is_refused(
    item, group, neil, sharon, mark, nominate, declare, method, votes, more, sentence
):
    present(item, neil, sharon, mark)
    standing = [nominate(sharon), nominate(mark)]
    counted = {each: n for each, n in zip(standing, votes or (), strict=False) if n is not None}

    with pytest.raises(Refused, match=sentence):
        declare(standing[0], method, votes=counted, **more)

    assert chairs(group) == [("Neil Before", date(2006, 4, 1), None)]
    assert not Decision.objects.exists()


@pytest.mark.parametrize("by_lots", [True, False])
def test_a_tie_is_broken_by_lots_or_by_the_casting_vote(item, neil, sharon, mark, nominate, declare, by_lots):
    present(item, neil, sharon, mark)
    one, other = nominate(sharon), nominate(mark)
    how = {"tie_broken_by": "lots"} if by_lots else {"tie_broken_by": "casting_vote", "casting_vote_by": neil}

    election = declare(one, Method.SECRET_BALLOT, votes={one: 1, other: 1}, **how)

    assert election.winner == one


def test_whoever_left_for_an_interest_has_no_vote(item, neil, sharon, mark, nominate, declare):
    present(item, neil, sharon, mark)
    operations.declare_interest(
        item,
        person=mark,
        nature="personal",
        words="The nominee is my sister",
        action="left",
        by=officer_of(item.meeting.group),
    )
    one, other = nominate(sharon), nominate(neil)

    with pytest.raises(Refused, match="3 votes and abstentions are counted, but 2 people"):
        declare(one, Method.SHOW_OF_HANDS, votes={one: 2, other: 1})


def test_whoever_has_gone_has_no_vote(item, neil, sharon, mark, nominate, declare):
    present(item, neil, sharon, mark)
    gone = item.meeting.attendances.get(person=neil)
    operations.record_leaving(gone, item=item, by=officer_of(item.meeting.group))
    winner, other = nominate(sharon), nominate(mark)

    with pytest.raises(Refused, match="3 votes and abstentions are counted, but 2 people"):
        declare(winner, Method.SHOW_OF_HANDS, votes={winner: 2, other: 1})

    declare(winner, Method.SHOW_OF_HANDS, votes={winner: 2, other: 0})


@pytest.mark.parametrize("status", ["present", "in_attendance", "guest"])
def test_whoever_is_no_member_has_no_vote(item, neil, sharon, nominate, declare, status):
    present(item, neil, sharon)
    operations.record_attendance(
        item.meeting, person=PersonFactory(), status=status, by=officer_of(item.meeting.group)
    )
    one, other = nominate(sharon), nominate(neil)

    with pytest.raises(Refused, match="3 votes and abstentions are counted, but 2 people"):
        declare(one, Method.SHOW_OF_HANDS, votes={one: 2, other: 1})


def test_a_term_that_ended_that_day_gives_no_vote(item, group, neil, sharon, mark, nominate, declare):
    present(item, neil, sharon, mark)
    group.memberships.filter(person=mark).update(ends_on=HELD_ON)
    one, other = nominate(sharon), nominate(neil)

    with pytest.raises(Refused, match="3 votes and abstentions are counted, but 2 people"):
        declare(one, Method.SHOW_OF_HANDS, votes={one: 2, other: 1})


@pytest.mark.parametrize(
    ("rule", "stands_for_a_member", "votes"),
    [("members", True, 2), ("substitutes", True, 3), ("organisations", True, 3), ("substitutes", False, 2)],
)
def test_a_substitute_votes_where_the_rule_says_so_and_for_a_named_member(
    item, group, neil, sharon, mark, rule, stands_for_a_member, votes
):
    group.voters = rule
    group.save()
    present(item, neil, sharon)
    operations.record_attendance(
        item.meeting,
        person=PersonFactory(),
        status="substitute",
        substitute_for=mark if stands_for_a_member else PersonFactory(),
        by=officer_of(group),
    )
    item.refresh_from_db()

    assert most_votes_on(item) == votes


def test_nobody_is_elected_who_is_not_nominated_or_has_withdrawn(sharon, mark, neil, nominate, declare):
    one, elsewhere = nominate(sharon), nominate(mark, "vice_chair")

    with pytest.raises(Refused, match="Mark Other is not nominated for this office"):
        operations.declare_election(
            one.election,
            winner=elsewhere,
            method=Method.UNOPPOSED,
            by=officer_of(one.election.item.meeting.group),
        )

    operations.withdraw_nomination(one, by=None)
    with pytest.raises(Refused, match="Nobody is nominated"):
        declare(one)
    nominate(neil)
    with pytest.raises(Refused, match="Sharon New has withdrawn and cannot be elected"):
        declare(one)


def test_whoever_withdrew_can_be_nominated_again_but_nobody_stands_twice(sharon, nominate):
    first = nominate(sharon)
    with pytest.raises(Refused, match="nominated already"):
        nominate(sharon)
    operations.withdraw_nomination(first, by=None)

    assert nominate(sharon) == first


@pytest.mark.parametrize(
    ("supporters", "sentence"),
    [
        (lambda ann, nominee: {"proposer": ann, "seconder": ann}, "cannot second the nomination too"),
        (lambda ann, nominee: {"seconder": nominee}, "Nobody seconds their own nomination"),
    ],
)
def test_a_nomination_has_two_supporters(sharon, mark, nominate, supporters, sentence):
    with pytest.raises(Refused, match=sentence):
        nominate(sharon, **supporters(mark, sharon))


def test_nothing_is_elected_before_the_meeting_begins(group, officer, sharon):
    item = AgendaItemFactory(meeting=MeetingFactory(group=group))

    with pytest.raises(Refused, match="has not started"):
        operations.nominate(item, office="chair", person=sharon, by=officer)


def test_nobody_takes_office_before_they_are_elected(sharon, nominate, declare):
    with pytest.raises(Refused, match="before the meeting that elected them"):
        declare(nominate(sharon), takes_office_on=date(2007, 2, 1))


def test_an_office_changes_hands_once_a_day(group, sharon, mark, item, nominate, declare):
    declare(nominate(sharon))

    with pytest.raises(Refused, match="has elected somebody to that office already"):
        nominate(mark)


def test_a_mistaken_election_is_undone_and_the_terms_are_as_before(
    item, group, neil, sharon, nominate, declare
):
    before = chairs(group)
    election = declare(nominate(sharon))
    decision = election.decision

    operations.undo_election(election, reason="Entered for the wrong person.", by=officer_of(group))

    assert chairs(group) == before
    decision.refresh_from_db()
    assert decision.outcome == Decision.Outcome.WITHDRAWN
    assert not Election.objects.declared().exists()
    # The number stays with the withdrawn decision; the next election gets the next.
    assert declare(election.nominations.get()).decision.ref == "CEG-2007-2"


def test_a_term_that_was_to_end_later_gets_that_day_back(group, neil, sharon, nominate, declare):
    group.office_terms.update(ends_on=date(2007, 12, 1))
    election = declare(nominate(sharon))
    assert chairs(group)[0][2] == HELD_ON

    operations.undo_election(election, reason="A mistake.", by=officer_of(group))

    assert chairs(group) == [("Neil Before", date(2006, 4, 1), date(2007, 12, 1))]


def test_what_others_built_on_cannot_be_undone(group, neil, sharon, nominate, declare):
    election = declare(nominate(sharon))
    partnership.end_office_term(election.began_term, on=date(2007, 6, 1), by=None)

    with pytest.raises(Refused, match="has an end by now"):
        operations.undo_election(election, reason="A mistake.", by=officer_of(group))

    assert Election.objects.declared().exists()


def test_a_published_decision_is_not_undone(group, sharon, nominate, declare):
    election = declare(nominate(sharon))
    operations.publish_decision(election.decision, by=officer_of(group))

    with pytest.raises(Refused, match="is published and never changes"):
        operations.undo_election(election, reason="A mistake.", by=officer_of(group))


def test_after_the_minutes_are_approved_nothing_is_undone_nominated_or_declared(
    item, group, neil, sharon, mark, nominate, declare
):
    election = declare(nominate(sharon))
    other = nominate(mark, "vice_chair")
    closed(item.meeting)
    circulated(item.meeting)
    approved(item.meeting)
    officer = officer_of(group)

    for step in (
        lambda: operations.undo_election(election, reason="A mistake.", by=officer),
        lambda: operations.withdraw_nomination(other, by=officer),
        lambda: nominate(neil, "secretary"),
        lambda: declare(other),
    ):
        with pytest.raises(Refused, match="approved and stay as they are"):
            step()


def test_the_decision_of_an_election_is_withdrawn_only_with_it(group, sharon, nominate, declare):
    decision = declare(nominate(sharon)).decision
    officer = officer_of(group)

    with pytest.raises(Refused, match="Undo the election"):
        operations.withdraw_decision(decision, reason="A mistake.", by=officer)
    with pytest.raises(Refused, match="Undo the election"):
        operations.edit_decision(decision, outcome="refused", by=officer)
    operations.edit_decision(decision, reasons="The chair moves round the partners.", by=officer)


def test_somebody_from_outside_the_group_may_be_elected(nominate, declare, group):
    stranger = PersonFactory(name="From Outside")

    declare(nominate(stranger, "secretary"))

    assert group.office_terms.get(office="secretary").person == stranger
