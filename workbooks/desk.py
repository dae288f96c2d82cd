"""What the loop beside the server leaves for the pages to see: that it lives, and how far it is.

While an import is written, its transaction holds the database; so this stands in files beside it,
in the folder of the installation. A lock on a file is let go by the system when its process ends,
however that ends.
"""

import json
import os
import time
from contextlib import suppress
from pathlib import Path
from typing import IO, Any

from django.conf import settings
from django.core.files import locks

from workbooks.progress import Tell, seldom

LOOP, JOB = "loop", "job"
TRIES, PAUSE = 10, 0.05


def place(name: str) -> Path:
    folder: Path = settings.IMPORTS_DIR
    folder.mkdir(parents=True, exist_ok=True)
    return folder / f"{settings.TODAY_MARK}-{name}"


def hold(name: str) -> IO[str] | None:
    """Hold a lock until the file is closed or the process ends; None where somebody else does.

    Whoever only looks holds it for a moment, so it is tried several times.
    """
    file = place(name).open("a")
    for _ in range(TRIES):
        if locks.lock(file, locks.LOCK_EX | locks.LOCK_NB):
            return file
        time.sleep(PAUSE)
    file.close()
    return None


def is_held(name: str) -> bool:
    with place(name).open("a") as file:
        return not locks.lock(file, locks.LOCK_SH | locks.LOCK_NB)


def tell(**about: Any) -> None:
    """Leave word of how far it is; whoever reads it meets the whole of it, or the one before."""
    whole, part = place("progress.json"), place("progress.part")
    part.write_text(json.dumps(about))
    os.replace(part, whole)


def telling(also: Tell, **whose: Any) -> Tell:
    """Leave word of how far it is with what, now and then, and let `also` know."""

    def tell_both(stage: str, done: int, of: int) -> None:
        tell(**whose, stage=stage, done=done, of=of)
        also(stage, done, of)

    tell_both("", 0, 0)
    return seldom(tell_both)


def told() -> dict[str, Any]:
    with suppress(OSError, ValueError):
        found: dict[str, Any] = json.loads(place("progress.json").read_text())
        return found
    return {}
