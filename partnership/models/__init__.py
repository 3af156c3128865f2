from partnership.models.groups import Group
from partnership.models.interests import InterestsReview, RegisteredInterest
from partnership.models.memberships import Membership, OfficerSupport, OfficeTerm, Seat, SeatHolding
from partnership.models.notices import Notice
from partnership.models.organisations import Organisation
from partnership.models.people import Person
from partnership.models.periodic_reports import PeriodicReport
from partnership.models.subscriptions import Subscription
from partnership.models.topics import Topic
from partnership.models.users import User

__all__ = [
    "Group",
    "InterestsReview",
    "Membership",
    "Notice",
    "OfficeTerm",
    "OfficerSupport",
    "Organisation",
    "PeriodicReport",
    "Person",
    "RegisteredInterest",
    "Seat",
    "SeatHolding",
    "Subscription",
    "Topic",
    "User",
]
