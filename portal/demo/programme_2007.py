"""The programme with Common Purpose that the Chief Executives Group heard of on 2 February 2007, under item 3.

The record says that it has six days, is for leaders of all three sectors, and gives bursaries to those with small
training budgets. It gives neither its days, nor how many places there were, nor how large the fund was.
"""

from datetime import date
from decimal import Decimal

from engagement import operations as engagement
from engagement.models import Programme
from meetings.models import AgendaItem, Meeting
from partnership.models import User

ITEM = "Partnership working: programme with Common Purpose"
DAYS = 6
# Nobody knows when it ends, and whoever tries the demonstration applies today.
ERASED_ON = date(2099, 12, 31)
ILLUSTRATIVE = (
    "The record does not say how many places there were, how large the fund was, or what counts as a small budget: the "
    "numbers here are illustrative, and so is the day on which names are erased. The dates of the six days are not "
    "known either."
)


def load(meeting: Meeting, *, by: User) -> Programme:
    """What is known of it, published, with the item that tells of it."""
    programme = engagement.begin_programme(
        meeting.group,
        title="Common Purpose: delivering the Community Strategy",
        partner="Common Purpose",
        summary="A locally tailored programme of six days about delivering the Community Strategy.",
        for_whom="People in leadership positions from all three sectors: public, private and voluntary.",
        contact="Philippa Lydford, Herefordshire Partnership",
        public_places=8,
        private_places=8,
        voluntary_places=8,
        bursary_fund=Decimal(4000),
        small_budget=Decimal(2000),
        bursary_criteria="Organisations with small training budgets.",
        item=AgendaItem.objects.of_meeting(meeting).get(title=ITEM),
        erase_on=ERASED_ON,
        illustrative=ILLUSTRATIVE,
        by=by,
    )
    for _ in range(DAYS):
        engagement.add_day(programme, by=by)
    return engagement.publish_programme(programme, by=by)
