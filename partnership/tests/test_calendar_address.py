"""A login has one private address for its calendar, looks it up, changes it, shuts it, and nobody else learns it."""

import threading
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from core import history
from core.refusals import Refused
from partnership import operations
from partnership.models import CalendarAddress, User
from partnership.models.calendar_addresses import hash_of, key_of
from tests.factories.partnership import PersonFactory, UserFactory

pytestmark = pytest.mark.django_db
PAGE = "/account/calendar/"


@pytest.fixture
def address(outsider):
    return operations.make_calendar_address(outsider, by=outsider)


def opened_by(key):
    return CalendarAddress.objects.with_key(key).first()


# The address


def test_the_key_is_long_random_and_kept_nowhere(address):
    keys = {key_of(CalendarAddress(user=address.user).seed) for _ in range(50)} | {address.key}

    assert len(keys) == 51
    assert all(len(key) == 32 for key in keys), "192 bits, six to a character"
    with connection.cursor() as cursor:
        cursor.execute("SELECT a::text FROM partnership_calendaraddress a")
        assert address.key not in str(cursor.fetchall())
        cursor.execute("SELECT h::text FROM core_historyentry h")
        words = str(cursor.fetchall())
    for kept in (address.key, address.key_hash, str(address.seed)):
        assert kept not in words


def test_the_key_opens_and_nothing_else_does(address):
    assert opened_by(address.key) == address
    for wrong in (
        "",
        address.key[:-1],
        address.key.swapcase(),
        address.key_hash,
        str(address.seed),
        "\ud800",
        "x" * 9999,
    ):
        assert opened_by(wrong) is None


def test_a_login_has_one_address_at_a_time(address):
    with pytest.raises(Refused, match="There is an address already"):
        operations.make_calendar_address(address.user, by=address.user)
    with pytest.raises(IntegrityError, match="one_for_a_login"), transaction.atomic():
        CalendarAddress.objects.create(user=address.user, key_hash=hash_of("other"))


def test_a_new_address_shuts_the_former_one(address):
    renewed = operations.renew_calendar_address(address.user, by=address.user)

    assert renewed.key != address.key
    assert opened_by(address.key) is None
    assert opened_by(renewed.key) == renewed


def test_there_is_nothing_to_renew_where_there_is_no_address(outsider):
    with pytest.raises(Refused, match="no address to renew"):
        operations.renew_calendar_address(outsider, by=outsider)
    assert operations.revoke_calendar_address(outsider, by=outsider) is False


def test_what_was_made_and_shut_is_in_the_history(address, outsider):
    operations.renew_calendar_address(outsider, by=outsider)

    assert [entry.verb for entry in history.of(address)] == ["revoked", "made"]
    assert all(entry.by == outsider for entry in history.of(address))


def test_a_login_that_is_deactivated_has_no_calendar_and_gets_none_back(address, administrator):
    operations.deactivate_user(address.user, by=administrator, reason="Left")
    assert opened_by(address.key) is None
    address.user.refresh_from_db()

    operations.reactivate_user(address.user, by=administrator, reason="Came back")

    assert opened_by(address.key) is None


def test_a_login_that_passes_to_somebody_else_has_another_calendar(member, administrator):
    """Whoever had the login until then may still have the address."""
    first = operations.make_calendar_address(member, by=member)
    operations.link_user(member, person=member.person, by=administrator)
    assert opened_by(first.key) == first, "linked to the same person again"

    operations.link_user(member, person=PersonFactory(), by=administrator)
    assert opened_by(first.key) is None
    second = operations.make_calendar_address(member, by=member)
    operations.change_email(member, email="other@example.org", by=administrator)
    assert opened_by(second.key) is None


def test_a_login_that_was_ended_by_other_means_has_none_either(address):
    User.objects.filter(pk=address.user_id).update(is_active=False)

    assert opened_by(address.key) is None


@pytest.mark.parametrize(
    "change",
    [
        {"revoked_at": None},
        {"key_hash": "0" * 64},
        {"made_at": timezone.now() - timedelta(days=3)},
        {"seed": "00000000-0000-4000-8000-000000000000"},
    ],
)
def test_what_was_shut_opens_nothing_ever_again_below_the_orm_either(address, change):
    operations.revoke_calendar_address(address.user, by=address.user)

    with pytest.raises(IntegrityError, match="only ever revoked"), transaction.atomic():
        CalendarAddress.objects.filter(pk=address.pk).update(**change)


def test_an_address_in_force_keeps_its_key_and_its_login(address):
    for change in ({"key_hash": "0" * 64}, {"user": UserFactory()}):
        with pytest.raises(IntegrityError, match="only ever revoked"), transaction.atomic():
            CalendarAddress.objects.filter(pk=address.pk).update(**change)


@pytest.mark.django_db(transaction=True)
def test_two_presses_at_once_make_one_address():
    user, barrier, answers = UserFactory(), threading.Barrier(2), []

    def press():
        try:
            barrier.wait(timeout=10)
            operations.make_calendar_address(user, by=user)
            answers.append("made")
        except Refused:
            answers.append("refused")
        finally:
            connection.close()

    threads = [threading.Thread(target=press) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(answers) == ["made", "refused"]
    assert CalendarAddress.objects.in_force().filter(user=user).count() == 1


# The page


def test_somebody_makes_copies_renews_and_shuts_their_address(client, outsider):
    client.force_login(outsider)
    assert "Make an address" in client.get(PAGE).content.decode()

    made = client.post(f"{PAGE}make/", follow=True).content.decode()
    first = CalendarAddress.objects.in_force().get()
    assert f"http://localhost:8000/calendar/{first.key}.ics" in made
    assert f"webcal://localhost:8000/calendar/{first.key}.ics" in made
    assert client.get(f"/calendar/{first.key}.ics").status_code == 200

    renewed = client.post(f"{PAGE}renew/", follow=True).content.decode()
    second = CalendarAddress.objects.in_force().get()
    assert second.key in renewed
    assert first.key not in renewed
    assert "Former addresses" in renewed
    assert client.get(f"/calendar/{first.key}.ics").status_code == 404

    shut = client.post(f"{PAGE}shut/", follow=True).content.decode()
    assert "Make an address" in shut
    assert second.key not in shut
    assert client.get(f"/calendar/{second.key}.ics").status_code == 404


def test_a_second_press_says_what_is_there_already(client, outsider):
    client.force_login(outsider)
    client.post(f"{PAGE}make/")

    page = client.post(f"{PAGE}make/", follow=True).content.decode()

    assert "There is an address already" in page
    assert CalendarAddress.objects.count() == 1


def test_the_page_shows_nobody_elses_address_and_is_kept_by_no_cache(client, address, member):
    client.force_login(member)

    response = client.get(PAGE)

    assert address.key not in response.content.decode()
    assert "no-store" in response["Cache-Control"]
    assert "private" in response["Cache-Control"]


def test_an_address_from_before_a_change_of_the_secret_still_works_and_says_why_it_is_not_shown(
    client, address, settings
):
    key = address.key
    settings.SECRET_KEY = "another secret " * 5
    client.force_login(address.user)

    page = client.get(PAGE).content.decode()

    assert "cannot be shown any more" in page
    assert client.get(f"/calendar/{key}.ics").status_code == 200
    client.post(f"{PAGE}renew/")
    assert client.get(f"/calendar/{key}.ics").status_code == 404


def test_people_find_the_page(client, outsider):
    client.force_login(outsider)

    for page in ("/my-work/", "/account/notices/"):
        assert f'href="{PAGE}"' in client.get(page).content.decode()
