"""What is published of one plan is found by an index, and no table of figures is read for it."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from reports.pages import kept
from tests.access.crawl import Visitor
from tests.access.test_matrix import built

pytestmark = pytest.mark.django_db

PAGES = (
    "/plans/ni-101/?as_at=2009-q2",
    "/indicators/ni-101/?as_at=2009-q2",
    "/indicators/ni-101/2008-09/?as_at=2009-q2",
    "/reports/2009-q2/ni-101/",
)
# They grow with every plan and quarter.
FIGURES = ("indicators_actual", "indicators_target", "indicators_baseline", "returns_draft")
LARGE = (*FIGURES, "reports_releasedreport", "audit_entry", "audit_sight")


@pytest.fixture(scope="module")
def house(django_db_setup, django_db_blocker):
    with built(django_db_blocker) as house:
        yield house


def asked(house, role: str, address: str) -> list[str]:
    """The questions that the page puts, drawn of nothing that this process knows already."""
    visitor = Visitor(house, role)
    kept.forget()
    with CaptureQueriesContext(connection) as queries:
        assert visitor.get(address).answer == "200"
    return [each["sql"] for each in queries.captured_queries if each["sql"].startswith("SELECT")]


def scanned(sql: str) -> list[str]:
    """Which of the large tables are read from end to end for a question.

    Of a small table PostgreSQL would do so anyway: so it is told to use an index where it can.
    """
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(f"EXPLAIN QUERY PLAN {sql}")
            steps = [row[3] for row in cursor.fetchall()]
            # With an index that holds all columns wanted it is still read from end to end.
            return [each for each in LARGE if any(f"SCAN {each}" in step for step in steps)]
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(f"EXPLAIN {sql}")
        steps = [row[0] for row in cursor.fetchall()]
        cursor.execute("SET LOCAL enable_seqscan = on")
        return [
            each
            for each in LARGE
            for step, said in zip(steps, [*steps[1:], ""], strict=True)
            if f" on {each}" in step and not {"Index", "Recheck"} & {*said.split()}
        ]


@pytest.mark.parametrize("role", ["board", "stranger"])
@pytest.mark.parametrize("address", PAGES)
def test_what_is_published_of_a_plan_is_found_by_an_index(house, role, address):
    questions = asked(house, role, address)

    assert [(sql, tables) for sql in questions if (tables := scanned(sql))] == []
    assert [sql for sql in questions if any(f'FROM "{each}"' in sql for each in FIGURES)] == []
    assert any('FROM "reports_releasedreport"' in sql for sql in questions)


def test_a_question_that_no_index_answers_is_seen(house):
    by_words = "SELECT data FROM reports_releasedreport WHERE key LIKE '%101%'"

    assert scanned(by_words) == ["reports_releasedreport"]


def test_an_open_quarter_reads_the_figures_so_that_is_seen_too(house):
    questions = asked(house, "lead", "/plans/ni-101/?as_at=2009-q3")

    assert any('FROM "indicators_actual"' in sql for sql in questions)
