"""Who saw small numbers, took files and was refused: written down by what the answer is."""

import pytest
from django.db import DatabaseError

from accounts.access import SignedIn
from audit import middleware
from audit.models import Entry, Sight
from tests.builders import make_actual, make_annual_indicator, make_officer, make_plan, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def nothing_seen_yet(monkeypatch):
    """Each test as a process that has just begun, and writes down who looked."""
    monkeypatch.setattr(middleware.Seen, "keep", middleware.Seen.keep.__wrapped__)
    monkeypatch.setattr(middleware, "seen", middleware.Seen())


@pytest.fixture
def officer(client):
    officer = make_officer()
    client.force_login(officer)
    return officer


@pytest.fixture
def restricted_page():
    """The address of a page that shows officers a small number."""
    indicator = make_annual_indicator(code="NI 101")
    make_actual(indicator=indicator, numerator=4, denominator=40)
    make_plan(reference="NI 101", indicators=[indicator])
    return "/plans/ni-101/"


def test_a_page_marked_restricted_is_written_down_once_a_day(client, officer, restricted_page):
    for _ in range(2):
        assert b"Restricted: contains small numbers" in client.get(restricted_page).content

    (look,) = Sight.objects.all()
    assert (look.person, look.page, look.refused) == (officer, restricted_page, False)


def test_seen_again_it_costs_no_query(client, officer, restricted_page, django_assert_num_queries):
    client.get(restricted_page)
    request = SignedIn()
    request.user, request.path = officer, restricted_page

    with django_assert_num_queries(0):
        middleware.seen.keep(request, refused=False)


def test_another_process_that_saw_the_same_keeps_one(client, officer, restricted_page):
    client.get(restricted_page)
    middleware.seen = middleware.Seen()
    client.get(restricted_page)

    assert Sight.objects.count() == 1


def test_which_quarter_it_was_is_kept(client, officer, restricted_page):
    address = f"{restricted_page}?as_at=2009-q3"
    client.get(f"{address}&utm=x")

    assert [each.page for each in Sight.objects.all()] == [address]


def test_the_same_page_without_small_numbers_is_not_written_down(client, officer, restricted_page):
    client.get(f"{restricted_page}?audience=public")
    client.get("/accounts/")

    assert not Sight.objects.exists()


def test_whoever_is_refused_is_written_down(client):
    person = make_user()
    client.force_login(person)

    client.get("/audit/")

    (look,) = Sight.objects.all()
    assert (look.person, look.page, look.refused) == (person, "/audit/", True)


def test_who_may_read_reads_on_where_it_cannot_be_written_down(
    client, officer, restricted_page, monkeypatch, caplog
):
    def full(*given, **also):
        raise DatabaseError("database or disk is full")

    monkeypatch.setattr(Sight.objects, "bulk_create", full)

    assert client.get(restricted_page).status_code == 200
    assert "could not be written down" in caplog.text


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("/imports/export.xlsx", 1),
        ("/admin/plans/policy/export/", 0),
        ("/reports/2009-q3.csv?audience=officer", 1),
        ("/reports/2009-q3.csv?audience=public", 0),
    ],
)
def test_a_file_is_told_once_where_it_is_not_for_all(
    client, officer, restricted_page, address, told, written
):
    with written():
        answer = client.get(address)
        assert answer.getvalue()

    entries = Entry.objects.filter(deed="taken")
    assert [each.person for each in entries] == [officer] * told
