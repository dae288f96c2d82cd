"""Rule 11, secondary suppression: what would give a small figure away, and the least to hide.

"Nor may it be found from totals and parts, from other indicators of the same cohort, from
cumulative quarters, or from an earlier release."
"""

import random
from decimal import Decimal
from itertools import product
from types import MappingProxyType
from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from indicators.disclosure import Thresholds
from reports.disclosure.masking import Key, small_figures
from reports.disclosure.puzzles import Numbers
from reports.disclosure.recovering import hidden_keys
from tests.rules.partnership import (
    QUARTER,
    Partnership,
    Releases,
    hidden,
    sentences,
    small,
    ways,
)

EARLIER = "2009/10 Q3"


# What breaks a total down by something else than its other parts do.
BY = {"boys": "sex", "girls": "sex", "SEN": "needs"}


def breakdown(unit="number", by=MappingProxyType({}), **figures) -> Partnership:
    """A total, "all", and its parts, `by` which words; None is a part that nobody reported."""
    ours = Partnership()
    for name, given_ in figures.items():
        part_of = "" if name == "all" else "all"
        ours.indicator(name, unit, part_of=part_of, broken_down_by=by.get(name, ""))
        if given_ is not None:
            ours.report(name, given_)
    return ours


def year(*figures, unit="number", **given_) -> Partnership:
    """The quarters of a year, each entered year to date."""
    ours = Partnership()
    ours.indicator("visits", unit, accumulation="cumulative", **given_)
    for number, each in enumerate(figures, start=1):
        if each is not None:
            ours.report("visits", each, f"2008/09 Q{number}")
    return ours


def cohort(*figures) -> Partnership:
    ours = Partnership()
    for number, each in enumerate(figures, start=1):
        ours.indicator(f"NI {number}", "percentage", cohort="Year 11")
        ours.report(f"NI {number}", each)
    return ours


# A total and its parts ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("figures", "masked", "mended_by"),
    [
        pytest.param({"all": 60, "girls": 20, "boys": 30, "x": 10}, "", "", id="nothing small"),
        pytest.param(
            {"all": 43, "girls": 3, "boys": 30, "x": 10}, "girls", "all|boys|x", id="a small part"
        ),
        pytest.param(
            {"all": 53, "girls": 20, "boys": 30, "x": 3}, "x", "all|girls|boys", id="the last part"
        ),
        pytest.param(
            {"all": 43, "girls": 3, "boys": 39, "x": 1}, "girls x", "all|boys", id="two of four"
        ),
        pytest.param(
            {"all": 41, "girls": 4, "boys": 35, "x": 2}, "girls x", "all|boys", id="1 to 5 each"
        ),
        pytest.param({"all": 40, "girls": 3, "boys": 35, "x": 2}, "girls x", "", id="0 to 5 each"),
        pytest.param(
            {"by": BY, "all": 30, "young": 14, "old": 12, "x": 4, "boys": 18, "girls": 12},
            "x",
            "young|old",
            id="by age and by sex",
        ),
        pytest.param(
            {"by": BY, "all": 30, "boys": 26, "girls": 4, "SEN": 8},
            "girls",
            "all|boys",
            id="and of whom",
        ),
        pytest.param(
            {"by": BY, "all": 9, "Y10": 6, "Y11": 3, "SEN": 7},
            "Y11",
            "Y10 and all",
            id="of whom most",
        ),
        pytest.param(
            {"all": "20.5", "girls": "17.5", "boys": 3}, "boys", "all|girls", id="averages"
        ),
        pytest.param({"all": 10, "girls": 5, "boys": 5}, "girls boys", "all", id="5 each"),
        pytest.param({"all": 7, "girls": 3, "boys": 4}, "girls boys", "all", id="2 to 5 each"),
        pytest.param({"all": 10, "girls": 4, "boys": 6}, "girls", "all", id="four and six"),
        pytest.param({"all": 11, "girls": 5, "boys": 6}, "girls", "all|boys", id="five and six"),
        pytest.param(
            {"all": 15, "girls": 5, "boys": 5, "x": 5}, "girls boys x", "all", id="5 of each three"
        ),
        pytest.param(
            {"all": 10, "girls": 3, "boys": 3, "x": 4}, "girls boys x", "", id="three with room"
        ),
        pytest.param(
            {"all": 12, "girls": 5, "boys": 5}, "girls boys", "", id="two left of two small parts"
        ),
        pytest.param(
            {"all": 5, "girls": 1, "boys": 3, "x": 1}, "all boys girls x", "", id="all small"
        ),
        pytest.param({"all": 30, "girls": 14, "boys": 14}, "", "all|girls|boys", id="two are left"),
        pytest.param({"all": 34, "girls": 14, "boys": 14}, "", "", id="six are left"),
        pytest.param({"all": 28, "girls": 14, "boys": 14}, "", "", id="nobody is left"),
        pytest.param(
            {"all": 30, "girls": 14, "boys": 14, "x": 2}, "x", "all|girls|boys", id="a part of two"
        ),
        pytest.param({"all": 26, "girls": 14, "boys": 14}, "", "", id="more than all"),
        pytest.param({"all": 20, "girls": 15, "boys": None}, "", "all|girls", id="five left"),
        pytest.param({"all": 21, "girls": 15, "boys": None}, "", "", id="six left"),
        pytest.param({"all": 15, "girls": 15, "boys": None}, "", "all|girls", id="none left"),
        pytest.param({"all": 3, "girls": 15, "boys": None}, "all", "", id="a small total"),
        pytest.param({"all": 20, "girls": None, "boys": None}, "", "", id="no part is known"),
        pytest.param({"all": None, "girls": 15, "boys": 15}, "", "", id="no total is known"),
    ],
)
def test_what_a_total_and_its_parts_tell_of_each_other(figures, masked, mended_by):
    ours = breakdown(**figures)

    assert small(ours) == set(masked.split())
    assert ways(ours) == set(filter(None, mended_by.split("|")))
    first = mended_by.partition("|")[0]
    assert hidden(ours) - small(ours) == set(filter(None, first.split(" and ")))


@pytest.mark.parametrize(
    ("figures", "mended_by"),
    [
        pytest.param({"all": (20, 60), "girls": (12, 40), "x": None}, "", id="8 of 20 left"),
        pytest.param({"all": (20, 60), "girls": (15, 40), "x": None}, "all|girls", id="5 of 20"),
        pytest.param({"all": (34, 60), "girls": (19, 40), "x": None}, "all|girls", id="15 of 20"),
        pytest.param({"all": (20, 50), "girls": (12, 40), "x": None}, "all|girls", id="8 of 10"),
        pytest.param({"all": (20, 60), "girls": (12, 60), "x": None}, "", id="8 of the same 60"),
        pytest.param(
            {"all": (20, 60), "girls": (15, 60), "x": None}, "all|girls", id="5 of the 60"
        ),
        pytest.param({"all": (20, 60), "girls": (9, 30), "x": (11, 30)}, "", id="nobody left"),
        pytest.param({"all": (20, 60), "girls": (9, 30), "x": (9, 28)}, "all", id="2 of 2 in none"),
        pytest.param(
            {"all": (23, 60), "girls": (3, 30), "x": (20, 30)}, "all|x", id="a small share"
        ),
        pytest.param({"all": "35", "girls": (8, 20), "x": (10, 30)}, "girls|x", id="a typed total"),
    ],
)
def test_what_shares_tell_of_each_other(figures, mended_by):
    assert ways(breakdown("percentage", **figures)) == set(filter(None, mended_by.split("|")))


def test_what_is_left_of_things_is_nobody():
    ours = Partnership()
    for name, given_ in (("all", 20), ("girls", 15), ("boys", None)):
        ours.indicator(name, part_of="" if name == "all" else "all", counted_as="visit")
        if given_ is not None:
            ours.report(name, given_)

    assert ways(ours) == set()


def test_what_hides_a_total_hides_something_of_the_total_above_it_too():
    ours = Partnership()
    for name, value, part_of in (
        ("county", 53, ""), ("north", 33, "county"), ("south", 20, "county"),
        ("girls", 3, "north"), ("boys", 30, "north"),
    ):  # fmt: skip
        ours.indicator(name, part_of=part_of)
        ours.report(name, value)

    assert ways(ours) == {"boys"}
    assert hidden(ours) == {"girls", "boys"}


@pytest.mark.parametrize(
    ("figures", "mended_by"),
    [
        pytest.param(
            {"all": 30, "girls": 14, "boys": 12, "others": 4}, "all|boys|girls", id="none"
        ),
        pytest.param({"all": 31, "girls": 14, "boys": 12, "others": 3}, "all|boys|girls", id="few"),
        pytest.param({"all": 32, "girls": 14, "boys": 12, "others": 4}, "", id="more than small"),
        pytest.param({"all": 36, "girls": 27, "boys": 5, "others": 4}, "all|girls", id="two"),
        pytest.param({"all": 38, "girls": 27, "boys": 5, "others": 4}, "", id="more than both"),
    ],
)
def test_more_than_small_parts_can_count_are_in_none_of_them(figures, mended_by):
    """Of 32 less 26, 6 are left: a part that is hidden for being small is not the 6.

    Of 31 less 26 it may be the 5: it need not, but who takes it for that must not be right.
    """
    assert ways(breakdown(**figures)) == set(filter(None, mended_by.split("|")))


def test_a_forecast_that_is_hidden_for_the_least_it_may_be_can_be_all_that_is_left():
    ours = breakdown(all=46, girls=14, boys=12, others=20)
    (row,) = ours.actuals[ours.indicators["others"].id]
    row.low = 4

    assert small(ours) == {"others"}
    assert ways(ours) == {"all", "girls", "boys"}


def test_a_part_that_began_later_is_not_asked_for_before():
    ours = breakdown(all=30, girls=14)
    ours.indicator("boys", part_of="all", since="2009/10 Q3")
    for name, value in (("all", 20), ("girls", 18)):
        ours.report(name, value, "2009/10 Q1", "2009/10 Q1")

    assert not [said for said in sentences(ours) if "boys for 2009/10 Quarter 1" in said.lower()]


def test_a_part_that_is_revised_leaves_nobody_of_its_total():
    """They added up when they were reported: "revisions of unmasked figures are no leak"."""
    ours = Partnership()
    for name, value in (("all", 30), ("girls", 14), ("boys", 16)):
        ours.indicator(name, part_of="" if name == "all" else "all")
        ours.report(name, value, EARLIER, EARLIER)
    ours.report("boys", 14, EARLIER, QUARTER)

    assert sentences(ours) == []


# One cohort ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("figures", "masked"),
    [
        pytest.param([(20, 42), (19, 42), (13, 42)], "", id="nothing small"),
        pytest.param([(20, 42), (19, 42), (3, 42)], "NI 1|NI 2|NI 3", id="a small one"),
        pytest.param([(20, 42), (19, 42), "2.4"], "NI 1|NI 2|NI 3", id="one as typed"),
    ],
)
def test_one_cohort_has_one_fate(figures, masked):
    """Each of them says how many there are in the cohort."""
    assert hidden(cohort(*figures)) == set(filter(None, masked.split("|")))


@pytest.mark.parametrize(
    ("share", "counted_as", "masked"),
    [
        pytest.param((20, 42), "child", "", id="nothing small"),
        pytest.param((3, 42), "child", "NI 1|roll", id="a small share"),
        pytest.param("2.4", "child", "NI 1|roll", id="as typed"),
        pytest.param((3, 42), "visit", "NI 1", id="what counts nobody"),
    ],
)
def test_a_count_of_people_of_a_cohort_may_be_of_all_of_them(share, counted_as, masked):
    ours = cohort(share)
    ours.indicator("roll", "number", cohort="Year 11", counted_as=counted_as)
    ours.report("roll", 42)

    assert hidden(ours) == set(filter(None, masked.split("|")))
    for said in sentences(ours):
        assert said.endswith("from roll for 2009/10 Quarter 4, if that is all of them.")


@pytest.mark.parametrize("written", ["year 11", "Year-11", " Year  11", "YEAR 11", "Year\u00a011"])
def test_a_cohort_is_one_however_its_word_is_written(written):
    ours = cohort((20, 42))
    ours.indicator("NI 2", "percentage", cohort=written)
    ours.report("NI 2", (3, 42))

    assert hidden(ours) == {"NI 1", "NI 2"}


@pytest.mark.parametrize("written", ["Year 10", "Year 12", "leaving care", ""])
def test_another_word_is_another_cohort(written):
    ours = cohort((20, 42))
    ours.indicator("NI 2", "percentage", cohort=written)
    ours.report("NI 2", (3, 42))

    assert hidden(ours) == {"NI 2"}


def test_siblings_of_earlier_releases_are_counted_too():
    """20 of 40 and 16 of 40 were told, then 4 of 40 comes: it is no more than 4."""
    ours = cohort()
    for number, numerator, reported_in in ((1, 20, EARLIER), (2, 16, EARLIER), (3, 4, QUARTER)):
        ours.indicator(f"NI {number}", "percentage", cohort="Year 11", year_type="financial")
        ours.report(f"NI {number}", (numerator, 40), "2008/09", reported_in)
    releases = Releases(ours)

    assert releases.publish(EARLIER) == []
    narrowed, cohort_told = releases.publish(QUARTER)
    assert narrowed == (
        "NI 3 for 2008/09 (reported in 2009/10 Quarter 4) could be narrowed to 0 to 4, from "
        "NI 1 for 2008/09 (reported in 2009/10 Quarter 3) and NI 2 for 2008/09 (reported in "
        "2009/10 Quarter 3), if nobody counts in more than one of them. Earlier releases showed "
        "these: hiding them now comes too late."
    )
    assert cohort_told.startswith("How many there are in the cohort of NI 3 for 2008/09 ")


def test_a_sibling_reported_with_it_is_hidden_for_what_the_earlier_one_told():
    """20 of 40 was told; 16 and 4 of 40 come together: of those the 16 can still be hidden."""
    ours = cohort()
    for number, numerator, reported_in in ((1, 20, EARLIER), (2, 16, QUARTER), (3, 4, QUARTER)):
        ours.indicator(f"NI {number}", "percentage", cohort="Year 11")
        ours.report(f"NI {number}", (numerator, 40), "2008/09 Q4", reported_in)
    releases = Releases(ours)
    releases.publish(EARLIER)
    releases.publish(QUARTER)

    assert {each.indicator for each in releases.further} == {2, 3}


# Quarters of one year --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("figures", "masked", "mended_by"),
    [
        pytest.param([10, 20, 30, 40], "", "", id="ten each quarter"),
        pytest.param([10, 15, 30, 40], "", "Q1|Q2", id="five in Q2 alone"),
        pytest.param([10, 16, 30, 40], "", "", id="six in Q2 alone"),
        pytest.param([10, 20, 30, 30], "", "Q3|Q4", id="none in Q4 alone"),
        pytest.param([10, 20, 18, 40], "", "Q2|Q3", id="two taken off in Q3"),
        pytest.param([10, 20, 8, 40], "", "", id="twelve taken off in Q3"),
        pytest.param([3, 20, 30, 40], "Q1", "", id="a small beginning hides no later quarter"),
        pytest.param([3, 8, 12, 20], "Q1", "Q2|Q3", id="a small beginning, and four in Q3"),
        pytest.param(
            [12, 14, 15, 30], "", "Q1 and Q2|Q1 and Q3|Q2 and Q3", id="two small steps, one by one"
        ),
        pytest.param([10, None, 15, 40], "", "Q1|Q3", id="five since the last one there is"),
        pytest.param([10, 20, None, None], "", "", id="half a year"),
    ],
)
def test_cumulative_quarters_do_not_tell_a_small_quarter(figures, masked, mended_by):
    ours = year(*figures)

    assert small(ours) == set(masked.split())
    assert ways(ours) == set(filter(None, mended_by.split("|")))
    assert hidden(ours) - small(ours) == set(
        filter(None, mended_by.partition("|")[0].split(" and "))
    )


@pytest.mark.parametrize(
    ("figures", "mended_by"),
    [
        pytest.param([(n, 60) for n in (10, 20, 25, 40)], "Q2|Q3", id="five more of one cohort"),
        pytest.param([(8, 20), (16, 40), (24, 60), (32, 80)], "", id="a growing cohort"),
        pytest.param([(8, 20), (16, 40), (21, 60), (32, 80)], "Q2|Q3", id="five of twenty"),
        pytest.param([(8, 20), (16, 30), (24, 60), (32, 80)], "Q1|Q2", id="ten that came in Q2"),
        pytest.param([(8, 20), (23, 40), (31, 60), (39, 80)], "Q1|Q2", id="all but five of twenty"),
    ],
)
def test_cumulative_shares_do_not_tell_a_small_quarter(figures, mended_by):
    assert ways(year(*figures, unit="percentage")) == set(filter(None, mended_by.split("|")))


def test_a_step_between_averages_may_be_small_too():
    assert ways(year("12.5", "15.5")) == {"Q1", "Q2"}


def test_steps_of_things_may_be_small():
    assert hidden(year(10, 11, 12, 13, counted_as="visit")) == set()


def test_thresholds_hold_between_quarters_too():
    assert hidden(year(10, 17, 30, 40)) == set()
    assert hidden(year(10, 17, 30, 40), Thresholds(7, 7, 10, 7)) == {"Q1"}


# What hides a leak, and for whom it is chosen --------------------------------------------------


def test_what_is_hidden_without_asking_is_the_first_that_an_officer_is_offered():
    for ours in partnerships(12):
        offered = {each.split(" and ")[0] for each in ways(ours)}
        assert not (hidden(ours) - small(ours)) or offered


def test_the_choice_is_the_same_in_every_run():
    for ours, again in zip(partnerships(8), partnerships(8), strict=True):
        assert hidden(ours) == hidden(again)
        assert ways(ours) == ways(again)


# Random partnerships ---------------------------------------------------------------------------


def partnerships(count, seed=11):
    lot = random.Random(seed)
    for _ in range(count):
        yield partnership(lot)


def drawn(lot: random.Random) -> int:
    return lot.choice([lot.randint(0, 5), lot.randint(6, 30), lot.randint(6, 30)])


def partnership(lot: random.Random) -> Partnership:
    """A tree of counts, shares of one cohort beside it, and a year's quarters to date."""
    ours = Partnership()
    leaves = {name: drawn(lot) for name in "abcde"}
    north, south = leaves["a"] + leaves["b"], leaves["c"] + leaves["d"]
    extra = lot.choice([0, 0, 2, 9])
    for name, value, part_of in (
        ("county", north + south + extra, ""), ("north", north, "county"),
        ("south", south, "county"), ("a", leaves["a"], "north"), ("b", leaves["b"], "north"),
        ("c", leaves["c"], "south"), ("d", leaves["d"], "south"),
    ):  # fmt: skip
        ours.indicator(name, part_of=part_of)
        if lot.random() < 0.9:
            ours.report(name, value, EARLIER, lot.choice([EARLIER, QUARTER]))
    whole = lot.randint(11, 45)
    left = whole
    for name in ("x", "y", "z"):
        ours.indicator(name, "percentage", cohort="Year 11")
        share = min(left, drawn(lot))
        left -= share if lot.random() < 0.8 else 0
        if lot.random() < 0.9:
            ours.report(name, (share, whole), EARLIER, lot.choice([EARLIER, QUARTER]))
    return ours


LEAVES = ("county", "north", "south", "a", "b", "c", "d", "beside")
SHARES = ("x", "y", "z", "w")


class Program(NamedTuple):
    """What a linear program is given: rows that come to nothing, or to no more than a number."""

    rows: list[list[int]]
    limits: list[tuple[int, int | None]]
    at_most: list[tuple[list[int], int]]


def bounds_of(program: Program, at):
    """The least and the greatest that a linear program finds; None where nothing fits."""
    rows, limits, at_most = program
    found = []
    for sign in (1, -1):
        goal = [sign * (number == at) for number in range(len(limits))]
        answer = linprog(
            goal, A_eq=rows, b_eq=[0] * len(rows), bounds=limits, method="highs",
            A_ub=[row for row, _ in at_most] or None, b_ub=[most for _, most in at_most] or None,
        )  # fmt: skip
        if answer.status == 2:
            return None
        found.append(round(sign * answer.fun, 3) if answer.status == 0 else None)
    return found


def bounds_of_any(programs, at):
    """The least and the greatest that any of these programs finds."""
    found = [each for each in (bounds_of(program, at) for program in programs) if each]
    if not found:
        return None
    highs = [high for _, high in found]
    return [min(low for low, _ in found), None if None in highs else max(highs)]


def programs(ours: Partnership, told):
    """What an attacker knows, who has read every release: of the tree, and of the cohort."""
    value = {}
    for key, seen in told.items():
        (numbers,) = seen
        value[ours.name(key)] = numbers
    limits = [(0, None)] * len(LEAVES)
    for at, name in enumerate(LEAVES):
        if name in value:
            limits[at] = (int(value[name].value), int(value[name].value))
    beside_at = LEAVES.index("beside")
    really, few = reported(ours), small(ours)
    if any(name in few or name not in really for name in ("county", "north", "south")) or (
        really["county"] == really["north"] + really["south"]
    ):
        limits[beside_at] = (0, 0)  # the worst: that nobody is beside the parts
    tree = [
        [1, -1, -1, 0, 0, 0, 0, -1],
        [0, 1, 0, -1, -1, 0, 0, 0],
        [0, 0, 1, 0, 0, -1, -1, 0],
    ]
    yield LEAVES, Program(tree, limits, [])

    names = [*SHARES, "cohort"]
    limits = [(0, None)] * len(names)
    for at, name in enumerate(names):
        if name in value:
            limits[at] = (value[name].numerator, value[name].numerator)
            limits[-1] = (value[name].denominator, value[name].denominator)
    # The worst: that nobody is counted by two of them.
    yield names, Program([[1, 1, 1, 1, -1]], limits, [])


def knowing(program: Program, names, few, more) -> list[Program]:
    """The same of who knows the thresholds, and which hidden figures are the small ones.

    Of a share they cannot tell why it is small: a program for each of the reasons it may have.
    """
    if "cohort" not in names:
        limits = list(program.limits)
        for at, name in enumerate(names):
            if name in few or name in more:
                limits[at] = (0, 5) if name in few else (6, None)
        return [program._replace(limits=limits)]
    at_most = list(program.at_most)
    for at in (at for at, name in enumerate(names) if name in more):
        at_most += [(row(names, {at: -1}), -6), (row(names, {-1: -1}), -11)]
        at_most += [(row(names, {at: 1, -1: -1}), -6)]
    reasons = [
        [(row(names, {at: 1}), 5), (row(names, {at: -1, -1: 1}), 5), (row(names, {-1: 1}), 10)]
        for at, name in enumerate(names)
        if name in few
    ]
    return [program._replace(at_most=[*at_most, *each]) for each in product(*reasons)]


def row(names, signs: dict[int, int]) -> list[int]:
    found = [0] * len(names)
    for at, sign in signs.items():
        found[at] = sign
    return found


def nothing_shown(program: Program, names, really) -> Program:
    """The same of who has read nothing: of the figures there are, no number is known."""
    limits = [
        (0, None) if name in really or name == "cohort" else limit
        for name, limit in zip(names, program.limits, strict=True)
    ]
    return program._replace(limits=limits)


def reported(ours: Partnership) -> dict[str, int]:
    found = {}
    for name, row in ours.indicators.items():
        for each in ours.actuals[row.id]:
            found[name] = each.numerator if each.numerator is not None else int(each.value)
    return found


@pytest.mark.parametrize("seed", range(4))
def test_an_attacker_who_read_two_releases_finds_no_small_figure_untold(seed):
    found = attacked(partnerships(12, seed), publish=True)

    assert found == []


def test_the_same_attacker_finds_small_figures_where_only_they_are_hidden():
    assert attacked(partnerships(8), publish=False)


def attacked(every, *, publish) -> list[str]:
    """The small figures that are found, and that no release said were told."""
    missed = []
    for ours in every:
        releases = Releases(ours)
        said = []
        if publish:
            said = [*releases.publish(EARLIER), *releases.publish(QUARTER)]
        else:
            show_all_but_small(releases)
        really = reported(ours)
        few = small(ours)
        hidden_too = {name for name in really if name not in few} - ours.names(releases.told)
        for names, program in programs(ours, releases.told):
            if few_beside(names, program) and not any(
                "beyond its reported parts" in s for s in said
            ):
                missed.append(f"what the parts leave: {really}")
            told = few & ours.names(releases.told)
            by_marks = knowing(program, names, few - told, hidden_too)
            alone = knowing(nothing_shown(program, names, really), names, few - told, hidden_too)
            for at, name in enumerate(names):
                if name not in few:
                    continue
                bounds = bounds_of(program, at)
                if bounds is None or leaves_open(bounds, really[name]):
                    bounds = bounds_of_any(by_marks, at)
                    if bounds is None or leaves_open(bounds, really[name]):
                        continue
                    if bounds == bounds_of_any(alone, at):
                        continue
                if not any(sentence.lower().startswith(f"{name} ") for sentence in said):
                    missed.append(f"{name}, which is {really[name]}, is {bounds}: {really}")
    return missed


def few_beside(names, program) -> bool:
    """Whether those whom no part counts are known to be one to five."""
    if "beside" not in names or program.limits[names.index("beside")] == (0, 0):
        return False
    bounds = bounds_of(program, names.index("beside"))
    return bounds is not None and bounds[0] > 0.001 and (bounds[1] or 6) < 5.001


def leaves_open(bounds, really: int) -> bool:
    """Whether it can be every small number; what is false is not found."""
    low, high = bounds
    if really < low - 0.001 or (high is not None and really > high + 0.001):
        return True
    return low < 0.001 and (high is None or high > 4.999)


def show_all_but_small(releases: Releases) -> None:
    facts = releases.ours.facts()
    few = small_figures(facts, Thresholds())
    for indicator, rows in facts.actuals.items():
        for row in rows:
            key = Key(indicator, row.period, row.reported_in_id)
            if key not in few:
                releases.told[key].add(Numbers(row.numerator, row.denominator, f"{row.value}"))


# Non-interference ------------------------------------------------------------------------------


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10**6), st.randoms(use_true_random=False))
def test_another_small_figure_in_its_place_hides_the_same(seed, lot):
    """ "Change a masked figure into any other masked figure": the same figures are hidden."""
    ours = partnership(random.Random(seed))
    before, offered = hidden(ours), ways(ours)
    for name in small(ours):
        (row,) = ours.actuals[ours.indicators[name].id]
        if row.value is not None:
            row.value = Decimal(lot.randint(0, 5))
        elif row.denominator > 10 and lot.random() < 0.7:
            row.numerator = lot.choice([lot.randint(0, 5), row.denominator - lot.randint(0, 5)])
        else:
            row.denominator = lot.randint(11, 60)
            row.numerator = lot.randint(0, 5)

    assert hidden(ours) == before
    assert ways(ours) == offered


@settings(max_examples=30, deadline=None)
@given(st.lists(st.integers(0, 12), min_size=4, max_size=4))
def test_steps_leave_an_attacker_every_small_number(steps):
    """Who knows that nothing falls within the year finds no quarter's own small number."""
    values = [sum(steps[: number + 1]) for number in range(4)]
    ours = year(*values)
    hiding = hidden(ours)
    shown = {at: value for at, value in enumerate(values) if f"Q{at + 1}" not in hiding}
    rows = []
    for at in range(4):
        rows.append([1 if number <= at else 0 for number in range(4)])
    equations = [rows[at] for at in shown]
    for at, step in enumerate(steps):
        if step > 5 or (at == 0 and 0 not in shown):
            continue
        ends = []
        for sign in (1, -1):
            goal = [sign * (number == at) for number in range(4)]
            answer = linprog(
                goal, A_eq=equations or None, b_eq=list(shown.values()) or None,
                bounds=[(0, None)] * 4, method="highs",
            )  # fmt: skip
            ends.append(sign * answer.fun if answer.status == 0 else None)
        assert ends[1] is None or ends[1] > 5.999, (steps, shown, ends)


# Every number tried ----------------------------------------------------------------------------

TINY = Thresholds(numerator=2, remainder=2, denominator=2, count=2)


@settings(max_examples=40, deadline=None)
@given(st.tuples(*[st.integers(0, 13)] * 3))
def test_nobody_finds_a_part_by_trying_every_number(numbers):
    values = {"all": sum(numbers), **dict(zip("abc", numbers, strict=True))}
    ours = breakdown(**values)
    hiding = hidden(ours, TINY)
    shown = {name: value for name, value in values.items() if name not in hiding}
    room = {name: set() for name in hiding}
    for tried in product(range(15), repeat=3):
        all_of = {"all": sum(tried), **dict(zip("abc", tried, strict=True))}
        if all(all_of[name] == value for name, value in shown.items()):
            for name in hiding:
                room[name].add(all_of[name])

    for name in hiding:
        assert len(room[name]) > 1, (values, hiding)
        if values[name] <= 2:
            assert room[name] >= {0, 1, 2}, (values, hiding)


# A share that was typed ------------------------------------------------------------------------


def shares_beside(typed: str, *, sibling=None, parts, decimals=1, unit="percentage", per=None):
    """A share that is public without its counts, and parts of it that have theirs."""
    ours = Partnership()
    ours.indicator("all", unit, cohort="Year 11", per=per)
    ours.baseline("all", typed)
    ours.baselines[1][0].already_public = "DCSF, 2009"
    ours.rules[1][0].decimals = decimals
    if sibling:
        ours.indicator("sibling", unit, cohort="Year 11", per=per)
        ours.baseline("sibling", sibling)
    for number, part in enumerate(parts):
        ours.indicator(f"part {number}", unit, part_of="all", per=per)
        ours.baseline(f"part {number}", part)
    return ours


@pytest.mark.parametrize(
    ("typed", "given", "told"),
    [
        pytest.param(
            "40.0", {"sibling": (20, 60), "parts": [(20, 30), (4, 30)]}, "worked out as 4", id="one"
        ),
        pytest.param(
            "40.0",
            {"sibling": (500, 2000), "parts": [(796, 1000), (4, 1000)]},
            "narrowed to 3 to 4",
            id="one less or none",
        ),
        pytest.param(
            "40",
            {"sibling": (50, 200), "decimals": 0, "parts": [(76, 100), (4, 100)]},
            "narrowed to 3 to 4",
            id="whole percentages",
        ),
        pytest.param(
            "40.0",
            {"sibling": (2000, 20000), "parts": [(7996, 10000), (4, 10000)]},
            "",
            id="so many that nothing follows",
        ),
        pytest.param(
            "12.0",
            {"sibling": (40, 2000), "parts": [(20, 1000), (4, 1000)], "unit": "rate", "per": 1000},
            "worked out as 4",
            id="a rate",
        ),
        pytest.param(
            "56.7", {"parts": [(20, 60), (10, 60), (4, 60)]}, "worked out as 4", id="by its parts"
        ),
        pytest.param(
            "56.7", {"parts": [(30, 60), (4, 60)]}, "worked out as 4", id="by one part of the same"
        ),
        pytest.param("45.0", {"parts": [(24, 30), (3, 30)]}, "worked out as 3", id="27 of 60"),
        pytest.param("45.8", {"parts": [(24, 30), (3, 29)]}, "worked out as 3", id="27 of 59"),
        pytest.param(
            "30.0", {"parts": [(24, 60), (3, 30)]}, "narrowed to 0 to 3", id="or 24 of 80"
        ),
        pytest.param("30.0", {"parts": [(100, 300), (3, 43)]}, "", id="any small number"),
        pytest.param(
            "45.0", {"parts": [(14, 20), (10, 10), (3, 30)]}, "", id="two that are hidden"
        ),
    ],
)
def test_a_share_that_was_typed_tells_what_can_be_counted_of_its_cohort(typed, given, told):
    said = [each for each in sentences(shares_beside(typed, **given)) if each.startswith("Part")]

    assert any(told in each for each in said) if told else not said


@pytest.mark.parametrize(
    ("typed", "total", "others", "told"),
    [
        pytest.param("80.0", (27, 60), [(3, 30)], "worked out as 3", id="24 of 30"),
        pytest.param("80.0", (37, 80), [(10, 20), (3, 30)], "worked out as 3", id="beside another"),
        pytest.param("45.0", (30, 60), [(3, 60)], "worked out as 3", id="all of one group"),
        pytest.param("50.0", (103, 206), [(3, 6)], "", id="any small number"),
    ],
)
def test_a_part_that_was_typed_tells_of_a_small_one_beside_it(typed, total, others, told):
    ours = Partnership()
    for name, given_ in {
        "all": total,
        "typed": typed,
        **dict(zip("abc", others, strict=False)),
    }.items():
        ours.indicator(name, "percentage", part_of="" if name == "all" else "all")
        ours.baseline(name, given_)
        ours.rules[ours.indicators[name].id][0].decimals = 1
    ours.baselines[2][0].already_public = "DCSF, 2009"
    small_one = ours.indicators["abc"[len(others) - 1]].code.upper()
    said = [each for each in sentences(ours) if each.startswith(f"{small_one} for")]

    assert any(told in each for each in said) if told else not said


def test_what_a_typed_share_gives_away_can_be_mended_by_hiding_it():
    ours = shares_beside("40.0", sibling=(500, 2000), parts=[(796, 1000), (4, 1000)])

    assert [key.indicator for key in small_figures(ours.facts(), Thresholds())] == [4]
    assert len(hidden_keys(ours.facts(), Thresholds())) == 2
