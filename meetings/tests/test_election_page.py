"""The page on which officers are elected: two steps, with plain forms, and a mistake undone."""

import pytest
from django.urls import reverse

from meetings import operations
from meetings.models import Election
from meetings.tests.doors import main_words, words_behind
from tests.factories.meetings import (
    AgendaItemFactory,
    MeetingFactory,
    approved,
    circulated,
    closed,
    officer_of,
    started,
)
from tests.factories.partnership import MembershipFactory, OfficeTermFactory, PersonFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def item(group, officer):
    item = AgendaItemFactory(meeting=MeetingFactory(group=group), title="Chair of the group")
    started(item.meeting)
    return item


@pytest.fixture
def sharon(group):
    return MembershipFactory(group=group, person__name="Sharon New").person


@pytest.fixture
def mark(group):
    return MembershipFactory(group=group, person__name="Mark <Other>").person


@pytest.fixture
def neil(group):
    return OfficeTermFactory(group=group, person__name="Neil Before").person


@pytest.fixture
def press(as_, item):
    """Press a button of the page, with answers to the questions beside it."""
    browser = as_("officer")

    def press(button, follow=True, **answers):
        prefix = "nominate" if button == "nominate" else button
        data = {"do": button} | {f"{prefix}-{name}": value for name, value in answers.items()}
        return browser.post(address_of(item), data, follow=follow)

    return press


def address_of(item):
    return reverse("meetings:election", args=[*item.meeting.address, item.number])


ON = {"takes_office_on_0": "2", "takes_office_on_1": "2", "takes_office_on_2": "2007"}


def test_somebody_is_nominated_and_declared_in_two_steps_and_the_minutes_say_so(
    press, item, group, neil, sharon, mark, as_
):
    page = press("nominate", office="chair", person=sharon.pk, proposer=mark.pk)
    assert "Sharon New is nominated." in page.content.decode()
    election = Election.objects.get()
    nomination = election.nominations.get()

    page = press(f"declare-{election.pk}", winner=nomination.pk, method="unopposed", is_unanimous="on", **ON)

    words = main_words(page.content.decode())
    said = (
        "Sharon New was nominated as Chair, proposed by Mark &lt;Other&gt;; no seconder is recorded. "
        "Sharon New was elected Chair unanimously. The term of Neil Before ended that day."
    )
    assert said in words
    assert group.office_terms.current().get(office="chair").person == sharon
    # The same words in the minutes and beside the decision.
    closed(item.meeting)
    circulated(item.meeting)
    browser = as_("officer")
    election.refresh_from_db()
    for door in (
        item.meeting.get_absolute_url(),
        f"{item.meeting.get_absolute_url()}minutes.pdf",
        f"{item.meeting.get_absolute_url()}minutes.docx",
        election.decision.get_absolute_url(),
    ):
        read = " ".join(words_behind(browser, door).split())
        assert "Sharon New was elected Chair unanimously" in read, door
        assert "no seconder is recorded" in read, door
    offices = browser.get(f"{group.get_absolute_url()}offices/").content.decode()
    assert offices.count(election.decision.get_absolute_url()) == 2


def test_with_a_count(press, item, group, neil, sharon, mark):
    for person in (sharon, mark, MembershipFactory(group=group).person):
        operations.record_attendance(item.meeting, person=person, status="present", by=officer_of(group))
        if person in (sharon, mark):
            press("nominate", office="chair", person=person.pk)
    election = Election.objects.get()
    one, other = election.nominations.order_by("pk")
    votes = {f"votes_{one.pk}": "2", f"votes_{other.pk}": "1"}

    page = press(f"declare-{election.pk}", winner=one.pk, method="secret_ballot", **votes, **ON)

    assert "In a secret ballot Sharon New had 2 votes and Mark &lt;Other&gt; 1." in page.content.decode()


def test_what_is_refused_is_said_beside_the_question_and_nothing_typed_is_lost(
    press, item, neil, sharon, mark
):
    for person in (sharon, mark):
        press("nominate", office="chair", person=person.pk)
    election = Election.objects.get()
    one, other = election.nominations.order_by("pk")

    page = press(f"declare-{election.pk}", winner=one.pk, method="unopposed", **ON)
    assert "nobody is elected unopposed" in page.context["page"].contests[0].declare.errors["method"][0]
    assert (
        'aria-invalid="true"' in page.content.decode() or "govuk-form-group--error" in page.content.decode()
    )

    votes = {f"votes_{one.pk}": "many", f"votes_{other.pk}": "-1"}
    page = press(f"declare-{election.pk}", winner="999999", method="odd", **votes, takes_office_on_0="31")
    form = page.context["page"].contests[0].declare
    assert {"winner", "method", f"votes_{one.pk}", f"votes_{other.pk}", "takes_office_on"} <= set(form.errors)
    assert 'value="many"' in page.content.decode()

    page = press("nominate", office="chair", person=sharon.pk)
    assert "nominated already" in page.context["page"].nominate.errors["person"][0]
    stranger = PersonFactory()
    page = press("nominate", office="odd", person=stranger.pk)
    assert set(page.context["page"].nominate.errors) == {"office", "person"}
    assert page.status_code == 200


@pytest.mark.parametrize(
    "button", ["", "declare-999999", "undo-x", "withdraw-999999", "dance", "declare-1\x00"]
)
def test_a_button_that_is_not_there_does_nothing(press, sharon, button):
    press("nominate", office="chair", person=sharon.pk)

    assert press(button).status_code == 200
    assert not Election.objects.declared().exists()


def test_somebody_withdraws(press, sharon):
    press("nominate", office="chair", person=sharon.pk)
    nomination = Election.objects.get().nominations.get()

    page = press(f"withdraw-{nomination.pk}").content.decode()

    assert "Sharon New has withdrawn." in page
    assert "Nobody stands." in page
    assert "has withdrawn already" in press(f"withdraw-{nomination.pk}").content.decode()


def test_a_mistake_is_undone_with_a_reason_until_the_decision_is_published(press, group, neil, sharon):
    press("nominate", office="chair", person=sharon.pk)
    election = Election.objects.get()
    nomination = election.nominations.get()
    press(f"declare-{election.pk}", winner=nomination.pk, method="unopposed", **ON)
    assert "Fill in" in press(f"undo-{election.pk}", reason=" ").content.decode()

    page = press(f"undo-{election.pk}", reason="It was the other Sharon.").content.decode()

    assert "The election is undone." in page
    assert group.office_terms.current().get(office="chair").person == neil
    press(f"declare-{election.pk}", winner=nomination.pk, method="unopposed", **ON)
    election.refresh_from_db()
    operations.publish_decision(election.decision, by=officer_of(group))
    answer = press(f"undo-{election.pk}", reason="Again.").content.decode()
    assert "is published and never changes" in answer


def test_before_the_meeting_and_after_the_approval_nothing_can_be_done(as_, group, officer, sharon):
    item = AgendaItemFactory(meeting=MeetingFactory(group=group))
    browser = as_("officer")
    assert "it has not started" in browser.get(address_of(item)).content.decode()
    closed(started(item.meeting))
    circulated(item.meeting)
    approved(item.meeting)

    page = browser.get(address_of(item)).content.decode()
    assert "its elections stay as they are" in page
    answer = browser.post(
        address_of(item), {"do": "nominate", "nominate-office": "chair", "nominate-person": sharon.pk}
    )
    assert "approved and stay as they are" in answer.content.decode()


def test_the_minuting_page_shows_it_and_leads_there(as_, item, press, sharon):
    press("nominate", office="chair", person=sharon.pk)
    election = Election.objects.get()
    press(f"declare-{election.pk}", winner=election.nominations.get().pk, method="unopposed", **ON)

    page = as_("officer").get(reverse("meetings:write", args=item.meeting.address)).content.decode()

    assert f'href="{address_of(item)}"' in page
    assert "Sharon New, Chair" in page
