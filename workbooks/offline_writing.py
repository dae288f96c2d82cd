"""Writing a return as a workbook to be filled without a connection.

Cells to fill are open, all others locked, without a password. Text never becomes a formula or a
link. Hidden sheets carry the lists to choose from, whose return it is, and a mark of what each
box held.
"""

import io
import re
from datetime import date, datetime
from decimal import Decimal, InvalidOperation

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from periods.dates import write_date, write_day
from plans.models import MilestoneUpdate
from returns.asked import TITLES
from returns.forms import NothingForm, OneOf, SummaryForm
from returns.models import Return
from returns.questions import Question, Questionnaire
from sheets.cells import LONGEST_TEXT, address, escape
from workbooks.exporting import LONGEST_HINT, MOST_DIGITS, RESTRICTED
from workbooks.offline import PAGES, Box, Kind, Page, asked_on, boxes_of, labelled, mark_of, plain
from workbooks.start_sheet import HEADING, LOCKED, OPEN, PLAIN, PROTECTED, write_start

WORDS, OURS = "Words", "LAA Tracker"
FORMAT = "1"
REFERENCE, ASKED, BEFORE = "Reference", "What is asked", "What stood before"
FILL_IN = "Fill in: "
FIRST_BOX = 3  # columns before the first box: reference, what is asked, what stood before
NOT_ASKED = "not asked"
TOO_LONG = "This is too long for a cell: it stays in the return as it is. Change it there."
WIDTHS = {
    Kind.WORDS: 40,
    Kind.COUNT: 14,
    Kind.VALUE: 14,
    Kind.CHOICE: 22,
    Kind.TICK: 16,
    Kind.DATE: 20,
}
EARLIEST = date(1901, 1, 1)  # spreadsheets do not agree about days before
LONGEST_TITLE = 32
_NUMBER = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]*[1-9])?")


def write_return(
    ours: Return, questions: Questionnaire, *, where: str, made: datetime, by
) -> bytes:
    """The return as a workbook; `where` is the address at which it is brought back."""
    out = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    writer = _Writer(xlsxwriter.Workbook(out, options), ours, questions)
    writer.start(where, made, by)
    for page in PAGES:
        writer.page(page)
    writer.finish()
    return out.getvalue()


class _Writer:
    """Writes one workbook, sheet by sheet."""

    def __init__(self, book: xlsxwriter.Workbook, ours: Return, questions: Questionnaire) -> None:
        self._book, self._ours, self._questions = book, ours, questions
        self._name = f"{ours.plan.reference} return for {ours.quarter.calendar.long_label}"
        self._formats: dict[str, Format] = {}
        self._lists: dict[tuple[str, ...], str] = {}
        self._marks: list[tuple[str, str, str]] = []
        self._restricted = any("prospect" in each.hints for each in questions)
        about = {"title": self._name} | ({"comments": RESTRICTED} if self._restricted else {})
        book.set_properties(about)

    # Looks --------------------------------------------------------------------------------

    def _look(self, name: str, **more) -> Format:
        if name not in self._formats:
            self._formats[name] = self._book.add_format(PLAIN | more)
        return self._formats[name]

    def _heading(self) -> Format:
        return self._look("heading", **HEADING)

    def _locked(self) -> Format:
        return self._look("locked", **LOCKED)

    def _open(self, box: Box) -> Format:
        """A cell to fill. Text that a program might run stays text when it is edited, too."""
        number = {Kind.DATE: "d mmmm yyyy", Kind.COUNT: "General", Kind.VALUE: "General"}
        shown_as = number.get(box.kind, "@")
        look = {**OPEN, "num_format": shown_as, "align": "left"}
        if escape(box.text) != box.text:
            return self._look(f"risky {shown_as}", **look, quote_prefix=True)
        return self._look(shown_as, **look)

    # The sheet that explains ----------------------------------------------------------------

    def start(self, where: str, made: datetime, by) -> None:
        explained = self._explained(where, made, by)
        sheet = write_start(self._book, self._name, explained, self._meanings())
        self._print(sheet, landscape=False)

    def _explained(self, where: str, made: datetime, by) -> list[tuple[str, str]]:
        due = self._ours.quarter.due
        return [
            ("Plan", f"{self._ours.plan.reference}: {self._ours.plan.title}"),
            ("Quarter", self._ours.quarter.calendar.long_label),
            ("Due", write_day(due) if due else "No date is set"),
            ("Made", f"{write_date(made.date())} at {made:%H:%M}, for {by.name or by.email}"),
            (
                "What to fill in",
                "On each of the next sheets, the columns whose headings begin with “Fill in”; the "
                "cells are light yellow. One row is one question. All other cells are locked, "
                "without a password. What is in the return already stands in its cells.",
            ),
            (
                "What you may leave out",
                "Fill in what you can, in any order. A cell that you leave blank, or as it was, "
                "changes nothing in the return. To empty an answer, do that in the return itself.",
            ),
            (
                "When you have a connection",
                f"Save the file as it is (.xlsx), and bring it at {where}. You see what would "
                "change in the return before anything does.",
            ),
            (
                "If the answers are not right yet",
                "They are kept as you wrote them, right or wrong. The return then says what is "
                "still to do, and you hand it in there.",
            ),
            (
                "If the return was changed meanwhile",
                "Where somebody else answered the same question since this file was made, you see "
                "both answers and choose. Nothing is overwritten unseen.",
            ),
            (
                "If something goes wrong",
                "Bring the file again: twice does no harm. Where a sheet, a heading or a reference "
                "was changed by mistake, download a new workbook from the return and copy your "
                "answers into it.",
            ),
        ]

    def _meanings(self) -> list[tuple[str, list[tuple[str, str]]]]:
        """What the words to choose from mean, list by list."""
        found = {}
        for page in PAGES:
            for name in page.boxes:
                for form in page.forms:
                    asked = form.base_fields.get(name)
                    if isinstance(asked, OneOf) and asked.hints:
                        labels = dict(labelled(asked))
                        words = [(labels[key], text) for key, text in asked.hints.items()]
                        found[f"{page.name}: {page.heading(name)}"] = words
        return [
            (heading, words) for heading, words in found.items() if not heading.startswith("New ")
        ]

    # The sheets to fill ----------------------------------------------------------------------

    def page(self, page: Page) -> None:
        asked = asked_on(page, self._questions)
        boxes = [boxes_of(each) for each in asked]
        used = set().union(*boxes)
        names = [each for each in page.boxes if each in used or not asked]
        sheet = self._book.add_worksheet(page.name)
        self._lay_out(sheet, page, names, boxes)
        headings = [REFERENCE, ASKED, BEFORE, *(FILL_IN + page.heading(each) for each in names)]
        for place, heading in enumerate(headings):
            sheet.write_string(0, place, heading, self._heading())
        if not asked:
            sheet.write_string(1, 1, "Nothing is asked here this quarter.", self._locked())
        for row, (question, theirs) in enumerate(zip(asked, boxes, strict=True), start=1):
            self._row(sheet, row, question, names, theirs)
        sheet.protect("", PROTECTED)

    def _lay_out(self, sheet: Worksheet, page: Page, names: list[str], boxes: list[dict]) -> None:
        sheet.set_column(0, 0, 20)
        sheet.set_column(1, 1, 48)
        sheet.set_column(2, 2, 36)
        for place, name in enumerate(names, start=FIRST_BOX):
            kind = next((each[name].kind for each in boxes if name in each), Kind.WORDS)
            sheet.set_column(place, place, max(WIDTHS[kind], len(page.heading(name)) // 2 + 6))
        sheet.freeze_panes(1, 2)
        sheet.repeat_rows(0)
        self._print(sheet, landscape=True)

    def _print(self, sheet: Worksheet, *, landscape: bool) -> None:
        sheet.set_paper(9)  # A4
        if landscape:
            sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        printed = self._name.replace("&", "&&")
        sheet.set_header(f"&L{printed}" + (f"&R{RESTRICTED}" if self._restricted else ""))
        sheet.set_footer("&L&A&RPage &P of &N")

    def _row(
        self, sheet: Worksheet, row: int, question: Question, names: list[str], boxes: dict
    ) -> None:
        for place, text in enumerate(
            (question.about, asked_words(question, boxes), before_words(question))
        ):
            sheet.write_string(row, place, plain(text)[:LONGEST_TEXT], self._locked())
        for place, name in enumerate(names, start=FIRST_BOX):
            box = boxes.get(name)
            if box is None or len(box.text) > LONGEST_TEXT:
                sheet.write_string(row, place, TOO_LONG if box else NOT_ASKED, self._locked())
                continue
            self._cell(sheet, row, place, box)
            if help_ := self._help(box):
                sheet.data_validation(row, place, row, place, help_)
            if box.text:
                mark = mark_of(self._ours, question.about, name, box.text)
                self._marks.append((question.about, name, mark))

    def _cell(self, sheet: Worksheet, row: int, place: int, box: Box) -> None:
        look = self._open(box)
        if not box.text:
            sheet.write_blank(row, place, None, look)
        elif box.kind == Kind.DATE and (day := _day(box.text)):
            sheet.write_datetime(row, place, day, look)
        elif box.kind in (Kind.COUNT, Kind.VALUE) and _is_number(box.text):
            sheet.write_number(row, place, Decimal(box.text), look)
        else:
            sheet.write_string(row, place, box.text, look)

    def _help(self, box: Box) -> dict:
        """What the cell takes, and what it says to whoever is in it or writes something else."""
        said: dict = {}
        if box.choices:
            said = {
                "validate": "list",
                "source": self._list(tuple(box.choices)),
                "error_title": "Choose from the list",
                "error_message": "Choose one of the words in the list of this cell.",
            }
        elif box.kind == Kind.DATE:
            said = {
                "validate": "date",
                "criteria": ">=",
                "value": EARLIEST,
                "error_title": "A date",
                "error_message": "Write a date with its year, such as 29 January 2010.",
            }
        elif box.kind == Kind.COUNT:
            said = {
                "validate": "integer",
                "criteria": ">=",
                "value": 0,
                "error_title": "A whole number",
                "error_message": "Write a whole number, 0 or more.",
            }
        if box.hint:
            said = {"validate": "any"} | said
            said |= {
                "input_title": _cut(box.label, LONGEST_TITLE),
                "input_message": _cut(box.hint, LONGEST_HINT),
            }
        return said

    def _list(self, words: tuple[str, ...]) -> str:
        """Where a list of words stands: in a column of a hidden sheet."""
        if words not in self._lists:
            column = re.sub(r"\d", "", address(len(self._lists) + 1, 1))
            self._lists[words] = f"={WORDS}!${column}$1:${column}${len(words)}"
        return self._lists[words]

    # The hidden sheets -------------------------------------------------------------------------

    def finish(self) -> None:
        words = self._book.add_worksheet(WORDS)
        for place, each in enumerate(self._lists):
            words.write_column(0, place, each, self._look("plain"))
        words.hide()
        words.protect()
        self._ours_sheet()
        self._book.close()

    def _ours_sheet(self) -> None:
        """Whose return it is, and what its boxes held."""
        plan, quarter = self._ours.plan, self._ours.quarter.calendar
        rows = [
            ("Return workbook", FORMAT, ""),
            ("Plan", plan.slug, plan.reference),
            ("Quarter", quarter.slug, quarter.long_label),
            *self._marks,
        ]
        sheet = self._book.add_worksheet(OURS)
        for number, row in enumerate(rows):
            for place, text in enumerate(row):
                sheet.write_string(number, place, text)
        sheet.hide()
        sheet.protect()


def _cut(text: str, longest: int) -> str:
    return text if len(text) <= longest else f"{text[: longest - 1]}…"


def _day(text: str) -> date | None:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if day >= EARLIEST else None


def _is_number(text: str) -> bool:
    """Whether a cell that holds the number gives back the same text."""
    if not _NUMBER.fullmatch(text) or text == "-0":
        return False
    try:
        return len(Decimal(text).as_tuple().digits) <= MOST_DIGITS
    except InvalidOperation:
        return False


# In words -------------------------------------------------------------------------------------


def asked_words(question: Question, boxes: dict[str, Box]) -> str:
    """What a row asks, in the words of the browser's page."""
    hints = question.hints
    lines = [question.title]
    if "prospect" in hints:
        lines = [f"{question.title}: {hints['wanted']} figure for {hints['period'].described}"]
        names = {"numerator": "Numerator", "denominator": "Denominator", "value": "Value"}
        lines += [
            f"{words}: {boxes[name].label.removeprefix('Or ')}"
            for name, words in names.items()
            if name in boxes
        ]
    elif "milestone" in hints:
        lines.append(f"Of action {hints['milestone'].action.number}")
    elif action := hints.get("action"):
        lines += said("Success measure", action.success_measure) + said("When", action.when)
    elif risk := hints.get("risk"):
        lines += said("How managed", risk.how_managed)
    elif dependency := hints.get("dependency"):
        lines += said("Arrangement", dependency.arrangement)
    elif question.form_class is NothingForm:
        return (
            f"{TITLES[question.section]}: is there nothing to report? Then all that is not "
            "answered there stands as it did last quarter."
        )
    elif question.form_class is SummaryForm:
        lines.append(boxes["summary"].hint)
    if question.is_proposal and question.draft is None:
        lines.append("Leave the row blank if there is none.")
    if isinstance(question.record, MilestoneUpdate) and not question.must:
        lines.append("Not due yet: answer only if there is something to say.")
    return "\n".join(lines)


def said(what: str, text: str) -> list[str]:
    return [f"{what}: {text}"] if text else []


def before_words(question: Question) -> str:
    """What stood last quarter; of a figure also its baseline, its target, and what was reported."""
    prospect, before = question.hints.get("prospect"), question.before
    if isinstance(before, MilestoneUpdate):
        return "\n".join(
            said("Moved to", write_date(before.now_due) if before.now_due else "")
            + said("Because", before.reason)
        )
    if prospect is None:
        return question.before_words
    period = question.hints["period"]
    lines = said("Baseline", prospect.baseline) + said("Target", prospect.target_of(period))
    for past in prospect.past(period):
        counts = f" ({past.counts})" if past.counts else ""
        lines.append(f"{past.period}, {past.standing}: {past.text}{counts}")
    if before is not None:
        lines += said("Why it was off target", before.why)
        lines += said("What was being done", before.being_done)
        lines += said("Back on track", before.back_on_track)
        lines += said("Help needed", before.help_needed)
    return "\n".join(lines)
