"""What each sign-in of the demonstration finds on the first page and at what is new."""

import pytest
import time_machine
from django.core.management import call_command
from django.utils import timezone

from partnership.models import User
from portal.tests.test_home_per_role import words_of
from tests.once import kept_for_the_file

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def demonstration(django_db_setup, django_db_blocker):
    with kept_for_the_file(django_db_blocker, lambda: call_command("load_demo", verbosity=0)):
        yield


def test_the_sign_ins_of_the_demonstration_find_what_they_come_for(client, demonstration):
    expected = {
        "officer": ["18 things wait for you.", "Agendas to publish 1 Chief Executives Group, 30 March 2007"],
        "representative": [
            "You speak for the Voluntary Sector Assembly.",
            "Vacant, for the VSA to fill: Voluntary and community sector, first place (illustrative)",
        ],
        "administrator": ["Nothing waits for you. 20 things in the partnership are missing or failing."],
        "author": ["Nothing waits for you."],
    }
    for name, sentences in expected.items():
        client.force_login(User.objects.get(email=f"{name}@example.org"))
        words = words_of(client.get("/").content.decode())
        for sentence in sentences:
            assert sentence in words, (name, words[:1500])


def test_what_was_new_in_march_2011_is_told_by_kind(client, demonstration):
    with time_machine.travel(timezone.make_aware(timezone.datetime(2011, 3, 20, 9)), tick=False):
        words = words_of(client.get("/new/?since=7").content.decode())
        all_of_localities = words_of(client.get("/new/?since=7&kind=localities").content.decode())
    assert "Published since 13 March 2011" in words
    assert "Decisions (2)" in words
    assert "Decision CAB-2011-1 of the Cabinet" in words
    assert "Pieces of news from localities (27)" in words, "three objectives in each of the nine"
    assert "Show all pieces of news from localities" in words
    assert "Page 1 of 2" in all_of_localities or "Next" in all_of_localities
    assert all_of_localities.count("added") == 20
