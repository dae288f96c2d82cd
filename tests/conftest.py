"""What all tests share. It imports no Django, so that the pure rules are tested without."""

import ipaddress
import os
import socket

import pytest

from tools.chromium import FLAGS, find_chromium

# Playwright runs an event loop in the test's thread; Django would take that for async code.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"


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
