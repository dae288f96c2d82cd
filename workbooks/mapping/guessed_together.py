"""What columns say of each other: years beside quarters, words beside figures, targets beside
results.  No Django in here.
"""

from workbooks.mapping import synonyms
from workbooks.mapping.about import About
from workbooks.mapping.cell_kinds import is_bare_quarter, is_year, quarter_of_cell
from workbooks.mapping.description import Use, folded
from workbooks.mapping.fields import COUNTS, FIGURE, OWN_QUARTER, PERIOD, QUARTER, YEAR
from workbooks.mapping.guessed import Guessed
from workbooks.mapping.known import RULES, Topic
from workbooks.mapping.looked_at import SOME, LookedAt
from workbooks.mapping.periods import find_period
from workbooks.mapping.row_periods import may_date_a_row, says_when
from workbooks.mapping.target_periods import (
    QUARTERS_IN_YEAR,
    is_undated,
    quarters_of_results,
    says_whose,
)

PARTS_OF_RESULTS = ("Actuals.numerator", "Actuals.denominator", COUNTS)


class GuessedTogether:
    """The guesses of one sheet, looked at beside each other.

    `undecided` are the columns that may say of which period each row is.
    """

    def __init__(self, sheet: LookedAt, about: About) -> None:
        self._sheet = sheet
        self._about = about
        self.undecided: list[int] = []

    def find_undecided(self, guesses: dict[int, Guessed]) -> list[int]:
        """Columns that may say of which period each row is, where nothing else of a row does."""
        uses = [each.use for each in guesses.values()]
        named = [use for use in uses if use.field in (PERIOD, QUARTER)]
        years = any(self._sheet.mostly(use.column, is_year) for use in named)
        if self._sheet.topic != Topic.INDICATORS or years:
            return []
        if not all(self._sheet.mostly(use.column, is_bare_quarter) for use in named):
            return []
        if any(self._sheet.is_a_figure(use) and not find_period(use.heading) for use in uses):
            self.undecided = [
                use.column
                for use in uses
                if not use.field
                and may_date_a_row(use.heading)
                and self._sheet.mostly(use.column, says_when, SOME)
            ]
        return self.undecided

    def completes_periods(self, use: Use) -> bool:
        """Whether years stand in it that the quarters beside it lack, or the other way round."""
        if self._sheet.topic != Topic.INDICATORS or not may_date_a_row(use.heading):
            return False
        named = [
            column
            for column, heading in self._sheet.headings.items()
            if any(
                pattern.fullmatch(folded(heading)) and field in (PERIOD, QUARTER)
                for pattern, field in RULES[self._sheet.topic]
            )
        ]
        if len(named) != 1:
            return False
        pairs = ((is_year, is_bare_quarter), (is_bare_quarter, is_year))
        return any(
            self._sheet.mostly(named[0], those)
            and self._sheet.mostly(
                use.column, lambda cell, test=these: test(cell) and says_when(cell)
            )
            for these, those in pairs
        )

    def date_counts(self, guesses: dict[int, Guessed]) -> None:
        """Counts whose headings name no period are about that of the one result beside them."""
        results = [each.use for each in guesses.values() if each.use.field == "Actuals.value"]
        if len(results) != 1 or not results[0].period:
            return
        for guess in guesses.values():
            if guess.use.field in PARTS_OF_RESULTS and not guess.use.period:
                guess.use.period, guess.use.quarter = results[0].period, results[0].quarter
                guess.reason += f"; about {results[0].period}, as “{results[0].heading}” is"

    def put_periods_together(self, guesses: dict[int, Guessed]) -> None:
        """Where rows say of which quarter they are, their figures are about it."""
        figures = [each.use for each in guesses.values() if self._sheet.is_a_figure(each.use)]
        if all(use.period for use in figures):
            return
        named = [each for each in guesses.values() if each.use.field in (PERIOD, QUARTER)]
        quarters = [each for each in named if self._holds_quarters(each.use)]
        years = [each for each in named if self._sheet.mostly(each.use.column, is_year)]
        reported = [each for each in named if each not in quarters + years]
        if len(quarters) != 1 or len(years) > 1 or reported:
            return
        (quarter,) = quarters
        if years and not self._sheet.mostly(quarter.use.column, is_bare_quarter):
            return
        quarter.use.field = OWN_QUARTER
        quarter.reason += ", and the figures beside it are about the quarters in it"
        for year in years:
            year.use.field = YEAR
            year.reason += f", and its quarter stands under “{quarter.use.heading}”"

    def _holds_quarters(self, use: Use) -> bool:
        """Whether quarters stand in it, and not expressly those of reporting."""
        expressly = "report" in folded(use.heading) and use.field == QUARTER
        named = self._sheet.mostly(use.column, lambda cell: quarter_of_cell(cell) or is_year(cell))
        return not expressly and named and self._sheet.mostly(use.column, quarter_of_cell, SOME)

    def name_periods_of_words(self, guesses: dict[int, Guessed]) -> None:
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

    def leave_targets_open(self, guesses: dict[int, Guessed]) -> None:
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
