"""What each answer of a return needs, and what is told of a wrong one."""

from datetime import date
from decimal import Decimal

import pytest

from indicators.models import Actual
from returns.handing_in import hand_in
from returns.models import Draft
from returns.questions import Question, Questionnaire
from tests import builders
from tests.returns.house import FIGURE, MOVED, Q2, Q3, House, make_house

pytestmark = pytest.mark.django_db
WHY = ["Say why it is off target.", "Say what is being done about it."]
EXPLAINED = {"why": "Two moved.", "being_done": "Tutors come."}


def asked(house: House, about: str, typed: dict[str, str]) -> Question:
    """The question with this typed into it, the return as it stands otherwise."""
    Draft.objects.update_or_create(
        owner=house.ours, about=about, defaults={"typed": typed, "by": house.manager}
    )
    question = Questionnaire(house.ours).named(about)
    assert question is not None
    return question


def told(house: House, about: str, typed: dict[str, str]) -> list[str]:
    """What is said to be wrong with it."""
    form = asked(house, about, typed).judged
    return [text for each in form.errors.values() for text in each]


def figure(house: House, **typed: str) -> list[str]:
    return told(house, FIGURE, {"available": "yes"} | typed)


# What the status asks for ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("good_is", "numerator", "tolerance", "status", "asks"),
    [
        pytest.param("higher", 6, 1, "met", [], id="met"),
        pytest.param("higher", 5, 1, "close", WHY, id="close"),
        pytest.param("higher", 4, 1, "missed", WHY, id="missed"),
        pytest.param("lower", 6, 1, "met", [], id="lower is good: met"),
        pytest.param("lower", 7, 1, "close", WHY, id="lower is good: close"),
        pytest.param("lower", 8, 1, "missed", WHY, id="lower is good: missed"),
        pytest.param("none", 4, 1, "context", [], id="neither up nor down is good"),
    ],
)
def test_a_figure_off_target_asks_why_and_what_is_done(
    house, good_is, numerator, tolerance, status, asks
):
    house.indicator.rules.update(good_is=good_is)
    question = asked(
        house,
        FIGURE,
        {"available": "yes", "numerator": str(numerator), "denominator": "40"},
    )

    assert [text for each in question.judged.errors.values() for text in each] == asks
    outlook = question.outlook(question.judged)
    assert outlook is not None
    assert outlook.status == status


@pytest.mark.parametrize("numerator", ["1", "39"])
def test_without_a_target_nothing_need_be_explained(house, numerator):
    house.indicator.targets.all().delete()

    said = figure(house, numerator=numerator, denominator="40", sure="on")

    assert said == []


def test_what_explains_a_figure_off_target_is_enough(house):
    assert figure(house, numerator="4", denominator="40", **EXPLAINED) == []


@pytest.mark.parametrize(
    ("numerator", "status", "asks"),
    [
        pytest.param("8", "forecast to meet", [], id="to meet"),
        pytest.param("7", "forecast to be close", WHY, id="to be close"),
        pytest.param("6", "forecast to miss", WHY, id="to miss"),
    ],
)
def test_a_forecast_is_judged_as_a_forecast(house, numerator, status, asks):
    house.indicator.q3_expects = "forecast"
    house.indicator.save()
    about = f"{house.indicator.slug}.2009-10"

    question = asked(
        house, about, {"available": "yes", "numerator": numerator, "denominator": "45"}
    )

    assert [text for each in question.judged.errors.values() for text in each] == asks
    outlook = question.outlook(question.judged)
    assert outlook is not None
    assert outlook.status == status


# Figures: what is typed -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("numerator", "denominator", "counts"),
    [
        pytest.param("6", "40", (6, 40), id="plain"),
        pytest.param("  6 ", "40\t", (6, 40), id="with spaces"),
        pytest.param("1,234", "5,000", (1234, 5000), id="with commas"),
        pytest.param("40", "40", (40, 40), id="all of them"),
    ],
)
def test_counts_are_read_as_people_paste_them(house, numerator, denominator, counts):
    house.type_all(
        **{
            FIGURE: {
                "available": "yes", "numerator": numerator, "denominator": denominator,
                "sure": "on",
            }
        }
    )  # fmt: skip

    hand_in(house.ours, by=house.manager)

    kept = Actual.objects.get(reported_in=Q3)
    assert (kept.numerator, kept.denominator, kept.standing) == (*counts, "final")


@pytest.mark.parametrize(
    "typed",
    ["-", "n/a", "six", "½", "1e3", "5.5", "-3", "0x10", "5/40", "∞", "NaN", "17.8%", "４０"],
)
def test_what_is_no_count_is_told_at_its_box_and_kept(house, typed):
    question = asked(house, FIGURE, {"available": "yes", "numerator": typed, "denominator": "40"})

    assert list(question.judged.errors) == ["numerator"]
    assert question.form(quiet=True)["numerator"].value() == typed


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        pytest.param("17.5", "17.5", id="plain"),
        pytest.param("17.5%", "17.5", id="with its sign"),
        pytest.param(" 17.50 % ", "17.5", id="with spaces"),
    ],
)
def test_a_percentage_is_read_as_people_paste_it(house, typed, value):
    question = asked(house, FIGURE, {"available": "yes", "value": typed, "sure": "on"})

    assert question.judged.errors == {}
    assert question.judged.instance.value == Decimal(value)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        pytest.param(
            {"numerator": "7", "denominator": "5"},
            "7 is more than the denominator, 5: enter how many of the 5.",
            id="more than there are",
        ),
        pytest.param(
            {"value": "17.8", "denominator": "40"},
            "17.8% cannot come from a cohort of 40: the nearest are 7/40 = 17.5 or 8/40 = 20.0.",
            id="a percentage that the cohort cannot give",
        ),
        pytest.param(
            {"numerator": "1", "denominator": "0"},
            "The denominator is 0: enter how many there were in all.",
            id="some of none",
        ),
        pytest.param(
            {"numerator": "6"},
            "A numerator without a denominator gives no figure: enter both, or only the figure "
            "itself.",
            id="a numerator alone",
        ),
        pytest.param(
            {}, "There is no figure: enter one, or say why it is not available.", id="nothing"
        ),
        pytest.param(
            {"numerator": "6", "denominator": "40", "value": "16"},
            "16 does not agree with 6 of 40, which is 15.0: correct one, or leave the value out.",
            id="two that do not agree",
        ),
        pytest.param(
            {"value": "101"}, "101% is not between 0 and 100: enter a percentage.", id="over 100"
        ),
    ],
)
def test_an_impossible_figure_is_refused_with_a_sentence(house, typed, sentence):
    assert figure(house, **typed) == [sentence]


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        pytest.param(
            {"numerator": "20", "denominator": "40"},
            "50 is far from 12.5, the figure reported for 2008/09 before: correct it, or confirm.",
            id="far from the provisional result",
        ),
        pytest.param(
            {"numerator": "0", "denominator": "40"} | EXPLAINED,
            "0 is kept as none at all: if there is no data, say not available and why.",
            id="none at all",
        ),
    ],
)
def test_a_figure_that_may_not_be_meant_is_asked_about_until_it_is_confirmed(
    house, typed, sentence
):
    assert figure(house, **typed) == [sentence]
    assert figure(house, **typed, sure="on") == []


def test_a_confirmation_holds_for_the_figure_beside_it_and_no_other(house):
    typed = {"available": "yes", "numerator": "20", "denominator": "40"}
    tick = asked(house, FIGURE, typed).form_with(
        {f"{FIGURE}-{name}": text for name, text in typed.items()}
    )["sure"]
    confirmed = tick.field.widget.attrs["value"]

    assert told(house, FIGURE, typed | {"sure": confirmed}) == []
    assert told(house, FIGURE, typed | {"sure": confirmed, "numerator": "30"}) == [
        "75 is far from 12.5, the figure reported for 2008/09 before: correct it, or confirm."
    ]


# Not available --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "asks"),
    [
        pytest.param(
            {},
            ["Say why the figure is not available.", "Enter the date the figure is expected."],
            id="nothing said",
        ),
        pytest.param(
            {"not_available_because": "The board is late."},
            ["Enter the date the figure is expected."],
            id="no date",
        ),
        pytest.param(
            {
                "not_available_because": "The board is late.",
                "expected_day": "31",
                "expected_month": "2",
                "expected_year": "2010",
            },
            ["The date the figure is expected must be a real date, such as 4 1 2010."],
            id="no such day",
        ),
        pytest.param(
            {
                "not_available_because": "The board is late.",
                "expected_day": "29",
                "expected_month": "jan",
                "expected_year": "2010",
            },
            [],
            id="all said",
        ),
    ],
)
def test_a_figure_that_is_not_available_says_why_and_when_it_comes(house, typed, asks):
    assert figure(house, **{"available": "no"} | typed) == asks


def test_what_was_typed_before_the_figure_was_said_to_be_missing_is_not_asked_about(house):
    typed = {
        "available": "no", "numerator": "abc", "achieved": "x", "not_available_because": "Late",
        "expected_day": "29", "expected_month": "1", "expected_year": "2010",
    }  # fmt: skip

    house.hand_in(**{FIGURE: typed})

    kept = Actual.objects.get(reported_in=Q3)
    assert (kept.standing, kept.numerator, kept.expected) == (
        "not available", None, date(2010, 1, 29),
    )  # fmt: skip


def test_a_date_under_an_answer_that_was_changed_is_not_asked_about(house):
    assert figure(house, numerator="6", denominator="40", expected_day="32") == []


# Forecasts ------------------------------------------------------------------------------------


@pytest.fixture
def forecast(house) -> str:
    house.indicator.q3_expects = "forecast"
    house.indicator.save()
    return f"{house.indicator.slug}.2009-10"


def test_achieved_predicted_and_unlikely_give_low_central_and_high(house, forecast):
    form = asked(
        house,
        forecast,
        {
            "available": "yes", "denominator": "45", "achieved": "5", "predicted": "3",
            "unlikely": "2",
        },
    ).judged  # fmt: skip

    assert form.errors == {}
    assert (form.instance.low, form.instance.numerator, form.instance.high) == (5, 8, 10)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        pytest.param(
            {"numerator": "9", "achieved": "5", "predicted": "3"},
            "Achieved and predicted make 8: leave this blank, or correct them.",
            id="does not add up",
        ),
        pytest.param(
            {"achieved": "40", "predicted": "3", "unlikely": "9"},
            "52 is more than the denominator, 45: correct one of them.",
            id="more than there are",
        ),
    ],
)
def test_an_estimate_that_cannot_be_is_told(house, forecast, typed, sentence):
    said = told(house, forecast, {"available": "yes", "denominator": "45"} | typed)

    assert said == [sentence]


def test_only_a_forecast_of_a_percentage_has_an_estimate(house):
    form = asked(house, FIGURE, {"available": "yes"}).judged

    assert not {"achieved", "predicted", "unlikely"} & form.fields.keys()


# Other units ----------------------------------------------------------------------------------


def of_unit(house: House, **given) -> str:
    """A quarterly indicator of the plan, and what the return calls its figure."""
    indicator = builders.make_indicator(code="LAC 01", **given)
    builders.PlanIndicator.objects.create(plan=house.plan, indicator=indicator)
    return "lac-01.2009-q3"


def test_a_number_is_asked_for_as_a_number(house):
    about = of_unit(house, unit="number", numerator_words="Health checks done")
    form = asked(house, about, {"available": "yes", "value": "1,234"}).judged

    assert form.errors == {}
    assert form.instance.value == 1234
    assert form.fields["value"].label == "Health checks done"
    assert not {"numerator", "denominator"} & form.fields.keys()


def test_a_rate_may_count_more_events_than_people(house):
    about = of_unit(house, unit="rate", per=1000)
    form = asked(
        house, about, {"available": "yes", "numerator": "120", "denominator": "100"}
    ).judged

    assert form.errors == {}
    assert (form.instance.numerator, form.instance.denominator) == (120, 100)


# Corrections ----------------------------------------------------------------------------------


@pytest.fixture
def earlier(house) -> str:
    """A final figure of last quarter that may be corrected, by what the return calls it."""
    builders.make_actual(
        indicator=house.indicator, period="2007/08", reported_in_id=Q2, numerator=1,
        denominator=42,
    )  # fmt: skip
    return f"{house.indicator.slug}.2007-08"


def test_a_corrected_figure_is_restated_with_its_reason(house, earlier):
    typed = {"available": "yes", "numerator": "2", "denominator": "42"}

    assert told(house, earlier, typed) == ["Say why the figure is corrected."]
    house.hand_in(**{earlier: typed | {"reason": "One was counted elsewhere."}})

    kept = Actual.objects.get(reported_in=Q3, period="2007/08")
    assert (kept.standing, kept.numerator, kept.reason) == (
        "restated", 2, "One was counted elsewhere.",
    )  # fmt: skip


def test_a_figure_that_was_restated_is_not_asked_for_again(house):
    assert Questionnaire(house.ours).named(FIGURE).must

    Actual.objects.filter(reported_in=Q2).update(standing="restated")

    assert Questionnaire(house.ours).named(FIGURE) is None


# Last quarter's words -------------------------------------------------------------------------


def test_still_true_carries_the_words_and_nothing_else(house):
    house.hand_in(
        **{
            FIGURE: {
                "available": "yes", "numerator": "4", "denominator": "40", "still_true": "on",
            }
        }
    )  # fmt: skip

    kept, before = (Actual.objects.get(reported_in=each) for each in (Q3, Q2))
    words = ("why", "being_done", "back_on_track", "help_needed")
    assert [getattr(kept, each) for each in words] == [getattr(before, each) for each in words]
    assert (kept.numerator, kept.standing, kept.source) == (4, "final", "")


def test_what_was_typed_stands_before_what_is_still_true(house):
    house.hand_in(
        **{
            FIGURE: {
                "available": "yes", "numerator": "4", "denominator": "40", "still_true": "on",
                "why": "Three moved school.",
            }
        }
    )  # fmt: skip

    kept = Actual.objects.get(reported_in=Q3)
    assert (kept.why, kept.being_done) == ("Three moved school.", "Tutors come weekly.")


def test_words_that_were_never_said_cannot_still_be_true(house):
    Actual.objects.update(why="", being_done="", back_on_track="", help_needed="")

    assert "still_true" not in asked(house, FIGURE, {}).judged.fields


# Words everywhere -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("about", "name", "label"),
    [
        (FIGURE, "why", "Why is it off target?"),
        ("action-1", "commentary", "What happened this quarter?"),
        ("milestone-1.1", "reason", "Why does it move?"),
        ("risk-1", "commentary", "What changed?"),
        ("new-risk-0123456789ab", "risk", "What could go wrong?"),
        ("new-action-0123456789ab", "action", "What is to be done?"),
    ],
)
def test_more_than_ten_thousand_characters_are_told_and_kept(house, about, name, label):
    text = "é" * 10_001
    typed = {"how": "moved"} if about.startswith("milestone") else {}

    question = asked(house, about, typed | {name: text})

    assert question.judged.errors[name] == [
        f"“{label}” is longer than 10,000 characters: shorten it."
    ]
    assert question.form(quiet=True)[name].value() == text
    assert not asked(house, about, typed | {name: text[1:]}).judged.errors.get(name)


# Actions, milestones, risks, dependencies, summary --------------------------------------------

PAST = "It is past its date: choose a new one, and say why it moves."
DONE = {"how": "done", "done_on_month": "1", "done_on_year": "2010"}


@pytest.mark.parametrize(
    ("about", "typed", "asks"),
    [
        pytest.param("action-1", {}, ["Say how it is going."], id="an action"),
        pytest.param("action-1", {"status": "on track"}, [], id="on track"),
        pytest.param(
            "action-1", {"status": "complete"}, ["Say what came of the action."], id="complete"
        ),
        pytest.param(
            "action-1", {"status": "complete", "commentary": "All have a tutor."}, [],
            id="complete, and what came of it",
        ),
        pytest.param(
            "action-1", {"status": "at risk"}, ["Say what puts the action at risk."], id="at risk"
        ),
        pytest.param(
            "action-1", {"status": "at risk", "commentary": "A tutor left."}, [],
            id="at risk, and why",
        ),
        pytest.param(
            "action-1", {"status": "delayed"},
            ["Say why the action is delayed, and when it will be done."], id="delayed",
        ),
        pytest.param(
            "action-1", {"status": "stopped"}, ["Say why the action was stopped."], id="stopped"
        ),
        pytest.param(
            "milestone-1.1", {}, ["Say whether the milestone was reached."], id="a milestone"
        ),
        pytest.param("milestone-1.1", {"how": "not yet"}, [PAST], id="not yet"),
        pytest.param(
            "milestone-1.1", {"how": "done"}, ["Enter the date it was done."], id="done"
        ),
        pytest.param("milestone-1.1", DONE | {"done_on_day": "11"}, [], id="done today"),
        pytest.param(
            "milestone-1.1", DONE | {"done_on_day": "12"},
            ["The date it was done is still to come: choose a day up to today."],
            id="done tomorrow",
        ),
        pytest.param(
            "milestone-1.1", {"how": "moved"}, ["Enter the new date.", "Say why it moves."],
            id="moved",
        ),
        pytest.param("milestone-1.1", MOVED, [], id="moved, and why"),
        pytest.param(
            "milestone-1.1", MOVED | {"now_due_month": "1", "now_due_day": "10"},
            ["The new date is past: choose one that is still to come."], id="moved to the past",
        ),
        pytest.param(
            "milestone-1.1", MOVED | {"how": "not yet", "now_due_day": "99"}, [PAST],
            id="not moved after all",
        ),
        pytest.param(
            "risk-1", {}, ["Choose an impact.", "Choose a likelihood."], id="a risk"
        ),
        pytest.param("risk-1", {"impact": "Nil", "likelihood": "High"}, [], id="rated"),
        pytest.param(
            "risk-1", {"impact": "Nil", "likelihood": "Nil", "closed": "on"},
            ["Say why the risk is over."], id="closed",
        ),
        pytest.param(
            "risk-1",
            {"impact": "Nil", "likelihood": "Nil", "closed": "on", "commentary": "All passed."},
            [], id="closed, and why",
        ),
        pytest.param(
            "summary", {}, ["Write a summary, or say that there is nothing to add."],
            id="no summary",
        ),
        pytest.param("summary", {"nothing": "on"}, [], id="nothing to add"),
        pytest.param(
            "summary", {"nothing": "on", "summary": "All is well."},
            ["There is a summary: take out one or the other."], id="nothing, and a summary",
        ),
        pytest.param(
            "new-action-0123456789ab", {"who": "Tutors"}, ["Say what is to be done."],
            id="a new action",
        ),
        pytest.param(
            "new-risk-0123456789ab", {"risk": "Flu", "impact": "High"}, ["Choose a likelihood."],
            id="a new risk",
        ),
    ],
)  # fmt: skip
def test_each_answer_asks_for_the_words_it_needs(house, about, typed, asks):
    assert told(house, about, typed) == asks


@pytest.mark.parametrize(
    ("status", "asks"),
    [
        ("", ["Say how it stands."]),
        ("on course", []),
        ("at risk", ["Say what is in doubt."]),
        ("broken", ["Say what it means for the plan."]),
    ],
)
def test_a_dependency_in_doubt_asks_for_words(house, status, asks):
    assert told(house, f"dependency-{house.dependency.pk}", {"status": status}) == asks


def test_a_milestone_of_another_plan_cannot_be_proposed_to(house):
    other = builders.make_action(number=7)
    typed = {
        "words": "All are in place", "of_action": str(other.pk),
        "first_due_day": "1", "first_due_month": "6", "first_due_year": "2010",
    }  # fmt: skip

    assert len(told(house, "new-milestone-0123456789ab", typed)) == 1
    typed["of_action"] = str(house.action.pk)
    assert told(house, "new-milestone-0123456789ab", typed) == []


def test_two_plans_may_both_have_an_action_1(house):
    other = make_house("NI 102")
    other.type_all()

    form = Questionnaire(house.ours).named("action-1")
    assert form is not None
    assert form.draft is None
