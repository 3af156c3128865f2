"""What went wrong is said on a page of the house, with a way on."""

import pytest
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import include, path


@login_not_required
def break_down(request: HttpRequest) -> HttpResponse:
    raise RuntimeError("something of ours")


@login_not_required
def refuse(request: HttpRequest) -> HttpResponse:
    raise PermissionDenied


@login_not_required
def doubt(request: HttpRequest) -> HttpResponse:
    raise SuspiciousOperation


urlpatterns = [
    path("break/", break_down),
    path("refuse/", refuse),
    path("doubt/", doubt),
    path("", include("config.urls")),
]
handler500 = "core.views.errors.server_error"


@pytest.fixture
def visitor(settings):
    settings.ROOT_URLCONF = __name__
    settings.DEBUG = False
    return Client(raise_request_exception=False)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("address", "status", "heading"),
    [
        ("/nothing/", 404, "Page not found"),
        ("/refuse/", 403, "You may not do this"),
        ("/doubt/", 400, "This could not be understood"),
        ("/break/", 500, "Sorry, something went wrong"),
    ],
)
def test_an_error_is_a_page_with_a_way_on(visitor, address, status, heading):
    answer = visitor.get(address)

    page = answer.content.decode()
    assert answer.status_code == status
    assert f'<h1 class="govuk-heading-l">{heading}</h1>' in page
    assert '<a class="govuk-link" href="/">Go to the home page</a>' in page
    assert "<title>" in page
    assert "Herefordshire Partnership" in page


def test_our_own_fault_is_told_without_asking_the_database(visitor):
    # No django_db mark: a query would fail this test.
    assert "Sorry, something went wrong" in visitor.get("/break/").content.decode()


@pytest.mark.django_db
def test_a_missing_page_offers_signing_in_and_coming_back(visitor):
    assert "/account/login/?next=/nothing/%3Fa%3D1" in visitor.get("/nothing/?a=1").content.decode()
