"""Which figures a quarter is asked for, and which of them are in."""

from collections import defaultdict
from collections.abc import Collection
from typing import NamedTuple

from django.db.models import OuterRef, Subquery

from indicators.expectations import RANK, Expect, Expectations, Owed, Report, Standing, owed
from indicators.models import Actual, Indicator, IndicatorRule
from indicators.series import Series
from periods.calendar import FinancialQuarter, Period
from periods.fields import period_of
from periods.models import Quarter
from periods.rounds import RoundState


class FigureOwed(NamedTuple):
    """A figure that a quarter's returns are asked for, and whether it is in.

    `again` says that an earlier quarter was asked for it and published without it.
    """

    what: Expect
    period: Period
    again: bool
    is_in: bool

    def __str__(self) -> str:
        return f"{self.what} for {self.period.label}{', asked for again' if self.again else ''}"


def figures_owed(
    quarter: str, only: Collection[int] | None = None
) -> dict[Indicator, list[FigureOwed]]:
    """What `quarter`, a label, asks of each indicator that a plan delivers; [] for nothing.

    Of quarters before its first rule nothing is asked: the indicator was not there yet.

    `only` are the ids of the indicators that are wanted, where that is not all of them, and it is
    known that their plans owe a return. Costs four queries, however many there are.
    """
    now = FinancialQuarter.from_label(quarter)
    first = Quarter.objects.begun().filter(label__lte=quarter).order_by("label").first()
    since = first.calendar if first else now
    reported: dict[int, list[tuple[str, str, str]]] = defaultdict(list)
    if only is None:
        known, asked = Actual.objects.as_at(quarter), Indicator.objects.owed_in(quarter)
    else:
        known = Actual.objects.as_at(quarter).filter(indicator__in=only)
        asked = Indicator.objects.filter(pk__in=only)
    for indicator, *report in known.values_list("indicator", "period", "reported_in", "standing"):
        reported[indicator].append(tuple(report))
    rules = IndicatorRule.objects.filter(indicator=OuterRef("pk")).order_by("from_quarter")
    asked = asked.annotate(began=Subquery(rules.values("from_quarter")[:1]))
    return {
        each: _owed_of(each, reported[each.pk], now, since, began)
        for each in asked.prefetch_related("baselines")
        for began in [each.began]
    }


def _owed_of(indicator: Indicator, reported, now, since, began) -> list[FigureOwed]:
    reports = [
        Report(
            period_of(period, indicator.year_type),
            FinancialQuarter.from_label(quarter),
            Standing(standing),
        )
        for period, quarter, standing in reported
    ]
    return _owed(indicator.expectations_at(now.label), reports, now, since, began)


def figures_owed_of(series: Series) -> list[FigureOwed]:
    """What the quarter of these facts asks of one indicator, where its plan owes a return."""
    now, rounds = series.quarter, series.facts.rounds.values()
    begun = [each.label for each in rounds if each.state != RoundState.NOT_OPENED]
    first = min((each for each in begun if each <= now.label), default=now.label)
    since = FinancialQuarter.from_label(first)
    rules = series.facts.rules.get(series.row.id, ())
    began = min((each.from_quarter for each in rules), default="")
    return _owed(series.expectations, series.reports, now, since, began)


def _owed(
    expectations: Expectations, reports: list[Report], now, since, began: str | None
) -> list[FigureOwed]:
    """`began` is the quarter since which the indicator is there; none where that is the start."""
    if began and (since := max(since, FinancialQuarter.from_label(began))) > now:
        return []
    here = {each.period: each.standing for each in reports if each.reported_in == now}
    return [
        FigureOwed(each.what, each.period, each.again, _is_in(each, here))
        for each in owed(expectations, reports, now, since)
    ]


def _is_in(asked: Owed, here: dict[Period, Standing]) -> bool:
    """Whether what was reported in the quarter stands at least as high as was asked for."""
    standing = here.get(asked.period)
    if standing is None or standing == Standing.NOT_AVAILABLE:
        return standing is not None
    return RANK[standing] >= RANK[Standing(asked.what)]
