"""The commands, to the letter: outside programs read what they print."""

import io

import pytest
from django.core.management import CommandError, call_command

from indicators.models import Indicator
from tests.builders import make_actual, make_indicator, make_officer, make_quarter
from tests.workbooks.books import ACTUALS, INDICATORS, PLANS, TARGETS, as_csv, as_zip, xlsx
from workbooks import undoing
from workbooks.models import Import

pytestmark = pytest.mark.django_db

Q1, Q2 = "2009/10 Q1", "2009/10 Q2"


@pytest.fixture
def book(tmp_path):
    """Writes a workbook, and gives its path."""

    def write(**sheets):
        path = tmp_path / "book.xlsx"
        path.write_bytes(xlsx(**sheets))
        return path

    return write


def run(*arguments) -> tuple[int, list[str], list[str]]:
    """The exit status of import_workbook, and the lines of both its outputs."""
    out, err = io.StringIO(), io.StringIO()
    status = 0
    try:
        call_command("import_workbook", *map(str, arguments), stdout=out, stderr=err)
    except SystemExit as ended:
        status = ended.code
    return status, out.getvalue().splitlines(), err.getvalue().splitlines()


def test_a_workbook_is_saved_with_one_line_a_sheet(book):
    assert run(book(Plans=PLANS, Indicators=INDICATORS)) == (
        0,
        [
            "Plans: 1 new, 0 changed, 0 unchanged, 0 refused",
            "Indicators: 3 new, 0 changed, 0 unchanged, 0 refused",
            "saved",
        ],
        [],
    )


def test_the_same_workbook_twice_says_no_changes(book):
    path = book(Plans=PLANS)
    run(path)
    assert run(path) == (0, ["Plans: 0 new, 0 changed, 1 unchanged, 0 refused", "no changes"], [])


def test_a_file_that_was_saved_and_undone_is_known_again(book):
    path = book(Plans=PLANS)
    run(path)
    record = Import.objects.get()
    undoing.undo(record.pk, by=make_officer(name="Ann Other"), reason="Wrong file")

    status, out, err = run(path, "--dry-run")

    assert (status, out[-1], err) == (0, "would save", [])
    assert out[0].startswith(
        f"note: this is the same file as import {record.pk}, book.xlsx, which the command line "
        "saved on "
    )
    assert out[0].endswith(": “Wrong file”")
    assert " and Ann Other undid on " in out[0]


def test_a_dry_run_says_that_it_would_save(book):
    path = book(Plans=PLANS, Indicators=INDICATORS)
    status, out, err = run(path, "--dry-run")
    assert (status, out[-1], err) == (0, "would save", [])
    assert not Indicator.objects.exists()


def test_every_problem_is_a_line_on_standard_error(book):
    rows = [TARGETS, ["NI 101", "2009/11", None, 15], ["NI 77", "2009/10", None, "forty"]]
    assert run(book(Plans=PLANS, Indicators=INDICATORS, Targets=rows)) == (
        1,
        [
            "Plans: 1 new, 0 changed, 0 unchanged, 0 refused",
            "Indicators: 3 new, 0 changed, 0 unchanged, 0 refused",
            "Targets: 0 new, 0 changed, 0 unchanged, 2 refused",
            "nothing saved",
        ],
        [
            'Targets!B2: "2009/11" is not a year: write 2009/10',
            "Targets!A3: there is no indicator NI 77: add it under Indicators, or correct the code",
            'Targets!D3: "forty" is not a number: write digits, such as 17.8',
        ],
    )


def test_a_warning_stops_until_it_is_accepted(book):
    make_indicator(code="LAC 01")
    path = book(Actuals=[ACTUALS, ["LAC 01", Q1, Q2, "final", None, None, 50]])

    status, out, err = run(path)
    assert (status, out[-1], len(err)) == (1, "nothing saved", 1)
    assert err[0].startswith("warning: Actuals!G2: 50% has no cohort (it could be 1/2, 2/4, ")

    status, out, err = run(path, "--accept-warnings")
    assert (status, out[-1], len(err)) == (0, "saved", 1)


def test_a_reason_for_the_import_stands_for_every_row_without_one(book):
    figure = make_actual(
        indicator=make_indicator(code="LAC 01"), period=Q1, reported_in=make_quarter(Q2)
    )
    path = book(Actuals=[ACTUALS, ["LAC 01", Q1, Q2, "final", 31, 40]])

    status, out, err = run(path)
    assert (status, out[-1]) == (1, "nothing saved")
    assert err == [
        "Actuals!E2: this figure was reported already: say why under Reason, or give one reason "
        "for the import"
    ]
    status, out, err = run(path, "--reason", "Recount")
    assert (status, out[-1], err) == (0, "saved", [])
    figure.refresh_from_db()
    assert (figure.numerator, figure.reason) == (31, "Recount")


def test_a_note_stops_nothing(book):
    status, out, err = run(book(Plans=PLANS, Notes=[["Hello"]]))
    assert (status, out[0], out[-1], err) == (
        0, "note: Notes: this sheet is not one of ours: it is left out", "saved", [],
    )  # fmt: skip


def test_what_needs_a_reason_is_told_in_its_place_among_the_problems(book):
    make_actual(indicator=make_indicator(code="LAC 01"), period=Q1, reported_in=make_quarter(Q2))
    changed = ["LAC 01", Q1, Q2, "final", 31, 40]
    risks = [["Plan", "Number", "Risk"], ["NI 77", 1, "Snow"]]
    _, _, err = run(book(Actuals=[ACTUALS, changed], Risks=risks))
    assert [each.partition(":")[0] for each in err] == ["Actuals!E2", "Risks!A2"]


def test_what_is_missing_is_told_once_with_the_number_of_its_rows(book):
    quarters = ("2008/09 Q3", "2008/09 Q4", Q1)
    rows = [ACTUALS, *(["NI 77", each, Q2, "final", 30, 40] for each in quarters)]
    assert run(book(Actuals=rows))[1:] == (
        ["Actuals: 0 new, 0 changed, 0 unchanged, 3 refused", "nothing saved"],
        [
            "Actuals!A2: there is no indicator NI 77 (and 2 more rows): add it under "
            "Indicators, or correct the code"
        ],
    )


def test_a_file_that_is_no_workbook_is_one_line(tmp_path):
    path = tmp_path / "book.xlsx"
    path.write_bytes(b"hello")
    assert run(path) == (
        1,
        ["nothing saved"],
        [
            "book.xlsx: the file is not a workbook: choose a spreadsheet (.xlsx, .ods) or a table "
            "(.csv)"
        ],
    )


def test_a_file_that_is_not_there_is_one_line(tmp_path):
    status, out, err = run(tmp_path / "none.xlsx")
    assert (status, out, len(err)) == (1, ["nothing saved"], 1)
    assert err[0].endswith("cannot be read: No such file or directory")


def test_a_table_alone_a_set_and_a_folder_of_tables_are_imported(tmp_path):
    alone = tmp_path / "Plans.csv"
    alone.write_bytes(as_csv(PLANS, delimiter=";", encoding="cp1252"))
    assert run(alone)[1][-1] == "saved"

    archive = tmp_path / "set.zip"
    archive.write_bytes(as_zip({"Plans.csv": as_csv(PLANS), "Indicators.csv": as_csv(INDICATORS)}))
    assert run(archive)[1] == [
        "Plans: 0 new, 0 changed, 1 unchanged, 0 refused",
        "Indicators: 3 new, 0 changed, 0 unchanged, 0 refused",
        "saved",
    ]

    folder = tmp_path / "tables"
    folder.mkdir()
    (folder / "indicators.csv").write_bytes(as_csv(INDICATORS))
    assert run(folder)[1][-1] == "no changes"


def test_a_table_that_is_named_after_no_sheet_is_told(tmp_path):
    path = tmp_path / "export.csv"
    path.write_bytes(as_csv(PLANS))
    status, out, err = run(path)
    assert (status, out) == (1, ["nothing saved"])
    assert len(err) == 1
    assert err[0].startswith("Export: no sheet of the file is one of ours")


def test_an_empty_workbook_is_told_by_its_name(book):
    path = book(Sheet1=[])
    status, out, err = run(path)
    assert (status, out, len(err)) == (1, ["nothing saved"], 1)
    assert err[0].startswith(f"{path.name}: there is nothing in the file: the sheets are called")


def test_a_second_agreement_is_spoken_of_once(book):
    run(book(Plans=PLANS))
    others = [[f"LAC {each}", *PLANS[1][1:]] for each in ("01", "02", "03")]
    place = PLANS[0].index("Agreement")
    for each in others:
        each[place] = "Another agreement"
    status, out, err = run(book(Plans=[PLANS[0], *others]))
    (note,) = [each for each in out if each.startswith("note: ")]
    assert note.startswith("note: Plans!")
    assert "Another agreement is kept beside it (and 2 more rows): the admin can make" in note
    assert (status, err) == (0, [])


def test_a_marker_on_record_is_said_where_the_sheet_has_no_column_for_it(book):
    make_actual(
        indicator=make_indicator(code="LAC 01"), period=Q1, reported_in=make_quarter(Q2),
        marker="SUPP",
    )  # fmt: skip
    _, _, err = run(book(Actuals=[ACTUALS, ["LAC 01", Q1, Q2, "final", None, None, "x"]]))
    assert err[0] == (
        "Actuals!G2: the figure on record has the marker SUPP: add a column Marker, or leave the "
        "value out"
    )


def test_the_command_line_leaves_a_record_of_what_it_saved(book):
    run(book(Plans=PLANS), "--reason", "First")
    record = Import.objects.get()
    assert (record.name, record.by, record.reason) == ("book.xlsx", None, "First")


@pytest.mark.parametrize("name", ["all.xlsx", "all.zip", "all/"])
def test_everything_is_exported_and_read_back(book, tmp_path, name):
    run(book(Plans=PLANS, Indicators=INDICATORS))
    out = io.StringIO()

    call_command("export_workbook", f"{tmp_path}/{name}", stdout=out)

    assert out.getvalue().splitlines()[-1] == "saved"
    assert "Indicators: 3 rows" in out.getvalue()
    status, said, err = run(f"{tmp_path}/{name}")
    assert (status, said[-1], err) == (0, "no changes", [])


def test_an_export_that_cannot_be_written_is_one_line(tmp_path):
    with pytest.raises(CommandError, match="does not say what to write: end the name in"):
        call_command("export_workbook", f"{tmp_path}/all.doc")
