"""What a sheet and its columns seem to be.  No Django in here."""

from dataclasses import dataclass, field

from workbooks.mapping.about import About
from workbooks.mapping.description import Layout, Use


@dataclass
class Guessed:
    """What a column seems to be: blank field for "leave it out". `reason` says why."""

    use: Use
    reason: str
    samples: list[str] = field(default_factory=list)


@dataclass
class GuessedLayout:
    """A sheet as it is probably to be read."""

    layout: Layout
    columns: list[Guessed]
    reason: str
    about: About
    constants: dict[str, str] = field(default_factory=dict)
