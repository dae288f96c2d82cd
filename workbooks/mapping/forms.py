"""What the pages ask on which the columns of a file are matched."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from django import forms
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField
from django.forms.utils import flatatt
from django.utils.html import escape, format_html
from django.utils.safestring import mark_safe

from periods.calendar import NotAPeriod, YearType, read_period, read_quarter
from periods.rounds import lock_among
from periods.today import today
from sheets.cells import Cell, address
from sheets.problems import as_sentence
from workbooks.forms import UploadForm
from workbooks.mapping.applying import Applied, Unread
from workbooks.mapping.description import (
    BLANKS_TAKE_OUT,
    DECIMAL_SIGN,
    PARTS_THOUSANDS,
    ZERO_IS_A_FIGURE,
    ZERO_IS_NO_DATA,
    Layout,
    Mapping,
    Use,
    folded,
)
from workbooks.mapping.drafts import Draft
from workbooks.mapping.fields import (
    CODE_AND_TITLE,
    COUNTS,
    FIGURE,
    INDICATOR,
    PERIOD,
    QUARTER,
    Field,
)
from workbooks.mapping.guessing import Guessed
from workbooks.mapping.models import KeptMapping
from workbooks.mapping.periods import without_its_period
from workbooks.mapping.reading import FIELDS
from workbooks.mapping.synonyms import COMMENTARY
from workbooks.mapping.values import read_as_figure, with_decimal_point, without_points
from workbooks.mapping.words import LEFT_OUT, guess_marker, guess_word, meanings_for
from workbooks.reading.limits import MOST_ROWS
from workbooks.reading.tables import Table

LEAVE_OUT = ("", "Leave it out")
# Beyond so many different words in a column, it is not what it was taken for.
MOST_ASKED = 40
GROUP_OF_FIGURES = (COUNTS, FIGURE)
STANDING = "Actuals.standing"


def letters(column: int) -> str:
    return address(column, 1)[:-1]


class OneOfTheFields(forms.Select):
    """The same long choice for each of many columns: its options are written once for a page."""

    def __init__(self, options: str):
        super().__init__()
        self.written = options

    def render(self, name, value, attrs=None, renderer=None):
        built = flatatt(self.build_attrs(self.attrs, attrs) | {"name": name})
        mark = f'value="{escape(value or "")}"'
        options = self.written.replace(f"{mark}>", f"{mark} selected>", 1)
        return mark_safe(f"<select{built}>{options}</select>")  # noqa: S308 - escaped, each part


def as_options(choices: list) -> str:
    """The options of a choice as HTML, none of them selected."""
    parts = []
    for value, label in choices:
        if isinstance(label, list):
            within = mark_safe(as_options(label))  # noqa: S308 - escaped, each part
            parts.append(format_html('<optgroup label="{}">{}</optgroup>', value, within))
        else:
            parts.append(format_html('<option value="{}">{}</option>', value, label))
    return "".join(parts)


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


# Which sheets -------------------------------------------------------------------------


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

    def _ask_of(self, number: int, table: Table, layouts: dict[str, Layout]) -> None:
        guessed, layout = self.headings[table.name], layouts.get(table.name)
        first, last = (
            (layout.first, layout.last)
            if layout
            else ((guessed.first, guessed.last) if guessed else (1, 1))
        )
        chosen = bool(layout) if layouts else bool(guessed and "known" in guessed.reason)
        alone = len(self.draft.tables) == 1
        self.fields[f"use_{number}"] = forms.BooleanField(
            label=f"Read the sheet {table.name}", required=False, initial=chosen or alone
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


# What the columns become --------------------------------------------------------------


@dataclass
class ColumnRow:
    """One column of the file as the page shows it."""

    letters: str
    heading: str
    samples: list[str]
    reason: str
    becomes: BoundField
    period: BoundField | None
    quarter: BoundField | None
    blanks: BoundField | None


class ColumnsForm(forms.Form):
    """What each column of one sheet becomes, and what is the same in all its rows."""

    repeats = forms.BooleanField(
        label="A blank code repeats the one above",
        required=False,
        help_text="Where the code stands only in the first row of each group",
    )

    def __init__(
        self,
        *args,
        layout: Layout,
        guesses: list[Guessed],
        kept: str = "",
        new: Collection[int] = (),
        dated: dict[str, str] | None = None,
        rounds: dict[str, str] | None = None,
        **kwargs,
    ):
        super().__init__(*args, **kwargs)
        self.layout = layout
        self.rounds = rounds or {}
        self.guesses = {guess.use.column: guess for guess in guesses}
        self.kept = kept
        self.new, self.dated = new, dated or {}
        self.fields["repeats"].initial = layout.repeats
        choices = [
            LEAVE_OUT,
            *(
                (group, [(each.name, called(each)) for each in fields])
                for group, fields in FIELDS.groups()
            ),
        ]
        options = as_options(choices)
        for column, guess in self.guesses.items():
            self._ask_of(column, guess, choices, options)
        for number, field in self._constants().items():
            self.fields[f"all_{number}"] = constant_field(
                field, layout.constants.get(field.name, "")
            )
        # Asked for where no column says it; `clean` tells it with what else is missing.
        self.asks = {
            f"all_{number}"
            for number, field in self._constants().items()
            if field.name == STANDING and STANDING not in self._names()
        }

    def _constants(self) -> dict[int, Field]:
        """What may be the same in all rows of the sheets that the columns go to, by number."""
        used = {
            sheet
            for name in self._names()
            if name in FIELDS and not FIELDS[name].is_shared
            for sheet in FIELDS[name].goes_to
        }
        return {
            number: field
            for number, field in enumerate(FIELDS.constants())
            if used & field.goes_to.keys()
        }

    def _names(self) -> list[str]:
        """The fields that the columns become, as far as it is known while the page is made."""
        if self.is_bound:
            return [self.data.get(f"becomes_{column}", "") for column in self.guesses]
        return [use.field for use in self.layout.uses]

    def _ask_of(self, column: int, guess: Guessed, choices: list, options: str) -> None:
        use = self.layout.use_at(column) or Use(column, guess.use.heading, "")
        named = f"column {letters(column)}, {guess.use.heading or 'without a heading'}"
        self.fields[f"becomes_{column}"] = forms.ChoiceField(
            choices=choices,
            required=False,
            initial=use.field,
            widget=OneOfTheFields(options),
            label=f"What {named}, becomes",
        )
        chosen = self._chosen(column, use.field)
        about = FIELDS.all.get(chosen)
        for name, words, value, is_asked in (
            ("period", "The period that it is about", use.period, about and about.has_period),
            (
                "quarter",
                "The quarter in which it was reported",
                use.quarter,
                about and about.has_quarter,
            ),
        ):
            if not is_asked:
                continue
            self.fields[f"{name}_{column}"] = forms.CharField(
                required=False,
                initial=value,
                label=f"{words}: {named}",
                widget=forms.TextInput(attrs={"class": "govuk-input--width-10"}),
            )
        if self._can_be_taken_out(chosen):
            self.fields[f"blanks_{column}"] = forms.BooleanField(
                required=False,
                initial=use.blanks == BLANKS_TAKE_OUT,
                label="A blank cell takes out what is here",
            )
        for name in ("becomes", "period", "quarter"):
            field = self.fields.get(f"{name}_{column}")
            if field is None:
                continue
            field.widget.attrs["aria-label"] = field.label

    def _chosen(self, column: int, otherwise: str) -> str:
        """The field that is chosen for a column, as far as it is known while the page is made."""
        return self.data.get(f"becomes_{column}", "") if self.is_bound else otherwise

    @staticmethod
    def _can_be_taken_out(name: str) -> bool:
        return name in FIELDS and FIELDS[name].can_be_taken_out

    # What is given

    def clean(self):
        given = super().clean()
        for column in self.guesses:
            for name, tidied in (("period", tidy_period), ("quarter", tidy_quarter)):
                key = f"{name}_{column}"
                if key not in self.fields:
                    continue
                try:
                    given[key] = tidied(given.get(key, "").strip())
                except ValidationError as problem:
                    self.add_error(key, problem)
        for number, field in self._constants().items():
            if field.name in (PERIOD, QUARTER):
                tidied = tidy_period if field.name == PERIOD else tidy_quarter
                try:
                    given[f"all_{number}"] = tidied(given.get(f"all_{number}", "").strip())
                except ValidationError as problem:
                    self.add_error(f"all_{number}", problem)
        if not self.errors:
            self._check_together(self.changed_layout())
        return given

    def _check_together(self, layout: Layout) -> None:
        if not layout.uses:
            self.add_error(None, "No column becomes anything: choose at least one.")
            return
        taken: dict[tuple[str, ...], Use] = {}
        for use in layout.uses:
            key: tuple[str, ...] = (use.field, use.period, use.quarter)
            if use.field == "Comparators.value":
                key = (*key, folded(without_its_period(use.heading)))
            if key in taken:
                self.add_error(
                    f"becomes_{use.column}",
                    f"Column {letters(taken[key].column)} becomes the same: choose another, or say "
                    "which period each is about.",
                )
            taken.setdefault(key, use)
        self._check_what_is_needed(layout)

    def _check_what_is_needed(self, layout: Layout) -> None:
        """Ask for what every row needs and neither a column nor all rows say."""
        named = {use.field for use in layout.uses} | {
            name for name, value in layout.constants.items() if value
        }
        places = {field.name: f"all_{number}" for number, field in self._constants().items()}
        has_figures = False
        for use in layout.uses:
            field = FIELDS[use.field]
            sheets = set(field.goes_to) if not field.is_shared else set()
            is_result = "Actuals" in sheets and (field.is_figure or use.field == COUNTS)
            has_figures = has_figures or is_result
            if field.is_figure and field.has_period and not use.period and PERIOD not in named:
                self.add_error(
                    f"period_{use.column}",
                    f"Say which year or quarter column {letters(use.column)} is about.",
                )
            if is_result and not use.quarter and QUARTER not in named:
                self.add_error(
                    f"quarter_{use.column}",
                    f"Say in which quarter column {letters(use.column)} was reported.",
                )
        if has_figures and STANDING not in named:
            self.add_error(
                places[STANDING],
                "Say whether the figures are final, provisional or forecasts.",
            )
        of_indicators = {"Indicators.title", COUNTS, FIGURE, "Targets.value", "Actuals.value"}
        if named & of_indicators and not named & {INDICATOR, CODE_AND_TITLE}:
            self.add_error(None, "Say which column holds the indicators’ codes.")
        self._check_words(layout)

    def _check_words(self, layout: Layout) -> None:
        """Words beside several quarters are about one of them: which, must be said."""
        periods = {
            (use.period, use.quarter)
            for use in layout.uses
            if use.field in ("Actuals.value", *GROUP_OF_FIGURES)
        }
        for use in layout.uses:
            if use.field in COMMENTARY and len(periods) > 1 and not use.period:
                self.add_error(
                    f"period_{use.column}",
                    f"Say which period the words in column {letters(use.column)} are about.",
                )

    def changed_layout(self) -> Layout:
        """The layout as it is given."""
        given, layout = self.cleaned_data, self.layout
        uses = []
        for column, guess in self.guesses.items():
            name = given.get(f"becomes_{column}", "")
            if name:
                field = FIELDS[name]
                uses.append(
                    Use(
                        column,
                        guess.use.heading,
                        name,
                        given.get(f"period_{column}", "") if field.has_period else "",
                        given.get(f"quarter_{column}", "") if field.has_quarter else "",
                        BLANKS_TAKE_OUT if given.get(f"blanks_{column}") else "",
                    )
                )
        constants = {
            field.name: given.get(f"all_{number}", "").strip()
            for number, field in self._constants().items()
            if given.get(f"all_{number}", "").strip()
        }
        return Layout(
            layout.sheet,
            layout.first,
            layout.last,
            uses=uses,
            headings=layout.headings,
            constants=constants,
            words=layout.words,
            markers=layout.markers,
            zeros=layout.zeros,
            commas=layout.commas,
            points=layout.points,
            repeats=given.get("repeats", False),
            read_anyway=layout.read_anyway,
        )

    # What is shown

    def rows(self) -> Iterator[ColumnRow]:
        for column, guess in self.guesses.items():
            yield ColumnRow(
                letters(column),
                guess.use.heading,
                guess.samples,
                self._reason(column, guess),
                self[f"becomes_{column}"],
                *(self._box(f"{name}_{column}") for name in ("period", "quarter", "blanks")),
            )

    def _box(self, name: str) -> BoundField | None:
        return self[name] if name in self.fields else None

    def _reason(self, column: int, guess: Guessed) -> str:
        use = self.layout.use_at(column)
        if column in self.new:
            return f"New in this file. {'Guessed' if use else 'Left out'}: {guess.reason}"
        if before := self.dated.get(str(column)):
            return f"As in the mapping {self.kept}, where it was called {before}"
        if (use.field if use else "") != guess.use.field:
            return f"As in the mapping {self.kept}" if self.kept else "As you chose"
        said = f"{'Guessed' if use else 'Left out'}: {guess.reason}"
        if use and use.quarter and (locked := lock_among(self.rounds, use.quarter, on=today())):
            said += f". {locked.removesuffix('.')}; or leave the column out"
        return said

    def constants(self) -> list[BoundField]:
        return [self[f"all_{number}"] for number in self._constants()]


def called(field: Field) -> str:
    """A field as it is chosen: with our sheet, for several sheets have a Reason or a Value."""
    return f"{field.label} ({field.group})" if field.column else field.label


def constant_field(field: Field, value: str) -> forms.Field:
    """A box for what is the same in all rows."""
    label = field.label if field.is_shared else f"{field.label} ({field.group})"
    if field.words:
        return forms.ChoiceField(
            choices=[("", "Not the same in all rows"), *((each, each) for each in field.words)],
            required=False,
            initial=value,
            label=label,
        )
    return forms.CharField(
        required=False,
        initial=value,
        label=label,
        widget=forms.TextInput(attrs={"class": "govuk-input--width-20"}),
    )


# What words, marks and zeros mean -----------------------------------------------------


@dataclass
class Asked:
    """One question of the last page: its field, where it stands first, and why it is guessed."""

    field: BoundField
    layout: int
    kind: str
    about: str
    key: str


class MeaningsForm(forms.Form):
    """What marks, words and zeros mean; which rows are read after all; whether all is right."""

    def __init__(self, *args, mapping: Mapping, applied: list[Applied], **kwargs):
        super().__init__(*args, **kwargs)
        self.mapping = mapping
        self.asked: list[tuple[str, int, str, str, str]] = []
        self.too_many: list[str] = []
        for at, (layout, made) in enumerate(zip(mapping.layouts, applied, strict=True)):
            self._ask_markers(at, layout, made)
            self._ask_words(at, layout, made)
            self._ask_zeros(at, layout, made)
            self._ask_signs(at, layout, "comma", layout.commas, made.commas)
            self._ask_signs(at, layout, "point", layout.points, made.points)
            self._ask_rows(at, layout, made)
        self.fields["name"] = forms.CharField(
            label="Keep this under a name, for the next file of the same shape",
            required=False,
            max_length=100,
            initial=mapping.name,
            help_text="Such as “Corporate parenting KPI list”. Leave it blank to use it only now.",
        )
        self.fields["right"] = forms.BooleanField(
            label="I have looked at every guess, and it is right",
            error_messages={"required": "Confirm that you have looked at every guess."},
        )

    def _add(self, kind: str, at: int, about: str, key: str, field: forms.Field) -> None:
        name = f"{kind}_{at}_{len(self.asked)}"
        self.fields[name] = field
        self.asked.append((name, at, kind, about, key))

    def _ask_markers(self, at: int, layout: Layout, made: Applied) -> None:
        for field, words in distinct(made.markers, layout.markers):
            cells = [
                each for each in made.markers if (each.field, folded(each.words)) == (field, words)
            ]
            given = layout.markers.get(field, {}).get(words)
            guess = guess_marker(cells[0].words, field) if cells else None
            chosen = given if given is not None else (guess.meaning if guess else "")
            shown = cells[0].words if cells else words
            self._add(
                "marker",
                at,
                field,
                words,
                forms.ChoiceField(
                    label=f"“{shown}” under {FIELDS[field].label}",
                    choices=[("", "Choose what it means"), *meanings_for(field)],
                    initial=chosen,
                    help_text=said_of(
                        layout, cells, guess.reason if guess and given is None else ""
                    ),
                    error_messages={"required": f"Say what “{shown}” means."},
                ),
            )

    def _ask_words(self, at: int, layout: Layout, made: Applied) -> None:
        for field, words in distinct(made.words, layout.words):
            cells = [
                each for each in made.words if (each.field, folded(each.words)) == (field, words)
            ]
            given = layout.words.get(field, {}).get(words)
            allowed = FIELDS[field].words
            shown = cells[0].words if cells else words
            guess = guess_word(shown, field, allowed)
            chosen = given if given is not None else (guess.meaning if guess else None)
            self._add(
                "word",
                at,
                field,
                words,
                forms.ChoiceField(
                    label=f"“{shown}” under {FIELDS[field].label}",
                    choices=[
                        ("", "Choose what it means"),
                        *((each, each) for each in allowed),
                        (LEFT_OUT, "Nothing: leave the cell out"),
                    ],
                    initial=LEFT_OUT if chosen == "" else chosen,
                    error_messages={"required": f"Say what “{shown}” means."},
                    help_text=said_of(
                        layout, cells, guess.reason if guess and given is None else ""
                    ),
                ),
            )

    def _ask_zeros(self, at: int, layout: Layout, made: Applied) -> None:
        columns = dict.fromkeys([*(each.column for each in made.zeros), *layout.zeros])
        for column in columns:
            use = layout.use_at(column)
            if use is None:
                continue
            cells = [each for each in made.zeros if each.column == column]
            self._add(
                "zero",
                at,
                str(column),
                str(column),
                forms.ChoiceField(
                    label=f"0 under {use.heading or 'column ' + letters(column)}",
                    choices=[
                        (ZERO_IS_A_FIGURE, "It is a figure: the result is 0"),
                        (ZERO_IS_NO_DATA, "There is no data yet: leave it out"),
                    ],
                    widget=forms.RadioSelect,
                    initial=layout.zeros.get(column, ""),
                    help_text=said_of(layout, cells, ""),
                    error_messages={
                        "required": f"Say what 0 means under {use.heading or letters(column)}."
                    },
                ),
            )

    def _ask_signs(
        self, at: int, layout: Layout, sign: str, given: dict[int, str], unread: list[Unread]
    ) -> None:
        """What commas or points are in the figures of a column, by an example of it."""
        columns = dict.fromkeys([*(each.column for each in unread), *given])
        for column in columns:
            use = layout.use_at(column)
            if use is None:
                continue
            cells = [each for each in unread if each.column == column]
            example = f", as in “{cells[0].words}”" if cells else ""
            named = use.heading or f"column {letters(column)}"
            self._add(
                sign,
                at,
                str(column),
                str(column),
                forms.ChoiceField(
                    label=f"The {sign} under {named}{example}",
                    choices=list(choices_of_sign(sign, cells)),
                    widget=forms.RadioSelect,
                    initial=given.get(column, ""),
                    help_text=said_of(layout, cells, ""),
                    error_messages={"required": f"Say what the {sign} is under {named}."},
                ),
            )

    def _ask_rows(self, at: int, layout: Layout, made: Applied) -> None:
        """Rows that are left out, by their words, and those read though they look like none."""
        words = [each.words for each in made.left_out if each.words]
        again = [each for each in layout.read_anyway if each not in map(folded, words)]
        choices = [
            *((folded(each.words), f"Row {each.number}, {each.kind.value}: {each.words[:80]}")
              for each in made.left_out if each.words),
            *((each, f"Read all the same: {each[:80]}") for each in again),
        ]  # fmt: skip
        unique = dict(reversed(choices))
        if choices:
            self._add(
                "rows",
                at,
                "",
                "",
                forms.MultipleChoiceField(
                    label=f"Rows of {layout.sheet} that are left out: tick one to read it",
                    choices=list(reversed(unique.items()))[:MOST_ASKED],
                    required=False,
                    initial=layout.read_anyway,
                    widget=forms.CheckboxSelectMultiple,
                ),
            )

    def questions(self) -> list[BoundField]:
        return [self[name] for name, _, kind, _, _ in self.asked if kind != "rows"]

    def left_out(self) -> list[BoundField]:
        return [self[name] for name, _, kind, _, _ in self.asked if kind == "rows"]

    def changed_mapping(self) -> Mapping:
        """The mapping with what is given."""
        given = self.cleaned_data
        for layout in self.mapping.layouts:
            layout.markers, layout.words, layout.zeros, layout.read_anyway = {}, {}, {}, []
            layout.commas, layout.points = {}, {}
        for name, at, kind, about, key in self.asked:
            layout = self.mapping.layouts[at]
            if kind == "marker":
                layout.markers.setdefault(about, {})[key] = given[name]
            elif kind == "word":
                word = given[name] if given[name] != LEFT_OUT else ""
                layout.words.setdefault(about, {})[key] = word
            elif kind == "zero":
                layout.zeros[int(key)] = given[name]
            elif kind == "comma":
                layout.commas[int(key)] = given[name]
            elif kind == "point":
                layout.points[int(key)] = given[name]
            else:
                layout.read_anyway = list(given[name])
        self.mapping.name = given["name"].strip()
        return self.mapping


def choices_of_sign(sign: str, cells: list[Unread]) -> Iterator[tuple[str, str]]:
    """What a comma or a point may be, each with what the example is read as then."""
    cell = Cell(cells[0].words) if cells else Cell()
    as_decimal = with_decimal_point(cell) if sign == "comma" else cell
    as_thousands = Cell(cell.written.replace(",", "")) if sign == "comma" else without_points(cell)
    figure = f": the figure {as_decimal.written}" if cells else ""
    yield DECIMAL_SIGN, f"It is the decimal sign{figure}"
    if cells and sign == "comma" and not read_as_figure(cell):
        yield PARTS_THOUSANDS, "It is a slip: leave such a cell to be corrected in the file"
    else:
        figure = f": the figure {as_thousands.written}" if cells else ""
        yield PARTS_THOUSANDS, f"It parts thousands{figure}"


def distinct(unread: list[Unread], given: dict[str, dict[str, str]]) -> list[tuple[str, str]]:
    """The different words that are asked about or have a meaning already, by field."""
    found = dict.fromkeys((each.field, folded(each.words)) for each in unread)
    found |= dict.fromkeys((field, words) for field, all_ in given.items() for words in all_)
    return list(found)[:MOST_ASKED]


def said_of(layout: Layout, cells: list[Unread], reason: str) -> str:
    """Where the words stand, and why the answer is guessed."""
    parts = []
    if cells:
        first, *more = cells
        place = f"{layout.sheet}!{address(first.column, first.row)}"
        parts.append(
            f"At {place}"
            + (f" and in {len(more)} more cell{'s' * (len(more) > 1)}" if more else "")
        )
    if reason:
        parts.append(f"guessed: {reason}")
    return "; ".join(parts)


class RenameForm(forms.ModelForm):
    """Call a kept mapping otherwise."""

    class Meta:
        model = KeptMapping
        fields = ("name",)
