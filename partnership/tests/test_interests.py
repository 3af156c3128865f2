"""The register of interests: who keeps it, who reads it, and that it is gone through once a year."""

from datetime import date

import pytest
from django.core import mail as mailbox
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from core import mail
from core.refusals import Refused
from partnership import interests, operations, sending
from partnership.models import InterestsReview, Notice, RegisteredInterest
from partnership.permissions import can_keep_interests
from tests.cast import ROLES
from tests.factories.partnership import GroupFactory, MembershipFactory, PersonFactory
from tests.year import each_morning

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 3)


@pytest.fixture(autouse=True)
def today(time_machine):
    time_machine.move_to("2026-03-03 12:00")


@pytest.fixture
def ann(group, member):
    """A member with a login."""
    return member.person


@pytest.fixture
def registered(ann, officer):
    return operations.register_interest(ann, kind="body", body="The food bank", words="Trustee", by=officer)


@pytest.fixture
def everyone(request):
    return {role: request.getfixturevalue(role) for role in ROLES}


def seen_by(everyone):
    return {role for role, user in everyone.items() if RegisteredInterest.objects.visible_to(user).exists()}


# The rule


def test_an_entry_names_a_body_and_the_day_it_was_told(registered):
    assert registered.registered_on == TODAY
    assert str(registered) == "The food bank: Trustee"


def test_nothing_is_registered_or_reviewed_before_its_day(ann, officer):
    with pytest.raises(Refused, match="still to come"):
        operations.register_interest(ann, kind="body", body="X", registered_on=date(2026, 3, 4), by=officer)
    with pytest.raises(Refused, match="still to come"):
        operations.review_interests(ann, reviewed_on=date(2026, 3, 4), by=officer)


def test_an_interest_ends_once_and_after_it_began(registered, officer):
    operations.edit_interest(registered, starts_on=date(2025, 1, 1), by=officer)
    with pytest.raises(Refused, match="before it began"):
        operations.end_interest(registered, on=date(2025, 1, 1), by=officer)

    operations.end_interest(registered, on=date(2026, 3, 1), by=officer)

    with pytest.raises(Refused, match="ended already"):
        operations.end_interest(registered, on=date(2026, 3, 2), by=officer)


def test_a_review_is_later_than_the_one_before_and_stays_for_good(ann, officer):
    review = operations.review_interests(ann, reviewed_on=date(2026, 3, 1), by=officer)
    with pytest.raises(Refused, match="on 1 March 2026 already"):
        operations.review_interests(ann, reviewed_on=date(2026, 3, 1), by=officer)

    with pytest.raises(Refused):
        review.delete()
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM partnership_interestsreview")


# Who sees it, who keeps it


def test_what_members_of_an_open_group_have_to_do_with_is_open(registered, everyone):
    assert seen_by(everyone) == set(ROLES)


def test_of_a_closed_group_it_is_for_the_group_and_those_who_keep_it(registered, group, everyone):
    group.is_public = False
    group.save()

    assert seen_by(everyone) == set(ROLES) - {"reader", "outsider", "other_officer"}


@pytest.mark.parametrize("how", ["sensitive", "ended", "left the group", "no register"])
def test_what_is_sensitive_or_past_is_for_the_person_and_those_who_keep_it(
    registered, ann, group, officer, administrator, everyone, how
):
    keepers = {"member", "officer", "administrator"}
    match how:
        case "sensitive":
            operations.edit_interest(registered, is_sensitive=True, by=officer)
        case "ended":
            operations.end_interest(registered, on=TODAY, by=officer)
        case "left the group":
            operations.end_membership(ann.memberships.get(), on=TODAY, by=officer)
            keepers -= {"officer"}
        case "no register":
            operations.edit_group(group, keeps_register=False, by=administrator)
            keepers -= {"officer"}

    assert seen_by(everyone) == keepers


def test_it_is_kept_by_the_person_the_groups_officers_and_administrators(ann, everyone):
    assert {role for role, user in everyone.items() if can_keep_interests(user, ann)} == {
        "member",
        "officer",
        "administrator",
    }


# Once a year


@pytest.mark.parametrize(
    ("reviewed", "due"),
    [
        (date(2026, 3, 3), date(2027, 3, 3)),
        (date(2024, 2, 29), date(2025, 2, 28)),
        (date(2023, 2, 28), date(2024, 2, 28)),
    ],
)
def test_it_is_due_a_year_after_the_last_time_also_from_a_leap_day(ann, officer, reviewed, due):
    operations.review_interests(ann, reviewed_on=reviewed, by=officer)

    assert interests.register_of(ann, officer).due_on == due


def test_a_new_member_has_four_weeks(group, officer):
    person = MembershipFactory(group=group, starts_on=date(2026, 3, 1)).person

    register = interests.register_of(person, officer)

    assert register.due_on == date(2026, 3, 29)
    assert (register.is_overdue, register.is_due_soon) == (False, True)


def test_nobody_is_asked_who_does_not_decide_or_whose_groups_keep_no_register(group, officer):
    observer = MembershipFactory(group=group, capacity="observer").person
    elsewhere = MembershipFactory(group=GroupFactory(keeps_register=False)).person
    former = MembershipFactory(group=group, ends_on=date(2020, 1, 1)).person

    for person in (observer, elsewhere, former):
        assert interests.register_of(person, officer).due_on is None


def told():
    return sorted(Notice.objects.values_list("what", "to__email"))


def test_the_person_and_then_the_officers_are_told_once_for_each_day_it_is_due(ann, officer, time_machine):
    operations.review_interests(ann, reviewed_on=TODAY, by=officer)
    Notice.objects.all().delete()
    steps = [
        ("2027-02-02 07:10", []),
        ("2027-02-03 07:10", [("interests_due", "member@example.org")]),
        ("2027-03-03 07:10", [("interests_due", "member@example.org")]),
        (
            "2027-03-04 07:10",
            [("interests_due", "member@example.org"), ("interests_overdue", "officer@example.org")],
        ),
    ]
    for moment, expected in steps:
        time_machine.move_to(moment)
        for _ in range(2):
            operations.remind_of_interests(by=None)
        assert told() == expected, moment

    operations.review_interests(ann, reviewed_on=date(2027, 3, 4), by=officer)
    time_machine.move_to("2028-03-03 07:10")
    operations.remind_of_interests(by=None)

    assert told().count(("interests_due", "member@example.org")) == 2


def test_what_they_are_told_can_be_written(ann, group):
    def subject(what, about):
        return mail.subject_of(f"notices/{what}", {"about": about, "to": ann.user, "site_name": "Portal"})

    assert subject("interests_due", ann) == "Your register of interests is due to be gone through"
    assert subject("interests_overdue", group) == f"Registers of interests that are overdue: {group}"


# The pages


def test_a_member_keeps_their_own_register(as_, ann):
    browser = as_("member")
    answers = {
        "kind": "body",
        "body": "The <food> bank",
        "words": "Trustee",
        "registered_on_0": "1",
        "registered_on_1": "3",
        "registered_on_2": "2026",
    }
    browser.post(f"{ann.get_absolute_url()}interests/add/", answers)
    interest = RegisteredInterest.objects.get()
    browser.post(f"/interests/{interest.pk}/edit/", answers | {"words": "Chair of trustees"})
    day = {"reviewed_on_0": "3", "reviewed_on_1": "3", "reviewed_on_2": "2026"}
    browser.post(f"{ann.get_absolute_url()}interests/review/", day)

    page = browser.get(f"{ann.get_absolute_url()}interests/").content.decode()
    assert "The &lt;food&gt; bank</strong>, Chair of trustees" in page
    assert "Gone through on 3 March 2026; next due on 3 March 2027." in page
    assert InterestsReview.objects.get().by == ann.user

    browser.post(f"/interests/{interest.pk}/end/", {"on_0": "2", "on_1": "3", "on_2": "2026"})
    assert "Formerly" in browser.get(f"{ann.get_absolute_url()}interests/").content.decode()


@pytest.mark.parametrize(
    ("answers", "question", "sentence"),
    [
        ({"kind": "odd"}, "kind", "Choose one of the answers"),
        ({"body": " "}, "body", "Fill in"),
        ({"body": "x" * 201}, "body", "200 characters or fewer"),
        ({"words": "a\x00b"}, "words", "cannot be kept"),
        ({"registered_on_2": "2027"}, "registered_on", "still to come"),
        ({"registered_on_0": "31", "registered_on_1": "2"}, "registered_on", "has only 28 days"),
        (
            {
                "starts_on_0": "2",
                "starts_on_1": "2",
                "starts_on_2": "2020",
                "ends_on_0": "1",
                "ends_on_1": "2",
                "ends_on_2": "2020",
            },
            "ends_on",
            "later than the one on which it began",
        ),
    ],
)
def test_a_wrong_answer_is_told_beside_it(as_, ann, answers, question, sentence):
    good = {
        "kind": "body",
        "body": "The food bank",
        "registered_on_0": "1",
        "registered_on_1": "3",
        "registered_on_2": "2026",
    }

    answer = as_("officer").post(f"{ann.get_absolute_url()}interests/add/", good | answers)

    assert sentence in answer.context["form"].errors[question][0]
    assert not RegisteredInterest.objects.exists()


def test_a_day_that_is_taken_or_to_come_is_told_beside_the_day(as_, ann, officer):
    operations.review_interests(ann, reviewed_on=TODAY, by=officer)
    address = f"{ann.get_absolute_url()}interests/review/"
    for year, sentence in (("2026", "on 3 March 2026 already"), ("2027", "still to come")):
        day = {"reviewed_on_0": "3", "reviewed_on_1": "3", "reviewed_on_2": year}
        answer = as_("officer").post(address, day)
        assert sentence in answer.context["form"].errors["reviewed_on"][0]


def test_the_group_shows_its_register_and_flags_what_is_overdue_to_those_who_keep_it(
    as_, client, group, registered
):
    address = f"{group.get_absolute_url()}interests/"

    page = client.get(address).content.decode()
    assert "The food bank" in page
    assert "Overdue" not in page
    assert "Overdue" in as_("officer").get(address).content.decode()


def test_it_stands_on_the_page_of_the_person_and_waits_on_my_work(as_, client, ann, registered):
    assert "The food bank, Trustee" in client.get(ann.get_absolute_url()).content.decode()
    mine = as_("member").get("/my-work/").content.decode()
    assert "Your register of interests" in mine
    assert "Overdue since" in mine
    assert "register of interests" in as_("officer").get("/my-work/").content.decode()


def test_somebody_in_no_group_has_a_page_that_says_nothing(client):
    person = PersonFactory()

    page = client.get(f"{person.get_absolute_url()}interests/").content.decode()

    assert "nothing on the register of interests that you may read" in page
    assert "Gone through" not in page


def test_a_long_register_asks_no_more_questions(client, group, officer, django_assert_max_num_queries):
    for n in range(15):
        person = MembershipFactory(group=group).person
        operations.register_interest(person, kind="body", body=f"Body {n}", by=officer)
        operations.review_interests(person, reviewed_on=timezone.localdate(), by=officer)

    with django_assert_max_num_queries(10):
        client.get(f"{group.get_absolute_url()}interests/")


def test_a_board_that_was_made_on_one_day_is_one_email_to_each_officer(group, officer, time_machine):
    time_machine.move_to("2026-02-01 12:00")
    people = [MembershipFactory(group=group, starts_on=date(2026, 2, 1)).person for _ in range(5)]
    other = MembershipFactory(group=GroupFactory(), starts_on=date(2026, 2, 1)).person

    def overdue_on(day):
        return each_morning(lambda: operations.remind_of_interests(by=None), day, day)

    assert overdue_on(date(2026, 3, 1)) == {}
    assert overdue_on(date(2026, 3, 2)) == {"2 Mar": [("interests_overdue", "officer")]}
    time_machine.move_to("2026-03-02 12:00")
    notice = Notice.objects.get(what="interests_overdue")
    for person in people[1:3]:
        operations.review_interests(person, reviewed_on=date(2026, 3, 2), by=officer)
    assert overdue_on(date(2026, 3, 3)) == {}

    sending.send(notice.pk)

    body = mailbox.outbox[-1].body
    assert [str(person) in body for person in (*people, other)] == [True, False, False, True, True, False]
    assert "since 1 March 2026" in body


def test_a_list_of_nobody_is_dropped(group, officer, time_machine):
    time_machine.move_to("2026-02-01 12:00")
    person = MembershipFactory(group=group, starts_on=date(2026, 2, 1)).person
    time_machine.move_to("2026-03-02 07:10")
    operations.remind_of_interests(by=None)
    operations.review_interests(person, reviewed_on=date(2026, 3, 2), by=officer)

    assert sending.send(Notice.objects.get(what="interests_overdue").pk) is False
