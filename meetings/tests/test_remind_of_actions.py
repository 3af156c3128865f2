"""Reminders of actions: the owner in one list a day, somebody else for who has no login, the chair once a week."""

from datetime import date, timedelta
from itertools import product

import pytest
from django.core import mail
from django.utils import timezone

from core.access import Access
from meetings import actions_told, hearing, operations
from meetings.models import ActionItem
from partnership import sending
from partnership.models import Notice, OfficeTerm, User
from tests.at_once import at_once
from tests.factories.meetings import (
    ActionItemFactory,
    AgendaItemFactory,
    MeetingFactory,
    circulated,
    closed,
    officer_of,
    started,
)
from tests.factories.partnership import (
    GroupFactory,
    MembershipFactory,
    OfficerSupportFactory,
    OfficeTermFactory,
    OrganisationFactory,
    PersonFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
DUE = date(2027, 3, 10)  # a Wednesday


@pytest.fixture(autouse=True)
def long_before(time_machine):
    time_machine.move_to("2027-01-11 12:00Z", tick=False)


@pytest.fixture
def item(group, officer, long_before):
    return item_of(group)


def item_of(group, **values):
    item = AgendaItemFactory(meeting=MeetingFactory(group=group, held_on=date(2027, 1, 11)), **values)
    started(item.meeting)
    return item


def action(item, owner, due_on=DUE, **values):
    owner = owner.person if isinstance(owner, User) else owner
    return ActionItemFactory(item=item, owner=owner, due_on=due_on, **values)


def given_out(item):
    """Its draft minutes are with the members."""
    return circulated(closed(item.meeting))


def morning(day, time_machine):
    """Both jobs at seven; who was told what."""
    last = Notice.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    time_machine.move_to(f"{day} 07:05Z", tick=False)
    for _ in range(2):
        operations.remind_of_actions(on=day, by=None)
        operations.tell_of_long_overdue_actions(on=day, by=None)
    new = Notice.objects.filter(pk__gt=last)
    return sorted((notice.what, notice.to.email.split("@")[0]) for notice in new)


def mornings(first, last, time_machine, left_out=()):
    """Day by day, what was told: {day: [...]}, counted from the due day."""
    days = [first + timedelta(n) for n in range((last - first).days + 1)]
    told = {day: morning(day, time_machine) for day in days if day not in left_out}
    return {(day - DUE).days: list_ for day, list_ in told.items() if list_}


def only(what, told):
    return {
        day: names for day, list_ in told.items() if (names := [who for kind, who in list_ if kind == what])
    }


# When


def test_the_owner_hears_a_week_before_on_the_day_on_the_next_and_three_weeks_on(item, member, time_machine):
    action(item, member)

    told = mornings(date(2027, 2, 20), date(2027, 5, 30), time_machine)

    assert only("actions_due", told) == {day: ["member"] for day in (-7, 0, 1, 8, 15, 22)}


def test_chair_and_officers_hear_on_mondays_from_two_weeks_on_for_eight_weeks(
    item, member, chair, time_machine
):
    action(item, member)
    given_out(item)

    told = only("actions_overdue", mornings(date(2027, 3, 1), date(2027, 7, 1), time_machine))

    # The first Monday on which it has been overdue for fourteen days is 29 March, nineteen days on.
    assert told == {19 + 7 * week: ["chair", "officer"] for week in range(8)}


def test_several_actions_of_a_day_are_one_notice_that_lists_all_that_presses(item, member, time_machine):
    for number in range(25):
        action(item, member, text=f"Write letter {number}")
    action(item, member, text="Much later", due_on=DUE + timedelta(days=8))
    action(item, member, text="No day", due_on=None)

    assert morning(DUE, time_machine) == [("actions_due", "member")]

    [notice] = Notice.objects.filter(what="actions_due")
    sending.send(notice.pk)
    body = mail.outbox[0].body
    assert mail.outbox[0].subject == "Actions: 25 due within a week"
    assert body.count("http://localhost:8000/actions/") == 20
    assert "and 5 more" in body
    assert "Much later" not in body
    assert "No day" not in body

    assert morning(DUE + timedelta(days=1), time_machine) == [("actions_due", "member")]
    sending.send(Notice.objects.filter(what="actions_due").latest("pk").pk)
    assert mail.outbox[1].subject == "Actions: 25 overdue, 1 due within a week"


def test_it_is_told_in_words_with_the_day_and_a_link_to_the_action(item, member, time_machine):
    mine = action(item, member, text="Write to the <partners>")
    morning(DUE + timedelta(days=1), time_machine)

    sending.send(Notice.objects.get(what="actions_due").pk)

    [message] = mail.outbox
    assert message.subject == "Overdue by 1 day: Write to the <partners>"
    assert "due on 10 March 2027, overdue by 1 day" in message.body
    assert "because you undertook it at a meeting" in message.body
    assert f"http://localhost:8000{mine.get_absolute_url()}" in message.body
    assert "&lt;partners&gt;" in message.alternatives[0][0]


def test_whoever_heard_of_it_with_the_minutes_is_not_told_the_next_morning(item, member, time_machine):
    action(item, member)
    time_machine.move_to("2027-03-04 12:00Z", tick=False)
    given_out(item)

    told = only("actions_due", mornings(date(2027, 3, 5), DUE, time_machine))

    assert told == {0: ["member"]}


def test_a_record_that_is_loaded_years_after_tells_nobody(item, member, chair, time_machine):
    action(item, member, due_on=date(2019, 3, 1))
    given_out(item)

    assert mornings(date(2027, 1, 12), date(2027, 2, 12), time_machine) == {}


def test_a_new_day_is_reminded_of_anew(item, member, time_machine):
    mine = action(item, member)
    morning(DUE, time_machine)
    operations.edit_action(mine, due_on=DUE + timedelta(days=30), by=officer_of(item.meeting.group))

    told = only("actions_due", mornings(DUE + timedelta(days=1), DUE + timedelta(days=31), time_machine))

    assert told == {day: ["member"] for day in (23, 30, 31)}


# What is no longer so


def test_what_was_done_before_it_went_out_is_not_told(item, member, chair, time_machine):
    mine = action(item, member)
    given_out(item)
    morning(DUE + timedelta(days=1), time_machine)
    morning(date(2027, 3, 29), time_machine)
    operations.close_action(mine, note="Done.", by=member)

    assert [sending.send(notice.pk) for notice in Notice.objects.filter(what__startswith="actions_")] == [
        False
    ] * 4
    assert Notice.objects.dropped().count() == 4
    assert not mail.outbox


# The clock stood still


# The day on which the clock goes again, counted from the due day, and what is told on that and the next morning: a
# reminder of its own for the next day comes as always.
@pytest.mark.parametrize(("back", "told_on"), [(-6, [-6]), (-1, [-1, 0]), (0, [0, 1]), (6, [6])])
def test_a_week_without_the_clock_is_made_up_for_with_one_telling(item, member, back, told_on, time_machine):
    back_on = DUE + timedelta(days=back)
    action(item, member)
    away = [back_on - timedelta(days=n) for n in range(1, 8)]

    told = only("actions_due", mornings(away[-1], back_on + timedelta(days=1), time_machine, left_out=away))

    assert told == {day: ["member"] for day in told_on}


def test_a_monday_without_the_clock_is_made_up_for_in_the_same_week_and_only_then(
    item, member, chair, time_machine
):
    action(item, member)
    given_out(item)
    monday = date(2027, 3, 29)

    told = mornings(
        monday, monday + timedelta(days=8), time_machine, left_out=[monday, monday + timedelta(days=1)]
    )

    assert only("actions_overdue", told) == {21: ["chair", "officer"], 26: ["chair", "officer"]}


def test_what_comes_to_be_long_overdue_on_a_tuesday_waits_for_the_next_monday(item, member, time_machine):
    action(item, member, due_on=date(2027, 3, 16))
    given_out(item)

    told = only("actions_overdue", mornings(date(2027, 3, 29), date(2027, 4, 5), time_machine))

    assert told == {(date(2027, 4, 5) - DUE).days: ["officer"]}


def test_of_a_week_without_a_worker_the_last_list_is_sent_and_the_others_are_dropped(
    item, member, time_machine
):
    action(item, member, text="First")
    action(item, member, text="Second", due_on=DUE + timedelta(days=2))
    mornings(DUE, DUE + timedelta(days=3), time_machine)
    waiting_ = Notice.objects.filter(what="actions_due").order_by("pk")
    assert waiting_.count() == 4

    sent = [sending.send(notice.pk) for notice in waiting_]

    assert sent == [False, False, False, True]
    assert {"First", "Second"} <= set(mail.outbox[0].body.replace(":", " ").split())


# Who hears for whom


def test_for_somebody_without_a_login_the_body_hears_once_it_has_the_minutes_before_that_the_officers(
    item, group, representative, officer, time_machine
):
    alliance = representative.person.memberships.get().organisation
    nora = PersonFactory(name="Nora", organisation=alliance)
    action(item, nora)
    assert morning(DUE - timedelta(days=7), time_machine) == [("actions_due", "officer")]
    time_machine.move_to(f"{DUE - timedelta(days=6)} 12:00Z", tick=False)
    given_out(item)

    assert morning(DUE, time_machine) == [("actions_due", "representative")]

    sending.send(Notice.objects.get(to=representative, what="actions_due").pk)
    assert "(Nora)" in mail.outbox[-1].body
    assert "because you are in the group for the same organisation" in mail.outbox[-1].body


def test_for_a_login_that_is_deactivated_and_for_nobodys_people_the_officers_hear(
    item, officer, time_machine
):
    gone = PersonFactory(user=UserFactory(is_active=False))
    action(item, gone)
    action(item, PersonFactory(organisation=OrganisationFactory()), due_on=DUE + timedelta(days=1))
    given_out(item)

    assert morning(DUE, time_machine) == [("actions_due", "officer")]
    assert actions_told.to_do(officer).count == 2


def test_the_many_and_the_one_are_asked_the_same(time_machine):
    """Every combination of owner, body, membership and minutes: who is found for all is who finds it for themselves."""
    time_machine.move_to("2027-01-11 12:00Z", tick=False)
    body, other = OrganisationFactory.create_batch(2)
    for logs_in, works_for, sits_for, is_out in product(
        [True, False], [body, None], [body, other, None], [1, 0]
    ):
        group = GroupFactory()
        OfficerSupportFactory(group=group)
        colleague = PersonFactory(user=UserFactory(), organisation=works_for)
        MembershipFactory(group=group, person=colleague, organisation=sits_for)
        owner = PersonFactory(organisation=body, user=UserFactory(is_active=logs_in))
        item = item_of(group)
        action(item, owner)
        if is_out:
            given_out(item)
    time_machine.move_to(f"{DUE} 07:05Z", tick=False)

    found = set(hearing.latest_moments(DUE))

    for_themselves = {
        user.pk
        for user in User.objects.active()
        if ActionItem.objects.visible_to(user).heard_of_by(user).pressing().exists()
    }
    assert found == for_themselves
    assert len(found) == 24


# What nobody may hear


def test_of_an_exempt_item_no_email_says_what_is_to_be_done(group, officer, member, chair, time_machine):
    item = item_of(group, access=Access.EXEMPT)
    action(item, member, text="Sell the town hall")
    given_out(item)
    morning(DUE + timedelta(days=1), time_machine)
    morning(date(2027, 3, 29), time_machine)

    for notice in Notice.objects.filter(what__startswith="actions_"):
        assert "town hall" not in notice.subject
        sending.send(notice.pk)

    assert len(mail.outbox) == 3
    for message in mail.outbox:
        words = f"{message.subject} {message.body} {message.alternatives[0][0]}"
        assert "town hall" not in words
        assert "An action under an exempt item" in words


def test_the_chair_hears_of_nothing_that_is_not_given_out_yet(item, member, chair, officer, time_machine):
    action(item, member)

    assert morning(date(2027, 3, 29), time_machine) == [
        ("actions_due", "member"),
        ("actions_overdue", "officer"),
    ]
    assert actions_told.long_overdue(item.meeting.group, chair).count == 0


def test_chairs_and_officers_of_other_groups_and_former_ones_hear_nothing(
    item, group, member, officer, other_officer, time_machine
):
    action(item, member)
    given_out(item)
    former = UserFactory(email="former@example.org")
    OfficeTermFactory(
        group=group,
        person=PersonFactory(user=former),
        office=OfficeTerm.Office.VICE_CHAIR,
        ends_on=date(2027, 3, 1),
    )
    OfficeTermFactory(person=PersonFactory(user=UserFactory(email="elsewhere@example.org")))

    assert [who for what, who in morning(date(2027, 3, 29), time_machine) if what == "actions_overdue"] == [
        "officer"
    ]


# At the same time


@pytest.mark.django_db(transaction=True)
def test_two_clocks_at_once_tell_once(group, officer, member, chair, time_machine):
    item = item_of(group)
    action(item, member)
    action(item, chair)
    given_out(item)
    before = Notice.objects.count()
    time_machine.move_to("2027-03-29 07:05Z", tick=False)

    told = at_once(
        lambda n: (
            operations.remind_of_actions(on=timezone.localdate(), by=None)
            + operations.tell_of_long_overdue_actions(on=timezone.localdate(), by=None)
        ),
        times=4,
    )

    assert sum(told) == Notice.objects.count() - before == 4


def test_the_question_does_not_grow_with_the_actions(item, member, django_assert_num_queries, time_machine):
    action(item, member)
    time_machine.move_to(f"{DUE} 07:05Z", tick=False)
    with django_assert_num_queries(3):
        hearing.latest_moments(DUE)
    for _ in range(20):
        action(item, PersonFactory())
    with django_assert_num_queries(3):
        hearing.latest_moments(DUE)


def test_the_notice_leads_to_ones_actions_on_my_work(item, member, client, time_machine):
    action(item, member)
    morning(DUE, time_machine)
    client.force_login(member)

    answer = client.get(f"/account/notices/{Notice.objects.get(what='actions_due').pk}/")

    assert answer.url == "/my-work/#your-actions"
    assert 'id="your-actions"' in client.get("/my-work/").content.decode()
