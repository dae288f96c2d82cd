"""What a return asks, and how a figure would stand: the same as the report says afterwards."""

from datetime import date

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from indicators.models import IndicatorRule, Target
from indicators.performance import GoodIs, ToleranceKind
from reports.reading.facts import facts_as_at
from reports.reading.objects import Stamp
from reports.releases.building import Building
from returns.models import Draft
from returns.outlook import OFF_TARGET
from returns.questions import Questionnaire, as_sent
from tests.returns.house import FIGURE, Q3, House

pytestmark = pytest.mark.django_db
TODAY = date(2010, 1, 11)
WORDS = {"why": "So it is.", "being_done": "Much.", "sure": "on"}


def status_in_the_report(house: House) -> str:
    building = Building(facts_as_at(Q3), Stamp(Q3, "", "", "open"), masked=False, today=TODAY)
    return building.lines[house.indicator.pk].status


@given(
    counts=st.integers(1, 60).flatmap(lambda all_: st.tuples(st.integers(0, all_), st.just(all_))),
    target=st.decimals(0, 100, places=1),
    tolerance=st.decimals(0, 20, places=1),
    kind=st.sampled_from(ToleranceKind),
    good_is=st.sampled_from(GoodIs),
)
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_outlook_is_what_the_report_says_after_handing_in(
    house, counts, target, tolerance, kind, good_is
):
    numerator, denominator = counts
    with transaction.atomic():
        Target.objects.update(value=target)
        IndicatorRule.objects.update(
            tolerance=round(tolerance, 0 if kind == ToleranceKind.CHILDREN else 1),
            tolerance_kind=kind,
            good_is=good_is,
        )
        typed = {"available": "yes", "numerator": str(numerator), "denominator": str(denominator)}
        house.type_all(**{FIGURE: typed})
        question = Questionnaire(house.ours).named(FIGURE)
        assert question is not None
        foreseen = question.outlook(question.judged)
        assert foreseen is not None
        asks = {"why", "being_done"} <= question.judged.errors.keys()
        assert asks == (foreseen.status in OFF_TARGET)

        house.hand_in(**{FIGURE: typed | WORDS})

        assert foreseen.status == status_in_the_report(house)
        transaction.set_rollback(True)


def test_a_question_read_from_its_record_says_what_was_typed(house):
    house.hand_in(
        **{
            "milestone-1.1": {
                "how": "done", "done_on_day": "5", "done_on_month": "1", "done_on_year": "2010",
            }
        }
    )  # fmt: skip

    question = Questionnaire(house.ours).named("milestone-1.1")

    assert question is not None
    assert as_sent(question.unanswered())["milestone-1.1-done_on_month"] == "1"
    assert question.judged.is_valid()


def test_judging_one_form_leaves_the_record_to_the_others(house):
    house.hand_in()
    question = Questionnaire(house.ours).named("action-1")
    assert question is not None
    stopped = {"action-1-status": "stopped", "action-1-commentary": "No money."}

    assert question.form_with(stopped).is_valid()

    assert question.record.status == "on track"
    assert as_sent(question.unanswered())["action-1-status"] == "on track"


@pytest.mark.parametrize(
    ("about", "typed", "settled"),
    [
        pytest.param("action-1", {"status": "on track"}, True, id="right"),
        pytest.param("action-1", {"status": "delayed"}, False, id="wrong"),
        pytest.param("new-risk-0123456789ab", {"risk": "Flu"}, False, id="half a proposal"),
    ],
)
def test_a_question_is_settled_when_its_draft_is_right(house, about, typed, settled):
    Draft.objects.create(owner=house.ours, about=about, typed=typed, by=house.manager)
    questions = Questionnaire(house.ours)
    question = questions.named(about)

    assert question is not None
    assert questions.is_settled(question) is settled
