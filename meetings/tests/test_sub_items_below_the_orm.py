"""A sub-item is closed at least as far as the item above it, against raw SQL too."""

import pytest
from django.db import IntegrityError, connection, transaction

from core.access import Access
from meetings import operations
from meetings.models import AgendaItem
from tests.factories.meetings import AgendaItemFactory, officer_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def sub_item() -> AgendaItem:
    above = AgendaItemFactory(access=Access.MEMBERS)
    return AgendaItemFactory(meeting=above.meeting, parent=above, access=Access.MEMBERS)


def now(sql: str, *values) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(sql, values)


def test_nobody_opens_what_stands_under_a_closed_item(sub_item):
    with pytest.raises(IntegrityError), transaction.atomic():
        now("UPDATE meetings_agendaitem SET access = 'open' WHERE id = %s", sub_item.pk)


def test_nobody_closes_an_item_and_leaves_open_what_stands_under_it(sub_item):
    exempt = (
        "UPDATE meetings_agendaitem SET access = 'exempt', exempt_paragraphs = '{3}', public_interest = 'x'"
    )
    with pytest.raises(IntegrityError), transaction.atomic():
        now(f"{exempt} WHERE id = %s", sub_item.parent_id)
    now(f"{exempt} WHERE id IN (%s, %s)", sub_item.pk, sub_item.parent_id)


def test_closing_an_item_closes_what_stands_under_it(sub_item):
    above = AgendaItemFactory(meeting=sub_item.meeting)
    under = AgendaItemFactory(meeting=sub_item.meeting, parent=above)

    operations.edit_item(above, access=Access.MEMBERS, by=officer_of(above.meeting.group))

    now("SELECT 1")
    under.refresh_from_db()
    assert under.access == Access.MEMBERS
