"""What all tests share. It imports no Django, so that the pure rules are tested without."""

import functools
import gc
import ipaddress
import os
import socket
import sys
from importlib import import_module

import hypothesis
import pytest

from laa_tracker.stack import with_room
from tools import vnu
from tools.chromium import FLAGS, find_chromium

# Playwright runs an event loop in the test's thread; Django would take that for async code.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

# A busy machine is slow, not wrong. A build server tries the same examples each time.
hypothesis.settings.register_profile("house", deadline=None, derandomize=bool(os.environ.get("CI")))
hypothesis.settings.load_profile("house")

# How much of the examples that each property names is tried; `make test` has time for some.
SHARE = float(os.environ.get("LAA_EXAMPLES") or 1)
FEW = 3  # so many are always tried

# Looking for garbage as often as Python does took a sixth of the time.
gc.set_threshold(50_000)


def pytest_collection_modifyitems(items):
    """Try that share of the examples of every property."""
    tests = {each.obj for each in items if isinstance(each, pytest.Function)}
    for test in filter(hypothesis.is_hypothesis_test, tests):
        named = test._hypothesis_internal_use_settings
        number = max(round(named.max_examples * SHARE), min(named.max_examples, FEW))
        test._hypothesis_internal_use_settings = hypothesis.settings(named, max_examples=number)


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_protocol(item, nextitem):
    """Each test has room for its calls: without, some took three times as long as others."""
    run = item.config.pluginmanager.getplugin("runner").pytest_runtest_protocol
    return with_room(run)(item, nextitem)


def pytest_collection_finish():
    """What was collected stays, thousands of tests: none of it is garbage ever."""
    gc.freeze()


@pytest.fixture(autouse=True)
def no_page_is_kept_from_the_test_before():
    """A process keeps what it drew of releases, and each test has releases of its own."""
    if kept := sys.modules.get("reports.pages.kept"):
        kept.forget()


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    """The Chromium of this machine instead of playwright's own."""
    return {
        **browser_type_launch_args,
        "executable_path": find_chromium(),
        "args": list(FLAGS),
    }


@pytest.fixture(autouse=True, scope="session")
def only_this_machine_is_reached():
    """A test that reaches another machine would fail on a train: say so at once."""
    connect = socket.socket.connect

    def connect_here(self, address):
        if self.family in {socket.AF_INET, socket.AF_INET6} and not is_loopback(address[0]):
            raise AssertionError(f"A test tried to reach {address[0]}: tests stay on this machine.")
        return connect(self, address)

    patch = pytest.MonkeyPatch()
    patch.setattr(socket.socket, "connect", connect_here)
    yield
    patch.undo()


def is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


@pytest.fixture(scope="session")
def django_db_keepdb():
    """Each run's database has a name and a place of its own; on SQLite it is there already."""
    return import_module("tests.pgtest").chosen_database() == "sqlite"


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix, django_db_keepdb):
    """Lay the copy where Django looks for the worker's database, or let it make one."""
    connection, migrated = import_module("django.db").connection, import_module("tests.migrated")
    if django_db_keepdb:
        migrated.copy_migrated(connection.creation._get_test_db_name())
    else:
        connection.settings_dict["TEST"]["TEMPLATE"] = migrated.migrated_template()


@pytest.fixture(autouse=True, scope="session")
def looks_are_written_down_only_where_a_test_is_about_them():
    """A process's first look at a page costs a query: which test is first would decide counts."""
    if "audit.models" not in sys.modules:  # the pure rules are tested without Django
        yield
        return
    seen = import_module("audit.middleware").Seen
    patch = pytest.MonkeyPatch()

    @functools.wraps(seen.keep)
    def keep_nothing(*given, **also):
        pass

    patch.setattr(seen, "keep", keep_nothing)
    yield
    patch.undo()


@pytest.fixture(autouse=True, scope="session")
def files_are_made_once():
    """A process for each file is what a server needs; see `made_anew` for tests about that."""
    if "audit.models" not in sys.modules:  # the pure rules make no files
        yield
        return
    with pytest.MonkeyPatch.context() as patch:
        import_module("tests.made_here").make_here(patch)
        yield


@pytest.fixture
def made_anew(monkeypatch):
    """Let each file be made as a server makes it, however often the same one is."""
    made_apart = import_module("reports.packs.apart").made_apart
    for module in ("reports.packs.pdf", "reports.packs.word"):
        monkeypatch.setattr(import_module(module), "made_apart", made_apart)


@pytest.fixture(autouse=True)
def guards_are_off_while_the_database_is_emptied(request):
    """A test that really commits is followed by a flush, which puts the guards back."""
    marked = request.node.get_closest_marker("django_db")
    if not marked or not marked.kwargs.get("transaction"):
        yield
        return
    request.getfixturevalue("transactional_db")
    yield
    rooms = ("returns.locks", "reports.locks", "audit.locks")
    guards = [guard for each in rooms for guard in import_module(each).guards()]
    import_module("periods.triggers").remove(guards, "default")


@pytest.fixture(scope="session")
def html_checker():
    """A function from files to what the Nu Html Checker says is wrong with them.

    A test that asks for it is skipped, with the reason, where the checker cannot be had.
    """
    try:
        vnu.checker()
    except vnu.NoChecker as reason:
        pytest.skip(str(reason))
    return vnu.complaints
