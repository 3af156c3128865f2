"""Following a group, a topic or a body: one press to begin, one to stop, and nobody follows a thing twice."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import IntegrityError, connection, transaction

from partnership import operations
from partnership.models import Organisation, Subscription, User
from tests.factories.partnership import (
    GroupFactory,
    MembershipFactory,
    OrganisationFactory,
    SeatHoldingFactory,
    TopicFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def things():
    return {
        "group": GroupFactory(name="The Group", slug="the-group"),
        "topic": TopicFactory(name="The Topic", slug="the-topic"),
        "organisation": OrganisationFactory(name="The Body", slug="the-body"),
    }


@pytest.mark.parametrize("kind", ["group", "topic", "organisation"])
def test_one_press_follows_and_another_stops(kind, things, outsider, client):
    thing, address = (
        things[kind],
        f"/account/following/{kind}/the-{'body' if kind == 'organisation' else kind}/",
    )
    client.force_login(outsider)
    assert "Stop following" not in client.get(thing.get_absolute_url()).content.decode()

    client.post(address)
    page = client.get(thing.get_absolute_url()).content.decode()
    assert "Stop following" in page
    assert list(User.objects.following(thing)) == [outsider]

    client.post(address, {"do": "stop"})
    assert not User.objects.following(thing).exists()


def test_the_list_names_everything_and_ends_it(things, outsider, client):
    for thing in things.values():
        operations.follow(thing, by=outsider)
    client.force_login(outsider)

    page = client.get("/account/following/").content.decode()
    assert all(thing.name in page for thing in things.values())

    answer = client.post("/account/following/topic/the-topic/", {"do": "stop", "from": "following"})
    assert answer.url == "/account/following/"
    page = client.get("/account/following/", follow=True).content.decode()
    assert "You no longer follow The Topic." in page
    assert Subscription.objects.visible_to(outsider).count() == 2


def test_the_list_says_how_often_and_what_is_asked_for_everywhere(things, outsider, client):
    operations.follow(things["topic"], by=outsider)
    Subscription.objects.update(pace="weekly")
    Subscription.objects.create(user=outsider, everywhere="decisions", pace="daily")
    client.force_login(outsider)

    page = client.get("/account/following/").content.decode()
    assert "In a weekly digest." in page
    assert "Decisions of every group" in page
    assert "In a daily digest." in page


def test_whoever_follows_nothing_is_told_where_to_begin(outsider, client):
    client.force_login(outsider)

    assert "You follow nothing yet." in client.get("/account/following/").content.decode()


def test_a_reader_who_is_not_signed_in_gets_no_button(things, client):
    for thing in things.values():
        assert "house-follow" not in client.get(thing.get_absolute_url()).content.decode()


def test_a_closed_group_cannot_be_followed_from_outside(outsider, client):
    closed = GroupFactory(slug="closed", is_public=False)
    client.force_login(outsider)

    assert client.post("/account/following/group/closed/").status_code == 404
    assert not User.objects.following(closed).exists()


def test_a_group_that_was_closed_since_is_not_named(outsider, client):
    group = GroupFactory(name="Later closed")
    operations.follow(group, by=outsider)
    group.is_public = False
    group.save()
    client.force_login(outsider)

    assert "Later closed" not in client.get("/account/following/").content.decode()


@pytest.mark.parametrize("address", ["person/somebody/", "group/no-such/", "user/1/"])
def test_what_cannot_be_followed_is_not_there(address, outsider, client):
    client.force_login(outsider)

    assert client.post(f"/account/following/{address}").status_code == 404


def test_nobody_sees_what_another_follows(things, outsider):
    operations.follow(things["group"], by=outsider)

    assert not Subscription.objects.visible_to(UserFactory()).exists()


def test_the_database_keeps_one_row_for_each_thing(things, outsider):
    row = operations.follow(things["group"], by=outsider)
    kind = ContentType.objects.get_for_model(things["group"])

    with pytest.raises(IntegrityError), transaction.atomic():
        Subscription.objects.create(user=outsider, content_type=kind, object_id=row.object_id)


def test_deactivated_logins_are_not_among_the_followers(things, outsider):
    operations.follow(things["group"], by=outsider)
    User.objects.filter(pk=outsider.pk).update(is_active=False)

    assert not User.objects.following(things["group"]).exists()


def test_a_body_is_represented_by_members_and_by_holders_of_its_seats(things):
    group, body = things["group"], things["organisation"]
    member = MembershipFactory(group=group, organisation=body)
    holding = SeatHoldingFactory(seat__group=group, seat__nominated_by=body)
    for person in (member.person, holding.person):
        assert list(Organisation.objects.represented_by(person, group, on=member.starts_on)) == [body]
        before = member.starts_on.replace(year=2000)
        assert not Organisation.objects.represented_by(person, group, on=before).exists()


@pytest.mark.django_db(transaction=True)
def test_two_presses_at_once_make_one_row():
    group, user, start = GroupFactory(), UserFactory(), Barrier(4)

    def press(_):
        try:
            start.wait(timeout=10)
            return operations.follow(group, by=user).pk
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as threads:
        assert len(set(threads.map(press, range(4)))) == 1
