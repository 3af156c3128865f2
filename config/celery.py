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

# What the clock starts, and when. Each is safe to run twice, late, or at the same time as itself. A start that nobody
# took up before the next one is due is dropped, so that a worker that was away is not met by a heap of them.
app.conf.beat_schedule = {
    "Send what is still waiting to be told": {
        "task": "partnership.schedule.sweep_notices",
        "schedule": MINUTE,
        "options": {"expires": MINUTE},
    },
    "Take up long work that was left behind": {
        "task": "core.schedule.sweep_runs",
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
    "Ask to go through the register of interests": {
        "task": "partnership.schedule.remind_of_interests",
        "schedule": crontab(hour=7, minute=10),
        "options": {"expires": 12 * 60 * MINUTE},
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
    "Remind of what people were promised to hear": {
        "task": "engagement.schedule.remind_of_promised_feedback",
        "schedule": crontab(hour=7, minute=40),
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
