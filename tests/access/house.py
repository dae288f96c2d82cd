"""A partnership in the middle of a year, and everybody who may try its addresses."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from accounts.models import User
from periods.models import Quarter
from plans.models import DeliveryPlan
from reports.releases.publishing import publish, withdraw
from returns.models import Return
from returns.rounds import close_quarter, open_quarter
from tests.builders import (
    make_action,
    make_action_update,
    make_actual,
    make_annual_indicator,
    make_assessment,
    make_baseline,
    make_calendar_link,
    make_clearance,
    make_comparator,
    make_comparator_value,
    make_dependency,
    make_dependency_update,
    make_download,
    make_draft,
    make_entry,
    make_feed_token,
    make_flag,
    make_further_hiding,
    make_indicator,
    make_milestone,
    make_milestone_update,
    make_nudge,
    make_part,
    make_plan,
    make_policy,
    make_quarter,
    make_reminder,
    make_risk,
    make_rule,
    make_sight,
    make_target,
    make_user,
)
from workbooks.mapping.description import Layout, Mapping
from workbooks.models import (
    ChangedRows,
    ExportedSheet,
    Import,
    ImportKind,
    ImportState,
    KeptMapping,
)

PASSWORD = "three odd words"
CALENDAR = "of-the-contributor"  # the token in a calendar's address
FEED_TOKEN = "laa_" + "t" * 43  # with which the contributor's Excel reads feeds
TODAY = date(2010, 1, 11)
PUBLISHED = ("2009/10 Q1", "2009/10 Q2")
OPEN = "2009/10 Q3"

# A plan document whose questions wait, as its text.
PLAN = b"Indicator\tDescription\nNI 101\tGCSEs"


@dataclass(frozen=True)
class Figures:
    """What a plan reports: some of a cohort, a plain count, and a baseline without counts."""

    numerator: int = 4
    denominator: int = 1777
    low: int = 2
    high: int = 5
    count: int = 3
    baseline: Decimal = Decimal("2.437")


@dataclass(frozen=True)
class House:
    """Quarter 1 is withdrawn, Quarter 2 published, Quarter 3 open, Quarter 4 not opened.

    The plans are NI 101, with its contributor and its lead, and NI 99, the neighbour's.
    """

    people: dict[str, User]


def build_house(ours: Figures | None = None) -> House:
    """Everything there is, in a database where nothing is; `ours` is reported by NI 101."""
    theirs = Figures(numerator=9, denominator=60, count=12, baseline=Decimal("7.75"))
    figures = {"NI 101": ours or Figures(), "NI 99": theirs}
    plans = {the_plan(reference, each): each for reference, each in figures.items()}
    gcse, key_stage_2 = plans
    officer = make_person("Olive Officer", office="officer")
    people = {
        "deactivated": deactivated(make_person("Dee Deactivated", office="officer")),
        "stranger": make_person("Stan Stranger"),
        "neighbour": make_part(plan=key_stage_2, user=make_person("Nora Neighbour")).user,
        "contributor": make_part(plan=gcse, user=make_person("Connie Contributor")).user,
        "lead": make_part(plan=gcse, user=make_person("Lee Lead"), part="lead").user,
        "board": make_person("Bea Board", office="Board member"),
        "officer": officer,
    }
    Import.objects.create(name="figures.xlsx", content=b"", checksum="0" * 64, by=officer)
    Import.objects.create(
        name="plan.txt",
        content=PLAN,
        checksum="1" * 64,
        by=officer,
        kind="document",
        state="asking",
        interpretation={"answers": {}},
    )
    ExportedSheet.objects.create(version="0" * 64, sheet="Targets", rows=b"")
    ChangedRows.objects.create(record=Import.objects.first(), sheet="Targets", number=1, rows=[])
    KeptMapping.objects.create(name="KPI list", content=Mapping().as_data(), by=officer)
    Import.objects.create(
        name="kpi.csv",
        content=b"Ref,Indicator\nLAC 01,Checks\n",
        checksum="1" * 64,
        by=officer,
        kind=ImportKind.MAPPED,
        state=ImportState.MAPPING,
        interpretation=Mapping([Layout("Kpi", 1, 1)]).as_data(),
    )
    for label in PUBLISHED:
        run_round(label, plans, officer)
    withdraw(Quarter.objects.get(label=PUBLISHED[0]), by=officer, reason="The cohort was wrong")
    begin_round(OPEN, plans, officer)
    make_quarter("2009/10 Q4", state="not opened")
    make_reminder(person=people["lead"])
    make_nudge(person=people["lead"], plan=gcse, by=officer)
    make_draft(by=people["contributor"], owner=Return.objects.filter(plan=gcse).last())
    make_flag(by=people["contributor"], owner=Return.objects.filter(plan=gcse).last())
    make_calendar_link(person=people["contributor"], token=CALENDAR)
    make_feed_token(person=people["contributor"], token=FEED_TOKEN)
    make_clearance(by=officer)
    make_download(by=officer)
    make_entry(person=officer)
    make_sight(person=officer)
    make_further_hiding(by=officer, indicator=gcse.indicators.first(), hidden=False)
    make_further_hiding(by=officer, indicator=gcse.indicators.first(), period="2031/32")
    return House(people)


def make_person(name: str, office: str = "") -> User:
    """Somebody who has chosen a password."""
    return make_user(name=name, office=office, password=PASSWORD)


def deactivated(person: User) -> User:
    """Somebody who was let in once and may no longer sign in."""
    person.is_active = False
    person.save()
    return person


def the_plan(reference: str, figures: Figures) -> DeliveryPlan:
    """A plan that delivers an annual share and a quarterly count, with something of everything."""
    annual = make_annual_indicator(code=reference)
    make_rule(indicator=annual, decimals=3, definition="As the national set has it")
    make_baseline(indicator=annual, value=figures.baseline)
    make_target(indicator=annual, period="2008/09", value=Decimal(15))
    make_comparator_value(comparator=make_comparator(indicator=annual))
    count = make_indicator(
        code=f"LAC {reference[3:]}", title="Young people with a mentor", unit="number",
        accumulation="each quarter", counted_as="young person",
    )  # fmt: skip
    make_target(indicator=count, value=Decimal(20))
    plan = make_plan(reference=reference, indicators=[annual, count])
    make_policy(plan=plan, policy="Corporate Parenting Strategy")
    make_dependency(plan=plan, priority="NI 50")
    make_milestone(action=make_action(plan=plan, number=1), number=1)
    make_risk(plan=plan, number=1)
    return plan


Plans = dict[DeliveryPlan, Figures]


def run_round(label: str, plans: Plans, officer: User) -> None:
    """Take a round from its opening to its publication."""
    quarter = begin_round(label, plans, officer)
    close_quarter(quarter, by=officer)
    publish(quarter, by=officer, reason="The gaps are known")


def begin_round(label: str, plans: Plans, officer: User) -> Quarter:
    """Open a round, and report something of everything into it."""
    quarter = make_quarter(label, state="not opened")
    open_quarter(quarter, by=officer)
    for plan, figures in plans.items():
        report_figures(quarter, plan, figures)
        report_progress(quarter, plan)
    return quarter


def report_figures(quarter: Quarter, plan: DeliveryPlan, figures: Figures) -> None:
    """A result of the last school year, a forecast of this one, and the quarter's count."""
    annual, count = plan.indicators.order_by("frequency")
    make_actual(
        indicator=annual, reported_in=quarter, period="2008/09",
        numerator=figures.numerator, denominator=figures.denominator + quarter.calendar.number,
    )  # fmt: skip
    make_actual(
        indicator=annual, reported_in=quarter, period="2009/10", standing="forecast",
        numerator=figures.numerator, denominator=figures.denominator,
        low=figures.low, high=figures.high,
    )  # fmt: skip
    make_actual(
        indicator=count, reported_in=quarter, period=quarter.label, value=Decimal(figures.count)
    )


def report_progress(quarter: Quarter, plan: DeliveryPlan) -> None:
    for action in plan.actions.all():
        make_action_update(action=action, quarter=quarter)
        for milestone in action.milestones.all():
            make_milestone_update(milestone=milestone, quarter=quarter)
    for dependency in plan.dependencies.all():
        make_dependency_update(dependency=dependency, quarter=quarter)
    for risk in plan.risks.all():
        make_assessment(risk=risk, quarter=quarter)
