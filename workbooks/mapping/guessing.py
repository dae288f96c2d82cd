"""Guessing what each column of somebody's sheet is, each guess with its reason.

A guess is shown and confirmed, never followed unseen.  No Django in here.
"""

import re
from collections.abc import Collection

from workbooks.mapping import synonyms
from workbooks.mapping.about import About
from workbooks.mapping.cell_kinds import is_bare_quarter
from workbooks.mapping.codes import code_in
from workbooks.mapping.description import Layout, Use, folded
from workbooks.mapping.fields import (
    CODE_AND_TITLE,
    INDICATOR,
    OWN_QUARTER,
    PERIOD,
    QUARTER,
    ROW_KIND,
    STANDING,
    YEAR,
    Fields,
)
from workbooks.mapping.figure_guesses import FigureGuesses, why_unknown
from workbooks.mapping.grid import Grid
from workbooks.mapping.guessed import Guessed, GuessedLayout
from workbooks.mapping.guessed_together import GuessedTogether
from workbooks.mapping.heading_words import headings_of
from workbooks.mapping.headings import Headings, find_headings
from workbooks.mapping.known import RULES, Topic, is_known_heading
from workbooks.mapping.looked_at import LookedAt
from workbooks.mapping.periods import Found, find_period, find_relative, without_its_period
from workbooks.mapping.target_periods import says_whose
from workbooks.mapping.to_date import says_to_date
from workbooks.mapping.values import is_numeric
from workbooks.mapping.words import guess_word

# Where a column has no more different words than these, each is looked at.
FEW_WORDS = 12
# What a column of a list of indicators is, where it is called as one of ours.
OF_INDICATORS = ("Indicators", "Targets", "Actuals", "Comparators")
_UNITS_IN_HEADING = re.compile(
    r"(\(\s*(%|£(000s?|k|m)?|no\.?|number|days|per [0-9,]+)\s*\)|%|£(000s?|k|m)?)$"
)


def guess_headings(grid: Grid) -> Headings | None:
    """The rows in which the headings of the sheet seem to stand."""
    return find_headings(grid, is_known_heading)


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
    guessing = _Guessing(LookedAt(grid, fields, first, last, kept), about)
    columns = guessing.all()
    layout.uses = [each.use for each in columns if each.use.field]
    layout.constants = guessing.constants(layout)
    layout.repeats = guessing.repeats(layout)
    reason = f"a list of {guessing.topic}"
    return GuessedLayout(layout, columns, reason, about, layout.constants)


class _Guessing:
    """One sheet's guesses, from left to right."""

    def __init__(self, sheet: LookedAt, about: About) -> None:
        self._sheet = sheet
        self._about = about
        self._figures = FigureGuesses(sheet, about)
        self._together = GuessedTogether(sheet, about)
        self._taken: dict[tuple[object, ...], int] = {}

    @property
    def topic(self) -> Topic:
        return self._sheet.topic

    def all(self) -> list[Guessed]:
        guesses = {column: self._guess(column) for column in self._sheet.grid.columns}
        if self._together.find_undecided(guesses):
            self._figures.has_undecided = True
            guesses = {column: self._guess(column) for column in self._sheet.grid.columns}
        self._together.put_periods_together(guesses)
        self._together.date_counts(guesses)
        self._together.name_periods_of_words(guesses)
        self._together.leave_targets_open(guesses)
        for column, guess in guesses.items():
            self._take(column, guess)
            guess.samples = self._sheet.samples(column)
        return list(guesses.values())

    def _guess(self, column: int) -> Guessed:
        heading = self._sheet.headings.get(column, "")
        made = Use(column, heading, "")
        if self._sheet.are_across and code_in(heading):
            return Guessed(
                made,
                f"“{heading}” is an indicator, and each needs a row: turn the sheet in the file "
                "(copy, then Paste special, Transpose)",
            )
        if column == self._sheet.row_kind:
            made.field = ROW_KIND
            return Guessed(made, "its cells say target or actual")
        if column in self._together.undecided:
            return Guessed(
                made,
                "its cells are years, quarters or dates, and its heading does not say of what: "
                "where the figures are about them, choose the quarter or period that they are "
                "about; else write at the figures which period they are about",
            )
        found = (
            find_period(heading, self._about.year)
            or find_relative(heading, self._about.quarter)
            or self._sheet.quarter_ended(heading)
        )
        rest = folded(found.rest) if found else folded(heading)
        bare = _UNITS_IN_HEADING.sub("", rest).strip(" :.()-")
        return (
            self._by_standings(made, found)
            or (self._by_heading(made, bare, None) if not found else None)
            or self._figures.by_figure(made, found, bare)
            or (self._by_heading(made, bare, found) if found else None)
            or self._by_content(made)
            or Guessed(made, why_unknown(heading))
        )

    def _by_standings(self, use: Use, found: Found | None) -> Guessed | None:
        """A column that says how certain figures are, such as "Status" over Provisional and Final.

        By letters alone it is one only where one of them stands for provisional or final: A and R
        are colours.
        """
        if self._sheet.topic != Topic.INDICATORS or use.column == self._sheet.known_by:
            return None
        words = {folded(cell.written) for cell in self._sheet.under[use.column]}
        column = self._sheet.fields[STANDING].column
        if not words or not column or len(words) > FEW_WORDS:
            return None
        meant = {
            guessed.meaning
            for each in words
            if (guessed := guess_word(each, STANDING, column.words))
        }
        is_known = all(guess_word(each, STANDING, column.words) for each in words)
        if not is_known or meant.isdisjoint({"provisional", "final"}):
            return None
        self._date(use, STANDING, found)
        use.field = STANDING
        return Guessed(
            use, "its cells say how certain the figures are, such as provisional or final"
        )

    def _by_heading(self, use: Use, words: str, found: Found | None) -> Guessed | None:
        if not words:
            return None
        for pattern, name in RULES[self._sheet.topic]:
            if pattern.fullmatch(words) and not self._sheet.has_figures_for_words(use.column, name):
                self._date(use, name, found)
                return self._named(use, name, f"the heading says “{use.heading}”")
        if self._sheet.topic == Topic.INDICATORS and synonyms.WORKED_OUT.fullmatch(words):
            return Guessed(use, f"“{use.heading}” is a judgement, which is worked out here")
        own = [
            field
            for field in self._sheet.fields.all.values()
            if folded(field.label) == words
            and field.column
            and not field.is_figure
            and not self._sheet.has_figures_for_words(use.column, field.name)
            and (field.group in OF_INDICATORS or not self._sheet.is_taken(INDICATOR))
        ]
        if len(own) == 1:
            return self._named(use, own[0].name, "the heading is one of ours")
        return None

    def _date(self, use: Use, name: str, found: Found | None) -> None:
        """Words or a status under a quarter's name are about that quarter."""
        if not found or not found.label:
            return
        field = self._sheet.fields[name]
        if field.has_period:
            use.period = found.label
        if field.has_quarter:
            use.quarter = self._figures.quarter_of(found.label)

    def _named(self, use: Use, name: str, reason: str) -> Guessed:
        """The field that a heading names; where codes stand there, what a row is known by."""
        known_by = self._sheet.known_by
        is_of_indicators = self._sheet.topic == Topic.INDICATORS
        if name == INDICATOR and is_of_indicators and known_by not in (None, use.column):
            codes = self._sheet.headings.get(known_by or 0, "") or "another column"
            return Guessed(
                use,
                f"“{use.heading}” may be the code, and what stands under “{codes}” looks more like "
                "the codes of indicators",
            )
        if name in (INDICATOR, "Indicators.title"):
            codes = self._sheet.codes_in(use.column)
            if codes == INDICATOR:
                name, reason = INDICATOR, f"{reason}, and codes stand there"
            elif codes:
                name, reason = CODE_AND_TITLE, f"{reason}, and each begins with a code"
        use.field = name
        return Guessed(use, reason)

    def _by_content(self, use: Use) -> Guessed | None:
        """What a column holds, where its heading says nothing."""
        cells = self._sheet.under[use.column]
        if not cells:
            return Guessed(use, "nothing stands under it")
        if self._together.completes_periods(use):
            use.field = PERIOD
            return Guessed(use, "its cells are the years or quarters that those beside it lack")
        is_known_by = self._sheet.known_by == use.column or not self._sheet.is_taken(INDICATOR)
        if self._sheet.topic == Topic.INDICATORS and is_known_by:
            use.field = self._sheet.codes_in(use.column)
            if use.field == INDICATOR:
                return Guessed(use, "most of its cells are codes")
            if use.field:
                return Guessed(use, "most of its cells begin with a code")
        words = {folded(cell.written) for cell in cells}
        if self._sheet.topic == Topic.INDICATORS and len(words) <= FEW_WORDS:
            for name in ("Indicators.good_is", "Indicators.frequency", "Indicators.unit"):
                column = self._sheet.fields[name].column
                if column and all(guess_word(each, name, column.words) for each in words):
                    use.field = name
                    return Guessed(use, f"its cells are words for {column.heading}")
        return None

    def _take(self, column: int, guess: Guessed) -> None:
        """No two columns become the same: the second is left out, and says so."""
        use = guess.use
        if not use.field:
            return
        key: tuple[object, ...] = (use.field, use.period, use.quarter)
        if use.field == "Comparators.value":
            key = (use.field, use.period, folded(without_its_period(use.heading)))
        elif self._sheet.is_a_figure(use):
            key = (*key, says_to_date(use.heading), says_whose(use.heading))
            key = key if use.period else (*key, find_period(use.heading))
        if key in self._taken:
            other = self._sheet.headings.get(self._taken[key], "")
            guess.reason = f"it looks like the same as “{other}”"
            guess.use = Use(column, use.heading, "")
        else:
            self._taken[key] = column

    def constants(self, layout: Layout) -> dict[str, str]:
        """What seems to hold for every row of the sheet."""
        used = {use.field for use in layout.uses}
        sheets = {name for each in used for name in self._sheet.fields[each].goes_to}
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
        if not self._together.undecided and any(
            self._sheet.mostly(use.column, is_bare_quarter) for use in bare
        ):
            found[PERIOD] = self._about.year
        has_quarter = not self._together.undecided and self._about.quarter
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
            for cell in self._sheet.under[use.column]
            if is_numeric(cell)
        ]
        marked = [each for each in figures if each.percent or str(each.value).endswith("%")]
        return bool(figures) and len(marked) == len(figures)

    def repeats(self, layout: Layout) -> bool:
        """Whether the code stands only in the first row of each group."""
        known_by = layout.uses_of(INDICATOR) or layout.uses_of(CODE_AND_TITLE)
        return bool(self._sheet.row_kind and known_by)
