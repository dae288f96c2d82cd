"""Rule 11: a total that is broken down twice, by age and by sex, tells nobody a small number.

Which parts make the total is in their names only, so the check does not know it; the attacker does.
"""

from math import inf

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from reports.disclosure.divisions import Range, Reading, TooMany, divisions
from tests.rules.partnership import Partnership, hidden, small

AGES, SEXES = ("young", "older", "oldest"), ("boys", "girls")
UNKNOWN, SMALL = Range(0, inf), Range(0, 5)


@st.composite
def partnerships(draw):
    """How many there are of each age and of each sex, as many of the one as of the other."""
    ages = [draw(st.integers(0, 5)), *(draw(st.integers(6, 30)) for _ in AGES[1:])]
    boys = draw(st.integers(0, sum(ages)))
    return dict(zip(AGES + SEXES, [*ages, boys, sum(ages) - boys], strict=True))


def reported(numbers, whole: int | None = None) -> Partnership:
    ours = Partnership()
    ours.indicator("all", "number")
    ours.report("all", sum(numbers[each] for each in AGES) if whole is None else whole)
    for name, number in numbers.items():
        ours.indicator(name, "number", part_of="all")
        ours.report(name, number)
    return ours


def found_by_whoever_knows_the_names(numbers, unseen: set[str]) -> set[str]:
    """What follows from "ages make all" and "sexes make all", as long as anything does."""
    known = {"all", *numbers} - unseen
    while True:
        more = {
            next(iter(missing))
            for parts in (AGES, SEXES)
            if len(missing := {"all", *parts} - known) == 1
        }
        if not more:
            return known & unseen
        known |= more


@given(partnerships())
def test_no_small_number_is_found_by_age_or_by_sex(numbers):
    ours = reported(numbers)
    unseen, secret = hidden(ours), small(ours)

    assert found_by_whoever_knows_the_names(numbers, unseen) & secret == set()


@given(partnerships())
def test_whoever_hides_the_small_ones_only_gives_some_away(numbers):
    """So that the test above can fail."""
    secret = small(reported(numbers))
    assume(len(secret) == 1)

    assert found_by_whoever_knows_the_names(numbers, secret) == secret


@given(partnerships(), st.integers(0, 5))
def test_which_small_number_it_is_makes_no_difference(numbers, other):
    whole = sum(numbers[each] for each in AGES)

    assert hidden(reported(numbers | {"young": other}, whole)) == hidden(reported(numbers, whole))


# By the numbers alone -----------------------------------------------------------------------


def known(*numbers: int | Range) -> dict[int, Range]:
    return {
        part: each if isinstance(each, Range) else Range(each, each)
        for part, each in enumerate(numbers)
    }


@pytest.mark.parametrize(
    ("total", "parts", "found"),
    [
        # Sexes and ages.
        (30, known(18, 12, 14, 12, SMALL), {"01 234", "03 124"}),
        (28, known(15, 13, 18, 7, UNKNOWN), {"01 234"}),
        (28, known(15, 13, 18, SMALL, SMALL), {"01 234"}),
        # To which of them a small one belongs its number does not tell.
        (43, known(22, 17, SMALL, 12, 31, SMALL), {"012 345", "0125 34", "015 234"}),
        # Three breakdowns.
        (20, known(11, 9, 8, 12, 19, SMALL), {"01 23 45"}),
        # One breakdown will do, though one of them is small or late.
        (30, known(14, 12, SMALL), set()),
        (30, known(14, 12, UNKNOWN), set()),
        # “Of whom” makes no total.
        (30, known(26, SMALL, 8), set()),
        (30, known(18, 12, 8), set()),
    ],
)
def test_parts_fall_into_breakdowns_that_each_make_the_total(total, parts, found):
    ways = divisions([Reading(total, parts)])
    said = {" ".join(sorted("".join(map(str, sorted(each))) for each in way)) for way in ways}
    assert said == found


def test_breakdowns_make_the_total_every_time():
    first = Reading(30, known(18, 12, 14, 12, SMALL))
    second = Reading(32, known(17, 15, 20, 9, SMALL))
    assert list(divisions([first, second])) == [[frozenset({0, 1}), frozenset({2, 3, 4})]]


def test_so_many_parts_that_nobody_could_look_at_every_way_are_said():
    parts = known(*[UNKNOWN] * 30, 7, 7)
    with pytest.raises(TooMany):
        list(divisions([Reading(10, parts)]))


# What was once given away -------------------------------------------------------------------

# Of each breakdown its parts; None is one that is not in yet.
STORIES = [
    ((22, 17, 4), (12, 31, 0)),
    ((27, 19, 1), (0, 47)),
    ((30, 13, 2), (45, 0)),
    ((36, 5), (20, 16, 5)),
    ((18, 7, None), (15, 13)),
    ((18, 5, 5), (15, 13)),
    ((18, 5, 4), (15, 12)),
    ((18, 5, 5, 5), (17, 16)),
    ((18, 7, 3), (15, 13), (28, 0)),
]


@pytest.mark.parametrize("breakdowns", STORIES)
def test_whoever_knows_both_breakdowns_and_the_rule_finds_no_small_number(breakdowns):
    whole = sum(breakdowns[-1])
    ours = Partnership()
    ours.indicator("all", "number")
    ours.report("all", whole)
    numbers = {}
    for which, parts in enumerate(breakdowns):
        for place, number in enumerate(parts):
            name = f"{which}{place}"
            ours.indicator(name, "number", part_of="all")
            if number is not None:
                ours.report(name, number)
            numbers[name] = number
    unseen = hidden(ours) | {name for name, number in numbers.items() if number is None}

    for which, parts in enumerate(breakdowns):
        names = [f"{which}{place}" for place in range(len(parts))]
        mine = [name for name in names if name in unseen]
        secret = [name for name in mine if numbers[name] is None or numbers[name] <= 5]
        totals = [whole] if "all" not in unseen else [
            sum(numbers[name] for name in others)
            for other, its in enumerate(breakdowns)
            if other != which
            and not unseen & {*(others := [f"{other}{place}" for place in range(len(its))])}
        ]  # fmt: skip
        for total in totals:
            left = total - sum(numbers[name] for name in names if name not in unseen)
            if secret:
                # More are hidden than the small ones, or these could share what is left otherwise.
                assert len(mine) > len(secret) or (len(secret) > 1 and left < 4 * len(secret))
