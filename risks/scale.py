"""Rule 13, risks: a scale of two word lists, a band for every cell, movement.  No Django in here.

"Nil" is a rating; blank is "not rated".
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any, NamedTuple

from periods.calendar import in_words


class RiskState(StrEnum):
    """Whether a risk is still watched."""

    OPEN = "open"
    CLOSED = "closed"


class Band(StrEnum):
    """How serious a cell of the scale is."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"


class Movement(StrEnum):
    """How a risk stands against its assessment before."""

    UP = "up"
    DOWN = "down"
    SAME = "same"
    NEW = "new"
    CLOSED = "closed"
    REOPENED = "reopened"


class NotOnTheScale(ValueError):
    """A word is no rating; its text says which words are."""


class Assessment(NamedTuple):
    """How a risk was rated in a quarter; "" is "not rated"."""

    impact: str
    likelihood: str
    state: RiskState = RiskState.OPEN


@dataclass(frozen=True)
class Scale:
    """Two ordered lists of words, the mildest first, and a band for every cell.

    `bands` has a row for each impact and in it a band for each likelihood: "a table, not only a
    product". Raises ValueError when a cell has none.
    """

    impact: tuple[str, ...]
    likelihood: tuple[str, ...]
    bands: tuple[tuple[Band, ...], ...]

    def __post_init__(self) -> None:
        widths = [len(row) for row in self.bands]
        if widths != [len(self.likelihood)] * len(self.impact):
            raise ValueError("A scale needs a band for every impact and likelihood.")

    def read_impact(self, word: str) -> str:
        """The word as the scale writes it, "" for blank. Raises NotOnTheScale."""
        return _read(word, self.impact, "impact")

    def read_likelihood(self, word: str) -> str:
        """The word as the scale writes it, "" for blank. Raises NotOnTheScale."""
        return _read(word, self.likelihood, "likelihood")

    def band(self, impact: str, likelihood: str) -> Band | None:
        """How serious that is; None while either is not rated."""
        if not impact or not likelihood:
            return None
        return self.bands[self.impact.index(impact)][self.likelihood.index(likelihood)]

    def severity(self, assessment: Assessment) -> tuple[int, int] | None:
        """What movement compares: the band, then the steps up both lists. None if not rated."""
        band = self.band(assessment.impact, assessment.likelihood)
        if band is None:
            return None
        steps = self.impact.index(assessment.impact) + self.likelihood.index(assessment.likelihood)
        return list(Band).index(band), steps

    def movement(self, before: Assessment | None, now: Assessment) -> Movement | None:
        """How the risk moved since the assessment before.

        None when it was not rated, then or now: nothing can be told.
        """
        if before is None:
            return Movement.NEW
        if before.state != now.state:
            return Movement.CLOSED if now.state == RiskState.CLOSED else Movement.REOPENED
        was, is_now = self.severity(before), self.severity(now)
        if was is None or is_now is None:
            return None
        if was == is_now:
            return Movement.SAME
        return Movement.UP if is_now > was else Movement.DOWN


MOVEMENT_WORDS = {
    Movement.UP: "up since {before}",
    Movement.DOWN: "down since {before}",
    Movement.SAME: "no change since {before}",
    Movement.NEW: "new this quarter",
    Movement.CLOSED: "closed this quarter",
    Movement.REOPENED: "reopened this quarter",
}


def movement_words(
    movement: Movement, before: str, was: Assessment | None = None, now: Assessment | None = None
) -> str:
    """ "up since 2009/10 Quarter 2"; `before` is the label of the quarter compared with.

    With both assessments, what turned on the same level is told: "impact up, likelihood down".
    """
    turned = turns(was, now) if was and now and movement == Movement.SAME else []
    if turned:
        return f"same level: {', '.join(turned)}"
    return MOVEMENT_WORDS[movement].format(before=in_words(before))


def turns(was: Assessment, now: Assessment) -> list[str]:
    """Which of impact and likelihood went up or down, both rated then and now."""
    pairs = (
        ("impact", DEFAULT_SCALE.impact, was.impact, now.impact),
        ("likelihood", DEFAULT_SCALE.likelihood, was.likelihood, now.likelihood),
    )
    return [
        f"{name} {'up' if words.index(after) > words.index(first) else 'down'}"
        for name, words, first, after in pairs
        if first != after
    ]


def rating_of(record: Any) -> Assessment:
    """A record of an assessment as the scale looks at it."""
    return Assessment(record.impact, record.likelihood, RiskState(record.state))


def _read(word: str, words: tuple[str, ...], of: str) -> str:
    wanted = " ".join(word.split()).casefold()
    if not wanted:
        return ""
    for each in words:
        if each.casefold() == wanted:
            return each
    raise NotOnTheScale(f'"{word}" is not a rating of {of}: write {", ".join(words)}, or nothing')


IMPACT_MEANS = {
    "Nil": "If it happens, the plan is not affected.",
    "Low": "If it happens, some of the work is harder; the targets can still be met.",
    "Medium": "If it happens, a target may be missed.",
    "High": "If it happens, targets will be missed.",
}
LIKELIHOOD_MEANS = {
    "Nil": "It cannot happen this year.",
    "Low": "It is unlikely to happen.",
    "Medium": "It is as likely to happen as not.",
    "High": "It will probably happen, or is happening.",
}
_LOW, _MEDIUM, _HIGH = Band.LOW, Band.MEDIUM, Band.HIGH
WORDS = ("Nil", "Low", "Medium", "High")
DEFAULT_SCALE = Scale(
    impact=WORDS,
    likelihood=WORDS,
    bands=(
        (_LOW, _LOW, _LOW, _LOW),
        (_LOW, _LOW, _LOW, _MEDIUM),
        (_LOW, _LOW, _MEDIUM, _HIGH),
        (_LOW, _MEDIUM, _HIGH, _HIGH),
    ),
)
