"""The officer's board: every plan's return of the latest rounds, and what is done with several."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext

from indicators.models import Actual
from periods.calendar import FinancialQuarter
from plans.models import Action
from returns.board import MOST_ROUNDS, Asked, read_board
from returns.services import recall, return_of, send_back, sign_off, start, submit
from tests.builders import (
    make_action,
    make_action_update,
    make_actual,
    make_annual_indicator,
    make_draft,
    make_officer,
    make_part,
    make_plan,
    make_quarter,
    make_user,
)
from tests.look.markup import find, text
from tests.returns.browsing import client_of, words

pytestmark = pytest.mark.django_db
Q2, Q3 = "2009/10 Q2", "2009/10 Q3"
DUE = date(2010, 1, 15)
BOARD = "/returns/"


@pytest.fixture(autouse=True)
def _after_the_due_date(settings):
    settings.LAA_TODAY = date(2010, 1, 18)


@pytest.fixture
def quarter():
    return make_quarter(Q3, opens=date(2010, 1, 4), due=DUE)


@pytest.fixture
def person():
    return make_officer(name="Olive Officer")


@pytest.fixture
def officer(person):
    return client_of(person)


@pytest.fixture
def manager():
    return make_user(name="Mary Manager")


@pytest.fixture
def plans(quarter, person, manager):
    """NI 99 submitted in time, NI 100 a draft, NI 101 signed off, NI 102 not started."""
    made = {}
    for number in (99, 100, 101, 102):
        theme = "Education" if number > 100 else "Health"
        made[number] = make_plan(reference=f"NI {number}", title=f"Plan {number}", theme=theme)
        make_part(plan=made[number], user=manager if number == 100 else make_user())
    in_time = datetime(2010, 1, 14, 12, tzinfo=ZoneInfo("Europe/London"))
    for number in (99, 101):
        submit(return_of(made[number], quarter), by=person, at=in_time)
    sign_off(return_of(made[101], quarter), by=person)
    start(return_of(made[100], quarter), by=person)
    return made


def cells(page) -> dict[str, list[str]]:
    """The cells of each plan's row, by its reference."""
    (table,) = find(page.content.decode(), "table", class_="laa-board")
    rows = {}
    for row in find(table[2:], "tr")[1:]:
        (name,) = find(row[2:], "th")
        reference = text(name).removeprefix("Choose ").split(" Plan")[0]
        rows[reference] = [text(cell).split(" :")[0] for cell in find(row[2:], "td")]
    return rows


def late(page) -> dict[str, str]:
    (table,) = find(page.content.decode(), "table", class_="laa-board")
    return {
        text(find(row[2:], "th")[0]).removeprefix("Choose ").split(" Plan")[0]: text(each)
        for row in find(table[2:], "tr")
        for each in find(row[2:], "strong")
    }


def choices(page) -> list[str]:
    return [each[1]["value"] for each in find(page.content.decode(), "input", name="plan")]


# What it shows -------------------------------------------------------------------------


def test_it_shows_every_plans_return_in_the_order_of_codes(officer, plans):
    page = officer.get(BOARD)
    assert "2 of 4 returns are in; due Friday 15 January 2010" in words(page)
    assert cells(page) == {
        "NI 99": ["Submitted"],
        "NI 100": ["Draft"],
        "NI 101": ["Signed off"],
        "NI 102": ["Not started"],
    }


def test_each_cell_leads_to_its_return(officer, plans):
    html = officer.get(BOARD).content.decode()
    links = [each[1]["href"] for each in find(find(html, "td"), "a")]
    assert links == [f"/returns/ni-{number}/2009-q3/" for number in plans]
    assert all(officer.get(each).status_code == 200 for each in links)


def test_what_is_not_in_after_the_due_date_says_by_how_many_days_it_is_late(officer, plans):
    assert late(officer.get(BOARD)) == {"NI 100": "3 days late", "NI 102": "3 days late"}


@pytest.mark.parametrize(
    ("day", "after"), [(DUE, {}), (date(2010, 1, 16), {"NI 100": "1 day late"})]
)
def test_on_the_due_date_nothing_is_late(officer, plans, settings, day, after):
    settings.LAA_TODAY = day
    assert {key: said for key, said in late(officer.get(BOARD)).items() if key == "NI 100"} == after


def test_what_came_in_late_stays_late_by_the_days_it_was(quarter, person):
    plan, when = make_plan(), datetime(2010, 1, 17, 9, tzinfo=ZoneInfo("Europe/London"))
    submit(return_of(plan, quarter), by=person, at=when)
    assert read_board(on=date(2010, 2, 1)).rows[0].now.days_late == 2


def test_what_was_in_time_is_late_again_while_it_is_sent_back(quarter, person):
    plan, when = make_plan(), datetime(2010, 1, 14, 9, tzinfo=ZoneInfo("Europe/London"))
    ours = return_of(plan, quarter)
    submit(ours, by=person, at=when)
    send_back(ours, by=person, reason="Count again", sections=["figures"])
    assert read_board().rows[0].now.days_late == 3
    submit(ours, by=person)
    assert read_board().rows[0].now.days_late == 0


def test_where_the_day_is_fixed_nothing_handed_in_is_late_by_the_clock(quarter, person, settings):
    settings.LAA_TODAY = date(2010, 1, 11)
    submit(return_of(make_plan(), quarter), by=person)
    assert read_board().rows[0].now.days_late == 0


def test_what_was_published_without_a_return_is_not_called_late(person):
    make_plan()
    make_quarter(Q2, state="published", due=date(2009, 10, 15))
    (row,) = read_board().rows
    assert (row.now.state, row.now.days_late) == ("not started", 0)


def test_a_plan_that_owes_none_has_a_dash(officer, quarter):
    make_quarter(Q2, state="closed")
    make_plan(reference="NI 99", title="Plan 99", ended_in=Q2, ended_because="Merged")
    assert cells(officer.get(BOARD)) == {"NI 99": ["– None is owed", "Not started"]}


def test_the_latest_six_rounds_are_shown_and_one_can_look_further(officer):
    first = FinancialQuarter(2008, 1)
    labels = [first.plus(number).label for number in range(8)]
    for label in labels:
        make_quarter(label, state="closed")
    make_plan()
    newest = read_board()
    assert [each.label for each in newest.rounds] == labels[:1:-1]
    assert len(newest.rounds) == MOST_ROUNDS
    assert (newest.earlier.label, newest.later) == (labels[1], None)
    further = read_board(until=newest.earlier)
    assert [each.label for each in further.rounds] == labels[1::-1]
    assert (further.earlier, further.later.label) == (None, labels[-1])
    assert "Later quarters" in words(officer.get(BOARD, {"until": newest.earlier.slug}))


@pytest.mark.parametrize(
    ("states", "now"),
    [
        ({Q2: "closed", Q3: "open"}, Q3),
        ({Q2: "closed", Q3: "published"}, Q2),
        ({Q2: "withdrawn", Q3: "closed"}, Q3),
        ({Q2: "published", Q3: "not opened"}, Q2),
    ],
)
def test_the_round_worked_on_is_the_open_one_else_the_latest_to_publish(states, now):
    for label, state in states.items():
        make_quarter(label, state=state)
    assert read_board().now.label == now


@pytest.mark.parametrize(
    ("state", "words_", "address"),
    [
        ("open", "Close it", "/quarters/2009-q3/close/"),
        ("closed", "Publish it", "/quarters/2009-q3/publish/"),
        ("withdrawn", "Publish it", "/quarters/2009-q3/publish/"),
        ("published", "Open the next one, or withdraw this one", "/quarters/"),
    ],
)
def test_it_leads_to_what_is_done_with_the_quarter_next(officer, state, words_, address):
    make_quarter(Q3, state=state)
    make_plan()
    html = officer.get(BOARD).content.decode()
    links = {text(each): each[1]["href"] for each in find(html, "a") if "href" in each[1]}
    assert links[words_] == address


def test_it_lists_what_the_quarter_misses(officer, plans):
    said = words(officer.get(BOARD))
    assert "What is missing (3)" in said
    assert "NI 100: the return is begun and not handed in." in said


def test_before_the_first_quarter_it_says_what_to_do(officer):
    assert "No quarter was opened yet." in words(officer.get(BOARD))


def test_where_no_plan_owes_it_says_so(officer, quarter):
    assert "No plan owes a return in these quarters." in words(officer.get(BOARD))


def test_others_see_their_own_returns(plans, manager):
    page = client_of(manager).get(BOARD)
    assert "Your returns" in words(page)
    assert "NI 99" not in words(page)


# What it is narrowed to ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("asked", "shown"),
    [
        ({"theme": "Education"}, ["NI 101", "NI 102"]),
        ({"state": "submitted"}, ["NI 99"]),
        ({"late": "late"}, ["NI 100", "NI 102"]),
        ({"late": "in time"}, ["NI 99", "NI 101"]),
        ({"theme": "Education", "late": "late"}, ["NI 102"]),
        ({"theme": "", "state": ""}, ["NI 99", "NI 100", "NI 101", "NI 102"]),
    ],
)
def test_it_is_narrowed(officer, plans, asked, shown):
    assert list(cells(officer.get(BOARD, asked))) == shown


def test_it_is_narrowed_to_a_persons_plans(officer, plans, manager):
    assert list(cells(officer.get(BOARD, {"person": manager.pk}))) == ["NI 100"]


def test_what_fits_nothing_says_so(officer, plans):
    page = officer.get(BOARD, {"theme": "Health", "state": "signed off"})
    assert "No plan fits all of that." in words(page)


@pytest.mark.parametrize("box", ["theme", "state", "late", "person"])
def test_a_choice_that_is_none_is_told_and_shows_everything(officer, plans, box):
    page = officer.get(BOARD, {box: "nonsense"})
    called = "Lateness" if box == "late" else box.capitalize()
    assert f"Choose one of the list under “{called}”: “nonsense” is not in it." in words(page)
    assert len(cells(page)) == 4


def test_the_counts_filter_and_keep_what_else_was_asked(officer, plans):
    page = officer.get(BOARD, {"theme": "Education"})
    (counts,) = find(page.content.decode(), "ul", class_="laa-counts")
    links = {text(each): each[1]["href"] for each in find(counts[2:], "a")}
    assert set(links) == {"1 not started", "1 signed off"}
    narrowed = officer.get(BOARD + links["1 signed off"])
    assert list(cells(narrowed)) == ["NI 101"]
    assert set(narrowed.context["counts"]) == {("not started", 1), ("signed off", 1)}


def test_counts_go_by_everything_but_the_state():
    assert read_board().counts(Asked(state="draft")) == []


# What it costs -------------------------------------------------------------------------


def queries(client) -> int:
    with CaptureQueriesContext(connection) as asked:
        assert client.get(BOARD).status_code == 200
    return len(asked)


def test_it_costs_the_same_for_many_plans_people_and_rounds(officer, person):
    def grow(plans: int, rounds: range):
        for number in rounds:
            label = FinancialQuarter(2008, 1).plus(number).label
            make_quarter(label, state="closed")
        for _ in range(plans):
            plan = make_plan(indicators=[make_annual_indicator()])
            for part in ("lead", "contributor"):
                make_part(plan=plan, user=make_user(), part=part)
            for number in rounds:
                label = FinancialQuarter(2008, 1).plus(number).label
                submit(return_of(plan, make_quarter(label, state="closed")), by=person)

    grow(1, range(1))
    few = queries(officer)
    grow(5, range(1, 8))
    assert queries(officer) == few
    assert few < 20


def test_what_many_would_publish_costs_the_same(officer, person, quarter):
    def grow(plans: int):
        for _ in range(plans):
            indicator = make_annual_indicator()
            plan = make_plan(indicators=[indicator])
            make_actual(indicator=indicator, period="2008/09")
            make_action_update(action=make_action(plan=plan))
            ours = return_of(plan, quarter)
            make_draft(owner=ours, by=person, about="new-action-1", typed={"action": "More"})
            submit(ours, by=person)

    def cost() -> int:
        chosen = [row.plan.slug for row in read_board().rows]
        with CaptureQueriesContext(connection) as asked:
            page = officer.get("/returns/2009-q3/sign-off/", {"plan": chosen})
        assert page.status_code == 200
        return len(asked)

    grow(1)
    few = cost()
    grow(4)
    assert cost() == few


# Several at once -----------------------------------------------------------------------


def choose(officer, what: str, *plans, quarter="2009-q3", query="", follow=True):
    typed = {"what": what, "plan": [each.slug for each in plans]}
    return officer.post(f"/returns/{quarter}/chosen/{query}", typed, follow=follow)


def confirm(officer, page):
    """Press the button on the page that says what would be published."""
    html = page.content.decode()
    (form,) = [each for each in find(html, "form") if find(each[2:], "input", name="plan")]
    typed: dict[str, list[str]] = {}
    for each in find(form[2:], "input"):
        if each[1]["type"] == "hidden" or "checked" in each[1]:
            typed.setdefault(each[1]["name"], []).append(each[1].get("value", ""))
    return officer.post(page.request["PATH_INFO"], typed, follow=True)


def states(plans, quarter) -> dict[str, str]:
    return {each.reference: str(return_of(each, quarter).state) for each in plans.values()}


def test_what_is_submitted_or_not_in_can_be_chosen(officer, plans, settings):
    assert choices(officer.get(BOARD)) == ["ni-99", "ni-100", "ni-102"]
    make_quarter(Q3, state="closed")
    assert choices(officer.get(BOARD)) == ["ni-99"]
    make_quarter(Q3, state="published")
    assert choices(officer.get(BOARD)) == []


def test_choosing_to_sign_off_shows_first_what_would_be_published(officer, plans, quarter):
    indicator = make_annual_indicator(code="NI 99")
    plans[99].delivers.create(indicator=indicator)
    make_actual(indicator=indicator, period="2008/09", numerator=6, denominator=40)

    page = choose(officer, "sign-off", plans[99], plans[100])

    said = words(page)
    assert "Sign off 1 return?" in said
    assert "NI 99: Plan 99" in said
    assert "6 of 40 young people" in said
    assert "Left out: NI 100: This return is still a draft, so it cannot be signed off." in said
    assert states(plans, quarter)["NI 99"] == "submitted"


def test_the_chosen_are_signed_off_and_what_was_proposed_is_made(officer, plans, quarter, person):
    submit(return_of(plans[102], quarter), by=person)
    ours = return_of(plans[102], quarter)
    make_draft(owner=ours, by=person, about="new-action-1", typed={"action": "Find mentors"})

    said = confirm(officer, choose(officer, "sign-off", plans[99], plans[102]))

    assert "Signed off: NI 99, NI 102." in words(said)
    assert said.redirect_chain == [(BOARD, 302)]
    assert states(plans, quarter)["NI 99"] == states(plans, quarter)["NI 102"] == "signed off"
    assert Action.objects.filter(plan=plans[102], action="Find mentors").exists()


def test_signing_off_leads_back_to_the_board_as_it_was_filtered(officer, plans):
    asked = choose(officer, "sign-off", plans[99], query="?state=submitted", follow=False)
    page = officer.get(asked["Location"])

    assert f'href="{BOARD}?state=submitted">Cancel' in page.content.decode()
    assert officer.post(asked["Location"])["Location"] == f"{BOARD}?state=submitted"


def test_one_that_cannot_be_signed_off_does_not_hold_up_the_others(officer, plans, quarter, person):
    submit(return_of(plans[102], quarter), by=person)
    page = choose(officer, "sign-off", plans[99], plans[102])
    make_draft(owner=return_of(plans[99], quarter), by=person, about="new-action-1", typed={})

    said = words(confirm(officer, page))

    assert "Signed off: NI 102." in said
    assert "NI 99: New action is not complete: send the return back." in said
    assert states(plans, quarter)["NI 99"] == "submitted"


def test_one_that_went_on_meanwhile_is_to_be_read_again(officer, plans, quarter, person):
    page = choose(officer, "sign-off", plans[99])
    recall(return_of(plans[99], quarter), by=person)
    submit(return_of(plans[99], quarter), by=person)

    said = words(confirm(officer, page))

    assert "NI 99: This return has gone on since you opened the page" in said
    assert states(plans, quarter)["NI 99"] == "submitted"


def test_pressing_twice_signs_off_once(officer, plans, quarter):
    page = choose(officer, "sign-off", plans[99])
    confirm(officer, page)
    said = words(confirm(officer, page))
    assert "NI 99: This return is signed off, so it cannot be signed off." in said
    assert [each.step for each in return_of(plans[99], quarter).steps].count("signed off") == 1


@pytest.mark.parametrize("what", ["sign-off", "remind"])
def test_choosing_none_says_so(officer, plans, what):
    assert "Choose at least one return in the table." in words(choose(officer, what))


def test_choosing_only_what_cannot_be_signed_off_says_why(officer, plans):
    said = words(choose(officer, "sign-off", plans[101]))
    assert "NI 101: This return is signed off, so it cannot be signed off." in said


def test_plans_that_are_none_of_ours_are_passed_over(officer, plans):
    page = officer.get("/returns/2009-q3/sign-off/", {"plan": ["nonsense"]}, follow=True)
    assert "Choose at least one return in the table." in words(page)


def test_the_chosen_are_reminded_once_a_day_and_the_filter_stays(officer, plans, manager):
    said = choose(officer, "remind", plans[100], plans[99], query="?late=late")
    assert said.redirect_chain == [("/returns/?late=late", 302)]
    assert "Mary Manager was reminded about NI 100." in words(said)
    assert "NI 99 owes no return for 2009/10 Q3 now" in words(said)
    assert [each.to for each in mail.outbox] == [[manager.email]]

    again = choose(officer, "remind", plans[100])

    assert "was reminded about NI 100 today already" in words(again)
    assert len(mail.outbox) == 1


@pytest.mark.parametrize("address", ["chosen", "sign-off"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_others_do_nothing_with_several(plans, manager, address, method):
    client = client_of(manager)
    assert getattr(client, method)(f"/returns/2009-q3/{address}/").status_code == 403


def test_no_figure_is_touched_by_signing_off(officer, plans, quarter):
    indicator = make_annual_indicator(code="NI 99")
    plans[99].delivers.create(indicator=indicator)
    make_actual(indicator=indicator, period="2008/09")
    before = list(Actual.objects.values())
    confirm(officer, choose(officer, "sign-off", plans[99]))
    assert list(Actual.objects.values()) == before
