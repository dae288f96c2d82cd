"""From a document's tables and paragraphs to records: which part of the plan says what where.

A table is known by its headings, wherever in it they stand; one that goes on after a page break,
with its headings again or without, is one table.  No Django in here.
"""

import re
from dataclasses import dataclass

from indicators import measuring
from workbooks.documents.below import read_below, read_list
from workbooks.documents.exports import (
    AS_AT,
    CAPTION,
    NOT_CARRIED,
    OURS,
    STANDING,
    WITHHELD,
    as_at,
    marks_of,
)
from workbooks.documents.headings import (
    CALLED,
    HEADINGS,
    NO_YEAR,
    ONE_OF_EACH,
    TARGET,
    Kind,
    free_roles,
    is_only_a_year,
    is_section,
    label_in,
    period_in,
    question_in,
    role_of,
)
from workbooks.documents.layout import YES_OR_NO, Layout, Record
from workbooks.documents.questions import LEAVE_OUT, Asking, Choice
from workbooks.documents.wording import (
    SUGGESTED,
    folded,
    likeness,
    says_nothing,
    shortened,
    tokens,
)
from workbooks.reading.documents import Document, Grid, Part, Words

EACH = "each cell"
_PAGE = re.compile(r"(?:.* · )?(?:page )?[0-9]+(?: of [0-9]+)?", re.IGNORECASE)
_ROW_NUMBER = re.compile(r"[A-Za-z]{0,3} ?[0-9]{1,3}[.)]?")
_PAGE_NUMBER = re.compile(r"page [0-9]+ of [0-9]+", re.IGNORECASE)


def lay_out(document: Document, asking: Asking) -> Layout:
    """Find every part of the plan in the document."""
    walk = _Walk(asking, document)
    for block in document.blocks:
        walk.take(block)
    return walk.layout


@dataclass(frozen=True)
class _Column:
    start: int
    end: int
    role: str

    def overlap(self, part: Part) -> int:
        return min(self.end, part.column + part.width) - max(self.start, part.column)


class _Walk:
    """Goes through the document, and remembers where in the form it is."""

    def __init__(self, asking: Asking, document: Document) -> None:
        self._asking = asking
        self.layout = Layout(as_at=as_at(document))
        self._marks = marks_of(document)
        self._tables_left = len(document.grids)
        # What headings that the form does not have were said to be.
        self._named: dict[tuple[Kind, str], str] = {}
        self._expecting: Kind | None = None
        self._kind: Kind | None = None
        self._columns: list[_Column] = []
        self._about = ""
        self._words_since = False
        self._last_grid = ""
        self._answered_in_table: Kind | None = None
        self._answered_by_items = False
        self._ended = False

    def take(self, block: Words | Grid) -> None:
        if isinstance(block, Words):
            self._ended = self._ended or bool(
                self.layout.is_ours and block.heading and STANDING.fullmatch(block.text)
            )
            if self._ended and not block.beside:
                self._leave_words(block)
            else:
                self._take_words(block)
            return
        self._tables_left -= 1
        if self._ended:
            if listed := read_list(block):
                self.layout.listed.setdefault(*listed)
            for row in filter(None, block.rows):
                self._leave_row(row)
        else:
            self._take_grid(block)

    # Where the plan stands: what our document says of that is known here; words that were added
    # or changed are not.

    def _leave_words(self, words: Words) -> None:
        """Files of before have no marks of their words: what was added is what comes last."""
        self._tell_what_is_left()
        if self._marks.know(words.text) if self._marks else self._tables_left > 0:
            self.layout.beyond.add(words.place)
        else:
            self.layout.standing.add(words.place)

    def _leave_row(self, row: list[Part]) -> None:
        self._tell_what_is_left()
        unknown = {part.place: part for part in self._marks.unknown_in(row)} if self._marks else {}
        self.layout.beyond |= {part.place for part in row} - unknown.keys()
        self.layout.standing |= unknown.keys()
        for place, part in unknown.items():
            if not part.text.strip():
                self.layout.notes.append(
                    f"{place} was emptied, and says where the plan stands: that is not read again, "
                    "and stays here as it is"
                )

    def _tell_what_is_left(self) -> None:
        if not self.layout.beyond:
            self.layout.notes.append(
                "the document was made here: what it says of where the plan stands is not read "
                "again"
            )
            self.layout.notes.append(NOT_CARRIED)

    # Paragraphs

    def _take_words(self, words: Words) -> None:
        if words.beside:
            if _PAGE.fullmatch(words.text) or self._is_our_page(words):
                self.layout.form.add(words.place)
            return
        if self.layout.is_ours and not words.heading and self._answers(words):
            return
        kind = question_in(words.text, short=bool(words.heading) or words.text.isupper())
        if kind:
            self._expecting, self._kind = kind, None
            self.layout.asked.add(kind)
            self.layout.form.add(words.place)
        elif is_section(words.text):
            self._expecting, self._kind = None, None
            self.layout.form.add(words.place)
        elif self.layout.is_ours and self._is_ours(words):
            self.layout.form.add(words.place)
        elif self._says_something(words):
            pass
        elif _PAGE_NUMBER.fullmatch(words.text) or (self._expecting and says_nothing(words.text)):
            self.layout.form.add(words.place)
        else:
            self.layout.titles.append(words)
        self._words_since = True

    def _says_something(self, words: Words) -> bool:
        """Whether the paragraph answers a question, or says what its label is."""
        if not words.heading and self._answers(words):
            return True
        return not self.layout.is_ours and self._take_labelled(words)

    def _take_labelled(self, words: Words) -> bool:
        """Whether the paragraph is a line such as "Prepared by: Julie Elliott", or several."""
        said: list[tuple[str, Kind, str, list[str]]] = []
        for piece in re.split(r"[\t\n]+", words.text):
            before, colon, rest = piece.partition(":")
            label = label_in(before)
            if label and (colon or not said or said[-1][3]):
                said.append((before, *label, [rest.strip()] if rest.strip() else []))
            elif said:
                said[-1][3].append(piece.strip())
            else:
                return False
        self.layout.headed += [(kind, words.place) for _, kind, _, _ in said]
        fresh = [each for each in said if each[3] and not self._is_said(*each[1:3])]
        for before, kind, role, lines in fresh:
            self.layout.labels.setdefault(words.place, []).append(before)
            if not self.layout.of(kind):
                self.layout.records.append(Record(kind, {}))
            self.layout.of(kind)[-1].parts[role] = [Part("\n".join(lines), words.place, 0)]
        return bool(fresh)

    def _is_said(self, kind: Kind, role: str) -> bool:
        return any(role in record.parts for record in self.layout.of(kind))

    def _is_our_page(self, words: Words) -> bool:
        """Whether it is the head or foot of a page as our exports write it."""
        is_page = self.layout.is_ours and words.place.startswith("Page ")
        return is_page and (not self._marks or self._marks.know(words.text))

    def _answers(self, words: Words) -> bool:
        """Whether the paragraph answers a question that has no table.

        What stands below a table that answered it already is something else, whatever it is.
        """
        if self._expecting not in (Kind.EQUALITY, Kind.PERFORMANCE):
            return False
        if self._answered_in_table == self._expecting and not self.layout.is_ours:
            self._expecting = None
            return False
        if not self.layout.is_ours and not self._goes_on(self._expecting, words):
            self._expecting = None
            return False
        self._answer([Part(words.text, words.place, 0)])
        self._answered_by_items = words.item
        return True

    def _goes_on(self, kind: Kind, words: Words) -> bool:
        """Whether a further paragraph belongs to the answer: a list goes on, all else is asked."""
        answered = self.layout.of(kind)
        if not answered or (words.item and self._answered_by_items):
            return True
        before = " ".join(answered[0].text("answer").split())
        answer = self._asking.ask(
            "more of the answer",
            words.place,
            f"Does this paragraph belong to the answer about {CALLED[kind]}, “{before[:80]}”?",
            "yes",
            choices=YES_OR_NO,
            about=words.text,
        )
        return answer == "yes"

    def _is_ours(self, words: Words) -> bool:
        """Whether it is a line that our exports write around the plan's own words."""
        if caption := CAPTION.fullmatch(words.text):
            self._about = caption[1]
            return True
        if line := read_below(words):
            self.layout.below.append(line)
            return True
        self.layout.is_withheld = self.layout.is_withheld or words.text in WITHHELD
        return words.text in OURS or bool(AS_AT.fullmatch(words.text))

    def _answer(self, parts: list[Part]) -> None:
        """Words that answer a question of the form which has no table."""
        said = [each for each in parts if each.text.strip()]
        if self._expecting is None or not said:
            return
        found = self.layout.of(self._expecting)
        if not found and len(said) == 1 and self._is_no_answer(said[0].text):
            self.layout.form.add(said[0].place)
            self.layout.answered_with_nothing.add(self._expecting)
            return
        if found:
            found[0].parts["answer"] += said
        else:
            self.layout.records.append(Record(self._expecting, {"answer": said}))

    def _is_no_answer(self, text: str) -> bool:
        """Whether a first line says that there is nothing. Ours say "stated"; a dash is a line."""
        return says_nothing(text) and (not self.layout.is_ours or "stated" in text.casefold())

    # Tables

    def _take_measures(self, grid: Grid) -> bool:
        """Whether it is our own table of how an indicator is measured."""
        if not self.layout.is_ours or not grid.rows:
            return False
        heading, *of = grid.rows[0]
        if heading.text != measuring.HEADING or len(of) != 1:
            return False
        said = self.layout.measured.setdefault(of[0].text, {})
        self.layout.form |= {heading.place, of[0].place}
        for label, *cells in grid.rows[1:]:
            if label.text in measuring.LABELS and len(cells) == 1:
                said[measuring.LABELS[label.text]] = cells[0]
                self.layout.form.add(label.place)
        return True

    def _take_grid(self, grid: Grid) -> None:
        if self._take_measures(grid):
            return
        goes_on = None if self._words_since else self._kind
        columns_before, about = self._columns, self._last_grid
        self._kind, self._columns = None, []
        seen: set[str] = set()
        waiting = goes_on
        for number, row in enumerate(grid.rows, start=1):
            fresh = [part for part in row if part.place not in seen and part.text.strip()]
            seen |= {part.place for part in row}
            if self.layout.is_ours and 0 < grid.headings < number:
                self._take_row(row, fresh, number)
                continue
            cells = self._without_questions(fresh)
            if not cells:
                continue
            if self._take_headings(cells, goes_on, grid) or self._take_pairs(cells, number):
                waiting = None
            elif self._expecting in (Kind.EQUALITY, Kind.PERFORMANCE) and not self._kind:
                self._answer(cells)
                self._answered_in_table = self._expecting
                waiting = None
            elif self._kind or self._is_more_of(waiting, columns_before, row, grid, about):
                waiting = None
                self._take_row(row, cells, number)
        self._words_since = False
        self._last_grid = grid.place

    def _without_questions(self, cells: list[Part]) -> list[Part]:
        """The cells but for the form's questions, which say what to expect beside them."""
        rest = []
        for part in cells:
            kind = question_in(part.text, short=len(cells) <= 2 and part is cells[0])
            if kind is None:
                rest.append(part)
                continue
            self.layout.form.add(part.place)
            if kind != self._kind:
                self._expecting, self._kind = kind, None
        return rest

    def _take_headings(self, cells: list[Part], goes_on: Kind | None, grid: Grid) -> bool:
        """Whether the row is one of headings; from here on the table is known by them."""
        if self._take_second_headings(cells):
            return True
        kind, roles = _best_match(cells, self._expecting)
        if kind is None:
            return False
        if goes_on == kind and kind not in ONE_OF_EACH and not self._columns:
            self.layout.notes.append(
                f"{grid.place} repeats the headings of the {CALLED[kind]}: its rows are read as "
                "more of them"
            )
        elif self._kind == kind and kind not in ONE_OF_EACH:
            self.layout.notes.append(f"{cells[0].place}: headings that repeat are left out")
        roles |= self._asked_headings(kind, roles, cells, grid)
        self._kind, self._expecting = kind, None
        self.layout.tables.add(kind)
        self.layout.headed.append((kind, cells[0].place))
        self._columns = []
        for part in cells:
            if role := roles.get(part.place):
                self._columns.append(_Column(part.column, part.column + part.width, role))
                self.layout.form.add(part.place)
        return True

    def _asked_headings(
        self, kind: Kind, roles: dict[str, str], cells: list[Part], grid: Grid
    ) -> dict[str, str]:
        """What the person says that columns with headings of their own are."""
        found: dict[str, str] = {}
        for part in cells:
            if kind == Kind.TARGETS or part.place in roles or not tokens(part.text):
                continue
            key = (kind, folded(part.text))
            if key not in self._named:
                free = free_roles(kind, [*roles.values(), *found.values()])
                self._named[key] = self._ask_heading(kind, part, free, grid)
            if self._named[key] != EACH:
                found[part.place] = self._named[key]
        return found

    def _ask_heading(self, kind: Kind, part: Part, free: dict[str, str], grid: Grid) -> str:
        below = (each for row in grid.rows for each in row if each.column == part.column)
        said = [each.text for each in below if each.text.strip() and each.place != part.place]
        alike = [
            role
            for role in free
            if any(likeness(part.text, each) >= SUGGESTED for each in HEADINGS[kind][role])
        ]
        suggested = (alike or list(free) if len(free) == 1 else alike)[:1]
        return self._asking.ask(
            "heading",
            part.place,
            f"“{shortened(part.text)}” heads a column of the {CALLED[kind]}: what stands in it?",
            suggested[0] if suggested else LEAVE_OUT,
            choices=(
                *(Choice(role, heading) for role, heading in free.items()),
                Choice(LEAVE_OUT, "None of these: leave the column out"),
                Choice(EACH, "None of these: ask about what stands in each of its cells"),
            ),
            about=" | ".join(dict.fromkeys(said)),
        )

    def _take_second_headings(self, cells: list[Part]) -> bool:
        """The years that stand in a row of their own under "Target"."""
        if self._kind != Kind.TARGETS or self.layout.of(Kind.TARGETS):
            return False
        years = [part for part in cells if is_only_a_year(part.text)]
        if len(years) != len(cells) or len(years) < 2:
            return False
        covered = {part.place for part in years}
        self._columns = [
            each for each in self._columns if not any(each.overlap(part) > 0 for part in years)
        ]
        for part in years:
            role = f"{TARGET}{period_in(part.text)}"
            self._columns.append(_Column(part.column, part.column + part.width, role))
        self.layout.form |= covered
        return True

    def _take_pairs(self, cells: list[Part], number: int) -> bool:
        """A row such as "Prepared by | Julie Elliott | Date | July 2009"."""
        if self._kind and self._kind not in ONE_OF_EACH:
            return False
        found: list[tuple[Kind, str, Part]] = []
        label: tuple[Kind, str] | None = None
        labels: list[Part] = []
        for part in cells:
            if as_label := _label(part):  # a label right after another has nothing to say
                label = as_label
                labels.append(part)
            elif label:
                found.append((*label, part))
                label = None
            else:
                return False
        if not found:
            return False
        self.layout.headed.append((found[0][0], labels[0].place))
        for kind, role, part in found:
            self._add(kind, {role: [part]}, number, one=True)
        self.layout.form |= {part.place for part in labels}
        return True

    def _is_more_of(
        self, kind: Kind | None, columns: list[_Column], row: list[Part], grid: Grid, before: str
    ) -> bool:
        """Whether a table without headings goes on from the one before it: the person is asked."""
        if kind is None or kind in ONE_OF_EACH or len(row) != len(columns):
            return False
        answer = self._asking.ask(
            "goes on",
            grid.place,
            f"{grid.place} has no headings: do its rows go on from the {CALLED[kind]} in {before}?",
            "yes",
            choices=YES_OR_NO,
            about=" | ".join(part.text for part in row),
        )
        if answer == "yes":
            self._kind = kind
            self._columns = [
                _Column(part.column, part.column + part.width, column.role)
                for part, column in zip(row, columns, strict=True)
            ]
        return answer == "yes"

    def _take_row(self, row: list[Part], fresh: list[Part], number: int) -> None:
        """A row of what the headings name; a cell that reaches down says the same in each row."""
        if self._kind is None or not fresh or self._is_heading_of_rows(row):
            return
        parts: dict[str, list[Part]] = {}
        for part in row:
            column = max(self._columns, key=lambda each: each.overlap(part), default=None)
            if not column or column.overlap(part) <= 0 or part.place in self.layout.form:
                continue
            if column.role == LEAVE_OUT:
                self.layout.beyond.add(part.place)
            elif column.role == "number" and _ROW_NUMBER.fullmatch(part.text.strip()):
                self.layout.form.add(part.place)
                parts.setdefault(column.role, []).append(part)
            else:
                parts.setdefault(column.role, []).append(part)
        said = [part for cells in parts.values() for part in cells if part.text.strip()]
        self.layout.shared |= {part.place for part in said} - {part.place for part in fresh}
        if said and all(says_nothing(part.text) for part in said):
            self.layout.form |= {part.place for part in said}
        elif said:
            self._add(self._kind, parts, number, one=self._kind in (Kind.PREPARED, Kind.SUMMARY))

    def _is_heading_of_rows(self, row: list[Part]) -> bool:
        """Whether one cell over the whole table is a heading of the rows below it: it is asked."""
        part, kind = row[0], self._kind
        over_all = all(each.overlap(part) > 0 for each in self._columns)
        if kind is None or kind in ONE_OF_EACH or len(row) > 1 or not over_all:
            return False
        if len(self._columns) < 2:
            return False
        answer = self._asking.ask(
            "heading of rows",
            part.place,
            f"“{shortened(part.text)}” stands alone across the {CALLED[kind]}: is it a "
            "heading of the rows below it?",
            "yes",
            choices=YES_OR_NO,
            about=part.text,
        )
        if answer == "yes":
            self.layout.beyond.add(part.place)
        return answer == "yes"

    def _add(self, kind: Kind, parts: dict[str, list[Part]], number: int, *, one: bool) -> None:
        """A new record, or more of the only one of its kind; what is said twice stays unread."""
        self.layout.tables.add(kind)
        record = self.layout.records[-1] if self.layout.records else None
        found = self.layout.of(kind)
        if one and found:
            record = found[-1]
            if not parts.keys() & record.parts.keys():
                record.parts |= parts
                return
            if kind in (Kind.PREPARED, Kind.SUMMARY):
                for role in parts.keys() - record.parts.keys():
                    record.parts[role] = parts[role]
                return
        self.layout.records.append(Record(kind, parts, number, self._about))


def _best_match(cells: list[Part], expected: Kind | None) -> tuple[Kind | None, dict[str, str]]:
    """The table whose headings these are, and the role of each cell by its place."""
    best: tuple[float, Kind | None, dict[str, str]] = (0, None, {})
    for kind in HEADINGS:
        roles: dict[str, str] = {}
        for part in cells:
            role = role_of(kind, part.text)
            if kind == Kind.TARGETS and role == "designation":
                _make_way(roles)
            if role and role not in roles.values():
                roles[part.place] = role
        score = len(roles) + (0.5 if kind == expected else 0)
        enough = len(roles) >= 2 and len(roles) * 2 > len(cells)
        if enough and score > best[0]:
            best = (score, kind, roles)
    return best[1], best[2]


def _make_way(roles: dict[str, str]) -> None:
    """Of two columns called Target, the last says what kind the targets are."""
    for place, role in roles.items():
        if role == "designation":
            roles[place] = NO_YEAR


def _label(part: Part) -> tuple[Kind, str] | None:
    """What a cell says of the cell beside it, where it is a label."""
    for kind in ONE_OF_EACH:
        if role := role_of(kind, part.text):
            return kind, role
    return None
