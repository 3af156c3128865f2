"""Logins: invited, linked to a person, ended."""

from allauth.account.models import EmailAddress
from django.contrib.sessions.models import Session
from django.db import transaction
from django.utils import timezone

from core import history
from core.refusals import Refused
from partnership import notices
from partnership.models import Person, User
from partnership.operations.calendar_addresses import revoke_calendar_address


@transaction.atomic
def invite_user(
    *,
    email: str,
    by: User | None,
    person: Person | None = None,
    display_name: str = "",
    is_staff: bool = False,
) -> User:
    """Make a login without a password and mail its owner how to set one."""
    if User.objects.filter(email__iexact=email).exists():
        raise Refused("There is a login with this email address already.")

    user = User(
        email=User.objects.normalize_email(email).lower(), display_name=display_name, is_staff=is_staff
    )
    user.set_unusable_password()
    history.add(user, by=by, verb="invited")
    # An administrator vouches for the address, so it needs no mail of its own to prove it.
    EmailAddress.objects.create(user=user, email=user.email, primary=True, verified=True)
    if person is not None:
        link_user(user, person=person, by=by)

    notices.tell([user], "invited", about=user, occasion=timezone.now().isoformat())
    return user


@transaction.atomic
def send_invitation_again(user: User, *, by: User | None) -> User:
    """Mail the way to set a password once more."""
    user = User.objects.select_for_update().get(pk=user.pk)

    if user.has_usable_password():
        raise Refused(f"{user} has signed in already and can ask for a new password on the sign-in page.")
    if not user.is_active:
        raise Refused("This login is deactivated.")

    history.record(user, "invited again", by=by)
    notices.tell([user], "invited", about=user, occasion=timezone.now().isoformat())
    return user


@transaction.atomic
def link_user(user: User, *, person: Person | None, by: User | None) -> User:
    """Say which person of the record signs in with this login (None: nobody)."""
    user = User.objects.select_for_update().get(pk=user.pk)
    person = Person.objects.select_for_update().get(pk=person.pk) if person else None

    if person is not None and person.user_id not in (None, user.pk):
        raise Refused(f"{person} has a login already.")

    for former in Person.objects.filter(user=user).exclude(pk=person.pk if person else None):
        history.edit(former, by=by, verb="unlinked", user=None)
        # Whoever signed in until now may still have the address of the calendar.
        revoke_calendar_address(user, by=by, reason=f"The login is no longer {former.name}’s.")
    if person is not None:
        history.edit(person, by=by, verb="linked", user=user)
    return user


@transaction.atomic
def edit_user(user: User, *, by: User | None, **values) -> User:
    """Change the name a login shows or whether it is an administrator's."""
    user = User.objects.select_for_update().get(pk=user.pk)

    if user == by and values.get("is_staff", True) is False:
        raise Refused("You cannot take your own administrator's rights away. Ask another administrator.")

    history.edit(user, by=by, **values)
    return user


@transaction.atomic
def change_email(user: User, *, email: str, by: User | None, reason: str = "") -> User:
    """Give a login another address. Whoever is signed in is signed out, and both addresses hear of it.

    An invitation that has not been used is void, and another goes to the new address.
    """
    user = User.objects.select_for_update().get(pk=user.pk)
    was, email = user.email, User.objects.normalize_email(email).lower()

    if email == was:
        raise Refused("This is the address that the login has already.")
    taken = User.objects.filter(email__iexact=email) | User.objects.filter(emailaddress__email__iexact=email)
    if taken.exclude(pk=user.pk).exists():
        raise Refused("There is a login with this email address already.")

    history.edit(user, by=by, verb="email address changed", reason=reason, email=email)
    # An administrator vouches for the address, as with an invitation; what the owner had added of their own goes.
    EmailAddress.objects.filter(user=user).delete()
    EmailAddress.objects.create(user=user, email=email, primary=True, verified=True)
    _end_sessions(user)
    revoke_calendar_address(user, by=by, reason="The email address was changed.")

    moment = timezone.now().isoformat()
    if user.standing == "invited":
        notices.tell([user], "invited", about=user, occasion=moment)
    else:
        notices.tell([user], "email_changed", about=user, occasion=moment)
        notices.tell([user], "email_no_longer_used", about=user, occasion=moment, address=was)
    return user


@transaction.atomic
def deactivate_user(user: User, *, by: User | None, reason: str) -> User:
    """Nobody can sign in with this login any more, and whoever is signed in with it is signed out."""
    user = User.objects.select_for_update().get(pk=user.pk)

    if user == by:
        raise Refused("You cannot deactivate your own login. Ask another administrator.")
    if not user.is_active:
        raise Refused("This login is deactivated already.")

    history.edit(user, by=by, verb="deactivated", reason=reason, is_active=False)
    _end_sessions(user)
    revoke_calendar_address(user, by=by, reason="The login was deactivated.")
    return user


@transaction.atomic
def reactivate_user(user: User, *, by: User | None, reason: str) -> User:
    """Let the login be used again."""
    user = User.objects.select_for_update().get(pk=user.pk)

    if user.is_active:
        raise Refused("This login is active.")

    history.edit(user, by=by, verb="reactivated", reason=reason, is_active=True)
    return user


def _end_sessions(user: User) -> None:
    keys = user.usersession_set.values_list("session_key", flat=True)
    Session.objects.filter(session_key__in=list(keys)).delete()
