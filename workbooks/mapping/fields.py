"""What a column of somebody's sheet may become here.  No Django in here.

Most fields are one column of one of our sheets. What a row is known by goes to every sheet that
needs it: the indicator's code to Indicators, Targets and Actuals alike.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from sheets.columns import Column, Layout
from sheets.descriptions import Sheet

KNOWN_BY = "What the row is about"
SEVERAL = "Several things in one cell"
# Fields that go to several sheets: what they are called, and the attributes that they fill.
INDICATOR, PLAN, PERIOD, QUARTER, ACTION, RISK = (
    "indicator", "plan", "period", "quarter", "action", "risk",
)  # fmt: skip
# A quarter that is both, and the year of a quarter, in a column of its own.
OWN_QUARTER, YEAR = "own quarter", "year"
CODE_AND_TITLE, COUNTS, FIGURE, ROW_KIND = "code and title", "counts", "figure", "row kind"
SHARED: dict[str, tuple[str, dict[str, str]]] = {
    INDICATOR: (
        "Indicator’s code",
        {
            "Indicators": "code",
            "Targets": "indicator",
            "Actuals": "indicator",
            "Comparators": "indicator",
        },
    ),
    PLAN: (
        "Plan’s reference",
        {
            "Plans": "reference",
            "Indicators": "plans",
            "Actions": "plan",
            "Action updates": "plan",
            "Risks": "plan",
            "Risk assessments": "plan",
            "Dependencies": "plan",
            "Policies": "plan",
        },
    ),
    PERIOD: (
        "Period (the year or quarter it is about)",
        {"Targets": "period", "Actuals": "period", "Comparators": "period"},
    ),
    QUARTER: (
        "Quarter in which it was reported",
        {"Actuals": "reported_in", "Action updates": "quarter", "Risk assessments": "quarter"},
    ),
    OWN_QUARTER: ("Quarter that the figures are about, and were reported in", {}),
    YEAR: ("Year of the quarter that stands beside it", {}),
    ACTION: ("Action’s number", {"Actions": "number", "Action updates": "number"}),
    RISK: ("Risk’s number", {"Risks": "number", "Risk assessments": "number"}),
}
# Our sheets to which a column may go, in this order.
OFFERED = (
    "Indicators", "Targets", "Actuals", "Comparators", "Plans", "Actions", "Action updates",
    "Risks", "Risk assessments", "Dependencies", "Policies",
)  # fmt: skip
# The attributes by which a row of these sheets says something; words alone make no row.
CARRIERS = {
    "Targets": {"value", "state"},
    "Actuals": {
        "value", "numerator", "denominator", "low", "high", "marker", "not_available_because",
    },
    "Comparators": {"value"},
}  # fmt: skip
# The parts of a figure: which of those stay that a row leaves blank, the others decide.
PARTS_OF_FIGURES = {"Targets": {"value", "state"}, "Actuals": CARRIERS["Actuals"]}
STANDING = "Actuals.standing"
FIGURES = {
    "Indicators.baseline",
    "Targets.value",
    "Actuals.value",
    "Actuals.numerator",
    "Actuals.denominator",
    "Actuals.low",
    "Actuals.high",
    "Comparators.value",
    FIGURE,
    COUNTS,
}


@dataclass(frozen=True)
class Field:
    """Something that a column can become.

    `goes_to` is the attribute that it fills in each of our sheets; `column` is ours, where it is
    one column of one sheet.
    """

    name: str
    label: str
    group: str
    goes_to: dict[str, str]
    column: Column | None = None

    @property
    def is_shared(self) -> bool:
        return self.name in SHARED

    @property
    def is_figure(self) -> bool:
        return self.name in FIGURES

    @property
    def can_be_taken_out(self) -> bool:
        """Whether a blank cell could mean that what is kept goes: of words, never of figures."""
        return self.column is not None and not self.is_figure and not self.column.required

    @property
    def is_free_text(self) -> bool:
        """Whether any words may stand there."""
        return self.column is not None and self.column.layout == Layout.WORDS and not self.words

    @property
    def has_period(self) -> bool:
        """Whether a column of it may be about a period that its heading names."""
        return self.name in (FIGURE, COUNTS) or self._of_sheet in SHARED[PERIOD][1]

    @property
    def has_quarter(self) -> bool:
        return self.name in (FIGURE, COUNTS) or self._of_sheet in SHARED[QUARTER][1]

    @property
    def words(self) -> tuple[str, ...]:
        """The words that it may hold, where only some are allowed."""
        if self.name == ROW_KIND:
            return ("target", "result")
        return self.column.words if self.column else ()

    @property
    def _of_sheet(self) -> str:
        return "" if self.is_shared or len(self.goes_to) != 1 else next(iter(self.goes_to))


class Fields:
    """Every field there is, made from the descriptions of our sheets."""

    def __init__(self, sheets: Iterable[Sheet]) -> None:
        self.sheets = {sheet.name: sheet for sheet in sheets if sheet.name in OFFERED}
        self.all = {field.name: field for field in self._made()}

    def __getitem__(self, name: str) -> Field:
        return self.all[name]

    def __contains__(self, name: str) -> bool:
        return name in self.all

    def _made(self) -> Iterable[Field]:
        for name, (label, goes_to) in SHARED.items():
            yield Field(name, label, KNOWN_BY, goes_to)
        yield Field(
            CODE_AND_TITLE,
            "Code, then title: NI 101 Looked after children …",
            SEVERAL,
            {"Indicators": "title", "Targets": "indicator", "Actuals": "indicator"},
        )
        yield Field(COUNTS, "Numerator and denominator: 7 of 40", SEVERAL, {"Actuals": "numerator"})
        yield Field(
            ROW_KIND,
            "Whether the row is a target or a result",
            SEVERAL,
            {"Targets": "", "Actuals": ""},
        )
        yield Field(
            FIGURE,
            "Target or result, as the row says",
            SEVERAL,
            {"Targets": "value", "Actuals": "value"},
        )
        for name in OFFERED:
            sheet = self.sheets[name]
            for column in sheet.columns:
                if not is_shared(name, column.attribute):
                    yield Field(
                        f"{name}.{column.attribute}",
                        column.heading,
                        name,
                        {name: column.attribute},
                        column,
                    )

    def groups(self) -> list[tuple[str, list[Field]]]:
        """The fields as a person chooses among them."""
        found: dict[str, list[Field]] = {}
        for field in self.all.values():
            found.setdefault(field.group, []).append(field)
        return list(found.items())

    def constants(self) -> list[Field]:
        """The fields that may be the same for a whole file."""
        names = [
            QUARTER, PERIOD, PLAN, "Actuals.standing", "Actuals.source", "Indicators.unit",
            "Indicators.good_is", "Indicators.year_type", "Indicators.frequency",
            "Indicators.accumulation", "Indicators.baseline_period", "Comparators.comparator",
            "Comparators.comparable", "Comparators.source",
        ]  # fmt: skip
        return [self.all[name] for name in names]


def is_shared(sheet: str, attribute: str) -> bool:
    return any(goes_to.get(sheet) == attribute for _, goes_to in SHARED.values())
