"""Who was there is recorded on one sheet, all together or not at all."""

from datetime import date

import pytest

from meetings.models import Attendance
from tests.factories.meetings import MeetingFactory, approved, circulated, closed, started
from tests.factories.partnership import MembershipFactory, PersonFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def meeting(officer, group):
    return MeetingFactory(group=group)


@pytest.fixture
def ann(group):
    return MembershipFactory(group=group, person__name="Ann Member").person


@pytest.fixture
def bob(group):
    return MembershipFactory(group=group, person__name="Bob Member").person


@pytest.fixture
def guest():
    return PersonFactory(name="Gwen Guest")


@pytest.fixture
def send(as_, meeting):
    """Send the sheet: answers by row, such as {ann: {"status": "present"}, "more-1": {...}}."""
    browser = as_("officer")

    def send(rows):
        data = {}
        for row, answers in rows.items():
            prefix = row if isinstance(row, str) else f"person-{row.pk}"
            data |= {f"{prefix}-{name}": value for name, value in answers.items()}
        return browser.post(f"{meeting.get_absolute_url()}attendance/", data)

    return send


def recorded(meeting):
    return {row.person.name: row.status for row in meeting.attendances.with_names()}


def test_the_members_of_that_day_are_on_the_sheet_and_nobody_who_had_left(as_, meeting, ann, group):
    MembershipFactory(group=group, person__name="Left Before", ends_on=date(2007, 2, 2))

    sheet = as_("officer").get(f"{meeting.get_absolute_url()}attendance/").context["sheet"]

    assert [row.person.name for row in sheet.rows] == ["Ann Member"]


def test_one_save_records_members_apologies_substitutes_and_guests(send, meeting, ann, bob, guest):
    deputy = PersonFactory(name="Dee Deputy")

    send(
        {
            ann: {"status": "present", "note": "Left after item 4"},
            bob: {
                "status": "apologies",
                "apology_reason": "Ill",
                "apology_received_on_0": "1",
                "apology_received_on_1": "2",
                "apology_received_on_2": "2007",
            },
            "more-1": {"person_chosen": deputy.pk, "status": "substitute", "substitute_for": bob.pk},
            "more-2": {"person_chosen": guest.pk, "status": "guest"},
        }
    )

    assert recorded(meeting) == {
        "Ann Member": "present",
        "Bob Member": "apologies",
        "Dee Deputy": "substitute",
        "Gwen Guest": "guest",
    }
    away = Attendance.objects.get(person=bob)
    assert (away.apology_reason, away.apology_received_on) == ("Ill", date(2007, 2, 1))
    assert Attendance.objects.get(person=deputy).substitute_for == bob


def test_a_correction_changes_its_row_and_not_recorded_takes_somebody_off(send, meeting, ann, bob):
    send({ann: {"status": "present"}, bob: {"status": "absent"}})

    send({ann: {"status": "apologies"}, bob: {"status": ""}})

    assert recorded(meeting) == {"Ann Member": "apologies"}


@pytest.mark.parametrize(
    ("answers", "question", "sentence"),
    [
        ({"status": "substitute"}, "substitute_for", "Say for whom the substitute came."),
        (
            {"status": "present", "apology_reason": "Ill"},
            "apology_reason",
            "A reason belongs to apologies only.",
        ),
        ({"status": "dancing"}, "status", "Choose one of the answers offered"),
        ({"status": "apologies", "apology_received_on_0": "31"}, "apology_received_on", ""),
        ({"status": "present", "note": "x" * 201}, "note", "must be 200 characters or fewer"),
        ({"status": "present", "note": "a\x00b"}, "note", "contains a character that cannot be kept"),
        ({"note": "Came late"}, "status", "Choose the part this person had"),
        ({"status": "substitute", "substitute_for": "999999"}, "substitute_for", "Choose one of the answers"),
    ],
)
def test_a_wrong_answer_is_told_by_its_row_and_nothing_is_saved(
    send, meeting, ann, bob, answers, question, sentence
):
    answer = send({ann: answers, bob: {"status": "present", "note": "Kept <as typed>"}})

    assert recorded(meeting) == {}
    row = next(row for row in answer.context["sheet"].rows if row.person == ann)
    assert set(row.errors) == {question}
    assert sentence in row.errors[question][0]
    page = answer.content.decode()
    assert f'href="#id_person-{ann.pk}-{question}' in page
    assert "Kept &lt;as typed&gt;" in page


@pytest.mark.parametrize(
    ("rows", "question", "sentence"),
    [
        ([{"status": "guest"}], "person_chosen", "Choose a person."),
        ([{"person_chosen": "guest"}], "status", "Choose the part this person had."),
        ([{"person_chosen": "ann", "status": "guest"}], "person_chosen", "on the list already"),
        (
            [{"person_chosen": "guest", "status": "guest"}, {"person_chosen": "guest", "status": "guest"}],
            "person_chosen",
            "on the list already",
        ),
    ],
)
def test_somebody_else_is_a_person_with_a_part_and_not_there_twice(
    send, meeting, ann, guest, rows, question, sentence
):
    people = {"ann": ann.pk, "guest": guest.pk}
    for row in rows:
        if "person_chosen" in row:
            row["person_chosen"] = people[row["person_chosen"]]

    answer = send({f"more-{n}": row for n, row in enumerate(rows, start=1)})

    last = answer.context["sheet"].more[len(rows) - 1]
    assert sentence in last.errors[question][0]
    assert recorded(meeting) == {}


def test_once_the_minutes_are_approved_the_sheet_stays(send, meeting, ann):
    closed(started(meeting))
    circulated(meeting)
    approved(meeting)

    answer = send({ann: {"status": "present"}})

    assert "approved and stay as they are" in answer.content.decode()
    assert recorded(meeting) == {}


def test_a_long_sheet_asks_the_database_no_more(as_, meeting, group, django_assert_max_num_queries):
    browser = as_("officer")
    for n in range(15):
        MembershipFactory(group=group, person__name=f"Member {n}")

    with django_assert_max_num_queries(10):
        assert browser.get(f"{meeting.get_absolute_url()}attendance/").status_code == 200
