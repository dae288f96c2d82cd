"""Which further figures are hidden, what releases have shown before, and what they give away."""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from indicators.models import Indicator
from indicators.series import BASELINE
from indicators.thresholds import thresholds
from periods.models import Quarter
from reports.disclosure.masking import Key
from reports.disclosure.recovering import Finding, Numbers, Words, findings
from reports.models import FurtherHiding, ReleasedReport
from reports.reading.facts import Facts, facts_as_at


def further_hidden() -> frozenset[Key]:
    """The figures that officers hide beside the small ones. Costs one query."""
    last = {
        Key(indicator, period, reported_in or BASELINE): hidden
        for indicator, period, reported_in, hidden in FurtherHiding.objects.values_list(
            "indicator", "period", "reported_in", "hidden"
        )
    }
    return frozenset(key for key, hidden in last.items() if hidden)


def what_is_given_away(quarter: Quarter) -> list[Finding]:
    """What publishing the quarter now would give away."""
    facts = facts_as_at(quarter.label)
    return findings(facts, thresholds(), further_hidden(), shown_before())


def hide_further(facts: Facts, chosen: Iterable[Key], *, by, at) -> tuple[list[str], list[str]]:
    """Hide these figures, and whatever else it takes until nothing is left to be mended.

    Gives back in words which further figures are hidden, and what earlier releases told already.
    """
    further, before = set(further_hidden()), shown_before()
    added: dict[Key, str] = {}
    wanted = set(chosen)
    while True:
        found = findings(facts, thresholds(), further, before)
        mendable = [each for each in found if each.ways]
        if not mendable:
            break
        for each in mendable:
            ways = [way for way, _ in each.ways]
            way = next((way for way in ways if way <= wanted), ways[0])
            added |= dict.fromkeys(way, " ".join(each.sentences))
        further |= added.keys()
    FurtherHiding.objects.bulk_create(
        FurtherHiding(
            indicator_id=key.indicator,
            period=key.period,
            reported_in="" if key.reported_in == BASELINE else key.reported_in,
            reason=reason,
            by=by,
            at=at,
        )
        for key, reason in sorted(added.items())
    )
    words = Words(facts)
    return (
        [words.figure(key) for key in sorted(further) if key.indicator in facts.indicators],
        [sentence for each in found for sentence in each.sentences],
    )


def shown_before() -> dict[Key, set[Numbers]]:
    """Every figure that masked reports of any release have shown, withdrawn ones too."""
    shown: dict[Key, set[Numbers]] = defaultdict(set)
    ids = dict(Indicator.objects.values_list("code", "id"))
    kept = ReleasedReport.objects.filter(key__startswith="masked/indicator/")
    for report in kept.values_list("data", flat=True).iterator():
        indicator = ids.get(report["line"]["code"])
        if indicator is None:
            continue
        for reported_in, cell in _cells(report):
            if not cell["masked"] and cell["value"] is not None:
                shown[Key(indicator, cell["period"], reported_in)].add(
                    Numbers(cell["numerator"], cell["denominator"], cell["value"])
                )
    return shown


def _cells(report: dict) -> Iterator[tuple[str, dict]]:
    if baseline := report["line"]["baseline"]:
        yield BASELINE, baseline
    for period in report["periods"]:
        for cell in period["reports"]:
            yield cell["reported_in"], cell
