"""An administrator keeps the localities right in a browser; a reader sees what is new, and last year as it was."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from localities import operations
from localities.models import BoundarySet, Lead, ParishCouncil
from tests.axe import faults
from tests.factories.localities import LocalityFactory, ParishFactory
from tests.factories.partnership import PersonFactory
from tests.journeys.conftest import sign_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def fill_day(page, name, day):
    for i, part in enumerate((day.day, day.month, day.year)):
        page.fill(f"#id_{name}_{i}", str(part))


@pytest.fixture
def record(administrator):
    """Two localities with their parishes since 2011; Leominster has a lead."""
    weobley = LocalityFactory(name="Weobley", slug="weobley", position=2)
    leominster = LocalityFactory(name="Leominster", slug="leominster", position=1)
    parishes = [ParishFactory(name=name) for name in ("Abbey", "Brook", "Church")]
    first = operations.draft_boundary_set(
        name="Boundaries of 2011", begins_on=date(2011, 3, 17), source="Made for this test", by=administrator
    )
    operations.place_area(first, areas=parishes[:2], locality=weobley, by=administrator)
    operations.place_area(first, areas=parishes[2:], locality=leominster, by=administrator)
    for place, corner in ((leominster, -3.0), (weobley, -2.0)):
        ring = [[corner, 52.0], [corner + 1, 52.0], [corner + 1, 53.0], [corner, 53.0], [corner, 52.0]]
        operations.draw_shape(first, locality=place, outline=ring, by=administrator)
    operations.publish_boundary_set(first, by=administrator)
    old = PersonFactory(name="Olive Former", slug="olive-former")
    PersonFactory(name="Nora Newlead", slug="nora-newlead")
    operations.change_lead(leominster, person=old, on=date(2011, 4, 1), by=administrator)
    return leominster


def test_a_lead_a_council_and_corrected_boundaries(page, browser, live_server, administrator, record):
    today = timezone.localdate()
    last_year = today - timedelta(days=365)
    sign_in(page.context, administrator, live_server.url)

    # The lead, from the administrators' own page.
    page.goto(f"{live_server.url}/manage/")
    page.get_by_role("link", name="Leads, teams, parishes and boundaries").click()
    page.get_by_role("link", name="Change the lead of Leominster").click()
    page.select_option("#id_person", label="Nora Newlead")
    fill_day(page, "on", date(2011, 3, 1))
    page.get_by_role("button", name="Change the lead").click()
    assert page.get_by_text("Olive Former became the lead on 1 April 2011.").first.is_visible()
    fill_day(page, "on", today)
    page.get_by_role("button", name="Change the lead").click()
    assert page.get_by_text("Nora Newlead leads Leominster. Followers are told.").is_visible()
    assert Lead.objects.count() == 2

    # A parish council.
    page.goto(f"{live_server.url}/localities/parish-councils/")
    page.get_by_role("button", name="Add a parish council").click()
    page.fill("#id_name", "Brook and Church Group Council")
    page.get_by_label("Brook").check()
    page.get_by_label("Church").check()
    page.get_by_role("button", name="Save").click()
    assert page.get_by_text("Brook and Church Group Council is on the record.").is_visible()
    assert ParishCouncil.objects.get().parishes.count() == 2

    # Corrected boundaries: one parish moves.
    page.goto(f"{live_server.url}/localities/boundaries/")
    page.get_by_role("button", name="Draft new boundaries").click()
    page.fill("#id_name", "Corrected boundaries")
    fill_day(page, "begins_on", date(2011, 3, 17))
    page.fill("#id_source", "The review")
    page.get_by_role("button", name="Save the draft").click()
    assert page.get_by_text("two sets cannot hold on one day").first.is_visible()
    fill_day(page, "begins_on", today)
    page.get_by_role("button", name="Save the draft").click()
    page.get_by_role("link", name="Move parishes and wards").click()
    page.get_by_label("Brook: Weobley").check()
    page.select_option("#id_locality", label="Leominster")
    assert faults(page) == []
    page.get_by_role("button", name="Move them").click()
    assert page.get_by_text("Brook moves from Weobley to Leominster").is_visible()
    page.get_by_role("button", name="Publish", exact=True).click()
    page.get_by_role("button", name="Publish", exact=True).click()
    assert page.get_by_text("“Corrected boundaries” is published.").is_visible()
    assert BoundarySet.objects.published().count() == 2

    # A reader, by way of the map, without a script.
    context = browser.new_context(locale="en-GB", java_script_enabled=False)
    reader = context.new_page()
    reader.goto(f"{live_server.url}/localities/")
    reader.get_by_role("link", name="Leominster: Nora Newlead, lead; 2 parishes").click()
    assert reader.get_by_text("is the strategic lead, since").is_visible()
    assert reader.get_by_text("2 parishes: Brook (Brook and Church Group Council), Church").is_visible()
    reader.goto(f"{live_server.url}/localities/leominster/?on={last_year.isoformat()}")
    assert reader.get_by_text("was its strategic lead").is_visible()
    assert reader.get_by_role("link", name="Olive Former").first.is_visible()
    assert reader.get_by_text("1 parish: Church").is_visible()
    assert not reader.get_by_text("Nora Newlead").is_visible()
    context.close()


def test_the_map_is_reached_by_keyboard_and_nothing_scrolls_sideways_on_a_telephone(
    page, live_server, record
):
    page.set_viewport_size({"width": 320, "height": 800})
    page.goto(f"{live_server.url}/localities/")
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    page.locator(".house-map a").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/localities/leominster/")

    assert page.get_by_role("heading", level=1).inner_text() == "Leominster"
