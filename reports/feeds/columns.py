"""What a feed and a column of it are: name, meaning and kind, and where a row has it.

The feeds, the data dictionary and the OpenAPI description all read these. No Django in here.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

from reports.feeds.rows import WHY_NO_NUMBER, Source

Value = str | int | bool | Decimal | date | None


class Kind(StrEnum):
    """What stands in a column, as the dictionary says it."""

    TEXT = "text"
    WHOLE = "whole number"
    NUMBER = "number"
    YES_NO = "true or false"
    DATE = "date"


@dataclass(frozen=True)
class Column:
    """One column of a feed.

    `path` is where a row has it, from one part to the next: "line.actual.value". Where a part is
    missing, or a text is empty, the column says nothing. `example` is as CSV writes it. `words`
    are all that may stand in it, where they are few. `always` says that it is never empty.
    """

    name: str
    path: str
    meaning: str
    example: str
    kind: Kind = Kind.TEXT
    words: tuple[str, ...] = ()
    always: bool = False

    def value(self, row: Any) -> Value:
        """What the row has in this column; None where it says nothing."""
        for part in self.path.split("."):
            if row is None:
                return None
            row = getattr(row, part)
        if isinstance(row, tuple):
            row = "; ".join(map(str, row))
        return None if row == "" else row


def whole(name: str, path: str, meaning: str, example: str, **more) -> Column:
    return Column(name, path, meaning, example, Kind.WHOLE, **more)


def number(name: str, path: str, meaning: str, example: str) -> Column:
    return Column(name, path, meaning, example, Kind.NUMBER)


def yes_no(name: str, path: str, meaning: str, example: str = "true") -> Column:
    return Column(name, path, meaning, example, Kind.YES_NO, always=True)


def day(name: str, path: str, meaning: str, example: str, **more) -> Column:
    return Column(name, path, meaning, example, Kind.DATE, **more)


@dataclass(frozen=True)
class Noun:
    """One feed: `/feeds/<name>.json` and `/feeds/<name>.csv`.

    `one_row` says what one row is: "One row is one …". `public` is false where all of it is free
    text, of which the public reads only what is cleared.
    """

    name: str
    title: str
    one_row: str
    rows: Callable[[Source], Iterator[Any]]
    columns: tuple[Column, ...]
    public: bool = True


# Columns that several nouns have -------------------------------------------------------

AS_AT = (
    Column(
        "as_at",
        "as_at.label",
        "The quarter as at which the row holds. Tables of several quarters can be put under one "
        "another: this tells them apart.",
        "2009/10 Q2",
        always=True,
    ),
    day("as_at_ends", "as_at.ends", "The last day of that quarter.", "2009-09-30", always=True),
)
PLAN = Column("plan", "plan.reference", "The plan’s reference.", "NI 101", always=True)
INDICATOR = (
    Column("indicator", "line.code", "The indicator’s code.", "NI 101", always=True),
    Column(
        "plan",
        "line.plan",
        "The reference of the plan that delivers it; empty where none does.",
        "NI 101",
    ),
)


def period(of: str, what: str) -> tuple[Column, ...]:
    """The period that a figure is about, as a label and as two days."""
    return (
        Column(
            "period",
            f"{of}.period",
            f"The year or quarter that the {what} is about.",
            "2008/09",
            always=True,
        ),
        day("period_starts", "period.starts", "Its first day.", "2008-09-01"),
        day("period_ends", "period.ends", "Its last day.", "2009-08-31"),
    )


def figure(of: str, masked: str, *others: str) -> tuple[Column, ...]:
    """A figure as it is shown, the numbers in it, and what stands there where there are none.

    `others` are further words that may stand in place of a number.
    """
    return (
        Column(
            "shown",
            f"{of}.text",
            "The figure as the pages show it, with its unit. [c] stands for a small number that "
            "is hidden; its numbers are empty then.",
            "12.5%",
        ),
        number(
            "value",
            f"{of}.value",
            "The figure as a number, at the indicator’s decimal places and in its unit: 12.5 "
            "means 12.5%.",
            "12.5",
        ),
        whole("numerator", f"{of}.numerator", "How many of them, where counts are known.", "5"),
        whole("denominator", f"{of}.denominator", "Out of how many.", "40"),
        Column(
            "no_number_because",
            "no_number",
            "What stands in place of a number; empty where there is one. None of these is zero.",
            "masked",
            words=(*WHY_NO_NUMBER, *others),
        ),
        yes_no(
            "masked",
            masked,
            "Whether the figure is hidden here, for it could tell something about one person.",
            "false",
        ),
        yes_no(
            "restricted",
            "line.small",
            "Whether small numbers of this indicator are in this view that are hidden from the "
            "public: keep them to those who may see them.",
        ),
    )
