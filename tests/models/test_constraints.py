"""What must never be false: once through `full_clean()` for the words, once at the database.

Each case makes a row that breaks one constraint and nothing else, as far as that can be.
"""

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import User
from audit.models import Entry, Sight
from indicators.models import (
    Actual,
    Baseline,
    Comparator,
    ComparatorValue,
    Indicator,
    IndicatorRule,
    Target,
)
from laa_tracker.admin import HOUSE
from periods.models import Quarter
from plans.models import (
    Action,
    ActionUpdate,
    Agreement,
    DeliveryPlan,
    Dependency,
    DependencyUpdate,
    Milestone,
    MilestoneUpdate,
    PlanIndicator,
    PlanPerson,
    Policy,
)
from reports.models import (
    Clearance,
    Download,
    FeedToken,
    FurtherHiding,
    Release,
    ReleasedReport,
    Withdrawal,
)
from returns.models import (
    CalendarLink,
    Draft,
    Flag,
    Nudge,
    Reminder,
    Return,
    ReturnEvent,
    RoundEvent,
)
from risks.models import Risk, RiskAssessment
from tests import builders
from workbooks.models import ChangedRows, ExportedSheet, Import, KeptMapping

pytestmark = pytest.mark.django_db


def like(row, **given):
    """An unsaved row like `row`, but for what is given and what the database makes itself."""
    columns = [field for field in row._meta.concrete_fields if not field.primary_key]
    kept = {each.attname: getattr(row, each.attname) for each in columns}
    return type(row)(**kept | given)


def user(**given):
    return User(**{"username": "x", "email": "x@council.example", "password": "!"} | given)


def indicator(**given):
    return Indicator(**{"code": "LAC 99", "title": "x"} | given)


def part_of_itself():
    row = builders.make_indicator()
    row.part_of_id = row.pk
    return row


def rule(**given):
    return IndicatorRule(indicator=builders.make_indicator(), **given)


def baseline(**given):
    return Baseline(
        **{"indicator": builders.make_indicator(), "period": "2008/09", "value": 1} | given
    )


def target(**given):
    return Target(
        **{"indicator": builders.make_indicator(), "period": "2008/09", "value": 1} | given
    )


def actual(**given):
    usual = {
        "indicator": builders.make_indicator(),
        "period": "2009/10 Q2",
        "reported_in": builders.open_quarter(),
    }
    figure = {} if {"marker", "standing", "numerator"} & given.keys() else {"value": 1}
    return Actual(**usual | figure | given)


def comparator_value(**given):
    usual = {"comparator": builders.make_comparator(), "period": "2008/09", "value": 1}
    return ComparatorValue(**usual | {"source": "x"} | given)


def agreement(**given):
    usual = {"title": "x", "area": "x", "first_year": "2008/09", "last_year": "2010/11"}
    return Agreement(**usual | {"is_live": False} | given)


def plan(**given):
    usual = {"agreement": builders.make_agreement(), "reference": "Z", "title": "x"}
    return DeliveryPlan(**usual | given)


def feed_token(**given):
    usual = {"person": builders.make_user(), "name": "x", "token_hash": b"x"}
    return FeedToken(**usual | given)


def assessment(**given):
    return RiskAssessment(risk=builders.make_risk(), quarter=builders.open_quarter(), **given)


def step(**given):
    return ReturnEvent(owner=builders.make_return(), by=builders.make_user(), **given)


def release(**given):
    usual = {"quarter": builders.open_quarter(), "number": 1, "published_by": builders.make_user()}
    return Release.objects.create(**usual | given)


def hiding(**given):
    return like(builders.make_further_hiding(), **given)


def imported(**given):
    return Import(**{"name": "x", "content": b"x", "checksum": "x"} | given)


def kept_import() -> Import:
    kept = imported()
    kept.save()
    return kept


CASES = {
    User: {
        "one_person_an_email": lambda: user(email=builders.make_user().email.upper()),
        "one_person_a_sign_in_name": lambda: user(username=builders.make_user().username.upper()),
        "office_is_known": lambda: user(office="clerk"),
    },
    Quarter: {
        "quarter_is_a_label": lambda: Quarter(label="2009/10 X1"),
        "round_state_is_known": lambda: Quarter(label="2009/10 Q1", state="half open"),
        "one_open_quarter": lambda: like(builders.make_quarter(), label="2009/10 Q4"),
        "quarter_due_after_opening": lambda: Quarter(
            label="2009/10 Q1", opens="2009-07-10", due="2009-07-01"
        ),
    },
    Indicator: {
        "one_indicator_an_address": lambda: indicator(code=builders.make_indicator().code.lower()),
        "indicator_unit_is_known": lambda: indicator(unit="dozen"),
        "indicator_year_type_is_known": lambda: indicator(year_type="lunar"),
        "indicator_frequency_is_known": lambda: indicator(frequency="daily"),
        "indicator_accumulation_is_known": lambda: indicator(accumulation="heap"),
        "rate_says_per_how_many": lambda: indicator(unit="rate"),
        "indicator_is_not_part_of_itself": part_of_itself,
        "only_a_part_breaks_a_total_down": lambda: indicator(broken_down_by="age"),
    },
    IndicatorRule: {
        "one_rule_an_indicator_and_quarter": lambda: like(builders.make_rule()),
        "rule_from_is_a_label": lambda: rule(from_quarter="2009/10 X1"),
        "rule_good_is_is_known": lambda: rule(good_is="fine"),
        "rule_tolerance_kind_is_known": lambda: rule(tolerance_kind="feet"),
        "rule_decimals_up_to_6": lambda: rule(decimals=7),
        "rule_tolerance_not_negative": lambda: rule(tolerance=-1),
        "rule_tolerance_can_be_kept": lambda: rule(tolerance=10_000_000),
        "rule_says_why_not_comparable": lambda: rule(comparable_with_before=False),
    },
    Baseline: {
        "one_baseline_an_indicator_and_quarter": lambda: like(
            builders.make_baseline(), period="2006/07"
        ),
        "baseline_from_is_a_label": lambda: baseline(from_quarter="2009/10 X1"),
        "baseline_period_is_a_label": lambda: baseline(period="2008.09"),
        "baseline_state_is_known": lambda: baseline(state="gone", value=None),
        "baseline_has_a_figure_when_set": lambda: baseline(value=None),
        "baseline_designation_is_known": lambda: baseline(designation="royal"),
    },
    Target: {
        "one_target_a_period_and_quarter": lambda: like(builders.make_target(), value=2),
        "target_from_is_a_label": lambda: target(from_quarter="2009/10 X1"),
        "target_period_is_a_label": lambda: target(period="2008.09"),
        "target_state_is_known": lambda: target(state="gone", value=None),
        "target_designation_is_known": lambda: target(designation="royal"),
        "target_has_a_value_when_set": lambda: target(value=None),
    },
    Actual: {
        "one_actual_a_period_and_quarter": lambda: like(builders.make_actual()),
        "actual_period_is_a_label": lambda: actual(period="2008.09"),
        "actual_standing_is_known": lambda: actual(standing="rumour", value=1),
        "actual_low_up_to_high": lambda: actual(standing="forecast", value=1, low=3, high=2),
        "not_available_says_why": lambda: actual(standing="not available"),
        "actual_says_something": lambda: actual(standing="final"),
        "marker_stands_instead_of_a_figure": lambda: actual(marker="x", value=1),
    },
    Comparator: {
        "one_comparator_a_name": lambda: like(builders.make_comparator()),
    },
    ComparatorValue: {
        "one_comparator_value_a_period": lambda: like(builders.make_comparator_value()),
        "comparator_period_is_a_label": lambda: comparator_value(period="2008.09"),
        "comparator_comparable_is_known": lambda: comparator_value(comparable="maybe", because="x"),
        "comparator_says_why_not": lambda: comparator_value(comparable="no"),
    },
    Agreement: {
        "one_live_agreement": lambda: like(builders.make_agreement(), title="Another"),
        "agreement_first_year_is_a_label": lambda: agreement(first_year="2008.09"),
        "agreement_last_year_is_a_label": lambda: agreement(last_year="2008.09"),
        "agreement_years_in_order": lambda: agreement(first_year="2010/11", last_year="2008/09"),
    },
    DeliveryPlan: {
        "one_plan_an_address": lambda: plan(
            reference=builders.make_plan(reference="NI 101").reference.lower()
        ),
        "plan_ended_in_is_a_label": lambda: plan(ended_in="2009/10 X1", ended_because="x"),
        "plan_ended_says_why": lambda: plan(ended_in="2009/10 Q1"),
    },
    PlanIndicator: {
        "plan_delivers_an_indicator_once": lambda: like(
            builders.make_plan(indicators=[builders.make_indicator()]).delivers.get()
        ),
    },
    PlanPerson: {
        "one_part_a_person_and_plan": lambda: like(builders.make_part()),
        "part_is_known": lambda: PlanPerson(
            plan=builders.make_plan(), user=builders.make_user(), part="chorus"
        ),
    },
    Policy: {"one_policy_a_plan": lambda: like(builders.make_policy())},
    Dependency: {"one_dependency_a_priority": lambda: like(builders.make_dependency())},
    DependencyUpdate: {
        "one_dependency_update_a_quarter": lambda: like(builders.make_dependency_update()),
        "dependency_status_is_known": lambda: DependencyUpdate(
            dependency=builders.make_dependency(), quarter=builders.open_quarter(), status="fine"
        ),
    },
    Action: {
        "one_action_a_number": lambda: like(builders.make_action()),
        "action_number_from_1": lambda: Action(plan=builders.make_plan(), number=0, action="x"),
    },
    ActionUpdate: {
        "one_action_update_a_quarter": lambda: like(builders.make_action_update()),
        "action_status_is_known": lambda: ActionUpdate(
            action=builders.make_action(), quarter=builders.open_quarter(), status="fine"
        ),
    },
    Milestone: {"one_milestone_a_number": lambda: like(builders.make_milestone())},
    MilestoneUpdate: {
        "one_milestone_update_a_quarter": lambda: like(builders.make_milestone_update()),
        "milestone_moved_says_why": lambda: MilestoneUpdate(
            milestone=builders.make_milestone(),
            quarter=builders.open_quarter(),
            now_due="2010-01-31",
        ),
    },
    Risk: {
        "one_risk_a_number": lambda: like(builders.make_risk()),
        "risk_number_from_1": lambda: Risk(plan=builders.make_plan(), number=0, risk="x"),
    },
    RiskAssessment: {
        "one_assessment_a_quarter": lambda: like(builders.make_assessment()),
        "risk_state_is_known": lambda: assessment(state="asleep", commentary="x"),
        "closed_risk_says_why": lambda: assessment(state="closed"),
    },
    Return: {"one_return_a_plan_and_quarter": lambda: like(builders.make_return())},
    ReturnEvent: {
        "return_step_is_known": lambda: step(step="lost"),
        "return_step_says_why": lambda: step(step="sent back"),
    },
    Draft: {"one_draft_a_thing": lambda: like(builders.make_draft())},
    Flag: {
        "flag_says_what": lambda: like(builders.make_flag(), about="action-2", note=""),
        "flag_settled_by_somebody": lambda: like(
            builders.make_flag(), about="action-2", settled_by_id=builders.make_user().pk
        ),
    },
    RoundEvent: {
        "round_step_is_known": lambda: RoundEvent(
            quarter=builders.open_quarter(), by=builders.make_user(), what="lost"
        ),
    },
    Reminder: {
        "one_reminder_of_a_kind": lambda: like(builders.make_reminder()),
        "reminder_kind_is_known": lambda: like(builders.make_reminder(), kind="lost"),
    },
    Nudge: {"one_nudge_a_day": lambda: like(builders.make_nudge())},
    CalendarLink: {
        "one_calendar_link_works": lambda: like(builders.make_calendar_link(), token_hash=b"x"),
    },
    FeedToken: {
        "one_feed_token_a_name": lambda: like(builders.make_feed_token(), token_hash=b"x"),
        "feed_token_audience_is_known": lambda: feed_token(audience="lost"),
        "feed_token_has_a_name": lambda: feed_token(name=""),
    },
    Release: {"one_release_a_number": lambda: like(release())},
    ReleasedReport: {
        "one_released_report_a_key": lambda: like(
            ReleasedReport.objects.create(release=release(), key="quarter", data={"a": 1})
        ),
    },
    Withdrawal: {
        "withdrawal_says_why": lambda: Withdrawal(release=release(), by=builders.make_user()),
    },
    Entry: {
        "deed_is_known": lambda: Entry(
            number=9, at=timezone.now(), deed="danced", what="x", digest="x", link="x", key="x"
        )
    },
    Sight: {"one_sight_a_day": lambda: like(builders.make_sight())},
    Download: {"download_view_is_known": lambda: like(builders.make_download(), view="lost")},
    Clearance: {"clearance_names_its_text": lambda: like(builders.make_clearance(), place="")},
    FurtherHiding: {
        "further_hiding_period_is_a_label": lambda: hiding(period="2008.09"),
        "further_hiding_quarter_is_a_label": lambda: hiding(reported_in="2009/10 X1"),
        "further_hiding_says_why": lambda: hiding(reason=""),
    },
    Import: {
        "import_state_is_known": lambda: imported(state="lost"),
        "import_kind_is_known": lambda: imported(kind="lost"),
        "import_has_a_checksum": lambda: imported(checksum=""),
        "import_undone_says_when_and_why": lambda: imported(state="undone"),
        "import_task_is_known": lambda: imported(task="lost", asked_at=timezone.now()),
        "import_task_was_asked_for": lambda: imported(task="check"),
    },
    ChangedRows: {
        "one_page_of_changes_a_number": lambda: like(
            ChangedRows.objects.create(record=kept_import(), sheet="Targets", number=1, rows=[])
        )
    },
    KeptMapping: {
        "kept_mapping_is_known_by_its_name": lambda: like(
            KeptMapping.objects.create(name="KPI list", content={}), name="kpi LIST"
        ),
        "kept_mapping_has_a_name": lambda: KeptMapping(name="", content={}),
    },
    ExportedSheet: {
        "one_sheet_a_version": lambda: like(
            ExportedSheet.objects.create(version="0" * 64, sheet="Targets", rows=b"")
        ),
    },
}
CONSTRAINTS = {
    constraint.name: constraint for model in CASES for constraint in model._meta.constraints
}
BROKEN = [
    pytest.param(name, make, id=name) for cases in CASES.values() for name, make in cases.items()
]
NOT_A_QUARTER = "is not a quarter: write one such as 2009/10 Q2"
NOT_A_PERIOD = "is not a period: write one such as 2009/10 or 2009/10 Q2"
# Something nearer to the field says it first, in words of its own.
SAID_BEFORE = {
    "quarter_is_a_label": NOT_A_QUARTER,
    "one_indicator_an_address": "Indicator with this Code already exists.",
    "indicator_is_not_part_of_itself": "An indicator cannot be part of itself: correct one",
    "only_a_part_breaks_a_total_down": "Write the code of the total that it breaks down",
    "rule_from_is_a_label": NOT_A_QUARTER,
    "baseline_from_is_a_label": NOT_A_QUARTER,
    "baseline_period_is_a_label": NOT_A_PERIOD,
    "target_from_is_a_label": NOT_A_QUARTER,
    "baseline_has_a_figure_when_set": "A baseline that is set needs its figure: write it.",
    "target_period_is_a_label": NOT_A_PERIOD,
    "target_has_a_value_when_set": "A target that is set needs its value",
    "actual_period_is_a_label": NOT_A_PERIOD,
    "actual_low_up_to_high": "The low number, 3, is more than the high one, 2: correct one",
    "not_available_says_why": "Not available needs a reason: say why there is none.",
    "actual_says_something": "There is no figure: enter one, or say why it is not available.",
    "marker_stands_instead_of_a_figure": "A marker stands in place of a figure",
    "comparator_period_is_a_label": NOT_A_PERIOD,
    "agreement_first_year_is_a_label": NOT_A_PERIOD,
    "agreement_last_year_is_a_label": NOT_A_PERIOD,
    "agreement_years_in_order": "2008/09 is before the first year: correct one.",
    "plan_ended_in_is_a_label": NOT_A_QUARTER,
    "withdrawal_says_why": "This field cannot be blank",
    "import_has_a_checksum": "This field cannot be blank",
    "clearance_names_its_text": "This field cannot be blank",
    "further_hiding_period_is_a_label": NOT_A_PERIOD,
    "further_hiding_quarter_is_a_label": NOT_A_QUARTER,
    "further_hiding_says_why": "This field cannot be blank",
    "feed_token_has_a_name": "This field cannot be blank",
    "kept_mapping_has_a_name": "This field cannot be blank",
}
NOT_A_CHOICE = "is not a valid choice"


def test_every_constraint_has_a_case():
    kept = {
        constraint.name
        for model in apps.get_models()
        if model._meta.app_label in HOUSE and not model.__name__.startswith("Historical")
        for constraint in model._meta.constraints
    }
    assert {param.id for param in BROKEN} == kept


@pytest.mark.parametrize(("name", "make"), BROKEN)
def test_full_clean_says_it_in_words(name, make):
    with pytest.raises(ValidationError) as raised:
        make().full_clean()
    ours = str(CONSTRAINTS[name].get_violation_error_message())
    words = [SAID_BEFORE.get(name, ours), *([NOT_A_CHOICE] if name.endswith("is_known") else [])]
    said = " ".join(raised.value.messages)
    assert any(each in said for each in words), said


@pytest.mark.parametrize(("name", "make"), BROKEN)
def test_the_database_refuses_it(name, make):
    row = make()
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save()


@pytest.mark.parametrize("constraint", CONSTRAINTS.values(), ids=lambda each: each.name)
def test_a_constraints_sentence_is_ours(constraint):
    words = str(constraint.get_violation_error_message())
    assert words != constraint.default_violation_error_message % {"name": constraint.name}
    assert words[0].isupper()
    assert words.endswith(".")
