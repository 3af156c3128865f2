"""The register of parish plans and community-led plans, and what is done about them."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.template.loader import render_to_string

from core import history
from core.refusals import Refused
from localities import operations
from localities.models import CommunityPlan, PlanAction
from partnership import operations as partnership
from partnership.models import Notice
from tests.factories.localities import (
    ParishFactory,
    WardFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan(valley, administrator) -> CommunityPlan:
    return operations.add_plan(valley, name="The Abbey Plan", kind="parish", by=administrator)


def test_a_plan_is_adopted_by_somebody_on_a_day_and_followers_are_told_once(
    plan, valley, outsider, administrator
):
    partnership.follow(valley, by=outsider)
    parish = ParishFactory(name="Abbey")
    adopted = {"adopted_by": "Abbey Parish Council", "adopted_on": date(2011, 6, 1)}

    plan = operations.edit_plan(plan, parishes=[parish], **adopted, by=administrator)
    operations.edit_plan(plan, parishes=[parish], about="More", by=administrator)

    assert [(notice.what, notice.subject) for notice in Notice.objects.filter(to=outsider)] == [
        ("community_plan_adopted", "Golden Valley: plan adopted")
    ]
    assert {"parishes": ["", "Abbey"]} in [entry.changes for entry in history.of(plan)]


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"adopted_by": "Somebody"}, "Enter the day on which it was adopted."),
        ({"adopted_on": (1, 6, 2011)}, "Say who adopted it."),
        (
            {"adopted_by": "x", "adopted_on": (1, 6, 2011), "review_due_on": (1, 6, 2011)},
            "A plan is reviewed after the day on which it is adopted.",
        ),
        ({"name": "the abbey plan"}, "There is a plan of this name already."),
    ],
)
def test_a_plan_that_cannot_be_so_is_refused_in_words(as_, plan, typed, sentence):
    answers = {"name": "Another", "kind": "parish"}
    for name, value in typed.items():
        parts = (
            {f"{name}_{i}": part for i, part in enumerate(value)}
            if isinstance(value, tuple)
            else {name: value}
        )
        answers |= parts

    page = as_("administrator").post("/localities/golden-valley/add-plan/", answers).content.decode()

    assert sentence in page
    assert CommunityPlan.objects.count() == 1


def test_the_database_keeps_by_whom_and_when_together(plan):
    for wrong in ({"adopted_by": "x"}, {"adopted_on": date(2011, 1, 1)}):
        with pytest.raises(IntegrityError, match="community_plan_adopted_by_and_on"), transaction.atomic():
            CommunityPlan.objects.filter(pk=plan.pk).update(**wrong)


def test_a_plan_covers_parishes_only(valley, administrator):
    with pytest.raises(Refused, match="A plan covers parishes"):
        operations.add_plan(valley, name="x", kind="parish", parishes=[WardFactory()], by=administrator)


def test_actions_say_whose_they_are_and_how_far_they_have_come(as_, client, plan):
    answers = {
        "text": "Mend the path",
        "responsibility": "community",
        "responsible": "The walkers",
        "progress": "done",
    }
    as_("administrator").post("/localities/plans/the-abbey-plan/actions/add/", answers)

    assert PlanAction.objects.get().is_done
    words = " ".join(client.get(plan.get_absolute_url()).content.decode().split())
    assert "1 of 1 action done." in words
    assert "Community: The walkers" in words
    assert "1 of 1 action done." in " ".join(client.get("/localities/plans/").content.decode().split())


def test_a_plan_overdue_for_review_is_marked(client, plan):
    CommunityPlan.objects.filter(pk=plan.pk).update(review_due_on=date(2011, 1, 1))

    assert "1 overdue for review" in client.get("/localities/plans/").content.decode()
    assert "It was due on 1 January 2011." in " ".join(
        client.get(plan.get_absolute_url()).content.decode().split()
    )


def test_the_register_of_plans_asks_no_more_for_many_than_for_few(
    client, valley, administrator, django_assert_max_num_queries
):
    for number in range(30):
        operations.add_plan(valley, name=f"Plan {number}", kind="parish", by=administrator)
    with django_assert_max_num_queries(8):
        client.get("/localities/plans/")


@pytest.mark.parametrize("ending", ["html", "txt"])
def test_the_message_says_who_adopted_which_plan(plan, ending):
    plan.adopted_by, plan.adopted_on = "Abbey Parish Council", date(2011, 6, 1)

    context = {"about": plan, "site_url": "https://portal.example.org"}
    words = " ".join(render_to_string(f"notices/community_plan_adopted.{ending}", context).split())

    assert "Abbey Parish Council adopted the plan “The Abbey Plan” in Golden Valley on 1 June 2011." in words
    assert "https://portal.example.org/localities/plans/the-abbey-plan/" in words
