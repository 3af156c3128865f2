"""Keeping the register of interests, and reminding people to go through it."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from core import history
from core.refusals import Refused
from partnership import interests, notices
from partnership.models import Group, InterestsReview, Notice, Person, RegisteredInterest, User


@transaction.atomic
def register_interest(person: Person, *, body: str, by: User, **values) -> RegisteredInterest:
    """Put into the register what somebody has to do with besides."""
    values = {"registered_on": timezone.localdate()} | values

    _refuse_days_to_come(values["registered_on"])

    interest = RegisteredInterest(person=person, body=body, **values)
    history.add(interest, by=by, verb="registered")
    return interest


@transaction.atomic
def edit_interest(interest: RegisteredInterest, *, by: User, **values) -> RegisteredInterest:
    """Correct what the register says."""
    interest = _locked(interest)

    _refuse_days_to_come(values.get("registered_on", interest.registered_on))

    history.edit(interest, by=by, **values)
    return interest


@transaction.atomic
def end_interest(interest: RegisteredInterest, *, on: date, by: User, reason: str = "") -> RegisteredInterest:
    """Somebody has nothing to do with it any more; `on` is the first day without it."""
    interest = _locked(interest)

    if interest.ends_on is not None:
        raise Refused("This interest has ended already.")
    if interest.starts_on is not None and on <= interest.starts_on:
        raise Refused("It cannot end before it began.")

    history.edit(interest, by=by, verb="ended", reason=reason, ends_on=on)
    return interest


@transaction.atomic
def review_interests(person: Person, *, reviewed_on: date, by: User) -> InterestsReview:
    """Somebody's register was gone through on a day and is whole and right."""
    Person.objects.select_for_update(no_key=True).get(pk=person.pk)

    _refuse_days_to_come(reviewed_on)
    last = InterestsReview.objects.filter(person=person).latest_first().first()
    if last and reviewed_on <= last.reviewed_on:
        raise Refused(
            f"The register was gone through on {last.reviewed_on.day} {last.reviewed_on:%B %Y} already."
        )

    review = InterestsReview(person=person, reviewed_on=reviewed_on, by=by)
    history.add(review, by=by, verb="recorded")
    return review


@transaction.atomic
def remind_of_interests(*, by: User | None) -> int:
    """Tell people that their register is to be gone through, and once some are overdue the officers of their group.

    People once for each day on which it is due; officers one list for each group, whenever somebody new has come to be
    overdue: on the day after a board was made it is one email and not thirty. Returns how many were told.
    """
    told = 0
    due = interests.due_soon()
    for register in due:
        if register.person.user is not None:
            occasion = f"due {register.due_on}"
            told += len(
                notices.tell(
                    [register.person.user], "interests_due", about=register.person, occasion=occasion
                )
            )
    late = {each.person.pk: each.due_on for each in due if each.is_overdue and each.due_on}
    latest: dict[int, date] = {}
    for group_id, person_id in interests.registering_in(late):
        latest[group_id] = max(late[person_id], latest.get(group_id, late[person_id]))
    for group in Group.objects.filter(pk__in=latest):
        # A day: where the one who was latest has done it, the others are not told of again.
        day = latest[group.pk].isoformat()
        heard = Notice.objects.of(group, "interests_overdue").filter(occasion__gte=day)
        officers = User.objects.officers_of(group).exclude(pk__in=heard.values("to"))
        told += len(notices.tell(officers, "interests_overdue", about=group, occasion=day))
    return told


def _locked(interest: RegisteredInterest) -> RegisteredInterest:
    return RegisteredInterest.objects.select_for_update().get(pk=interest.pk)


def _refuse_days_to_come(day: date) -> None:
    if day > timezone.localdate():
        raise Refused("That day is still to come.")
