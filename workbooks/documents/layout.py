"""A document as records: which part of the plan says what where.  No Django in here."""

from dataclasses import dataclass, field

from workbooks.documents.below import Below
from workbooks.documents.headings import Kind
from workbooks.documents.questions import Choice
from workbooks.reading.documents import Part, Words

YES_OR_NO = (Choice("yes", "Yes"), Choice("no", "No"))


@dataclass
class Record:
    """What one row of a table says, or one question's answer: cells by what they stand for."""

    kind: Kind
    parts: dict[str, list[Part]]
    row: int = 0
    about: str = ""

    def text(self, role: str) -> str:
        """What the record says there; its cells one below the other."""
        return "\n".join(each.text for each in self.parts.get(role, ()) if each.text.strip())

    def place(self, role: str) -> str:
        """Where it says so: the first cell that says something, else the first there is."""
        return next(iter(self.places(role)), "")

    def places(self, role: str) -> tuple[str, ...]:
        """Every cell in which it says so; where none says anything, all there are."""
        cells = self.parts.get(role, [])
        said = [each.place for each in cells if each.text.strip()]
        return tuple(said or [each.place for each in cells])

    @property
    def first_place(self) -> str:
        """The first cell of the record that says something."""
        cells = [each for cells in self.parts.values() for each in cells if each.text.strip()]
        return cells[0].place if cells else ""


@dataclass
class Layout:
    """The records of a document. `form` are the places whose words are the form's own; `beyond`
    those that are none of the plan's.
    """

    records: list[Record] = field(default_factory=list)
    titles: list[Words] = field(default_factory=list)
    form: set[str] = field(default_factory=set)
    beyond: set[str] = field(default_factory=set)
    notes: list[str] = field(default_factory=list)
    as_at: str = ""
    tables: set[Kind] = field(default_factory=set)
    answered_with_nothing: set[Kind] = field(default_factory=set)
    # Of each indicator what our own documents say of how it is measured, by our columns.
    measured: dict[str, dict[str, Part]] = field(default_factory=dict)
    # What our own documents say below their tables, and the numbers and words of the actions and
    # risks that they list where they say how these stand.
    below: list[Below] = field(default_factory=list)
    listed: dict[Kind, list[tuple[int, str]]] = field(default_factory=dict)
    # The places of words that were put in where our own document says how the plan stands.
    standing: set[str] = field(default_factory=set)
    # The form's own words in a place that says something else too: "Date" in "Date: July 2009".
    labels: dict[str, list[str]] = field(default_factory=dict)
    # Whether our own document says that words of the plan are kept back from its readers.
    is_withheld: bool = False
    # The cells that reach down over several rows.
    shared: set[str] = field(default_factory=set)
    # Where headings and labels of the plan's parts stand, in the order of the document.
    headed: list[tuple[Kind, str]] = field(default_factory=list)
    # The form's questions that stand in the document.
    asked: set[Kind] = field(default_factory=set)

    @property
    def is_ours(self) -> bool:
        """Whether the document is one that this product wrote."""
        return bool(self.as_at)

    def of(self, kind: Kind) -> list[Record]:
        return [each for each in self.records if each.kind == kind]
