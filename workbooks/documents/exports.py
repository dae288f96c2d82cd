"""What our own exports say of themselves.

No Django in here.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from indicators import measuring
from plans.own_words import mark_of, words_of_row
from workbooks.reading.documents import Document, Part, Words

AS_AT = re.compile(r"([0-9]{4}/[0-9]{2}) Quarter ([1-4]) · .+")
STANDING = re.compile(r"Where it stands as at [0-9]{4}/[0-9]{2} Quarter [1-4]")
CAPTION = re.compile(r"(.+): baseline and targets")
# What stands in a file for those who do not read a plan's words.
WITHHELD = {
    "The words of this plan are not cleared for this audience: only its figures are shown.",
    "Only words of this plan that are cleared for this audience are shown.",
}
OURS = {
    *WITHHELD,
    "Restricted: contains small numbers",
    "This plan delivers no indicator.",
    "No actions stated",
    "None stated",
    measuring.SECTION,
}
NOT_CARRIED = (
    "a document does not carry why targets were set and who agreed them, nor where a baseline is "
    "public already; earlier targets, rules and ratings; comparators; nor what was reported: a "
    "workbook does"
)


@dataclass(frozen=True)
class Marks:
    """By its marks a document of ours knows its own words. Files of before have none, or none of
    words in their row.
    """

    own: frozenset[str]
    with_rows: bool

    def __bool__(self) -> bool:
        return bool(self.own)

    def know(self, text: str) -> bool:
        return mark_of(text) in self.own

    def unknown_in(self, row: Sequence[Part]) -> list[Part]:
        """The cells of a row that do not stand in it as they were written."""
        first = row[0].text
        if not (self.with_rows and self.know(first)):
            return [each for each in row if each.text.strip() and not self.know(each.text)]
        words = words_of_row([each.text for each in row])
        return [part for part, each in zip(row[1:], words, strict=True) if not self.know(each)]


def marks_of(document: Document) -> Marks:
    own = frozenset(document.marks)
    rows = (row for grid in document.grids for row in grid.rows if row)
    said = (words_of_row([each.text for each in row]) for row in rows)
    return Marks(own, any(mark_of(each) in own for row in said for each in row))


def as_at(document: Document) -> str:
    """The quarter that our own export says it is about, as a label; "" in others' documents."""
    for block in document.blocks:
        if isinstance(block, Words) and (match := AS_AT.fullmatch(block.text)):
            return f"{match[1]} Q{match[2]}"
    return ""
