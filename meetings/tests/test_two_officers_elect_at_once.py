"""Two officers declare the result of one election at the same moment: one decision, one term, one sentence."""

import pytest

from core.refusals import Refused
from meetings import operations
from meetings.models import Decision, Election
from meetings.tests.test_two_officers_decide_at_once import at_once
from partnership.models import OfficeTerm
from tests.factories.meetings import item_under_way, officer_of
from tests.factories.partnership import PersonFactory

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_result_is_declared_once():
    item = item_under_way()
    officer = officer_of(item.meeting.group)
    nomination = operations.nominate(item, office="chair", person=PersonFactory(), by=officer)

    answers = at_once(
        lambda n: operations.declare_election(
            nomination.election, winner=nomination, method="unopposed", by=officer
        ),
        times=4,
    )

    assert sum(not isinstance(answer, Refused) for answer in answers) == 1
    assert (Decision.objects.count(), OfficeTerm.objects.count()) == (1, 1)


def test_two_people_are_elected_to_one_office_under_two_items_and_the_second_is_refused():
    items = [item_under_way()]
    meeting, officer = items[0].meeting, officer_of(items[0].meeting.group)
    other = meeting.items.exclude(pk=items[0].pk).first()
    standing = [
        operations.nominate(item, office="chair", person=PersonFactory(), by=officer)
        for item in (items[0], other)
    ]

    answers = at_once(
        lambda n: operations.declare_election(
            standing[n].election, winner=standing[n], method="unopposed", by=officer
        ),
        times=2,
    )

    refused = [str(answer) for answer in answers if isinstance(answer, Refused)]
    assert len(refused) == 1
    assert "An office changes hands once a day." in refused[0]
    assert Election.objects.declared().count() == OfficeTerm.objects.count() == 1
