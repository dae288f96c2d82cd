"""The page of what changed, and the block of it on the dashboard and the plan page."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from periods.models import Quarter
from reports.releases.publishing import publish, withdraw
from tests.access.crawl import rolled_back
from tests.access.house import Figures, begin_round, make_person, run_round, the_plan
from tests.builders import make_part
from tests.look.markup import find, text
from tests.reports.pages import Page

pytestmark = pytest.mark.django_db
CHANGES = "/changes/2009-q1..2009-q2/"
SHOWN = Figures(numerator=900, denominator=1777, count=30)


class Told:
    """Two quarters were published with these figures, and a third is open with the last."""

    def __init__(self, client, *figures: Figures):
        self.client = client
        self.officer = make_person("Olive Officer", office="officer")
        self.plan = the_plan("NI 101", figures[0])
        for quarter, each in zip(("2009/10 Q1", "2009/10 Q2"), figures, strict=False):
            run_round(quarter, {self.plan: each}, self.officer)
        begin_round("2009/10 Q3", {self.plan: figures[-1]}, self.officer)

    def page(self, person, address: str = CHANGES, status: int = 200) -> Page:
        self.client.force_login(person)
        response = self.client.get(address, follow=True)
        assert response.status_code == status, response.status_code
        return Page(response)


@pytest.fixture(autouse=True)
def _january(settings):
    settings.LAA_TODAY = date(2010, 1, 11)


@pytest.fixture
def house(client):
    return Told(client, SHOWN, Figures(numerator=800, denominator=1777, count=5))


@pytest.fixture
def member(db):
    return make_person("Bea Board", office="Board member")


def sentences(page: Page) -> list[str]:
    return [text(each) for each in page.all("li", class_="laa-change")]


def test_the_page_says_first_how_many_changes_there_are_and_lists_them(house, member):
    page = house.page(member)

    assert page.title == page.context["report"].headline
    assert "What changed from 2009/10 Quarter 1 to 2009/10 Quarter 2" in page.words
    assert len(sentences(page)) == len(page.context["report"].all) > 0


def test_each_sentence_leads_to_its_place_as_at_the_later_quarter(house, member):
    (change, *_) = find(house.page(member).html, "li", class_="laa-change")
    (link,) = find([change], "a")

    assert link[1]["href"].endswith("?as_at=2009-q2")
    house.page(member, link[1]["href"])


def test_one_kind_can_be_asked_for(house, member):
    page = house.page(member, f"{CHANGES}?kind=results")

    assert {each.kind.slug for each in page.context["report"].all} == {"results"}
    assert page.links()[f"All {len(page.context['every'].all)}"] == "?"


def test_quarters_given_the_wrong_way_round_are_turned(house, member):
    page = house.page(member, "/changes/2009-q2..2009-q1/")

    assert page.response.redirect_chain == [(CHANGES, 302)]


def test_an_open_quarter_is_compared_for_officers_and_for_ones_own_plan_only(house, member):
    address = "/changes/2009-q2..2009-q3/"
    lead = make_part(plan=house.plan, user=make_person("Lee Lead"), part="lead").user

    assert "not signed off" in house.page(house.officer, address).words
    assert house.page(lead, address).context["report"].after.quarter == "2009/10 Q3"
    house.page(member, address, status=404)


def test_the_dashboard_and_the_plan_say_what_changed_since_the_board_met(house, member):
    for address in ("/dashboard/", "/plans/ni-101/"):
        page = house.page(member, address)
        (since,) = page.all("section", class_="laa-since")
        assert len(find([since], "li", class_="laa-change")) <= 5
        assert any(
            each[1]["href"].startswith(CHANGES) and "changes" in text(each).lower()
            for each in find([since], "a")
        )


def test_the_plans_block_leads_to_the_changes_of_that_plan(house, member):
    page = house.page(member, "/plans/ni-101/")
    (since,) = page.all("section", class_="laa-since")
    address = find([since], "a")[-1][1]["href"]
    shown = house.page(member, address)

    assert {each.plan_slug for each in shown.context["report"].all} == {"ni-101"}
    assert shown.links()["Show the changes of all plans"] == "?"


def test_the_first_published_quarter_has_nothing_to_be_compared_with(house, member):
    assert not house.page(member, "/dashboard/2009-q1/").all("section", class_="laa-since")


def test_a_quarter_published_again_says_what_it_put_right(house, member):
    quarter = Quarter.objects.get(label="2009/10 Q2")
    withdraw(quarter, by=house.officer, reason="The cohort was wrong")
    house.page(member, status=404)
    publish(quarter, by=house.officer, reason="The cohort is 1,800")

    (told,) = [each for each in sentences(house.page(member)) if "published again" in each]
    assert "2009/10 Quarter 2 was published again, as release 2." in told
    assert "The cohort is 1,800" in told


def test_the_audience_asked_for_goes_on(house, member):
    page = house.page(member, "/dashboard/?audience=public")
    (since,) = page.all("section", class_="laa-since")

    assert find([since], "a")[-1][1]["href"] == f"{CHANGES}?audience=public"


def test_the_page_costs_as_many_queries_however_much_changed(client, member):
    def queries(*figures):
        with rolled_back():
            house = Told(client, *figures)
            house.client.force_login(member)
            with CaptureQueriesContext(connection) as asked:
                assert house.client.get(CHANGES).status_code == 200
            return len(asked)

    assert queries(SHOWN, SHOWN) == queries(SHOWN, Figures(numerator=3, count=90)) <= 19


# Nobody's secret ----------------------------------------------------------------------


def main_of(house: Told, person, address: str) -> str:
    html = house.page(person, address).html
    return html[html.index("<main") : html.index("</main>")]


@pytest.mark.parametrize(
    "address", [CHANGES, "/dashboard/", "/dashboard/?type=large", "/plans/ni-101/"]
)
@pytest.mark.parametrize(
    "other",
    [
        pytest.param(Figures(numerator=0, low=0, high=1, count=0), id="none"),
        pytest.param(Figures(numerator=5, low=5, high=5, count=5), id="five"),
        pytest.param(Figures(numerator=1, low=1, high=4, count=2), id="a few"),
    ],
)
def test_another_hidden_figure_changes_nothing_that_the_public_reads(client, address, other):
    def read(*figures):
        with rolled_back():
            return main_of(Told(client, *figures), make_person("Sam Somebody"), address)

    before = read(Figures(), Figures())

    assert read(Figures(), other) == before
    assert read(other, Figures()) == before


def test_a_figure_that_may_be_seen_is_told_to_the_public(house):
    page = house.page(make_person("Sam Somebody"))

    assert any("800 of 1,779" in each or "800 of 1779" in each for each in sentences(page))
