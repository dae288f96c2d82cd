"""Masked audiences: change a hidden figure into any other hidden one, and nothing else changes."""

from datetime import date
from decimal import Decimal
from itertools import chain

import pytest

from indicators.models import Indicator
from reports.disclosure.hiding import hidden_figures
from reports.disclosure.readers import own_people
from reports.disclosure.withholding import without_texts
from reports.reading.facts import facts_as_at
from reports.reading.objects import Stamp
from reports.releases.building import Building
from reports.releases.keeping import as_data
from reports.releases.publishing import publish
from tests.builders import (
    make_actual,
    make_annual_indicator,
    make_baseline,
    make_indicator,
    make_plan,
    make_quarter,
    make_target,
)

pytestmark = pytest.mark.django_db


def everything_the_public_reads(quarter="2009/10 Q3"):
    facts = facts_as_at(quarter)
    ours = Building(
        facts, Stamp(quarter, "", "", "open"), masked=True, today=date(2010, 1, 11),
        hidden=hidden_figures(facts, own_people()),
    )  # fmt: skip
    return {key: as_data(without_texts(report)) for key, report in ours.reports()}


def texts(data) -> set[str]:
    if isinstance(data, dict):
        return set(chain.from_iterable(map(texts, data.values())))
    if isinstance(data, list | tuple):
        return set(chain.from_iterable(map(texts, data)))
    return {str(data)}


@pytest.fixture
def year():
    """An annual figure of young people, with a baseline, a target and an earlier year."""
    for number in (1, 2):
        make_quarter(f"2009/10 Q{number}", state="closed")
    make_quarter("2009/10 Q3")
    indicator = make_annual_indicator(code="NI 101")
    make_baseline(indicator=indicator, period="2007/08")
    make_target(indicator=indicator, period="2008/09", value=Decimal(15))
    make_plan(reference="NI 101", indicators=[indicator])
    return indicator


@pytest.mark.parametrize("other", [0, 1, 3, 4, 38, 40])
def test_another_small_number_changes_nothing_that_the_public_reads(year, other):
    actual = make_actual(indicator=year, period="2008/09", numerator=5, denominator=40)
    before = everything_the_public_reads()
    actual.numerator = other
    actual.save()

    assert everything_the_public_reads() == before


def test_a_number_that_may_be_seen_is_seen(year):
    make_actual(indicator=year, period="2008/09", numerator=9, denominator=40)

    assert "9 of 40 young people" in texts(everything_the_public_reads())


def test_nothing_derived_from_a_small_number_is_left(year):
    make_actual(indicator=year, period="2008/09", numerator=5, denominator=40)

    line = everything_the_public_reads()["quarter"]["lines"][0]

    assert line["status"] == "masked"
    assert line["actual"]["text"] == "[c]"
    left = ("k_more", "fragility", "sureness", "never_close", "direction_text", "year_to_date")
    assert [line[each] for each in left] == [""] * len(left)
    assert line["target"]["children"] == ""
    assert line["quarters"][1]["figure"] is None


def test_another_baseline_without_counts_changes_nothing(year):
    make_actual(indicator=year, period="2008/09", numerator=9, denominator=40)
    before = everything_the_public_reads()
    baseline = year.baselines.get()
    baseline.value = Decimal("3.1")
    baseline.save()

    assert everything_the_public_reads() == before


@pytest.mark.parametrize(("total", "part", "rest"), [(9, 3, 6), (8, 2, 6), (7, 1, 6)])
def test_a_small_part_cannot_be_found_from_the_total(total, part, rest):
    make_quarter("2009/10 Q3")
    whole = make_indicator(code="LAC 03", unit="number", counted_as="child")
    ours = [
        make_indicator(code=code, unit="number", counted_as="child", part_of=whole)
        for code in ("LAC 03a", "LAC 03b")
    ]
    for indicator, value in ((whole, total), (ours[0], rest), (ours[1], part)):
        make_actual(indicator=indicator, period="2009/10 Q3", value=Decimal(value))

    lines = {each["code"]: each for each in everything_the_public_reads()["quarter"]["lines"]}

    assert lines["LAC 03b"]["actual"]["text"] == "[c]"
    assert lines["LAC 03"]["actual"]["text"] == "[c]"


def test_a_small_figure_hides_those_about_the_same_cohort():
    make_quarter("2009/10 Q3")
    for code, numerator, cohort in (("A 01", 3, "KS4"), ("A 02", 20, "KS4"), ("A 03", 20, "KS2")):
        indicator = make_indicator(code=code, cohort=cohort)
        make_actual(indicator=indicator, period="2009/10 Q3", numerator=numerator, denominator=40)

    lines = {each["code"]: each for each in everything_the_public_reads()["quarter"]["lines"]}

    assert {code: each["actual"]["text"] == "[c]" for code, each in lines.items()} == {
        "A 01": True,
        "A 02": True,
        "A 03": False,
    }


def test_a_hidden_quarter_hides_the_year_to_date():
    ours = make_indicator(unit="number", accumulation="each quarter", counted_as="child")
    for number, value in ((1, 3), (2, 9)):
        make_actual(
            indicator=ours,
            period=f"2009/10 Q{number}",
            value=Decimal(value),
            reported_in=make_quarter(f"2009/10 Q{number}", state="closed"),
        )

    line = everything_the_public_reads("2009/10 Q2")["quarter"]["lines"][0]

    assert line["actual"]["text"] == "9"
    assert (line["year_to_date"], line["year_to_date_value"]) == ("", None)


def test_a_hidden_quarter_hides_the_judgement_of_the_year():
    ours = make_indicator(unit="number", accumulation="each quarter", counted_as="child")
    make_target(indicator=ours, period="2009/10", value=Decimal(100))
    for number, value in ((1, 20), (2, 3), (3, 20), (4, 50)):
        make_actual(
            indicator=ours,
            period=f"2009/10 Q{number}",
            value=Decimal(value),
            reported_in=make_quarter(f"2009/10 Q{number}", state="closed"),
        )

    line = everything_the_public_reads("2009/10 Q4")["quarter"]["lines"][0]

    assert line["status"] == "masked"
    assert line["actual"]["text"] == "50"
    assert line["finding"] == (
        "50 children; how the year so far stands is not shown, for one of its quarters is about "
        "too few people."
    )


def test_a_quarter_that_has_no_figure_is_not_said_to_be_masked():
    ours = make_indicator(unit="number", accumulation="each quarter", counted_as="child")
    make_target(indicator=ours, period="2009/10", value=Decimal(10))
    for quarter in ("2009/10 Q3", "2009/10 Q4"):
        reported = make_quarter(quarter, state="closed")
        given = {"value": Decimal(3)}
        if quarter == "2009/10 Q4":
            given = {"standing": "not available", "not_available_because": "The system is down"}
        make_actual(indicator=ours, period=quarter, reported_in=reported, **given)

    line = everything_the_public_reads("2009/10 Q4")["quarter"]["lines"][0]

    assert line["status"] == "not available"


def test_free_text_never_reaches_the_public(year):
    make_actual(
        indicator=year, period="2008/09", numerator=9, denominator=40,
        why="SECRET why", being_done="SECRET done", help_needed="SECRET help", source="SECRET",
        reason="SECRET",
    )  # fmt: skip
    year.purpose, year.lead = "SECRET purpose", "SECRET lead"
    year.save()
    plan = year.plans.get()
    plan.prepared_by, plan.equality_and_diversity = "SECRET name", "SECRET text"
    plan.save()

    assert not [each for each in texts(everything_the_public_reads()) if "SECRET" in each]


def test_why_a_figure_is_not_available_is_not_told_to_the_public(year):
    make_actual(
        indicator=year, period="2008/09", standing="not available",
        not_available_because="SECRET reason",
    )  # fmt: skip

    seen = texts(everything_the_public_reads())

    assert "This figure is not available." in seen
    assert not [each for each in seen if "SECRET" in each]


# What an earlier release showed ----------------------------------------------------------------

EARLIER, LATER = "2009/10 Q3", "2009/10 Q4"


@pytest.fixture
def breakdown():
    """A total with three parts, and the rounds of three quarters."""
    for number in (2, 3, 4):
        make_quarter(f"2009/10 Q{number}", state="closed")
    whole = make_indicator(code="LAC 03", unit="number", counted_as="child")
    for code in ("LAC 03a", "LAC 03b", "LAC 03c"):
        make_indicator(code=code, unit="number", counted_as="child", part_of=whole)


def report(reported_in, *, period="2009/10 Q2", **values):
    """Figures by code, as keyword: LAC_03a=8."""
    for code, value in values.items():
        make_actual(
            indicator=Indicator.objects.get(code=code.replace("_", " ")),
            period=period,
            value=Decimal(value),
            reported_in=make_quarter(reported_in, state="closed"),
        )


def shown(quarter, period="2009/10 Q2"):
    """By code, what the public reads about the period in that quarter's report."""
    return {
        page["line"]["code"]: row["stands"]["text"]
        for key, page in everything_the_public_reads(quarter).items()
        if key.startswith("indicator/")
        for row in page["periods"]
        if row["period"] == period and row["stands"] and row["stands"]["text"] != "[c]"
    }


def test_what_is_left_for_a_part_not_yet_reported_is_not_told(breakdown):
    report(EARLIER, LAC_03=20, LAC_03a=8, LAC_03b=9)

    assert shown(EARLIER) == {"LAC 03a": "8", "LAC 03b": "9"}


def test_a_total_is_shown_where_what_is_left_for_the_other_parts_is_not_small(breakdown):
    report(EARLIER, LAC_03=20, LAC_03a=8)

    assert shown(EARLIER) == {"LAC 03": "20", "LAC 03a": "8"}


def test_a_part_its_publisher_suppressed_is_not_found_from_the_others(breakdown):
    report(EARLIER, LAC_03=20, LAC_03a=8, LAC_03b=9)
    make_actual(
        indicator=Indicator.objects.get(code="LAC 03c"),
        period="2009/10 Q2",
        reported_in=make_quarter(EARLIER, state="closed"),
        marker="c",
    )

    assert "LAC 03" not in shown(EARLIER)


@pytest.mark.parametrize(
    "late",
    [
        pytest.param({"LAC_03b": 3, "LAC_03c": 9}, id="the small one first"),
        pytest.param({"LAC_03b": 9, "LAC_03c": 3}, id="the small one last"),
    ],
)
def test_a_small_part_reported_late_is_not_found_from_an_earlier_release(breakdown, late, officer):
    report(EARLIER, LAC_03=20, LAC_03a=8)
    assert shown(EARLIER) == {"LAC 03": "20", "LAC 03a": "8"}
    released(EARLIER, officer)
    report(LATER, **late)

    assert shown(LATER) == {"LAC 03": "20", "LAC 03a": "8"}


def released(quarter, officer):
    """Everybody has read the quarter."""
    publish(make_quarter(quarter, state="closed"), by=officer, reason="Because")


def test_a_quarter_reported_late_does_not_tell_of_the_one_after_it(officer):
    """Q3 to date was shown before: beside it, Q2 to date would tell of the three in Q3."""
    ours = make_indicator(
        code="LAC 04", unit="number", accumulation="cumulative", counted_as="child"
    )
    make_actual(
        indicator=ours, period="2009/10 Q3", value=Decimal(30),
        reported_in=make_quarter(EARLIER, state="closed"),
    )  # fmt: skip
    assert shown(EARLIER, "2009/10 Q3") == {"LAC 04": "30"}
    released(EARLIER, officer)
    make_actual(
        indicator=ours, period="2009/10 Q2", value=Decimal(27),
        reported_in=make_quarter(LATER, state="closed"),
    )  # fmt: skip

    assert shown(LATER, "2009/10 Q3") == {"LAC 04": "30"}
    assert shown(LATER, "2009/10 Q2") == {}


# A baseline is one more reading of the figure of its period -------------------------------------

BEFORE = "2008/09 Q4"


@pytest.fixture
def rounds():
    for label in ("2008/09 Q4", "2009/10 Q1", "2009/10 Q2", "2009/10 Q3"):
        make_quarter(label, state="closed")


def counted(accumulation, *quarters, baseline, since="2009/10 Q1", **given):
    """Children counted in the quarters of 2008/09, with a baseline for that year."""
    ours = make_indicator(
        **{"unit": "number", "counted_as": "child", "accumulation": accumulation} | given
    )
    for number, value in enumerate(quarters, 1):
        if value is not None:
            make_actual(
                indicator=ours, period=f"2008/09 Q{number}", value=Decimal(value),
                reported_in=make_quarter(BEFORE, state="closed"),
            )  # fmt: skip
    make_baseline(indicator=ours, period="2008/09", value=Decimal(baseline), from_quarter=since)
    return ours


def read_of(indicator, quarter="2009/10 Q3"):
    """What the public reads of it: the baseline, and by quarter of 2008/09."""
    page = everything_the_public_reads(quarter)[f"indicator/{indicator.slug}"]
    figures = {row["period"][-2:]: row["stands"]["text"] for row in page["periods"]}
    return page["line"]["baseline"]["text"], {
        each: figures[each] for each in ("Q1", "Q2", "Q3", "Q4") if each in figures
    }


@pytest.mark.parametrize("since", ["", "2009/10 Q1"])
def test_the_baseline_of_a_year_hides_with_a_quarter_of_that_year(rounds, since):
    ours = counted("each quarter", 4, 9, 8, 6, baseline=27, since=since)

    assert read_of(ours) == ("[c]", {"Q1": "[c]", "Q2": "9", "Q3": "8", "Q4": "6"})


def test_the_baseline_of_a_year_is_shown_where_every_quarter_is(rounds):
    ours = counted("each quarter", 6, 7, 8, 6, baseline=27)

    assert read_of(ours) == ("27", {"Q1": "6", "Q2": "7", "Q3": "8", "Q4": "6"})


def test_what_the_baseline_leaves_for_a_quarter_nobody_reported_is_not_told(rounds):
    ours = counted("each quarter", 6, 9, 8, None, baseline=27)

    assert read_of(ours) == ("[c]", {"Q1": "6", "Q2": "9", "Q3": "8"})


@pytest.mark.parametrize("since", ["", "2009/10 Q1"])
def test_quarters_restated_after_the_baseline_was_shown_are_hidden_together(rounds, since, officer):
    """Hiding the baseline comes too late for them: an earlier release told it."""
    ours = counted("each quarter", 6, 7, 8, 6, baseline=27, since=since)
    assert read_of(ours, "2009/10 Q2")[0] == "27"
    released("2009/10 Q2", officer)
    restate(ours, Q1=4, Q2=9)

    assert read_of(ours) == ("27", {"Q1": "[c]", "Q2": "[c]", "Q3": "8", "Q4": "6"})


def test_quarters_restated_before_anybody_read_the_baseline_hide_it_alone(rounds):
    ours = counted("each quarter", 6, 7, 8, 6, baseline=27)
    restate(ours, Q1=4, Q2=9)

    assert read_of(ours) == ("[c]", {"Q1": "[c]", "Q2": "9", "Q3": "8", "Q4": "6"})


def restate(indicator, **values):
    for number, value in values.items():
        make_actual(
            indicator=indicator, period=f"2008/09 {number}", value=Decimal(value),
            standing="restated", reported_in=make_quarter("2009/10 Q3", state="closed"),
        )  # fmt: skip


@pytest.mark.parametrize("accumulation", ["cumulative", "snapshot"])
def test_the_baseline_of_a_year_hides_with_its_last_quarter(rounds, accumulation):
    ours = counted(accumulation, 30, 35, 35, 4, baseline=8)

    assert read_of(ours)[0] == "[c]"


def test_a_small_step_up_to_the_last_quarter_hides_where_it_begins(rounds):
    """That is one figure; to hide where it ends were two, for the baseline repeats it."""
    ours = counted("cumulative", 12, 24, 35, 38, baseline=38)

    assert read_of(ours) == ("38", {"Q1": "12", "Q2": "24", "Q3": "[c]", "Q4": "38"})


def test_a_small_step_up_to_the_baseline_hides_it_where_the_last_quarter_is_not_known(rounds):
    ours = counted("cumulative", 12, 24, 35, None, baseline=38)

    assert read_of(ours) == ("[c]", {"Q1": "12", "Q2": "24", "Q3": "35"})


def test_a_baseline_hides_with_the_figure_of_its_period(rounds):
    """NI 99 and NI 100 share a cohort: NI 100's four hide NI 99's figure, in both its readings."""
    first, other = (
        make_annual_indicator(code=code, cohort="Key Stage 2") for code in ("NI 99", "NI 100")
    )
    for indicator, numerator in ((first, 12), (other, 4)):
        make_actual(
            indicator=indicator, period="2007/08", numerator=numerator, denominator=31,
            reported_in=make_quarter(BEFORE, state="closed"),
        )  # fmt: skip
    make_baseline(indicator=first, period="2007/08", value=None, numerator=12, denominator=31)

    pages = everything_the_public_reads()

    assert pages["indicator/ni-99"]["line"]["baseline"]["text"] == "[c]"
    assert not [each for each in texts(pages) if "12" in each and "31" in each]


def test_a_baseline_that_is_small_hides_no_figure_that_is_not(rounds):
    """Then the one is a revision of the other: "revisions of unmasked figures are no leak"."""
    ours = make_annual_indicator(code="NI 99")
    make_baseline(indicator=ours, period="2007/08", value=None, numerator=4, denominator=31)
    make_actual(indicator=ours, period="2007/08", numerator=9, denominator=31)

    page = everything_the_public_reads()["indicator/ni-99"]

    assert page["line"]["baseline"]["text"] == "[c]"
    assert "9 of 31 young people" in texts(page)


def test_an_earlier_version_of_a_baseline_is_hidden_as_the_one_in_force_is(rounds):
    ours = make_annual_indicator(code="NI 99")
    for since, numerator in (("", 4), ("2009/10 Q1", 9)):
        make_baseline(
            indicator=ours, period="2007/08", value=None, numerator=numerator, denominator=31,
            from_quarter=since,
        )  # fmt: skip

    assert not [each for each in texts(everything_the_public_reads()) if "4 of 31" in each]


def test_the_parts_of_a_baseline_do_not_give_the_small_one_away(rounds):
    """Though the figures of the same year were revised since, and may all be seen."""
    whole = make_annual_indicator(code="LAC 01", unit="number", year_type="financial")
    for code, then, now in (("LAC 01", 20, 26), ("LAC 01a", 17, 17), ("LAC 01b", 3, 9)):
        part_of = None if code == "LAC 01" else whole
        ours = part_of and make_annual_indicator(
            code=code, unit="number", year_type="financial", part_of=whole
        )
        make_baseline(indicator=ours or whole, period="2008/09", value=Decimal(then))
        make_actual(indicator=ours or whole, period="2008/09", value=Decimal(now))

    pages = everything_the_public_reads()
    shown = {
        each: pages[f"indicator/lac-{each}"]["line"]["baseline"]["text"]
        for each in ("01", "01a", "01b")
    }

    assert shown == {"01": "[c]", "01a": "17", "01b": "[c]"}
