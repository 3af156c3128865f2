"""The findings library, and whether something has been asked before."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection
from django.utils import timezone

from core.refusals import Refused
from engagement import operations
from engagement.before import asked_before
from engagement.models import Finding
from localities.models import Locality
from tests.factories.engagement import an_audience, closed, drafted, launched
from tests.factories.partnership import GroupFactory

TODAY = timezone.localdate


@pytest.fixture
def place(db) -> Locality:
    return Locality.objects.create(name="Golden Valley", slug="golden-valley")


def found(group, officer, *, title="Buses matter", days=100, **values) -> Finding:
    values.setdefault("source", "A survey")
    return operations.add_finding(
        title=title,
        group=group,
        found_on=TODAY() - timedelta(days=200),
        expires_on=TODAY() + timedelta(days=days),
        by=officer,
        **values,
    )


def test_a_finding_has_one_source(group, officer):
    with pytest.raises(Refused, match="another source"):
        found(group, officer, source="")
    with pytest.raises(Refused, match="another source"):
        found(group, officer, consultation=closed(group))
    elsewhere = closed(GroupFactory(), audiences=[an_audience("Others")])
    finding = found(group, officer, consultation=elsewhere, source="")
    assert finding.group == finding.consultation.group
    with pytest.raises(IntegrityError, match="finding_has_one_source"), connection.cursor() as cursor:
        cursor.execute("UPDATE engagement_finding SET source = 'x'")


def test_nothing_is_found_before_the_close(group, officer):
    with pytest.raises(Refused, match="has not closed"):
        found(group, officer, consultation=launched(group), source="")


def test_the_library_is_searched_by_place_audience_words_and_age(client, group, officer, place):
    young = an_audience("Young people")
    found(group, officer, title="Buses matter", localities=[place], audiences=[young])
    found(group, officer, title="Parks are liked", is_countywide=True)
    found(group, officer, title="Long ago", days=-1)
    found(GroupFactory(is_public=False), officer, title="Kept among members")

    def titles(query):
        page = client.get(f"/engagement/findings/?{query}").content.decode()
        return {title for title in ("Buses", "Parks", "Long ago", "Kept among") if title in page}

    assert titles("") == {"Buses", "Parks", "Long ago"}
    assert titles("locality=golden-valley") == {"Buses", "Parks"}
    assert titles("audience=young-people") == {"Buses"}
    assert titles("q=parks") == {"Parks"}
    assert titles("state=expired") == {"Long ago"}
    assert titles("state=nonsense%00") == set()


def test_what_shares_place_audience_or_words_is_shown_those_that_share_most_first(group, officer, place):
    young = an_audience("Young people")
    other = Locality.objects.create(name="Leominster", slug="leominster")
    draft = drafted(group, title="Buses in the evening", localities=[place], audiences=[young])
    everything = found(group, officer, title="Buses", localities=[place], audiences=[young])
    words = found(group, officer, title="An evening bus", localities=[other])
    where = found(group, officer, title="Nothing alike", is_countywide=True)
    whom = launched(group, title="Another matter", localities=[other], audiences=[young])
    found(group, officer, title="Quite another", localities=[other])
    found(GroupFactory(is_public=False), officer, title="Buses of a closed group", localities=[place])

    earlier = asked_before(draft, officer)

    assert [(each.thing, each.shared) for each in earlier] == [
        (everything, ["words", "place", "audience"]),
        (words, ["words"]),
        (whom, ["audience"]),
        (where, ["place"]),
    ]


def test_it_is_shown_before_a_consultation_goes_on_the_forward_plan(as_, group, officer):
    draft = drafted(group, title="Buses in the evening")
    finding = found(group, officer, title="Evening buses are missed", is_countywide=True)
    for page in ("to-forward-plan/", "asked-before/"):
        answer = as_("officer").get(draft.get_absolute_url() + page).content.decode()
        assert "Has this been asked before?" in answer
        assert finding.title in answer
    assert "asked-before/" in as_("officer").get(draft.get_absolute_url()).content.decode()


def test_asking_costs_the_same_with_many(group, officer, django_assert_max_num_queries):
    draft = drafted(group, title="Buses in the evening")
    for number in range(30):
        found(group, officer, title=f"Bus {number}", is_countywide=True)
    with django_assert_max_num_queries(4):
        assert len(asked_before(draft, officer)) == 20


def test_the_source_of_a_closed_groups_consultation_stays_with_its_readers(client, group, officer):
    finding = found(GroupFactory(is_public=False), officer, title="Kept among members")
    assert client.get(finding.get_absolute_url()).status_code == 404
