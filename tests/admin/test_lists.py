"""A list costs the same however long it is, finds by code, and links to what one would look at."""

from operator import attrgetter

import pytest
from django.apps import apps
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from indicators.codes import code_order
from laa_tracker.admin import GROUPS
from returns.models import ReturnEvent, RoundEvent
from tests import builders
from tests.access.crawl import rolled_back
from tests.admin.conftest import make_one_of_everything
from tests.admin.posting import address_of
from workbooks.models import ChangedRows, ExportedSheet, Import, KeptMapping

pytestmark = pytest.mark.django_db

LABELS = [label for labels in GROUPS.values() for label in labels]


def more_of_everything(officer, plan):
    """Five more rows of nearly every noun, of parents of their own."""
    quarter = builders.open_quarter()
    for number in range(5):
        indicator = builders.make_indicator()
        builders.make_rule(indicator=indicator)
        builders.make_baseline(indicator=indicator, period="2009/10 Q1")
        builders.make_target(indicator=indicator, period="2009/10 Q3")
        builders.make_actual(indicator=indicator)
        builders.make_comparator_value(comparator=builders.make_comparator(indicator=indicator))
        plan = builders.make_plan(indicators=[indicator])
        builders.make_part(plan=plan)
        builders.make_policy(plan=plan)
        builders.make_dependency_update(dependency=builders.make_dependency(plan=plan))
        action = builders.make_action(plan=plan)
        builders.make_action_update(action=action)
        builders.make_milestone_update(milestone=builders.make_milestone(action=action))
        builders.make_assessment(risk=builders.make_risk(plan=plan))
        ours = builders.make_return(plan=plan)
        ReturnEvent.objects.create(owner=ours, step="started", by=builders.make_user())
        RoundEvent.objects.create(quarter=quarter, what="opened", by=builders.make_user())
        brought = Import.objects.create(
            name=f"{number}.xlsx", content=b"", checksum="0", by=officer
        )
        ChangedRows.objects.create(record=brought, sheet="Targets", number=1, rows=[])
        ExportedSheet.objects.create(version=f"{number}", sheet="Targets", rows=b"")
        KeptMapping.objects.create(name=f"List {number}", content={}, by=officer)


@pytest.fixture(scope="module")
def queries(django_db_setup, django_db_blocker):
    """How often each list asks the database: of one of everything, and of more."""
    with django_db_blocker.unblock(), rolled_back():
        officer = builders.make_officer()
        office = Client()
        office.force_login(officer)
        plan = make_one_of_everything(officer)
        few = {label: queries_of_list(office, label) for label in LABELS}
        more_of_everything(officer, plan)
        return few, {label: queries_of_list(office, label) for label in LABELS}


def queries_of_list(office, label):
    model = apps.get_model(label)._meta
    address = reverse(f"admin:{model.app_label}_{model.model_name}_changelist")
    assert office.get(address).status_code == 200
    with CaptureQueriesContext(connection) as asked:
        office.get(address)
    return len(asked)


@pytest.mark.parametrize("label", LABELS)
def test_a_list_costs_the_same_however_long_it_is(queries, label):
    few, many = queries
    assert 0 < many[label] <= few[label]


@pytest.mark.parametrize("label", LABELS)
def test_a_list_asked_for_counts_beside_its_filters_is_there(office, one_of_everything, label):
    model = apps.get_model(label)._meta
    address = reverse(f"admin:{model.app_label}_{model.model_name}_changelist")
    assert office.get(f"{address}?_facets=True").status_code == 200


@pytest.mark.parametrize(
    "asked", ["password__startswith=argon2", "password__regex=(", "history__password__contains=a"]
)
def test_nobody_finds_out_a_password_by_filters(office, one_of_everything, asked):
    assert office.get(f"/admin/accounts/user/?{asked}").status_code == 400


@pytest.mark.parametrize("written", ["NI 101", "ni101", "NI-0101", "101", "GCSEs"])
def test_an_indicator_is_found_however_its_code_is_written(office, officer, written):
    builders.make_annual_indicator(code="NI 101")
    builders.make_indicator(code="NI 99", title="Reading")
    page = office.get(reverse("admin:indicators_indicator_changelist"), {"q": written})
    assert [each.code for each in page.context["cl"].result_list] == ["NI 101"]


def test_choosing_an_indicator_finds_it_by_code_too(office, officer):
    indicator = builders.make_annual_indicator(code="NI 101")
    asked = {
        "term": "ni101",
        "app_label": "indicators",
        "model_name": "actual",
        "field_name": "indicator",
    }
    found = office.get(reverse("admin:autocomplete"), asked).json()["results"]
    assert [each["id"] for each in found] == [str(indicator.pk)]


def test_rows_lead_to_the_page_that_shows_them(office, one_of_everything):
    plan = one_of_everything
    for row, page in (
        (plan, "/plans/ni-101/"),
        (plan.actions.get(), "/plans/ni-101/"),
        (plan.risks.get(), "/plans/ni-101/"),
        (plan.indicators.get(), "/indicators/ni-101/"),
        (plan.indicators.get().actuals.get(), "/indicators/ni-101/"),
    ):
        assert f'href="{page}" class="viewsitelink"' in office.get(address_of(row)).content.decode()


def test_only_performance_officers_enter(client, db):
    for person in (builders.make_user(), builders.make_user(office="Board member")):
        client.force_login(person)
        assert client.get(reverse("admin:index")).status_code in (302, 403)
        assert client.get(reverse("admin:plans_action_changelist")).status_code in (302, 403)


COUNTED = ["LAC 02", "NI 9", "NI 99", "NI 101", "NI 102a", "NI 102b", "NI 103"]


@pytest.fixture
def counted(db):
    """A plan with an indicator for each of these, made in another order."""
    for code in sorted(COUNTED, reverse=True):
        indicator = builders.make_indicator(code=code)
        plan = builders.make_plan(reference=code, indicators=[indicator])
        builders.make_policy(plan=plan)
        builders.make_part(plan=plan)
        builders.make_rule(indicator=indicator)


def shown(office, label, **asked):
    model = apps.get_model(label)._meta
    page = office.get(reverse(f"admin:{model.app_label}_{model.model_name}_changelist"), asked)
    return page.context["cl"]


@pytest.mark.parametrize(
    ("label", "path"),
    [
        ("plans.DeliveryPlan", "reference"),
        ("plans.Policy", "plan.reference"),
        ("plans.PlanIndicator", "plan.reference"),
        ("indicators.Indicator", "code"),
        ("indicators.IndicatorRule", "indicator.code"),
    ],
)
def test_a_list_is_in_the_order_in_which_people_count(office, counted, label, path):
    codes = [attrgetter(path)(each) for each in shown(office, label).result_list]

    assert codes == sorted(codes, key=code_order) == COUNTED


@pytest.mark.parametrize(
    ("label", "column", "path"),
    [
        ("plans.DeliveryPlan", "reference", "reference"),
        ("plans.PlanIndicator", "indicator", "indicator.code"),
        ("plans.PlanPerson", "reference", "plan.reference"),
        ("indicators.IndicatorRule", "code", "indicator.code"),
    ],
)
def test_a_column_sorts_as_people_count_both_ways(office, counted, label, column, path):
    number = list(shown(office, label).list_display).index(column)
    up, down = (
        [attrgetter(path)(row) for row in shown(office, label, o=each).result_list]
        for each in (number, -number)
    )

    assert up == COUNTED
    assert down == COUNTED[::-1]


def test_a_filter_offers_plans_as_people_count(office, counted):
    page = shown(office, "plans.PlanPerson")
    (plans,) = (each for each in page.filter_specs if each.title == "plan")

    assert [name.partition(" Better")[0] for _, name in plans.lookup_choices] == COUNTED


def test_who_looks_for_a_plan_is_offered_them_as_people_count(office, counted):
    asked = {"term": "Better", "app_label": "plans", "model_name": "policy", "field_name": "plan"}
    found = office.get(reverse("admin:autocomplete"), asked).json()["results"]

    assert [each["text"].partition(" Better")[0] for each in found] == COUNTED
