"""Whoever was told of something may see it, so that nothing told late is dropped by mistake: tried on a whole world."""

import pytest

from partnership.digests import still_seen
from partnership.models import Notice
from tests.once import kept_for_the_file
from tests.world import build

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def told(django_db_setup, django_db_blocker):
    with kept_for_the_file(django_db_blocker, build):
        yield


def test_everyone_who_was_told_may_see_what_it_was_about(told):
    notices = list(Notice.objects.exclude(to=None).select_related("to"))
    assert len({notice.what for notice in notices}) > 10

    unseen = {notice.what for notice in notices if not still_seen([notice], notice.to)}

    assert unseen == set()
