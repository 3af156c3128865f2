"""From call to published minutes, operation by operation."""

from datetime import date

import pytest
from django.contrib.auth.models import AnonymousUser

from core import history
from core.refusals import Refused
from meetings import operations
from meetings.models import AgendaItem, Decision, Meeting, Minutes, MinutesVersion, Passage
from partnership import operations as partnership
from partnership.models import Group, Notice, User

pytestmark = pytest.mark.django_db


def test_a_meeting_is_called_held_minuted_approved_by_the_next_and_published():
    officer = User.objects.create_user("officer@example.org", "x")
    member = User.objects.create_user("member@example.org", "x")
    person = partnership.add_person(name="Anna", by=None)
    partnership.link_user(member, person=person, by=None)
    group = partnership.add_group(name="Some Group", prefix="SG", kind=Group.Kind.EXECUTIVE, by=None)
    partnership.add_membership(group, person=person, starts_on=date(2006, 1, 1), by=None)
    partnership.appoint_to_office(group, "chair", person=person, starts_on=date(2006, 1, 1), by=None)
    partnership.support_group(group, user=officer, starts_on=date(2006, 1, 1), by=None)
    meeting = operations.plan_meeting(group, held_on=date(2026, 2, 2), by=officer)
    following = operations.plan_meeting(group, held_on=date(2026, 3, 30), by=officer)
    item = operations.add_item(meeting, title="Performance", by=officer)
    sub = operations.add_item(meeting, title="Detail", parent=item, by=officer)
    assert (item.number, sub.number) == ("5", "5a")
    operations.publish_agenda(meeting, by=officer)
    with pytest.raises(Refused, match="locked"):
        operations.add_item(meeting, title="Late", by=officer)
    late = operations.add_supplement(meeting, title="Late", urgency="Now or never", by=officer)
    assert late.number == "8"
    operations.start_meeting(meeting, by=officer)
    operations.write_minute(item, text="We spoke.", revision=0, by=officer)
    decision = operations.log_decision(item, text="Go on", outcome="agreed", by=officer)
    assert decision.ref == "SG-2026-1"
    operations.add_action(item, text="Do", owner=person, by=officer)
    with pytest.raises(Refused, match="1 Apologies; "):
        operations.close_meeting(meeting, by=officer)
    for each in AgendaItem.objects.of_meeting(meeting).without_outcome():
        operations.set_outcome(each, outcome="noted", by=officer)
    operations.close_meeting(meeting, by=officer)
    offer = AgendaItem.objects.get(meeting=following, offers_minutes_of=meeting)
    assert offer.title == "Minutes of the meeting of 2 February 2026"
    minutes = Minutes.objects.get(meeting=meeting)
    operations.circulate_minutes(minutes, by=officer)
    assert {n.what for n in Notice.objects.filter(to=member)} == {
        "minutes_circulated",
        "action_assigned",
    }
    assert not Passage.objects.visible_to(AnonymousUser())
    assert Passage.objects.visible_to(member).count() == 9
    operations.publish_agenda(following, by=officer)
    operations.start_meeting(following, by=officer)
    approval = operations.approve_minutes(offer, by=officer)
    assert approval.outcome == Decision.Outcome.AGREED
    with pytest.raises(Refused, match="SG-2026-1"):
        operations.publish_minutes(minutes, by=officer)
    operations.publish_decision(decision, by=officer)
    operations.sign_minutes(minutes, signed_by=person, on=date(2026, 3, 30), by=officer)
    operations.publish_minutes(minutes, by=officer)
    assert MinutesVersion.objects.visible_to(AnonymousUser()).count() == 1
    assert history.of(minutes).count() == 5
    assert Meeting.objects.visible_to(AnonymousUser()).count() == 2
