"""The jobs' own part: how tasks travel, and the one timetable of what the clock starts."""

import os
import warnings

from celery import Celery
from celery.schedules import crontab

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

app = Celery("portal")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
app.autodiscover_tasks(related_name="schedule")

# Celery fears root because of pickled messages; ours are JSON and nothing else is accepted.
warnings.filterwarnings("ignore", "You're running the worker with superuser privileges")

MINUTE = 60.0

# What the clock starts, and when. Each is safe to run twice, late, or at the same time as itself; core/clock.py sees to
# it that each moment is done once, by whatever clock and worker. A start that nobody took up before the next one is due
# is dropped, so that a worker that was away is not met by a heap of them; those of the day are caught up as long as
# they are not older than "expires". Administrators see the table on /manage/timetable/.
app.conf.beat_schedule = {
    "Send what is still waiting to be told": {
        "task": "partnership.schedule.sweep_notices",
        "schedule": MINUTE,
        "options": {"expires": MINUTE},
    },
    # Digests are made of what was told before seven in the morning; a later run finds what the earlier could not do.
    "Gather what waits for a digest": {
        "task": "partnership.schedule.gather_digests",
        "schedule": crontab(minute=0),
        "options": {"expires": 60 * MINUTE},
    },
    "Take up long work that was left behind": {
        "task": "core.schedule.sweep_runs",
        "schedule": MINUTE,
        "options": {"expires": MINUTE},
    },
    "Start again what was missed or interrupted": {
        "task": "core.schedule.catch_up",
        "schedule": MINUTE,
        "options": {"expires": MINUTE},
    },
    "Read the papers that are still to be read": {
        "task": "meetings.schedule.sweep_papers",
        "schedule": 5 * MINUTE,
        "options": {"expires": 5 * MINUTE},
    },
    "Throw away packs that nobody asks for": {
        "task": "meetings.schedule.forget_old_packs",
        "schedule": crontab(hour=3, minute=30),
        "options": {"expires": 12 * 60 * MINUTE},
    },
    "Forget what the clock started long ago": {
        "task": "core.schedule.forget_old_starts",
        "schedule": crontab(hour=3, minute=50),
        "options": {"expires": 12 * 60 * MINUTE},
    },
    "Ask to go through the register of interests": {
        "task": "partnership.schedule.remind_of_interests",
        "schedule": crontab(hour=7, minute=10),
        "options": {"expires": 12 * 60 * MINUTE},
    },
    "Invite members who joined after a meeting was called": {
        "task": "meetings.schedule.invite_new_members",
        "schedule": 10 * MINUTE,
        "options": {"expires": 10 * MINUTE},
    },
    "Take meetings out of the calendars of members who left": {
        "task": "meetings.schedule.take_back_invitations",
        "schedule": 10 * MINUTE,
        "options": {"expires": 10 * MINUTE},
    },
    "Publish what was set for this hour": {
        "task": "meetings.schedule.publish_what_is_due",
        "schedule": MINUTE,
        "options": {"expires": MINUTE},
    },
    "Warn that an office or a mandate ends": {
        "task": "partnership.schedule.warn_of_ending_terms",
        "schedule": crontab(hour=7, minute=0),
        "options": {"expires": 12 * 60 * MINUTE},
    },
    "Remind of groups that are to be reviewed": {
        "task": "partnership.schedule.remind_of_reviews",
        "schedule": crontab(hour=7, minute=10),
        "options": {"expires": 12 * 60 * MINUTE},
    },
    "Compare the sums of money with the ledger": {
        "task": "funding.schedule.check_sums",
        "schedule": crontab(hour=2, minute=40),
        "options": {"expires": 12 * 60 * MINUTE},
    },
    "Remind of advice on reports that is due or late": {
        "task": "meetings.schedule.remind_of_clearances",
        "schedule": crontab(hour=7, minute=30),
        "options": {"expires": 12 * 60 * MINUTE},
    },
    "Remind of returns that are due or late": {
        "task": "funding.schedule.remind_of_returns",
        "schedule": crontab(hour=7, minute=20),
        "options": {"expires": 12 * 60 * MINUTE},
    },
    "Erase who answered a consultation, on the promised day": {
        "task": "engagement.schedule.erase_respondents",
        "schedule": crontab(hour=3, minute=15),
        "options": {"expires": 12 * 60 * MINUTE},
    },
    "Tell of consultations that have closed": {
        "task": "engagement.schedule.tell_of_closed_consultations",
        "schedule": crontab(minute=5),
        "options": {"expires": 60 * MINUTE},
    },
    "Erase who applied for a place on a programme, on the promised day": {
        "task": "engagement.schedule.erase_applicants",
        "schedule": crontab(hour=3, minute=20),
        "options": {"expires": 12 * 60 * MINUTE},
    },
    "Remind of what people were promised to hear": {
        "task": "engagement.schedule.remind_of_promised_feedback",
        "schedule": crontab(hour=7, minute=40),
        "options": {"expires": 12 * 60 * MINUTE},
    },
    "Remind of actions that are due or overdue": {
        "task": "meetings.schedule.remind_of_actions",
        "schedule": crontab(hour=7, minute=5),
        "options": {"expires": 12 * 60 * MINUTE},
    },
    "Tell what has long been overdue": {
        "task": "meetings.schedule.tell_of_long_overdue_actions",
        "schedule": crontab(hour=7, minute=6),
        "options": {"expires": 12 * 60 * MINUTE},
    },
    "Remind of agendas and papers that are to be published": {
        "task": "meetings.schedule.remind_of_papers",
        "schedule": crontab(hour=7, minute=15),
        "options": {"expires": 12 * 60 * MINUTE},
    },
    "Remind of draft minutes that members do not have": {
        "task": "meetings.schedule.remind_of_minutes",
        "schedule": crontab(hour=7, minute=16),
        "options": {"expires": 12 * 60 * MINUTE},
    },
    "Remind of the last day for corrections": {
        "task": "meetings.schedule.remind_of_corrections",
        "schedule": crontab(hour=7, minute=17),
        "options": {"expires": 12 * 60 * MINUTE},
    },
    "Remind of consultations that are about to close": {
        "task": "engagement.schedule.remind_of_closing_consultations",
        "schedule": crontab(hour=7, minute=45),
        "options": {"expires": 12 * 60 * MINUTE},
    },
    "Remind of plans that are to be reviewed": {
        "task": "localities.schedule.remind_of_plan_reviews",
        "schedule": crontab(hour=7, minute=50),
        "options": {"expires": 12 * 60 * MINUTE},
    },
    "Remind of ways of reaching people that nobody has looked at": {
        "task": "localities.schedule.remind_of_stale_mechanisms",
        "schedule": crontab(hour=7, minute=55),
        "options": {"expires": 12 * 60 * MINUTE},
    },
    "Make the reports whose month, quarter or year is over": {
        "task": "portal.schedule.make_due_reports",
        "schedule": crontab(hour=5, minute=10),
        "options": {"expires": 12 * 60 * MINUTE},
    },
    # Every day, so that a Monday without a worker is caught up on the Tuesday; each week's digest is made once.
    "Gather what concerns the sector for its representatives": {
        "task": "portal.schedule.make_due_digests",
        "schedule": crontab(hour=6, minute=40),
        "options": {"expires": 12 * 60 * MINUTE},
    },
}
