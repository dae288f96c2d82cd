"""Columns of codes and figures, and what figures must know of their indicator."""

from decimal import Decimal
from typing import Any

from indicators.codes import read_code
from indicators.disclosure import Disclosable
from indicators.entries import Measure
from indicators.markers import read_marker
from indicators.values import Figure, Unit, half_up, read_number, read_value
from indicators.versions import TargetState
from periods.sheets import version_start
from sheets.cells import Cell
from sheets.columns import Column, Layout, read_text
from sheets.descriptions import Book, Reference, Told, Values

A_CODE = "its code, such as NI 101"
TOO_LARGE = Decimal(10) ** 9
MOST_PLACES = 6


def code(heading: str, attribute: str, *, required: bool = True, **more: Any) -> Column:
    """A column of indicators' codes."""
    return Column(
        heading,
        attribute,
        lambda cell: read_code(read_text(cell)),
        required=A_CODE if required else "",
        layout=Layout.TEXT,
        **more,
    )


def figure(heading: str, attribute: str, *, required: str = "", **more: Any) -> Column:
    """A column of exact numbers."""
    more.setdefault("read", read_figure)
    return Column(heading, attribute, blank=None, required=required, layout=Layout.NUMBER, **more)


def read_figure(cell: Cell) -> Decimal:
    """The number in a cell, with or without the mark of a unit: 17.8, `17.8%`, `£1,200`.

    A cell formatted as a percentage that holds 0.178 is 17.8. Raises ValueError.
    """
    if isinstance(cell.value, str):
        number = read_value(cell.value, marked_unit(cell) or Unit.NUMBER)
    else:
        number = read_number(cell.value)
        number = read_number(number * 100) if cell.percent else number
    if abs(number) >= TOO_LARGE:
        raise ValueError(f"{cell.written} is too large to be kept: correct it, or its unit")
    if number != round(number, MOST_PLACES):
        raise ValueError(
            f"{cell.written} has more than {MOST_PLACES} decimal places: round it to what is meant"
        )
    return number


def read_figure_or_state(cell: Cell) -> Decimal | str:
    """A figure, or one of the words for why there is none: "not set", "to be agreed"."""
    written = " ".join(cell.written.casefold().split())
    if written in {state.value for state in TargetState if state != TargetState.SET}:
        return written
    return read_figure(cell)


def read_figure_or_marker(cell: Cell) -> Decimal | str:
    """A figure, or a marker that stands in its place."""
    if isinstance(cell.value, str) and (marker := read_marker(cell.value.strip())):
        return marker.written
    return read_figure(cell)


def marked_unit(cell: Cell) -> Unit | None:
    """The unit that the cell itself says, by a mark or its format; None where it says none."""
    if not isinstance(cell.value, str):
        return Unit.PERCENTAGE if cell.percent else None
    marked = cell.value.strip().casefold()
    if marked.endswith("%"):
        return Unit.PERCENTAGE
    if "£" in marked:
        return Unit.POUNDS
    return Unit.DAYS if marked.endswith(("day", "days")) else None


def problem_with_mark(attribute: str, cell: Cell | None, measure: Measure) -> Told:
    """A cell that says another unit than its indicator's."""
    if cell is None or cell.is_blank:
        return
    marked = marked_unit(cell)
    if marked and marked != measure.unit:
        yield (
            attribute,
            f"{cell.written} is written in {_called(marked)}, and {measure.code} is in "
            f"{_called(measure.unit)}: write the number alone, or correct it",
        )


def _called(unit: str) -> str:
    names = {
        Unit.PERCENTAGE: "per cent",
        Unit.NUMBER: "plain numbers",
        Unit.RATE: "a rate",
        Unit.POUNDS: "pounds",
        Unit.DAYS: "days",
    }
    return names[Unit(unit)]


# What figures must know of their indicator ---------------------------------------------


def refer_to_indicator(attribute: str = "indicator") -> Reference:
    """The row's indicator must be there, in the file or kept."""
    return Reference("Indicators", (attribute,))


def measure_of(
    book: Book, indicator: str, at: str = "", *, or_as_kept: bool = False
) -> Measure | None:
    """What a figure reported in the quarter `at` must know of its indicator.

    None where the indicator is not there, or its own row cannot be read; `or_as_kept` takes what
    is kept of it then.
    """
    row = book.row("Indicators", (indicator,))
    if not book.is_sound("Indicators", (indicator,)):
        row = book.kept("Indicators").get((indicator,)) if or_as_kept else None
    if row is None:
        return None
    measure = own_measure(row)
    return (
        measure
        if not at
        else _as_of(measure, row, at, book.once("version start", start_of_versions))
    )


def start_of_versions(book: Book) -> str:
    return version_start(book.rounds)


def own_measure(row: Values) -> Measure:
    """What figures must know of the indicator that the row describes, by its rule of today."""
    return Measure(
        code=row["code"],
        unit=row["unit"],
        frequency=row["frequency"],
        year_type=row["year_type"],
        decimals=row["decimals"],
        per=row["per"],
    )


def _as_of(measure: Measure, row: Values, at: str, now: str) -> Measure:
    """The same with the decimals of the day: a past quarter keeps the rule of its day."""
    decimals = [each for since, each in row.get("rules", ()) if since <= at]
    if at >= now or not decimals:
        return measure
    return Measure(**{**vars(measure), "decimals": decimals[-1]})


def derived_value(numerator: int, denominator: int, measure: Measure) -> Decimal | None:
    """What the counts give, at the indicator's decimals; None where they give nothing."""
    if denominator == 0 or (measure.unit == Unit.PERCENTAGE and numerator > denominator):
        return None
    counts = Figure(numerator, denominator, unit=Unit(measure.unit), per=measure.per)
    return counts.shown(measure.decimals)


# Small numbers --------------------------------------------------------------------------


def disclosable_actual(row: Values, book: Book) -> Disclosable:
    """A row of Actuals as disclosure looks at it: to be safe, as a figure about people."""
    indicator = book.row("Indicators", (row["indicator"],)) or {}
    unit, per = Unit(indicator.get("unit", Unit.PERCENTAGE)), indicator.get("per")
    counts = row["numerator"], row["denominator"]
    return Disclosable(_figure(*counts, row["value"], unit, per), low=row["low"], high=row["high"])


def disclosable_baseline(row: Values) -> Disclosable:
    """The baseline of a row of Indicators as disclosure looks at it."""
    counts = row["baseline_numerator"], row["baseline_denominator"]
    figure_ = _figure(*counts, row["baseline"], Unit(row["unit"]), row["per"])
    return Disclosable(figure_, already_public=bool(row["already_public"]))


def _figure(
    numerator: int | None, denominator: int | None, value: object, unit: Unit, per: int | None
) -> Figure | None:
    number = value if isinstance(value, Decimal) else None
    if numerator is None and number is None:
        return None
    return Figure(numerator, denominator, number, unit, per)


# Values beside their counts -------------------------------------------------------------

Names = tuple[str, str, str]


def take_out_derived(values: Values, measure: Measure | None, names: Names) -> None:
    """Take a value out that its counts give. One that disagrees stays, so that it is told.

    `names` are the attributes of the value, the numerator and the denominator.
    """
    value, numerator, denominator = (values[each] for each in names)
    if measure is None or numerator is None or denominator is None:
        return
    if isinstance(value, Decimal):
        derived = derived_value(numerator, denominator, measure)
        if derived is not None and derived == half_up(value, measure.decimals):
            values[names[0]] = None


def with_derived(row: Values, measure: Measure | None, names: Names) -> Values:
    """The row with the value that its counts give, for whoever reads the file."""
    value, numerator, denominator = (row[each] for each in names)
    if measure is None or numerator is None or denominator is None or value is not None:
        return row
    return row | {names[0]: derived_value(numerator, denominator, measure)}
