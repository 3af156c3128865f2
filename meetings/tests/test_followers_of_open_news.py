"""What everyone may read reaches those who asked for it: a group, a topic, or a kind of news everywhere. Once each."""

import pytest

from core.access import Access
from meetings import operations
from meetings.models import Decision
from partnership import operations as partnership
from partnership.models import Everywhere, Notice, Subscription
from tests.factories import meetings as made
from tests.factories.meetings import item_under_way, officer_of
from tests.factories.partnership import GroupFactory, TopicFactory, UserFactory

pytestmark = pytest.mark.django_db
NEWS = ("open_minutes_published", "decisions_published")


def everywhere(kind):
    user = UserFactory()
    Subscription.objects.create(user=user, everywhere=kind)
    return user


def told(user):
    return list(Notice.objects.filter(to=user, what__in=NEWS).order_by("pk").values_list("what", flat=True))


def decided(group, *, topic=None, access=Access.OPEN):
    """A meeting with two decisions that are not published yet, and its officer."""
    item = item_under_way(group)
    type(item).objects.filter(pk=item.pk).update(access=access)
    item.refresh_from_db()
    if topic:
        item.topics.add(topic)
    officer = officer_of(group)
    for text in ("Agreed one.", "Agreed two."):
        operations.log_decision(item, text=text, outcome="agreed", by=officer)
    return item.meeting, officer


def publish_minutes_of(group):
    meeting = made.closed(item_under_way(group).meeting)
    made.circulated(meeting)
    made.approved(meeting)
    made.published(meeting)


def test_decisions_of_a_meeting_are_one_notice_for_everyone_who_asked(group):
    topic = TopicFactory()
    of_all, of_group, of_topic, both, none = (
        everywhere(Everywhere.DECISIONS),
        UserFactory(),
        UserFactory(),
        everywhere(Everywhere.DECISIONS),
        UserFactory(),
    )
    partnership.follow(group, by=of_group)
    partnership.follow(topic, by=of_topic)
    partnership.follow(group, by=both)
    meeting, officer = decided(group, topic=topic)

    operations.publish_decisions(meeting, by=officer)

    for user in (of_all, of_group, of_topic, both):
        assert told(user) == ["decisions_published"]
    assert told(none) == []
    assert len(Notice.objects.get(to=both).because) == 2


def test_a_decision_published_by_itself_is_told_and_each_once(group):
    reader = everywhere(Everywhere.DECISIONS)
    meeting, officer = decided(group)
    first, second = Decision.objects.of_meeting(meeting)
    operations.publish_decision(first, by=officer)
    operations.publish_decision(second, by=officer)
    assert told(reader) == ["decisions_published"] * 2


def test_of_what_is_not_open_nobody_outside_hears():
    reader = everywhere(Everywhere.DECISIONS)
    closed = GroupFactory(is_public=False)
    meeting, officer = decided(closed)
    operations.publish_decisions(meeting, by=officer)
    kept, officer = decided(GroupFactory(), access=Access.MEMBERS)
    operations.publish_decisions(kept, by=officer)
    assert told(reader) == []


def test_whoever_published_is_not_told(group):
    meeting, officer = decided(group)
    partnership.follow(group, by=officer)
    operations.publish_decisions(meeting, by=officer)
    assert told(officer) == []


def test_open_minutes_are_told_and_a_member_is_not_told_twice(group, member):
    reader = everywhere(Everywhere.MINUTES)
    follower = UserFactory()
    partnership.follow(group, by=follower)
    Subscription.objects.create(user=member, everywhere=Everywhere.MINUTES)

    publish_minutes_of(group)

    assert told(reader) == ["open_minutes_published"]
    assert told(follower) == ["open_minutes_published"]
    assert told(member) == []
    assert Notice.objects.filter(to=member, what="minutes_published").count() == 1


def test_minutes_of_a_closed_group_are_told_to_nobody_outside():
    reader = everywhere(Everywhere.MINUTES)
    publish_minutes_of(GroupFactory(is_public=False))
    assert told(reader) == []
