"""What officers do while everything around them dies: calls meetings and cancels some. Run beside the chaos.

python -m tests.chaos.load prepare     makes the groups, their members and the meetings
python -m tests.chaos.load             calls all meetings and cancels every third, whatever it takes
"""

import itertools
import os
import sys
import threading
import time
from datetime import timedelta

GROUPS, MEMBERS, MEETINGS = 10, 10, 10
CANCELLED = 3  # every third
THREADS = 3
# So that it lasts as long as the chaos.
PAUSE = float(os.environ.get("CHAOS_PAUSE", "3"))


def prepare() -> None:
    """Ten groups of ten, with ten planned meetings each."""
    from django.utils import timezone

    from tests.factories.meetings import AgendaItemFactory, MeetingFactory
    from tests.factories.partnership import (
        GroupFactory,
        MembershipFactory,
        OfficerSupportFactory,
        UserFactory,
    )

    for _ in range(GROUPS):
        group = GroupFactory()
        OfficerSupportFactory(group=group)
        for _ in range(MEMBERS):
            membership = MembershipFactory(group=group)
            membership.person.user = UserFactory()
            membership.person.save(update_fields=["user"])
        for number in range(MEETINGS):
            held_on = timezone.localdate() + timedelta(days=60 + 7 * number)
            AgendaItemFactory(meeting=MeetingFactory(group=group, held_on=held_on, place="Shire Hall"))


def work() -> None:
    """All meetings, shared out between threads. Prints how often something had to be tried again."""
    from meetings.models import Meeting

    meetings = list(Meeting.objects.order_by("held_on", "group").values_list("pk", flat=True))
    tried_again = itertools.count()
    threads = [
        threading.Thread(target=_take_care_of, args=[meetings[number::THREADS], tried_again])
        for number in range(THREADS)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    print(next(tried_again))


def _take_care_of(meetings: list[int], tried_again: "itertools.count[int]") -> None:
    for pk in meetings:
        _until_it_is_done(_call, pk, tried_again)
        if pk % CANCELLED == 0:
            _until_it_is_done(_cancel, pk, tried_again)
        time.sleep(PAUSE)


def _until_it_is_done(act, pk: int, tried_again: "itertools.count[int]") -> None:
    """As a person does who gets an error page: look whether it is done, and if not, press again."""
    from django.db import Error, connection

    while True:
        try:
            act(pk)
            return
        except Error:
            next(tried_again)
            connection.close()
            time.sleep(0.5)


def _call(pk: int) -> None:
    from meetings import operations
    from meetings.models import Meeting
    from partnership.models import User

    meeting = Meeting.objects.select_related("group").get(pk=pk)
    if meeting.status == Meeting.Status.PLANNED:
        operations.publish_agenda(meeting, by=User.objects.officers_of(meeting.group)[0])


def _cancel(pk: int) -> None:
    from meetings import operations
    from meetings.models import Meeting
    from partnership.models import User

    meeting = Meeting.objects.select_related("group").get(pk=pk)
    if meeting.status == Meeting.Status.CALLED:
        officer = User.objects.officers_of(meeting.group)[0]
        operations.cancel_meeting(meeting, reason="The hall is flooded.", by=officer)


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    import django

    django.setup()
    prepare() if sys.argv[1:] == ["prepare"] else work()
