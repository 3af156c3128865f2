"""Everyone can respond, once, while it is open; nothing typed is lost, and nothing sent breaks the page."""

import re
import uuid
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core.cache import cache
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.utils import timezone

from core.models import HistoryEntry
from core.refusals import Refused
from engagement import operations, pace
from engagement.given import Said
from engagement.models import Answer, Consultation, EqualityTally, Respondent, Response
from meetings.tests.doors import main_words
from partnership import operations as partnership
from partnership.models import Organisation
from tests.factories.engagement import an_audience, closed, launched, planned, responded
from tests.factories.meetings import officer_of
from tests.factories.partnership import GroupFactory, UserFactory

pytestmark = pytest.mark.django_db
LONDON = ZoneInfo("Europe/London")


@pytest.fixture
def consultation():
    """Open, with a question to answer, one to choose, several to choose, and one on equality."""
    consultation = planned()
    officer = officer_of(consultation.group)
    first = consultation.questions.get()
    operations.edit_question(first, is_required=True, by=officer)
    operations.add_question(
        consultation, text="How often?", kind="one", choices=["Weekly", "Monthly"], by=officer
    )
    operations.add_question(
        consultation, text="When?", kind="several", choices=["Spring", "Autumn"], by=officer
    )
    operations.add_question(
        consultation, text="Your age?", kind="one", choices=["Under 25", "Over"], is_equality=True, by=officer
    )
    return operations.launch_consultation(consultation, by=officer)


def address(consultation: Consultation) -> str:
    return f"{consultation.get_absolute_url()}respond/"


def filled(client: Client, consultation: Consultation, **answers) -> dict:
    """The form as its page gives it out, filled in."""
    page = client.get(address(consultation)).content.decode()
    hidden = dict(re.findall(r'name="(token|mark)"[^>]*value="([^"]+)"', page))
    assert set(hidden) == {"token", "mark"}
    first, second, third, equality = consultation.questions.all()
    return {
        **hidden,
        f"question_{first.pk}": "On the square, near the bus.",
        f"question_{second.pk}": "1",
        f"question_{third.pk}": ["0", "1"],
        f"question_{equality.pk}": "0",
        "on_behalf_of": "self",
        "may_be_published": "anonymous",
        "email": "someone@example.org",
    } | answers


def test_a_response_arrives_with_its_answers_and_a_number_to_keep(client, consultation):
    sent = client.post(address(consultation), filled(client, consultation))
    response = Response.objects.get()
    first, second, third, _ = consultation.questions.all()

    assert sent.status_code == 302
    assert response.receipt in main_words(client.get(sent.url).content.decode())
    said = {answer.question: (answer.text, answer.chosen) for answer in response.answers.all()}
    assert said == {first: ("On the square, near the bus.", []), second: ("", [1]), third: ("", [0, 1])}
    assert response.respondent.email == "someone@example.org"


def test_its_page_begins_with_who_decides_and_until_when(client, consultation):
    words = main_words(client.get(address(consultation)).content.decode())
    assert words.index("The Board decides. You can respond until") < words.index("Where should it be?")
    assert "Your age?" in words
    assert words.index("Your age?") > words.index("May your answers be published?")


def test_nobody_gives_leave_to_publish_by_leaving_things_as_they_are(client, consultation):
    page = client.get(address(consultation)).content.decode()
    boxes = re.findall(r'<input[^>]*name="may_be_published"[^>]*>', page)
    assert len(boxes) == 3
    assert not any("checked" in box for box in boxes)


def test_answers_on_equality_are_counted_and_lead_to_nobody(client, consultation):
    client.post(address(consultation), filled(client, consultation))
    equality = consultation.questions.about_equality().get()

    assert [(tally.choice, tally.count) for tally in EqualityTally.objects.filter(question=equality)] == [
        (0, 1)
    ]
    assert not Answer.objects.filter(question=equality).exists()
    assert "Under 25" not in str(list(HistoryEntry.objects.values_list("changes", flat=True)))
    with pytest.raises(IntegrityError, match="never one on equality"), transaction.atomic():
        Answer.objects.create(response=Response.objects.get(), question=equality, chosen=[0])


def test_the_same_form_sent_twice_is_one_response(client, consultation):
    form = filled(client, consultation)
    first, second = (client.post(address(consultation), form) for _ in range(2))

    assert first.url == second.url
    assert Response.objects.count() == 1
    assert EqualityTally.objects.get().count == 1


def test_two_forms_of_one_person_are_two_responses(client, consultation):
    for _ in range(2):
        client.post(address(consultation), filled(client, consultation))
    assert Response.objects.count() == 2


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"first": ""}, "Fill in “Where should it be?”."),
        ({"first": "x" * 1_000_000}, "must be 20000 characters or fewer. It has 1000000."),
        ({"first": "one\x00two"}, "contains a character that cannot be kept"),
        ({"second": "7"}, "Choose one of the answers offered for “How often? (optional)”."),
        ({"third": ["0", "x"]}, "Choose one of the answers offered for “When? (optional)”."),
        ({"equality": "-1"}, "Choose one of the answers offered"),
        ({"on_behalf_of": "body"}, "Enter the name of the organisation that you answer for."),
        (
            {"may_be_published": "named"},
            "Enter your name, or choose to have the answers published without it.",
        ),
        ({"may_be_published": "everywhere"}, "Choose one of the answers offered"),
        ({"email": "not an address"}, "Enter an email address in full"),
        ({"locality": "999999999999999999999"}, "Choose one of the answers offered"),
        ({"token": "stale"}, "Nothing is lost: send it again."),
        ({"token": "\x00"}, "Nothing is lost: send it again."),
        ({"mark": "of other questions"}, "The questions have changed since you opened this page."),
        ({"website": "http://spam.example"}, "A box that people do not see was filled in"),
    ],
)
def test_what_is_wrong_gets_a_sentence_and_everything_typed_is_kept(client, consultation, changes, sentence):
    form = filled(client, consultation)
    names = dict(zip(("first", "second", "third", "equality"), list(form)[2:6], strict=True))
    form |= {names.get(name, name): value for name, value in changes.items()}
    form["name"] = form.get("name") or ("Kept as typed" if changes.get("may_be_published") != "named" else "")
    page = client.post(address(consultation), form)

    assert page.status_code == 200
    words = page.content.decode()
    assert sentence in words
    if "first" not in changes:
        assert "On the square, near the bus." in words
    if form["name"]:
        assert "Kept as typed" in words
    assert not Response.objects.exists()

    # What the page gives out again can be sent, once it is mended.
    hidden = dict(re.findall(r'name="(token|mark)"[^>]*value="([^"]+)"', words))
    mended = filled(client, consultation) | hidden
    assert client.post(address(consultation), mended).status_code == 302


def test_a_form_without_anything_answered_or_without_anything_at_all_gets_a_sentence(client):
    consultation = launched()
    empty = client.post(address(consultation), {}).content.decode()
    assert "Nothing is lost: send it again." in empty
    assert "Choose an answer to “May your answers be published?”." in empty
    nothing = client.post(
        address(consultation),
        {"token": str(uuid.uuid4()), "on_behalf_of": "self", "may_be_published": "not"},
    )
    assert "Answer at least one of the questions." in nothing.content.decode()
    assert not Response.objects.exists()


def test_a_page_that_was_open_for_too_long_keeps_the_words_and_can_be_sent_again(consultation):
    careful = Client(enforce_csrf_checks=True)
    form = filled(careful, consultation)
    page = careful.post(address(consultation), form)

    assert page.status_code == 200
    words = page.content.decode()
    assert "This page had been open too long" in words
    assert "On the square, near the bus." in words
    assert not Response.objects.exists()
    again = dict(re.findall(r'name="(token|mark|csrfmiddlewaretoken)"[^>]*value="([^"]+)"', words))
    assert careful.post(address(consultation), form | again).status_code == 302
    assert Response.objects.count() == 1


def test_html_is_shown_as_text(client):
    consultation = closed(answers=("<script>alert(1)</script> <b>Here</b>",))
    operations.publish_responses(consultation, by=officer_of(consultation.group))
    page = client.get(f"{consultation.get_absolute_url()}responses/").content.decode()
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &lt;b&gt;Here&lt;/b&gt;" in page
    assert "<script>alert(1)" not in page


def test_thousands_of_fields_are_a_page_and_not_an_error(client, consultation):
    many = {f"field_{n}": "x" for n in range(5_000)}
    assert client.post(address(consultation), filled(client, consultation) | many).status_code == 302
    too_many = {f"field_{n}": "x" for n in range(10_001)}
    page = client.post(address(consultation), too_many)
    assert page.status_code == 400
    assert "Nothing has been changed" in page.content.decode()
    huge = client.post(address(consultation), {"name": "x" * 3_000_000})
    assert huge.status_code == 400


def test_a_program_that_sends_again_and_again_is_asked_to_wait_without_a_puzzle(
    client, consultation, monkeypatch
):
    cache.clear()
    monkeypatch.setattr(pace, "MOST", 2)
    for _ in range(2):
        client.post(address(consultation), filled(client, consultation))
    page = client.post(address(consultation), filled(client, consultation))

    assert page.status_code == 429
    words = page.content.decode()
    assert "wait ten minutes, then send it again" in words
    assert "On the square, near the bus." in words
    assert Response.objects.count() == 2
    cache.clear()


def test_a_representative_answers_for_an_organisation_of_the_record(client, consultation):
    administrator = UserFactory(is_staff=True)
    body = partnership.add_organisation(
        name="Voluntary Action", sector=Organisation.Sector.VOLUNTARY, by=administrator
    )
    user = UserFactory()
    client.force_login(user)
    form = filled(client, consultation, on_behalf_of="body", body_name="voluntary action")
    client.post(address(consultation), form)
    response = Response.objects.get()

    assert (response.speaks_for_a_body, response.organisation) == (True, body)
    assert response.by is None
    assert response.respondent.login == user
    assert list(Response.objects.visible_to(user)) == [response]


# The closing minute, and clocks going forward: 29 March 2026 at one in the morning.
CLOSING = [
    (datetime(2026, 3, 29, 0, 59, 59, tzinfo=LONDON), time(1, 30), True),
    (datetime(2026, 3, 29, 17, 0, 59, tzinfo=LONDON), time(17, 0), True),
    (datetime(2026, 3, 29, 17, 1, 0, tzinfo=LONDON), time(17, 0), False),
    # Five in the afternoon is four by Greenwich now: an hour of Greenwich is no hour more.
    (datetime(2026, 3, 29, 16, 0, 59, tzinfo=ZoneInfo("UTC")), time(17, 0), True),
    (datetime(2026, 3, 29, 16, 1, 0, tzinfo=ZoneInfo("UTC")), time(17, 0), False),
    (datetime(2026, 3, 29, 11, 1, 0, tzinfo=ZoneInfo("America/New_York")), time(17, 0), True),
    (datetime(2026, 3, 29, 12, 1, 0, tzinfo=ZoneInfo("America/New_York")), time(17, 0), False),
]


@pytest.mark.parametrize(("moment", "closes_at", "arrives"), CLOSING)
def test_it_closes_on_its_minute_whatever_the_clocks_do(moment, closes_at, arrives):
    with time_machine.travel(datetime(2026, 1, 2, tzinfo=LONDON), tick=False):
        consultation = launched(opens_on=date(2026, 1, 4), closes_on=date(2026, 3, 29), closes_at=closes_at)
    with time_machine.travel(moment, tick=False):
        if arrives:
            responded(consultation)
        else:
            with pytest.raises(Refused, match="It closed on 29 March 2026"):
                responded(consultation)
    assert Response.objects.count() == int(arrives)


@pytest.mark.parametrize(("moment", "closes_at", "arrives"), CLOSING)
def test_the_database_refuses_what_is_late_by_itself(moment, closes_at, arrives):
    with time_machine.travel(datetime(2026, 1, 2, tzinfo=LONDON), tick=False):
        consultation = launched(opens_on=date(2026, 1, 4), closes_on=date(2026, 3, 29), closes_at=closes_at)

    def insert(zone: str):
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"SET LOCAL TIME ZONE '{zone}'")
            cursor.execute(
                "INSERT INTO engagement_response (consultation_id, token, channel, speaks_for_a_body, "
                "may_be_published, received_at, is_entered, late_reason) "
                "VALUES (%s, %s, 'form', false, 'not', %s, false, '')",
                [consultation.pk, str(uuid.uuid4()), moment],
            )

    for zone in ("UTC", "Pacific/Kiritimati", "America/Los_Angeles"):
        if arrives:
            insert(zone)
        else:
            with pytest.raises(IntegrityError, match="This consultation is closed"):
                insert(zone)


def test_the_database_refuses_what_comes_before_the_opening_or_without_a_launch():
    tomorrow = timezone.localdate() + timedelta(days=1)
    coming = launched(opens_on=tomorrow)
    plan = planned(title="Planned", audiences=[an_audience("Others")])
    for consultation, sentence in ((coming, "has not opened yet"), (plan, "is not open")):
        with pytest.raises(IntegrityError, match=sentence), transaction.atomic():
            Response.objects.create(consultation=consultation, received_at=timezone.now())


def test_what_is_not_open_has_no_form_and_takes_nothing(client):
    tomorrow = timezone.localdate() + timedelta(days=1)
    coming, over = launched(opens_on=tomorrow), closed()
    called_off = launched(title="Called off", audiences=[an_audience("Others")])
    operations.call_off_consultation(called_off, reason="No money.", by=officer_of(called_off.group))
    for consultation, words in (
        (coming, "It is not open yet"),
        (over, "It closed on"),
        (called_off, "No money."),
    ):
        page = client.get(address(consultation)).content.decode()
        assert words in page
        assert "Send your response" not in page
        question = consultation.questions.get()
        sent = client.post(
            address(consultation),
            {
                "token": str(uuid.uuid4()),
                f"question_{question.pk}": "Too late, or too soon.",
                "on_behalf_of": "self",
                "may_be_published": "not",
            },
        )
        assert sent.status_code == 200
        assert "Too late, or too soon." in sent.content.decode(), "what was written can still be copied"
    assert client.get(address(planned(title="Planned"))).status_code == 404
    assert not Response.objects.exists()


def test_the_questions_stay_after_the_first_response_by_raw_sql_too():
    consultation = launched()
    question = consultation.questions.get()
    responded(consultation)
    officer = officer_of(consultation.group)
    for step in (
        lambda: operations.edit_question(question, text="Other words?", by=officer),
        lambda: operations.add_question(consultation, text="More?", by=officer),
        lambda: operations.remove_question(question, by=officer),
    ):
        with pytest.raises(Refused, match="the questions stay as they are"):
            step()
    with pytest.raises(IntegrityError, match="stay as they are"), transaction.atomic():
        type(question).objects.filter(pk=question.pk).update(text="Other words?")


def test_a_response_never_changes_and_is_never_deleted():
    response = responded(launched())
    for statement in (
        "UPDATE engagement_response SET may_be_published = 'named'",
        "DELETE FROM engagement_answer",
        "UPDATE engagement_answer SET text = 'Other'",
    ):
        with pytest.raises(Exception, match="Cannot"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    assert response.answers.get().text == "On the square."


def said_on_paper(consultation: Consultation, words: str = "By letter.") -> Said:
    return Said(words={consultation.questions.get().pk: words}, body_name="A parish council")


def test_an_officer_writes_down_after_the_close_what_came_on_paper_in_time_and_says_so():
    consultation = closed()
    officer = officer_of(consultation.group)
    answers = {
        "said": said_on_paper(consultation),
        "channel": "paper",
        "received_on": consultation.closes_on,
        "by": officer,
    }
    with pytest.raises(Refused, match="written down after the close"):
        operations.enter_response(consultation, **answers)
    response = operations.enter_response(consultation, late_reason="The letter came in time.", **answers)
    assert (response.is_entered, response.by) == (True, officer)
    assert response.late_reason == "The letter came in time."
    assert response.received_at < consultation.closes


def test_what_is_written_down_while_it_is_open_needs_no_reason():
    consultation = launched()
    response = operations.enter_response(
        consultation,
        said=said_on_paper(consultation),
        channel="paper",
        received_on=timezone.localdate(),
        late_reason="Not asked for.",
        by=officer_of(consultation.group),
    )
    assert response.late_reason == ""


def put_in(consultation: Consultation, moment: datetime, *, by=None, late_reason: str = "") -> None:
    """By raw SQL, in a database whose clock does not travel."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL portal.clock = ''")
        cursor.execute(
            "INSERT INTO engagement_response (consultation_id, token, channel, speaks_for_a_body, may_be_published, "
            "received_at, is_entered, by_id, late_reason) VALUES (%s, %s, %s, false, 'not', %s, %s, %s, %s)",
            [
                consultation.pk,
                str(uuid.uuid4()),
                "paper" if by else "form",
                moment,
                by is not None,
                by and by.pk,
                late_reason,
            ],
        )


def test_once_it_is_closed_an_earlier_moment_is_no_way_in_for_raw_sql_either():
    over, open_now = closed(), launched(title="Open", audiences=[an_audience("Others")])
    officer = officer_of(over.group)
    in_time = over.closes - timedelta(hours=1)
    with pytest.raises(IntegrityError, match="arrives when it is sent"):
        put_in(over, in_time)
    with pytest.raises(IntegrityError, match="say why what is written down now counts"):
        put_in(over, in_time, by=officer)
    put_in(over, in_time, by=officer, late_reason="The letter came in time.")
    for wrong in (timedelta(minutes=-2), timedelta(minutes=2)):
        with pytest.raises(IntegrityError, match="arrives when it is sent"):
            put_in(open_now, timezone.now() + wrong)
    put_in(open_now, timezone.now())
    put_in(open_now, timezone.now(), by=officer)


def test_what_came_late_is_accepted_with_a_reason_only():
    consultation = closed()
    late = {
        "said": said_on_paper(consultation),
        "channel": "email",
        "received_on": consultation.closes_on + timedelta(days=1),
        "by": officer_of(consultation.group),
    }
    with pytest.raises(Refused, match="Say why it is accepted"):
        operations.enter_response(consultation, **late)
    response = operations.enter_response(consultation, late_reason="The post was on strike.", **late)
    assert response.late_reason == "The post was on strike."


@pytest.mark.parametrize(
    ("days", "sentence"), [(100, "still to come"), (-200, "nothing can have come before")]
)
def test_what_is_written_down_came_on_a_day_that_can_be(days, sentence):
    consultation = launched()
    with pytest.raises(Refused, match=sentence):
        operations.enter_response(
            consultation,
            said=said_on_paper(consultation),
            channel="paper",
            received_on=timezone.localdate() + timedelta(days=days),
            by=officer_of(consultation.group),
        )


def test_the_page_for_writing_down_is_for_its_officers(client, consultation):
    page = f"{consultation.get_absolute_url()}write-down/"
    assert client.get(page).status_code == 302
    client.force_login(officer_of(GroupFactory()))
    assert client.get(page).status_code == 403
    client.force_login(officer_of(consultation.group))
    first = consultation.questions.first()
    today = timezone.localdate()
    sent = client.post(
        page,
        {
            "token": str(uuid.uuid4()),
            "channel": "telephone",
            "received_on_0": today.day,
            "received_on_1": today.month,
            "received_on_2": today.year,
            "may_be_published": "not",
            f"question_{first.pk}": "Said on the telephone.",
        },
        follow=True,
    )
    assert "It is written down as response R-" in sent.content.decode()
    assert Respondent.objects.get().name == ""
