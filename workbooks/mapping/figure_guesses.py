"""Guessing which columns are figures: targets, results, baselines, and of which period.

No Django in here.
"""

from periods.calendar import NotAPeriod, read_quarter
from sheets.problems import any_of
from workbooks.mapping import synonyms
from workbooks.mapping.about import About
from workbooks.mapping.cell_kinds import is_full_year
from workbooks.mapping.description import Use
from workbooks.mapping.fields import COUNTS, FIGURE, PERIOD, QUARTER, STANDING
from workbooks.mapping.guessed import Guessed
from workbooks.mapping.known import Topic, figure_kind
from workbooks.mapping.looked_at import LookedAt
from workbooks.mapping.months import is_day, is_month, names_a_month
from workbooks.mapping.periods import (
    Found,
    find_period,
    find_quarter_ended,
    quarter_of_result,
    spans_quarters,
    spans_years,
    year_of,
)
from workbooks.mapping.to_date import says_to_date
from workbooks.mapping.values import looks_like_a_figure, read_counts
from workbooks.mapping.words import guess_word

# A column is of counts, "7 of 40", where so many of its cells are.
ENOUGH_COUNTS = 0.4


class FigureGuesses:
    """The columns of figures of one sheet, each by its heading.

    `has_undecided` says that some column may say of which period each row is.
    """

    def __init__(self, sheet: LookedAt, about: About) -> None:
        self._sheet = sheet
        self._about = about
        self.has_undecided = False

    def by_figure(self, use: Use, found: Found | None, words: str) -> Guessed | None:
        """A column of targets, results or baselines, by its heading and its period."""
        if self._sheet.topic != Topic.INDICATORS:
            return None
        cells = self._sheet.under[use.column]
        figures = not cells or any(
            looks_like_a_figure(cell) and not is_full_year(cell) for cell in cells
        )
        if spans_quarters(use.heading) and (figures or found):
            what = "is several quarters: say which period it is about"
            return Guessed(use, f"“{use.heading}” {what}")
        if spans_years(use.heading) and figures:
            what = "is several years: say which period it is about"
            return Guessed(use, f"“{use.heading}” {what}")
        if figures and not found and names_a_month(use.heading):
            return Guessed(use, why_unknown(use.heading))
        standing = synonyms.STANDING.search(words)
        if standing:
            words = " ".join(synonyms.STANDING.sub(" ", words).split()).strip(" :.()-")
        to_date = bool(synonyms.YEAR_TO_DATE.fullmatch(words))
        if words:
            whole = to_date or synonyms.OF_THE_WHOLE.fullmatch(words)
            kind = figure_kind(words) or ("result" if whole and found else "")
        else:
            kind = self._sheet.kind_of_bare_periods() if found else ""
        if not kind or (not figures and not found):
            return None
        if not words and (below := self._sheet.kind_below(use.column)) not in ("", kind):
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
        if to_date and self._sheet.has_quarters():
            return Guessed(
                use, f"“{use.heading}” is of the quarters beside it, and is worked out here"
            )
        if kind == "baseline":
            use.field = "Indicators.baseline"
            return Guessed(use, f"the heading says “{use.heading}”")
        use.field = self._field_of(kind, use.column)
        if not found and self._about.quarter and synonyms.LAST_YEAR.fullmatch(words):
            return self._a_year_ago(use)
        use.period = found.label if found else self._unsaid_period(kind, words)
        if found and says_to_date(use.heading) and not found.number:
            use.period = self._up_to(found)
            if not use.period:
                told = f"“{use.heading}” is the year so far: write up to which quarter"
                return Guessed(use, told)
        if use.field in (FIGURE, COUNTS) or use.field.startswith("Actuals."):
            use.quarter = self.quarter_of(use.period)
            use.standing = self._standing(standing[1]) if standing else ""
        why = f"the heading says “{use.heading}”"
        if use.standing:
            why += f", and that its figures are {use.standing}"
        if found and find_quarter_ended(use.heading) and not find_period(use.heading):
            why += (
                f", the last day of {found.label}, as all days above the columns are last days of "
                "quarters: where it is the figure of a month alone, leave it out"
            )
        if kind == "target" and not words:
            why += ", and the title that there are targets"
        named = find_period(use.heading) or find_quarter_ended(use.heading)
        if use.period and not (named and named.label == use.period):
            why += (
                f"; the period is that of the file ({self._about.reason})"
                if self._about.reason
                else ""
            )
        if says_to_date(use.heading):
            why += "; where an indicator is not cumulative, it is asked what to do with it"
        return Guessed(use, why)

    def _standing(self, word: str) -> str:
        """Our word for how certain a heading says that the figures under it are."""
        guess = guess_word(word, STANDING, self._sheet.fields[STANDING].words)
        return guess.meaning if guess else ""

    def _open_period(self, use: Use, kind: str, found: Found) -> Guessed:
        """Figures under words such as "Q1 2009", which may be of several periods: it is asked."""
        if kind not in ("result", "target", "comparator", "numerator", "denominator"):
            return Guessed(use, f"“{use.heading}” may be of {any_of(found.either)}")
        use.field = self._field_of(kind, use.column)
        may_be = f"“{use.heading}” may be of {any_of(found.either)}: write which it is about"
        return Guessed(use, may_be)

    def _a_year_ago(self, use: Use) -> Guessed:
        """Figures of "last year" in a file about a quarter: of that quarter then, or the year."""
        quarter = read_quarter(self._about.quarter).a_year_ago
        either = any_of([quarter.label, quarter.year_label])
        return Guessed(use, f"“{use.heading}” may be of {either}: write which it is about")

    def _up_to(self, found: Found) -> str:
        """Up to which quarter "2009/10 to date" goes: the file's own, where it is of that year."""
        return self._about.quarter if year_of(self._about.quarter) == found.label else ""

    def _field_of(self, kind: str, column: int) -> str:
        if self._sheet.row_kind and kind in ("result", "target"):
            return FIGURE
        if kind == "result" and self._sheet.mostly(
            column, lambda cell: bool(read_counts(cell)), 0.4
        ):
            return COUNTS
        return {
            "target": "Targets.value",
            "result": "Actuals.value",
            "numerator": "Actuals.numerator",
            "denominator": "Actuals.denominator",
            "comparator": "Comparators.value",
        }[kind]

    def _unsaid_period(self, kind: str, words: str) -> str:
        if PERIOD in self._sheet.heading_fields() or QUARTER in self._sheet.heading_fields():
            return ""
        if not self._about.period or self.has_undecided:
            return ""
        if synonyms.LAST_YEAR.fullmatch(words):
            return _year_before(self._about.year)
        if kind == "comparator" or (kind == "target" and not says_to_date(words)):
            return self._about.year
        return "" if self._about.unsettled else self._about.period

    def quarter_of(self, period: str) -> str:
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


def why_unknown(heading: str) -> str:
    if is_day(heading):
        return f"“{heading}” is a day, and figures are kept for quarters and years"
    if is_month(heading) or names_a_month(heading):
        return f"“{heading}” is a month, and figures are kept for quarters and years"
    return "nothing is known about this heading" if heading else "no heading"


def _year_before(year: str) -> str:
    try:
        return read_quarter(f"{year} Q1").a_year_ago.year_label
    except NotAPeriod:
        return ""
