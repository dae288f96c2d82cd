"""The sheet Actuals: figures, each about a period and reported in a quarter."""

from dataclasses import replace
from decimal import Decimal

from indicators.doubts import (
    Past,
    doubt_about_fraction,
    doubts_about_entry,
    periods_to_compare_with,
)
from indicators.entries import (
    RESULTS,
    Entry,
    Measure,
    Reported,
    problems_whatever_the_measure,
    problems_with_entry,
)
from indicators.expectations import Standing
from indicators.markers import read_marker
from indicators.models import Actual, Indicator
from indicators.sheets.columns import (
    code,
    derived_value,
    figure,
    marked_unit,
    measure_of,
    problem_with_mark,
    read_figure_or_marker,
    refer_to_indicator,
    take_out_derived,
    with_derived,
)
from indicators.values import Figure, Unit
from periods.calendar import LAST_QUARTER, NotAPeriod, YearType, read_period
from periods.sheets import day, period, quarter
from sheets.cells import Cell
from sheets.columns import Column, Layout, longest, read_whole, text, word
from sheets.descriptions import Book, Change, Key, Row, Sheet, Told, Values

COUNTS = ("value", "numerator", "denominator")
BASELINE_COUNTS = ("baseline", "baseline_numerator", "baseline_denominator")
FIGURE = Actual.FIGURE
FIELDS = (
    *FIGURE, "expected", "source", "why", "being_done", "back_on_track", "help_needed", "reason",
)  # fmt: skip
A_MARKER = "?"
# What stands in the place of a figure.
IN_ITS_PLACE = ("marker", "not_available_because")


def read_count(cell: Cell) -> int:
    """A whole number of people or things. Raises ValueError, for a marker too."""
    if isinstance(cell.value, str) and read_marker(cell.value.strip()):
        raise ValueError(f'"{cell.value.strip()}" is a marker, not a count: write it under Marker')
    return read_whole(cell)


def count(heading: str, attribute: str, *, hint: str = "") -> Column:
    return Column(heading, attribute, read_count, blank=None, layout=Layout.NUMBER, hint=hint)


class Actuals(Sheet):
    """What was reported about each period."""

    name = "Actuals"
    key = ("indicator", "period", "reported_in")
    references = (refer_to_indicator(),)
    reported_in = "reported_in"
    one_fact = frozenset(COUNTS)
    telling = (*COUNTS, *IN_ITS_PLACE)
    columns = (
        code("Indicator", "indicator"),
        period("Period", "period"),
        quarter("Reported in", "reported_in"),
        word("Standing", "standing", Standing, required=True),
        count("Numerator", "numerator"),
        count("Denominator", "denominator"),
        figure(
            "Value",
            "value",
            read=read_figure_or_marker,
            hint="Needed only where there are no numerator and denominator",
        ),
        count("Low", "low", hint="Forecasts: the lowest count expected"),
        count("High", "high", hint="Forecasts: the highest count expected"),
        text(
            "Marker",
            "marker",
            longest=longest(Actual, "marker"),
            layout=Layout.TEXT,
            hint="As its publisher wrote it, such as c or x",
        ),
        text("Not available because", "not_available_because"),
        day("Expected", "expected", hint="When the figure is expected"),
        text("Source", "source"),
        text("Why", "why", hint="Why it is off target"),
        text("Being done", "being_done"),
        text("Back on track", "back_on_track", hint="When it will be back on track"),
        text("Help needed", "help_needed"),
        text("Reason", "reason", hint="Why a reported figure is changed"),
    )

    def rows(self):
        actuals = Actual.objects.order_by("indicator__code", "period", "reported_in")
        names = ("pk", "period", *FIELDS)
        for indicator, quarter_, *values in actuals.values_list(
            "indicator__code", "reported_in_id", *names
        ):
            row = dict(zip(names, values, strict=True))
            if row["numerator"] is not None and row["denominator"] is not None:
                row["value"] = None
            yield {"indicator": indicator, "reported_in": quarter_, **row}

    def missing(self, key):
        return f"there is no figure of {key[0]} for {key[1]}: add it under Actuals"

    def exported(self, book: Book):
        for row in book.kept(self.name).values():
            yield with_derived(row, measure_of(book, row["indicator"], row["reported_in"]), COUNTS)

    def at_odds(self, row: Row, kept: Values, book: Book):
        """What of the kept figure goes, as the row says another one, or that there is none.

        A value that the kept counts give is no other one.
        """
        said = {each for each in self.telling if row.says(each)}
        value = row.values.get("value")
        if isinstance(value, str) or not said.isdisjoint(IN_ITS_PLACE):
            return {*self.telling, "low", "high"}
        if said.isdisjoint(COUNTS):
            return ()
        gone = {*IN_ITS_PLACE}
        if row.values.get("standing", kept["standing"]) != Standing.FORECAST:
            gone |= {"low", "high"}
        if value is None:
            return gone | {"value"}
        whole = {**kept, **{each: row.values.get(each) for each in said}}
        measure = measure_of(book, kept["indicator"], kept["reported_in"], or_as_kept=True)
        take_out_derived(whole, measure, COUNTS)
        return gone if whole["value"] is None else gone | {"numerator", "denominator"}

    def in_words(self, attribute: str, values: Values, book: Book) -> str:
        """A part of a figure, or what stands in its place."""
        if attribute not in self.telling or (values[attribute] and attribute != IN_ITS_PLACE[1]):
            return super().in_words(attribute, values, book)
        if values["standing"] == Standing.NOT_AVAILABLE:
            return str(Standing.NOT_AVAILABLE)
        measure = measure_of(book, values["indicator"], values["reported_in"], or_as_kept=True)
        whole = with_derived(values, measure, COUNTS)
        return values["marker"] or super().in_words("value", whole, book)

    def merged(self, row: Row, kept: Values | None, book: Book) -> Values:
        values = super().merged(row, kept, book)
        if isinstance(values["value"], str) and values["marker"] in ("", values["value"]):
            values |= {"marker": values["value"], "value": None}
        if kept and not values["reason"]:
            values["reason"] = kept["reason"]
        if isinstance(values["value"], Decimal):
            at = values["reported_in"]
            measure = measure_of(book, values["indicator"], at, or_as_kept=True)
            take_out_derived(values, measure, COUNTS)
        return values

    def problems(self, change: Change, book: Book) -> Told:
        for attribute, told in self._problems(change, book):
            yield where_it_stands(change, attribute, told)

    def _problems(self, change: Change, book: Book) -> Told:
        values = change.values
        if isinstance(values["value"], str) and "marker" not in change.row.values:
            yield (
                "value",
                f"the figure on record has the marker {values['marker']}: add a column Marker, or "
                "leave the value out",
            )
        elif isinstance(values["value"], str):
            yield (
                "value",
                f"the value is {values['value']} and the marker {values['marker']}: correct one of "
                "them",
            )
        measure = measure_of(book, values["indicator"], values["reported_in"])
        if not measure:
            yield from problems_whatever_the_measure(as_entry(change))
        else:
            yield from problems_with_entry(
                as_entry(change), measure, reported_besides(change, book)
            )
            yield from problem_with_mark("value", change.row.cells.get("value"), measure)

    def doubts(self, change: Change, book: Book) -> Told:
        values = change.values
        measure = measure_of(book, values["indicator"], values["reported_in"])
        if not measure or not change.touches(*FIGURE):
            return
        cell = change.row.cells.get("value")
        if not (cell and marked_unit(cell)):
            yield from doubt_about_fraction("value", values["value"], measure.unit)
        indicator = book.row("Indicators", change.key[:1]) or {}
        for attribute, told in doubts_about_entry(
            as_entry(change),
            measure,
            indicator["accumulation"],
            past_of(change, measure, indicator, book),
            reported_besides(change, book),
            answered={each.answered for each in change.row.cells.values()},
        ):
            yield where_it_stands(change, attribute, told)

    def asks_why(self, change: Change, book: Book):
        if not change.kept or not change.touches(*FIGURE):
            return None
        changed = [each for each in change.fields if each in FIGURE]
        cells = change.row.cells
        at = next((each for each in changed if each in cells and cells[each].origin), changed[0])
        if not change.row.origin:
            return at, "this figure was reported already"
        # A row of somebody's list may hold several figures: which one is said.
        code, period, reported_in = change.key
        return at, f"the figure of {code} for {period} was reported already in {reported_in}"

    def prepare(self, changes, ready):
        ready.take(Actual, changes, FIELDS)

    def save(self, changes, saving):
        ids = saving.ids(Indicator, "code")
        saving.add(
            Actual,
            changes,
            FIELDS,
            lambda change: {
                "indicator": ids[change.key[:1]],
                "period": change.key[1],
                "reported_in": change.key[2],
            },
        )
        saving.update(Actual, changes, FIELDS)


def where_it_stands(change: Change, attribute: str, told: str) -> tuple[str, str]:
    """The cell of the file that a problem is about, where the file has no column of that name.

    A marker may stand under Value, and the range of a forecast is one that is kept here.
    """
    cells = change.row.cells
    if attribute == "marker" and attribute not in cells and "value" in cells:
        return "value", told
    is_range_kept = change.kept and not {"low", "high"} & cells.keys()
    if attribute in ("low", "high") and is_range_kept and "standing" in cells:
        return "standing", (
            "the forecast that is kept has a low and a high number, and a result has none: add "
            "the columns Low and High, and leave them blank"
        )
    return attribute, told


def as_entry(change: Change) -> Entry:
    """The row as the rules of entry look at it.

    Where a cell cannot be read, something harmless stands in its place, so that the rules tell
    what else is wrong with the row and not the same thing twice.
    """
    values, broken = change.values, change.row.broken
    if isinstance(values["value"], str):
        # A marker beside another one: whichever is meant, it stands in place of a figure.
        values, broken = values | {"value": None, "marker": ""}, broken | {"marker"}
    entry = Entry(
        period=values["period"],
        # Any standing can be reported in the last quarter: that of a row whose own cannot be read.
        reported_in=values["reported_in"] or LAST_QUARTER,
        standing=values["standing"] or Standing.FORECAST,
        **{name: values[name] for name in (*COUNTS, "low", "high")},
        marker=values["marker"],
        not_available_because=values["not_available_because"],
        reason=values["reason"],
    )
    if "standing" in broken:
        entry = replace(entry, not_available_because="")
    no_figure = entry.numerator is None and entry.value is None
    if no_figure and broken & {"standing", "numerator", "value", "marker"}:
        entry = replace(entry, marker=A_MARKER, denominator=None)
        if entry.standing == Standing.NOT_AVAILABLE:
            entry = replace(entry, standing=Standing.FORECAST, not_available_because="")
    return entry


def reported_besides(change: Change, book: Book) -> list[Reported]:
    """The other reports about the same period.

    Of two rows of the file that contradict each other, only the later one is told.
    """
    if not change.key:
        return []
    reports = book.once("reports", by_period)
    kept = book.kept("Actuals")
    return [
        Reported(key[2], values["standing"], values["denominator"])
        for key, values in reports.get(change.key[:2], [])
        if key[2] < change.key[2] or (key[2] > change.key[2] and kept.get(key) == values)
        if values["standing"]
    ]


def by_period(book: Book) -> dict[Key, list[tuple[Key, Values]]]:
    """Every report as it would be, by indicator and period, in the order reported."""
    found: dict[Key, list[tuple[Key, Values]]] = {}
    for key, values in sorted(book.all_rows("Actuals").items(), key=lambda each: each[0]):
        found.setdefault(key[:2], []).append((key, values))
    return found


def past_of(change: Change, measure: Measure, indicator: Values, book: Book) -> Past:
    """What was known when this one was reported."""
    baseline = {
        name: indicator[column] for name, column in zip(COUNTS, BASELINE_COUNTS, strict=True)
    }
    try:
        about = read_period(change.values["period"], YearType(measure.year_type))
    except NotAPeriod:
        return Past()
    same, before = (
        last_result(change, label, measure, book)
        for label in periods_to_compare_with(about, measure, indicator["accumulation"])
    )
    return Past(same, before, as_figure(baseline, measure), indicator["baseline_period"])


def last_result(change: Change, period: str, measure: Measure, book: Book) -> Figure | None:
    """The result about `period` as it stood when this one was reported, this one left out."""
    results = [
        values
        for key, values in book.once("reports", by_period).get((measure.code, period), [])
        if key[2] <= change.values["reported_in"] and key != change.key
        if values["standing"] in RESULTS
    ]
    return as_figure(results[-1], measure) if results else None


def as_figure(values: Values, measure: Measure) -> Figure | None:
    """The row's figure; None where it has none, or an impossible one."""
    counts = values["numerator"], values["denominator"]
    if None not in counts and derived_value(*counts, measure) is None:
        return None
    value = values["value"] if isinstance(values["value"], Decimal) else None
    return Figure(*counts, value, Unit(measure.unit), measure.per)
