"""Whatever is typed gets a sentence beside its question, everything else typed is kept, and no page fails."""

from datetime import date

import pytest
from django.urls import reverse

from core.forms import DayField
from partnership import operations
from partnership.models import Group, Membership, OfficeTerm, Organisation, User
from tests.factories.partnership import (
    GroupFactory,
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


def day(name, value):
    """A day as the three boxes send it."""
    return {f"{name}_0": value.day, f"{name}_1": value.month, f"{name}_2": value.year}


def errors(answer):
    assert answer.status_code == 200, answer.get("Location")
    return {name: list(sentences) for name, sentences in answer.context["form"].errors.items()}


@pytest.fixture
def reader_at(as_):
    return as_("administrator")


@pytest.fixture
def form_pages(group):
    """Every page of the partnership that has a form."""
    holding = SeatHoldingFactory(seat__group=group)
    login = UserFactory()
    addresses = {
        "add_organisation": [],
        "edit_organisation": [OrganisationFactory().slug],
        "add_person": [],
        "edit_person": [PersonFactory().slug],
        "add_topic": [],
        "edit_topic": [TopicFactory().slug],
        "add_group": [],
        "edit_group": [group.slug],
        "edit_rules": [group.slug],
        "close_group": [group.slug],
        "support_group": [group.slug],
        "stop_supporting_group": [OfficerSupportFactory(group=group).pk],
        "add_membership": [group.slug],
        "end_membership": [MembershipFactory(group=group).pk],
        "appoint_to_office": [group.slug],
        "end_office_term": [OfficeTermFactory(group=group).pk],
        "add_seat": [group.slug],
        "fill_seat": [group.slug, SeatFactory(group=group).pk],
        "close_seat": [group.slug, SeatFactory(group=group).pk],
        "end_seat_holding": [holding.pk],
        "renew_mandate": [holding.pk],
        "invite_user": [],
        "edit_user": [login.pk],
        "link_user": [login.pk],
        "deactivate_user": [login.pk],
        "reactivate_user": [UserFactory(is_active=False).pk],
    }
    return [reverse(f"partnership:{name}", args=arguments) for name, arguments in addresses.items()]


RUBBISH = ["\x00", "x" * 10_000, "-1", "9" * 40, "0", "’; DROP TABLE", "<script>", "🍎", "31", "²", "1e9"]


@pytest.mark.parametrize("rubbish", RUBBISH, ids=range(len(RUBBISH)))
def test_rubbish_in_every_box_never_fails_a_page(rubbish, form_pages, reader_at):
    for address in form_pages:
        fields = reader_at.get(address).context["form"].fields
        typed = {}
        for name, field in fields.items():
            names = [f"{name}_{box}" for box in range(3)] if isinstance(field, DayField) else [name]
            typed |= dict.fromkeys(names, rubbish)

        answer = reader_at.post(address, typed)

        assert answer.status_code in (200, 302), address


def test_nothing_typed_is_answered_by_a_sentence_for_each_question(form_pages, reader_at):
    for address in form_pages:
        form = reader_at.get(address).context["form"]
        required = {name for name, field in form.fields.items() if field.required}

        answer = reader_at.post(address, {"nothing": ""})

        if required:
            assert set(errors(answer)) == required, address
            assert b"There is a problem" in answer.content
            assert b"This field is required" not in answer.content


def test_a_name_that_is_taken_is_told_beside_the_name_and_the_rest_is_kept(reader_at):
    OrganisationFactory(name="Taken")

    answer = reader_at.post(
        "/manage/organisations/add/", {"name": "TAKEN", "sector": "private", "about": "Kept words"}
    )

    assert errors(answer) == {"name": ["There is an organisation of this name already."]}
    assert "Kept words" in answer.content.decode()
    assert Organisation.objects.count() == 1


def test_an_organisation_is_added_and_edited_without_losing_its_address(reader_at):
    reader_at.post("/manage/organisations/add/", {"name": "The Assembly", "sector": "voluntary"})
    organisation = Organisation.objects.get()

    answer = reader_at.post(
        reverse("partnership:edit_organisation", args=[organisation.slug]),
        {"name": "The Alliance", "sector": "voluntary", "short_name": "TA"},
    )

    organisation.refresh_from_db()
    assert (organisation.name, organisation.short_name, organisation.slug) == (
        "The Alliance",
        "TA",
        "the-assembly",
    )
    assert answer["Location"] == organisation.get_absolute_url()


def test_a_group_is_founded_and_given_its_rules(reader_at):
    answer = reader_at.post(
        "/manage/groups/add/", {"name": "New Board", "prefix": "NB", "kind": "board", "is_public": "on"}
    )
    group = Group.objects.get()
    assert answer["Location"] == reverse("partnership:edit_rules", args=[group.slug])

    rules = {
        "notice_days": 7,
        "quorum_sectors": 4,
        "inquorate": "flag",
        "voters": "members",
        "draft_minutes": "as_draft",
        "corrections_days": 14,
    }
    assert list(errors(reader_at.post(answer["Location"], rules))) == ["quorum_sectors"]
    reader_at.post(answer["Location"], rules | {"quorum_sectors": 3})

    group.refresh_from_db()
    assert (group.notice_days, group.quorum_sectors, group.inquorate) == (7, 3, Group.Inquorate.FLAG)
    assert (group.chair_has_casting_vote, group.exemptions_allowed) == (False, False)


@pytest.mark.parametrize(("prefix", "sentence"), [("ceg", "capital letters"), ("CEG", "have this prefix")])
def test_a_prefix_is_in_capitals_and_one_group_s_own(prefix, sentence, group, reader_at):
    answer = reader_at.post("/manage/groups/add/", {"name": "Other", "prefix": prefix, "kind": "board"})

    assert sentence in errors(answer)["prefix"][0]


def test_a_membership_that_ends_before_it_starts_is_told_beside_the_end(group, reader_at):
    person = PersonFactory()
    typed = {"person": person.pk, "capacity": "member"} | day("starts_on", date(2008, 1, 1))

    answer = reader_at.post(
        reverse("partnership:add_membership", args=[group.slug]), typed | day("ends_on", date(2007, 1, 1))
    )

    assert errors(answer) == {"ends_on": ["Enter a day after 1 January 2008, the first day."]}
    assert not Membership.objects.exists()


def test_what_the_operation_refuses_is_told_above_the_form(group, reader_at):
    membership = MembershipFactory(group=group)
    typed = {"person": membership.person.pk, "capacity": "member"} | day("starts_on", date(2008, 1, 1))

    answer = reader_at.post(reverse("partnership:add_membership", args=[group.slug]), typed)

    assert errors(answer) == {"__all__": ["This person is already a member of the group in that time."]}


def test_an_end_before_the_beginning_is_told_beside_the_day(reader_at):
    term = OfficeTermFactory()

    answer = reader_at.post(reverse("partnership:end_office_term", args=[term.pk]), day("on", term.starts_on))

    assert errors(answer) == {"on": ["This began on 1 April 2006. Enter a later day."]}
    assert OfficeTerm.objects.get().ends_on is None


def test_a_day_that_is_none_is_told_so(reader_at):
    term = OfficeTermFactory()
    typed = {"on_0": "30", "on_1": "2", "on_2": "2008"}

    answer = reader_at.post(reverse("partnership:end_office_term", args=[term.pk]), typed)

    assert errors(answer) == {"on": ["February 2008 has only 29 days."]}


def test_the_whole_way_of_an_office(group, reader_at):
    first, second = PersonFactory(), PersonFactory()
    appoint = reverse("partnership:appoint_to_office", args=[group.slug])
    reader_at.post(appoint, {"office": "chair", "person": first.pk} | day("starts_on", date(2006, 1, 1)))

    refused = reader_at.post(
        appoint, {"office": "chair", "person": second.pk} | day("starts_on", date(2007, 1, 1))
    )
    assert "End that term first" in errors(refused)["__all__"][0]

    term = OfficeTerm.objects.get()
    reader_at.post(reverse("partnership:end_office_term", args=[term.pk]), day("on", date(2007, 1, 1)))
    reader_at.post(appoint, {"office": "chair", "person": second.pk} | day("starts_on", date(2007, 1, 1)))
    assert OfficeTerm.objects.current().get().person == second


def test_somebody_is_invited_once(reader_at):
    answer = reader_at.post("/manage/users/invite/", {"email": "new@example.org"})
    user = User.objects.get(email="new@example.org")
    assert answer["Location"] == user.get_absolute_url()

    again = reader_at.post("/manage/users/invite/", {"email": "NEW@example.org"})
    assert errors(again) == {"email": ["There is a login with this email address already."]}


def test_administrators_hear_why_they_cannot_deactivate_themselves(administrator, reader_at):
    answer = reader_at.post(
        reverse("partnership:deactivate_user", args=[administrator.pk]), {"reason": "Tired"}
    )

    assert errors(answer) == {"__all__": ["You cannot deactivate your own login. Ask another administrator."]}


def test_an_officer_of_one_group_writes_nothing_in_another(other_officer, group, client):
    client.force_login(other_officer)
    typed = {"person": PersonFactory().pk, "capacity": "member"} | day("starts_on", date(2008, 1, 1))

    assert client.post(reverse("partnership:add_membership", args=[group.slug]), typed).status_code == 403
    assert not Membership.objects.exists()


def test_a_form_that_is_sent_twice_does_it_once(group, reader_at):
    operations.close_group(GroupFactory(), on=date(2010, 1, 1), by=None, reason="First")
    address = reverse("partnership:close_group", args=[group.slug])
    typed = {"reason": "Merged"} | day("on", date(2010, 1, 1))

    assert reader_at.post(address, typed).status_code == 302
    assert "closed already" in errors(reader_at.post(address, typed))["__all__"][0]
