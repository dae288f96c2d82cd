"""Reading a file by a mapping, as every step of an import does."""

from typing import Any

from sheets.problems import Problem, Weight
from workbooks.book import SHEETS
from workbooks.mapping.applying import apply
from workbooks.mapping.description import Mapping, NotAMapping, mapping_of
from workbooks.mapping.fields import QUARTER, Fields
from workbooks.mapping.fitting import Fitted, fit
from workbooks.mapping.grid import Grid
from workbooks.mapping.guessing import guess_about
from workbooks.mapping.periods import find_period, year_of
from workbooks.reading.limits import Refused
from workbooks.reading.tables import Reading, read_content

FIELDS = Fields(SHEETS)


def read_mapped(name: str, content: bytes, interpretation: dict[str, Any]) -> Reading:
    """What a file with a layout of its own says, in tables of ours. Raises Refused."""
    try:
        mapping = known(mapping_of(interpretation))
    except NotAMapping as problem:
        raise Refused(str(problem)) from None
    reading = read_content(name, content)
    fitted = fit(mapping, reading)
    made = apply(reading, fitted.mapping, FIELDS)
    made.told += [*_differences(mapping, fitted), *_another_quarter(fitted.mapping, reading, name)]
    return made


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
        Problem(sheet, "", f"the column {heading} is not there any more: match the columns again")
        for sheet, heading in fitted.missing
    ]
    told += [Problem(whole, "", each, Weight.NOTE) for each in fitted.different if each not in gone]
    if not mapping.layouts:
        told.append(Problem(whole, "", "the mapping reads no sheet: match the columns at Imports"))
    return told


def _another_quarter(mapping: Mapping, reading: Reading, name: str) -> list[Problem]:
    """A warning where the file speaks of another quarter than the mapping does."""
    tables = {table.name: table for table in reading.tables}
    told = []
    for layout in mapping.layouts:
        said = layout.constants.get(QUARTER, "")
        about = guess_about(Grid(tables[layout.sheet]), layout.first, name)
        years = {
            year_of(use.period)
            for use in layout.uses
            if (found := find_period(use.heading)) and found.needs_year and use.period
        }
        if about.year and years and years != {about.year}:
            said = ", ".join(sorted(years))
            about = about._replace(period=about.year)
        elif about.quarter in ("", said):
            continue
        if said:
            told.append(
                Problem(
                    layout.sheet,
                    "",
                    f"the file seems to be about {about.quarter} ({about.reason}), and the mapping "
                    f"says {said}: confirm it, or match the columns again",
                    Weight.WARNING,
                )
            )
    return told
