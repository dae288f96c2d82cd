"""Line of sight: what is done about an indicator, what serves nothing, and who may see it."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from indicators.models import Indicator
from periods.calendar import FinancialQuarter
from reports.audiences.access import reading_for
from reports.board.sight import line_of_sight, loose_ends
from reports.disclosure.withholding import without_texts
from reports.reading.facts import facts_as_at
from reports.reading.objects import Measure, Service, Stamp
from reports.releases.building import Building
from reports.releases.publishing import publish
from returns.rounds import close_quarter, open_quarter
from tests.builders import (
    make_action,
    make_action_update,
    make_actual,
    make_annual_indicator,
    make_dependency,
    make_officer,
    make_part,
    make_plan,
    make_quarter,
    make_risk,
    make_target,
    make_user,
)
from tests.reports import samples

Q2, Q3 = FinancialQuarter(2009, 2), FinancialQuarter(2009, 3)
TUITION = replace(samples.ACTIONS[0], feeds=("NI 101", "LAC 01"))
LATE = replace(samples.ACTIONS[1], feeds=("NI 101",))


def served_by(*services):
    return replace(samples.indicator_report(), served_by=services)


def measure(direction: str, code: str = "LAC 01") -> Measure:
    return Measure(code, "lac-01", "Assessments", "lac-health", "met", direction)


@pytest.mark.parametrize(
    ("services", "said"),
    [
        pytest.param((), "No action says that it serves it.", id="none"),
        pytest.param(
            (Service("NI 101", "ni-101", TUITION),),
            "The one action that serves it is on track.",
            id="one",
        ),
        pytest.param(
            (
                Service("NI 101", "ni-101", TUITION, (measure("better"), measure("same", "X"))),
                Service("NI 101", "ni-101", LATE, (measure("better"),)),
            ),
            "Of the 2 actions that serve it, 1 is on track and 1 is delayed. 1 of their milestones "
            "is late. Of what else they are measured by, 1 is better and 1 is the same.",
            id="two, of which one is late",
        ),
        pytest.param(
            (Service("NI 101", "ni-101", TUITION, (measure("none"),)),),
            "The one action that serves it is on track.",
            id="a measure without a direction",
        ),
    ],
)
def test_how_the_actions_go_whether_they_are_late_and_their_measures_moved_is_said(services, said):
    assert line_of_sight(served_by(*services)).said == said


# What serves nothing ------------------------------------------------------------------


def report(*lines, **given):
    return samples.quarterly_report(lines=lines, plans=(samples.summary(**given),))


def test_a_target_that_no_action_going_on_serves_is_told():
    lines = [samples.line("LAC 02"), samples.line("LAC 01"), samples.line("LAC 03", target=None)]
    over = replace(TUITION, status="complete")

    served = loose_ends(report(*lines, actions=(TUITION,)))
    ended = loose_ends(report(*lines, actions=(over,)))

    assert [each.code for each in served.targets] == ["LAC 02"]
    assert [each.code for each in ended.targets] == ["LAC 01", "LAC 02"]


def test_an_action_that_serves_no_indicator_is_told_while_it_goes_on():
    loose, over = replace(TUITION, feeds=()), replace(TUITION, feeds=(), status="stopped")

    assert [each.action for each in loose_ends(report(actions=(loose, over))).actions] == [loose]


def test_where_not_every_plan_can_be_read_nothing_is_told_of_targets():
    found = loose_ends(report(samples.line("LAC 01"), actions=(), withheld=True))

    assert (found.targets, found.actions, found.whole) == ([], [], False)


# From the records, and who reads it ---------------------------------------------------


@pytest.fixture
def house(settings, db):
    """NI 101 and NI 99, of two plans; an action of NI 101 feeds both. Q2 published, Q3 open."""
    settings.LAA_TODAY = date(2010, 1, 11)
    officer = make_officer()
    gcse, english = (make_annual_indicator(code=code) for code in ("NI 101", "NI 99"))
    plan = make_plan(reference="NI 101", indicators=[gcse])
    other = make_plan(reference="NI 99", indicators=[english])
    make_risk(plan=plan, number=1, risk="Money ends")
    make_dependency(plan=plan, priority="NI 99")
    action = make_action(plan=plan, action="Tuition")
    action.indicators_fed.set([gcse, english])
    make_action(plan=other, action="Their own affair").indicators_fed.set([gcse])
    for each in (gcse, english):
        make_target(indicator=each, period="2008/09", value=Decimal(15))
    quarter = make_quarter("2009/10 Q2", state="not opened")
    open_quarter(quarter, by=officer)
    make_action_update(action=action, quarter=quarter, status="on track")
    for each in (gcse, english):
        make_actual(
            indicator=each, period="2008/09", numerator=5, denominator=40, standing="provisional",
            reported_in=quarter,
        )  # fmt: skip
    close_quarter(quarter, by=officer)
    publish(quarter, by=officer, reason="Gaps are known")
    open_quarter(make_quarter("2009/10 Q3", state="not opened"), by=officer)
    return plan


def services_of(person, quarter=Q2):
    return reading_for(person, quarter).indicator_report("ni-101").served_by


def test_an_indicator_names_the_actions_risks_and_dependencies_that_bear_on_it(house):
    told = reading_for(make_user(office="Board member"), Q2).indicator_report("ni-101")

    assert [(each.plan, each.action.action) for each in told.served_by] == [
        ("NI 101", "Tuition"),
        ("NI 99", "Their own affair"),
    ]
    assert told.served_by[0].action.status == "on track"
    assert [each.code for each in told.served_by[0].measures] == ["NI 99"]
    assert [each.risk for each in told.risks] == ["Money ends"]
    assert [each.priority for each in told.depends_on] == ["NI 99"]


def test_strangers_read_nothing_of_it(house):
    told = reading_for(make_user(), Q2).indicator_report("ni-101")

    assert (told.served_by, told.risks, told.depends_on) == ((), (), ())


def test_a_lead_reads_of_others_what_anybody_reads_and_before_publication_nothing(house):
    lead = make_user()
    make_part(plan=house, user=lead, part="lead")

    (published,), (unpublished,) = services_of(lead), services_of(lead, Q3)

    assert [each.status for each in published.measures] == ["masked"]
    assert unpublished.measures == ()
    assert reading_for(lead, Q3).indicator_report("ni-101").depends_on[0].indicator_status == ""


def test_another_hidden_figure_of_a_measure_changes_nothing_for_masked_audiences(house):
    def masked_report():
        facts = facts_as_at("2009/10 Q3")
        ours = Building(facts, Stamp("2009/10 Q3", "", "", "open"), masked=True, today=Q3.ends)
        return ours.report("indicator/ni-101")

    before = masked_report()
    make_actual(
        indicator=Indicator.objects.get(code="NI 99"),
        period="2008/09", numerator=2, denominator=40, standing="final",
    )  # fmt: skip

    after = masked_report()
    assert after.served_by == before.served_by
    assert without_texts(after).served_by == ()
