"""Columns for quarters, periods and dates, and the sheet Quarters."""

from typing import Any

from periods.calendar import YearType, read_period, read_quarter
from periods.dates import read_date, write_date
from periods.models import Quarter
from periods.rounds import RoundState, dates_lock_among
from sheets.cells import Cell
from sheets.columns import Column, Layout
from sheets.descriptions import Book, Change, Kind, Sheet, Told

A_QUARTER = "a quarter such as 2009/10 Q2"
A_PERIOD = "the year or quarter it is about, such as 2009/10"
SINCE_THE_START = "the start"
_START_WORDS = {"start", "the start", "since the start"}


def _words_or_date(cell: Cell) -> object:
    return cell.written if not hasattr(cell.value, "year") else cell.value


def read_quarter_cell(cell: Cell) -> str:
    """The label of the quarter in a cell. Raises NotAPeriod."""
    return read_quarter(_words_or_date(cell)).label


def read_period_cell(cell: Cell) -> str:
    """The label of the period in a cell. Raises NotAPeriod.

    Whether it is a period that the row's indicator can have is asked once the row is known: a
    bare year, 2009, is kept for that.
    """
    written = _words_or_date(cell)
    if isinstance(written, str) and len(written.strip()) == 4 and written.strip().isdecimal():
        return read_period(written, YearType.CALENDAR).label
    return read_period(written).label


def read_from_cell(cell: Cell) -> str:
    """The quarter from which a version holds; "" for the words "the start"."""
    if " ".join(cell.written.casefold().split()) in _START_WORDS:
        return ""
    return read_quarter_cell(cell)


def quarter(heading: str, attribute: str, *, required: bool = True) -> Column:
    """A column of quarters."""
    return Column(
        heading,
        attribute,
        read_quarter_cell,
        required=A_QUARTER if required else "",
        layout=Layout.TEXT,
        hint="A quarter, such as 2009/10 Q2",
    )


def period(
    heading: str, attribute: str, *, required: bool = True, hint: str = "", **more: Any
) -> Column:
    """A column of periods: years or quarters that figures are about."""
    return Column(
        heading,
        attribute,
        read_period_cell,
        required=A_PERIOD if required else "",
        layout=Layout.TEXT,
        hint=hint or "A year such as 2009/10 (2009 for calendar years), or a quarter",
        **more,
    )


def day(heading: str, attribute: str, **more: Any) -> Column:
    """A column of dates."""
    return Column(
        heading,
        attribute,
        lambda cell: read_date(_words_or_date(cell)),
        blank=None,
        layout=Layout.DATE,
        **more,
    )


class Quarters(Sheet):
    """The rounds and their dates. Where a round stands comes about in the product."""

    name = "Quarters"
    key = ("label",)
    columns = (
        quarter("Quarter", "label"),
        day("Opens", "opens", hint="The day on which the round opens"),
        day("Due", "due", hint="The last day on which a return is in time"),
    )

    def rows(self):
        for row in Quarter.objects.order_by("label").values("pk", "label", "opens", "due", "state"):
            yield dict(row)

    def missing(self, key):
        return f"there is no quarter {key[0]}: add it under Quarters"

    def problems(self, change: Change, book: Book) -> Told:
        opens, due = change.values["opens"], change.values["due"]
        if opens and due and due < opens:
            yield "due", f"{write_date(due)} is before the day it opens: write a later day"

    def lock(self, change: Change, book: Book):
        locked = dates_lock_among(book.rounds, change.values["label"]) if change.kept else ""
        return (
            (next(iter(change.fields), "due"), f"{locked}: take the change out") if locked else None
        )

    def doubts(self, change: Change, book: Book) -> Told:
        """Rounds open one after the other: one that opens before an earlier one is asked about."""
        opens, label = change.values["opens"], change.values["label"]
        rows = book.once("quarters as they would be", lambda book: book.all_rows(self.name))
        earlier = [
            row["label"]
            for row in rows.values()
            if opens and row["opens"] and row["label"] < label and row["opens"] > opens
        ]
        if earlier and change.touches("opens"):
            yield (
                "opens",
                f"{write_date(opens)} is before {min(earlier)} opens, which comes first: check the "
                "day",
            )

    def save(self, changes, saving):
        new = [change for change in changes if change.kind == Kind.NEW]
        saving.create(
            Quarter(label=each.key[0], opens=each.values["opens"], due=each.values["due"])
            for each in new
        )
        saving.update(Quarter, changes, ("opens", "due"))


def version_start(rounds: dict[str, str]) -> str:
    """The round from which a version holds where nobody says: the open one.

    Where none is open: the one after the last published, or "" (since the start) where nothing
    is published.
    """
    for label, state in rounds.items():
        if state == RoundState.OPEN:
            return label
    published = [label for label, state in rounds.items() if state == RoundState.PUBLISHED]
    return read_quarter(max(published)).next.label if published else ""
