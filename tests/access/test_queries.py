"""A page asks the database as often for a county's plans as for one plan."""

import pytest
from django.db import connection
from django.test import override_settings
from django.test.utils import CaptureQueriesContext

from periods.calendar import FinancialQuarter
from reports.feeds.nouns import NOUNS
from reports.pages import kept
from tests.access.crawl import Visitor, rolled_back
from tests.access.house import (
    OPEN,
    TODAY,
    Figures,
    House,
    begin_round,
    make_person,
    run_round,
    the_plan,
)
from tests.builders import make_action, make_milestone, make_part, make_policy, make_risk

pytestmark = pytest.mark.django_db

# A release is read as it was kept; the records of an open quarter lie in some twenty tables. One
# query more asks whether the navigation leads to returns. What changed since the Board last met
# takes two: which releases there are before this one, and their digests.
MOST, MOST_LIVE = 15, 33
LIVE, PUBLISHED = "2009-q3", "2009-q2"
SMALL, LARGE = 1, 3
PAGES = [
    ("officer", "/"),
    ("officer", "/quarters/"),
    ("officer", "/plans/"),
    ("lead", "/"),
    ("board", "/"),
    ("board", "/plans/"),
    ("stranger", "/reports/"),
    *(
        (role, address.format(quarter))
        for role, quarter in (
            ("officer", LIVE),
            ("officer", PUBLISHED),
            ("board", PUBLISHED),
            ("lead", PUBLISHED),
            ("stranger", PUBLISHED),
        )
        for address in (
            "/dashboard/{}/",
            "/dashboard/{}.pdf",
            "/reports/{}/",
            "/reports/{}.xlsx?audience=officer",
            "/reports/{}.csv",
            "/reports/{}.pdf",
            "/plans/ni-101.docx?as_at={}",
            "/reports/{}/ni-101/",
            "/plans/ni-101/?as_at={}",
            "/indicators/ni-101/?as_at={}",
            "/indicators/ni-101/2008-09/?as_at={}",
            "/dependencies/?as_at={}",
        )
    ),
    *(
        (role, f"/feeds/{noun}.json?as_at={quarter}")
        for role, quarter in (("officer", LIVE), ("lead", PUBLISHED), ("stranger", PUBLISHED))
        for noun in NOUNS
    ),
    ("officer", "/feeds/"),
    ("lead", "/feeds/tokens/"),
    ("lead", f"/plans/ni-101/?as_at={LIVE}"),
    ("lead", f"/indicators/ni-101/?as_at={LIVE}"),
    ("lead", f"/indicators/ni-101/2008-09/?as_at={LIVE}"),
]


def build_county(size: int) -> House:
    """So many plans, each with so many indicators, actions and risks, after more quarters."""
    officer = make_person("Olive Officer", office="officer")
    lead = make_person("Lee Lead")
    plans = {the_plan(f"NI {101 + number}", Figures()): Figures() for number in range(size)}
    for plan in plans:
        make_part(plan=plan, user=lead, part="lead")
        for number in range(2, size + 1):
            make_milestone(action=make_action(plan=plan, number=number), number=1)
            make_risk(plan=plan, number=number)
            make_policy(plan=plan)
    for before in range(size + 1, 0, -1):  # so that there is always one to compare with
        run_round(FinancialQuarter.from_label(OPEN).plus(-before).label, plans, officer)
    begin_round(OPEN, plans, officer)
    people = {"board": make_person("Bea Board", office="Board member")}
    return House(people | {"officer": officer, "lead": lead, "stranger": make_person("Stan")})


def queries_of_pages(size: int) -> dict[tuple[str, str], int]:
    with rolled_back(), override_settings(LAA_TODAY=TODAY):
        house = build_county(size)
        return {page: queries_of(house, *page) for page in PAGES}


def queries_of(house: House, role: str, address: str) -> int:
    """Of the page drawn anew, of nothing that this process knows already."""
    visitor = Visitor(house, role)
    kept.forget()
    with CaptureQueriesContext(connection) as asked:
        visit = visitor.get(address)
    assert visit.answer == "200", visit
    return len(asked)


@pytest.fixture(scope="module")
def counts(django_db_setup, django_db_blocker):
    """How often each page asks, of one plan and of several."""
    with django_db_blocker.unblock():
        return queries_of_pages(SMALL), queries_of_pages(LARGE)


@pytest.mark.parametrize("address", PAGES, ids=" ".join)
def test_the_number_of_queries_does_not_grow(counts, address):
    small, large = counts

    assert large[address] == small[address]


@pytest.mark.parametrize("address", PAGES, ids=" ".join)
def test_no_page_asks_often(counts, address):
    role, path = address
    is_live = LIVE in path or (role == "officer" and path == "/plans/")

    assert counts[1][address] <= (MOST_LIVE if is_live else MOST)
