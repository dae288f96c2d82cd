"""Figures in thousands or millions are asked about, once a column, and never read otherwise."""

import json

import openpyxl
import pytest
from django.urls import reverse

from indicators.models import Actual
from sheets.cells import Cell
from sheets.problems import Weight
from tests.builders import make_indicator
from tests.workbooks.books import as_bytes, read_here, xlsx
from tests.workbooks.others import applied, said
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
from workbooks.mapping.applying_sheets import apply_layout
from workbooks.mapping.description import AS_IT_STANDS, MULTIPLIED, Layout, Use
from workbooks.mapping.grid import Grid
from workbooks.mapping.reading import FIELDS
from workbooks.mapping.scales import is_scalable, multiplied, scale_beside, scale_in
from workbooks.models import KeptMapping
from workbooks.reading.xlsx import DIVIDED, MILLIONS, PLAIN, THOUSANDS, meaning_of_format

Q2 = "2009/10 Q2"


# What says so


@pytest.mark.parametrize(
    "heading",
    ["Q3 2009/10 (£000)", "Q3 2009/10 actual (£000s)", "Spend £'000", "£’000s", "Spend (000s)",
     "Spend (000's)", "Spend 000", "Spending, £ thousands", "£ thousand", "£k", "Spend (£K)",
     "Spend (k)", "Spend in k", "k£", "GBP 000", "£,000", "Target (,000)", "Thousands of pounds"],
)  # fmt: skip
def test_words_that_say_thousands_are_known(heading):
    assert scale_in(heading, "here").factor == 1_000


@pytest.mark.parametrize(
    "heading", ["Spend (£m)", "Spend £M", "£mn", "£ millions", "Spend (mn)", "Millions", "£mil"]
)
def test_words_that_say_millions_are_known(heading):
    assert scale_in(heading, "here").factor == 1_000_000


@pytest.mark.parametrize(
    "heading",
    ["Rate per 1,000", "Rate per 10 000", "Per thousand children", "Rate per 000", "2000/01", "Q3",
     "Cases over £5m", "Grants above £5 million", "Spend (£)", "Kings Norton", "M", "10,000s",
     "Males (m)", "per ten thousand", "One in a thousand", "NI 1000"],
)  # fmt: skip
def test_words_that_say_how_much_there_is_are_no_scale(heading):
    assert scale_in(heading, "here") is None


@pytest.mark.parametrize(
    ("code", "meaning"),
    [('#,##0,"k"', DIVIDED), ('"£"#,##0"k"', THOUSANDS), ("#,##0,", DIVIDED),
     ("£#,##0,\\k", DIVIDED), ('#,##0 "000s"', THOUSANDS), ('"£"0.0"m"', MILLIONS),
     ('0.0,,"m"', DIVIDED), ("#,##0", PLAIN), ("#,##0.00", PLAIN), ("0,000", PLAIN),
     ("_-£* #,##0_-;-£* #,##0_-", PLAIN), ("General", PLAIN), ("[$£-809]#,##0", PLAIN)],
)  # fmt: skip
def test_a_number_format_that_shows_thousands_is_known(code, meaning):
    assert meaning_of_format(code) == meaning


@pytest.mark.parametrize(
    ("text", "factor", "plain", "full"),
    [("£3,675k", 1_000, "£3,675", "3675000"), ("3.742m", 1_000_000, "3.742", "3742000"),
     ("£3.7 million", 1_000_000, "£3.7", "3700000"), ("512 thousand", 1_000, "512", "512000"),
     ("-12k", 1_000, "-12", "-12000")],
)  # fmt: skip
def test_the_words_beside_a_number_say_so_of_it_alone(text, factor, plain, full):
    scale, cell = scale_beside(Cell(text))
    assert (scale.factor, cell.value) == (factor, plain)
    assert multiplied(cell, factor).written == full


@pytest.mark.parametrize("text", ["12 visits", "12 kg", "k", "n/a", "7 of 40", "12 months", "3742"])
def test_other_words_beside_a_number_say_no_scale(text):
    assert scale_beside(Cell(text)) == (None, Cell(text))


@pytest.mark.parametrize("value", ["17%", "7 of 40", "n/a", "", None, True])
def test_what_is_no_number_cannot_be_in_thousands(value):
    assert not is_scalable(Cell(value))


# What becomes of it

HEADED = [["Ref", "Q3 2009/10 actual (£000s)", "Target Q3 2009/10"],
          ["LAC 10", 3742, 3675000], ["LAC 20", 0, 5], ["LAC 21", "1,036", "n/a"],
          ["LAC 01", "92%", "90%"], ["LAC 22", "7 of 40", None],
          ["LAC 23", "£2.5m", None]]  # fmt: skip
ABOVE = [["Spending, £ thousands"], ["Ref", "Q3 2009/10 actual", "Target Q3 2009/10"],
         ["LAC 10", 3742, 3675]]  # fmt: skip


def values(made, name="Actuals") -> list[str]:
    return [row.get("value", row.get("numerator", "")) for row in said(made.rows[name])]


def told(made) -> list[str]:
    return [str(each) for each in made.told]


def test_a_heading_that_says_thousands_is_asked_about_and_no_figure_is_read_until_then():
    made = applied(HEADED)
    assert values(made) == ["?", "0", "?", "92%", "7", "?"]
    assert {each.column for each in made.scales} == {2}
    assert made.scales[0].words == ("“£000s” in the heading: in thousands, 3742 would be 3742000")
    assert made.rows["Actuals"][0]["value"].trouble == (
        "“3742” may be in thousands (“£000s” in the heading): say where the columns are matched "
        "whether it is, or write it in full where nothing says so"
    )
    # A column of which nothing says so is read as it is.
    assert [each["value"] for each in said(made.rows["Targets"])[:2]] == ["3675000", "5"]


def test_figures_in_thousands_are_multiplied_where_a_person_says_so_and_that_is_said():
    made = applied(HEADED, scales={2: MULTIPLIED})
    assert values(made) == ["3742000", "0", "1036000", "92%", "7", "2500000"]
    assert not made.scales
    assert (
        "KPI list!B2: “3742” is read as 3742000, and every such figure in thousands in its column "
        "alike (and 1 more)"
    ) in told(made)
    assert "KPI list!B7: “£2.5” is read as 2500000" in told(made)


def test_figures_are_read_as_they_stand_where_a_person_says_so_and_that_is_said():
    made = applied(HEADED, scales={2: AS_IT_STANDS})
    assert values(made)[:3] == ["3742", "0", "1,036"]
    assert (
        "KPI list!B2: “£000s” in the heading is passed over: the figure is read as it stands (and "
        "1 more)"
    ) in told(made)


@pytest.mark.parametrize(("answer", "figure"), [(MULTIPLIED, "3742000"), (AS_IT_STANDS, "3742")])
def test_a_note_above_the_headings_speaks_of_each_column(answer, figure):
    made = applied(ABOVE)
    assert {each.column for each in made.scales} == {2, 3}
    assert all(each.words.startswith("“£ thousands” above the headings") for each in made.scales)
    made = applied(ABOVE, scales={2: answer, 3: AS_IT_STANDS})
    assert (values(made), values(made, "Targets")) == ([figure], ["3675"])


@pytest.mark.parametrize(
    ("row", "said_in"),
    [(["LAC 10", "Spending", "£'000", 3742], "“£'000” in the unit of the row"),
     (["LAC 10", "Spending, £ thousands", "£", 3742], "“£ thousands” in the title of the row")],
)  # fmt: skip
def test_the_unit_or_the_title_of_a_row_speaks_of_its_figures_and_of_no_others(row, said_in):
    rows = [["Ref", "Indicator", "Unit", "Q3 2009/10 actual"], row, ["LAC 09", "In care", "", 561]]
    made = applied(rows)
    assert values(made) == ["?", "561"]
    assert made.scales[0].words == f"{said_in}: in thousands, 3742 would be 3742000"
    made = applied(rows, scales={4: MULTIPLIED})
    assert values(made) == ["3742000", "561"]
    assert not [each for each in made.told if each.weight == Weight.WARNING]


def test_a_decimal_comma_and_thousands_are_asked_about_together():
    rows = [HEADED[0], ["LAC 10", "3742,5", None]]
    made = applied(rows)
    assert [each.column for each in made.scales] == [2]
    made = applied(rows, scales={2: MULTIPLIED})
    assert [each.words for each in made.commas] == ["3742,5"]
    made = applied(rows, scales={2: MULTIPLIED}, commas={2: "decimal sign"})
    assert values(made) == ["3742500"]


def shown(*formats: str, heading: str = "Q2 2009/10 actual") -> bytes:
    """A list of LAC 01, LAC 02 and so on, whose 3742 are shown by these number formats."""
    book = openpyxl.Workbook()
    book.active.title = "KPI list"
    book.active.append(["Ref", heading])
    for number, code in enumerate(formats, start=1):
        book.active.append([f"LAC {number:02}", 3742])
        book.active.cell(number + 1, 2).number_format = code
    return as_bytes(book)


def read_shown(*formats: str, scales: dict[int, str] | None = None):
    table = read_here("kpi.xlsx", shown(*formats)).tables[0]
    uses = [Use(1, "Ref", "indicator"), Use(2, "Q2", "Actuals.value", period=Q2, quarter=Q2)]
    return apply_layout(Grid(table), Layout("KPI list", 1, 1, uses, scales=scales or {}), FIELDS)


def test_a_number_format_that_shows_thousands_is_asked_about():
    made = read_shown('"£"#,##0"k"')
    assert values(made) == ["?"]
    assert made.scales[0].words.startswith("its number format: in thousands, 3742 would be 3742000")
    assert values(read_shown('"£"#,##0"k"', scales={2: AS_IT_STANDS})) == ["3742"]


@pytest.mark.parametrize("code", ['£#,##0,"k"', "#,##0,", '0.0,,"m"'])
@pytest.mark.parametrize("heading", ["Q2 2009/10 actual", "Q2 2009/10 actual (£000)"])
def test_a_figure_that_its_format_divides_is_the_full_one_and_nothing_is_asked(code, heading):
    table = read_here("kpi.xlsx", shown(code, heading=heading)).tables[0]
    uses = [Use(1, "Ref", "indicator"), Use(2, heading, "Actuals.value", period=Q2, quarter=Q2)]
    for scales in ({}, {2: MULTIPLIED}):
        made = apply_layout(Grid(table), Layout("KPI list", 1, 1, uses, scales=scales), FIELDS)
        assert (values(made), made.scales) == (["3742"], [])
        assert not [each for each in made.told if each.weight == Weight.WARNING]


def test_a_figure_of_which_nothing_says_so_any_more_is_read_as_it_stands_and_asked_about():
    made = read_shown('#,##0"k"', '0.0"m"', "#,##0", scales={2: MULTIPLIED})
    assert values(made) == ["3742000", "3742000000", "3742"]
    assert [str(each) for each in made.told if each.weight == Weight.WARNING] == [
        "KPI list!B4: nothing says here that the figure is in thousands or millions, as others of "
        "its column are or were: it is read as it stands"
    ]


# In the pages, and on the command line

with_a_database = pytest.mark.django_db
LIST = [["Ref", "Q2 2009/10 actual (£000)"], ["LAC 10", 3742]]


@pytest.fixture
def spending(officer):  # noqa: F811 - the fixture
    make_indicator(code="LAC 10", unit="£", accumulation="snapshot")


def answered(client, content: bytes, meaning: str, **changes):
    """The page of meanings, and what comes of the answer to its question."""
    record = bring(client, content)
    sheets, columns, meanings = steps(record)
    send(client, sheets)
    send(client, columns, **CONSTANTS)
    page = client.get(meanings)
    (name,) = [each[0] for each in page.context["form"].asked if each[2] == "scale"]
    sent = given(client, meanings, right="on", **changes) | {name: meaning}
    return record, words(page), client.post(meanings, sent)


@with_a_database
def test_the_page_asks_once_a_column_and_needs_an_answer(client, spending):
    _, page, answer = answered(client, xlsx(KPI_list=LIST), "")
    assert "Q2 2009/10 actual (£000): are its figures in thousands or millions?" in page
    assert "At KPI list!B2; “£000” in the heading: in thousands, 3742 would be 3742000" in page
    told = "Say whether the figures of Q2 2009/10 actual (£000) are in thousands or millions."
    assert told in words(answer)


@with_a_database
@pytest.mark.parametrize(("meaning", "figure"), [(MULTIPLIED, 3742000), (AS_IT_STANDS, 3742)])
def test_what_was_answered_is_kept_with_the_mapping_and_holds_on_the_command_line(
    client, spending, tmp_path, meaning, figure
):
    _, _, answer = answered(client, xlsx(KPI_list=LIST), meaning, name="Spending")
    assert answer.status_code == 302
    kept = KeptMapping.objects.get()
    assert kept.content["sheets"][0]["scales"] == {"2": meaning}

    mapping, path = tmp_path / "m.json", tmp_path / "kpi.xlsx"
    mapping.write_bytes(client.get(reverse("mapping-file", args=[kept.pk])).content)
    path.write_bytes(xlsx(KPI_list=LIST))
    status, out, err = run(path, "--mapping", mapping, "--accept-warnings", "--reason", "r")
    assert (status, out[-1]) == (0, "saved"), err
    assert Actual.objects.get().value == figure
    assert any("3742000" in each or "passed over" in each for each in out)


@with_a_database
@pytest.mark.parametrize("content", [xlsx(KPI_list=LIST), shown(*['#,##0"k"'] * 10)])
def test_a_mapping_that_says_nothing_of_it_brings_nothing_on_the_command_line(
    client, spending, tmp_path, content
):
    answered(client, content, MULTIPLIED, name="Spending")
    data = client.get(reverse("mapping-file", args=[KeptMapping.objects.get().pk])).json()
    for sheet in data["sheets"]:
        del sheet["scales"]
    mapping, path = tmp_path / "m.json", tmp_path / "kpi.xlsx"
    mapping.write_text(json.dumps(data))
    path.write_bytes(content)
    status, out, err = run(path, "--mapping", mapping, "--accept-warnings", "--reason", "r")
    assert (status, out[-1]) == (1, "nothing saved")
    assert any("“3742” may be in thousands (" in each for each in err)
