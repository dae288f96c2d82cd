"""Releases are added and then stay as they are; the database sees to it."""

from periods.triggers import append_only, install
from reports.models import Release, ReleasedReport, Withdrawal


def guards() -> list:
    """Every guard on the tables of this room."""
    return [append_only(each) for each in (Release, ReleasedReport, Withdrawal)]


def install_locks(using: str, **kwargs) -> None:
    """Put the guards in place; called after every migrate."""
    install(guards(), using)
