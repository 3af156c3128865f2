"""Which page answers whom, and how often it asks the database."""

from datetime import date

import pytest
import time_machine
from django.urls import reverse

from partnership import notices
from partnership.models import Group, Notice
from tests.cast import ROLES
from tests.factories.partnership import (
    MembershipFactory,
    OfficerSupportFactory,
    OfficeTermFactory,
    OrganisationFactory,
    PersonFactory,
    SeatFactory,
    SeatHoldingFactory,
    TopicFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db

EVERYONE = set(ROLES)
SIGNED_IN = EVERYONE - {"reader"}
ADMINISTRATORS = {"administrator"}
KEEPERS = {"administrator", "officer"}
LOGGED = {"administrator", "officer", "other_officer"}


@pytest.fixture
def things(group):
    """One thing of each kind, by the word that stands for it in PAGES."""
    return {
        "group": group,
        "organisation": OrganisationFactory(),
        "person": PersonFactory(),
        "topic": TopicFactory(),
        "membership": MembershipFactory(group=group),
        "term": OfficeTermFactory(group=group, office="vice_chair"),
        "support": OfficerSupportFactory(group=group),
        "seat": SeatFactory(group=group),
        "holding": SeatHoldingFactory(seat__group=group),
        "login": UserFactory(email="somebody@example.org"),
    }


def arguments(words, things):
    """What an address needs: a slug where a thing has one, otherwise its number."""
    return [getattr(things[word], "slug", None) or things[word].pk for word in words.split()]


# Address, what it is about, who gets the page.
PAGES = [
    ("manage", "", ADMINISTRATORS),
    ("add_organisation", "", ADMINISTRATORS),
    ("edit_organisation", "organisation", ADMINISTRATORS),
    ("add_person", "", ADMINISTRATORS),
    ("edit_person", "person", ADMINISTRATORS),
    ("topics", "", ADMINISTRATORS),
    ("add_topic", "", ADMINISTRATORS),
    ("edit_topic", "topic", ADMINISTRATORS),
    ("add_group", "", ADMINISTRATORS),
    ("edit_group", "group", ADMINISTRATORS),
    ("edit_rules", "group", ADMINISTRATORS),
    ("close_group", "group", ADMINISTRATORS),
    ("group_officers", "group", ADMINISTRATORS),
    ("support_group", "group", ADMINISTRATORS),
    ("stop_supporting_group", "support", ADMINISTRATORS),
    ("group_members", "group", EVERYONE),
    ("add_membership", "group", KEEPERS),
    ("end_membership", "membership", KEEPERS),
    ("group_offices", "group", EVERYONE),
    ("appoint_to_office", "group", KEEPERS),
    ("end_office_term", "term", KEEPERS),
    ("group_seats", "group", EVERYONE),
    ("add_seat", "group", ADMINISTRATORS),
    ("fill_seat", "group seat", KEEPERS),
    ("close_seat", "group seat", ADMINISTRATORS),
    ("end_seat_holding", "holding", KEEPERS),
    ("renew_mandate", "holding", KEEPERS),
    ("users", "", ADMINISTRATORS),
    ("invite_user", "", ADMINISTRATORS),
    ("user", "login", ADMINISTRATORS),
    ("edit_user", "login", ADMINISTRATORS),
    ("link_user", "login", ADMINISTRATORS),
    ("deactivate_user", "login", ADMINISTRATORS),
    ("reactivate_user", "login", ADMINISTRATORS),
    ("my_notices", "", SIGNED_IN),
    ("manage_notices", "", ADMINISTRATORS),
]


@pytest.mark.parametrize("role", ROLES)
def test_who_gets_which_page(role, things, as_):
    client = as_(role)
    for name, words, allowed in PAGES:
        answer = client.get(reverse(f"partnership:{name}", args=arguments(words, things)))

        expected = 200 if role in allowed else 302 if role == "reader" else 403
        assert answer.status_code == expected, name
        if expected == 302:
            assert answer["Location"].startswith("/account/login/"), name
        if expected == 200:
            assert answer.content.count(b"<h1") == 1, name


@pytest.mark.parametrize("role", ROLES)
def test_who_may_press_the_buttons(role, things, as_):
    told = notices.tell([things["login"]], "term_ending", about=things["term"])[0]
    Notice.objects.update(state=Notice.State.FAILED)
    client = as_(role)

    for name, pk in [("send_invitation_again", things["login"].pk), ("retry_notice", told.pk)]:
        answer = client.post(reverse(f"partnership:{name}", args=[pk]))
        went_in = answer.status_code == 302 and "/login/" not in answer["Location"]
        assert went_in is (role in ADMINISTRATORS)


@pytest.mark.parametrize("role", ROLES)
def test_who_reads_which_history(role, things, as_):
    words = {"term": "officeterm", "holding": "seatholding", "support": "officersupport", "login": "user"}
    client = as_(role)
    for word, thing in things.items():
        answer = client.get(
            reverse("partnership:history", args=["partnership", words.get(word, word), thing.pk])
        )

        allowed = ADMINISTRATORS if word == "login" else LOGGED
        assert answer.status_code == (200 if role in allowed else 302 if role == "reader" else 403), word


@pytest.mark.parametrize(
    "address",
    ["/history/meetings.meeting/1/", "/history/auth.permission/1/", "/history/partnership.group/0/"],
)
def test_there_is_no_history_of_anything_else(address, as_):
    assert as_("administrator").get(address).status_code == 404


@pytest.mark.parametrize(
    "page", ["group_members", "group_offices", "group_seats", "add_membership", "appoint_to_office"]
)
@pytest.mark.parametrize("role", ["outsider", "other_officer"])
def test_a_closed_group_is_not_there_for_those_who_may_not_see_it(page, role, group, as_):
    Group.objects.update(is_public=False)

    assert as_(role).get(reverse(f"partnership:{page}", args=[group.slug])).status_code == 404


@pytest.mark.parametrize("name", ["end_membership", "end_office_term", "end_seat_holding", "renew_mandate"])
def test_nor_is_anything_in_it(name, things, as_):
    Group.objects.filter(pk=things["group"].pk).update(is_public=False)
    thing = {"end_membership": "membership", "end_office_term": "term"}.get(name, "holding")

    assert (
        as_("other_officer").get(reverse(f"partnership:{name}", args=[things[thing].pk])).status_code == 404
    )


def test_its_history_is_not_there_either(group, as_):
    Group.objects.filter(pk=group.pk).update(is_public=False)

    assert as_("other_officer").get(f"/history/partnership.group/{group.pk}/").status_code == 404


def test_a_seat_of_another_group_is_not_reached_through_ones_own(group, as_):
    seat = SeatFactory()

    assert as_("officer").get(reverse("partnership:fill_seat", args=[group.slug, seat.pk])).status_code == 404


# What the pages say


@time_machine.travel("2010-05-01 12:00Z")
def test_members_are_shown_for_any_day(group, client):
    MembershipFactory(group=group, person__name="Early Bird", ends_on=date(2007, 1, 1))
    MembershipFactory(group=group, person__name="Late Riser", starts_on=date(2008, 1, 1))
    address = reverse("partnership:group_members", args=[group.slug])

    assert "Early Bird" in (page := client.get(address, {"on": "2006-12-31"}).content.decode())
    assert "Late Riser" not in page
    assert "Early Bird" not in client.get(address, {"on": "2007-01-01"}).content.decode()
    page = client.get(address).content.decode()
    assert page.index("Late Riser") < page.index("Formerly") < page.index("Early Bird")
    assert "Enter a day, such as" in client.get(address, {"on": "tomorrow\x00"}).content.decode()


@time_machine.travel("2010-05-01 12:00Z")
def test_vacancies_warnings_and_lapsed_mandates_show(group, as_):
    OfficeTermFactory(group=group, due_to_end_on=date(2010, 6, 1))
    SeatHoldingFactory(seat__group=group, mandate_ends_on=date(2010, 4, 1))
    client = as_("administrator")

    offices = client.get(reverse("partnership:group_offices", args=[group.slug])).content.decode()
    assert "Term is to end on 1 June 2010" in offices
    assert "Vacant" in offices
    assert (
        "Mandate lapsed" in client.get(reverse("partnership:group_seats", args=[group.slug])).content.decode()
    )
    manage = client.get("/manage/").content.decode()
    assert f"Secretary of the {group}" in manage
    assert "since 1 April 2010" in manage


def test_a_group_s_history_tells_of_its_parts(group, as_):
    client = as_("administrator")
    person = PersonFactory(name="Newly Joined")
    client.post(
        reverse("partnership:add_membership", args=[group.slug]),
        {
            "person": person.pk,
            "capacity": "member",
            "starts_on_0": "2",
            "starts_on_1": "2",
            "starts_on_2": "2007",
        },
    )

    page = client.get(f"/history/partnership.group/{group.pk}/").content.decode()
    assert "Newly Joined, member of the Chief Executives Group" in page
    assert "added" in page


def test_logins_are_found_by_name_address_and_state(as_):
    UserFactory(email="needle@example.org")
    PersonFactory(name="Found by Name", user=UserFactory(email="hay@example.org"))
    UserFactory(email="gone@example.org", is_active=False)
    client = as_("administrator")

    def found(**query):
        return {login.email for login in client.get("/manage/users/", query).context["page"]}

    assert found(q="NEEDLE") == {"needle@example.org"}
    assert found(q="found by") == {"hay@example.org"}
    assert found(state="deactivated") == {"gone@example.org"}
    assert found(q="no\x00thing") == found()
    assert len(found(page="999")) == 4


def test_a_notice_leads_to_what_it_is_about_and_is_read_then(officer, group, client):
    told = notices.tell(
        [officer], "term_ending", about=OfficeTermFactory(group=group, due_to_end_on=date(2010, 1, 1))
    )[0]
    client.force_login(officer)

    assert "is to end on 1 January 2010" in client.get("/account/notices/").content.decode()
    answer = client.get(reverse("partnership:notice", args=[told.pk]))
    assert answer["Location"] == group.get_absolute_url()
    told.refresh_from_db()
    assert told.read_at is not None


def test_an_invitation_leads_its_reader_to_what_waits_for_them(officer, client):
    told = notices.tell([officer], "invited", about=officer)[0]
    client.force_login(officer)

    assert client.get(reverse("partnership:notice", args=[told.pk]))["Location"] == "/my-work/"


def test_nobody_opens_another_s_notice(officer, client):
    told = notices.tell([UserFactory()], "term_ending", about=OfficeTermFactory())[0]
    client.force_login(officer)

    assert client.get(reverse("partnership:notice", args=[told.pk])).status_code == 404
