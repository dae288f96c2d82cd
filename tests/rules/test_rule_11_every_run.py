"""Rule 11: what is hidden is the same in every run, however Python orders what has no order."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TOLD = """
from tests.rules.test_rule_11_secondary import hidden, partnerships, ways
for ours in partnerships(6):
    print(sorted(hidden(ours)), sorted(map(str, ways(ours))))
print({f"LAC {number}" for number in range(50)})
"""


def told(seed: int) -> list[str]:
    """What a process of its own hides and offers to hide, and last a set as it orders it."""
    surroundings = os.environ | {"PYTHONHASHSEED": str(seed)}
    run = subprocess.run(
        [sys.executable, "-c", TOLD],
        env=surroundings, cwd=ROOT, capture_output=True, text=True, check=True,
    )  # fmt: skip
    return run.stdout.splitlines()


def test_which_figures_are_hidden_depends_on_no_run():
    (*one, its_order), (*other, another_order) = told(1), told(2)

    assert one == other
    assert any(each != "[] []" for each in one)
    # The two runs did order otherwise what has no order.
    assert its_order != another_order
