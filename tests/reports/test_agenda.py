"""Milestones and actions across plans: late, due next, of a quarter, in trouble."""

from datetime import date

import pytest

from periods.calendar import FinancialQuarter
from reports.board import agenda
from reports.reading.objects import ActionCard, MilestoneCard, PlanSummary
from tests.reports import samples

SECOND = FinancialQuarter(2009, 2)  # July to September 2009
LATER = date(2010, 3, 31)


def plan(*milestones, **given):
    action = ActionCard(1, "Find tutors", milestones=milestones, **given)
    return PlanSummary("NI 101", "ni-101", "GCSEs", actions=(action,))


def milestone(due=None, state="due", done=None, reported=""):
    return MilestoneCard(
        1, "Tutors are in place", due, due, done, state=state, reported_in=reported
    )


@pytest.mark.parametrize(
    ("given", "is_due"),
    [
        pytest.param(milestone(date(2009, 12, 31)), True, id="last day of the next quarter"),
        pytest.param(milestone(date(2010, 1, 1)), False, id="the day after"),
        pytest.param(milestone(date(2009, 9, 30)), True, id="this quarter"),
        pytest.param(milestone(date(2009, 11, 1), "moved"), True, id="moved there"),
        pytest.param(milestone(date(2009, 9, 1), "late"), False, id="late is told elsewhere"),
        pytest.param(milestone(date(2009, 9, 1), "done", date(2009, 8, 1)), False, id="done"),
        pytest.param(milestone(None, "no date"), False, id="no date"),
    ],
)
def test_due_next_reaches_to_the_end_of_the_next_quarter(given, is_due):
    assert bool(agenda.due_next([plan(given)], SECOND)) is is_due


@pytest.mark.parametrize(
    ("given", "concerns"),
    [
        pytest.param(milestone(date(2009, 7, 1)), True, id="due on its first day"),
        pytest.param(milestone(date(2009, 9, 30)), True, id="due on its last day"),
        pytest.param(milestone(date(2009, 10, 1)), False, id="due the day after"),
        pytest.param(milestone(date(2009, 6, 30)), False, id="due the day before, not late"),
        pytest.param(milestone(date(2009, 6, 30), "late"), True, id="still late"),
        pytest.param(milestone(LATER, "done", date(2009, 8, 1)), True, id="reached"),
        pytest.param(
            milestone(date(2010, 3, 31), "moved", reported="2009/10 Q2"), True, id="moved"
        ),
        pytest.param(
            milestone(date(2010, 3, 31), "moved", reported="2009/10 Q1"), False, id="before"
        ),
        pytest.param(milestone(None, "no date"), False, id="no date"),
    ],
)
def test_a_quarter_is_concerned_with_what_fell_in_it_or_is_late(given, concerns):
    assert bool(agenda.of_the_quarter([plan(given)], SECOND)) is concerns


def test_milestones_come_by_their_date_and_those_without_one_last():
    days = (None, date(2010, 1, 31), date(2009, 9, 30))
    found = agenda.steps_of([plan(*map(milestone, days))])
    assert [each.milestone.now_due for each in found] == [days[2], days[1], None]


def test_late_ones_are_those_that_say_so():
    found = agenda.late([plan(milestone(date(2009, 6, 1), "late"), milestone(date(2009, 6, 1)))])
    assert [each.milestone.state for each in found] == ["late"]


def test_actions_in_trouble_come_the_worst_first():
    plans = [plan(status=each) for each in ("on track", "at risk", "stopped", "", "delayed")]
    assert [each.action.status for each in agenda.troubled(plans)] == [
        "delayed", "at risk", "stopped",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("results", "milestones", "shown"),
    [
        pytest.param(0, 0, (0, 0), id="nothing"),
        pytest.param(2, 1, (2, 1), id="all there are"),
        pytest.param(8, 0, (5, 0), id="results only"),
        pytest.param(0, 8, (0, 5), id="milestones only"),
        pytest.param(8, 8, (3, 2), id="some of each"),
        pytest.param(1, 8, (1, 4), id="few results"),
        pytest.param(8, 1, (4, 1), id="few milestones"),
    ],
)
def test_of_what_comes_next_the_first_five_are_told(results, milestones, shown):
    waiting = [samples.NI_101] * results
    steps = agenda.steps_of([plan(*[milestone(LATER)] * milestones)])
    found = agenda.next_up(waiting, steps)
    assert (len(found.lines), len(found.steps)) == shown
