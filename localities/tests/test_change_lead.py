"""A locality has one lead or none on every day; a change is one step, and what it replaces stays known."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.template.loader import render_to_string
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core import history
from core.refusals import Refused
from localities import operations
from localities.models import Lead, Locality
from partnership import operations as partnership
from partnership.models import Notice
from tests.factories.localities import LocalityFactory
from tests.factories.partnership import PersonFactory, UserFactory

pytestmark = pytest.mark.django_db

FIRST, LATER = date(2011, 4, 1), date(2012, 4, 1)


@pytest.fixture
def anna(db):
    return PersonFactory(name="Anna First", slug="anna-first")


@pytest.fixture
def ben(db):
    return PersonFactory(name="Ben Second", slug="ben-second")


@pytest.fixture
def led(leominster, anna, administrator) -> Locality:
    operations.change_lead(leominster, person=anna, on=FIRST, by=administrator)
    return leominster


def leads_of(locality):
    return [(str(each.person), each.starts_on, each.ends_on) for each in locality.leads.order_by("starts_on")]


def test_a_change_ends_the_old_lead_and_begins_the_new_one_on_one_day(led, ben, administrator):
    operations.change_lead(led, person=ben, on=LATER, reason="Anna moved on.", by=administrator)

    assert leads_of(led) == [("Anna First", FIRST, LATER), ("Ben Second", LATER, None)]
    happened = history.of(led)[0]
    assert (happened.verb, happened.by) == ("lead changed", administrator)
    assert happened.reason == "Ben Second, from 1 April 2012 on. Anna moved on."


def test_nobody_may_take_over_and_then_the_lead_is_vacant(led, administrator):
    operations.change_lead(led, person=None, on=LATER, by=administrator)

    assert leads_of(led) == [("Anna First", FIRST, LATER)]


@pytest.mark.parametrize("day", [FIRST - timedelta(days=1), FIRST])
def test_a_lead_does_not_begin_before_or_with_the_one_on_record(led, ben, administrator, day):
    with pytest.raises(Refused, match=r"Anna First became the lead on 1 April 2011\. Enter a day after"):
        operations.change_lead(led, person=ben, on=day, by=administrator)

    assert leads_of(led) == [("Anna First", FIRST, None)]


def test_who_leads_already_does_not_take_over_and_a_vacancy_is_not_left(led, anna, valley, administrator):
    with pytest.raises(Refused, match="leads Leominster on that day already"):
        operations.change_lead(led, person=anna, on=LATER, by=administrator)
    with pytest.raises(Refused, match="Nobody leads Golden Valley on that day"):
        operations.change_lead(valley, person=None, on=LATER, by=administrator)


def test_the_database_refuses_two_leads_on_a_day_and_an_end_before_the_beginning(led, ben):
    with pytest.raises(IntegrityError, match="lead_is_one_at_a_time"), transaction.atomic():
        Lead.objects.create(locality=led, person=ben, starts_on=LATER)
    with pytest.raises(IntegrityError, match="lead_ends_after_it_starts"), transaction.atomic():
        Lead.objects.filter(locality=led).update(ends_on=FIRST)


def test_the_latest_lead_can_be_taken_back_and_the_one_before_leads_on(led, ben, administrator):
    lead = operations.change_lead(led, person=ben, on=LATER, by=administrator)

    operations.take_back_lead(lead, reason="The wrong Ben.", by=administrator)

    assert leads_of(led) == [("Anna First", FIRST, None)]
    assert history.of(led)[0].reason == "Ben Second: The wrong Ben."
    old = Lead.objects.get(locality=led)
    operations.change_lead(led, person=ben, on=LATER, by=administrator)
    with pytest.raises(Refused, match="is not the latest lead"):
        operations.take_back_lead(old, reason="Too late.", by=administrator)


def test_whoever_follows_the_locality_is_told_once(led, ben, outsider, administrator):
    partnership.follow(led, by=outsider)

    operations.change_lead(led, person=ben, on=LATER, by=administrator)

    notice = Notice.objects.get(to=outsider)
    assert (notice.what, notice.about, notice.subject) == (
        "locality_lead_changed",
        led,
        "Leominster: the lead changes",
    )


def test_whoever_takes_over_and_whoever_steps_back_are_told(led, anna, ben, outsider, member, administrator):
    partnership.link_user(outsider, person=anna, by=administrator)
    newcomer = UserFactory()
    partnership.link_user(newcomer, person=ben, by=administrator)

    operations.change_lead(led, person=ben, on=LATER, by=administrator)

    assert {notice.to for notice in Notice.objects.filter(what="locality_lead_changed")} == {
        outsider,
        newcomer,
    }


def test_the_message_says_who_leads_from_when(led, ben, outsider, administrator):
    partnership.follow(led, by=outsider)
    operations.change_lead(led, person=ben, on=LATER, by=administrator)
    notice = Notice.objects.get(to=outsider)

    for ending in ("html", "txt"):
        context = {
            "about": notice.about,
            "notice": notice,
            "to": outsider,
            "site_url": "https://portal.example.org",
        }
        words = " ".join(render_to_string(f"notices/locality_lead_changed.{ending}", context).split())
        assert "Ben Second is the strategic lead of Leominster from 1 April 2012 on." in words
        assert "https://portal.example.org/localities/leominster/" in words


DAYS = st.integers(min_value=0, max_value=400)
CHANGES = st.lists(st.tuples(DAYS, st.sampled_from(["anna", "ben", "cleo", None])), max_size=8)


@given(changes=CHANGES, asked=st.lists(DAYS, min_size=1, max_size=8))
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_on_every_day_there_is_one_lead_or_none_whatever_was_asked_for(changes, asked, administrator):
    """Against a plain model: what was accepted holds from its day on, and is refused only where it has to be."""
    with transaction.atomic():
        locality = LocalityFactory()
        people = {name: PersonFactory(name=name) for name in ("anna", "ben", "cleo")}
        model: list[tuple[int, str | None]] = []
        for day, name in changes:
            on = FIRST + timedelta(days=day)
            holds = next((who for other, who in reversed(model) if other <= day), None)
            must_be_refused = holds == name or any(who and other >= day for other, who in model)
            try:
                operations.change_lead(locality, person=people.get(name), on=on, by=administrator)
            except Refused:
                assert must_be_refused
            else:
                assert not must_be_refused
                model = [(other, who) for other, who in model if other < day] + [(day, name)]
        for day in [*asked, *(day for day, _ in model)]:
            leads = list(locality.leads.on(FIRST + timedelta(days=day)))
            expected = next((who for other, who in reversed(model) if other <= day), None)
            assert [str(lead.person) for lead in leads] == ([expected] if expected else [])
        transaction.set_rollback(True)


# The page


def test_an_administrator_changes_the_lead_in_one_form(as_, led, ben):
    answers = {"person": ben.pk, "on_0": "1", "on_1": "4", "on_2": "2012", "reason": ""}

    response = as_("administrator").post("/localities/leominster/lead/", answers, follow=True)

    assert "Ben Second leads Leominster. Followers are told." in response.content.decode()
    assert leads_of(led)[1] == ("Ben Second", LATER, None)


def test_a_day_before_the_old_lead_began_gets_a_sentence_and_keeps_what_was_typed(as_, led, ben):
    answers = {"person": ben.pk, "on_0": "1", "on_1": "4", "on_2": "2010", "reason": "A reason"}

    page = as_("administrator").post("/localities/leominster/lead/", answers).content.decode()

    assert "Anna First became the lead on 1 April 2011. Enter a day after that one." in page
    assert 'value="A reason"' in page
    assert leads_of(led) == [("Anna First", FIRST, None)]


def test_a_lead_is_left_vacant_by_saying_so_and_not_by_forgetting_to_choose(as_, led, ben):
    day = {"on_0": "1", "on_1": "4", "on_2": "2012", "reason": ""}
    browser = as_("administrator")
    for unclear in ({"person": ""}, {"person": ben.pk, "is_vacant": "on"}):
        page = browser.post("/localities/leominster/lead/", unclear | day).content.decode()
        assert "Choose who takes over, or tick that nobody does." in page
    assert leads_of(led) == [("Anna First", FIRST, None)]

    page = browser.post("/localities/leominster/lead/", {"person": "", "is_vacant": "on"} | day, follow=True)

    assert "Anna First no longer leads Leominster." in page.content.decode()
    assert leads_of(led) == [("Anna First", FIRST, LATER)]


@pytest.mark.parametrize(
    "answers",
    [
        {"person": "999999", "on_0": "1", "on_1": "4", "on_2": "2012"},
        {"person": "\x00", "on_0": "1", "on_1": "4", "on_2": "2012"},
        {"person": "", "on_0": "31", "on_1": "2", "on_2": "2012"},
        {"person": "", "on_0": "1", "on_1": "1", "on_2": "99999999999"},
        {},
    ],
)
def test_bad_answers_get_a_page_with_a_sentence(as_, led, answers):
    response = as_("administrator").post("/localities/leominster/lead/", answers)

    assert response.status_code == 200
    assert "There is a problem" in response.content.decode()
    assert leads_of(led) == [("Anna First", FIRST, None)]


def test_the_page_says_who_leads_or_kindly_that_it_is_not_known(client, led, valley):
    assert (
        "Anna First</a> is the strategic lead, since 1 April 2011."
        in client.get(led.get_absolute_url()).content.decode()
    )
    page = client.get(valley.get_absolute_url()).content.decode()
    assert "Who leads Golden Valley is not on record yet, so the lead is shown as vacant." in page


def test_the_page_says_since_when_it_is_vacant(client, led, administrator):
    yesterday = timezone.localdate() - timedelta(days=1)
    operations.change_lead(led, person=None, on=yesterday, by=administrator)

    assert (
        "Nobody leads Leominster just now: the lead is vacant since"
        in client.get(led.get_absolute_url()).content.decode()
    )


def test_the_page_of_a_day_to_come_says_what_is_known_of_it(client, led):
    page = client.get(f"{led.get_absolute_url()}?on=2090-01-01").content.decode()

    assert "as far as is known on 1 January 2090" in page
    assert "is to be its strategic lead." in page
