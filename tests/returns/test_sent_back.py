"""What happens to a return after it was sent back, and to answers that were only carried on."""

from datetime import date

import pytest

from plans.models import ActionUpdate
from returns.asked import asked_of
from returns.contents import contents_of
from returns.handing_in import Incomplete, approve, hand_in
from returns.models import Draft
from returns.questions import Questionnaire
from returns.services import send_back
from risks.models import RiskAssessment
from tests import builders
from tests.returns.browser import boxes, problems, send
from tests.returns.house import FIGURE, MOVED, Q2, Q3, House

pytestmark = pytest.mark.django_db
NEW_RISK = {"risk": "No room for it", "impact": "Low", "likelihood": "High", "owner": "The head"}


def with_nothing_to_report(house: House) -> None:
    """Hand in "nothing to report" for all but figures and milestones."""
    house.type_all()
    Draft.objects.filter(about__regex="^(action|risk|dependency)-").delete()
    for each in ("actions", "risks", "dependencies"):
        Draft.objects.create(
            owner=house.ours, about=f"nothing-{each}", typed={"nothing": "on"}, by=house.manager
        )
    hand_in(house.ours, by=house.manager)


def changes(house: House, kind: str) -> dict[str, bool]:
    """Of the sign-off page's list: each title's number, and whether it is told as new."""
    found = contents_of([house.ours])[house.plan.pk].kinds[kind]
    return {each.title.partition(":")[0]: each.is_new for each in found}


# Carried on ---------------------------------------------------------------------------------


def test_what_was_carried_on_is_known_by_its_own_field_and_never_shown_as_typed(house, manager):
    with_nothing_to_report(house)
    send_back(house.ours, by=house.lead, reason="Look again.", sections=["actions", "risks"])

    assert ActionUpdate.objects.get(quarter=Q3).carried_on
    for page, box in (("actions", "action-1-commentary"), ("risks", "risk-1-commentary")):
        assert boxes(manager.get(house.at(page)))[box] == ""


def test_a_change_after_nothing_to_report_is_told_at_the_sign_off(house, manager):
    with_nothing_to_report(house)
    assert changes(house, "Risks") == {"Risk 1": False}
    send_back(house.ours, by=house.lead, reason="Look again.", sections=["actions", "risks"])

    refused = send(manager, house.at("actions"), {"action-1-status": "stopped"})
    assert problems(refused) == ["Action 1: say why the action was stopped."]
    send(manager, house.at("actions"), {"action-1-commentary": "No money."})
    send(manager, house.at("risks"), {"risk-1-impact": "High", "risk-1-likelihood": "High"})
    hand_in(house.ours, by=house.manager)

    assert changes(house, "Actions") == {"Action 1": True}
    assert changes(house, "Risks") == {"Risk 1": True}
    assert not RiskAssessment.objects.get(quarter=Q3).carried_on


@pytest.mark.parametrize(
    ("typed", "is_new"),
    [
        pytest.param({"status": "on track"}, False, id="as before"),
        pytest.param({"status": "on track", "commentary": "Six more tutors."}, True, id="words"),
        pytest.param({"status": "at risk", "commentary": "Money."}, True, id="another status"),
    ],
)
def test_what_is_new_is_what_differs_from_the_last_quarter(house, typed, is_new):
    house.hand_in(**{"action-1": typed})

    assert changes(house, "Actions") == {"Action 1": is_new}


def test_who_said_there_is_nothing_to_report_and_when_is_shown(house, manager, lead):
    with_nothing_to_report(house)

    for client, page in ((manager, "check"), (lead, "sign-off")):
        html = client.get(house.at(page)).content.decode()
        assert f"{house.manager.name}, " in html
        assert "stands as it did last quarter" in html


# Changes that were asked for ---------------------------------------------------------------------


@pytest.fixture
def asked_again(house) -> House:
    house.hand_in()
    send_back(house.ours, by=house.lead, reason="Why?", sections=["actions", "risks"])
    return house


def test_a_section_sent_back_is_to_do_until_something_of_it_is_changed(asked_again, manager):
    before = manager.get(asked_again.address).content.decode()
    assert before.count("Changes asked: to do") == 2
    assert "2 things to do" in before

    mended = send(manager, asked_again.at("actions"), {"action-1-commentary": "Going well."})

    assert mended.url == asked_again.address
    after = manager.get(asked_again.address).content.decode()
    assert after.count("Changes asked: to do") == 1
    assert "Changed" in after


def test_it_is_not_handed_in_untouched_unawares(asked_again, manager):
    send(manager, asked_again.at("actions"), {"action-1-commentary": "Going well."})

    with pytest.raises(Incomplete) as refused:
        hand_in(asked_again.ours, by=asked_again.manager)
    assert refused.value.untouched == ["risks"]

    told = manager.post(asked_again.at("check"), {"unchanged-risks": " "})
    assert problems(told) == [
        "Risks: changes were asked for. Make them, or say why nothing needs changing"
    ]
    manager.post(asked_again.at("check"), {"unchanged-risks": "It was rated in December."})

    last = asked_again.ours.last_step
    assert (last.step, last.reason) == (
        "submitted",
        "Risks, not changed: It was rated in December.",
    )


def test_words_for_a_section_not_changed_stay_while_something_else_is_missing(asked_again, manager):
    send(manager, asked_again.at("actions"), {"action-1-status": "delayed"})

    told = manager.post(asked_again.at("check"), {"unchanged-risks": "It is right."})

    assert boxes(told)["unchanged-risks"] == "It is right."


# Read, not judged --------------------------------------------------------------------------------


def publish(house: House) -> None:
    builders.make_quarter(Q3, state="published")


def test_a_published_return_shows_what_was_handed_in(house, manager):
    house.hand_in(**{FIGURE: {"available": "yes", "numerator": "5", "denominator": "40",
                              "why": "Two moved.", "being_done": "Tutors."}})  # fmt: skip
    approve(house.ours, by=house.lead)
    publish(house)

    check = manager.get(house.at("check")).content.decode()
    figure = manager.get(house.figure).content.decode()

    assert "govuk-error-message" not in check
    assert "Still to do" not in check
    assert "12.5%" in check
    assert "Two moved." in check
    assert "12.5%" in figure
    assert "Enter the figure, and this says how it stands" not in figure


def test_drafts_of_a_return_that_was_not_returned_can_be_read(house, manager):
    house.type_all()
    publish(house)

    check = manager.get(house.at("check")).content.decode()

    assert "govuk-error-message" not in check
    assert "All is well." in check


def test_an_answer_with_a_problem_is_shown_beside_it(house, manager):
    house.type_all(
        **{FIGURE: {"available": "yes", "numerator": "50", "denominator": "40", "why": "Odd."}}
    )

    page = manager.get(house.at("check")).content.decode()

    assert "Odd." in page
    assert page.index("Is the figure known?") < page.index("Odd.")


def test_words_from_when_a_figure_was_off_target_are_asked_about(house, manager, lead):
    house.hand_in(
        **{FIGURE: {"available": "yes", "numerator": "6", "denominator": "40", "why": "Two left."}}
    )

    signing = lead.get(house.at("sign-off")).content.decode()
    assert "Two left." in signing
    assert "Why it is off target" not in signing
    send_back(house.ours, by=house.lead, reason="Look.", sections=["figures"])
    assert "do these words still hold?" in manager.get(house.at("check")).content.decode()


# What a quarter asks about -----------------------------------------------------------------------


def test_an_earlier_quarter_never_asks_for_what_came_later(house):
    house.hand_in(**{"new-risk-0123456789ab": NEW_RISK})
    before = {each.about for each in asked_of([house.plan], Q2)[house.plan.pk]}
    approve(house.ours, by=house.lead)
    later = builders.make_dependency(plan=house.plan, priority="NI 100")
    builders.make_dependency_update(dependency=later, quarter=house.round)

    assert {each.about for each in asked_of([house.plan], Q2)[house.plan.pk]} == before
    assert {"risk-2", f"dependency-{later.pk}"} <= {
        each.about for each in asked_of([house.plan], Q3)[house.plan.pk]
    }


# Offered -----------------------------------------------------------------------------------------


def offer(house: House) -> None:
    house.type_all()
    Draft.objects.update(version=0)


def test_what_is_offered_is_not_done_until_somebody_saves_it(house, manager):
    offer(house)
    assert "is it still right?" in manager.get(house.at("risks")).content.decode()
    with pytest.raises(Incomplete) as refused:
        hand_in(house.ours, by=house.manager)
    assert len(refused.value.left) == len(house.answers())

    send(manager, house.at("risks"), draft=True)
    assert Draft.objects.get(about="risk-1").version == 0
    send(manager, house.at("risks"))

    questions = Questionnaire(house.ours)
    risk, action = questions.named("risk-1"), questions.named("action-1")
    assert risk is not None
    assert action is not None
    assert questions.is_settled(risk)
    assert not questions.is_settled(action)


# Closing a risk ----------------------------------------------------------------------------------


def test_a_risk_is_closed_without_rating_it_again(house):
    house.hand_in(**{"risk-1": {"closed": "on", "commentary": "All passed."}})

    change = contents_of([house.ours])[house.plan.pk].kinds["Risks"][0]
    assert (change.now, change.before) == ("closed", "was impact Medium, likelihood Low")


# Read before it is answered for ------------------------------------------------------------------


def test_a_forecast_says_from_where_to_where_it_may_come_out(house, manager, lead):
    house.indicator.q3_expects = "forecast"
    house.indicator.save()
    forecast = {
        "available": "yes", "denominator": "45", "achieved": "3", "predicted": "4",
        "unlikely": "2", "why": "Two left.", "being_done": "Tutors.",
    }  # fmt: skip
    answers = house.answers()
    del answers[FIGURE]
    house.answers = lambda: answers | {"ni-101.2009-10": forecast}
    house.type_all()

    for page in ("figures/ni-101.2009-10", "check"):
        assert "from 6.7% (3) to 20.0% (9)" in manager.get(house.at(page)).content.decode()
    hand_in(house.ours, by=house.manager)
    assert "from 6.7% (3) to 20.0% (9)" in lead.get(house.at("sign-off")).content.decode()


def test_who_signs_off_sees_what_a_figure_was_before_and_why_it_was_changed(house, lead):
    builders.make_actual(
        indicator=house.indicator, period="2007/08", reported_in_id=Q2, numerator=1,
        denominator=42,
    )  # fmt: skip
    corrected = {
        "available": "yes", "numerator": "2", "denominator": "42",
        "reason": "One was counted elsewhere.",
    }  # fmt: skip
    house.hand_in(**{"ni-101.2007-08": corrected})

    page = lead.get(house.at("sign-off")).content.decode()

    assert "was 12.5%, provisional" in page
    assert "was 2.4%, final" in page
    assert "One was counted elsewhere." in page


@pytest.mark.parametrize("page", ["actions", "risks", "dependencies"])
def test_no_box_is_called_optional_that_an_answer_needs(house, manager, page):
    shown = manager.get(house.at(page)).content.decode()

    needed = ("When was it done?", "When is it due now?", "Why does it move?",
              "What happened this quarter?", "What changed?")  # fmt: skip
    assert any(each in shown for each in needed)
    assert not any(f"{each} (optional)" in shown for each in needed)


def test_a_status_tells_what_it_asks_for(house, manager):
    actions = manager.get(house.at("actions")).content.decode()

    assert "Say what puts the action at risk." in actions


def test_a_milestone_still_to_come_stands_where_there_is_nothing_to_report(house, manager):
    house.milestone.first_due = date(2010, 1, 31)
    house.milestone.save()
    house.type_all()
    Draft.objects.filter(about__regex="^(action|milestone)-").delete()
    Draft.objects.create(
        owner=house.ours, about="nothing-actions", typed={"nothing": "on"}, by=house.manager
    )

    check = manager.get(house.at("check")).content.decode()
    hand_in(house.ours, by=house.manager)

    assert "It stands as it did last quarter: on track".lower() in check.lower()
    assert house.ours.state == "submitted"


def test_a_date_that_is_none_is_read_back_as_it_was_typed(house, manager):
    house.type_all(**{"milestone-1.1": MOVED | {"now_due_day": "31", "now_due_month": "6"}})

    page = manager.get(house.at("check")).content.decode()

    assert "31 6 2010" in page
    assert "&#x27;31&#x27;" not in page


def test_a_risk_that_turned_on_the_same_level_says_how(house):
    before = RiskAssessment.objects.get(risk=house.risk)
    turned = {"impact": before.likelihood, "likelihood": before.impact}
    assert before.impact != before.likelihood

    house.hand_in(**{"risk-1": turned})

    change = contents_of([house.ours])[house.plan.pk].kinds["Risks"][0]
    assert change.before.startswith("same level: impact ")


@pytest.mark.parametrize(
    ("due", "typed", "said"),
    [
        pytest.param(date(2010, 1, 31), {"how": "not yet"}, "due 31 January 2010", id="to come"),
        pytest.param(date(2009, 12, 31), MOVED, "was due 31 December 2009", id="moved"),
    ],
)
def test_who_signs_off_reads_when_a_milestone_is_or_was_due(house, due, typed, said):
    house.milestone.first_due = due
    house.milestone.save()
    house.hand_in(**{"milestone-1.1": typed})

    change = contents_of([house.ours])[house.plan.pk].kinds["Milestones"][0]
    assert change.before == said
