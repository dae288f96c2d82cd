"""Which further figures are hidden, what releases have shown before, and what they give away.

A further figure is hidden by a decision, and shown again by another: none of them is ever changed.
"""

from collections import defaultdict, deque
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from accounts.deeds import Deed, tell
from indicators.codes import code_order
from indicators.facts import read_figures
from indicators.models import Indicator
from indicators.series import BASELINE
from indicators.thresholds import thresholds
from periods.calendar import LAST_QUARTER
from periods.models import Quarter
from periods.today import now
from reports.disclosure.breakdowns import Doubtful, doubtful
from reports.disclosure.counting import Counted, Renamed, as_told, counted_in, renamed
from reports.disclosure.masking import Key, Recorded, small_figures
from reports.disclosure.puzzles import Earlier, Numbers, OwnPeople, Past, hid
from reports.disclosure.readers import own_people
from reports.disclosure.recovering import Check, hidden_keys, idle, mended
from reports.disclosure.ties import Tie, Told, tie_as_written, ties_of
from reports.disclosure.wording import Finding, figure_in_words
from reports.models import FurtherHiding, Release, ReleasedReport
from reports.reading.facts import Facts
from returns.models import RoundEvent
from returns.workflow import NotAllowed
from sheets.problems import all_of

# Under which key a release keeps which figures it was the first to show.
FIRST_TOLD = "first told"


def further_hidden() -> frozenset[Key]:
    """The figures that officers hide beside the small ones. Costs one query."""
    last = {
        Key(indicator, period, reported_in or BASELINE): hidden
        for indicator, period, reported_in, hidden in FurtherHiding.objects.values_list(
            "indicator", "period", "reported_in", "hidden"
        )
    }
    return frozenset(key for key, hidden in last.items() if hidden)


def hidden_figures(facts: Facts, people: Collection[OwnPeople]) -> frozenset[Key]:
    """Every figure of the facts that masked audiences must not see, were they published now, and
    the people of plans read what they do.

    Costs two queries, and four more where a later quarter was published.
    """
    limits, further = thresholds(), further_hidden()
    before = shown_before()._replace(own_people=people)
    seen = as_told(facts, before, limits)
    hidden = hidden_keys(seen, limits, further, before)
    if later := _released_later(facts.quarter, before):
        hidden |= mended(seen, limits, hidden, before, (), later).added.keys()
    return hidden


def recorded(before: Earlier, shown: Collection[int] = ()) -> Recorded:
    """What is recorded of figures, as disclosure looks at it: see `as_told`. Costs four queries."""
    every = Recorded(LAST_QUARTER, **read_figures(LAST_QUARTER))
    return as_told(every, before, thresholds(), shown)


def _released_later(quarter: str, before: Earlier, shown: Collection[int] = ()) -> list[Recorded]:
    """What is recorded as at each later quarter of which there was a release.

    When an earlier quarter is published again, that has been read already.
    """
    later = sorted({each.quarter for each in before.ties if each.quarter > quarter})
    every = recorded(before, shown) if later else None
    return [every.as_at(each) for each in later] if every else []


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

    @property
    def order(self) -> tuple:
        return code_order(self.kept.indicator.code), self.kept.period, self.kept.reported_in

    @property
    def told_from(self) -> str:
        """The first quarter whose reports can show it."""
        return self.kept.reported_in


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
    return why_they_stay([decision])[decision]


def why_they_stay(every: Collection[Decision]) -> dict[Decision, list[str]]:
    """The same of each of these. Costs as many queries however many there are."""
    further, before = further_hidden(), known_to_readers()
    seen, found = recorded(before), {each: list[str]() for each in every}
    for quarter in Quarter.objects.begun() if every else ():
        check = Check(seen.as_at(quarter.label), thresholds(), before)
        for each in (one for one in every if one.told_from <= quarter.label):
            said = found[each]
            said += (one for one in _given_away_by(each, check, further) if one not in said)
    return found


def _given_away_by(decision: Decision, check: Check, further: frozenset[Key]) -> Iterator[str]:
    """What showing it gives away at a quarter that is not given away as it is.

    A published quarter too can be withdrawn, and published again.
    """
    if decision.key in check.small:
        yield f"{decision.figure} is a small figure by now."
        return

    def given_away(hidden: frozenset[Key]) -> list[Finding]:
        return check.findings(hidden, beside=decision.key.indicator)

    already = {said for each in given_away(further) for said in each.sentences}
    for each in given_away(further - {decision.key}):
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
            at=now(),
        )


@dataclass(frozen=True)
class Asked:
    """What publishing a quarter asks about.

    `away` is what it would give away, and `follows` what would still be given away once something
    is hidden for that, to the last; `told` is what earlier releases told already, and `not_tried`
    what the officer has to look at, for there was too much of it to try it all. `by_own_people` is
    what a plan's own people find of what they read in full, whatever is hidden. `renamed` are the
    indicators that counted people when they were last told, and do not now; `doubtful` the
    breakdowns that may be none, and `taken_as_one` those that an officer took to be one when
    something was published last. `idle` are the decisions by which a figure is hidden that keeps
    nothing hidden any more.
    """

    away: list[Finding] = field(default_factory=list)
    follows: list[Finding] = field(default_factory=list)
    told: list[Finding] = field(default_factory=list)
    not_tried: list[str] = field(default_factory=list)
    by_own_people: list[str] = field(default_factory=list)
    renamed: list[Renamed] = field(default_factory=list)
    doubtful: list[Doubtful] = field(default_factory=list)
    taken_as_one: list[Doubtful] = field(default_factory=list)
    idle: list[Decision] = field(default_factory=list)


def what_publishing_asks(
    quarter: Quarter, chosen: Sequence[Collection[Key]] = (), shown: Collection[int] = ()
) -> Asked:
    """What publishing the quarter now would give away, and what need not stay hidden.

    What follows depends on what is `chosen` to be hidden, question by question; where nothing is,
    what is hidden without a choice. It depends on which indicators are `shown`, too, though they
    counted people. Costs as many queries however many quarters there are.
    """
    limits, before, further = thresholds(), known_to_readers(), hiding_now(decisions())
    told = Recorded(LAST_QUARTER, **read_figures(LAST_QUARTER))
    every = as_told(told, before, limits, shown)
    facts = every.as_at(quarter.label)
    later = {each.quarter for each in before.ties if each.quarter > quarter.label}
    keys = frozenset(each.key for each in further)
    free = idle(facts, limits, keys, before)
    taken = mended(
        facts, limits, keys, before, chosen, [every.as_at(each) for each in sorted(later)]
    )
    first, *others = taken.rounds or [[]]
    doubts = doubtful(facts, limits, before)
    said = _said_to_be_right() if any(each.may_stand for each in doubts) else frozenset()
    right = [each for each in doubts if each.may_stand and each.sentence in said]
    return Asked(
        first,
        [found for each in others for found in each],
        taken.left,
        taken.not_tried,
        taken.by_own_people,
        renamed(told.as_at(quarter.label), before, limits),
        [each for each in doubts if each not in right],
        right,
        _free_to_show([each for each in further if each.key in free], keys, before, every),
    )


def _said_to_be_right() -> frozenset[str]:
    """What an officer took to be right though it was doubtful, for whatever was published last."""
    last = Release.objects.order_by("pk").last()
    return frozenset(last.rule.get("taken_as_one", ()) if last else ())


def _free_to_show(
    waiting: list[Decision], further: frozenset[Key], before: Earlier, every: Recorded
) -> list[Decision]:
    """Those of the decisions whose figure no quarter needs hidden."""
    for each in Quarter.objects.begun() if waiting else ():
        check = Check(every.as_at(each.label), thresholds(), before)
        waiting = [
            one
            for one in waiting
            if one.told_from > each.label or not any(_given_away_by(one, check, further))
        ]
    return waiting


@dataclass(frozen=True)
class Hidden:
    """What a release hides further, and what earlier ones told; as it is kept with the release.

    `facts` are those of the release as disclosure looked at them, and `shown` says, in sentences,
    of which indicators small numbers are shown since; `not_tried` and `by_own_people` are as for
    `Asked`, and `taken_as_one` says, in sentences, which doubtful breakdowns were taken to be one.
    """

    facts: Recorded
    keys: frozenset[Key]
    further: list[dict[str, str]]
    told_before: list[str]
    shown: list[str]
    not_tried: list[str]
    by_own_people: list[str]
    taken_as_one: list[str]


def hide_further(
    facts: Facts, chosen: Sequence[Collection[Key]], *, by, at, shown: Collection[int] = ()
) -> Hidden:
    """Hide what it takes until nothing is left to be mended, as it is chosen question by question.

    Nothing else is hidden than what `what_publishing_asks` names. Raises NotAllowed where a
    breakdown cannot be as it is said.
    """
    limits, before, further = thresholds(), known_to_readers(), further_hidden()
    seen = as_told(facts, before, limits, shown)
    doubts = doubtful(seen, limits, before)
    if wrong := [each.sentence for each in doubts if not each.may_stand]:
        raise NotAllowed(f"Write by what each part breaks its total down first. {' '.join(wrong)}")
    later = _released_later(facts.quarter, before, shown)
    taken = mended(seen, limits, further, before, chosen, later)
    added = taken.added
    FurtherHiding.objects.bulk_create(
        FurtherHiding(
            indicator_id=key.indicator,
            period=key.period,
            reported_in="" if key.reported_in == BASELINE else key.reported_in,
            reason=each.because,
            rule=all_of(each.rules),
            by=by,
            at=at,
        )
        for key, each in sorted(added.items())
    )
    if added:
        tell(Deed.SHOWN, f"Further figures hidden: {len(added)}", by=by)
    given_free = [each for each in renamed(facts, before, limits) if each.indicator in shown]
    if given_free:
        codes = all_of(each.code for each in given_free)
        tell(Deed.SHOWN, f"Small numbers shown that were hidden as of people: {codes}", by=by)
    return Hidden(
        seen,
        frozenset({*small_figures(seen, limits), *further, *added}),
        [
            {"figure": each.figure, "because": each.kept.reason, "rule": each.kept.rule}
            for each in sorted(hiding_now(decisions()), key=lambda each: each.order)
            if each.key.indicator in facts.indicators and each.told_from <= facts.quarter
        ],
        [*(sentence for each in taken.left for sentence in each.sentences), *read_in_full()],
        [f"{each.code} counts {each.now} now: it counted {each.was}." for each in given_free],
        taken.not_tried,
        taken.by_own_people,
        [each.sentence for each in doubts],
    )


def read_in_full() -> list[str]:
    """What a Board that reads masked figures now has read of earlier releases, as a sentence."""
    if settings.LAA_BOARD_AUDIENCE == "all":
        return []
    full = Release.objects.filter(rule__board="all").order_by("quarter").last()
    if full is None:
        return []
    return [
        f"The Board read releases up to {full.quarter.calendar.long_label} in full: of figures "
        "that were in them it may know what is masked from it now."
    ]


def known_to_readers() -> Earlier:
    """What readers of masked figures may know beside these. Costs two queries."""
    return shown_before()._replace(own_people=own_people())


def shown_before() -> Earlier:
    """Every figure that masked reports of any release have shown, withdrawn ones too.

    Costs one query. A release keeps what it was the first to show, what it hid, what was part of
    what, and what was counted; of those made before that was kept the reports themselves are read,
    and the histories.
    """
    shown: dict[Key, dict[Numbers, None]] = defaultdict(dict)
    withdrawn: list[Past] = []
    first_told = ReleasedReport.objects.filter(release=OuterRef("release"), key=FIRST_TOLD)
    kept = ReleasedReport.objects.filter(
        Q(key=FIRST_TOLD) | Q(key__startswith="masked/indicator/") & ~Exists(first_told)
    )
    ids: dict[str, int] = {}
    ties: dict[tuple[str, int], Mapping[int, Tie] | None] = {}
    counted: dict[tuple[str, int], Mapping[int, Counted] | None] = {}
    in_order = kept.order_by("release_id").values_list(
        "key", "data", "release__withdrawal", "release__quarter", "release__number"
    )
    for key, data, withdrawal, quarter, number in in_order.iterator():
        kept_now = data if key == FIRST_TOLD else {}
        ties[quarter, number] = _ties_kept(kept_now)
        counted[quarter, number] = _counted_kept(kept_now)
        if key == FIRST_TOLD:
            for figure, numbers in _read(data["figures"]):
                _tell(shown[figure], numbers)
            if withdrawal and (hidden := dict(_read(data.get("hidden", ())))):
                last = {figure: [*told][-1] for figure, told in shown.items()}
                shown_then = {k: v for k, v in last.items() if k not in hidden}
                withdrawn.append(Past(quarter, shown_then, hidden))
            continue
        ids = ids or dict(Indicator.objects.values_list("code", "id"))
        if indicator := ids.get(data["line"]["code"]):
            for figure, shown_as in figures_shown(indicator, data):
                _tell(shown[figure], shown_as)
    then = _by_history() if None in (*ties.values(), *counted.values()) else {}
    return Earlier(
        shown,
        withdrawn,
        [
            Told(each[0], _then(then, each, 0) if kept is None else kept)
            for each, kept in ties.items()
        ],
        {
            indicator: what
            for each, kept in counted.items()
            for indicator, what in (_then(then, each, 1) if kept is None else kept).items()
        },
    )


def _ties_kept(data: dict) -> dict[int, Tie] | None:
    """How indicators hung together, as a release keeps it: older ones in the words of their day."""
    if "ties" not in data:
        return None
    return {indicator: tie_as_written(*tie) for indicator, *tie in data["ties"]}


def _counted_kept(data: dict) -> dict[int, Counted] | None:
    """What indicators counted, as a release keeps it."""
    if "counted" not in data:
        return None
    return {indicator: Counted(*what) for indicator, *what in data["counted"]}


def _then(histories: Mapping, release: tuple[str, int], place: int) -> dict:
    """Of each indicator what the histories say of the moment of a release."""
    return {each: found[place] for each, found in histories.get(release, {}).items()}


def _by_history() -> dict[tuple[str, int], dict[int, tuple[Tie, Counted]]]:
    """How indicators hung together and what they counted at the moment of each release, by its
    quarter and number. Costs two queries.
    """
    published = RoundEvent.objects.filter(what="published").order_by("at", "id")
    versions = Indicator.history.order_by("history_date", "history_id").values_list(
        "history_date", "id", "counted_as", "unit", "part_of_id", "cohort", "accumulation",
        "year_type", "broken_down_by", "frequency",
    )  # fmt: skip
    found: dict[tuple[str, int], dict[int, tuple[Tie, Counted]]] = {}
    numbers: dict[str, int] = defaultdict(int)
    stood: dict[int, tuple[Tie, Counted]] = {}
    waiting = deque(versions)
    for quarter, at in published.values_list("quarter", "at"):
        while waiting and waiting[0][0] <= at:
            _, indicator, noun, unit, *tie = waiting.popleft()
            stood[indicator] = tie_as_written(*tie), Counted(noun, unit)
        numbers[quarter] += 1
        found[quarter, numbers[quarter]] = dict(stood)
    return found


def _tell(told: dict[Numbers, None], numbers: Numbers) -> None:
    """Add it as what was told last."""
    told.pop(numbers, None)
    told[numbers] = None


def _read(kept: Iterable[list]) -> Iterator[tuple[Key, Numbers]]:
    for indicator, period, reported_in, *numbers in kept:
        yield Key(indicator, period, reported_in), Numbers(*numbers)


def figures_shown(indicator: int, report: dict) -> Iterator[tuple[Key, Numbers]]:
    """The figures that the report of an indicator shows."""
    for reported_in, cell in _cells(report):
        if not cell["masked"] and cell["value"] is not None:
            yield (
                Key(indicator, cell["period"], reported_in),
                Numbers(cell["numerator"], cell["denominator"], cell["value"]),
            )


def first_told(reports: Iterable[tuple[int, dict]], facts, hidden: Collection[Key]) -> dict:
    """What these masked reports, by their indicator, are the first to show, and what they hide.

    And what was part of what by then, and what was counted. A figure that is told again as it was
    told before the last time is news too.

    As a release keeps it. Costs one query.
    """
    before = shown_before().told
    now: dict[Key, dict[Numbers, None]] = defaultdict(dict)
    for indicator, report in reports:
        for key, numbers in figures_shown(indicator, report):
            _tell(now[key], numbers)
    return {
        "figures": [
            [*key, *numbers]
            for key, shown in now.items()
            for numbers in _news([*before.get(key, ())], [*shown])
        ],
        "hidden": [[*key, *numbers] for key, numbers in hid(facts, hidden).items()],
        "ties": [[indicator, *tie] for indicator, tie in ties_of(facts.indicators).items()],
        "counted": [[row.id, *counted_in(row)] for row in facts.indicators.values()],
    }


def _news(before: list[Numbers], now: list[Numbers]) -> list[Numbers]:
    """What was not told of a figure before, and what it was told as last, where that is another."""
    new = [each for each in now if each not in before]
    return new if [*before, *new][-1] == now[-1] else [*new, now[-1]]


def _cells(report: dict) -> Iterator[tuple[str, dict]]:
    for baseline in (report["line"]["baseline"], *report["baselines"]):
        if baseline:
            yield BASELINE, baseline
    for period in report["periods"]:
        for cell in period["reports"]:
            yield cell["reported_in"], cell
