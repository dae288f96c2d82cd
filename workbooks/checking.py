"""Checking a file against what is kept: everything wrong with it at once, and what it changes."""

import hashlib
import json
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

from periods.rounds import RoundState, lock_among
from sheets.cells import Cell, Place, as_plain, parted
from sheets.descriptions import Book, Change, Key, Kind, Row, Sheet
from sheets.problems import Problem, Weight, all_of, sentence
from workbooks.book import IN_ORDER, SHEETS
from workbooks.clashes import Clash, Past, compare, is_blank
from workbooks.documents.wording import shortened
from workbooks.editions import Edition
from workbooks.matching import (
    Matched,
    match_columns,
    match_tables,
    read_rows,
    tell_layout,
)
from workbooks.progress import CHECKING, Steps, Tell, silent
from workbooks.reading.tables import Reading, Table

SHEET_ORDER = {sheet.name: place for place, sheet in enumerate(SHEETS)}
QUARTERS = "Quarters"
# In whose place a problem stands that is about no sheet.
WHOLE_FILE = "File"
# How many rows that are not in a file any more are named.
MOST_NAMED = 3
STAYS = (
    "this row was changed here since the file was made, and the file has it as it was: what is "
    "here stays"
)
GONE = (
    "this row was taken out here since the file was made, and the file has it as it was: it stays "
    "out"
)


class Repeated(NamedTuple):
    """What may be told of many rows of a sheet in the same words."""

    attribute: str
    told: str
    weight: Weight


@dataclass
class CheckedSheet:
    """What a file's sheet would do."""

    sheet: Sheet
    changes: list[Change] = field(default_factory=list)
    unread: int = 0
    # Rows that are left out because nothing in them was changed.
    as_before: int = 0

    @property
    def counts(self) -> dict[Kind, int]:
        counted = Counter(change.kind for change in self.changes)
        counted[Kind.REFUSED] += self.unread
        counted[Kind.UNCHANGED] += self.as_before
        return {kind: counted[kind] for kind in Kind}

    @property
    def to_save(self) -> list[Change]:
        return [each for each in self.changes if each.kind in (Kind.NEW, Kind.CHANGED)]


@dataclass
class Checked:
    """What a file would do, and everything told about it, in the order of its cells.

    `reasons_wanted` is told of the `unexplained` changes, which need a reason that may be given for
    the whole import; `clashes` are rows that were changed here too, and `clashing` what is told
    about each.
    """

    sheets: list[CheckedSheet]
    told: list[Problem]
    reasons_wanted: list[Problem]
    clashes: list[Clash] = field(default_factory=list)
    clashing: list[Problem] = field(default_factory=list)
    unexplained: list[Change] = field(default_factory=list)

    def explain(self, reason: str) -> None:
        """Give one reason to every change that needs one and has none of its own."""
        for change in self.unexplained if reason else ():
            change.values["reason"] = reason
            change.fields = tuple(dict.fromkeys((*change.fields, "reason")))

    def of_weight(self, weight: Weight) -> list[Problem]:
        return [problem for problem in self.told if problem.weight == weight]

    @property
    def errors(self) -> list[Problem]:
        return self.of_weight(Weight.ERROR)

    @property
    def warnings(self) -> list[Problem]:
        return self.of_weight(Weight.WARNING)

    @property
    def notes(self) -> list[Problem]:
        return self.of_weight(Weight.NOTE)

    @property
    def changes(self) -> list[Change]:
        """Everything that would be new or changed."""
        return [change for checked in self.sheets for change in checked.to_save]

    def as_data(self) -> Iterator[dict[str, Any]]:
        """Each new or changed row as plain data: sheet, row, key, kind, fields (old and new)."""
        for checked in self.sheets:
            for change in checked.to_save:
                yield as_data(checked.sheet, change)

    def fingerprint(self) -> str:
        """What was previewed: the same only where the same would be saved."""
        fingerprint = Fingerprint()
        for each in self.as_data():
            fingerprint.add(each)
        return str(fingerprint)


class Fingerprint:
    """What tells changes from others, wherever in the file they stand."""

    def __init__(self) -> None:
        self._digest = hashlib.sha256()

    def add(self, change: dict[str, Any]) -> None:
        said = [change["sheet"], change["kind"], change["key"], change["fields"]]
        self._digest.update(json.dumps(said).encode())

    def __str__(self) -> str:
        return self._digest.hexdigest()


def check(
    reading: Reading,
    book: Book,
    *,
    reason: str = "",
    past: Past | None = None,
    decided: Mapping[str, str] | None = None,
    tell: Tell = silent,
) -> Checked:
    """Check a file that was read. `reason` is the one given for the whole import.

    `past` is what the file was made from, else what its version says; `decided` are the sides
    chosen where rows clash.
    """
    checking = _Checking(book, decided or {}, tell)
    checking.know_the_past(reading.version, past)
    checking.run(reading)
    checked = checking.checked()
    checked.explain(reason)
    return checked


class _Checking:
    """One check, from the tables of a file to what it would change."""

    def __init__(self, book: Book, decided: Mapping[str, str], tell: Tell) -> None:
        self._book = book
        self._decided = decided
        self._past: Past | None = None
        self._clashes: list[Clash] = []
        self._clashing: list[Problem] = []
        self._told: dict[Problem, None] = {}
        self._reasons: list[Problem] = []
        self._unexplained: list[Change] = []
        self._locks: dict[str, str] = {}
        self._tell = tell
        self._steps = Steps(tell, CHECKING, 0)
        self._sheets: dict[str, CheckedSheet] = {}
        self._planned: dict[str, None] = {}
        self._repeated: dict[Repeated, list[int]] = {}
        self._made: dict[str, Table] = {}
        self._twice: set[int] = set()  # the changes whose row has the key of one above it

    def tell(self, sheet: str, cell: str, text: str, *, weight: Weight = Weight.ERROR) -> None:
        self._told[Problem(*self._place(sheet, cell), sentence(text), weight)] = None

    def _place(self, sheet: str, cell: str) -> Place:
        """Where a cell of one of our sheets stands in the file that was brought."""
        origin = None
        if cell and sheet in self._made:
            column, row = parted(cell)
            origin = self._made[sheet].origin_of(column, row)
        return origin or Place(sheet, cell)

    def know_the_past(self, version: str, past: Past | None) -> None:
        """Find what the file was made from, where it says so and that is still known."""
        edition = Edition(version)
        if edition.is_known:
            self._past = edition
            self._book.past = lambda sheet: dict(edition.rows(sheet))
            return
        self._past = past
        if version:
            self.tell(
                WHOLE_FILE,
                "",
                "the export that it was made from is not known here any more: it is compared with "
                "what is here now",
                weight=Weight.NOTE,
            )

    def run(self, reading: Reading) -> None:
        self._made = {each.name: each for each in reading.tables if each.is_made}
        self._told |= dict.fromkeys(reading.told)
        matched = {each.sheet.name: each for each in match_tables(reading, SHEETS, self.tell)}
        if not matched:
            # What is said of all sheets needs not be said of each.
            self._told = {each: None for each in self._told if each.weight != Weight.NOTE}
            why_is_told = any(each.weight == Weight.ERROR for each in reading.told)
            if reading.tables or not why_is_told:
                self._tell_nothing_known(reading)
        rows = sum(len(each.table.rows) - 1 for each in matched.values())
        # Each row is laid first, and then checked.
        self._steps = Steps(self._tell, CHECKING, rows, each=2)
        for sheet in IN_ORDER:
            if sheet.name in matched:
                self._lay(matched[sheet.name])
        for sheet in IN_ORDER:
            if sheet.name in matched:
                self._check_sheet(matched[sheet.name])
                self._tell_repeated(matched[sheet.name])
        self._plan_quarters()

    def checked(self) -> Checked:
        sheets = [self._sheets[each.name] for each in SHEETS if each.name in self._sheets]
        return Checked(
            sheets,
            sorted(self._told, key=place_of),
            sorted(self._reasons, key=place_of),
            self._clashes,
            sorted(self._clashing, key=place_of),
            self._unexplained,
        )

    def _tell_nothing_known(self, reading: Reading) -> None:
        names = ", ".join(sheet.name for sheet in SHEETS)
        held = [table.name for table in reading.tables if table.rows]
        what = "no sheet of the file is one of ours" if held else "there is nothing in the file"
        self.tell(held[0] if held else WHOLE_FILE, "", f"{what}: the sheets are called {names}")

    # From cells to rows

    def _lay(self, matched: Matched) -> None:
        """Read a sheet's rows and lay them over what is kept, so that others can name them."""
        name = matched.sheet.name
        checked = self._sheets[name] = CheckedSheet(matched.sheet)
        match_columns(matched, self.tell)
        tell_layout(matched, self.tell)
        if not matched.readable:
            self._book.unread.add(name)
            checked.unread = len(matched.table.rows) - 1
            return
        seen: dict[Key, Row] = {}
        for read in read_rows(matched, self.tell):
            self._steps.step()
            if self._is_left_blank(matched.sheet, read):
                checked.as_before += 1
                continue
            for row in matched.sheet.split(read):
                checked.changes.append(self._lay_row(matched, row, seen))
        if self._past:
            self._compare_with(self._past, matched, checked)
        if isinstance(self._past, Edition) and not matched.table.is_made:
            self._say_taken_out(self._past, checked)

    def _is_left_blank(self, sheet: Sheet, row: Row) -> bool:
        """Whether a row was handed out with nothing but its key, and came back so."""
        names = [column.attribute for column in sheet.columns if column.attribute not in sheet.key]
        if not isinstance(self._past, Edition) or any(map(row.says, names)):
            return False
        handed_out = self._book.once(
            f"{sheet.name} handed out blank",
            lambda book: {
                key for key, values in book.then(sheet.name).items() if is_blank(sheet, values)
            },
        )
        return tuple(row.values.get(each) for each in sheet.key) in handed_out

    def _say_taken_out(self, past: Edition, checked: CheckedSheet) -> None:
        """Say of rows that were taken out of the file that they stay: no import deletes any."""
        there = {change.key for change in checked.changes}
        lacking = self._book.kept(checked.sheet.name).keys() - there
        if not lacking or () in there:
            return
        named = [
            self._named(checked.sheet, key)
            for key, values in past.rows(checked.sheet)
            if key in lacking and not is_blank(checked.sheet, values)
        ]
        if not named:
            return
        stays = "is not in the file any more: it stays here as it is"
        if len(named) > 1:
            stays = "are not in the file any more: they stay here as they are"
        if len(named) > MOST_NAMED:
            named[MOST_NAMED:] = [f"{len(named) - MOST_NAMED:,} more"]
        told = f"{all_of(named)} {stays}"
        self.tell(checked.sheet.name, "", told, weight=Weight.NOTE)

    def _named(self, sheet: Sheet, key: Key) -> str:
        """A row by what it is known by: "NI 101 5"."""
        shown = (
            as_plain(sheet.column(attribute).show(value))
            for attribute, value in zip(sheet.key, key, strict=True)
        )
        return " ".join(str(each) for each in shown if each not in (None, ""))

    def _compare_with(self, past: Past, matched: Matched, checked: CheckedSheet) -> None:
        """Keep what moved here and not in the file; tell the rows that moved in both."""
        sheet = matched.sheet
        sound = [each for each in checked.changes if each.kind != Kind.REFUSED]
        compared = compare(sheet, sound, past, self._book, self._decided)
        for change in compared.stay:
            self._note_repeated(change.row, sheet.key[0], STAYS, Weight.NOTE)
        for change in compared.gone:
            self._note_repeated(change.row, sheet.key[0], GONE, Weight.NOTE)
        self._tell_repeated(matched)
        left_out = {id(each) for each in compared.left_out}
        for change in compared.left_out:
            self._book.take_up(sheet.name, change.key)
        checked.changes = [each for each in checked.changes if id(each) not in left_out]
        checked.as_before += len(left_out)
        for change, clash in compared.clashes:
            change.kind = Kind.REFUSED
            attribute = first_in_dispute(sheet, clash)
            place = matched.address(attribute, change.row.number)
            self._clashes.append(clash)
            self._clashing.append(Problem(*self._place(sheet.name, place), clash.told))

    def _lay_row(self, matched: Matched, row: Row, seen: dict[Key, Row]) -> Change:
        sheet = matched.sheet
        self._settle(matched, row)
        whole_key = all(each in row.values for each in sheet.key)
        key = sheet.key_of(row.values) if whole_key else ()
        kept = sheet.kept_for(key, self._book) if key else None
        if kept is not None and matched.table.is_made:
            row.yield_to(kept, sheet.key, sheet.at_odds(row, kept, self._book))
        for attribute, told in row.unread:
            self.tell(sheet.name, matched.address(attribute, row.number), told)
        values = sheet.merged(row, kept, self._book)
        change = Change(sheet.name, key, Kind.NEW, row, values, kept)
        if kept is None:
            # What a new row needs and the file has no column for is not known: it is told later.
            row.broken.update(each.attribute for each in matched.lacking)
        if not key:
            self._book.doubt(sheet.name, row)
        elif key in seen:
            self._book.doubt(sheet.name, row, twice=True)
            self._tell_twice(matched, row, seen[key])
            change.kind = Kind.REFUSED
            self._twice.add(id(change))
        else:
            seen[key] = row
            self._book.lay(sheet.name, key, values, sound=sheet.is_sound(row))
        return change

    def _settle(self, matched: Matched, row: Row) -> None:
        """Complete the row's key by what it says itself."""
        if not matched.table.is_made:
            matched.sheet.settle(row, self._book)
            return
        values = row.values
        row.values = row.without_unsaid(matched.sheet.key)
        matched.sheet.settle(row, self._book)
        row.values = values | row.values

    def _tell_twice(self, matched: Matched, row: Row, first: Row) -> None:
        told = matched.sheet.twice(first.number, row.number)
        if first.origin:
            known_by = all_of([matched.sheet.column(each).heading for each in matched.sheet.key])
            told = f"this has the same {known_by} as {first.origin}: keep one of them"
        self.tell(matched.sheet.name, matched.address(matched.sheet.key[0], row.number), told)

    # From rows to changes

    def _check_sheet(self, matched: Matched) -> None:
        checked = self._sheets[matched.sheet.name]
        self._tell_missing_columns(matched, checked)
        for change in checked.changes:
            self._steps.step()
            if change.kind != Kind.REFUSED:
                self._check_row(matched, change)
            elif id(change) in self._twice:
                self._check_twice(matched, change)
        sound = [each for each in checked.changes if each.kind != Kind.REFUSED]
        for row, attribute, told in matched.sheet.problems_of_all(sound, self._book):
            self._tell_at(matched, row, attribute, told)
            for change in sound:
                if change.row is row:
                    change.kind = Kind.REFUSED
        self._tell_formulas(matched, checked)

    def _check_twice(self, matched: Matched, change: Change) -> None:
        """Tell what else is wrong with a row that is there twice: it may be the one to keep."""
        change.fields = tuple(_differences(matched.sheet, change))
        if change.fields:
            self._tell_problems(matched, change)

    def _check_row(self, matched: Matched, change: Change) -> None:
        change.fields = tuple(_differences(matched.sheet, change))
        if change.kept is not None:
            change.kind = Kind.CHANGED if change.fields else Kind.UNCHANGED
        refused = bool(change.row.broken)
        if change.kind != Kind.UNCHANGED:
            told = self._tell_problems(matched, change)
            refused = refused or bool(told)
            if not refused:
                self._ask(matched, change)
                self._plan_quarter_of(matched.sheet, change)
            elif change.kept is None or not self._locked(matched.sheet, change):
                self._ask_why(matched, change, told)
        elif refused and (lock := self._locked(matched.sheet, change)):
            self._tell_unread_again(matched, change.row, lock[1])
        if refused:
            change.kind = Kind.REFUSED

    def _tell_problems(self, matched: Matched, change: Change) -> set[str]:
        """Tell all that is wrong with a row; the attributes at which something is wrong."""
        sheet = matched.sheet
        for attribute, told in list(self._missing_references(sheet, change)):
            if told and attribute not in change.row.broken:
                self._note_repeated(change.row, attribute, told, Weight.ERROR)
            change.row.broken.add(attribute)
        found = [
            each for each in sheet.problems(change, self._book) if each[0] not in change.row.broken
        ]
        wrong = change.row.broken | {attribute for attribute, told in found}
        lock = self._locked(sheet, change)
        if lock and lock[0] not in change.row.broken:
            unread = {attribute for attribute, _ in change.row.unread}
            figure_is_unread = (
                matched.table.is_made
                and change.kept is not None
                and not sheet.one_fact.isdisjoint(unread)
            )
            is_the_fault = _is_the_fault(sheet, change, wrong) and (found or change.row.unread)
            if is_the_fault or figure_is_unread:
                found = [(attribute, _with_lock(told, lock[1])) for attribute, told in found]
                self._tell_unread_again(matched, change.row, lock[1])
            else:
                found.append(lock)
                wrong.add(lock[0])
        for attribute, told in found:
            if (attribute, told) == lock and matched.table.is_made:
                attribute, told = self._lock_of_a_cell(sheet, change, attribute, told)
            self._tell_at(matched, change.row, attribute, told)
        return wrong

    def _tell_unread_again(self, matched: Matched, row: Row, lock: str) -> None:
        """Tell of cells that cannot be read what was there, for their row is locked."""
        for attribute, told in row.unread:
            place = matched.address(attribute, row.number)
            told_before = Problem(*self._place(matched.sheet.name, place), sentence(told))
            self._told.pop(told_before, None)
            self.tell(matched.sheet.name, place, _with_lock(told, lock))

    def _lock_of_a_cell(
        self, sheet: Sheet, change: Change, attribute: str, lock: str
    ) -> tuple[str, str]:
        """Of a list whose headings name the quarters: at which of its cells a row that is locked
        differs, whose cell it is, and from what.

        A quarter that is not open to anybody is told at its heading.
        """
        label = str(change.values.get(sheet.reported_in, ""))
        cells = change.row.cells
        differs = [
            each
            for each in change.fields
            if each not in sheet.key and each in cells and cells[each].origin
        ]
        if self._book.rounds.get(label) != RoundState.PUBLISHED or not differs:
            return attribute, lock
        said = [each for each in sheet.telling if each in differs and change.row.says(each)]
        at = next((each for each in differs if each in sheet.one_fact), differs[0])
        at = said[0] if said else at
        here, kept = (
            shortened(sheet.in_words(at, values, self._book)) if values else "nothing"
            for values in (change.values, change.kept)
        )
        known_by = ", ".join(str(each) for each in change.key if each != label)
        why, colon, remedy = lock.partition(": ")
        return at, f"{why} ({known_by}: {here} in the file, {kept} here){colon}{remedy}"

    def _locked(self, sheet: Sheet, change: Change) -> tuple[str, str] | None:
        """Where a row is locked: at which attribute, and why."""
        # A row that nobody knows may be one that stays as it is: nothing is locked by it.
        if not sheet.knows(change.row):
            return None
        label = change.values.get(sheet.reported_in) if sheet.reported_in else ""
        if label and (told := self._lock_of(label)):
            return sheet.reported_in, told
        return sheet.lock(change, self._book)

    def _lock_of(self, label: str) -> str:
        if label not in self._locks:
            self._locks[label] = lock_among(self._book.rounds, label, on=self._book.on)
        return self._locks[label]

    def _missing_references(self, sheet: Sheet, change: Change) -> Iterator[tuple[str, str]]:
        """Names of what is not there. What could not be read, here or there, is not told again.

        Of what may be a row whose own key could not be read nothing is told: it is "" then.
        """
        unknown = set(change.row.broken)
        for reference in sheet.references:
            if unknown.intersection(reference.attributes):
                continue
            for key in reference.keys(change.values):
                if self._book.row(reference.sheet, key) is None:
                    unknown.add(reference.at)
                    is_known = self._may_be_there(reference.sheet, key)
                    told = self._book.sheets[reference.sheet].missing(key)
                    yield reference.at, "" if is_known else told

    def _may_be_there(self, sheet: str, key: Key) -> bool:
        """Whether a row that is named and not found may be one whose own key is in doubt.

        A plan or an indicator is named by several rows: a name of which there is one alone is a
        slip of the row that names it.
        """
        if not self._book.may_be_there(sheet, key):
            return False
        if sheet in self._book.unread or len(key) > 1:
            return True
        named = self._book.once("names in the file", lambda book: self._names())
        return bool(named[sheet, key] > 1)

    def _names(self) -> Counter[tuple[str, Key]]:
        """How many rows of the file name each row of a sheet."""
        return Counter(
            (reference.sheet, key)
            for checked in self._sheets.values()
            for reference in checked.sheet.references
            for change in checked.changes
            for key in reference.keys(change.values)
        )

    def _ask(self, matched: Matched, change: Change) -> None:
        """Ask for a missing reason, about what is doubtful, and say what is worth saying."""
        sheet = matched.sheet
        self._ask_why(matched, change)
        for attribute, told in sheet.doubts(change, self._book):
            self._tell_at(matched, change.row, attribute, told, weight=Weight.WARNING)
        for attribute, told in sheet.remarks(change, self._book):
            self._note_repeated(change.row, attribute, told, Weight.NOTE)

    def _ask_why(self, matched: Matched, change: Change, wrong: Collection[str] = ()) -> None:
        """Ask for a missing reason. What is `wrong` in a kept row may, mended, be as it was."""
        sure = change
        if wrong and change.kept is not None:
            sure = replace(change, fields=tuple(e for e in change.fields if e not in wrong))
        asked = change.key and matched.sheet.asks_why(sure, self._book)
        if not asked or matched.sheet.reason_given(change, self._book):
            return
        attribute, what = asked
        if change.row.values.get("reason"):
            what = f"{what}, and the reason is the one kept already"
        has_none = matched.table.is_made and "reason" not in matched.place
        where = "give the reason" if has_none else "say why under Reason, or give one reason"
        told = Problem(
            *self._place(matched.sheet.name, matched.address(attribute, change.row.number)),
            f"{what}: {where} for the import",
        )
        self._reasons.append(told)
        self._unexplained.append(change)

    def _plan_quarter_of(self, sheet: Sheet, change: Change) -> None:
        """A quarter that is reported in is planned, where nobody has."""
        if (
            sheet.reported_in
            and self._book.row(QUARTERS, (change.values[sheet.reported_in],)) is None
        ):
            self._planned[change.values[sheet.reported_in]] = None

    def _plan_quarters(self) -> None:
        if not self._planned:
            return
        sheet = self._book.sheets[QUARTERS]
        checked = self._sheets.setdefault(QUARTERS, CheckedSheet(sheet))
        for label in sorted(self._planned):
            values = {"label": label, "opens": None, "due": None}
            change = Change(QUARTERS, (label,), Kind.NEW, Row(0, values), values, None, ("label",))
            checked.changes.append(change)

    # Telling

    def _tell_at(
        self,
        matched: Matched,
        row: Row,
        attribute: str,
        told: str,
        *,
        weight: Weight = Weight.ERROR,
    ) -> None:
        place = matched.address(attribute, row.number)
        if attribute not in matched.place:
            heading = matched.sheet.column(attribute).heading
            where = "file" if matched.table.is_made else "sheet"
            told = f"{sentence(told)} (there is no column {heading} in the {where})"
        self.tell(matched.sheet.name, place, told, weight=weight)

    def _note_repeated(self, row: Row, attribute: str, told: str, weight: Weight) -> None:
        """Keep what follows from the same cause in many rows, to tell it once."""
        self._repeated.setdefault(Repeated(attribute, told, weight), []).append(row.number)

    def _tell_repeated(self, matched: Matched) -> None:
        """Each cause once, at its first row, with how many more there are."""
        for (attribute, told, weight), numbers in self._repeated.items():
            first, more = Row(min(numbers), {}), len(set(numbers)) - 1
            if more:
                what, colon, remedy = told.partition(": ")
                told = f"{what} (and {more:,} more row{'s' * (more > 1)}){colon}{remedy}"
            self._tell_at(matched, first, attribute, told, weight=weight)
        self._repeated.clear()

    def _tell_missing_columns(self, matched: Matched, checked: CheckedSheet) -> None:
        """A new row needs its required columns: told once for the sheet.

        A file with a layout of its own has no row of our headings: it is told at its first new row.
        """
        new = [each for each in checked.changes if each.kept is None and each.key]
        for column in matched.lacking if new else ():
            if matched.table.is_made:
                told = f"{column.heading} is blank: write {column.required}"
                for change in new:
                    self._note_repeated(change.row, column.attribute, told, Weight.ERROR)
            else:
                self.tell(
                    matched.sheet.name,
                    "A1",
                    f"the column {column.heading} is missing, and {new[0].row.called} is new: "
                    "add it",
                )

    def _tell_formulas(self, matched: Matched, checked: CheckedSheet) -> None:
        """Once for each column: what formulas gave when the file was saved is read."""
        rows = [each.row for each in checked.changes if each.kind != Kind.UNCHANGED]
        for column in matched.columns.values():
            numbers = [
                row.number for row in rows if row.cells.get(column.attribute, Cell()).formula
            ]
            if numbers:
                more = len(numbers) - 1
                others = f" (and {more} more under {column.heading})" if more else ""
                self.tell(
                    matched.sheet.name,
                    matched.address(column.attribute, numbers[0]),
                    f"this is a formula{others}: what it gave when the file was saved is read, so "
                    "check it",
                    weight=Weight.WARNING,
                )


def first_in_dispute(sheet: Sheet, clash: Clash) -> str:
    """The attribute at which a clash is told."""
    headings = {each.heading for each in clash.apart_now}
    return next(
        (each.attribute for each in sheet.columns if each.heading in headings), sheet.key[0]
    )


def _is_the_fault(sheet: Sheet, change: Change, wrong: set[str]) -> bool:
    """Whether a kept row differs only by what is wrong with it: mended, it may be as it was."""
    if change.kept is None or not wrong:
        return False
    differs = change.row.broken.union(change.fields)
    return len(differs) == 1 or wrong >= differs or sheet.one_fact >= differs


def _with_lock(told: str, lock: str) -> str:
    """What is wrong in a locked row, with the one thing that can be done about it."""
    what, _, _ = told.rpartition(": ")
    why, _, _ = lock.partition(": ")
    return f"{what or told}: put back what was there, for {why}"


def _differences(sheet: Sheet, change: Change) -> Iterator[str]:
    """The attributes that are new or differ from what is kept."""
    kept = change.kept
    for column in sheet.columns:
        value = change.values[column.attribute]
        if value != (column.blank if kept is None else kept[column.attribute]):
            yield column.attribute


def place_of(problem: Problem) -> tuple[int, str, int, int]:
    """Where a problem stands in the file, for the order in which problems are told."""
    column, row = parted(problem.cell)
    return (SHEET_ORDER.get(problem.sheet, len(SHEETS)), problem.sheet, row, column)


def as_data(sheet: Sheet, change: Change) -> dict[str, Any]:
    """A change as plain data: of a changed row its old and new values, of a new one all."""
    fields = []
    for attribute in change.fields:
        column = sheet.column(attribute)
        old = as_plain(column.show(change.kept[attribute])) if change.kept else None
        new = as_plain(column.show(change.values[attribute]))
        if change.kept or attribute not in sheet.key:
            fields.append([column.heading, old, new])
    key = [
        [sheet.column(attribute).heading, as_plain(value)]
        for attribute, value in zip(sheet.key, change.key, strict=True)
    ]
    return {
        "sheet": sheet.name,
        "row": change.row.number,
        "kind": change.kind.value,
        "key": key,
        "fields": fields,
        **sources(sheet, change.row),
    }


def sources(sheet: Sheet, row: Row) -> dict[str, Any]:
    """Where a row, and each of its values, stands in a file with a layout of its own."""
    if not row.origin:
        return {}
    places = {
        sheet.column(attribute).heading: str(cell.origin)
        for attribute, cell in row.cells.items()
        if cell.origin
    }
    return {"source": str(row.origin), "sources": places}
