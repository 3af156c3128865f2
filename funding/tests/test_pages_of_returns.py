"""Returns, outturn and unspent money as people see and fill them in."""

from datetime import date
from decimal import Decimal

import pytest

from funding import operations
from funding.models import Actual, Return, UnderspendRecommendation
from funding.permissions import can_accept_return, can_save_return
from funding.places import available, planned
from meetings.tests.doors import main_words
from tests.factories.funding import YEAR, ground, plan, quarter
from tests.factories.meetings import AgendaItemFactory, officer_of
from tests.factories.partnership import OfficerSupportFactory, OrganisationFactory, PersonFactory, UserFactory
from tests.factories.returns import a_round, accepted, another_officer_of, return_of, sent, written

pytestmark = pytest.mark.django_db


@pytest.fixture
def body():
    return OrganisationFactory(name="The Play Trust")


@pytest.fixture
def doer(body):
    """A login of somebody in the organisation that does the project."""
    user = UserFactory()
    PersonFactory(user=user, organisation=body)
    return user


@pytest.fixture
def scheme(young, body, award, authority):
    """A project of the children's stream, planned at a hundred pounds a quarter; all else is not planned."""
    scheme = operations.add_project(young, name="Play scheme", organisation=body, by=award.by)

    for number in (1, 2, 3, 4):
        cell = planned(young, quarter(young.pot, number), scheme)
        operations.profile(cell, amount=Decimal(100), **ground(authority))
    return scheme


@pytest.fixture
def round_(pot, scheme):
    return a_round(pot, up_to=2, name="Quarter 2 2006/07")


@pytest.fixture
def return_(round_, young, scheme):
    return return_of(round_, young, scheme)


def post(client, user, address, **answers):
    client.force_login(user)
    return client.post(address, answers)


def page(client, user, address):
    if user is not None:
        client.force_login(user)
    response = client.get(address)
    assert response.status_code == 200
    return main_words(response.content.decode())


def errors_of(response):
    assert response.status_code == 200
    return main_words(response.content.decode())


@pytest.mark.parametrize(
    ("who", "allowed"), [("doer", True), ("officer", True), ("other_officer", False), ("outsider", False)]
)
def test_who_may_write_a_return(who, allowed, return_, doer, pot):
    user = {
        "doer": lambda: doer,
        "officer": lambda: officer_of(pot.group),
        "other_officer": lambda: OfficerSupportFactory().user,
        "outsider": UserFactory,
    }[who]()

    assert can_save_return(user, return_) is allowed


def test_people_of_the_organisation_write_only_when_the_round_has_opened(pot, young, scheme, doer):
    later = a_round(pot, opens_on=date(2090, 1, 1), due_on=date(2090, 2, 1))

    assert not can_save_return(doer, return_of(later, young, scheme))
    assert not Return.objects.visible_to(doer).filter(round=later).exists()


def test_whoever_sent_it_may_not_accept_it_and_the_other_officer_may(return_, pot):
    return_ = sent(return_, 100, 100, 100, 100)

    assert not can_accept_return(officer_of(pot.group), return_)
    assert can_accept_return(another_officer_of(pot.group), return_)


def test_it_is_written_sent_and_accepted_by_the_pages(client, return_, doer, pot):
    address = return_.get_absolute_url()
    answers = {"period_1": "£90.50", "period_2": "80", "period_3": "0", "period_4": "1,00", "revision": "0"}

    post(client, doer, f"{address}write/", **answers, comment="It rained.")
    assert "£170.50 spent and £100 expected: the year comes to £270.50, £129.50 less than planned" in page(
        client, doer, address
    )
    post(client, doer, f"{address}send/", revision="1")
    response = post(client, officer_of(pot.group), f"{address}accept/", revision="1")

    assert response.status_code == 302
    assert Actual.objects.total() == Decimal("170.50")
    assert "Accepted on" in page(client, doer, address)


@pytest.mark.parametrize("typed", ["NaN", "Infinity", "-1e400", "12.345", "twelve", "9" * 40, "1\x002"])
def test_a_sum_that_is_none_gets_a_sentence_and_nothing_typed_is_lost(client, return_, doer, typed):
    response = post(
        client, doer, f"{return_.get_absolute_url()}write/", period_1=typed, comment="Kept.", revision="0"
    )

    assert "There is a problem" in errors_of(response)
    assert "Kept." in response.content.decode()


def test_what_is_expected_is_not_below_nothing(client, return_, doer):
    response = post(client, doer, f"{return_.get_absolute_url()}write/", period_4="-1", revision="0")

    assert "must be 0 or more" in errors_of(response)


@pytest.mark.parametrize("revision", ["", "-1", "x", "9" * 30, "7"])
def test_a_strange_revision_is_no_error_of_ours(client, return_, doer, revision):
    response = post(client, doer, f"{return_.get_absolute_url()}write/", period_1="1", revision=revision)

    assert response.status_code == 200
    assert not return_.lines.exists()


def test_a_difference_that_nobody_explained_comes_back_with_the_tolerance(client, return_, doer, pot):
    operations.edit_pot(pot, tolerance_pounds=Decimal(20), by=officer_of(pot.group))
    return_ = written(return_, 10, 100, 100, 100, comment="")
    assert "Then the return can be sent." in page(client, doer, return_.get_absolute_url())

    response = post(client, doer, f"{return_.get_absolute_url()}send/", revision="1")

    assert "it is more than 10% and more than £20" in errors_of(response)


def test_what_is_not_accepted_is_not_for_everyone(client, return_, pot):
    operations.publish_pot(pot, by=officer_of(pot.group))
    assert client.get(return_.get_absolute_url()).status_code == 404

    accepted(return_, 90, 80, 0, 0)
    assert "It has" not in page(client, None, return_.get_absolute_url())


def test_those_who_do_the_work_of_an_unpublished_pot_find_their_return(client, return_, doer):
    assert "Play scheme" in page(client, doer, "/funding/my-returns/")
    assert "Nothing is written yet" in page(client, doer, return_.get_absolute_url())


def test_the_round_says_who_is_missing_and_who_is_late(client, pot, young, scheme):
    round_ = a_round(pot, opens_on=date(2007, 1, 2), due_on=date(2007, 1, 26), up_to=2)
    accepted(return_of(round_, young, scheme), 90, 80, 100, 100)

    words = page(client, officer_of(pot.group), round_.get_absolute_url())
    assert "1 of 2 returns is accepted. 1 is late." in words
    assert "£30 less than planned" in words


def test_a_project_that_came_later_gets_its_return(client, round_, young, pot):
    late = operations.add_project(young, name="Late scheme", by=officer_of(pot.group))
    address = round_.get_absolute_url()
    assert "Begin its return: Children and young people: Late scheme" in page(
        client, officer_of(pot.group), address
    )

    for unit in (f"{young.pk}-{late.pk}", "nonsense", "\x00"):
        assert post(client, officer_of(pot.group), f"{address}begin/", unit=unit).status_code == 302
    assert Return.objects.of_round(round_).filter(project=late).count() == 1


def test_a_round_is_opened_by_its_form(client, pot, scheme):
    answers = {
        "name": "Quarter 2", "actuals_to": str(quarter(pot, 2).pk), "opens_on_0": "2", "opens_on_1": "10",
        "opens_on_2": "2006", "due_on_0": "27", "due_on_1": "10", "due_on_2": "2006",
    }  # fmt: skip
    address = f"{pot.get_absolute_url()}rounds/open/"

    assert post(client, officer_of(pot.group), address, **answers).status_code == 302
    assert "The year has a round of this name already." in errors_of(
        post(client, officer_of(pot.group), address, **answers)
    )
    assert "Choose one of the answers" in errors_of(
        post(client, officer_of(pot.group), address, **answers | {"actuals_to": "none-1"})
    )
    before = answers | {"name": "Other", "due_on_2": "2005"}
    assert "Returns cannot be due before the round opens." in errors_of(
        post(client, officer_of(pot.group), address, **before)
    )


class TestOutturn:
    def test_the_sentence_counts_what_was_accepted_and_says_what_is_missing(self, client, return_, pot):
        accepted(return_, 90, 80, 100, 100)
        words = page(client, officer_of(pot.group), f"{pot.get_absolute_url()}{YEAR}/outturn/")

        assert (
            "£170 was spent up to Quarter 2, July to September 2006 and £200 is still expected: the year comes to "
            "£370, £30 less than planned (7.5%)."
        ) in words
        assert "1 return of Quarter 2 2006/07 is not accepted yet." in words

    def test_without_a_round_it_says_so(self, client, pot, scheme):
        assert "No round has asked for this year yet" in page(
            client, officer_of(pot.group), f"{pot.get_absolute_url()}{YEAR}/outturn/"
        )

    @pytest.mark.parametrize("asked", ["x", "99999999999999999999", "\x00"])
    def test_a_round_that_is_none_shows_the_latest(self, client, return_, pot, asked):
        client.force_login(officer_of(pot.group))
        response = client.get(f"{pot.get_absolute_url()}{YEAR}/outturn/", {"round": asked})

        assert response.status_code == 200

    def test_a_year_that_is_none_is_not_found(self, client, pot):
        client.force_login(officer_of(pot.group))
        assert client.get(f"{pot.get_absolute_url()}1066/outturn/").status_code == 404

    def test_it_asks_as_often_for_many_lines_as_for_few(
        self, client, return_, young, pot, body, django_assert_max_num_queries
    ):
        accepted(return_, 90, 80, 100, 100)
        for number in range(30):
            operations.add_project(
                young, name=f"Scheme {number}", organisation=body, by=officer_of(pot.group)
            )
        later = a_round(pot, up_to=2)
        for each in Return.objects.of_round(later).exclude(project=None)[:10]:
            accepted(Return.objects.with_names().get(pk=each.pk), 1, 1, 1, 1)
        client.force_login(officer_of(pot.group))
        for address in ("outturn", "underspend"):
            with django_assert_max_num_queries(30):
                client.get(f"{pot.get_absolute_url()}{YEAR}/{address}/?round={later.pk}")
        with django_assert_max_num_queries(30):
            client.get(later.get_absolute_url())


class TestUnderspend:
    @pytest.fixture
    def address(self, pot, return_):
        accepted(return_, 90, 80, 100, 100)
        return f"{pot.get_absolute_url()}{YEAR}/underspend/"

    def test_it_is_said_recommended_put_answered_and_carried_out(
        self, client, address, young, scheme, decision, authority, pot
    ):
        officer = officer_of(pot.group)
        assert "£30 of the pot’s money for 2006/07 will not be spent" in page(client, officer, address)
        form = f"{address}of/{young.slug}/{scheme.pk}/"
        wrong = post(client, officer, form, hold="29", hold_reason="To wait.")
        assert "The recommendations come to £29 of £30 unspent: £1 is still to be said." in errors_of(wrong)
        right = {"hold": "10", "hold_reason": "To wait.", "return": "20", "return_reason": "Not needed."}
        assert post(client, officer, form, **right).status_code == 302

        assert post(client, officer, f"{address}put/", item=decision.item.pk).status_code == 302
        answers = {"item": decision.item.pk, "answer": "agreed", "decision": decision.pk}
        assert post(client, officer, f"{address}answer/", **answers).status_code == 302
        day = {"effective_on_0": "2", "effective_on_1": "2", "effective_on_2": "2007"}
        done = post(client, officer, f"{address}carry-out/", authority=authority.pk, **day)

        assert done.status_code == 302
        words = page(client, officer, address)
        assert "Return to the funder: £20" in words
        assert f"Agreed ({decision.ref});carriedouton" in words.replace(" ", "").replace(
            "Agreed(", "Agreed ("
        )
        entry = UnderspendRecommendation.objects.get(kind="return").movements.first().entry
        told = page(client, officer, f"{pot.get_absolute_url()}ledger/{entry.pk}/")
        assert "Return to the funder: £20" in told

    def test_the_picture_says_by_stream_what_the_table_says_by_element(self, client, address, pot, young):
        client.force_login(officer_of(pot.group))
        drawn = client.get(address).content.decode().split("<svg")[1].split("</svg>")[0]

        assert young.name in drawn
        assert "£30 of £400 not spent" in drawn
        assert drawn.count("<rect") == 2

    def test_a_part_that_does_not_say_where_to_is_asked_again(self, client, address, young, scheme, pot):
        response = post(
            client,
            officer_of(pot.group),
            f"{address}of/{young.slug}/{scheme.pk}/",
            vire="30",
            reprofile="NaN",
        )

        words = errors_of(response)
        assert "Choose the stream that the money is to go to." in words
        assert "Choose the period: move to another stream." in words
        assert "Say why: move to another stream." in words

    def test_another_pots_item_is_not_offered(self, client, address, pot, young, scheme):

        response = post(client, officer_of(pot.group), f"{address}put/", item=AgendaItemFactory().pk)
        assert "Choose one of the answers offered for “Item of the agenda”." in errors_of(response)


def test_the_page_of_a_movement_tells_its_chain(client, young, award, authority, pot):
    out, arrived = operations.carry_forward(
        available(young, YEAR), came_by=award, amount=Decimal(50), **ground(authority)
    )
    words = page(client, officer_of(pot.group), f"{pot.get_absolute_url()}ledger/{arrived.pk}/")

    assert "Where its money came from" in words
    assert f"Movement {award.pk} : award, £1,000 from the funder" in words.replace(" :", " :") or (
        f"Movement {award.pk}: award, £1,000 from the funder" in words
    )
    assert f"Movement {out.pk}" in words
    out_words = page(client, officer_of(pot.group), f"{pot.get_absolute_url()}ledger/{out.pk}/")
    assert "(5% of what was awarded for the year); £50 of it is used, £0 is left." in out_words
    assert "Where its money went on to" in out_words


class TestPeriods:
    def test_a_button_pressed_twice_closes_one_period(self, client, pot):
        address, first = f"{pot.get_absolute_url()}periods/", quarter(pot, 1)
        officer = officer_of(pot.group)
        assert post(client, officer, address, do="close", period=first.pk).status_code == 302

        again = post(client, officer, address, do="close", period=first.pk)
        assert "The period is closed already." in errors_of(again)
        assert "Quarter 2, July to September 2006 is the next to close" in errors_of(again)

    def test_opening_again_asks_why_and_tells_who(self, client, pot):
        address, first = f"{pot.get_absolute_url()}periods/", quarter(pot, 1)
        officer = officer_of(pot.group)
        operations.close_period(first, by=officer)

        assert "Fill in “Reason”." in errors_of(
            post(client, officer, address, do="reopen", period=first.pk, reason=" ")
        )
        post(client, officer, address, do="reopen", period=first.pk, reason="A bill came late")
        words = page(client, officer, address)
        assert "Why: “A bill came late”" in words
        assert f"opened again by {officer}" in words

    @pytest.mark.parametrize("period", ["", "x", "0", "9" * 25, "\x00"])
    def test_no_period_nothing_happens(self, client, pot, period):
        response = post(
            client, officer_of(pot.group), f"{pot.get_absolute_url()}periods/", do="close", period=period
        )

        assert response.status_code == 200

    def test_what_is_about_to_stay_is_told(self, client, young, award, authority, pot):
        operations.profile(plan(young, 1), amount=Decimal(100), **ground(authority))

        assert "£100 is planned for Quarter 1, April to June 2006, and £0 is recorded as spent." in page(
            client, officer_of(pot.group), f"{pot.get_absolute_url()}periods/"
        )
