"""Whoever follows a group or a topic is told what its forward plan says, and nobody who may not read it."""

from datetime import date

import pytest
from django.core import mail

from meetings import operations
from partnership import operations as partnership
from partnership import sending
from partnership.models import Notice, Topic
from tests.factories.meetings import MeetingFactory
from tests.factories.partnership import GroupFactory, MembershipFactory, TopicFactory, UserFactory

pytestmark = pytest.mark.django_db
HELD_ON = date(2026, 4, 2)


@pytest.fixture
def topic() -> Topic:
    return TopicFactory()


@pytest.fixture
def draft(group, topic, officer):
    meeting = MeetingFactory(group=group, held_on=HELD_ON)
    return operations.add_entry(
        group,
        title="The framework",
        contact="Partnership Support",
        meeting=meeting,
        topics=[topic],
        by=officer,
    )


def told(**only) -> list[tuple[str, str, str]]:
    notices = Notice.objects.filter(what__startswith="forward_plan", **only).order_by("pk")
    return [(notice.to.email, notice.what, notice.occasion) for notice in notices]


def test_followers_are_told_of_each_step_once(draft, group, topic, officer):
    both = UserFactory(email="both@example.org")
    of_topic = UserFactory(email="topic@example.org")
    for user, thing in [(both, group), (both, topic), (of_topic, topic), (officer, group)]:
        partnership.follow(thing, by=user)
    partnership.follow(GroupFactory(), by=UserFactory())

    entry = operations.publish_entry(draft, by=officer)
    entry = operations.edit_entry(entry, title="The new framework", reason="It was renamed.", by=officer)
    operations.withdraw_entry(entry, reason="It is not needed.", by=officer)

    steps = [("published", 1), ("changed", 2), ("withdrawn", 3)]
    for user in (both, of_topic):
        assert told(to=user) == [(user.email, f"forward_plan_{what}", f"version {n}") for what, n in steps]
    assert len(told()) == 6


def test_nobody_is_told_of_a_draft_or_of_a_change_that_nobody_reads(draft, group, officer):
    partnership.follow(group, by=UserFactory())
    operations.edit_entry(draft, title="The new framework", by=officer)
    assert told() == []

    entry = operations.publish_entry(draft, by=officer)
    operations.edit_entry(entry, title="The new framework", by=officer)

    assert [what for _, what, _ in told()] == ["forward_plan_published"]


def test_followers_of_a_decision_hear_that_it_was_put_off(draft, group, officer):
    partnership.follow(group, by=UserFactory())
    entry = operations.publish_entry(draft, by=officer)
    operations.publish_agenda(entry.meeting, by=officer)
    operations.postpone_meeting(entry.meeting, to=date(2026, 5, 7), reason="Snow.", by=officer)

    assert [what for _, what, _ in told()] == ["forward_plan_published", "forward_plan_changed"]


def test_of_a_closed_group_only_those_are_told_who_may_read_it(draft, group, topic, officer):
    stranger, member = UserFactory(email="a@example.org"), UserFactory(email="b@example.org")
    MembershipFactory(group=group, person__user=member)
    for user in (stranger, member):
        partnership.follow(topic, by=user)
    group.is_public = False
    group.save()

    operations.publish_entry(draft, by=officer)

    assert [email for email, _, _ in told()] == ["b@example.org"]


def test_the_mails_lead_to_the_entry_and_to_the_list_of_what_one_follows(draft, group, officer):
    follower = UserFactory()
    partnership.follow(group, by=follower)
    entry = operations.publish_entry(draft, by=officer)
    entry = operations.edit_entry(entry, contact="The clerk", reason="A new clerk.", by=officer)
    operations.withdraw_entry(entry, reason="It is not needed.", by=officer)

    for notice in Notice.objects.filter(to=follower).order_by("pk"):
        assert sending.send(notice.pk)

    assert [message.subject.split(":")[0] for message in mail.outbox] == [
        "On the forward plan",
        "Forward plan changed",
        "Withdrawn from the forward plan",
    ]
    for message in mail.outbox:
        for text in (message.body, message.alternatives[0][0]):
            assert entry.get_absolute_url() in text
            assert "/account/following/" in text
            assert "The framework" in text
