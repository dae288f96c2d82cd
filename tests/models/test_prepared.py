"""A query that is built once answers each question anew."""

import pytest

from periods.models import Quarter
from periods.prepared import Prepared
from tests.builders import make_quarter

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
