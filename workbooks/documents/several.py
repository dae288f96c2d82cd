"""A document that holds several delivery plans: which of them is read, a person says.

No Django in here.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from indicators.codes import NotACode, read_code
from sheets.problems import all_of
from workbooks.documents.exports import AS_AT
from workbooks.documents.headings import Kind, is_section
from workbooks.documents.layout import Layout, Record
from workbooks.documents.questions import Asking, Choice
from workbooks.documents.summary import names_an_agreement
from workbooks.documents.walking import lay_out
from workbooks.documents.wording import shortened
from workbooks.reading.documents import Document, Grid, Words

WHICH, ONE_PLAN = "which plan", "one plan"
# With these a plan begins; where one comes again after its later parts, another plan may begin.
_FIRST_PART = {Kind.PREPARED, Kind.SUMMARY, Kind.INDICATORS}
_LATER_PARTS = {Kind.DEPENDENCIES, Kind.RISKS, Kind.POLICIES, Kind.ACTIONS}
# An indicator that comes again is the same plan's, unless so many kinds of later parts come too.
PARTS_AGAIN = 2
# The titles of our own documents above the line that says as at when they are.
TITLES_OF_OURS = 2


@dataclass
class _Plan:
    """A plan of a document: its blocks from `start` on, the codes of its indicators, what its
    summary says, and which of its later parts it has.
    """

    start: int
    end: int
    codes: list[str]
    summary: str
    title: str
    later: set[Kind]
    name: str = ""

    @property
    def called(self) -> str:
        """Its indicators; where it names none, what its summary says, or its title."""
        said = all_of(list(dict.fromkeys(self.codes))) or self.summary or self.title
        return said if self.codes else shortened(said)

    def is_another_than(self, before: "_Plan") -> bool:
        """Whether it is no further part of the plan before it.

        Other indicators are another plan's. Where there are none, or the same again, it is one that
        has a summary and parts of its own: a table that goes on has not.
        """
        if before.codes and self.codes and not set(self.codes) <= set(before.codes):
            return True
        if self.codes:
            return len(self.later) >= PARTS_AGAIN and bool(before.later & self.later)
        is_own = bool(self.summary) and self.summary != before.summary
        return is_own and bool(self.later) and bool(before.later)

    def take(self, more: "_Plan") -> None:
        """Let a further part be its own."""
        self.end, self.codes = more.end, self.codes or more.codes
        self.later |= more.later


def the_plan_of(
    document: Document, asking: Asking, answers: Mapping[str, str]
) -> tuple[Document, str]:
    """The part of the document that is read, and a note of what is not; "" where all is read.

    While nobody said which of several plans it is, it is the first.
    """
    layout = lay_out(document, Asking(answers))
    plans = _plans(document, layout)
    if len(plans) < 2:
        return document, ""
    names = [each.name for each in plans]
    answer = asking.ask(
        WHICH,
        "",
        f"The document holds {len(plans)} plans, of {all_of(names)}, each with headings of its "
        "own: which of them is read? Bring the document again for each of the others.",
        choices=(
            *(Choice(each.name, f"The plan of {each.name}") for each in plans),
            Choice(ONE_PLAN, "It is one plan, with all of this in it"),
        ),
    )
    if answer == ONE_PLAN:
        return document, ""
    plan = next((each for each in plans if each.name == answer), plans[0])
    asking.of = plan.name
    others = all_of([each.name for each in plans if each is not plan])
    note = f"only the plan of {plan.name} is read; bring the document again for {others}"
    return replace(document, blocks=_blocks_of(document, plan)), note


def _plans(document: Document, layout: Layout) -> list[_Plan]:
    """The plans of the document: each has headings of its own, and other words or indicators."""
    if layout.is_ours:
        starts = _titles_of_ours(document)
    else:
        at = {
            place: number for number, each in enumerate(document.blocks) for place in _places(each)
        }
        starts = [0, *(_start(document, at[place]) for place in _begun_again(layout))]
    ends = [*starts[1:], len(document.blocks)]
    plans: list[_Plan] = []
    for start, end in zip(starts, ends, strict=True):
        plan = _read(document, start, end)
        if plans and not (layout.is_ours or plan.is_another_than(plans[-1])):
            plans[-1].take(plan)
        else:
            plans.append(plan)
    for plan in plans:
        others = [each.called for each in plans if each is not plan]
        place = document.blocks[plan.start].place
        is_told_apart = plan.called and plan.called not in others
        plan.name = (
            plan.called
            if is_told_apart
            else ", ".join(filter(None, (plan.called, f"from {place} on")))
        )
    return plans


def _read(document: Document, start: int, end: int) -> _Plan:
    """The plan that these blocks would be, read by themselves."""
    blocks = document.blocks[start:end]
    layout = lay_out(replace(document, blocks=blocks), Asking({}))
    words = [each.text(role) for each in layout.of(Kind.SUMMARY) for role in ("theme", "priority")]
    return _Plan(
        start,
        end,
        codes=[code for each in _indicators(layout) for code in _code(each.text("code"))],
        summary=" ".join(filter(None, words)),
        title=next((each.text for each in blocks if isinstance(each, Words)), ""),
        later={kind for kind, _ in layout.headed if kind in _LATER_PARTS},
    )


def _titles_of_ours(document: Document) -> list[int]:
    """Where plans begin that we wrote: with a title above the line that says as at when they are.

    Several are there where one file was put after another.
    """
    lines = [
        number
        for number, each in enumerate(document.blocks)
        if isinstance(each, Words) and not each.beside and AS_AT.fullmatch(each.text)
    ]
    return [0, *(max(number - TITLES_OF_OURS, 0) for number in lines[1:])]


def _begun_again(layout: Layout) -> Iterator[str]:
    """The places where headings of a plan's first part come again, after its later parts."""
    had: set[Kind] = set()
    is_later = False
    for kind, place in layout.headed:
        if kind in _LATER_PARTS:
            is_later = True
        elif kind in _FIRST_PART:
            if is_later and kind in had:
                yield place
                had, is_later = set(), False
            had.add(kind)


def _indicators(layout: Layout) -> Iterator[Record]:
    return (each for each in layout.of(Kind.INDICATORS) if each.place("code"))


def _code(words: str) -> list[str]:
    try:
        return [read_code(words)]
    except NotACode:
        return []


def _start(document: Document, block: int) -> int:
    """Where a plan begins that has these headings: with its titles above them, where it has any."""
    start = block
    for number in range(block - 1, -1, -1):
        words = document.blocks[number]
        if not isinstance(words, Words):
            break
        if words.heading or is_section(words.text) or names_an_agreement(words.text):
            start = number
    return start


def _places(block: Words | Grid) -> Iterator[str]:
    if isinstance(block, Words):
        yield block.place
    else:
        yield from (part.place for row in block.rows for part in row)


def _blocks_of(document: Document, plan: _Plan) -> list[Words | Grid]:
    """Its blocks, and what stands beside the text, which may be of any plan."""
    return [
        each
        for number, each in enumerate(document.blocks)
        if plan.start <= number < plan.end or (isinstance(each, Words) and each.beside)
    ]
