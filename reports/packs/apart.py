"""What takes much memory, made in a process of its own, which ends with it. No Django in here.

What draws and writes files keeps what it has read and made, up to a hundred megabytes of it, and
the worker of a server would keep that with it.
"""

import subprocess
import sys
from pathlib import Path

HOUSE = Path(__file__).resolve().parents[2]
# Isolated: neither the surroundings' settings nor its own folder say what is imported.
START = (
    "import sys; sys.path.insert(0, sys.argv[1]); "
    "from importlib import import_module; import_module(sys.argv[2]).main()"
)


class NotMade(Exception):
    """A file could not be made; the text is what was said of it."""


def made_apart(module: str, asked: bytes) -> bytes:
    """What the module's `main` writes where it reads what is asked. Raises NotMade."""
    command = [sys.executable, "-I", "-c", START, str(HOUSE), module]
    done = subprocess.run(command, input=asked, capture_output=True)
    if done.returncode:
        raise NotMade(done.stderr.decode(errors="replace"))
    return done.stdout
