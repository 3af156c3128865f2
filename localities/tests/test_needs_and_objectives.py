"""Needs and objectives of a locality, and who records them there."""

from datetime import date

import pytest

from core.refusals import Refused
from localities import operations
from localities.models import Lead, Need, Objective
from partnership import operations as partnership
from partnership.models import Group
from tests.factories.partnership import GroupFactory, OfficerSupportFactory, OrganisationFactory

pytestmark = pytest.mark.django_db


def test_needs_and_objectives_stand_on_the_page_under_the_three_aims(as_, client, valley):
    browser = as_("administrator")
    browser.post("/localities/golden-valley/needs/add/", {"text": "A bus", "evidence": "Asked for by many"})
    objective = {"aim": "localised_services", "text": "A desk in the library", "progress": "under_way"}
    browser.post("/localities/golden-valley/objectives/add/", objective)
    browser.post("/localities/golden-valley/approach/", {"approach": "By way of the *markets*."})
    assert (
        "Fill in “How is that known?”."
        in browser.post(
            "/localities/golden-valley/needs/add/", {"text": "x", "evidence": " "}
        ).content.decode()
    )

    assert (Need.objects.count(), Objective.objects.get().progress) == (1, "under_way")
    words = " ".join(client.get(valley.get_absolute_url()).content.decode().split())
    for said in ("Known from: Asked for by many", "A desk in the library", "<em>markets</em>"):
        assert said in words
    assert (
        words.index("Better engagement")
        < words.index("Localised services")
        < words.index("Empowered communities")
    )


def test_a_button_pressed_twice_records_once_and_says_so(as_, valley, administrator):
    browser = as_("administrator")
    plan = operations.add_plan(valley, name="A plan", kind="parish", by=administrator)
    presses = {
        "/localities/golden-valley/needs/add/": {"text": "A bus", "evidence": "Asked for"},
        "/localities/golden-valley/objectives/add/": {
            "aim": "localised_services",
            "text": "A desk",
            "progress": "not_begun",
        },
        "/localities/plans/a-plan/actions/add/": {
            "text": "Mend the path",
            "responsibility": "partner",
            "progress": "done",
        },
    }
    for address, answers in presses.items():
        assert browser.post(address, answers).status_code == 302
        assert "already." in browser.post(address, answers).content.decode()

    assert (valley.needs.count(), valley.objectives.count(), plan.actions.count()) == (1, 1, 1)


def test_lead_team_and_officer_of_the_partnership_record_in_their_locality_and_nowhere_else(
    client, valley, leominster, administrator, member, chair
):
    body = OrganisationFactory()
    partnership.edit_person(chair.person, organisation=body, by=administrator)
    operations.change_lead(valley, person=member.person, on=date(2011, 1, 1), by=administrator)
    operations.join_team(valley, person=chair.person, role="x", starts_on=date(2011, 1, 1), by=administrator)
    group = GroupFactory(kind=Group.Kind.LOCALITY)
    operations.edit_locality(valley, group=group, by=administrator)
    officer = OfficerSupportFactory(group=group).user

    for user in (member, chair, officer):
        client.force_login(user)
        assert client.get("/localities/golden-valley/needs/add/").status_code == 200
        assert client.get("/localities/leominster/needs/add/").status_code == 403
        assert client.get("/localities/golden-valley/lead/").status_code == 403

    Lead.objects.update(ends_on=date(2012, 1, 1))
    client.force_login(member)
    assert client.get("/localities/golden-valley/needs/add/").status_code == 403


def test_only_a_locality_partnership_is_that_of_a_locality_and_of_one_only(valley, leominster, administrator):
    with pytest.raises(Refused, match="is no locality partnership"):
        operations.edit_locality(valley, group=GroupFactory(kind=Group.Kind.BOARD), by=administrator)
    group = GroupFactory(kind=Group.Kind.LOCALITY)
    operations.edit_locality(valley, group=group, by=administrator)
    with pytest.raises(Refused, match="This group is the partnership of another locality"):
        operations.edit_locality(leominster, group=group, by=administrator)
