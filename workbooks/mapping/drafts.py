"""Matching the columns of a file that was brought: step by step, kept between the steps.

What is decided so far stands in the import's interpretation: the mapping, and beside it what the
pages need to remember.
"""

import hashlib
import zlib
from dataclasses import dataclass
from functools import cached_property
from io import StringIO
from typing import Any

from django.utils import timezone

from workbooks import importing, tasks
from workbooks.interpreting import UNCLEAR
from workbooks.mapping.about import About, guess_about
from workbooks.mapping.applied import Applied, with_unclear
from workbooks.mapping.applying_sheets import apply_layout
from workbooks.mapping.description import Layout, Mapping, NotAMapping, for_other_files, mapping_of
from workbooks.mapping.fields import (
    ACTION,
    CODE_AND_TITLE,
    INDICATOR,
    PERIOD,
    PLAN,
    QUARTER,
    RISK,
)
from workbooks.mapping.fitting import Fitted, fit
from workbooks.mapping.grid import Grid
from workbooks.mapping.guessed import GuessedLayout
from workbooks.mapping.guessing import guess_headings, guess_layout
from workbooks.mapping.heading_words import headings_of
from workbooks.mapping.headings import Headings
from workbooks.mapping.kept import Kept
from workbooks.mapping.models import KeptMapping
from workbooks.mapping.own_period import own_period
from workbooks.mapping.reading import FIELDS, kept_here, known
from workbooks.models import Import, ImportKind, ImportState, Task
from workbooks.reading.tables import Reading, Table, first_lines, reading_of

# States of an import in which its columns can be matched (again).
MATCHABLE = (
    ImportState.MAPPING,
    ImportState.CHECKED,
    ImportState.CLASHES,
    ImportState.REFUSED,
    ImportState.NOTHING,
)


# By what a row of somebody's list is known.
KEYS_OF_LISTS = {INDICATOR, CODE_AND_TITLE, PLAN, ACTION, RISK}
# What the pages remember beside the mapping.
REMEMBERED = ("about", "kept", "different", "asked", "new", "dated", UNCLEAR)


@dataclass
class Draft:
    """A file whose columns are being matched, with what is decided so far."""

    record: Import
    reading: Reading

    @property
    def data(self) -> dict[str, Any]:
        return self.record.interpretation

    @property
    def mapping(self) -> Mapping:
        try:
            return known(mapping_of(self.data))
        except NotAMapping:
            return Mapping()

    @property
    def about(self) -> str:
        """The quarter or year that the person said the file is about."""
        return str(self.data.get("about", ""))

    @property
    def tables(self) -> list[Table]:
        return [table for table in self.reading.tables if table.rows]

    @property
    def most_rows(self) -> int:
        """How many rows of the longest sheet are here."""
        return max((len(table.rows) for table in self.tables), default=0)

    def grid(self, name: str) -> Grid:
        return self._grids[name]

    @cached_property
    def _grids(self) -> dict[str, Grid]:
        return {table.name: Grid(table) for table in reversed(self.tables)}

    @cached_property
    def _kept(self) -> Kept:
        return kept_here()

    def guessed_headings(self, table: Table) -> Headings | None:
        return self._headings[table.name]

    @cached_property
    def _headings(self) -> dict[str, Headings | None]:
        return {name: guess_headings(grid) for name, grid in self._grids.items()}

    def guessed_about(self) -> About:
        """What the file itself says it is about, as far as its first readable sheet tells."""
        for table in self.tables:
            headings = self.guessed_headings(table)
            about = guess_about(self.grid(table.name), headings, self.record.name)
            if about.period:
                return about
        return About()

    def about_of(self, layout: Layout) -> About:
        """The quarter or year of a sheet: its own, where it names one; else what was said."""
        if not self.about:
            return About()
        said, grid = About(self.about, "as you said"), self.grid(layout.sheet)
        if own := own_period(grid, layout, said):
            return own
        found = guess_about(grid, layout, self.record.name)
        return found if found.period == self.about else said

    def named_otherwise(self, layout: Layout) -> About | None:
        """What a sheet says it is about, where that is not what was said of the file."""
        about = self.about_of(layout)
        return about if about.unsettled or about.period != self.about else None

    def guess(self, layout: Layout) -> GuessedLayout:
        """What the columns of a sheet seem to be, headed as the person said."""
        return guess_layout(
            self.grid(layout.sheet),
            FIELDS,
            first=layout.first,
            last=layout.last,
            about=self.about_of(layout),
            kept=self._kept.counted,
        )

    def applied(self, layout: Layout) -> Applied:
        applied = apply_layout(self.grid(layout.sheet), layout, FIELDS, self._kept)
        return with_unclear(applied, layout.sheet, self.data.get(UNCLEAR, ()))

    def keep(self, mapping: Mapping, **more: Any) -> None:
        """Keep what is decided; what was previewed of it before is so no more."""
        record = self.record
        remembered = {key: self.data[key] for key in REMEMBERED if key in self.data}
        record.interpretation = {**mapping.as_data(), **remembered, **more}
        record.kind, record.state = ImportKind.MAPPED, ImportState.MAPPING
        record.save(update_fields=["first_rows", "interpretation", "kind", "state"])


def begin(name: str, content: bytes, *, by: Any) -> Import:
    """Keep a file whose columns are to be matched. Raises NotRead where it cannot be read."""
    told = first_lines(name, content, tasks.LARGE)
    reading = reading_of(StringIO(told))
    record = Import(
        name=name[-importing.LONGEST_NAME :],
        content=content,
        first_rows=packed(told),
        checksum=hashlib.sha256(content).hexdigest(),
        by=by,
        kind=ImportKind.MAPPED,
        state=ImportState.MAPPING,
    )
    record.interpretation = suggested(reading)
    record.save()
    return record


def goes_on(record: Import) -> bool:
    """Go on to its columns with a file of which no sheet is ours and that looks like a list.

    One whose sheet is nearly called as one of ours is left to be renamed.
    """
    if record.state != ImportState.REFUSED or record.kind != ImportKind.WORKBOOK:
        return False
    if record.counts or record.preview["warnings"]["count"]:
        return False
    draft = draft_of(record)
    if not any(looks_like_a_list(table) for table in draft.tables):
        return False
    fitting = of_same_shape(draft.reading)
    begin_with(draft, fitting[0][1].name if fitting else "")
    return True


def looks_like_a_list(table: Table) -> bool:
    """Whether it has headings, among them one of what its rows are about and another one."""
    grid = Grid(table)
    headings = guess_headings(grid)
    if headings is None:
        return False
    guessed = guess_layout(grid, FIELDS, first=headings.first, last=headings.last, about=About())
    fields = {each.use.field for each in guessed.columns if each.use.field}
    return len(fields) > 1 and not fields.isdisjoint(KEYS_OF_LISTS)


def suggested(reading: Reading) -> dict[str, Any]:
    """The kept mapping that is laid over the file at first; nothing where none has its shape."""
    fitting = of_same_shape(reading)
    return as_begun(*fitting[0]) if fitting else Mapping().as_data()


def of_same_shape(reading: Reading) -> list[tuple[Fitted, KeptMapping]]:
    """The kept mappings of which the file has the shape.

    The one by which a file was saved last comes first; of those never used so, the one that fits
    best.
    """
    used = _last_used()
    found = []
    for kept in KeptMapping.objects.all():
        try:
            fitted = fit(for_other_files(known(mapping_of(kept.content))), reading)
        except NotAMapping:
            continue
        if fitted.is_same_shape:
            found.append((fitted, kept))
    return sorted(
        found,
        key=lambda each: (used.get(each[1].name.casefold(), 0.0), each[0].share),
        reverse=True,
    )


def _last_used() -> dict[str, float]:
    """When a file was last saved by a mapping, by the mapping's name."""
    saved = Import.objects.filter(kind=ImportKind.MAPPED, state=ImportState.SAVED)
    names = saved.order_by("at").values_list("interpretation__name", "at")
    return {name.casefold(): at.timestamp() for name, at in names if name}


def begin_with(draft: "Draft", name: str) -> None:
    """Begin once more with the kept mapping of that name, or with none, as the person says."""
    chosen = [each for each in of_same_shape(draft.reading) if each[1].name == name]
    record = draft.record
    record.interpretation = as_begun(*chosen[0]) if chosen else Mapping().as_data()
    record.kind, record.state = ImportKind.MAPPED, ImportState.MAPPING
    record.save(update_fields=["first_rows", "interpretation", "kind", "state"])


def as_begun(fitted: Fitted, kept: KeptMapping) -> dict[str, Any]:
    """A draft that begins with a kept mapping, and tells what differs from last time."""
    return {
        **fitted.mapping.as_data(),
        "name": kept.name,
        "kept": kept.name,
        "different": fitted.different,
        "asked": [said for _, said in fitted.used],
        "new": fitted.new,
        "dated": {
            sheet: {str(column): heading for column, heading in columns.items()}
            for sheet, columns in fitted.dated.items()
        },
    }


def draft_of(record: Import) -> Draft:
    """The file's first rows: somebody waits, and the others are read when it is checked.

    They are read from the file once, and kept with what is decided: looking writes nothing.
    Raises NotRead.
    """
    if not record.first_rows:
        told = first_lines(record.name, bytes(record.content), tasks.LARGE)
        record.first_rows = packed(told)
    return Draft(record, reading_of(StringIO(unpacked(bytes(record.first_rows)))))


def packed(told: str) -> bytes:
    """What was told of the first rows, as it is kept."""
    return zlib.compress(told.encode("utf-8", "surrogatepass"))


def unpacked(kept: bytes) -> str:
    return zlib.decompress(kept).decode("utf-8", "surrogatepass")


def begin_layouts(draft: Draft, chosen: list[tuple[str, int, int]], about: str) -> Mapping:
    """The sheets that are read, headed as a person says: kept layouts stay, others are guessed.

    With another quarter or other rows of headings, columns are guessed afresh.
    """
    before = {layout.sheet: layout for layout in draft.mapping.layouts}
    again = about == draft.about or bool(draft.data.get("kept"))
    layouts: list[Layout] = []
    moved_on: list[Layout] = []
    with_new: list[Layout] = []
    for sheet, first, last in chosen:
        layout = before.get(sheet)
        if layout and again and (layout.first, layout.last) == (first, last):
            layout.headings = headings_of(draft.grid(sheet), first, last)
            layouts.append(layout)
            if about != draft.about:
                moved_on.append(layout)
            if draft.data.get("new", {}).get(sheet):
                with_new.append(layout)
        else:
            layouts.append(Layout(sheet, first, last))
    mapping = Mapping(layouts, draft.mapping.name)
    draft.record.interpretation = {**draft.data, "about": about}
    for layout in moved_on:
        redate(layout, draft.guess(layout).layout)
    for layout in with_new:
        add_new(layout, draft.guess(layout).layout, draft.data["new"][layout.sheet])
    for layout in mapping.layouts:
        if not layout.uses:
            guessed = draft.guess(layout).layout
            layout.uses, layout.headings = guessed.uses, guessed.headings
            layout.constants, layout.repeats = guessed.constants, guessed.repeats
    return mapping


def add_new(layout: Layout, guessed: Layout, columns: list[int]) -> None:
    """Let columns that the kept mapping did not know become what they seem to be."""
    taken = {(use.field, use.period, use.quarter) for use in layout.uses}
    for column in columns:
        use = guessed.use_at(column)
        if use and not layout.use_at(column) and (use.field, use.period, use.quarter) not in taken:
            layout.uses.append(use)
    layout.uses.sort(key=lambda use: use.column)


def redate(layout: Layout, guessed: Layout) -> None:
    """Let the columns of a kept mapping be about this file's periods, not last time's."""
    for use in layout.uses:
        other = guessed.use_at(use.column)
        if other and other.field == use.field:
            use.period, use.quarter = other.period, other.quarter
    for name in (QUARTER, PERIOD):
        if name in layout.constants:
            layout.constants[name] = guessed.constants.get(name, "")


def check(draft: Draft) -> None:
    """Check what the file says by its mapping, and keep the usual preview. Raises NotRead.

    A large one waits for the loop.
    """
    if tasks.is_large(draft.reading):
        draft.record.state = ImportState.QUEUED
        draft.record.save(update_fields=["state"])
        tasks.ask(draft.record, Task.CHECK)
    else:
        importing.preview_afresh(draft.record)


def keep_by_name(mapping: Mapping, name: str, *, by: Any) -> KeptMapping:
    """Keep the mapping under a name; one that has the name already gets a new form."""
    kept = KeptMapping.objects.filter(name__iexact=name).first() or KeptMapping(name=name)
    content = for_other_files(mapping).as_data()
    kept.content, kept.by, kept.at = {**content, "name": kept.name}, by, timezone.now()
    signed(kept, by).save()
    return kept


def signed(kept: Any, by: Any) -> Any:
    """The mapping, so that its history knows who changes it."""
    kept._history_user = by
    return kept
