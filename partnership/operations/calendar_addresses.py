"""The private address of somebody's calendar: made, made anew, revoked."""

from django.db import transaction
from django.utils import timezone

from core import history
from core.refusals import Refused
from partnership.models import CalendarAddress, User
from partnership.models.calendar_addresses import hash_of, key_of


@transaction.atomic
def make_calendar_address(user: User, *, by: User | None) -> CalendarAddress:
    """Give a login an address that its calendar programs can ask without a sign-in."""
    _locked(user)

    if CalendarAddress.objects.in_force().filter(user=user).exists():
        raise Refused("There is an address already. Renew it to have another.")

    return _make(user, by=by)


@transaction.atomic
def renew_calendar_address(user: User, *, by: User | None) -> CalendarAddress:
    """Another address in place of the one that somebody else may have seen, which is worth nothing from now on."""
    _locked(user)

    if not _revoke(user, by=by, reason="Another was made in its place."):
        raise Refused("There is no address to renew. Make one.")

    return _make(user, by=by)


@transaction.atomic
def revoke_calendar_address(user: User, *, by: User | None, reason: str = "") -> bool:
    """Nobody reads the calendar of this login at a private address any more. False if there was none."""
    _locked(user)

    return _revoke(user, by=by, reason=reason)


def _make(user: User, *, by: User | None) -> CalendarAddress:
    address = CalendarAddress(user=user)
    address.key_hash = hash_of(key_of(address.seed))
    history.add(address, by=by, verb="made")
    return address


def _revoke(user: User, *, by: User | None, reason: str) -> bool:
    address = CalendarAddress.objects.select_for_update().in_force().filter(user=user).first()
    if address is None:
        return False
    history.edit(address, by=by, verb="revoked", reason=reason, revoked_at=timezone.now())
    return True


def _locked(user: User) -> None:
    """Two presses at once are one after the other."""
    User.objects.select_for_update(no_key=True).get(pk=user.pk)
