"""Reading a delivery plan out of a document: fields with their places, questions, unplaced words.

Nothing is guessed in silence: what is not certain is a question with a suggestion. Nothing is
lost: whatever words of the document are in no field are listed, and each is put into one, or left
out knowingly.  No Django in here.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from workbooks.documents.activity import gather_actions
from workbooks.documents.considerations import (
    gather_answers,
    gather_dependencies,
    gather_policies,
    gather_risks,
)
from workbooks.documents.figures import gather_indicators
from workbooks.documents.found import Found, FoundRow, Known
from workbooks.documents.gathering import Gathering
from workbooks.documents.headings import CALLED, Kind
from workbooks.documents.layout import Layout
from workbooks.documents.questions import LEAVE_OUT, Asking, Choice, Question
from workbooks.documents.several import WHICH, the_plan_of
from workbooks.documents.staying import note_what_stays
from workbooks.documents.summary import find_reference, gather_plan
from workbooks.documents.walking import lay_out
from workbooks.documents.wording import counted, tokens
from workbooks.reading.documents import Document
from workbooks.reading.limits import NotRead

UNPLACED = "unplaced"
# Of very many words that found no place, so many are asked about one by one.
MOST_ASKED = 100
NO_PLAN = (
    "there is no delivery plan in the document: no table has the headings of one, such as "
    "Indicator and Description, Baseline and Target, or Action, Who and When"
)
# Of each sheet the fields into which words may be put that found no place.
OPEN_FIELDS = {
    "Plans": (
        "title", "prepared_by", "post", "service", "dated", "theme", "priority", "theme_group",
        "management_group_lead", "partners", "cross_cutting_theme", "equality_and_diversity",
        "performance_arrangements",
    ),
    "Indicators": ("purpose", "lead", "definition"),
    "Dependencies": ("arrangement",),
    "Risks": ("risk", "how_managed"),
    "Policies": ("arrangement",),
    "Actions": ("action", "who", "success_measure", "resource_implications", "commentary"),
}  # fmt: skip
ADDED_TO = {"priority", "partners", "equality_and_diversity", "performance_arrangements"}
FIELD_NAMES = {
    "title": "title",
    "prepared_by": "prepared by",
    "post": "post",
    "service": "service",
    "dated": "date",
    "theme": "theme",
    "theme_group": "theme group",
    "management_group_lead": "management group lead",
    "priority": "priority",
    "partners": "partners",
    "cross_cutting_theme": "cross-cutting theme",
    "equality_and_diversity": "equality and diversity",
    "performance_arrangements": "performance arrangements",
    "purpose": "purpose",
    "lead": "lead",
    "definition": "definition",
    "arrangement": "arrangement",
    "risk": "risk",
    "how_managed": "how managed",
    "action": "action",
    "who": "who",
    "success_measure": "milestones / success measure",
    "resource_implications": "resource implications",
    "commentary": "commentary",
}
WITHHELD_HERE = (
    "this is the public view of the plan, without the words that are not cleared for it, and the "
    "plan is not kept here: bring its officer view, which has them all"
)
# What makes a document a plan: at least one table of these.
_OF_A_PLAN = set(Kind) - {Kind.PREPARED, Kind.EQUALITY, Kind.PERFORMANCE}


@dataclass
class Recognised:
    """What a document says, as far as it is understood."""

    reference: str
    rows: list[FoundRow]
    questions: list[Question]
    notes: list[str] = field(default_factory=list)
    # Words that found no place: the place, the words; they are among the questions too.
    unplaced: list[tuple[str, str]] = field(default_factory=list)
    # What is said as it is kept already, which becomes no row.
    same: list[FoundRow] = field(default_factory=list)

    @property
    def open_questions(self) -> list[Question]:
        return [each for each in self.questions if each.is_open]

    @property
    def left_out(self) -> list[tuple[str, str]]:
        """The words that found no place and are put into no field, each with where it stands."""
        placed = {
            each.key
            for each in self.questions
            if each.answer not in (None, LEAVE_OUT) and not each.problem
        }
        return [each for each in self.unplaced if f"{each[0]} {UNPLACED}" not in placed]

    @property
    def is_answered(self) -> bool:
        return not self.open_questions

    def suggestions(self) -> dict[str, str]:
        """For each open question what is suggested, where anything is."""
        return {
            each.key: each.suggestion
            for each in self.open_questions
            if each.suggestion and not each.problem
        }

    def of(self, sheet: str) -> list[FoundRow]:
        return [each for each in self.rows if each.sheet == sheet]

    def said_of(self, sheet: str) -> list[FoundRow]:
        """All that the document says for a sheet: also what is kept already just so."""
        found: dict[str, FoundRow] = {}
        for row in (*self.rows, *self.same):
            if row.sheet == sheet:
                before = found.get(row.name, FoundRow(sheet, row.name))
                found[row.name] = replace(before, values={**row.values, **before.values})
        return list(found.values())


def recognise(
    document: Document, answers: Mapping[str, str] | None = None, known: Known | None = None
) -> Recognised:
    """Read the plan out of the document, with the answers given so far.

    `known` is what is kept already. Raises NotRead for a document that holds no plan.
    """
    asking = Asking(answers or {})
    asking.part = "The document"
    document, only_one = the_plan_of(document, asking, answers or {})
    layout = lay_out(document, asking)
    layout.notes += [only_one] if only_one else []
    if not layout.tables & _OF_A_PLAN:
        raise NotRead(NO_PLAN)
    gathering = Gathering(layout, asking, known or Known())
    find_reference(gathering)
    if layout.is_withheld and not gathering.kept:
        raise NotRead(WITHHELD_HERE)
    gather_plan(gathering)
    gather_indicators(gathering)
    gather_dependencies(gathering)
    gather_answers(gathering)
    gather_risks(gathering)
    gather_policies(gathering)
    gather_actions(gathering)
    note_what_stays(gathering)
    unplaced = list(_unplaced(document, layout, gathering))
    asking.part = "Words that found no place"
    for place, words in unplaced[:MOST_ASKED]:
        _ask_about(gathering, place, words)
    _ask_about_the_rest(asking, unplaced[MOST_ASKED:])
    missing = [CALLED[each] for each in Kind if not layout.of(each)]
    # Ours have charts, which say nothing that is not said in words beside them.
    read = [each for each in document.notes if not (layout.is_ours and "pictures" in each)]
    notes = [*read, *layout.notes, *gathering.notes]
    if missing and not layout.is_ours:
        notes.append(f"nothing was found of: {', '.join(missing)}")
    return Recognised(
        gathering.reference,
        [each for each in gathering.rows if len(each.values) > 1 or each.sheet == "Plans"],
        # What else there is to ask is asked of the plan that is read.
        [each for each in asking.questions if each.key == WHICH and each.is_open]
        or asking.questions,
        notes,
        unplaced,
        gathering.same,
    )


def answered_as_suggested(
    document: Document, answers: Mapping[str, str], known: Known | None = None
) -> dict[str, str]:
    """The answers, and for every question beside them what is suggested.

    An answer may raise other questions, so it is read until none is left that has a suggestion.
    """
    given = dict(answers)
    for _ in range(20):
        suggested = recognise(document, given, known).suggestions()
        if not suggested:
            break
        given |= suggested
    return given


# Words that found no place --------------------------------------------------------------------


def _unplaced(
    document: Document, layout: Layout, gathering: Gathering
) -> Iterator[tuple[str, str]]:
    """Every word of the document that is in no field, by its place.

    It is worked out from what came of it: whatever a field does not account for is here.
    """
    accounted = _accounted_for(gathering.rows)
    for place, labels in layout.labels.items():
        accounted.setdefault(place, Counter()).update(counted(labels))
    passed = layout.form | layout.beyond | gathering.as_kept
    for place, text in document.units():
        if place in passed or not tokens(text):
            continue
        rest = _left(text, accounted.get(place, Counter()))
        if rest:
            yield place, rest


def _accounted_for(rows: Iterable[FoundRow]) -> dict[str, Counter[str]]:
    """The words that fields account for at each place; those that several rows take, once."""
    found: dict[str, Counter[str]] = {}
    for row in rows:
        for value in row.values.values():
            words = Counter(each.casefold() for each in tokens(value.accounts_for))
            for place in value.places:
                ours = found.setdefault(place, Counter())
                if value.words:
                    found[place] = ours | words
                else:
                    ours.update(words)
    return found


def _left(text: str, accounted: Counter[str]) -> str:
    """The words of the text that are not accounted for, in their order."""
    left = Counter(accounted)
    rest = []
    for each in text.split():
        words = [word.casefold() for word in tokens(each)]
        if words and all(left[word] > 0 for word in words):
            left.subtract(words)
        elif words:
            rest.append(each)
    return " ".join(rest)


def _ask_about(gathering: Gathering, place: str, words: str) -> None:
    """Where to put the words; they are added to that field."""
    fields = dict(_open_fields(gathering))
    answer = gathering.asking.ask(
        UNPLACED,
        place,
        _question_about(gathering.layout, place, words),
        LEAVE_OUT,
        choices=(
            Choice(LEAVE_OUT, "Leave it out"),
            *(Choice(key, name) for key, (row, attribute, name) in fields.items()),
        ),
        about=words,
    )
    if answer != LEAVE_OUT:
        row, attribute, _ = fields[answer]
        before = row.values.get(attribute) or Found(_as_kept(gathering, row, attribute))
        value = f"{before.value}\n{words}".strip()
        row.values[attribute] = replace(before, value=value, place=before.place or place)


def _question_about(layout: Layout, place: str, words: str) -> str:
    if place in layout.standing:
        return (
            f"“{words}” was put in where the document says how the plan stands, which is not read "
            "again: say it in the plan’s return or a workbook, and leave it out here; or into "
            "which field?"
        )
    return f"“{words}” found no place: into which field, or leave it out?"


def _as_kept(gathering: Gathering, row: FoundRow, attribute: str) -> str:
    """What is kept of a plan there, to which words are added; what has one line, they replace."""
    if gathering.kept is None or row.sheet != "Plans" or attribute not in ADDED_TO:
        return ""
    return str(gathering.kept.plan.get(attribute, ""))


def _ask_about_the_rest(asking: Asking, rest: list[tuple[str, str]]) -> None:
    """A document that holds much besides a plan: what more there is, is left out at once."""
    if rest:
        asking.ask(
            f"{UNPLACED} rest",
            "",
            f"{len(rest)} more places hold words that found no field: leave them all out?",
            LEAVE_OUT,
            choices=(Choice(LEAVE_OUT, "Leave them all out"),),
            about="; ".join(f"{place}: {words}" for place, words in rest),
        )


def _open_fields(gathering: Gathering) -> Iterator[tuple[str, tuple[FoundRow, str, str]]]:
    for row in gathering.rows:
        for attribute in OPEN_FIELDS.get(row.sheet, ()):
            name = f"{row.name}: {FIELD_NAMES[attribute]}"
            yield name, (row, attribute, name)
