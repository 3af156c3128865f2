"""A decision is corrected until it is published; after that only a later one takes its place."""

import pytest

from core import history
from core.refusals import Refused
from meetings import operations
from meetings.models import Decision
from tests.factories.meetings import DecisionFactory, officer_of, with_decisions_published
from tests.factories.partnership import MembershipFactory

pytestmark = pytest.mark.django_db
WORDS = {"text": "Go on.", "outcome": "agreed", "voting": "consensus"}


@pytest.fixture
def decision():
    return DecisionFactory()


@pytest.fixture
def voter(decision):
    return MembershipFactory(group=decision.group, person__name="Val Voter").person


@pytest.fixture
def send(client, decision, voter):
    """Send one of the decision's forms as its officer."""
    client.force_login(officer_of(decision.group))
    return lambda verb, **answers: client.post(f"{decision.get_absolute_url()}{verb}/", answers)


def test_everything_about_a_decision_can_be_corrected(send, decision, voter):
    answers = {
        "text": "Keep the **profiles**.",
        "outcome": "agreed_as_amended",
        "reasons": "Continuity",
        "options_rejected": "New ones",
        "interests": "None",
        "is_key": "on",
        "effective_on_0": "1",
        "effective_on_1": "4",
        "effective_on_2": "2007",
        "voting": "carried",
        "votes_for": "2",
        "votes_against": "2",
        "abstentions": "0",
        "casting_vote_by": voter.pk,
        f"vote_{voter.pk}": "for",
    }

    assert send("edit", **answers).status_code == 302

    decision.refresh_from_db()
    assert (decision.text, decision.outcome, decision.is_key) == (
        "Keep the **profiles**.",
        "agreed_as_amended",
        True,
    )
    assert (decision.votes_for, decision.votes_against, decision.casting_vote_by) == (2, 2, voter)
    assert [(vote.person, vote.choice) for vote in decision.named_votes.all()] == [(voter, "for")]
    assert history.of(decision).filter(changes__has_key="named votes").exists()


@pytest.mark.parametrize(
    ("answers", "question", "sentence"),
    [
        ({"text": ""}, "text", "Fill in “What was decided”."),
        ({"text": "a\x00b"}, "text", "contains a character that cannot be kept"),
        ({"text": "x" * 100_001}, "text", "characters or fewer"),
        ({"outcome": ""}, "outcome", "Choose an answer"),
        ({"voting": "by lot"}, "voting", "Choose one of the answers"),
        (
            {"votes_for": "3", "votes_against": "0"},
            "voting",
            "A decision by consensus has no votes to count.",
        ),
        ({"voting": "carried", "votes_for": "3"}, "votes_against", "Count the votes on both sides"),
        (
            {"voting": "carried", "votes_for": "2", "votes_against": "3"},
            "votes_for",
            "more votes for than against",
        ),
        ({"voting": "carried", "votes_for": "-1", "votes_against": "3"}, "votes_for", "must be 0 or more"),
        (
            {"voting": "carried", "votes_for": "99999", "votes_against": "3"},
            "votes_for",
            "must be 999 or less",
        ),
        ({"voting": "lost", "votes_for": "3", "votes_against": "2"}, "votes_against", "at least as many"),
        (
            {"voting": "unanimous", "votes_for": "3", "votes_against": "2"},
            "votes_against",
            "no votes against",
        ),
        (
            {"effective_on_0": "31", "effective_on_1": "2", "effective_on_2": "2007"},
            "effective_on",
            "February",
        ),
    ],
)
def test_each_wrong_answer_gets_a_sentence_and_the_rest_is_kept(send, decision, answers, question, sentence):
    answer = send("edit", **(WORDS | {"reasons": "Kept <as typed>"} | answers))

    assert answer.status_code == 200
    errors = answer.context["form"].errors
    assert sentence in errors[question][0]
    assert "Kept &lt;as typed&gt;" in answer.content.decode()
    assert Decision.objects.get(pk=decision.pk).reasons == ""


def test_names_go_with_a_vote_and_not_beyond_its_count(send, voter):
    by_consensus = send("edit", **WORDS, **{f"vote_{voter.pk}": "for"})
    too_many = send(
        "edit",
        **{**WORDS, "voting": "lost", "votes_for": "0", "votes_against": "2", f"vote_{voter.pk}": "for"},
    )

    assert "named how people voted" in by_consensus.context["form"].errors["voting"][0]
    assert "More people are named" in too_many.context["form"].non_field_errors()[0]


def test_a_group_without_a_casting_vote_records_none(send, decision, voter):
    decision.group.chair_has_casting_vote = False
    decision.group.save()

    answer = send(
        "edit",
        **{**WORDS, "voting": "carried", "votes_for": "2", "votes_against": "2", "casting_vote_by": voter.pk},
    )

    assert "no casting vote" in answer.context["form"].errors["casting_vote_by"][0]


def test_publishing_is_for_good(send, decision):
    send("publish")
    again = send("publish")
    edited = send("edit", **WORDS)
    withdrawn = send("withdraw", reason="A slip")

    decision.refresh_from_db()
    assert decision.is_published
    for answer in (again, edited, withdrawn):
        assert "is published and never changes" in answer.context["form"].non_field_errors()[0]


def test_a_withdrawn_decision_keeps_its_number(send, decision):
    assert set(send("withdraw").context["form"].errors) == {"reason"}
    send("withdraw", reason="Logged twice")
    later = DecisionFactory(item=decision.item)

    decision.refresh_from_db()
    assert (decision.outcome, decision.number, later.number) == ("withdrawn", 1, 2)
    assert history.of(decision).first().reason == "Logged twice"


def test_all_decisions_of_a_meeting_are_published_at_once(client, send, decision):
    DecisionFactory(item=decision.item)
    address = f"{decision.item.meeting.get_absolute_url()}decisions/publish/"

    assert client.post(address).status_code == 302
    again = client.post(address)

    assert not Decision.objects.unpublished().exists()
    assert again.context["form"].non_field_errors() == [
        "Every decision of this meeting is published already."
    ]


def test_only_a_later_decision_of_the_group_takes_the_place_of_one(send, decision):
    elsewhere = DecisionFactory()
    later = DecisionFactory(item=decision.item)

    refused = send("supersede", successor=elsewhere.ref)
    send("supersede", successor=later.ref)
    again = send("supersede", successor=later.ref)

    assert set(refused.context["form"].errors) == {"successor"}
    decision.refresh_from_db()
    assert decision.superseded_by == later
    assert "taken its place already" in str(again.context["form"].errors)
    with pytest.raises(Refused, match="Only a later decision"):
        operations.supersede_decision(later, successor=decision, by=officer_of(decision.group))


def test_a_published_decision_still_hears_of_its_successor(send, decision):
    later = DecisionFactory(item=decision.item)
    with_decisions_published(decision.item.meeting)

    send("supersede", successor=later.ref)

    decision.refresh_from_db()
    assert decision.superseded_by == later
