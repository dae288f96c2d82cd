"""How long files take to make: `make bench` prints it, and no test fails by it."""

import statistics
import time
from collections.abc import Callable

import pytest

from periods.calendar import FinancialQuarter
from reports.packs.about import About
from reports.packs.board_pack import Choice, pack_document
from reports.packs.document import Document
from reports.packs.pdf import as_pdf
from reports.packs.word import as_word
from reports.pages.dashboards import first_of_all, what_else
from reports.reading.objects import QuarterlyReport
from tests.reports import samples

pytestmark = [pytest.mark.bench, pytest.mark.usefixtures("made_anew")]
ROUNDS = 5


def pack_of(report: QuarterlyReport) -> Document:
    class SampleReading:
        quarter = FinancialQuarter(2009, 2)
        is_published = True
        stamp = report.stamp

        def indicator_reports(self, slugs):
            by_slug = {line.slug: line for line in report.lines}
            return [samples.indicator_report(line=by_slug[each]) for each in slugs]

    reading = SampleReading()
    shown = first_of_all(reading, report, None) | what_else(reading, report)
    return pack_document(report, shown, About(report.stamp, "Board view"), Choice())


def seconds(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def test_a_board_pack_of_35_indicators(monkeypatch, capsys):
    """Rounds of each in turn, against a pack of one indicator as the floor."""
    monkeypatch.setattr("reports.pages.dashboards.since_last", lambda reading: None)
    small = samples.quarterly_report(lines=(samples.NI_101,))
    large = samples.quarterly_report(lines=(samples.NI_101, *samples.lines(34)))
    works = {
        "PDF of 1 indicator": lambda: as_pdf(pack_of(small)),
        "PDF of 35 indicators": lambda: as_pdf(pack_of(large)),
        "Word of 35 indicators": lambda: as_word(pack_of(large)),
    }
    for work in works.values():
        assert work()
    taken: dict[str, list[float]] = {name: [] for name in works}
    for _ in range(ROUNDS):
        for name, work in works.items():
            taken[name].append(seconds(work))

    medians = {name: statistics.median(each) for name, each in taken.items()}
    floor = medians["PDF of 1 indicator"]
    with capsys.disabled():
        print()
        for name, median in medians.items():
            print(f"Board pack, {name}: {median:.2f} s, {median / floor:.1f} times the floor")
