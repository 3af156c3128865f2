"""What the database itself refuses of boundaries, whoever asks and however."""

from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction

from localities import operations
from localities.models import Area, BoundarySet, Placing, Shape
from tests.factories.localities import ParishFactory, WardFactory

pytestmark = pytest.mark.django_db


def refused(sql: str, values: list, *, match: str) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    with pytest.raises(IntegrityError, match=match), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, values)


@pytest.fixture
def draft(boundary_set, administrator) -> BoundarySet:
    return operations.draft_boundary_set(
        name="Corrected", begins_on=date(2012, 1, 1), source="Made for this test", by=administrator
    )


@pytest.mark.parametrize(
    "change",
    [
        "name = 'Other'",
        "begins_on = '2010-01-01'",
        "status = 'draft', published_at = NULL, published_by_id = NULL",
    ],
)
def test_a_published_set_cannot_be_changed(boundary_set, change):
    refused(
        f"UPDATE localities_boundaryset SET {change} WHERE id = %s", [boundary_set.pk], match="stays as it is"
    )


def test_a_published_set_cannot_be_deleted_or_emptied(boundary_set):
    refused("DELETE FROM localities_boundaryset WHERE id = %s", [boundary_set.pk], match="stays as it is")
    refused(
        "DELETE FROM localities_placing WHERE boundary_set_id = %s", [boundary_set.pk], match="stays as it is"
    )
    for table in ("boundaryset", "placing", "shape"):
        refused(f"TRUNCATE localities_{table} CASCADE", [], match="these rows are kept")


def test_nothing_is_moved_within_into_or_out_of_a_published_set(boundary_set, draft, valley, leominster):
    of_published = boundary_set.placings.filter(locality=valley).first()
    of_draft = draft.placings.filter(locality=valley).first()
    move = "UPDATE localities_placing SET {} WHERE id = %s"
    refused(move.format("locality_id = %s"), [leominster.pk, of_published.pk], match="stays as it is")
    refused(move.format("boundary_set_id = %s"), [draft.pk, of_published.pk], match="stays as it is")
    refused(move.format("boundary_set_id = %s"), [boundary_set.pk, of_draft.pk], match="stays as it is")
    with pytest.raises(IntegrityError, match="stays as it is"), transaction.atomic():
        Placing.objects.create(
            boundary_set=boundary_set, locality=valley, area=ParishFactory(), fit=Placing.Fit.EXACT
        )
    with pytest.raises(IntegrityError, match="stays as it is"), transaction.atomic():
        Shape.objects.create(boundary_set=boundary_set, locality=valley, outline=[])


PUBLISH = (
    "UPDATE localities_boundaryset SET status = 'published', published_at = now(), published_by_id = %s "
    "WHERE id = %s"
)


def test_a_draft_is_not_published_while_a_parish_is_in_none(draft, administrator):
    ParishFactory()

    refused(PUBLISH, [administrator.pk, draft.pk], match="in no locality, or in two")


def test_a_draft_is_not_published_while_a_parish_is_in_two(draft, administrator, parishes, leominster):
    Placing.objects.create(boundary_set=draft, locality=leominster, area=parishes[0], fit=Placing.Fit.EXACT)

    refused(PUBLISH, [administrator.pk, draft.pk], match="in no locality, or in two")


def test_a_draft_is_not_published_before_one_that_holds(draft, administrator):
    BoundarySet.objects.filter(pk=draft.pk).update(begins_on=date(2011, 3, 17))

    refused(PUBLISH, [administrator.pk, draft.pk], match="begins on that day or later")


def test_an_empty_draft_is_not_published(administrator):
    empty = BoundarySet.objects.create(name="Empty", begins_on=date(2013, 1, 1), source="None")

    refused(PUBLISH, [administrator.pk, empty.pk], match="places no area")


def test_no_set_begins_as_published(administrator):
    with pytest.raises(IntegrityError, match="begins as a draft"):
        BoundarySet.objects.create(
            name="At once",
            begins_on=date(2013, 1, 1),
            source="None",
            status="published",
            published_at="2013-01-01T12:00Z",
            published_by=administrator,
        )


def test_a_ward_fits_one_locality_best_and_never_exactly(draft, valley, leominster):
    ward = WardFactory()
    with pytest.raises(IntegrityError, match="a ward by best fit"), transaction.atomic():
        Placing.objects.create(boundary_set=draft, locality=valley, area=ward, fit=Placing.Fit.EXACT)
    Placing.objects.create(boundary_set=draft, locality=valley, area=ward, fit=Placing.Fit.BEST)
    with pytest.raises(IntegrityError, match="placing_by_best_fit_is_one"), transaction.atomic():
        Placing.objects.create(boundary_set=draft, locality=leominster, area=ward, fit=Placing.Fit.BEST)


def test_a_parish_is_never_in_a_locality_by_best_fit(draft, valley):
    with pytest.raises(IntegrityError, match="A parish lies in a locality exactly"):
        Placing.objects.create(
            boundary_set=draft, locality=valley, area=ParishFactory(), fit=Placing.Fit.BEST
        )


@pytest.mark.parametrize(
    ("kind", "code", "rule"),
    [
        ("parish", "E05000001", "area_code_fits_its_kind"),
        ("parish", "", "area_code_fits_its_kind"),
        ("ward", "E04000001", "area_code_fits_its_kind"),
        ("sub_locality", "E04000001", "area_code_fits_its_kind"),
    ],
)
def test_a_code_fits_its_kind(db, kind, code, rule):
    with pytest.raises(IntegrityError, match=rule):
        Area.objects.create(kind=kind, name="Somewhere", code=code)
