"""Questions that are asked once of a column, whatever stands in how many of its cells."""

from collections.abc import Callable
from dataclasses import dataclass

from django import forms

from workbooks.mapping.applied import Unread
from workbooks.mapping.description import (
    AS_IT_STANDS,
    LEFT_ALONE,
    MULTIPLIED,
    OF_THE_QUARTER,
    OF_THE_YEAR,
    TAKEN_OVER,
    ZERO_IS_A_FIGURE,
    ZERO_IS_NO_DATA,
)
from workbooks.mapping.target_periods import evidence_first


def nothing_more(cells: list[Unread]) -> str:
    return ""


def first_of(cells: list[Unread]) -> str:
    """The first of the words that are asked about, with how many others there are."""
    first, *more = dict.fromkeys(each.words for each in cells) or [""]
    return f"{first} (and {len(more)} more)" if more else first


def evidence_of(cells: list[Unread]) -> str:
    return evidence_first([each.words for each in cells]) if cells else ""


@dataclass(frozen=True)
class ColumnQuestion:
    """What is asked of a column, and its answers; `{named}` stands for its heading.

    `of` is where the layout keeps the answers, and what was made of a sheet its unclear cells.
    `usual` is the answer that is given at first; "" for none, so that a person must.
    """

    kind: str
    of: str
    label: str
    choices: tuple[tuple[str, str], ...]
    required: str
    why: Callable[[list[Unread]], str] = nothing_more
    usual: str = ""

    def field(self, named: str, given: str, help_text: str) -> forms.Field:
        return forms.ChoiceField(
            label=self.label.format(named=named),
            choices=list(self.choices),
            widget=forms.RadioSelect,
            initial=given or self.usual,
            help_text=help_text,
            error_messages={"required": self.required.format(named=named)},
        )


ZEROS = ColumnQuestion(
    "zero",
    "zeros",
    "0 under {named}",
    (
        (ZERO_IS_A_FIGURE, "It is a figure: the result is 0"),
        (ZERO_IS_NO_DATA, "There is no data yet: leave it out"),
    ),
    "Say what 0 means under {named}.",
)
SCALES = ColumnQuestion(
    "scale",
    "scales",
    "{named}: are its figures in thousands or millions?",
    (
        (MULTIPLIED, "They are: multiply them, to read them in full"),
        (AS_IT_STANDS, "They are not: read them as they stand"),
    ),
    "Say whether the figures of {named} are in thousands or millions.",
    first_of,
)
TARGETS = ColumnQuestion(
    "target",
    "targets",
    "{named}: is it the target of the quarter, or of the whole year?",
    (
        (OF_THE_QUARTER, "Of the quarter whose result stands beside it"),
        (OF_THE_YEAR, "Of the whole year"),
    ),
    "Say whether {named} is the target of the quarter or of the whole year.",
    evidence_of,
)
NAMES = ColumnQuestion(
    "name",
    "names",
    "{named}: are the indicators to be called as in the list?",
    (
        (LEFT_ALONE, "No: those that are here keep their names"),
        (TAKEN_OVER, "Yes: rename them as in the list"),
    ),
    "Say whether the indicators are to be called as in {named}.",
    first_of,
    LEFT_ALONE,
)
# Where the answers about a column are kept, by the kind of question.
KEPT_IN = {
    **{each.kind: each.of for each in (ZEROS, SCALES, TARGETS, NAMES)},
    "comma": "commas",
    "point": "points",
    "to_date": "to_date",
}
