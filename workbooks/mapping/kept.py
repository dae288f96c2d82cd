"""What is here already of the indicators that a list names.  No Django in here."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property

from indicators.codes import NotACode, read_code

Targets = Mapping[tuple[str, str], Decimal]


@dataclass
class Kept:
    """Of each indicator that is here, by its code: how it is counted, and what it is called.

    Its targets, by code and period, are asked for where a list leaves open what its own are.
    """

    counted: Mapping[str, str] = field(default_factory=dict)
    titles: Mapping[str, str] = field(default_factory=dict)
    load_targets: Callable[[], Targets] = dict

    @cached_property
    def targets(self) -> Targets:
        return self.load_targets()


def tidy_code(written: str) -> str:
    """The code in its one form; as it is written where it is none."""
    try:
        return read_code(written)
    except NotACode:
        return " ".join(written.split())
