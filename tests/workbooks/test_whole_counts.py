"""Half a young person is no count, whichever way the figure comes in."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from indicators.entries import Entry, Measure, problems_with_entry
from indicators.models import Actual
from tests.builders import make_actual, make_indicator, make_quarter, make_rule
from tests.workbooks.books import ACTUALS, told, xlsx
from tests.workbooks.test_commands import run
from tests.workbooks.test_mapping_pages import (
    bring,
    match,
    officer,  # noqa: F401 - a fixture
)
from workbooks.models import ImportState

pytestmark = pytest.mark.django_db

Q2 = "2009/10 Q2"
SENTENCE = (
    "36.5 is not a whole number of people or things: write how many there are, or give LAC 02 "
    "decimals if it is an average"
)


@pytest.mark.parametrize(
    ("unit", "decimals", "value", "is_wrong"),
    [
        ("number", 0, "36.5", True),
        ("number", 0, "36", False),
        ("number", 0, "36.0", False),
        ("number", 1, "36.5", False),
        ("percentage", 0, "36.5", False),
        ("days", 0, "36.5", False),
        ("£", 0, "36.5", False),
    ],
)
def test_a_number_without_decimals_is_whole(unit, decimals, value, is_wrong):
    measure = Measure("LAC 02", unit, "quarterly", "financial", decimals)
    entry = Entry(Q2, Q2, "final", value=Decimal(value))
    found = [text for field, text in problems_with_entry(entry, measure) if field == "value"]
    assert found == ([SENTENCE] if is_wrong else [])


@pytest.fixture
def tuition(db):
    make_quarter(Q2)
    return make_indicator(code="LAC 02", unit="number", frequency="quarterly")


def test_a_workbook_of_ours_is_told_so_at_the_cell(tuition):
    row = ["LAC 02", Q2, Q2, "final", None, None, 36.5]
    assert told(Actuals=[ACTUALS, row]) == [f"Actuals!G2: {SENTENCE}"]


def test_a_model_is_told_so_at_its_field(tuition):
    figure = make_actual(indicator=tuition, period=Q2, value=36)
    figure.value = Decimal("36.5")
    with pytest.raises(ValidationError) as refused:
        figure.full_clean()
    assert "value" in refused.value.message_dict


def test_a_list_in_another_layout_is_told_so_at_its_cell(client, officer, tuition):  # noqa: F811
    rows = [["Ref", "Measure", "Q2 2009/10"], ["LAC 02", "Tuition", 36.5]]
    record = match(client, bring(client, xlsx(KPI_list=rows)))
    assert record.state == ImportState.REFUSED
    assert ["KPI list", "C2", SENTENCE] in record.preview["errors"]["told"]
    assert not Actual.objects.exists()


def test_the_command_line_is_told_so_at_the_cell(tuition, tmp_path):
    path = tmp_path / "book.xlsx"
    path.write_bytes(xlsx(Actuals=[ACTUALS, ["LAC 02", Q2, Q2, "final", None, None, 36.5]]))
    status, _, err = run(path)
    assert (status, err) == (1, [f"Actuals!G2: {SENTENCE}"])


def test_an_average_may_have_decimals(tuition):
    make_rule(indicator=tuition, decimals=1)
    row = ["LAC 02", Q2, Q2, "final", None, None, 36.5]
    assert not told(Actuals=[ACTUALS, row])
