"""Reading a return's workbook that somebody filled: what they answered, and what was left out.

A file that is not this return's workbook is refused. A cell that cannot be taken is left out and
told, with its place; all other answers are taken as they were written, right or wrong.
"""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from indicators.values import NotANumber, read_number
from periods.dates import NotADate, read_date, write_date
from returns.models import Return
from returns.questions import Questionnaire
from sheets.cells import Cell, address
from sheets.problems import all_of, any_of
from workbooks.offline import (
    NO,
    PAGES,
    YES,
    Box,
    Filled,
    Kind,
    Page,
    boxes_of,
    mark_of,
    plain,
    question_named,
)
from workbooks.offline_writing import (
    ASKED,
    BEFORE,
    FILL_IN,
    FORMAT,
    NOT_ASKED,
    OURS,
    REFERENCE,
    TOO_LONG,
    WORDS,
)
from workbooks.reading.kinds import NOT_A_WORKBOOK
from workbooks.reading.limits import FIRST_CELLS, NotRead
from workbooks.reading.tables import Reading, Table, read_content
from workbooks.start_sheet import START

AGAIN = "download the workbook of this return again, and copy your answers into it"
NO_WORKBOOK = (
    "the file is not a workbook: choose the workbook of this return that you filled in "
    "(.xlsx, .ods)"
)
TOO_MUCH = (
    "the file has more in it than the workbook of a return can have: take out the rows and sheets "
    f"that you added to it, or {AGAIN}"
)
# A person waits while it is read, and a filled one has a few hundred rows of a few cells.
MOST_ROWS = 1_000
MOST_CHARACTERS = 2_000_000
MOST_PROPOSED = 50
MOST_TOLD = 200
LONGEST_NAME = 60
HEAD = 3  # rows of the hidden sheet before the marks
LOCKED = (REFERENCE, ASKED, BEFORE)
TRUE = {"yes": YES, "true": YES, "no": NO, "false": NO}


def read_filled(name: str, content: bytes, ours: Return, questions: Questionnaire) -> Filled:
    """What somebody filled into the workbook of this return. Raises NotRead."""
    reading = read_workbook(name, content)
    marks = marks_of(reading, ours)
    reader = _Reader(questions, marks)
    tables = {folded(each.name): each for each in reading.tables}
    missing = [each.name for each in PAGES if folded(each.name) not in tables]
    if missing:
        raise NotRead(
            f"the file has no sheet {all_of(missing)}: it was renamed or taken out. Give it its "
            f"name again, or {AGAIN}"
        )
    for page in PAGES:
        reader.read(page, tables[folded(page.name)])
    known = {folded(each) for each in (START, WORDS, OURS, *(page.name for page in PAGES))}
    for each in reading.tables:
        if folded(each.name) not in known and each.rows:
            reader.note(each.name, "this sheet is none of the workbook’s, so it was left out")
    return reader.filled(name, hashlib.sha256(content).hexdigest())


def read_workbook(name: str, content: bytes) -> Reading:
    """Read the file, of too large a one no more than its beginning. Raises NotRead.

    Here no table would do, so none is spoken of.
    """
    try:
        reading = read_content(name, content, most=MOST_ROWS)
    except NotRead as refusal:
        raise (NotRead(NO_WORKBOOK) if str(refusal) == NOT_A_WORKBOOK else refusal) from None
    cells = sum(len(cells) for table in reading.tables for _, cells in table.rows)
    if reading.is_part or cells > FIRST_CELLS:
        raise NotRead(TOO_MUCH)
    return reading


def folded(name: str) -> str:
    return " ".join(name.split()).casefold()


def marks_of(reading: Reading, ours: Return) -> dict[str, dict[str, str]]:
    """What each box held when the workbook was made. Raises NotRead where it is another's."""
    table = next((each for each in reading.tables if folded(each.name) == folded(OURS)), None)
    rows = [] if table is None else [texts_of(cells) for _, cells in table.rows]
    head = {row[0]: row[1:] for row in rows[:HEAD]}
    if head.keys() != {"Return workbook", "Plan", "Quarter"}:
        raise NotRead(
            "the file is not the workbook of a return, or something that it needs was taken out "
            f"of it: {AGAIN}"
        )
    if head["Return workbook"][0] != FORMAT:
        raise NotRead(f"the file was made by another version of LAA Tracker: {AGAIN}")
    _check_whose(head["Plan"], head["Quarter"], ours)
    marks: dict[str, dict[str, str]] = {}
    for about, box, mark in rows[HEAD:]:
        marks.setdefault(about, {})[box] = mark
    return marks


def texts_of(cells: Mapping[int, Cell]) -> list[str]:
    """The first three cells of a row, as text."""
    return [cells.get(place, Cell()).written for place in (1, 2, 3)]


def _check_whose(plan: list[str], quarter: list[str], ours: Return) -> None:
    calendar = ours.quarter.calendar
    if (plan[0], quarter[0]) != (ours.plan.slug, calendar.slug):
        raise NotRead(
            f"the file is the {plan[1][:LONGEST_NAME]} return for {quarter[1][:LONGEST_NAME]}, and "
            f"this is the {ours.plan.reference} return for {calendar.long_label}: bring the file "
            "at its own return, or choose the file of this one"
        )


def columns_of(page: Page, headings: Mapping[int, Cell]) -> dict[int, str]:
    """Which box, or which locked column, stands where: by the headings that are known."""
    known = {folded(each): each for each in LOCKED}
    known |= {folded(FILL_IN + page.heading(each)): each for each in page.boxes}
    written = {place: folded(cell.written) for place, cell in headings.items()}
    return {place: known[words] for place, words in written.items() if words in known}


@dataclass
class _Reader:
    """Reads sheet after sheet, and keeps what was answered and what is told."""

    questions: Questionnaire
    marks: dict[str, dict[str, str]]
    answers: dict[str, dict[str, str]] = field(default_factory=dict)
    told: list[list[str]] = field(default_factory=list)
    notes: list[list[str]] = field(default_factory=list)
    seen: dict[str, str] = field(default_factory=dict)
    left: int = field(default_factory=lambda: MOST_CHARACTERS)

    def tell(self, place: str, text: str) -> None:
        if len(self.told) < MOST_TOLD:
            self.told.append([place, text])

    def note(self, place: str, text: str) -> None:
        if len(self.notes) < MOST_TOLD:
            self.notes.append([place, text])

    def filled(self, name: str, checksum: str) -> Filled:
        proposed = [each for each in self.answers if each.startswith("new-")]
        if len(proposed) > MOST_PROPOSED:
            raise NotRead(
                f"the file proposes {len(proposed)} new things: at most {MOST_PROPOSED} can be "
                "proposed at once, so take some out"
            )
        marks = {about: each for about, each in self.marks.items() if about in self.answers}
        return Filled(name, checksum, self.answers, marks, self.told, self.notes)

    # Sheets --------------------------------------------------------------------------------

    def read(self, page: Page, table: Table) -> None:
        """Read one sheet, row by row. Raises NotRead where its rows cannot be told apart."""
        columns = columns_of(page, dict(table.rows).get(1, {}))
        reference = next((place for place, name in columns.items() if name == REFERENCE), None)
        if reference is None:
            raise NotRead(f"{page.name}!A1: the heading “{REFERENCE}” is missing: {AGAIN}")
        rows = [(number, cells) for number, cells in table.rows if number > 1]
        for number, cells in rows:
            about = cells.get(reference, Cell()).written.strip()
            answers = {
                place: (columns[place], cell)
                for place, cell in cells.items()
                if place in columns and columns[place] not in LOCKED
            }
            self._row(page, number, address(reference, number), about, answers)
        for place in sorted({place for _, cells in rows for place in cells} - columns.keys()):
            self.tell(
                f"{page.name}!{address(place, 1)}",
                "this is no heading of the sheet, so what stands below it was left out: give the "
                f"column its heading again, or {AGAIN}",
            )

    def _row(
        self,
        page: Page,
        number: int,
        at: str,
        about: str,
        cells: Mapping[int, tuple[str, Cell]],
    ) -> None:
        """One row: what was filled into its cells since the workbook was made."""
        marks = self.marks.get(about, {})
        filled = dict(self._changed(page, number, about, cells, marks))
        if not filled:
            return
        place = f"{page.name}!{at}"
        question = question_named(self.questions, about) if about else None
        if question is None or question.form_class not in page.forms:
            name = f"“{about[:LONGEST_NAME]}” is not asked" if about else "nothing is asked"
            self.tell(place, f"{name} here, so the row was left out: {AGAIN}")
        elif about in self.seen:
            self.tell(
                place,
                f"“{about}” stands in {self.seen[about]} already, so this row was left out: keep "
                "one of them",
            )
        else:
            self.seen[about] = place
            answers = dict(self._answers(filled, boxes_of(question)))
            if answers:
                self.answers[about] = answers

    def _changed(
        self,
        page: Page,
        number: int,
        about: str,
        cells: Mapping[int, tuple[str, Cell]],
        marks: Mapping[str, str],
    ) -> Iterator[tuple[str, tuple[str, Cell]]]:
        """The boxes that do not hold what they held: each with its place and its cell."""
        for column, (name, cell) in cells.items():
            text = written(cell)
            held = marks.get(name, "")
            if text in (NOT_ASKED, TOO_LONG):
                continue
            if text and mark_of(self.questions.ours, about, name, text, like=held) == held:
                continue
            yield name, (f"{page.name}!{address(column, number)}", cell)

    def _answers(
        self, filled: Mapping[str, tuple[str, Cell]], boxes: Mapping[str, Box]
    ) -> Iterator[tuple[str, str]]:
        """The text of each box; a cell that cannot be taken is told."""
        for name, (place, cell) in filled.items():
            try:
                if name not in boxes:
                    raise ValueError("this is not asked here: empty the cell")
                text = text_for(boxes[name], cell)
            except ValueError as problem:
                self.tell(place, f"{problem}. The cell was left out")
                continue
            self.left -= len(text)
            if self.left < 0:
                raise NotRead(
                    f"the answers have more than {MOST_CHARACTERS:,} characters: shorten them"
                )
            if cell.formula:
                self.note(place, f"this is a formula, and what it gave is taken: {text[:100]}")
            yield name, text


# Cells ---------------------------------------------------------------------------------------


def written(cell: Cell) -> str:
    """A cell as the workbook's maker wrote it: numbers without noise, lines broken in one way."""
    if isinstance(cell.value, Decimal | int) and not isinstance(cell.value, bool):
        return number_text(cell)
    return plain(cell.written)


def number_text(cell: Cell) -> str:
    """A number cell as somebody would type it: 17.399999999999999 is 17.4, 0.178 may be 17.8%."""
    scale, mark = (100, "%") if cell.percent else (1, "")
    try:
        number = read_number(read_number(cell.value) * scale)
    except NotANumber:
        return cell.written
    return f"{number:f}{mark}"


def text_for(box: Box, cell: Cell) -> str:
    """The text that a cell puts into a box. Raises ValueError, saying what to do."""
    if cell.trouble:
        raise ValueError(cell.trouble)
    text = written(cell)
    if not can_be_kept(text):
        raise ValueError("there is a character in it that cannot be kept: write the text again")
    if box.kind == Kind.DATE:
        return read_day(cell)
    if isinstance(cell.value, date):
        raise ValueError(
            f"the spreadsheet made a date of this ({write_date(cell.value)}): format the cell as "
            "text, and write it again"
        )
    return chosen(box, text) if box.choices else text


def can_be_kept(text: str) -> bool:
    """Whether a database keeps every character of the text."""
    try:
        return b"\x00" not in text.encode()
    except UnicodeEncodeError:
        return False


def read_day(cell: Cell) -> str:
    """A date cell, or a date in words. Raises ValueError for what would have to be guessed."""
    try:
        return read_date(cell.value if isinstance(cell.value, date) else cell.written).isoformat()
    except NotADate as problem:
        raise ValueError(str(problem)) from None


def chosen(box: Box, text: str) -> str:
    """The label of the choice that was written, in any case. Raises ValueError."""
    wanted = folded(text)
    labels = {folded(label): label for label in box.choices}
    labels |= {folded(key): label for label, key in box.choices.items() if folded(key)}
    if box.kind == Kind.TICK:
        labels |= TRUE
    if wanted not in labels:
        words = any_of(list(box.choices))
        raise ValueError(f"“{text[:LONGEST_NAME]}” is not one of the words here: choose {words}")
    return labels[wanted]
