"""How allauth lets people in: those an administrator has invited, and nobody else."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.http import HttpRequest

# Where a session keeps when its owner signed in the time before, so that pages can say what is new since then.
SIGNED_IN_BEFORE = "signed_in_before"


class InvitationOnly(DefaultAccountAdapter):
    """Nobody makes an account for themselves; administrators do."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": "The email address or the password is not right.",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def login(self, request: HttpRequest, user: Any) -> None:
        """Sign somebody in, and remember in the new session when they did so last."""
        before = user.last_login
        super().login(request, user)
        request.session[SIGNED_IN_BEFORE] = before.isoformat() if before else ""


class KnownPeopleOnly(DefaultSocialAccountAdapter):
    """An organisation's own sign-in opens the account an administrator made, and never makes one."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        return False
