"""A sheet that names a quarter of its own keeps it, whatever was said of the whole file."""

import pytest
from django.urls import reverse

from indicators.models import Actual
from tests.builders import make_indicator
from tests.workbooks.books import Rows, xlsx
from tests.workbooks.others import WIDE, grid
from tests.workbooks.test_commands import run
from tests.workbooks.test_mapping_pages import (
    CONSTANTS,
    bring,
    mapping_file,  # noqa: F401 - a fixture
    officer,  # noqa: F401 - a fixture
    send,
    steps,
    wide,
)
from tests.workbooks.test_pages import words
from workbooks.mapping.about import About
from workbooks.mapping.headings import Headings
from workbooks.mapping.own_period import own_period
from workbooks.models import ImportState

pytestmark = pytest.mark.django_db

HEADINGS = ["Ref", "Measure", "Target", "Actual", "Comments"]


def own(name: str, *titles: str, said: str = "2009/10 Q3") -> About | None:
    rows: Rows = [*([title] for title in titles), HEADINGS, ["LAC 02", "Tuition", 10, 12, ""]]
    headings = Headings(len(titles) + 1, len(titles) + 1, "")
    return own_period(grid(rows, name=name), headings, About(said, "as you said"))


@pytest.mark.parametrize(
    ("name", "titles", "said", "period"),
    [
        ("Quarter 2", [], "2009/10 Q3", "2009/10 Q2"),
        ("Quarter 2", [], "2009/10", "2009/10 Q2"),
        ("Q2 2009-10", [], "2009/10 Q3", "2009/10 Q2"),
        ("Q2 2008-09", [], "2009/10", "2008/09 Q2"),
        ("Apr-Jun 09", [], "2009/10 Q3", "2009/10 Q1"),
        ("Sheet1", ["KPI report Quarter 1 2009/10"], "2009/10 Q3", "2009/10 Q1"),
        ("Sheet1", ["KPI report", "Quarter 1", "2008/09"], "2009/10 Q3", "2008/09 Q1"),
        ("Sheet1", ["As at 30 September 2009"], "2009/10 Q3", "2009/10 Q2"),
        ("Qtr 1", ["Performance report 2009-10"], "2009/10 Q3", "2009/10 Q1"),
        ("Quarter 3", ["Quarter 3 2009/10"], "2009/10 Q3", "2009/10 Q3"),
        ("Sheet1", ["Quarter 3, with quarter 2 beside it"], "2009/10 Q2", "2009/10 Q2"),
    ],
)
def test_the_quarter_in_a_sheet_s_name_or_title_is_its_own(name, titles, said, period):
    found = own(name, *titles, said=said)
    assert (found.period, found.unsettled) == (period, False)


@pytest.mark.parametrize(
    ("name", "titles", "said"),
    [
        ("Quarter 1", ["Performance report 2009/10, quarter 3"], "2009/10 Q3"),
        ("Sheet1", ["KPI report Q1 to Q4 2009/10"], "2009/10 Q3"),
        ("2009-10", [], "2008/09 Q3"),
    ],
)
def test_where_a_sheet_names_several_quarters_or_another_year_only_its_year_is_certain(
    name, titles, said
):
    found = own(name, *titles, said=said)
    assert (found.period, found.quarter, found.unsettled) == ("2009/10", "", True)


@pytest.mark.parametrize(
    ("name", "titles", "said"),
    [
        ("Sheet1", ["Worcestershire"], "2009/10 Q3"),
        ("2009-10", ["Performance report"], "2009/10 Q3"),
        ("Quarter 2", [], "2009"),
    ],
)
def test_a_sheet_that_names_no_quarter_is_about_what_was_said(name, titles, said):
    assert own(name, *titles, said=said) is None


# In the pages


def quarterly_book(*sheets: tuple[str, str]) -> bytes:
    """A sheet for each of the names, under its title."""
    rows = {
        name: [[title], HEADINGS, ["LAC 02", "Tuition", 10, 12 * place, "Fine"]]
        for place, (name, title) in enumerate(sheets, start=1)
    }
    return xlsx(**rows)


@pytest.mark.parametrize("said", ["2009/10 Q2", "2009/10"])
@pytest.mark.parametrize(
    "sheets",
    [
        (("Quarter 1", "KPIs"), ("Quarter 2", "KPIs")),
        (("Q1 2009-10", "KPIs"), ("Q2 2009-10", "KPIs")),
        (("Apr-Jun 09", "KPIs"), ("Jul-Sep 09", "KPIs")),
        (("Sheet1", "KPI report Quarter 1 2009/10"), ("Sheet2", "KPI report Quarter 2 2009/10")),
    ],
)
def test_sheets_of_two_quarters_keep_them_whatever_was_typed(
    client,
    officer,  # noqa: F811
    said,
    sheets,
):
    make_indicator(code="LAC 02", unit="number", frequency="quarterly")
    record = bring(client, quarterly_book(*sheets))
    first, _, meanings = steps(record)
    send(client, first, about=said)
    for number, quarter in ((1, "2009/10 Q1"), (2, "2009/10 Q2")):
        page = reverse("mapping-columns", args=[record.pk, number])
        form = client.get(page).context["form"]
        assert (form["period_4"].value(), form["quarter_4"].value()) == (quarter, quarter)
        assert form["period_3"].value() == ""
        told = f"This sheet names {quarter} (" in words(client.get(page))
        assert told == (quarter != said)
        assert send(client, page, **CONSTANTS, period_3=quarter).status_code == 302
    send(client, meanings, right="on")
    record.refresh_from_db()
    assert record.state == ImportState.CHECKED, record.preview
    client.post(record.get_absolute_url(), {"accept": "on", "reason": "First figures"})
    figures = Actual.objects.values_list("period", "value")
    assert set(figures) == {("2009/10 Q1", 12), ("2009/10 Q2", 24)}


def test_a_sheet_whose_name_and_title_differ_is_asked_about(client, officer):  # noqa: F811
    title = "Performance report 2009/10, quarter 3"
    record = bring(client, quarterly_book(("Quarter 1", title), ("Quarter 3", title)))
    first, columns, _ = steps(record)
    send(client, first, about="2009/10 Q3")
    answer = send(client, columns, **CONSTANTS)
    assert "This sheet does not say for certain which quarter it is about" in words(answer)
    assert "Say which year or quarter column D is about." in words(answer)
    assert "Say in which quarter column D was reported." in words(answer)
    given = {"period_4": "2009/10 Q1", "quarter_4": "2009/10 Q1"}
    assert send(client, columns, **CONSTANTS, **given).status_code == 302


def test_the_command_line_warns_of_a_sheet_that_names_another_quarter_without_its_year(
    mapping_file,  # noqa: F811
    tmp_path,
):
    path = tmp_path / "kpi.xlsx"
    path.write_bytes(wide([["KPI report"], ["Quarter 3"], *WIDE[2:]]))
    _, _, err = run(path, "--mapping", mapping_file)
    assert any("seems to be about 2009/10 Q3" in line and "says 2009/10 Q2" in line for line in err)
