"""What is kept of a plan and its document does not speak of: it stays, and each time that is said.

Nothing is taken away by leaving out a column, a row, a line or a table. What takes something out is
a cell, or an answer, that is there and empty.  No Django in here.
"""

from collections.abc import Iterator, Sequence

from indicators import measuring
from sheets.problems import all_of
from workbooks.documents.baselines import has_baseline
from workbooks.documents.found import FoundRow
from workbooks.documents.gathering import Gathering
from workbooks.documents.headings import HEADINGS, NOT_IN_THE_FORM, Kind
from workbooks.documents.wording import shortened

MOST_NAMED = 4
EQUALITY, PERFORMANCE = "equality_and_diversity", "performance_arrangements"
# By these a row is known: a document that has the row has them.
_KNOWN_BY = {"code", "risk", "policy", "action"}


def _headings(*kinds: Kind) -> dict[str, str]:
    """What the form's tables have a column for, with its heading."""
    return {
        role: words[0]
        for kind in kinds
        for role, words in HEADINGS[kind].items()
        if role not in NOT_IN_THE_FORM | _KNOWN_BY
    }


# Of each sheet what a document says of a row that is kept, with what that is called there.
IN_THE_FORM = {
    "Plans": _headings(Kind.PREPARED, Kind.SUMMARY)
    | {EQUALITY: "Equality and diversity", PERFORMANCE: "Performance arrangements"},
    "Indicators": _headings(Kind.INDICATORS) | {"baseline": "Baseline"},
    "Targets": {"designation": "Designation"},
    "Dependencies": {
        role: each for role, each in _headings(Kind.DEPENDENCIES).items() if role != "priority"
    },
    "Risks": _headings(Kind.RISKS),
    "Policies": _headings(Kind.POLICIES),
    "Actions": _headings(Kind.ACTIONS),
}
# And what our own documents say beside that.
IN_OURS = {
    "Plans": {"title": "Title"},
    "Indicators": {name: label for label, name in measuring.LABELS.items()},
    "Risks": {"owner": "Owner"},
    "Actions": {"indicators_fed": "Indicators fed"},
}


def note_what_stays(gathering: Gathering) -> None:
    """Say of all that is kept and not in the document that it stays.

    A document from which words are withheld does not have them: of these nothing is said.
    """
    if gathering.kept is None or gathering.layout.is_withheld:
        return
    for sheet in IN_THE_FORM:
        for names, headings in _lacking(gathering, sheet).items():
            called = [f"“{each}”" for each in headings]
            _note(gathering, f"{all_of(called)} of {_named(names)}", len(called))
    for rows in (list(_indicators(gathering)), list(_targets(gathering))):
        if rows:
            _note(gathering, _named(rows), len(rows))


def _note(gathering: Gathering, what: str, number: int) -> None:
    stays = "is not in the document: it stays here as it is"
    if number > 1:
        stays = "are not in the document: they stay here as they are"
    gathering.notes.append(f"{what} {stays}")


def _named(names: Sequence[str]) -> str:
    named = list(names[:MOST_NAMED])
    if len(names) > MOST_NAMED:
        named.append(f"{len(names) - MOST_NAMED} more")
    return all_of(named)


def _lacking(gathering: Gathering, sheet: str) -> dict[tuple[str, ...], list[str]]:
    """What rows of the sheet do not say and is kept: by the rows that do not, its headings."""
    ours = IN_OURS.get(sheet, {}) if gathering.layout.is_ours else {}
    rows = _said_of(gathering, sheet)
    found: dict[tuple[str, ...], list[str]] = {}
    for attribute, heading in (IN_THE_FORM[sheet] | ours).items():
        names = [
            _called(row)
            for row, said in rows.values()
            if attribute not in said
            and (sheet, row.name, attribute) not in gathering.left
            and _is_kept(gathering, row, attribute)
        ]
        if names:
            found.setdefault(tuple(names), []).append(heading)
    return found


def _said_of(gathering: Gathering, sheet: str) -> dict[str, tuple[FoundRow, set[str]]]:
    """Each row of the sheet by its name, with all that the document says of it; a risk's ratings
    are said of it too.
    """
    sheets = (sheet, "Risk assessments") if sheet == "Risks" else (sheet,)
    found: dict[str, tuple[FoundRow, set[str]]] = {}
    for row in (*gathering.rows, *gathering.same):
        if row.sheet in sheets:
            of = found.setdefault(row.name, (row, set()))
            # A rating without a place in the document is the one that is kept.
            of[1].update(each for each, said in row.values.items() if said.place or row is of[0])
    return found


def _is_kept(gathering: Gathering, row: FoundRow, attribute: str) -> bool:
    """Whether something is kept there."""
    kept = gathering.known.row(row, gathering.kept)
    if kept is None or gathering.kept is None:
        return False
    if attribute in ("impact", "likelihood"):
        impact, likelihood, *_ = gathering.kept.ratings.get(kept["number"], ("", ""))
        return bool(impact if attribute == "impact" else likelihood)
    if attribute == "success_measure" and gathering.kept.milestones.get(kept["number"]):
        return True
    if attribute == "baseline":
        return has_baseline(kept)
    return kept.get(attribute) not in (None, "", [], ())


def _called(row: FoundRow) -> str:
    match row.sheet:
        case "Plans":
            return "the plan"
        case "Indicators":
            return row.name
        case "Targets":
            code, _, period = row.name.partition(", ")
            return f"the {period} target of {code}"
        case "Dependencies" | "Policies":
            what = "dependency" if row.sheet == "Dependencies" else "policy"
            return f"the {what} “{shortened(row.name)}”"
    return f"{row.name[:1].lower()}{row.name[1:]}"


def _indicators(gathering: Gathering) -> Iterator[str]:
    """Indicators of the plan that are not in the document."""
    said = {each.values["code"].value for each in gathering.rows_of("Indicators")}
    for code in gathering.kept.indicators if gathering.kept else ():
        if code not in said:
            yield f"the indicator {code}"


def _targets(gathering: Gathering) -> Iterator[str]:
    """Targets of indicators that are in the document, and are not there themselves."""
    codes = {each.values["code"].value for each in gathering.rows_of("Indicators")}
    said = {each.name for each in (*gathering.rows, *gathering.same) if each.sheet == "Targets"}
    for code, period in gathering.kept.targets if gathering.kept else ():
        name = f"{code}, {period}"
        if code in codes and name not in said and ("Targets", name, "value") not in gathering.left:
            yield f"the {period} target of {code}"
