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


# Another address


@pytest.fixture
def login():
    """Somebody who signs in with a password."""
    user = UserFactory(email="old@example.org")
    EmailAddress.objects.create(user=user, email=user.email, primary=True, verified=True)
    EmailAddress.objects.create(user=user, email="own-choice@example.org", verified=True)
    return user


def test_a_changed_address_is_the_one_to_sign_in_with_and_the_password_stays(login, administrator, client):
    changed = operations.change_email(login, email="New@Example.org", reason="Married", by=administrator)

    assert changed.email == "new@example.org"
    assert (
        client.post("/account/login/", {"login": "old@example.org", "password": PASSWORD}).status_code == 200
    )
    assert (
        client.post("/account/login/", {"login": "new@example.org", "password": PASSWORD}).status_code == 302
    )
    entry = history.of(login).get()
    assert (entry.verb, entry.by, entry.reason) == ("email address changed", administrator, "Married")
    assert entry.changes == {"email": ["old@example.org", "new@example.org"]}


def test_only_the_address_that_an_administrator_vouches_for_is_left(login, administrator):
    operations.change_email(login, email="new@example.org", by=administrator)

    [kept] = EmailAddress.objects.filter(user=login)
    assert (kept.email, kept.primary, kept.verified) == ("new@example.org", True, True)


def test_whoever_is_signed_in_is_signed_out(login, administrator, client):
    client.post("/account/login/", {"login": login.email, "password": PASSWORD})
    assert client.get("/account/notices/").status_code == 200

    operations.change_email(login, email="new@example.org", by=administrator)

    assert client.get("/account/notices/").status_code == 302


def test_both_addresses_are_told_and_the_old_one_does_not_learn_the_new(login, administrator):
    operations.change_email(login, email="new@example.org", by=administrator)
    for notice in Notice.objects.filter(to=login):
        sending.send(notice.pk)

    letters = {message.to[0]: message for message in outbox.outbox}
    assert set(letters) == {"old@example.org", "new@example.org"}
    assert "no longer that of your login" in letters["old@example.org"].subject
    assert "new@example.org" not in letters["old@example.org"].body
    assert "Your password is the same" in letters["new@example.org"].body


def test_an_unused_invitation_goes_to_the_new_address_and_the_old_link_is_void(
    invited, administrator, client
):
    link = link_in(outbox.outbox[0])

    operations.change_email(invited, email="right@example.org", by=administrator)
    again = Notice.objects.filter(to=invited, what="invited").first()
    sending.send(again.pk)

    assert outbox.outbox[-1].to == ["right@example.org"]
    assert client.get(link, follow=True).context["token_fail"] is True
    assert set_password(client, link_in(outbox.outbox[-1])).status_code == 302
    assert not Notice.objects.filter(what__startswith="email_").exists()


@pytest.mark.parametrize(
    "email", ["OLD@example.org", "taken@example.org", "TAKEN@example.org", "theirs@example.org"]
)
def test_an_address_that_is_the_same_or_somebody_elses_is_refused(email, login, administrator):
    other = UserFactory(email="taken@example.org")
    EmailAddress.objects.create(user=other, email="theirs@example.org")

    with pytest.raises(Refused, match="already"):
        operations.change_email(login, email=email, by=administrator)

    login.refresh_from_db()
    assert login.email == "old@example.org"
    assert EmailAddress.objects.filter(user=login).count() == 2


def test_nobody_is_told_about_a_deactivated_login(administrator):
    user = UserFactory(is_active=False)

    operations.change_email(user, email="new@example.org", by=administrator)

    assert not Notice.objects.filter(to=user).exists()


@pytest.mark.parametrize("typed", ["", "nobody", "a@b", "x" * 300 + "@example.org", "a\x00@example.org"])
def test_an_address_that_is_none_gets_a_sentence_beside_the_question(typed, login, as_, administrator):
    answer = as_("administrator").post(
        f"{login.get_absolute_url()}email/", {"email": typed, "reason": "Kept"}
    )

    assert answer.status_code == 200
    assert answer.context["form"].errors["email"]
    assert "Kept" in answer.content.decode()


def test_an_administrator_changes_the_address_on_its_page(login, as_, administrator):
    answer = as_("administrator").post(
        f"{login.get_absolute_url()}email/", {"email": "new@example.org"}, follow=True
    )

    assert "The address is now new@example.org." in answer.content.decode()
