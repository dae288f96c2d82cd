"""The dashboard in large type, one thing after the other, for a projector. No Django in here."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from reports.board.concerns import Concern

FIRST = "finding"


@dataclass(frozen=True)
class Part:
    """Something the dashboard tells after its concerns: which template draws it.

    Of a list `most` stand on one slide; none of them, no slide, unless `always`.
    """

    name: str
    items: Sequence[Any] = ()
    most: int = 0
    always: bool = True


@dataclass(frozen=True)
class Slide:
    """One thing to look at: which template draws it, and what stands before and after it.

    `items` are those of a list that stand on this slide, the first of them number `start`;
    `piece` says which slide of the list it is, where it has several.
    """

    number: int
    of: int
    name: str
    concern: Concern | None = None
    items: tuple[Any, ...] = ()
    start: int = 1
    piece: str = ""

    @property
    def template(self) -> str:
        return f"reports/slides/{self.name}.html"

    @property
    def slug(self) -> str:
        return f"page-{self.number}"

    @property
    def previous(self) -> str:
        """The slug of the one before; "" of the first."""
        return f"page-{self.number - 1}" if self.number > 1 else ""

    @property
    def next(self) -> str:
        """The slug of the one after; "" of the last."""
        return f"page-{self.number + 1}" if self.number < self.of else ""


def slides(concerns: Iterable[Concern], parts: Iterable[Part]) -> list[Slide]:
    """The finding, each concern by itself, then what else the dashboard tells."""
    shown: list[dict[str, Any]] = [{"name": FIRST}]
    shown += [{"name": "concern", "concern": each} for each in concerns]
    shown += [piece for part in parts for piece in pieces(part)]
    return [Slide(number, len(shown), **each) for number, each in enumerate(shown, start=1)]


def pieces(part: Part) -> Iterator[dict[str, Any]]:
    """A long list on several slides, about as many items on each."""
    if not part.items:
        if part.always:
            yield {"name": part.name}
        return
    count = -(-len(part.items) // part.most)
    each = -(-len(part.items) // count)
    for number, start in enumerate(range(0, len(part.items), each), start=1):
        yield {
            "name": part.name,
            "items": tuple(part.items[start : start + each]),
            "start": start + 1,
            "piece": f"{number} of {count}" if count > 1 else "",
        }
