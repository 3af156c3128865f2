"""Telling five thousand asks the database no more often than telling one, and keeps every promise of telling once."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection, transaction

from partnership import notices, tasks
from partnership.models import Notice, User
from tests.factories.partnership import OfficeTermFactory, UserFactory

MOST = 9


@pytest.fixture(autouse=True)
def queued(monkeypatch):
    ids = []
    monkeypatch.setattr(tasks.send_notice, "delay", ids.append)
    return ids


def readers(count):
    User.objects.bulk_create(User(email=f"reader-{n}@example.org", password="!") for n in range(count))
    return list(User.objects.all())


@pytest.mark.django_db
@pytest.mark.parametrize("count", [1, 2000])
def test_however_many_the_questions_are_the_same(count, django_assert_max_num_queries):
    term, users = OfficeTermFactory(), readers(count)
    notices.tell([], "term_ending", about=term)
    with django_assert_max_num_queries(MOST):
        assert len(notices.tell(users, "term_ending", about=term, followed=[term.group])) >= count


@pytest.mark.django_db
def test_only_those_who_were_not_told_before_are_told():
    term, users = OfficeTermFactory(), readers(5)
    first = notices.tell(users[:3], "term_ending", about=term)
    rest = notices.tell(users, "term_ending", about=term)
    assert {notice.to for notice in first} == set(users[:3])
    assert {notice.to for notice in rest} == set(users) - set(users[:3])
    assert Notice.objects.count() == len(users)


@pytest.mark.django_db(transaction=True)
def test_two_who_tell_the_same_at_once_in_another_order_tell_it_once_between_them():
    term = OfficeTermFactory()
    users, start = [UserFactory() for _ in range(40)], Barrier(2)

    def tell(order):
        try:
            with transaction.atomic():
                start.wait(timeout=10)
                return len(notices.tell(order, "term_ending", about=term))
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as threads:
        told = list(threads.map(tell, [users, users[::-1]]))

    assert sum(told) == 40
    assert Notice.objects.count() == 40
