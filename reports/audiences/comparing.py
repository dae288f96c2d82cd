"""Which quarters are compared for whom: any two on a page, or one with the published one before."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from django.urls import reverse

from accounts.access import SignedIn
from periods.calendar import FinancialQuarter
from reports.audiences.access import Reading, read_digests_ahead
from reports.audiences.frames import kept_query, shared_quarters, with_query
from reports.changes.between import LONG, Change, Changes, changes
from reports.reading.digests import Digest, about_plan, of_plans_only

MOST_AT_A_GLANCE = 5


@dataclass(frozen=True)
class Since:
    """What changed since the Board last met, in short: the first few, and where all of it is."""

    changes: Changes
    first: tuple[Change, ...]
    address: str

    @property
    def more(self) -> int:
        return len(self.changes.all) - len(self.first)


def since_last(reading: Reading, *, plan: str = "") -> Since | None:
    """What changed since the published quarter before; None where there is none.

    `plan` asks for one plan's changes only. Costs one query for the releases and one for their
    digests.
    """
    earlier = reading.published_before(LONG - 1)
    read_digests_ahead([reading, *earlier])
    if not earlier:
        return None
    found = _compared(earlier[0], reading, earlier, plan=plan)
    ours = found.of(plan=plan) if plan else found
    address = reverse("changes", args=[found.before.slug, found.after.slug])
    return Since(
        ours, ours.all[:MOST_AT_A_GLANCE], with_query(address, {"plan": plan} if plan else {})
    )


def compared(before: Reading, reading: Reading) -> Changes:
    """What changed between two quarters."""
    earlier = reading.published_before(LONG - 1)
    read_digests_ahead([reading, before, *earlier])
    return _compared(before, reading, earlier)


def _compared(
    before: Reading, reading: Reading, earlier: Sequence[Reading], *, plan: str = ""
) -> Changes:
    """Of quarters whose digests were read; `earlier` are those published before, for what stands
    still. All that is said of one plan is said where only that is compared, too.
    """
    partial = before.is_partial or reading.is_partial
    was = _digest(before, partial=partial)
    in_a_row = [
        was if each is before else _digest(each, partial=partial)
        for each in _in_a_row(reading, earlier)
    ]
    digests = [was, _digest(reading, partial=partial), *in_a_row]
    if plan:
        digests = about_plan(digests, plan)
    return changes(digests[0], digests[1], digests[2:])


def _digest(reading: Reading, *, partial: bool) -> Digest:
    """Compared with a quarter of which only one's own plans can be read, no more than these."""
    digest = reading.digest()
    return of_plans_only(digest, reading.own_plans) if partial else digest


def _in_a_row(reading: Reading, earlier: Sequence[Reading]) -> Iterator[Reading]:
    """The readings before this one, as far back as no quarter is left out."""
    expected = reading.quarter.previous
    for each in earlier:
        if each.quarter != expected:
            return
        yield each
        expected = expected.previous


# The page -----------------------------------------------------------------------------


def switches(request: SignedIn, before: Reading, after: Reading) -> dict:
    """Other quarters to compare: each with the one before it, and others with this one."""
    there = after.choices_with("quarter")
    choices = there if after.is_partial else shared_quarters(request, there)
    kept = kept_query(request)

    def address(earlier: FinancialQuarter, later: FinancialQuarter) -> str:
        return with_query(reverse("changes", args=[earlier, later]), kept)

    links = [(later.long_label, address(earlier, later)) for later, earlier in pairwise(choices)]
    labels = [words for words, _ in links]
    here = labels.index(after.quarter.long_label) if after.quarter.long_label in labels else None
    return {
        "switch": {
            "current": after.quarter.long_label,
            "previous": links[here + 1] if here is not None and here + 1 < len(links) else None,
            "next": links[here - 1] if here else None,
            "quarters": links if len(links) > 1 else [],
        },
        "compare_with": [
            (each.long_label, address(each, after.quarter))
            for each in choices
            if each < after.quarter and each != before.quarter
        ],
    }
