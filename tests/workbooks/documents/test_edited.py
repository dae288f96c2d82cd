"""Our own Word plan, changed by hand: nothing hangs on where a row stands."""

import io
import re
import zipfile
from dataclasses import replace

import pytest

from indicators.measuring import read_tolerance
from reports.reading.objects import ActionCard
from tests.reports import samples
from tests.workbooks.documents.edited import (
    ACTIONS,
    RISKS,
    Edit,
    KeptHere,
    asked,
    by_number,
    edited,
    in_word,
    new_row,
    our_plan,
    paragraph,
    put,
    read_back,
    swapped,
    without_row,
    written_otherwise,
)
from tests.workbooks.documents.word import cell, read_here, table
from workbooks.documents.below import Below
from workbooks.documents.headings import Kind
from workbooks.documents.questions import Asking
from workbooks.documents.walking import lay_out
from workbooks.reading.documents import Words

FED = {"1": ("LAC 01; LAC 11",), "2": ("LAC 02",), "4": ("LAC 03",), "5": ("",)}
OWNED = {"1": ("Ann Lee",), "2": ("Bob Day",), "3": ("",)}
HOW_A_ROW_IS_EDITED = {
    "untouched": ([], ""),
    "taken out": ([without_row("Train foster carers"), without_row("Too few tutors come")], "2 1"),
    "moved": (
        [
            swapped("Visit every home", below="Tuition in Year 11"),
            swapped("Too few tutors come", below="Schools close for snow"),
        ],
        "",
    ),
    "put in": (
        [new_row("Visit every home", "Open a club"), new_row("Too few tutors come", "Flu")],
        "",
    ),
}


@pytest.fixture(scope="module")
def ours() -> bytes:
    return in_word(our_plan())


def as_written_before(xml: str) -> str:
    """The lines below the tables as files of before have them: with the place in the table."""
    places = {
        "Action": [each.number for each in ACTIONS],
        "Risk": [each.number for each in our_plan().risks],
    }

    def above(match: re.Match[str]) -> str:
        place = places[match["what"]].index(int(match["number"])) + 1
        return f"{match['what']} {place} above {match['verb']}"

    return re.sub(
        r"(?P<what>Action|Risk) (?P<number>[0-9]+), “[^”]+” (?P<verb>feeds|is owned|is closed)",
        above,
        xml,
    )


class InAnotherPartnership(KeptHere):
    """A partnership that knows the indicators and keeps no plan yet."""

    def plan(self, reference: str, as_at: str = "") -> None:
        return None


def test_what_is_said_below_a_table_names_its_action_and_its_risk(ours):
    layout_lines = {each.line for each in lines_of(ours)}
    assert layout_lines == {
        "Action 1, “Visit every home” feeds LAC 01; LAC 11.",
        "Action 2, “Train foster carers” feeds LAC 02.",
        "Action 4, “Tuition in Year 11” feeds LAC 03.",
        "Risk 1, “Too few tutors come” is owned by Ann Lee.",
        "Risk 2, “Schools close for snow” is owned by Bob Day.",
        "Risk 2, “Schools close for snow” is closed: It thawed",
    }


def lines_of(content: bytes) -> list[Below]:
    return lay_out(read_here(content), Asking({})).below


@pytest.mark.parametrize("age", ["of today", "of before"])
@pytest.mark.parametrize("way", HOW_A_ROW_IS_EDITED)
def test_a_row_that_is_taken_out_moved_or_put_in_changes_nothing_of_the_others(ours, way, age):
    edits, gone = HOW_A_ROW_IS_EDITED[way]
    before = [as_written_before] if age == "of before" else []
    found = read_back(edited(ours, *before, *edits))

    fed = by_number(found, "Actions", "indicators_fed")
    owned = by_number(found, "Risks", "owner")
    action, risk = gone.split() if gone else ("", "")
    new = {"6": ("",)} if way == "put in" else {}
    assert fed == {key: each for key, each in (FED | new).items() if key != action}
    new = {"4": ("",)} if way == "put in" else {}
    assert owned == {key: each for key, each in (OWNED | new).items() if key != risk}
    closed = [row for row in found.said_of("Risk assessments") if "state" in row.values]
    assert [row.name for row in closed if row.values["state"].value == "closed"] == ["Risk 2"]
    assert asked(found, "said of") == []
    assert found.unplaced == []


@pytest.mark.parametrize("way", HOW_A_ROW_IS_EDITED)
def test_a_partnership_that_keeps_no_such_plan_takes_each_line_by_its_words(ours, way):
    edits, gone = HOW_A_ROW_IS_EDITED[way]
    found = read_back(edited(ours, *edits), known=InAnotherPartnership())
    fed = {
        row.values["action"].value: row.values.get("indicators_fed") for row in found.of("Actions")
    }
    expected = {each.action: "; ".join(each.feeds) for each in ACTIONS}
    assert {words: said.value for words, said in fed.items() if said} == {
        words: codes for words, codes in expected.items() if codes and words in fed
    }
    # A line of a row that is not there any more may be of another: it is asked about.
    orphans = asked(found, "said of")
    assert [each.suggestion for each in orphans] == ["leave out"] * len(gone.split())


def test_a_line_whose_number_and_words_are_of_two_actions_is_asked_about(ours):
    wrong = edited(ours, put("Action 4, “Tuition in Year 11”", "Action 2, “Tuition in Year 11”"))
    found = read_back(wrong)
    (question,) = asked(found, "said of")
    assert "Action 2, “Tuition in Year 11” feeds LAC 03." in question.text
    assert question.suggestion == "4"
    assert [each.words for each in question.choices][1] == "Action 2, “Train foster carers”"

    answered = read_back(wrong, {question.key: "5"})
    assert by_number(answered, "Actions", "indicators_fed")["5"] == ("LAC 03",)
    left_out = read_back(wrong, {question.key: "leave out"})
    assert by_number(left_out, "Actions", "indicators_fed")["4"] == ("",)


def test_a_line_that_says_another_thing_of_the_same_action_is_not_lost(ours):
    twice = put(
        "Action 2, “Train foster carers” feeds LAC 02.",
        "Action 1, “Visit every home” feeds LAC 05.",
    )
    found = read_back(edited(ours, twice))
    assert by_number(found, "Actions", "indicators_fed")["1"] == FED["1"]
    assert any("feeds LAC 05" in words for _, words in found.unplaced)


def test_files_of_before_that_no_longer_list_where_the_plan_stands_are_asked_about(ours):
    def without_the_end(xml: str) -> str:
        begin = xml.index("<w:p>", xml.rindex("feeds"))
        return xml[:begin] + xml[xml.rindex("<w:sectPr") :]

    whole = read_back(edited(ours, as_written_before, without_the_end))
    assert by_number(whole, "Actions", "indicators_fed") == FED  # the rows are those that are kept
    assert asked(whole, "said of") == []

    moved = read_back(
        edited(ours, as_written_before, without_the_end, without_row("Visit every home"))
    )
    assert len(asked(moved, "said of")) == 3


def test_actions_with_the_same_words_are_told_apart():
    twins = (
        ActionCard(1, "Review", who=("ISL",), feeds=("LAC 01",)),
        ActionCard(2, "Train foster carers"),
        ActionCard(3, "Review", who=("Schools",), feeds=("LAC 02",)),
    )
    report = our_plan(actions=twins)
    content = in_word(report)
    found = read_back(content, known=KeptHere(report))
    assert asked(found, "said of") == []
    assert by_number(found, "Actions", "indicators_fed")["3"] == ("LAC 02",)

    fewer = read_back(edited(content, without_row("Review")), known=KeptHere(report))
    assert len(asked(fewer, "said of")) == 2


def test_actions_that_begin_alike_are_named_whole():
    begin = "one two three four five six seven eight nine ten eleven twelve thirteen fourteen"
    report = our_plan(
        actions=(
            ActionCard(1, f"{begin} and more", feeds=("LAC 01",)),
            ActionCard(2, f"{begin} and less", feeds=("LAC 02",)),
            ActionCard(3, f"Of all, {begin}", feeds=("LAC 03",)),
        )
    )
    content = in_word(report)
    named = [each.words.split() for each in lines_of(content) if each.kind == Kind.ACTIONS]
    assert [each[-1] for each in named] == ["more", "less", "…"]
    fed = by_number(read_back(content, known=KeptHere(report)), "Actions", "indicators_fed")
    assert fed == {"1": ("LAC 01",), "2": ("LAC 02",), "3": ("LAC 03",)}


# Things in other words


def test_words_that_are_changed_are_asked_about_and_not_added_a_second_time(ours):
    reworded = edited(ours, put("Tuition in Year 11", "Tuition in mathematics in Year 11"))
    found = read_back(reworded)
    (question,) = asked(found, "which action")
    assert question.text == (
        "“Tuition in mathematics in Year 11” is not in the plan here, and action 4 “Tuition in "
        "Year 11” is not in the document: is it the same?"
    )
    assert (question.is_open, question.suggestion) == (True, "4")
    assert [each.value for each in question.choices] == ["4", "new"]

    same = by_number(
        read_back(reworded, {question.key: "4"}), "Actions", "action", "indicators_fed"
    )
    assert same["4"] == ("Tuition in mathematics in Year 11", "LAC 03")
    assert len(same) == 4

    other = read_back(reworded, {question.key: "new"})
    assert by_number(other, "Actions", "action")["6"] == ("Tuition in mathematics in Year 11",)
    assert "action 4 “Tuition in Year 11” is not in the document: it stays here as it is" in (
        other.notes
    )


def test_a_risk_in_other_words_is_asked_about_and_keeps_what_is_said_below_of_it(ours):
    reworded = edited(ours, put("Schools close for snow", "Schools have to close when it snows"))
    found = read_back(reworded)
    (question,) = asked(found, "which risk")
    assert question.suggestion == "2"
    same = read_back(reworded, {question.key: "2"})
    assert by_number(same, "Risks", "risk", "owner")["2"] == (
        "Schools have to close when it snows", "Bob Day",
    )  # fmt: skip


def test_what_is_not_in_the_document_stays_and_is_said(ours):
    found = read_back(edited(ours, without_row("Tuition in Year 11"), without_row("The grant")))
    assert "action 4 “Tuition in Year 11” is not in the document: it stays here as it is" in (
        found.notes
    )
    assert any(each.startswith("risk 3 “The grant comes to an end” is not") for each in found.notes)
    assert [each for each in read_back(ours).notes if "not in the document" in each] == []


def test_a_slip_of_the_pen_is_the_same_without_a_question(ours):
    found = read_back(edited(ours, put("Train foster carers", "Train foster carrers")))
    assert asked(found, "which action") == []
    assert by_number(found, "Actions", "action")["2"] == ("Train foster carrers",)


@pytest.mark.parametrize("words", ["Tuition in Year 10", "Train foster parents"])
def test_another_number_or_another_word_is_no_slip_of_the_pen(ours, words):
    before = "Tuition in Year 11" if "Tuition" in words else "Train foster carers"
    assert len(asked(read_back(edited(ours, put(before, words))), "which action")) == 1


def test_of_several_that_are_left_each_is_suggested_once(ours):
    reworded = edited(
        ours,
        put("Visit every home", "Visit every foster home"),
        put("Aim Higher Programme", "The Aim Higher Programme for all"),
    )
    first, second = asked(read_back(reworded), "which action")
    assert (first.suggestion, second.suggestion) == ("1", "5")
    assert "action 1 “Visit every home” and action 5 “Aim Higher Programme” are not" in first.text

    # What one was said to be, the other cannot be.
    crossed = read_back(reworded, {first.key: "5", second.key: "5"})
    (problem,) = [each.problem for each in asked(crossed, "which action") if each.problem]
    assert "“5” is not one of the answers: choose 1, new" in problem
    assert asked(read_back(reworded, {second.key: "1"}), "which action")[0].suggestion == "new"


def test_what_is_reworded_and_what_is_new_are_both_answered(ours):
    changed = edited(
        ours,
        put("Tuition in Year 11", "Tuition in mathematics in Year 11"),
        new_row("Visit every home", "Homework club at the library"),
    )
    questions = asked(read_back(changed), "which action")
    assert sorted(each.suggestion for each in questions) == ["4", "new"]

    # As they were suggested they can be given: each is known, and answers what it asks.
    given = {each.key: each.suggestion for each in questions}
    again = asked(read_back(changed, given), "which action")
    assert {each.key: (each.answer, each.problem) for each in again} == {
        key: (answer, "") for key, answer in given.items()
    }
    # That both are the same one is told.
    twice = asked(read_back(changed, dict.fromkeys(given, "4")), "which action")
    (problem,) = [each.problem for each in twice if each.problem]
    assert problem == "“4” is not one of the answers: choose new"


def test_of_actions_with_the_same_words_one_that_is_left_is_asked_about():
    twins = (ActionCard(1, "Review", who=("ISL",)), ActionCard(2, "Review", who=("Schools",)))
    report = our_plan(actions=twins)
    found = read_back(edited(in_word(report), without_row("Review")), known=KeptHere(report))
    (question,) = asked(found, "which action")
    assert "“Review” stands here more or less often than in the document" in question.text
    assert [each.value for each in question.choices] == ["1", "2", "new"]


def test_a_policy_and_a_dependency_in_other_words_keep_their_names(ours):
    reworded = edited(
        ours,
        put("The Connexions contract", "The contract with Connexions"),
        put("Corporate Parenting Strategy", "Corporate Parenting Strategy 2009-12"),
    )
    found = read_back(reworded)
    (dependency,) = asked(found, "which dependency")
    (policy,) = asked(found, "which policy")
    assert (dependency.suggestion, policy.suggestion) == (
        "The Connexions contract", "Corporate Parenting Strategy",
    )  # fmt: skip
    assert policy.choices[0].words == (
        "It is the policy “Corporate Parenting Strategy”, which keeps that name here"
    )
    names = [each.values["policy"].value for each in found.of("Policies")]
    assert names == ["Corporate Parenting Strategy"]
    assert found.unplaced == []
    new = read_back(reworded, {policy.key: "new", dependency.key: "new"})
    assert new.of("Policies")[0].values["policy"].value == "Corporate Parenting Strategy 2009-12"
    assert new.of("Dependencies")[1].values["priority"].value == "The contract with Connexions"


def test_an_indicator_on_which_a_plan_depends_is_never_another_one(ours):
    found = read_back(edited(ours, put("NI 99", "NI 98")))
    assert asked(found, "which dependency") == []
    assert "the dependency “NI 99” is not in the document: it stays here as it is" in found.notes


@pytest.mark.parametrize(
    "words", ["NI 99 - English KS2", "NI99 Level 4 in English at Key Stage 2", "NI 99 (English)"]
)
def test_an_indicator_on_which_a_plan_depends_with_words_beside_its_code_is_asked_about(
    ours, words
):
    found = read_back(edited(ours, put("NI 99", words)))
    (question,) = asked(found, "which dependency")
    assert question.suggestion == "NI 99"
    assert [each.value for each in question.choices] == ["NI 99", "new"]
    names = [each.values["priority"].value for each in found.of("Dependencies")]
    assert (names[0], len(names)) == ("NI 99", 2)
    assert found.unplaced == []
    new = read_back(edited(ours, put("NI 99", words)), {question.key: "new"})
    assert new.of("Dependencies")[0].values["priority"].value == words
    assert "the dependency “NI 99” is not in the document: it stays here as it is" in new.notes


def test_a_dependency_with_words_beside_its_code_may_be_written_as_the_code_alone():
    card = replace(samples.plan_report().dependencies[0], priority="NI 99 - English KS2")
    report = our_plan(dependencies=(card,))
    known = KeptHere(report)
    alone = edited(in_word(report), put("NI 99 - English KS2", "NI 99"))
    (question,) = asked(read_back(alone, known=known), "which dependency")
    assert question.suggestion == "NI 99 - English KS2"
    other = edited(in_word(report), put("NI 99 - English KS2", "NI 98 - English KS2"))
    assert asked(read_back(other, known=known), "which dependency") == []


def test_a_milestone_in_other_words_is_asked_about():
    report = our_plan(actions=samples.ACTIONS)
    reworded = edited(in_word(report), put("Checks on attainment", "Termly checks on attainment"))
    found = read_back(reworded, known=KeptHere(report))
    (question,) = asked(found, "which milestone")
    assert question.suggestion == "3"
    assert "milestone 3 of action 2 “Checks on attainment (first due 31 January 2010)”" in (
        question.text
    )
    (milestone,) = found.of("Milestones")
    assert milestone.values["milestone"].value == "3"
    assert milestone.values["words"].value == "Termly checks on attainment"


def test_a_milestone_that_is_not_in_the_document_stays_and_is_said():
    report = our_plan(actions=samples.ACTIONS)
    shorter = edited(in_word(report), put("Destination data (first due 31 July 2009)", ""))
    found = read_back(shorter, known=KeptHere(report))
    assert found.of("Milestones") == []
    assert any("milestone 2 of action 2 “Destination data" in each for each in found.notes)


# Words that are added

TEXT_BOX = (
    "<w:p><w:r><w:pict><w:txbxContent>"
    + paragraph("A box")
    + "</w:txbxContent></w:pict></w:r></w:p>"
)


def at_the_end(xml: str) -> str:
    end = xml.rindex("</w:tbl>") + len("</w:tbl>")
    return xml[:end] + paragraph("At the end") + xml[end:]


def in_a_text_box(xml: str) -> str:
    return xml.replace("<w:body>", f"<w:body>{TEXT_BOX}", 1)


def after_every_table(xml: str) -> str:
    return xml.replace("</w:tbl>", f"</w:tbl>{paragraph('Between')}")


def in_the_last_place(xml: str) -> str:
    """In a cell that says how an action stands."""
    at = xml.rindex("Aim Higher Programme")
    return f"{xml[:at]}Written here {xml[at:]}"


def without_marks(content: bytes) -> bytes:
    """As files of before are, which do not say which words are theirs."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as before, zipfile.ZipFile(out, "w") as after:
        for name in before.namelist():
            if name != "docProps/custom.xml":
                after.writestr(name, before.read(name))
    return out.getvalue()


@pytest.mark.parametrize(
    ("edit", "words"),
    [
        (at_the_end, "At the end"),
        (in_a_text_box, "A box"),
        (after_every_table, "Between"),
        (in_the_last_place, "Written here"),
    ],
)
def test_words_that_are_added_to_our_own_document_are_never_lost(ours, edit, words):
    added = edited(ours, edit)
    found = read_back(added)
    left = [each for _, each in found.unplaced]
    assert left
    assert all(words in each for each in left)
    wanted = len(read_here(ours).grids) if edit is after_every_table else 1
    assert len(left) == wanted
    assert [each.is_open for each in asked(found, "unplaced")] == [True] * wanted


@pytest.mark.parametrize(("edit", "words"), [(at_the_end, "At the end"), (in_a_text_box, "A box")])
def test_in_files_of_before_what_is_added_at_the_end_or_beside_is_not_lost(ours, edit, words):
    before = without_marks(ours)
    assert read_back(before).unplaced == []
    assert [each for _, each in read_back(edited(before, edit)).unplaced] == [words]


def test_the_head_of_our_pages_is_known_and_words_added_to_it_are_not_lost(ours):
    assert any(each.place.startswith("Page head") for each in words_of(ours))
    assert read_back(ours).unplaced == []
    head = "word/header1.xml"
    more = edited(
        ours, lambda xml: xml.replace("</w:p>", "</w:p>" + paragraph("Draft 2"), 1), part=head
    )
    assert [each for _, each in read_back(more).unplaced] == ["Draft 2"]


def words_of(content: bytes) -> list[Words]:
    return [each for each in read_here(content).blocks if isinstance(each, Words)]


def test_every_paragraph_of_a_text_box_has_a_place_of_its_own(ours):
    two = paragraph("A box") + paragraph("And more in it")
    boxed = edited(ours, in_a_text_box, lambda xml: xml.replace(paragraph("A box"), two))
    assert read_back(boxed).unplaced == [
        ("Text box 1", "A box"), ("Text box 1, paragraph 2", "And more in it"),
    ]  # fmt: skip


# Where the plan stands

HOW_THEY_STAND = our_plan(
    actions=(
        replace(ACTIONS[0], status="on track", update="Homes are visited."),
        replace(ACTIONS[1], status="delayed", update="The trainer left."),
    )
)


@pytest.fixture(scope="module")
def with_statuses() -> bytes:
    return in_word(HOW_THEY_STAND)


def in_standing(before: str, after: str, *, row: str) -> Edit:
    """A cell written otherwise in the row that says how this action stands."""

    def edit(xml: str) -> str:
        at = xml.index(f">{before}<", xml.rindex(row) - 1)
        return f"{xml[:at]}>{after}<{xml[at + len(before) + 2 :]}"

    return edit


@pytest.mark.parametrize(
    ("edit", "words"),
    [
        (in_standing("On track", "Delayed", row="Visit every home"), "Delayed"),
        (in_standing("Delayed", "On track", row="Train foster carers"), "On track"),
        (in_standing("The trainer left.", "Homes are visited.", row="Train"), "Homes are visited."),
    ],
)
def test_a_status_changed_to_one_that_the_document_has_elsewhere_is_not_lost(
    with_statuses, edit, words
):
    known = KeptHere(HOW_THEY_STAND)
    assert read_back(with_statuses, known=known).unplaced == []
    found = read_back(edited(with_statuses, edit), known=known)
    ((_, left),) = found.unplaced
    assert left.startswith(words)
    (question,) = asked(found, "unplaced")
    assert question.text.startswith(
        f"“{left}” was put in where the document says how the plan stands, which is not read again"
    )
    assert question.suggestion == "leave out"


def test_a_status_that_was_emptied_is_told(with_statuses):
    emptied = edited(with_statuses, in_standing("On track", "", row="Visit every home"))
    found = read_back(emptied, known=KeptHere(HOW_THEY_STAND))
    assert [each for each in found.notes if "was emptied, and says where the plan stands" in each]
    assert found.unplaced == []


def test_of_a_row_whose_first_words_were_changed_only_these_are_asked_about(with_statuses):
    reworded = edited(
        with_statuses, in_standing("1. Visit every home", "1. Visit all homes", row="1. Visit")
    )
    found = read_back(reworded, known=KeptHere(HOW_THEY_STAND))
    assert [each for _, each in found.unplaced] == ["1. Visit all homes"]


# Ratings


def test_a_rating_that_is_none_is_asked_about_in_our_own_document_too(ours):
    found = read_back(edited(ours, rated("Too few tutors come", "Significant")))
    (question,) = asked(found, "impact")
    assert "which is meant?" in question.text
    answered = read_back(
        edited(ours, rated("Too few tutors come", "Significant")), {question.key: "High"}
    )
    (row,) = [each for each in answered.of("Risk assessments") if each.name == "Risk 1"]
    assert row.values["impact"].value == "High"


def rated(risk: str, impact: str):
    """The risk's first rating written otherwise."""

    def edit(xml: str) -> str:
        at = xml.index("Low<", xml.index(risk))
        return xml[:at] + impact + xml[at + len("Low") :]

    return edit


CLOSED_LINE = "Risk 2, “Schools close for snow” is closed: It thawed"


def test_a_risk_is_not_opened_again_by_leaving_out_that_it_is_closed():
    report = our_plan(risks=(RISKS[0], replace(RISKS[1], impact="Low", likelihood="Low")))
    open_again = edited(in_word(report), put(CLOSED_LINE, ""))
    found = read_back(open_again, known=KeptHere(report))
    (question,) = asked(found, "still closed")
    assert question.suggestion == "closed"
    assert found.of("Risk assessments") == []
    answered = read_back(open_again, {question.key: "open"}, known=KeptHere(report))
    (row,) = answered.of("Risk assessments")
    assert row.values["state"].value == "open"


# Tables that are changed


def test_a_table_that_is_pasted_into_our_own_document_is_read(ours):
    pasted = table(["Action", "Who", "When"], ["Open a homework club", "ISL", "October 2010"])

    def paste(xml: str) -> str:
        at = xml.index("</w:tbl>", xml.index("Resource Implications")) + len("</w:tbl>")
        return f"{xml[:at]}<w:p/>{pasted}{xml[at:]}"

    found = read_back(edited(ours, paste))
    assert by_number(found, "Actions", "action", "who")["6"] == ("Open a homework club", "ISL")
    assert by_number(found, "Actions", "indicators_fed") == FED | {"6": ("",)}
    assert found.unplaced == []


def activity(change) -> Edit:
    """Another first cell, or words before it, in each row of the activity plan."""

    def edit(xml: str) -> str:
        at = xml.index("Resource Implications")
        begin, end = xml.rindex("<w:tbl>", 0, at), xml.index("</w:tbl>", at)
        rows = xml[begin:end].split("<w:tr>")
        return (
            xml[:begin]
            + "<w:tr>".join([rows[0], *(change(n, row) for n, row in enumerate(rows[1:]))])
            + xml[end:]
        )

    return edit


def test_a_heading_across_the_rows_of_a_table_is_no_action(ours):
    across = "<w:tr><w:tc><w:tcPr><w:gridSpan w:val='6'/></w:tcPr>{}</w:tc></w:tr>"

    def with_heading(n: int, row: str) -> str:
        heading = across.format(paragraph("Attainment")).removeprefix("<w:tr>")
        return f"{heading}<w:tr>{row}" if n == 2 else row

    changed = edited(ours, activity(with_heading))
    found = read_back(changed)
    (question,) = asked(found, "heading of rows")
    assert question.text == (
        "“Attainment” stands alone across the activity plan: is it a heading of the rows below it?"
    )
    assert question.suggestion == "yes"
    assert by_number(found, "Actions", "indicators_fed") == FED
    assert found.unplaced == []
    action = read_back(changed, {question.key: "no"})
    assert by_number(action, "Actions", "action")["6"] == ("Attainment",)


def test_a_column_of_numbers_is_none_of_the_plans_words(ours):
    numbers = activity(lambda n, row: cell(str(n) if n else "No") + row)
    found = read_back(edited(ours, numbers))
    assert by_number(found, "Actions", "indicators_fed") == FED
    assert (found.unplaced, asked(found, "which action")) == ([], [])


def test_numbers_that_are_typed_before_the_actions_are_none_of_their_words(ours):
    def numbered(n: int, row: str) -> str:
        return re.sub(r"(<w:t(?: [^>]*)?>)(?=[^<])", rf"\g<1>{n}. ", row, count=1) if n else row

    found = read_back(edited(ours, activity(numbered)))
    assert by_number(found, "Actions", "action")["2"] == ("Train foster carers",)
    assert (found.unplaced, asked(found, "which action")) == ([], [])


def test_of_two_rows_whose_action_is_merged_one_that_says_nothing_adds_no_words(ours):
    def merged(n: int, row: str) -> str:
        reach = {1: "<w:vMerge w:val='restart'/>", 2: "<w:vMerge/>"}.get(n, "")
        return row.replace("</w:tcPr>", f"{reach}</w:tcPr>", 1)

    found = read_back(edited(ours, activity(merged)))
    assert by_number(found, "Actions", "who", "commentary")["1"] == ("ISL\nFostering", "")
    assert any(each.startswith("action 2 “Train foster carers” is not") for each in found.notes)
    assert found.unplaced == []


def test_words_that_two_merged_cells_both_had_are_not_said_twice(ours):
    """As Word merges cells: the first has the paragraphs of both, the others go on above."""

    def merged(n: int, row: str) -> str:
        fifth = list(re.finditer("<w:tc>.*?</w:tc>", row, re.DOTALL))[4]
        reach = {1: '<w:vMerge w:val="restart"/>', 2: "<w:vMerge/>"}.get(n, "")
        words = paragraph("Schools and banks") * (2 if n == 1 else 0)
        made = f"<w:tc><w:tcPr>{reach}</w:tcPr>{words or '<w:p/>'}</w:tc>"
        return row[: fifth.start()] + made + row[fifth.end() :] if reach else row

    found = read_back(edited(ours, activity(merged)))
    said = by_number(found, "Actions", "resource_implications")
    assert (said["1"], said["2"]) == (("Schools and banks",), ("Schools and banks",))
    assert found.unplaced == []


def test_a_name_that_two_merged_cells_both_had_is_one_name(ours):
    def twice(n: int, row: str) -> str:
        return re.sub("<w:p>(?:(?!</w:p>).)*>ISL<.*?</w:p>", r"\g<0>\g<0>", row, flags=re.DOTALL)

    doubled = edited(ours, activity(twice))
    texts = [part.text for grid in read_here(doubled).grids for row in grid.rows for part in row]
    assert "ISL\nISL" in texts
    found = read_back(doubled)
    assert by_number(found, "Actions", "who")["1"] == ("ISL",)
    assert found.unplaced == []


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("12% of target", {"tolerance": "12", "tolerance_kind": "% of target"}),
        ("2 points", {"tolerance": "2", "tolerance_kind": "points"}),
        ("1 young person", {"tolerance": "1", "tolerance_kind": "children"}),
        ("12%", {"tolerance": "12%"}),  # of the target, or points: its column asks for a number
        ("about 3 or 4", {"tolerance": "about 3 or 4"}),
    ],
)
def test_a_tolerance_in_other_words_is_never_another_kind(written, read):
    assert read_tolerance(written) == read


# Several indicators

TWO = (replace(samples.NI_101, code="NI 99"), replace(samples.NI_101, code="NI 100"))


@pytest.fixture(scope="module")
def of_two() -> bytes:
    targets = (
        ("NI 99", (samples.target("40", "2009/10"),)),
        ("NI 100", (samples.target("50", "2009/10"),)),
    )
    return in_word(our_plan(lines=TWO, targets=targets))


def test_a_code_that_was_changed_in_one_place_is_asked_about_once(ours):
    changed = edited(ours, written_otherwise(">NI 101<", ">NI 102<"))
    (question,) = asked(read_back(changed), "which indicator")
    assert question.text == (
        "The table of indicators names NI 102, and the document says how NI 101 is measured, and "
        "not NI 102: which indicator is it?"
    )
    assert (question.place, question.suggestion) == ("Table 3!A2", "NI 101")

    same = read_back(changed, {question.key: "NI 101"})
    assert [each.name for each in same.of("Indicators")] == ["NI 101"]
    assert "NI 102 is read as NI 101: no document changes the code of an indicator" in same.notes
    assert same.unplaced == []

    other = read_back(changed, {question.key: "NI 102"})
    assert [each.name for each in other.of("Indicators")] == ["NI 102"]
    assert any("says how NI 101 is measured, which is not among" in each for each in other.notes)
    assert other.unplaced == []


class WithItsPlan(KeptHere):
    def indicator(self, code: str):
        return super().indicator(code) | {"plans": ["NI 101"]}

    def plan(self, reference: str, as_at: str = ""):
        return super().plan(reference, as_at) if reference == "NI 101" else None


def test_a_reference_that_was_changed_in_the_title_alone_makes_no_second_plan_unasked(ours):
    title = our_plan().title
    changed = edited(ours, written_otherwise(f">NI 101: {title}<", f">NI 7: {title}<"))
    found = read_back(changed, known=WithItsPlan())
    (question,) = [each for each in found.questions if each.key == "reference"]
    assert question.text == (
        "The title names the plan NI 7, which is not kept here; its indicator NI 101 is of the "
        "plan NI 101: is it that one?"
    )
    assert question.suggestion == "NI 101"
    same = read_back(changed, {"reference": "NI 101"}, known=WithItsPlan())
    assert same.reference == "NI 101"
    new = read_back(changed, {"reference": "NI 7"}, known=WithItsPlan())
    assert new.reference == "NI 7"
    # Where nobody keeps its indicator yet, it is what its title says.
    assert read_back(changed, known=KeptHere()).reference == "NI 101"


def targets_of(found) -> dict[str, str]:
    return {
        each.values["indicator"].value: each.values["value"].value for each in found.of("Targets")
    }


def test_the_targets_of_an_indicator_that_was_taken_out_become_nobody_elses(of_two):
    assert targets_of(read_back(of_two)) == {"NI 99": "40%", "NI 100": "50%"}
    found = read_back(edited(of_two, without_row(">NI 99<")))
    assert targets_of(found) == {"NI 100": "50%"}
    assert any("baseline and targets of NI 99, which is not among" in each for each in found.notes)
    assert "40%" in [words for _, words in found.unplaced]


def test_targets_that_no_longer_say_whose_they_are_are_asked_about(of_two):
    untitled = [
        put(f"{code}: baseline and targets", "Baseline and targets") for code in ("NI 99", "NI 100")
    ]
    assert targets_of(read_back(edited(of_two, *untitled))) == {"NI 99": "40%", "NI 100": "50%"}

    fewer = edited(of_two, *untitled, without_row(">40%<"))
    (question,) = asked(read_back(fewer), "whose targets")
    assert [each.value for each in question.choices] == ["NI 99", "NI 100", "leave out"]
    assert "50%" in question.about
    assert targets_of(read_back(fewer, {question.key: "NI 100"})) == {"NI 100": "50%"}
    left_out = read_back(fewer, {question.key: "leave out"})
    assert targets_of(left_out) == {}
    assert "50%" in [words for _, words in left_out.unplaced]


def test_indicators_that_an_action_feeds_may_be_written_in_any_usual_way(ours):
    line = "“Train foster carers” feeds LAC 02."
    found = read_back(edited(ours, put(line, line.replace("LAC 02", "LAC 2, NI101 and LAC 11"))))
    assert by_number(found, "Actions", "indicators_fed")["2"] == ("LAC 02; NI 101; LAC 11",)


def test_a_priority_that_is_added_beside_one_that_is_kept_is_another_one(ours):
    found = read_back(edited(ours, put("NI 99", "NI 99 and NI 87")))
    names = [each.values["priority"].value for each in found.of("Dependencies")]
    assert names[:2] == ["NI 99", "NI 87"]
    assert [each for each in found.notes if "not in the document" in each] == []
