"""Logins: invited, linked, deactivated; every change in the history."""

import re
from datetime import timedelta

import pytest
import time_machine
from allauth.account.models import EmailAddress
from django.core import mail as outbox
from django.utils import timezone

from core import history
from core.refusals import Refused
from partnership import operations, sending
from partnership.models import Notice, User
from tests.factories.partnership import PASSWORD, PersonFactory, UserFactory

pytestmark = pytest.mark.django_db
INVITED = "new@example.org"


@pytest.fixture
def invited(administrator):
    """Somebody invited whose invitation has been sent."""
    user = operations.invite_user(email=INVITED, by=administrator)
    sending.send(Notice.objects.get(to=user).pk)
    return user


def link_in(message):
    return re.search(r"https?://[^/\s]+(/account/password/reset/key/\S+)", message.body)[1]


def set_password(client, link):
    page = client.get(link, follow=True)
    address = page.redirect_chain[-1][0] if page.redirect_chain else link
    return client.post(address, {"password1": PASSWORD, "password2": PASSWORD})


def test_an_invited_person_sets_a_password_and_signs_in(invited, client):
    assert invited.standing == "invited"
    assert client.login(username=INVITED, password=PASSWORD) is False

    answer = set_password(client, link_in(outbox.outbox[0]))

    assert answer.status_code == 302, answer.context["form"].errors
    answer = client.post("/account/login/", {"login": INVITED, "password": PASSWORD})
    assert answer.status_code == 302
    assert client.session["_auth_user_id"] == str(invited.pk)
    invited.refresh_from_db()
    assert invited.standing == "active"


def test_the_address_an_administrator_gave_counts_as_verified(invited):
    assert EmailAddress.objects.get(user=invited).verified
    assert EmailAddress.objects.get(user=invited).primary


def test_an_invitation_works_once(invited, client):
    link = link_in(outbox.outbox[0])
    set_password(client, link)

    assert client.get(link, follow=True).context["token_fail"] is True


def test_an_invitation_lapses(invited, client):
    link = link_in(outbox.outbox[0])

    with time_machine.travel(timezone.now() + timedelta(days=4)):
        assert client.get(link, follow=True).context["token_fail"] is True


def test_no_key_is_kept_in_the_notice_or_the_history(invited):
    key = link_in(outbox.outbox[0]).split("-", 1)[1].strip("/")
    kept = [*Notice.objects.values_list(), *history.of(invited).values_list()]

    assert key not in str(kept)


def test_an_invitation_is_sent_again_until_it_has_been_used(invited, administrator):
    operations.send_invitation_again(invited, by=administrator)
    assert Notice.objects.filter(to=invited, what="invited").count() == 2

    invited.set_password(PASSWORD)
    invited.save()
    with pytest.raises(Refused, match="has signed in already"):
        operations.send_invitation_again(invited, by=administrator)


def test_no_two_logins_have_one_address_in_capitals_or_not(invited, administrator):
    with pytest.raises(Refused, match="a login with this email address already"):
        operations.invite_user(email=INVITED.upper(), by=administrator)


def test_a_login_is_linked_to_one_person_at_a_time(administrator):
    user, first, second = UserFactory(), PersonFactory(), PersonFactory()
    operations.link_user(user, person=first, by=administrator)
    operations.link_user(user, person=second, by=administrator)

    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.user, second.user) == (None, user)
    assert [entry.verb for entry in history.of(first)] == ["unlinked", "linked"]
    with pytest.raises(Refused, match="has a login already"):
        operations.link_user(UserFactory(), person=second, by=administrator)


def test_deactivating_signs_out_at_once(administrator, client):
    user = UserFactory()
    client.post("/account/login/", {"login": user.email, "password": PASSWORD})
    assert client.get("/account/notices/").status_code == 200

    operations.deactivate_user(user, by=administrator, reason="Left the council")

    assert client.get("/account/notices/").status_code == 302
    assert client.login(username=user.email, password=PASSWORD) is False
    assert history.of(user).get().reason == "Left the council"


def test_a_login_is_reactivated(administrator):
    user = UserFactory(is_active=False)

    operations.reactivate_user(user, by=administrator, reason="Back")

    assert User.objects.get(pk=user.pk).is_active
    with pytest.raises(Refused, match="is active"):
        operations.reactivate_user(user, by=administrator, reason="Back")


def test_administrators_cannot_lock_themselves_out(administrator):
    with pytest.raises(Refused, match="your own"):
        operations.deactivate_user(administrator, by=administrator, reason="Tired")
    with pytest.raises(Refused, match="your own"):
        operations.edit_user(administrator, by=administrator, is_staff=False)
