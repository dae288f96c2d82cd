"""A column that is the year so far, under indicators that are not counted so."""

import json

import pytest
from django.urls import reverse

from indicators.models import Actual
from sheets.problems import Weight
from tests.builders import make_indicator
from tests.workbooks.books import Rows, xlsx
from tests.workbooks.others import applied, became, guessed, list_of, mapping_of_list
from tests.workbooks.test_commands import run
from tests.workbooks.test_mapping_pages import (
    CONSTANTS,
    bring,
    given,
    officer,  # noqa: F401 - a fixture
    send,
    steps,
)
from tests.workbooks.test_pages import words
from workbooks.mapping.applying import apply
from workbooks.mapping.description import AS_IT_STANDS, LEFT_OUT_TO_DATE
from workbooks.mapping.kept import Kept
from workbooks.mapping.reading import FIELDS
from workbooks.mapping.to_date import says_to_date
from workbooks.models import ImportState, KeptMapping
from workbooks.reading.tables import Reading

LIST: Rows = [
    ["Ref", "Measure", "Q2 2009/10 YTD"],
    ["LAC 03", "Mentors", 22],
    ["LAC 11", "Clubs", 300],
]
pytestmark = pytest.mark.django_db

COUNTED = {"LAC 03": "each quarter", "LAC 11": "cumulative"}
HELD = "holds the year so far, and LAC 03 counts each quarter"
REMEDY = (
    "say where the columns are matched what to do with these figures, or bring those of the "
    "quarter alone"
)


@pytest.mark.parametrize(
    "words", ["Q3 YTD", "Year-to-date", "Actual (cum.)", "Cumulative Q2", "To date", "so far",
              "Apr-Dec 2009 actual", "April - September"]
)  # fmt: skip
def test_a_heading_says_that_its_figures_are_the_year_so_far(words):
    assert says_to_date(words)


@pytest.mark.parametrize(
    "words", ["Q3", "Actual", "Date", "Jul-Sep 2009", "Document", "Up to date", "Sofar"]
)
def test_other_headings_do_not_say_so(words):
    assert not says_to_date(words)


def read(rows: Rows, kept: dict[str, str], **changes) -> Reading:
    mapping = mapping_of_list(rows, **changes)
    return apply(Reading([list_of(rows)]), mapping, FIELDS, Kept(kept))


def figures(reading: Reading) -> dict[str, str]:
    """Each indicator's figure, as it was read."""
    (made,) = [each for each in reading.tables if each.name == "Actuals"] or [None]
    if made is None:
        return {}
    heads = {cell.written: column for column, cell in made.rows[0][1].items()}
    return {
        cells[heads["Indicator"]].written: cells[heads["Value"]].written
        for _, cells in made.rows[1:]
    }


def errors(reading: Reading) -> list[str]:
    return [str(each) for each in reading.told if each.weight == Weight.ERROR]


def test_the_year_so_far_is_no_figure_of_an_indicator_that_counts_each_quarter():
    reading = read(LIST, COUNTED)
    assert figures(reading) == {"LAC 11": "300"}
    assert errors(reading) == [f"KPI list!C1: “Q2 2009/10 YTD” {HELD}: {REMEDY}"]


def test_where_all_are_cumulative_nothing_is_asked():
    reading = read(LIST, dict.fromkeys(COUNTED, "cumulative"))
    assert (figures(reading), errors(reading)) == ({"LAC 03": "22", "LAC 11": "300"}, [])


def test_what_a_row_says_of_how_it_is_counted_holds_and_so_it_does_of_new_ones():
    heads = ["Ref", "Measure", "Accumulation", "Q2 2009/10 YTD"]
    rows = [heads, ["LAC 03", "Mentors", "cumulative", 22], ["LAC 11", "Clubs", "each quarter", 5]]
    assert figures(read(rows, COUNTED)) == {"LAC 03": "22"}
    constants = {"Indicators.accumulation": "cumulative"}
    assert figures(read(LIST, {}, constants=constants)) == {"LAC 03": "22", "LAC 11": "300"}
    assert figures(read(LIST, COUNTED, constants=constants)) == {"LAC 11": "300"}


def test_what_was_said_of_such_a_column_is_done_and_told():
    left_out = read(LIST, COUNTED, to_date={3: LEFT_OUT_TO_DATE})
    assert (figures(left_out), errors(left_out)) == ({"LAC 11": "300"}, [])
    assert "the year so far, and LAC 03 counts each quarter: it is left out" in str(left_out.told)
    as_it_is = read(LIST, COUNTED, to_date={3: AS_IT_STANDS})
    assert (figures(as_it_is), errors(as_it_is)) == ({"LAC 03": "22", "LAC 11": "300"}, [])
    assert "and LAC 03 counts each quarter: it is read as it stands" in str(as_it_is.told)


def test_targets_of_the_year_so_far_are_asked_about_too_and_marks_are_not():
    rows = [["Ref", "Q2 2009/10 target (cumulative)", "Q2 2009/10 actual YTD"],
            ["LAC 03", 20, "n/a"]]  # fmt: skip
    (error,) = errors(read(rows, COUNTED, markers={"Actuals.value": {"n/a": "left out"}}))
    assert error.startswith("KPI list!B1: ")


def test_a_title_that_says_so_holds_for_all_results_whose_headings_do_not():
    rows = [["Performance 2009/10, Quarter 2, cumulative"], [], ["Ref", "Actual"], ["LAC 03", 22]]
    assert [each.words for each in applied(rows).to_date] == ["LAC 03 is a snapshot"]
    beside = [*rows[:2], ["Ref", "Q2 2009/10", "Q2 2009/10 YTD"], ["LAC 03", 11, 22]]
    assert [row["value"].written for row in applied(beside).rows["Actuals"]] == ["11"]


def test_months_of_several_quarters_are_not_taken_for_the_quarter_of_the_file():
    rows = [["Quarter 3 2009/10"], [], ["Ref", "Apr-Dec 2009 actual"], ["LAC 03", 22]]
    assert became(rows)["Apr-Dec 2009 actual"] == ""
    assert "is several quarters" in guessed(rows).columns[1].reason


BOTH: Rows = [
    ["Ref", "Q2 2009/10 actual", "Q2 2009/10 YTD"],
    ["LAC 03", 10, 22],
    ["LAC 11", 140, 300],
]
QUARTERS: Rows = [
    ["Ref", "Q1 2009/10", "Q2 2009/10", "Q3 2009/10", "YTD"],
    ["LAC 03", 12, 10, 9, 31],
    ["LAC 11", 160, 140, 150, 450],
]


def test_of_the_quarters_own_and_the_year_so_far_each_indicator_has_the_one_that_is_its():
    assert list(became(BOTH).values())[1:] == ["Actuals.value 2009/10 Q2"] * 2
    reading = read(BOTH, COUNTED)
    assert (figures(reading), errors(reading)) == ({"LAC 03": "10", "LAC 11": "300"}, [])
    assert {str(each) for each in reading.told} == {
        "KPI list!C2: “Q2 2009/10 YTD” is the year so far, and LAC 03 counts each quarter: “Q2 "
        "2009/10 actual” is read instead",
        "KPI list!B3: “Q2 2009/10 actual” is the quarter’s own, and LAC 11 is cumulative: “Q2 "
        "2009/10 YTD” is read instead",
    }


def test_the_quarters_own_beside_a_year_so_far_that_is_left_out_is_asked_about_once():
    reading = read(QUARTERS, COUNTED)
    assert errors(reading) == [
        "KPI list!C1: “Q2 2009/10” stands beside “YTD”, and LAC 11 is cumulative: say where the "
        "columns are matched what to do with these figures, or bring the year so far"
    ]
    for meaning, count in ((LEFT_OUT_TO_DATE, 4), (AS_IT_STANDS, 6)):
        settled = read(QUARTERS, COUNTED, to_date={3: meaning, 4: meaning})
        (actuals,) = [each for each in settled.tables if each.name == "Actuals"]
        assert (errors(settled), len(actuals.rows) - 1) == ([], count)


def test_without_a_cumulative_indicator_nothing_is_asked_of_quarters_beside_a_year_so_far():
    assert not errors(read(QUARTERS, {"LAC 03": "each quarter", "LAC 11": "snapshot"}))
    targets = [["Ref", "Q2 2009/10", "Target YTD"], ["LAC 11", 140, None]]
    assert not errors(read(targets, COUNTED))


def test_words_about_the_year_so_far_are_no_figures_of_it():
    rows = [["Ref", "Q2 2009/10", "Progress to date"], ["LAC 11", 140, "300 in all"]]
    reading = read(rows, COUNTED)
    assert (figures(reading), errors(reading)) == ({"LAC 11": "140"}, [])
    as_figures = [["Ref", "Q2 2009/10 actual progress to date"], ["LAC 03", 22]]
    assert [each.words for each in applied(as_figures).to_date] == ["LAC 03 is a snapshot"]


def test_a_row_that_says_so_is_the_year_so_far():
    rows = [["Ref", "Type", "Q2 2009/10"], ["LAC 03", "Target", 12], ["LAC 03", "Actual", 10],
            ["LAC 03", "Cumulative actual", 22], ["LAC 11", "Cumulative actual", 300]]  # fmt: skip
    meant = {"row kind": {"actual": "result", "cumulative actual": "result"}}
    reading = read(rows, COUNTED, words=meant)
    assert figures(reading) == {"LAC 03": "10", "LAC 11": "300"}
    assert [each.split(":")[0] for each in errors(reading)] == ["KPI list!C1"]


def test_a_target_to_date_is_that_of_the_quarter_of_the_file():
    rows = [["Quarter 2 2009/10"], [], ["Ref", "Target", "Target YTD"], ["LAC 11", 600, 300]]
    assert list(became(rows).values())[1:] == ["Targets.value 2009/10", "Targets.value 2009/10 Q2"]


# In the pages, and on the command line


@pytest.fixture
def counted(officer):  # noqa: F811 - the fixture
    for code, how in COUNTED.items():
        make_indicator(code=code, accumulation=how, unit="number")


def answer_of(client, record, meaning: str, **changes):
    sheets, columns, meanings = steps(record)
    send(client, sheets)
    send(client, columns, **CONSTANTS)
    page = client.get(meanings)
    (name,) = [each[0] for each in page.context["form"].asked if each[2] == "to_date"]
    sent = given(client, meanings, right="on", **changes) | {name: meaning}
    return page, client.post(meanings, sent)


def test_the_page_asks_what_to_do_with_it_and_needs_an_answer(client, counted):
    record = bring(client, xlsx(KPI_list=LIST))
    page, answer = answer_of(client, record, "")
    asked = words(page)
    assert "Q2 2009/10 YTD is the year so far: what of indicators that are not cumulative?" in asked
    assert "At KPI list!C2; LAC 03 counts each quarter" in asked
    assert "“22” → nothing yet: say below what it means" in asked
    assert "Say what to do with the figures of Q2 2009/10 YTD." in words(answer)


def test_one_answer_holds_for_all_quarters_beside_the_year_so_far(client, counted):
    rows = [row[:3] + row[4:] for row in QUARTERS]
    rows[0] = ["Ref", "Q2 2008/09", "Q2 2009/10", "YTD"]
    record = bring(client, xlsx(KPI_list=rows))
    page, answer = answer_of(client, record, LEFT_OUT_TO_DATE)
    asked = "Q2 2008/09 and Q2 2009/10 stand beside YTD: what of cumulative indicators?"
    assert asked in words(page)
    assert answer.status_code == 302
    record.refresh_from_db()
    assert record.interpretation["sheets"][0]["to_date"] == {"2": "left out", "3": "left out"}


def test_what_was_answered_is_kept_with_the_mapping_and_said_on_the_command_line(
    client, counted, tmp_path
):
    record = bring(client, xlsx(KPI_list=LIST))
    _, answer = answer_of(client, record, LEFT_OUT_TO_DATE, name="Clubs")
    assert answer.status_code == 302
    record.refresh_from_db()
    assert record.state == ImportState.CHECKED, record.preview
    assert [dict(each["key"])["Indicator"] for each in record.changes
            if each["sheet"] == "Actuals"] == ["LAC 11"]  # fmt: skip

    mapping, path = tmp_path / "m.json", tmp_path / "kpi.xlsx"
    kept = KeptMapping.objects.get()
    mapping.write_bytes(client.get(reverse("mapping-file", args=[kept.pk])).content)
    path.write_bytes(xlsx(KPI_list=LIST))
    status, out, err = run(path, "--mapping", mapping, "--accept-warnings", "--reason", "r")
    assert (status, out[-1]) == (0, "saved"), err
    assert (
        "note: KPI list!C2: “Q2 2009/10 YTD” is the year so far, and LAC 03 counts each quarter: "
        "it is left out"
    ) in out
    assert list(Actual.objects.values_list("indicator__code", flat=True)) == ["LAC 11"]


def test_a_mapping_that_says_nothing_of_it_brings_nothing_on_the_command_line(
    client, counted, tmp_path
):
    record = bring(client, xlsx(KPI_list=LIST))
    answer_of(client, record, AS_IT_STANDS, name="Clubs")
    kept = KeptMapping.objects.get()
    data = client.get(reverse("mapping-file", args=[kept.pk])).json()
    for sheet in data["sheets"]:
        del sheet["to_date"]
    mapping, path = tmp_path / "m.json", tmp_path / "kpi.xlsx"
    mapping.write_text(json.dumps(data))
    path.write_bytes(xlsx(KPI_list=LIST))
    status, out, err = run(path, "--mapping", mapping, "--accept-warnings", "--reason", "r")
    assert (status, out[-1]) == (1, "nothing saved")
    assert f"KPI list!C1: “Q2 2009/10 YTD” {HELD}: {REMEDY}" in err
