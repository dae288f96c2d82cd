"""What a sheet is: its columns, its key, and how its rows stand to what is kept.

A sheet is described once, in the room of the model that it fills. Export writes its `rows()`;
import reads a file into rows of the same shape and compares; the admin's resources take its
columns. A row is a plain dict of values by attribute.  No Django in here.
"""

import itertools
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cached_property
from typing import Any, ClassVar

from sheets.cells import Cell, Holds, Place, as_plain
from sheets.columns import Column, as_it_is
from sheets.problems import all_of

Values = dict[str, Any]
Key = tuple[Any, ...]
Told = Iterator[tuple[str, str]]


class Kind(StrEnum):
    """What an import would do with a row."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    REFUSED = "refused"


@dataclass(frozen=True)
class Reference:
    """Some of a row's values name a row of another sheet; where it is not there, `at` is told.

    `many` says that the one attribute holds several names.
    """

    sheet: str
    attributes: tuple[str, ...]
    many: bool = False

    @property
    def at(self) -> str:
        return self.attributes[-1]

    def keys(self, values: Mapping[str, Any]) -> list[Key]:
        """The keys that a row names; none where it leaves the name out."""
        last = values[self.at]
        if self.many:
            return [(each,) for each in last]
        return [tuple(values[each] for each in self.attributes)] if last not in (None, "") else []


@dataclass(slots=True)
class Row:
    """One row of a file's sheet, as far as its cells could be read.

    `unread` are the cells that could not be, each with the sentence about it; `broken` are the
    attributes about which something was told already, so that nothing follows from them.
    """

    number: int
    values: Values
    cells: dict[str, Cell] = field(default_factory=dict)
    unread: list[tuple[str, str]] = field(default_factory=list)
    broken: set[str] = field(default_factory=set)

    def yield_to(self, kept: Values, key: tuple[str, ...], at_odds: Collection[str] = ()) -> None:
        """Let what is kept stand where the file says something of other rows only.

        `at_odds` is what of it contradicts what this row says.
        """
        for attribute in [each for each in self.cells if each not in key]:
            holds = self.cells[attribute].holds
            if (
                holds == Holds.WHERE_NEW
                or (holds == Holds.WHERE_BLANK and kept[attribute] not in (None, "", ()))
                or (holds == Holds.WHERE_AT_ODDS and attribute not in at_odds)
            ):
                self.leave_out(attribute)

    def without_unsaid(self, key: tuple[str, ...]) -> Values:
        """What the row says itself: not what is blank in it because it is about other rows."""
        return {
            attribute: value
            for attribute, value in self.values.items()
            if attribute in key
            or attribute not in self.cells
            or not self.cells[attribute].is_blank
            or self.cells[attribute].holds == Holds.ALWAYS
        }

    def leave_out(self, attribute: str) -> None:
        """Read the row as if the file did not have that column."""
        self.cells.pop(attribute, None)
        self.values.pop(attribute, None)
        self.broken.discard(attribute)
        self.unread = [each for each in self.unread if each[0] != attribute]

    def says(self, attribute: str) -> bool:
        """Whether there is something in that cell, readable or not."""
        return attribute in self.cells and not self.cells[attribute].is_blank

    @property
    def origin(self) -> Place | None:
        """Where the row begins in a file with a layout of its own; None in a workbook of ours."""
        return next((cell.origin for cell in self.cells.values() if cell.origin), None)

    @property
    def called(self) -> str:
        """The row as a sentence names it: "row 3", or "KPI list!A14"."""
        return str(self.origin or f"row {self.number}")


@dataclass(slots=True)
class Change:
    """What a row would do: `values` is the whole row as it would be, `kept` as it is.

    A row whose key cannot be read has an empty key.
    """

    sheet: str
    key: Key
    kind: Kind
    row: Row
    values: Values
    kept: Values | None
    fields: tuple[str, ...] = ()

    def touches(self, *attributes: str) -> bool:
        """Whether one of these is new or differs."""
        return self.kind == Kind.NEW or any(each in self.fields for each in attributes)


ANYTHING = None
# How many rows of a sheet whose keys are not known are each compared with what is kept.
MOST_COMPARED = 50


class Sheet:
    """A sheet of the workbook. Each room describes its own by a subclass."""

    name: ClassVar[str]
    columns: ClassVar[tuple[Column, ...]]
    key: ClassVar[tuple[str, ...]]
    references: ClassVar[tuple[Reference, ...]] = ()
    # The attributes that rows of other sheets rest on; None: all of them.
    vital: ClassVar[frozenset[str] | None] = None
    # The attribute that names the quarter in which something is reported, and locked with it.
    reported_in: ClassVar[str] = ""
    # Attributes that say one thing together: what is wrong among them is one fault.
    one_fact: ClassVar[frozenset[str]] = frozenset()
    # What of a row that differs from the kept one is named first, in this order.
    telling: ClassVar[tuple[str, ...]] = ()
    # Values of a new row where its column is not in the file.
    usual: ClassVar[Values] = {}

    def column(self, attribute: str) -> Column:
        """The column with that attribute. Raises KeyError."""
        return self._by_attribute[attribute]

    @cached_property
    def _by_attribute(self) -> dict[str, Column]:
        return {column.attribute: column for column in self.columns}

    def knows(self, row: "Row") -> bool:
        """Whether the row's key could be read, and names what is there."""
        return row.broken.isdisjoint(self.key)

    def is_sound(self, row: "Row") -> bool:
        """Whether what other rows rest on could be read."""
        return not (row.broken if self.vital is None else row.broken & self.vital)

    def key_of(self, values: Mapping[str, Any]) -> Key:
        return tuple(values[each] for each in self.key)

    def rows(self) -> Iterable[Values]:
        """What is kept, in the sheet's order, in a number of queries that does not grow."""
        raise NotImplementedError

    def load(self) -> dict[Key, Values]:
        """What is kept, by key, in the normal form of each column."""
        forms = [(each.attribute, each.normal) for each in self.columns]
        to_form = [(name, normal) for name, normal in forms if normal is not as_it_is]
        kept = {}
        for row in self.rows():
            for name, normal in to_form:
                if row.get(name):
                    row[name] = normal(row[name])
            kept[self.key_of(row)] = row
        return kept

    def exported(self, book: "Book") -> Iterable[Values]:
        """The rows as an export writes them; more than `rows` where a value can be derived."""
        return book.kept(self.name).values()

    def missing(self, key: Key) -> str:
        """What to tell where a row with this key is named and is not there."""
        raise NotImplementedError

    def twice(self, first: int, second: int) -> str:
        """What to tell where two rows of a file have the same key; the rows' numbers."""
        known_by = all_of([self.column(each).heading for each in self.key])
        return f"rows {first} and {second} have the same {known_by}: keep one of them"

    def split(self, row: Row) -> list[Row]:
        """The rows that one row of a file stands for: itself, unless a cell names several."""
        return [row]

    def settle(self, row: Row, book: "Book") -> None:
        """Complete a row's key before it is looked up; values that name others get our form."""

    def kept_for(self, key: Key, book: "Book") -> Values | None:
        """The kept row that a file's row stands for, or None."""
        return book.kept(self.name).get(key)

    def at_odds(self, row: Row, kept: Values, book: "Book") -> Collection[str]:
        """What is kept and cannot stand beside what a row says that says only parts of it."""
        return ()

    def in_words(self, attribute: str, values: Values, book: "Book") -> str:
        """A value as a sentence names it that sets the file's row beside the kept one."""
        shown = as_plain(self.column(attribute).show(values[attribute]))
        return "a blank" if shown is None else str(shown)

    def merged(self, row: Row, kept: Values | None, book: "Book") -> Values:
        """The row as it would be: what the file says over what is kept."""
        if kept is not None:
            return {**kept, **row.values}
        blanks = {column.attribute: column.blank for column in self.columns}
        return {**blanks, **self.usual, **row.values}

    def problems(self, change: Change, book: "Book") -> Told:
        """What is wrong with a new or changed row: (attribute, sentence) pairs."""
        return iter(())

    def lock(self, change: Change, book: "Book") -> tuple[str, str] | None:
        """Why the row cannot be as it would be, whatever it says: an attribute, and a sentence.

        The lock of the quarter that it is `reported_in` is looked at beside this.
        """
        return None

    def doubts(self, change: Change, book: "Book") -> Told:
        """What is asked about a new or changed row, though it can be kept."""
        return iter(())

    def remarks(self, change: Change, book: "Book") -> Told:
        """What is only said about a new or changed row."""
        return iter(())

    def problems_of_all(
        self, changes: list[Change], book: "Book"
    ) -> Iterator[tuple[Row, str, str]]:
        """What is wrong with the rows taken together: (row, attribute, sentence)."""
        return iter(())

    def asks_why(self, change: Change, book: "Book") -> tuple[str, str] | None:
        """Where a change needs a reason: its attribute, and what changes, as a sentence begins."""
        return None

    def reason_given(self, change: Change, book: "Book") -> str:
        """The row's own reason for what changes; one kept already was given for another change."""
        given = change.row.values.get("reason", "")
        return "" if change.kept and given == change.kept["reason"] else given

    def prepare(self, changes: list[Change], ready: Any) -> None:
        """Get ready what new and changed rows write, so that `save` takes less time.

        Of a sheet of few rows nothing need be done.
        """

    def save(self, changes: list[Change], saving: Any) -> None:
        """Write new and changed rows by way of `saving`, which keeps their history."""
        raise NotImplementedError


class Book:
    """All sheets at once: what is kept, with a file's rows laid over it.

    `rounds` gives each round's state by its label, `on` the day it is, `open_round` the label of
    the open round or "". Kept rows are read when a sheet is first asked for.
    """

    def __init__(self, sheets: Iterable[Sheet], rounds: dict[str, str], on: date) -> None:
        self.sheets = {sheet.name: sheet for sheet in sheets}
        self.rounds = rounds
        self.on = on
        self.unread: set[str] = set()
        self._kept: dict[str, dict[Key, Values]] = {}
        self._laid: dict[str, dict[Key, Values]] = {}
        self._unsound: dict[str, set[Key]] = {}
        self._doubted: dict[str, list[tuple[Row, bool]]] = {}
        self._made: dict[str, Any] = {}
        # What a sheet was when the file was made; a file that does not say gives nothing.
        self.past: Callable[[Sheet], dict[Key, Values]] = lambda sheet: {}

    def kept(self, name: str) -> dict[Key, Values]:
        """The kept rows of a sheet, by key."""
        if name not in self._kept:
            self._kept[name] = self.sheets[name].load()
        return self._kept[name]

    def lay(self, name: str, key: Key, values: Values, *, sound: bool = True) -> None:
        """Lay a file's row over what is kept. Of an unsound one, not all that matters is known."""
        self._laid.setdefault(name, {})[key] = values
        if not sound:
            self._unsound.setdefault(name, set()).add(key)

    def doubt(self, name: str, row: Row, *, twice: bool = False) -> None:
        """Keep in mind a row that is not laid, for its key cannot be read, or is there twice.

        Of a key that is `twice` there, one part may be meant otherwise.
        """
        self._doubted.setdefault(name, []).append((row, twice))

    def may_be_there(self, name: str, key: Key) -> bool:
        """Whether a row that is not found may be one of the file whose own key is in doubt."""
        if name in self.unread:
            return True
        patterns = self.once(f"{name} in doubt", lambda book: book._patterns(name))
        ways = itertools.product(*((part, ANYTHING) for part in key))
        return any(way in patterns for way in ways)

    def _patterns(self, name: str) -> set[Key]:
        """The keys that rows in doubt may have, with ANYTHING for a part that is not known."""
        doubted, sheet = self._doubted.get(name, []), self.sheets[name]
        patterns = set()
        for row, twice in doubted:
            if len(doubted) <= MOST_COMPARED and self._is_kept(sheet, row, apart=int(twice)):
                continue
            known = tuple(row.values.get(each, ANYTHING) for each in sheet.key)
            if not twice:
                patterns.add(known)
            for place in range(len(known)) if twice else ():
                patterns.add((*known[:place], ANYTHING, *known[place + 1 :]))
        return patterns

    def _is_kept(self, sheet: Sheet, row: Row, *, apart: int) -> bool:
        """Whether the row says in all but its key what a kept one says that the file leaves out.

        Then it is that one, and no other. `apart` is how many parts of its key may differ.
        """
        laid = self._laid.get(sheet.name, {})
        names = [each.attribute for each in sheet.columns if each.attribute not in sheet.key]
        said = any(row.says(each) for each in names)
        for key, kept in self.kept(sheet.name).items() if said else ():
            differ = [
                each
                for each, part in zip(sheet.key, key, strict=True)
                if row.values.get(each, part) != part
            ]
            if key not in laid and len(differ) <= apart:
                values = sheet.merged(Row(row.number, row.values, row.cells), kept, self)
                if all(values[each] == kept[each] for each in names):
                    return True
        return False

    def take_up(self, name: str, key: Key) -> None:
        """Take a row up again that was laid: what is kept stands as it is."""
        self._laid.get(name, {}).pop(key, None)

    def then(self, name: str) -> dict[Key, Values]:
        """The rows of a sheet as they were when the file was made, where that is known."""
        found: dict[Key, Values] = self.once(
            f"{name} then", lambda book: book.past(book.sheets[name])
        )
        return found

    def row(self, name: str, key: Key) -> Values | None:
        """The row as it would be, or None."""
        laid = self._laid.get(name, {}).get(key)
        return laid if laid is not None else self.kept(name).get(key)

    def all_rows(self, name: str) -> dict[Key, Values]:
        """Every row as it would be."""
        return {**self.kept(name), **self._laid.get(name, {})}

    def is_sound(self, name: str, key: Key) -> bool:
        """Whether others may rest on the row with this key: the file's could be read, if any."""
        return name not in self.unread and key not in self._unsound.get(name, ())

    def once(self, name: str, make: Callable[["Book"], Any]) -> Any:
        """Something worked out from this book; made at the first call."""
        if name not in self._made:
            self._made[name] = make(self)
        return self._made[name]
