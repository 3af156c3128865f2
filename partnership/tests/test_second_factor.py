"""Administrators can change everything, so a stolen password must not be enough to be one."""

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.urls import reverse

from partnership.models import User

pytestmark = pytest.mark.django_db


@pytest.fixture
def administrator():
    return User.objects.create_user("administrator@example.org", is_staff=True)


def test_an_administrator_without_a_second_factor_is_led_to_set_one_up(client, administrator, settings):
    settings.MFA_REQUIRED_FOR_ADMINISTRATORS = True
    client.force_login(administrator)

    response = client.get("/admin/")

    assert response.status_code == 302
    assert response.url == reverse("mfa_index")


def test_an_administrator_with_a_second_factor_goes_on(client, administrator, settings):
    settings.MFA_REQUIRED_FOR_ADMINISTRATORS = True
    TOTP.activate(administrator, generate_totp_secret())
    client.force_login(administrator)

    assert client.get("/admin/").status_code == 200


def test_nobody_else_needs_one(client, settings):
    settings.MFA_REQUIRED_FOR_ADMINISTRATORS = True
    client.force_login(User.objects.create_user("member@example.org"))

    assert client.get("/admin/").url != reverse("mfa_index")


def test_a_development_start_does_not_ask_for_it(client, administrator):
    client.force_login(administrator)

    assert client.get("/admin/").status_code == 200


def test_nobody_signs_themselves_up(client):
    response = client.post(
        reverse("account_signup"), {"email": "new@example.org", "password1": "a-long-enough-one"}
    )

    assert response.status_code == 200
    assert not User.objects.exists()
