"""Shares that make up a cohort between them: what is shown of some tells of the others."""

import random
from decimal import Decimal
from itertools import product
from types import SimpleNamespace

import pytest
from scipy.optimize import linprog

from indicators.disclosure import Thresholds
from reports.disclosure.masking import Key, small_figures
from reports.disclosure.recovering import findings, hidden_keys

PERIOD, QUARTER = "2008/09", "2009/10 Q2"
COHORT = 9  # the id of the indicator that counts the cohort


def indicator(number, **given):
    usual = {
        "id": number, "code": f"LAC 0{number}", "unit": "percentage", "per": None, "cohort": "",
        "counted_as": "young person", "part_of_id": COHORT, "accumulation": "snapshot",
        "frequency": "annual", "year_type": "academic", "broken_down_by": "",
    }  # fmt: skip
    return SimpleNamespace(**usual | given)


def actual(**given):
    usual = {"numerator": None, "denominator": None, "value": None, "low": None, "high": None}
    return SimpleNamespace(**usual | {"period": PERIOD, "reported_in_id": QUARTER} | given)


def facts(numerators, *, cohorts=None, name="", counted=True):
    """A cohort that is counted, and shares of it whose numerators these are."""
    whole = sum(numerators) if cohorts is None else sum(cohorts)
    cohorts = cohorts or [whole] * len(numerators)
    parts = range(1, len(numerators) + 1)
    rows = {
        number: [actual(numerator=n, denominator=d)]
        for number, n, d in zip(parts, numerators, cohorts, strict=True)
    }
    if counted:
        rows[COHORT] = [actual(value=Decimal(whole))]
    return SimpleNamespace(
        quarter=QUARTER,
        indicators={
            COHORT: indicator(COHORT, unit="number", part_of_id=None),
            **{number: indicator(number, cohort=name) for number in parts},
        },
        actuals=rows,
        baselines={},
        rules={},
    )


def key(number):
    return Key(number, PERIOD, QUARTER)


def small(told):
    return {each.indicator for each in small_figures(told, Thresholds())}


def hidden_at_last(told):
    return {each.indicator for each in hidden_keys(told, Thresholds())}


def sentences(told):
    return [said for each in findings(told, Thresholds()) for said in each.sentences]


def test_siblings_that_show_their_cohort_give_away_the_one_that_is_hidden():
    told = facts([20, 19, 3])

    assert small(told) == {3}
    (said,) = [each for each in sentences(told) if each.startswith("LAC 03")]
    assert "could be worked out as 3" in said


def test_what_is_hidden_with_it_leaves_nothing_to_be_found():
    told = facts([20, 19, 3])
    at_last = hidden_at_last(told)

    assert at_last == {COHORT, 1, 2, 3}
    assert exposed(told, at_last) == set()


def test_groups_of_a_cohort_add_up_with_their_denominators():
    """Boys and girls: the numerators of the two are no breakdown of all children."""
    told = facts([20, 12], cohorts=[40, 30])
    assert sentences(told) == []

    few = facts([20, 3], cohorts=[40, 9])
    assert small(few) == {2}
    assert hidden_at_last(few) in ({1, 2}, {COHORT, 2})


def test_a_cohort_that_is_counted_gives_away_the_size_of_a_group_that_is_not_told():
    told = facts([20, 3], cohorts=[40, 9])
    told.actuals[2] = []  # nobody reported it
    (found,) = findings(told, Thresholds())

    assert small(told) == set()
    assert (
        "LAC 02 for 2008/09, which was not reported, could be worked out as 9"
        in (found.sentences[0])
    )
    assert hidden_at_last(told) in ({1}, {COHORT})


def test_shares_of_one_cohort_by_name_are_all_hidden_for_the_small_one():
    told = facts([20, 19, 3], name="Year 11")

    assert hidden_at_last(told) == {COHORT, 1, 2, 3}


def test_shares_whose_total_is_counted_by_nobody_are_found_only_from_their_own_numbers():
    assert sentences(facts([20, 19, 12], counted=False)) == []


# The attacker --------------------------------------------------------------------------------


ANYTHING = 1000


def exposed(told, hidden) -> set[int]:
    """The hidden shares of which a linear program finds a small numerator too exactly.

    It takes a hidden figure for anything; and then again knows which are hidden for being small.
    Of a share there may be few who achieved it, few left over, or few in all: it tries each.
    """
    parts = [each for each in told.indicators if each != COHORT]
    shown = {each for each in told.indicators if each not in hidden}
    reasons = {each: ("n", "l", "d") for each in small(told) & hidden if each != COHORT}
    if COHORT in small(told) & hidden:
        reasons[COHORT] = ("d",)
    marks = [dict(zip(reasons, each, strict=True)) for each in product(*reasons.values())]
    more = hidden - small(told)
    found = set()
    for each in parts:
        if each not in hidden or told.actuals[each][0].numerator > 5:
            continue
        anything = bounds(told, each, shown, [{}], set())
        by_marks = bounds(told, each, shown, marks, more)
        alone = bounds(told, each, set(), marks, more)
        if not is_open(anything) or (not is_open(by_marks) and by_marks != alone):
            found.add(each)
    return found


def bounds(told, share, shown, marks, more):
    """Between which numbers the numerator of the share is, whichever of the marks is true."""
    parts = [each for each in told.indicators if each != COHORT]
    names = [(each, what) for each in parts for what in "nld"] + [(COHORT, "d")]
    rows = []
    for each in parts:
        rows.append(row(names, {(each, "d"): 1, (each, "n"): -1, (each, "l"): -1}))
        rows.append(row(names, {(each, "d"): 1, (COHORT, "d"): -1}))
    rows.append(row(names, {(COHORT, "d"): 1} | {(each, "n"): -1 for each in parts}))
    limits = dict.fromkeys(names, (0, None))
    for each in shown:
        given = told.actuals[each][0]
        if each == COHORT:
            limits[COHORT, "d"] = (int(given.value), int(given.value))
        else:
            limits[each, "n"] = (given.numerator, given.numerator)
            limits[each, "d"] = (given.denominator, given.denominator)
    for each in more:
        limits |= {(each, what): (11 if what == "d" else 6, None) for what in "nld"}
        if each == COHORT:
            limits[each, "d"] = (6, None)
    low, high = ANYTHING, 0
    for mark in marks:
        tried = dict(limits)
        for each, what in mark.items():
            tried[each, what] = (0, 10 if what == "d" and each != COHORT else 5)
        ends = [
            linprog(
                row(names, {(share, "n"): sign}), A_eq=rows, b_eq=[0] * len(rows),
                bounds=[tried[name] for name in names], method="highs",
            )
            for sign in (1, -1)
        ]  # fmt: skip
        if ends[0].status == 2:
            continue
        low = min(low, round(ends[0].fun))
        high = ANYTHING if ends[1].status == 3 else max(high, round(-ends[1].fun))
        if is_open((low, high)):
            break
    return low, high


def row(names, signs) -> list[int]:
    return [signs.get(name, 0) for name in names]


def is_open(found) -> bool:
    """Whether it can be nothing, and can be 5."""
    low, high = found
    return low <= 0 and high >= 5


def some_tables(count):
    lot = random.Random(101)
    for _ in range(count):
        size = lot.randint(2, 5)
        yield [lot.choice([lot.randint(0, 5), lot.randint(6, 30)]) for _ in range(size)]


def test_hiding_small_figures_alone_is_broken_by_an_attacker():
    assert any(exposed(facts(each), small(facts(each))) for each in some_tables(60))


# Ten tables in `make test`; the other thirty are for the thorough tests.
TABLES = [
    pytest.param(each, marks=() if number < 10 else pytest.mark.thorough, id=str(each))
    for number, each in enumerate(some_tables(40))
]


@pytest.mark.parametrize("numerators", TABLES)
def test_an_attacker_finds_nothing_that_the_check_missed(numerators):
    told = facts(numerators)
    found = {
        number
        for number in told.indicators
        if any(said.startswith(f"LAC 0{number} ") for said in sentences(told))
    }

    assert exposed(told, small(told)) <= found
    assert exposed(told, hidden_at_last(told)) == set()
