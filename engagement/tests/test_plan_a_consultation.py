"""A consultation is planned, seen by partners, checked before it opens, and keeps the days that people were told."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError, transaction
from django.utils import timezone

from core import history
from core.refusals import Refused
from engagement import operations, readiness
from engagement.models import Consultation, RuleSet
from engagement.operations.consultations import move
from meetings.tests.doors import main_words
from partnership import operations as partnership
from partnership.models import Notice
from tests.factories.engagement import SAID, an_audience, drafted, launched, planned
from tests.factories.meetings import officer_of
from tests.factories.partnership import GroupFactory, UserFactory

pytestmark = pytest.mark.django_db
LONDON = ZoneInfo("Europe/London")
Stage, Status = Consultation.Stage, Consultation.Status


def test_a_draft_is_seen_by_its_officers_a_plan_by_partners_a_launched_one_by_everyone(client):
    group, partner = GroupFactory(), UserFactory()
    draft, plan = drafted(group, title="Draft"), planned(group, title="Planned")
    open_to_all = launched(title="Launched", opens_on=timezone.localdate() + timedelta(days=400))
    expected = {
        AnonymousUser(): {open_to_all},
        partner: {open_to_all, plan},
        officer_of(group): {open_to_all, plan, draft},
    }
    for reader, seen in expected.items():
        assert set(Consultation.objects.visible_to(reader)) == seen

    assert client.get(plan.get_absolute_url()).status_code == 404
    assert client.get("/consultations/forward-plan/").status_code == 302
    client.force_login(partner)
    assert "Planned" in main_words(client.get("/consultations/forward-plan/").content.decode())


@pytest.mark.parametrize("name", [*SAID, "feedback_due_on", "erase_on"])
def test_it_cannot_open_without_what_people_must_know(name):
    consultation = planned()
    officer = officer_of(consultation.group)
    consultation = operations.edit_consultation(
        consultation, by=officer, **{name: None if name.endswith("_on") else ""}
    )

    with pytest.raises(Refused, match=readiness.MUST_SAY[name]):
        operations.launch_consultation(consultation, by=officer)
    if name == "summary":
        return
    with pytest.raises(IntegrityError, match=r"people_must_know|when_names_go"), transaction.atomic():
        Consultation.objects.filter(pk=consultation.pk).update(
            stage="launched", launched_at=timezone.now(), launched_by=officer
        )


def test_options_with_one_that_was_rejected_and_questions_are_asked_for_too():
    consultation = drafted()
    officer = officer_of(consultation.group)
    consultation = operations.plan_consultation(consultation, by=officer)
    missing = readiness.missing(consultation)

    assert missing == ["Name the options", "Name an option that was rejected, and why", "Write the questions"]
    with pytest.raises(Refused, match="Write the questions"):
        operations.launch_consultation(consultation, by=officer)


ILLEGAL = [(a, b) for a in Stage for b in Stage if b not in Consultation.NEXT.get(a, ())]


@pytest.mark.parametrize(("stage", "to"), ILLEGAL)
def test_every_other_step_is_refused(stage, to):
    consultation = drafted()
    consultation.stage = stage
    with pytest.raises(Refused, match="cannot become"):
        move(consultation, to, by=officer_of(consultation.group))


@pytest.mark.parametrize(
    ("opens_on", "days", "broken"),
    [
        (date(2009, 3, 2), 84, False),
        (date(2009, 3, 2), 83, True),
        (date(2013, 3, 4), 14, False),
        (date(2008, 10, 31), 70, False),
        (date(2008, 11, 1), 70, True),
    ],
)
def test_the_rules_of_its_first_day_say_how_long_it_must_be(opens_on, days, broken):
    RuleSet.objects.all().delete()
    RuleSet.objects.create(
        name="The Code",
        source="A book",
        starts_on=date(2008, 11, 1),
        ends_on=date(2012, 7, 17),
        minimum_weeks=12,
    )
    consultation = drafted(opens_on=opens_on, closes_on=opens_on + timedelta(days=days - 1))

    assert bool(readiness.too_short_for(consultation)) is broken


def test_a_shorter_time_needs_a_reason_and_who_approved_it_and_both_are_published(client):
    RuleSet.objects.create(
        name="A rule of always", source="A book", starts_on=date(2000, 1, 1), minimum_weeks=12
    )
    today = timezone.localdate()
    consultation = planned(closes_on=today + timedelta(days=20))
    officer = officer_of(consultation.group)

    with pytest.raises(Refused, match="12 weeks of A rule of always"):
        operations.launch_consultation(consultation, by=officer)
    with pytest.raises(Refused):
        operations.edit_consultation(consultation, shorter_reason="An election comes.", by=officer)
    operations.edit_consultation(
        consultation, shorter_reason="An election comes.", shorter_approved_by="The chair", by=officer
    )
    operations.launch_consultation(consultation, by=officer)

    words = main_words(client.get(consultation.get_absolute_url()).content.decode())
    assert "An election comes. Approved by The chair." in words


@pytest.mark.parametrize(
    ("moment", "status"),
    [
        (datetime(2026, 3, 1, 23, 59, tzinfo=LONDON), Status.COMING),
        (datetime(2026, 3, 2, 0, 0, tzinfo=LONDON), Status.OPEN),
        # The clocks went forward on 29 March: five in the afternoon is four by Greenwich.
        (datetime(2026, 5, 25, 17, 0, 59, tzinfo=LONDON), Status.OPEN),
        (datetime(2026, 5, 25, 17, 1, tzinfo=LONDON), Status.CLOSED),
        (datetime(2026, 5, 25, 16, 1, tzinfo=ZoneInfo("UTC")), Status.CLOSED),
        (datetime(2026, 5, 25, 16, 0, tzinfo=ZoneInfo("UTC")), Status.OPEN),
    ],
)
def test_it_opens_and_closes_by_itself_on_the_minute(moment, status):
    with time_machine.travel(datetime(2026, 2, 1, tzinfo=LONDON), tick=False):
        consultation = launched(opens_on=date(2026, 3, 2), closes_on=date(2026, 5, 25), closes_at=time(17, 0))

    assert consultation.status_at(moment) == status
    rows = {
        Status.COMING: Consultation.objects.coming_at(moment),
        Status.OPEN: Consultation.objects.open_at(moment),
        Status.CLOSED: Consultation.objects.closed_at(moment),
    }
    assert {name for name, found in rows.items() if found.exists()} == {status}


def test_a_change_of_days_is_shown_with_its_reason_and_told_to_followers(client):
    consultation = launched()
    follower, officer = UserFactory(), officer_of(consultation.group)
    partnership.follow(consultation.group, by=follower)
    later = consultation.closes_on + timedelta(days=7)
    days = {"opens_on": consultation.opens_on, "closes_on": later, "closes_at": time(17, 0)}

    with pytest.raises(Refused, match="Say why"):
        operations.change_days(consultation, reason="", by=officer, **days)
    operations.change_days(consultation, reason="The post was on strike.", by=officer, **days)

    assert Notice.objects.filter(what="consultation_days_changed", to=follower).count() == 1
    assert "The post was on strike." in main_words(
        client.get(consultation.get_absolute_url()).content.decode()
    )
    entry = history.of(consultation).get(verb="days changed")
    assert set(entry.changes) == {"closes_on", "closes_at"}


def test_days_that_people_were_told_are_not_changed_in_passing():
    consultation = launched()
    officer = officer_of(consultation.group)
    with pytest.raises(Refused, match="page of their own"):
        operations.edit_consultation(
            consultation, closes_on=consultation.closes_on + timedelta(days=1), by=officer
        )
    with pytest.raises(Refused, match="that stays so"):
        operations.change_days(
            consultation,
            opens_on=consultation.opens_on + timedelta(days=1),
            closes_on=consultation.closes_on,
            closes_at=consultation.closes_at,
            reason="Later.",
            by=officer,
        )
    with pytest.raises(Refused, match="passed already"):
        operations.change_days(
            consultation,
            opens_on=consultation.opens_on,
            closes_on=consultation.opens_on,
            closes_at=time(0, 0),
            reason="Sooner.",
            by=officer,
        )
    consultation.refresh_from_db()
    assert consultation.closes_at == time(23, 59), "what was refused is undone"


def test_what_was_called_off_keeps_its_address_with_the_reason(client):
    consultation = launched()
    operations.call_off_consultation(
        consultation, reason="The scheme was dropped.", by=officer_of(consultation.group)
    )
    page = client.get(consultation.get_absolute_url())
    assert "Called off: The scheme was dropped." in main_words(page.content.decode())


@pytest.mark.parametrize(
    ("answers", "sentence"),
    [
        ({"text": ""}, "Fill in “Question”."),
        ({"text": "Which?", "kind": "one", "choices": "Only this"}, "Give at least two answers"),
        ({"text": "Which?", "kind": "one", "choices": "Yes\nYes"}, "stands here twice"),
        ({"text": "Which?", "kind": "one", "choices": "Yes\n" + "x" * 201}, "more than 200 characters"),
        ({"text": "Which?", "kind": "text", "choices": "Yes\nNo"}, "Take the answers away"),
        (
            {"text": "Which?", "kind": "several", "choices": "Yes\nNo", "is_equality": "on"},
            "of which people choose one",
        ),
        (
            {"text": "Which?", "kind": "one", "choices": "Yes\nNo", "is_equality": "on", "is_required": "on"},
            "Nobody has to answer",
        ),
        ({"text": "Which?", "kind": "everything"}, "Choose one of the answers"),
    ],
)
def test_a_wrong_question_gets_a_sentence_and_keeps_what_was_typed(answers, sentence, client):
    consultation = drafted()
    client.force_login(officer_of(consultation.group))
    page = client.post(
        f"{consultation.get_absolute_url()}questions/add/",
        {"text": "Which?", "kind": "text", "choices": ""} | answers,
    ).content.decode()
    assert sentence in page
    assert not consultation.questions.exists()


def test_questions_are_put_in_another_order_and_taken_out_by_button(client):
    consultation = drafted()
    officer = officer_of(consultation.group)
    for text in ("First?", "Second?", "Third?"):
        operations.add_question(consultation, text=text, by=officer)
    client.force_login(officer)
    address = f"{consultation.get_absolute_url()}questions/"
    client.post(address, {"position": 3, "do": "up"})
    client.post(address, {"position": 1, "do": "remove"})
    assert client.post(address, {"position": "x", "do": "remove"}).status_code == 404
    assert list(consultation.questions.values_list("position", "text")) == [(1, "Third?"), (2, "Second?")]


@pytest.mark.parametrize(
    ("lines", "sentence"),
    [
        ({"options": "", "rejected": ""}, "Fill in"),
        ({"options": "Here", "rejected": "Nowhere"}, "Say after a bar"),
        ({"options": "Here", "rejected": "Nowhere | " + "x" * 501}, "more than 500 characters"),
    ],
)
def test_options_say_why_some_were_rejected(lines, sentence, client):
    consultation = drafted()
    client.force_login(officer_of(consultation.group))
    page = client.post(f"{consultation.get_absolute_url()}options/", lines).content.decode()
    assert sentence in page


def test_the_register_is_filtered_and_told_in_a_sentence(client, django_assert_max_num_queries):
    for number in range(12):
        launched(title=f"Matter {number}", audiences=[an_audience(f"People {number}")])
    with django_assert_max_num_queries(14):
        page = client.get("/consultations/?status=open&q=matter")
    words = main_words(page.content.decode())
    assert "12 consultations, open now saying “matter”" in words
    strange = client.get("/consultations/?status=sideways&year=x&locality=moon")
    assert "is not one of the answers" in strange.content.decode()
    assert "Matter 3" in client.get("/consultations/register.csv").getvalue().decode()
