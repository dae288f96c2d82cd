"""The commands with a plan document, to the letter: outside programs read what they print."""

import io
import json

import pytest
from django.core.management import call_command

from indicators.models import Baseline, Target
from plans.models import Action, DeliveryPlan, Dependency, Milestone, Policy
from risks.models import Risk, RiskAssessment
from tests.workbooks.documents.word import ACTIONS, FILES, INDICATORS, NI_101, SEED, p, table, word
from workbooks.importing import import_content
from workbooks.models import Import

pytestmark = pytest.mark.django_db
SAVED_BY_LIBREOFFICE = FILES / "saved-by-libreoffice.docx"
SAVED = [
    "Quarters: 1 new, 0 changed, 0 unchanged, 0 refused",
    "Plans: 1 new, 0 changed, 0 unchanged, 0 refused",
    "Indicators: 1 new, 0 changed, 0 unchanged, 0 refused",
    "Targets: 3 new, 0 changed, 0 unchanged, 0 refused",
    "Actions: 8 new, 0 changed, 0 unchanged, 0 refused",
    "Milestones: 8 new, 0 changed, 0 unchanged, 0 refused",
    "Risks: 4 new, 0 changed, 0 unchanged, 0 refused",
    "Risk assessments: 4 new, 0 changed, 0 unchanged, 0 refused",
    "Dependencies: 2 new, 0 changed, 0 unchanged, 0 refused",
    "Policies: 3 new, 0 changed, 0 unchanged, 0 refused",
]


def run(command: str, *arguments) -> tuple[int, list[str], list[str]]:
    out, err = io.StringIO(), io.StringIO()
    status = 0
    try:
        call_command(command, *map(str, arguments), stdout=out, stderr=err)
    except SystemExit as ended:
        status = ended.code
    return status, out.getvalue().splitlines(), err.getvalue().splitlines()


def without_notes(lines: list[str]) -> list[str]:
    return [line for line in lines if not line.startswith("note: ")]


@pytest.fixture(params=["text", "word"])
def plan(request, tmp_path):
    """The real plan, as text and in Word."""
    if request.param == "word":
        return SAVED_BY_LIBREOFFICE
    path = tmp_path / "plan.txt"
    path.write_bytes(SEED)
    return path


def test_with_what_is_suggested_the_real_plan_is_saved_whole(plan):
    status, out, err = run("import_plan", plan, "--accept-suggestions")

    assert (status, without_notes(out)) == (0, [*SAVED, "saved"])
    assert [line for line in err if not line.startswith("warning: ")] == []
    assert not [line for line in err if "has no cohort" in line]  # it was asked, and is unknown
    counted = {
        model: model.objects.count()
        for model in (Target, Dependency, Risk, RiskAssessment, Policy, Action, Milestone)
    }
    assert list(counted.values()) == [3, 2, 4, 4, 3, 8, 8]
    ours = DeliveryPlan.objects.get()
    assert (ours.reference, ours.agreement.area) == ("NI 101", "Worcestershire")
    assert ours.performance_arrangements.count("\n") == 4
    assert Baseline.objects.get().period == "2007/08"
    assert Import.objects.get().kind == "document"


def test_the_same_plan_twice_says_no_changes(plan):
    run("import_plan", plan, "--accept-suggestions")
    status, out, err = run("import_plan", plan, "--accept-suggestions")
    assert (status, out[-1], err) == (0, "no changes", [])


@pytest.mark.parametrize("loose", [2, 105])
def test_every_word_that_is_left_out_as_suggested_is_listed(tmp_path, loose):
    path = tmp_path / "plan.docx"
    lines = "".join(p(f"Loose word {number}") for number in range(1, loose + 1))
    title = p("WORCESTERSHIRE LOCAL AREA AGREEMENT 2008-11 DELIVERY PLAN")
    path.write_bytes(word(title + table(INDICATORS, NI_101) + lines))
    status, out, err = run("import_plan", path, "--accept-suggestions", "--dry-run")
    assert (status, out[-1]) == (0, "would save"), err
    told = [
        f"Paragraph {at + 1}: “Loose word {at}” found no place, and is left out"
        for at in range(1, loose + 1)
    ]
    listed = [each.removeprefix("note: ") for each in out if "found no place" in each]
    assert sorted(listed) == sorted(told)


def test_a_dry_run_saves_nothing(plan):
    status, out, _ = run("import_plan", plan, "--accept-suggestions", "--dry-run")
    assert (status, out[-1]) == (0, "would save")
    assert not DeliveryPlan.objects.exists()


@pytest.mark.parametrize("command", ["import_plan", "import_workbook"])
def test_without_answers_every_question_is_told_and_nothing_is_saved(command):
    status, out, err = run(command, SAVED_BY_LIBREOFFICE)
    assert (status, out) == (1, ["nothing saved"])
    assert (
        "Table 4!A3: 2.4% needs a cohort of 41, 42 or 82 to 85: which, or unknown?: answer "
        "“Table 4!A3 cohort” with unknown (suggested) | 41 | 42 | 82 | 83 | 84 | 85 | other words "
        "(another cohort: how many there were)"
    ) in err
    assert not Import.objects.exists()


def test_questions_are_written_as_answers_to_begin_with(tmp_path):
    answers = tmp_path / "answers.json"
    run("import_workbook", SAVED_BY_LIBREOFFICE, "--questions", answers)
    given = json.loads(answers.read_text())
    assert given["Table 7!B4 split"] == "split"
    given["Table 4!A3 cohort"] = "42"
    answers.write_text(json.dumps(given))

    status, out, err = run("import_workbook", SAVED_BY_LIBREOFFICE, "--answers", answers)

    assert (status, without_notes(out), err) == (0, [*SAVED, "saved"], [])
    assert Baseline.objects.get().denominator == 42


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("{", "is not JSON"),
        ("[1]", "holds no answers"),
        ('{"Table 4!A3 cohort": 42}', "each of them text"),
        ('{"Table 99!A1 split": "split"}', "no question of the document is called"),
    ],
)
def test_answers_that_cannot_be_read_are_refused(tmp_path, written, told):
    answers = tmp_path / "answers.json"
    answers.write_text(written)
    status, out, err = run("import_workbook", SAVED_BY_LIBREOFFICE, "--answers", answers)
    assert (status, out) == (1, ["nothing saved"])
    assert told in err[0]


def test_an_answer_that_will_not_do_is_told(tmp_path):
    answers = tmp_path / "answers.json"
    answers.write_text('{"Table 4!A3 cohort": "60"}')
    status, _, err = run(
        "import_workbook", SAVED_BY_LIBREOFFICE, "--answers", answers, "--accept-suggestions"
    )
    assert status == 1
    assert "a cohort of 60 cannot give 2.4%" in err[0]


def test_only_a_plan_has_questions(tmp_path):
    path = tmp_path / "Targets.csv"
    path.write_text("Indicator,Period,Target\n")
    status, _, err = run("import_workbook", path, "--accept-suggestions")
    assert status == 1
    assert "only a delivery plan (.docx) has questions" in err[0]


def test_what_is_wrong_is_told_at_its_cell_in_the_document(tmp_path):
    path = tmp_path / "plan.docx"
    rows = [ACTIONS, ["Tuition", "ISL", "Numbers", "ongoing " * 50, "", ""]]
    title = "<w:p><w:r><w:t>Kent Local Area Agreement 2008-11</w:t></w:r></w:p>"
    path.write_bytes(word(title + table(INDICATORS, NI_101) + title + table(*rows)))
    status, out, err = run("import_plan", path, "--accept-suggestions")
    assert (status, out[-1]) == (1, "nothing saved")
    assert "Table 2!D2: this has 399 characters: shorten it to 300" in err


def test_a_question_that_is_open_stops_the_import_at_its_place():
    outcome = import_content(
        "plan.docx",
        SAVED_BY_LIBREOFFICE.read_bytes(),
        kind="document",
        interpretation={"answers": {"Table 7!B4 split": "keep"}},
    )
    assert outcome.verdict == "nothing saved"
    told = [str(problem) for problem in outcome.problems]
    assert (
        "Table 4!A3: 2.4% needs a cohort of 41, 42 or 82 to 85: which, or unknown? this question "
        "is open: answer it, and check the document again"
    ) in told
    assert not any("split" in each for each in told if each.startswith("Table 7!B4"))


def test_a_document_without_a_plan_is_refused(tmp_path):
    path = tmp_path / "minutes.docx"
    path.write_bytes(word("<w:p><w:r><w:t>Minutes</w:t></w:r></w:p>"))
    status, _, err = run("import_plan", path)
    assert status == 1
    assert err == [
        "minutes.docx: there is no delivery plan in the document: no table has the headings of "
        "one, such as Indicator and Description, Baseline and Target, or Action, Who and When"
    ]


def test_what_the_plan_has_in_other_words_is_asked_and_not_brought_twice(tmp_path):
    run("import_plan", SAVED_BY_LIBREOFFICE, "--accept-suggestions")
    path, answers = tmp_path / "plan.txt", tmp_path / "answers.json"
    reworded = SEED.replace(
        b"Targeted one-to-one tuition", b"Targeted one-to-one tuition in mathematics"
    )
    assert reworded != SEED
    path.write_bytes(reworded)
    asked = (
        "“Targeted one-to-one tuition in mathematics” is not in the plan here, and action 3 "
        "“Targeted one-to-one tuition” is not in the document: is it the same?"
    )

    run("import_plan", path, "--questions", answers)
    given = json.loads(answers.read_text())
    (key,) = [each for each in given if "which action" in each]
    assert given[key] == "3"

    status, out, err = run("import_plan", path)
    assert (status, out) == (1, ["nothing saved"])
    assert any(asked in line for line in err)

    status, out, _ = run("import_plan", path, "--answers", answers, "--accept-warnings")
    assert (status, out[-1]) == (0, "saved")
    assert Action.objects.count() == 8
    assert Action.objects.get(number=3).action == "Targeted one-to-one tuition in mathematics"
