"""Officers write an agreement down in forms; everyone reads it, in as few questions however long it is."""

from decimal import Decimal

import pytest

from core import history
from funding import operations
from funding.models import Agreement, Indicator, Pot, Result, Target
from funding.tests.doors import words_of
from tests.factories.agreements import a_result, a_target, an_agreement, an_indicator
from tests.factories.funding import a_decision
from tests.factories.meetings import officer_of
from tests.factories.partnership import GroupFactory, OrganisationFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def by(decision):
    return officer_of(decision.group)


@pytest.fixture
def agreement(decision, by):
    return an_agreement(decision.group, by=by)


@pytest.fixture
def indicator(agreement, by):
    return an_indicator(agreement, by=by)


def day(name: str, day="1", month="April", year="2007") -> dict[str, str]:
    return {f"{name}_0": day, f"{name}_1": month, f"{name}_2": year}


def test_an_agreement_is_made_from_nothing_by_the_forms_alone(client, decision, by):
    client.force_login(by)
    answers = {
        "name": "New agreement",
        "group": decision.group.pk,
        **day("starts_on"),
        **day("ends_on", year="2010"),
    }
    assert (
        client.post("/funding/agreements/add/", answers)["Location"] == "/funding/agreements/new-agreement/"
    )
    address = "/funding/agreements/new-agreement/"
    client.post(f"{address}add-block/", {"name": "Children"})
    agreement = Agreement.objects.get()
    block = agreement.blocks.get()
    client.post(f"{address}add-outcome/", {"block": block.pk, "name": "They thrive"})
    told = {"unit": "per cent", "better": "higher", "figures_by": "The schools"}
    outcome = block.outcomes.get()
    client.post(f"{address}add-indicator/", {"outcome": outcome.pk, "name": "Thriving", **told})
    here = Indicator.objects.with_places().get().get_absolute_url()
    client.post(f"{here}record/", {"kind": "baseline", "year": "2006", "value": "50%", "source": "Schools"})
    word = {"decision": decision.pk, **day("effective_on")}
    client.post(f"{here}set-target/", {"year": "2007", "quarter": "", "value": "1,060.5", **word})
    client.post(f"{here}record/", {"kind": "result", "year": "2007", "value": "55", "source": "Schools"})
    target = Target.objects.get()
    response = client.post(
        f"{address}refresh/",
        {"name": "Refresh", "reason": "A slip", f"target_{target.pk}": "60", **word},
    )
    assert response.status_code == 302
    result = Result.objects.get(kind="result")
    client.post(f"{here}figures/{result.pk}/correct/", {"value": "56", "source": "Schools", "reason": "Late"})

    assert [each.value for each in Target.objects.in_order()] == [Decimal("1060.5"), 60]
    words = words_of(client.get(here))
    assert "56 per cent in 2007/08, better than in 2006/07, when it was 50. 4 short of the target." in words
    assert "2007/08: 56 since" in words
    told = words_of(client.get(f"{address}history/"))
    for part in (
        "Block: Children",
        "Outcome: They thrive",
        "Indicator: Thriving",
        "Target: Thriving, 2007/08",
    ):
        assert part in told


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("NaN", "as a number"),
        ("Infinity", "as a number"),
        ("1e99999", "or less"),
        ("12.345", "two decimal places"),
        ("many", "as a number"),
        ("", "Fill in"),
        ("9" * 400, "or less"),
        ("5\x00", "as a number"),
    ],
)
def test_what_is_no_figure_gets_a_sentence_and_keeps_the_rest(client, indicator, by, value, said):
    client.force_login(by)

    response = client.post(
        f"{indicator.get_absolute_url()}record/",
        {"kind": "result", "year": "2006", "value": value, "source": "The survey of a long day"},
    )

    assert response.status_code == 200
    assert said in words_of(response)
    assert b"The survey of a long day" in response.content
    assert not Result.objects.exists()


@pytest.mark.parametrize("year", ["1066", "99999999999999999999", "next", "2006.5"])
def test_a_year_that_is_none_is_refused_in_words(client, indicator, by, year):
    client.force_login(by)

    response = client.post(
        f"{indicator.get_absolute_url()}record/",
        {"kind": "result", "year": year, "value": "5", "source": "The survey"},
    )

    assert response.status_code == 200
    assert "There is a problem" in response.content.decode()


def test_a_decision_of_somebody_else_cannot_be_chosen(client, indicator, by):
    client.force_login(by)
    other = a_decision()

    response = client.post(
        f"{indicator.get_absolute_url()}set-target/",
        {"year": "2006", "value": "5", "decision": other.pk, **day("effective_on")},
    )

    assert response.status_code == 200
    assert not Target.objects.exists()


def test_a_target_needs_either_a_decision_or_who_agreed_it(client, indicator, decision, by):
    client.force_login(by)
    address = f"{indicator.get_absolute_url()}set-target/"
    answers = {"year": "2006", "value": "5", **day("effective_on")}

    assert "you gave neither" in words_of(client.post(address, answers))
    both = answers | {"decision": decision.pk, "agreed_elsewhere": "They"}
    assert "you gave both" in words_of(client.post(address, both))


def test_what_was_corrected_cannot_be_corrected_from_an_old_page(client, indicator, by):
    result = a_result(indicator, 5, by=by)
    operations.correct_result(result, value=Decimal(6), source="The survey", reason="So", by=by)
    client.force_login(by)

    assert client.get(f"{indicator.get_absolute_url()}figures/{result.pk}/correct/").status_code == 404


def test_a_refresh_leaves_what_is_empty_and_keeps_what_was_typed(client, agreement, indicator, decision, by):
    first, other = a_target(indicator, 5, by=by), a_target(indicator, 6, by=by, year=2007)
    client.force_login(by)
    answers = {"name": "Refresh", "reason": "So", "decision": decision.pk, **day("effective_on")}

    response = client.post(f"{agreement.get_absolute_url()}refresh/", answers)
    assert "Say for at least one target what it becomes." in words_of(response)
    client.post(
        f"{agreement.get_absolute_url()}refresh/",
        answers | {f"target_{first.pk}": "", f"target_{other.pk}": "7"},
    )

    assert first in Target.objects.in_force()
    assert [each.value for each in Target.objects.in_force()] == [5, 7]


def test_the_word_agreements_stays_ours(by, decision):
    pot = operations.make_pot(
        name="Agreements", group=decision.group, accountable_body=OrganisationFactory(), funder="They", by=by
    )

    assert pot.slug == "agreements-pot"
    with pytest.raises(Exception, match="pot_has_an_address_of_its_own"):
        Pot.objects.filter(pk=pot.pk).update(slug="agreements")


def test_the_agreement_of_a_closed_group_is_for_its_own(client):
    group = GroupFactory(is_public=False)
    by = officer_of(group)
    agreement = an_agreement(group, by=by, name="A quiet agreement")
    indicator = an_indicator(agreement, by=by, name="A quiet figure")
    doors = ["/funding/", "/funding/agreements/", "/search/?q=quiet", agreement.get_absolute_url()]
    doors.append(indicator.get_absolute_url())

    for user in (None, UserFactory()):
        if user:
            client.force_login(user)
        for door in doors:
            assert "quiet agreement" not in client.get(door).content.decode().lower()
    client.force_login(by)
    assert "A quiet agreement" in words_of(client.get("/funding/"))


def test_agreements_and_indicators_are_found(client, agreement, indicator, by):
    operations.edit_agreement(agreement, about="Promises about badgers.", by=by)

    words = words_of(client.get("/search/", {"q": "badgers"}))
    assert "The agreement From 1 April 2006" in words
    words = words_of(client.get("/search/", {"q": "people who say so"}))
    assert (
        "People who say so The agreement; Counted in per cent; Higher is better People are better off"
        in words
    )


def test_the_questions_do_not_grow_with_the_agreement(client, agreement, by, django_assert_max_num_queries):
    for number in range(2):
        _filled(agreement, number, by)
    address = agreement.get_absolute_url()
    client.get(address)

    with django_assert_max_num_queries(12) as few:
        client.get(address)
    for number in range(2, 8):
        _filled(agreement, number, by)
    with django_assert_max_num_queries(len(few)):
        client.get(address)
    assert [entry.verb for entry in history.of(agreement)] == ["added"]


def _filled(agreement, number, by):
    indicator = an_indicator(agreement, by=by, name=f"Indicator {number}")
    for quarter in (1, 2):
        a_target(indicator, 5, by=by, quarter=quarter)
        a_result(indicator, 5, by=by, quarter=quarter)
