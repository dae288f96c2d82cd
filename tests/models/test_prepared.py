"""A query that is built once answers each question anew."""

from datetime import date
from decimal import Decimal

import pytest

from periods.models import Quarter
from periods.prepared import Prepared, Records
from risks.models import RiskAssessment
from tests.builders import make_actual, make_assessment, make_quarter, make_risk

pytestmark = pytest.mark.django_db


@pytest.fixture
def rounds():
    return [make_quarter(label, state="closed") for label in ("2009/10 Q1", "2009/10 Q2")]


def test_it_answers_each_value_by_itself(rounds):
    built = []

    def build(label):
        built.append(label)
        return Quarter.objects.filter(label=label).values_list("label", "state")

    prepared = Prepared(build)

    assert prepared.rows("2009/10 Q1") == [("2009/10 Q1", "closed")]
    assert prepared.rows("2009/10 Q2") == [("2009/10 Q2", "closed")]
    assert prepared.rows("2009/10 Q3") == []
    assert len(built) == 1


def test_more_values_are_another_query(rounds):
    prepared = Prepared(
        lambda *labels: Quarter.objects.filter(label__in=labels).values_list("label")
    )

    assert len(prepared.rows("2009/10 Q1")) == 1
    assert len(prepared.rows("2009/10 Q1", "2009/10 Q2")) == 2


def test_each_question_costs_one_query(rounds, django_assert_num_queries):
    prepared = Prepared(lambda label: Quarter.objects.filter(label=label).values_list("label"))

    for label in ("2009/10 Q1", "2009/10 Q2"):
        with django_assert_num_queries(1):
            prepared.rows(label)


def test_of_whole_rows_there_are_instances_as_any_other(rounds):
    quarter = make_quarter("2009/10 Q3", opens="2010-01-04", due="2010-01-15")
    prepared = Prepared(lambda label: Quarter.objects.filter(label=label))

    (found,) = prepared.instances("2009/10 Q3")

    assert (found, found.due) == (quarter, date(2010, 1, 15))
    found.due = date(2010, 1, 18)
    found.save()
    assert Quarter.objects.get(pk=quarter.pk).due == date(2010, 1, 18)


def test_values_are_pythons_own_as_the_model_gives_them(rounds):
    figure = make_actual(value=Decimal("2.40"))
    columns = ("id", "value", "entered_at", "indicator__code")
    rows = type(figure).objects.values_list(*columns)

    assert Prepared(lambda: rows.all()).rows() == list(rows)


def test_among_nothing_there_is_nothing(rounds, django_assert_num_queries):
    prepared = Prepared(lambda *labels: Quarter.objects.filter(label__in=labels))

    with django_assert_num_queries(0):
        assert prepared.rows() == []
        assert prepared.instances() == []


def test_records_have_every_column_and_are_grouped(rounds):
    for quarter in rounds:
        make_assessment(risk=(risk := make_risk()), quarter=quarter)
    records = Records(
        lambda label: RiskAssessment.objects.filter(quarter__lte=label), "risk__risk", by="risk_id"
    )

    (found,) = records.grouped("2009/10 Q2")[risk.pk]

    assert (found.risk_id, found.quarter_id, found.risk__risk) == (risk.pk, "2009/10 Q2", risk.risk)
