"""A file whose data moved since it was made: what stays, what goes in, and what is decided."""

import io
from decimal import Decimal

import openpyxl
import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from indicators.models import Actual, Target
from plans.models import Action, PlanPerson
from sheets.meeting import Meeting, meeting
from tests.builders import (
    make_action,
    make_actual,
    make_indicator,
    make_officer,
    make_part,
    make_plan,
    make_quarter,
    make_target,
)
from tests.workbooks.books import ACTUALS, as_bytes, as_zip, reading, upload, xlsx
from tests.workbooks.test_pages import words
from workbooks.book import kept_book
from workbooks.checking import check
from workbooks.clashes import Clash, Disputed
from workbooks.editions import KEPT_FOR, Edition
from workbooks.exporting import csv_files, export, export_to, write_workbook
from workbooks.importing import Verdict, import_content, import_file
from workbooks.models import ExportedSheet, Import
from workbooks.reading.tables import read_content

pytestmark = pytest.mark.django_db

Q1, Q2, Q3 = "2009/10 Q1", "2009/10 Q2", "2009/10 Q3"


@pytest.fixture
def officer(client):
    user = make_officer(name="Olive Officer")
    client.force_login(user)
    return user


@pytest.fixture
def figure():
    """30 of 40 about Q1, reported in Q2."""
    indicator = make_indicator(code="LAC 01")
    return make_actual(indicator=indicator, period=Q1, reported_in=make_quarter(Q2), why="Rain")


def taken_out():
    """The workbook of all there is, opened."""
    out = io.BytesIO()
    write_workbook(export(), out)
    return openpyxl.load_workbook(io.BytesIO(out.getvalue()))


def column(sheet, heading: str) -> int:
    return [each.value for each in sheet[1]].index(heading) + 1


def write(book, name: str, row: int, **cells) -> None:
    """Write into the named columns of a row: `Being_done` is Being done."""
    for heading, value in cells.items():
        book[name].cell(row, column(book[name], heading.replace("_", " "))).value = value


def bring(book, **options):
    return import_content("back.xlsx", as_bytes(book), accept_warnings=True, **options)


def said(outcome) -> list[str]:
    return [str(each) for each in outcome.problems]


# The rule


@given(st.integers(0, 2), st.integers(0, 2), st.integers(0, 2))
def test_a_value_is_lost_only_where_somebody_changed_it_or_decides(then, ours, theirs):
    met = meeting(then, ours, theirs)
    if met == Meeting.CLASH:
        assert len({then, ours, theirs}) == 3
    elif met == Meeting.SAME:
        assert ours == theirs
    else:
        assert then == (ours if met == Meeting.THEIRS else theirs)


# What stays, and what goes in


def test_a_row_that_was_changed_only_here_is_not_put_back_by_the_old_file(figure):
    book = taken_out()
    Actual.objects.filter(pk=figure.pk).update(numerator=35, why="Snow")

    outcome = bring(book)

    assert outcome.verdict == Verdict.NO_CHANGES
    assert [str(each) for each in outcome.checked.notes] == [
        "Actuals!A2: this row was changed here since the file was made, and the file has it as it "
        "was: what is here stays"
    ]
    figure.refresh_from_db()
    assert (figure.numerator, figure.why) == (35, "Snow")


def test_a_row_that_was_changed_only_in_the_file_goes_in(figure):
    book = taken_out()
    other = make_actual(indicator=figure.indicator, period=Q2, reported_in=figure.reported_in)
    write(book, "Actuals", 2, Why="Hail")

    assert bring(book).verdict == Verdict.SAVED

    figure.refresh_from_db()
    assert figure.why == "Hail"
    assert Actual.objects.filter(pk=other.pk).exists()


def test_a_row_that_both_changed_apart_saves_nothing_and_shows_all_three(figure):
    book = taken_out()
    Actual.objects.filter(pk=figure.pk).update(why="Snow")
    write(book, "Actuals", 2, Why="Hail")

    outcome = bring(book)

    assert outcome.verdict == Verdict.NOTHING_SAVED
    (told,) = said(outcome)
    assert told.startswith(
        "Actuals!N2: this row was changed here too since the file was made (Why was Rain, is Snow "
        "here now, and Hail in the file): decide at Imports which one holds"
    )
    figure.refresh_from_db()
    assert figure.why == "Snow"


def test_a_row_that_both_changed_alike_is_as_before(figure):
    book = taken_out()
    Actual.objects.filter(pk=figure.pk).update(why="Hail")
    write(book, "Actuals", 2, Why="Hail")
    assert bring(book).verdict == Verdict.NO_CHANGES


def test_a_row_that_both_added_is_a_clash():
    indicator = make_indicator(code="LAC 01")
    quarter = make_quarter(Q2)
    book = taken_out()
    make_actual(indicator=indicator, period=Q1, reported_in=quarter)
    book["Actuals"].append(["LAC 01", Q1, Q2, "final", 31, 40])

    (told,) = said(bring(book))

    assert told.startswith(
        "Actuals!E2: this row was added here too since the file was made (Numerator was blank, is "
        "30 here now, and 31 in the file)"
    )


def test_a_row_that_was_taken_out_here_does_not_come_back_unseen():
    action = make_action(plan=make_plan(reference="P"), number=1, action="Tuition")
    book = taken_out()
    action.delete()

    untouched = bring(book)
    assert untouched.verdict == Verdict.NO_CHANGES
    assert "this row was taken out here since the file was made" in str(untouched.checked.notes[0])

    write(book, "Actions", 2, Action="More tuition")
    (told,) = said(bring(book))
    assert "this row was taken out here since the file was made, and changed in the file" in told
    assert not Action.objects.exists()


def test_a_part_that_somebody_was_given_meanwhile_is_not_taken_away(officer):
    plan = make_plan(reference="P")
    book = taken_out()
    make_part(plan=plan, user=officer)
    assert bring(book).verdict == Verdict.NO_CHANGES
    assert PlanPerson.objects.filter(user=officer, plan=plan).exists()


def test_an_older_target_in_the_file_does_not_become_a_newer_version():
    indicator = make_indicator(code="LAC 01")
    make_target(indicator=indicator, period="2009/10", value=15)
    make_quarter(Q1, "open")
    book = taken_out()
    make_quarter(Q1, "published")
    make_quarter(Q2, "open")
    make_target(indicator=indicator, period="2009/10", value=16, from_quarter=Q2)

    assert bring(book).verdict == Verdict.NO_CHANGES

    kept = Target.objects.order_by("from_quarter").values_list("from_quarter", "value")
    assert list(kept) == [("", Decimal(15)), (Q2, Decimal(16))]


def test_a_file_that_says_no_version_is_compared_with_what_is_here(figure):
    rows = [[*ACTUALS, "Why"], ["LAC 01", Q1, Q2, "final", 30, 40, None, "Hail"]]
    outcome = import_content("own.xlsx", xlsx(Actuals=rows))
    assert outcome.verdict == Verdict.SAVED


def test_a_version_that_is_not_known_any_more_is_said(figure):
    book = taken_out()
    ExportedSheet.objects.all().delete()
    write(book, "Actuals", 2, Why="Hail")
    outcome = bring(book)
    assert str(outcome.checked.notes[-1]) == (
        "File: the export that it was made from is not known here any more: it is compared with "
        "what is here now"
    )
    assert outcome.verdict == Verdict.SAVED


@pytest.mark.parametrize("kind", [".zip", "/"])
def test_a_set_of_tables_carries_its_version_too(figure, tmp_path, kind):
    path = f"{tmp_path}/all{kind}"
    export_to(path)
    Actual.objects.filter(pk=figure.pk).update(why="Snow")
    outcome = import_file(path)
    assert outcome.verdict == Verdict.NO_CHANGES
    figure.refresh_from_db()
    assert figure.why == "Snow"


def test_a_version_is_read_from_a_spreadsheet_saved_as_ods():
    content = "<office:document-content xmlns:office='o' xmlns:table='t'/>"
    meta = (
        "<office:document-meta xmlns:office='o' xmlns:meta='m'>"
        "<meta:user-defined meta:name='Other'>no</meta:user-defined>"
        "<meta:user-defined meta:name='LAA Tracker version'>abc</meta:user-defined>"
        "</office:document-meta>"
    )
    mimetype = "application/vnd.oasis.opendocument.spreadsheet"
    packed = as_zip({"mimetype": mimetype, "content.xml": content, "meta.xml": meta})
    assert read_content("book.ods", packed).version == "abc"


# What an export keeps


def test_exports_of_the_same_data_are_kept_once(figure):
    first = export()
    count = ExportedSheet.objects.count()
    assert export().version == first.version
    assert ExportedSheet.objects.count() == count > 0


def test_what_an_export_kept_is_what_was_there(figure):
    version = export().version
    book = kept_book()
    for sheet in book.sheets.values():
        kept = book.kept(sheet.name)
        names = [each.attribute for each in sheet.columns]
        then = dict(Edition(version).rows(sheet))
        assert then == {key: {name: row[name] for name in names} for key, row in kept.items()}


def test_exports_are_let_go_a_year_after_they_were_last_taken(figure):
    old = export().version
    ExportedSheet.objects.update(at=timezone.now() - KEPT_FOR - KEPT_FOR)
    Actual.objects.filter(pk=figure.pk).update(why="Snow")
    new = export().version
    assert not Edition(old).is_known
    assert Edition(new).is_known


def test_an_archive_holds_its_version_beside_the_tables(figure):
    exported = export()
    assert csv_files(exported)["LAA Tracker version.txt"].decode().strip() == exported.version


# Deciding, on the page


def clashing(figure) -> bytes:
    """A file that changed Why, which was changed here meanwhile."""
    book = taken_out()
    figure.why = "Snow"
    figure._history_user = make_officer(name="Ann Other")
    figure.save()
    write(book, "Actuals", 2, Why="Hail")
    return as_bytes(book)


def test_a_clash_is_shown_three_ways_with_who_changed_it_here(client, officer, figure):
    shown = words(upload(client, clashing(figure), "back.xlsx"))
    assert "back.xlsx: 1 row was changed here too" in shown
    assert "changed by Ann Other on" in shown
    for each in ("Rain", "Snow", "Hail"):
        assert each in shown
    assert "Save all of it" not in shown


def test_a_clash_in_a_file_that_was_saved_before_says_so(client, officer, figure):
    content = clashing(figure)
    upload(client, content, "back.xlsx")
    record = Import.objects.get()
    Import.objects.filter(pk=record.pk).update(state="saved")
    shown = words(upload(client, content, "again.xlsx"))
    assert "1 row was changed here too" in shown
    assert f'This is the same file as <a href="/imports/{record.pk}/">back.xlsx</a>' in shown


@pytest.mark.parametrize(("side", "why"), [("ours", "Snow"), ("theirs", "Hail")])
def test_what_was_decided_is_previewed_and_then_saved(client, officer, figure, side, why):
    page = upload(client, clashing(figure), "back.xlsx")
    address = page.request["PATH_INFO"]
    (mark,) = page.context["form"].fields

    decided = client.post(address, {mark: side}, follow=True)

    if side == "ours":
        assert "back.xlsx changes nothing" in words(decided)
    else:
        assert "Snow" in words(decided)
        client.post(address)
    figure.refresh_from_db()
    assert figure.why == why


def test_a_clash_needs_a_choice(client, officer, figure):
    page = upload(client, clashing(figure), "back.xlsx")
    again = client.post(page.request["PATH_INFO"], {})
    assert (
        "Choose which holds for Actuals, row 2: LAC 01 (Health assessments up to date), 2009/10 "
        "Q1, reported in 2009/10 Q2."
    ) in words(again)


def test_changes_in_different_columns_can_both_be_taken(client, officer, figure):
    book = taken_out()
    Actual.objects.filter(pk=figure.pk).update(why="Snow")
    write(book, "Actuals", 2, Being_done="Umbrellas")
    page = upload(client, as_bytes(book), "back.xlsx")
    address = page.request["PATH_INFO"]
    (mark,) = page.context["form"].fields
    client.post(address, {mark: "both"})
    client.post(address)
    figure.refresh_from_db()
    assert (figure.why, figure.being_done) == ("Snow", "Umbrellas")


def test_a_decision_does_not_hold_for_a_row_that_moved_again(client, officer, figure):
    page = upload(client, clashing(figure), "back.xlsx")
    address = page.request["PATH_INFO"]
    (mark,) = page.context["form"].fields
    client.post(address, {mark: "theirs"})
    Actual.objects.filter(pk=figure.pk).update(why="Fog")

    again = client.post(address, follow=True)

    assert "Fog" in words(again)
    assert list(again.context["form"].fields) != [mark]
    figure.refresh_from_db()
    assert figure.why == "Fog"


def test_a_row_that_moved_since_the_preview_is_shown_three_ways(client, officer, figure):
    rows = [[*ACTUALS, "Why"], ["LAC 01", Q1, Q2, "final", 30, 40, None, "Hail"]]
    address = upload(client, xlsx(Actuals=rows)).request["PATH_INFO"]
    Actual.objects.filter(pk=figure.pk).update(why="Snow")

    again = client.post(address, follow=True)

    (clash,) = again.context["page"].object_list
    assert clash.fields == [("Why", "Rain", "Snow", "Hail")]
    (mark,) = again.context["form"].fields
    client.post(address, {mark: "theirs"})
    client.post(address)
    figure.refresh_from_db()
    assert figure.why == "Hail"
    assert Import.objects.get().state == "saved"


def test_a_row_that_moved_since_the_preview_and_is_not_in_it_stays(client, officer, figure):
    other = make_actual(indicator=figure.indicator, period=Q2, reported_in=figure.reported_in)
    heads = [*ACTUALS, "Why"]
    rows = [
        heads,
        ["LAC 01", Q1, Q2, "final", 30, 40, None, "Hail"],
        ["LAC 01", Q2, Q2, "final", 30, 40, None, None],
    ]
    address = upload(client, xlsx(Actuals=rows)).request["PATH_INFO"]
    Actual.objects.filter(pk=other.pk).update(why="Snow")

    client.post(address)
    client.post(address)

    other.refresh_from_db()
    figure.refresh_from_db()
    assert (figure.why, other.why) == ("Hail", "Snow")


def test_clashes_beside_errors_are_told_and_wait_until_those_are_corrected(client, officer, figure):
    book = openpyxl.load_workbook(io.BytesIO(clashing(figure)))
    book["Targets"].append(["NI 999", "2009/10", None, 5])
    shown = words(upload(client, as_bytes(book), "back.xlsx"))
    assert "There is 1 problem in back.xlsx" in shown
    assert "What was changed here too" in shown


def test_the_page_of_clashes_can_be_put_aside(client, officer, figure):
    page = upload(client, clashing(figure), "back.xlsx")
    client.post(page.request["PATH_INFO"], {"drop": "yes"})
    assert Import.objects.get().state == "dropped"


@settings(max_examples=40)
@given(data=st.data())
def test_of_generated_changes_none_is_lost_in_silence(data, django_db_blocker):
    """Whatever both sides did to a row: our value goes only by the file's own change."""
    values = st.sampled_from(["a", "b", "c"])
    with transaction.atomic():
        indicator = make_indicator(code="LAC 77")
        figure = make_actual(
            indicator=indicator, period=Q1, reported_in=make_quarter(Q2),
            why=data.draw(values), source=data.draw(values),
        )  # fmt: skip
        version = export().version
        then = (figure.why, figure.source)
        ours = (data.draw(values), data.draw(values))
        theirs = (data.draw(values), data.draw(values))
        Actual.objects.filter(pk=figure.pk).update(why=ours[0], source=ours[1])
        rows = [[*ACTUALS, "Why", "Source"], ["LAC 77", Q1, Q2, "final", 30, 40, None, *theirs]]
        read = reading(Actuals=rows)
        read.version = version
        checked = check(read, kept_book())
        changed = [each.values for each in checked.changes]
        if len({then, ours, theirs}) == 3:
            assert len(checked.clashes) == 1
            assert changed == []
        elif theirs not in (then, ours):
            assert [(each["why"], each["source"]) for each in changed] == [theirs]
        else:
            assert changed == []
            assert not checked.clashes
        transaction.set_rollback(True)


def test_a_date_that_clashes_is_told_in_words():
    disputed = Disputed("Opens", "2010-01-04", None, "2010-01-05", is_date=True)
    clash = Clash(
        "Quarters", 2, [["Quarter", "2009/10 Q2"]], "2009/10 Q2", True, True, False, [disputed]
    )
    assert (
        "Opens was 4 January 2010, is blank here now, and 5 January 2010 in the file" in clash.told
    )


# Rows that are taken out of the file


def notes(outcome) -> list[str]:
    return [str(each) for each in outcome.checked.notes]


def test_rows_that_are_taken_out_of_an_export_stay_and_that_is_said(figure):
    plan = make_plan(reference="NI 101")
    for number in range(1, 7):
        make_action(plan=plan, number=number)
    whole = taken_out()
    assert not notes(bring(whole))

    whole["Actions"].delete_rows(3)
    outcome = bring(whole)
    assert (outcome.verdict, notes(outcome)) == (
        Verdict.NO_CHANGES,
        ["Actions: NI 101 2 is not in the file any more: it stays here as it is"],
    )
    whole["Actions"].delete_rows(2, 4)
    assert notes(bring(whole)) == [
        "Actions: NI 101 1, NI 101 2, NI 101 3 and 2 more are not in the file any more: they stay "
        "here as they are"
    ]
    assert Action.objects.count() == 6


def test_what_was_taken_out_here_too_is_not_said_of_a_file(figure):
    plan = make_plan(reference="NI 101")
    for number in (1, 2):
        make_action(plan=plan, number=number)
    book = taken_out()
    book["Actions"].delete_rows(3)
    Action.objects.get(number=2).delete()
    assert not notes(bring(book))
