"""Reading a file by a mapping, as every step of an import does."""

from dataclasses import replace
from decimal import Decimal
from difflib import get_close_matches
from typing import Any

from indicators.models import Indicator, Target
from sheets.problems import Problem, Weight
from workbooks.book import SHEETS
from workbooks.mapping.applying import apply
from workbooks.mapping.description import Mapping, NotAMapping, folded, mapping_of
from workbooks.mapping.fields import Fields
from workbooks.mapping.file_periods import FilePeriods
from workbooks.mapping.fitting import Fitted, fit
from workbooks.mapping.grid import Grid
from workbooks.mapping.kept import Kept
from workbooks.reading.limits import NotRead
from workbooks.reading.tables import Reading, read_content

FIELDS = Fields(SHEETS)
# How alike a new column must be called to one that is gone, from 0 to 1, to be perhaps the same.
ALIKE = 0.6
LEFT_OUT = ", and left out: match the columns at Imports to read it"


def read_mapped(name: str, content: bytes, interpretation: dict[str, Any]) -> Reading:
    """What a file with a layout of its own says, in tables of ours. Raises NotRead."""
    try:
        mapping = known(mapping_of(interpretation))
    except NotAMapping as problem:
        raise NotRead(str(problem)) from None
    reading = read_content(name, content)
    fitted = fit(mapping, reading)
    others = _other_periods(fitted, reading, name, interpretation)
    made = apply(reading, fitted.mapping, FIELDS, kept_here())
    if interpretation.get("looked_at"):  # else nobody confirmed yet what is left out of the list
        made.told = [_as_note(each) for each in made.told]
    made.told += reading.told
    made.told += _differences(mapping, fitted)
    made.told += others
    return made


def kept_here() -> Kept:
    """What is here already of every indicator."""
    rows = list(Indicator.objects.values_list("code", "accumulation", "title"))
    return Kept(
        counted={code: counted for code, counted, _ in rows},
        titles={code: title for code, _, title in rows},
        load_targets=_targets,
    )


def _targets() -> dict[tuple[str, str], Decimal]:
    """The value of every target in force, by its indicator's code and its period."""
    rows = Target.objects.order_by("from_quarter").values_list("indicator__code", "period", "value")
    return {(code, period): value for code, period, value in rows if value is not None}


def _as_note(problem: Problem) -> Problem:
    """What was asked where the columns were matched, and confirmed there, is only said."""
    return replace(problem, weight=Weight.NOTE) if problem.weight == Weight.WARNING else problem


def known(mapping: Mapping) -> Mapping:
    """The mapping, if all that it names is there. Raises NotAMapping."""
    for layout in mapping.layouts:
        named = [use.field for use in layout.uses] + list(layout.constants)
        for each in [*named, *layout.words, *layout.markers]:
            if each not in FIELDS:
                raise NotAMapping(
                    f"this mapping names “{each}”, and nothing here is called so: match the "
                    "columns at Imports, and take the mapping out once more"
                )
    return mapping


def _differences(mapping: Mapping, fitted: Fitted) -> list[Problem]:
    """What of the file is not as the mapping says; a column that is gone stops the import."""
    named = fitted.mapping.layouts[0].sheet if fitted.mapping.layouts else ""
    whole = named or (mapping.layouts[0].sheet if mapping.layouts else "File")
    gone = {f"the column {heading} is not there any more" for _, heading in fitted.missing}
    told = [
        Problem(sheet, "", f"the column {heading} is not there any more: {_meant(fitted, *where)}")
        for where in fitted.missing
        for sheet, heading in [where]
    ]
    asked = {said for _, said in fitted.used if said not in gone}
    told += [
        Problem(sheet, "", f"{said}: confirm it, or match the columns again", Weight.WARNING)
        for sheet, said in fitted.used
        if said in asked
    ]
    told += [
        Problem(whole, "", f"{each}{LEFT_OUT if each.endswith(' is new') else ''}", Weight.NOTE)
        for each in fitted.different
        if each not in gone | asked
    ]
    if not mapping.layouts:
        told.append(Problem(whole, "", "the mapping reads no sheet: match the columns at Imports"))
    return told


def _meant(fitted: Fitted, sheet: str, heading: str) -> str:
    """What to do about a column that is gone: one that is new, and called nearly so, may be it."""
    new = [
        layout.headings[column]
        for layout in fitted.mapping.layouts
        if layout.sheet == sheet
        for column in fitted.new.get(sheet, ())
    ]
    by_name = {folded(each): each for each in new}
    alike = get_close_matches(folded(heading), by_name, 1, ALIKE)
    if not alike:
        return "match the columns again"
    return (
        f"if {by_name[alike[0]]} is meant, write that for {heading} in the file that is given as "
        "--mapping, or match the columns again"
    )


def _other_periods(
    fitted: Fitted, reading: Reading, name: str, interpretation: dict[str, Any]
) -> list[Problem]:
    """Where the file is about another quarter or year than the mapping, or may be.

    What a person said of the file on the command line moves the mapping on; where its columns were
    matched, what differs is asked to be confirmed.
    """
    looked_at, about = interpretation.get("looked_at"), str(interpretation.get("about", ""))
    if looked_at and about:  # else nobody said what the file is about
        return []
    tables = {table.name: table for table in reading.tables}
    told = []
    for at, layout in enumerate(fitted.mapping.layouts):
        periods = FilePeriods(Grid(tables[layout.sheet]), layout, FIELDS, name)
        if about:
            fitted.mapping.layouts[at], more = periods.moved_to(about)
            told += more
        elif not looked_at:
            told += periods.problems()
        elif periods.says_another:
            weight = Weight.ERROR if periods.is_of_another_year else Weight.WARNING
            told += [_as_doubt(each, weight) for each in periods.problems()]
    return told


def _as_doubt(problem: Problem, weight: Weight) -> Problem:
    """As it is told where the columns were matched for this very file: without the option."""
    text, _, _ = problem.text.rpartition(": ")
    remedy = "confirm it, or match" if weight == Weight.WARNING else "match"
    return replace(problem, text=f"{text}: {remedy} the columns again", weight=weight)
