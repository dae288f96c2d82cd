"""Workers that are killed, a server that reloads, a database that starts again: people go on."""

import os
import random
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.load.busy import Busy, busy_people
from tests.load.driver import House, going_on, served, size
from tests.pgtest import Programs, chosen_database, new_server

pytestmark = pytest.mark.slow
# PostgreSQL sees the same workers: there it is enough to see that they are the same.
MINUTES = size("LAA_SOAK_MINUTES", 5 if chosen_database() == "sqlite" else 1)
KILL_EVERY, RELOAD_EVERY = 30, 60  # seconds
PEOPLE, A_SECOND = 8, 20  # who work, and requests of them all
MOST_MORE = 10  # megabytes
RESTARTS = 3  # of the database
SETTLED = 15  # seconds after which a worker has met every page that is asked for
NOT_NOW = "Nothing can be read or saved just now"


# The web server ------------------------------------------------------------------------------


class Sizes(dict):
    """How large each process was, and when: lists by process id."""

    def look(self, pids: list[int]) -> None:
        for each in pids:
            try:
                status = Path(f"/proc/{each}/status").read_text()
            except FileNotFoundError:
                continue
            if resident := status.partition("VmRSS:")[2].split():
                self.setdefault(each, []).append((time.monotonic(), int(resident[0]) / 1024))

    def most_grown(self) -> float:
        """By how many megabytes a process grew at most, once it had settled."""
        grown = [0.0]
        for seen in self.values():
            settled = [size for at, size in seen if at >= seen[0][0] + SETTLED]
            grown += [size - settled[0] for size in settled]
        return max(grown)


def test_killed_workers_cost_a_request_each_and_reloads_none(tmp_path, capsys):
    house = House(tmp_path)
    people = busy_people(house, PEOPLE, pause=PEOPLE / A_SECOND)
    sizes, happened = Sizes(), []
    with served(house), going_on(person.work for person in people):
        began = time.monotonic()
        for second in range(1, 60 * MINUTES):
            time.sleep(max(0, began + second - time.monotonic()))
            sizes.look([house.server.pid, *house.workers()])
            if second % KILL_EVERY == 15:
                happened.append(("kill", time.monotonic()))
                os.kill(random.choice(house.workers()), signal.SIGKILL)
            elif second % RELOAD_EVERY == 0:
                happened.append(("reload", time.monotonic()))
                house.server.send_signal(signal.SIGHUP)

    cost = list(costs(people, happened))
    asked = sum(len(person.answers) for person in people)
    with capsys.disabled():
        print(
            f"\n{MINUTES} minutes on {chosen_database()}: {asked} requests; refused for each kill "
            f"{[each for what, each in cost if what == 'kill']}, for each reload "
            f"{[each for what, each in cost if what == 'reload']}; a process grew by "
            f"{sizes.most_grown():.1f} MB at most"
        )
    assert all(number <= (what == "kill") for what, number in cost)
    assert sum(number for _, number in cost) == sum(len(person.refused()) for person in people)
    assert all(person.stands() for person in people)
    assert sizes.most_grown() < MOST_MORE
    assert asked > 60 * MINUTES


def costs(people: list[Busy], happened: list[tuple[str, float]]) -> Iterator[tuple[str, int]]:
    """What happened, and how many requests were refused from shortly before until the next."""
    patience = 10  # seconds that a request may have waited when it happened
    ends = [at - patience for _, at in happened[1:]] + [float("inf")]
    for (what, at), end in zip(happened, ends, strict=True):
        yield what, sum(len(person.refused(at - patience, end)) for person in people)


def test_stopped_and_started_instead_of_reloaded_it_would_refuse_some(tmp_path):
    house = House(tmp_path)
    people = busy_people(house, PEOPLE)
    with served(house), going_on(person.work for person in people):
        time.sleep(3)
        house.stop()
        house.serve()
        time.sleep(3)
    assert sum(len(person.refused()) for person in people) > 0


# The database ---------------------------------------------------------------------------------

postgres = pytest.mark.skipif(
    chosen_database() != "postgres", reason="SQLite has no server to start again"
)
WAITS = "-c synchronous_commit=on"  # what is acknowledged outlives the server that said so


@contextmanager
def on_own_server(
    directory: Path, monkeypatch, without: str = ""
) -> Iterator[tuple[House, Programs]]:
    programs = new_server()
    programs.stop()
    programs.start(WAITS)
    monkeypatch.setenv("DATABASE_URL", programs.url)
    yield House(directory, without=without), programs


def start_again(programs: Programs, away: float) -> float:
    """As a machine that fails and comes back; from when on it answers again."""
    programs.stop()
    time.sleep(away)
    programs.start(WAITS)
    return time.monotonic()


@postgres
def test_while_the_database_is_away_pages_say_so_and_once_it_is_back_none_does(
    tmp_path, monkeypatch, capsys
):
    with on_own_server(tmp_path, monkeypatch) as (house, programs):
        people = busy_people(house, PEOPLE, pause=PEOPLE / A_SECOND)
        stops, backs = [], []
        with served(house), going_on(person.work for person in people):
            for _ in range(RESTARTS):
                time.sleep(5)
                stops.append(time.monotonic())
                backs.append(start_again(programs, away=2))
            time.sleep(5)
            stops.append(time.monotonic())
        with capsys.disabled():
            print(f"\n{sum(len(person.refused()) for person in people)} refused while it was away")
        refused = [each for person in people for each in person.refused()]
        assert {each.status for each in refused} == {503}, house.said()
        assert all(NOT_NOW in each.page for each in refused)
        up = list(zip(backs, stops[1:], strict=True))
        after = [person.refused(back, answered_by=stop) for person in people for back, stop in up]
        assert after == [[]] * len(after)
        assert all(person.kept > 1 and person.stands() for person in people)


@postgres
@pytest.mark.parametrize(("without", "refused"), [("", False), ("health checks", True)])
def test_a_connection_that_ended_while_nobody_asked_is_not_used(
    tmp_path, monkeypatch, without, refused
):
    with on_own_server(tmp_path, monkeypatch, without) as (house, programs):
        [person] = busy_people(house, 1)
        with served(house):
            for _ in range(24):
                person.work()
            back = start_again(programs, away=0)
            for _ in range(24):
                person.work()
        assert bool(person.refused(since=back)) == refused
