"""The jobs' own part: how tasks travel, and the one timetable of what the clock starts."""

import os
from pathlib import Path

from celery import Celery
from django.conf import settings

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

app = Celery("portal")
app.autodiscover_tasks()
app.autodiscover_tasks(related_name="schedule")

MINUTE = 60.0

# What the clock starts, and when. Each is safe to run twice, late, or at the same time as itself. A start that nobody
# took up before the next one is due is dropped, so that a worker that was away is not met by a heap of them.
app.conf.beat_schedule = {
    "Send what is still waiting to be told": {
        "task": "partnership.schedule.sweep_notices",
        "schedule": MINUTE,
        "options": {"expires": MINUTE},
    },
}
