"""Whether a quarter's masked reports, with those of earlier releases, give a hidden figure away.

`puzzles` makes of the figures what an attacker has before them, `readings` the same of what was,
`indicators.recovery` solves it, `wording` says in plain sentences what was found. This decides what
is hidden. No Django in here.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from indicators.disclosure import Thresholds
from reports.disclosure.masking import Key, Recorded, only, small_figures
from reports.disclosure.own_people import PuzzleMakerOfOwnPeople, of_own_people
from reports.disclosure.puzzles import (
    NO_RELEASE,
    Earlier,
    OwnPeople,
    PuzzleMaker,
    has_come,
)
from reports.disclosure.readings import PuzzleMakerOfThen, is_told_otherwise, told_otherwise
from reports.disclosure.ties import every_tie, groups
from reports.disclosure.wording import Finding, Words

Maker = PuzzleMaker | PuzzleMakerOfOwnPeople


@dataclass(frozen=True)
class Added:
    """Why a further figure is hidden: what it would give away, and what that is worked out from."""

    because: str
    rules: tuple[str, ...]


def hidden_keys(
    facts,
    thresholds: Thresholds,
    further: Collection[Key] = (),
    earlier: Earlier = NO_RELEASE,
) -> frozenset[Key]:
    """Every figure that masked audiences must not see: the one function that decides.

    Those are the small ones; those of `further`, which officers chose; and whatever else it takes,
    of several ways the first of the fewest, so that none of them is given away.
    """
    hidden = frozenset(further)
    return hidden.union(
        *(_hidden_in(ours, thresholds, hidden, told) for ours, told in _groups(facts, earlier))
    )


def _groups(facts, earlier: Earlier) -> Iterator[tuple[Recorded, Earlier]]:
    """The figures that may have to do with each other, and what was told of them."""
    every = groups(every_tie(facts.indicators, earlier.ties))
    for each, told in zip(every, earlier.parted(every), strict=True):
        ours = only(facts, each)
        yield ours, told.only(each, ours)


def _hidden_in(
    facts: Recorded, thresholds: Thresholds, hidden: frozenset[Key], earlier: Earlier
) -> frozenset[Key]:
    while True:
        before, (now, _) = hidden, _now_and_then(facts, thresholds, hidden, earlier)
        public = hidden = _mended([now], now.hidden)
        hidden = _mended(of_own_people(now), hidden)
        if not (earlier.withdrawn or now.every_tie[1:] or is_told_otherwise(now)):
            if hidden == public:
                return hidden
            continue
        now = PuzzleMaker(facts, thresholds, hidden, earlier)
        others = [*_beliefs(now), *_with_beliefs(told_otherwise(now))]
        hidden = _mended(others, hidden)
        for each in earlier.withdrawn:
            then = PuzzleMakerOfThen.each_way(facts, thresholds, hidden, each, earlier.ties)
            hidden = _mended(_with_beliefs(then), hidden)
        if hidden == before or not (others or earlier.withdrawn or hidden != public):
            return hidden


def _mended(makers: Iterable[Maker], hidden: frozenset[Key]) -> frozenset[Key]:
    """With what else has to be hidden, of each puzzle beside what the one before took."""
    for each in makers:
        each.hidden |= hidden - each.before
        hidden |= each.puzzle.mended()
    return hidden


def _with_beliefs(makers: Iterable[PuzzleMaker]) -> Iterator[PuzzleMaker]:
    for each in makers:
        yield each
        yield from _beliefs(each)


def _beliefs(maker: PuzzleMaker) -> Iterator[PuzzleMaker]:
    """The puzzles by ties that the office does not name any more: what was told as a part once, was
    one, and a reader may believe it before what is said now.
    """
    for ties in maker.every_tie[1:]:
        yield maker.believing(ties)


def _now_and_then(
    facts, thresholds: Thresholds, further: Collection[Key], earlier: Earlier
) -> tuple[PuzzleMaker, list[PuzzleMakerOfThen]]:
    """For what the reports would show now, and for each release that was withdrawn.

    What a further figure guards now could be worked out from whatever gave it away. What it guards
    of then could not: so it must not be found from what is shown now.
    """
    now = PuzzleMaker(facts, thresholds, frozenset(further), earlier)
    then = [
        way
        for each in earlier.withdrawn
        for way in PuzzleMakerOfThen.each_way(facts, thresholds, now.hidden, each, earlier.ties)
    ]
    now.guarding = {key for key in further if any(each.guards(key) for each in then)}
    return now, then


def idle(
    facts, thresholds: Thresholds, further: Collection[Key], earlier: Earlier
) -> frozenset[Key]:
    """Those of the further figures that keep nothing hidden any more."""
    found: set[Key] = set()
    for ours, before in _groups(facts, earlier):
        if asked := {key for key in further if key.indicator in ours.indicators}:
            now, then = _now_and_then(ours, thresholds, further, before)
            public = [*_with_beliefs([now, *told_otherwise(now), *then])]
            makers: list[Maker] = [*public, *of_own_people(now)]
            found |= {
                key
                for key in asked
                if now.could_show(key) and not any(each.guards(key) for each in makers)
            }
    return frozenset(found)


def findings(
    facts,
    thresholds: Thresholds,
    further: Collection[Key] = (),
    earlier: Earlier = NO_RELEASE,
    later: Iterable = (),
) -> list[Finding]:
    """What the reports give away, with the small figures and these hidden.

    `later` has the facts as at each later quarter of which there was a release: beside what that
    told, the reports may give away more, for which something of them can still be hidden.
    """
    checks = [Check(each, thresholds, earlier) for each in (facts, *later)]
    return _findings(checks, frozenset(further))


def _findings(checks: Sequence["Check"], further: frozenset[Key]) -> list[Finding]:
    """The first check is of the reports themselves, the others of later ones."""
    first, *later = checks
    found = first.findings(further)
    for each in later:
        more = each.findings(further)
        found += [one for one in more if _can_be_mended_at(first.quarter, one)]
    return list(_saying_something_new(found))


class Check:
    """Finds what is given away; what hangs together is looked at by itself, and once."""

    def __init__(self, facts, thresholds: Thresholds, earlier: Earlier):
        self.quarter = facts.quarter
        self.thresholds = thresholds
        self.small = small_figures(facts, thresholds)
        # What may be about a small figure is told before what may be about one that nobody wrote.
        small = {key.indicator for key in self.small}
        self.groups = sorted(
            _groups(facts, earlier), key=lambda group: small.isdisjoint(group[0].indicators)
        )
        self.found: dict[tuple[int, frozenset[Key]], tuple[list[Finding], list[Finding]]] = {}

    def findings(self, further: frozenset[Key], beside: int | None = None) -> list[Finding]:
        """What is given away with these hidden: now, and then of what was hidden once.

        `beside` names an indicator: of what hangs together with it; without, of all.
        """
        every = [
            self._findings_of(place, further)
            for place, (facts, _) in enumerate(self.groups)
            if beside is None or beside in facts.indicators
        ]
        now = (each for found, _ in every for each in found)
        return [*now, *(each for _, found in every for each in found)]

    def _findings_of(
        self, place: int, further: frozenset[Key]
    ) -> tuple[list[Finding], list[Finding]]:
        facts, earlier = self.groups[place]
        ours = frozenset(key for key in further if key.indicator in facts.indicators)
        if (place, ours) not in self.found:
            self.found[place, ours] = _findings_at(facts, self.thresholds, ours, earlier)
        return self.found[place, ours]


def _saying_something_new(found: Iterable[Finding]) -> Iterator[Finding]:
    said: set[str] = set()
    for each in found:
        if not said.issuperset(each.sentences):
            said.update(each.sentences)
            yield each


def _can_be_mended_at(quarter: str, found: Finding) -> bool:
    """Whether the reports of the quarter could hide something for it."""
    return any(has_come(key, quarter) for way in found.ways for key in way.keys)


def _findings_at(
    facts: Recorded, thresholds: Thresholds, further: Collection[Key], earlier: Earlier
) -> tuple[list[Finding], list[Finding]]:
    now, then = _now_and_then(facts, thresholds, further, earlier)
    told = [*told_otherwise(now)]
    leaks = [(one, leak) for one in _with_beliefs([now]) for leak in one.puzzle.leaks()]
    leaks += [
        (each, leak)
        for one in told
        for each in _with_beliefs([one])
        for leak in each.puzzle.leaks()
        if one.rests_on_it(leak)
    ]
    found = [_words(maker).finding(leak) for maker, leak in leaks]
    if not any(each and each.ways for each in found):
        # What everybody could work out comes first: what mends that may mend theirs.
        found += [
            _words(now, one.own).finding(leak)
            for one in of_own_people(now)
            for leak in one.puzzle.leaks()
        ]
    found_of_then = [each for one in _with_beliefs(then) for each in _findings_of_then(one)]
    not_tried = set[str]().union(*(each.not_tried for each in (now, *told, *then)))
    return (
        [
            *_joined(each for each in found if each),
            *(Finding((each,), (), (), is_not_tried=True) for each in sorted(not_tried)),
        ],
        found_of_then,
    )


def _joined(every: Iterable[Finding]) -> list[Finding]:
    """Those that can be mended in the same way as one, with the ways that mend them all."""
    found: list[Finding] = []
    for one in every:
        for place, each in enumerate(found):
            if both := [way for way in each.ways if any(it.keys <= way.keys for it in one.ways)]:
                sentences = dict.fromkeys((*each.sentences, *one.sentences))
                rules = sorted({*each.rules, *one.rules})
                found[place] = Finding(tuple(sentences), tuple(rules), tuple(both))
                break
        else:
            found.append(one)
    return found


def _words(maker: PuzzleMaker, own: OwnPeople | None = None) -> Words:
    return Words(
        maker.whole,
        maker.thresholds,
        maker.number,
        maker.before,
        maker.count_the_same,
        maker.guarding,
        own,
    )


def _findings_of_then(maker: PuzzleMaker) -> Iterator[Finding]:
    """What is given away now of what a withdrawn release hid; what it told itself is told of."""
    for leak in maker.puzzle.leaks():
        found = _words(maker).finding(leak)
        if found and found.ways:
            sentences = tuple(
                f"Of what a withdrawn release hid: {each}" for each in found.sentences
            )
            yield replace(found, sentences=sentences)


@dataclass(frozen=True)
class Mended:
    """What has to be hidden beside the rest until nothing can be mended, each with its reason.

    `rounds` are the findings that lead to it: what is hidden for those of one round may give away
    what is found in the next. `left` is what is given away all the same: earlier releases told it.
    `not_tried` is what there was too much of to look at it all, and `by_own_people` what follows of
    all that the people of a plan read in full.
    """

    added: dict[Key, Added]
    rounds: list[list[Finding]]
    left: list[Finding]
    not_tried: list[str]
    by_own_people: list[str]


def mended(
    facts,
    thresholds: Thresholds,
    further: Collection[Key],
    earlier: Earlier,
    chosen: Sequence[Collection[Key]] = (),
    later: Collection = (),
) -> Mended:
    """What it takes beside these until nothing is left to be mended.

    Of each finding, in their order, the way is taken that is `chosen` for it, or else the first of
    the fewest. `later` is as for `findings`.
    """
    answers = iter(chosen)
    added: dict[Key, Added] = {}
    rounds: list[list[Finding]] = []
    checks = [Check(each, thresholds, earlier) for each in (facts, *later)]
    while True:
        found = _findings(checks, frozenset({*further, *added}))
        mendable = [each for each in found if each.ways]
        if not mendable:
            return Mended(
                added,
                rounds,
                [each for each in found if not (each.is_not_tried or each.is_of_own)],
                [said for each in found if each.is_not_tried for said in each.sentences],
                [said for each in found if each.is_of_own for said in each.sentences],
            )
        rounds.append(mendable)
        for each in mendable:
            ways, answer = [way.keys for way in each.ways], frozenset(next(answers, ()))
            way = answer if answer in ways else ways[0]
            added |= dict.fromkeys(way, Added(" ".join(each.sentences), each.rules))
