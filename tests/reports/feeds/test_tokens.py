"""Making tokens, looking at them, and stopping them."""

import re
from datetime import date

import pytest
from django.test import Client

from reports.models import FeedToken
from tests.builders import make_feed_token, make_officer, make_part, make_user
from tests.look.markup import find, text
from tests.reports.feeds.reading import ask, problem_in

pytestmark = pytest.mark.django_db

PAGE = "/feeds/tokens/"
A_TOKEN = re.compile(r"laa_[\w-]{43}")


@pytest.fixture(autouse=True)
def _january(settings):
    settings.LAA_TODAY = date(2010, 1, 11)


@pytest.fixture
def lead():
    return make_part(part="lead").user


def browser_of(person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def make(person, name="Power BI", audience="public"):
    return browser_of(person).post(PAGE, {"name": name, "audience": audience})


def words(response) -> str:
    return re.sub(r"\s+", " ", text(find(response.content.decode(), "main")[0]))


def problems(response) -> list[str]:
    (summary,) = find(response.content.decode(), "div", class_="govuk-error-summary")
    return [text(link) for link in find([summary], "a")]


def offered(person) -> list[str]:
    page = browser_of(person).get(PAGE).content.decode()
    return [each[1]["value"] for each in find(page, "input", name="audience")]


def test_a_token_is_shown_once_and_only_its_hash_is_kept(lead):
    (shown,) = set(A_TOKEN.findall(words(make(lead))))

    kept = FeedToken.objects.get()
    assert (kept.person, kept.name, kept.audience) == (lead, "Power BI", "public")
    assert shown.encode() not in bytes(kept.token_hash)
    assert not A_TOKEN.search(browser_of(lead).get(PAGE).content.decode())
    assert problem_in(ask("statuses.json", shown))[0] == 404  # known; nothing is published yet


def test_two_tokens_are_never_the_same(lead):
    told = {A_TOKEN.search(words(make(lead, name=f"Number {each}")))[0] for each in range(5)}

    assert len(told) == 5


@pytest.mark.parametrize(
    ("maker", "audiences"),
    [
        pytest.param(make_user, ["public"], id="who has no part"),
        pytest.param(lambda: make_part().user, ["public", "own"], id="who has a part"),
        pytest.param(
            lambda: make_user(office="Board member"), ["public", "board"], id="Board member"
        ),
        pytest.param(make_officer, ["public", "board", "own"], id="officer"),
    ],
)
def test_everybody_is_offered_what_they_may_read_the_narrowest_first(maker, audiences):
    assert offered(maker()) == audiences


@pytest.mark.parametrize("audience", ["board", "own", "officer", ""])
def test_nobody_makes_a_token_that_sees_more_than_they_do(audience):
    page = make(make_user(), audience=audience)

    assert problems(page)
    assert not FeedToken.objects.exists()


def test_a_token_has_a_name_of_its_own(lead):
    make(lead)

    assert problems(make(lead, name="")) == ["Say what the token is for."]
    assert problems(make(lead)) == ["You have a token of this name already: choose another."]
    assert FeedToken.objects.count() == 1


def test_sending_the_form_again_makes_no_second_token(lead):
    browser = browser_of(lead)
    for _ in range(2):
        browser.post(PAGE, {"name": "Power BI", "audience": "public"})

    assert FeedToken.objects.count() == 1


def test_nobody_has_more_than_ten(lead):
    for number in range(10):
        make_feed_token(person=lead, name=f"Number {number}")

    (sentence,) = problems(make(lead))
    assert sentence == "You have 10 tokens: stop one that you do not use any more."


def test_the_page_lists_ones_own_tokens_and_nobody_elses(lead):
    make_feed_token(person=lead, name="Excel at home", audience="own", last_used=date(2010, 1, 8))
    make_feed_token(person=lead, name="Old", stopped_at="2010-01-08T09:00:00Z")
    make_feed_token(name="Somebody else’s")

    page = words(browser_of(lead).get(PAGE))

    assert "Excel at home Own view" in page
    assert "8 January 2010" in page
    assert "Old" not in page
    assert "Somebody else’s" not in page


def test_a_token_of_another_office_is_said_to_open_nothing():
    officer = make_officer()
    make_feed_token(person=officer, office="", name="From before")

    assert "From before Nothing: your office changed since" in words(browser_of(officer).get(PAGE))


def test_a_token_that_is_stopped_opens_nothing_and_its_name_is_free(lead):
    (told,) = set(A_TOKEN.findall(words(make(lead))))
    browser = browser_of(lead)

    after = browser.post(f"/feeds/tokens/{FeedToken.objects.get().pk}/stop/", follow=True)

    assert "The token “Power BI” has stopped: it opens nothing any more." in after.content.decode()
    assert problem_in(ask("statuses.json", told))[0] == 401
    assert not problems_or_none(make(lead))


def problems_or_none(response):
    return find(response.content.decode(), "div", class_="govuk-error-summary")


def test_a_token_that_was_stopped_stays_stopped_since_then(lead):
    token = make_feed_token(person=lead)
    browser = browser_of(lead)
    for _ in range(2):
        assert browser.post(f"/feeds/tokens/{token.pk}/stop/").status_code == 302
        token.refresh_from_db()
        first = token.stopped_at

    assert token.stopped_at == first is not None


def test_nobody_stops_anybody_elses_token(lead):
    token = make_feed_token()

    answer = browser_of(lead).post(f"/feeds/tokens/{token.pk}/stop/")

    assert answer.status_code == 404
    token.refresh_from_db()
    assert token.stopped_at is None


def test_before_anything_is_published_there_is_nothing_to_read():
    told = "laa_" + "e" * 43
    make_feed_token(token=told, audience="public")

    status, sentence = problem_in(ask("statuses.json", told))

    assert status == 404
    assert sentence.startswith("There is nothing to read yet")
    assert "There is nothing to read yet" in words(browser_of(make_user()).get("/feeds/"))
