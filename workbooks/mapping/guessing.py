"""Guessing what each column of somebody's sheet is, each guess with its reason.

A guess is shown and confirmed, never followed unseen.  No Django in here.
"""

import re
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import NamedTuple

from periods.calendar import NotAPeriod, read_quarter
from sheets.cells import Cell
from sheets.problems import any_of
from workbooks.mapping import synonyms
from workbooks.mapping.codes import code_in, is_code
from workbooks.mapping.description import Layout, Use, folded
from workbooks.mapping.fields import (
    CODE_AND_TITLE,
    COUNTS,
    FIGURE,
    INDICATOR,
    OWN_QUARTER,
    PERIOD,
    QUARTER,
    ROW_KIND,
    YEAR,
    Fields,
)
from workbooks.mapping.grid import Grid
from workbooks.mapping.heading_words import Rows, headings_of, titles_of
from workbooks.mapping.headings import Headings, find_headings
from workbooks.mapping.known import RULES, Topic, figure_kind, is_known_heading
from workbooks.mapping.months import is_month, names_a_month
from workbooks.mapping.periods import (
    Found,
    find_period,
    find_relative,
    quarter_of_result,
    spans_quarters,
    without_its_period,
    year_of,
)
from workbooks.mapping.row_periods import may_date_a_row, quarter_in, says_when
from workbooks.mapping.target_periods import (
    QUARTERS_IN_YEAR,
    is_undated,
    quarters_of_results,
    says_whose,
)
from workbooks.mapping.to_date import says_to_date
from workbooks.mapping.values import is_numeric, read_counts
from workbooks.mapping.words import guess_word

# A guess by what stands under a heading looks at so many values, and asks for so many alike.
LOOKED_AT = 60
MOSTLY, SOME = 0.7, 0.5
FEW_WORDS = 12
# What a column of a list of indicators is, where it is called as one of ours.
OF_INDICATORS = ("Indicators", "Targets", "Actuals", "Comparators")
PARTS_OF_RESULTS = ("Actuals.numerator", "Actuals.denominator", COUNTS)
ROW_KINDS = ("target", "result")
_UNITS_IN_HEADING = re.compile(
    r"(\(\s*(%|£(000s?|k|m)?|no\.?|number|days|per [0-9,]+)\s*\)|%|£(000s?|k|m)?)$"
)

_FULL_YEAR = re.compile(r"(19|20)[0-9]{2} ?/ ?([0-9]{2}){1,2}")


class About(NamedTuple):
    """The quarter or year that a file seems to be about, and where it says so.

    `unsettled`: only its year is certain, for several quarters are named; which, is asked.
    """

    period: str = ""
    reason: str = ""
    unsettled: bool = False

    @property
    def year(self) -> str:
        return year_of(self.period)

    @property
    def quarter(self) -> str:
        return self.period if " Q" in self.period else ""


@dataclass
class Guessed:
    """What a column seems to be: blank field for "leave it out". `reason` says why."""

    use: Use
    reason: str
    samples: list[str] = field(default_factory=list)


@dataclass
class GuessedLayout:
    """A sheet as it is probably to be read."""

    layout: Layout
    columns: list[Guessed]
    reason: str
    about: About
    constants: dict[str, str] = field(default_factory=dict)


def guess_headings(grid: Grid) -> Headings | None:
    """The rows in which the headings of the sheet seem to stand."""
    return find_headings(grid, is_known_heading)


def guess_about(grid: Grid, headings: Rows | None, file_name: str) -> About:
    """The quarter or year the file speaks of: above its headings, or in the names it has."""
    places = [
        (grid.words(column, row), f"“{grid.words(column, row)[:80]}” in {grid.place(column, row)}")
        for column, row in titles_of(grid, headings)
    ]
    places += [
        (grid.table.name, f"the sheet’s name, “{grid.table.name}”"),
        (file_name.replace("_", " "), f"the file’s name, “{file_name}”"),
    ]
    best = About()
    year = ""
    for words, where in places:
        found = find_period(words, year)
        if not found:
            continue
        year = year or year_of(found.label)
        if " Q" in found.label:
            return About(found.label, where)
        if "/" in found.label and not best.period:
            best = About(found.label, where)
    return best


def guess_layout(
    grid: Grid,
    fields: Fields,
    *,
    first: int,
    last: int,
    about: About,
    kept: Collection[str] = (),
) -> GuessedLayout:
    """What each column of the sheet seems to be, with its headings in these rows.

    `kept` are the codes of the indicators that are here.
    """
    headings = headings_of(grid, first, last)
    layout = Layout(grid.table.name, first, last, headings=headings)
    guessing = _Guessing(grid, fields, headings, first, last, about, kept)
    columns = guessing.all()
    layout.uses = [each.use for each in columns if each.use.field]
    layout.constants = guessing.constants(layout)
    layout.repeats = guessing.repeats(layout)
    reason = f"a list of {guessing.topic}"
    return GuessedLayout(layout, columns, reason, about, layout.constants)


class _Guessing:
    """One sheet's guesses, from left to right."""

    def __init__(
        self,
        grid: Grid,
        fields: Fields,
        headings: dict[int, str],
        first: int,
        last: int,
        about: About,
        kept: Collection[str],
    ) -> None:
        self._grid = grid
        self._fields = fields
        self._headings = headings
        self._first, self._last = first, last
        self._about = about
        self._kept = kept
        self._taken: dict[tuple[object, ...], int] = {}
        self._under = {column: self._values(column) for column in grid.columns}
        self._row_kind = self._column_of_row_kinds()
        self._across = _stand_across(headings)
        self._undecided: list[int] = []
        self.topic = self._find_topic()

    def all(self) -> list[Guessed]:
        guesses = {column: self._guess(column) for column in self._grid.columns}
        if self._find_undecided(guesses):
            guesses = {column: self._guess(column) for column in self._grid.columns}
        self._put_periods_together(guesses)
        self._date_counts(guesses)
        self._name_periods_of_words(guesses)
        self._leave_targets_open(guesses)
        for column, guess in guesses.items():
            self._take(column, guess)
            guess.samples = self.samples(column)
        return list(guesses.values())

    def samples(self, column: int) -> list[str]:
        return [cell.written[:60] for cell in self._under[column] if not cell.is_blank][:3]

    # What is there

    def _values(self, column: int) -> list[Cell]:
        found = []
        for row, cells in self._grid.rows.items():
            cell = cells.get(column)
            if row > self._last and cell and (not cell.is_blank or cell.trouble):
                found.append(cell)
            if len(found) == LOOKED_AT:
                break
        return found

    def _find_topic(self) -> Topic:
        words = [folded(each) for each in (*self._headings.values(), self._grid.table.name)]
        if any(re.fullmatch(r".*\b(likelihood|probability|risks?)\b.*", each) for each in words):
            return Topic.RISKS
        counted = Counter(
            {
                topic: sum(any(p.fullmatch(each) for p, _ in RULES[topic]) for each in words)
                for topic in (Topic.INDICATORS, Topic.ACTIONS)
            }
        )
        has_actions = any(
            re.fullmatch(r".*\b(actions?|activit(y|ies)|tasks?)\b.*", each) for each in words
        )
        periods = sum(bool(find_period(each, "2000/01")) for each in self._headings.values())
        if has_actions and not periods and counted[Topic.ACTIONS] > counted[Topic.INDICATORS]:
            return Topic.ACTIONS
        return Topic.INDICATORS

    def _column_of_row_kinds(self) -> int | None:
        """The column that says of each row whether it is a target or a result."""
        for column, cells in self._under.items():
            if any(map(is_numeric, cells)):
                continue
            meant = [guess_word(folded(cell.written), ROW_KIND, ROW_KINDS) for cell in cells]
            known = [each.meaning for each in meant if each]
            if set(known) == set(ROW_KINDS) and len(known) >= SOME * len(meant):
                return column
        return None

    # One column

    def _guess(self, column: int) -> Guessed:
        heading = self._headings.get(column, "")
        made = Use(column, heading, "")
        if self._across and code_in(heading):
            return Guessed(
                made,
                f"“{heading}” is an indicator, and each needs a row: turn the sheet in the file "
                "(copy, then Paste special, Transpose)",
            )
        if column == self._row_kind:
            made.field = ROW_KIND
            return Guessed(made, "its cells say target or actual")
        if column in self._undecided:
            return Guessed(
                made,
                "its cells are years, quarters or dates, and its heading does not say of what: "
                "where the figures are about them, choose the quarter or period that they are "
                "about; else write at the figures which period they are about",
            )
        found = find_period(heading, self._about.year) or find_relative(
            heading, self._about.quarter
        )
        rest = folded(found.rest) if found else folded(heading)
        bare = _UNITS_IN_HEADING.sub("", rest).strip(" :.()-")
        return (
            (self._by_heading(made, bare, None) if not found else None)
            or self._by_figure(made, found, bare)
            or (self._by_heading(made, bare, found) if found else None)
            or self._by_content(made)
            or Guessed(made, _why_unknown(heading))
        )

    def _by_heading(self, use: Use, words: str, found: Found | None) -> Guessed | None:
        if not words:
            return None
        for pattern, name in RULES[self.topic]:
            if pattern.fullmatch(words) and not self._has_figures_for_words(use.column, name):
                self._date(use, name, found)
                return self._named(use, name, f"the heading says “{use.heading}”")
        if self.topic == Topic.INDICATORS and synonyms.WORKED_OUT.fullmatch(words):
            return Guessed(use, f"“{use.heading}” is a judgement, which is worked out here")
        own = [
            field
            for field in self._fields.all.values()
            if folded(field.label) == words
            and field.column
            and not field.is_figure
            and not self._has_figures_for_words(use.column, field.name)
            and (field.group in OF_INDICATORS or not self._is_taken(INDICATOR))
        ]
        if len(own) == 1:
            return self._named(use, own[0].name, "the heading is one of ours")
        return None

    def _has_figures_for_words(self, column: int, name: str) -> bool:
        """Whether figures stand where words belong: "Cohort" with how many it has.

        Or years: "Reporting year" is a type of year, or each row's own.
        """
        field = self._fields[name]
        if field.words and self._mostly(column, _is_year):
            return True
        return bool(field.words or field.is_free_text) and self._mostly(column, is_numeric)

    def _date(self, use: Use, name: str, found: Found | None) -> None:
        """Words or a status under a quarter's name are about that quarter."""
        if not found or not found.label:
            return
        field = self._fields[name]
        if field.has_period:
            use.period = found.label
        if field.has_quarter:
            use.quarter = self._quarter_of(found.label)

    def _named(self, use: Use, name: str, reason: str) -> Guessed:
        """The field that a heading names; where codes stand there, what a row is known by."""
        if name in (INDICATOR, "Indicators.title"):
            codes = self._codes_in(use.column)
            if codes == INDICATOR:
                name, reason = INDICATOR, f"{reason}, and codes stand there"
            elif codes:
                name, reason = CODE_AND_TITLE, f"{reason}, and each begins with a code"
        use.field = name
        return Guessed(use, reason)

    def _by_figure(self, use: Use, found: Found | None, words: str) -> Guessed | None:
        """A column of targets, results or baselines, by its heading and its period."""
        if self.topic != Topic.INDICATORS:
            return None
        cells = self._under[use.column]
        figures = not cells or any(is_numeric(cell) and not _is_full_year(cell) for cell in cells)
        if spans_quarters(use.heading) and (figures or found):
            what = "is several quarters: say which period it is about"
            return Guessed(use, f"“{use.heading}” {what}")
        if figures and not found and names_a_month(use.heading):
            return Guessed(use, _why_unknown(use.heading))
        to_date = bool(synonyms.YEAR_TO_DATE.fullmatch(words))
        if words:
            whole = to_date or synonyms.OF_THE_WHOLE.fullmatch(words)
            kind = figure_kind(words) or ("result" if whole and found else "")
        else:
            kind = self._kind_of_bare_periods() if found else ""
        if not kind or (not figures and not found):
            return None
        if not words and (below := self._kind_below(use.column)) not in ("", kind):
            return Guessed(
                use,
                f"{below}s stand under “{use.heading}”, and not {kind}s, as its first cell says: "
                "say in which rows the headings stand",
            )
        if found and synonyms.LAST_YEAR.fullmatch(words):
            return Guessed(use, f"“{use.heading}” may be of two periods: say which it is about")
        if found and found.either:
            return self._open_period(use, kind, found)
        if found and found.needs_year:
            return Guessed(use, f"“{use.heading}” names no year: say which file this is")
        if kind == "forecast":
            return Guessed(
                use, f"“{use.heading}” is a forecast: bring forecasts in a list of their own"
            )
        if kind == "worked out":
            return Guessed(use, f"“{use.heading}” is a judgement, which is worked out here")
        if to_date and self._has_quarters():
            return Guessed(
                use, f"“{use.heading}” is of the quarters beside it, and is worked out here"
            )
        if kind == "baseline":
            use.field = "Indicators.baseline"
            return Guessed(use, f"the heading says “{use.heading}”")
        use.field = self._field_of(kind, use.column)
        use.period = found.label if found else self._unsaid_period(kind, words)
        if found and says_to_date(use.heading) and not found.number:
            use.period = self._up_to(found)
            if not use.period:
                told = f"“{use.heading}” is the year so far: write up to which quarter"
                return Guessed(use, told)
        if use.field in (FIGURE, COUNTS) or use.field.startswith("Actuals."):
            use.quarter = self._quarter_of(use.period)
        why = f"the heading says “{use.heading}”"
        if kind == "target" and not words:
            why += ", and the title that there are targets"
        named = find_period(use.heading)
        if use.period and not (named and named.label == use.period):
            why += (
                f"; the period is that of the file ({self._about.reason})"
                if self._about.reason
                else ""
            )
        if says_to_date(use.heading):
            why += "; where an indicator is not cumulative, it is asked what to do with it"
        return Guessed(use, why)

    def _open_period(self, use: Use, kind: str, found: Found) -> Guessed:
        """Figures under words such as "Q1 2009", which may be of several periods: it is asked."""
        if kind not in ("result", "target", "comparator", "numerator", "denominator"):
            return Guessed(use, f"“{use.heading}” may be of {any_of(found.either)}")
        use.field = self._field_of(kind, use.column)
        may_be = f"“{use.heading}” may be of {any_of(found.either)}: write which it is about"
        return Guessed(use, may_be)

    def _up_to(self, found: Found) -> str:
        """Up to which quarter "2009/10 to date" goes: the file's own, where it is of that year."""
        return self._about.quarter if year_of(self._about.quarter) == found.label else ""

    def _kind_below(self, column: int) -> str:
        """What the first cell below a heading says of those under it, where words stand there."""
        first = next(iter(self._under[column]), None)
        return figure_kind(folded(first.written)) if first and not is_numeric(first) else ""

    def _kind_of_bare_periods(self) -> str:
        """What stands under a mere year or quarter: results, or targets where the title says so."""
        grid = self._grid
        headings = Layout(grid.table.name, self._first, self._last)
        above = [grid.words(*where) for where in titles_of(grid, headings)]
        said = [folded(each) for each in (grid.table.name, *above)]
        targets = any(synonyms.TITLE_OF_TARGETS.fullmatch(each) for each in said)
        return "target" if targets else "result"

    def _has_quarters(self) -> bool:
        """Whether figures of several quarters, each for itself, stand side by side."""
        found = (find_period(each, "2000/01") for each in self._headings.values())
        return (
            len(
                {
                    each.label
                    for each in found
                    if each
                    and " Q" in each.label
                    and not synonyms.YEAR_TO_DATE.fullmatch(folded(each.rest))
                }
            )
            > 1
        )

    def _field_of(self, kind: str, column: int) -> str:
        if self._row_kind and kind in ("result", "target"):
            return FIGURE
        if kind == "result" and self._mostly(column, lambda cell: bool(read_counts(cell)), 0.4):
            return COUNTS
        return {
            "target": "Targets.value",
            "result": "Actuals.value",
            "numerator": "Actuals.numerator",
            "denominator": "Actuals.denominator",
            "comparator": "Comparators.value",
        }[kind]

    def _unsaid_period(self, kind: str, words: str) -> str:
        if PERIOD in self._heading_fields() or QUARTER in self._heading_fields():
            return ""
        if not self._about.period or self._undecided:
            return ""
        if synonyms.LAST_YEAR.fullmatch(words):
            return _year_before(self._about.year)
        if kind == "comparator" or (kind == "target" and not says_to_date(words)):
            return self._about.year
        return "" if self._about.unsettled else self._about.period

    def _heading_fields(self) -> set[str]:
        """The fields of what rows are about that some heading names."""
        named = set()
        for heading in self._headings.values():
            for pattern, name in RULES[self.topic]:
                if pattern.fullmatch(folded(heading)):
                    named.add(name)
                    break
        return named

    def _quarter_of(self, period: str) -> str:
        if not period or (self._about.unsettled and " Q" not in period):
            return ""
        try:
            usual = quarter_of_result(period)
        except (ValueError, NotAPeriod):
            return ""
        quarter = self._about.quarter
        return (
            quarter
            if quarter
            and usual > quarter
            and year_of(period) == self._about.year
            and (" Q" not in period)
            else usual
        )

    def _by_content(self, use: Use) -> Guessed | None:
        """What a column holds, where its heading says nothing."""
        cells = self._under[use.column]
        if not cells:
            return Guessed(use, "nothing stands under it")
        if self._completes_periods(use):
            use.field = PERIOD
            return Guessed(use, "its cells are the years or quarters that those beside it lack")
        if self.topic == Topic.INDICATORS and not self._is_taken(INDICATOR):
            use.field = self._codes_in(use.column)
            if use.field == INDICATOR:
                return Guessed(use, "most of its cells are codes")
            if use.field:
                return Guessed(use, "most of its cells begin with a code")
        words = {folded(cell.written) for cell in cells}
        if self.topic == Topic.INDICATORS and len(words) <= FEW_WORDS:
            for name in ("Indicators.good_is", "Indicators.frequency", "Indicators.unit"):
                column = self._fields[name].column
                if column and all(guess_word(each, name, column.words) for each in words):
                    use.field = name
                    return Guessed(use, f"its cells are words for {column.heading}")
        return None

    def _find_undecided(self, guesses: dict[int, Guessed]) -> list[int]:
        """Columns that may say of which period each row is, where nothing else of a row does."""
        uses = [each.use for each in guesses.values()]
        named = [use for use in uses if use.field in (PERIOD, QUARTER)]
        years = any(self._mostly(use.column, _is_year) for use in named)
        if self.topic != Topic.INDICATORS or years:
            return []
        if not all(self._mostly(use.column, _is_bare_quarter) for use in named):
            return []
        if any(self._is_a_figure(use) and not find_period(use.heading) for use in uses):
            self._undecided = [
                use.column
                for use in uses
                if not use.field
                and may_date_a_row(use.heading)
                and self._mostly(use.column, says_when, SOME)
            ]
        return self._undecided

    def _completes_periods(self, use: Use) -> bool:
        """Whether years stand in it that the quarters beside it lack, or the other way round."""
        if self.topic != Topic.INDICATORS or not may_date_a_row(use.heading):
            return False
        named = [
            column
            for column, heading in self._headings.items()
            if any(
                pattern.fullmatch(folded(heading)) and field in (PERIOD, QUARTER)
                for pattern, field in RULES[self.topic]
            )
        ]
        if len(named) != 1:
            return False
        pairs = ((_is_year, _is_bare_quarter), (_is_bare_quarter, _is_year))
        return any(
            self._mostly(named[0], those)
            and self._mostly(use.column, lambda cell, test=these: test(cell) and says_when(cell))
            for these, those in pairs
        )

    def _codes_in(self, column: int) -> str:
        """The field of a column in which most rows have a code, or some that are here; else ""."""
        named = self._names_of_rows(column)
        codes = [cell for cell in named if code_in(cell.written)]
        known = [cell for cell in codes if code_in(cell.written) in self._kept]
        if not codes or (len(codes) < MOSTLY * len(named) and len(known) < SOME * len(named)):
            return ""
        alone = [cell for cell in codes if is_code(cell.written)]
        return INDICATOR if len(alone) >= SOME * len(codes) else CODE_AND_TITLE

    def _names_of_rows(self, column: int) -> list[Cell]:
        """What stands there in rows that hold more: not the titles of sections, nor headings."""
        found = []
        for row, cells in self._grid.rows.items():
            cell = cells.get(column)
            if row <= self._last or cell is None or cell.is_blank:
                continue
            if folded(cell.written) != folded(self._headings.get(column, "")):
                beside = [each for each in cells.values() if not each.is_blank]
                found += [cell] if len(beside) > 1 else []
            if len(found) == LOOKED_AT:
                break
        return found

    def _is_taken(self, name: str) -> bool:
        return any(
            pattern.fullmatch(folded(heading)) and field == name
            for heading in self._headings.values()
            for pattern, field in RULES[self.topic]
        )

    def _mostly(self, column: int, test, share: float = MOSTLY) -> bool:
        cells = self._under[column]
        return bool(cells) and sum(bool(test(cell)) for cell in cells) >= share * len(cells)

    def _date_counts(self, guesses: dict[int, Guessed]) -> None:
        """Counts whose headings name no period are about that of the one result beside them."""
        results = [each.use for each in guesses.values() if each.use.field == "Actuals.value"]
        if len(results) != 1 or not results[0].period:
            return
        for guess in guesses.values():
            if guess.use.field in PARTS_OF_RESULTS and not guess.use.period:
                guess.use.period, guess.use.quarter = results[0].period, results[0].quarter
                guess.reason += f"; about {results[0].period}, as “{results[0].heading}” is"

    def _put_periods_together(self, guesses: dict[int, Guessed]) -> None:
        """Where rows say of which quarter they are, their figures are about it."""
        figures = [each.use for each in guesses.values() if self._is_a_figure(each.use)]
        if all(use.period for use in figures):
            return
        named = [each for each in guesses.values() if each.use.field in (PERIOD, QUARTER)]
        quarters = [each for each in named if self._holds_quarters(each.use)]
        years = [each for each in named if self._mostly(each.use.column, _is_year)]
        reported = [each for each in named if each not in quarters + years]
        if len(quarters) != 1 or len(years) > 1 or reported:
            return
        (quarter,) = quarters
        if years and not self._mostly(quarter.use.column, _is_bare_quarter):
            return
        quarter.use.field = OWN_QUARTER
        quarter.reason += ", and the figures beside it are about the quarters in it"
        for year in years:
            year.use.field = YEAR
            year.reason += f", and its quarter stands under “{quarter.use.heading}”"

    def _is_a_figure(self, use: Use) -> bool:
        field = self._fields.all.get(use.field)
        return field is not None and field.is_figure and field.has_period

    def _holds_quarters(self, use: Use) -> bool:
        """Whether quarters stand in it, and not expressly those of reporting."""
        expressly = "report" in folded(use.heading) and use.field == QUARTER
        named = self._mostly(use.column, lambda cell: _quarter(cell) or _is_year(cell))
        return not expressly and named and self._mostly(use.column, _quarter, SOME)

    def _name_periods_of_words(self, guesses: dict[int, Guessed]) -> None:
        """Where several quarters stand side by side, the words are about the file's own."""
        periods = {
            (each.use.period, each.use.quarter)
            for each in guesses.values()
            if each.use.field in ("Actuals.value", COUNTS, FIGURE)
        }
        own = [each for each in periods if each[1] == self._about.quarter and each[1]]
        if len(periods) < 2:
            return
        own.sort(key=lambda each: (" Q" in each[0], each[0]))
        for guess in guesses.values():
            if guess.use.field in synonyms.COMMENTARY and not guess.use.period:
                if own:
                    guess.use.period, guess.use.quarter = own[-1]
                    guess.reason += f"; about {own[-1][0]}, as the file is ({self._about.reason})"
                else:
                    guess.reason += "; which quarter it is about, nothing says"

    def _leave_targets_open(self, guesses: dict[int, Guessed]) -> None:
        """A target beside the result of a quarter may be the quarter's: that is asked."""
        quarters = quarters_of_results([each.use for each in guesses.values()])
        if not 0 < len(quarters) < QUARTERS_IN_YEAR:
            return
        for guess in guesses.values():
            use = guess.use
            if use.field != "Targets.value" or not use.period or not is_undated(use.heading):
                continue
            whose = says_whose(use.heading)
            use.period = ""
            guess.reason = f"the heading says “{use.heading}”; " + (
                f"of the {whose}, as it says"
                if whose
                else f"whether it is the target of {quarters[-1]} or of the whole year is asked "
                "on the next page"
            )

    def _take(self, column: int, guess: Guessed) -> None:
        """No two columns become the same: the second is left out, and says so."""
        use = guess.use
        if not use.field:
            return
        key: tuple[object, ...] = (use.field, use.period, use.quarter)
        if use.field == "Comparators.value":
            key = (use.field, use.period, folded(without_its_period(use.heading)))
        elif self._is_a_figure(use):
            key = (*key, says_to_date(use.heading), says_whose(use.heading))
            key = key if use.period else (*key, find_period(use.heading))
        if key in self._taken:
            other = self._headings.get(self._taken[key], "")
            guess.reason = f"it looks like the same as “{other}”"
            guess.use = Use(column, use.heading, "")
        else:
            self._taken[key] = column

    # All rows

    def constants(self, layout: Layout) -> dict[str, str]:
        """What seems to hold for every row of the sheet."""
        used = {use.field for use in layout.uses}
        sheets = {name for each in used for name in self._fields[each].goes_to}
        found = {}
        if (
            "Indicators.unit" not in used
            and "Indicators" in sheets
            and self._all_percentages(layout)
        ):
            found["Indicators.unit"] = "percentage"
        if "Indicators.baseline" in used:
            heading = next(u.heading for u in layout.uses if u.field == "Indicators.baseline")
            if period := find_period(heading):
                found["Indicators.baseline_period"] = period.label
        bare = [use for use in layout.uses_of(OWN_QUARTER) if not layout.uses_of(YEAR)]
        if not self._undecided and any(self._mostly(use.column, _is_bare_quarter) for use in bare):
            found[PERIOD] = self._about.year
        has_quarter = not self._undecided and self._about.quarter
        if has_quarter and used.isdisjoint({QUARTER, OWN_QUARTER}) and sheets & {
            "Action updates", "Risk assessments", "Actuals",
        }:  # fmt: skip
            found[QUARTER] = self._about.quarter
        return {name: value for name, value in found.items() if value}

    def _all_percentages(self, layout: Layout) -> bool:
        figures = [
            cell
            for use in layout.uses
            if use.field in ("Actuals.value", "Targets.value")
            for cell in self._under[use.column]
            if is_numeric(cell)
        ]
        marked = [each for each in figures if each.percent or str(each.value).endswith("%")]
        return bool(figures) and len(marked) == len(figures)

    def repeats(self, layout: Layout) -> bool:
        """Whether the code stands only in the first row of each group."""
        known_by = layout.uses_of(INDICATOR) or layout.uses_of(CODE_AND_TITLE)
        return bool(self._row_kind and known_by)


def _why_unknown(heading: str) -> str:
    if is_month(heading) or names_a_month(heading):
        return f"“{heading}” is a month, and figures are kept for quarters and years"
    return "nothing is known about this heading" if heading else "no heading"


def _quarter(cell: Cell) -> Found | None:
    return quarter_in(cell.written)


def _is_bare_quarter(cell: Cell) -> bool:
    found = _quarter(cell)
    return found is not None and found.needs_year


def _is_full_year(cell: Cell) -> bool:
    """Whether it is a year such as "2009/10", which is not 2009 of 10."""
    return isinstance(cell.value, str) and bool(_FULL_YEAR.fullmatch(cell.written.strip()))


def _is_year(cell: Cell) -> bool:
    found = find_period(cell.written)
    return found is not None and not found.number and not found.rest


def _stand_across(headings: dict[int, str]) -> bool:
    """Whether the headings are mostly indicators, so that each has a column and none a row."""
    codes = [each for each in headings.values() if code_in(each)]
    return len(codes) > 1 and len(codes) >= SOME * len(headings)


def _year_before(year: str) -> str:
    try:
        return read_quarter(f"{year} Q1").a_year_ago.year_label
    except NotAPeriod:
        return ""
