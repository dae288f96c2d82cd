"""The sheet Comparators: published figures to set beside an indicator's own."""

from indicators.doubts import doubt_about_fraction
from indicators.entries import problems_with_comparator
from indicators.models import Comparator, ComparatorValue, Indicator
from indicators.performance import Comparable
from indicators.sheets.columns import (
    code,
    figure,
    marked_unit,
    measure_of,
    problem_with_mark,
    refer_to_indicator,
)
from periods.sheets import period
from sheets.columns import longest, text, word
from sheets.descriptions import Book, Change, Kind, Sheet, Told

FIELDS = ("value", "definition", "comparable", "because", "source")


class Comparators(Sheet):
    """What others published, and whether it can be compared."""

    name = "Comparators"
    key = ("indicator", "comparator", "period")
    references = (refer_to_indicator(),)
    columns = (
        code("Indicator", "indicator"),
        text(
            "Comparator",
            "comparator",
            longest=longest(Comparator, "name"),
            required="whose figure it is, such as All pupils, England",
        ),
        period("Period", "period"),
        figure("Value", "value", required="the published figure"),
        text("Definition", "definition"),
        word("Comparable", "comparable", Comparable, required=True),
        text("Because", "because", hint="Why it is not, or only partly, comparable"),
        text("Source", "source", required="where the figure was published"),
    )

    def rows(self):
        values = ComparatorValue.objects.order_by(
            "comparator__indicator__code", "comparator__name", "period"
        )
        names = ("pk", "period", *FIELDS)
        for indicator, name, *fields in values.values_list(
            "comparator__indicator__code", "comparator__name", *names
        ):
            row = dict(zip(names, fields, strict=True))
            yield {"indicator": indicator, "comparator": name, **row}

    def missing(self, key):
        return f"there is no comparator {key[1]}: add it under Comparators"

    def problems(self, change: Change, book: Book) -> Told:
        values = change.values
        if values["comparable"] != Comparable.YES and not values["because"]:
            yield "because", "Because is blank: say why it is not, or only partly, comparable"
        measure = measure_of(book, values["indicator"])
        if not measure:
            return
        yield from problems_with_comparator(values["period"], values["value"], measure)
        yield from problem_with_mark("value", change.row.cells.get("value"), measure)

    def doubts(self, change: Change, book: Book) -> Told:
        measure = measure_of(book, change.values["indicator"])
        cell = change.row.cells.get("value")
        if measure and change.touches("value") and not (cell and marked_unit(cell)):
            yield from doubt_about_fraction("value", change.values["value"], measure.unit)

    def save(self, changes, saving):
        ids = saving.ids(Indicator, "code")
        series = saving.ids(Comparator, "indicator__code", "name")
        new = [change for change in changes if change.kind == Kind.NEW]
        missing = {change.key[:2] for change in new} - series.keys()
        saving.create(
            Comparator(indicator_id=ids[(indicator,)], name=name)
            for indicator, name in sorted(missing)
        )
        series = saving.ids(Comparator, "indicator__code", "name")
        saving.create(
            ComparatorValue(
                comparator_id=series[change.key[:2]],
                period=change.key[2],
                **{name: change.values[name] for name in FIELDS},
            )
            for change in new
        )
        saving.update(ComparatorValue, changes, FIELDS)
