"""What was measured, told at once and kept for BENCHMARKS.md, which `make bench` writes."""

import json
import os
from pathlib import Path

from django.db import connection


def tell(
    bar: str, what: str, figure: float, goal: float, *, unit: str, more: str = "", least=False
) -> None:
    """One line: it is so many of the unit, and should be at most the goal, or at `least`.

    `bar` is the row of the bars that it measures, such as P2.
    """
    kept = figure >= goal if least else figure <= goal
    bound = "at least" if least else "at most"
    print(
        f"  {bar} {what}: {figure:.1f} {unit}, goal {bound} {goal:g}: "
        f"{'reached' if kept else 'NOT reached'}{f' ({more})' if more else ''}"
    )
    if path := os.environ.get("LAA_BENCHMARKS"):
        line = {
            "bar": bar,
            "what": what,
            "on": "PostgreSQL" if connection.vendor == "postgresql" else "SQLite",
            "measured": f"{figure:.1f} {unit}",
            "goal": f"{bound} {goal:g}",
            "reached": kept,
            "more": more,
        }
        with Path(path).open("a") as kept_lines:
            kept_lines.write(json.dumps(line) + "\n")
