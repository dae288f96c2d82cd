#!/usr/bin/env python
"""The command line of LAA Tracker: `manage.py help` lists what it can do."""

import os
import sys
from collections.abc import Callable

from django.core.exceptions import ImproperlyConfigured
from django.core.management import BaseCommand, CommandError, ManagementUtility
from django.core.management.base import SystemCheckError
from django.db import DatabaseError

from laa_tracker.readiness import reason_not_to_start
from laa_tracker.stack import with_room


class CommandLine(ManagementUtility):
    """Django's own; what needs the whole database says in one line why it cannot run, and what a
    command refuses is its sentence alone.
    """

    def fetch_command(self, subcommand: str) -> BaseCommand:
        command = super().fetch_command(subcommand)
        asks_for_help = {"help", "-h", "--help"} & set(self.argv)
        if command.requires_migrations_checks and not asks_for_help:
            stop_unless_ready()
        command.execute = in_sentences(command.execute)  # type: ignore[method-assign] # this one
        return command


def in_sentences(execute: Callable) -> Callable:
    """A command's `execute`, which ends with the sentence of its CommandError and no more."""

    def executed(*args, **options):
        try:
            return execute(*args, **options)
        except SystemCheckError:  # has a form of its own
            raise
        except CommandError as problem:
            if options.get("traceback"):
                raise
            print(problem, file=sys.stderr)
            sys.exit(problem.returncode)

    return executed


def stop_unless_ready() -> None:
    if reason := reason_not_to_start():
        sys.exit(reason)


def stop_quietly() -> None:
    """End where nobody reads on, as in `… | head`: what is not written yet goes nowhere."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    sys.exit(1)


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "laa_tracker.settings")
    try:
        with_room(CommandLine(sys.argv).execute)()
        sys.stdout.flush()
    except BrokenPipeError:
        stop_quietly()
    except ImproperlyConfigured as problem:
        sys.exit(str(problem))
    except DatabaseError:
        stop_unless_ready()
        raise


if __name__ == "__main__":
    main()
