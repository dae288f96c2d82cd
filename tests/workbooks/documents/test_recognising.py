"""Reading a plan out of a document: fields with their places, questions, unplaced words."""

from collections import Counter
from decimal import Decimal

import pytest

from tests.workbooks.documents.word import (
    ACTIONS,
    FILES,
    INDICATORS,
    NI_101,
    RISKS,
    SEED,
    TARGETS,
    cell,
    p,
    read_here,
    row,
    run,
    table,
    word,
)
from workbooks.documents.baselines import in_ranges
from workbooks.documents.found import Found, Kept, Known
from workbooks.documents.recognising import Recognised, answered_as_suggested, recognise
from workbooks.documents.wording import counted, pieces
from workbooks.documents.written import read_written
from workbooks.reading.documents import Document
from workbooks.reading.limits import NotRead

GOES_ON, RESTART = "<w:vMerge/>", "<w:vMerge w:val='restart'/>"
SUMMARY = ["Theme", "Priority", "Theme Group", "Management Group Lead", "Partners"]


def plan(*tables: str, answers: dict | None = None, known: Known | None = None) -> Recognised:
    """A document with these tables, an indicator before them, as it is recognised."""
    body = table(INDICATORS, NI_101) + "".join(p("") + each for each in tables)
    return recognise(read_here(word(body)), answers, known or InARound())


class InARound(Known):
    """A partnership that keeps nothing yet, in an open round."""

    open_quarter = "2009/10 Q3"


def values(recognised: Recognised, sheet: str, attribute: str) -> list[str]:
    return [row.values[attribute].value for row in recognised.of(sheet) if attribute in row.values]


def question(recognised: Recognised, key: str):
    (found,) = [each for each in recognised.questions if each.key == key]
    return found


@pytest.fixture(scope="module", params=["text", "libreoffice"])
def seed(request) -> Document:
    """The real plan, as text and as LibreOffice saved it in Word's format."""
    if request.param == "text":
        return read_here(SEED, "plan.txt")
    return read_here((FILES / "saved-by-libreoffice.docx").read_bytes())


# The real plan


def test_the_seed_gives_everything_that_is_in_it(seed):
    found = recognise(seed)
    assert Counter(row.sheet for row in found.rows) == {
        "Plans": 1,
        "Indicators": 1,
        "Targets": 3,
        "Dependencies": 2,
        "Risks": 4,
        "Risk assessments": 4,
        "Policies": 3,
        "Actions": 8,
        "Milestones": 8,
    }
    assert len(values(found, "Plans", "performance_arrangements")[0].split("\n")) == 5
    assert values(found, "Indicators", "baseline") == ["2.4%"]
    assert values(found, "Indicators", "baseline_period") == ["2007/08"]
    assert values(found, "Targets", "value") == ["15%", "17.8%", ""]
    assert values(found, "Targets", "state") == ["set", "set", "not set"]
    assert values(found, "Targets", "designation") == ["designated"] * 3
    assert values(found, "Dependencies", "priority") == ["NI 99", "NI 100"]
    assert values(found, "Risk assessments", "impact") == ["Low", "Low", "Nil", "Low"]
    assert values(found, "Risks", "how_managed")[2] == "Business Continuity Plan"
    assert values(found, "Policies", "policy") == [
        "Children's and Young People Plan (CYPP)",
        "Corporate Parenting Strategy",
        "Safeguarding Action Plan",
    ]
    assert values(found, "Milestones", "first_due")[-4:-1] == [
        "30 September 2009",
        "31 January 2010",
        "31 May 2010",
    ]


def test_no_word_of_the_seed_is_without_a_place(seed):
    assert recognise(seed).unplaced == []


def test_what_the_seed_leaves_open_is_asked_with_a_suggestion(seed):
    found = recognise(seed)
    texts = [each.text for each in found.questions]
    assert "Row 3 looks like 2 risks: split it?" in texts
    assert "2.4% needs a cohort of 41, 42 or 82 to 85: which, or unknown?" in texts
    assert "The 2010/11 target of NI 101 says “Not set”: what does that mean?" in texts
    assert "“Designated” stands beside the targets of NI 101: what are they?" in texts
    assert all(each.suggestion for each in found.questions)
    assert not found.is_answered
    assert recognise(seed, found.suggestions()).is_answered


def test_the_seed_as_text_and_as_libreoffice_saved_it_say_the_same():
    ways = [
        recognise(read_here(SEED, "plan.txt")),
        recognise(read_here((FILES / "saved-by-libreoffice.docx").read_bytes())),
    ]
    texts, saved = (
        [
            " ".join(found.value.replace(" / ", " ").split())
            for each in way.rows
            for found in each.values.values()
        ]
        for way in ways
    )
    assert texts == saved


def test_every_field_knows_the_place_it_comes_from(seed):
    found = recognise(seed)
    places = dict(seed.units())
    said = [each for row in found.rows for each in row.values.values() if each.place]
    assert said
    for each in said:
        assert counted([each.accounts_for]) <= counted([places.get(each.place, "")])


def test_the_place_of_a_cell_is_its_table_column_and_row():
    found = recognise(read_here(SEED, "plan.txt"))
    (arrangement, _) = found.of("Dependencies")
    assert arrangement.values["priority"].place == "Table 5!B2"
    assert found.of("Risks")[3].values["risk"].place == "Table 7!B4"


# Headings


@pytest.mark.parametrize(
    "headings",
    [
        pytest.param(["Risk", "Current Impact", "Current Likelihood", "How managed"], id="form"),
        pytest.param(["RISKS", "current  impact", "Likelihoods", "How  Managed:"], id="case"),
        pytest.param(["Risk description", "Impact", "Probability", "Mitigation"], id="other words"),
        pytest.param(["Risk", "Curent Impact", "Current Liklihood", "How managd"], id="slips"),
    ],
)
def test_a_table_is_known_by_its_headings_in_all_their_variants(headings):
    found = plan(table(headings, ["Flu", "Low", "Medium", "Plan for it"]))
    assert values(found, "Risks", "risk") == ["Flu"]
    assert values(found, "Risk assessments", "likelihood") == ["Medium"]
    assert found.unplaced == []


@pytest.mark.parametrize("spelling", ["dependant", "dependent"])
def test_dependant_and_dependent_are_one(spelling):
    asked = f"Is this priority {spelling} on any other LAA priorities?"
    found = plan(table([asked, "LAA Priority", "Theme Group"], ["", "NI 99", "Partnership"]))
    assert values(found, "Dependencies", "priority") == ["NI 99"]
    assert found.unplaced == []


def test_of_two_columns_called_target_one_has_the_years_and_one_the_kind():
    years = [
        row([cell("Baseline", RESTART), cell("Target", "<w:gridSpan w:val='2'/>"), "Target"]),
        row([cell("", GOES_ON), "2008/09", "2009/10", ""]),
        row(["10% (2007/08)", "15%", "17.8%", "Local"]),
    ]
    found = plan(table(*years))
    assert values(found, "Targets", "period") == ["2008/09", "2009/10"]
    assert question(found, "Table 2!D3 designation").suggestion == "local"
    assert found.unplaced == []


def test_a_target_without_a_year_is_asked_about():
    found = plan(table(["Baseline", "Target", "Target"], ["10% (2007/08)", "15%", "Designated"]))
    asked = question(found, "Table 2!B2 period")
    assert (asked.text, asked.suggestion) == ("Which year is this target of NI 101 for?", "")
    answered = plan(
        table(["Baseline", "Target", "Target"], ["10% (2007/08)", "15%", "Designated"]),
        answers={"Table 2!B2 period": "2010/11"},
    )
    assert values(answered, "Targets", "period") == ["2010/11"]


def test_missing_columns_are_left_out_and_missing_parts_are_said():
    found = plan(table(["Action", "Who"], ["Tuition", "ISL"]))
    assert values(found, "Actions", "action") == ["Tuition"]
    assert "when" not in found.of("Actions")[0].values
    assert any(note.startswith("nothing was found of: who prepared it") for note in found.notes)


def test_a_table_with_its_headings_down_the_side_is_read_too():
    found = plan(table(["Theme", "Jobs"], ["Priority", "Skills"], ["Partners", "A\nB"]))
    assert values(found, "Plans", "theme") == ["Jobs"]
    assert values(found, "Plans", "partners") == ["A\nB"]
    assert found.unplaced == []


def test_a_plan_in_one_great_table_is_read_part_by_part():
    found = recognise(
        read_here(
            word(
                table(
                    INDICATORS,
                    NI_101,
                    RISKS,
                    ["Flu", "Low", "Medium", "Plan"],
                    ["Have equality and diversity considerations been made?", "Yes, all"],
                    ACTIONS,
                    ["Tuition", "ISL", "Numbers", "ongoing", "", ""],
                )
            )
        )
    )
    assert values(found, "Risks", "risk") == ["Flu"]
    assert values(found, "Plans", "equality_and_diversity") == ["Yes, all"]
    assert values(found, "Actions", "action") == ["Tuition"]
    assert found.unplaced == []


# Tables that were split


ONE = ["One", "ISL", "Numbers", "ongoing", "", ""]
TWO = ["Two", "ISL", "Numbers", "ongoing", "", ""]


@pytest.mark.parametrize("blank", ["", "Not stated", "-"])
def test_of_an_action_every_cell_but_its_words_may_be_blank(blank):
    found = plan(table(ACTIONS, ["One", *[blank] * 5]))
    (action,) = found.of("Actions")
    assert [action.values[each].value for each in ("action", "who", "when")] == ["One", "", ""]
    assert found.unplaced == []


def test_a_plan_without_partners_is_read():
    summary = table(["Theme", "Priority", "Partners"], ["Healthy children", "Fewer moves", ""])
    assert values(plan(summary), "Plans", "partners") == [""]


def test_headings_that_repeat_after_a_page_break_are_no_action():
    found = plan(table(ACTIONS, ONE, ACTIONS, TWO))
    assert values(found, "Actions", "action") == ["One", "Two"]
    assert "Table 2!A3: headings that repeat are left out" in found.notes


def test_a_table_that_was_split_goes_on_with_its_headings_again():
    found = recognise(read_here(word(table(ACTIONS, ONE) + p("") + table(ACTIONS, TWO))))
    assert values(found, "Actions", "number") == ["1", "2"]
    assert "Table 2 repeats the headings of the activity plan" in found.notes[0]


def test_a_table_without_headings_goes_on_if_the_person_says_so():
    body = table(ACTIONS, ONE) + p("") + table(TWO)
    found = recognise(read_here(word(body)))
    asked = question(found, "Table 2 goes on")
    assert "do its rows go on from the activity plan in Table 1?" in asked.text
    assert values(found, "Actions", "action") == ["One", "Two"]
    refused = recognise(read_here(word(body)), {"Table 2 goes on": "no"})
    assert values(refused, "Actions", "action") == ["One"]
    assert ("Table 2!A1", "Two") in refused.unplaced


def test_a_row_without_an_action_goes_on_from_the_row_above_if_the_person_says_so():
    more = ["", "Schools", "Attendance", "", "", ""]
    found = plan(table(ACTIONS, ONE, more))
    assert values(found, "Actions", "who") == ["ISL\nSchools"]
    assert found.unplaced == []
    refused = plan(table(ACTIONS, ONE, more), answers={"Table 2!B3 more of the row above": "no"})
    assert refused.unplaced == [("Table 2!B3", "Schools"), ("Table 2!C3", "Attendance")]


def test_an_action_over_several_rows_is_one_action_with_all_its_measures():
    found = plan(
        table(
            ACTIONS,
            [cell("One", RESTART), "ISL", "First results", "September 2009", "", ""],
            [cell("", GOES_ON), "ISL", "Second results", "January 2010", "", ""],
        )
    )
    assert values(found, "Actions", "action") == ["One"]
    assert [
        (each.values["words"].value, each.values["first_due"].value)
        for each in found.of("Milestones")
    ] == [("First results", "30 September 2009"), ("Second results", "31 January 2010")]
    assert found.unplaced == []


def test_a_nested_table_is_read_as_a_table():
    found = plan(table([cell(p("CONSIDERATIONS") + table(RISKS, ["Flu", "Low", "Low", "Plan"]))]))
    assert values(found, "Risks", "risk") == ["Flu"]
    assert found.of("Risks")[0].values["risk"].place == "Table 2.1!A2"


def test_content_controls_and_tracked_changes_are_read_through():
    control = f"<w:sdt><w:sdtContent>{run('Flu pandemic')}</w:sdtContent></w:sdt>"
    changed = (
        run("Lo") + f"<w:del><w:r><w:delText>st</w:delText></w:r></w:del><w:ins>{run('w')}</w:ins>"
    )
    found = plan(table(RISKS, [cell(p(control)), cell(p(changed)), "Medium", "Plan"]))
    assert values(found, "Risks", "risk") == ["Flu pandemic"]
    assert values(found, "Risk assessments", "impact") == ["Low"]
    assert any("changes are tracked" in note for note in found.notes)


# Several in one cell


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Safeguarding Action Plan", ["Safeguarding Action Plan"]),
        (
            "Corporate Parenting Strategy Safeguarding Action Plan",
            ["Corporate Parenting Strategy", "Safeguarding Action Plan"],
        ),
        ("Children's Services Leadership Team", ["Children's Services Leadership Team"]),
        ("ISL Children's Services", ["ISL", "Children's Services"]),
        ("ISL/Colleges", ["ISL/Colleges"]),
        ("one; two", ["one", "two"]),
        ("• one\n• two", ["one", "two"]),
        ("NHS Worcestershire", ["NHS Worcestershire"]),
    ],
)
def test_names_in_one_cell_are_told_apart_as_a_suggestion(text, found):
    assert pieces(text) == found


FUSED = ["Flu will come. Numbers are small", "Nil Low", "Medium Medium", "One Plan Two hopes"]


def test_a_row_that_fuses_risks_is_split_as_suggested():
    found = plan(table(RISKS, FUSED))
    assert values(found, "Risks", "risk") == ["Flu will come.", "Numbers are small"]
    assert values(found, "Risks", "how_managed") == ["One Plan", "Two hopes"]
    assert values(found, "Risk assessments", "impact") == ["Nil", "Low"]


def test_a_row_that_fuses_risks_may_stay_one():
    found = plan(table(RISKS, FUSED), answers={"Table 2!A2 split": "keep"})
    assert values(found, "Risks", "risk") == ["Flu will come. Numbers are small"]
    assert values(found, "Risk assessments", "impact") == ["Nil"]
    assert found.unplaced == []


def test_a_row_that_fuses_risks_is_split_in_the_persons_own_way_and_no_word_is_lost():
    own = "Flu will come | Low | Medium | One Plan\nNumbers | Nil | Medium | Two hopes"
    found = plan(table(RISKS, FUSED), answers={"Table 2!A2 split": own})
    assert values(found, "Risks", "risk") == ["Flu will come", "Numbers"]
    assert values(found, "Risk assessments", "impact") == ["Low", "Nil"]
    assert found.unplaced == [("Table 2!A2", "are small")]


def test_an_own_way_to_split_risks_is_checked():
    found = plan(table(RISKS, FUSED), answers={"Table 2!A2 split": "Flu | Dire | Low | Plan"})
    assert '"Dire" is not a rating' in question(found, "Table 2!A2 split").problem
    assert not found.is_answered


def test_nil_is_asked_about_for_it_may_be_a_rating():
    rows = table(RISKS, ["Flu", "Nil", "Medium", "Plan"])
    found = plan(rows)
    assert question(found, "Table 2!B2 impact").suggestion == "Nil"
    unrated = plan(rows, answers={"Table 2!B2 impact": "not rated"})
    assert values(unrated, "Risk assessments", "impact") == [""]


def test_a_policy_split_in_the_persons_own_way_loses_no_word():
    head = ["Policy, plan or strategy", "Responsible organisation"]
    rows = table(head, ["Parenting Strategy Safeguarding Plan", "County"])
    found = plan(rows, answers={"Table 2!A2 split": "Parenting Strategy\nSafeguarding"})
    assert values(found, "Policies", "policy") == ["Parenting Strategy", "Safeguarding"]
    assert values(found, "Policies", "responsible_body") == ["County", "County"]
    assert found.unplaced == [("Table 2!A2", "Plan")]


@pytest.mark.parametrize(
    ("cell_text", "priorities"),
    [
        ("NI99/NI100", ["NI 99", "NI 100"]),
        ("NI 99 and NI 100", ["NI 99", "NI 100"]),
        ("NI 0099", ["NI 99"]),
        ("Raising attainment", ["Raising attainment"]),
    ],
)
def test_codes_in_one_cell_are_as_many_dependencies(cell_text, priorities):
    found = plan(table(["LAA Priority", "Theme Group"], [cell_text, "Partnership"]))
    assert values(found, "Dependencies", "priority") == priorities
    assert found.unplaced == []


# Figures


@pytest.mark.parametrize(
    ("text", "number", "period", "counts"),
    [
        ("2.4% (2007/08)", "2.4", "2007/08", (None, None)),
        ("2.4% 2007-08", "2.4", "2007/08", (None, None)),
        ("£1,200", "1200", "", (None, None)),
        ("12.5% (2008/09)\n5 of 40 young people", "12.5", "2008/09", (5, 40)),
        ("17.8 per 1,000 (2008/09)", "17.8", "2008/09", (None, None)),
        ("236 days", "236", "", (None, None)),
    ],
)
def test_a_figure_is_read_with_its_year_and_counts(text, number, period, counts):
    written = read_written(text)
    assert (written.number, written.period) == (Decimal(number), period)
    assert (written.numerator, written.denominator) == counts
    assert counted([written.words]) == counted([text])


@pytest.mark.parametrize("text", ["Not set", "TBC", "", "about half"])
def test_words_are_no_figure(text):
    assert read_written(text) is None


def test_runs_of_cohorts_are_told_short():
    assert in_ranges([41, 42, 82, 83, 84, 85]) == "41, 42 or 82 to 85"


def test_a_cohort_gives_the_baseline_its_counts():
    rows = table(TARGETS, ["2.4% (2007/08)", "15%", "17.8%", "Designated"])
    found = plan(rows, answers={"Table 2!A2 cohort": "42"})
    assert values(found, "Indicators", "baseline_numerator") == ["1"]
    assert values(found, "Indicators", "baseline_denominator") == ["42"]
    wrong = plan(rows, answers={"Table 2!A2 cohort": "60"})
    assert question(wrong, "Table 2!A2 cohort").problem == (
        "a cohort of 60 cannot give 2.4%: write another"
    )


def test_words_beside_a_figure_find_no_place_and_are_listed():
    found = plan(table(TARGETS, ["2.4% (2007/08) provisional", "15%", "17.8%", "Designated"]))
    assert found.unplaced == [("Table 2!A2", "provisional")]


def test_what_is_measured_is_asked_with_a_suggestion_from_the_document():
    found = plan(table(TARGETS, ["20% (2007/08)", "15%", "10%", "Designated"]))
    suggested = {each.key: each.suggestion for each in found.questions}
    assert suggested["NI 101 unit"] == "percentage"
    assert suggested["NI 101 good_is"] == "lower"
    assert suggested["NI 101 year_type"] == "academic"


def test_an_indicator_with_targets_for_quarters_is_taken_to_be_quarterly():
    quarters = ["Baseline", "2009/10 Q1 Target", "2009/10 Q2 Target", "Target"]
    found = plan(table(quarters, ["20% (2007/08)", "15%", "10%", "Designated"]))
    assert question(found, "NI 101 frequency").suggestion == "quarterly"


def test_a_code_that_is_none_is_asked_about():
    body = table(INDICATORS, ["NI 31", "Something", "", ""])
    found = recognise(read_here(word(body)))
    asked = question(found, "Table 1!A2 code")
    assert asked.text.startswith("NI 31 is not a national indicator")
    answered = recognise(read_here(word(body)), {"Table 1!A2 code": "NI 32"})
    assert values(answered, "Indicators", "code") == ["NI 32"]


# When


@pytest.mark.parametrize(
    ("when", "answer", "dates"),
    [
        ("September 2009", None, ["30 September 2009"]),
        ("March 2010 / October 2010", None, ["31 March 2010", "31 October 2010"]),
        ("Sept 2009\nJan 2010", None, ["30 September 2009", "31 January 2010"]),
        ("Each quarter/ongoing", None, []),
        ("Termly", None, []),
        ("Termly", "December 2009 / March 2010", ["31 December 2009", "31 March 2010"]),
        ("8/1/20", None, []),
        ("8/1/20", "8 January 2020", ["8 January 2020"]),
    ],
)
def test_milestones_fall_due_when_the_plans_words_say(when, answer, dates):
    rows = table(ACTIONS, ["Tuition", "ISL", "Numbers", when, "", ""])
    found = plan(rows, answers={"Table 2!D2 when": answer} if answer else None)
    assert values(found, "Milestones", "first_due") == dates
    assert values(found, "Actions", "when") == [when.replace("\n", " / ")]


@pytest.mark.parametrize(
    ("when", "asked"),
    [
        ("Termly", "“Termly”: which months?"),
        ("8/1/20", "“8/1/20” may be 8 January 2020 or 1 August 2020: which?"),
    ],
)
def test_words_that_name_no_date_are_asked_about_and_none_is_guessed(when, asked):
    found = plan(table(ACTIONS, ["Tuition", "ISL", "Numbers", when, "", ""]))
    assert question(found, "Table 2!D2 when").text == asked
    assert question(found, "Table 2!D2 when").suggestion == "as written"


def test_an_answer_that_names_no_month_is_told():
    rows = table(ACTIONS, ["Tuition", "ISL", "Numbers", "Termly", "", ""])
    found = plan(rows, answers={"Table 2!D2 when": "every term"})
    assert "names no month" in question(found, "Table 2!D2 when").problem


# Words that found no place


def test_words_that_found_no_place_are_put_where_the_person_says():
    rows = table(RISKS, ["Flu", "Low", "Medium", "Plan"])
    loose = p("See also the winter plan.")
    document = read_here(word(table(INDICATORS, NI_101) + loose + rows))
    found = recognise(document)
    assert found.unplaced == [("Paragraph 1", "See also the winter plan.")]
    placed = recognise(document, {"Paragraph 1 unplaced": "Risk 1: how managed"})
    assert values(placed, "Risks", "how_managed") == ["Plan\nSee also the winter plan."]
    left = recognise(document, {"Paragraph 1 unplaced": "leave out"})
    assert values(left, "Risks", "how_managed") == ["Plan"]


STRAY = "Signed off by the Director on 3 July 2009; budget £45,000"


def assert_stray_is_asked_about(found: Recognised, before: Recognised) -> None:
    ((place, words),) = found.unplaced
    assert words == STRAY
    assert question(found, f"{place} unplaced").text == (
        f"“{STRAY}” found no place: into which field, or leave it out?"
    )
    for name in ("performance_arrangements", "equality_and_diversity"):
        assert values(found, "Plans", name) == values(before, "Plans", name)
    asked = [each.text for each in before.questions]
    assert [each.text for each in found.questions if "no place" not in each.text] == asked


@pytest.mark.parametrize(
    "part", ["ACTIVITY PLAN", "What are the significant risks", "CONSIDERATIONS"]
)
def test_a_line_of_its_own_between_two_parts_is_asked_about_and_in_no_field(part):
    text = SEED.decode() if isinstance(SEED, bytes) else SEED
    with_it = text.replace(f"\n{part}", f"\n{STRAY}\n\n{part}")
    assert with_it != text
    found = recognise(read_here(with_it.encode(), "plan.txt"), {}, InARound())
    assert_stray_is_asked_about(
        found, recognise(read_here(text.encode(), "plan.txt"), {}, InARound())
    )


def test_a_paragraph_after_the_table_that_answers_a_question_is_asked_about():
    managed = table(
        [
            "What arrangements are in place for managing performance of this priority?",
            "CYPP action plan Social Care Quarterly Report",
        ]
    )
    assert_stray_is_asked_about(plan(managed, p(run(STRAY))), plan(managed))


EQUALITY = "Have equality and diversity considerations been made?"


def answered_in_paragraphs(answers: dict | None = None, item: bool = False) -> Recognised:
    style = "<w:pPr><w:numPr><w:numId w:val='1'/></w:numPr></w:pPr>" if item else ""
    first, second = p(style + run("All strategies do.")), p(style + run(STRAY))
    return plan(p(run(EQUALITY)), first + second, answers=answers)


def test_a_further_paragraph_of_an_answer_is_asked_about_before_it_joins():
    found = answered_in_paragraphs()
    (asked,) = [each for each in found.questions if "belong to the answer" in each.text]
    assert asked.text == (
        "Does this paragraph belong to the answer about equality and diversity, “All strategies "
        "do.”?"
    )
    assert (asked.suggestion, asked.about) == ("yes", STRAY)
    both = answered_in_paragraphs({asked.key: "yes"})
    assert values(both, "Plans", "equality_and_diversity") == [f"All strategies do.\n{STRAY}"]

    apart = answered_in_paragraphs({asked.key: "no"})
    assert values(apart, "Plans", "equality_and_diversity") == ["All strategies do."]
    assert [words for _, words in apart.unplaced] == [STRAY]


def test_a_list_that_answers_a_question_goes_on_unasked():
    found = answered_in_paragraphs(item=True)
    assert not [each for each in found.questions if "belong to the answer" in each.text]
    assert values(found, "Plans", "equality_and_diversity") == [f"All strategies do.\n{STRAY}"]


def test_an_answer_that_is_none_of_those_offered_is_told():
    document = read_here(word(table(INDICATORS, NI_101) + p("Loose words")))
    found = recognise(document, {"Paragraph 1 unplaced": "somewhere"})
    assert "is not one of the answers" in question(found, "Paragraph 1 unplaced").problem


def test_of_very_many_loose_words_the_rest_is_listed_in_one_question():
    loose = "".join(p(f"Loose words {number}") for number in range(103))
    found = recognise(read_here(word(table(INDICATORS, NI_101) + loose)))
    assert len(found.unplaced) == 103
    rest = question(found, "unplaced rest")
    assert rest.text == "3 more places hold words that found no field: leave them all out?"
    assert rest.about.startswith("Paragraph 101: Loose words 100; Paragraph 102:")


def test_an_unknown_column_is_listed_heading_and_all():
    risks = table([*RISKS, "Cost"], ["Flu", "Low", "Medium", "Plan", "£5"])
    asked = question(plan(risks), "Table 2!E1 heading")
    assert asked.text == "“Cost” heads a column of the risks: what stands in it?"
    assert (asked.about, asked.suggestion) == ("£5", "leave out")
    assert plan(risks, answers={asked.key: "leave out"}).unplaced == []
    found = plan(risks, answers={asked.key: "each cell"})
    assert found.unplaced == [("Table 2!E1", "Cost"), ("Table 2!E2", "£5")]


def test_a_document_without_tables_of_a_plan_is_refused():
    for body in (p("Minutes of a meeting"), table(["Name", "Apologies"], ["Ann", "yes"])):
        with pytest.raises(NotRead, match="there is no delivery plan in the document"):
            recognise(read_here(word(body)))


# Answers


def test_what_is_suggested_is_answered_until_no_question_is_left():
    document = read_here(SEED, "plan.txt")
    given = answered_as_suggested(document, {"Table 7!B4 split": "keep"})
    assert given["Table 7!B4 split"] == "keep"
    assert given["Table 10!B2 split"] == "split"
    assert recognise(document, given).is_answered


class OneKept(InARound):
    """A partnership that keeps the plan NI 101 with two risks."""

    def plan(self, reference, as_at=""):
        risks = [
            {"number": 4, "risk": "Recession", "how_managed": "", "owner": ""},
            {"number": 7, "risk": "Flu pandemic", "how_managed": "", "owner": ""},
        ]
        return Kept(
            {"reference": "NI 101"}, risks=risks, ratings={7: ("Low", "Medium", "open", "")}
        )

    def indicator(self, code):
        return {"unit": "percentage", "baseline": None, "baseline_period": ""}


def test_what_is_kept_already_keeps_its_number_and_is_not_asked_again():
    rows = table(
        RISKS, ["Flu pandemics", "Low", "Medium", "Plan"], ["Something new", "Low", "Low", ""]
    )
    found = plan(rows, known=OneKept())
    assert values(found, "Risks", "number") == ["7", "8"]
    assert values(found, "Risk assessments", "number") == ["8"]
    assert not [each for each in found.questions if each.key.startswith("NI 101")]


# Closed risks


def risks_with_state(*states: str) -> Recognised:
    rows = [["Risk", "Impact", "Likelihood", "How managed", "Status"]]
    rows += [[f"Risk of the kind {said}", "High", "Low", "Watch it", said] for said in states]
    return plan(table(*rows))


@pytest.mark.parametrize(
    ("said", "state", "why"),
    [
        ("Open", "open", ""),
        ("Closed: grant came through.", "closed", "grant came through."),
        ("CLOSED - grant came through", "closed", "grant came through"),
        ("Closed.\nGrant came.\nAll done.", "closed", "Grant came.\nAll done."),
    ],
)
def test_a_register_that_says_so_gives_each_risk_its_state(said, state, why):
    found = risks_with_state(said)
    (row,) = found.of("Risk assessments")
    assert row.values["state"].value == state
    assert row.values.get("commentary", Found("")).value == why
    assert found.unplaced == []


def test_why_a_risk_is_closed_is_asked_where_its_register_does_not_say():
    (asked,) = [each for each in risks_with_state("Closed").questions if "closed" in each.text]
    assert (asked.place, asked.text) == ("Table 2!E2", "Risk 1 is closed: why?")


def test_words_that_are_no_state_of_a_risk_find_no_place():
    assert [words for _, words in risks_with_state("Under review").unplaced] == ["Under review"]


# Lines with a label


def labelled(*lines: str, answers: dict | None = None, known: Known | None = None) -> Recognised:
    """A plan below paragraphs of its own."""
    body = "".join(map(p, lines)) + table(INDICATORS, NI_101)
    return recognise(read_here(word(body)), answers, known or InARound())


def test_lines_with_a_label_of_the_form_are_read_as_what_they_say():
    found = labelled(
        "Title: GCSEs of looked after children in care",
        "Prepared by: Julie Elliott",
        "Post: Service Development Manager",
        "Service: Looked After Children",
        "Date: July 2009",
        "Theme: Enjoy and achieve",
        "Theme Group: Children's Partnership",
    )
    said = {
        name: values(found, "Plans", name)
        for name in ("title", "prepared_by", "post", "service", "dated", "theme", "theme_group")
    }
    assert said == {
        "title": ["GCSEs of looked after children in care"],
        "prepared_by": ["Julie Elliott"],
        "post": ["Service Development Manager"],
        "service": ["Looked After Children"],
        "dated": ["July 2009"],
        "theme": ["Enjoy and achieve"],
        "theme_group": ["Children's Partnership"],
    }
    assert found.unplaced == []
    assert [each for each in found.notes if "who prepared it" in each] == []


@pytest.mark.parametrize(
    "line", ["Prepared by: Ann Lee\tDate: July 2009", "Prepared by\tAnn Lee\nDate\tJuly 2009"]
)
def test_several_labels_on_one_line_or_in_one_paragraph_are_told_apart(line):
    found = labelled(line)
    assert values(found, "Plans", "prepared_by") == ["Ann Lee"]
    assert values(found, "Plans", "dated") == ["July 2009"]
    assert found.unplaced == []


def test_a_name_a_post_and_a_service_behind_one_label_are_asked_about():
    found = labelled("Prepared by: Ann Lee, Manager, LAAC Services")
    assert question(found, "Paragraph 1 person").suggestion == "split"
    assert values(found, "Plans", "service") == ["LAAC Services"]


@pytest.mark.parametrize(
    "line", ["Signed off by: the Board", "The date: to be agreed", "Date", "Note: Date: July 2009"]
)
def test_a_line_whose_label_is_none_of_the_form_is_asked_about(line):
    found = labelled(line)
    assert [words for _, words in found.unplaced] == [line]
    assert values(found, "Plans", "dated") == []


def test_what_is_said_a_second_time_is_asked_about():
    found = labelled("Date: July 2009", "Date: May 2010")
    assert values(found, "Plans", "dated") == ["July 2009"]
    assert found.unplaced == [("Paragraph 2", "Date: May 2010")]


def test_words_that_found_no_place_may_go_to_every_field_of_the_plan_itself():
    found = labelled("Of July 2009")
    offered = [each.value for each in question(found, "Paragraph 1 unplaced").choices]
    for name in ("title", "prepared by", "post", "service", "date", "theme", "theme group"):
        assert f"Plan: {name}" in offered
    answered = labelled("Of July 2009", answers={"Paragraph 1 unplaced": "Plan: date"})
    assert values(answered, "Plans", "dated") == ["Of July 2009"]


def test_words_that_are_put_into_a_field_are_added_to_what_is_kept_there():
    class KeptHere(InARound):
        def plan(self, reference: str, as_at: str = "") -> Kept:
            return Kept({"reference": "NI 101", "partners": "Schools\nColleges"})

        def indicator(self, code: str) -> None:
            return None

    found = labelled(
        "The Connexions service",
        answers={"Paragraph 1 unplaced": "Plan: partners"},
        known=KeptHere(),
    )
    assert values(found, "Plans", "partners") == ["Schools\nColleges\nThe Connexions service"]


def test_the_number_of_a_page_that_was_copied_with_the_text_is_none_of_its_words():
    assert labelled("Page 4 of 5").unplaced == []


# Headings of their own


def test_a_column_with_a_heading_of_its_own_is_what_the_person_says_that_it_is():
    tables = (
        table(["Action", "Who", "When", "Cost and staff"], ["Tuition", "ISL", "Termly", "Tutors"]),
        table(["Action", "Who", "When", "Cost and staff"], ["Clubs", "ISL", "Termly", "A hall"]),
    )
    asked = [each for each in plan(*tables).questions if each.key.endswith("heading")]
    assert [each.place for each in asked] == ["Table 2!D1"]  # and not once more in the next table
    assert asked[0].suggestion == "leave out"
    assert [each.words for each in asked[0].choices][:3] == [
        "Milestones / Success Measure", "Resource Implications", "Commentary",
    ]  # fmt: skip
    found = plan(*tables, answers={asked[0].key: "resource_implications"})
    assert values(found, "Actions", "resource_implications") == ["Tutors", "A hall"]
    assert found.unplaced == []


@pytest.mark.parametrize(
    ("headings", "suggested"),
    [
        (["What we will do", *ACTIONS[1:]], "action"),  # the only one that is missing
        (["Action", "Who", "Resources needed"], "resource_implications"),  # the most alike
    ],
)
def test_what_a_heading_of_its_own_may_be_is_suggested(headings, suggested):
    found = plan(table(headings, [f"Words {each}" for each in headings]))
    (asked,) = [each for each in found.questions if each.key.endswith("heading")]
    assert asked.suggestion == suggested


def test_a_rating_in_other_words_is_asked_about_with_the_rating_that_it_names():
    found = plan(table(RISKS, ["Flu", "High (was Low)", "Significant", "Plan"]))
    assert question(found, "Table 2!B2 impact").suggestion == "High"
    assert question(found, "Table 2!C2 likelihood").suggestion == ""
