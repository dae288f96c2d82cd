"""What the pages about imports show, made from what was kept of each."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import PurePosixPath
from typing import Any

from django.core.paginator import Page, Paginator
from django.utils.text import slugify

from accounts import invitations
from periods.dates import write_date
from sheets.columns import Layout
from sheets.descriptions import Kind, Sheet
from workbooks import tasks
from workbooks.book import SHEETS
from workbooks.changed_rows import ON_A_PAGE, RowsOf, first_rows
from workbooks.models import Import, ImportState
from workbooks.naming import Words, name_of, words_of
from workbooks.trail import last_changes
from workbooks.undoing import Rests

# Of each sheet the first rows are shown at once; the others are a page away.
SHOWN_AT_ONCE = 20
PROBLEMS_ON_A_PAGE = 100
CLASHES_ON_A_PAGE = 20
RESTS_SHOWN = 50
FIGURES = {"Actuals", "Indicators"}
PEOPLE = "People"
BY_SLUG: dict[str, Sheet] = {slugify(sheet.name): sheet for sheet in SHEETS}


@dataclass(frozen=True)
class FieldChange:
    """One value of a row: what it is now, and what it would be. Both are None for nothing."""

    heading: str
    old: object
    new: object


@dataclass(frozen=True)
class RowChange:
    """A new or changed row, by what it is known by; `number` is its row, or place, in the file."""

    number: int | str
    name: str
    is_new: bool
    fields: list[FieldChange]


@dataclass(frozen=True)
class SheetChanges:
    """What a file changes in one sheet; `rows` are the first of them."""

    name: str
    slug: str
    counts: dict[str, int]
    rows: list[RowChange]

    @property
    def in_all(self) -> int:
        return self.counts[Kind.NEW] + self.counts[Kind.CHANGED]

    @property
    def more(self) -> int:
        return self.in_all - len(self.rows)


@dataclass(frozen=True)
class Told:
    """What was told about a file, of one weight; of very many only the first are kept."""

    count: int
    rows: list[tuple[str, str]]

    @property
    def more(self) -> int:
        return self.count - len(self.rows)


@dataclass(frozen=True)
class ShownClash:
    """A row that was changed here and in the file, with who changed it here, and when."""

    mark: str
    sheet: str
    number: int
    name: str
    was_there: bool
    is_here: bool
    fields: list[tuple[str, object, object, object]]
    sides: list[str]
    changed: Any

    @property
    def title(self) -> str:
        return f"{self.sheet}, row {self.number}: {self.name}"


def page_of_clashes(record: Import, number: str) -> Page:
    """The clashes that wait for a decision, each with who changed the row here."""
    kept = record.preview.get("clashes", [])
    page = Paginator(kept, CLASHES_ON_A_PAGE).get_page(number)
    changed = {
        name: last_changes(name, [each["pk"] for each in page if each["sheet"] == name])
        for name in {each["sheet"] for each in page}
    }
    words: dict[tuple[Any, ...], str] = {}
    for name in changed:
        words |= words_of(name, [each["key"] for each in page if each["sheet"] == name])
    page.object_list = [_clash(each, changed[each["sheet"]], words) for each in page]
    return page


def _clash(kept: dict[str, Any], changed: dict, words: Words) -> ShownClash:
    dates = dates_of(kept["sheet"])
    fields = [
        (
            each["heading"],
            *(_shown(each[side], each["heading"] in dates) for side in ("then", "ours", "theirs")),
        )
        for each in kept["fields"]
    ]
    return ShownClash(
        kept["mark"],
        kept["sheet"],
        kept["row"],
        name_of(kept["sheet"], kept["key"], words),
        kept["was_there"],
        kept["is_here"],
        fields,
        kept["sides"],
        changed.get(kept["pk"]),
    )


def told(record: Import, weight: str) -> Told:
    """The errors, warnings, notes or missing reasons: each with its place."""
    kept = record.preview.get(weight, {"count": 0, "told": []})
    rows = [(f"{sheet}!{cell}" if cell else sheet, text) for sheet, cell, text in kept["told"]]
    return Told(kept["count"], rows)


def same_before(record: Import) -> Import | None:
    """The last import of the very same file that was saved, whatever became of it since."""
    if record.state in (ImportState.SAVED, ImportState.UNDONE, ImportState.DROPPED):
        return None
    return Import.objects.exclude(pk=record.pk).saved_before(record.checksum).first()


def page_of_problems(record: Import, number: str) -> Page:
    return Paginator(told(record, "errors").rows, PROBLEMS_ON_A_PAGE).get_page(number)


def understood(record: Import) -> list[dict[str, int]]:
    """Each sheet with the numbers of its rows, and how many there are in all."""
    return [counts | {"rows": sum(counts[kind] for kind in Kind)} for counts in record.counts]


def totals(record: Import) -> dict[str, int]:
    """The new and changed rows of all sheets together."""
    return {kind.value: sum(counts[kind] for counts in record.counts) for kind in Kind}


def in_words(record: Import) -> str:
    """ "3 new and 40 changed rows"."""
    counts = totals(record)
    new, changed = counts[Kind.NEW], counts[Kind.CHANGED]
    parts = [f"{new:,} new"] * bool(new) + [f"{changed:,} changed"] * bool(changed)
    return f"{' and '.join(parts)} row{'' if new + changed == 1 else 's'}" if parts else "no rows"


def summary(record: Import) -> tuple[Import, str]:
    """A line of the list: what became of the file, and of how many rows."""
    if standing := record.task and tasks.standing(record):
        return record, standing.in_short
    state = record.get_state_display()
    if record.state == ImportState.REFUSED:
        return record, state
    tells_rows = record.state in (ImportState.SAVED, ImportState.CHECKED, ImportState.UNDONE)
    return record, f"{state}: {in_words(record)}" if tells_rows else state


MARKED = {
    ".xlsx": "It is your own file as it was, with the wrong cells filled in red and a comment at "
    "each, and a last column Problems. Correct it, and bring it as it is: the column is ignored.",
    ".csv": "It is your own table with a last column Problems. Correct it, and bring it as it is: "
    "the column is ignored.",
}
MARKED |= {".ods": MARKED[".xlsx"], ".zip": MARKED[".csv"].replace("table", "tables")}


def what_marks_say(record: Import) -> str:
    """What the marked-up copy of a refused file is; "" where none can be made."""
    if record.state != ImportState.REFUSED:
        return ""
    said = MARKED.get(PurePosixPath(record.name).suffix.lower(), "")
    errors = told(record, "errors")
    if said and errors.more:
        said += f" The first {len(errors.rows):,} of {errors.count:,} problems are marked in it."
    return said


def told_in_copy(record: Import) -> list[tuple[str, str, str]]:
    """What is marked in the copy; where that is not all, the last of it says so."""
    kept = record.preview.get("errors", {"count": 0, "told": []})
    marked = [(sheet, cell, text) for sheet, cell, text in kept["told"]]
    more = kept["count"] - len(marked)
    if marked and more:
        sheet, cell, text = marked[-1]
        more_said = f"{more:,} more problems in this file are told once these are corrected"
        marked[-1] = (sheet, cell, f"{text} ({more_said})")
    return marked


def resting(rests: list[Rests]) -> dict[str, Any]:
    """What rests on an import, as its page says it: the first, and whether there is more."""
    return {"rests": rests[:RESTS_SHOWN], "more_rests": len(rests) > RESTS_SHOWN}


def may_hold_small_numbers(record: Import) -> bool:
    """Whether figures are on its pages; to be safe, each is taken for a small one."""
    return any(counts["sheet"] in FIGURES for counts in record.counts)


def waiting_for_an_invitation(record: Import) -> int:
    """How many people cannot sign in yet, where the file brought people."""
    if record.state != ImportState.SAVED:
        return 0
    brought = any(counts["sheet"] == PEOPLE and counts[Kind.NEW] for counts in record.counts)
    return invitations.waiting_for_an_invitation().count() if brought else 0


def changes_by_sheet(record: Import) -> list[SheetChanges]:
    """The sheets in which something is new or changed, with the first rows of each."""
    found = []
    first = first_rows(record)
    for counts in record.counts:
        name = counts["sheet"]
        if counts[Kind.NEW] or counts[Kind.CHANGED]:
            rows = list(as_shown(name, first.get(name, [])[:SHOWN_AT_ONCE]))
            found.append(SheetChanges(name, slugify(name), counts, rows))
    return found


def sheet_called(record: Import, slug: str) -> str:
    """The sheet of ours, or of the file, that has this in its address; "" where none has."""
    if slug in BY_SLUG:
        return BY_SLUG[slug].name
    names = (counts["sheet"] for counts in record.counts)
    return next((name for name in names if slugify(name) == slug), "")


def page_of_changes(record: Import, sheet: str, number: str) -> Page:
    counts = next((each for each in record.counts if each["sheet"] == sheet), None)
    in_all = counts[Kind.NEW] + counts[Kind.CHANGED] if counts else 0
    page: Page = Paginator(RowsOf(record, sheet, in_all), ON_A_PAGE).get_page(number)
    page.object_list = list(as_shown(sheet, page.object_list))
    return page


def as_shown(name: str, rows: Iterable[dict[str, Any]]) -> Iterator[RowChange]:
    """Rows of a sheet that are new or changed, as pages show them."""
    rows = list(rows)
    dates, words = dates_of(name), words_of(name, [each["key"] for each in rows])
    for change in rows:
        fields = [
            FieldChange(heading, *(_shown(value, heading in dates) for value in values))
            for heading, *values in change["fields"]
        ]
        is_new = change["kind"] == Kind.NEW
        number = change.get("source") or change["row"]
        yield RowChange(number, name_of(name, change["key"], words), is_new, fields)


def dates_of(name: str) -> set[str]:
    """The headings under which a sheet has dates; a table of the admin says them in words."""
    ours = BY_SLUG.get(slugify(name))
    columns = ours.columns if ours else ()
    return {column.heading for column in columns if column.layout == Layout.DATE}


def _shown(value: object, is_date: bool) -> object:
    return write_date(date.fromisoformat(str(value))) if is_date and value else value
