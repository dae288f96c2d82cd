"""What is taken out of our own Word plan: said each time, or taken out here; never ignored."""

import re
from dataclasses import replace
from typing import Any

import pytest

from tests.reports import samples
from tests.workbooks.documents.edited import (
    Edit,
    KeptHere,
    asked,
    edited,
    in_word,
    our_plan,
    put,
    read_back,
    without_row,
    written_otherwise,
)
from workbooks.documents.found import Kept

CARD = {
    "Actions": ("who", "resource_implications", "commentary"),
    "Risks": ("how_managed", "owner"),
    "Dependencies": ("theme_group", "arrangement"),
    "Policies": ("responsible_body", "arrangement"),
}
OF_THE_PLAN = (
    "prepared_by", "post", "service", "dated", "theme", "priority", "theme_group",
    "management_group_lead", "partners", "cross_cutting_theme", "equality_and_diversity",
    "performance_arrangements", "title",
)  # fmt: skip


def lines(value: Any) -> Any:
    return "\n".join(value) if isinstance(value, tuple) else value


class KeptWhole(KeptHere):
    """A partnership that keeps all that the document says."""

    def plan(self, reference: str, as_at: str = "") -> Kept:
        kept, report = super().plan(reference, as_at), self.report
        whole = {each: lines(getattr(report, each)) for each in OF_THE_PLAN}
        return replace(
            kept,
            plan=kept.plan | whole,
            indicators={each.code: self.indicator(each.code) for each in report.lines},
            targets={
                (code, each.period): {
                    "value": each.value, "state": each.state, "designation": each.designation,
                }
                for code, targets in report.targets
                for each in targets
            },
            actions=[
                row | with_more("Actions", card) | {"indicators_fed": list(card.feeds)}
                for row, card in zip(kept.actions, report.actions, strict=True)
            ],
            risks=[
                row | with_more("Risks", card)
                for row, card in zip(kept.risks, report.risks, strict=True)
            ],
            dependencies={
                card.priority: {"priority": card.priority} | with_more("Dependencies", card)
                for card in report.dependencies
            },
            policies={
                card.policy: {"policy": card.policy} | with_more("Policies", card)
                for card in report.policies
            },
        )  # fmt: skip

    def agreement(self, title: str) -> tuple[str, str, str, str]:
        return title, "Worcestershire", "2008/09", "2010/11"

    def indicator(self, code: str) -> dict[str, Any] | None:
        line = next((each for each in self.report.lines if each.code == code), None)
        if line is None:
            return super().indicator(code)
        names = ("title", "purpose", "lead", "unit", "per", "definition", "cohort", "good_is")
        return {
            "code": code,
            **{each: getattr(line, each) for each in names},
            "baseline": line.baseline.value,
            "baseline_period": line.baseline.period,
            "baseline_numerator": None,
            "baseline_denominator": None,
        }


def with_more(sheet: str, card: Any) -> dict[str, Any]:
    return {each: lines(getattr(card, each)) for each in CARD[sheet]}


REPORT = our_plan(lines=(replace(samples.NI_101, cohort="Year 11"),))


@pytest.fixture(scope="module")
def whole() -> bytes:
    return in_word(REPORT)


def read(content: bytes, answers: dict[str, str] | None = None):
    return read_back(content, answers, KeptWhole(REPORT))


def stays(found) -> list[str]:
    return [each for each in found.notes if re.search("stays? here as", each)]


def without_column(heading: str) -> Edit:
    """Of the table that has the heading, without that cell in each of its rows."""

    def edit(xml: str) -> str:
        at = xml.index(f">{heading}<")
        begin, end = xml.rindex("<w:tbl>", 0, at), xml.index("</w:tbl>", at)
        rows = xml[begin:end].split("</w:tr>")
        nth = rows[0][: rows[0].index(f">{heading}<")].count("<w:tc>") - 1
        rows[:-1] = [without_cell(row, nth) for row in rows[:-1]]
        return xml[:begin] + "</w:tr>".join(rows) + xml[end:]

    return edit


def without_cell(row: str, nth: int) -> str:
    cells = list(re.finditer("<w:tc>.*?</w:tc>", row, re.DOTALL))
    return row[: cells[nth].start()] + row[cells[nth].end() :]


def without_table(words: str) -> Edit:
    def edit(xml: str) -> str:
        at = xml.index(f">{words}<")
        begin, end = xml.rindex("<w:tbl>", 0, at), xml.index("</w:tbl>", at)
        return xml[:begin] + xml[end + len("</w:tbl>") :]

    return edit


def test_nothing_stays_where_nothing_was_taken_out(whole):
    assert stays(read(whole)) == []
    assert read(whole).questions == []


@pytest.mark.parametrize(
    ("edit", "said"),
    [
        (
            without_column("Who"),
            "“Who” of action 1, action 2, action 4 and action 5 is not in the document: it stays "
            "here as it is",
        ),
        (without_column("2009/10 Target"), "the 2009/10 target of NI 101 is not in the document"),
        (without_column("Baseline"), "“Baseline” of NI 101 is not in the document: it stays"),
        (without_column("Purpose"), "“Purpose” of NI 101 is not in the document: it stays"),
        (without_column("Partners"), "“Partners” of the plan is not in the document: it stays"),
        (without_column("Current Impact"), "“Current Impact” of risk 1 and risk 3 is not in the"),
        (
            without_table("Prepared by"),
            "“Prepared by”, “Post”, “Service” and “Date” of the plan are not in the document: they "
            "stay here as they are",
        ),
        (
            without_row("By analogy with NI 99."),
            "“Definition” of NI 101 is not in the document: it stays here as it is",
        ),
        (
            put("Action 2, “Train foster carers” feeds LAC 02.", ""),
            "“Indicators fed” of action 2 is not in the document: it stays here as it is",
        ),
        (
            put("Risk 1, “Too few tutors come” is owned by Ann Lee.", ""),
            "“Owner” of risk 1 is not in the document: it stays here as it is",
        ),
    ],
)
def test_what_is_not_in_the_document_any_more_stays_and_is_said(whole, edit, said):
    found = read(edited(whole, edit))
    assert [each for each in stays(found) if each.startswith(said)]
    assert len(stays(found)) == 1
    assert found.questions == []


def test_a_rating_whose_column_was_taken_out_stays_beside_the_other_one(whole):
    found = read(
        edited(whole, without_column("Current Impact"), written_otherwise(">Low<", ">High<"))
    )
    (row,) = found.of("Risk assessments")
    assert (row.values["impact"].value, row.values["likelihood"].value) == ("Low", "High")


def test_ratings_that_were_both_emptied_are_taken_out(whole):
    found = read(edited(whole, emptied("Low", times=2)))
    (row,) = found.of("Risk assessments")
    assert row.name == "Risk 1"
    assert (row.values["impact"].value, row.values["likelihood"].value) == ("", "")
    assert stays(found) == []


def test_the_only_indicator_that_was_taken_out_of_its_table_is_told_and_asks_nothing(whole):
    found = read(edited(whole, without_row(">NI 101<")))
    assert stays(found) == ["the indicator NI 101 is not in the document: it stays here as it is"]
    assert any("targets of an indicator that is not among its" in each for each in found.notes)
    assert (found.questions, found.unplaced) == ([], [])


def test_a_title_that_was_taken_out_stays_and_is_said(whole):
    title = f"{REPORT.reference}: {REPORT.title}"
    found = read(edited(whole, written_otherwise(f">{title}<", "><")))
    (question,) = [each for each in found.questions if each.key == "reference"]
    found = read(edited(whole, written_otherwise(f">{title}<", "><")), {question.key: "NI 101"})
    assert stays(found) == ["“Title” of the plan is not in the document: it stays here as it is"]


def test_a_designation_that_was_taken_out_stays_and_is_said(whole):
    found = read(edited(whole, emptied("Designated")))
    assert stays(found) == [
        "“Designation” of the 2008/09 target of NI 101, the 2009/10 target of NI 101 and the "
        "2010/11 target of NI 101 is not in the document: it stays here as it is"
    ]
    assert found.questions == []


def test_a_row_whose_action_was_emptied_is_left_out_and_told(whole):
    found = read(edited(whole, emptied("Train foster carers")))
    (question,) = asked(found, "more of the row above")
    assert question.suggestion == "no"
    left = read(edited(whole, emptied("Train foster carers")), {question.key: "no"})
    assert "row 3 names no action: it is left out" in left.notes
    assert any(each.startswith("action 2 “Train foster carers” is not") for each in left.notes)
    assert left.unplaced == []
    assert left.is_answered


def test_several_rows_that_were_taken_out_are_told_together(whole):
    found = read(edited(whole, without_row("By analogy with NI 99."), without_row(">Year 11<")))
    assert stays(found) == [
        "“Definition” and “Cohort, shared with others” of NI 101 are not in the document: they "
        "stay here as they are"
    ]


def test_an_indicator_that_was_taken_out_of_its_table_stays_and_is_said(whole):
    report = our_plan(lines=(samples.NI_101, replace(samples.NI_101, code="NI 99")))
    shorter = edited(in_word(report), without_row(">NI 99<"))
    found = read_back(shorter, known=KeptWhole(report))
    assert "the indicator NI 99 is not in the document: it stays here as it is" in found.notes


@pytest.mark.parametrize(
    ("words", "name"),
    [
        (REPORT.equality_and_diversity, "equality_and_diversity"),
        (REPORT.performance_arrangements, "performance_arrangements"),
    ],
)
def test_an_answer_that_was_taken_out_below_its_question_is_taken_out_here(whole, words, name):
    said = words if isinstance(words, tuple) else (words,)
    found = read(edited(whole, *[emptied(each, times=9) for each in said]))
    assert stays(found) == []
    (plan,) = found.of("Plans")
    assert plan.values[name].value == ""


def test_an_answer_whose_question_is_gone_too_stays_and_is_said(whole):
    asked_ = "Have equality and diversity considerations been made?"
    found = read(edited(whole, put(asked_, ""), put(REPORT.equality_and_diversity, "")))
    assert stays(found) == [
        "“Equality and diversity” of the plan is not in the document: it stays here as it is"
    ]


# Figures that were emptied


def emptied(words: str, times: int = 1) -> Edit:
    return written_otherwise(f">{words}<", "><", times)


def test_a_target_that_was_emptied_is_asked_about(whole):
    without = edited(whole, emptied("17.8%"))
    found = read(without)
    (question,) = found.questions
    assert question.text == "The 2009/10 target of NI 101 is empty here: what does that mean?"
    assert question.suggestion == "leave out"
    assert question.choices[-1].words == "Nothing: what is kept stays as it is"

    left = read(without, {question.key: "leave out"})
    assert stays(left) == [
        "the 2009/10 target of NI 101 is not in the document: it stays here as it is"
    ]
    withdrawn = read(without, {question.key: "withdrawn", approval(question.place): "GO 12"})
    (row,) = [each for each in withdrawn.of("Targets") if each.name == "NI 101, 2009/10"]
    assert (row.values["state"].value, row.values["value"].value) == ("withdrawn", "")
    assert withdrawn.is_answered


def approval(place: str) -> str:
    return f"{place} approval"


def test_a_baseline_that_was_emptied_is_asked_about(whole):
    without = edited(whole, emptied("2.4% (2007/08)"))
    (question,) = read(without).questions
    assert question.text == "The baseline of NI 101 is empty here: what does that mean?"
    left = read(without, {question.key: "leave out"})
    assert stays(left) == ["“Baseline” of NI 101 is not in the document: it stays here as it is"]
    withdrawn = read(without, {question.key: "withdrawn"})
    assert withdrawn.of("Indicators")[0].values["baseline"].value == "withdrawn"


# Designated targets


def test_a_designated_target_changes_with_a_reference_that_is_asked_for_at_its_cell(whole):
    changed = edited(whole, put("15%", "16%"), put("17.8%", "19%"))
    first, second = asked(read(changed), "approval")
    assert (first.place, second.place) == ("Table 4!B2", "Table 4!C2")
    assert first.text == (
        "The 2008/09 target of NI 101 is designated, and changes only with approval: what is the "
        "approval reference of “16%”?"
    )
    assert first.suggestion == ""

    answers = {first.key: "GO-WM 2010/7", second.key: "leave out"}
    found = read(changed, answers)
    references = {
        each.values["period"].value: each.values["approval_reference"].value
        for each in found.of("Targets")
        if "approval_reference" in each.values
    }
    assert references == {"2008/09": "GO-WM 2010/7"}
    (row,) = [each for each in found.of("Targets") if "approval_reference" in each.values]
    assert {row.values[each].place for each in ("indicator", "period", "value")} == {"Table 4!B2"}
    assert "the 2009/10 target of NI 101 stays here as it is, for want of approval" in found.notes
    assert stays(found) == [each for each in found.notes if "for want of approval" in each]
    assert found.is_answered
    assert found.unplaced == []


def test_a_target_that_is_not_designated_changes_without_a_reference(whole):
    report = replace(
        REPORT, targets=(("NI 101", (samples.target("15", "2008/09", designation="local"),)),)
    )
    found = read_back(edited(in_word(report), put("15%", "16%")), known=KeptWhole(report))
    assert found.questions == []
    assert found.of("Targets")[0].values["value"].value == "16%"


def test_words_that_were_added_to_a_target_are_not_lost(whole):
    assert read(edited(whole, put("17.8%", "17.8% (provisional)"))).unplaced == [
        ("Table 4!C2", "(provisional)")
    ]


@pytest.mark.parametrize("words", ["17-19%", "17% to 19%", "17 – 19"])
def test_a_target_that_is_a_range_is_asked_about_and_never_its_first_figure(whole, words):
    found = read(edited(whole, put("17.8%", words)))
    (question,) = asked(found, "state")
    assert question.text == f"The 2009/10 target of NI 101 says “{words}”: what does that mean?"
    assert [each for each in found.of("Targets") if each.name == "NI 101, 2009/10"] == []


def test_a_target_of_a_further_year_is_designated_as_the_others_are(whole):
    later = edited(whole, written_otherwise(">2010/11 Target<", ">2011/12 Target<"))
    rows = {each.name: each.values for each in read(later).of("Targets")}
    assert rows["NI 101, 2011/12"]["designation"].value == "designated"


def test_another_designation_of_a_designated_target_needs_approval_too(whole):
    found = read(edited(whole, put("Designated", "Local")))
    assert len(asked(found, "approval")) == 3
