"""The Nu Html Checker: `python -m tools.vnu` fetches it; the tests ask it about our pages.

It needs Java 17 or later to run, and npm to be fetched. Where either is missing this says so, and
the tests that need it are skipped with the same words.
"""

import hashlib
import json
import shutil
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Sequence
from pathlib import Path

VERSION = "26.9.27"
JAR_SHA256 = "22f15dd39a33bed929d2a5c0cddf5946849a647eca9272bf4d5d00bc7e7a4d47"
JAR = Path(__file__).resolve().parent.parent / ".venv" / f"vnu-{VERSION}.jar"


class NoChecker(Exception):
    """The checker cannot be run here; the message says why."""


def checker() -> list[str]:
    """The command that checks HTML. Raises NoChecker."""
    java = shutil.which("java")
    # macOS has a java that only says that there is none.
    if not java or subprocess.run([java, "-version"], capture_output=True, check=False).returncode:
        raise NoChecker("HTML is not checked: there is no Java here.")
    if not JAR.exists():
        raise NoChecker("HTML is not checked: the checker was not fetched (python -m tools.vnu).")
    return [java, "-jar", str(JAR)]


def complaints(pages: Sequence[Path]) -> list[str]:
    """What is wrong with these pages, as `name:line: message`. Raises NoChecker."""
    options = ["--format", "json", "--skip-info-messages", "--exit-zero-always", "--stdout"]
    done = subprocess.run(
        [*checker(), *options, *map(str, pages)], capture_output=True, text=True, check=True
    )
    return [
        f"{Path(said.get('url', '')).name}:{said.get('lastLine', '?')}: {said['message']}"
        for said in json.loads(done.stdout)["messages"]
    ]


def fetch() -> None:
    """Fetch the jar by npm and keep it in .venv. Raises NoChecker."""
    npm = shutil.which("npm")
    if not npm:
        raise NoChecker("HTML is not checked: there is no npm here to fetch the checker with.")
    with tempfile.TemporaryDirectory() as directory:
        packed = subprocess.run(
            [npm, "pack", "--silent", f"vnu-jar@{VERSION}"],
            cwd=directory,
            capture_output=True,
            check=False,
        )
        archive = Path(directory) / f"vnu-jar-{VERSION}.tgz"
        if packed.returncode or not archive.exists():
            raise NoChecker("HTML is not checked: npm could not fetch the checker.")
        with tarfile.open(archive) as unpacked:
            member = unpacked.extractfile("package/build/dist/vnu.jar")
            content = member.read() if member else b""
    if hashlib.sha256(content).hexdigest() != JAR_SHA256:
        raise NoChecker("HTML is not checked: what npm fetched is not the checker it should be.")
    JAR.write_bytes(content)


def main() -> int:
    try:
        if not JAR.exists():
            fetch()
        checker()
    except NoChecker as reason:
        print(reason)
    else:
        print(f"HTML checker: vnu {VERSION}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
