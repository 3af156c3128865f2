"""What you are told, and when: one page, one sentence above it, and every notice goes by what holds."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core import mail as outbox
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from core import history
from core.refusals import Refused
from partnership import notices, operations, sending, tasks
from partnership.choosing import chosen_by
from partnership.kinds import BY_KEY, TO_CHOOSE
from partnership.models import Everywhere, KindChoice, Notice, NoticeWishes, Pace, Subscription, User
from tests.factories.meetings import MeetingFactory
from tests.factories.partnership import GroupFactory, TopicFactory, UserFactory

pytestmark = pytest.mark.django_db
LONDON = ZoneInfo("Europe/London")
PAGE = "/account/notices/choices/"
State = Notice.State


def at(text):
    return time_machine.travel(
        datetime.fromisoformat(text).replace(tzinfo=LONDON).astimezone(UTC), tick=False
    )


@pytest.fixture(autouse=True)
def queued(monkeypatch):
    ids = []
    monkeypatch.setattr(tasks.send_notice, "delay", ids.append)
    return ids


@pytest.fixture
def meeting(db):
    return MeetingFactory(held_on=date(2026, 11, 20))


def choose(user, **changed):
    """Choose as the form would: what is not said stays."""
    now = chosen_by(user)
    given = {
        "kinds": dict(now.kinds) | changed.pop("kinds", {}),
        "follows": {row.pk: Pace(row.pace) for row, _ in now.follows} | changed.pop("follows", {}),
        "everywhere": dict(now.everywhere) | changed.pop("everywhere", {}),
        "quiet_from": now.wishes.quiet_from,
        "quiet_until": now.wishes.quiet_until,
        "not_at_weekends": now.wishes.not_at_weekends,
        "wants_digests": now.wishes.digests_stopped_at is None,
    }
    return operations.choose_notices(user, by=user, **(given | changed))


def typed(page):
    """Everything that the form on the page would send."""
    form = page.context["form"]
    return {
        name: value
        for name, field in form.fields.items()
        if (value := form.get_initial_for_field(field, name)) not in (None, False)
    }


# The page


def test_the_page_says_in_one_sentence_what_holds(outsider, client):
    client.force_login(outsider)
    page = client.get(PAGE)
    assert f"You are told at once of {len(TO_CHOOSE)} things, at any hour." in page.content.decode()

    sent = typed(page) | {
        "kind_minutes": "weekly",
        "kind_papers": "never",
        "everywhere_decisions": "weekly",
        "quiet_from": "9pm",
        "quiet_until": "7am",
        "not_at_weekends": "on",
    }
    page = client.post(PAGE, sent, follow=True).content.decode()
    assert f"You are told at once of {len(TO_CHOOSE) - 2} things and once a week of 2 things;" in page
    assert "nothing between 9pm and 7am or at weekends." in page
    assert "Your choices are saved." in page
    assert chosen_by(outsider).kinds["minutes"] == Pace.WEEKLY
    assert Subscription.objects.get(user=outsider).everywhere == Everywhere.DECISIONS


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"quiet_from": "9pm"}, "Enter the hour at which the quiet time ends."),
        ({"quiet_until": "7am"}, "Enter the hour at which the quiet time begins."),
        ({"quiet_from": "9pm", "quiet_until": "21:00"}, "must end at another hour"),
        ({"quiet_from": "late", "quiet_until": "7am"}, "Enter a time"),
        ({"quiet_from": "9\x00pm", "quiet_until": "7am"}, "Enter a time"),
        ({"kind_asked": "never"}, "Choose one of the answers offered"),
        ({"kind_asked": "weekly"}, "Choose one of the answers offered"),
        ({"kind_minutes": "x" * 9000}, "Choose one of the answers offered"),
        ({"kind_minutes": ""}, "Choose"),
    ],
)
def test_bad_input_gets_a_sentence_and_changes_nothing(outsider, client, wrong, sentence):
    client.force_login(outsider)
    page = client.post(PAGE, typed(client.get(PAGE)) | {"kind_papers": "daily"} | wrong)
    assert page.status_code == 200
    assert sentence in page.content.decode()
    assert page.context["form"]["kind_papers"].value() == "daily"
    assert not KindChoice.objects.exists()


def test_what_another_follows_cannot_be_changed(outsider, client):
    other = operations.follow(TopicFactory(), by=UserFactory())
    client.force_login(outsider)
    client.post(PAGE, typed(client.get(PAGE)) | {f"follow_{other.pk}": "never"})
    operations.choose_notices(
        outsider,
        kinds={},
        follows={other.pk: Pace.NEVER},
        everywhere={},
        quiet_from=None,
        quiet_until=None,
        not_at_weekends=False,
        wants_digests=True,
        by=outsider,
    )
    other.refresh_from_db()
    assert other.pace == Pace.AT_ONCE


def test_the_page_asks_no_more_however_much_is_followed(outsider, client, django_assert_max_num_queries):
    for number in range(30):
        operations.follow(TopicFactory(slug=f"topic-{number}"), by=outsider)
    client.force_login(outsider)
    with django_assert_max_num_queries(12):
        client.get(PAGE)


@pytest.mark.parametrize("key", ["asked", "login", "called", "no such kind"])
def test_the_operation_itself_refuses_to_switch_a_duty_off(outsider, key):
    with pytest.raises(Refused):
        choose(outsider, kinds={key: Pace.NEVER})


def test_choices_are_in_the_history_and_nothing_is_when_nothing_changes(outsider):
    choose(outsider)
    assert not NoticeWishes.objects.exists()

    choose(outsider, kinds={"minutes": Pace.DAILY}, quiet_from=time(21), quiet_until=time(7))
    choose(outsider, kinds={"minutes": Pace.NEVER})
    choice = KindChoice.objects.get()
    assert history.of(choice).first().changes == {"pace": ["daily", "never"]}
    assert history.of(choice).first().by == outsider
    assert "quiet_from" in history.of(NoticeWishes.objects.get()).first().changes


def test_the_database_keeps_one_choice_for_each_kind(outsider):
    KindChoice.objects.create(user=outsider, kind="minutes", pace="daily")
    with pytest.raises(IntegrityError, match="once_for_each_kind"), transaction.atomic():
        KindChoice.objects.create(user=outsider, kind="minutes", pace="weekly")
    with pytest.raises(IntegrityError, match="has_a_pace"), transaction.atomic():
        KindChoice.objects.create(user=outsider, kind="papers", pace="hourly")
    with pytest.raises(IntegrityError, match="to_a_thing_or_to_a_kind"), transaction.atomic():
        Subscription.objects.create(user=outsider)


# What holds when something is told


@pytest.mark.parametrize(
    ("pace", "state"),
    [("at_once", State.WAITING), ("daily", State.HELD), ("weekly", State.HELD), ("never", State.MUTED)],
)
def test_each_is_told_as_they_chose(
    outsider, meeting, queued, pace, state, django_capture_on_commit_callbacks
):
    KindChoice.objects.create(user=outsider, kind="minutes", pace=pace)
    with django_capture_on_commit_callbacks(execute=True):
        notice = notices.tell([outsider], "minutes_published", about=meeting)[0]
    assert (notice.state, notice.pace) == (state, pace)
    assert queued == ([notice.pk] if pace == "at_once" else [])


def test_what_is_not_mailed_stands_on_the_portal(outsider, meeting, client):
    KindChoice.objects.create(user=outsider, kind="papers", pace="never")
    notices.tell([outsider], "papers_published", about=meeting)
    client.force_login(outsider)
    page = client.get("/account/notices/").content.decode()
    assert "Papers published" in page
    assert "not sent by email" in page


def test_a_notice_remembers_through_what_it_came_and_goes_as_often_as_that_was_asked_for(outsider, meeting):
    topic = TopicFactory()
    operations.follow(meeting.group, by=outsider)
    operations.follow(topic, by=outsider)
    operations.follow(TopicFactory(slug="other"), by=outsider)
    Subscription.objects.to(meeting.group).update(pace="weekly")
    Subscription.objects.to(topic).update(pace="daily")
    KindChoice.objects.create(user=outsider, kind="decisions", pace="never")

    followed = [meeting.group, topic, Everywhere.DECISIONS]
    notice = notices.tell([outsider], "decisions_published", about=meeting, followed=followed)[0]

    assert (notice.state, notice.pace) == (State.HELD, "daily"), "the most eager of those that brought it"
    assert set(notice.because) == {each.mark for each in Subscription.objects.to_any(followed)}
    assert len(notice.because) == 2


def test_a_kind_of_news_can_be_asked_for_everywhere(outsider):
    choose(outsider, everywhere={"minutes": Pace.DAILY})
    assert list(User.objects.following(GroupFactory(), Everywhere.MINUTES)) == [outsider]
    assert not User.objects.following(Everywhere.DECISIONS).exists()
    choose(outsider, everywhere={"minutes": Pace.NEVER})
    assert not Subscription.objects.exists()


# What waits when the choice changes


def test_choosing_at_once_releases_what_waits(outsider, meeting, queued, django_capture_on_commit_callbacks):
    choose(outsider, kinds={"papers": Pace.WEEKLY})
    notice = notices.tell([outsider], "papers_published", about=meeting)[0]
    with django_capture_on_commit_callbacks(execute=True):
        choose(outsider, kinds={"papers": Pace.AT_ONCE})
    assert queued == [notice.pk]
    assert sending.send(notice.pk)


def test_choosing_another_digest_moves_what_waits_and_choosing_none_mails_it_not_at_all(outsider, meeting):
    choose(outsider, kinds={"papers": Pace.DAILY})
    notice = notices.tell([outsider], "papers_published", about=meeting)[0]
    choose(outsider, kinds={"papers": Pace.WEEKLY})
    notice.refresh_from_db()
    assert (notice.state, notice.pace) == (State.HELD, "weekly")
    choose(outsider, kinds={"papers": Pace.NEVER})
    notice.refresh_from_db()
    assert notice.state == State.MUTED


def test_without_digests_a_duty_is_told_by_itself_and_the_rest_stands_on_the_portal(outsider, meeting):
    choose(outsider, kinds={"papers": Pace.DAILY, "asked": Pace.DAILY})
    paper = notices.tell([outsider], "papers_published", about=meeting)[0]
    duty = notices.tell([outsider], "publication_refused", about=meeting)[0]
    choose(outsider, wants_digests=False)
    paper.refresh_from_db()
    duty.refresh_from_db()
    assert (paper.state, duty.state) == (State.MUTED, State.WAITING)
    assert notices.tell([outsider], "papers_published", about=meeting, occasion="2")[0].state == State.MUTED


def test_new_quiet_hours_hold_what_waits_and_their_end_lets_it_go(outsider, meeting):
    with at("2026-11-25T22:00"):
        notice = notices.tell([outsider], "papers_published", about=meeting)[0]
        choose(outsider, quiet_from=time(21), quiet_until=time(7))
        assert sending.send(notice.pk) is False
        choose(outsider, quiet_from=None, quiet_until=None)
        assert sending.send(notice.pk) is True


def test_what_is_gathered_already_goes_with_its_digest(outsider, meeting):
    with at("2026-11-25T12:00"):
        choose(outsider, kinds={"papers": Pace.DAILY})
        notice = notices.tell([outsider], "papers_published", about=meeting)[0]
    with at("2026-11-26T07:00"):
        operations.gather_digests(by=None)
        choose(outsider, kinds={"papers": Pace.NEVER})
        sending.send(Notice.objects.get(what="digest").pk)
    notice.refresh_from_db()
    assert notice.state == State.SENT


# Whatever is chosen, in whatever order

KINDS = ["papers", "minutes", "asked"]
WHAT = {"papers": "papers_published", "minutes": "minutes_published", "asked": "publication_refused"}
STEPS = some.one_of(
    some.tuples(some.just("tell"), some.sampled_from(KINDS)),
    some.tuples(some.just("choose"), some.sampled_from(KINDS), some.sampled_from(list(Pace))),
    some.tuples(some.just("news")),
    some.tuples(some.just("follow"), some.sampled_from(list(Pace))),
    some.tuples(some.just("quiet"), some.sampled_from([None, (21, 7), (8, 18)]), some.booleans()),
    some.tuples(some.just("digests"), some.booleans()),
    some.tuples(some.just("hours"), some.integers(1, 60)),
    some.tuples(some.just("work")),
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=some.lists(STEPS, min_size=4, max_size=25))
def test_each_notice_reaches_its_reader_once_or_waits_for_what_is_to_come(steps, monkeypatch):
    monkeypatch.setattr(tasks.send_notice, "delay", lambda pk: None)
    with transaction.atomic():
        outbox.outbox.clear()
        user = UserFactory()
        meeting = MeetingFactory(held_on=date(2026, 11, 20), group__is_public=True)
        with time_machine.travel(datetime(2026, 10, 23, 12, tzinfo=UTC), tick=False) as clock:
            for number, (step, *how) in enumerate(steps):
                _take(step, how, number, user, meeting, clock)
            _account_for(user)
            # In the end two weeks pass, with quiet hours or without: everything that is to be mailed is.
            for _ in range(15 * 8):
                clock.shift(3 * 3600)
                operations.gather_digests(by=None)
                _work()
            _account_for(user)
            states = set(Notice.objects.filter(to=user).values_list("state", flat=True))
            assert states <= {State.SENT, State.MUTED}
        transaction.set_rollback(True)


def _take(step, how, number, user, meeting, clock):
    match step:
        case "tell":
            notices.tell([user], WHAT[how[0]], about=meeting, occasion=str(number))
        case "choose":
            kind, pace = how
            if pace in BY_KEY[kind].paces:
                choose(user, kinds={kind: pace})
        case "news":
            followed = [meeting.group]
            notices.tell(
                [user], "decisions_published", about=meeting, occasion=str(number), followed=followed
            )
        case "follow":
            row = operations.follow(meeting.group, by=user)
            choose(user, follows={row.pk: how[0]})
        case "quiet":
            hours, weekends = how
            begins, ends = (time(hours[0]), time(hours[1])) if hours else (None, None)
            choose(user, quiet_from=begins, quiet_until=ends, not_at_weekends=weekends)
        case "digests":
            choose(user, wants_digests=how[0])
        case "hours":
            clock.shift(how[0] * 3600)
            operations.gather_digests(by=None)
        case "work":
            _work()


def _work():
    for pk in Notice.objects.filter(state=State.WAITING).values_list("pk", flat=True):
        sending.send(pk)


def _account_for(user):
    """What the mailbox holds is what the rows say: each that was sent stands there in one mail and once."""
    mails = [message.body for message in outbox.outbox]
    digests = Notice.objects.filter(to=user, what="digest", state=State.SENT)
    alone = Notice.objects.filter(to=user, state=State.SENT, digest=None).exclude(what="digest")
    in_digests = Notice.objects.filter(to=user, state=State.SENT, digest__isnull=False)
    assert len(mails) == digests.count() + alone.count()
    told = sum(mail.count("\n* ") for mail in mails)
    assert told == in_digests.count()
    waiting = Notice.objects.filter(to=user, state__in=[State.WAITING, State.HELD, State.MUTED])
    assert (
        digests.count() + alone.count() + in_digests.count() + waiting.count()
        == Notice.objects.filter(to=user).count()
    )
