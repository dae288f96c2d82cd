"""The lines that our own documents write below their tables of actions and risks.

Each names its action or risk by its number and its words, so that it is known wherever the row then
stands. Files of before named only the place in the table.  No Django in here.
"""

import re
from dataclasses import dataclass
from enum import StrEnum

from workbooks.documents.headings import Kind
from workbooks.documents.wording import same_text, seen
from workbooks.reading.documents import Grid, Words

_NAMED = (
    r"(?P<number>[0-9]{1,5})(?: above|, [“\"](?P<words>.+)[”\"]"
    r"(?: \((?P<nth>[0-9]{1,5}) of (?P<of>[0-9]{1,5}) with these words\))?)"
)
_GOES_ON = " …"
_LISTED = re.compile(r"(?P<number>[0-9]{1,5})\. (?P<words>.+)", re.DOTALL)


class Saying(StrEnum):
    """What is said below a table."""

    FEEDS = "feeds"
    OWNED = "owned"
    CLOSED = "closed"


_SAYINGS = (
    (
        Saying.CLOSED,
        Kind.RISKS,
        re.compile(rf"Risk {_NAMED} is closed(?:: (?P<said>.+)|\.)"),
    ),
    (
        Saying.OWNED,
        Kind.RISKS,
        re.compile(rf"Risk {_NAMED} is owned by (?P<said>.+)\."),
    ),
    (
        Saying.FEEDS,
        Kind.ACTIONS,
        re.compile(rf"Action {_NAMED} feeds (?P<said>[^;]+(?:; [^;]+)*)\."),
    ),
)
# The headings under which our documents list their actions and risks with their numbers.
_LISTS = {Kind.ACTIONS: ("Action", "Status"), Kind.RISKS: ("Risk", "Current Impact")}


@dataclass(frozen=True)
class Below:
    """A line below a table. `words` are those of its action or risk, "" in files of before, whose
    number is the place in the table; of several with these words it is the `nth` of so many.
    """

    saying: Saying
    kind: Kind
    number: int
    said: str
    place: str
    line: str
    words: str = ""
    nth: int = 0
    of: int = 0

    def names(self, text: str) -> bool:
        """Whether the line names what has these words, of which it may give the beginning."""
        return same_text(self.words, text) or (
            self.words.endswith(_GOES_ON)
            and seen(text).startswith(f"{seen(self.words.removesuffix(_GOES_ON))} ")
        )


def read_below(words: Words) -> Below | None:
    """What the paragraph says of an action or a risk, if it is one of our lines."""
    for saying, kind, pattern in _SAYINGS:
        if match := pattern.fullmatch(words.text):
            return Below(
                saying,
                kind,
                int(match["number"]),
                match["said"] or "",
                words.place,
                words.text,
                match["words"] or "",
                int(match["nth"] or 0),
                int(match["of"] or 0),
            )
    return None


def read_list(grid: Grid) -> tuple[Kind, list[tuple[int, str]]] | None:
    """The numbers and words of actions or risks, where the table lists how these stand."""
    first, *rows = grid.rows or [[]]
    headings = tuple(part.text for part in first[:2])
    kind = next((kind for kind, ours in _LISTS.items() if ours == headings), None)
    if kind is None:
        return None
    read = [_LISTED.fullmatch(row[0].text) for row in rows if row]
    return kind, [(int(each["number"]), _without_owner(each["words"])) for each in read if each]


def _without_owner(words: str) -> str:
    *before, last = words.split("\n")
    return "\n".join(before) if before and last.startswith("Owner: ") else words
