"""A target beside the result of a quarter: that of the quarter, or of the whole year?"""

import json
from decimal import Decimal

import pytest

from indicators.models import Actual, Target
from sheets.problems import Weight
from tests.builders import make_indicator
from tests.workbooks.books import Rows, xlsx
from tests.workbooks.others import applied, became, grid, guessed, list_of, mapping_of_list, said
from tests.workbooks.test_commands import run
from tests.workbooks.test_mapping_pages import (
    CONSTANTS,
    bring,
    officer,  # noqa: F401 - a fixture
    send,
    steps,
)
from tests.workbooks.test_pages import words
from workbooks.mapping.applying import apply
from workbooks.mapping.applying_sheets import apply_layout
from workbooks.mapping.description import OF_THE_QUARTER, OF_THE_YEAR
from workbooks.mapping.kept import Kept
from workbooks.mapping.reading import FIELDS
from workbooks.mapping.target_periods import says_whose
from workbooks.models import ImportState, KeptMapping
from workbooks.reading.tables import Reading

Q2, YEAR = "2009/10 Q2", "2009/10"
TITLE = ["Performance report, Quarter 2 2009/10"]
LIST: Rows = [
    TITLE,
    ["Ref", "Measure", "Target", "Actual"],
    ["LAC 01", "Health checks", 90, 85],
    ["LAC 02", "Tuition", 10, 12],
]

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("heading", "whose"),
    [
        ("Target", ""), ("LAA target", ""), ("Target %", ""), ("3 year target", ""),
        ("Annual target", OF_THE_YEAR), ("Full-year target", OF_THE_YEAR),
        ("Target for the year", OF_THE_YEAR), ("Year end target", OF_THE_YEAR),
        ("Quarterly target", OF_THE_QUARTER), ("Target for quarter", OF_THE_QUARTER),
        ("Quarter target (year)", ""),
    ],
)  # fmt: skip
def test_a_heading_may_say_whose_its_targets_are(heading, whose):
    assert says_whose(heading) == whose


def read(rows: Rows, here: dict | None = None, **changes) -> Reading:
    mapping = mapping_of_list(rows, **changes)
    kept = Kept(load_targets=lambda: here or {})
    return apply(Reading([list_of(rows)]), mapping, FIELDS, kept)


def errors(reading: Reading) -> list[str]:
    return [str(each) for each in reading.told if each.weight == Weight.ERROR]


def periods(rows: Rows, **changes) -> list[str]:
    return [each["period"] for each in said(applied(rows, **changes).rows["Targets"])]


def test_a_bare_target_beside_a_quarter_s_result_is_asked_about_and_not_the_year_s_unasked():
    assert became(LIST)["Target"] == "Targets.value"
    assert "Targets" not in [each.name for each in read(LIST).tables]
    (error,) = errors(read(LIST))
    assert error == (
        "KPI list!C2: “Target” may be the target of the quarter or of the whole year (beside "
        "results of 2009/10 Q2): say where the columns are matched which it is, or write “Annual "
        "target” or “Quarterly target” over it"
    )


@pytest.mark.parametrize(("answer", "period"), [(OF_THE_QUARTER, Q2), (OF_THE_YEAR, YEAR)])
def test_a_target_is_what_was_said_of_its_column(answer, period):
    assert periods(LIST, targets={3: answer}) == [period, period]
    assert errors(read(LIST, targets={3: answer})) == []


@pytest.mark.parametrize(
    ("here", "evidence"),
    [
        ({("LAC 02", YEAR): Decimal(10)}, "the target of LAC 02 for 2009/10 is 10 here too"),
        ({("LAC 01", Q2): Decimal(90)}, "the target of LAC 01 for 2009/10 Q2 is 90 here too"),
        (
            {("LAC 01", YEAR): Decimal(90), ("LAC 02", YEAR): Decimal(10)},
            "the target of LAC 01 for 2009/10 is 90 here too, and 1 more",
        ),
        ({("LAC 01", YEAR): Decimal(91)}, "beside results of 2009/10 Q2"),
        ({("LAC 01", YEAR): Decimal(90), ("LAC 01", Q2): Decimal(90)},
         "beside results of 2009/10 Q2"),
    ],
)  # fmt: skip
def test_the_target_that_is_here_is_evidence(here, evidence):
    (error,) = errors(read(LIST, here))
    assert f"({evidence})" in error


@pytest.mark.parametrize(
    ("heading", "period"),
    [("Annual target", YEAR), ("Quarterly target", Q2), ("Target Q2", Q2), ("Target 2009/10", YEAR),
     ("Target this quarter", Q2)],
)  # fmt: skip
def test_a_heading_that_says_it_is_not_asked_about(heading, period):
    rows = [TITLE, ["Ref", "Measure", heading, "Actual"], *LIST[2:]]
    assert (periods(rows), errors(read(rows))) == ([period, period], [])


@pytest.mark.parametrize(
    "heading", ["LAA target 2008-11", "LAA target 2008 to 2011", "3-year target"]
)
def test_a_target_of_several_years_is_neither_and_its_period_is_asked(heading):
    rows = [TITLE, ["Ref", "Measure", heading, "Actual"], *LIST[2:]]
    (found,) = [each for each in guessed(rows).columns if each.use.heading == heading]
    assert found.use.field == ""
    assert found.reason == f"“{heading}” is several years: say which period it is about"


def test_the_quarter_s_and_the_year_s_may_stand_side_by_side():
    rows = [TITLE, ["Ref", "Quarterly target", "Annual target", "Actual"], ["LAC 02", 5, 10, 6]]
    assert sorted(periods(rows)) == [YEAR, Q2]


def test_beside_all_four_quarters_a_target_is_the_year_s_and_beside_some_it_is_asked():
    heads = ["Ref", "Measure", "Target", "Q1", "Q2", "Q3", "Q4"]
    data = ["LAC 02", "Tuition", 10, 1, 2, 3, 4]
    assert became([["KPIs 2009/10"], heads, data])["Target"] == f"Targets.value {YEAR}"
    assert became([["KPIs 2009/10"], heads[:5], data[:5]])["Target"] == "Targets.value"


def test_beside_results_of_a_year_a_target_is_the_year_s():
    rows = [["KPIs 2009/10"], *LIST[1:]]
    assert became(rows)["Target"] == f"Targets.value {YEAR}"


ROWS_OF_QUARTERS: Rows = [
    ["Ref", "Quarter", "Target", "Actual"],
    ["LAC 02", "2009/10 Q1", 10, 4],
    ["LAC 02", "2009/10 Q2", 10, 6],
]


def test_targets_in_rows_of_quarters_are_asked_about_and_one_of_the_year_is_said_once():
    assert len(errors(read(ROWS_OF_QUARTERS))) == 1
    assert periods(ROWS_OF_QUARTERS, targets={3: OF_THE_QUARTER}) == ["2009/10 Q1", Q2]
    made = read(ROWS_OF_QUARTERS, targets={3: OF_THE_YEAR})
    (targets,) = [each for each in made.tables if each.name == "Targets"]
    assert [cells[2].written for _, cells in targets.rows[1:]] == [YEAR]


def test_rows_that_say_target_under_no_period_are_asked_about_too():
    rows = [TITLE, ["Ref", "Type", "Value"], ["LAC 02", "Target", 10], ["LAC 02", "Actual", 12]]
    means = {"row kind": {"actual": "result"}}
    assert len(errors(read(rows, words=means))) == 1
    made = read(rows, words=means, targets={3: OF_THE_YEAR})
    assert errors(made) == []
    assert [each.name for each in made.tables] == ["Targets", "Actuals"]


def test_rows_that_say_target_under_a_quarter_are_that_quarter_s():
    rows = [["Ref", "Type", "Q2 2009/10"], ["LAC 02", "Target", 10], ["LAC 02", "Result", 12]]
    assert (periods(rows), errors(read(rows))) == ([Q2], [])


def test_a_list_of_nothing_but_targets_is_asked_nothing():
    rows = [["Ref", "Quarter", "Target"], ["LAC 02", "2009/10 Q1", 10]]
    layout = guessed(rows).layout
    assert apply_layout(grid(rows), layout, FIELDS).targets == []


# In the pages and on the command line


@pytest.mark.parametrize(("answer", "period"), [(OF_THE_QUARTER, Q2), (OF_THE_YEAR, YEAR)])
def test_it_is_asked_on_the_page_with_what_is_here_and_must_be_answered(
    client,
    officer,  # noqa: F811
    tmp_path,
    answer,
    period,
):
    tuition = make_indicator(code="LAC 02", unit="number", frequency="quarterly")
    make_indicator(code="LAC 01", unit="number", frequency="quarterly")
    Target.objects.create(indicator=tuition, period=YEAR, value=10)
    content = xlsx(KPI_list=LIST)
    record = bring(client, content)
    sheets, columns, meanings = steps(record)
    send(client, sheets)
    assert "Q2 or of the whole year is asked on the next page" in words(client.get(columns))
    assert send(client, columns, **CONSTANTS).status_code == 302
    page = words(client.get(meanings))
    assert "Target: is it the target of the quarter, or of the whole year?" in page
    assert "the target of LAC 02 for 2009/10 is 10 here too" in page
    refused = send(client, meanings, right="on")
    assert "Say whether Target is the target of the quarter or of the whole year." in words(refused)
    form = client.get(meanings).context["form"]
    (name,) = [name for name, _, kind, *_ in form.asked if kind == "target"]
    given = {name: answer, "right": "on", "name": "One quarter"}
    assert send(client, meanings, **given).status_code == 302
    record.refresh_from_db()
    assert record.state == ImportState.CHECKED, record.preview
    client.post(record.get_absolute_url(), {"accept": "on", "reason": "First figures"})
    assert Target.objects.get(indicator__code="LAC 01").period == period
    assert Actual.objects.get(indicator__code="LAC 01").period == Q2

    kept = KeptMapping.objects.get().content
    assert kept["sheets"][0]["targets"] == {"3": answer}
    mapping, path = tmp_path / "m.json", tmp_path / "kpi.xlsx"
    path.write_bytes(content)
    mapping.write_text(json.dumps(kept))
    _, _, err = run(path, "--mapping", mapping)
    assert not [each for each in err if "may be the target" in each]
    kept["sheets"][0]["targets"] = {}
    mapping.write_text(json.dumps(kept))
    status, _, err = run(path, "--mapping", mapping, "--accept-warnings")
    assert status == 1
    assert [each for each in err if each.startswith("KPI list!C2: “Target” may be the target")]


def test_a_period_that_is_written_beside_the_column_is_an_answer(client, officer):  # noqa: F811
    make_indicator(code="LAC 01", unit="number", frequency="quarterly")
    record = bring(client, xlsx(KPI_list=LIST))
    sheets, columns, meanings = steps(record)
    send(client, sheets)
    send(client, columns, **CONSTANTS, period_3=YEAR)
    asked = client.get(meanings).context["form"].asked
    assert "target" not in [kind for _, _, kind, *_ in asked]
