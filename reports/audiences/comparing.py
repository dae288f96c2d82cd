"""Which quarters are compared for whom: any two on a page, or one with the published one before."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from django.urls import reverse

from accounts.access import SignedIn
from periods.calendar import FinancialQuarter
from reports.audiences.access import Reading, read_digests_ahead, share_what_is_cleared
from reports.audiences.frames import kept_query, shared_quarters, with_query
from reports.changes.between import LONG, Change, Changes, changes
from reports.reading.digests import Digest, about_plan, of_plans_only
from reports.releases.parts import WHOLE, Part
from reports.releases.remembering import REMEMBERED

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
    return _compared(before, reading, reading.published_before(LONG - 1))


def _compared(
    before: Reading, reading: Reading, earlier: Sequence[Reading], *, plan: str = ""
) -> Changes:
    """`earlier` are the quarters published before, for what stands still. All that is said of one
    plan is said where only that is compared, too.

    It is the same for as long as what the quarters say to this person is.
    """
    in_a_row = list(_in_a_row(reading, earlier))
    share_what_is_cleared([reading, before, *in_a_row])
    said = [each.said_by for each in (before, reading, *in_a_row)]
    place = None if None in said else (Changes, plan, *said)
    if place and (known := REMEMBERED.get(place)) is not None:
        return known
    found = _compared_anew(before, reading, in_a_row, plan)
    if place and said == [each.said_by_now for each in (before, reading, *in_a_row)]:
        REMEMBERED.keep(place, found)
    return found


def _compared_anew(
    before: Reading, reading: Reading, in_a_row: Sequence[Reading], plan: str
) -> Changes:
    """Costs one query for the digests of all of them."""
    unknown = [each for each in in_a_row if not each.is_known(WHOLE.brief)]
    read_digests_ahead([reading, before, *unknown])
    partial = before.is_partial or reading.is_partial
    part = _part_about(plan, [before, reading, *in_a_row]) if plan else WHOLE
    was = _digest(before, part, partial=partial)
    digests = [
        was,
        _digest(reading, part, partial=partial),
        *(
            was if each is before else _digest(each, part.brief, partial=partial)
            for each in in_a_row
        ),
    ]
    if plan:
        digests = about_plan(digests, plan)
    return changes(digests[0], digests[1], digests[2:])


def _part_about(plan: str, readings: Iterable[Reading]) -> Part:
    """What is about the plan, and about an indicator that it delivers in any of the quarters."""
    return Part(plan, frozenset().union(*(each.codes_of(plan) for each in readings)))


def _digest(reading: Reading, part: Part, *, partial: bool) -> Digest:
    """Compared with a quarter of which only one's own plans can be read, no more than these."""
    digest = reading.digest(part)
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
