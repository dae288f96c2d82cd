"""How much a file may hold, and how it is told that it holds more.  No Django in here."""

MEGABYTE = 1024 * 1024
LARGEST_FILE = 20 * MEGABYTE
MOST_UNPACKED = 200 * MEGABYTE
MOST_MEMBERS = 200
# A member that unpacks to more than this many times its size, and is large, is a bomb.
MOST_RATIO = 100
RATIO_FROM = 20 * MEGABYTE
MOST_ROWS = 100_000
MOST_CELLS = 1_000_000
MOST_COLUMNS = 200
LARGEST_POWER = 308  # of ten, in a cell: what a spreadsheet can hold
# What the process that reads a file may use.
MEMORY = 768 * MEGABYTE
CPU_SECONDS = 60
# The same where a person waits for the first rows of it: what a sheet may hold in these, and how
# much of it is looked at.
SECONDS_FOR_FIRST_ROWS = 2
FIRST_CELLS = 20_000
FIRST_LOOKED_AT = 10_000
FIRST_BYTES = 8 * MEGABYTE
CLOCK_SECONDS = 180
LARGEST_OUTPUT = 1024 * MEGABYTE


class NotRead(Exception):
    """A file that is not read; the text says why and what to do, as one sentence."""


def check_size(size: int) -> None:
    """Raise NotRead for a file that is too large, or empty."""
    if size > LARGEST_FILE:
        raise NotRead(
            f"the file has {size / MEGABYTE:.0f} MB: at most {LARGEST_FILE // MEGABYTE} MB can be "
            "read, so split it into smaller ones"
        )
    if not size:
        raise NotRead("the file is empty: choose the file again, or save it again first")
