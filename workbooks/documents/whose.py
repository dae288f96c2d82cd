"""Of which action or risk a line below the table of our own documents speaks.

Nothing hangs on where a row stands: where a line's number and its words do not go together, or it
names no row, the person is asked.  No Django in here.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from workbooks.documents.below import Below, Saying
from workbooks.documents.found import Found
from workbooks.documents.gathering import Gathering
from workbooks.documents.headings import Kind
from workbooks.documents.questions import LEAVE_OUT, Choice
from workbooks.documents.wording import SUGGESTED, likeness, same_text, shortened

CALLED = {Kind.ACTIONS: "action", Kind.RISKS: "risk"}


@dataclass(frozen=True)
class Named:
    """An action or a risk: of the document, or as it is kept."""

    number: int
    words: str


Said = dict[int, dict[Saying, Found]]


def said_below(
    gathering: Gathering, kind: Kind, rows: Sequence[Named], kept: Sequence[Named]
) -> Said:
    """What is said below the table of each of its rows, by the row's number."""
    found: Said = {}
    for line in gathering.layout.below:
        row = _row_of(gathering, line, rows, kept) if line.kind == kind else None
        if row is None:
            continue
        ours = found.setdefault(row.number, {})
        new = Found(line.said, line.place, line.line)
        if not same_text(ours.setdefault(line.saying, new).value, line.said):
            gathering.layout.form.discard(line.place)  # it is said otherwise already: ask
    return found


def _row_of(
    gathering: Gathering, line: Below, rows: Sequence[Named], kept: Sequence[Named]
) -> Named | None:
    """The row of which the line speaks; None for none that is in the document."""
    known = line if line.words else _as_named_now(gathering, line, rows, kept)
    if known is None:
        return _ask(gathering, line, rows, rows[line.number - 1 : line.number])
    named = [each for each in rows if known.names(each.words)]
    is_one = len(named) == 1
    if known.of:  # so many have these words: if it is not as many now, which is it?
        is_one = len(named) == known.of
        named = named[known.nth - 1 : known.nth] or named
    ours = next((each for each in kept if each.number == known.number), None)
    if is_one and (ours is None or named[0].number == known.number):
        return named[0]
    if not named and ours and known.names(ours.words):
        # Its words were changed, and it is known to be the same; or it was taken out.
        return next((each for each in rows if each.number == known.number), None)
    return _ask(gathering, known, rows, named)


def _as_named_now(
    gathering: Gathering, line: Below, rows: Sequence[Named], kept: Sequence[Named]
) -> Below | None:
    """A line of before with the number and words of what stood at its place; None where a row may
    have been moved since, and nothing says so.
    """
    at = line.number - 1
    listed = [Named(*each) for each in gathering.layout.listed.get(line.kind, [])]
    is_whole = [each.number for each in listed] == list(range(1, len(listed) + 1))
    if at < len(listed) and (is_whole or _is_same(listed[at], kept[at : at + 1])):
        return _naming(line, listed, at)
    if at < len(kept) and [each.number for each in rows] == [each.number for each in kept]:
        return _naming(line, kept, at)
    return None


def _is_same(one: Named, other: Sequence[Named]) -> bool:
    return any(each.number == one.number and same_text(each.words, one.words) for each in other)


def _naming(line: Below, listed: Sequence[Named], at: int) -> Below:
    alike = [each for each in listed if same_text(each.words, listed[at].words)]
    return replace(
        line,
        number=listed[at].number,
        words=listed[at].words,
        nth=alike.index(listed[at]) + 1,
        of=len(alike),
    )


def _ask(
    gathering: Gathering, line: Below, rows: Sequence[Named], meant: Sequence[Named]
) -> Named | None:
    called = CALLED[line.kind]
    if not meant and line.words:
        meant = [each for each in rows if likeness(each.words, line.words) >= SUGGESTED]
        meant = sorted(meant, key=lambda each: -likeness(each.words, line.words))
    answer = gathering.asking.ask(
        "said of",
        line.place,
        f"Below the table stands “{line.line}”, and no {called} of the document has that number "
        f"and these words: of which {called} is it said?",
        str(meant[0].number) if meant else LEAVE_OUT,
        choices=(
            *(
                Choice(
                    str(each.number),
                    f"{called.capitalize()} {each.number}, “{shortened(each.words)}”",
                )
                for each in rows
            ),
            Choice(LEAVE_OUT, "Of none of these: leave it out"),
        ),
    )
    return next((each for each in rows if str(each.number) == answer), None)


def named(rows: Sequence[Any], attribute: str) -> list[Named]:
    """Kept rows by their number and their words."""
    return [Named(each["number"], str(each[attribute])) for each in rows]
