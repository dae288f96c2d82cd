"""Which headings say by themselves what their column is.  No Django in here."""

from enum import StrEnum

from workbooks.mapping import synonyms
from workbooks.mapping.description import folded, remembered
from workbooks.mapping.fields import INDICATOR, PLAN
from workbooks.mapping.periods import find_period, find_quarter_ended

# Longer words are no heading of figures, and longer ones still no heading at all.
LONGEST_OF_FIGURES, LONGEST = 40, 90
# Under a year or quarter these are how many there are, and not by what a row is known.
MERE_NUMBERS = {"number", "no", "no.", "#", "counts", "count"}


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
    found = find_period(words, "2000/01") or find_quarter_ended(words)
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


def says_what_rows_are(words: str) -> bool:
    """Whether a heading is one of what rows are known by, or of what an indicator is."""
    field = _field_of(folded(words))
    return field in (INDICATOR, PLAN) or field.startswith("Indicators.")


def is_about_rows(words: str) -> bool:
    """Whether a heading is known, and not one of figures."""
    return bool(_field_of(folded(words)))


def names_a_figure(words: str) -> bool:
    """Whether words over several columns say that there are targets, or figures of others."""
    text = folded(words)
    kinds = (synonyms.BASELINE, synonyms.TARGET, synonyms.FORECAST, synonyms.COMPARATOR)
    return len(text) <= LONGEST_OF_FIGURES and any(each.fullmatch(text) for each in kinds)


def _field_of(words: str) -> str:
    """The field of indicators that words name by themselves; "" for those of a mere number."""
    if words in MERE_NUMBERS:
        return ""
    return next((name for pattern, name in synonyms.INDICATORS if pattern.fullmatch(words)), "")
