"""What changed between two quarters: the difference of their digests, the most important first.

And the opposite: what is off target, and as it was, for three quarters. No Django in here.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from indicators.codes import code_order
from indicators.performance import Status
from reports.changes.indicators import changes_of_indicator
from reports.changes.kinds import Change, Kind, Place, Way, What
from reports.changes.plans import changes_of_plan
from reports.reading.digests import Digest, IndicatorDigest
from reports.reading.objects import Stamp

OFF_TARGET = (Status.MISSED, Status.CLOSE)
LONG = 3  # quarters that make a standstill


@dataclass(frozen=True)
class Changes:
    """All that changed from `before` to `after`, and what stands still where it should not."""

    before: Stamp
    after: Stamp
    all: tuple[Change, ...]
    standstill: tuple["Standstill", ...] = ()

    @property
    def small(self) -> bool:
        """Whether a figure is told that is hidden from the public."""
        return any(each.small for each in self.all) or any(each.small for each in self.standstill)

    @property
    def headline(self) -> str:
        """ "12 changes: 3 for the worse, 5 for the better"."""
        if not self.all:
            return "Nothing changed"
        many = "change" if len(self.all) == 1 else "changes"
        ways = [each.way for each in self.all]
        counted = [
            f"{ways.count(way)} for the {way}" for way in (Way.WORSE, Way.BETTER) if way in ways
        ]
        return f"{len(ways)} {many}{': ' if counted else ''}{', '.join(counted)}"

    def of(self, *, kind: Kind | None = None, plan: str = "") -> "Changes":
        """Those of one kind, of one plan, or both."""
        kept = tuple(
            each
            for each in self.all
            if (kind is None or each.kind == kind) and (not plan or each.plan_slug == plan)
        )
        still = tuple(each for each in self.standstill if not plan or each.plan_slug == plan)
        return replace(self, all=kept, standstill=still)

    def kinds(self) -> list[tuple[Kind, int]]:
        """How many there are of each kind of which there are some."""
        kinds = [each.kind for each in self.all]
        return [(kind, kinds.count(kind)) for kind in Kind if kind in kinds]


@dataclass(frozen=True)
class Standstill:
    """An indicator that is off target, with the same word, for three quarters or more."""

    code: str
    title: str
    said: str
    place: Place
    plan_slug: str = ""
    small: bool = False


def changes(before: Digest, after: Digest, in_a_row: Sequence[Digest] = ()) -> Changes:
    """What changed; `in_a_row` are the digests of the quarters just before `after`, the latest
    first.
    """
    told = [*_releases(before, after), *_indicators(before, after), *_plans(before, after)]
    return Changes(
        before=before.stamp,
        after=after.stamp,
        all=tuple(sorted(told, key=lambda each: each.importance)),
        standstill=tuple(standstill([after, *in_a_row])),
    )


def kind_of(slug: str) -> Kind | None:
    """The kind that `?kind=` asks for; None where it is none."""
    return next((each for each in Kind if each.slug == slug), None)


def _releases(before: Digest, after: Digest) -> Iterator[Change]:
    """A quarter that was published again told the Board something else before."""
    for stamp in (before.stamp, after.stamp):
        if stamp.released > 1:
            yield Change(
                what=What.PUT_RIGHT,
                subject=stamp.quarter_in_full,
                said=f"was published again, as release {stamp.released}.",
                place=Place("report", stamp.slug, stamp.slug),
                note=stamp.release_reason,
                order=(stamp.quarter,),
            )


def _indicators(before: Digest, after: Digest) -> Iterator[Change]:
    for was, now in _pairs(before.indicators, after.indicators, "code"):
        yield from changes_of_indicator(was, now, after.stamp.slug if now else before.stamp.slug)


def _plans(before: Digest, after: Digest) -> Iterator[Change]:
    for was, now in _pairs(before.plans, after.plans, "slug"):
        yield from changes_of_plan(was, now, after)


def _pairs(before: Iterable, after: Iterable, name: str) -> Iterator[tuple]:
    """What has the same name in both, or stands in one of them only."""
    was = {getattr(each, name): each for each in before}
    for now in after:
        yield was.pop(getattr(now, name), None), now
    yield from ((gone, None) for gone in was.values())


def standstill(digests: Sequence[Digest]) -> Iterator[Standstill]:
    """What is off target with the same word in each of the last three quarters.

    The digests are those of one quarter after the other, the latest first. Where one of them is
    not there, nothing can be told.
    """
    statuses = [{each.code: each.status for each in digest.indicators} for digest in digests]
    for now in sorted(digests[0].indicators, key=lambda each: code_order(each.code)):
        run = _run(now, statuses)
        if now.status in OFF_TARGET and run >= LONG:
            yield Standstill(
                code=now.code,
                title=now.title,
                said=f"has been {now.status} for {run} quarters: {now.finding}",
                place=Place("indicator", now.slug, digests[0].stamp.slug),
                plan_slug=now.plan_slug,
                small=now.small,
            )


def _run(now: IndicatorDigest, statuses: Sequence[Mapping[str, str]]) -> int:
    """For how many of the quarters, counted back, it has the status that it has now."""
    for length, by_code in enumerate(statuses):
        if by_code.get(now.code) != now.status:
            return length
    return len(statuses)
