"""Rule 11, secondary: what is shown must not give back what is hidden."""

from itertools import combinations, product

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from indicators.recovery import Bounds, Care, Knowledge, Marks, Puzzle, Secret, Sum

SMALL = Secret(Care.SMALL, 5)
OTHER = Secret(Care.OTHER)
UNTOLD = Secret(Care.UNTOLD, 5)


def puzzle(sums, values, hidden=(), untold=(), before=(), *, thresholds=True) -> Puzzle:
    """One number a figure; of the values those in `hidden` are not shown.

    Those of them up to 5 are small; other numbers up to 5 count things. An attacker knows the
    thresholds, unless they are kept from them.
    """
    small = few(values, hidden)
    people = {each for each, value in values.items() if value > 5 or each in small}
    return Puzzle(
        sums=tuple(sums),
        values={each: value for each, value in values.items() if each not in hidden},
        figure_of={each: each for each in values},
        secrets={each: SMALL if values[each] <= 5 else OTHER for each in hidden}
        | dict.fromkeys(untold, UNTOLD),
        fixed=frozenset(before),
        small=small,
        thresholds=dict.fromkeys(people, 5) if thresholds else {},
    )


def few(values, hidden) -> frozenset:
    return frozenset(each for each in hidden if values[each] <= 5)


def only_leak(given):
    (leak,) = given.leaks()
    return leak


# Planted leaks -------------------------------------------------------------------------------

FAMILY = Sum("all", ("girls", "boys", "others"))


def test_a_total_with_one_hidden_part_gives_it_away():
    values = {"all": 43, "girls": 3, "boys": 30, "others": 10}
    leak = only_leak(puzzle([FAMILY], values, hidden={"girls"}))

    (exposure,) = leak.exposures
    assert exposure.cell == "girls"
    assert exposure.bounds == Bounds(3, 3)
    assert set(exposure.by) == {"all", "boys", "others"}
    assert set(leak.to_hide) == {frozenset({each}) for each in ("all", "boys", "others")}


def test_two_hidden_parts_are_narrowed_to_what_is_left_for_them():
    values = {"all": 43, "girls": 3, "boys": 39, "others": 1}
    leak = only_leak(puzzle([FAMILY], values, hidden={"girls", "others"}))

    assert {each.cell: each.bounds for each in leak.exposures} == {
        "girls": Bounds(0, 4),
        "others": Bounds(0, 4),
    }


def test_two_hidden_parts_between_which_every_small_number_fits_are_safe():
    values = {"all": 43, "girls": 3, "boys": 30, "others": 10}

    assert puzzle([FAMILY], values, hidden={"girls", "others"}).leaks() == []


# What the marks tell whoever knows the thresholds ----------------------------------------------

PAIR = Sum("all", ("girls", "boys"))


@pytest.mark.parametrize(
    ("girls", "boys", "left"),
    [(5, 5, Bounds(5, 5)), (3, 4, Bounds(2, 5)), (5, 1, Bounds(1, 5)), (0, 5, None), (2, 3, None)],
)
def test_a_total_over_two_small_parts_tells_that_neither_is_less_than_the_rest(girls, boys, left):
    values = {"all": girls + boys, "girls": girls, "boys": boys}
    leaks = puzzle([PAIR], values, hidden={"girls", "boys"}).leaks()

    assert puzzle([PAIR], values, hidden={"girls", "boys"}, thresholds=False).leaks() == []
    found = {each.cell: each.bounds for leak in leaks for each in leak.exposures}
    assert found == ({"girls": left, "boys": left} if left else {})
    assert all(each.by_marks for leak in leaks for each in leak.exposures)
    assert [leak.to_hide for leak in leaks] == [(frozenset({"all"}),)] * len(leaks)


def test_a_part_that_is_not_small_is_known_not_to_be():
    """10 = 4 and, hidden with it, 6: then the other one would be no more than 4."""
    values = {"all": 10, "girls": 4, "boys": 6}

    assert only_leak(puzzle([PAIR], values, hidden={"girls"})).to_hide == (frozenset({"all"}),)
    assert only_leak(puzzle([PAIR], values, hidden={"girls", "boys"})).exposures[0].bounds == (
        Bounds(0, 4)
    )


def test_what_the_marks_tell_by_themselves_is_no_leak():
    """Two small parts and a total that is not small: neither part is nothing."""
    values = {"all": 7, "girls": 3, "boys": 4}
    marks = Marks(({"girls": 5}, {"boys": 5}), {"all": 6})

    assert Knowledge([PAIR], {}, marks).bounds("girls") == Bounds(1, 5)
    assert puzzle([PAIR], values, hidden=set(values)).leaks() == []


def test_what_is_shown_beside_them_must_not_add_to_what_the_marks_tell():
    sums = [PAIR, Sum("county", ("all", "rest"))]
    values = {"all": 7, "girls": 3, "boys": 4, "county": 20, "rest": 13}

    assert puzzle(sums, values, hidden={"all", "girls", "boys", "county"}).leaks() == []
    leak = only_leak(puzzle(sums, values, hidden={"all", "girls", "boys"}))
    assert {frozenset(each.by) for each in leak.exposures} == {frozenset({"county", "rest"})}


def test_nobody_can_tell_which_number_of_a_share_is_the_small_one():
    """Two of a cohort of 40 are hidden: those who achieved it may be few, or those left over."""
    sums = [Sum("cohort", ("achieved", "left"))]
    small = {"achieved": 5, "left": 5, "cohort": 10}

    def bounds(cell, known):
        return Knowledge(sums, known, Marks((small,))).bounds(cell)

    assert bounds("achieved", {}) == Bounds(0, None)
    assert bounds("achieved", {"cohort": 40}) == Bounds(0, 40)
    assert Knowledge(
        [*sums, Sum("all", ("achieved", "others"))],
        {"cohort": 40, "all": 30},
        Marks((small,)),
    ).bounds("achieved") == Bounds(0, 5)


def test_marks_that_contradict_what_is_shown_tell_nobody_anything():
    """The parts leave some of the total: they are not 12 between them."""
    values = {"all": 12, "girls": 4, "boys": 5}

    assert puzzle([PAIR], values, hidden={"girls", "boys"}).leaks() == []


def test_two_cumulative_quarters_give_away_what_came_between():
    ours = puzzle([Sum("Q2", ("Q1", "since Q1"))], {"Q1": 10, "Q2": 12}, untold={"since Q1"})
    leak = only_leak(ours)

    assert [each.bounds for each in leak.exposures] == [Bounds(2, 2)]
    assert set(leak.to_hide) == {frozenset({"Q1"}), frozenset({"Q2"})}


def test_a_hidden_quarter_between_two_shown_ones_is_narrowed():
    sums = [Sum("Q2", ("Q1", "one")), Sum("Q3", ("Q2", "two"))]
    ours = puzzle(sums, {"Q1": 10, "Q2": 12, "Q3": 13}, hidden={"Q2"}, untold={"one", "two"})

    assert {each.cell: each.bounds for each in only_leak(ours).exposures} == {
        "one": Bounds(0, 3),
        "two": Bounds(0, 3),
    }


COHORT = [
    Sum("cohort 1", ("achieved 1", "left 1")),
    Sum("cohort 2", ("achieved 2", "left 2")),
    Sum("cohort 1", ("cohort 2",)),
]


def test_a_sibling_of_the_same_cohort_gives_away_its_size():
    values = {"cohort 1": 40, "achieved 1": 20, "left 1": 20, "cohort 2": 40, "achieved 2": 3}
    ours = puzzle(COHORT, values, hidden={"cohort 2", "achieved 2"})
    leak = only_leak(ours)

    assert [(each.cell, each.bounds) for each in leak.exposures] == [("cohort 2", Bounds(40, 40))]


def test_two_releases_give_away_a_part_that_neither_shows():
    """The total was shown before; the part reported since is hidden, and the other one shown."""
    values = {"all": 23, "girls": 3, "boys": 20}
    ours = puzzle([Sum("all", ("girls", "boys"))], values, hidden={"girls"}, before={"all"})

    assert only_leak(ours).to_hide == (frozenset({"boys"}),)


def test_what_earlier_releases_told_between_them_cannot_be_mended():
    values = {"all": 23, "girls": 3, "boys": 20}
    ours = puzzle([Sum("all", ("girls", "boys"))], values, hidden={"girls"}, before={"all", "boys"})
    leak = only_leak(ours)

    assert leak.to_hide == ()
    assert [each.mendable for each in leak.exposures] == [()]


def test_a_missing_total_in_between_does_not_stop_an_attacker():
    sums = [Sum("county", ("north", "south")), Sum("north", ("girls", "boys"))]
    values = {"county": 50, "south": 20, "girls": 27}
    leak = only_leak(puzzle(sums, values, untold={"boys", "north"}))

    assert [(each.cell, each.bounds) for each in leak.exposures] == [("boys", Bounds(3, 3))]
    assert set(leak.to_hide) == {frozenset({each}) for each in values}


def test_a_table_of_two_rows_and_two_columns_is_found_out_round_the_corner():
    values = {"a": 1, "b": 6, "c": 7, "d": 9, "row 1": 7, "row 2": 16, "col 1": 8, "col 2": 15}
    leak = only_leak(puzzle(SQUARE, values, hidden={"a"}))

    assert [each.bounds for each in leak.exposures] == [Bounds(1, 1)]
    for way in leak.to_hide:
        assert not list(puzzle(SQUARE, values, hidden={"a", *way}).leaks())


def test_figures_that_have_nothing_to_do_with_each_other_are_told_apart():
    sums = [Sum("A", ("a", "b")), Sum("X", ("x", "y"))]
    values = {"A": 23, "a": 3, "b": 20, "X": 24, "x": 4, "y": 20}

    assert len(puzzle(sums, values, hidden={"a", "x"}).leaks()) == 2


def test_nobody_learns_of_figures_that_contradict_each_other():
    values = {"all": 20, "girls": 3, "boys": 30, "others": 10}

    assert puzzle([FAMILY], values, hidden={"girls"}).leaks() == []


def test_a_contradiction_elsewhere_does_not_hide_what_is_given_away():
    sums = [Sum("all", ("girls", "boys")), Sum("boys", ("old", "young")), Sum("all", ("boys",))]
    values = {"all": 23, "girls": 3, "boys": 20, "old": 30, "young": 4}

    leak = only_leak(puzzle(sums, values, hidden={"girls"}))

    assert [each.bounds for each in leak.exposures] == [Bounds(3, 3)]


def test_whole_numbers_leave_less_than_fractions_would():
    """Twice the part is the total: halves are no children."""
    knowledge = Knowledge([Sum("total", ("a", "b", "c")), Sum("a", ("b",))], {"total": 1})

    assert knowledge.bounds("a") == Bounds(0, 0)
    assert knowledge.bounds("c") == Bounds(1, 1)


# The attacker --------------------------------------------------------------------------------
# Has a linear program, or time to try every number; knows nothing of how the check works. Takes
# hidden figures for anything at all, and then again knowing which are hidden for being small.

SQUARE = [
    Sum("row 1", ("a", "b")),
    Sum("row 2", ("c", "d")),
    Sum("col 1", ("a", "c")),
    Sum("col 2", ("b", "d")),
]
CELLS = tuple("abcdefgh")


@st.composite
def tables(draw):
    """Cells, and totals over some of them and over each other, as deep as it goes."""
    values = {each: draw(st.integers(0, 12)) for each in CELLS[: draw(st.integers(2, 6))]}
    sums = []
    for number in range(draw(st.integers(1, 5))):
        parts = draw(st.lists(st.sampled_from(sorted(values)), min_size=1, max_size=4, unique=True))
        total = f"total {number}"
        values[total] = sum(values[each] for each in parts)
        sums.append(Sum(total, tuple(parts)))
    hidden = draw(st.sets(st.sampled_from(sorted(values)), min_size=1))
    before = draw(st.sets(st.sampled_from(sorted(values)), max_size=2)) - hidden
    return sums, values, hidden, before


ANYTHING = 1000  # what can be this much is limited by nothing


def bounds_by_linear_program(sums, limits, cell):
    """The least and greatest whole number that the attacker's program finds."""
    names = sorted(limits)
    rows = [[(name == each.total) - each.parts.count(name) for name in names] for each in sums]
    found = []
    for sign in (1, -1):
        answer = linprog(
            [sign * (name == cell) for name in names], A_eq=rows, b_eq=[0] * len(rows),
            bounds=[limits[name] for name in names], integrality=1, method="highs",
        )  # fmt: skip
        found.append(round(answer.fun * sign))
    return found


def attack(sums, values, hidden, small):
    """The hidden figures of which the attacker's program finds too much."""
    shown = {each: (value, value) for each, value in values.items() if each not in hidden}
    nothing = dict.fromkeys(values, (0, ANYTHING))
    marked = nothing | dict.fromkeys(small, (0, 5))
    marked |= {each: (6, ANYTHING) for each in hidden if values[each] > 5}

    def finds(cell, limits):
        return bounds_by_linear_program(sums, limits, cell)

    def is_found(cell):
        if is_broken(finds(cell, nothing | shown), values[cell]):
            return True
        by_marks = finds(cell, marked | shown)
        return is_broken(by_marks, values[cell]) and by_marks != finds(cell, marked)

    return {cell for cell in hidden if is_found(cell)}


def is_broken(bounds, really) -> bool:
    low, high = bounds
    return low > 0 or high < 5 if really <= 5 else high == low


@settings(max_examples=60)
@given(tables())
def test_a_linear_program_finds_nothing_that_the_check_missed(table):
    sums, values, hidden, before = table
    told = {
        exposure.cell
        for leak in puzzle(sums, values, hidden, before=before).leaks()
        for exposure in leak.exposures
    }

    assert attack(sums, values, hidden, few(values, hidden)) <= told


@settings(max_examples=30)
@given(tables())
def test_a_linear_program_finds_nothing_once_what_is_proposed_is_hidden(table):
    sums, values, hidden, _ = table
    hiding = set(hidden).union(*(leak.to_hide[0] for leak in puzzle(sums, values, hidden).leaks()))

    assert not attack(sums, values, hiding, few(values, hidden)) & hidden


@settings(max_examples=60)
@given(tables())
def test_the_bounds_are_those_that_trying_every_number_finds(table):
    sums, values, hidden, _ = table
    free = sorted(each for each in hidden if each in CELLS)[:2]
    known = {each: value for each, value in values.items() if each not in free}
    most = max(values.values()) + 1  # what can be this much can be anything
    room = {each: set() for each in free}
    for numbers in product(range(most + 1), repeat=len(free)):
        tried = known | dict(zip(free, numbers, strict=True))
        if all(tried[each.total] == sum(tried[part] for part in each.parts) for each in sums):
            for each in free:
                room[each].add(tried[each])
    knowledge = Knowledge(sums, known)

    for each in free:
        high = None if most in room[each] else max(room[each])
        assert knowledge.bounds(each) == Bounds(min(room[each]), high)


@settings(max_examples=15)
@given(tables())
def test_no_fewer_figures_would_do_than_those_that_are_proposed(table):
    sums, values, hidden, _ = table
    leaks = puzzle(sums, values, hidden).leaks()
    assume(len(leaks) == 1)
    size = len(leaks[0].to_hide[0])
    assume(size <= 3)

    for fewer in range(size):
        for tried in combinations(sorted(values.keys() - hidden), fewer):
            assert puzzle(sums, values, hidden | set(tried)).leaks()


@settings(max_examples=30)
@given(tables(), st.randoms())
def test_what_is_found_depends_only_on_what_is_shown(table, random):
    """Hidden numbers are not looked at: with other ones of the same kind the same is found."""
    sums, values, hidden, before = table
    other = dict(values)
    for each in hidden:
        other[each] = random.randint(0, 5) if values[each] <= 5 else random.randint(6, 60)

    def found(numbers):
        return puzzle(sums, numbers, hidden, before=before).leaks()

    assert found(values) == found(other)


@pytest.mark.parametrize("size", [40])
def test_a_long_breakdown_is_settled_at_once(size):
    parts = [f"part {number}" for number in range(size)]
    values = dict.fromkeys(parts, 30) | {"all": 30 * size - 27, "part 0": 3}

    leak = only_leak(puzzle([Sum("all", tuple(parts))], values, hidden={"part 0"}))

    assert [each.bounds for each in leak.exposures] == [Bounds(3, 3)]
    assert len(leak.to_hide) == size
