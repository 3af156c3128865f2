"""A session that lapses while someone writes does not take their words with it."""

import pytest
from django.contrib.auth import get_user_model
from django.http import HttpRequest, HttpResponse
from django.test import Client, override_settings
from django.urls import include, path, reverse

pytestmark = pytest.mark.django_db


def write(request: HttpRequest) -> HttpResponse:
    return HttpResponse(f"Saved: {request.POST.get('text', '')}")


urlpatterns = [path("write/", write, name="write"), path("", include("config.urls"))]
handler500 = "core.views.errors.server_error"
ANSWER = {"text": "The board agreed\nto meet again.", "title": "<b>Minutes</b>", "password": "not-to-be-kept"}


@pytest.fixture(autouse=True)
def _an_address_to_write_at(settings):
    with override_settings(ROOT_URLCONF=__name__):
        yield


@pytest.fixture
def member():
    return get_user_model().objects.create_user("member@example.org", "a-long-enough-password")


def sign_in(client):
    return client.post(
        reverse("account_login"),
        {"login": "member@example.org", "password": "a-long-enough-password", "next": "/resume/"},
    )


def test_a_form_sent_after_the_session_lapsed_leads_to_signing_in_and_back_to_the_words(client, member):
    asked = client.post("/write/?part=2", ANSWER)
    assert asked.status_code == 302
    assert asked.url == f"{reverse('account_login')}?next=/resume/"

    assert sign_in(client).url == "/resume/"
    page = client.get("/resume/").content.decode()

    assert "The board agreed\nto meet again." in page
    assert "&lt;b&gt;Minutes&lt;/b&gt;" in page
    assert 'action="/write/?part=2"' in page
    assert "not-to-be-kept" not in page


def test_the_words_once_sent_are_no_longer_kept(client, member):
    client.post("/write/", ANSWER)
    sign_in(client)

    assert client.post("/write/", {"text": ANSWER["text"]}).content.decode() == f"Saved: {ANSWER['text']}"
    assert "Nothing is waiting" in client.get("/resume/").content.decode()


def test_the_words_can_be_thrown_away(client, member):
    client.post("/write/", ANSWER)
    sign_in(client)

    assert client.post("/resume/").url == "/"
    assert "Nothing is waiting" in client.get("/resume/").content.decode()


def test_a_file_cannot_be_kept_and_the_page_says_so(client, member, tmp_path):
    paper = tmp_path / "paper.pdf"
    paper.write_bytes(b"%PDF-1.7")
    with paper.open("rb") as file:
        client.post("/write/", ANSWER | {"paper": file})
    sign_in(client)

    assert "Choose again: paper.pdf" in client.get("/resume/").content.decode()


def test_a_text_too_long_to_keep_is_shown_to_be_copied(client):
    answer = client.post("/write/", {"text": "x" * 300_000})

    assert answer.status_code == 401
    assert "x" * 300_000 in answer.content.decode()


def test_a_character_that_cannot_be_stored_does_not_stop_the_keeping(client, member):
    assert client.post("/write/", {"text": "one\x00two"}).status_code == 302
    sign_in(client)

    assert "onetwo" in client.get("/resume/").content.decode()


def test_nothing_is_kept_of_signing_in_itself_or_of_a_form_without_words(client):
    client.post(reverse("account_login"), {"login": "someone@example.org", "password": "wrong"})
    client.post("/write/", {"csrfmiddlewaretoken": "x"})

    assert "kept" not in client.session


def test_a_page_that_saves_as_one_types_keeps_its_text_and_says_that_one_is_signed_out(client):
    answer = client.post("/write/", ANSWER, headers={"hx-request": "true"})

    assert answer.status_code == 401
    assert answer["HX-Retarget"] == "#house-live"
    assert "You have been signed out" in answer.content.decode()
    assert "<html" not in answer.content.decode()


def test_the_words_are_shown_only_to_the_session_that_sent_them(client, member):
    client.post("/write/", ANSWER)
    another = Client()
    sign_in(another)

    assert "The board agreed" not in another.get("/resume/").content.decode()


def test_a_form_whose_token_is_too_old_shows_the_words_to_be_copied(member):
    careful = Client(enforce_csrf_checks=True)
    careful.force_login(member)

    answer = careful.post("/write/", ANSWER)

    assert answer.status_code == 403
    page = answer.content.decode()
    assert "This page had been open too long" in page
    assert "The board agreed\nto meet again." in page
    assert "not-to-be-kept" not in page
