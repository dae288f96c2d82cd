"""Report objects to draw pages and charts with, whole enough to be read. No Django in here."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from indicators.disclosure import Audience
from periods.calendar import FinancialQuarter
from reports.reading.objects import (
    ActionCard,
    Commentary,
    ComparatorPoint,
    DependencyCard,
    FigureCell,
    IndicatorLine,
    IndicatorReport,
    MilestoneCard,
    PeriodRow,
    PlanReport,
    PlanSummary,
    PolicyCard,
    QuarterCell,
    QuarterlyReport,
    RiskCard,
    RuleVersion,
    Stamp,
    TargetCell,
)

LONG = "Looked after children and young people, wherever they are placed, " * 12


def stamp(**given) -> Stamp:
    usual = {
        "quarter": "2009/10 Q2",
        "quarter_in_full": "2009/10 Quarter 2",
        "slug": "2009-q2",
        "state": "published",
        "audience": Audience.OFFICER,
        "due": date(2009, 10, 16),
        "released": 1,
        "released_on": date(2009, 11, 5),
    }
    return Stamp(**usual | given)


def open_stamp(**given) -> Stamp:
    usual = {
        "quarter": "2009/10 Q3",
        "quarter_in_full": "2009/10 Quarter 3",
        "slug": "2009-q3",
        "state": "open",
        "due": date(2010, 1, 15),
        "released": 0,
        "released_on": None,
    }
    return stamp(**usual | given)


# Figures ------------------------------------------------------------------------------


def percentage(numerator: int, denominator: int, period: str, **given) -> FigureCell:
    value = Decimal(100 * numerator) / denominator
    shown = f"{value:.1f}%"
    usual = {
        "period": period,
        "period_in_full": f"{period} academic year",
        "reported_in": "2009/10 Q2",
        "standing": "provisional",
        "text": shown,
        "counts": f"{numerator} of {denominator} young people",
        "value": value,
        "numerator": numerator,
        "denominator": denominator,
        "entered_by": "Maya Manager",
        "source": "Illustrative: not a real figure",
    }
    return FigureCell(**usual | given)


def number(value: int, period: str, **given) -> FigureCell:
    usual = {
        "period": period,
        "period_in_full": period,
        "reported_in": period,
        "standing": "final",
        "text": f"{value:,}",
        "value": Decimal(value),
    }
    return FigureCell(**usual | given)


MASKED_FIGURE = FigureCell(
    period="2008/09",
    period_in_full="2008/09 academic year",
    reported_in="2009/10 Q2",
    standing="provisional",
    text="[c]",
    masked=True,
)


def target(value, period: str, **given) -> TargetCell:
    usual = {
        "period": period,
        "period_in_full": f"{period} academic year",
        "text": f"{value}%",
        "state": "set",
        "value": Decimal(str(value)),
        "designation": "designated",
        "reason": "As printed in the plan, July 2009",
    }
    return TargetCell(**usual | given)


NOT_SET = replace(target(0, "2010/11"), text="Not set", state="not set", value=None)
BASELINE = FigureCell(
    period="2007/08",
    period_in_full="2007/08 academic year (summer 2008 exams)",
    text="2.4%",
    value=Decimal("2.4"),
)
GCSES = percentage(
    5, 40, "2008/09",
    period_in_full="2008/09 academic year (summer 2009 exams)",
    lower=Decimal("5.5"), upper=Decimal("26.1"), interval="5.5% to 26.1%",
)  # fmt: skip
FORECAST = percentage(
    4, 40, "2008/09", standing="forecast", reported_in="2009/10 Q1", low=3, high=7, range="3 to 7"
)


# Indicators ---------------------------------------------------------------------------

NI_101 = IndicatorLine(
    code="NI 101",
    slug="ni-101",
    title="Looked after children achieving 5 A*-C GCSEs (including English and maths)",
    plan="NI 101",
    plan_slug="ni-101",
    theme="Economic success that is shared by all",
    frequency="annual",
    year_type="academic",
    noun_one="young person",
    noun_many="young people",
    purpose="To narrow the gap between looked after children and all children.",
    lead="Julie Elliott SDM LAAC Services",
    numerator_words="Young people among them who achieved 5 A*-C GCSEs",
    denominator_words="Young people in Year 11 who had been looked after for 12 months or more",
    definition="By analogy with NI 99.",
    tolerance="10% of the target",
    period_due="2008/09",
    period_due_in_full="2008/09 academic year (summer 2009 exams)",
    baseline=BASELINE,
    target=target("15", "2008/09", children="6 of 40 young people"),
    actual=GCSES,
    quarters=(
        QuarterCell("2009/10 Q1", "forecast", FORECAST, "forecast to miss"),
        QuarterCell("2009/10 Q2", "provisional", GCSES, "missed"),
        QuarterCell("2009/10 Q3", "final"),
        QuarterCell("2009/10 Q4", "forecast"),
    ),
    status="missed",
    finding="5 of 40 young people (12.5%) achieved this, up 10.1 percentage points on 2007/08; "
    "one more young person would have met the target of 15%.",
    k_more="1 more young person",
    k=1,
    fragility="One more and this is met",
    fragile_by=1,
    sureness="numbers this small cannot be told apart from the target",
    never_close="One young person is 2.5 points, so “close” can never happen.",
    direction="better",
    direction_text="Better than 2007/08",
    run_length=1,
    next_due="2009/10 Quarter 3, final, for 2008/09",
    commentary=Commentary(
        why="Illustrative: some missed grade C in maths by a few marks.",
        being_done="Illustrative: resits in November 2009.",
        back_on_track="Summer 2010 examinations",
        help_needed="Illustrative: more tutors.",
    ),
    signed_off=True,
    small=True,
)


def line(code: str = "LAC 01", status: str = "met", **given) -> IndicatorLine:
    """A quarterly percentage of a plan on health."""
    actual = percentage(227, 248, "2009/10 Q2", standing="final", counts="227 of 248 children")
    usual = {
        "code": code,
        "slug": code.lower().replace(" ", "-"),
        "title": f"Looked after children of the measure {code}",
        "plan": "LAC Health",
        "plan_slug": "lac-health",
        "theme": "Healthy children",
        "target": target("90", "2009/10"),
        "actual": actual if status in ("met", "close", "missed") else None,
        "status": status,
        "finding": f"The sentence about {code}.",
        "direction": "worse",
        "direction_text": "Worse than 2009/10 Quarter 1",
        "year_to_date": "91.5%",
        "year_to_date_value": Decimal("91.5"),
        "next_due": "2009/10 Quarter 3, final, for 2009/10 Q3",
        "quarters": tuple(
            QuarterCell(f"2009/10 Q{each}", "final", actual if each == 2 else None)
            for each in (1, 2, 3, 4)
        ),
        "signed_off": True,
    }
    return IndicatorLine(**usual | given)


def masked(code: str = "NI 101") -> IndicatorLine:
    """A line as an audience sees it from which its figure is hidden."""
    return line(
        code,
        "masked",
        actual=MASKED_FIGURE,
        finding="",
        direction="none",
        direction_text="",
        year_to_date="",
        year_to_date_value=None,
        masked=True,
        quarters=(QuarterCell("2009/10 Q2", "provisional", MASKED_FIGURE, "masked"),),
    )


def lines(count: int) -> tuple[IndicatorLine, ...]:
    statuses = ("met", "missed", "close", "not due", "awaited")
    return tuple(
        line(f"LAC {each:02d}", statuses[each % len(statuses)]) for each in range(1, count + 1)
    )


# Plans --------------------------------------------------------------------------------

DONE = MilestoneCard(
    1, "08/09 GCSE results", date(2009, 9, 30), date(2009, 9, 30), date(2009, 8, 27),
    dates=((date(2009, 9, 30), ""),), state="done", reported_in="2009/10 Q2",
)  # fmt: skip
LATE = MilestoneCard(
    2, "Destination data", date(2009, 7, 31), date(2009, 9, 15), None,
    dates=((date(2009, 7, 31), ""), (date(2009, 9, 15), "Colleges send it in September")),
    state="late", slipped_by="46 days later than first planned", reported_in="2009/10 Q2",
)  # fmt: skip
DUE = MilestoneCard(
    3, "Checks on attainment", date(2010, 1, 31), date(2010, 1, 31), None,
    dates=((date(2010, 1, 31), ""),),
)  # fmt: skip

ACTIONS = (
    ActionCard(
        1,
        "Promote health and well being of LAC",
        who=("ISL", "Health Services"),
        success_measure=("Numbers of Health Assessments",),
        when="Each quarter/ongoing",
        schedule="every quarter, no end",
        resource_implications="Dependent on Health Services",
        commentary="The Healthy Care Partnership Board monitors performance",
        feeds=("LAC 01",),
        status="on track",
        update="Illustrative: health assessments reached the year's target.",
        reviewed=True,
        reported_in="2009/10 Q2",
    ),
    ActionCard(
        2,
        "Alternative Curriculum developed",
        who=("Schools and ISL",),
        when="September 2009",
        status="delayed",
        update="Colleges are late",
        reported_in="2009/10 Q1",
        milestones=(DONE, LATE, DUE),
    ),
    ActionCard(3, "Aim Higher Programme"),
)
RISKS = (
    RiskCard(
        1, "Recession likely to increase numbers of LAC", "NI 101", "ni-101",
        how_managed="Ensure numbers of LAC are monitored", impact="Low", likelihood="Medium",
        band="low", movement="up", movement_text="up since 2009/10 Quarter 1", reviewed=True,
        commentary="More referrals in August", reported_in="2009/10 Q2",
    ),
    RiskCard(
        2, "Possible flu pandemic", "NI 101", "ni-101", how_managed="Business Continuity Plan",
        impact="Nil", likelihood="Medium", band="low",
        movement_text="not reviewed this quarter", reported_in="2009/10 Q1",
    ),
    RiskCard(
        3, "Money for tutors ends", "NI 101", "ni-101", state="closed", impact="High",
        likelihood="High", band="high", movement="closed", movement_text="closed this quarter",
        commentary="The grant was renewed", reviewed=True, reported_in="2009/10 Q2",
    ),
    RiskCard(4, "Something nobody has rated", "NI 101", "ni-101", reported_in=""),
)  # fmt: skip


def plan_report(**given) -> PlanReport:
    usual = {
        "stamp": stamp(),
        "reference": "NI 101",
        "slug": "ni-101",
        "title": NI_101.title,
        "agreement": "Worcestershire Local Area Agreement 2008-11",
        "area": "Worcestershire",
        "years": "2008/09 to 2010/11",
        "prepared_by": "Julie Elliott",
        "post": "Service Development Manager",
        "service": "LAAC Services",
        "dated": "July 2009",
        "theme": NI_101.theme,
        "priority": "To remove barriers to employment",
        "theme_group": "Children and Young People's Strategic Partnership",
        "management_group_lead": "Michael Hunter (WCVYS)",
        "partners": ("Worcestershire County Council",),
        "cross_cutting_theme": "Community engagement",
        "equality_and_diversity": "All strategies consider equality and diversity issues",
        "performance_arrangements": ("CYPP action plan", "Social Care Quarterly Report"),
        "lines": (NI_101,),
        "targets": (
            (
                "NI 101",
                (target("15", "2008/09"), target("17.8", "2009/10"), NOT_SET),
            ),
        ),
        "actions": ACTIONS,
        "risks": RISKS,
        "dependencies": (
            DependencyCard(
                "NI 99", "ni-99", "English at Key Stage 2", "close", "The Partnership",
                "Through the themed group", "on course", "Met in October", reviewed=True,
                reported_in="2009/10 Q2",
            ),
            DependencyCard("The Connexions contract", arrangement="Quarterly meetings"),
        ),
        "policies": (PolicyCard("Corporate Parenting Strategy", "ISL", "CYPP action plan"),),
        "return_state": "published",
        "summary": "What the Board should know.",
    }  # fmt: skip
    return PlanReport(**usual | given)


BARE_PLAN = PlanReport(stamp(), reference="NI 7", slug="ni-7", title="A plan with nothing in it")


def summary(**given) -> PlanSummary:
    usual = {
        "reference": "NI 101",
        "slug": "ni-101",
        "title": NI_101.title,
        "theme": NI_101.theme,
        "return_state": "published",
        "actions": ACTIONS,
        "risks": RISKS,
        "summary": "What the Board should know.",
    }
    return PlanSummary(**usual | given)


def quarterly_report(**given) -> QuarterlyReport:
    usual = {
        "stamp": stamp(),
        "lines": (
            NI_101,
            line("LAC 01", "met"),
            line("LAC 03", "close"),
            line("LAC 06", "not returned"),
            line("NI 63", "not due", forecast=FORECAST, forecast_status="forecast to be close"),
        ),
        "plans": (
            summary(),
            summary(
                reference="LAC Health", slug="lac-health", title="Health", theme="Healthy children",
                actions=(), risks=(),
            ),
        ),
    }  # fmt: skip
    return QuarterlyReport(**usual | given)


# Indicators over time -----------------------------------------------------------------

ALL_PUPILS = ComparatorPoint(
    "All pupils, Worcestershire",
    "2008/09",
    "52.0%",
    Decimal(52),
    "All pupils at the end of Key Stage 4",
    "yes",
    "",
    "DfE, SFR 01/2011",
)
ENGLAND_2006 = ComparatorPoint(
    "Looked after children, England, in any subjects",
    "2005/06",
    "11.8%",
    Decimal("11.8"),
    "5 A*-C in any subjects",
    "no",
    "Any subjects, not English and maths",
    "The plan's own purpose",
)
PARTLY = replace(
    ALL_PUPILS, name="All pupils, England", text="49.8%", value=Decimal("49.8"),
    comparable="partly", because="It counts independent schools too.",
)  # fmt: skip


def indicator_report(**given) -> IndicatorReport:
    usual = {
        "stamp": stamp(),
        "line": NI_101,
        "periods": (
            PeriodRow("2007/08", "2007/08 academic year (summer 2008 exams)"),
            PeriodRow(
                "2008/09",
                "2008/09 academic year (summer 2009 exams)",
                target("15", "2008/09"),
                (FORECAST, GCSES),
                GCSES,
                "missed",
            ),
            PeriodRow("2009/10", "2009/10 academic year", target("17.8", "2009/10")),
            PeriodRow("2010/11", "2010/11 academic year", NOT_SET),
        ),
        "target_versions": (
            target("15", "2008/09"),
            target("16", "2008/09", from_quarter="2009/10 Q2", reason="A typing error"),
        ),
        "baselines": (BASELINE,),
        "rules": (RuleVersion("", "higher", 1, "10% of the target", "By analogy with NI 99."),),
        "comparators": (ALL_PUPILS, PARTLY, ENGLAND_2006),
        "fed_by": (("NI 101", "ni-101", 2, "ISL support focuses on year 10 and year 11"),),
        "named_by": (("NI 99", "ni-99"),),
    }
    return IndicatorReport(**usual | given)


def quarterly_indicator(count: int = 6, **given) -> IndicatorReport:
    """A quarterly number over so many quarters, from 2008/09 Q1 on."""
    quarters = [FinancialQuarter(2008, 1).plus(each).label for each in range(count)]
    rows = tuple(
        PeriodRow(
            each,
            each,
            target(20 + index, each, text=str(20 + index)),
            (number(18 + 2 * index, each),),
            number(18 + 2 * index, each),
            "met",
        )
        for index, each in enumerate(quarters)
    )
    own = line("LAC 03", "met", unit="number", baseline=None, target=target(25, "2009/10"))
    own = replace(own, **given.pop("line", {}))
    usual = {"stamp": stamp(), "line": own, "periods": rows}
    return IndicatorReport(**usual | given)
