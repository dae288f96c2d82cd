"""How an indicator is measured, in the words of a plan's document: what is written there is read
again by the same words.  No Django in here.
"""

import re
from decimal import Decimal

from indicators.performance import ToleranceKind
from indicators.values import Unit, write_number

HEADING = "How it is measured"
SECTION = "How the indicators are measured"
# What each row of the table says of an indicator, by the columns of our own sheet.
LABELS = {
    "Measured in": "unit",
    "Decimal places shown": "decimals",
    "Good is": "good_is",
    "What is counted": "numerator_words",
    "Out of": "denominator_words",
    "One of them is called": "counted_as",
    "Years": "year_type",
    "How often": "frequency",
    "Within the year": "accumulation",
    "Expected in Quarter 1": "q1_expects",
    "Expected in Quarter 2": "q2_expects",
    "Expected in Quarter 3": "q3_expects",
    "Expected in Quarter 4": "q4_expects",
    "Close to the target is within": "tolerance",
    "Definition": "definition",
    "Cohort, shared with others": "cohort",
    "Part of": "part_of",
    "Broken down by": "broken_down_by",
}
_RATE = re.compile(r"rate per ([0-9,]+)")
_TOLERANCE = re.compile(
    r"(?P<amount>[0-9][0-9,]*(?:\.[0-9]+)?)"
    r"(?:(?P<percent>% of (?:the )?target)|(?P<points> (?:(?:percentage )?point|unit)s?)"
    r"| [^%0-9]+)"
)


def written_unit(unit: str, per: int | None) -> str:
    """ "percentage", or "rate per 1,000"."""
    return f"rate per {write_number(per)}" if per else unit


def read_unit(words: str) -> dict[str, str]:
    """The unit, and per how many where it is a rate."""
    if match := _RATE.fullmatch(words):
        return {"unit": str(Unit.RATE), "per": match[1].replace(",", "")}
    return {"unit": words}


def read_tolerance(words: str) -> dict[str, str]:
    """The tolerance and its kind in "10% of the target", "2 percentage points" or "1 child"."""
    match = _TOLERANCE.fullmatch(words)
    if not match:
        return {"tolerance": words}
    kind = ToleranceKind.CHILDREN
    if match["percent"] or match["points"]:
        kind = ToleranceKind.PERCENT if match["percent"] else ToleranceKind.POINTS
    amount = Decimal(match["amount"].replace(",", ""))
    return {"tolerance": f"{amount:f}", "tolerance_kind": str(kind)}
