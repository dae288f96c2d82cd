"""Rule 11: who has read every release, and knows what a baseline is, finds no small number.

The attacker has a linear program, and knows nothing of how the check works.
"""

from collections import defaultdict
from decimal import Decimal
from itertools import accumulate
from types import SimpleNamespace

from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from indicators.disclosure import Thresholds
from reports.disclosure.masking import Shelf, figures_of
from reports.disclosure.puzzles import Earlier, Numbers
from reports.disclosure.recovering import findings, hidden_keys
from reports.disclosure.wording import Words

FIRST = "2009/10 Q1"
ROUNDS = ("2008/09 Q4", "2009/10 Q1", "2009/10 Q2", "2009/10 Q3")
NUMBERS = ("Q1", "Q2", "Q3", "Q4")


@st.composite
def years(draw):
    """A year's quarters, the baseline of that year, and what was restated since."""
    accumulation = draw(st.sampled_from(["each quarter", "cumulative", "snapshot"]))
    told = [draw(st.integers(0, 14)) for _ in NUMBERS]
    reports = {}
    for number, value in zip(NUMBERS, to_date(accumulation, told), strict=True):
        if draw(st.integers(0, 9)):
            reports[number, draw(st.sampled_from(ROUNDS[:2]))] = value
    for number in draw(st.sets(st.sampled_from(NUMBERS), max_size=2)):
        if any(each == number for each, _ in reports):
            told[NUMBERS.index(number)] = draw(st.integers(0, 14))
            restated = to_date(accumulation, told)[NUMBERS.index(number)]
            reports[number, draw(st.sampled_from(ROUNDS[2:]))] = restated
    last = [
        reports.get((number, max((q for n, q in reports if n == number), default="")), 3)
        for number in NUMBERS
    ]
    baseline = sum(last) if accumulation == "each quarter" else last[-1]
    return accumulation, reports, baseline + draw(st.sampled_from([0, 0, 0, 5]))


def to_date(accumulation, values):
    return list(accumulate(values)) if accumulation == "cumulative" else list(values)


def facts_of(year, quarter):
    """The year as at a quarter, as disclosure reads it."""
    accumulation, reports, baseline = year
    indicator = SimpleNamespace(
        id=1, code="LAC 01", unit="number", per=None, counted_as="child", part_of_id=None,
        cohort="", accumulation=accumulation, frequency="quarterly", year_type="financial",
        broken_down_by="",
    )  # fmt: skip
    empty = {"numerator": None, "denominator": None, "low": None, "high": None}
    actuals = [
        SimpleNamespace(
            period=f"2008/09 {number}", reported_in_id=reported, value=Decimal(value), **empty
        )
        for (number, reported), value in sorted(reports.items())
        if reported <= quarter
    ]
    versions = [
        SimpleNamespace(
            period="2008/09", from_quarter=FIRST, value=Decimal(baseline), already_public="",
            numerator=None, denominator=None,
        )
    ]  # fmt: skip
    baselines = {1: versions} if quarter >= FIRST else {}
    return SimpleNamespace(
        quarter=quarter, indicators={1: indicator}, actuals={1: actuals}, baselines=baselines,
        rules={},
    )  # fmt: skip


def released(year):
    """What the public has read once every round is published, and what was said at the last."""
    before, further = defaultdict(set), set()
    for quarter in ROUNDS:
        facts = facts_of(year, quarter)
        earlier = Earlier(before)
        hidden = hidden_keys(facts, Thresholds(), further, earlier)
        further |= hidden
        found = findings(facts, Thresholds(), further, earlier)
        said = [each for one in found for each in one.sentences]
        for key, item in figures_of(facts):
            if key not in hidden:
                before[key].add(Numbers(None, None, f"{item.figure.value}"))
    return facts, before, hidden, said


def attack(year, known):
    """The least and the greatest that each reading can be, of which some limits are known."""
    names = [*NUMBERS, "year"]
    limits = [known.get(each, (0, None)) for each in names]
    steps = [[1, -1, 0, 0, 0], [0, 1, -1, 0, 0], [0, 0, 1, -1, 0], [0, 0, 1, 0, -1]]
    adds_up = [1, 1, 1, 1, -1] if year[0] == "each quarter" else [0, 0, 0, 1, -1]
    rules = {"A_eq": [adds_up], "b_eq": [0]}
    if year[0] == "cumulative":
        rules |= {"A_ub": steps, "b_ub": [0] * 4}
    found = {}
    for each in names:
        ends = []
        for sign in (1, -1):
            goal = [sign * (name == each) for name in names]
            answer = linprog(goal, bounds=limits, method="highs", **rules)
            if answer.status == 2:
                return None  # what was revised does not add up: nobody learns
            ends.append(sign * answer.fun if answer.status == 0 else None)
        found[each] = ends
    return found


@settings(max_examples=120, deadline=None)
@given(years())
def test_an_attacker_who_knows_the_baseline_finds_no_small_number(year):
    facts, before, hidden, said = released(year)
    figures = dict(figures_of(facts))
    shelf = Shelf(facts, figures)
    readings = {
        number: shelf.standing(1, f"2008/09 {number}", facts.quarter) for number in NUMBERS
    } | {"year": shelf.standing(1, "2008/09", facts.quarter)}
    really = {name: int(figures[key].figure.value) for name, key in readings.items() if key}
    known = {
        name: (really[name], really[name])
        for name, key in readings.items()
        if key and (key not in hidden or key in before)
    }
    marks = {
        name: (0, 5) if number <= 5 else (6, None)
        for name, number in really.items()
        if name not in known
    }
    bounds, by_marks, alone = (attack(year, each) for each in (known, known | marks, marks))

    for name in (each for each in really if really[each] <= 5):
        found = [each[name] for each in (bounds, by_marks) if each]
        if alone and by_marks and alone[name] == by_marks[name]:
            found = found[:-1]
        for low, high in found:
            if name in known or low > 0.001 or (high is not None and high < 4.999):
                wrong = low > really[name] + 0.001 or (
                    high is not None and high < really[name] - 0.001
                )
                words = Words(facts, Thresholds()).figure(readings[name])
                assert wrong or any(words in each for each in said), (name, low, high, known)
