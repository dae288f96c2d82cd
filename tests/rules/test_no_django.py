"""The rules could be read aloud to an officer: none of them needs Django, nor what they import."""

import subprocess
import sys

import pytest

RULES = [
    "indicators.changes",
    "indicators.codes",
    "indicators.disclosure",
    "indicators.doubts",
    "indicators.entries",
    "indicators.expectations",
    "indicators.markers",
    "indicators.performance",
    "indicators.small_numbers",
    "indicators.values",
    "indicators.versions",
    "periods.calendar",
    "periods.dates",
    "periods.working_days",
    "plans.schedules",
    "plans.standing",
    "plans.terms",
    "risks.scale",
]


@pytest.mark.parametrize("module", RULES)
def test_a_rule_is_imported_without_django(module):
    found = f"import sys, {module}; print('django' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", found], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "False"
