"""Room for calls, so that no loop asks the system for memory at each of them."""

import resource
import sys
import threading

import pytest
from django.conf import settings

from laa_tracker.stack import with_room

CALLS = 2_000
# In these CPython keeps a piece instead of giving it back.
IS_MENDED = sys.version_info >= (3, 14, 4) or (3, 14) > sys.version_info >= (3, 13, 13)


def nothing(one, other):
    return None


def pages_asked_for(depth: int) -> int:
    """How many pages of memory a loop takes that stands so many calls deep."""
    if depth:
        return pages_asked_for(depth - 1)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
    for _ in range(CALLS):
        nothing(1, 2)
    return resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before


def most(count) -> int:
    """The most of any depth, in a thread, whose calls have no room yet as those of tests have."""
    found: list[int] = []
    thread = threading.Thread(target=lambda: found.extend(map(count, range(400))))
    thread.start()
    thread.join()
    return max(found)


def test_with_room_no_loop_asks_for_memory_at_each_call_however_deep_it_is():
    assert most(with_room(pages_asked_for)) < CALLS / 10


@pytest.mark.skipif(IS_MENDED, reason="this CPython keeps a piece instead of giving it back")
def test_without_it_some_would():
    assert most(pages_asked_for) >= CALLS


def test_a_call_with_room_gives_and_raises_what_the_call_does():
    def divide(one, *, by):
        return one / by

    assert with_room(divide)(6, by=3) == 2
    with pytest.raises(ZeroDivisionError):
        with_room(divide)(6, by=0)


def test_each_request_has_room_before_anything_else():
    assert settings.MIDDLEWARE[0] == "laa_tracker.middleware.room"
