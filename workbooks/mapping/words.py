"""What words in other people's sheets usually mean; each is a guess that a person confirms.

No Django in here.
"""

from typing import NamedTuple

from indicators.markers import MEANINGS, MarkerMeaning
from workbooks.mapping.description import folded

# What may stand in place of a figure, by the field it stands in: (value, what a person reads).
LEFT_OUT, ZERO, MARKER, NOT_AVAILABLE = "left out", "zero", "marker", "not available"
NOT_SET, TO_BE_AGREED, NOT_APPLICABLE = "not set", "to be agreed", "not applicable"
_RESULT = (
    (LEFT_OUT, "Nothing yet: leave the cell out"),
    (NOT_AVAILABLE, "Not available"),
    (MARKER, "Suppressed by its publisher: keep the mark"),
    (ZERO, "The figure 0"),
)
_TARGET = (
    (LEFT_OUT, "Nothing: leave the cell out"),
    (NOT_SET, "Target not set"),
    (TO_BE_AGREED, "Target to be agreed"),
    (NOT_APPLICABLE, "Target not applicable"),
    (ZERO, "The figure 0"),
)
_BASELINE = (
    (LEFT_OUT, "Nothing: leave the cell out"),
    (NOT_SET, "Baseline not set"),
    (TO_BE_AGREED, "Baseline to be agreed"),
    (NOT_APPLICABLE, "Baseline not applicable"),
    (ZERO, "The figure 0"),
)
_OTHER = (
    (LEFT_OUT, "Nothing: leave the cell out"),
    (ZERO, "The figure 0"),
)
_BY_FIELD = {
    "Actuals.value": _RESULT,
    "counts": _RESULT,
    "figure": (*_RESULT, *_TARGET[1:4]),
    "Targets.value": _TARGET,
    "Indicators.baseline": _BASELINE,
}


def meanings_for(field: str) -> tuple[tuple[str, str], ...]:
    """What a marker may mean under that field, in the order of the choices."""
    return _BY_FIELD.get(field, _OTHER)


class Guess(NamedTuple):
    """A likely meaning, and why it is likely."""

    meaning: str
    reason: str


_USUAL_MARKERS = {
    "tbc": (LEFT_OUT, TO_BE_AGREED),
    "tba": (LEFT_OUT, TO_BE_AGREED),
    "to be confirmed": (LEFT_OUT, TO_BE_AGREED),
    "to be agreed": (LEFT_OUT, TO_BE_AGREED),
    "not due": (LEFT_OUT, LEFT_OUT),
    "not yet due": (LEFT_OUT, LEFT_OUT),
    "annual": (LEFT_OUT, LEFT_OUT),
    "reported annually": (LEFT_OUT, LEFT_OUT),
    "no data": (NOT_AVAILABLE, LEFT_OUT),
    "not available": (NOT_AVAILABLE, LEFT_OUT),
    "awaiting data": (LEFT_OUT, LEFT_OUT),
    "data awaited": (LEFT_OUT, LEFT_OUT),
    "nil": (ZERO, ZERO),
    "none": (ZERO, NOT_SET),
    "no target": (LEFT_OUT, NOT_SET),
    "not applicable": (NOT_AVAILABLE, NOT_APPLICABLE),
}
_OF_RULE = {
    MarkerMeaning.SUPPRESSED: (MARKER, LEFT_OUT),
    MarkerMeaning.NOT_AVAILABLE: (NOT_AVAILABLE, LEFT_OUT),
    MarkerMeaning.NOT_APPLICABLE: (NOT_AVAILABLE, NOT_APPLICABLE),
    MarkerMeaning.ROUNDS_TO_ZERO: (MARKER, ZERO),
    MarkerMeaning.NOT_SET: (LEFT_OUT, NOT_SET),
}


def guess_marker(written: str, field: str) -> Guess | None:
    """What a mark in place of a figure probably means; None where nobody can tell."""
    word = folded(written).rstrip(".") or folded(written)
    word = word or written.strip()
    at = 1 if field in ("Targets.value", "Indicators.baseline") else 0
    allowed = {value for value, _ in meanings_for(field)}
    if word == "-":
        return Guess(LEFT_OUT, "a dash usually stands for nothing reported; it has also meant nil")
    if word in _USUAL_MARKERS:
        meaning = _USUAL_MARKERS[word][at]
        return _said(meaning, written, field) if meaning in allowed else None
    meanings = MEANINGS.get(folded(written))
    if not meanings:
        return None
    meaning = _OF_RULE[meanings[0]][at]
    if meaning not in allowed:
        return None
    other = f"; it has also meant {meanings[1].value}" if len(meanings) > 1 else ""
    return Guess(meaning, f"“{written.strip()}” usually means {meanings[0].value}{other}")


def _said(meaning: str, written: str, field: str) -> Guess:
    label = dict(meanings_for(field))[meaning]
    return Guess(meaning, f"“{written.strip()}” usually means: {label[:1].lower()}{label[1:]}")


# Words of our coded columns ------------------------------------------------------------

_POLARITY = {
    "higher": ("high", "higher", "bigger", "bigger is better", "big", "increase", "increasing",
               "up", "maximise", "maximize", "ascending", "asc", "more", "more is better", "larger",
               "positive", "plus", "+", "\u2191", "\u25b2", "\u2b06", "aim to maximise", "rise",
               "higher is better", "high is good", "good is high", "above", "greater"),
    "lower": ("low", "lower", "smaller", "smaller is better", "small", "decrease", "decreasing",
              "down", "minimise", "minimize", "descending", "desc", "less", "less is better",
              "negative", "minus", "-", "\u2193", "\u25bc", "\u2b07", "aim to minimise", "fall",
              "lower is better", "low is good", "good is low", "below", "reduce", "fewer"),
    "on plan": ("on plan", "on target", "to plan", "plan is best", "range", "goldilocks",
                "within range", "\u2194", "\u2192", "maintain"),
    "none": ("n/a", "na", "neutral", "context", "contextual", "information only", "for information",
             "neither", "no polarity"),
}  # fmt: skip
_USUAL: dict[str, dict[str, tuple[str, ...]]] = {
    "Indicators.good_is": _POLARITY,
    "Indicators.unit": {
        "percentage": ("%", "percent", "per cent", "pct", "percentage points", "proportion"),
        "number": ("no", "no.", "num", "count", "#", "nos", "numbers", "actual number", "volume"),
        "rate": ("per 1,000", "per 1000", "per 10,000", "per 10000", "per 100,000", "per 100000",
                 "ratio", "rate per 1,000", "rate per 10,000"),
        "days": ("day", "no. of days", "working days", "average days"),
        "£": ("gbp", "pounds", "money", "cost", "currency", "£s"),
    },
    "Indicators.frequency": {
        "quarterly": ("quarter", "q", "qtr", "every quarter", "qtrly", "monthly/quarterly"),
        "annual": ("annually", "yearly", "a", "year", "every year", "per year", "once a year"),
        "two-yearly": ("biennial", "biennially", "every two years", "2 yearly", "bi-annual survey"),
    },
    "Indicators.year_type": {
        "financial": ("fy", "financial year", "april to march", "apr-mar", "fin"),
        "academic": ("ay", "academic year", "school year", "sept-aug", "september to august"),
        "calendar": ("cy", "calendar year", "jan-dec", "january to december"),
    },
    "Indicators.accumulation": {
        "cumulative": ("cumulative ytd", "ytd", "year to date", "c", "cumul"),
        "each quarter": ("discrete", "in quarter", "quarter only", "additive", "sum"),
        "snapshot": ("point in time", "as at", "position"),
    },
    "Actuals.standing": {
        "provisional": ("p", "prov", "prov.", "interim", "draft", "unvalidated"),
        "final": ("f", "actual", "validated", "confirmed", "outturn"),
        "forecast": ("est", "estimate", "estimated", "projected", "projection", "e"),
        "restated": ("r", "revised", "amended"),
        "not available": ("n/a", "na", "no data", "unavailable"),
    },
    "Action updates.status": {
        "not started": ("not yet started", "planned", "pending", "not begun", "white"),
        "on track": ("green", "g", "in progress", "ongoing", "underway", "on target",
                     "on schedule"),
        "at risk": ("amber", "a", "some concern", "slight delay", "yellow"),
        "delayed": ("red", "r", "behind", "behind schedule", "slipped", "overdue", "late"),
        "complete": ("completed", "done", "finished", "blue", "b", "achieved", "closed"),
        "stopped": ("cancelled", "abandoned", "withdrawn", "no longer required", "deleted"),
    },
    "Risk assessments.impact": {
        "Nil": ("none", "no impact", "0"),
        "Low": ("l", "minor", "insignificant", "negligible", "marginal"),
        "Medium": ("m", "med", "moderate", "significant"),
        "High": ("h", "major", "severe", "catastrophic", "critical"),
    },
    "Risk assessments.likelihood": {
        "Nil": ("none", "0"),
        "Low": ("l", "unlikely", "rare", "remote"),
        "Medium": ("m", "med", "possible", "moderate"),
        "High": ("h", "likely", "probable", "almost certain", "very likely"),
    },
    "Risk assessments.state": {
        "open": ("live", "active", "current", "o"),
        "closed": ("inactive", "removed", "c"),
    },
    "Comparators.comparable": {
        "yes": ("y", "true", "comparable"),
        "no": ("n", "false", "not comparable"),
        "partly": ("partial", "partially", "broadly"),
    },
    "row kind": {
        "target": ("tgt", "target (%)", "plan", "planned", "target %"),
        "result": ("actual", "outturn", "performance", "achieved", "actual (%)", "result (%)",
                   "actual %", "act"),
    },
}  # fmt: skip
_BEFORE_POLARITY = (
    "good is",
    "good performance is",
    "polarity",
    "aim to",
    "aim",
    "good",
    "desired",
)


def guess_word(written: str, field: str, allowed: tuple[str, ...]) -> Guess | None:
    """The word of ours that somebody's word probably means; None where nobody can tell."""
    word = folded(written)
    for each in allowed:
        if folded(each) == word:
            return Guess(each, "the same word")
    usual = _USUAL.get(field, {})
    candidates = [word, word.strip(" .:()*")]
    for beginning in _BEFORE_POLARITY if field == "Indicators.good_is" else ():
        if word.startswith(beginning):
            candidates.append(word.removeprefix(beginning).strip(" :-="))
    for candidate in candidates:
        for meaning, words in usual.items():
            if meaning in allowed and (candidate in words or candidate == folded(meaning)):
                return Guess(meaning, f"“{written.strip()}” usually means {meaning}")
    return None
