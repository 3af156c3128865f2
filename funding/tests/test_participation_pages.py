"""The pages of a participatory round: what everybody reads, how people vote, what officers are told."""

import re
from decimal import Decimal

import pytest
from django.urls import reverse

from funding import operations
from funding.models import Ballot, Idea, ParticipatoryRound
from funding.tests.doors import words_of
from funding.votes import votes_of
from tests.factories.funding import DAY, YEAR, a_pot, a_stream, another_officer_of, quarter
from tests.factories.localities import LocalityFactory
from tests.factories.meetings import officer_of
from tests.factories.participation import (
    CONTACT,
    a_participatory_round,
    after,
    an_idea,
    codes,
    counting,
    feasible,
    opened,
    vote,
    voting,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def published(pot):
    return operations.publish_pot(pot, by=officer_of(pot.group))


def page(name, round_, *more):
    return reverse(f"funding:{name}", args=[round_.pot.slug, round_.pk, *more])


@pytest.fixture
def officer(client, pot):
    client.force_login(officer_of(pot.group))
    return client


def idea_typed(**values):
    given = {"title": "A bench", "purpose": "To sit on.", "amount": "£1,50.00", "brought_by": "The hall"}
    return given | {"contact": "By post"} | values


# bringing an idea


def test_anybody_with_a_login_brings_an_idea(client, round_, resident):
    client.force_login(resident)
    response = client.post(page("bring_idea", round_), idea_typed(), follow=True)

    assert "The idea is brought" in words_of(response)
    idea = Idea.objects.get()
    assert (idea.amount, idea.entered_by, idea.number) == (150, resident, 1)


def test_whoever_presses_the_button_twice_brings_one_idea(client, round_, resident):
    client.force_login(resident)
    client.post(page("bring_idea", round_), idea_typed())
    again = client.post(page("bring_idea", round_), idea_typed())

    assert "This idea was brought already: it is kept." in words_of(again)
    assert Idea.objects.count() == 1


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"amount": "501"}, "The round has £500.00 in all, and the idea asks for more."),
        ({"amount": "NaN"}, "as a number"),
        ({"amount": "-5"}, "must be 0.01 or more"),
        ({"amount": "9" * 40}, "or less"),
        ({"title": "x" * 121}, "must be 120 characters or fewer"),
        ({"title": "a\x00b"}, "contains a character that cannot be kept"),
        ({"contact": ""}, "Fill in “How to reach you about it”"),
    ],
)
def test_what_is_wrong_with_an_idea_is_said_beside_it(typed, sentence, client, round_, resident):
    client.force_login(resident)
    response = client.post(page("bring_idea", round_), idea_typed(**typed))

    assert response.status_code == 200
    assert sentence in words_of(response)
    assert "To sit on." in response.content.decode()
    assert not Idea.objects.exists()


def test_how_to_reach_somebody_is_for_officers(client, ideas, round_):
    there = page("participatory_round", round_)

    assert CONTACT not in client.get(there).content.decode()
    client.force_login(officer_of(round_.pot.group))
    assert CONTACT in client.get(there).content.decode()


def test_an_idea_not_checked_is_not_on_the_page(client, round_):
    an_idea(round_, title="An unread idea")

    assert "An unread idea" not in client.get(page("participatory_round", round_)).content.decode()


def test_the_officer_checks_an_idea_with_a_reason(officer, round_):
    idea = an_idea(round_)
    there = page("check_idea", round_, idea.number)
    response = officer.post(there, {"feasibility": "not_feasible", "feasibility_reason": " "})

    assert "Say why the idea is not feasible." in words_of(response)
    officer.post(there, {"feasibility": "not_feasible", "feasibility_reason": "The land is not ours."})
    assert "The land is not ours." in words_of(officer.get(page("participatory_round", round_)))


# voting


def test_whoever_has_a_code_votes_without_signing_in(client, ideas, round_):
    round_ = voting(round_)
    [code] = codes(round_, 1)
    there = page("cast_ballot", round_)
    typed = {"code": code, "ideas": [ideas[0].pk, ideas[2].pk]}

    assert "your votes are in" in words_of(client.post(there, typed, follow=True))
    again = client.post(there, typed)
    assert f"The code {code} has voted already. A code votes once." in words_of(again)
    assert Ballot.objects.count() == 1


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"code": "ABCD"}, "“ABCD” is not a code of this round."),
        ({"code": "é\u202e'--"}, "is not a code of this round."),
        ({"code": "A\x00"}, "contains a character that cannot be kept"),
        ({"code": ""}, "Fill in “Your code”."),
        ({"ideas": []}, "Choose at least one idea."),
        ({"ideas": "all"}, "You have 2 votes and chose 3 ideas."),
        ({"ideas": ["999999"]}, "Choose one of the answers offered for"),
        ({"ideas": "refused"}, "Choose one of the answers offered for"),
    ],
)
def test_a_ballot_that_cannot_be_cast_is_told_why(typed, sentence, client, ideas, round_):
    round_ = voting(round_)
    [code] = codes(round_, 1)
    named = {"all": [idea.pk for idea in ideas[:3]], "refused": [ideas[3].pk]}
    given = {"code": code, "ideas": [ideas[0].pk]} | typed
    given["ideas"] = named.get(str(given["ideas"]), given["ideas"])
    response = client.post(page("cast_ballot", round_), given)

    assert response.status_code == 200
    assert sentence in words_of(response)
    assert not Ballot.objects.exists()


def test_votes_are_nobodys_to_see_before_the_round_is_decided(client, ideas, round_, authority):
    round_ = voting(round_)
    vote(round_, ideas[0])
    there = page("participatory_round", round_)

    assert "Votes for each idea" not in words_of(client.get(there))
    round_ = counting(round_)
    assert "Votes for each idea" not in words_of(client.get(there))
    by = officer_of(round_.pot.group)
    period = quarter(round_.pot, 4)
    operations.decide_participatory_round(round_, authority=authority, period=period, effective_on=DAY, by=by)
    words = words_of(client.get(there))
    assert "1 idea gets £300 of the £500 on offer" in words
    assert "Nobody voted for it." in words
    assert "the money reached it. £300 is planned for it" in words
    assert "It was not put to the vote: It needs a permission that cannot be had." in words


def test_codes_are_downloaded_once(officer, ideas, round_):
    round_ = voting(round_)
    response = officer.post(page("issue_codes", round_), {"number": "3"})
    lines = b"".join(response.streaming_content).decode("utf-8-sig").splitlines()

    assert lines[0] == "Code,Where to vote"
    assert [bool(re.match(r"([2-9A-Z]{4}-){3}[2-9A-Z]{4},http.*/vote/$", line)) for line in lines[1:]] == [
        True
    ] * 3
    assert response["Cache-Control"] == "no-store"
    assert lines[1].split(",")[0] not in words_of(officer.get(page("participatory_round", round_)))


@pytest.mark.parametrize("number", ["0", "2001", "1.5", "many", "", "9" * 30])
def test_a_number_of_codes_that_cannot_be(number, officer, ideas, round_):
    response = officer.post(page("issue_codes", voting(round_)), {"number": number})

    assert response.status_code == 200
    assert "There is a problem" in words_of(response)
    assert not round_.codes.exists()


# papers


def test_two_officers_count_the_papers(client, ideas, round_):
    round_ = voting(round_)
    client.force_login(officer_of(round_.pot.group))
    typed = "\n".join(codes(round_, 2))
    assert "2 codes taken" in words_of(
        client.post(page("take_codes_for_papers", round_), {"codes": typed}, follow=True)
    )
    round_ = counting(round_)
    figures = {"papers": "2", "idea_1": "2", "idea_2": "1", "idea_3": "0"}

    client.post(page("count_papers", round_), figures)
    assert client.get(page("check_papers", round_)).status_code == 403
    client.force_login(another_officer_of(round_.pot.group))
    assert 'value="2"' not in client.get(page("check_papers", round_)).content.decode()
    response = client.post(page("check_papers", round_), figures, follow=True)

    assert "Both counts agree: the papers count." in words_of(response)
    assert [each.paper for each in votes_of(round_)] == [2, 1, 0]


@pytest.mark.parametrize("figure", ["-1", "x", "", "99999999999", "1.5"])
def test_a_figure_that_cannot_be_is_told_beside_it(figure, officer, ideas, round_):
    round_ = counting(voting(round_))
    typed = {"papers": "0", "idea_1": figure, "idea_2": "0", "idea_3": "0"}
    response = officer.post(page("count_papers", round_), typed)

    assert response.status_code == 200
    assert "There is a problem" in words_of(response)
    assert not round_.paper_tallies.exists()


# leading


def test_the_officer_leads_a_round_to_its_result_on_pages(officer, pot, young, award, authority, safer):
    there = reverse("funding:draft_participatory_round", args=[pot.slug])
    typed = {
        "title": "Benches",
        "stream": young.pk,
        "year": YEAR,
        "amount": "500",
        "votes_each": "2",
        **dict(zip(("ideas_until_0", "ideas_until_1", "ideas_until_2"), ("31", "1", "2080"), strict=True)),
        **dict(zip(("voting_until_0", "voting_until_1", "voting_until_2"), ("30", "1", "2080"), strict=True)),
    }
    assert "Voting must end later" in words_of(officer.post(there, typed))
    officer.post(there, typed | {"voting_until_1": "3"})
    round_ = ParticipatoryRound.objects.get()
    officer.post(page("open_participatory_round", round_))
    officer.post(page("bring_idea", round_), idea_typed(amount="300"))
    officer.post(page("bring_idea", round_), idea_typed(amount="300", title="Another bench"))
    for number in (1, 2):
        officer.post(page("check_idea", round_, number), {"feasibility": "feasible"})
    assert "until 31 January 2080" in words_of(officer.post(page("close_ideas", round_)))

    round_ = voting(round_)
    vote(round_, *round_.ideas.all())
    round_ = counting(round_)
    deciding = page("decide_participatory_round", round_)
    assert "Ideas are tied" in words_of(officer.get(deciding))
    words = words_of(officer.get(page("participatory_round", round_)))
    assert ("Settle a tie" in words, "Decide the round" in words) == (True, False)
    tie = {"decision": authority.decision_id, "place_1": "2", "place_2": "1"}
    assert "each once" in words_of(officer.post(page("settle_tie", round_), tie | {"place_1": "1"}))
    officer.post(page("settle_tie", round_), tie)
    assert "1 of 2 ideas get £300." in words_of(officer.get(deciding))
    typed = {"authority": authority.pk, "period": quarter(pot, 4).pk}
    typed |= {"effective_on_0": "2", "effective_on_1": "2", "effective_on_2": "2007"}
    assert "The round is decided." in words_of(officer.post(deciding, typed, follow=True))
    assert [idea.number for idea in Idea.objects.selected()] == [2]


def test_a_round_that_offers_too_much_does_not_open(officer, young, award):
    round_ = a_participatory_round(young, amount=Decimal(2000))
    response = officer.post(page("open_participatory_round", round_))

    assert "The stream has £1,000.00 that is not planned" in words_of(response)


def test_whoever_voted_too_late_is_told_until_when_they_could(client, ideas, round_):
    round_ = voting(round_)
    [code] = codes(round_, 1)
    with after(round_.voting_until):
        response = client.post(page("cast_ballot", round_), {"code": code, "ideas": [ideas[0].pk]})

        assert "The voting ended on 31 January 2090." in words_of(response)


# devolved


def test_a_pot_devolved_to_a_locality_stands_on_both_pages(client, pot, round_):
    locality = LocalityFactory(name="Golden Valley")
    operations.edit_pot(pot, locality=locality, by=officer_of(pot.group))

    assert "Devolved to Golden Valley" in words_of(client.get(pot.get_absolute_url()))
    words = words_of(client.get(locality.get_absolute_url()))
    assert f"Money devolved to it {pot} , from The Government" in words
    assert f"{round_.title} Open for ideas" in words


def test_a_pot_not_published_is_not_on_the_page_of_its_locality(client, decision):
    locality = LocalityFactory()
    hidden = a_pot(decision, name="A hidden pot", locality=locality)
    a_stream(hidden)

    assert "A hidden pot" not in client.get(locality.get_absolute_url()).content.decode()


# how much it asks


def test_a_round_with_many_ideas_asks_no_more_often(client, round_, django_assert_max_num_queries):
    for _ in range(40):
        feasible(an_idea(round_, 1))

    with django_assert_max_num_queries(12):
        first = client.get(page("participatory_round", round_))
    assert "Idea 30" in words_of(first)
    assert "Idea 31" not in words_of(first)


def test_the_rounds_of_a_pot_ask_no_more_often(client, young, award, django_assert_max_num_queries):
    for _ in range(20):
        opened(a_participatory_round(young, amount=Decimal(5)))

    with django_assert_max_num_queries(8):
        client.get(reverse("funding:participatory_rounds", args=[young.pot.slug]))


def test_notices_can_be_read(ideas, round_, mailoutbox, authority, django_capture_on_commit_callbacks):
    round_ = voting(round_)
    vote(round_, ideas[0])
    round_ = counting(round_)
    by = officer_of(round_.pot.group)
    with django_capture_on_commit_callbacks(execute=True):
        operations.decide_participatory_round(
            round_, period=quarter(round_.pot, 4), effective_on=DAY, by=by, authority=authority
        )

    bodies = [mail.body for mail in mailoutbox]
    assert any(
        "is selected. It had 1 vote, and the money reached it. £300 is planned" in each for each in bodies
    )
    assert any("is not selected. Nobody voted for it." in each for each in bodies)


def test_what_waits_for_officers_is_told_in_words(
    pot, round_, resident, mailoutbox, django_capture_on_commit_callbacks
):
    another_officer_of(pot.group)
    with django_capture_on_commit_callbacks(execute=True):
        idea = an_idea(round_, by=resident)
        operations.check_idea(
            idea, feasibility="not_feasible", feasibility_reason="Too deep.", by=officer_of(pot.group)
        )
        feasible(an_idea(round_))
        round_ = counting(voting(round_))
        operations.count_papers(round_, papers=0, figures={"2": 0}, by=officer_of(pot.group))
        operations.call_off_participatory_round(round_, why_called_off="A flood.", by=officer_of(pot.group))

    bodies = "".join(mail.body for mail in mailoutbox)
    for words in ("It asks for £200.", "Too deep.", "counted them and found the same", "A flood."):
        assert words in bodies


def test_the_officers_first_page_says_that_a_round_waits(officer, ideas, round_):
    round_ = counting(voting(round_))

    assert "Participatory rounds to take further" in words_of(officer.get("/my-work/"))
