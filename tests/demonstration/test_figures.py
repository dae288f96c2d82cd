"""The demonstration's figures: what is real has its source, the rest says that it is not."""

import csv
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import pytest

from tests.demonstration.intended import FORECASTS, MASKED, QUARTERS, STATUSES

SEED_PLAN = "NI 101"


def code_of(row):
    return row.get("Code") or row["Indicator"]


@pytest.fixture(scope="session")
def measures(book):
    return {row["Code"]: row for row in book["Indicators"]}


# Real or illustrative -----------------------------------------------------------------


def test_every_figure_of_the_council_after_the_baseline_is_marked_illustrative(book):
    assert [row for row in book["Actuals"] if not row["Source"].startswith("Illustrative")] == []


def test_every_baseline_and_target_but_the_seeds_is_marked_illustrative(book):
    versions = [row for row in book["Indicators"] if "Baseline" in row] + book["Targets"]
    unmarked = {code_of(row) for row in versions if not row["Reason"].startswith("Illustrative")}
    assert unmarked == {SEED_PLAN}


def test_every_plan_but_the_seeds_says_that_it_is_illustrative(book):
    real = [row["Plan"] for row in book["Plans"] if "illustrative" not in row["Prepared by"]]
    assert real == [SEED_PLAN]


@pytest.mark.parametrize(
    ("sheet", "key", "columns"),
    [
        ("Actuals", "Indicator", ("Why", "Being done", "Back on track", "Help needed", "Reason")),
        ("Action updates", "Plan", ("Commentary",)),
        ("Milestone updates", "Plan", ("Reason",)),
        ("Risk assessments", "Plan", ("Commentary",)),
        ("Dependency updates", "Plan", ("Commentary",)),
    ],
)
def test_words_added_to_the_councils_own_plan_are_marked_illustrative(book, sheet, key, columns):
    added = [
        row[column]
        for row in book[sheet]
        if row[key] == SEED_PLAN
        for column in columns
        if column in row
    ]
    printed = "As printed in the plan, July 2009"
    assert added
    assert [text for text in added if not text.startswith(("Illustrative", printed))] == []


def test_a_milestone_of_the_councils_plan_is_reached_or_moved_only_as_illustration(book):
    rows = [row for row in book["Milestone updates"] if row["Plan"] == SEED_PLAN]
    assert all("Reason" in row for row in rows)


def test_people_are_made_up(book):
    assert all(row["E-mail"].endswith("@worcestershire.example") for row in book["People"])


# Counts and values --------------------------------------------------------------------


def half_up(numerator, denominator, measure):
    exact = Decimal(measure.get("Per", 100)) * numerator / denominator
    return exact.quantize(Decimal(1).scaleb(-measure["Decimals"]), ROUND_HALF_UP)


def figures_with_counts(book):
    for row in book["Actuals"]:
        if "Numerator" in row:
            yield row["Indicator"], row["Numerator"], row["Denominator"], row["Value"]
    for row in book["Indicators"]:
        if "Baseline numerator" in row:
            yield (
                row["Code"],
                row["Baseline numerator"],
                row["Baseline denominator"],
                row["Baseline"],
            )


def test_every_value_agrees_with_its_counts(book, measures):
    wrong = [
        (code, numerator, denominator, value)
        for code, numerator, denominator, value in figures_with_counts(book)
        if half_up(numerator, denominator, measures[code]) != Decimal(str(value))
    ]
    assert wrong == []


def test_every_percentage_of_2009_has_its_counts(book, measures):
    bare = [
        row["Indicator"]
        for row in book["Actuals"]
        if measures[row["Indicator"]]["Unit"] in {"percentage", "rate"}
        and "Value" in row
        and "Numerator" not in row
    ]
    assert bare == []


def test_parts_add_up_to_their_whole(book):
    reported = {
        (row["Indicator"], row["Period"]): row["Value"]
        for row in book["Actuals"]
        if row["Indicator"].startswith("LAC 03")
    }
    for quarter in QUARTERS:
        parts = reported["LAC 03a", quarter] + reported["LAC 03b", quarter]
        assert parts == reported["LAC 03", quarter]


def test_one_cohort_has_one_size(book, measures):
    sizes = {}
    for row in book["Actuals"]:
        cohort = measures[row["Indicator"]].get("Cohort")
        if cohort and "Denominator" in row:
            sizes.setdefault((cohort, row["Period"]), set()).add(row["Denominator"])
    assert len(sizes) == 3
    assert all(len(each) == 1 for each in sizes.values())


def test_a_forecast_becomes_provisional_and_then_final(book):
    chain = [
        (row["Reported in"], row["Standing"])
        for row in book["Actuals"]
        if (row["Indicator"], row["Period"]) == ("NI 99", "2008/09")
    ]
    assert chain == list(zip(QUARTERS, ("forecast", "provisional", "final"), strict=True))


def test_the_manager_of_ni_101_finds_quarter_3_empty(book):
    entered = [
        (sheet, row)
        for sheet, rows in book.items()
        for row in rows
        if SEED_PLAN in {row.get("Plan"), row.get("Indicator")}
        and "2009/10 Q3" in {row.get("Quarter"), row.get("Reported in")}
    ]
    assert entered == []


def test_the_plan_ni_100_returned_nothing_in_quarter_2(book):
    entered = [
        row
        for rows in book.values()
        for row in rows
        if "NI 100" in {row.get("Plan"), row.get("Indicator")}
        and "2009/10 Q2" in {row.get("Quarter"), row.get("Reported in")}
    ]
    assert entered == []


# Comparators --------------------------------------------------------------------------

PUBLISHED = Path(__file__).parent / "published.csv"


def published():
    """The figures found in public pages when the demonstration was made."""
    with PUBLISHED.open(newline="", encoding="utf-8") as opened:
        return [
            (int(row["exam_year_summer"]), Decimal(row["percent"]), row["measure"], row["source"])
            for row in csv.DictReader(opened)
        ]


def test_every_comparator_was_published_as_it_stands(book):
    subjects = {"NI 99": "English", "NI 100": "Maths"}
    found = published()
    unknown = [
        row
        for row in book["Comparators"]
        if not any(
            year == int(row["Period"][:4]) + 1
            and percent == Decimal(str(row["Value"]))
            and source == row["Source"]
            and subjects.get(row["Indicator"], measure) in measure
            and (row["Indicator"] != SEED_PLAN or row["Definition"].startswith(measure))
            for year, percent, measure, source in found
        )
    ]
    assert unknown == []
    assert len(book["Comparators"]) == 23


def test_every_comparator_says_why_it_can_be_compared_or_not(book):
    assert all(row["Because"] and row["Definition"] for row in book["Comparators"])


def test_the_11_8_of_the_plans_purpose_is_not_comparable(book, measures):
    (row,) = (row for row in book["Comparators"] if row["Value"] == 11.8)
    assert "11.8%" in measures["NI 101"]["Purpose"]
    assert (row["Period"], row["Comparable"]) == ("2005/06", "no")
    assert "any subjects" in row["Because"]


def test_no_comparator_is_about_a_year_after_the_demonstrations_day(book):
    assert max(row["Period"] for row in book["Comparators"]) == "2008/09"


# What is meant to be seen -------------------------------------------------------------


def test_every_kind_of_status_is_meant_to_be_seen_but_overdue():
    seen = {status for each in STATUSES.values() for status in each} | set(FORECASTS.values())
    assert seen == {
        "met",
        "close",
        "missed",
        "forecast to meet",
        "forecast to be close",
        "forecast to miss",
        "no target",
        "not due",
        "awaited",
        "not returned",
        "not available",
        "context",
        "suppressed",
    }
    assert MASKED


def test_every_indicator_has_its_intended_statuses(measures):
    assert set(STATUSES) == set(measures)


def test_the_figures_meant_to_be_masked_are_the_small_ones(book, measures):
    """Rule 11: 5 or fewer of people, 5 or fewer others, or 10 or fewer in all."""
    of_people = {"child", "young person", "pupil"}
    small = set()
    for row in book["Actuals"]:
        measure = measures[row["Indicator"]]
        if row["Reported in"] not in QUARTERS or measure.get("Counted as") not in of_people:
            continue
        if "Denominator" in row:
            counts = (row["Numerator"], row["Denominator"] - row["Numerator"])
            hidden = min(counts) <= 5 or row["Denominator"] <= 10
        else:
            hidden = "Value" in row and row["Value"] <= 5
        if hidden:
            small.add((row["Indicator"], row["Reported in"]))
    assert small == MASKED
