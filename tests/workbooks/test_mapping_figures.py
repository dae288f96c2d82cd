"""What a row of somebody's list says of a figure that is kept already, whole or in part."""

from decimal import Decimal

import pytest

from indicators.models import Actual
from tests.builders import make_actual, make_indicator, make_quarter, make_target, set_state
from tests.workbooks.books import reading
from workbooks.book import kept_book
from workbooks.checking import Checked, check
from workbooks.mapping.applying import apply
from workbooks.mapping.description import Layout, Mapping, Use
from workbooks.mapping.reading import FIELDS

pytestmark = pytest.mark.django_db

Q3 = "2009/10 Q3"
MARKERS = {"c": "marker", "n/a": "not available", "tbc": "left out"}
# What may stand in the cell of a figure of which 216 of 251, 86.1%, is kept.
SAME = ("86.1%", "86.1", "216/251", "216 of 251 (86.1%)", "tbc", None)
OTHER = ("88%", "221/251", "c", "n/a", "86.2%", "216/250")


@pytest.fixture
def kept(db):
    quarter = make_quarter(Q3)
    for code in ("LAC 01", "LAC 02"):
        indicator = make_indicator(code=code, unit="percentage")
        make_actual(
            indicator=indicator, period=Q3, reported_in=quarter, numerator=216, denominator=251
        )
    return quarter


def brought(*cells: object, standing: str = "final", **changes) -> Checked:
    """What comes of a list with these figures of LAC 01, LAC 02 and so on."""
    uses = [
        Use(1, "Ref", "indicator"),
        Use(2, "Actual", "Actuals.value", period=Q3, quarter=Q3),
    ]
    layout = Layout("List", 1, 1, uses, constants={"Actuals.standing": standing})
    layout.markers = {"Actuals.value": MARKERS}
    rows = [[f"LAC {number:02}", cell] for number, cell in enumerate(cells, start=1)]
    made = apply(reading(List=[["Ref", "Actual"], *rows]), Mapping([layout]), FIELDS)
    return check(made, kept_book(), **changes)


def changed(checked: Checked, code: str = "LAC 01") -> dict[str, object]:
    """What of the kept row changes, with its new values."""
    return {
        attribute: change.values[attribute]
        for change in checked.changes
        if change.key[0] == code
        for attribute in change.fields
    }


@pytest.mark.parametrize("other", [*SAME, *OTHER])
@pytest.mark.parametrize("cell", [*SAME, *OTHER])
def test_what_a_row_means_does_not_hang_on_other_rows(kept, cell, other):
    alone, beside = brought(cell), brought(cell, other)
    assert changed(beside) == changed(alone)
    assert bool(changed(alone)) == (cell in OTHER)


def test_another_percentage_is_another_figure_whose_counts_nobody_says(kept):
    checked = brought("88%")
    assert not checked.errors
    assert changed(checked) == {"numerator": None, "denominator": None, "value": Decimal(88)}
    assert [str(each) for each in checked.reasons_wanted] == [
        f"List!B2: the figure of LAC 01 for {Q3} was reported already in {Q3}: give the reason for "
        "the import"
    ]


def test_a_figure_where_a_mark_is_kept_takes_its_place(kept):
    Actual.objects.update(numerator=None, denominator=None, marker="c")
    assert changed(brought("86.1%", "c")) == {"value": Decimal("86.1"), "marker": ""}
    assert changed(brought("86.1%", "c"), "LAC 02") == {}


def test_the_range_of_a_forecast_stays_beside_it_and_not_beside_a_result(kept):
    Actual.objects.update(
        standing="forecast", numerator=None, denominator=None, value=86, low=80, high=90
    )
    assert changed(brought("87%", standing="forecast")) == {"value": Decimal(87)}
    assert changed(brought("87%")) == {
        "standing": "final",
        "value": Decimal(87),
        "low": None,
        "high": None,
    }


def test_a_locked_row_that_says_the_same_is_unchanged_beside_one_that_says_more(kept):
    set_state(Q3, "published")
    assert not brought("86.1%", "216/251").errors


@pytest.mark.parametrize(
    ("cell", "here"),
    [("88%", "88 in the file, 86.1 here"), ("221/251", "221 in the file, 216 here"),
     ("c", "c in the file, 86.1 here"), ("n/a", "not available in the file, 86.1 here")],
)  # fmt: skip
def test_a_locked_row_that_differs_is_told_with_the_figure_that_is_shown(kept, cell, here):
    set_state(Q3, "published")
    (error,) = brought(cell).errors
    assert str(error).startswith(f"List!B2: {Q3} is published, so it is locked (LAC 01: {here})")


def test_a_figure_that_cannot_be_read_is_told_once_where_its_row_is_locked(kept):
    Actual.objects.update(
        standing="not available", numerator=None, denominator=None, not_available_because="Lost"
    )
    set_state(Q3, "published")
    assert [str(each) for each in brought("17,9").errors] == [
        f"List!B2: “17,9” has a comma: put back what was there, for {Q3} is published, so it is "
        "locked"
    ]


def test_a_new_figure_that_cannot_be_read_has_nothing_to_be_put_back(kept):
    make_indicator(code="LAC 03", unit="percentage")
    set_state(Q3, "published")
    told = [str(each) for each in brought("86.1%", "86.1%", "17,9").errors]
    assert not [each for each in told if "put back" in each]
    assert any(each.startswith("List!B4: “17,9” has a comma") for each in told)


def test_a_state_of_a_target_takes_its_figure_out_and_a_figure_its_state(kept):
    make_target(indicator=make_indicator(code="LAC 03", unit="percentage"), period="2009/10")
    uses = [Use(1, "Ref", "indicator"), Use(2, "State", "Targets.state", period="2009/10")]
    layout = Layout("List", 1, 1, uses)
    rows = [["Ref", "State"], ["LAC 03", "withdrawn"]]
    made = apply(reading(List=rows), Mapping([layout]), FIELDS)
    (change,) = check(made, kept_book()).changes
    assert (change.values["state"], change.values["value"]) == ("withdrawn", None)
