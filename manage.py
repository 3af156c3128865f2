#!/usr/bin/env python
"""Django's commands for this project."""

import os
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

    from django.conf import settings
    from django.core.management import execute_from_command_line

    from config.embedded import Embedded

    if not settings.DATABASE_URL:
        # Whatever the command is, it finds the database running; the last user of it stops it.
        Embedded().hold()
    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
