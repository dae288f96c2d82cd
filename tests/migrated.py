"""A SQLite database with every migration and nothing in it, made once and copied from then on.

It is kept from one run to the next, for as long as no migration and no package changes. Django
asks a copy for missing migrations, as it asks any database, and installs the guards anew.
"""

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

from django.core.files import locks

ROOT = Path(__file__).resolve().parents[1]
KEPT_IN = ROOT / ".pytest_cache" / "migrated"


def copy_migrated(target: Path | str) -> None:
    """Write a copy to `target`; the first who asks makes what is copied, and others wait."""
    KEPT_IN.mkdir(parents=True, exist_ok=True)
    kept = KEPT_IN / f"{fingerprint()}.sqlite3"
    with (KEPT_IN / "lock").open("w") as lock:
        locks.lock(lock, locks.LOCK_EX)
        if not kept.exists():
            make(kept)
    shutil.copy(kept, target)


def fingerprint() -> str:
    """Changes with whatever a migration may read."""
    files = [*ROOT.glob("*/migrations/*.py"), ROOT / "requirements.txt"]
    found = hashlib.sha256(sys.version.encode())
    for each in sorted(files):
        found.update(each.read_bytes())
    return found.hexdigest()[:16]


def make(kept: Path) -> None:
    """Migrate beside the place, and then put it there: no half of one is ever copied."""
    for old in KEPT_IN.glob("*.sqlite3*"):
        old.unlink()
    part = kept.with_suffix(".part")
    part.unlink(missing_ok=True)
    environment = os.environ | {
        "DATABASE_URL": f"sqlite:///{part}",
        "DJANGO_SETTINGS_MODULE": "laa_tracker.settings",
    }
    for command in ("migrate", "createcachetable"):
        subprocess.run(
            [sys.executable, ROOT / "manage.py", command, "-v0"], env=environment, check=True
        )
    part.replace(kept)
