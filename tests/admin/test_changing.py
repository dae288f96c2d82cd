"""Changing what is kept: figures keep what they rest on, and changes say why."""

from decimal import Decimal

import pytest

from indicators.models import Indicator
from tests import builders
from tests.admin.posting import add, change, errors
from tests.admin.test_tables import bring, table, told

LEAVE = "leave this as it is, or make a new indicator."


@pytest.fixture
def indicator(officer):
    builders.make_quarter("2009/10 Q3")
    return builders.make_annual_indicator(code="NI 101")


@pytest.mark.parametrize(
    ("made", "given", "at", "sentence"),
    [
        pytest.param(
            lambda of: builders.make_actual(indicator=of, period="2008/09"),
            {"year_type": "calendar"},
            "year_type",
            "NI 101 has figures about 2008/09, which would no longer be a period of it: " + LEAVE,
            id="year type under a figure",
        ),
        pytest.param(
            lambda of: builders.make_actual(indicator=of, period="2008/09"),
            {"frequency": "quarterly"},
            "frequency",
            "NI 101 has figures about 2008/09, which would no longer be a period of it: " + LEAVE,
            id="frequency under a figure",
        ),
        pytest.param(
            lambda of: builders.make_target(indicator=of),
            {"year_type": "calendar"},
            "year_type",
            "NI 101 has targets about 2009/10, which would no longer be a period of it: " + LEAVE,
            id="year type under a target",
        ),
        pytest.param(
            lambda of: builders.make_baseline(indicator=of),
            {"year_type": "calendar"},
            "year_type",
            "NI 101 has a baseline about 2007/08, which would no longer be a period of it: "
            + LEAVE,
            id="year type under a baseline",
        ),
        pytest.param(
            lambda of: builders.make_actual(indicator=of, period="2008/09"),
            {"unit": "number"},
            "unit",
            "NI 101 has figures about 2008/09, which cannot be in the unit number: " + LEAVE,
            id="unit under counts",
        ),
        pytest.param(
            lambda of: builders.make_actual(indicator=of, period="2008/09"),
            {"unit": "rate", "per": "100"},
            "unit",
            "NI 101 has figures about 2008/09, which stay in the unit percentage: " + LEAVE,
            id="another unit that is possible",
        ),
        pytest.param(
            lambda of: builders.make_baseline(indicator=of),
            {"unit": "days"},
            "unit",
            "NI 101 has a baseline about 2007/08, which stays in the unit percentage: " + LEAVE,
            id="another unit under a baseline",
        ),
        pytest.param(
            lambda of: None,
            {"frequency": "two-yearly"},
            "frequency",
            "A two-yearly indicator is due an even number of years after its baseline: write the "
            "baseline period, or choose annual until its baseline is kept.",
            id="two-yearly without a baseline",
        ),
    ],
)
def test_what_figures_rest_on_stays(office, indicator, made, given, at, sentence):
    made(indicator)
    assert errors(change(office, indicator, **given)) == {at: [sentence]}
    code, title = indicator.code, indicator.title
    words = {"year_type": "academic", "frequency": "annual", "unit": "percentage"} | given
    content = table(
        ["Code", "Title", "Unit", "Year type", "Frequency"],
        [code, title, words["unit"], words["year_type"], words["frequency"]],
    )
    assert [each[2] for each in told(bring(office, "indicators.Indicator", content))] == [sentence]
    indicator.refresh_from_db()
    assert (indicator.year_type, indicator.frequency) == ("academic", "annual")
    assert indicator.unit == "percentage"


def test_a_value_above_100_does_not_become_a_percentage(office, indicator):
    Indicator.objects.filter(pk=indicator.pk).update(unit="number")
    indicator.refresh_from_db()
    builders.make_target(indicator=indicator, value=Decimal(140))
    assert set(errors(change(office, indicator, unit="percentage"))) == {"unit"}


def test_an_indicator_without_figures_changes_freely(office, indicator):
    page = change(office, indicator, year_type="calendar", unit="number")
    assert page.status_code == 302


def test_parts_do_not_go_round(office, indicator):
    part = builders.make_indicator(part_of=indicator)
    sentence = "An indicator cannot be part of itself: correct one of the codes."
    assert errors(change(office, indicator, part_of=part.pk)) == {"part_of": [sentence]}


@pytest.mark.parametrize(
    ("typed", "kind", "sentence"),
    [
        pytest.param("123456789", "points", "Ensure that there are no more than", id="no room"),
        pytest.param("10000000", "points", "A tolerance is at most 9,999,999.", id="too large"),
        pytest.param("0.12345", "points", "Ensure that there are no more than 4", id="places"),
        pytest.param(
            "1.5",
            "children",
            "1.5 is not a whole number of children: write how many.",
            id="half a child",
        ),
    ],
)
def test_a_tolerance_that_cannot_be_kept_is_refused(office, indicator, typed, kind, sentence):
    sent = {"indicator": indicator.pk, "tolerance": typed, "tolerance_kind": kind}
    page = add(office, "indicators_indicatorrule", **sent)
    said = " ".join(each for field in errors(page).values() for each in field)
    assert sentence in said


def test_a_target_changes_only_with_a_reason(office, indicator):
    target = builders.make_target(indicator=indicator, from_quarter="2009/10 Q3", reason="Agreed")
    page = change(office, target, value="15")
    assert errors(page) == {"reason": ["It changes one that is in force: say why."]}
    assert change(office, target, value="15", reason="A typing error").status_code == 302


def test_a_designated_target_changes_only_with_approval(office, indicator):
    target = builders.make_target(indicator=indicator, designation="designated")
    page = change(office, target, value="15", reason="A typing error")
    assert set(errors(page)) == {"approval_reference"}


def test_a_baseline_changes_only_with_a_reason(office, indicator):
    baseline = builders.make_baseline(indicator=indicator)
    assert set(errors(change(office, baseline, value="3.1"))) == {"reason"}


def test_a_baseline_is_called_public_only_with_a_reason(office, indicator):
    baseline = builders.make_baseline(indicator=indicator)
    assert set(errors(change(office, baseline, already_public="Cabinet, 3 July"))) == {"reason"}
    page = change(office, baseline, already_public="Cabinet, 3 July", reason="Found in print")
    assert page.status_code == 302


def test_a_new_indicator_is_two_yearly_only_once_it_has_a_baseline(office, indicator):
    page = add(
        office, "indicators_indicator", code="NI 102", title="Survey", frequency="two-yearly"
    )
    assert set(errors(page)) == {"frequency"}
    builders.make_baseline(indicator=indicator)
    assert change(office, indicator, frequency="two-yearly").status_code == 302


def test_what_was_two_yearly_without_a_baseline_may_still_be_saved(office, indicator):
    Indicator.objects.filter(pk=indicator.pk).update(frequency="two-yearly")
    indicator.refresh_from_db()
    assert change(office, indicator, title="Survey").status_code == 302


def test_saving_a_version_again_asks_for_nothing(office, indicator):
    target = builders.make_target(indicator=indicator, designation="designated")
    assert change(office, target, agreed_by="The Board").status_code == 302


@pytest.mark.parametrize(
    "given",
    [
        {"numerator": "29"},
        {"denominator": "41"},
        {"standing": "provisional"},
        {"numerator": "", "denominator": "", "marker": "c"},
    ],
)
def test_a_reported_figure_changes_only_with_a_reason(office, indicator, given):
    figure = builders.make_actual(indicator=indicator, period="2008/09", reason="An old one")
    sentence = "This figure was reported already: say why it is changed."
    assert errors(change(office, figure, **given)) == {"reason": [sentence]}
    assert change(office, figure, **given, reason="Counted again").status_code == 302


def test_what_is_said_about_a_figure_changes_without_a_reason(office, indicator):
    figure = builders.make_actual(indicator=indicator, period="2008/09")
    assert change(office, figure, why="A small cohort").status_code == 302


def test_nothing_is_restated_that_was_not_reported(office, indicator):
    sent = {"indicator": indicator.pk, "period": "2008/09", "standing": "restated"}
    page = add(office, "indicators_actual", **sent, numerator="5", denominator="40")
    assert errors(page) == {
        "standing": [
            "Nothing was reported about 2008/09 before, so there is nothing to restate: choose "
            "provisional or final."
        ]
    }


@pytest.mark.parametrize("noun", ["actual", "target", "baseline"])
@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("2009/11", '"2009/11" is not a year: write 2009/10'),
        ("", "Write the year or quarter it is about, such as 2008/09."),
    ],
)
def test_a_wrong_period_is_told_once(office, indicator, noun, typed, sentence):
    page = add(office, f"indicators_{noun}", indicator=indicator.pk, period=typed, value="15")
    assert errors(page)["period"] == [sentence]
