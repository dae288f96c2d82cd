"""Which numbers follow exactly from others, whatever those are: by elimination.  No Django in here.

`indicators.recovery` finds what figures leave of a number, and so depends on how large they are.
This depends only on what adds up to what, and on what is known: it is asked of figures that whoever
asks must not look at.
"""

from collections.abc import Collection, Iterable, Mapping
from fractions import Fraction
from functools import cached_property
from typing import Generic

from indicators.recovery import Bounds, Care, Cell, Secret, Sum


class Exactly(Generic[Cell]):
    """What follows exactly from the numbers that are `known`; those that are `unwritten` are known
    to somebody, and written down nowhere.
    """

    def __init__(
        self,
        sums: Iterable[Sum[Cell]],
        known: Mapping[Cell, int],
        unwritten: Collection[Cell] = (),
    ):
        self.sums = list(dict.fromkeys(sums))
        self.known = known
        self.unwritten = unwritten

    def gives_away(self, cell: Cell, secret: Secret) -> bool:
        """Whether the number is known or follows; of one that nobody wrote down it is not asked."""
        return secret.care != Care.UNTOLD and (cell in self.known or cell in self.found)

    def bounds(self, cell: Cell) -> Bounds:
        """The number as both bounds, where it follows and is written down."""
        number: int | Fraction | None = self.found.get(cell)
        if cell in self.known and cell not in self.unwritten:
            number = self.known[cell]
        if number is None or number < 0 or Fraction(number).denominator > 1:
            return Bounds(0, None)
        return Bounds(int(number), int(number))

    @cached_property
    def found(self) -> dict[Cell, Fraction | None]:
        """Each unknown cell that follows, with its number."""
        solved: dict[Cell, tuple[dict[Cell, Fraction], Fraction | None]] = {}
        for each in self.sums:
            row, rest = self._line(each)
            for cell in [cell for cell in row if cell in solved]:
                row, rest = _less((row, rest), row[cell], solved[cell])
            if not row:
                continue
            chosen = next(iter(row))
            by = row[chosen]
            new = {cell: value / by for cell, value in row.items()}, rest and rest / by
            for cell, line in solved.items():
                if chosen in line[0]:
                    solved[cell] = _less(line, line[0][chosen], new)
            solved[chosen] = new
        return {cell: rest for cell, (row, rest) in solved.items() if len(row) == 1}

    def _line(self, each: Sum[Cell]) -> tuple[dict[Cell, Fraction], Fraction | None]:
        """How often each unknown cell stands in it, and what the known ones leave."""
        row: dict[Cell, Fraction] = {}
        rest: Fraction | None = Fraction(0)
        for cell, sign in ((each.total, 1), *((part, -1) for part in each.parts)):
            if cell not in self.known:
                row[cell] = row.get(cell, Fraction(0)) + sign
                continue
            if rest is not None:
                rest = None if cell in self.unwritten else rest - sign * self.known[cell]
        return {cell: value for cell, value in row.items() if value}, rest


def _less(
    line: tuple[dict[Cell, Fraction], Fraction | None],
    times: Fraction,
    other: tuple[dict[Cell, Fraction], Fraction | None],
) -> tuple[dict[Cell, Fraction], Fraction | None]:
    """The line, less so many times the other."""
    (row, rest), (theirs, their_rest) = line, other
    cells = dict.fromkeys((*row, *theirs))
    less = {each: row.get(each, Fraction(0)) - times * theirs.get(each, 0) for each in cells}
    left = None if rest is None or their_rest is None else rest - times * their_rest
    return {cell: value for cell, value in less.items() if value}, left
