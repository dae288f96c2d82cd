"""What every file says of itself: which quarter, how official, whose view. No Django in here."""

from dataclasses import dataclass
from datetime import date

from periods.calendar import FinancialQuarter
from periods.dates import write_date
from periods.rounds import RoundState
from reports.reading.objects import Stamp

WARNING = "Restricted: contains small numbers"


@dataclass(frozen=True)
class About:
    """Of what a file is, and for whom. `view` is whose view, as the page says it."""

    stamp: Stamp
    view: str
    organisation: str = ""
    contact: str = ""
    restricted: bool = False

    @property
    def place(self) -> str:
        """The line under every title."""
        return f"{self.stamp.quarter_in_full} · {official(self.stamp)} · {self.view}"

    @property
    def day(self) -> date:
        """The file's own date: of its release, else the end of its quarter. Never the clock."""
        if self.stamp.released_on:
            return self.stamp.released_on
        return FinancialQuarter.from_label(self.stamp.quarter).ends


def official(stamp: Stamp) -> str:
    """How official it is: "published 5 November 2009", or "open, …, not signed off"."""
    if stamp.state == RoundState.PUBLISHED and stamp.released_on:
        said = f"published {write_date(stamp.released_on)}"
        return f"{said}, release {stamp.released}" if stamp.released > 1 else said
    due = f", due {write_date(stamp.due)}" if stamp.due else ""
    return f"{stamp.state}{due}, not signed off"
