"""How far localities have come is counted from the record, and said in words."""

from datetime import timedelta

import pytest
from django.utils import timezone

from localities import operations
from localities.models import Objective
from localities.so_far import Counted, so_far
from tests.factories.localities import LocalityFactory
from tests.factories.partnership import OrganisationFactory, PersonFactory

pytestmark = pytest.mark.django_db
ENGAGEMENT, SERVICES, COMMUNITIES = Objective.Aim


@pytest.mark.parametrize(
    ("counted", "aim", "words"),
    [
        (Counted(), ENGAGEMENT, "no way of reaching people is on record yet"),
        (Counted(ways=3, ways_that_work=1), ENGAGEMENT, "1 of 3 ways on record works"),
        (Counted(ways=1, ways_that_work=0), ENGAGEMENT, "0 of 1 way on record work"),
        (Counted(), SERVICES, "no lead is on record, nobody in the team"),
        (Counted(is_led=True, team=1), SERVICES, "a lead is named, 1 person in the team"),
        (Counted(team=4), SERVICES, "no lead is on record, 4 people in the team"),
        (Counted(), COMMUNITIES, "no plan is on record yet"),
        (Counted(plans=2, plans_adopted=1), COMMUNITIES, "1 of 2 plans on record adopted"),
    ],
)
def test_what_is_counted_is_said_in_words(counted, aim, words):
    assert counted.under(aim) == words


def test_each_locality_is_counted_by_itself_in_four_questions(django_assert_num_queries):
    full, empty = LocalityFactory(name="Full"), LocalityFactory(name="Empty")
    today = timezone.localdate()
    body = OrganisationFactory()
    person = PersonFactory(organisation=body)
    audience = operations.add_audience(name="Young people", position=1, by=None)
    for name, verdict in (("Post", "works"), ("Van", "partly"), ("Radio", "does_not_work")):
        operations.add_mechanism(
            full,
            name=name,
            verdict=verdict,
            owner=body,
            audiences=[audience],
            evidence="A survey",
            last_checked_on=today,
            by=None,
        )
    operations.change_lead(full, person=person, on=today - timedelta(days=1), by=None)
    operations.join_team(full, person=person, role="Helps", starts_on=today, by=None)
    operations.add_plan(full, name="Plan", kind="parish", adopted_by="The parish", adopted_on=today, by=None)
    operations.add_plan(full, name="Other plan", kind="parish", by=None)

    with django_assert_num_queries(4):
        counted = so_far([full, empty])

    assert counted == {
        full.pk: Counted(ways=3, ways_that_work=1, is_led=True, team=1, plans=2, plans_adopted=1),
        empty.pk: Counted(),
    }
