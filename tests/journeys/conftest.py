"""People at a browser, in a house that runs with the demonstration."""

import os
from collections.abc import Callable, Iterator

import pytest
from django.core.files import locks
from playwright.sync_api import Page, expect

from tests.journeys.people import Troubles, sign_in
from tests.journeys.site import Site
from tests.migrated import migrated_url

# A busy machine is slow, not wrong; what is there already is waited for no longer.
expect.set_options(timeout=20_000)


@pytest.fixture(scope="session")
def demonstration(tmp_path_factory) -> str:
    """A database with the demonstration in it, made once: the first who asks makes it."""
    run = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        run = run.parent
    made = run / "demonstration.url"
    with (run / "demonstration.lock").open("w") as lock:
        locks.lock(lock, locks.LOCK_EX)
        if not made.exists():
            site = Site(tmp_path_factory.mktemp("demonstration"), migrated_url())
            site.manage("prepare")
            site.manage("load_demonstration")
            made.write_text(site.database)
    return made.read_text()


@pytest.fixture(scope="session")
def site(demonstration, tmp_path_factory) -> Iterator[Site]:
    """The demonstration, for journeys on which nothing is changed."""
    yield from served(Site(tmp_path_factory.mktemp("site"), demonstration))


@pytest.fixture(scope="session")
def changing_site(demonstration, tmp_path_factory) -> Iterator[Site]:
    """Once more, for journeys that change something which no other of them looks at."""
    yield from served(Site(tmp_path_factory.mktemp("changing"), demonstration))


@pytest.fixture
def own_site(demonstration, tmp_path) -> Iterator[Site]:
    """Once more, for one journey that changes a great deal."""
    yield from served(Site(tmp_path, demonstration))


@pytest.fixture
def empty_site(tmp_path) -> Iterator[Site]:
    """A council's first day."""
    site = Site(tmp_path)
    try:
        site.start("--no-demonstration")
        yield site
    finally:
        site.stop()


def served(site: Site) -> Iterator[Site]:
    try:
        site.serve()
        yield site
    finally:
        site.stop()


@pytest.fixture
def troubles() -> Iterator[Troubles]:
    """What the browsers of a journey complain of: whatever it is, it fails the test."""
    troubles = Troubles()
    yield troubles
    assert troubles.told == []


@pytest.fixture
def arrive(new_context, troubles) -> Callable[..., Page]:
    """A function that brings somebody to a site: a page, signed in where a name is given."""

    def arrive(site: Site, name: str = "", **context) -> Page:
        page = new_context(
            base_url=site.address, storage_state=site.sessions.get(name), **context
        ).new_page()
        troubles.watch(page)
        if name and name not in site.sessions:
            sign_in(page, name)
            site.sessions[name] = page.context.storage_state()
        return page

    return arrive
