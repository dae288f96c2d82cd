"""Room for the calls below, in one piece of memory.

CPython keeps the frames of calls in pieces of 16 kB. It asks the system for a piece when a call
does not fit into the last one, and gives it back as soon as that call returns. So a loop that
happens to stand just before the end of a piece asks for one each time it calls a function: an empty
function takes 200 times as long, and a page of ours up to four times. How deep that is nobody
plans. (Known as gh-142183; mended in CPython 3.13.13 and 3.14.4.)

A frame larger than a piece is given a larger one, and whatever is called from it has room in what
it leaves: no loop stands before an end.  No Django in here.
"""

from collections.abc import Callable
from typing import ParamSpec, TypeVar

Given = ParamSpec("Given")
Result = TypeVar("Result")

# Of 8 bytes each. Such a frame is given a megabyte, and leaves half of it.
SLOTS = 66_000


def with_room(call: Callable[Given, Result]) -> Callable[Given, Result]:
    """The same, with half a megabyte of room for whatever it calls."""

    def roomy(*args: Given.args, **kwargs: Given.kwargs) -> Result:
        return call(*args, **kwargs)

    roomy.__code__ = roomy.__code__.replace(co_stacksize=SLOTS)
    return roomy
