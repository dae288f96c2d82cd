"""Whether a page of a return shows small numbers, so that it says it is restricted."""

from collections.abc import Collection, Iterable
from typing import Any

from indicators.disclosure import Disclosable, is_small
from indicators.facts import IndicatorFacts
from indicators.nouns import counts_people
from indicators.series import has_figure
from indicators.thresholds import thresholds
from indicators.values import Figure, Unit

Row = Any


def holds_small_numbers(
    facts: IndicatorFacts,
    *,
    only: Collection[int] | None = None,
    typed: Iterable[tuple[int, Row]] = (),
) -> bool:
    """Whether a figure or baseline of the facts would be hidden from the public.

    `only` are the ids of the indicators that are shown, else all are; `typed` are figures that
    are not kept yet, each with its indicator's id.
    """
    kept = (
        (indicator, row)
        for indicator in (facts.indicators if only is None else only)
        for rows in (facts.actuals, facts.baselines)
        for row in rows.get(indicator, [])
    )
    return any(
        is_small_number(facts.indicators[indicator], row) for indicator, row in [*kept, *typed]
    )


def is_small_number(indicator: Row, row: Row) -> bool:
    """Whether this figure or baseline of the indicator would be hidden from the public."""
    return is_small(disclosable(indicator, row), thresholds())


def disclosable(indicator: Row, row: Row) -> Disclosable:
    """A figure or a baseline as disclosure looks at it."""
    figure = None
    if has_figure(row):
        figure = Figure(
            row.numerator, row.denominator, row.value, Unit(indicator.unit), indicator.per
        )
    return Disclosable(
        figure,
        counts_people(indicator.counted_as),
        getattr(row, "low", None),
        getattr(row, "high", None),
        already_public=bool(getattr(row, "already_public", "")),
    )
