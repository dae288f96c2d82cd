"""Rule 11: a figure to date that nobody reported lies between those before and after it."""

import random
from itertools import pairwise

import pytest

from reports.disclosure.masking import Key, small_figures
from reports.disclosure.recovering import hidden_keys
from tests.reports.attacker import fits
from tests.rules.partnership import QUARTER, USUAL, Partnership, sentences

QUARTERS = ("2009/10 Q2", "2009/10 Q3", "2009/10 Q4")
YEAR = "2009/10"


def partnership(**figures) -> Partnership:
    """A total and its parts a and b: to date, by quarters or of the year, as far as reported."""
    ours = Partnership()
    for name, told in figures.items():
        by_year = YEAR in told
        ours.indicator(
            name, "number", part_of="" if name == "all" else "all",
            frequency="annual" if by_year else "quarterly",
            accumulation="snapshot" if by_year else "cumulative",
        )  # fmt: skip
        for period, value in told.items():
            ours.report(name, value, period=period)
    return ours


@pytest.mark.parametrize(
    ("figures", "told"),
    [
        pytest.param(
            {"all": {YEAR: 9}, "a": {YEAR: 3}, "b": dict.fromkeys(QUARTERS[:2], 6)},
            "A for 2009/10 (reported in 2009/10 Quarter 4) could be narrowed to 0 to 3",
            id="a year without its last quarter",
        ),
        pytest.param(
            {
                "all": {QUARTERS[0]: 15, QUARTERS[2]: 30},
                "a": {YEAR: 13},
                "b": {QUARTERS[0]: 5, QUARTERS[2]: 17},
            },
            "B for 2009/10 Quarter 2 (reported in 2009/10 Quarter 4) could be narrowed to 2 to 15",
            id="a quarter of what is told by the year",
        ),
        pytest.param(
            {
                "all": {QUARTERS[1]: 34},
                "a": {QUARTERS[1]: 4},
                "b": {QUARTERS[0]: 30, QUARTERS[2]: 40},
            },
            "A for 2009/10 Quarter 3 (reported in 2009/10 Quarter 4) could be narrowed to 0 to 4",
            id="a quarter between two others",
        ),
        pytest.param(
            {"all": {YEAR: 30}, "a": {YEAR: 3}, "b": {QUARTERS[1]: 6}},
            "",
            id="a last quarter in which enough can have come",
        ),
    ],
)
def test_what_was_not_reported_is_known_as_far_as_the_figures_about_it_tell(figures, told):
    said = sentences(partnership(**figures))

    assert any(told in each for each in said) if told else not said


def drawn(seed: int):
    """A partnership with its cells, the figures they are of, what adds up, and what is true."""
    lot = random.Random(seed)
    comes = {
        name: [lot.choice([0, lot.randint(0, 5), lot.randint(6, 12)]) for _ in QUARTERS]
        for name in ("a", "b")
    }
    comes["all"] = [sum(each) for each in zip(*comes.values(), strict=True)]
    figures, cells, lines, really = {}, {}, [], {}
    for number, name in enumerate(("all", "a", "b"), start=1):
        to_date = [sum(comes[name][: place + 1]) for place in range(len(QUARTERS))]
        told = dict(zip(QUARTERS, to_date, strict=True))
        really |= {(name, period, "n"): value for period, value in told.items()}
        if lot.random() < 0.5:
            figures[name] = {YEAR: to_date[-1]}
            cells[name, QUARTERS[-1], "n"] = Key(number, YEAR, QUARTER)
        else:
            figures[name] = {each: told[each] for each in QUARTERS if lot.random() < 0.75}
            cells |= {(name, each, "n"): Key(number, each, QUARTER) for each in figures[name]}
        lines += [
            ((name, now, "n"), ((name, before, "n"), (name, f"since {before}", "n")))
            for before, now in pairwise(QUARTERS)
        ]
    lines += [(("all", each, "n"), (("a", each, "n"), ("b", each, "n"))) for each in QUARTERS]
    return partnership(**figures), cells, lines, really


@pytest.mark.parametrize("seed", range(25))
def test_whoever_tries_every_number_finds_no_small_figure_to_date(seed):
    ours, cells, lines, really = drawn(seed)
    hidden, small = hidden_keys(ours.facts(), USUAL), small_figures(ours.facts(), USUAL)
    known = {cell: really[cell] for cell, key in cells.items() if key not in hidden}

    for cell in (cell for cell, key in cells.items() if key in small):
        assert all(fits(lines, known | {cell: number}) for number in range(6)), (cell, known)
