"""A kept mapping is laid over a list that is not quite so: what differs is said, and asked."""

import json

import pytest

from tests.workbooks.books import Rows, xlsx
from tests.workbooks.others import list_of, mapping_of_list
from tests.workbooks.test_commands import run
from tests.workbooks.test_mapping_pages import (
    bring,
    match,
    officer,  # noqa: F401 - a fixture
    send,
    steps,
)
from tests.workbooks.test_pages import words
from workbooks.mapping.fitting import fit
from workbooks.models import KeptMapping
from workbooks.reading.tables import Reading

pytestmark = pytest.mark.django_db

LIST: Rows = [
    ["Quarter 2 2009/10"],
    ["Ref", "Measure", "Annual target", "Actual", "RAG", "Notes for us"],
    ["LAC 01", "Health checks", 90, 85, "A", ""],
    ["LAC 02", "Tuition", 10, 12, "G", ""],
]


def changed(*steps_: tuple[int, int | None, str | None]) -> Rows:
    """The list with columns put in (at, None, heading), taken out (at, None, None) or moved."""
    rows = [list(row) for row in LIST]
    for row in rows[1:]:
        for at, to, heading in steps_:
            if to is not None:
                row.insert(to, row.pop(at))
            elif heading is None:
                del row[at]
            else:
                row.insert(at, heading if row[0] == "Ref" else 7)
    return rows


def renamed(**headings: str) -> Rows:
    heads = [headings.get(each.replace(" ", "_"), each) for each in LIST[1]]
    return [LIST[0], heads, *LIST[2:]]


SAME: list[str] = []


@pytest.mark.parametrize(
    ("rows", "name", "used", "told"),
    [
        (LIST, "KPI list", SAME, SAME),
        (changed((2, None, "Lead")), "KPI list",
         ["these columns moved, and are found by their headings: Annual target; Actual"],
         ["these columns moved, and are not used: RAG; Notes for us", "the column Lead is new"]),
        (changed((6, None, "Lead")), "KPI list", SAME, ["the column Lead is new"]),
        (changed((5, None, None)), "KPI list", SAME,
         ["the column Notes for us, which is not used, is not there any more"]),
        (changed((4, 5, None)), "KPI list", SAME,
         ["these columns moved, and are not used: RAG; Notes for us"]),
        (changed((3, 2, None)), "KPI list",
         ["these columns moved, and are found by their headings: Annual target; Actual"], SAME),
        (renamed(Actual="Outturn"), "KPI list",
         ["the column Actual is not there any more"], ["the column Outturn is new"]),
        (renamed(RAG="Status"), "KPI list", SAME,
         ["the column RAG, which is not used, is not there any more", "the column Status is new"]),
        ([["Council"], *LIST], "KPI list",
         ["the headings stand in row 3, and stood in 2"], SAME),
        (LIST, "Scorecard", ["the sheet KPI list is called Scorecard now"], SAME),
        (renamed(RAG="Actual"), "KPI list",
         ["there are 2 columns Actual now, of which D is read"],
         ["the column RAG, which is not used, is not there any more"]),
    ],
)  # fmt: skip
def test_what_differs_is_said_and_asked_about_where_it_is_used(rows, name, used, told):
    fitted = fit(mapping_of_list(LIST), Reading([list_of(rows, name=name)]))
    assert [said for _, said in fitted.used] == used
    assert [said for said in fitted.different if said not in used] == told


def test_a_sheet_whose_name_says_another_quarter_is_the_same_sheet():
    mapping = mapping_of_list(LIST)
    mapping.layouts[0].sheet = "Q2 2009-10"
    fitted = fit(mapping, Reading([list_of(LIST, name="Q3 2009-10")]))
    assert (fitted.used, len(fitted.different)) == ([], 1)


@pytest.mark.parametrize(
    ("kept", "there", "is_same"),
    [
        # Of the columns that are used, three in four must be there, and one more or less may be.
        (10, 10, True),
        (10, 8, True),
        (10, 7, False),
        (10, 6, False),
        (4, 3, True),
        (4, 2, False),
    ],
)
def test_a_mapping_is_not_offered_for_a_list_that_lacks_its_columns(kept, there, is_same):
    heads = [
        f"Q{1 + number % 4} {2005 + number // 4}/{6 + number // 4:02}" for number in range(kept)
    ]
    heads[0] = "Ref"
    rows: Rows = [heads, ["LAC 01", *range(1, kept)]]
    fitted = fit(mapping_of_list(rows), Reading([list_of([row[:there] for row in rows])]))
    assert fitted.is_same_shape == is_same


# On the page and on the command line


@pytest.fixture
def kept(client, officer):  # noqa: F811
    match(client, bring(client, xlsx(KPI_list=LIST)), name="Quarterly list")
    return KeptMapping.objects.get()


def test_a_list_laid_out_so_is_said_to_be(client, kept):
    page = words(client.get(steps(bring(client, xlsx(KPI_list=LIST)))[0]))
    assert "This file is laid out as in the mapping <strong>Quarterly list</strong>" in page
    assert "differs" not in page


def test_a_list_laid_out_otherwise_is_not_said_to_be_and_must_be_confirmed(client, kept):
    sheets = steps(bring(client, xlsx(KPI_list=changed((3, 2, None)))))[0]
    page = words(client.get(sheets))
    assert "is not laid out just as it says" in page
    assert "laid out as in" not in page
    assert "Confirm that the mapping still holds" in words(send(client, sheets))
    assert send(client, sheets, still="on").status_code == 302


def test_what_differs_in_columns_that_are_not_used_is_only_told(client, kept):
    sheets = steps(bring(client, xlsx(KPI_list=renamed(RAG="Status"))))[0]
    page = words(client.get(sheets))
    assert "What else differs, in what the mapping does not use" in page
    assert "The column RAG, which is not used, is not there any more" in page
    assert "What differs, and is used" not in page
    assert send(client, sheets).status_code == 302


@pytest.mark.parametrize(
    ("rows", "warning"),
    [
        (changed((3, 2, None)), "warning: KPI list: these columns moved, and are found by"),
        ([["Council"], *LIST], "warning: KPI list: the headings stand in row 3, and stood in 2"),
        (renamed(RAG="Actual"), "warning: KPI list: there are 2 columns Actual now, of which D"),
    ],
)
def test_the_command_line_asks_about_what_differs_and_is_used(
    client, kept, tmp_path, rows, warning
):
    mapping, path = tmp_path / "m.json", tmp_path / "kpi.xlsx"
    mapping.write_text(json.dumps(kept.content))
    path.write_bytes(xlsx(KPI_list=rows))
    status, _, err = run(path, "--mapping", mapping)
    assert status == 1
    assert [each for each in err if each.startswith(warning)]
    path.write_bytes(xlsx(KPI_list=renamed(RAG="Status")))
    _, out, err = run(path, "--mapping", mapping)
    assert "note: KPI list: the column RAG, which is not used, is not there any more" in out
    assert not [each for each in err if "RAG" in each]
