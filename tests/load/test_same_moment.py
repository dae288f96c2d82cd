"""One thing, and many who change it at the same moment: one does, and nobody's words are lost."""

import os
import signal
import time

import pytest

from tests.load.driver import Answer, House, Person, at_once, served, size

pytestmark = pytest.mark.slow
EDITORS, ROUNDS, PRESSES = size("LAA_EDITORS", 200), size("LAA_ROUNDS", 5), 50


def edited(house: House, editors: int, rounds: int) -> list[list[Answer]]:
    """What each editor is answered who saves over what all had read, round by round."""
    made = house.furnish("editors", str(editors))
    page = made["page"]
    with served(house):
        people = [Person(house, each) for each in made["sessions"]]
        stamps = [person.ask(page).boxes["stamp"] for person in people]
        found = []
        for number in range(rounds):
            read = people[0].ask(page).boxes

            def save(place: int, number=number, read=read) -> Answer:
                typed = {"summary-summary": words(number, place), "stamp": stamps[place]}
                return people[place].ask(page, read | typed | {"then": "next"})

            found.append(at_once(range(editors), save))
    return found


def words(number: int, place: int) -> str:
    return f"Written in round {number} by editor {place}."


def test_of_two_hundred_who_had_read_the_same_one_saves_and_the_others_keep_their_words(tmp_path):
    house = House(tmp_path)
    for number, answers in enumerate(edited(house, EDITORS, ROUNDS)):
        saved = [place for place, each in enumerate(answers) if each.status == 302]
        assert len(saved) == 1
        for place, each in enumerate(answers):
            if place not in saved:
                assert each.status == 409
                assert each.boxes["summary-summary"] == words(number, place)
                assert words(number, saved[0]) in each.page
    [(version,)] = house.rows("SELECT version FROM returns_draft WHERE about = 'summary'")
    assert version == ROUNDS


def test_without_versions_all_would_save_and_all_but_one_be_lost(tmp_path):
    [answers] = edited(House(tmp_path, without="versions"), 20, 1)

    assert [each.status for each in answers] == [302] * 20


def pressed(house: House, times: int) -> None:
    [ticket] = house.furnish("plans", "1")
    with served(house):
        manager = Person(house, ticket["session"])
        for address in ticket["pages"]:
            about = address.rstrip("/").rpartition("/")[2]
            typed = {k: v for k, v in ticket["boxes"].items() if k.startswith(f"{about}-")}
            assert manager.type(address, **typed).status == 302
        form = manager.ask(ticket["check"]).boxes | {"then": "submit"}
        answers = at_once([manager] * times, lambda person: person.ask(ticket["check"], form))
        first = (302, ticket["check"].replace("check", "submitted"))
        assert {(each.status, each.leads_to) for each in answers} == {first}

        os.kill(house.server.pid, signal.SIGHUP)
        before = house.workers()
        while set(before) & set(house.workers()):
            time.sleep(0.1)
        again = manager.ask(ticket["check"], form)
        assert (again.status, again.leads_to) == first


def test_a_button_pressed_fifty_times_at_once_hands_in_once(tmp_path):
    house = House(tmp_path)
    pressed(house, PRESSES)

    assert house.count("returns_returnevent", "step = 'submitted'") == 1
    assert house.count("audit_entry", "what LIKE 'Return of %: submitted'") == 1
    assert house.count("indicators_actual", "reported_in_id = '2009/10 Q3'") == 1
    assert house.count("indicators_historicalactual", "reported_in_id = '2009/10 Q3'") == 1


def test_without_looking_whether_it_was_handed_in_it_would_be_twice(tmp_path):
    house = House(tmp_path, without="looking before handing in")
    pressed(house, PRESSES)

    assert house.count("returns_returnevent", "step = 'submitted'") > 1


def test_a_new_risk_sent_fifty_times_at_once_is_one(tmp_path):
    house = House(tmp_path)
    made = house.furnish("editors", "1")
    with served(house):
        [session] = made["sessions"]
        manager = Person(house, session)
        sent = manager.ask(made["risks"]).boxes
        box = next(each for each in sent if each.startswith("new-risk-") and each.endswith("-risk"))
        sent |= {box: "The tutor leaves", "then": "next"}
        answers = at_once([manager] * PRESSES, lambda person: person.ask(made["risks"], sent))

    assert {each.status for each in answers} <= {200, 302}
    assert len({(each.status, each.leads_to) for each in answers}) == 1
    assert house.count("returns_draft", f"about = '{box.removesuffix('-risk')}'") == 1
