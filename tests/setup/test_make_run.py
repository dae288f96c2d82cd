"""`make run` as a newcomer meets it: in a bare clone whose path has a space, beside another one."""

import os
import re
import shutil
import socket
import subprocess
import time
from http.client import HTTPConnection
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.journeys.site import free_port, stop

pytestmark = [pytest.mark.e2e, pytest.mark.thorough]

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 180  # seconds, for two first starts at once on a busy machine
PASSWORD = "given by the test 2010"


class Clone:
    """A clone and the server that runs in it; it borrows the environment of this one."""

    def __init__(self, directory: Path):
        self.directory = directory
        self.port = free_port()
        self.server = None
        listed = subprocess.run(
            ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
            cwd=ROOT, capture_output=True, text=True, check=True,
        )  # fmt: skip
        for name in filter(None, listed.stdout.split("\0")):
            if (ROOT / name).exists():
                (directory / name).parent.mkdir(parents=True, exist_ok=True)
                shutil.copy(ROOT / name, directory / name)
        (directory / ".venv").symlink_to(ROOT / ".venv")

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self, **variables: str) -> None:
        """Type `make run`, and wait until the server answers."""
        with (self.directory / "said.txt").open("w") as said:
            self.server = subprocess.Popen(
                ["make", "run", f"PORT={self.port}"],
                cwd=self.directory, env=newcomers_environment() | variables,
                stdout=said, stderr=said, start_new_session=True,
            )  # fmt: skip

    def wait_until_it_answers(self) -> None:
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            assert self.server.poll() is None, self.said()
            try:
                self.get("/accounts/login/")
            except OSError:
                time.sleep(0.2)
            else:
                return
        pytest.fail(f"No answer after {PATIENCE} seconds:\n{self.said()}")

    def get(self, path: str) -> str:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=30)
        connection.request("GET", path)
        answer = connection.getresponse().read().decode()
        connection.close()
        return answer

    def said(self) -> str:
        return (self.directory / "said.txt").read_text()

    def stop(self) -> None:
        stop(self.server)


def newcomers_environment() -> dict[str, str]:
    """Nothing of this test run's: no other settings, no other database, no make above."""
    kept = ("PATH", "HOME", "LANG", "LC_ALL", "TMPDIR", "PYENV_VERSION")
    return {name: os.environ[name] for name in kept if name in os.environ}


@pytest.fixture(scope="module")
def two_clones(tmp_path_factory):
    clones = [Clone(tmp_path_factory.mktemp("a clone")), Clone(tmp_path_factory.mktemp("another"))]
    try:
        clones[0].start(LAA_DEMO_PASSWORD=PASSWORD)
        clones[1].start()
        for clone in clones:
            clone.wait_until_it_answers()
        yield clones
    finally:
        for clone in clones:
            clone.stop()


@pytest.fixture
def clone(two_clones):
    return two_clones[0]


def sign_in(page, clone: Clone, name: str, password: str) -> None:
    page.goto(f"{clone.address}/accounts/login/")
    page.locator("#id_login").fill(name)
    page.locator("#id_password").fill(password)
    page.get_by_role("button", name="Sign in").click()
    expect(page).not_to_have_url(re.compile("/accounts/login/"))


def test_it_prints_the_address_the_four_accounts_and_their_password(clone):
    said = clone.said()

    assert f"LAA Tracker is at {clone.address}/\n" in said
    for name in ("officer", "lead", "manager", "board"):
        assert f"\n  {name} " in said
    assert f"Password of all four: {PASSWORD}\n" in said


@pytest.mark.parametrize("name", ["officer", "lead", "manager", "board"])
def test_each_account_signs_in_and_sees_a_page_without_errors(clone, page, name):
    troubles = []
    page.on("console", lambda said: troubles.append(said.text) if said.type == "error" else None)
    page.on("pageerror", lambda error: troubles.append(str(error)))
    page.on("response", lambda got: troubles.append(got.url) if got.status >= 400 else None)

    sign_in(page, clone, name, PASSWORD)

    expect(page.locator("body")).to_contain_text("11 January 2010")
    assert troubles == []


def test_two_clones_do_not_share_their_sessions(two_clones, page):
    first, second = two_clones
    password = re.search(r"Password of all four: (\S+)", second.said())[1]

    sign_in(page, first, "manager", PASSWORD)
    sign_in(page, second, "officer", password)
    page.goto(f"{first.address}/")

    expect(page).not_to_have_url(re.compile("/accounts/login/"))


def test_a_connection_that_says_nothing_keeps_nobody_waiting(clone):
    idle = [socket.create_connection(("127.0.0.1", clone.port)) for _ in range(4)]
    begun = time.monotonic()

    clone.get("/accounts/login/")

    assert time.monotonic() - begun < 10
    for connection in idle:
        connection.close()


def test_a_taken_port_is_told_in_one_sentence(clone):
    done = subprocess.run(
        ["make", "run", f"PORT={clone.port}"],
        cwd=clone.directory, env=newcomers_environment(), capture_output=True, text=True,
        check=False, timeout=60,
    )  # fmt: skip

    assert done.returncode != 0
    assert done.stderr.startswith(f"Port {clone.port} is taken: ")


def test_run_again_it_keeps_the_data_and_the_password_and_is_quick(two_clones):
    clone = two_clones[1]
    password = re.search(r"Password of all four: (\S+)", clone.said())[1]
    clone.stop()
    begun = time.monotonic()

    clone.start()
    clone.wait_until_it_answers()

    assert time.monotonic() - begun < 30
    assert f"Password of all four: {password}\n" in clone.said()
    assert "Loading the demonstration" not in clone.said()
