"""How long a large workbook takes, beside what stock django-import-export takes for the same file.

`make bench` prints it, on both databases, as the median of some rounds in which the two take
turns. `LAA_BENCH_ROWS=50000` takes as many rows as issue 5 names, in one round: that is a matter
of half an hour, nearly all of it the other library's.
"""

import os
import resource
import time
from collections.abc import Callable
from statistics import median
from typing import NamedTuple

import pytest
import tablib
from django.db import connection
from import_export import resources
from import_export.fields import Field
from import_export.widgets import ForeignKeyWidget

from indicators.models import Actual, Indicator
from periods.models import Quarter
from tests.bench.told import tell
from tests.workbooks.books import ACTUALS, Rows, xlsx
from workbooks import importing

pytestmark = [pytest.mark.bench, pytest.mark.django_db(transaction=True)]
ROWS = int(os.environ.get("LAA_BENCH_ROWS", "2000"))
ROUNDS = int(os.environ.get("LAA_BENCH_ROUNDS", "1" if "LAA_BENCH_ROWS" in os.environ else "3"))
QUARTERS = [f"{year}/{year % 100 + 1:02d} Q{n}" for year in range(2000, 2010) for n in range(1, 5)]
# How many times faster than the stock library: end to end, and the write stage with its history.
GOALS = {
    "end to end": {"sqlite": 7, "postgresql": 7},
    "write stage": {"sqlite": 12, "postgresql": 16},
}


BARS = {"end to end": "P12", "write stage": "P11"}


class StockActuals(resources.ModelResource):
    """Figures as the library imports them where nobody tells it more than it must know."""

    indicator = Field("indicator", "Indicator", widget=ForeignKeyWidget(Indicator, "code"))
    period = Field("period", "Period")
    reported_in = Field("reported_in", "Reported in", widget=ForeignKeyWidget(Quarter, "label"))
    standing = Field("standing", "Standing")
    numerator = Field("numerator", "Numerator")
    denominator = Field("denominator", "Denominator")

    class Meta:
        model = Actual
        import_id_fields = ("indicator", "period", "reported_in")
        fields = (*import_id_fields, "standing", "numerator", "denominator")


class Took(NamedTuple):
    """Seconds by the clock, and of the processor: ours, and of the processes started for it.

    What PostgreSQL's own processes do is in the first alone.
    """

    clock: float
    processor: float


def took(work: Callable[[], object]) -> Took:
    clock, processor = time.perf_counter(), processor_seconds()
    work()
    return Took(time.perf_counter() - clock, processor_seconds() - processor)


def processor_seconds() -> float:
    used = map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(each.ru_utime + each.ru_stime for each in used)


def figures(codes: list[str], more: int) -> Rows:
    """A figure of each indicator for each quarter, `more` higher than it might be."""
    rows = [
        [code, label, label, "final", 30 + (first + second) % 10 + more, 60 + first % 7]
        for first, code in enumerate(codes)
        for second, label in enumerate(QUARTERS)
    ]
    return [ACTUALS[:-1], *rows]


def ours(content: bytes, monkeypatch) -> dict[str, Took]:
    """Check, preview and save a workbook."""
    written: list[Took] = []
    save = importing._save

    def timed(*given, **more):
        written.append(took(lambda: save(*given, **more)))

    monkeypatch.setattr(importing, "_save", timed)

    def bring() -> None:
        record = importing.receive("figures.xlsx", content, by=None)
        if record.task:  # a large one, which the loop checks
            importing.preview_afresh(record)
        importing.confirm(record.pk, by=None, accept_warnings=True, reason="Recount")

    whole = took(bring)
    monkeypatch.undo()
    return {"end to end": whole, "write stage": written[0]}


def stock(content: bytes) -> dict[str, Took]:
    """The same by the library: read, dry run, import."""
    written: list[Took] = []

    def bring() -> None:
        rows = tablib.Dataset().load(content, format="xlsx")
        StockActuals().import_data(rows, dry_run=True, raise_errors=True)
        written.append(took(lambda: StockActuals().import_data(rows, raise_errors=True)))

    return {"end to end": took(bring), "write stage": written[0]}


def one_round(number: int, monkeypatch) -> dict[tuple[str, str, str], Took]:
    """Both take turns with files of the same shape, each of indicators of its own."""
    many, found = ROWS // len(QUARTERS), {}
    for what, more in (("new", 0), ("changed", 1)):
        for whose, prefix in (("stock", "LAC"), ("ours", "CPB")):
            codes = [f"{prefix} {number}{each:04d}" for each in range(1, many + 1)]
            if what == "new":
                Indicator.objects.bulk_create(
                    Indicator(code=code, title=code, counted_as="child") for code in codes
                )
            content = xlsx(Actuals=figures(codes, more))
            stages = stock(content) if whose == "stock" else ours(content, monkeypatch)
            found |= {(what, stage, whose): seconds for stage, seconds in stages.items()}
    return found


def test_a_large_workbook_beside_the_stock_library(monkeypatch, capsys):
    Quarter.objects.bulk_create(Quarter(label=label, state="closed") for label in QUARTERS)
    rounds = [one_round(number, monkeypatch) for number in range(1, ROUNDS + 1)]
    count = ROWS // len(QUARTERS) * len(QUARTERS)
    assert Actual.history.filter(history_type="~").count() == 2 * ROUNDS * count

    with capsys.disabled():
        print(
            f"\nImport of {count:,} figures on {connection.vendor}, with history, the median of "
            f"{ROUNDS}; (in brackets: of the processor):"
        )
        for what in ("new", "changed"):
            for stage, goal in GOALS.items():
                own, other = (
                    [each[what, stage, whose] for each in rounds] for whose in ("ours", "stock")
                )
                pairs = list(zip(other, own, strict=True))
                processor = median(a.processor / b.processor for a, b in pairs)
                tell(
                    BARS[stage],
                    f"import of {count:,} {what} rows, {stage}, with history",
                    median(a.clock / b.clock for a, b in pairs),
                    goal[connection.vendor],
                    unit="times faster than the stock library",
                    more=f"{said(own)}, stock {said(other)}; by the processor {processor:.1f}",
                    least=True,
                )


def said(seconds: list[Took]) -> str:
    clock, processor = (median(each) for each in zip(*seconds, strict=True))
    return f"{clock:.2f} ({processor:.2f}) s"
