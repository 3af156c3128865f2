"""A consultation can be followed: its followers hear when it opens, when its days change, when it closes, what came."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine

from engagement import operations
from engagement.schedule import tell_of_closed_consultations
from partnership import operations as partnership
from partnership.models import Everywhere, Notice, Subscription
from tests.factories import engagement as made
from tests.factories.partnership import GroupFactory, UserFactory

pytestmark = pytest.mark.django_db
LONDON = ZoneInfo("Europe/London")


def told(user):
    return list(Notice.objects.filter(to=user).order_by("pk").values_list("what", flat=True))


def follow_everywhere(user):
    Subscription.objects.create(user=user, everywhere=Everywhere.CONSULTATIONS, pace="weekly")


def test_the_page_has_the_button_and_the_press_follows(group, outsider, client):
    consultation = made.launched(group)
    client.force_login(outsider)
    assert "house-follow" in client.get(consultation.get_absolute_url()).content.decode()
    client.post(f"/account/following/consultation/{consultation.slug}/")
    assert "Stop following" in client.get(consultation.get_absolute_url()).content.decode()
    assert consultation.title in client.get("/account/following/").content.decode()
    assert consultation.title in client.get("/account/notices/choices/").content.decode()


def test_one_that_is_not_launched_has_no_button_and_a_draft_cannot_be_followed(group, outsider, client):
    planned, drafted = made.planned(group), made.drafted(group, title="A draft")
    client.force_login(outsider)
    assert "house-follow" not in client.get(planned.get_absolute_url()).content.decode()
    assert client.post(f"/account/following/consultation/{drafted.slug}/").status_code == 404


def test_followers_are_told_of_new_days_and_of_the_close_once(group, outsider, officer):
    consultation = made.launched(group)
    partnership.follow(consultation, by=outsider)
    operations.change_days(
        consultation,
        opens_on=consultation.opens_on,
        closes_on=consultation.closes_on + timedelta(days=7),
        closes_at=time(17),
        reason="More time.",
        by=officer,
    )
    consultation.refresh_from_db()
    closes = datetime.combine(consultation.closes_on, time(17, 1), tzinfo=LONDON)
    with time_machine.travel(closes - timedelta(minutes=2), tick=False):
        assert tell_of_closed_consultations() == 0
    with time_machine.travel(closes + timedelta(minutes=1), tick=False):
        assert tell_of_closed_consultations() == 1
        assert tell_of_closed_consultations() == 0
    assert told(outsider) == ["consultation_days_changed", "consultation_closed"]
    notice = Notice.objects.get(what="consultation_closed")
    assert notice.because == [Subscription.objects.get().mark]


def test_what_closed_long_ago_is_no_news(group, outsider):
    consultation = made.launched(group)
    partnership.follow(consultation, by=outsider)
    long_after = datetime.combine(consultation.closes_on + timedelta(days=9), time(12), tzinfo=LONDON)
    with time_machine.travel(long_after, tick=False):
        assert tell_of_closed_consultations() == 0


def test_every_consultation_can_be_asked_for_as_far_as_everyone_may_read_it(group, outsider, officer):
    follow_everywhere(outsider)
    closed = GroupFactory(name="Closed", slug="closed-one", is_public=False)
    for of in (group, closed):
        consultation = made.launched(of)
        operations.call_off_consultation(consultation, reason="Not now.", by=officer)
    assert told(outsider) == ["consultation_launched", "consultation_called_off"], "of the open group alone"
    for notice in Notice.objects.filter(to=outsider):
        assert (notice.pace, notice.because) == ("weekly", ["everywhere:consultations"])


def test_whoever_follows_two_things_is_told_once(group, officer):
    user = UserFactory()
    consultation = made.launched(group)
    follow_everywhere(user)
    partnership.follow(consultation, by=user)
    partnership.follow(group, by=user)
    operations.call_off_consultation(consultation, reason="Not now.", by=officer)
    assert told(user) == ["consultation_called_off"]
    assert len(Notice.objects.get(to=user).because) == 3
    assert Notice.objects.get(to=user).pace == "at_once"
