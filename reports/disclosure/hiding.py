"""Which further figures are hidden, what releases have shown before, and what they give away.

A further figure is hidden by a decision, and shown again by another: none of them is ever changed.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db import transaction

from indicators.models import Indicator
from indicators.series import BASELINE
from indicators.thresholds import thresholds
from periods.models import Quarter
from periods.rounds import RoundState
from reports.disclosure.masking import Key, hidden_keys
from reports.disclosure.recovering import Finding, Numbers, Words, figure_in_words, findings, mended
from reports.models import FurtherHiding, ReleasedReport
from reports.reading.facts import Facts, facts_as_at
from returns.workflow import NotAllowed


def further_hidden() -> frozenset[Key]:
    """The figures that officers hide beside the small ones. Costs one query."""
    last = {
        Key(indicator, period, reported_in or BASELINE): hidden
        for indicator, period, reported_in, hidden in FurtherHiding.objects.values_list(
            "indicator", "period", "reported_in", "hidden"
        )
    }
    return frozenset(key for key, hidden in last.items() if hidden)


@dataclass(frozen=True)
class Decision:
    """That a further figure is hidden, or is shown after all: as it was kept, and in words."""

    kept: FurtherHiding

    @property
    def key(self) -> Key:
        return Key(self.kept.indicator_id, self.kept.period, self.kept.reported_in or BASELINE)

    @property
    def figure(self) -> str:
        return figure_in_words(self.kept.indicator.code, self.key)


def decisions() -> list[Decision]:
    """Every decision about a further figure, the last one first. Costs one query."""
    kept = FurtherHiding.objects.select_related("indicator", "by").order_by("-pk")
    return [Decision(each) for each in kept]


def hiding_now(every: Iterable[Decision]) -> list[Decision]:
    """Of decisions, the last one first, those by which a figure is hidden now."""
    last: dict[Key, Decision] = {}
    for each in every:
        last.setdefault(each.key, each)
    return [each for each in last.values() if each.kept.hidden]


def what_showing_gives_away(decision: Decision) -> list[str]:
    """Why a further figure has to stay hidden, in sentences; none where it may be shown again."""
    working = Quarter.objects.begun().exclude(state=RoundState.PUBLISHED)
    rounds = list(working) or list(Quarter.objects.begun())[-1:]
    said = (
        sentence
        for each in rounds
        for sentence in _given_away_by(decision, facts_as_at(each.label))
    )
    return list(dict.fromkeys(said))


def _given_away_by(decision: Decision, facts: Facts) -> Iterator[str]:
    """What showing it gives away that is not given away as it is."""
    limits = thresholds()
    if decision.key in hidden_keys(facts, limits):
        yield f"{decision.figure} is a small figure by now, or is hidden with one."
        return
    further, before = further_hidden(), shown_before()
    already = {said for each in findings(facts, limits, further, before) for said in each.sentences}
    for each in findings(facts, limits, further - {decision.key}, before):
        yield from (said for said in each.sentences if each.ways and said not in already)


def show_again(decision: Decision, *, by, reason: str) -> None:
    """Keep that the figure is hidden no more, from the next release on.

    Raises NotAllowed, with a sentence, where that would give another away, where it is not hidden,
    or where no reason is given.
    """
    with transaction.atomic():
        if decision not in hiding_now(decisions()):
            raise NotAllowed(f"{decision.figure} is not hidden by this decision any more.")
        if not reason.strip():
            raise NotAllowed("Say why the figure is shown again.")
        if told := what_showing_gives_away(decision):
            raise NotAllowed(f"It stays hidden. {' '.join(told)}")
        FurtherHiding.objects.create(
            indicator_id=decision.kept.indicator_id,
            period=decision.kept.period,
            reported_in=decision.kept.reported_in,
            hidden=False,
            reason=reason.strip(),
            by=by,
        )


def what_is_given_away(quarter: Quarter) -> list[Finding]:
    """What publishing the quarter now would give away."""
    facts = facts_as_at(quarter.label)
    return findings(facts, thresholds(), further_hidden(), shown_before())


def hide_further(facts: Facts, chosen: Iterable[Key], *, by, at) -> tuple[list[str], list[str]]:
    """Hide these figures, and whatever else it takes until nothing is left to be mended.

    Gives back in words which further figures are hidden, and what earlier releases told already.
    """
    further = further_hidden()
    added, found = mended(facts, thresholds(), further, shown_before(), set(chosen))
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
        [
            words.figure(key)
            for key in sorted({*further, *added})
            if key.indicator in facts.indicators
        ],
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
    for baseline in (report["line"]["baseline"], *report["baselines"]):
        if baseline:
            yield BASELINE, baseline
    for period in report["periods"]:
        for cell in period["reports"]:
            yield cell["reported_in"], cell
