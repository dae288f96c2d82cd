#!/usr/bin/env python
"""The command line of LAA Tracker: `manage.py help` lists what it can do."""

import os
import sys

from django.core.exceptions import ImproperlyConfigured
from django.core.management import BaseCommand, ManagementUtility
from django.db import DatabaseError

from laa_tracker.readiness import reason_not_to_start


class CommandLine(ManagementUtility):
    """Django's own; what needs the whole database says in one line why it cannot run."""

    def fetch_command(self, subcommand: str) -> BaseCommand:
        command = super().fetch_command(subcommand)
        asks_for_help = {"help", "-h", "--help"} & set(self.argv)
        if command.requires_migrations_checks and not asks_for_help:
            stop_unless_ready()
        return command


def stop_unless_ready() -> None:
    if reason := reason_not_to_start():
        sys.exit(reason)


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "laa_tracker.settings")
    try:
        CommandLine(sys.argv).execute()
    except ImproperlyConfigured as problem:
        sys.exit(str(problem))
    except DatabaseError:
        stop_unless_ready()
        raise


if __name__ == "__main__":
    main()
