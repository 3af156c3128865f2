"""Somebody applies, is offered a place and declines it; the next in line is offered it."""

from datetime import date

import pytest
from playwright.sync_api import expect

from engagement import operations
from engagement.models import Place
from partnership.models import Notice
from tests.axe import faults
from tests.factories.partnership import UserFactory
from tests.journeys.test_listening_in_a_browser import opens  # noqa: F401

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def apply(opens, programme, user, name: str):  # noqa: F811
    page = opens("/programmes/", user=user, width=320, script=False)
    page.get_by_role("link", name="Working together").click()
    page.get_by_role("button", name="Apply for a place").click()
    page.fill("[name=name]", name)
    page.get_by_label("Voluntary and community").check()
    page.get_by_role("button", name="Apply for a place").click()
    expect(page.locator(".house-lead")).to_contain_text("Places are not being offered yet")
    return page


def test_apply_offer_decline_and_the_next_in_line_is_offered(opens, group, officer):  # noqa: F811
    programme = operations.begin_programme(
        group,
        title="Working together",
        summary="Six days.",
        for_whom="People who lead.",
        contact="The partnership office",
        voluntary_places=1,
        erase_on=date(2099, 1, 1),
        by=officer,
    )
    operations.publish_programme(programme, by=officer)
    first, second = UserFactory(), UserFactory()
    firsts = apply(opens, programme, first, "Anna First")
    seconds = apply(opens, programme, second, "Ben Second")
    expect(seconds.locator(".house-lead")).to_contain_text("1 person waits ahead")

    page = opens(programme.get_absolute_url(), user=officer)
    page.get_by_role("link", name="Applications, places and bursaries").click()
    assert faults(page) == []
    page.get_by_role("button", name="Offer the places").click()
    page.get_by_role("button", name="Offer the places").click()
    expect(page.get_by_role("listitem").filter(has_text="Anna First")).to_contain_text("Offered")
    expect(page.get_by_role("listitem").filter(has_text="Ben Second")).to_contain_text("On the waiting list")

    firsts.reload()
    assert faults(opens(firsts.url[firsts.url.index("/programmes/") :], user=first)) == []
    firsts.get_by_role("button", name="Decline it").click()
    firsts.fill("[name=reason]", "I cannot come.")
    firsts.get_by_role("button", name="Decline the place").click()
    expect(firsts.locator(".house-lead")).to_contain_text("was declined")

    seconds.reload()
    seconds.get_by_role("button", name="Accept the place").click()
    seconds.get_by_role("button", name="Accept the place").click()
    expect(seconds.locator(".house-lead")).to_contain_text("The place is taken")
    assert list(Place.objects.order_by("number").values_list("state", flat=True)) == ["declined", "accepted"]
    assert Notice.objects.get(what="place_offered_next").to == second
    assert Notice.objects.get(what="place_declined").to == officer
    page.goto(page.url.replace("places/", ""))
    expect(page.get_by_text("all 1 place is offered or taken")).to_be_visible()
