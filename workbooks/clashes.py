"""A file whose data moved since it was made: what stays, what goes in, and what a person decides.

A row that only the file changed goes in. One that was changed only here stays as it is here, and
that is said. One that both changed, and not to the same, is a clash: it is shown three ways, and
nothing is saved before somebody decided about it.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any, Protocol

from periods.dates import write_date
from sheets.cells import as_plain
from sheets.columns import Column, Layout
from sheets.descriptions import Book, Change, Key, Row, Sheet, Values
from sheets.meeting import Meeting, meeting

FIRST_TOLD = 3


class Side(StrEnum):
    """Whose row is taken where a file's and ours clash."""

    OURS = "ours"
    THEIRS = "theirs"
    BOTH = "both"


class Past(Protocol):
    """What a file was made from."""

    def then(self, sheet: Sheet, changes: Iterable[Change]) -> dict[Key, Values]:
        """The rows that were there then, of those that these changes are about, by key."""


class Previewed:
    """What was there when a file was previewed, told by what the preview showed.

    A row that the preview did not show was the same here as in the file.
    """

    def __init__(self, shown: list[dict[str, Any]]) -> None:
        self._shown = {
            (each["sheet"], tuple(value for heading, value in each["key"])): each for each in shown
        }

    def then(self, sheet: Sheet, changes: Iterable[Change]) -> dict[Key, Values]:
        found = {}
        for change in changes:
            shown = self._shown.get((sheet.name, tuple(map(as_plain, change.key))))
            if shown is None:
                found[change.key] = change.values
            elif shown["kind"] != "new":
                old = {heading: value for heading, value, _ in shown["fields"]}
                found[change.key] = change.values | {
                    column.attribute: _read(column, old[column.heading])
                    for column in sheet.columns
                    if column.heading in old
                }
        return found


def _read(column: Column, shown: object) -> Any:
    return column.blank if shown is None else column.parse(shown)


@dataclass(frozen=True)
class Disputed:
    """A value of a row that clashes: at the time of the file, here now, and in the file now."""

    heading: str
    then: object
    ours: object
    theirs: object
    is_date: bool = False

    @property
    def said(self) -> tuple[str, str, str]:
        """The three as a sentence has them."""
        then, ours, theirs = (
            _said(each, self.is_date) for each in (self.then, self.ours, self.theirs)
        )
        return then, ours, theirs


@dataclass(frozen=True)
class Clash:
    """A row that was changed here and in the file. None of a side: the row is not there."""

    sheet: str
    row: int
    key: list[list]
    pk: int | str | None
    was_there: bool
    is_here: bool
    apart: bool
    fields: list[Disputed] = field(default_factory=list)

    @property
    def mark(self) -> str:
        """What tells this clash from every other: of one that moved on, another."""
        seen = [self.sheet, self.key, [vars(each) for each in self.fields]]
        return hashlib.sha256(json.dumps(seen).encode()).hexdigest()[:24]

    @property
    def sides(self) -> list[Side]:
        """What can be chosen: both changes, too, where they are about different columns."""
        return [Side.OURS, Side.THEIRS, *([Side.BOTH] if self.apart else [])]

    @property
    def apart_now(self) -> list[Disputed]:
        """The values in which the file and what is here differ now."""
        return [each for each in self.fields if each.ours != each.theirs]

    @property
    def told(self) -> str:
        """The clash as a problem is told, with its first values."""
        told = [
            "{} was {}, is {} here now, and {} in the file".format(each.heading, *each.said)
            for each in self.apart_now[:FIRST_TOLD]
        ]
        if not self.is_here:
            what = "this row was taken out here since the file was made, and changed in the file"
        elif not self.was_there:
            what = f"this row was added here too since the file was made ({'; '.join(told)})"
        else:
            what = f"this row was changed here too since the file was made ({'; '.join(told)})"
        return (
            f"{what}: decide at Imports which one holds, or take a new workbook and make the "
            "change in that"
        )


def _said(value: object, is_date: bool) -> str:
    if value is None:
        return "blank"
    return write_date(date.fromisoformat(str(value))) if is_date else str(value)


@dataclass
class Compared:
    """What became of a sheet's rows: those that clash, that stay as here, and that are left out."""

    clashes: list[tuple[Change, Clash]] = field(default_factory=list)
    stay: list[Change] = field(default_factory=list)
    gone: list[Change] = field(default_factory=list)
    untouched: list[Change] = field(default_factory=list)

    @property
    def left_out(self) -> list[Change]:
        return [*self.gone, *self.untouched]


def compare(
    sheet: Sheet, changes: list[Change], past: Past, book: Book, decided: Mapping[str, str]
) -> Compared:
    """Bring each row of a sheet to what it would be, with what moved here since the file was made.

    `decided` are the sides that were chosen, by the marks of clashes.
    """
    compared = Compared()
    moved = [each for each in changes if each.key and not each.row.broken and _differs(sheet, each)]
    then = past.then(sheet, moved)
    for change in moved:
        _meet(sheet, change, then.get(change.key), book, decided, compared)
    return compared


def _differs(sheet: Sheet, change: Change) -> bool:
    return change.kept is None or own(sheet, change.values) != own(sheet, change.kept)


def own(sheet: Sheet, values: Values) -> Values:
    """What the columns have of a row."""
    return {column.attribute: values[column.attribute] for column in sheet.columns}


def _meet(
    sheet: Sheet,
    change: Change,
    then: Values | None,
    book: Book,
    decided: Mapping[str, str],
    compared: Compared,
) -> None:
    """Decide about one row by the rule of `sheets.meeting`."""
    is_here = change.kept is not None and change.key in book.kept(sheet.name)
    kept = change.kept if is_here else None
    if then is None and kept is None:
        return
    handed_out_blank = then is not None and is_blank(sheet, then)
    was, file = _both_ways(sheet, change, then, book)
    ours = own(sheet, kept) if kept else (was if handed_out_blank else None)
    met = meeting(was, ours, file)
    if handed_out_blank and file == was and kept is None:
        compared.untouched.append(change)
    elif met == Meeting.OURS and kept is None:
        compared.gone.append(change)
    elif met == Meeting.OURS:
        stay_as_here(change, book)
        compared.stay.append(change)
    elif met == Meeting.CLASH:
        clash = _clash(sheet, change, None if handed_out_blank else was, kept, file)
        match decided.get(clash.mark):
            case Side.OURS if kept is None:
                compared.gone.append(change)
            case Side.OURS:
                stay_as_here(change, book)
            case Side.THEIRS:
                pass
            case Side.BOTH if clash.apart and was and ours:
                takes = {name: file[name] for name in file if file[name] != was[name]}
                change.values = {**change.values, **ours, **takes}
                change.row.values.update({name: change.values[name] for name in change.row.values})
                book.lay(sheet.name, change.key, change.values)
            case _:
                compared.clashes.append((change, clash))


def _both_ways(
    sheet: Sheet, change: Change, then: Values | None, book: Book
) -> tuple[Values | None, Values]:
    """The row as it was, and as the file has it, each as the sheet completes a row."""
    if then is None:
        return None, own(sheet, change.values)
    base = {**(change.kept or {}), **then}
    if change.kept is None:
        return own(sheet, sheet.merged(Row(0, dict(then)), None, book)), own(sheet, change.values)
    was = sheet.merged(Row(0, dict(then)), base, book)
    return own(sheet, was), own(sheet, sheet.merged(change.row, base, book))


def is_blank(sheet: Sheet, values: Values) -> bool:
    """Whether a row holds nothing but its key: a template hands such rows out to be filled."""
    return all(
        values[column.attribute] in (column.blank, "", None)
        for column in sheet.columns
        if column.attribute not in sheet.key
    )


def stay_as_here(change: Change, book: Book) -> None:
    """Let the row be what it is here."""
    if change.kept is not None:
        change.values = dict(change.kept)
        change.row.values = {name: change.kept[name] for name in change.row.values}
        book.lay(change.sheet, change.key, change.values)


def _clash(
    sheet: Sheet, change: Change, was: Values | None, kept: Values | None, file: Values
) -> Clash:
    fields = []
    apart = was is not None and kept is not None
    for column in sheet.columns:
        if column.attribute in sheet.key:
            continue
        then = was and was[column.attribute]
        ours = kept and kept[column.attribute]
        theirs = file[column.attribute]
        shown = [
            None if row is None else as_plain(column.show(row[column.attribute]))
            for row in (was, kept, file)
        ]
        if len(set(shown)) > 1:
            is_date = column.layout == Layout.DATE
            fields.append(Disputed(column.heading, shown[0], shown[1], shown[2], is_date))
        if apart and meeting(then, ours, theirs) == Meeting.CLASH:
            apart = False
    key = [
        [sheet.column(attribute).heading, as_plain(value)]
        for attribute, value in zip(sheet.key, change.key, strict=True)
    ]
    return Clash(
        sheet.name,
        change.row.number,
        key,
        kept["pk"] if kept else None,
        was is not None,
        kept is not None,
        apart,
        fields,
    )
