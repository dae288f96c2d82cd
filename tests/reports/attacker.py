"""An attacker: who keeps every masked release, and tries every way to make sense of them.

It shares nothing with the check that it is set on: it reads masked reports, takes for each figure
any number that was ever told of it, and tries out by brute force what a masked one can be.
"""

from dataclasses import dataclass, field
from itertools import product

MOST = 300  # as many as anybody counts here, and a few more
PATIENCE = 20_000
SMALL = {"n": 5, "left": 5, "d": 10}


@dataclass
class Release:
    """What one release told: by (code, period, quarter reported), its numbers or that it is masked.

    `really` are the numbers as the records had them then, masked or not: the attacker is judged by
    them, and does not read them.
    """

    quarter: str
    told: dict
    masked: set
    really: dict
    small: set
    equations: list = field(default_factory=list)


def read(reports) -> tuple[dict, set]:
    """What masked reports tell, and what they mask."""
    told, masked = {}, set()
    for data in reports:
        for row in data["periods"]:
            for each in row["reports"]:
                key = (data["line"]["code"], row["period"], each["reported_in"])
                if each["masked"]:
                    masked.add(key)
                elif each["value"] is not None:
                    told[key] = numbers(each["numerator"], each["denominator"], each["value"])
    return told, masked


def numbers(numerator, denominator, value) -> dict:
    if denominator is None:
        return {"n": int(float(value))}
    return {"n": numerator, "d": denominator, "left": denominator - numerator}


@dataclass(frozen=True)
class View:
    """A release as at a quarter: which report stands of each figure."""

    release: Release
    quarter: str

    def standing(self, name):
        reports = [key for key in self.release.really if key[:2] == name[:2]]
        return max((key for key in reports if key[2] <= self.quarter), default=None)

    def really(self, name):
        return self.release.really.get(self.standing(name), {}).get(name[2])


def leaks(releases: list[Release]):
    """What the last release gives away, beside those before: of whatever any of them masks."""
    for one in releases:
        for quarter in sorted({key[2] for key in one.really}):
            for secret, possible, by in _found_out(View(one, quarter), releases):
                yield quarter, secret, sorted(possible)[:8], by


def _found_out(view: View, releases: list[Release]):
    """Of each small figure it masks what it can be, by every system of numbers that were told."""
    one, last = view.release, releases[-1]
    for equations in {tuple(each.equations): None for each in releases}:
        for kinds in ("n",), ("n", "d", "left"):
            lines = [
                each for each in equations if {what for *_, what in _cells(each)} <= set(kinds)
            ]
            for names in _apart(lines):
                asked = [
                    name
                    for name in sorted(names)
                    if (key := view.standing(name)) in one.masked & one.small
                    and last.told.get(key, {}).get(name[2]) != one.really[key][name[2]]
                ]
                ours = [each for each in lines if names.issuperset(_cells(each))]
                if asked:
                    yield from _by_every_system(view, releases, ours, names, asked)


def _cells(equation):
    whole, parts = equation
    return (whole, *parts)


def _apart(lines) -> list[set]:
    """The cells of equations, in sets that have nothing to do with each other."""
    sets: list[set] = []
    for each in lines:
        ours = set(_cells(each))
        for other in [other for other in sets if other & ours]:
            sets.remove(other)
            ours |= other
        sets.append(ours)
    return sets


def _by_every_system(view, releases, lines, names, asked):
    choices = {name: _numbers_told(view, releases, name) for name in sorted(names)}
    for picked in product(*choices.values()):
        every = dict(zip(choices, picked, strict=True))
        known = {name: number for name, (number, _) in every.items() if number is not None}
        before = {name: known[name] for name in known if every[name][1] is not releases[-1]}
        if known == before or not _is_true(view, releases[-1], lines, known):
            continue  # it was found before, or whoever believes it is misled
        for name in (each for each in asked if each not in known):
            found = possible_numbers(name, lines, known)
            true = view.really(name)
            if not is_open(name, true, found) and is_open(
                name, true, possible_numbers(name, lines, before)
            ):
                yield name, found, known


def is_open(name, true, possible) -> bool:
    """Whether a small number could be every small one, and any other more than one."""
    most = SMALL[name[2]]
    if true > most:
        return len(possible) > 1
    return set(range(most + 1)) <= possible


def _is_true(view, last, lines, known) -> bool:
    """Whether what was picked goes with what is masked, as the records had it.

    Of a release before the last, what was corrected since is no number of what it masked: whom that
    leads to a number which was corrected too, it leads there by chance.
    """
    cells = (name for line in lines for name in _cells(line))
    really = {name: true for name in cells if (true := view.really(name)) is not None}
    if view.release is not last and any(
        known.get(name, true) != true
        for name, true in really.items()
        if view.standing(name) in view.release.masked
    ):
        return False
    return fits(lines, really | known) is not None


def _numbers_told(view, releases, name):
    """Every number that was told of it, with the release that told it first; None for unknown."""
    key, what = view.standing(name), name[2]
    if key is None:
        return [(None, None)]
    found: dict = {}
    for each in releases:
        if what in each.told.get(key, ()):
            found.setdefault(each.told[key][what], each)
    if key in view.release.masked:
        found = found or _unrevised(releases, key, what)
    if key not in view.release.told:
        found[None] = None
    return list(found.items()) or [(None, None)]


def _unrevised(releases, key, what) -> dict:
    """What was told of the same figure in another quarter: who is not told otherwise takes it to
    stand.
    """
    found: dict = {}
    for each in releases:
        for other, told in each.told.items():
            if other[:2] == key[:2] and what in told:
                found.setdefault(told[what], each)
    return found


# Brute force -----------------------------------------------------------------------------------


def possible_numbers(name, lines, known) -> set:
    """Which small numbers it can be, and two of the others, if it can be two."""
    most = SMALL[name[2]]
    found = {each for each in range(most + 1) if fits(lines, known | {name: each})}
    if above := fits(lines, known, {name: (most + 1, MOST)}):
        first = above[name]
        found.add(first)
        for limits in ((most + 1, first - 1), (first + 1, MOST)):
            if other := fits(lines, known, {name: limits}):
                found.add(other[name])
    return found


def fits(lines, known, limits=None):
    """Numbers for all with which every line adds up; None where there are none."""
    room = {cell: (0, MOST) for line in lines for cell in _cells(line)}
    room |= {cell: (number, number) for cell, number in known.items()}
    room |= limits or {}
    tries = [room]
    for _ in range(PATIENCE):
        if not tries:
            return None
        room = _narrowed(tries.pop(), lines)
        if room is None:
            continue
        open_cells = [cell for cell, (low, high) in room.items() if low < high]
        if not open_cells:
            return {cell: low for cell, (low, _) in room.items()}
        cell = min(open_cells, key=lambda each: room[each][1] - room[each][0])
        low, high = room[cell]
        middle = (low + high) // 2
        tries += [room | {cell: (middle + 1, high)}, room | {cell: (low, middle)}]
    raise RuntimeError("too many to try")


def _narrowed(room, lines):
    room, moved = dict(room), True
    while moved:
        moved = False
        for whole, parts in lines:
            least, most = (sum(room[each][end] for each in parts) for end in (0, 1))
            low, high = room[whole]
            new = {whole: (max(low, least), min(high, most))}
            for each in parts:
                mine = room[each]
                new[each] = (
                    max(mine[0], low - (most - mine[1])), min(mine[1], high - (least - mine[0])),
                )  # fmt: skip
            for cell, (lowest, highest) in new.items():
                lowest, highest = max(lowest, room[cell][0]), min(highest, room[cell][1])
                if lowest > highest:
                    return None
                if (lowest, highest) != room[cell]:
                    room[cell], moved = (lowest, highest), True
    return room


def told(found, releases: list[Release]) -> str:
    """What was found, and each figure as release after release had it, for whoever reads it."""
    lines = [f"{len(found)} found, such as:", *map(str, found[:2])]
    for key in dict.fromkeys(key for each in releases for key in each.really):
        story = (
            f"{each.told.get(key, '[c]' if key in each.masked else '-')} {each.really.get(key)}"
            for each in releases
        )
        lines.append(f"{key}: {' | '.join(story)}")
    return "\n".join(lines)
