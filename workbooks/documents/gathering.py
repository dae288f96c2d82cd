"""What the parts of a plan share while a document is read: its records, questions and rows.

No Django in here.
"""

from dataclasses import dataclass, field, replace

from workbooks.documents.found import Found, FoundRow, Kept, Known
from workbooks.documents.layout import Layout, Record
from workbooks.documents.questions import Asking, Choice
from workbooks.documents.wording import lines_of, pieces, same_text, says_nothing, shortened

SPLIT, KEEP = "split", "keep"
PARTED_BY = " | "


@dataclass
class Gathering:
    """One document on its way to the rows of our sheets."""

    layout: Layout
    asking: Asking
    known: Known
    reference: str = ""
    kept: Kept | None = None
    rows: list[FoundRow] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    # Places that say nothing, or what we keep already in the form in which we write it.
    as_kept: set[str] = field(default_factory=set)
    # What a document says as it is kept already: it changes nothing, and is shown with its place.
    same: list[FoundRow] = field(default_factory=list)
    # Of which row the document leaves what, knowingly, as it is kept: that is said already.
    left: set[tuple[str, str, str]] = field(default_factory=set)

    def add(self, sheet: str, name: str, values: dict[str, Found]) -> FoundRow:
        row = FoundRow(sheet, name, values)
        self.rows.append(row)
        return row

    def is_kept(self, sheet: str, name: str, key: dict[str, Found], **values: Found | None) -> None:
        """The document says it as it is kept, in the row that is known by this key."""
        said = {attribute: found for attribute, found in values.items() if found}
        for found in said.values():
            self.as_kept.update(found.places)
        self.same.append(FoundRow(sheet, name, said, key))

    def leave(self, sheet: str, name: str, attribute: str, why: str) -> None:
        """What is kept there stays, though the document has a place for it."""
        self.left.add((sheet, name, attribute))
        self.notes.append(why)

    def rows_of(self, sheet: str) -> list[FoundRow]:
        return [each for each in self.rows if each.sheet == sheet]

    def said(self, record: Record, role: str, *, lines: bool = False) -> Found | None:
        """What the record says there, as words; None where the document has no such place.

        Where our own document keeps words back, a place with none is none: nobody emptied it.
        """
        if role not in record.parts:
            return None
        text = record.text(role)
        value = "" if says_nothing(text) else text
        if not value:
            self.as_kept |= {each.place for each in record.parts[role]}
            if self.layout.is_withheld:
                return None
        if self.layout.shared.intersection(record.places(role)):
            # What two cells said alike, both have in the one that was made of them.
            value = "\n".join(dict.fromkeys(value.split("\n")))
        if lines and not self.layout.is_ours:
            value = "\n".join(lines_of(value))
        place, *more = record.places(role)
        return Found(value, place, text, tuple(more))

    def names(self, record: Record, role: str, called: str) -> Found | None:
        """Several names in one cell. Where they stand on one line, the person is asked."""
        found = self.said(record, role, lines=True)
        if found is None:
            return None
        lines = dict.fromkeys(found.value.split("\n"))
        if len(lines) <= found.value.count("\n"):  # a name that is repeated is no further one
            found = replace(found, value="\n".join(lines))
        if self.layout.is_ours or len(lines) > 1:
            return found
        parted = self.parted(found, called)
        words = found.words if same_text(parted, found.value) else ""
        return replace(found, value=parted, words=words)

    def parted(self, found: Found, called: str) -> str:
        """The names that a line seems to hold, one on each line, as the person says."""
        suggested = pieces(found.value)
        if len(suggested) < 2:
            return found.value
        answer = self.asking.ask(
            "split",
            found.place,
            f"“{shortened(found.value)}” looks like {len(suggested)} {called}: split it?",
            SPLIT,
            choices=(
                Choice(SPLIT, f"Split it: {'; '.join(suggested)}"),
                Choice(KEEP, "Keep it as one"),
            ),
            own="Split it in another way: one on each line",
            start="\n".join(suggested),
            about=found.words,
        )
        if answer == SPLIT:
            return "\n".join(suggested)
        return found.value if answer == KEEP else "\n".join(lines_of(answer))
