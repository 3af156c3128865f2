from partnership.models.calendar_addresses import CalendarAddress
from partnership.models.groups import Group
from partnership.models.interests import InterestsReview, RegisteredInterest
from partnership.models.memberships import Membership, OfficerSupport, OfficeTerm, Seat, SeatHolding
from partnership.models.notices import Notice
from partnership.models.organisations import Organisation
from partnership.models.people import Person
from partnership.models.periodic_reports import PeriodicReport
from partnership.models.subscriptions import Everywhere, Pace, Subscription
from partnership.models.topics import Topic
from partnership.models.users import User
from partnership.models.wishes import KindChoice, NoticeWishes, StoppedAddress

__all__ = [
    "CalendarAddress",
    "Everywhere",
    "Group",
    "InterestsReview",
    "KindChoice",
    "Membership",
    "Notice",
    "NoticeWishes",
    "OfficeTerm",
    "OfficerSupport",
    "Organisation",
    "Pace",
    "PeriodicReport",
    "Person",
    "RegisteredInterest",
    "Seat",
    "SeatHolding",
    "StoppedAddress",
    "Subscription",
    "Topic",
    "User",
]
