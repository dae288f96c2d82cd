"""Rule 11, secondary: a total and its parts, and one cohort, are found whatever their frequency.

A year's figure is that of its last quarter, or what its quarters come to where each is entered for
itself. A number that a later report repeats is taken to stand.
"""

import pytest

from tests.rules.partnership import Partnership, Releases, hidden, sentences, ways

YEAR = "2009/10"
QUARTERS = [f"{YEAR} Q{number}" for number in (1, 2, 3, 4)]
ANNUAL = {"frequency": "annual"}
TO_DATE, EACH, SNAPSHOT = (
    {"accumulation": each} for each in ("cumulative", "each quarter", "snapshot")
)


def family(**members) -> Partnership:
    """A total, "all", and its parts: (how each counts, its figures)."""
    ours = Partnership()
    for name, (how, *figures) in members.items():
        ours.indicator(name, part_of="" if name == "all" else "all", **how)
        add(ours, name, how, figures)
    return ours


def add(ours, name, how, figures):
    """One figure is the year's, or that of its last quarter; four are those of the quarters."""
    periods = QUARTERS[-len(figures) :] if how != ANNUAL else [YEAR]
    for period, figure in zip(periods, figures, strict=True):
        if figure is not None:
            ours.report(name, figure, period, QUARTERS[-1] if period == YEAR else period)


@pytest.mark.parametrize(
    ("members", "given_away"),
    [
        pytest.param(
            {"all": (ANNUAL, 30), "girls": (TO_DATE, 27), "boys": (TO_DATE, 3)},
            "boys for 2009/10 Quarter 4 could be worked out as 3",
            id="a year and quarters to date",
        ),
        pytest.param(
            {"all": (TO_DATE, 30), "girls": (ANNUAL, 27), "boys": (ANNUAL, 3)},
            "boys for 2009/10 (reported in 2009/10 Quarter 4) could be worked out as 3",
            id="a year to date and parts by the year",
        ),
        pytest.param(
            {"all": (ANNUAL, 30), "girls": (SNAPSHOT, 27), "boys": (ANNUAL, 3)},
            "boys for 2009/10 (reported in 2009/10 Quarter 4) could be worked out as 3",
            id="a year and what stood at its end",
        ),
        pytest.param(
            {"all": (ANNUAL, 30), "girls": (EACH, 10, 9, 8, 3)},
            "girls for 2009/10 Quarter 4 could be worked out as 3",
            id="a year and its quarters",
        ),
        pytest.param(
            {"all": (EACH, 10, 8, 7, 8), "girls": (ANNUAL, 30), "boys": (ANNUAL, 3)},
            "boys for 2009/10 (reported in 2009/10 Quarter 4) could be worked out as 3",
            id="quarters and parts by the year",
        ),
        pytest.param(
            {"all": (EACH, 10, 9), "girls": (TO_DATE, 7, 13), "boys": (EACH, 8, 3)},
            "boys for 2009/10 Quarter 4 could be worked out as 3",
            id="quarters and quarters to date",
        ),
        pytest.param(
            {"all": (ANNUAL, 33), "girls": (EACH, 10, 9, 8, 3), "boys": (TO_DATE, 3)},
            "could be narrowed to",
            id="two small ones",
        ),
        pytest.param(
            {"all": (ANNUAL, 30), "girls": (EACH, 10, 9, 8, None), "boys": (ANNUAL, None)},
            "boys for 2009/10, which was not reported, could be narrowed to 0 to 3",
            id="what nobody reported",
        ),
    ],
)
def test_a_total_and_parts_of_other_frequency_give_a_small_figure_away(members, given_away):
    ours = family(**members)
    found = sentences(ours)

    assert any(given_away.lower() in said.lower() for said in found), found
    assert hidden(ours)


@pytest.mark.parametrize(
    "members",
    [
        pytest.param(
            {"all": (ANNUAL, 40), "girls": (TO_DATE, 27), "boys": (TO_DATE, 13)}, id="none is small"
        ),
        pytest.param(
            {"all": (ANNUAL, 30), "girls": (TO_DATE, 20, None), "boys": (TO_DATE, 7, None)},
            id="the last quarter is not in",
        ),
        pytest.param({"all": (ANNUAL, 40), "girls": (EACH, 7, 8, 9, 6)}, id="some in no part"),
        pytest.param(
            {"all": (ANNUAL, 30), "girls": (TO_DATE, 27, 33), "boys": (TO_DATE, 7, 14)},
            id="more than there are",
        ),
        pytest.param(
            {"all": (EACH, 9, 9, 9), "girls": (TO_DATE, 8, 16, 24), "boys": (TO_DATE, 8, 16, 24)},
            id="quarters never add up to what is to date",
        ),
    ],
)
def test_nothing_is_asked_where_no_small_figure_follows(members):
    assert sentences(family(**members)) == []


def test_a_year_is_looked_at_though_its_total_is_found_a_step_above():
    """County = north + south by the year; north, which nobody reported, = girls + boys to date."""
    ours = Partnership()
    for name, part_of, how in (
        ("county", "", ANNUAL), ("north", "county", ANNUAL), ("south", "county", ANNUAL),
        ("girls", "north", TO_DATE), ("boys", "north", TO_DATE),
    ):  # fmt: skip
        ours.indicator(name, part_of=part_of, **how)
    for name, how, figure in (
        ("county", ANNUAL, 50), ("south", ANNUAL, 20), ("girls", TO_DATE, 27), ("boys", TO_DATE, 3),
    ):  # fmt: skip
        add(ours, name, how, [figure])

    assert ways(ours) == {"county", "south", "girls"}


@pytest.mark.parametrize(
    ("year_type", "label", "given_away"),
    [("financial", "2009/10", True), ("academic", "2009/10", False), ("calendar", "2009", True)],
)
def test_four_quarters_come_to_a_financial_or_a_calendar_year(year_type, label, given_away):
    """An academic year begins within a quarter: no quarters come to it."""
    ours = Partnership()
    ours.indicator("all", frequency="annual", year_type=year_type)
    ours.indicator("girls", part_of="all", **EACH)
    quarters = QUARTERS if year_type != "calendar" else ["2008/09 Q4", *QUARTERS[:3]]
    for period, figure in zip(quarters, (10, 9, 8, 3), strict=True):
        ours.report("girls", figure, period, period)
    ours.report("all", 30, label, QUARTERS[-1])

    assert any("could be worked out as 3" in said for said in sentences(ours)) == given_away


@pytest.mark.parametrize("how", [TO_DATE, SNAPSHOT, EACH])
def test_a_cohort_is_the_same_by_the_year_and_by_the_quarter(how):
    ours = Partnership()
    ours.indicator("NI 1", "percentage", cohort="Year 11", **ANNUAL)
    ours.indicator("NI 2", "percentage", cohort="Year 11", **how)
    add(ours, "NI 1", ANNUAL, [(30, 60)])
    add(ours, "NI 2", how, [(4, 60)])

    assert (
        "in the cohort of NI 2 for 2009/10 Quarter 4 could be worked out as 60"
        in (sentences(ours)[0])
    )
    assert hidden(ours) == {"NI 1", "NI 2"}


# What a later report repeats -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("final", "mended_by"),
    [
        pytest.param({"all": 33, "boys": 15, "others": 4}, {"boys"}, id="the total"),
        pytest.param({"all": 36, "girls": 14, "boys": 18, "others": 4}, {"all", "boys"}, id="one"),
        pytest.param({"all": 33, "girls": 14, "boys": 12, "others": 7}, set(), id="all of it"),
    ],
)
def test_what_is_told_again_unrevised_cannot_be_hidden_any_more(final, mended_by):
    """33 = 14 + 12 + 7 was told as provisional."""
    ours = Partnership()
    for name, figure in (("all", 33), ("girls", 14), ("boys", 12), ("others", 7)):
        ours.indicator(name, part_of="" if name == "all" else "all")
        ours.report(name, figure, "2009/10 Q2", "2009/10 Q2")
    releases = Releases(ours)
    releases.publish("2009/10 Q2")
    for name, figure in final.items():
        ours.report(name, figure, "2009/10 Q2", "2009/10 Q3")

    assert ways(ours, releases.earlier) == mended_by


def test_what_is_shown_beside_it_cannot_be_hidden_alone():
    """Both reports are shown first by one release: what repeats the other is told by either."""
    ours = Partnership()
    for name, figure in (("all", 33), ("girls", 14), ("boys", 12), ("others", 7)):
        ours.indicator(name, part_of="" if name == "all" else "all")
        ours.report(name, figure, "2009/10 Q2", "2009/10 Q2")
    for name, figure in (("all", 33), ("boys", 15), ("others", 4)):
        ours.report(name, figure, "2009/10 Q2", "2009/10 Q3")

    assert ways(ours) == {"boys"}
