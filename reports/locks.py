"""Releases, decisions and who took files are added and stay; the database sees to it."""

from periods.triggers import append_only, install, none_added_after
from reports.models import (
    Clearance,
    Download,
    FurtherHiding,
    Release,
    ReleasedReport,
    ToldIndicator,
    Withdrawal,
)

HIDDEN = "This release was withdrawn: nothing is added to it."


def guards() -> list:
    """Every guard on the tables of this room."""
    models = (
        Release, ReleasedReport, ToldIndicator, Withdrawal, Clearance, FurtherHiding, Download
    )  # fmt: skip
    kept = [append_only(each) for each in models]
    return [*kept, none_added_after(Withdrawal, ReleasedReport, "release", HIDDEN)]


def install_locks(using: str, **kwargs) -> None:
    """Put the guards in place; called after every migrate."""
    install(guards(), using)
