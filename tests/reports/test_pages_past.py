"""A past quarter shows what it showed then, whatever was entered and published since."""

import re
from datetime import date

import pytest

from periods.calendar import FinancialQuarter
from reports.audiences.access import reading_for
from reports.audiences.comparing import since_last
from reports.releases.keeping import as_data
from tests.access.house import Figures, make_person, run_round, the_plan
from tests.builders import (
    make_action,
    make_milestone,
    make_milestone_update,
    make_quarter,
    make_target,
)

pytestmark = pytest.mark.django_db
Q2 = FinancialQuarter(2009, 2)
BEFORE = Figures(numerator=900, denominator=1777, count=30)
AFTER = Figures(numerator=100, denominator=1777, count=3)
NOT_OF_THE_QUARTER = (
    r'<nav class="laa-quarters".*?</nav>',
    r"<form.*?</form>",
    r'<aside class="laa-notice".*?</aside>',
    r'<h2 id="history">.*',  # which offers every quarter once more
)


def main_part(client, address: str) -> str:
    """The page's main part less quarter switch, forms and banner."""
    html = client.get(address).content.decode()
    main = html[html.index("<main") : html.index("</main>")]
    for each in NOT_OF_THE_QUARTER:
        main = re.sub(each, "", main, flags=re.DOTALL)
    return main


def everything_told(client, person) -> list:
    """The report object of the dashboard, what changed since, and the pages that show them."""
    reading = reading_for(person, Q2)
    pages = (
        "/dashboard/2009-q2/",
        "/dashboard/2009-q2/?type=large",
        "/plans/ni-101/?as_at=2009-q2",
    )
    return [
        as_data(reading.quarterly_report()),
        since_last(reading).changes,
        *(main_part(client, each) for each in pages),
    ]


@pytest.mark.parametrize("office", ["officer", "Board member", ""])
def test_the_dashboard_of_quarter_2_is_the_same_before_and_after_quarter_3_is_published(
    client, settings, office
):
    settings.LAA_TODAY = date(2009, 11, 20)
    officer = make_person("Olive Officer", office="officer")
    plan = the_plan("NI 101", BEFORE)
    milestone = make_milestone(
        action=make_action(plan=plan, number=2), number=1, first_due=date(2009, 12, 31)
    )
    for label in ("2009/10 Q1", "2009/10 Q2"):
        run_round(label, {plan: BEFORE}, officer)
    reader = make_person("Rae Reader", office=office)
    client.force_login(reader)
    before = everything_told(client, reader)

    settings.LAA_TODAY = date(2010, 2, 12)
    make_target(
        indicator=plan.indicators.get(code="NI 101"), period="2008/09", value=60,
        from_quarter="2009/10 Q3", reason="More was hoped for",
    )  # fmt: skip
    plan.title = "Another title"
    plan.save()
    run_round("2009/10 Q3", {plan: AFTER}, officer)
    make_milestone_update(
        milestone=milestone, quarter=make_quarter("2009/10 Q4"), done_on=date(2010, 2, 1)
    )

    assert main_part(client, "/dashboard/2009-q3/") != before[2]
    assert everything_told(client, reader) == before
