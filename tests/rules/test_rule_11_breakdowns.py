"""Rule 11: a total that is broken down twice, by age and by sex, tells nobody a small number.

Which parts make the total together their words say: see `Indicator.broken_down_by`.
"""

from collections import defaultdict

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tests.reports.attacker import fits, is_open, possible_numbers
from tests.rules.partnership import QUARTER as NOW
from tests.rules.partnership import Partnership, hidden, sentences, small

AGES, SEXES = ("young", "older", "oldest"), ("boys", "girls")
N = ("", "", "n")


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
        by = "age" if name in AGES else "sex"
        ours.indicator(name, "number", part_of="all", broken_down_by=by)
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
            ours.indicator(name, "number", part_of="all", broken_down_by=f"{which}")
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


# Where it is not all as it should be --------------------------------------------------------

WHOLE = "all"
BY_AGE = {"a": "age", "b": "age", "c": "age"}
BY_SEX = {"m": "sex", "f": "sex"}
BY_BOTH = BY_AGE | BY_SEX
OF_C = {"c1": "age", "c2": "age", "cm": "sex", "cf": "sex"}
# What each of them breaks down by, and the numbers; None is not in yet.
IRREGULAR = {
    "the total is not in": (BY_BOTH, "- 18 7 3 15 13"),
    "nor is a part of it": (BY_BOTH, "- 18 7 - 15 13"),
    "one of no sex": (BY_BOTH, "43 22 21 0 17 25"),
    "one of no sex, a part not in": (BY_BOTH, "28 18 7 - 15 12"),
    "some of whom": (BY_AGE | {"w": "of whom"}, "60 18 30 12 5"),
    "some of whom, a part not in": (BY_AGE | {"w": "of whom"}, "28 18 7 - 11"),
    "a zero beside some of whom": (BY_AGE | {"w": "of whom"}, "43 12 31 0 22"),
    "some of whom beside both": (BY_BOTH | {"w": "of whom"}, "28 18 7 - 15 13 9"),
    "two of five, and of whom": (BY_AGE | {"w": "of whom"}, "28 18 5 5 11"),
    "a part broken down twice": (BY_BOTH | OF_C, "48 20 16 12 26 22 9 3 7 5"),
    "its total not in": (BY_BOTH | OF_C, "48 20 16 - 26 22 9 3 6 6"),
    "four breakdowns": (
        BY_BOTH | {"w": "group", "x": "group", "y": "group", "p": "place", "r": "place"},
        "43 22 17 4 20 23 12 31 0 27 16",
    ),
    "four breakdowns, two of five": (
        BY_BOTH | {"w": "group", "x": "group", "p": "place", "r": "place"},
        "28 18 5 5 15 13 12 16 17 11",
    ),
    "more than the total": (BY_BOTH, "27 18 7 3 15 13"),
}


NOTHING_TO_FIND = ("some of whom", "more than the total")


def irregular(name: str) -> tuple[Partnership, dict[str, int | None], list]:
    """The partnership, its numbers, and what adds up to what, for whoever knows the words."""
    by, told = IRREGULAR[name]
    numbers = {
        each: None if number == "-" else int(number)
        for each, number in zip([WHOLE, *by], told.split(), strict=True)
    }
    ours, lines = Partnership(), defaultdict(list)
    for each, number in numbers.items():
        total = "" if each == WHOLE else "c" if each in OF_C else WHOLE
        ours.indicator(each, "number", part_of=total, broken_down_by=by.get(each, ""))
        lines[total, by.get(each)].append((each, NOW, "n"))
        if number is not None:
            ours.report(each, number)
    made = [((total, NOW, "n"), tuple(parts)) for (total, _), parts in lines.items() if parts[1:]]
    return ours, numbers, made


def given_away(name: str, unseen: set[str]) -> list[str]:
    """What can be found by brute force of small numbers that are not seen, or not in."""
    _, numbers, lines = irregular(name)
    known = {
        (each, NOW, "n"): number
        for each, number in numbers.items()
        if number is not None and each not in unseen
    }
    true = [line for line in lines if adds_up(line, numbers)]
    secret = {
        (each, NOW, "n"): (0, 5)
        for each in unseen
        if (number := numbers[each]) is not None and number <= 5
    }
    found = [
        cell[0]
        for cell in secret
        if not is_open(N, 0, possible_numbers(cell, true, known))
        or not all(fits(true, known | {cell: few}, without(secret, cell)) for few in range(6))
    ]
    late = [(each, NOW, "n") for each, number in numbers.items() if number is None]
    return found + [cell[0] for cell in late if max(possible_numbers(cell, true, known)) <= 5]


def without(cells: dict, one) -> dict:
    return {cell: what for cell, what in cells.items() if cell != one}


def adds_up(line, numbers) -> bool:
    """Whether it can be true: a part that is not in can be anything."""
    (whole, *_), parts = line[0], [numbers[each] for each, *_ in line[1]]
    made = sum(each for each in parts if each is not None)
    return None in (numbers[whole], *parts) or numbers[whole] == made


@pytest.mark.parametrize("name", IRREGULAR)
def test_an_attacker_who_knows_the_words_finds_no_small_number(name):
    assert given_away(name, hidden(irregular(name)[0])) == []


@pytest.mark.parametrize("name", [each for each in IRREGULAR if each not in NOTHING_TO_FIND])
def test_he_finds_some_where_only_the_small_ones_are_hidden(name):
    """So that he would find what the check missed."""
    assert given_away(name, small(irregular(name)[0])) != []


def test_who_belongs_to_no_part_is_not_told_either():
    """43 by age, 42 by sex: that one is of no recorded sex must not be worked out."""
    assert "How many all for 2009/10 Quarter 4 counts beyond its reported parts" in " ".join(
        sentences(irregular("one of no sex")[0])
    )


@pytest.mark.parametrize("small_share", [(4, 30), (28, 30), (4, 9)])
def test_a_small_share_of_whom_takes_no_headline_away(small_share):
    """Nobody takes 4 of 30 disabled children for all 140 of 200."""
    ours = Partnership()
    ours.indicator(WHOLE, "percentage")
    ours.report(WHOLE, (140, 200))
    for name, by, figure in (
        ("m", "sex", (70, 100)), ("f", "sex", (70, 100)), ("w", "disabled", small_share),
    ):  # fmt: skip
        ours.indicator(name, "percentage", part_of=WHOLE, broken_down_by=by)
        ours.report(name, figure)

    assert hidden(ours) == {"w"}
    assert sentences(ours) == []
