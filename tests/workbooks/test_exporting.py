"""What is exported is read back as it was, and harms nobody who opens it."""

import csv
import io
import zipfile
from datetime import date
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from django.test import override_settings
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from laa_tracker import demonstration
from plans.models import DeliveryPlan
from tests.builders import (
    make_actual,
    make_annual_indicator,
    make_baseline,
    make_indicator,
    make_officer,
    make_plan,
    make_quarter,
    make_risk,
    make_rule,
    make_target,
)
from tests.workbooks.books import read_here
from workbooks.book import SHEETS, kept_book
from workbooks.checking import check
from workbooks.exporting import (
    NotExported,
    csv_files,
    export,
    export_to,
    write_csv_archive,
    write_workbook,
)
from workbooks.importing import Verdict, import_content, import_file
from workbooks.templates import empty

pytestmark = pytest.mark.django_db

DEMONSTRATION = Path(demonstration.__file__).parent / "worcestershire.xlsx"
Q2, Q3 = "2009/10 Q2", "2009/10 Q3"


def as_xlsx(exported=None) -> bytes:
    out = io.BytesIO()
    write_workbook(exported or export(), out)
    return out.getvalue()


def brought_back(name: str, content: bytes):
    outcome = import_content(name, content)
    told = [str(each) for each in [*outcome.problems, *outcome.checked.warnings]]
    assert told == []
    changes = [(each.sheet, each.key, each.fields) for each in outcome.checked.changes]
    assert changes == []
    return outcome


@pytest.fixture
def partnership():
    """The whole demonstration, on the day on which it stands."""
    with override_settings(LAA_TODAY=date(2010, 1, 11)):
        import_file(DEMONSTRATION, by=make_officer(), accept_warnings=True)
        yield


def test_everything_exported_is_read_back_as_no_changes(partnership, tmp_path):
    assert brought_back("all.xlsx", as_xlsx()).verdict == Verdict.NO_CHANGES
    for path in (f"{tmp_path}/all.zip", f"{tmp_path}/tables/"):
        export_to(path)
        assert import_file(path).verdict == Verdict.NO_CHANGES


def test_everything_exported_makes_the_same_partnership_elsewhere(partnership, django_db_blocker):
    first = export()
    sheets = [each for each in first.tables if first.tables[each]]
    assert len(sheets) == len(SHEETS)
    content = as_xlsx(first)
    outcome = import_content("all.xlsx", content)
    assert outcome.verdict == Verdict.NO_CHANGES
    assert export() == first
    assert export().version == first.version


def test_versions_of_targets_are_told_apart_when_they_are_read_back():
    indicator = make_annual_indicator(code="NI 101")
    make_rule(indicator=indicator)
    make_target(indicator=indicator, period="2009/10", value=15)
    make_target(indicator=indicator, period="2009/10", value=16, from_quarter=Q2)
    make_target(indicator=indicator, period="2010/11", state="to be agreed")
    make_quarter("2009/10 Q1", "published")
    make_quarter(Q2, "open")

    rows = {tuple(row[:4]) for row in export().tables["Targets"]}

    assert rows == {
        ("NI 101", "2009/10", "the start", 15),
        ("NI 101", "2009/10", Q2, 16),
        ("NI 101", "2010/11", None, None),
    }
    brought_back("all.xlsx", as_xlsx())


@pytest.mark.parametrize("state", ["not opened", "open", "closed", "published", "withdrawn"])
def test_rules_baselines_and_targets_are_read_back_in_every_state_of_a_round(state):
    indicator = make_indicator(code="LAC 01")
    for since in ("", Q2):
        make_rule(indicator=indicator, from_quarter=since, decimals=2 if since else 1)
        make_baseline(indicator=indicator, from_quarter=since, reason=f"Why {since}")
        make_target(indicator=indicator, from_quarter=since, value=80 + len(since))
    quarter = make_quarter(Q2, "not opened")
    figure = {"period": "2009/10 Q1", "numerator": 1, "denominator": 3}
    make_actual(indicator=indicator, reported_in=quarter, **figure)
    make_quarter(Q2, state)

    brought_back("all.xlsx", as_xlsx())


TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=60)


BEGINNINGS = st.sampled_from(["", "=1+1", "+", "-", "@A1", "'=", "\tx"])


@given(words=st.builds(str.__add__, BEGINNINGS, TEXTS))
@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_any_text_comes_back_from_every_kind_of_file(db, words):
    plan = DeliveryPlan.objects.first() or make_plan(reference="P")
    plan.risks.all().delete()
    make_risk(plan=plan, number=1, risk="A risk", how_managed=words)

    exported = export()
    archive = io.BytesIO()
    write_csv_archive(exported, archive)
    for name, content in (("all.xlsx", as_xlsx(exported)), ("all.zip", archive.getvalue())):
        assert check(read_here(name, content), kept_book()).changes == []


def test_no_text_becomes_a_formula_or_a_link():
    make_risk(plan=make_plan(reference="P", title="=1+1"), number=1, risk="https://council.example")
    book = openpyxl.load_workbook(io.BytesIO(as_xlsx()))
    assert book["Plans"]["B2"].value == "'=1+1"
    assert book["Plans"]["B2"].data_type == "s"
    risk = book["Risks"]["C2"]
    assert (risk.value, risk.hyperlink, risk.data_type) == ("https://council.example", None, "s")


def test_headings_are_bold_and_frozen_and_periods_are_text(partnership):
    book = openpyxl.load_workbook(io.BytesIO(as_xlsx()))
    assert book.sheetnames == [sheet.name for sheet in SHEETS]
    for sheet in SHEETS:
        written = book[sheet.name]
        assert written.freeze_panes is not None
        assert all(cell.font.bold for cell in written[1])
        assert [cell.value for cell in written[1]] == [each.heading for each in sheet.columns]
    assert book["Actuals"]["B2"].number_format == "@"
    assert book["Quarters"]["B6"].is_date
    assert isinstance(book["Actuals"]["E2"].value, int)


def test_a_figure_is_shown_beside_its_counts(partnership):
    headings = [each.heading for each in SHEETS[5].columns]
    row = next(
        row for row in export().tables["Actuals"] if row[:3] == ["NI 101", "2008/09", "2009/10 Q2"]
    )
    shown = dict(zip(headings, row, strict=True))
    assert (shown["Numerator"], shown["Denominator"], str(shown["Value"])) == (5, 40, "12.5")


def test_a_file_with_small_numbers_says_that_it_is_restricted():
    indicator = make_indicator(code="LAC 01")
    quarter = make_quarter(Q3)
    figure = make_actual(indicator=indicator, reported_in=quarter, numerator=30, denominator=60)
    assert not export().restricted
    figure.numerator = 3
    figure.save()

    restricted = export()

    assert restricted.restricted
    book = openpyxl.load_workbook(io.BytesIO(as_xlsx(restricted)))
    assert book.properties.description == "Restricted: contains small numbers"
    assert "Restricted" in book["Actuals"].oddHeader.left.text
    assert csv_files(restricted)["Restricted.txt"] == b"Restricted: contains small numbers\n"


def test_the_version_changes_with_the_data_and_with_nothing_else():
    plan = make_plan(reference="P")
    first = export().version
    assert export().version == first
    plan.title = "Another"
    plan.save()
    assert export().version != first


def test_the_version_stands_in_the_documents_properties():
    make_plan(reference="P")
    book = openpyxl.load_workbook(io.BytesIO(as_xlsx()))
    assert book.custom_doc_props["LAA Tracker version"].value == export().version


def test_an_empty_workbook_has_every_heading_and_the_words_to_choose_from():
    book = openpyxl.load_workbook(io.BytesIO(as_xlsx(empty())))
    assert [book[each.name].max_row for each in SHEETS] == [1] * len(SHEETS)
    lists = {each.formula1 for each in book["Actuals"].data_validations.dataValidation}
    assert '"forecast,provisional,final,restated,not available"' in lists


def test_an_empty_workbook_read_back_changes_nothing():
    assert brought_back("t.xlsx", as_xlsx(empty())).verdict == Verdict.NO_CHANGES


def test_tables_of_text_are_what_excel_opens_rightly(partnership):
    files = csv_files(export())
    content = files["Actuals.csv"]
    assert content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    assert rows[0][:3] == ["Indicator", "Period", "Reported in"]
    assert len(rows) == 1 + len(export().tables["Actuals"])


def test_a_text_that_no_cell_can_hold_is_told_and_nothing_is_cut(tmp_path):
    make_risk(plan=make_plan(reference="P"), number=1, risk="x" * 40_000)
    with pytest.raises(NotExported, match="Risks!C2: the text has 40,000 characters"):
        export_to(f"{tmp_path}/all.xlsx")
    assert list(tmp_path.iterdir()) == []


def test_the_longest_numbers_come_back_as_they_are():
    reported_in = make_quarter(Q3)
    percentage, count = make_indicator(code="LAC 01"), make_indicator(code="LAC 02", unit="number")
    most = 999_999_999
    make_actual(indicator=percentage, reported_in=reported_in, numerator=most, denominator=most)
    longest = Decimal("123456789.123456")
    make_actual(indicator=count, reported_in=reported_in, value=longest)
    brought_back("all.xlsx", as_xlsx())


def test_a_number_of_more_digits_than_a_spreadsheet_keeps_is_written_whole():
    # Kept before there was a limit: what is brought back is told, and not a rounded number.
    indicator = make_indicator(code="LAC 01")
    many = 1_234_567_890_123_456_789
    make_actual(indicator=indicator, reported_in=make_quarter(Q3), numerator=1, denominator=many)

    outcome = import_content("all.xlsx", as_xlsx())

    assert [str(each) for each in outcome.problems] == [
        f"Actuals!F2: {many} is too large: write 999,999,999 or less"
    ]


def test_an_archive_has_a_table_for_each_sheet(tmp_path):
    export_to(f"{tmp_path}/all.zip")
    names = zipfile.ZipFile(tmp_path / "all.zip").namelist()
    assert names == [*(f"{sheet.name}.csv" for sheet in SHEETS), "LAA Tracker version.txt"]


@pytest.mark.parametrize("name", ["all.pdf", "all", "nowhere/all.xlsx"])
def test_what_cannot_be_written_is_told(tmp_path, name):
    with pytest.raises(NotExported, match=r"does not say what to write|cannot be written"):
        export_to(f"{tmp_path}/{name}")
