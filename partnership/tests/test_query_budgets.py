"""More rows, not more questions: how often the long pages ask the database."""

from datetime import date

import pytest
from django.core import mail as outbox
from django.urls import reverse

from partnership import notices
from partnership.models import Notice
from tests.factories.partnership import (
    MembershipFactory,
    OfficerSupportFactory,
    OfficeTermFactory,
    OrganisationFactory,
    PersonFactory,
    SeatHoldingFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db


def test_long_lists_ask_no_more_than_short_ones(group, as_, django_assert_max_num_queries, officer):
    client = as_("administrator")
    for number in range(8):
        MembershipFactory(group=group, organisation=OrganisationFactory())
        MembershipFactory(group=group, ends_on=date(2007, 1, 1))
        OfficeTermFactory(
            group=group,
            starts_on=date(2006 + number, 1, 1),
            ends_on=date(2007 + number, 1, 1),
            office="vice_chair",
        )
        SeatHoldingFactory(seat__group=group, mandate_ends_on=date(2008, 1, 1))
        OfficerSupportFactory(group=group)
        PersonFactory(user=UserFactory())
        told = UserFactory()
        notices.tell([told, officer], "term_ending", about=OfficeTermFactory(due_to_end_on=date(2010, 1, 1)))
    Notice.objects.filter(to__supports=None).update(state=Notice.State.FAILED)
    Notice.objects.filter(to=officer).update(
        state=Notice.State.SENT, sent_at="2010-01-01T00:00Z", subject="Told"
    )

    budgets = {
        reverse("partnership:group_members", args=[group.slug]): 14,
        reverse("partnership:group_offices", args=[group.slug]): 10,
        reverse("partnership:group_seats", args=[group.slug]): 10,
        reverse("partnership:group_officers", args=[group.slug]): 10,
        f"/history/partnership.group/{group.pk}/": 18,
        "/manage/": 22,
        "/manage/users/": 10,
        "/manage/notices/": 10,
    }
    for address, budget in budgets.items():
        with django_assert_max_num_queries(budget):
            assert client.get(address).status_code == 200
    client.force_login(officer)
    with django_assert_max_num_queries(10):
        assert client.get("/account/notices/").status_code == 200
    assert outbox.outbox == []
