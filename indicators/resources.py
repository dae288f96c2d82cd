"""The tables about indicators: one for each noun, in the words of the workbook's sheets."""

from dataclasses import replace

from accounts.tables.resources import Names, TableMeta
from indicators.expectations import Accumulation
from indicators.models import (
    Actual,
    Baseline,
    Comparator,
    ComparatorValue,
    Indicator,
    IndicatorRule,
    Target,
)
from indicators.sheets import Actuals, Comparators, Indicators, Targets
from indicators.sheets.indicators import IDENTITY, RULE
from periods.resources import InRounds
from periods.sheets import SINCE_THE_START, Quarters, version_start
from sheets.columns import Column, text, word
from sheets.descriptions import Sheet

YES_OR_NO = ("yes", "no")
INDICATOR = Names("indicator", Indicators, ("indicator",), ("code",))


def columns_of(sheet: type[Sheet], *attributes: str) -> tuple[Column, ...]:
    """Some columns of a sheet, in the order asked for."""
    return tuple(sheet().column(each) for each in attributes)


class IndicatorsAlone(Indicators):
    """Indicators without what stands in tables of its own: rule, baseline, plan."""

    columns = tuple(
        each for each in Indicators.columns if each.attribute in {"code", "part_of", *IDENTITY}
    )
    usual = {"accumulation": Accumulation.SNAPSHOT.value}
    merged = Sheet.merged
    problems = Sheet.problems
    doubts = Sheet.doubts
    asks_why = Sheet.asks_why


class IndicatorsTable(InRounds):
    """The national and local measures."""

    sheet = IndicatorsAlone
    named = (Names("part_of", Indicators, ("part_of",), ("code",)),)

    class Meta(TableMeta):
        model = Indicator


class FromColumn(Column):
    """From, where a version since the start says so: a blank cell means the open round."""

    def show(self, value):
        return SINCE_THE_START if value == "" else super().show(value)


FROM = FromColumn(**vars(Targets().column("from_quarter")))
AGREED = columns_of(Targets, "designation", "reason", "agreed_by", "approval_reference")


# Kept as true or false, and written in words.
COMPARABLE = Column(
    "Comparable with the one before",
    "comparable_with_before",
    lambda cell: word("", "", YES_OR_NO).read(cell) == "yes",
    write=lambda comparable: "yes" if comparable else "no",
    blank=True,
    words=YES_OR_NO,
    hint="Blank: yes",
)


class VersionSheet(Sheet):
    """Versions, of which a blank From means the open round."""

    def settle(self, row, book):
        if row.values.get("from_quarter") is None:
            row.values["from_quarter"] = version_start(book.rounds)


class Rules(VersionSheet):
    """How each indicator is judged, and from which round on."""

    name = "Rules"
    key = ("indicator", "from_quarter")
    one_fact = frozenset({"tolerance", "tolerance_kind"})
    columns = (
        *columns_of(Targets, "indicator"),
        FROM,
        *columns_of(Indicators, *RULE),
        COMPARABLE,
        text("Because", "why_not_comparable", hint="Why it is not comparable"),
        *columns_of(Targets, "reason"),
    )

    def merged(self, row, kept, book):
        values = super().merged(row, kept, book)
        for name, usual in (("decimals", 1), ("tolerance", 10), ("tolerance_kind", "% of target")):
            values[name] = usual if values[name] in (None, "") else values[name]
        return values


class RulesTable(InRounds):
    """How each indicator is judged, and from which round on."""

    sheet = Rules
    named = (INDICATOR,)

    class Meta(TableMeta):
        model = IndicatorRule


class Baselines(Targets):
    """Where each indicator started from: a version, as a target is."""

    name = "Baselines"
    key = ("indicator", "from_quarter")
    columns = (
        *columns_of(Targets, "indicator"),
        FROM,
        *(
            replace(each, attribute=attribute)
            for each, attribute in zip(
                columns_of(
                    Indicators,
                    "baseline_period",
                    "baseline",
                    "baseline_numerator",
                    "baseline_denominator",
                    "already_public",
                ),
                ("period", "value", "numerator", "denominator", "already_public"),
                strict=True,
            )
        ),
        *columns_of(Targets, "state"),
        *AGREED,
    )
    one_fact = frozenset({"value", "numerator", "denominator", "state"})
    settle = VersionSheet.settle
    problems = Sheet.problems
    doubts = Sheet.doubts
    asks_why = Sheet.asks_why


class BaselinesTable(InRounds):
    """Where each indicator started from, and from which round on it is so taken."""

    sheet = Baselines
    named = (INDICATOR,)

    class Meta(TableMeta):
        model = Baseline


class TargetVersions(Targets):
    """Targets, every version with its From."""

    columns = tuple(FROM if each.attribute == "from_quarter" else each for each in Targets.columns)


class TargetsTable(InRounds):
    """What each indicator should reach in each period."""

    sheet = TargetVersions
    named = (INDICATOR,)

    class Meta(TableMeta):
        model = Target


class FiguresTable(InRounds):
    """What was reported about each period."""

    sheet = Actuals
    named = (INDICATOR, Names("reported_in", Quarters, ("reported_in",), ("label",)))

    class Meta(TableMeta):
        model = Actual


class ComparatorNames(Sheet):
    """Whose figures are set beside an indicator's."""

    name = "Comparator names"
    key = ("indicator", "name")
    columns = (
        *columns_of(Comparators, "indicator"),
        replace(Comparators().column("comparator"), attribute="name"),
    )

    def missing(self, key):
        return f"{key[0]} has no comparator {key[1]}: add it first, or correct the name"


class ComparatorsTable(InRounds):
    """Whose figures are set beside an indicator's."""

    sheet = ComparatorNames
    named = (INDICATOR,)

    class Meta(TableMeta):
        model = Comparator


class ComparatorFiguresTable(InRounds):
    """What comparators' publishers say, and whether it can be compared."""

    sheet = Comparators
    beside = (Indicators,)
    named = (
        Names(
            "comparator", ComparatorNames, ("indicator", "comparator"), ("indicator__code", "name")
        ),
    )

    class Meta(TableMeta):
        model = ComparatorValue
