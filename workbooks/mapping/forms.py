"""Which file, and which of its sheets: what the first pages ask on which a list is matched."""

from collections.abc import Iterator
from dataclasses import dataclass

from django import forms
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField

from periods.calendar import NotAPeriod, YearType, read_period, read_quarter
from sheets.cells import address
from sheets.problems import as_sentence
from workbooks.forms import UploadForm
from workbooks.mapping.description import Layout
from workbooks.mapping.drafts import Draft
from workbooks.mapping.models import KeptMapping
from workbooks.reading.limits import MOST_ROWS
from workbooks.reading.tables import Table


def letters(column: int) -> str:
    return address(column, 1)[:-1]


class OtherUploadForm(UploadForm):
    """Choose a file with a layout of its own."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["file"].help_text = (
            "A spreadsheet (.xlsx or .ods) or a table (.csv). At most 20 MB. Nothing is saved "
            "before you have seen what would change."
        )
        self.fields["file"].widget.attrs["accept"] = ".xlsx,.ods,.csv"


def tidy_quarter(words: str) -> str:
    """The quarter that somebody wrote, in our form. Raises ValidationError."""
    if not words:
        return ""
    try:
        return read_quarter(words).label
    except NotAPeriod as problem:
        raise ValidationError(as_sentence(str(problem))) from None


def tidy_period(words: str) -> str:
    """The year or quarter that somebody wrote, in our form. Raises ValidationError."""
    if not words:
        return ""
    try:
        bare = len(words) == 4 and words.isdecimal()
        return read_period(words, YearType.CALENDAR if bare else YearType.FINANCIAL).label
    except NotAPeriod as problem:
        raise ValidationError(as_sentence(str(problem))) from None


@dataclass
class SheetRow:
    """One sheet of the file as the first page shows it."""

    table: Table
    use: BoundField
    first: BoundField
    last: BoundField
    reason: str
    rows: list[tuple[int, list[str]]]


class SheetsForm(forms.Form):
    """Which sheets are read, in which rows their headings stand, and what the file is about."""

    SHOWN_ROWS, SHOWN_COLUMNS = 12, 8
    about = forms.CharField(
        label="Which quarter or year is this file about?",
        required=False,
        help_text="Such as 2009/10 Q2, or 2009/10. It is needed where headings, such as Q1 to "
        "Q4, do not say of which year they are. A sheet that names another quarter keeps it.",
    )

    def __init__(self, *args, draft: Draft, **kwargs):
        super().__init__(*args, **kwargs)
        self.draft = draft
        about = draft.guessed_about()
        self.fields["about"].initial = draft.about or about.period
        self.about_reason = about.reason if about.period else ""
        layouts = {each.sheet: each for each in draft.mapping.layouts}
        self.headings = {table.name: draft.guessed_headings(table) for table in draft.tables}
        for number, table in enumerate(draft.tables, start=1):
            self._ask_of(number, table, layouts)
        if draft.data.get("asked"):
            self.fields["still"] = forms.BooleanField(
                label="I have looked at what differs and is used: the mapping still holds",
                error_messages={
                    "required": "Confirm that the mapping still holds, or begin with none and "
                    "guess afresh."
                },
            )

    def _ask_of(self, number: int, table: Table, layouts: dict[str, Layout]) -> None:
        guessed, layout = self.headings[table.name], layouts.get(table.name)
        first, last = (
            (layout.first, layout.last)
            if layout
            else ((guessed.first, guessed.last) if guessed else (1, 1))
        )
        known = bool(guessed and "known" in guessed.reason) and not table.hidden
        chosen = bool(layout) if layouts else known
        alone = len(self.draft.tables) == 1
        hidden = ", which is hidden" if table.hidden else ""
        self.fields[f"use_{number}"] = forms.BooleanField(
            label=f"Read the sheet {table.name}{hidden}",
            required=False,
            initial=chosen or alone,
        )
        for name, label, row in (
            ("first", "First row of headings", first),
            ("last", "Last row of headings", last),
        ):
            self.fields[f"{name}_{number}"] = forms.IntegerField(
                label=label,
                min_value=1,
                max_value=MOST_ROWS,
                initial=row,
                widget=forms.NumberInput(attrs={"class": "govuk-input--width-4"}),
                error_messages={"required": f"Write the {label.lower()} of {table.name}."},
            )

    def clean_about(self):
        return tidy_period(self.cleaned_data["about"].strip())

    def clean(self):
        given = super().clean()
        if not self.errors and not self.chosen():
            self.add_error(None, "Choose at least one sheet to read.")
        for number, table in enumerate(self.draft.tables, start=1):
            first, last = given.get(f"first_{number}"), given.get(f"last_{number}")
            if not given.get(f"use_{number}") or first is None or last is None:
                continue
            if last < first:
                self.add_error(
                    f"last_{number}", "The last row of headings cannot come before the first."
                )
            elif first not in dict(table.rows) and last not in dict(table.rows):
                self.add_error(
                    f"first_{number}", f"Nothing stands in row {first}: write the row of headings."
                )
        return given

    def chosen(self) -> list[tuple[str, int, int]]:
        """The sheets to read, each with its rows of headings."""
        return [
            (
                table.name,
                self.cleaned_data[f"first_{number}"],
                self.cleaned_data[f"last_{number}"],
            )
            for number, table in enumerate(self.draft.tables, start=1)
            if self.cleaned_data.get(f"use_{number}")
        ]

    def rows(self) -> Iterator[SheetRow]:
        for number, table in enumerate(self.draft.tables, start=1):
            guessed = self.headings[table.name]
            columns = sorted({column for _, cells in table.rows for column in cells})
            shown = [
                (
                    row,
                    [
                        cells[c].written[:40] if c in cells else ""
                        for c in columns[: self.SHOWN_COLUMNS]
                    ],
                )
                for row, cells in table.rows[: self.SHOWN_ROWS]
            ]
            yield SheetRow(
                table,
                self[f"use_{number}"],
                self[f"first_{number}"],
                self[f"last_{number}"],
                guessed.reason if guessed else "",
                shown,
            )


class RenameForm(forms.ModelForm):
    """Call a kept mapping otherwise."""

    class Meta:
        model = KeptMapping
        fields = ("name",)
