"""A mapping is used again: figures of one quarter are never read as those of another."""

import json
from datetime import date

import pytest

from indicators.models import Actual
from tests.builders import make_indicator, make_quarter, set_state
from tests.workbooks.books import Rows, xlsx
from tests.workbooks.others import WIDE
from tests.workbooks.test_commands import run
from tests.workbooks.test_mapping_pages import (
    bring,
    mapping_file,  # noqa: F401 - a fixture
    match,
    officer,  # noqa: F401 - a fixture
    wide,
)
from workbooks.mapping.description import Layout, Mapping, Use
from workbooks.models import KeptMapping

pytestmark = pytest.mark.django_db

Q2, Q3 = "2009/10 Q2", "2009/10 Q3"
HEADS = ["Ref", "Measure", "Actual", "Last quarter", "Updated"]


def one_quarter(title: str = "", *dates, figure: int = 12) -> Rows:
    rows: Rows = [[title]] if title else []
    updated = dates or ("",)
    data = [["LAC 02", "Tuition", figure, figure - 2, each] for each in updated]
    return [*rows, HEADS, *data[:1]] if len(updated) == 1 else [*rows, HEADS, *data]


@pytest.fixture
def kept(client, officer, tmp_path):  # noqa: F811
    """The mapping of a list of quarter 2, as it was kept; the list itself was not saved."""
    make_indicator(code="LAC 02", unit="number", frequency="quarterly")
    content = xlsx(KPI_list=one_quarter("Quarter 2 2009/10"))
    match(client, bring(client, content), name="One quarter")
    path = tmp_path / "m.json"
    path.write_text(json.dumps(KeptMapping.objects.get().content))
    return path


def command(kept, tmp_path, rows: Rows, *options: str, name: str = "kpi.xlsx"):
    path = tmp_path / name
    path.write_bytes(xlsx(KPI_list=rows))
    return run(path, "--mapping", kept, "--accept-warnings", "--reason", "First", *options)


def figures() -> dict[str, int]:
    return dict(Actual.objects.values_list("period", "value"))


def test_a_file_of_the_mapping_s_quarter_is_read(kept, tmp_path):
    status, _, err = command(kept, tmp_path, one_quarter("Quarter 2 2009/10"))
    assert status == 0, err
    assert figures() == {"2009/10 Q1": 10, Q2: 12}


def test_a_file_of_another_quarter_is_refused_with_what_to_say(kept, tmp_path):
    status, _, err = command(kept, tmp_path, one_quarter("Quarter 3 2009/10"))
    assert status == 1
    assert (
        "KPI list: the file seems to be about 2009/10 Q3 (“Quarter 3 2009/10” in KPI list!A1), and "
        'the mapping says 2009/10 Q2: say --about "2009/10 Q3" or --about "2009/10 Q2", whichever '
        "it is about, or match the columns again"
    ) in err
    assert not figures()


def test_a_file_that_says_no_quarter_is_refused_until_somebody_says_which(kept, tmp_path):
    status, _, err = command(kept, tmp_path, one_quarter())
    assert status == 1
    assert (
        "KPI list: nothing in the file says which quarter it is about, and the mapping says "
        '2009/10 Q2: say --about "2009/10 Q2", or match the columns again'
    ) in err
    assert command(kept, tmp_path, one_quarter(), "--about", "Q2 2009/10")[0] == 0
    assert figures() == {"2009/10 Q1": 10, Q2: 12}


def test_what_is_said_moves_the_mapping_on_to_that_quarter(kept, tmp_path):
    set_state(Q2, "closed")
    make_quarter(Q3)
    rows = one_quarter("Quarter 3 2009/10", figure=15)
    status, _, err = command(kept, tmp_path, rows, "--about", Q3)
    assert status == 0, err
    assert figures() == {Q2: 13, Q3: 15}


@pytest.mark.parametrize("said", [Q2, "2008/09"])
def test_a_sheet_that_names_its_quarter_is_never_read_as_another(kept, tmp_path, said):
    rows = one_quarter("Quarter 3 2009/10")
    status, _, err = command(kept, tmp_path, rows, "--about", said)
    assert status == 1
    assert (
        "KPI list: this sheet names 2009/10 Q3 (“Quarter 3 2009/10” in KPI list!A1), and --about "
        f"says {said}: correct it, or match the columns again"
    ) in err


def test_a_year_does_not_say_which_quarter_a_list_of_one_is_about(kept, tmp_path):
    status, _, err = command(kept, tmp_path, one_quarter(), "--about", "2009/10")
    assert status == 1
    assert any("say the quarter, such as 2009/10 Q1" in each for each in err)


@pytest.mark.parametrize(
    ("dates", "when", "more"),
    [
        ((date(2009, 11, 3),), "2009/10 Q3", ""),
        (("31/12/2009",), "2009/10 Q3", ""),
        (("4 Jan 10",), "2009/10 Q4", ""),
        (("Nov-09",), "2009/10 Q3", ""),
        (("Q3",), "2009/10 Q3", ""),
        (("2008/09",), "2008/09", ""),
    ],
)
def test_dates_of_rows_in_another_quarter_are_asked_about(kept, tmp_path, dates, when, more):
    rows = one_quarter("Quarter 2 2009/10", *dates)
    status, _, err = command(kept, tmp_path, rows)
    assert status == 1
    (told,) = [each for each in err if each.startswith("KPI list!E3: ")]
    assert (
        f"under “Updated”{more}, which is in {when}, and the mapping says 2009/10 Q2: say --about "
        '"2009/10 Q2", or match the columns again'
    ) in told
    status, out, err = command(kept, tmp_path, rows, "--about", Q2)
    assert status == 0, err
    assert any("the figures are read as about 2009/10 Q2, as was said" in each for each in out)


def test_dates_of_rows_in_the_same_quarter_or_year_say_nothing_against_it(kept, tmp_path):
    for when in (date(2009, 9, 30), "30/09/2009", "Aug 2009", "2009/10", "Q2"):
        rows = one_quarter("Quarter 2 2009/10", when)
        assert command(kept, tmp_path, rows, "--dry-run")[0] == 0


def test_a_wide_list_whose_year_nothing_says_is_refused_and_moves_on_by_the_year(
    mapping_file,  # noqa: F811
    tmp_path,
):
    path = tmp_path / "list.xlsx"
    path.write_bytes(xlsx(KPI_list=[["Worcestershire"], ["Performance report"], *WIDE[2:]]))
    status, _, err = run(path, "--mapping", mapping_file, "--accept-warnings")
    assert status == 1
    assert any("nothing in the file says which quarter it is about" in each for each in err)
    status, out, err = run(path, "--mapping", mapping_file, "--accept-warnings", "--about", Q3)
    assert (status, out[-1]) == (0, "saved"), err
    figure = Actual.objects.get(indicator__code="LAC 01", period=Q2)
    assert (figure.reported_in_id, figure.numerator) == (Q2, 7)


def test_a_list_whose_headings_say_their_years_needs_nothing_said(mapping_file, tmp_path):  # noqa: F811
    kept, rows = json.loads(mapping_file.read_text()), [list(row) for row in WIDE]
    sheet = kept["sheets"][0]
    sheet["uses"] = [each for each in sheet["uses"] if each["heading"] != "Comments"]
    for each in sheet["uses"]:
        each["heading"] += " 2009/10" if each["heading"].startswith("Q") else ""
    del sheet["constants"]["quarter"]
    mapping_file.write_text(json.dumps(kept))
    rows[3] = [f"{each} 2009/10" if str(each).startswith("Q") else each for each in rows[3]]
    path = tmp_path / "list.xlsx"
    path.write_bytes(wide([["Worcestershire"], ["Performance report"], *rows[2:]]))
    _, _, err = run(path, "--mapping", mapping_file, "--accept-warnings")
    assert not [each for each in err if "--about" in each]


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (("--about", "2009/11"), "--about: "),
        (("--about", "yesterday"), "--about: "),
    ],
)
def test_what_is_no_quarter_is_refused(kept, tmp_path, options, told):
    status, _, err = command(kept, tmp_path, one_quarter(), *options)
    assert (status, told in err[0]) == (1, True)


def test_about_is_said_of_lists_only(tmp_path, db):
    path = tmp_path / "kpi.xlsx"
    path.write_bytes(xlsx(Plans=[["Plan"]]))
    status, _, err = run(path, "--about", Q2)
    assert (status, "--about is said of a file that is read by --mapping" in err[0]) == (1, True)


# Words and ratings of a quarter


def kept_by_hand(tmp_path, rows: Rows, *uses: Use, **constants: str):
    """A kept mapping of a sheet headed in the row that `uses` name."""
    first = next(at for at, row in enumerate(rows, start=1) if row[:1] == [uses[0].heading])
    headings = {at: str(each) for at, each in enumerate(rows[first - 1], start=1)}
    layout = Layout("KPI list", first, first, list(uses), headings, constants)
    path = tmp_path / "m.json"
    path.write_text(json.dumps(Mapping([layout]).as_data()))
    return path


def comments_of(title: str, first: int, second: int | str, words: str) -> Rows:
    return [
        [title],
        ["Ref", "Q2 2009/10", "Q3 2009/10", "Comments"],
        ["LAC 02", first, second, words],
    ]


@pytest.fixture
def kept_comments(db, tmp_path):
    """The mapping of a list whose figures are dated by their headings, and its words by hand."""
    make_indicator(code="LAC 02", unit="number", frequency="quarterly")
    make_quarter(Q2)
    return kept_by_hand(
        tmp_path,
        comments_of("", 1, 1, ""),
        Use(1, "Ref", "indicator"),
        Use(2, "Q2 2009/10", "Actuals.value", Q2, Q2),
        Use(3, "Q3 2009/10", "Actuals.value", Q3, Q3),
        Use(4, "Comments", "Actuals.why", Q2, Q2),
        **{"Actuals.standing": "final"},
    )


def test_words_of_another_quarter_are_refused_with_what_to_say(kept_comments, tmp_path):
    rows = comments_of("Performance report", 12, "", "Quarter two remark")
    assert command(kept_comments, tmp_path, rows, "--about", Q2)[0] == 0
    rows = comments_of("Quarter 3 2009/10", 12, 15, "Quarter three remark")
    status, _, err = command(kept_comments, tmp_path, rows)
    assert status == 1
    assert (
        "KPI list: the file seems to be about 2009/10 Q3 (“Quarter 3 2009/10” in KPI list!A1), and "
        'the mapping says 2009/10 Q2: say --about "2009/10 Q3" or --about "2009/10 Q2", whichever '
        "it is about, or match the columns again"
    ) in err
    set_state(Q2, "closed")
    make_quarter(Q3)
    status, _, err = command(kept_comments, tmp_path, rows, "--about", Q3)
    assert status == 0, err
    assert dict(Actual.objects.values_list("period", "why")) == {
        Q2: "Quarter two remark",
        Q3: "Quarter three remark",
    }


def test_words_of_a_file_that_says_no_quarter_wait_until_somebody_says_which(
    kept_comments, tmp_path
):
    status, _, err = command(kept_comments, tmp_path, comments_of("Report", 12, "", "A remark"))
    assert status == 1
    assert (
        "KPI list: nothing in the file says which quarter it is about, and the mapping says "
        '2009/10 Q2: say --about "2009/10 Q2", or match the columns again'
    ) in err


@pytest.mark.parametrize(
    ("heads", "fields"),
    [
        (("No.", "Status", "Progress"), ("action", "Action updates.status")),
        (("Ref", "Likelihood"), ("risk", "Risk assessments.likelihood")),
    ],
)
@pytest.mark.parametrize("in_constants", [True, False])
@pytest.mark.parametrize("title", ["Quarter 3 2009/10", "Worcestershire"])
def test_updates_and_ratings_of_another_quarter_are_refused(
    db, tmp_path, heads, fields, in_constants, title
):
    rows: Rows = [[title], list(heads), [1, "on track", "Fine"]]
    key, update = fields
    quarter = "" if in_constants else Q2
    uses = (Use(1, heads[0], key), Use(2, heads[1], update, "", quarter))
    constants = {"quarter": Q2} if in_constants else {}
    kept = kept_by_hand(tmp_path, rows, *uses, plan="NI 101", **constants)
    status, _, err = command(kept, tmp_path, rows)
    assert status == 1
    assert any("and the mapping says 2009/10 Q2: say --about" in each for each in err)
    _, _, err = command(kept, tmp_path, rows, "--about", Q3)
    assert not [each for each in err if "--about" in each]


@pytest.mark.parametrize(
    ("heading", "period", "quarter", "title", "says"),
    [
        ("Actual", "2009/10", Q2, "Quarter 3 2009/10", Q2),
        ("2009/10 to date", "2009/10", Q2, "Quarter 3 2009/10", Q2),
        ("Actual", "2009/10", "2009/10 Q4", "Outturn 2010/11", "2009/10"),
        ("Actual", "2009/10", "2009/10 Q4", "Worcestershire", "2009/10"),
    ],
)
def test_the_quarter_and_year_of_a_yearly_figure_are_asked_about_too(
    db, tmp_path, heading, period, quarter, title, says
):
    rows: Rows = [[title], ["Ref", heading], ["LAC 02", 12]]
    uses = (Use(1, "Ref", "indicator"), Use(2, heading, "Actuals.value", period, quarter))
    status, _, err = command(kept_by_hand(tmp_path, rows, *uses), tmp_path, rows)
    assert status == 1
    assert any(f"and the mapping says {says}: say --about" in each for each in err), err
