"""Two administrators press at the same moment: one lead, one set of boundaries, one sentence for the other."""

from datetime import date

import pytest

from core.refusals import Refused
from localities import operations
from localities.models import BoundarySet, Lead, Placing
from meetings.tests.test_two_officers_decide_at_once import at_once
from tests.factories.localities import LocalityFactory, ParishFactory
from tests.factories.partnership import PersonFactory, UserFactory

pytestmark = pytest.mark.django_db(transaction=True)

DAY = date(2012, 4, 1)


def drafted(by, *, begins_on=DAY):
    return operations.draft_boundary_set(name="A draft", begins_on=begins_on, source="-", by=by)


def test_one_of_two_leads_who_are_named_for_one_day_is_refused():
    locality, by = LocalityFactory(), UserFactory(is_staff=True)
    people = [PersonFactory(), PersonFactory()]

    answers = at_once(lambda n: operations.change_lead(locality, person=people[n], on=DAY, by=by), times=2)

    refused = [str(answer) for answer in answers if isinstance(answer, Refused)]
    assert len(refused) == 1
    assert "Enter a day after that one." in refused[0]
    assert Lead.objects.count() == 1


def test_one_of_two_drafts_that_are_published_for_one_day_is_refused():
    locality, parish, by = LocalityFactory(), ParishFactory(), UserFactory(is_staff=True)
    drafts = [drafted(by), drafted(by)]
    for draft in drafts:
        operations.place_area(draft, areas=[parish], locality=locality, by=by)

    answers = at_once(lambda n: operations.publish_boundary_set(drafts[n], by=by), times=2)

    refused = [str(answer) for answer in answers if isinstance(answer, Refused)]
    assert len(refused) == 1
    assert refused[0].endswith(".")
    assert BoundarySet.objects.published().count() == 1


def test_a_parish_is_not_taken_out_of_a_set_while_it_is_published():
    locality, parish, by = LocalityFactory(), ParishFactory(), UserFactory(is_staff=True)
    draft = drafted(by)
    operations.place_area(draft, areas=[parish], locality=locality, by=by)
    steps = [
        lambda: operations.publish_boundary_set(draft, by=by),
        lambda: operations.place_area(draft, areas=[parish], locality=None, by=by),
    ]

    answers = at_once(lambda n: steps[n](), times=2)

    assert sum(isinstance(answer, Refused) for answer in answers) == 1
    draft.refresh_from_db()
    assert draft.is_published == Placing.objects.filter(boundary_set=draft, area=parish).exists()
