"""Rule 15: markers in other people's files.  No Django in here.

"Never a number; the marker is kept as written and given one meaning, which the person confirms
where a letter has had several."
"""

from dataclasses import dataclass
from enum import StrEnum

from sheets.problems import any_of


class MarkerMeaning(StrEnum):
    """The one meaning a marker is given; it is "never a number"."""

    SUPPRESSED = "suppressed"
    NOT_AVAILABLE = "not available"
    NOT_APPLICABLE = "not applicable"
    ROUNDS_TO_ZERO = "rounds to zero"
    NOT_SET = "not set"


class FormulaError(ValueError):
    """A cell holds a formula's error, not a figure; its text says what to do."""


_SUPPRESSED, _NOT_AVAILABLE, _NOT_APPLICABLE, _ROUNDS_TO_ZERO, _NOT_SET = MarkerMeaning

# What each marker has meant in published files, the likeliest first. The letter x stood for
# suppressed in education's releases of the time and stands for not available since; a dash has
# stood for nil, for a small number, and for no figure at all.
MEANINGS: dict[str, tuple[MarkerMeaning, ...]] = {
    "x": (_SUPPRESSED, _NOT_AVAILABLE),
    "c": (_SUPPRESSED,),
    "z": (_NOT_APPLICABLE,),
    "k": (_ROUNDS_TO_ZERO,),
    "-": (_ROUNDS_TO_ZERO, _NOT_AVAILABLE, _NOT_APPLICABLE),
    ":": (_NOT_AVAILABLE, _NOT_APPLICABLE),
    "*": (_SUPPRESSED, _ROUNDS_TO_ZERO),
    "supp": (_SUPPRESSED,),
    "na": (_NOT_AVAILABLE, _NOT_APPLICABLE),
    "n/a": (_NOT_AVAILABLE, _NOT_APPLICABLE),
    "..": (_NOT_AVAILABLE,),
    "[c]": (_SUPPRESSED,),
    "[x]": (_NOT_AVAILABLE,),
    "not set": (_NOT_SET,),
    " ": (_NOT_AVAILABLE, _NOT_APPLICABLE, _NOT_SET),
}
FORMULA_ERRORS = (
    "#DIV/0!", "#N/A", "#REF!", "#VALUE!", "#NAME?", "#NUM!", "#NULL!", "#SPILL!", "#CALC!",
    "#FIELD!", "#BLOCKED!", "#CONNECT!", "#BUSY!", "#UNKNOWN!", "#GETTING_DATA",
)  # fmt: skip


@dataclass(frozen=True)
class Marker:
    """A marker as written, and what it may mean, the likeliest first."""

    written: str
    meanings: tuple[MarkerMeaning, ...]

    @property
    def meaning(self) -> MarkerMeaning:
        """The likeliest meaning; the only one, unless `is_ambiguous`."""
        return self.meanings[0]

    @property
    def is_ambiguous(self) -> bool:
        """Whether the person must confirm what it means."""
        return len(self.meanings) > 1

    @property
    def question(self) -> str:
        """What to ask the person; "" when the marker has had one meaning only."""
        if not self.is_ambiguous:
            return ""
        name = f'"{self.written}"' if self.written.strip() else "A lone space"
        return f"{name} has meant {any_of(self.meanings)}: which is it here?"


def read_marker(cell: object) -> Marker | None:
    """The marker that a cell holds; None for a number, a blank, or any other text.

    Raises FormulaError for `#DIV/0!` and its like.
    """
    if not isinstance(cell, str):
        return None
    check_formula_error(cell)
    meanings = MEANINGS.get(cell.strip().casefold() or cell[:1].replace("\u00a0", " "))
    return Marker(cell, meanings) if meanings else None


def check_formula_error(cell: object) -> None:
    """Raise FormulaError when the cell holds the error of a formula."""
    if isinstance(cell, str) and cell.strip().upper() in FORMULA_ERRORS:
        raise FormulaError(
            f"{cell.strip()} is a formula's error: mend the formula, or write the figure"
        )
