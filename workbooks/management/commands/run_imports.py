import gc
import os
import signal
import subprocess
import sys
import time
from argparse import SUPPRESS
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, connection

from accounts import reading_only
from workbooks import desk, jobs, making, tasks
from workbooks.models import Import
from workbooks.progress import Tell, bar, end_of_bar

SECONDS_BETWEEN_LOOKS = 1
SECONDS_TO_END = 20


class Stopped(Exception):
    """Somebody asked the loop to stop."""


class Command(BaseCommand):
    help = (
        "Check, save and make large files that wait at Imports, one after the other. `make run` "
        "starts it beside the server; of several, one works and the others wait."
    )
    requires_migrations_checks = True

    def add_arguments(self, parser):
        parser.add_argument(
            "--once", action="store_true", help="Do what waits now, and stop; for a timer"
        )
        parser.add_argument(
            "--beside", type=int, metavar="PID", help="Stop when that process, its parent, ends"
        )
        # How the loop starts the process in which one file is worked on.
        parser.add_argument("--only", type=int, help=SUPPRESS)
        parser.add_argument("--make", help=SUPPRESS)

    def handle(self, *, once, beside, only, make, **options):
        if only is not None:
            return work(jobs.run, only)
        if make:
            return work(making.run, make)
        signal.signal(signal.SIGTERM, stop)
        with suppress(Stopped, KeyboardInterrupt):
            self.loop(once, beside)

    def loop(self, once, beside):
        while (held := desk.hold(desk.LOOP)) is None:
            if once:
                raise CommandError("Another loop does this already: nothing is left to do here.")
            pause(beside)
        with held:
            while True:
                record = next_one()
                if record:
                    do(record.pk)
                elif file := next_file():
                    do_make(file.key)
                elif once:
                    return
                else:
                    pause(beside)


def stop(*signalled):
    raise Stopped


def pause(beside):
    """Wait a moment; stop where the server that it was started beside is gone."""
    if beside is not None and os.getppid() != beside:
        raise Stopped
    time.sleep(SECONDS_BETWEEN_LOOKS)


def next_one() -> Import | None:
    """Whose turn it is: nobody's while nothing may be saved, another file is worked on, or the
    database cannot be asked.
    """
    try:
        if reading_only.sentence() or desk.is_held(desk.JOB):
            return None
        return tasks.next_waiting()
    except DatabaseError:
        connection.close()
        return None


def next_file() -> making.File | None:
    return None if desk.is_held(desk.JOB) else making.next_wanted()


def do(pk: int) -> None:
    """Let a process of its own work on one file that was brought."""

    def take_up_again() -> None:
        Import.objects.filter(pk=pk).exclude(task="").update(begun_at=None)

    failed = in_a_process("--only", str(pk), take_up_again)
    # One that could not even begin is not begun over and over.
    untouched = Import.objects.filter(pk=pk, begun_at=None).exclude(task="").first()
    if failed and untouched:
        tasks.begin(untouched)


def do_make(key: str) -> None:
    """Let a process of its own make one file that is wanted."""
    failed = in_a_process("--make", key, lambda: making.take_up_again(key))
    if failed and (untouched := making.find(key)) and not untouched.begun:
        making.begin(untouched)


def in_a_process(option: str, which: str, take_up_again: Callable[[], None]) -> bool:
    """Work in a process of its own: its memory is given back, and its end ends it.

    Gives whether it failed. One that is stopped in good order goes on when the loop does.
    """
    command = [sys.executable, str(settings.BASE_DIR / "manage.py"), "run_imports", option, which]
    worker = subprocess.Popen(command, stdin=subprocess.DEVNULL)
    try:
        return bool(worker.wait())
    except (Stopped, KeyboardInterrupt):
        worker.terminate()
        with suppress(subprocess.TimeoutExpired):
            worker.wait(SECONDS_TO_END)
        worker.kill()
        take_up_again()
        raise


def work(run: Callable[[Any, Tell], bool], which: Any) -> None:
    # Rows refer to no row that refers back: among so many, nothing is found that could be let go.
    gc.disable()
    with suppress(KeyboardInterrupt):
        run(which, bar())
    end_of_bar()
