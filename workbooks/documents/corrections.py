"""What a person wrote in the place of what was read in a document.  No Django in here.

A correction knows what stood there: where the document comes to be read otherwise, because another
question was answered, it is not put in the place of something else.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from workbooks.documents.found import Found, FoundRow
from workbooks.documents.recognising import Recognised
from workbooks.documents.wording import same_text, shortened

# By these rows name each other: they are corrected where they are asked about, or in the document.
KEPT_AS_READ = {"reference", "plan", "indicator", "code", "number", "milestone"}
PARTED_BY = " | "
# What stood in each field, and what was written in its place.
Corrections = Mapping[str, Sequence[str]]


def key_of(row: FoundRow, attribute: str) -> str:
    """The name of a field among the corrections of its document."""
    return PARTED_BY.join((row.sheet, row.name, attribute))


def fields_of(recognised: Recognised, sheet: str) -> Iterator[tuple[FoundRow, str, Found]]:
    """Every field of a sheet that was read and can be corrected: its row, its name, its value."""
    for row in recognised.said_of(sheet):
        for attribute, found in row.values.items():
            if attribute not in KEPT_AS_READ and (found.value or found.place or found.is_changed):
                yield row, attribute, found


def corrected(recognised: Recognised, corrections: Corrections) -> Recognised:
    """What was recognised, with what a person wrote in its place."""
    rows, notes = list(recognised.rows), list(recognised.notes)
    for key, (before, value) in corrections.items():
        sheet, _, rest = key.partition(PARTED_BY)
        name, _, attribute = rest.rpartition(PARTED_BY)
        place, row = _row(rows, recognised.same, sheet, name)
        found = row.values.get(attribute) if row else None
        if row is None or found is None or not same_text(found.value, before):
            notes.append(
                f"you wrote “{shortened(value)}” in the place of “{shortened(before)}” ({name}), "
                "which is not read there any more: if it is still wanted, write it where it belongs"
            )
            continue
        new = Found(value, found.place, more=found.more, before=found.value)
        rows[place:] = [replace(row, values=row.values | {attribute: new}), *rows[place + 1 :]]
    return replace(recognised, rows=rows, notes=notes)


def _row(
    rows: list[FoundRow], same: list[FoundRow], sheet: str, name: str
) -> tuple[int, FoundRow | None]:
    """The row of that name, with all that the document says for it, and where it stands.

    One that says only what is kept already becomes a row once something in it is corrected.
    """
    ours = [each for each in same if (each.sheet, each.name) == (sheet, name)]
    as_kept = {name: found for each in ours for name, found in (each.key | each.values).items()}
    for place, row in enumerate(rows):
        if (row.sheet, row.name) == (sheet, name):
            return place, replace(row, values=as_kept | row.values)
    return len(rows), FoundRow(sheet, name, as_kept) if ours else None
