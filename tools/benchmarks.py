"""Write BENCHMARKS.md from what `make bench` measured: python -m tools.benchmarks LINES FILE."""

import json
import os
import platform
import sys
from datetime import UTC, date, datetime
from pathlib import Path

HEAD = """\
# What was measured

Written by `make bench` on {day}: {machine}, Python {python}. Times differ from
machine to machine, so each line is a ratio within one run, the median of rounds in which the things
compared take turns. “The bare page” is one query and a small template, for somebody who signed in,
through all the middleware.

| Bar | What | On | Measured | Goal | |
| --- | --- | --- | --- | --- | --- |
"""


def page(lines: list[dict], day: date) -> str:
    """The whole page, its lines in the order of their bars."""
    machine = f"{os.cpu_count()} processors, {platform.system()} {platform.machine()}"
    head = HEAD.format(day=f"{day:%-d %B %Y}", machine=machine, python=platform.python_version())
    return head + "".join(map(row, sorted(lines, key=place)))


def place(line: dict) -> tuple:
    """P2 before P12."""
    letters = line["bar"].rstrip("0123456789")
    return letters, int(line["bar"][len(letters) :] or 0), line["what"], line["on"]


def row(line: dict) -> str:
    more = f"{line['what']} ({line['more']})" if line["more"] else line["what"]
    word = "reached" if line["reached"] else "**not reached**"
    cells = (line["bar"], more, line["on"], line["measured"], line["goal"], word)
    return f"| {' | '.join(cells)} |\n"


def main(source: str, target: str) -> None:
    lines = [json.loads(line) for line in Path(source).read_text().splitlines()]
    Path(target).write_text(page(lines, datetime.now(UTC).date()))


if __name__ == "__main__":
    main(*sys.argv[1:])
