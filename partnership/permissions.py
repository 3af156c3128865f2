"""Who may do what to people, groups and logins. Roles are facts: support of a group, membership, office."""

from django.contrib.auth.models import AnonymousUser

from partnership.models import (
    Group,
    Membership,
    OfficerSupport,
    Organisation,
    PeriodicReport,
    Person,
    SeatHolding,
    User,
)

Anyone = User | AnonymousUser


def runs_group(user: Anyone, group: Group) -> bool:
    """Supports this group as its officer today."""
    return (
        user.is_authenticated
        and user.is_active
        and OfficerSupport.objects.current().filter(user=user, group=group).exists()
    )


def is_officer(user: Anyone) -> bool:
    """Supports any group today."""
    return (
        user.is_authenticated
        and user.is_active
        and OfficerSupport.objects.current().filter(user=user).exists()
    )


def belongs_to(user: Anyone, group: Group) -> bool:
    """Is a member of this group today, in any capacity."""
    return (
        user.is_authenticated and Membership.objects.current().filter(person__user=user, group=group).exists()
    )


def is_administrator(user: Anyone) -> bool:
    return user.is_authenticated and user.is_active and user.is_staff


def can_manage_people(user: Anyone) -> bool:
    """Keep organisations, people and topics."""
    return is_administrator(user)


def can_manage_groups(user: Anyone) -> bool:
    """Make groups and change their rules, seats and officers."""
    return is_administrator(user)


def can_edit_memberships(user: Anyone, group: Group) -> bool:
    """Bring people into a group, end their membership, and say who holds its offices and seats."""
    return is_administrator(user) or runs_group(user, group)


def can_keep_interests(user: Anyone, person: Person) -> bool:
    """Keep somebody's register of interests: their own login, an officer of a group they are in, an administrator."""
    return is_administrator(user) or (
        user.is_authenticated
        and user.is_active
        and (person.user_id == user.pk or supports_member(user, person))
    )


def supports_member(user: Anyone, person: Person) -> bool:
    """Supports a group that this person belongs to today."""
    return (
        Membership.objects.current()
        .filter(person=person, group__in=Group.objects.supported_by(user).values("pk"))
        .exists()
    )


def can_manage_users(user: Anyone) -> bool:
    """Invite, link and deactivate logins."""
    return is_administrator(user)


def can_start_jobs(user: Anyone) -> bool:
    """See the timetable of what the clock starts, and start a job by hand."""
    return is_administrator(user)


def can_read_history(user: Anyone) -> bool:
    """Read the log of the partnership's own things (people, organisations, groups)."""
    return is_administrator(user) or is_officer(user)


def can_make_reports(user: Anyone) -> bool:
    """Have regular reports made when they are wanted: officers, those of the accountable body too, administrators."""
    return is_officer(user) or is_administrator(user)


def can_make_report(user: Anyone, group: Group | None, audience: str) -> bool:
    """Have one made about the business of a group (none: of all). What officers alone read, only they have made."""
    if group is None:
        return audience == PeriodicReport.Audience.EVERYONE and can_make_reports(user)
    may = runs_group(user, group)
    return may or (audience == PeriodicReport.Audience.EVERYONE and is_administrator(user))


def can_have_digest(user: Anyone) -> bool:
    """Is told in a digest what concerns the voluntary and community sector: whoever represents it today."""
    if not user.is_authenticated or not user.is_active:
        return False
    voluntary = Organisation.Sector.VOLUNTARY
    in_seat = SeatHolding.objects.current().filter(person__user=user, seat__nominated_by__sector=voluntary)
    as_member = Membership.objects.current().filter(person__user=user, organisation__sector=voluntary)
    return in_seat.exists() or as_member.exists()
