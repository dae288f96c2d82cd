"""What a column of a sheet is: its heading, how its cells are read, and how they are written.

No Django in here.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import Enum, StrEnum
from typing import Any

from sheets.cells import LONGEST_TEXT, Cell, escape, tidy, unescape
from sheets.problems import any_of

_BETWEEN_NAMES = re.compile(r"[;\n]")
_DIGITS = re.compile(r"[0-9]{1,3}(,?[0-9]{3})*|[0-9]+")
LARGEST_COUNT = 999_999_999
# PostgreSQL keeps no such character in a text.
_NUL = "\x00"


class Layout(StrEnum):
    """How a column is formatted in the files we write."""

    WORDS = "words"
    TEXT = "text"  # short text that a spreadsheet must not turn into a date: periods, codes
    NUMBER = "number"
    DATE = "date"


def as_it_is(value: Any) -> Any:
    return value


@dataclass(frozen=True)
class Column:
    """One column of a sheet.

    `attribute` names the value in a row; `read` turns a cell that is not blank into the value
    and raises ValueError with a sentence ("what is wrong: what to do"); `write` turns the value
    into what a cell holds. `normal` gives the one form of a value as it is kept, so that kept
    and read values can be compared. `blank` is the value of a blank cell. `required` says what
    to write where the cell may not be blank. `words` are the words allowed, where only some are.
    """

    heading: str
    attribute: str
    read: Callable[[Cell], Any]
    write: Callable[[Any], object] = lambda value: value
    normal: Callable[[Any], Any] = as_it_is
    blank: Any = ""
    required: str = ""
    words: tuple[str, ...] = ()
    layout: Layout = Layout.WORDS
    hint: str = ""

    def parse(self, cell: object) -> Any:
        """The value that the cell, or a plain value such as a table gives, stands for.

        Raises ValueError, whose text says what is wrong and what to do.
        """
        cell = Cell.of(cell)
        if cell.trouble:
            raise ValueError(cell.trouble)
        if cell.is_blank:
            if self.required:
                raise ValueError(f"{self.heading} is blank: write {self.required}")
            return self.blank
        return self.read(cell)

    def show(self, value: Any) -> object:
        """What a cell holds for the value: text, a number, a date, or None. Text is not escaped."""
        value = self.normal(value)
        if value is None or value == self.blank or value == "":
            return None
        return self.write(value)

    def show_escaped(self, value: Any) -> object:
        """The same, with text that a spreadsheet would run made harmless (`parse` undoes it)."""
        shown = self.show(value)
        return escape(shown) if isinstance(shown, str) else shown


def read_text(cell: Cell) -> str:
    """The words of a cell. Raises ValueError for a date: the words it was made from are gone."""
    if isinstance(cell.value, date):
        raise ValueError(
            f"the spreadsheet made a date of this ({cell.value:%d/%m/%Y}): format the cell as "
            "text and write the words again"
        )
    text = tidy(unescape(tidy(cell.written)))
    if _NUL in text:
        raise ValueError("there is a character in it that cannot be kept: write the text again")
    # An export escapes it, and the mark takes the place of a character.
    longest = LONGEST_TEXT - len(escape(text)) + len(text)
    if len(text) > longest:
        raise ValueError(f"this has more than {longest:,} characters: shorten it")
    return text


def text(
    heading: str, attribute: str, *, longest: int | None = None, required: str = "", **more: Any
) -> Column:
    """A column of words, of at most `longest` characters."""

    def read(cell: Cell) -> str:
        words = read_text(cell)
        if longest is not None and len(words) > longest:
            raise ValueError(f"this has {len(words)} characters: shorten it to {longest}")
        return words

    return Column(heading, attribute, read, normal=tidy, required=required, **more)


def longest(model: Any, field: str) -> int:
    """How many characters a model keeps of that field."""
    return int(model._meta.get_field(field).max_length)


def split_names(words: str) -> tuple[str, ...]:
    """The names in a cell, separated by `;` or a line break."""
    return tuple(each.strip() for each in _BETWEEN_NAMES.split(words) if each.strip())


def lines(heading: str, attribute: str, **more: Any) -> Column:
    """A column of names, kept one on each line."""

    def read(cell: Cell) -> str:
        return tidy_lines(read_text(cell))

    return Column(heading, attribute, read, normal=tidy_lines, **more)


def tidy_lines(words: str) -> str:
    """Names as they are kept: one on each line."""
    return "\n".join(split_names(tidy(words)))


def is_whole(number: int | Decimal) -> bool:
    """Whether nothing comes after the point, however large the number is."""
    return number == Decimal(number).to_integral_value()


def read_whole(cell: Cell) -> int:
    """A whole number from 0. Raises ValueError for anything else."""
    value = cell.value
    if cell.percent:
        raise ValueError(f"{cell.written} is a percentage: write a whole number")
    if isinstance(value, str):
        digits = value.strip()
        if not _DIGITS.fullmatch(digits):
            raise ValueError(f'"{digits}" is not a whole number: write digits, such as 12')
        value = int(digits.replace(",", ""))
    if isinstance(value, bool) or not isinstance(value, int | Decimal) or not is_whole(value):
        raise ValueError(f"{cell.written} is not a whole number: write digits, such as 12")
    if value < 0:
        raise ValueError(f"{cell.written} is less than 0: write 0 or more")
    if value > LARGEST_COUNT:
        raise ValueError(f"{cell.written} is too large: write {LARGEST_COUNT:,} or less")
    return int(value)


def whole(
    heading: str,
    attribute: str,
    *,
    least: int = 0,
    most: int | None = None,
    required: str = "",
    **more: Any,
) -> Column:
    """A column of whole numbers from `least` to `most`."""

    def read(cell: Cell) -> int:
        number = read_whole(cell)
        if number < least:
            raise ValueError(f"{number} is too small: write {least} or more")
        if most is not None and number > most:
            raise ValueError(f"{number} is too large: write {most} or less")
        return number

    more.setdefault("layout", Layout.NUMBER)
    more.setdefault("blank", None)
    return Column(heading, attribute, read, required=required, **more)


def word(
    heading: str,
    attribute: str,
    words: type[Enum] | tuple[str, ...],
    *,
    required: bool = False,
    **more: Any,
) -> Column:
    """A column that holds one of some words, in any case."""
    allowed = words if isinstance(words, tuple) else tuple(str(each.value) for each in words)
    by_folded = {each.casefold(): each for each in allowed}

    def read(cell: Cell) -> str:
        written = " ".join(read_text(cell).split())
        found = by_folded.get(written.casefold())
        if found is None:
            raise ValueError(f'"{written}" is not a word for {heading}: write {any_of(allowed)}')
        return found

    more.setdefault("layout", Layout.TEXT)
    return Column(
        heading,
        attribute,
        read,
        words=allowed,
        required=any_of(allowed) if required else "",
        **more,
    )
