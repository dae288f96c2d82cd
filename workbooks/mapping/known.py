"""Which headings say by themselves what their column is.  No Django in here."""

from enum import StrEnum

from workbooks.mapping import synonyms
from workbooks.mapping.description import folded, remembered
from workbooks.mapping.periods import find_period

# Longer words are no heading of figures, and longer ones still no heading at all.
LONGEST_OF_FIGURES, LONGEST = 40, 90


class Topic(StrEnum):
    """What a sheet is about, as far as its headings tell."""

    INDICATORS = "indicators"
    ACTIONS = "actions"
    RISKS = "risks"


RULES = {
    Topic.INDICATORS: synonyms.INDICATORS,
    Topic.ACTIONS: synonyms.ACTIONS,
    Topic.RISKS: synonyms.RISKS,
}


@remembered
def is_known_heading(words: str) -> bool:
    """Whether a heading says by itself what its column is."""
    text = folded(words)
    if not text or len(text) > LONGEST:
        return False
    found = find_period(words, "2000/01")
    rest = folded(found.rest) if found else text
    if found and (not rest or figure_kind(rest)):
        return True
    if synonyms.BASELINE.fullmatch(rest) or synonyms.TARGET.fullmatch(rest):
        return len(text) <= LONGEST_OF_FIGURES
    return any(pattern.fullmatch(rest) for rules in RULES.values() for pattern, _ in rules)


def figure_kind(words: str) -> str:
    """What kind of figure a heading names, its period taken away."""
    for pattern, kind in (
        (synonyms.BASELINE, "baseline"),
        (synonyms.FORECAST, "forecast"),
        (synonyms.NUMERATOR, "numerator"),
        (synonyms.DENOMINATOR, "denominator"),
        (synonyms.COMPARATOR, "comparator"),
        (synonyms.WORKED_OUT, "worked out"),
        (synonyms.TARGET, "target"),
        (synonyms.LAST_YEAR, "result"),
        (synonyms.RESULT, "result"),
    ):
        if pattern.fullmatch(words) and len(words) <= LONGEST_OF_FIGURES:
            return kind
    return ""
