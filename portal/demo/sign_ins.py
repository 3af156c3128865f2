"""The sign-ins of the demonstration: roles, not people."""

from datetime import date

from partnership import operations as partnership
from partnership.models import Group, Person, User

PASSWORD = "orchard-and-river-wye"

# email address, what it shows, whether it is an administrator's
SIGN_INS = [
    ("officer@example.org", "Partnership support officer", False),
    ("representative@example.org", "Representative of the voluntary sector", False),
    ("administrator@example.org", "Administrator", True),
    ("author@example.org", "Author of reports (illustrative)", False),
    # Whoever asks for a change of the money never adopts it, so there are two officers.
    ("finance@example.org", "Finance officer (illustrative)", False),
]


def make() -> dict[str, User]:
    """The logins, by the first word of their address."""
    users = {}
    for email, display_name, is_staff in SIGN_INS:
        user = partnership.invite_user(email=email, display_name=display_name, is_staff=is_staff, by=None)
        # What the owner of an invitation does by following it.
        user.set_password(PASSWORD)
        user.save(update_fields=["password"])
        users[email.split("@")[0]] = user
    return users


def give_roles(users: dict[str, User], groups: dict[str, Group], people: dict[str, Person]) -> None:
    """The officer supports every group, the finance officer the one that decides on money; the representative signs in for the person who holds the sector's seat."""
    administrator = users["administrator"]
    for group in groups.values():
        partnership.support_group(group, user=users["officer"], starts_on=date(2007, 1, 2), by=administrator)
    group = groups["chief executives"]
    partnership.support_group(group, user=users["finance"], starts_on=date(2007, 1, 2), by=administrator)
    partnership.link_user(users["representative"], person=people["Richard Quallington"], by=administrator)
