"""What was saved, counted once."""

from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction

from core.refusals import Refused
from engagement import operations
from engagement.models import Saving
from tests.factories.engagement import planned
from tests.factories.partnership import GroupFactory


@pytest.fixture
def two(group):
    return planned(group, title="One"), planned(GroupFactory(), title="Other")


def chosen(one, other, choice, officer):
    return operations.choose_about_overlap(one, other=other, choice=choice, reason="Better so.", by=officer)


def saved(choice, officer, amount=100):
    return operations.record_saving(choice, amount=Decimal(amount), basis="One leaflet.", by=officer)


def test_a_saving_follows_from_a_choice_and_is_counted_once_whoever_counts(two, officer):
    one, other = two
    saving = saved(chosen(one, other, "merge", officer), officer)
    assert saving.kind == Saving.Kind.MERGED
    with pytest.raises(Refused, match="counted already"):
        saved(chosen(one, other, "merge", officer), officer)
    with pytest.raises(Refused, match="counted already"):
        saved(chosen(other, one, "merge", officer), officer)
    saved(chosen(one, other, "joint", officer), officer, amount=50)
    assert Saving.objects.sums() == {"merged": 100, "shared": 50}

    operations.strike_saving(saving, reason="Counted twice elsewhere.", by=officer)
    saved(chosen(one, other, "merge", officer), officer, amount=70)
    assert Saving.objects.sums() == {"merged": 70, "shared": 50}


def test_other_choices_save_nothing(two, officer):
    with pytest.raises(Refused, match="Only merging"):
        saved(chosen(*two, "stagger", officer), officer)


def test_raw_sql_cannot_count_what_was_not_chosen(two, officer):
    one, other = two
    choice = chosen(one, other, "joint", officer)
    saving = saved(choice, officer)
    for change in ("kind = 'merged'", "other_id = NULL", "amount = 0", "basis = ''"):
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"UPDATE engagement_saving SET {change} WHERE id = %s", [saving.pk])
    third = planned(GroupFactory(), title="Third")
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE engagement_saving SET other_id = %s WHERE id = %s", [third.pk, saving.pk])


def test_what_is_not_asked_again_is_counted_once_for_a_consultation(two, officer):
    avoided = {"amount": Decimal(20), "basis": "No survey.", "by": officer}
    operations.record_avoided(two[0], **avoided)
    with pytest.raises(Refused, match="counted already"):
        operations.record_avoided(two[0], **avoided)


def test_the_sum_stands_in_a_sentence_and_leaves_out_what_one_may_not_see(as_, two, officer):
    closed = planned(GroupFactory(is_public=False), title="Behind doors")
    operations.record_avoided(two[0], amount=Decimal(1200), basis="No survey.", by=officer)
    operations.record_avoided(closed, amount=Decimal(5000), basis="Nothing printed.", by=officer)
    page = as_("outsider").get("/engagement/savings/").content.decode()
    assert "has saved £1,200" in page
    assert "Behind doors" not in page
