"""Columns that name a plan, or what belongs to one."""

import re
from collections.abc import Iterable
from dataclasses import replace
from typing import Any, ClassVar

from indicators.codes import NotACode, read_code, read_codes
from plans.models import DeliveryPlan, Dependency
from sheets.cells import Cell
from sheets.columns import Column, Layout, longest, read_text, split_names, whole
from sheets.descriptions import Book, Key, Reference, Row, Sheet, Values

REFERENCE = re.compile(r"[A-Za-z0-9]+([ -][A-Za-z0-9]+)*")
LONGEST_REFERENCE = longest(DeliveryPlan, "reference")
LARGEST_NUMBER = 32_767
NATIONAL = re.compile(r"NI[\s-]*[0-9]+[a-z]?", re.IGNORECASE)

TO_PLAN = Reference("Plans", ("plan",))
TO_ACTION = Reference("Actions", ("plan", "number"))


def read_reference(cell: Cell) -> str:
    """A plan's short reference. Raises ValueError."""
    written = " ".join(read_text(cell).split())
    if not REFERENCE.fullmatch(written):
        raise ValueError(
            f'"{written}" is not a plan\'s reference: write letters and digits, with single spaces '
            "or hyphens, such as NI 101"
        )
    if len(written) > LONGEST_REFERENCE:
        raise ValueError(f"this has {len(written)} characters: shorten it to {LONGEST_REFERENCE}")
    return written


def plan(heading: str = "Plan", attribute: str = "plan", *, required: bool = True) -> Column:
    """A column that names a plan."""
    return Column(
        heading,
        attribute,
        read_reference,
        required="the plan's reference, such as NI 101" if required else "",
        layout=Layout.TEXT,
        hint="The plan's short reference, such as NI 101",
    )


def several(heading: str, attribute: str, read: Any, **more: Any) -> Column:
    """A column of several names, each of which `read` brings into its form."""
    return Column(
        heading,
        attribute,
        lambda cell: in_order(read(each) for each in split_names(read_text(cell))),
        write="; ".join,
        blank=(),
        layout=Layout.TEXT,
        **more,
    )


def in_order(names: Iterable[str]) -> tuple[str, ...]:
    """The names as they are compared: in order, each once."""
    return tuple(sorted(set(names)))


def number(heading: str = "Number", attribute: str = "number") -> Column:
    """A column that numbers a plan's actions, milestones or risks."""
    return whole(heading, attribute, least=1, most=LARGEST_NUMBER, required="its number, such as 1")


def our_reference(written: str, book: Book) -> str:
    """The plan's reference as we write it, where there is such a plan: `ni101` is NI 101."""
    ours = book.once("references", lambda book: by_loose(book.all_rows("Plans")))
    return ours.get(loose(written), written)


def loose(reference: str) -> str:
    """What is the same in every way of writing a reference."""
    return re.sub(r"[\s-]+", "", reference.casefold())


def by_loose(plans: dict[Key, Values]) -> dict[str, str]:
    return {loose(key[0]): key[0] for key in plans}


class OfPlan(Sheet):
    """A sheet whose rows belong to a plan."""

    references: ClassVar[tuple[Reference, ...]] = (TO_PLAN,)

    def settle(self, row: Row, book: Book) -> None:
        if row.values.get("plan"):
            row.values["plan"] = our_reference(row.values["plan"], book)


# What a plan depends on ----------------------------------------------------------------

LONGEST_PRIORITY = longest(Dependency, "priority")


def read_priority(cell: Cell) -> str:
    """An indicator's code, several of them, or words. Raises ValueError."""
    words = read_text(cell)
    if len(words) > LONGEST_PRIORITY:
        raise ValueError(f"this has {len(words)} characters: shorten it to {LONGEST_PRIORITY}")
    if NATIONAL.fullmatch(words):
        return read_code(words)
    named = priorities(words)
    return named[0] if len(named) == 1 else words


def priorities(words: str) -> list[str]:
    """What a cell names: `NI99/NI100` is two indicators; other words stand for themselves."""
    try:
        return read_codes(words) or [words]
    except NotACode:
        return [words]


def priority() -> Column:
    return Column(
        "LAA priority",
        "priority",
        read_priority,
        required="an indicator's code, or words",
        layout=Layout.TEXT,
        hint="An indicator's code, or words",
    )


class OfDependency(OfPlan):
    """A sheet whose rows are about dependencies: a cell may name several."""

    def split(self, row: Row) -> list[Row]:
        named = priorities(row.values.get("priority", ""))
        if len(named) < 2:
            return [row]
        return [
            replace(row, values=row.values | {"priority": each}) for each in dict.fromkeys(named)
        ]
