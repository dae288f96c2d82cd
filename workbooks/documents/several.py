"""A document that holds several delivery plans: which of them is read, a person says.

No Django in here.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from indicators.codes import NotACode, read_code
from sheets.problems import all_of
from workbooks.documents.headings import Kind, is_section
from workbooks.documents.layout import Layout, Record
from workbooks.documents.questions import Asking, Choice
from workbooks.documents.summary import names_an_agreement
from workbooks.documents.walking import lay_out
from workbooks.reading.documents import Document, Grid, Words

WHICH, ONE_PLAN = "which plan", "one plan"
# With these a plan begins; where one comes again after its later parts, another plan may begin.
_FIRST_PART = {Kind.PREPARED, Kind.SUMMARY, Kind.INDICATORS}
_LATER_PARTS = {Kind.DEPENDENCIES, Kind.RISKS, Kind.POLICIES, Kind.ACTIONS}


@dataclass
class _Plan:
    """A plan of a document: its blocks from `start` on, and the codes of its indicators."""

    start: int
    end: int
    codes: list[str]
    name: str = ""


def the_plan_of(
    document: Document, asking: Asking, answers: Mapping[str, str]
) -> tuple[Document, str]:
    """The part of the document that is read, and a note of what is not; "" where all is read.

    While nobody said which of several plans it is, it is the first.
    """
    layout = lay_out(document, Asking(answers))
    plans = _plans(document, layout)
    if layout.is_ours or len(plans) < 2:
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
    """The plans of the document: more than one where other indicators stand under new headings."""
    at = {place: number for number, each in enumerate(document.blocks) for place in _places(each)}
    starts = [0, *(_start(document, at[place]) for place in _begun_again(layout))]
    ends = [*starts[1:], len(document.blocks)]
    codes = [(at[record.place("code")], record.text("code")) for record in _indicators(layout)]
    plans: list[_Plan] = []
    for start, end in zip(starts, ends, strict=True):
        ours = [code for place, words in codes if start <= place < end for code in _code(words)]
        if plans and (not plans[-1].codes or set(ours) <= set(plans[-1].codes)):
            plans[-1].end, plans[-1].codes = end, plans[-1].codes or ours
        else:
            plans.append(_Plan(start, end, ours))
    for plan in plans:
        said = all_of(list(dict.fromkeys(plan.codes)))
        others = [all_of(list(dict.fromkeys(each.codes))) for each in plans if each is not plan]
        block = document.blocks[plan.start]
        plan.name = f"{said}, from {block.place} on" if said in others else said
    return plans


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
