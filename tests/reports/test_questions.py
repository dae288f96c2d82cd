"""The questions a member might ask: each rule, their order, and what is never asked about."""

from dataclasses import replace
from datetime import date

import pytest

from reports.board.questions import RULES, Case, of_plan, of_quarter, questions
from reports.reading.objects import ActionCard, MilestoneCard, RiskCard
from tests.reports import samples

MISSED = samples.line("LAC 01", "missed")
CLOSE = samples.line("LAC 01", "close")
MET = samples.line("LAC 01", "met", direction="better")
SERVING = ActionCard(1, "Tuition", feeds=("LAC 01",), status="on track")


def milestone(*days: int, **given) -> MilestoneCard:
    """A milestone that was due on these days of October 2009, one after the other."""
    dates = tuple((date(2009, 10, day), "") for day in days)
    return MilestoneCard(1, "Ten tutors", dates[0][0], dates[-1][0], dates=dates, **given)


def case(*lines, actions=(), risks=(), whole=True) -> Case:
    return Case(lines, [samples.summary(actions=actions, risks=risks)], whole)


def risk(**given) -> RiskCard:
    usual = {"impact": "High", "likelihood": "High", "band": "high", "reviewed": True}
    return RiskCard(1, "Money ends", "NI 101", "ni-101", **usual | given)


def asked(ours: Case) -> list[str]:
    return [each.words for each in questions(ours).asked]


@pytest.mark.parametrize(
    ("ours", "words"),
    [
        pytest.param(
            case(MISSED, actions=[replace(SERVING, status="complete")]),
            "when no action that serves it is on track",
            id="missed, and what serves it is over",
        ),
        pytest.param(case(MISSED), "no action that serves it is on track", id="missed, unserved"),
        pytest.param(
            case(MISSED, actions=[replace(SERVING, status="complete")], whole=False),
            "no action of this plan that serves it is on track",
            id="of one plan it is said of that plan",
        ),
        pytest.param(
            case(samples.line("LAC 01", "not returned"), actions=[SERVING]),
            "Why is the figure for LAC 01 not in",
            id="not returned",
        ),
        pytest.param(
            case(CLOSE, actions=[SERVING]), "off target and no better than before", id="worse"
        ),
        pytest.param(
            case(replace(CLOSE, direction="same"), actions=[SERVING]),
            "off target and no better than before",
            id="unchanged",
        ),
        pytest.param(
            case(replace(CLOSE, k=1, k_more="1 more child", direction="better"), actions=[SERVING]),
            "One more child would have met the target for LAC 01",
            id="one child",
        ),
        pytest.param(
            case(replace(CLOSE, direction="better"), actions=[replace(SERVING, status="delayed")]),
            "Action 1 of NI 101 is delayed, and LAC 01, which it serves, is off target",
            id="an action in trouble",
        ),
        pytest.param(
            case(risks=[risk(movement="up", band="low")]),
            "Risk 1 of NI 101 has gone up: is what is done about it still enough?",
            id="a risk that went up",
        ),
        pytest.param(
            case(actions=[replace(SERVING, milestones=(milestone(1, 9, 30),))]),
            "A milestone of action 1 of NI 101 has moved twice",
            id="a milestone that moved twice",
        ),
        pytest.param(case(MET), "Who is doing what towards LAC 01?", id="a target nobody serves"),
        pytest.param(
            case(MET, actions=[replace(SERVING, status="complete")]),
            "Who is doing what towards LAC 01?",
            id="a target served by what is over",
        ),
        pytest.param(
            case(
                samples.line("LAC 01", "not due", forecast_status="forecast to miss"),
                actions=[SERVING],
            ),
            "LAC 01 is forecast to miss its target",
            id="a forecast",
        ),
        pytest.param(
            case(risks=[risk(reviewed=False)]), "was not reviewed this quarter", id="a high risk"
        ),
        pytest.param(
            case(replace(MET, fragile_by=1, fragility="One fewer"), actions=[SERVING]),
            "LAC 01 is met, and by one only",
            id="met by one",
        ),
    ],
)
def test_each_rule_asks(ours, words):
    (question,) = asked(ours)

    assert words in question


@pytest.mark.parametrize(
    "ours",
    [
        pytest.param(case(MET, actions=[SERVING]), id="all is well"),
        pytest.param(Case((), ()), id="nothing at all"),
        pytest.param(case(samples.masked("LAC 01")), id="a masked figure, though nobody serves it"),
        pytest.param(case(risks=[risk(movement="down")]), id="a risk that went down"),
        pytest.param(case(risks=[risk(movement="up", state="closed")]), id="a closed risk"),
        pytest.param(case(risks=[risk(reviewed=False, band="medium")]), id="a lesser risk"),
        pytest.param(
            case(actions=[replace(SERVING, milestones=(milestone(1, 9),))]), id="moved once"
        ),
        pytest.param(
            case(
                actions=[
                    replace(SERVING, milestones=(milestone(1, 9, 30, done_on=date(2009, 10, 30)),))
                ]
            ),
            id="moved twice, and done",
        ),
        pytest.param(case(MET, whole=False), id="others' actions may serve it"),
        pytest.param(
            case(samples.line("LAC 01", "no target", target=None), actions=()), id="no target"
        ),
    ],
)
def test_nothing_is_asked_where_nothing_calls_for_it(ours):
    assert asked(ours) == []


def test_the_gravest_rule_comes_first_and_none_asks_twice_before_each_has_asked_once():
    lines = [
        samples.line("LAC 01", "missed", direction="better"),
        samples.line("LAC 02", "missed", direction="better"),
        samples.line("LAC 03", "overdue"),
    ]
    about = [each.about for each in questions(case(*lines, risks=[risk(movement="up")])).asked]

    assert about == ["LAC 01", "LAC 03", "NI 101 risk 1", "LAC 02"]


def test_at_most_five_are_asked_and_nothing_is_asked_about_twice():
    lines = [samples.line(f"LAC {each:02d}", "missed") for each in range(1, 9)]
    about = [each.about for each in questions(case(*lines)).asked]

    assert len(about) == len(set(about)) == 5


def test_nothing_is_asked_of_what_may_not_be_read():
    hidden = replace(
        samples.quarterly_report(),
        lines=(MISSED,),
        plans=(samples.summary(actions=(), risks=(), withheld=True),),
    )
    words = [each.words for each in of_quarter(hidden).asked]

    assert words == [
        "LAC 01 is off target and no better than before: what will be done differently?"
    ]


def test_each_question_leads_to_its_evidence():
    ours = case(MISSED, actions=[SERVING], risks=[risk(movement="up")])
    found = {each.evidence: (each.page, each.slug, each.anchor) for each in questions(ours).asked}

    assert found == {
        "LAC 01": ("indicator", "lac-01", ""),
        "NI 101 risk 1": ("plan", "ni-101", "risk-ni-101-1"),
    }


def test_a_plan_is_asked_about_its_own():
    report = samples.plan_report(risks=(risk(movement="up"),), actions=(SERVING,))

    assert [each.about for each in of_plan(report).asked] == ["NI 101", "NI 101 risk 1"]


def test_the_rules_are_said():
    said = questions(case()).rules

    assert len(said) == len(RULES) == len(set(said))
