"""The pages of the log: who did what and who saw small numbers, filtered, paged and as files."""

import csv
from datetime import UTC, date, datetime, timedelta

import pytest

from accounts.deeds import Deed
from audit import middleware, pages
from audit.models import Entry
from tests.builders import (
    make_action,
    make_entry,
    make_officer,
    make_plan,
    make_quarter,
    make_sight,
    make_user,
)
from tests.look.markup import find, text

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer(client):
    officer = make_officer(name="Olive Officer")
    client.force_login(officer)
    return officer


def shown(client, query="") -> list[str]:
    response = client.get(f"/audit/{query}")
    assert response.status_code == 200
    cells = find(response.content.decode(), "td", **{"data-label": "What"})
    return [text(each).strip() for each in cells]


def rows_of(response) -> list[list[str]]:
    content = b"".join(response.streaming_content).decode().removeprefix("\ufeff")
    return list(csv.reader(content.splitlines()))


def test_the_newest_comes_first(client, officer):
    make_entry(what="First")
    make_entry(what="Second")

    assert shown(client) == ["Second", "First", "The log begins"]


def test_an_empty_log_says_so(client, officer):
    assert "Nothing was done yet." in client.get("/audit/").content.decode()


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("?by={ann}", ["Of Ann"]),
        ("?by=none", ["Of nobody", "The log begins"]),
        ("?kind=token", ["Of a token"]),
        ("?plan=ni-101", ["Of NI 101"]),
        ("?plan=ni-10", []),
        ("?since={today}", ["Of a token", "Of NI 101", "Of nobody", "Of Ann", "The log begins"]),
        ("?since={tomorrow}", []),
        ("?until={yesterday}", []),
        ("?until={today}&kind=token", ["Of a token"]),
        ("?kind=nonsense&since=nonsense&by=0", 5),
    ],
)
def test_what_is_asked_for_is_shown(client, officer, query, found):
    ann = make_user(name="Ann")
    make_plan(reference="NI 101")
    make_plan(reference="NI 10")
    make_entry(what="Of Ann", person=ann)
    make_entry(what="Of nobody")
    make_entry(what="Of NI 101", plans=("ni-101",), person=officer)
    make_entry(what="Of a token", deed=Deed.TOKEN, person=officer)
    today = datetime.now(UTC).date()

    told = shown(
        client,
        query.format(
            ann=ann.pk,
            today=today,
            tomorrow=today + timedelta(days=1),
            yesterday=today - timedelta(days=1),
        ),
    )

    assert (len(told) if isinstance(found, int) else told) == found


def test_it_is_paged(client, officer, monkeypatch):
    monkeypatch.setattr(pages, "ON_A_PAGE", 2)
    for number in range(4):
        make_entry(what=f"Deed {number}")

    assert shown(client, "?page=2") == ["Deed 1", "Deed 0"]
    assert "page=3" in client.get("/audit/?page=2").content.decode()


def test_a_change_leads_to_its_history(client, officer, written):
    with written():
        make_quarter()
        action = make_action()

    page = client.get("/audit/").content.decode()
    assert f"/admin/plans/action/{action.pk}/history/" in page
    assert client.get(f"/admin/plans/action/{action.pk}/history/").status_code == 200


def test_who_is_gone_is_told_by_their_number(client, officer):
    gone = make_user()
    make_entry(person=gone)
    number = gone.pk
    gone.delete()

    assert f"Person {number}, no longer here" in client.get("/audit/").content.decode()


def test_a_plan_is_named_by_its_reference_and_one_that_is_gone_by_what_is_left(client, officer):
    make_plan(reference="LAC Health")
    make_entry(plans=("lac-health",))
    make_entry(plans=("ni-7",))

    lines = client.get("/audit/").context["lines"]
    assert {each.plans for each in lines} >= {"LAC Health", "NI 7"}


def test_the_number_of_queries_does_not_grow(client, officer, django_assert_num_queries):
    make_entry(person=make_user())
    client.get("/audit/")
    with django_assert_num_queries(7):
        client.get("/audit/")
    for _ in range(20):
        make_entry(person=make_user())

    with django_assert_num_queries(7):
        client.get("/audit/")


def test_the_file_holds_what_is_asked_for_and_no_formula(client, officer):
    make_entry(what="=1+1", person=make_user(name="@Ann"))
    make_entry(what="Of a token", deed=Deed.TOKEN)

    response = client.get("/audit/log.csv?kind=changed")
    head, row = rows_of(response)

    assert response["Content-Disposition"].startswith('attachment; filename="log-')
    assert head[:6] == ["number", "at", "who", "person", "kind", "what"]
    assert (row[2], row[5]) == ("'@Ann", "'=1+1")
    assert row[8] == Entry.objects.get(what="=1+1").link


def test_whoever_takes_the_file_is_told_in_the_log(client, officer, written):
    with written():
        client.get("/audit/log.csv")

    taken = Entry.objects.filter(deed="taken").get()
    assert taken.person == officer
    assert taken.what.startswith("log-")


def test_the_looks_are_filtered_and_taken_too(client, officer):
    ann = make_user(name="Ann")
    make_sight(person=ann, page="/plans/ni-101/?as_at=2009-q3", day=date(2010, 1, 11))
    make_sight(person=officer, page="/plans/ni-99/", day=date(2010, 1, 12), refused=True)
    make_plan(reference="NI 101")

    for query in (f"by={ann.pk}", "plan=ni-101", "refused=no", "until=2010-01-11"):
        page = client.get(f"/audit/looks/?{query}").content.decode()
        assert "/plans/ni-101/?as_at=2009-q3" in page
        assert "/plans/ni-99/" not in page
    assert len(rows_of(client.get("/audit/looks.csv"))) == 3
    assert rows_of(client.get("/audit/looks.csv?refused=yes"))[1][4:] == ["/plans/ni-99/", "yes"]


def test_nobody_else_sees_them(client, monkeypatch):
    monkeypatch.setattr(middleware, "seen", middleware.Seen())
    client.force_login(make_user(office="Board member"))

    for address in ("/audit/", "/audit/looks/", "/audit/log.csv", "/audit/looks.csv"):
        assert client.get(address).status_code == 403
