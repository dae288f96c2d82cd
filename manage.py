#!/usr/bin/env python
"""The command line of LAA Tracker: `manage.py help` lists what it can do."""

import os
import sys

from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line
from django.db import DatabaseError

from laa_tracker.readiness import reason_not_to_start


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "laa_tracker.settings")
    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as problem:
        sys.exit(str(problem))
    except DatabaseError:
        reason = reason_not_to_start()
        if not reason:
            raise
        sys.exit(reason)


if __name__ == "__main__":
    main()
