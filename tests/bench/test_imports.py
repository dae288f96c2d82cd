"""How long a large workbook takes, beside what stock django-import-export takes for the same file.

`make bench` prints it, on both databases. `LAA_BENCH_ROWS=50000` takes as many rows as issue 5
names; that is a matter of some minutes, nearly all of them the other library's.
"""

import os
import time
from collections.abc import Callable

import pytest
import tablib
from django.db import connection
from import_export import resources
from import_export.fields import Field
from import_export.widgets import ForeignKeyWidget

from indicators.models import Actual, Indicator
from periods.models import Quarter
from tests.workbooks.books import ACTUALS, Rows, xlsx
from workbooks import importing

pytestmark = [pytest.mark.bench, pytest.mark.django_db(transaction=True)]
ROWS = int(os.environ.get("LAA_BENCH_ROWS", "2000"))
QUARTERS = [f"{year}/{year % 100 + 1:02d} Q{n}" for year in range(2000, 2010) for n in range(1, 5)]
# Each brings figures of indicators of its own.
PREFIXES = {"stock": "LAC", "ours": "CPB"}
# How many times faster than the stock library: end to end, and the write stage with its history.
GOAL_WHOLE = 7
GOAL_WRITE = {"sqlite": 12, "postgresql": 16}


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


def figures(prefix: str, more: int) -> Rows:
    """Figures of as many indicators as it takes, `more` higher than they might be."""
    codes = [f"{prefix} {number:04d}" for number in range(1, ROWS // len(QUARTERS) + 1)]
    rows = [
        [code, label, label, "final", 30 + (first + second) % 10 + more, 60 + first % 7]
        for first, code in enumerate(codes)
        for second, label in enumerate(QUARTERS)
    ]
    return [ACTUALS[:-1], *rows]


def seconds(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def ours(content: bytes, monkeypatch) -> tuple[float, float]:
    """Check, preview and save a workbook; how long all of it took, and its write stage."""
    written: list[float] = []
    save = importing._save

    def timed(*given, **more):
        written.append(seconds(lambda: save(*given, **more)))

    monkeypatch.setattr(importing, "_save", timed)

    def bring() -> None:
        record = importing.receive("figures.xlsx", content, by=None)
        if record.task:  # a large one, which the loop checks
            importing.preview_afresh(record)
        importing.confirm(record.pk, by=None, accept_warnings=True, reason="Recount")

    whole = seconds(bring)
    monkeypatch.undo()
    return whole, written[0]


def stock(content: bytes) -> tuple[float, float]:
    """The same by the library: read, dry run, import; all of it, and the import alone."""
    started = time.perf_counter()
    rows = tablib.Dataset().load(content, format="xlsx")
    StockActuals().import_data(rows, dry_run=True, raise_errors=True)
    write = seconds(lambda: StockActuals().import_data(rows, raise_errors=True))
    return time.perf_counter() - started, write


def test_a_large_workbook_beside_the_stock_library(monkeypatch, capsys):
    Quarter.objects.bulk_create(Quarter(label=label, state="closed") for label in QUARTERS)
    taken = {}
    for whose, bring in (("stock", stock), ("ours", lambda file: ours(file, monkeypatch))):
        codes = {row[0] for row in figures(PREFIXES[whose], 0)[1:]}
        Indicator.objects.bulk_create(
            Indicator(code=code, title=code, counted_as="child") for code in codes
        )
        for what, more in (("new", 0), ("changed", 1)):
            taken[whose, what] = bring(xlsx(Actuals=figures(PREFIXES[whose], more)))
    count = len(figures("", 0)) - 1
    assert Actual.history.filter(history_type="~").count() == 2 * count

    with capsys.disabled():
        print(f"\nImport of {count:,} figures on {connection.vendor}, with history:")
        for what in ("new", "changed"):
            goals = (GOAL_WHOLE, GOAL_WRITE[connection.vendor])
            stages = ("end to end", "write stage")
            for stage, floor, own, goal in zip(
                stages, taken["stock", what], taken["ours", what], goals, strict=True
            ):
                print(
                    f"  {what} rows, {stage}: {own:.2f} s; the stock library {floor:.2f} s; "
                    f"{floor / own:.1f} times faster, goal {goal}"
                )
