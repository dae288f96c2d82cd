"""Nine o'clock on the last day: two hundred sign in at once, while somebody reads the dashboard."""

import time

import pytest

from tests.journeys.site import PASSWORD
from tests.load.driver import Answer, House, Person, at_once, going_on, served, size
from tests.pgtest import chosen_database

pytestmark = pytest.mark.slow
PEOPLE, QUIET = size("LAA_SIGN_INS", 200), 50  # people, and requests before they come
SIGN_IN = "/accounts/login/"


def test_two_hundred_who_sign_in_at_once_are_in_and_who_reads_is_answered(tmp_path, capsys):
    house = House(tmp_path)
    made = house.furnish("people", str(PEOPLE))
    took: list[float] = []
    refused: list[Answer] = []

    def read() -> None:
        began = time.monotonic()
        answer = reader.ask("/dashboard/")
        took.append(time.monotonic() - began)
        if answer.status != 200:
            refused.append(answer)

    def sign_in(name: str) -> tuple[int, int]:
        person = Person(house)
        typed = {"login": name, "password": PASSWORD}
        return person.ask(SIGN_IN, typed).status, person.ask("/accounts/").status

    with served(house):
        reader = Person(house, made["reader"])
        for _ in range(QUIET):
            read()
        quiet, took = took, []
        began = time.monotonic()
        with going_on([read]):
            answers = at_once(made["names"], sign_in)
        all_in = time.monotonic() - began

    with capsys.disabled():
        print(
            f"\n{PEOPLE} sign-ins at once on {chosen_database()}: all in after {all_in:.1f} s; "
            f"95 of 100 dashboards {late(quiet):.2f} s before, {late(took):.2f} s meanwhile"
        )
    assert answers == [(302, 200)] * PEOPLE
    assert refused == []
    assert house.count("audit_entry", "what = 'Signed in'") == PEOPLE
    assert house.count("accounts_user", "last_login IS NOT NULL") == PEOPLE


def late(took: list[float]) -> float:
    return sorted(took)[len(took) * 95 // 100]
