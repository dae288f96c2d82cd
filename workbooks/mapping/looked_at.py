"""What stands in a sheet below its headings, as far as guesses look at it.  No Django in here."""

import re
from collections import Counter
from collections.abc import Collection
from functools import cached_property

from sheets.cells import Cell
from workbooks.mapping import synonyms
from workbooks.mapping.cell_kinds import is_year
from workbooks.mapping.codes import code_in, is_code
from workbooks.mapping.description import Layout, Use, folded
from workbooks.mapping.fields import CODE_AND_TITLE, INDICATOR, PLAN, ROW_KIND, Fields
from workbooks.mapping.grid import Grid
from workbooks.mapping.heading_words import headings_of, titles_of
from workbooks.mapping.known import RULES, Topic, figure_kind
from workbooks.mapping.months import names_a_day
from workbooks.mapping.periods import Found, find_period, find_quarter_ended
from workbooks.mapping.values import is_numeric
from workbooks.mapping.words import guess_word

# A guess by what stands under a heading looks at so many values.
LOOKED_AT = 60
MOSTLY, SOME = 0.7, 0.5
ROW_KINDS = ("target", "result")


# By when a figure comes that is not in: a day.
EXPECTED = "Actuals.expected"


class LookedAt:
    """One sheet with its headings, and what stands under each of them."""

    def __init__(
        self, grid: Grid, fields: Fields, first: int, last: int, kept: Collection[str]
    ) -> None:
        self.grid = grid
        self.fields = fields
        self.headings = headings_of(grid, first, last)
        self._first, self._last = first, last
        self._kept = kept
        self.under = {column: self._values(column) for column in grid.columns}
        self.row_kind = self._column_of_row_kinds()
        self.are_across = _stand_across(self.headings)
        self.topic = self._find_topic()

    def samples(self, column: int) -> list[str]:
        return [cell.written[:60] for cell in self.under[column] if not cell.is_blank][:3]

    def _values(self, column: int) -> list[Cell]:
        found = []
        for row, cells in self.grid.rows.items():
            cell = cells.get(column)
            if row > self._last and cell and (not cell.is_blank or cell.trouble):
                found.append(cell)
            if len(found) == LOOKED_AT:
                break
        return found

    def _find_topic(self) -> Topic:
        words = [folded(each) for each in (*self.headings.values(), self.grid.table.name)]
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
        periods = sum(bool(find_period(each, "2000/01")) for each in self.headings.values())
        if has_actions and not periods and counted[Topic.ACTIONS] > counted[Topic.INDICATORS]:
            return Topic.ACTIONS
        return Topic.INDICATORS

    def _column_of_row_kinds(self) -> int | None:
        """The column that says of each row whether it is a target or a result."""
        for column, cells in self.under.items():
            if any(map(is_numeric, cells)):
                continue
            meant = [guess_word(folded(cell.written), ROW_KIND, ROW_KINDS) for cell in cells]
            known = [each.meaning for each in meant if each]
            if set(known) == set(ROW_KINDS) and len(known) >= SOME * len(meant):
                return column
        return None

    def has_figures_for_words(self, column: int, name: str) -> bool:
        """Whether figures stand where words belong: "Cohort" with how many it has, "Plan" with what
        is planned, "Expected" with what and not when.

        Or years: "Reporting year" is a type of year, or each row's own.
        """
        field = self.fields[name]
        none_of_ours = name == EXPECTED or (name == PLAN and self.topic == Topic.INDICATORS)
        if none_of_ours and self.mostly(column, is_numeric):
            return True
        if field.words and self.mostly(column, is_year):
            return True
        return bool(field.words or field.is_free_text) and self.mostly(column, is_numeric)

    def quarter_ended(self, heading: str) -> Found | None:
        """The quarter whose last day heads a column, where every day that heads one is such."""
        days = [each for each in self.headings.values() if names_a_day(each)]
        return find_quarter_ended(heading) if all(map(find_quarter_ended, days)) else None

    def kind_below(self, column: int) -> str:
        """What the first cell below a heading says of those under it, where words stand there."""
        first = next(iter(self.under[column]), None)
        return figure_kind(folded(first.written)) if first and not is_numeric(first) else ""

    def kind_of_bare_periods(self) -> str:
        """What stands under a mere year or quarter: results, or targets where the title says so."""
        grid = self.grid
        headings = Layout(grid.table.name, self._first, self._last)
        above = [grid.words(*where) for where in titles_of(grid, headings)]
        said = [folded(each) for each in (grid.table.name, *above)]
        targets = any(synonyms.TITLE_OF_TARGETS.fullmatch(each) for each in said)
        return "target" if targets else "result"

    def has_quarters(self) -> bool:
        """Whether figures of several quarters, each for itself, stand side by side."""
        found = (find_period(each, "2000/01") for each in self.headings.values())
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

    def heading_fields(self) -> set[str]:
        """The fields of what rows are about that some heading names."""
        named = set()
        for heading in self.headings.values():
            for pattern, name in RULES[self.topic]:
                if pattern.fullmatch(folded(heading)):
                    named.add(name)
                    break
        return named

    def codes_in(self, column: int) -> str:
        """The field of a column in which most rows have a code, or some that are here; else ""."""
        named = self._names_of_rows(column)
        codes = [cell for cell in named if code_in(cell.written)]
        known = [cell for cell in codes if code_in(cell.written) in self._kept]
        if not codes or (len(codes) < MOSTLY * len(named) and len(known) < SOME * len(named)):
            return ""
        alone = [cell for cell in codes if is_code(cell.written)]
        return INDICATOR if len(alone) >= SOME * len(codes) else CODE_AND_TITLE

    @cached_property
    def known_by(self) -> int | None:
        """The column by which the rows are known: of those headed as one, the one that has codes.

        Codes that are here count most, then codes, then what has letters. Where those headed so
        have nothing but numbers, it is another column in which codes stand.
        """
        headed = [column for column in self.under if self._is_headed(column, INDICATOR)]
        best = max(headed, key=self._likeness_to_codes, default=None)
        if best is None or any(self._likeness_to_codes(best)):
            return best
        return next((column for column in self.under if self.codes_in(column)), best)

    def _likeness_to_codes(self, column: int) -> tuple[float, ...]:
        """Which share of its cells are codes that are here, codes, and words at all."""
        named = self._names_of_rows(column)
        codes = [code for cell in named if (code := code_in(cell.written))]
        known = [code for code in codes if code in self._kept]
        lettered = [cell for cell in named if any(map(str.isalpha, cell.written))]
        return tuple(len(each) / max(len(named), 1) for each in (known, codes, lettered))

    def _is_headed(self, column: int, name: str) -> bool:
        """Whether a heading by itself says that its column is that field."""
        words = folded(self.headings.get(column, ""))
        return any(
            pattern.fullmatch(words) and field == name for pattern, field in RULES[self.topic]
        )

    def _names_of_rows(self, column: int) -> list[Cell]:
        """What stands there in rows that hold more: not the titles of sections, nor headings."""
        found = []
        for row, cells in self.grid.rows.items():
            cell = cells.get(column)
            if row <= self._last or cell is None or cell.is_blank:
                continue
            if folded(cell.written) != folded(self.headings.get(column, "")):
                beside = [each for each in cells.values() if not each.is_blank]
                found += [cell] if len(beside) > 1 else []
            if len(found) == LOOKED_AT:
                break
        return found

    def is_taken(self, name: str) -> bool:
        return any(self._is_headed(column, name) for column in self.headings)

    def mostly(self, column: int, test, share: float = MOSTLY) -> bool:
        cells = self.under[column]
        return bool(cells) and sum(bool(test(cell)) for cell in cells) >= share * len(cells)

    def is_a_figure(self, use: Use) -> bool:
        field = self.fields.all.get(use.field)
        return field is not None and field.is_figure and field.has_period


def _stand_across(headings: dict[int, str]) -> bool:
    """Whether the headings are mostly indicators, so that each has a column and none a row."""
    codes = [each for each in headings.values() if code_in(each)]
    return len(codes) > 1 and len(codes) >= SOME * len(headings)
