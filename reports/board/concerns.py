"""What the Board looks at first: each indicator with its charts, what is done about it, and how
the risks of its plan moved. No Django in here.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from reports.board.agenda import Work, serving
from reports.board.overview import movement
from reports.charts.bullets import bullet
from reports.charts.chart import Chart, has_a_course, trend
from reports.charts.sparklines import sparkline
from reports.reading.objects import IndicatorLine, IndicatorReport, PlanSummary, QuarterlyReport

# So many are seen at a glance, and the others are folded. Each has a bullet chart and a sparkline
# there, and the bullet chart with its words below: with the time line that makes 25 drawings.
AT_A_GLANCE = 8
# So many are read in full on one page; the others stand in the list, each leading to its own page.
IN_FULL = 24
# In large type each has two of them, and in a file one.
IN_LARGE_TYPE, IN_A_FILE = 12, 24


@dataclass(frozen=True)
class Concern:
    """One indicator as the Board reads it.

    `bullet` and `small` are the same chart, with its words and without; `spark` and `trend` are
    the same course. They are drawn when they are asked for, and None where there is nothing to
    draw, or where enough is drawn already: then there is no `over_time`. `sure` is how sure it is,
    in two words. `risks` says how the risks of its plan moved. `in_full` is False where too many
    come before it to read it on the same page.
    """

    line: IndicatorLine
    over_time: IndicatorReport | None
    sure: str
    serving: list[Work]
    risks: str
    in_full: bool = True

    @cached_property
    def bullet(self) -> Chart | None:
        return drawn(bullet(self.over_time)) if self.over_time else None

    @cached_property
    def small(self) -> Chart | None:
        return drawn(bullet(self.over_time, with_words=False)) if self.over_time else None

    @cached_property
    def spark(self) -> Chart | None:
        return drawn(sparkline(self.over_time)) if self.over_time else None

    @cached_property
    def trend(self) -> Chart | None:
        told = self.over_time
        return drawn(trend(told, with_legend=False)) if told and has_a_course(told) else None


def charted(lines: Iterable[IndicatorLine], most: int = AT_A_GLANCE) -> list[str]:
    """The slugs of the indicators whose charts are drawn: the first few that can be seen."""
    return [line.slug for line in lines if not line.masked][:most]


def concerns(
    lines: Iterable[IndicatorLine], report: QuarterlyReport, over_time: Sequence[IndicatorReport]
) -> list[Concern]:
    """The lines with what belongs to them; charts of those that `over_time` tells about."""
    told = {each.line.slug: each for each in over_time}
    done_about, risks = serving(report.plans), risks_of(report.plans)
    return [
        Concern(
            line=line,
            over_time=told.get(line.slug),
            sure=sure_in_short(line.sureness),
            serving=done_about.get(line.code, []),
            risks=risks.get(line.plan_slug, ""),
            in_full=place < IN_FULL,
        )
        for place, line in enumerate(lines)
    ]


def risks_of(plans: Iterable[PlanSummary]) -> dict[str, str]:
    """How the risks of each plan moved, in words, by its slug."""
    return {plan.slug: movement(plan.risks) for plan in plans}


def sure_in_short(sureness: str) -> str:
    """How sure it is, as there is room for in a line; "" where nothing is told of that."""
    if sureness.startswith("clearly"):
        return " ".join(sureness.split()[:2])
    return "could be chance" if sureness else ""


def drawn(chart: Chart) -> Chart | None:
    return chart if chart.svg else None


def figures_of(concerns: Iterable[Concern]) -> list[tuple[str, ...]]:
    """The figures of the bullet charts, one row for each mark."""
    return [(each.line.code, *row) for each in concerns if each.bullet for row in each.bullet.rows]
