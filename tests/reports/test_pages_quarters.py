"""The rounds: opened, closed, published and withdrawn on pages that say what follows."""

from datetime import date

import pytest

from periods.models import Quarter
from reports.models import Release
from reports.pages.rounds import asks_why
from returns.services import return_of, sign_off, submit
from tests.builders import (
    make_actual,
    make_indicator,
    make_officer,
    make_plan,
    make_quarter,
    make_user,
)
from tests.look.markup import find, text
from tests.reports.pages import Page

pytestmark = pytest.mark.django_db
DUE = {"due_day": "22", "due_month": "1", "due_year": "2010"}
STEPS = ("open", "close", "publish", "withdraw")


@pytest.fixture(autouse=True)
def _january(settings):
    settings.LAA_TODAY = date(2010, 1, 11)


@pytest.fixture
def signed_in(client):
    client.force_login(make_officer(name="Olive Officer"))
    return client


@pytest.fixture
def plan():
    """A plan whose one indicator is expected each quarter."""
    return make_plan(reference="LAC 01", indicators=[make_indicator(code="LAC 01")])


def state_of(label):
    return Quarter.objects.get(label=label).state


def told(response):
    """What the page says after a step: the messages of the list it leads to."""
    assert response.redirect_chain == [("/quarters/", 302)]
    return [str(each) for each in response.context["messages"]]


def summary_of(response):
    """The sentences of the error summary, with the ids they lead to."""
    (box,) = find(response.content.decode(), "div", class_="govuk-error-summary")
    (items,) = find(box[2:], "ul")
    return [text(each) for each in find(items[2:], "li")]


# The list -----------------------------------------------------------------------------


def test_every_round_says_its_state_and_what_can_be_done(signed_in):
    make_quarter("2009/10 Q1", state="published")
    make_quarter("2009/10 Q2", state="closed")
    make_quarter("2009/10 Q3", state="open", due=date(2010, 1, 15))
    make_quarter("2009/10 Q4", state="not opened")
    rows = Page(signed_in.get("/quarters/")).rows("Quarters, newest first")[1:]
    assert [row[0] for row in rows] == [f"2009/10 Quarter {each}" for each in (4, 3, 2, 1)]
    assert rows[1][1] == "Open, returns due Friday 15 January 2010"
    assert [row[-1].split(" ")[0] for row in rows] == ["–", "Close", "Publish", "Withdraw"]


def test_a_round_tells_who_did_what_when_and_why(signed_in):
    quarter = make_quarter("2009/10 Q3", state="open")
    signed_in.post(f"/quarters/{quarter.slug}/close/")
    (row,) = Page(signed_in.get("/quarters/")).rows("Quarters")[1:]
    assert row[2].startswith("Closed ")
    assert row[2].endswith(" by Olive Officer")


@pytest.mark.parametrize(
    ("rounds", "offered"),
    [
        pytest.param(
            {},
            ["2009-q3", "2009-q4", "2009-q2", "2009-q1", "2008-q4"],
            id="the first: the quarter that ended last, then this one and the last year's",
        ),
        pytest.param({"2009/10 Q2": "published"}, ["2009-q3"], id="the next one"),
        pytest.param({"2009/10 Q2": "closed"}, ["2009-q3"], id="after a closed one"),
        pytest.param({"2009/10 Q3": "open"}, [], id="none while one is open"),
        pytest.param({"2009/10 Q4": "published"}, [], id="none that has not begun"),
        pytest.param({"2009/10 Q4": "not opened"}, ["2009-q3"], id="planned ones do not count"),
    ],
)
def test_the_quarters_that_can_be_opened_are_offered(signed_in, rounds, offered):
    for label, state in rounds.items():
        make_quarter(label, state=state)
    shown = [each.slug for each in signed_in.get("/quarters/").context["to_open"]]
    assert shown[: len(offered)] == offered
    assert bool(shown) == bool(offered)


def test_a_round_that_only_figures_made_can_be_opened_where_it_stands(signed_in):
    for label in ("2009/10 Q4", "2009/10 Q3", "2007/08 Q1"):
        make_quarter(label, state="not opened")
    rows = Page(signed_in.get("/quarters/")).rows("Quarters, newest first")[1:]
    assert [row[-1].split(" ")[0] for row in rows] == ["Open", "Open", "–"]


def test_the_rounds_whose_days_a_workbook_brought_are_offered_first_however_long_ago(signed_in):
    make_quarter("2008/09 Q1", state="not opened")
    make_quarter("2008/09 Q3", state="not opened", due=date(2009, 1, 16))
    make_quarter("2008/09 Q2", state="not opened", opens=date(2008, 10, 1))
    make_quarter("2009/10 Q3", state="not opened", due=date(2010, 1, 15))
    make_quarter("2010/11 Q1", state="not opened", due=date(2010, 7, 16))
    page = signed_in.get("/quarters/")
    assert [each.slug for each in page.context["to_open"]] == [
        "2008-q2", "2008-q3", "2009-q3", "2009-q4", "2009-q2", "2009-q1", "2008-q4",
    ]  # fmt: skip
    assert signed_in.get("/quarters/2008-q2/open/").status_code == 200


def test_once_a_round_was_opened_only_the_next_can_be(signed_in):
    make_quarter("2009/10 Q2", state="published")
    for label in ("2009/10 Q4", "2009/10 Q3", "2009/10 Q1"):
        make_quarter(label, state="not opened")
    rows = Page(signed_in.get("/quarters/")).rows("Quarters, newest first")[1:]
    assert [row[-1].split(" ")[0] for row in rows] == ["–", "Open", "Withdraw", "–"]


def test_without_rounds_the_list_says_what_to_do(signed_in):
    assert "No quarter was opened yet." in Page(signed_in.get("/quarters/")).words


# Opening ------------------------------------------------------------------------------


def test_a_quarter_is_opened_until_a_date(signed_in):
    response = signed_in.post("/quarters/2009-q3/open/", DUE, follow=True)
    assert told(response) == ["2009/10 Q3 is now open."]
    quarter = Quarter.objects.get(label="2009/10 Q3")
    assert (quarter.state, quarter.opens, quarter.due) == (
        "open", date(2010, 1, 11), date(2010, 1, 22),
    )  # fmt: skip


def test_the_usual_due_date_is_offered(signed_in):
    page = Page(signed_in.get("/quarters/2009-q3/open/"))
    typed = [each[1].get("value") for each in page.all("input", inputmode="numeric")]
    assert typed == ["22", "1", "2010"]


def test_a_planned_due_date_is_offered_instead(signed_in):
    make_quarter("2009/10 Q3", state="not opened", opens=date(2010, 1, 4), due=date(2010, 1, 15))
    page = Page(signed_in.get("/quarters/2009-q3/open/"))
    assert "from 4 January 2010 on" in page.words
    assert page.all("input", inputmode="numeric")[0][1]["value"] == "15"


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        pytest.param(
            DUE | {"due_day": "31", "due_month": "2"},
            "The date returns are due must be a real date, such as 4 1 2010.",
            id="no such day",
        ),
        pytest.param(
            DUE | {"due_year": ""}, "The date returns are due must include a year.", id="no year"
        ),
        pytest.param(dict.fromkeys(DUE, ""), "Enter the date returns are due.", id="nothing"),
        pytest.param(
            DUE | {"due_day": "10"},
            "The date returns are due must be on or after the day the quarter opens, "
            "11 January 2010.",
            id="before it opens",
        ),
    ],
)
def test_a_wrong_due_date_is_told_and_what_was_typed_stays(signed_in, typed, sentence):
    response = signed_in.post("/quarters/2009-q3/open/", typed)
    assert summary_of(response) == [sentence]
    page = Page(response)
    boxes = [each[1].get("value", "") for each in page.all("input", inputmode="numeric")]
    assert boxes == list(typed.values())
    assert not Quarter.objects.begun()


@pytest.mark.parametrize(
    ("rounds", "slug", "sentence"),
    [
        pytest.param(
            {"2009/10 Q2": "open"},
            "2009-q3",
            "2009/10 Q2 is open: close it first, then open 2009/10 Q3.",
            id="beside another",
        ),
        pytest.param(
            {"2009/10 Q3": "closed"},
            "2009-q2",
            "2009/10 Q3 comes later and was opened already.",
            id="after a later one",
        ),
        pytest.param(
            {}, "2010-q1", "2010/11 Q1 has not begun: it can be opened once it has.", id="too early"
        ),
    ],
)
def test_nothing_is_asked_about_a_quarter_that_cannot_be_opened(signed_in, rounds, slug, sentence):
    for label, state in rounds.items():
        make_quarter(label, state=state)
    response = signed_in.get(f"/quarters/{slug}/open/", follow=True)
    assert told(response) == [sentence]
    assert response.redirect_chain == [("/quarters/", 302)]


def test_a_second_quarter_is_not_opened_beside_the_first(signed_in):
    make_quarter("2009/10 Q2", state="open")
    response = signed_in.post("/quarters/2009-q3/open/", DUE)
    assert summary_of(response) == ["2009/10 Q2 is open: close it first, then open 2009/10 Q3."]
    assert not Quarter.objects.filter(label="2009/10 Q3")


def test_a_quarter_that_has_not_begun_is_not_opened(signed_in):
    response = signed_in.post("/quarters/2010-q1/open/", DUE)
    assert summary_of(response) == ["2010/11 Q1 has not begun: it can be opened once it has."]
    assert not Quarter.objects.exists()


# Closing ------------------------------------------------------------------------------


def test_closing_says_how_many_returns_are_in_and_who_is_late(signed_in, plan, settings):
    make_quarter("2009/10 Q3", state="open", due=date(2010, 1, 15))
    settings.LAA_TODAY = date(2010, 1, 18)
    words = Page(signed_in.get("/quarters/2009-q3/close/")).words
    assert "0 of 1 returns are in." in words
    assert f"LAC 01: {plan.title}: not started" in words


def test_closing_lists_what_is_missing(signed_in, plan):
    make_quarter("2009/10 Q3", state="open")
    words = Page(signed_in.get("/quarters/2009-q3/close/")).words
    assert "What is missing (2) LAC 01: the return is not started." in words
    assert "LAC 01: no figure that is final for 2009/10 Q3." in words


def test_a_quarter_is_closed(signed_in):
    make_quarter("2009/10 Q3", state="open")
    response = signed_in.post("/quarters/2009-q3/close/", follow=True)
    assert told(response) == ["2009/10 Q3 is now closed."]
    assert state_of("2009/10 Q3") == "closed"


# Publishing ---------------------------------------------------------------------------


def test_what_is_missing_is_listed_and_a_reason_asked(signed_in, plan):
    make_quarter("2009/10 Q3", state="closed")
    page = Page(signed_in.get("/quarters/2009-q3/publish/"))
    assert "LAC 01: the return is not started." in page.words
    assert len(page.context["gaps"]) == 2  # the return and its one figure
    assert all(each in page.words for each in page.context["gaps"])
    assert "Why is it published without what is missing?" in page.words


def test_publishing_with_gaps_and_no_reason_is_refused(signed_in, plan):
    make_quarter("2009/10 Q3", state="closed")
    response = signed_in.post("/quarters/2009-q3/publish/", {"reason": " "})
    assert summary_of(response) == ["Say why, in a sentence."]
    assert state_of("2009/10 Q3") == "closed"


def test_publishing_with_gaps_keeps_the_reason(signed_in, plan):
    make_quarter("2009/10 Q3", state="closed")
    response = signed_in.post(
        "/quarters/2009-q3/publish/", {"reason": "The Board will not wait"}, follow=True
    )
    assert told(response) == ["2009/10 Q3 is now published."]
    assert Release.objects.get().reason == "The Board will not wait"


def test_without_gaps_nothing_is_asked(signed_in, plan):
    quarter = make_quarter("2009/10 Q3", state="open")
    make_actual(indicator=plan.indicators.get(), reported_in=quarter, period="2009/10 Q3")
    officer = make_officer()
    submit(return_of(plan, quarter), by=officer)
    sign_off(return_of(plan, quarter), by=officer)
    signed_in.post("/quarters/2009-q3/close/")
    page = Page(signed_in.get("/quarters/2009-q3/publish/"))
    assert "Nothing is missing" in page.words
    assert not page.all("textarea")
    signed_in.post("/quarters/2009-q3/publish/")
    assert state_of("2009/10 Q3") == "published"


# Withdrawing --------------------------------------------------------------------------


@pytest.fixture
def published(signed_in, plan):
    make_quarter("2009/10 Q3", state="closed")
    reason = {"reason": "The Board will not wait"}
    signed_in.post("/quarters/2009-q3/publish/", reason, follow=True)
    assert state_of("2009/10 Q3") == "published"


def test_a_publication_is_withdrawn_for_a_reason(signed_in, published):
    response = signed_in.post(
        "/quarters/2009-q3/withdraw/", {"reason": "The cohort was wrong"}, follow=True
    )
    assert told(response) == ["2009/10 Q3 is now withdrawn."]
    assert Release.objects.get().withdrawal.reason == "The cohort was wrong"


def test_without_a_reason_nothing_is_withdrawn(signed_in, published):
    response = signed_in.post("/quarters/2009-q3/withdraw/", {"reason": ""})
    assert summary_of(response) == ["Say why the publication is withdrawn."]
    assert state_of("2009/10 Q3") == "published"


@pytest.mark.parametrize(
    ("missing", "again", "question"),
    [
        pytest.param([], False, "", id="nothing"),
        pytest.param(["x"], False, "Why is it published without what is missing?", id="gaps"),
        pytest.param([], True, "What is put right in this release?", id="again"),
        pytest.param(
            ["x"],
            True,
            "What is put right in this release, and why is it published without what is missing?",
            id="again, with gaps",
        ),
    ],
)
def test_a_publication_is_asked_about_what_it_needs_a_reason_for(missing, again, question):
    assert asks_why(missing, again=again) == question


def test_publishing_again_asks_what_is_put_right(signed_in, published):
    signed_in.post("/quarters/2009-q3/withdraw/", {"reason": "The cohort was wrong"})
    page = Page(signed_in.get("/quarters/2009-q3/publish/"))
    assert asks_why(["LAC 01: the return is unlocked."], again=True) in page.words
    signed_in.post("/quarters/2009-q3/publish/", {"reason": "The cohort is 41"})
    assert Release.objects.last().number == 2


def test_a_withdrawn_release_stays_readable_to_officers(signed_in, published):
    signed_in.post("/quarters/2009-q3/withdraw/", {"reason": "The cohort was wrong"}, follow=True)
    links = Page(signed_in.get("/quarters/")).links()
    page = Page(signed_in.get(links["Release 1 of 2009/10 Quarter 3"]))
    assert "Release 1 was withdrawn on" in page.words
    assert "The cohort was wrong" in page.words


def test_a_withdrawn_release_is_hidden_from_others(signed_in, published, member):
    signed_in.post("/quarters/2009-q3/withdraw/", {"reason": "The cohort was wrong"}, follow=True)
    signed_in.force_login(member)
    assert signed_in.get("/reports/2009-q3/?release=1").status_code == 404


@pytest.mark.parametrize("release", ["2", "0", "one", "-1", "9" * 30])
def test_a_release_that_is_none_is_not_found(signed_in, published, release):
    assert signed_in.get(f"/reports/2009-q3/?release={release}").status_code == 404


# What cannot be done ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("step", "state", "sentence"),
    [
        ("open", "open", "2009/10 Q3 is open, so it cannot be opened."),
        ("open", "published", "2009/10 Q3 is published, so it cannot be opened."),
        ("close", "closed", "2009/10 Q3 is closed, so it cannot be closed."),
        ("publish", "open", "2009/10 Q3 is open, so it cannot be published."),
        ("withdraw", "closed", "2009/10 Q3 is closed, so it cannot be withdrawn."),
    ],
)
@pytest.mark.parametrize("method", ["get", "post"])
def test_a_step_out_of_turn_leads_back_and_says_why(signed_in, step, state, sentence, method):
    make_quarter("2009/10 Q3", state=state)
    response = getattr(signed_in, method)(f"/quarters/2009-q3/{step}/", follow=True)
    assert told(response) == [sentence]
    assert state_of("2009/10 Q3") == state


@pytest.mark.parametrize("step", STEPS[1:])
def test_a_round_that_is_not_there_is_not_found(signed_in, step):
    assert signed_in.get(f"/quarters/2009-q3/{step}/").status_code == 404


@pytest.mark.parametrize("address", ["", *(f"2009-q3/{each}/" for each in STEPS)])
@pytest.mark.parametrize("office", ["", "Board member"])
def test_only_officers_run_the_rounds(client, address, office):
    make_quarter("2009/10 Q3", state="open")
    client.force_login(make_user(office=office))
    assert client.get(f"/quarters/{address}").status_code == 403
    assert client.post(f"/quarters/{address}", {"reason": "x"}).status_code == 403
    assert state_of("2009/10 Q3") == "open"
