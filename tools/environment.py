"""Keep .venv as requirements.txt says: `python3 tools/environment.py [--dev]`.

Runs on any Python 3.11 or later with nothing installed. Does nothing, and needs no network, while
the requirements are those installed last.
"""

import fcntl
import hashlib
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
RUNTIME = ("requirements.txt",)
DEVELOPMENT = ("requirements.txt", "requirements-dev.txt")


def main(arguments: list[str]) -> int:
    dev = "--dev" in arguments
    if enough(dev):
        return 0
    with alone():
        if enough(dev):
            return 0
        try:
            if not works():
                make()
            install(DEVELOPMENT if dev else RUNTIME)
        except Failed as problem:
            print(problem, file=sys.stderr)
            return 1
    return 0


def enough(dev: bool) -> bool:
    """Whether what is asked for is there; the development's requirements hold all others."""
    return installed(DEVELOPMENT) or (not dev and installed(RUNTIME))


@contextmanager
def alone() -> Iterator[None]:
    """Wait until no other make in this clone works on the environment."""
    with Path(__file__).open() as ours:
        try:
            fcntl.flock(ours, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            print("Another make works on the environment .venv: waiting for it …", flush=True)
            fcntl.flock(ours, fcntl.LOCK_EX)
        yield


class Failed(Exception):
    """What could not be done, and what to do."""


def stamp(names: tuple[str, ...]) -> Path:
    """The file that says that these requirements, in these versions, are installed."""
    content = b"".join((ROOT / name).read_bytes() for name in names)
    return VENV / f"installed-{hashlib.sha256(content).hexdigest()[:16]}"


def installed(names: tuple[str, ...]) -> bool:
    return stamp(names).exists() and works()


def works() -> bool:
    """Whether .venv has a Python that starts and is new enough: not so after an upgrade."""
    if not PYTHON.exists():
        return False
    ask = "import sys, pip; sys.exit(sys.version_info < (3, 11))"
    return subprocess.run([PYTHON, "-c", ask], stderr=subprocess.DEVNULL).returncode == 0


def make() -> None:
    version = ".".join(map(str, sys.version_info[:3]))
    print(f"Making the environment .venv with Python {version} …", flush=True)
    shutil.rmtree(VENV, ignore_errors=True)
    if subprocess.run([sys.executable, "-m", "venv", VENV]).returncode:
        shutil.rmtree(VENV, ignore_errors=True)
        raise Failed(
            "Python could not make an environment: install its venv module "
            "(on Debian and Ubuntu: the package python3-venv)."
        )


def install(names: tuple[str, ...]) -> None:
    print(f"Installing {' and '.join(names)} …", flush=True)
    for old in VENV.glob("installed-*"):
        old.unlink()
    files = [word for name in names for word in ("-r", str(ROOT / name))]
    command = [str(PYTHON), "-m", "pip", "install", "-qq", "--disable-pip-version-check"]
    if subprocess.run([*command, "--require-hashes", *files]).returncode:
        raise Failed(
            "The packages could not be installed: see pip's message above. Without a connection "
            "to a package index only an environment made before can be used."
        )
    stamp(names).touch()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
