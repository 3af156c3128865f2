"""The pages on which a table is handed in, read, looked at and taken over; and who may open them."""

from decimal import Decimal

import pytest
from django.urls import reverse

from core import runs
from funding.importing import reading
from funding.models import FileLoading, ImportedFile, LedgerEntry, Proposal
from funding.outturn_tables import table_of
from funding.permissions import can_import_file, can_load_allocations, can_load_grid, can_load_returns
from funding.tests.files import as_book, grid_book, read_in
from tests.factories.files import a_workbook, handed_in
from tests.factories.funding import YEAR, an_authority, ground, plan
from tests.factories.meetings import officer_of
from tests.factories.partnership import MembershipFactory, OfficerSupportFactory, UserFactory
from tests.factories.returns import a_round

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("read_here")]

HEADS = ["Financial year", "Grant", "Allocation", "Paid through the agreement"]
Kind = ImportedFile.Kind


@pytest.fixture
def officer(pot):
    return officer_of(pot.group)


@pytest.fixture
def signed_in(client, officer):
    client.force_login(officer)
    return client


def hand_in(client, pot, content, name="grid.xlsx", **answers):
    address = reverse("funding:import_file", args=[pot.slug])
    return client.post(address, {"kind": Kind.GRID, "year": YEAR, "file": handed_in(content, name)} | answers)


def read_by_worker(imported):
    runs.work(imported.run_id, reading.read)


def shown(response):
    """What stands hidden in the form under what is shown."""
    form = response.context["form"]
    return {name: form[name].value() for name in ("reading", "shown")}


class TestHandingIn:
    def test_from_the_page_of_the_pot_to_the_file_that_is_read(self, signed_in, pot, young, award):
        assert (
            reverse("funding:imported_files", args=[pot.slug]) in signed_in.get(pot.get_absolute_url()).text
        )

        response = hand_in(signed_in, pot, grid_book(pot, YEAR))

        imported = ImportedFile.objects.get()
        assert response.url == imported.get_absolute_url()
        waiting = signed_in.get(response.url).text
        assert "data-asks-again" in waiting
        assert 'http-equiv="refresh"' in waiting
        read_by_worker(imported)
        page = signed_in.get(response.url)
        assert "The file says what the record says: nothing would change." in page.text
        assert imported.sha256 in page.text
        assert "refresh" not in page.text

    @pytest.mark.parametrize(
        ("answers", "said"),
        [
            ({"kind": ""}, "Choose an answer to “What the file is”."),
            ({"kind": "nonsense"}, "Choose one of the answers offered"),
            ({"year": ""}, "Choose the financial year that the grid is for."),
            ({"year": "1999"}, "Choose one of the answers offered"),
            ({"year": "\x00"}, "Choose one of the answers offered"),
            ({"kind": "returns"}, "Choose the round that the returns are for."),
            ({"kind": "returns", "round_": "99999999999999999999"}, "Choose one of the answers offered"),
            ({"file": ""}, "Choose a file for “File”."),
        ],
    )
    def test_what_is_missing_is_asked_for(self, signed_in, pot, answers, said):
        response = hand_in(signed_in, pot, b"a,b", "grid.csv", **answers)

        assert response.status_code == 200
        assert said in response.text
        assert not ImportedFile.objects.exists()

    @pytest.mark.parametrize(
        ("content", "name", "said"),
        [
            (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 99, "grid.xlsx", "older Excel (.xls)"),
            (
                b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
                "grid.xlsx",
                "protected with a password",
            ),
            (b"%PDF-1.4", "grid.pdf", "is of another kind"),
            (b"x", "grid.xlsm", "is of another kind"),
            (b"a,\x00", "grid.csv", "isn’t a CSV file"),
            (b"", "grid.csv", "This file is empty."),
        ],
    )
    def test_a_file_of_another_kind_is_refused_at_once(self, signed_in, pot, content, name, said):
        assert said in hand_in(signed_in, pot, content, name).text
        assert not ImportedFile.objects.exists()

    def test_a_round_of_another_pot_is_none_of_the_answers(self, signed_in, pot, decision):
        from tests.factories.funding import a_pot

        other = a_round(a_pot(decision, name="Another"))

        response = hand_in(signed_in, pot, b"a,b", "grid.csv", kind="returns", round_=other.pk)

        assert "Choose one of the answers offered" in response.text


class TestMistakes:
    def test_they_are_listed_and_the_file_can_be_read_again(self, signed_in, pot, officer, young, award):
        book = grid_book(pot, YEAR)
        book.active["C8"], book.active["D8"] = "tbc", "tbc"
        imported = read_in(pot, book, officer, year=YEAR)

        page = signed_in.get(imported.get_absolute_url()).text

        assert "Nothing was taken over: there are 2 mistakes in the file." in page
        assert "Profile, C8" in page
        assert "and 1 more cell: D8" in page
        assert "“tbc” is text, not a sum in pounds." in page
        again = signed_in.post(reverse("funding:read_file_again", args=[pot.slug, imported.pk]))
        assert again.url == imported.get_absolute_url()
        assert ImportedFile.objects.get().run.state == "queued"

    def test_words_of_a_stranger_are_no_markup(self, signed_in, pot, officer, young, award):
        book = grid_book(pot, YEAR)
        book.active["C8"] = "<script>alert(1)</script>"
        imported = read_in(pot, book, officer, year=YEAR, name="<b>x</b>.xlsx")

        page = signed_in.get(imported.get_absolute_url()).text

        assert "<script>alert" not in page
        assert "<b>x" not in page


class TestTakingOver:
    def test_a_grid_becomes_a_draft(self, signed_in, pot, officer, young, award):
        book = grid_book(pot, YEAR)
        book.active["C8"] = 400
        for total in ("G8", "C9", "G9"):
            book.active[total] = None
        imported = read_in(pot, book, officer, year=YEAR)
        page = signed_in.get(imported.get_absolute_url())
        assert "The proposal would change 1 amount: £400 more and £0 less." in page.text

        answers = shown(page) | {"title": "Spring plan"}
        done = signed_in.post(imported.get_absolute_url(), answers, follow=True)

        assert "The file is taken over: Proposal 1: Spring plan was drafted, with 1 amount." in done.text
        assert Proposal.objects.get().requested_by == officer
        signed_in.post(imported.get_absolute_url(), answers)
        assert Proposal.objects.count() == 1

    def test_without_a_title_it_is_asked_for(self, signed_in, pot, officer, young, award):
        book = grid_book(pot, YEAR)
        book.active["C8"], book.active["G8"], book.active["C9"], book.active["G9"] = 400, None, None, None
        imported = read_in(pot, book, officer, year=YEAR)
        page = signed_in.get(imported.get_absolute_url())

        response = signed_in.post(imported.get_absolute_url(), shown(page) | {"title": ""})

        assert "Fill in “What the proposal is about”." in response.text
        assert not Proposal.objects.exists()

    def test_what_changed_meanwhile_is_shown_before_it_is_done(self, signed_in, pot, officer, authority):
        table = a_workbook([HEADS, ["2006/07", "Music", 500, "yes"]])
        imported = read_in(pot, table, officer, kind=Kind.ALLOCATIONS)
        page = signed_in.get(imported.get_absolute_url())
        assert "With the button below: 1 stream added, £500 awarded for 2006/07." in page.text
        answers = shown(page) | {
            "authority": authority.pk,
            "reason": "Announced",
            "effective_on_0": "2",
            "effective_on_1": "2",
            "effective_on_2": "2007",
        }
        from funding import operations

        music = operations.add_stream(pot, name="Music", by=officer)
        operations.award(music, year=YEAR, amount=Decimal(200), **ground(authority))

        refused = signed_in.post(imported.get_absolute_url(), answers)
        assert "The record has changed since this was shown." in refused.text
        assert "£300 awarded for 2006/07" in refused.text

        done = signed_in.post(imported.get_absolute_url(), answers | shown(refused), follow=True)
        assert "The file is taken over: £300 awarded for 2006/07." in done.text
        assert LedgerEntry.objects.count() == 2

    def test_what_the_decision_does_not_allow_is_said_above_the_form(self, signed_in, pot, officer, decision):
        little = an_authority(pot, decision, ceiling=Decimal(10))
        imported = read_in(
            pot, a_workbook([HEADS, ["2006/07", "Music", 500, "yes"]]), officer, kind=Kind.ALLOCATIONS
        )
        answers = shown(signed_in.get(imported.get_absolute_url())) | {
            "authority": little.pk,
            "reason": "Announced",
            "effective_on_0": "2",
            "effective_on_1": "2",
            "effective_on_2": "2007",
        }

        response = signed_in.post(imported.get_absolute_url(), answers)

        assert "The decision allows £10.00 in all" in response.text
        assert 'value="Announced"' in response.text
        assert not FileLoading.objects.exists()

    def test_returns_are_written_with_one_button(self, signed_in, pot, officer, young, award, authority):
        from funding import operations

        operations.profile(plan(young, 1), amount=Decimal(100), **ground(authority))
        round_ = a_round(pot, up_to=2, name="Half year")
        book = as_book(table_of(round_, officer))
        book.active["C8"], book.active["G8"], book.active["C9"], book.active["G9"] = 88, None, None, None
        imported = read_in(pot, book, officer, kind=Kind.RETURNS, round_=round_)
        page = signed_in.get(imported.get_absolute_url())
        assert "1 return would be written" in page.text

        done = signed_in.post(imported.get_absolute_url(), shown(page), follow=True)

        assert "The file is taken over: 1 return was written for Half year." in done.text

    def test_the_file_is_downloaded_as_it_came(self, signed_in, pot, officer, award):
        imported = read_in(pot, b"any,thing", officer, kind=Kind.LEDGER, name="ledger.csv")

        response = signed_in.get(reverse("funding:imported_file_itself", args=[pot.slug, imported.pk]))

        assert b"".join(response) == b"any,thing"
        assert 'filename="ledger.csv"' in response["Content-Disposition"]


class TestWho:
    @pytest.mark.parametrize(
        "may",
        [can_import_file, can_load_allocations, can_load_grid, can_load_returns],
        ids=lambda may: may.__name__,
    )
    @pytest.mark.parametrize(
        ("role", "allowed"),
        [("officer", True), ("other officer", False), ("member", False), ("nobody", False)],
    )
    def test_only_officers_of_the_group_that_decides(self, may, role, allowed, pot):
        user = UserFactory()
        if role == "officer":
            OfficerSupportFactory(group=pot.group, user=user)
        if role == "other officer":
            OfficerSupportFactory(user=user)
        if role == "member":
            MembershipFactory(group=pot.group, person__user=user)

        assert may(user, pot) is allowed

    def test_a_file_of_another_pot_is_not_found_under_this_one(self, signed_in, pot, officer, decision):
        from tests.factories.funding import a_pot

        other = a_pot(decision, name="Another")
        imported = read_in(other, b"any,thing", officer, kind=Kind.LEDGER, name="ledger.csv")

        address = reverse("funding:imported_file", args=[pot.slug, imported.pk])
        assert signed_in.get(address).status_code == 404


def test_the_list_asks_the_same_however_long_it_is(
    signed_in, pot, officer, award, django_assert_max_num_queries
):
    for number in range(8):
        read_in(pot, f"any,{number}".encode(), officer, kind=Kind.LEDGER, name="ledger.csv")

    with django_assert_max_num_queries(24):
        page = signed_in.get(reverse("funding:imported_files", args=[pot.slug]))

    assert page.text.count("1 mistake.") == 8
