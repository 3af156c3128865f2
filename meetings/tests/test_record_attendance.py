"""Who was there is recorded on one sheet, all together or not at all."""

from datetime import date

import pytest

from meetings import operations
from meetings.models import Attendance, Stay
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


# Coming and going, on the same sheet


@pytest.fixture
def running(meeting, ann, bob, officer):
    """The meeting has started, and both members are there."""
    started(meeting)
    for person in (ann, bob):
        operations.record_attendance(meeting, person=person, status="present", by=officer)
    return meeting


def shown(browser, meeting) -> dict[str, str]:
    """What a browser would send if nobody touched the sheet."""
    sheet = browser.get(f"{meeting.get_absolute_url()}attendance/").context["sheet"]
    data = {"rows": str(len(sheet.more))}
    for row in [*sheet.rows, *sheet.more]:
        for form in (row, *row.times):
            data |= {
                form[name].html_name: form[name].value() or ""
                for name in form.fields
                if "received" not in name
            }
        if row.times:
            data[row.times.name] = row.times.shown
    return data


def said(person) -> list[tuple]:
    return list(
        Stay.objects.filter(attendance__person=person).values_list("came_item__number", "left_item__number")
    )


def test_the_sheet_says_when_people_came_and_went_and_takes_it_back(as_, running, ann):
    browser, address = as_("officer"), f"{running.get_absolute_url()}attendance/"
    item = {each.number: each.pk for each in running.items.all()}
    first, second = f"person-{ann.pk}-time-1", f"person-{ann.pk}-time-2"

    typed = {f"{first}-left": f"{item['3']}.0.", f"{first}-left_time": "10.40am"}
    assert browser.post(address, shown(browser, running) | typed).status_code == 302
    assert said(ann) == [(None, "3")]
    back = {f"{second}-came": f"{item['4']}.1."}
    assert browser.post(address, shown(browser, running) | back).status_code == 302
    assert said(ann) == [(None, "3"), ("4", None)]
    nothing = {f"{first}-left": "", f"{first}-left_time": "", f"{second}-came": ""}
    assert browser.post(address, shown(browser, running) | nothing).status_code == 302
    assert said(ann) == []


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"came": "5.0.", "left": "3.0."}, "cannot leave before they arrive"),
        ({"left_time": "10am"}, "Say at which item they left."),
        ({"left": "3.0.", "left_time": "soonish"}, "Enter a time, such as 10am"),
        ({"left": "999999.0."}, "Choose one of the answers offered"),
        ({"came": "nonsense"}, "Choose one of the answers offered"),
    ],
)
def test_a_wrong_time_is_told_and_nothing_is_saved(typed, sentence, as_, running, ann):
    browser, address = as_("officer"), f"{running.get_absolute_url()}attendance/"
    item = {each.number: each.pk for each in running.items.all()}
    row = f"person-{ann.pk}-time-1"
    sent = {}
    for name, value in typed.items():
        number, dot, rest = value.partition(".")
        known = name in ("came", "left") and number in item
        sent[f"{row}-{name}"] = f"{item[number]}{dot}{rest}" if known else value

    answer = browser.post(address, shown(browser, running) | sent)

    assert answer.status_code == 200
    assert sentence in answer.content.decode()
    assert said(ann) == []


def test_a_sheet_that_was_opened_earlier_takes_no_leaving_back(as_, running, ann, bob, officer):
    browser, address = as_("officer"), f"{running.get_absolute_url()}attendance/"
    before = shown(browser, running)
    leaver = Attendance.objects.get(person=ann)
    operations.record_leaving(leaver, item=running.items.get(number="3"), by=officer)

    assert browser.post(address, before | {f"person-{bob.pk}-note": "Took the chair"}).status_code == 302
    assert said(ann) == [(None, "3")]
    item = running.items.get(number="5")
    answer = browser.post(address, before | {f"person-{ann.pk}-time-1-left": f"{item.pk}.0."})
    assert "Somebody else has recorded when this person came or left" in answer.content.decode()
    assert said(ann) == [(None, "3")]


def test_another_row_keeps_what_was_typed_and_saves_nothing(as_, running, ann, guest):
    browser, address = as_("officer"), f"{running.get_absolute_url()}attendance/"
    typed = {
        "more-3-person_chosen": str(guest.pk),
        "more-3-status": "guest",
        f"person-{ann.pk}-note": "Typed",
    }

    answer = browser.post(address, shown(browser, running) | typed | {"another": "yes"})

    sheet = answer.context["sheet"]
    assert answer.status_code == 200
    assert len(sheet.more) == 4
    assert sheet.more[2]["person_chosen"].value() == str(guest.pk)
    assert 'value="Typed"' in answer.content.decode()
    assert "error-summary" not in answer.content.decode()
    assert "Gwen Guest" not in recorded(running)
    again = shown(browser, running) | {
        "rows": "4",
        "more-4-person_chosen": guest.pk,
        "more-4-status": "guest",
    }
    assert browser.post(address, again).status_code == 302
    assert recorded(running)["Gwen Guest"] == "guest"


@pytest.mark.parametrize("rows", ["9999999999", "-1", "many", "\u0663"])
def test_room_for_more_has_its_limit(rows, as_, running):
    browser, address = as_("officer"), f"{running.get_absolute_url()}attendance/"

    answer = browser.post(address, {"rows": rows, "another": "yes"})

    assert 4 <= len(answer.context["sheet"].more) <= 60
