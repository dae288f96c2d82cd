"""The whole workbook: which sheets there are, in which order."""

from indicators.sheets import Actuals, Comparators, Targets
from periods.models import round_states
from periods.sheets import Quarters
from periods.today import today
from plans.sheets import (
    Actions,
    ActionUpdates,
    DeliveredIndicators,
    Dependencies,
    DependencyUpdates,
    Milestones,
    MilestoneUpdates,
    PeopleAndParts,
    Plans,
    Policies,
)
from risks.sheets import RiskAssessments, Risks
from sheets.descriptions import Book, Sheet

# As a workbook has them.
SHEETS: tuple[Sheet, ...] = (
    Quarters(),
    PeopleAndParts(),
    Plans(),
    DeliveredIndicators(),
    Targets(),
    Actuals(),
    Comparators(),
    Actions(),
    ActionUpdates(),
    Milestones(),
    MilestoneUpdates(),
    Risks(),
    RiskAssessments(),
    Dependencies(),
    DependencyUpdates(),
    Policies(),
)
# As one rests on the other: people have parts in plans, so plans come before them.
IN_ORDER: tuple[Sheet, ...] = (
    *(sheet for sheet in SHEETS if sheet.name in {"Quarters", "Plans"}),
    *(sheet for sheet in SHEETS if sheet.name not in {"Quarters", "Plans"}),
)


def kept_book() -> Book:
    """What is kept now, as the sheets see it. Each sheet is read when it is first asked for."""
    return Book(SHEETS, round_states(), today())
