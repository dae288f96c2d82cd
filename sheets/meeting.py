"""What to do where a file and what is kept may both have moved since the file was made.

One rule for every file that is brought back: a workbook, an empty form that was filled, a return
without a connection.  No Django in here.
"""

from enum import StrEnum


class Meeting(StrEnum):
    """How a file and what is kept now stand to what the file was made from."""

    SAME = "same"  # both say the same now
    THEIRS = "theirs"  # only the file moved: it is taken
    OURS = "ours"  # only what is kept moved: it stays, and the file's old value is none
    CLASH = "clash"  # both moved, and apart: a person decides


def meeting(then: object, ours: object, theirs: object) -> Meeting:
    """Compare what is kept (`ours`) and what the file says (`theirs`) with what both came from."""
    if ours == theirs:
        return Meeting.SAME
    if ours == then:
        return Meeting.THEIRS
    return Meeting.OURS if theirs == then else Meeting.CLASH
