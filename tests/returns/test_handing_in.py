"""Handing in makes records of what was typed, all or nothing; a sign-off makes proposals real."""

from datetime import date

import pytest
from django.utils import timezone

from indicators.models import Actual
from plans.models import Action, ActionUpdate, DependencyUpdate, Milestone, MilestoneUpdate
from returns.handing_in import NOTHING_TO_REPORT, Incomplete, approve, hand_in, take_back
from returns.models import Draft, ReturnEvent
from returns.services import recall, reopen, send_back
from returns.workflow import NotAllowed, ReturnState
from risks.models import Risk, RiskAssessment
from tests import builders
from tests.returns.browser import boxes, problems, send
from tests.returns.house import FIGURE, MOVED, Q2, Q3, House

pytestmark = pytest.mark.django_db
NEW_ACTION = {"action": "Open a study club", "who": "Virtual school", "when": "September 2010"}
NEW_RISK = {"risk": "No room for it", "impact": "Low", "likelihood": "High", "owner": "The head"}


def new_milestone(house: House) -> dict[str, str]:
    return {
        "of_action": str(house.action.pk), "words": "The room is found",
        "first_due_day": "1", "first_due_month": "6", "first_due_year": "2010",
    }  # fmt: skip


def records(house: House) -> list:
    """Everything that the quarter has of the plan."""
    return [
        *Actual.objects.filter(reported_in=Q3),
        *ActionUpdate.objects.filter(quarter=Q3),
        *MilestoneUpdate.objects.filter(quarter=Q3),
        *RiskAssessment.objects.filter(quarter=Q3),
        *DependencyUpdate.objects.filter(quarter=Q3),
    ]


# All or nothing ---------------------------------------------------------------------------------


def test_handing_in_makes_a_record_of_every_answer(house):
    house.hand_in()

    assert len(records(house)) == 5
    assert house.ours.summary == "All is well."
    assert house.ours.state == ReturnState.SUBMITTED
    assert not Draft.objects.exists()


@pytest.mark.parametrize("about", ["action-1", "milestone-1.1", "risk-1", FIGURE, "summary"])
def test_while_one_answer_is_missing_nothing_is_handed_in(house, manager, about):
    house.type_all()
    Draft.objects.filter(about=about).delete()

    with pytest.raises(Incomplete) as refused:
        hand_in(house.ours, by=house.manager)

    assert [each.about for each in refused.value.left] == [about]
    assert records(house) == []
    assert Draft.objects.count() == 5
    page = manager.post(house.at("check"))
    assert len(problems(page)) == 1
    assert f'href="#answer-{about}"' in page.content.decode()


def test_a_wrong_answer_is_not_handed_in(house):
    house.type_all(**{"action-1": {"status": "delayed"}})

    with pytest.raises(Incomplete):
        hand_in(house.ours, by=house.manager)

    assert records(house) == []


def test_pressing_twice_hands_in_once(house):
    house.hand_in()

    hand_in(house.ours, by=house.lead)

    assert list(ReturnEvent.objects.values_list("step", flat=True)) == ["started", "submitted"]
    assert len(records(house)) == 5


def test_what_was_signed_off_cannot_be_handed_in(house):
    house.hand_in()
    approve(house.ours, by=house.lead)

    with pytest.raises(NotAllowed, match="signed off"):
        hand_in(house.ours, by=house.manager)


def test_a_record_says_who_typed_it_whoever_hands_it_in(house):
    house.type_all(by=house.manager)
    Draft.objects.filter(about="risk-1").update(by=house.lead)

    hand_in(house.ours, by=house.officer)

    assert {each.entered_by for each in records(house)} == {house.manager, house.lead}
    assert RiskAssessment.objects.get(quarter=Q3).entered_by == house.lead
    assert house.ours.steps[-1].by == house.officer


# Once more --------------------------------------------------------------------------------------


def test_after_recalling_only_what_changes_is_typed_anew(house, manager):
    house.hand_in(
        **{
            "milestone-1.1": {
                "how": "done", "done_on_day": "5", "done_on_month": "1", "done_on_year": "2010",
            },
            "action-1": {"status": "complete", "commentary": "Two\r\nlines"},
        }
    )  # fmt: skip
    recall(house.ours, by=house.manager)

    for page in house.pages:
        send(manager, page, then="later")
    assert not Draft.objects.exists()
    send(manager, house.at("actions"), {"action-1-commentary": "Three lines"}, then="later")
    assert [each.about for each in Draft.objects.all()] == ["action-1"]

    hand_in(house.ours, by=house.lead)

    assert MilestoneUpdate.objects.get(quarter=Q3).done_on == date(2010, 1, 5)
    changed = ActionUpdate.objects.get(quarter=Q3)
    assert (changed.commentary, changed.entered_by) == ("Three lines", house.manager)


def test_a_figure_changed_again_and_again_keeps_a_reason_each_time(house):
    reasons = []
    for numerator in ("6", "7", "8", "9"):
        house.hand_in(**{FIGURE: {"available": "yes", "numerator": numerator, "denominator": "40"}})
        kept = Actual.objects.get(reported_in=Q3)
        reasons.append(kept.reason)
        if numerator == "7":
            send_back(house.ours, by=house.lead, reason="Is it nine?", sections=["figures"])
        else:
            recall(house.ours, by=house.manager)

    assert kept.numerator == 9
    assert reasons[0] == ""
    assert len(set(reasons)) == 4
    assert "Is it nine?" in reasons[2]
    assert kept.history.count() == 4


# Nothing to report ------------------------------------------------------------------------------


def say_nothing(house: House, *sections: str, **instead) -> None:
    house.type_all(**instead)
    for each in sections:
        Draft.objects.create(
            owner=house.ours, about=f"nothing-{each}", typed={"nothing": "on"}, by=house.manager
        )


def test_nothing_to_report_carries_last_quarters_answer_on_with_name_and_time(house):
    before = timezone.now()
    say_nothing(house, "actions", "risks", "dependencies")
    Draft.objects.filter(about__regex="^(action|risk|dependency)-").delete()

    hand_in(house.ours, by=house.lead)

    action = ActionUpdate.objects.get(quarter=Q3)
    assert (action.status, action.commentary) == ("on track", NOTHING_TO_REPORT)
    assert action.entered_by == house.lead
    assert action.entered_at >= before
    risk = RiskAssessment.objects.get(quarter=Q3)
    assert (risk.impact, risk.likelihood, risk.commentary) == ("Medium", "Low", NOTHING_TO_REPORT)
    assert DependencyUpdate.objects.get(quarter=Q3).status == "on course"
    assert ActionUpdate.objects.get(quarter=Q2).commentary == ""


def test_nothing_to_report_leaves_alone_what_is_answered(house):
    say_nothing(house, "actions", **{"action-1": {"status": "complete", "commentary": "Done."}})

    hand_in(house.ours, by=house.manager)

    action = ActionUpdate.objects.get(quarter=Q3)
    assert (action.status, action.commentary) == ("complete", "Done.")


@pytest.mark.parametrize("blank", [True, False], ids=["not rated", "never heard of"])
def test_nothing_to_report_is_no_answer_for_what_was_never_rated(house, manager, blank):
    if blank:
        RiskAssessment.objects.update(impact="", likelihood="")
    else:
        RiskAssessment.objects.all().delete()
    say_nothing(house, "risks")
    Draft.objects.filter(about="risk-1").delete()

    with pytest.raises(Incomplete) as refused:
        hand_in(house.ours, by=house.manager)

    assert [each.about for each in refused.value.left] == ["risk-1"]
    told = send(manager, house.at("risks"), {"nothing-risks-nothing": "on"})
    assert problems(told) == ["Risk 1: choose an impact.", "Risk 1: choose a likelihood."]


def test_a_milestone_that_is_due_is_asked_about_though_there_is_nothing_to_report(house, manager):
    told = send(manager, house.at("actions"), {"nothing-actions-nothing": "on"})

    assert problems(told) == [
        "Milestone “Tutors are in place”: say whether the milestone was reached."
    ]


# Milestones and risks ---------------------------------------------------------------------------


def test_a_milestone_that_moves_keeps_its_first_date(house):
    house.hand_in(**{"milestone-1.1": MOVED})

    moved = MilestoneUpdate.objects.get(quarter=Q3)
    assert (moved.now_due, moved.reason) == (date(2010, 3, 31), "The tutor left.")
    house.milestone.refresh_from_db()
    assert house.milestone.first_due == date(2009, 12, 31)


def test_a_risk_is_closed_with_its_reason(house):
    house.hand_in(
        **{
            "risk-1": {
                "impact": "Nil", "likelihood": "Nil", "closed": "on", "commentary": "All passed.",
            }
        }
    )  # fmt: skip

    closed = RiskAssessment.objects.get(quarter=Q3)
    assert (closed.state, closed.commentary) == ("closed", "All passed.")


# Proposals --------------------------------------------------------------------------------------


@pytest.fixture
def proposed(house) -> House:
    house.hand_in(
        **{
            "new-action-0123456789ab": NEW_ACTION,
            "new-milestone-0123456789ab": new_milestone(house),
            "new-risk-0123456789ab": NEW_RISK,
        }
    )
    return house


def counts() -> tuple[int, int, int]:
    return Action.objects.count(), Milestone.objects.count(), Risk.objects.count()


def test_a_proposal_becomes_part_of_the_plan_when_it_is_signed_off(proposed):
    assert counts() == (1, 1, 1)

    approve(proposed.ours, by=proposed.lead)

    assert counts() == (2, 2, 2)
    action, risk = Action.objects.get(number=2), Risk.objects.get(number=2)
    assert (action.action, action.who, action.when) == tuple(NEW_ACTION.values())
    update = action.updates.get()
    assert (update.status, update.entered_by) == ("not started", proposed.manager)
    rating = risk.assessments.get()
    assert (rating.impact, rating.likelihood, rating.quarter_id) == ("Low", "High", Q3)
    milestone = Milestone.objects.get(number=2)
    assert (milestone.action, milestone.first_due) == (proposed.action, date(2010, 6, 1))
    assert not Draft.objects.exists()


def test_it_is_made_once_however_often_the_return_is_signed_off(proposed):
    approve(proposed.ours, by=proposed.lead)
    with pytest.raises(NotAllowed):
        approve(proposed.ours, by=proposed.officer)
    reopen(proposed.ours, by=proposed.officer, reason="A figure was wrong.")
    send_back(proposed.ours, by=proposed.lead, reason="Please mend it.")
    proposed.hand_in()
    approve(proposed.ours, by=proposed.lead)

    assert counts() == (2, 2, 2)


def test_it_waits_through_a_recall_and_can_still_be_changed(proposed, manager):
    recall(proposed.ours, by=proposed.manager)
    box = "new-risk-0123456789ab-risk"
    assert boxes(manager.get(proposed.at("risks")))[box] == "No room for it"

    send(manager, proposed.at("risks"), {box: "No room"}, then="later")
    hand_in(proposed.ours, by=proposed.manager)
    approve(proposed.ours, by=proposed.lead)

    assert Risk.objects.get(number=2).risk == "No room"


def test_it_is_taken_back_by_emptying_it(proposed, manager):
    recall(proposed.ours, by=proposed.manager)
    page = proposed.at("risks")
    emptied = {name: "" for name in boxes(manager.get(page)) if "0123456789ab-" in name}
    emptied |= {f"new-risk-0123456789ab-{name}": None for name in ("impact", "likelihood")}
    emptied.pop("new-risk-0123456789ab-version")

    send(manager, page, emptied)
    hand_in(proposed.ours, by=proposed.manager)
    approve(proposed.ours, by=proposed.lead)

    assert counts() == (2, 2, 1)


def test_numbers_go_on_from_the_last_of_the_plan(proposed):
    builders.make_risk(plan=proposed.plan, number=7)

    approve(proposed.ours, by=proposed.lead)

    assert sorted(Risk.objects.values_list("number", flat=True)) == [1, 7, 8]


# Published without a sign-off -------------------------------------------------------------------


def test_what_is_taken_back_is_typed_as_it_was(house):
    typed = {
        "milestone-1.1": MOVED,
        FIGURE: {
            "available": "no", "not_available_because": "Late", "expected_day": "29",
            "expected_month": "1", "expected_year": "2010",
        },
    }  # fmt: skip
    house.hand_in(**typed)

    take_back(house.ours)

    assert records(house) == []
    again = {each.about: each.typed for each in Draft.objects.all()}
    assert again.keys() == house.answers().keys()
    for about, said in (house.answers() | typed).items():
        assert said.items() <= again[about].items()
