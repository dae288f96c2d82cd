"""Which of what is kept a document means, where it may have changed the words of it.

The same words are the same thing, and so are those with a slip of the pen. All else is asked while
there is something here that the document does not name.  No Django in here.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from sheets.problems import all_of
from workbooks.documents.found import Values
from workbooks.documents.gathering import Gathering
from workbooks.documents.questions import Choice
from workbooks.documents.wording import SUGGESTED, is_slip, likeness, same_text, shortened

NEW = "new"
MOST_NAMED = 4
Likeness = Callable[[str, str], float | None]


@dataclass(frozen=True)
class Told:
    """What a document names, and where."""

    words: str
    place: str


@dataclass(frozen=True)
class Ours:
    """What is kept of it. `key` is its answer; `called` names it: "action 3"."""

    row: Values
    words: str
    key: str
    called: str

    @property
    def named(self) -> str:
        return f"{self.called} “{shortened(self.words)}”"


@dataclass
class Sorting:
    """Things of one kind, in the document and here. `stays` says what comes of words that are
    changed; `likeness` how likely words mean what is kept in others, and None where they cannot.
    """

    gathering: Gathering
    called: str
    told: Sequence[Told]
    kept: Sequence[Ours]
    stays: str = "in other words"
    likeness: Likeness = likeness

    def matched(self) -> list[Ours | None]:
        """For each thing of the document what it is here, or None for what is new."""
        found: list[Ours | None] = [None] * len(self.told)
        free = list(self.kept)
        for place, ours in (*self._same(), *self._slips()):
            if found[place] is None and ours in free:
                found[place] = ours
                free.remove(ours)
        open_ = [place for place, ours in enumerate(found) if ours is None]
        for place, said in self._asked(open_, free):
            found[place] = said
            if said in free:
                free.remove(said)
        self._note(free)
        return found

    def _same(self) -> Iterable[tuple[int, Ours]]:
        """The same words; where they are here more or less often than there, it is asked."""
        for place, each in enumerate(self.told):
            there = [n for n, other in enumerate(self.told) if same_text(other.words, each.words)]
            here = [ours for ours in self.kept if same_text(ours.words, each.words)]
            if len(here) == len(there):
                yield place, here[there.index(place)]

    def _slips(self) -> Iterable[tuple[int, Ours]]:
        for place, each in enumerate(self.told):
            for ours in self.kept:
                if is_slip(each.words, ours.words) and not same_text(each.words, ours.words):
                    yield place, ours

    def _asked(
        self, open_: Sequence[int], free: Sequence[Ours]
    ) -> Iterable[tuple[int, Ours | None]]:
        """Of what is left on both sides the person says what is the same."""
        left = list(free)
        asked = [each for each in open_ if self._candidates(each, self.kept)]
        given = {each: self.gathering.asking.answered(*self._named(each)) for each in asked}
        suggested = self._suggested(
            [each for each in asked if given[each] is None],
            [ours for ours in left if ours.key not in given.values()],
        )
        for each in asked:
            candidates = self._candidates(each, left)
            if not candidates and given[each] is None:
                continue
            ours = self._ask(each, candidates, suggested.get(each))
            yield each, ours
            if ours and given[each] is not None:
                left.remove(ours)

    def _candidates(self, place: int, kept: Iterable[Ours]) -> list[Ours]:
        """What of it the thing of the document may be, in other words."""
        said = self.told[place].words
        return [ours for ours in kept if self.likeness(said, ours.words) is not None]

    def _suggested(self, asked: Sequence[int], free: Sequence[Ours]) -> dict[int, Ours]:
        """The most alike first; nothing is suggested twice."""
        pairs = [
            (self.likeness(self.told[each].words, ours.words) or 0, each, ours)
            for each in asked
            for ours in self._candidates(each, free)
        ]
        found: dict[int, Ours] = {}
        for alike, each, ours in sorted(pairs, key=lambda pair: -pair[0]):
            if alike >= SUGGESTED and each not in found and ours not in found.values():
                found[each] = ours
        return found

    def _named(self, place: int) -> tuple[str, str]:
        """The topic and place of the question about it: several may stand in one place."""
        told = self.told[place]
        before = sum(each.place == told.place for each in self.told[:place])
        return f"which {self.called}{f' {before + 1}' if before else ''}", told.place

    def _ask(self, place: int, free: Sequence[Ours], suggested: Ours | None) -> Ours | None:
        told = self.told[place]
        topic, where = self._named(place)
        answer = self.gathering.asking.ask(
            topic,
            where,
            self._question(told, free),
            suggested.key if suggested else NEW,
            choices=(
                *(Choice(each.key, f"It is {each.named}, {self.stays}") for each in free),
                Choice(NEW, f"It is a new {self.called}"),
            ),
            about=told.words,
        )
        return next((each for each in free if each.key == answer), None)

    def _question(self, told: Told, free: Sequence[Ours]) -> str:
        if any(same_text(each.words, told.words) for each in self.kept):
            return (
                f"“{shortened(told.words)}” stands here more or less often than in the document: "
                "which is it?"
            )
        if not free:
            return f"“{shortened(told.words)}” is not in the plan here: is it new?"
        names = [each.named for each in free[:MOST_NAMED]]
        if len(free) > MOST_NAMED:
            names.append(f"{len(free) - MOST_NAMED} more")
        are, same = ("is", "is it the same") if len(free) == 1 else ("are", "is it one of them")
        return (
            f"“{shortened(told.words)}” is not in the plan here, and {all_of(names)} {are} not in "
            f"the document: {same}?"
        )

    def _note(self, free: Sequence[Ours]) -> None:
        """What is here and not in the document stays: nothing is taken away by leaving it out."""
        if not free or self.gathering.layout.is_withheld:
            return
        are = "is not in the document: it stays here as it is"
        if len(free) > 1:
            are = "are not in the document: they stay here as they are"
        self.gathering.notes.append(f"{all_of([each.named for each in free])} {are}")


def numbers_of(matched: Sequence[Ours | None], kept: Iterable[Values], name: str) -> list[int]:
    """The number of each: that of the kept row it is, else the next after all that are kept."""
    taken = max((each[name] for each in kept), default=0)
    numbers = []
    for each in matched:
        if each is None:
            taken += 1
        numbers.append(each.row[name] if each else taken)
    return numbers


def numbered(kept: Iterable[Values], called: str, attribute: str) -> list[Ours]:
    """Kept rows that are known by their number."""
    return [
        Ours(each, str(each[attribute]), str(each["number"]), f"{called} {each['number']}")
        for each in kept
    ]
