"""What stands between a signed-in login and the pages."""

from collections.abc import Callable

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

# Where a second factor is set up, and what that page itself needs.
STILL_OPEN = ("/account/", "/static/", "/healthz")


def administrators_have_a_second_factor(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """An administrator without a second factor gets no further than the page that sets one up."""

    def answer(request: HttpRequest) -> HttpResponse:
        if not settings.MFA_REQUIRED_FOR_ADMINISTRATORS or request.path.startswith(STILL_OPEN):
            return get_response(request)
        if request.user.is_authenticated and request.user.is_staff and not is_mfa_enabled(request.user):
            messages.warning(
                request,
                "Administrators sign in with a second factor. Set up an authenticator or a passkey first.",
            )
            return redirect(reverse("mfa_index"))
        return get_response(request)

    return answer
