"""Write requirements.txt and requirements-dev.txt: every package, its version and its hashes.

`make pins` keeps the versions that are there and adds what is new; `make pins UPGRADE=1` takes the
newest. No address of an index is written, so that any mirror will do. The reasons in the `.in`
files are repeated at the head of what is written.
"""

import os
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FLAGS = (
    "--allow-unsafe",  # pip-tools needs setuptools, which must be pinned like the rest
    "--generate-hashes",
    "--no-emit-find-links",
    "--no-emit-index-url",
    "--no-emit-trusted-host",
    "--no-header",
    "--quiet",
    "--strip-extras",
)
HEADER = """\
# Written by `make pins` from {source}; do not edit by hand.
#
# Named by us, and why:
{reasons}
#
# The rest is what these need in turn.

"""


def reasons(source: Path) -> dict[str, str]:
    """What `source` asks for, and the reason beside it."""
    lines = (line for line in source.read_text().splitlines() if re.match(r"\w", line))
    return dict(re.split(r"\s+#\s+", line, maxsplit=1) for line in lines)


def header(source: Path) -> str:
    width = max(map(len, reasons(source)))
    lines = (f"#   {name:<{width}}  {reason}" for name, reason in reasons(source).items())
    return HEADER.format(source=source.name, reasons="\n".join(lines))


def pin(source: Path, *, upgrade: bool) -> None:
    target = source.with_suffix(".txt")
    flags = [*FLAGS, "--upgrade"] if upgrade else FLAGS
    command = [sys.executable, "-m", "piptools", "compile", *flags]
    subprocess.run([*command, f"--output-file={target.name}", source.name], cwd=ROOT, check=True)
    target.write_text(header(source) + target.read_text())


def main() -> None:
    upgrade = bool(os.environ.get("UPGRADE"))
    for name in ("requirements.in", "requirements-dev.in"):
        pin(ROOT / name, upgrade=upgrade)


if __name__ == "__main__":
    main()
