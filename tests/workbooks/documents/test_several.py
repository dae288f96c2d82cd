"""A document that holds several delivery plans: which of them is read, a person says."""

import io
import json
import re
import zipfile
from dataclasses import replace

import pytest

from plans.models import DeliveryPlan
from tests.builders import make_officer
from tests.reports import samples
from tests.workbooks.documents.edited import edited, in_word
from tests.workbooks.documents.test_commands import run, without_notes
from tests.workbooks.documents.test_pages import (
    bring,
    in_this_process,  # noqa: F401 - a fixture
    mark,
    page_of,
    words,
)
from tests.workbooks.documents.word import (
    ACTIONS,
    INDICATORS,
    NI_101,
    SEED,
    TARGETS,
    p,
    read_here,
    table,
    word,
)
from workbooks.documents.recognising import recognise
from workbooks.models import Import

SUMMARY = ["Theme", "Priority", "Theme Group", "Management Group Lead"]
NI_110 = ["NI 110", "Positive activities", "To widen them", "Bob Other"]
TITLE = p("WORCESTERSHIRE LOCAL AREA AGREEMENT 2008-11 DELIVERY PLAN")
ACTION = ["Talk to schools", "Heads", "Talks held", "Each quarter", "None", ""]
SECOND_SEED = SEED.replace(b"NI 101\t", b"NI 110\t").replace(b"Julie Elliott", b"Bob Other")


def one(indicator: list[str], *, title: str = TITLE, action: str = "Talk to schools") -> str:
    """A small plan from its title to its activity plan."""
    summary = table(SUMMARY, [f"The theme of {indicator[0]}", "Jobs", "Group", "Michael Hunter"])
    targets = table(TARGETS, ["2 (2007/08)", "15", "17", "Designated"])
    tables = (summary, table(INDICATORS, indicator), targets, table(ACTIONS, [action, *ACTION[1:]]))
    return title + p("").join(tables)


def without_indicators(theme: str, action: str) -> str:
    """A small plan that has no table of indicators."""
    summary = table(SUMMARY, [theme, "Jobs", "Group", "Michael Hunter"])
    return TITLE + summary + p("") + table(ACTIONS, [action, *ACTION[1:]])


TWO = word(one(NI_101) + one(NI_110, action="Open a youth club"))


def recognised(content: bytes, name: str = "plan.docx", **answers: str):
    return recognise(read_here(content, name), answers)


def asked(content: bytes, name: str = "plan.docx"):
    found = recognised(content, name).questions
    return next((each for each in found if each.key == "which plan"), None)


@pytest.mark.parametrize(
    ("content", "name"), [(TWO, "plan.docx"), (SEED + b"\n\n" + SECOND_SEED, "plan.txt")]
)
def test_which_of_two_plans_is_read_is_asked_and_nothing_is_suggested(content, name):
    question = asked(content, name)
    assert "The document holds 2 plans, of NI 101 and NI 110" in question.text
    assert [each.value for each in question.choices] == ["NI 101", "NI 110", "one plan"]
    assert question.suggestion == ""


@pytest.mark.parametrize(
    ("said", "action", "other"),
    [("NI 101", "Talk to schools", "NI 110"), ("NI 110", "Open a youth club", "NI 101")],
)
def test_only_the_plan_that_was_said_is_read(said, action, other):
    found = recognised(TWO, **{"which plan": said})
    assert [each.values["code"].value for each in found.of("Indicators")] == [said]
    assert [each.values["action"].value for each in found.of("Actions")] == [action]
    (plan,) = found.of("Plans")
    assert (plan.values["theme"].value, found.unplaced) == (f"The theme of {said}", [])
    assert f"only the plan of {said} is read; bring the document again for {other}" in found.notes


def test_a_person_may_say_that_it_is_one_plan():
    found = recognised(TWO, **{"which plan": "one plan"})
    assert len(found.of("Actions")) == len(found.of("Indicators")) == 2


@pytest.mark.parametrize(
    "body",
    [
        one(NI_101),
        # Two indicators of one plan, in one table and in two.
        TITLE + table(INDICATORS, NI_101, NI_110) + p("") + table(ACTIONS, ACTION),
        TITLE + table(INDICATORS, NI_101) + p("") + table(INDICATORS, NI_110) + table(ACTIONS),
        # The summary comes again, and the same indicator.
        one(NI_101) + table(SUMMARY, ["Theme", "Jobs", "Group", "Michael Hunter"]),
        one(NI_101) + table(INDICATORS, NI_101),
        # A further page of the activity plan.
        one(NI_101) + table(ACTIONS, ACTION),
        # The summary of a plan without indicators at the head of each page.
        without_indicators("Health", "Talk") + without_indicators("Health", "Train"),
    ],
)
def test_one_plan_is_not_taken_for_several(body):
    assert asked(word(body)) is None


@pytest.mark.parametrize(
    ("body", "names"),
    [
        # Plans without indicators are known by their summaries.
        (
            without_indicators("Health", "Talk") + without_indicators("Economy", "Train"),
            ["Health Jobs", "Economy Jobs"],
        ),
        (one(NI_101) + without_indicators("Economy", "Train"), ["NI 101", "Economy Jobs"]),
    ],
)
def test_plans_without_indicators_are_told_apart_by_their_summaries(body, names):
    assert [each.value for each in asked(word(body)).choices] == [*names, "one plan"]


def test_the_same_plan_twice_is_asked_about_and_each_is_named_by_where_it_begins():
    names = [each.value for each in asked(SEED + b"\n\n" + SEED, "plan.txt").choices]
    assert names[0].startswith("NI 101, from ")
    assert names[1].startswith("NI 101, from ")
    assert len(set(names)) == 3


def joined(*plans: bytes) -> bytes:
    """Our own documents as one: the body of each after that of the one before."""
    first, *more = plans
    bodies = [
        re.search(r"<w:body>(.*?)(<w:sectPr(?!.*<w:sectPr).*)?</w:body>", xml_of(each), re.DOTALL)[
            1
        ]
        for each in more
    ]
    return edited(first, lambda xml: xml.replace("</w:body>", "".join(bodies) + "</w:body>"))


def xml_of(content: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        return packed.read("word/document.xml").decode()


def test_two_of_our_own_documents_in_one_are_two_plans_and_either_can_be_read():
    youth = replace(samples.NI_101, code="NI 110")
    ours = [in_word(samples.plan_report(lines=(line,))) for line in (samples.NI_101, youth)]
    assert asked(ours[0]) is None
    both = joined(*ours)
    assert [each.value for each in asked(both).choices] == ["NI 101", "NI 110", "one plan"]
    for said in ("NI 101", "NI 110"):
        found = recognised(both, **{"which plan": said})
        assert [each.values["code"].value for each in found.of("Indicators")] == [said]


@pytest.mark.django_db
def test_the_command_saves_neither_before_somebody_says_which(tmp_path):
    path, answers = tmp_path / "plan.docx", tmp_path / "answers.json"
    path.write_bytes(TWO)
    status, out, err = run("import_plan", path, "--accept-suggestions")
    assert (status, without_notes(out)) == (1, ["nothing saved"])
    assert [each for each in err if "answer “which plan” with NI 101 | NI 110 | one plan" in each]
    assert not DeliveryPlan.objects.exists()
    answers.write_text(json.dumps({"which plan": "NI 110"}))
    status, out, err = run("import_plan", path, "--accept-suggestions", "--answers", answers)
    assert (status, out[-1]) == (0, "saved"), err
    assert DeliveryPlan.objects.get().reference == "NI 110"


@pytest.mark.django_db
def test_the_page_asks_which_plan_and_goes_on_with_that(client):
    client.force_login(make_officer(name="Olive Officer"))
    shown = bring(client, TWO)
    assert "The document holds 2 plans, of NI 101 and NI 110" in words(shown)
    assert shown.context["open"] == 1
    page, which = page_of(Import.objects.get()), f"choice-{mark(shown, 'which plan')}"
    for said, action in (("NI 101", "Talk to schools"), ("NI 110", "Open a youth club")):
        client.post(page, {which: said, "keep": ""})
        client.post(page, {which: said, "suggested": ""})
        shown = client.get(page)
        assert (shown.context["reference"], shown.context["open"]) == (said, 0)
        assert action in words(shown)
