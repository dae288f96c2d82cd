"""Reading a file by a mapping, as every step of an import does."""

from dataclasses import replace
from decimal import Decimal
from difflib import get_close_matches
from typing import Any

from indicators.models import Indicator, Target
from sheets.problems import Problem, Weight
from workbooks.book import SHEETS
from workbooks.mapping.applying import apply
from workbooks.mapping.description import Layout, Mapping, NotAMapping, folded, mapping_of
from workbooks.mapping.fields import OWN_QUARTER, PERIOD, QUARTER, Fields
from workbooks.mapping.fitting import Fitted, fit
from workbooks.mapping.grid import Grid
from workbooks.mapping.guessing import About, guess_about
from workbooks.mapping.kept import Kept
from workbooks.mapping.own_period import own_period
from workbooks.mapping.periods import find_period, year_of
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
    made = apply(reading, fitted.mapping, FIELDS, kept_here())
    if interpretation.get("looked_at"):  # else nobody confirmed yet what is left out of the list
        made.told = [_as_note(each) for each in made.told]
    made.told += reading.told
    made.told += _differences(mapping, fitted)
    if not interpretation.get("about"):  # else a person said what the file is about
        made.told += _another_quarter(fitted.mapping, reading, name)
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
    asked = {said for _, said in fitted.moved_on}
    told += [
        Problem(sheet, "", f"{said}: confirm it, or match the columns again", Weight.WARNING)
        for sheet, said in fitted.moved_on
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


def _another_quarter(mapping: Mapping, reading: Reading, name: str) -> list[Problem]:
    """Where the file speaks of another year than the mapping, an error; of a quarter, a warning."""
    tables = {table.name: table for table in reading.tables}
    told = []
    for layout in mapping.layouts:
        grid, said = Grid(tables[layout.sheet]), layout.constants.get(QUARTER, "")
        about = own_period(grid, layout, About(said)) or guess_about(grid, layout, name)
        years = _years_of(layout)
        if about.year and years and about.year not in years:
            said, weight = ", ".join(sorted(years)), Weight.ERROR
            seems, remedy = about.year, "match the columns again, for another year’s figures"
        elif said and not about.period and _has_undated_figures(layout):
            named = "nothing in the file says which quarter it is about"
            text = f"{named}: it is read as about {said}, as the mapping says"
            told.append(Problem(layout.sheet, "", text, Weight.NOTE))
            continue
        elif said and (about.unsettled or about.quarter not in ("", said)):
            weight = Weight.WARNING
            seems, remedy = about.period, "confirm it, or match the columns again"
        else:
            continue
        text = f"the file seems to be about {seems} ({about.reason}), and the mapping says {said}"
        told.append(Problem(layout.sheet, "", f"{text}: {remedy}", weight))
    return told


def _has_undated_figures(layout: Layout) -> bool:
    """Whether neither a heading nor its row says of a figure which period it is about."""
    if layout.uses_of(PERIOD) or layout.uses_of(OWN_QUARTER):
        return False
    figures = [use for use in layout.uses if FIELDS[use.field].is_figure]
    dated = [find_period(use.heading) for use in figures if FIELDS[use.field].has_period]
    return any(found is None or found.needs_year for found in dated)


def _years_of(layout: Layout) -> set[str]:
    """The years of which the mapping takes the file to be, where its headings do not say them."""
    undated = {
        use.period
        for use in layout.uses
        if (found := find_period(use.heading)) and found.needs_year and use.period
    }
    whole_file = {layout.constants.get(name, "") for name in (QUARTER, PERIOD)}
    return {year_of(each) for each in undated | whole_file if each}
