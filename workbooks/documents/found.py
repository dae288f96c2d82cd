"""What was found in a plan document, each value with its place.  No Django in here."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

Values = Mapping[str, Any]


@dataclass(frozen=True)
class Found:
    """A value for one column of ours. `place` is where the document says it, or "" where an answer
    does; `words` are the words there that it accounts for, where they are not the value itself;
    `more` are other places from which it comes too; `answered` is what was asked about it, and is
    not asked again; `before` is what was read there, where a person wrote something else.
    """

    value: str
    place: str = ""
    words: str = ""
    more: tuple[str, ...] = ()
    answered: str = ""
    before: str | None = None

    @property
    def is_changed(self) -> bool:
        """Whether a person wrote it in the place of what was read."""
        return self.before is not None

    @property
    def places(self) -> tuple[str, ...]:
        return (self.place, *self.more) if self.place else ()

    @property
    def accounts_for(self) -> str:
        return self.words or self.value


@dataclass
class FoundRow:
    """A row of one of our sheets: values by attribute. `name` is what a person calls it.

    `key` is by what a row is known that says only what is kept already.
    """

    sheet: str
    name: str
    values: dict[str, Found] = field(default_factory=dict)
    key: dict[str, Found] = field(default_factory=dict)


@dataclass
class Kept:
    """What is kept of a plan already: rows of our sheets, each a mapping by attribute.

    `ratings` are each risk's impact, likelihood, state and commentary as they stand, by its number.
    """

    plan: Values
    indicators: dict[str, Values] = field(default_factory=dict)
    targets: dict[tuple[str, str], Values] = field(default_factory=dict)
    actions: list[Values] = field(default_factory=list)
    milestones: dict[int, list[Values]] = field(default_factory=dict)
    risks: list[Values] = field(default_factory=list)
    ratings: dict[int, tuple[str, str, str, str]] = field(default_factory=dict)
    dependencies: dict[str, Values] = field(default_factory=dict)
    policies: dict[str, Values] = field(default_factory=dict)

    def row(self, found: FoundRow) -> Values | None:
        """The kept row that a found one stands for; an indicator's is kept beside its plans."""
        said = {attribute: each.value for attribute, each in (found.key | found.values).items()}
        match found.sheet:
            case "Plans":
                return self.plan
            case "Targets":
                return self.targets.get((said["indicator"], said["period"]))
            case "Dependencies":
                return self.dependencies.get(said["priority"])
            case "Policies":
                return self.policies.get(said["policy"])
            case "Actions" | "Risks":
                rows = self.actions if found.sheet == "Actions" else self.risks
                return next((each for each in rows if str(each["number"]) == said["number"]), None)
        return None


class Known:
    """What the partnership keeps already, as far as a document asks. Here: nothing."""

    open_quarter = ""

    @property
    def live_agreement(self) -> tuple[str, str, str, str] | None:
        """The live agreement's title, area, first and last year."""
        return None

    def plan(self, reference: str, as_at: str = "") -> Kept | None:
        """What is kept of the plan; its risks as they were rated at that quarter, or last."""
        return None

    def indicator(self, code: str) -> Values | None:
        return None

    def row(self, found: FoundRow, kept: Kept | None) -> Values | None:
        """The kept row that a found one of that plan stands for."""
        if found.sheet == "Indicators":
            return self.indicator((found.key | found.values)["code"].value)
        return kept.row(found) if kept else None

    def agreement(self, title: str) -> tuple[str, str, str, str] | None:
        return None
