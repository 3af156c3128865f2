"""The demonstration record with the clock running: what is told on which morning, written by hand.

Every daily entry of the timetable is started at its hour on every morning of 2007, and of the months of 2011 of which
the record speaks, while the record is entered day by day. A new entry of the timetable is run here by itself; what it
tells is added to the lists below, a line for each, with the reason why somebody wants to hear that on that day.
About half a minute on a machine of two cores that has nothing else to do.
"""

from datetime import date

import pytest

from partnership.models import Notice
from portal import demo
from tests.once import kept_for_the_file
from tests.year import Mornings, told

pytestmark = pytest.mark.django_db

# The Chief Executives Group has three officers; of its members one can sign in, Richard Quallington.
OFFICERS = "accountant finance officer"
SECOND, THIRD = "Chief Executives Group, 2 February 2007", "Chief Executives Group, 30 March 2007"

POT = "Single pot of the Local Area Agreement"
PERFORMANCE = "LAA performance and spend: Local Area Agreement 2006 to 2009"

IN_2007 = {
    # The meeting of 2 February was planned on 22 January, and five clear days of notice end on 25 January. The week's
    # warning (18 January) would have come before the meeting was known; on 25 January the agenda was published.
    "24 January": told("papers_due", OFFICERS, SECOND),
    # Members are known from 1 February on, and a new member has four weeks to register interests. Who represents the
    # sector is known from that day, too: the first digest looks back four weeks from the Monday before it, and tells
    # of the seat.
    "1 February": told("interests_due", "representative", "Richard Quallington")
    + told(
        "sector_digest_made", "representative", "Digest for the sector, 1 January 2007 to 28 January 2007"
    ),
    # The decisions of 2 February were published on 5 February, after that Monday's digest had been gathered: it told
    # nothing new and was not made, so this one takes up two weeks.
    "12 February": told(
        "sector_digest_made", "representative", "Digest for the sector, 29 January 2007 to 11 February 2007"
    ),
    # The agreement and its money were entered on 12 February. The last quarter was over a fortnight before, so the
    # clock makes up for it on the next morning. Whoever supports the group hears.
    "13 February": told("periodic_report_made", OFFICERS, f"{PERFORMANCE}, quarter 3 of 2006/07"),
    # The draft was circulated on 9 February; ten days for corrections end on 19 February. It was never late.
    "18 February": told("corrections_closing", "representative", f"Minutes of {SECOND}"),
    # Monday: the awards that were entered in the week before concern the sector.
    "19 February": told(
        "sector_digest_made", "representative", "Digest for the sector, 12 February 2007 to 18 February 2007"
    ),
    # February is over, and minutes were given out in it (on 9 February), so there is attendance to tell.
    "1 March": told(
        "periodic_report_made",
        OFFICERS,
        "Attendance of the Chief Executives Group, 2007 to the end of February",
    ),
    # Four weeks after 1 February have passed and none of the four members has registered: one list, not four emails.
    "2 March": told("interests_overdue", OFFICERS, "Chief Executives Group"),
    # The record only knows that a meeting was set for 30 March. Its agenda had to be out by 22 March: no clear day is
    # a Saturday or Sunday. A week before, the day before, and on the morning after; the chair has no login.
    "15 March": told("papers_due", OFFICERS, THIRD),
    "21 March": told("papers_due", OFFICERS, THIRD),
    "23 March": told("papers_late", OFFICERS, THIRD),
    # Nobody has said whether it was held: ten days after its day, and twice more. Then it is left to My work.
    "9 April": told("minutes_overdue", OFFICERS, THIRD),
    # A fortnight after the quarter, and after the financial year: performance, and what was not spent.
    "15 April": sorted(
        told("periodic_report_made", OFFICERS, f"{PERFORMANCE}, quarter 4 of 2006/07")
        + told("periodic_report_made", OFFICERS, f"Unspent money: {POT}, 2006/07")
    ),
    "16 April": told("minutes_overdue", OFFICERS, THIRD),
    "23 April": told("minutes_overdue", OFFICERS, THIRD),
    "15 July": told("periodic_report_made", OFFICERS, f"{PERFORMANCE}, quarter 1 of 2007/08"),
    "15 October": told("periodic_report_made", OFFICERS, f"{PERFORMANCE}, quarter 2 of 2007/08"),
    # Nothing else in the rest of the year: the returns for 2006/07 were entered and accepted at once, the record gives
    # no action with a day, and no end of an office or a mandate; nothing that concerns the sector came to be known.
}

CABINET = "Cabinet, 17 March 2011"
IN_2011 = {
    # Five clear days before 17 March end on 9 March, when agenda and report were published. The author hears nothing:
    # the report was cleared on 14 February and approved on 28 February, so on 2 March only the officer has to act.
    "2 March": told("papers_due", "officer", CABINET),
    "8 March": told("papers_due", "officer", CABINET),
    # The record has the decisions of that meeting and no minutes, so no draft was ever circulated.
    "27 March": told("minutes_overdue", "officer", CABINET),
    "3 April": told("minutes_overdue", "officer", CABINET),
    "10 April": told("minutes_overdue", "officer", CABINET),
}


@pytest.fixture(scope="module")
def mornings(django_db_setup, django_db_blocker):
    spoken_of = (2007, range(1, 13)), (2011, range(2, 5))
    mornings = Mornings(
        done=date(2007, 1, 1), wanted=lambda day: any(day.year == y and day.month in m for y, m in spoken_of)
    )

    def lived_through():
        with mornings.as_the_record_is_written():
            demo.load()
        mornings.until(date(2011, 12, 31))
        return mornings

    with kept_for_the_file(django_db_blocker, lived_through) as lived:
        yield lived


def test_what_2007_tells(mornings):
    assert mornings.in_year(2007) == IN_2007


def test_what_2011_tells(mornings):
    assert mornings.in_year(2011) == IN_2011


def test_what_was_told_was_sent_that_morning_and_nothing_was_dropped(mornings):
    count = sum(len(day) for day in mornings.told.values())

    assert len(mornings.sent) == count
    assert not Notice.objects.dropped().exists()
