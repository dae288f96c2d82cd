"""What a cell of a spreadsheet is, whichever file it came from.  No Django in here."""

import re
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Context, Decimal
from enum import StrEnum
from typing import NamedTuple

LONGEST_TEXT = 32_767
LETTERS = 26
MOST_DIGITS = 20  # before or after the point, in a sentence
SIGNIFICANT = Context(prec=15, rounding=ROUND_HALF_UP)

# Text that a spreadsheet would take for a formula, with the marks that keep it from that.
_RISKY = re.compile(r"'*[=+\-@\t\r]")
_ESCAPED = re.compile(r"'+[=+\-@\t\r]")


class Holds(StrEnum):
    """For which rows a value is meant that a list does not say of each row itself."""

    ALWAYS = "always"
    WHERE_BLANK = "where blank"  # what is kept already stays
    WHERE_NEW = "where new"  # no row that is kept already is changed by it
    WHERE_AT_ODDS = "where at odds"  # what is kept stays, unless it contradicts the rest of the row


class Place(NamedTuple):
    """A cell of somebody's file, in the words of that file: KPI list!F14, Table 3!C2."""

    sheet: str
    cell: str

    def __str__(self) -> str:
        return f"{self.sheet}!{self.cell}" if self.cell else self.sheet


# The number is the full one: its format divides it only where it is shown.
IN_FULL = 1


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell as it was read.

    `value` is text, a number (exact), a date, True or False, or None for a blank cell. `percent`
    says that the cell is formatted as a percentage, so that 0.178 in it means 17.8%; `formula`
    that the value is what a formula gave when the file was saved; `shown_in` that its format shows
    it in thousands or millions by a word that it adds, or IN_FULL where it divides what it shows.
    `trouble` is a sentence about a cell that holds no value, such as an error; its value is None
    then. `origin` is where it stands in the file of somebody who has a layout of their own; in a
    workbook of ours it is None. `holds` says that it is only for rows that are not kept yet, or
    where nothing is kept; `answered` what a person was asked about it and answered, so that nobody
    asks again.
    """

    value: str | int | Decimal | bool | date | None = None
    percent: bool = False
    formula: bool = False
    trouble: str = ""
    shown_in: int = 0
    origin: Place | None = field(default=None, compare=False)
    holds: Holds = Holds.ALWAYS
    answered: str = field(default="", compare=False)

    @classmethod
    def of(cls, value: object) -> "Cell":
        """The cell that holds `value`, as other libraries give it: a float, a date with a time."""
        if isinstance(value, Cell):
            return value
        if isinstance(value, float):
            return cls(Decimal(repr(value)))
        if isinstance(value, datetime):
            return cls(value.date())
        if value is None or isinstance(value, str | int | Decimal | bool | date):
            return cls(value)
        return cls(str(value))

    @property
    def is_blank(self) -> bool:
        """Whether nothing is in the cell but, perhaps, spaces."""
        if self.trouble:
            return False
        return self.value is None or (isinstance(self.value, str) and not self.value.strip())

    @property
    def written(self) -> str:
        """The cell's value as a sentence can quote it."""
        if self.value is None:
            return ""
        if self.percent and isinstance(self.value, int | Decimal):
            return f"{_digits(Decimal(self.value) * 100)}%"
        if isinstance(self.value, bool):
            return str(self.value).upper()
        if isinstance(self.value, Decimal):
            return _digits(self.value)
        return str(self.value)


def _digits(number: Decimal) -> str:
    """The number in digits, without float noise: a spreadsheet keeps 15 significant ones.

    One that would take a line of noughts is told by its power of ten.
    """
    if abs(number.adjusted()) > MOST_DIGITS:
        return f"{SIGNIFICANT.plus(number).normalize(SIGNIFICANT):E}"
    if number != number.to_integral_value():
        number = SIGNIFICANT.plus(number)
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def as_plain(value: object) -> str | int | None:
    """A shown value as JSON keeps it; a sheet's column reads it back."""
    if value is None or isinstance(value, str | int):
        return value
    return Cell.of(value).written


def address(column: int, row: int) -> str:
    """The cell's address: address(2, 5) is B5."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, LETTERS)
        letters = chr(ord("A") + rest) + letters
    return f"{letters}{row}"


def column_number(letters: str) -> int:
    """The column that the letters name: 2 for B, 28 for AB."""
    number = 0
    for letter in letters.upper():
        number = number * LETTERS + ord(letter) - ord("A") + 1
    return number


def parted(place: str) -> tuple[int, int]:
    """The column and row that an address names, 0 for what it leaves out: (2, 5) for B5."""
    letters = place.rstrip("0123456789")
    return column_number(letters), int(place[len(letters) :] or 0)


def escape(text: str) -> str:
    """The text with a mark before what a spreadsheet would run: `=1+1` becomes `'=1+1`."""
    return f"'{text}" if _RISKY.match(text) else text


def unescape(text: str) -> str:
    """The text without the mark that `escape` put before it."""
    return text[1:] if _ESCAPED.match(text) else text


def tidy(text: str) -> str:
    """The text as it is kept: without spaces around, its lines broken in one way."""
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()
