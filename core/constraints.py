"""Facts that must never be false, one line each in a model's Meta."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import (
    BigIntegerRangeField,
    DateRangeField,
    DateTimeRangeField,
    RangeOperators,
)
from django.db.models import BaseConstraint, BigIntegerField, CheckConstraint, Expression, F, Func, Q, Value


def all_or_none(*fields: str, name: str) -> CheckConstraint:
    """The fields are filled together or not at all, e.g. published_at and published_by."""
    filled = Q(**{f"{field}__isnull": False for field in fields})
    empty = Q(**{f"{field}__isnull": True for field in fields})
    return CheckConstraint(condition=filled | empty, name=name)


def all_or_none_of_words(*fields: str, name: str) -> CheckConstraint:
    """The texts are filled together or not at all, e.g. a reason and who approved it."""
    filled = Q(*[~Q(**{field: ""}) for field in fields])
    return CheckConstraint(condition=filled | Q(**dict.fromkeys(fields, "")), name=name)


def ends_after_it_starts(name: str, *, start: str = "starts_on", end: str = "ends_on") -> CheckConstraint:
    """The end is open, or later than the start; ends are exclusive."""
    return CheckConstraint(
        condition=Q(**{f"{end}__isnull": True}) | Q(**{f"{end}__gt": F(start)}),
        name=name,
        violation_error_message="The end must be later than the start.",
    )


def no_overlap(*fields: str, words: tuple[str, ...] = (), name: str, message: str) -> BaseConstraint:
    """Of the rows that agree in `fields` (keys) and `words` (texts), no two hold on the same day.

    A row holds from starts_on until ends_on (exclusive; empty: for good).
    """
    days = Func(F("starts_on"), F("ends_on"), function="daterange", output_field=DateRangeField())
    keys = [_point(F(field)) for field in fields] + [_point(_hash(word)) for word in words]
    return ExclusionConstraint(
        name=name,
        expressions=[(key, RangeOperators.OVERLAPS) for key in [*keys, days]],
        violation_error_message=message,
    )


def no_overlap_of_moments(
    *fields: str, words: tuple[str, ...] = (), condition: Q, name: str
) -> BaseConstraint:
    """Of the rows under a condition that agree in `fields` and `words`, no two hold at the same moment.

    A row holds from `since` until `until` (exclusive).
    """
    moments = Func(F("since"), F("until"), function="tstzrange", output_field=DateTimeRangeField())
    keys = [_point(F(field)) for field in fields] + [_point(_hash(word)) for word in words]
    return ExclusionConstraint(
        name=name,
        expressions=[(key, RangeOperators.OVERLAPS) for key in [*keys, moments]],
        condition=condition,
    )


def no_overlap_of(period: str, *fields: str, name: str, message: str) -> BaseConstraint:
    """Of the rows that agree in `fields` (keys), no two have overlapping ranges in the field `period`."""
    keys = [(_point(F(field)), RangeOperators.OVERLAPS) for field in fields]
    return ExclusionConstraint(
        name=name,
        expressions=[*keys, (period, RangeOperators.OVERLAPS)],
        violation_error_message=message,
    )


# PostgreSQL compares plain keys in an exclusion constraint only with the extension btree_gist, which not every server
# has. A range of one number overlaps another exactly when the numbers are equal, and needs no extension.
def _point(key: Expression | F) -> Func:
    return Func(key, key, Value("[]"), function="int8range", output_field=BigIntegerRangeField())


def _hash(word: str) -> Func:
    """The first 60 bits of the text's MD5 as a number: a collision of two short words is not to be expected."""
    return Func(
        F(word),
        template="('x' || substr(md5(%(expressions)s), 1, 15))::bit(60)::bigint",
        output_field=BigIntegerField(),
    )
