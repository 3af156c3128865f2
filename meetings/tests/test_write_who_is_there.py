"""Who leaves and who arrives, entered while the minutes are written, and the quorum beside each item."""

import pytest

from meetings import operations
from meetings.models import Attendance, Decision, Stay
from meetings.tests.minuting import address, box, send
from partnership.models import Group
from tests.factories.partnership import MembershipFactory, PersonFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def there(meeting, group, officer):
    """Ann and Bob are there, and two are needed."""
    Group.objects.filter(pk=group.pk).update(quorum_members=2, inquorate=Group.Inquorate.FLAG)
    people = [MembershipFactory(group=group, person__name=name).person for name in ("Ann Able", "Bob Best")]
    for person in people:
        operations.record_attendance(meeting, person=person, status="present", by=officer)
    return people


def rooms(page) -> dict[str, str]:
    return {each.item.number: each.room for each in page.context["items"]}


def test_somebody_leaves_during_an_item_and_the_page_says_that_too_few_are_left(writer, meeting, item, there):
    ann, _ = there
    sent = {box("leave", item, "person"): ann.pk, box("leave", item, "at"): "10.40"}
    answer = send(writer, meeting, do=f"leave-{item.pk}", **sent)

    page = writer.get(answer.url)
    stay = Stay.objects.get()
    text = page.content.decode()
    assert answer.status_code == 303
    assert (stay.left_item, stay.left_during, f"{stay.left_time:%H:%M}") == (item, True, "10:40")
    assert "Not quorate: 1 member in the room (2 needed)" in text
    assert "Ann Able left at 10.40am during this item." in text
    assert rooms(page)["6"]["away"] == ["Ann Able"]
    assert rooms(page)["4"]["count"].is_quorate


def test_what_was_decided_before_they_left_keeps_its_quorum_and_what_follows_is_marked(
    writer, meeting, item, there
):
    for text, leaver in (("First", there[0]), ("Second", None)):
        answer = send(
            writer,
            meeting,
            do=f"decide-{item.pk}",
            **{box("decide", item, "text"): text, box("decide", item, "outcome"): "agreed",
               box("decide", item, "voting"): "consensus"},
        )  # fmt: skip
        assert answer.status_code == 303
        if leaver:
            send(writer, meeting, do=f"leave-{item.pk}", **{box("leave", item, "person"): leaver.pk})

    assert list(Decision.objects.order_by("number").values_list("is_inquorate", flat=True)) == [False, True]
    assert "Without a quorum" in writer.get(address(meeting)).content.decode()


def test_members_arrive_as_members_and_others_in_attendance(writer, meeting, item, there, group):
    late = MembershipFactory(group=group, person__name="Late Member").person
    guest = PersonFactory(name="Some Officer")
    for person in (late, guest):
        sent = {box("arrive", item, "person"): person.pk, box("arrive", item, "before"): "on"}
        assert send(writer, meeting, do=f"arrive-{item.pk}", **sent).status_code == 303

    parts = dict(Attendance.objects.values_list("person__name", "status"))
    assert (parts["Late Member"], parts["Some Officer"]) == ("present", "in_attendance")
    assert set(Stay.objects.values_list("came_item__number", "came_during")) == {("5", False)}


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"person": ""}, "Choose an answer to “Who”."),
        ({"person": "999999"}, "Choose one of the answers offered for “Who”."),
        ({"at": "soonish"}, "Enter a time, such as 10am"),
        ({}, "is not on the list of those who are there"),
    ],
)
def test_what_is_wrong_with_a_leaving_is_said_beside_it_and_texts_are_saved(
    typed, sentence, writer, meeting, item, there
):
    stranger = PersonFactory()
    sent = {box("leave", item, name): value for name, value in ({"person": stranger.pk} | typed).items()}
    answer = send(writer, meeting, do=f"leave-{item.pk}", **sent, **{box("minute", item): "Kept."})

    item.refresh_from_db()
    assert answer.status_code == 422
    assert answer.content.decode().count(sentence) >= 2
    assert item.minute == "Kept."
    assert not Stay.objects.exists()


def test_without_a_script_a_part_is_opened_by_its_button_and_what_was_typed_is_saved(writer, meeting, item):
    answer = send(writer, meeting, do=f"open-decide-{item.pk}", **{box("minute", item): "Typed."})

    item.refresh_from_db()
    page = writer.get(answer.url).content.decode()
    assert (answer.status_code, item.minute) == (303, "Typed.")
    assert answer.url.endswith(f"?open=decide-{item.pk}")
    assert f'data-part="decide-{item.pk}" open' in page
    assert page.count("autofocus") == 1
    assert f'data-open="act-{item.pk}"' in page


@pytest.mark.parametrize("asked", ["decide-999999", "nonsense", "decide-", "-", "nonsense-1", "decide-x\x00"])
def test_an_address_that_opens_nothing_is_the_page(asked, writer, meeting):
    assert writer.get(address(meeting), {"open": asked}).status_code == 200


def test_a_group_without_a_quorum_says_so_once(writer, meeting):
    assert writer.get(address(meeting)).content.decode().count("Quorum: the group has set none") == 1


def test_the_page_of_votes_by_name_leads_back_to_the_minutes(writer, meeting, item, officer):
    decision = operations.log_decision(item, text="Go on", outcome="agreed", by=officer)
    edit = f"/decisions/{decision}/edit/?back=minutes"
    assert f'data-votes href="{edit}#names"' in writer.get(address(meeting)).content.decode()

    answer = writer.post(edit, {"text": "Go on", "outcome": "agreed", "voting": "consensus"})

    assert answer.url == f"{address(meeting)}#item-5"
