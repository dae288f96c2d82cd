"""Matching the columns of a list that has a layout of its own, in the browser and from a file."""

import io
import json
import re

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from indicators.models import Actual, Indicator, Target
from periods.models import Quarter
from plans.models import DeliveryPlan
from tests.builders import (
    make_action,
    make_actual,
    make_baseline,
    make_indicator,
    make_officer,
    make_plan,
    make_quarter,
    make_user,
    set_state,
)
from tests.workbooks.books import as_csv, xlsx
from tests.workbooks.others import ACTIONS, KPI_LIST, RISKS, WIDE
from tests.workbooks.test_commands import run
from tests.workbooks.test_pages import words
from workbooks import importing
from workbooks.mapping.reading import FIELDS
from workbooks.models import Import, ImportKind, ImportState, KeptMapping
from workbooks.naming import name_of, words_of

pytestmark = pytest.mark.django_db

Q2 = "2009/10 Q2"
ALL = {field.name: f"all_{number}" for number, field in enumerate(FIELDS.constants())}


@pytest.fixture
def officer(client):
    user = make_officer(name="Olive Officer")
    client.force_login(user)
    make_plan(reference="NI 101")
    make_quarter(Q2)
    return user


def bring(client, content: bytes, name: str = "kpi.xlsx") -> Import:
    """Bring a file, and give the import that waits for its columns."""
    answer = client.post(reverse("mappings"), {"file": SimpleUploadedFile(name, content)})
    assert answer.status_code == 302, words(answer)
    return Import.objects.first()


def given(client, address: str, **changes) -> dict:
    """What a browser would send of the page as it stands, with some of it changed."""
    form = client.get(address).context["form"]
    data = {}
    for name, field in form.fields.items():
        value = form.get_initial_for_field(field, name)
        if value not in (None, "", False):
            data[name] = "on" if value is True else value
    data |= changes
    return {name: value for name, value in data.items() if value is not None}


def send(client, address: str, **changes):
    return client.post(address, given(client, address, **changes))


def steps(record: Import) -> tuple[str, str, str]:
    return (
        reverse("mapping-sheets", args=[record.pk]),
        reverse("mapping-columns", args=[record.pk, 1]),
        reverse("mapping-meanings", args=[record.pk]),
    )


CONSTANTS = {
    ALL["Actuals.standing"]: "final",
    ALL["plan"]: "NI 101",
    ALL["Indicators.year_type"]: "financial",
    ALL["Indicators.frequency"]: "quarterly",
}


def match(client, record: Import, *, name: str = "", **changes):
    """Go through all three pages as they stand; zeros are no data, bare targets the year's."""
    sheets, columns, meanings = steps(record)
    assert send(client, sheets, use_1="on").status_code == 302
    answer = send(client, columns, **CONSTANTS | changes)
    assert answer.status_code == 302, answer.context["form"].errors
    form = client.get(meanings).context["form"]
    zeros = {
        field.name: "no data"
        for field, (_, _, kind, *_) in zip(form.questions(), form.asked, strict=False)
        if kind == "zero"
    }
    targets = {each: "year" for each, _, kind, *_ in form.asked if kind == "target"}
    answer = send(client, meanings, name=name, right="on", **zeros, **targets)
    assert answer.status_code == 302, answer.context["form"].errors
    record.refresh_from_db()
    return record


def wide(rows=WIDE) -> bytes:
    return xlsx(KPI_list=rows)


# Through all the pages


def test_a_list_in_its_own_layout_is_matched_previewed_and_saved(client, officer):
    record = match(client, bring(client, wide()))
    assert record.state == ImportState.CHECKED, record.preview
    page = client.get(record.get_absolute_url())
    assert "KPI list!A6" in words(page)

    client.post(record.get_absolute_url(), {"accept": "on"})

    record.refresh_from_db()
    assert (record.state, record.kind) == (ImportState.SAVED, ImportKind.MAPPED)
    assert set(Indicator.objects.values_list("code", flat=True)) == {"LAC 01", "LAC 02", "LAC 03"}
    figure = Actual.objects.get(indicator__code="LAC 01", period=Q2)
    assert (figure.numerator, figure.denominator, figure.why) == (7, 40, "On course")
    assert Target.objects.get(indicator__code="LAC 02").state == "to be agreed"
    assert not Actual.objects.filter(period__in=["2009/10 Q3", "2009/10 Q4"]).exists()


def test_what_is_the_same_in_all_rows_is_said_of_new_indicators_only(client, officer):
    plan = make_plan(reference="LAC", title="Looked after")
    make_indicator(code="LAC 01", accumulation="cumulative").plans.add(plan)
    record = match(client, bring(client, wide()), **{ALL["Indicators.accumulation"]: "snapshot"})
    assert record.state == ImportState.CHECKED, record.preview
    changes = {
        dict(each["key"])["Code"]: {heading: new for heading, old, new in each["fields"]}
        for each in record.changes
        if each["sheet"] == "Indicators"
    }
    assert changes["LAC 02"]["Accumulation"] == "snapshot"
    assert changes["LAC 02"]["Plan"] == "NI 101"
    assert "LAC 01" not in changes

    client.post(record.get_absolute_url(), {"accept": "on"})

    kept = Indicator.objects.get(code="LAC 01")
    assert kept.accumulation == "cumulative"
    assert list(kept.plans.all()) == [plan]


@pytest.fixture
def reported(officer):
    """A figure of LAC 02 with words of ours beside it."""
    tuition = make_indicator(code="LAC 02", unit="number")
    return make_actual(
        indicator=tuition,
        period=Q2,
        reported_in=Quarter.objects.get(label=Q2),
        value=9,
        why="Tutors began in November",
    )


@pytest.mark.parametrize("said", [None, "-", "n/a"])
def test_a_blank_or_a_dash_among_somebodys_words_leaves_ours_as_they_are(client, reported, said):
    rows = [list(row) for row in WIDE]
    rows[6][9] = said
    record = match(client, bring(client, wide(rows)))
    assert record.state == ImportState.CHECKED, record.preview
    assert not [
        each for each in record.changes if "LAC 02" in str(each["key"]) and "Why" in str(each)
    ]
    if said:
        told = ["KPI list", "J7", f"“{said}” is read as a blank"]
        assert told in record.preview["notes"]["told"]


def test_what_was_answered_where_the_columns_were_matched_is_not_asked_again(client, officer):
    rows = [list(row) for row in WIDE]
    rows[6][4:6] = ["x", 0]
    record = bring(client, wide(rows))
    sheets, columns, meanings = steps(record)
    send(client, sheets)
    send(client, columns, **CONSTANTS)
    answers = {"right": "on"}
    for name, _, kind, _, key in client.get(meanings).context["form"].asked:
        if kind == "zero":
            answers[name] = "figure" if key == "6" else "no data"
        elif kind == "marker" and key == "x":
            answers[name] = "marker"
    assert send(client, meanings, **answers).status_code == 302
    record.refresh_from_db()
    assert record.state == ImportState.CHECKED, record.preview
    told = [text for _, _, text in record.preview["warnings"]["told"]]
    assert not [text for text in told if "has meant" in text or "0 is kept" in text]


def test_a_mark_for_not_available_leaves_our_own_reason_as_it_is(client, officer):
    why = "The case file system was changed"
    make_actual(
        indicator=make_indicator(code="LAC 02", unit="number"),
        period=Q2,
        reported_in=Quarter.objects.get(label=Q2),
        standing="not available",
        not_available_because=why,
    )
    rows = [list(row) for row in WIDE]
    rows[6][5] = "n/a"
    record = match(client, bring(client, wide(rows)))
    assert not [
        each
        for each in record.changes
        if dict(each["key"]) == {"Indicator": "LAC 02", "Period": Q2, "Reported in": Q2}
    ]


def test_a_changed_figure_is_named_and_its_reason_is_asked_for_at_its_own_cell(client, reported):
    rows = [list(row) for row in WIDE]
    rows[6][5] = 11
    record = match(client, bring(client, wide(rows)))
    assert record.preview["reasons"]["told"] == [
        [
            "KPI list",
            "F7",
            f"the figure of LAC 02 for {Q2} was reported already in {Q2}: give the reason for the "
            "import",
        ]
    ]
    page = words(client.get(record.get_absolute_url()))
    assert f"LAC 02 (Health assessments up to date), {Q2}, reported in {Q2}" in page


def test_a_row_of_an_action_is_named_with_the_actions_words(client, officer):
    make_action(plan=DeliveryPlan.objects.get(), number=1, action="Appoint mentors")
    key = [["Plan", "NI 101"], ["Number", 1], ["Milestone", 2], ["Quarter", Q2]]
    called = words_of("Milestone updates", [key])
    assert name_of("Milestone updates", key, called) == (
        f"NI 101, action 1 (Appoint mentors), milestone 2, {Q2}"
    )


def test_a_blank_takes_out_our_words_where_the_officer_says_so_of_the_column(client, reported):
    record = match(client, bring(client, wide()), blanks_10="on")
    changed = next(
        each
        for each in record.changes
        if dict(each["key"]) == {"Indicator": "LAC 02", "Period": Q2, "Reported in": Q2}
    )
    assert ["Why", "Tutors began in November", None] in changed["fields"]


def test_what_is_wrong_is_told_at_the_cell_of_the_list(client, officer):
    rows = [list(row) for row in WIDE]
    rows[5][5] = "41 of 40"
    record = match(client, bring(client, wide(rows)))
    assert record.state == ImportState.REFUSED
    assert "KPI list!F6" in [
        f"{sheet}!{cell}" for sheet, cell, _ in record.preview["errors"]["told"]
    ]
    assert "Change what its columns become" in words(client.get(record.get_absolute_url()))


def test_a_sheet_made_by_hand_in_libreoffice_is_understood(client, officer):
    record = match(client, bring(client, KPI_LIST.read_bytes(), "kpi-list.xlsx"))
    layout = record.interpretation["sheets"][0]
    assert (layout["first"], layout["last"]) == (4, 5)
    assert [use["heading"] for use in layout["uses"]][7:11] == [
        f"Performance 2009/10 Q{number}" for number in (1, 2, 3, 4)
    ]
    notes = [text for _, _, text in record.preview["notes"]["told"]]
    assert "rows 6, 9 are left out, as the title of a section" in notes
    assert "row 12 is left out, as a total" in notes
    assert "row 14 is left out, as a note" in notes
    assert "this sheet is left out" in notes


@pytest.mark.parametrize(
    ("delimiter", "encoding"),
    [(";", "cp1252"), ("\t", "utf-16"), (",", "utf-8"), (",", "utf-8-sig"), ("\t", "cp1252")],
)
def test_a_table_of_text_in_any_usual_dialect_is_matched_too(client, officer, delimiter, encoding):
    rows = [
        ["Ref", "Indicator", "Good is", "Unit", "Q2 2009/10"],
        ["LAC 01", "Café – £ visits", "Low", "number", 5],
    ]
    content = as_csv(rows, delimiter=delimiter, encoding=encoding)
    record = match(client, bring(client, content, "kpi.csv"))
    assert record.state == ImportState.CHECKED, record.preview
    client.post(record.get_absolute_url(), {"accept": "on"})
    assert Indicator.objects.get().title == "Café – £ visits"


def test_actions_and_risks_of_one_workbook_are_matched_sheet_by_sheet(client, officer):
    record = bring(client, xlsx(Actions_2009=ACTIONS, Risk_register=RISKS))
    sheets, _, meanings = steps(record)
    assert send(client, sheets).status_code == 302
    plan = {ALL["plan"]: "NI 101", ALL["quarter"]: Q2}
    for number in (1, 2):
        answer = send(client, reverse("mapping-columns", args=[record.pk, number]), **plan)
        assert answer.status_code == 302, answer.context["form"].errors
    answer = send(client, meanings, right="on")
    assert answer.status_code == 302, answer.context["form"].errors
    record.refresh_from_db()
    assert {each["sheet"] for each in record.counts} == {
        "Actions",
        "Action updates",
        "Risks",
        "Risk assessments",
    }
    assert record.state == ImportState.CHECKED, record.preview


# Nothing is guessed silently


def test_sheets_of_one_shape_are_each_about_the_quarter_that_they_name(client, officer):
    rows = [["Ref", "Measure", "Actual"], ["LAC 02", "Tuition", 12]]
    book = xlsx(**{"Q1 2009-10": rows, "Q2 2009-10": rows})
    record = bring(client, book)
    sheets, columns, _ = steps(record)
    send(client, sheets)
    second = reverse("mapping-columns", args=[record.pk, 2])
    for page, quarter in ((columns, "2009/10 Q1"), (second, "2009/10 Q2")):
        form = client.get(page).context["form"]
        assert (form["period_3"].value(), form["quarter_3"].value()) == (quarter, quarter)
    send(client, sheets, about="2009/10 Q2")
    for page, quarter in ((columns, "2009/10 Q1"), (second, "2009/10 Q2")):
        assert client.get(page).context["form"]["period_3"].value() == quarter


def test_every_guess_is_shown_with_its_reason(client, officer):
    record = bring(client, wide())
    sheets, columns, _ = steps(record)
    page = words(client.get(sheets))
    assert "Guessed: row 4, for 11 of its headings are known." in page
    assert "Guessed from “Performance report 2009/10, Quarter 2” in KPI list!A2." in page
    send(client, sheets)
    page = words(client.get(columns))
    assert "Guessed: the heading says “Good is”" in page
    assert "Left out: “RAG” is a judgement, which is worked out here" in page


def test_a_column_about_a_published_quarter_says_that_it_is_locked(client, officer):
    set_state(Q2, "published")
    record = bring(client, wide())
    sheets, columns, _ = steps(record)
    send(client, sheets)
    reasons = {row.letters: row.reason for row in client.get(columns).context["rows"]}
    assert "2009/10 Q2 is published, so it is locked" in reasons["F"]
    assert "or leave the column out" in reasons["F"]
    assert "locked" not in reasons["D"]


def test_what_each_column_becomes_is_shown_with_its_words_and_figures_as_they_are_read(
    client, officer
):
    record = bring(client, wide())
    sheets, columns, meanings = steps(record)
    send(client, sheets)
    send(client, columns, **CONSTANTS)
    answer = client.get(meanings)
    (_, becoming), *_ = answer.context["becoming"]
    shown = {each.heading: dict(each.cells) for each in becoming}
    guess = "(a guess: confirm it below)"
    assert shown["Good is"] == {
        "Bigger is better": f"higher {guess}",
        "Low": f"lower {guess}",
        "High": f"higher {guess}",
    }
    assert shown["Target 2009/10"]["TBC"] == f"Target to be agreed {guess}"
    assert shown["Q2"]["7 of 40"] == "Numerator 7; Denominator 40"
    assert shown["Q1"]["1,204 visits"] == "1,204"
    assert shown["Comments"] == {"On course": "On course"}
    assert "“Bigger is better” → higher (a guess" in words(answer)
    made = next(each for each in answer.context["made"] if each.name == "Indicators")
    assert [cells[made.headings.index("Good is")] for _, cells in made.rows] == [
        "higher?", "lower?", "higher?",
    ]  # fmt: skip


def test_the_standing_is_not_called_optional_where_no_column_says_it(client, officer):
    record = bring(client, wide())
    sheets, columns, _ = steps(record)
    send(client, sheets)
    page = words(client.get(columns))
    assert "Standing (Actuals) </label>" in page
    assert "Source (Actuals) (optional)" in page


def test_what_a_column_becomes_is_chosen_among_all_fields_with_its_guess_selected(client, officer):
    record = bring(client, wide())
    sheets, columns, _ = steps(record)
    send(client, sheets)
    shown = client.get(columns)
    form = shown.context["form"]
    selects = re.findall(r"<select ([^>]*)>(.*?)</select>", shown.content.decode(), re.DOTALL)
    chosen = {}
    for attributes, options in selects:
        name = re.search(r'name="(.*?)"', attributes)[1]
        if name.startswith("becomes_"):
            assert f'aria-label="{form[name].field.label}"' in attributes
            assert options.count("<option ") == len(FIELDS.all) + 1
            chosen[name] = re.findall(r'value="([^"]*)" selected', options)
    names = [name for name in form.fields if name.startswith("becomes_")]
    assert chosen == {name: [form[name].value() or ""] for name in names}
    assert chosen["becomes_1"] == ["indicator"]


def test_the_guesses_must_be_confirmed(client, officer):
    record = bring(client, wide())
    sheets, columns, meanings = steps(record)
    send(client, sheets)
    send(client, columns, **CONSTANTS)
    answer = send(client, meanings)
    assert answer.status_code == 200
    assert "Confirm that you have looked at every guess." in words(answer)
    record.refresh_from_db()
    assert record.state == ImportState.MAPPING


COMMAS = [
    ["Ref", "Indicator", "Actual Q2 2009/10"],
    ["LAC 05", "Half days", "17,9"],
    ["LAC 06", "Visits", "1.234"],
]


def test_a_decimal_comma_is_asked_about_with_the_figure_that_it_would_be(client, officer):
    record = bring(client, as_csv(COMMAS, delimiter=";"), name="kpi.csv")
    sheets, columns, meanings = steps(record)
    send(client, sheets)
    more = {ALL["Indicators.unit"]: "percentage", ALL["Indicators.good_is"]: "lower"}
    send(client, columns, **CONSTANTS | more)
    page = words(client.get(meanings))
    assert "The comma under Actual Q2 2009/10, as in “17,9”" in page
    assert "It is the decimal sign: the figure 17.9" in page
    (asked,) = [name for name in client.get(meanings).context["form"].fields if "comma" in name]

    answer = send(client, meanings, right="on", name="KPIs")
    assert "Say what the comma is under Actual Q2 2009/10." in words(answer)
    (points,) = [name for name in answer.context["form"].fields if name.startswith("point")]
    assert "It parts thousands: the figure 1234" in page
    answers = {asked: "decimal sign", points: "parts thousands"}
    send(client, meanings, right="on", name="KPIs", **answers)
    record.refresh_from_db()
    (figure,) = [each for each in record.changes if each["sheet"] == "Actuals"]
    assert ["Value", None, "17.9"] in figure["fields"]
    assert "1234% is not between 0 and 100" in str(record.preview["errors"]["told"])
    (sheet,) = KeptMapping.objects.get().content["sheets"]
    assert (sheet["commas"], sheet["points"]) == ({"3": "decimal sign"}, {"3": "parts thousands"})


def test_a_zero_must_be_given_a_meaning(client, officer):
    record = bring(client, wide())
    sheets, columns, meanings = steps(record)
    send(client, sheets)
    send(client, columns, **CONSTANTS)
    answer = send(client, meanings, right="on")
    assert "Say what 0 means under Q3." in words(answer)


def test_what_is_needed_is_asked_for_and_all_that_was_typed_stays(client, officer):
    record = bring(client, wide())
    sheets, columns, _ = steps(record)
    send(client, sheets)
    answer = send(client, columns, period_5="nonsense", **{ALL["plan"]: "NI 777"})
    assert answer.status_code == 200
    page = answer.content.decode()
    assert 'value="nonsense"' in page
    assert 'value="NI 777"' in page
    answer = send(client, columns)
    assert "Say whether the figures are final, provisional or forecasts." in words(answer)


def test_two_columns_cannot_become_the_same(client, officer):
    record = bring(client, wide())
    sheets, columns, _ = steps(record)
    send(client, sheets)
    same = {"period_6": "2009/10 Q1", "quarter_6": "2009/10 Q1", "becomes_6": "Actuals.value"}
    answer = send(client, columns, **CONSTANTS | same)
    assert "Column E becomes the same" in words(answer)


def test_words_beside_several_quarters_need_theirs(client, officer):
    record = bring(client, wide())
    sheets, columns, _ = steps(record)
    send(client, sheets)
    answer = send(client, columns, **CONSTANTS | {"period_10": "", "quarter_10": ""})
    assert "Say which period the words in column J are about." in words(answer)


def test_a_sheet_must_be_chosen_and_its_headings_must_be_there(client, officer):
    record = bring(client, wide())
    sheets, *_ = steps(record)
    assert "Choose at least one sheet to read." in words(send(client, sheets, use_1=None))
    answer = send(client, sheets, first_1="3", last_1="3")
    assert "Nothing stands in row 3: write the row of headings." in words(answer)
    answer = send(client, sheets, first_1="5", last_1="4")
    assert "The last row of headings cannot come before the first." in words(answer)


def test_a_total_can_be_read_all_the_same(client, officer):
    rows = [*WIDE[:7], ["Total 1", "Days missed", "Low", 5, 3, 2]]
    record = bring(client, wide(rows))
    sheets, columns, meanings = steps(record)
    send(client, sheets)
    send(client, columns, **CONSTANTS)
    page = words(client.get(meanings))
    assert "Row 5, the title of a section: Be healthy" in page


# Kept by name


def test_a_mapping_is_kept_and_offered_when_the_list_comes_again(client, officer):
    match(client, bring(client, wide()), name="KPI list of children’s services")
    kept = KeptMapping.objects.get()
    assert (kept.name, kept.by) == ("KPI list of children’s services", officer)
    assert kept.versions.count() == 1

    rows = [[None, *row] for row in WIDE]
    rows[1][1] = "Performance report 2009/10, Quarter 3"
    record = bring(client, wide(rows), "kpi-q3.xlsx")

    sheets, columns, _ = steps(record)
    page = words(client.get(sheets))
    assert "The mapping <strong>KPI list of children’s services</strong> is filled in" in page
    assert "laid out as in the mapping" not in page
    assert "These columns moved, and are found by their headings" in page
    assert "Confirm that the mapping still holds" in words(send(client, sheets))
    send(client, sheets, still="on")
    form = client.get(columns).context["form"]
    assert form.initial == {}
    assert form[ALL["Actuals.standing"]].initial == "final"
    assert form[ALL["quarter"]].initial == "2009/10 Q3"
    assert form["period_11"].initial == "2009/10 Q3"


def next_year(rows=WIDE):
    """The same list a year later."""
    rows = [list(row) for row in rows]
    rows[1][0] = "Performance report 2010/11, Quarter 2"
    for row in rows:
        row[3:4] = ["Target 10/11" if each == "Target 2009/10" else each for each in row[3:4]]
    return rows


def test_a_heading_of_another_year_is_the_same_column_and_about_that_year(client, officer):
    match(client, bring(client, wide()), name="KPI list")
    record = bring(client, wide(next_year()))
    sheets, columns, _ = steps(record)
    told = words(client.get(sheets))
    assert "Target 2009/10 is called Target 10/11 now: it is read as about 2010/11" in told
    send(client, sheets, still="on")
    answer = client.get(columns)
    form = answer.context["form"]
    assert (form["becomes_4"].initial, form["period_4"].initial) == ("Targets.value", "2010/11")
    assert form["period_5"].initial == "2010/11 Q1"
    assert form[ALL["quarter"]].initial == "2010/11 Q2"
    assert "where it was called Target 2009/10" in words(answer)


def test_a_column_that_the_mapping_did_not_know_is_guessed_and_marked_as_new(client, officer):
    match(client, bring(client, wide()), name="KPI list")
    rows = [list(row) for row in WIDE]
    for row in rows[3:9]:
        row[9:10] = ["Comment" if each == "Comments" else each for each in row[9:10]]
    record = bring(client, wide(rows))
    sheets, columns, _ = steps(record)
    told = words(client.get(sheets))
    assert "The column Comment is new" in told
    assert "The column Comments is not there any more" in told
    send(client, sheets, still="on")
    answer = client.get(columns)
    assert answer.context["form"]["becomes_10"].initial == "Actuals.why"
    assert "New in this file. Guessed: the heading says “Comment”" in words(answer)
    assert "As in the mapping" not in words(answer)


def test_the_mapping_used_last_is_taken_first_and_another_or_none_can_be_chosen(client, officer):
    used = match(client, bring(client, wide()), name="Used last")
    client.post(used.get_absolute_url(), {"accept": "on"})
    match(client, bring(client, wide()), name="A list never saved")
    record = bring(client, wide())
    assert record.interpretation["kept"] == "Used last"
    sheets = steps(record)[0]
    assert client.get(sheets).context["fitting"] == ["Used last", "A list never saved"]

    client.post(sheets, {"begin": "yes", "mapping": "A list never saved"})
    record.refresh_from_db()
    assert record.interpretation["kept"] == "A list never saved"

    client.post(sheets, {"begin": "yes", "mapping": ""})
    record.refresh_from_db()
    assert "kept" not in record.interpretation
    assert record.interpretation["sheets"] == []


def test_a_mapping_kept_under_a_name_again_has_a_history(client, officer):
    match(client, bring(client, wide()), name="KPI list")
    match(client, bring(client, wide()), name="kpi LIST")
    kept = KeptMapping.objects.get()
    assert kept.versions.count() == 2
    assert "created by Olive Officer" in words(client.get(kept.get_absolute_url()))


def test_a_mapping_is_renamed_and_deleted(client, officer):
    match(client, bring(client, wide()), name="KPI list")
    kept = KeptMapping.objects.get()
    KeptMapping.objects.create(name="Taken", content=kept.content)
    address = kept.get_absolute_url()
    assert "There is a mapping of this name already." in words(
        client.post(address, {"name": "taken"})
    )
    client.post(address, {"name": "Quarterly list"})
    kept.refresh_from_db()
    assert (kept.name, kept.content["name"]) == ("Quarterly list", "Quarterly list")
    client.post(address, {"delete": "yes"})
    assert not KeptMapping.objects.filter(pk=kept.pk).exists()
    assert KeptMapping.versions.filter(id=kept.pk, history_type="-").get().history_user == officer


def test_a_file_that_is_put_aside_is_not_kept(client, officer):
    record = bring(client, wide())
    client.post(steps(record)[0], {"drop": "yes"})
    record.refresh_from_db()
    assert (record.state, bytes(record.content)) == (ImportState.DROPPED, b"")
    assert client.get(steps(record)[0]).status_code == 404


def test_a_file_that_was_refused_as_a_workbook_can_be_matched(client, officer):
    record = importing.receive("kpi.xlsx", wide(), by=officer)
    assert record.kind == ImportKind.WORKBOOK
    assert "Match its columns" in words(client.get(record.get_absolute_url()))
    record = match(client, record)
    assert (record.kind, record.state) == (ImportKind.MAPPED, ImportState.CHECKED)


def test_a_saved_import_is_not_matched_again(client, officer):
    record = match(client, bring(client, wide()))
    client.post(record.get_absolute_url(), {"accept": "on"})
    assert client.get(steps(record)[1]).status_code == 404


def test_a_file_that_cannot_be_read_is_refused_at_the_field(client, officer):
    answer = client.post(
        reverse("mappings"), {"file": SimpleUploadedFile("a.xlsx", b"PK\x03\x04nonsense")}
    )
    assert "The file is damaged" in words(answer)
    assert not Import.objects.exists()


@pytest.mark.parametrize("office", ["", "Board member"])
def test_only_officers_match_columns(client, office):
    record = Import.objects.create(
        name="a.csv", content=b"a,b\n1,2\n", checksum="1", state=ImportState.MAPPING
    )
    client.force_login(make_user(office=office))
    for address in (*steps(record), reverse("mappings")):
        assert client.get(address).status_code == 403
        assert client.post(address).status_code == 403


# The command line


@pytest.fixture
def mapping_file(client, officer, tmp_path):
    """The mapping of the wide list, as the page gives it."""
    match(client, bring(client, wide()), name="KPI list")
    answer = client.get(reverse("mapping-file", args=[KeptMapping.objects.get().pk]))
    assert answer["Content-Disposition"] == 'attachment; filename="kpi-list.json"'
    path = tmp_path / "kpi-list.json"
    path.write_bytes(answer.content)
    Import.objects.all().delete()
    return path


def test_the_command_line_reads_a_list_by_the_mapping_that_the_page_gave(mapping_file, tmp_path):
    path = tmp_path / "kpi.xlsx"
    path.write_bytes(wide())
    status, out, err = run(path, "--mapping", mapping_file, "--accept-warnings")
    assert (status, out[-1]) == (0, "saved"), err
    assert "Actuals: 6 new, 0 changed, 0 unchanged, 0 refused" in out
    assert "note: KPI list!A10: row 10 is left out, as a total" in out
    assert Import.objects.get().kind == ImportKind.MAPPED


def test_the_command_line_tells_problems_at_the_cells_of_the_list(mapping_file, tmp_path):
    rows = [list(row) for row in WIDE]
    rows[6][4], rows[8][3] = "a dozen", -5
    path = tmp_path / "kpi.xlsx"
    path.write_bytes(wide(rows))
    status, _, err = run(path, "--mapping", mapping_file)
    assert status == 1
    assert any(line.startswith("KPI list!E7: “a dozen” is not a figure") for line in err)


def test_the_command_line_says_what_is_different_from_last_time(mapping_file, tmp_path):
    path = tmp_path / "kpi.xlsx"
    rows = [list(row) for row in WIDE]
    rows[1][0] = "Performance report 2009/10, Quarter 3"
    path.write_bytes(
        wide([[cell for number, cell in enumerate(row) if number != 9] for row in rows])
    )
    status, _, err = run(path, "--mapping", mapping_file)
    assert status == 1
    assert "KPI list: the column Comments is not there any more: match the columns again" in err
    assert any("seems to be about 2009/10 Q3" in line and "says 2009/10 Q2" in line for line in err)


def test_a_list_of_which_nothing_is_read_is_not_told_to_have_no_sheet_of_ours(
    mapping_file, tmp_path
):
    path = tmp_path / "list.xlsx"
    path.write_bytes(xlsx(KPI_list=WIDE[:5]))
    status, _, err = run(path, "--mapping", mapping_file, "--accept-warnings")
    assert (status, [line for line in err if not line.startswith("warning")]) == (
        1, ["KPI list: no row of it becomes anything: look again at what the columns become"]
    )  # fmt: skip


def test_the_command_line_says_which_column_may_have_been_renamed(mapping_file, tmp_path):
    path = tmp_path / "kpi.xlsx"
    rows = [[{"Comments": "Comment"}.get(cell, cell) for cell in row] for row in WIDE]
    path.write_bytes(wide(rows))
    status, _, err = run(path, "--mapping", mapping_file, "--accept-warnings")
    assert status == 1
    assert (
        "KPI list: the column Comments is not there any more: if Comment is meant, write that for "
        "Comments in the file that is given as --mapping, or match the columns again"
    ) in err

    mapping_file.write_text(mapping_file.read_text().replace('"Comments"', '"Comment"'))
    status, out, err = run(path, "--mapping", mapping_file, "--accept-warnings")
    assert (status, out[-1]) == (0, "saved"), err


def test_the_command_line_refuses_a_file_of_another_year_and_names_it(mapping_file, tmp_path):
    path = tmp_path / "kpi.xlsx"
    path.write_bytes(wide(next_year()))
    status, _, err = run(path, "--mapping", mapping_file, "--accept-warnings")
    assert status == 1
    assert any(
        "the file seems to be about 2010/11 (" in line
        and "and the mapping says 2009/10" in line
        and not line.startswith("warning")
        for line in err
    )


def test_the_command_line_asks_before_a_column_is_read_as_about_another_year(
    mapping_file, tmp_path
):
    rows = next_year()
    rows[1][0] = WIDE[1][0]
    path = tmp_path / "kpi.xlsx"
    path.write_bytes(wide(rows))
    status, out, err = run(path, "--mapping", mapping_file, "--dry-run")
    assert (status, out[-1]) == (1, "nothing saved")
    assert (
        "warning: KPI list: the column Target 2009/10 is called Target 10/11 now: it is read as "
        "about 2010/11: confirm it, or match the columns again"
    ) in err
    assert run(path, "--mapping", mapping_file, "--dry-run", "--accept-warnings")[0] == 0


@pytest.mark.parametrize("content", ["nonsense", "[]", '{"mapping": 1, "sheets": [{}]}', "\udc80"])
def test_a_file_that_is_no_mapping_is_refused(db, tmp_path, content):
    mapping, path = tmp_path / "m.json", tmp_path / "kpi.xlsx"
    mapping.write_bytes(content.encode(errors="surrogateescape"))
    path.write_bytes(wide())
    status, out, err = run(path, "--mapping", mapping)
    assert (status, out[-1]) == (1, "nothing saved")
    assert "mapping" in err[0]


def test_a_mapping_that_names_what_is_not_there_is_refused(mapping_file, tmp_path):
    data = json.loads(mapping_file.read_text())
    data["sheets"][0]["uses"][0]["field"] = "Indicators.colour"
    mapping_file.write_text(json.dumps(data))
    path = tmp_path / "kpi.xlsx"
    path.write_bytes(wide())
    status, _, err = run(path, "--mapping", mapping_file)
    assert status == 1
    assert "“Indicators.colour”, and nothing here is called so" in err[0]


def test_a_list_that_is_refused_comes_back_marked_at_its_own_cells(client, officer):
    rows = [list(row) for row in WIDE]
    rows[5][5] = "41 of 40"
    record = match(client, bring(client, wide(rows)))
    answer = client.get(reverse("import-marked", args=[record.pk]))
    assert answer.status_code == 200
    marked = openpyxl.load_workbook(io.BytesIO(b"".join(answer)))
    sheet = marked["KPI list"]
    assert "41" in sheet["F6"].comment.text
    assert sheet["F7"].comment is None


@pytest.fixture
def published(reported):
    """The quarter of the list with its figures as the list has them, but one, and published."""
    checks = make_indicator(code="LAC 01", unit="percentage")
    visits = make_indicator(code="LAC 03", unit="number")
    quarter = Quarter.objects.get(label=Q2)
    make_actual(indicator=checks, period=Q2, reported_in=quarter, numerator=7, denominator=40)
    make_actual(indicator=visits, period=Q2, reported_in=quarter, value=9)
    set_state(Q2, "published")


def only_quarter_two(rows=WIDE) -> bytes:
    """The list without what is said of other quarters, and without words."""
    kept = [[cell for place, cell in enumerate(row) if place not in (4, 6, 7, 9)] for row in rows]
    return wide(kept)


def test_a_figure_of_a_locked_quarter_is_told_at_its_own_cell_with_its_code(client, published):
    record = match(client, bring(client, only_quarter_two()))
    assert record.state == ImportState.REFUSED
    assert record.preview["errors"]["told"] == [
        [
            "KPI list",
            "E9",
            f"{Q2} is published, so it is locked (LAC 03: 10 in the file, 9 here): report the "
            f"correction in the open quarter, or withdraw the publication of {Q2} (performance "
            "officers can)",
        ]
    ]


def test_a_marked_copy_of_a_list_has_no_problem_in_its_headings_and_is_matched_as_it_was(
    client, published
):
    record = match(client, bring(client, only_quarter_two()), name="KPI list")
    answer = client.get(reverse("import-marked", args=[record.pk]))
    book = openpyxl.load_workbook(io.BytesIO(b"".join(answer)))
    sheet = book["KPI list"]
    assert [sheet.cell(row, 8).value for row in (1, 4)] == ["Problems", None]
    assert sheet["H9"].value.startswith("E9: 2009/10 Q2 is published, so it is locked (LAC 03")
    assert sheet["E4"].comment is None

    sheet["E9"].value, sheet["H4"].value = 9, "E4: told at a heading"
    out = io.BytesIO()
    book.save(out)
    again = match(client, bring(client, out.getvalue()))
    assert again.state != ImportState.REFUSED, again.preview["errors"]
    assert "told at a heading" not in str(again.preview)
    assert "Problems" not in str(again.preview)


def test_a_quarter_that_is_not_open_is_told_once_at_its_heading(client, officer):
    make_indicator(code="LAC 01", unit="percentage")
    rows = [list(row) for row in WIDE]
    rows[5][6], rows[6][6] = 81, 12
    set_state(Q2, "open")
    record = match(client, bring(client, wide(rows)))
    told = [each for each in record.preview["errors"]["told"] if "2009/10 Q3" in each[2]]
    assert [each[:2] for each in told] == [["KPI list", "G4"]]

    answer = client.get(reverse("import-marked", args=[record.pk]))
    sheet = openpyxl.load_workbook(io.BytesIO(b"".join(answer)))["KPI list"]
    assert "2009/10 Q3" in sheet["G4"].comment.text
    assert [sheet.cell(row, 12).value for row in (1, 4)] == ["Problems", None]


# Brought at Imports, among the workbooks of our layout


def bring_at_imports(client, content: bytes, name: str = "kpi.xlsx"):
    return client.post(reverse("imports"), {"file": SimpleUploadedFile(name, content)}, follow=True)


def test_somebody_s_list_brought_among_our_workbooks_goes_straight_to_its_columns(officer, client):
    page = bring_at_imports(client, wide())
    record = Import.objects.get()
    assert page.redirect_chain[-1][0] == reverse("mapping-sheets", args=[record.pk])
    assert "No sheet of kpi.xlsx is one of ours, so say which of its columns is what" in words(page)
    assert (record.kind, record.state) == (ImportKind.MAPPED, ImportState.MAPPING)
    record = match(client, record)
    assert record.state == ImportState.CHECKED


def test_one_of_the_shape_of_a_kept_mapping_begins_with_that(officer, client):
    match(client, bring(client, wide()), name="Children's KPIs")
    bring_at_imports(client, wide(), name="next.xlsx")
    assert Import.objects.first().interpretation["kept"] == "Children's KPIs"


@pytest.mark.parametrize(
    "sheets",
    [
        {"Actual_updates": [["Plan", "Number", "Quarter"], ["NI 101", 1, Q2]]},
        {"Shopping": [["Apples", "Pears"], [1, 2]]},
        {"Notes": [["This year went well"]]},
        {"Targets": [["Indicator", "Period"], ["LAC 99", "2009/11"]]},
    ],
    ids=["a sheet nearly called as ours", "no list of ours", "only words", "ours with problems"],
)
def test_what_is_no_list_is_told_its_problems(officer, client, sheets):
    bring_at_imports(client, xlsx(**sheets))
    record = Import.objects.get()
    assert (record.kind, record.state) == (ImportKind.WORKBOOK, ImportState.REFUSED)


def test_a_baseline_s_period_that_is_said_of_all_rows_is_asked_about_at_its_figure(officer, client):
    ours = make_indicator(code="LAC 01", title="Checks")
    make_baseline(indicator=ours, period="2007/08", value=81.5)
    rows = [["Ref", "Measure", "Baseline"], ["LAC 01", "Checks", 81.5], ["LAC 02", "Calls", 70]]
    period = {ALL["Indicators.baseline_period"]: "2008/09"}
    record = match(client, bring(client, wide(rows)), **period)
    assert record.preview["reasons"]["told"] == [
        [
            "KPI list",
            "C2",
            "the baseline is said to be of 2008/09, as in all rows, and here it is of 2007/08: "
            "give the reason for the import",
        ]
    ]


# A second table below, with headings of its own

TWO = [
    ["Scorecard, Quarter 2 2009/10"],
    ["Ref", "Measure", "Target", "Actual"],
    ["LAC 01", "Health checks", 90, 91],
    ["Ref", "Measure", "Actual", "Target"],
    ["LAC 11", "Clubs", 89, 80],
]


def test_rows_under_other_headings_are_not_offered_to_be_read(client, officer):
    record = bring(client, xlsx(KPI_list=TWO))
    sheets, columns, meanings = steps(record)
    send(client, sheets)
    send(client, columns, **CONSTANTS)
    page = client.get(meanings)
    assert "row 5 is left out, for it stands under headings that are not the first ones" in words(
        page
    )
    assert "lac 11" not in page.content.decode()
    assert not page.context["form"].left_out()


def test_a_tick_that_was_kept_reads_nothing_under_other_headings(client, officer, tmp_path):
    match(client, bring(client, xlsx(KPI_list=TWO)), name="Two tables")
    kept = KeptMapping.objects.get()
    kept.content["sheets"][0]["read_anyway"] = ["lac 11 | clubs", "ref | measure"]
    mapping, path = tmp_path / "m.json", tmp_path / "kpi.xlsx"
    mapping.write_text(json.dumps(kept.content))
    path.write_bytes(xlsx(KPI_list=TWO))
    status, out, err = run(path, "--mapping", mapping)
    assert status == 1
    assert (
        "warning: KPI list!A5: row 5 is left out, for it stands under headings that are not the "
        "first ones: bring that table in a sheet of its own"
    ) in err
    assert "Actuals: 1 new, 0 changed, 0 unchanged, 0 refused" in out
