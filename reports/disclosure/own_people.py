"""What the people of a plan can work out of others' hidden figures. No Django in here.

Rule 11: "officers (and a plan's own people) see all". They read the figures of their own plan in
full, and those of others as everybody does; from both together a hidden one may follow.

What is hidden for that is hidden from everybody, and must tell nobody what their own hidden figures
are. So nothing depends on how large those are: what is asked is what follows from them exactly,
whatever they are, and not what they leave of a figure that could still be several numbers.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from indicators.elimination import Exactly
from indicators.recovery import Care, Exposure, Marks, Puzzle, Secret, Sum
from reports.disclosure.masking import Key
from reports.disclosure.puzzles import LEFT, TYPED, Cell, N, OwnPeople, PuzzleMaker

# How many achieved it. How many there are in a cohort follows for whoever is told of it in full.
ASKED = (N, LEFT, TYPED)


@dataclass(frozen=True)
class PuzzleOfOwnPeople(Puzzle[Cell, Key]):
    """The puzzle before somebody who reads some figures in full.

    `own` are those that nobody else is shown, and `unwritten` the numbers of theirs that are
    written down nowhere. What everybody can work out is no leak of theirs.
    """

    own: frozenset[Key] = frozenset()
    unwritten: frozenset[Cell] = frozenset()

    def exposures(self, hiding: frozenset[Key] = frozenset()) -> Iterator[Exposure[Cell, Key]]:
        return (each for each in super().exposures(hiding) if not self.own.isdisjoint(each.by))

    def _knowing(self, sums: Iterable[Sum[Cell]], known: Mapping[Cell, int], marks: object):
        return Exactly(sums, known, self.unwritten)

    def _marks(self, hiding: frozenset[Key]) -> Marks[Cell]:
        """What the marks tell is told of how large figures are."""
        return Marks()

    def _heard_of(self, cell: Cell, knowledge: object) -> set[Key]:
        return set(self._names)


class PuzzleMakerOfOwnPeople:
    """Makes it of the puzzle that everybody has before them."""

    def __init__(self, maker: PuzzleMaker, own: OwnPeople):
        self.maker, self.own = maker, own
        self.hidden, self.before = maker.hidden, maker.before

    @cached_property
    def puzzle(self) -> PuzzleOfOwnPeople:
        maker, public = self.maker, self.maker.puzzle
        known = {cell for cell in public.figure_of if self._is_shown(cell)}
        own = {cell for cell in public.figure_of if cell.key.indicator in self.own.indicators}
        theirs = frozenset(public.figure_of[cell] for cell in own)
        return PuzzleOfOwnPeople(
            sums=public.sums,
            values={
                cell: maker.numbers[cell.key].get(cell.what, 0)
                for cell in public.figure_of
                if cell in known or cell in own
            },
            figure_of=public.figure_of,
            secrets={
                cell: Secret(Care.OTHER)
                for cell in public.figure_of
                if cell.key in maker.small and cell.what in ASKED and cell not in known | own
            },
            fixed=public.fixed | theirs,
            supposed=public.supposed,
            own=frozenset(public.figure_of[cell] for cell in own - known),
            unwritten=frozenset(cell for cell in own if cell.what not in maker.numbers[cell.key]),
        )

    def _is_shown(self, cell: Cell) -> bool:
        return cell in self.maker.told or cell.key not in self.hidden

    def guards(self, key: Key) -> bool:
        """Whether something else would have to be hidden from them, were the figure shown."""
        if not self.maker.could_show(key):
            return False
        numbers = self.maker.numbers[key]
        return self.puzzle.guards({each: numbers[each.what] for each in self.maker.would_tell(key)})


def of_own_people(maker: PuzzleMaker) -> Iterator[PuzzleMakerOfOwnPeople]:
    """The puzzles of those who read some of its figures in full, and others not."""
    for each in maker.earlier.own_people:
        yield PuzzleMakerOfOwnPeople(maker, each)
