"""One job of the timetable in a process of its own: prints what it answered, its seconds and its peak of megabytes."""

import os
import resource
import sys
import time
from importlib import import_module

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

if __name__ == "__main__":
    import_module("django").setup()
    # The application first: without it tasks would travel by Celery's defaults.
    import_module("config.celery")
    module, name = sys.argv[1].rsplit(".", 1)
    job = getattr(import_module(module), name)
    began = time.perf_counter()
    answer = job()
    seconds = time.perf_counter() - began
    print(answer, seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
