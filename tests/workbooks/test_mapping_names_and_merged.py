"""What one cell says of several rows, and what a list calls indicators that are here."""

import io
import json

import openpyxl
import pytest

from indicators.models import Actual, Indicator
from sheets.problems import Weight
from tests.builders import make_indicator
from tests.workbooks.books import Rows, xlsx
from tests.workbooks.others import guessed, list_of
from tests.workbooks.test_commands import run
from tests.workbooks.test_mapping_pages import (
    bring,
    match,
    officer,  # noqa: F401 - a fixture
    send,
    steps,
)
from tests.workbooks.test_pages import words
from workbooks.mapping.applying import apply
from workbooks.mapping.description import TAKEN_OVER, Mapping
from workbooks.mapping.kept import Kept
from workbooks.mapping.reading import FIELDS
from workbooks.models import ImportState, KeptMapping
from workbooks.reading.tables import Reading

pytestmark = pytest.mark.django_db

HEADS = ["Ref", "Measure", "Target 2009/10", "Q1 2009/10", "Q2 2009/10"]
LIST: Rows = [
    HEADS,
    ["LAC 01", "Health checks", 90, 85, 86],
    ["LAC 02", "Tuition", 10, None, 12],
    ["LAC 03", "Mentors", 20, None, 22],
]


def read(rows: Rows, merged: list[str], kept: Kept | None = None, **changes) -> Reading:
    layout = guessed(rows, merged=merged).layout
    for name, value in changes.items():
        setattr(layout, name, value)
    return apply(Reading([list_of(rows, merged=merged)]), Mapping([layout]), FIELDS, kept)


def with_merged(content: bytes, area: str) -> bytes:
    book, out = openpyxl.load_workbook(io.BytesIO(content)), io.BytesIO()
    book.active.merge_cells(area)
    book.save(out)
    return out.getvalue()


def troubles(reading: Reading) -> list[str]:
    return [
        f"{cell.origin}: {cell.trouble}"
        for table in reading.tables
        for _, cells in table.rows
        for cell in cells.values()
        if cell.trouble
    ]


def values(reading: Reading) -> list[str]:
    (made,) = [each for each in reading.tables if each.name == "Actuals"]
    heads = {cell.written: column for column, cell in made.rows[0][1].items()}
    return [cells[heads["Value"]].written for _, cells in made.rows[1:]]


@pytest.mark.parametrize(
    ("merged", "cell"),
    [("D2:D4", "D2"), ("D2:D3", "D2"), ("C3:C4", "C3"), ("D2:E2", "D2"), ("C2:D2", "C2")],
)
def test_a_figure_merged_over_several_is_nobody_s_and_told_once_at_its_cell(merged, cell):
    (told,) = troubles(read(LIST, [merged]))
    assert told == (
        f"KPI list!{cell}: one cell is merged over {merged}, so its figure would be that of "
        "several: unmerge it, and write in each cell its own"
    )


def test_a_figure_merged_over_rows_of_one_indicator_is_its_figure():
    rows = [
        ["Ref", "Measure", "Q2 2009/10", "Comments"],
        ["LAC 01", "Health checks", 85, "Clinics began"],
        [None, None, None, "Two more follow"],
    ]
    merged = ["A2:A3", "B2:B3", "C2:C3"]
    made = read(rows, merged)
    assert (troubles(made), values(made)[0]) == ([], "85")


def test_a_figure_merged_over_two_quarters_of_one_indicator_is_told():
    rows = [
        ["Ref", "Quarter", "Actual"],
        ["LAC 01", "2009/10 Q1", 85],
        ["LAC 01", "2009/10 Q2", None],
    ]
    assert len(troubles(read(rows, ["A2:A3", "C2:C3"]))) == 1


def test_a_mark_merged_over_several_is_asked_about_as_any_mark_is():
    rows = [HEADS, ["LAC 01", "Health checks", 90, "n/a", None], *LIST[2:]]
    told = troubles(read(rows, ["D2:E2"]))
    assert [each for each in told if "is not a figure: say what it means" in each] == told != []


def test_the_command_line_refuses_a_merged_figure_at_its_cell(client, officer, tmp_path):  # noqa: F811
    rows = [HEADS, *([*row[:3], 5, 6] for row in LIST[1:])]
    match(client, bring(client, xlsx(KPI_list=rows)), name="Merged")
    mapping, path = tmp_path / "m.json", tmp_path / "kpi.xlsx"
    mapping.write_text(json.dumps(KeptMapping.objects.get().content))
    path.write_bytes(with_merged(xlsx(KPI_list=LIST), "D2:D4"))
    status, _, err = run(path, "--mapping", mapping, "--accept-warnings")
    assert status == 1
    assert len([each for each in err if each.startswith("KPI list!D2: one cell is merged")]) == 1


# Names


def titles(reading: Reading) -> list[str]:
    (made,) = [each for each in reading.tables if each.name == "Indicators"]
    heads = {cell.written: column for column, cell in made.rows[0][1].items()}
    return [str(cells[heads["Title"]].holds) for _, cells in made.rows[1:]]


HERE = Kept(titles={"LAC 01": "Health checks of looked after children", "LAC 02": "Tuition"})


def test_a_shorter_name_renames_nothing_unless_a_person_says_so():
    made = read(LIST, [], HERE)
    assert set(titles(made)) == {"where new"}
    (told,) = [each for each in made.told if "is called" in each.text]
    assert (str(told.place), told.weight) == ("KPI list!B2", Weight.NOTE)
    assert told.text == (
        "LAC 01 is called “Health checks of looked after children” here, and stays so: where the "
        "name in the list is to be taken, say so where the columns are matched"
    )
    renamed = read(LIST, [], HERE, names={2: TAKEN_OVER})
    assert set(titles(renamed)) == {"always"}
    (told,) = [each for each in renamed.told if "is called" in each.text]
    assert (told.weight, told.text) == (
        Weight.WARNING,
        "LAC 01 is called “Health checks of looked after children” here, and is renamed “Health "
        "checks”",
    )


@pytest.mark.parametrize(
    ("answer", "title"),
    [("left alone", "Health checks of looked after children"), ("taken over", "Health checks")],
)
def test_the_page_asks_whether_indicators_are_renamed_and_leaves_them_alone_at_first(
    client,
    officer,  # noqa: F811
    answer,
    title,
):
    make_indicator(code="LAC 01", title="Health checks of looked after children", unit="number")
    record = bring(client, xlsx(KPI_list=[HEADS, LIST[1]]))
    match(client, record)
    meanings = steps(record)[2]
    page = client.get(meanings)
    assert "Measure: are the indicators to be called as in the list?" in words(page)
    form = page.context["form"]
    (name,) = [each for each, _, kind, *_ in form.asked if kind == "name"]
    assert form[name].value() == "left alone"
    send(client, meanings, right="on", **{name: answer})
    record.refresh_from_db()
    assert record.state == ImportState.CHECKED, record.preview
    client.post(record.get_absolute_url(), {"accept": "on", "reason": "First figures"})
    assert Indicator.objects.get().title == title
    assert Actual.objects.filter(period="2009/10 Q2", value=86).exists()
