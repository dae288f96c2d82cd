"""Who is given a feed, as whom, and what whoever is given none is told."""

from base64 import b64encode

import pytest
from django.test import Client

from accounts.models import User
from reports.feeds.nouns import NOUNS
from reports.models import Download, FeedToken
from tests.access.house import FEED_TOKEN
from tests.builders import make_feed_token
from tests.look.markup import find
from tests.reports.feeds.reading import ask, problem_in, rows_of_csv, rows_of_json, text_of

pytestmark = pytest.mark.django_db

PUBLISHED, OPEN, WITHDRAWN = "2009-q2", "2009-q3", "2009-q1"


@pytest.fixture
def token(people):
    """Makes a token of somebody's, and tells it."""

    def make(role: str, audience: str = "own", **given) -> str:
        told = f"laa_{role:x<43}"
        make_feed_token(person=people[role], audience=audience, token=told, **given)
        return told

    return make


def as_basic(token: str) -> str:
    return "Basic " + b64encode(f"anybody:{token}".encode()).decode()


# Who is known --------------------------------------------------------------------------


def test_a_token_opens_every_feed(people):
    answers = {
        (noun, form): ask(f"{noun}.{form}", FEED_TOKEN).status_code
        for noun in NOUNS
        for form in ("json", "csv")
    }

    assert set(answers.values()) == {200}


@pytest.mark.parametrize("scheme", ["Bearer", "bearer", "BEARER"])
def test_a_token_may_come_as_bearer(people, scheme):
    answer = ask("statuses.json", Authorization=f"{scheme} {FEED_TOKEN}")

    assert answer.status_code == 200


def test_a_token_may_come_as_the_password_of_basic_for_excel_asks_so(people):
    assert ask("statuses.json", Authorization=as_basic(FEED_TOKEN)).status_code == 200


def test_somebody_who_is_signed_in_needs_no_token(signed_in):
    assert ask("statuses.json", client=signed_in("stranger")).status_code == 200


def test_whoever_sends_nothing_is_told_how_to_be_known(people):
    answer = ask("statuses.json")

    status, sentence = problem_in(answer)
    assert status == 401
    assert sentence.startswith("Send a token")
    assert answer.headers["WWW-Authenticate"].startswith("Bearer realm=")
    assert "Basic" in answer.headers["WWW-Authenticate"]


def test_a_browser_is_not_made_to_ask_for_a_password_that_nobody_has(people):
    answer = ask("statuses.json", **{"Sec-Fetch-Mode": "navigate"})

    assert "Basic" not in answer.headers["WWW-Authenticate"]


@pytest.mark.parametrize(
    "header",
    [
        "Bearer laa_" + "n" * 43,
        "Bearer ",
        "Bearer nonsense",
        f"Token {FEED_TOKEN}",
        FEED_TOKEN,
        "Basic !!!",
        "Basic " + b64encode(b"\xff\xfe:\xff").decode(),
        as_basic("") + " ",
    ],
)
def test_a_token_that_is_none_opens_nothing(people, header):
    status, sentence = problem_in(ask("statuses.json", Authorization=header))

    assert status == 401
    assert sentence.startswith("This token opens nothing")


def test_a_token_that_was_stopped_opens_nothing(people, token):
    stopped = token("officer", stopped_at="2010-01-11T09:00:00Z")

    assert problem_in(ask("statuses.json", stopped))[0] == 401


def test_a_token_of_somebody_who_left_opens_nothing(people, token):
    told = token("board")
    User.objects.filter(pk=people["board"].pk).update(is_active=False)

    assert problem_in(ask("statuses.json", told))[0] == 401


def test_a_token_made_in_another_office_opens_nothing(people, token):
    told = token("officer", "public")
    User.objects.filter(pk=people["officer"].pk).update(office="")

    assert problem_in(ask("statuses.json", told))[0] == 401


def test_a_session_of_somebody_who_left_opens_nothing(people, signed_in):
    browser = signed_in("board")
    User.objects.filter(pk=people["board"].pk).update(is_active=False)

    assert problem_in(ask("statuses.json", client=browser))[0] == 401


def test_a_token_that_is_sent_decides_and_not_the_session(people, signed_in):
    answer = ask("statuses.json", "laa_" + "n" * 43, client=signed_in("officer"))

    assert problem_in(answer)[0] == 401


def test_a_token_opens_nothing_but_the_feeds(people):
    for address in ("/", "/plans/", "/feeds/", "/feeds/tokens/", "/accounts/", "/admin/"):
        answer = Client().get(address, headers={"Authorization": f"Bearer {FEED_TOKEN}"})
        assert answer.status_code == 302, address


# As whom -------------------------------------------------------------------------------


def small(answer) -> set[str]:
    """What is shown of NI 101, whose result is a small number."""
    return {row["shown"] for row in rows_of_json(answer) if row["indicator"] == "NI 101"}


@pytest.mark.parametrize(
    ("role", "audience", "is_masked"),
    [
        ("officer", "public", True),
        ("officer", "board", False),
        ("officer", "own", False),
        ("board", "public", True),
        ("board", "board", False),
        ("lead", "own", False),
        ("lead", "public", True),
        ("neighbour", "own", True),
    ],
)
def test_a_token_reads_as_its_owner_chose(token, role, audience, is_masked):
    answer = ask(f"statuses.json?as_at={PUBLISHED}", token(role, audience))

    assert (small(answer) == {"[c]"}) is is_masked


def test_the_board_is_masked_where_the_installation_says_so(token, settings):
    told = token("board", "board")
    settings.LAA_BOARD_AUDIENCE = "masked"

    assert small(ask(f"statuses.json?as_at={PUBLISHED}", told)) == {"[c]"}


def test_a_narrower_audience_can_be_asked_for(token):
    answer = ask(f"statuses.json?as_at={PUBLISHED}&audience=public", token("officer"))

    assert small(answer) == {"[c]"}


@pytest.mark.parametrize(
    ("role", "audience", "asked"),
    [
        ("officer", "public", "board"),
        ("officer", "public", "officer"),
        ("officer", "board", "officer"),
        ("board", "own", "officer"),
        ("lead", "own", "board"),
    ],
)
def test_an_audience_that_sees_more_is_refused(token, role, audience, asked):
    told = token(role, audience)

    status, sentence = problem_in(ask(f"statuses.json?audience={asked}", told))

    assert status == 403
    assert sentence.startswith(f"This token does not read as {asked}")


def test_a_token_that_reads_as_an_audience_reads_published_quarters_only(token):
    for audience in ("public", "board"):
        FeedToken.objects.all().delete()
        told = token("officer", audience)
        assert problem_in(ask(f"statuses.json?as_at={OPEN}", told))[0] == 404
        assert problem_in(ask(f"statuses.json?as_at={WITHDRAWN}", told))[0] == 404
        (quarter,) = {row["as_at"] for row in rows_of_json(ask("statuses.json", told))}
        assert quarter == "2009/10 Q2"


def test_an_officers_own_token_reads_the_open_quarter_unless_told_otherwise(token):
    (quarter,) = {row["as_at"] for row in rows_of_json(ask("statuses.json", token("officer")))}

    assert quarter == "2009/10 Q3"


@pytest.mark.parametrize("role", ["lead", "contributor"])
def test_a_plans_own_people_read_of_an_open_quarter_on_the_pages_only(token, role):
    FeedToken.objects.all().delete()

    assert problem_in(ask(f"statuses.json?as_at={OPEN}", token(role)))[0] == 404


def test_the_public_reads_no_words_that_nobody_cleared(token):
    told = token("officer", "public")
    for noun in ("actions", "milestones", "risks", "dependencies"):
        assert rows_of_json(ask(f"{noun}.json", told)) == []
    assert {row["summary"] for row in rows_of_json(ask("plans.json", told))} == {None}


def test_who_has_a_part_in_a_plan_reads_its_words(token):
    actions = rows_of_json(ask(f"actions.json?as_at={PUBLISHED}", token("lead")))

    assert {row["plan"] for row in actions} == {"NI 101"}


# What the address says -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("address", "status", "sentence"),
    [
        ("nonsense.json", 404, "There is no feed “nonsense”: there are plans, indicators,"),
        ("statuses.xlsx", 404, "There is no “xlsx” of it: write .json or .csv."),
        ("statuses.json?as_at=2009-q5", 400, "“2009-q5” is not a quarter: write one such as"),
        ("statuses.json?as_at=", 400, "“” is not a quarter"),
        ("statuses.json?as_at=2009/10 Q2", 400, "“2009/10 Q2” is not a quarter"),
        ("statuses.json?as_at=0000-q1", 400, "“0000-q1” is not a quarter"),
        ("statuses.json?as_at=2031-q1", 404, "There is no such quarter for you to read."),
        ("statuses.json?as_at=2009-q2&as_at=2009-q1", 400, "as_at is given more than once"),
        ("statuses.json?quarter=2009-q2", 400, "There is no parameter “quarter”"),
        ("statuses.json?audience=press", 400, "“press” is not an audience"),
    ],
)
def test_what_cannot_be_answered_is_told_in_a_sentence(people, address, status, sentence):
    told = problem_in(ask(address, FEED_TOKEN))

    assert told[0] == status
    assert told[1].startswith(sentence)


def test_a_long_nonsense_is_told_back_in_short(people):
    assert len(problem_in(ask("statuses.json?as_at=" + "9" * 5000, FEED_TOKEN))[1]) < 150


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "options"])
def test_feeds_are_only_read(people, method):
    answer = getattr(Client(), method)(
        "/feeds/statuses.json", headers={"Authorization": f"Bearer {FEED_TOKEN}"}
    )

    assert problem_in(answer) == (405, "Feeds are only read: send GET.")
    assert answer.headers["Allow"] == "GET, HEAD"


# What every answer carries -------------------------------------------------------------

ADDRESSES = ["statuses.json", "statuses.csv", "nonsense.json", "statuses.json?as_at=x"]


@pytest.mark.parametrize("address", [*ADDRESSES, "openapi.json"])
def test_no_answer_is_kept_on_the_way_or_given_to_somebody_else(people, address):
    for answer in (ask(address, FEED_TOKEN), ask(address)):
        assert set(answer.headers["Cache-Control"].split(", ")) == {"private", "no-store"}
        assert {"Authorization", "Cookie"} <= set(answer.headers["Vary"].split(", "))


@pytest.mark.parametrize("address", [*ADDRESSES, "openapi.json"])
def test_no_cookie_is_set_for_a_program(people, address):
    assert not ask(address, FEED_TOKEN).cookies
    assert not ask(address).cookies


def test_json_is_shown_and_csv_is_saved_under_a_name(people):
    shown, saved = (ask(f"statuses.{form}", FEED_TOKEN) for form in ("json", "csv"))

    assert shown.headers["Content-Type"] == "application/json"
    assert shown.headers["Content-Disposition"].startswith("inline")
    assert saved.headers["Content-Type"].startswith("text/csv; charset=utf-8")
    assert saved.headers["Content-Disposition"] == 'attachment; filename="statuses-2009-q2.csv"'


def test_what_holds_small_numbers_is_marked_restricted(token):
    told = token("officer")

    saved = ask(f"statuses.csv?as_at={PUBLISHED}", told)
    assert "statuses-2009-q2-restricted.csv" in saved.headers["Content-Disposition"]
    assert "true" in {row["restricted"] for row in rows_of_csv(saved)}
    shown = text_of(ask(f"statuses.json?as_at={PUBLISHED}", told))
    assert '"notice": "Restricted: contains small numbers."' in shown
    public = text_of(ask(f"statuses.json?as_at={PUBLISHED}&audience=public", told))
    assert "Restricted" not in public


def test_what_has_not_changed_is_not_sent_again(people):
    tag = ask("statuses.json", FEED_TOKEN).headers["ETag"]

    again = ask("statuses.json", FEED_TOKEN, **{"If-None-Match": tag})

    assert again.status_code == 304
    assert not again.content


def test_head_says_how_long_it_is_and_sends_nothing(people):
    whole = ask("statuses.csv", FEED_TOKEN)

    head = Client().head("/feeds/statuses.csv", headers={"Authorization": f"Bearer {FEED_TOKEN}"})

    assert head.status_code == 200
    assert not head.content
    assert head.headers["Content-Length"] == str(len(whole.getvalue()))


def test_the_day_of_use_is_kept(people):
    ask("plans.json", FEED_TOKEN)
    kept = FeedToken.objects.get(person=people["contributor"])

    assert kept.last_used is not None
    kept_again = FeedToken.objects.filter(pk=kept.pk)
    kept_again.update(last_used="2001-01-01")
    ask("plans.json", FEED_TOKEN)
    assert kept_again.get().last_used == kept.last_used


# Who read what -------------------------------------------------------------------------


def feeds_kept():
    """What was written down of feeds; the house has taken a report before."""
    return Download.objects.exclude(file__startswith="quarterly-report").order_by("id")


def test_whoever_reads_more_than_the_public_is_written_down_once_a_day(token):
    told = token("officer")
    for _ in range(2):
        ask(f"statuses.csv?as_at={PUBLISHED}", told)
    ask(f"statuses.csv?as_at={OPEN}", told)

    kept = feeds_kept().values_list("file", "view", "release", "restricted")
    assert list(kept) == [
        ("statuses-2009-q2-restricted.csv", "officer", 1, True),
        ("statuses-2009-q3-restricted.csv", "officer", 0, True),
    ]


@pytest.mark.parametrize(
    ("role", "audience", "view"),
    [("board", "board", "board"), ("lead", "own", "own"), ("lead", "public", None)],
)
def test_it_is_written_down_as_whose_view_it_was_read(token, role, audience, view):
    ask(f"actions.json?as_at={PUBLISHED}", token(role, audience))

    assert list(feeds_kept().values_list("view", flat=True)) == ([view] if view else [])


def test_what_was_not_sent_is_not_written_down(token):
    sent = {"Authorization": f"Bearer {token('officer', 'board')}"}
    tag = Client().head("/feeds/statuses.csv", headers=sent).headers["ETag"]

    again = Client().get("/feeds/statuses.csv", headers=sent | {"If-None-Match": tag})

    assert again.status_code == 304
    assert not feeds_kept().exists()


# In a browser ---------------------------------------------------------------------------

BROWSER = {"headers": {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}}


def in_browser(client, address: str):
    return client.get(f"/feeds/{address}", **BROWSER)


@pytest.mark.parametrize(
    ("role", "views"),
    [
        ("officer", ["public", "board", "officer"]),
        ("board", ["public", "board"]),
        ("lead", ["public", "own"]),
    ],
)
def test_whoever_opens_csv_is_asked_as_whom_with_the_public_first(signed_in, role, views):
    page = in_browser(signed_in(role), f"statuses.csv?as_at={PUBLISHED}")
    radios = find(page.content.decode(), "input", type="radio", name="audience")

    assert [each[1]["value"] for each in radios] == views
    assert ["checked" in each[1] for each in radios] == [True, *(False for _ in views[1:])]
    assert "Accept" in page["Vary"]
    assert not Download.objects.filter(file__startswith="statuses").exists()


@pytest.mark.parametrize(
    ("role", "view", "shows_small"),
    [("officer", "public", False), ("officer", "officer", True), ("lead", "own", True)],
)
def test_the_answer_to_it_gives_the_file(signed_in, role, view, shows_small):
    client = signed_in(role)
    answer = in_browser(client, f"actuals.csv?as_at={PUBLISHED}&audience={view}")

    assert answer["Content-Type"].startswith("text/csv")
    assert ("restricted" in answer["Content-Disposition"]) == shows_small


@pytest.mark.parametrize("ours", [True, False])
def test_ones_own_plans_in_full_are_what_whoever_names_no_view_reads(signed_in, ours):
    client = signed_in("lead")
    named, unnamed = (
        ask(f"actuals.csv?as_at={PUBLISHED}{query}", client=client)
        for query in ("&audience=own" if ours else "&audience=public", "")
    )

    assert (text_of(named) == text_of(unnamed)) is ours


def test_whoever_reads_only_the_public_view_is_given_the_file(signed_in):
    answer = in_browser(signed_in("stranger"), f"statuses.csv?as_at={PUBLISHED}")

    assert answer["Content-Type"].startswith("text/csv")


def test_programs_are_never_asked(signed_in, token):
    with_token = ask("statuses.csv", token("officer"), client=signed_in("officer"))
    without = ask("statuses.csv", client=signed_in("officer"))

    assert with_token["Content-Type"] == without["Content-Type"]
    assert with_token["Content-Type"].startswith("text/csv")


def test_json_is_shown_in_the_browser_as_ever(signed_in):
    answer = in_browser(signed_in("officer"), "statuses.json")

    assert answer["Content-Type"] == "application/json"


@pytest.mark.parametrize("address", ["nonsense.csv", "statuses.csv?as_at=2031-q1"])
def test_what_is_not_there_is_not_asked_about(signed_in, address):
    assert problem_in(in_browser(signed_in("officer"), address))[0] == 404


@pytest.mark.parametrize("role", ["officer", "board"])
def test_own_is_no_view_of_whoever_reads_more_than_their_plans(signed_in, role):
    assert problem_in(ask("statuses.csv?audience=own", client=signed_in(role)))[0] == 400
