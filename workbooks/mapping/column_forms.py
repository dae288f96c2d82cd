"""The page on which is said what each column of a sheet becomes."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace

from django import forms
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField
from django.forms.utils import flatatt
from django.utils.html import escape, format_html
from django.utils.safestring import mark_safe

from periods.rounds import lock_among
from periods.today import today
from workbooks.mapping.description import BLANKS_TAKE_OUT, Layout, Use, folded
from workbooks.mapping.fields import (
    CODE_AND_TITLE,
    COUNTS,
    FIGURE,
    INDICATOR,
    OWN_QUARTER,
    PERIOD,
    QUARTER,
    STANDING,
    YEAR,
    Field,
)
from workbooks.mapping.figures import NOT_AVAILABLE_STANDING
from workbooks.mapping.forms import letters, tidy_period, tidy_quarter
from workbooks.mapping.guessed import Guessed
from workbooks.mapping.periods import without_its_period
from workbooks.mapping.reading import FIELDS
from workbooks.mapping.row_periods import quarter_in
from workbooks.mapping.synonyms import COMMENTARY
from workbooks.mapping.target_periods import asks_later, says_whose
from workbooks.mapping.to_date import says_to_date

# What is asked of a column beside what it becomes.
BOXES = ("period", "quarter", "blanks", "standing")
STANDINGS = [each for each in FIELDS[STANDING].words if each != NOT_AVAILABLE_STANDING]
LEAVE_OUT = ("", "Leave it out")
GROUP_OF_FIGURES = (COUNTS, FIGURE)


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
    standing: BoundField | None


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
        if guess.use.standing or use.standing:
            self.fields[f"standing_{column}"] = forms.ChoiceField(
                choices=[("", "As in its row, or in all rows"), *((e, e) for e in STANDINGS)],
                required=False,
                initial=use.standing,
                label="Its figures are",
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
        taken: dict[tuple[object, ...], Use] = {}
        for use in layout.uses:
            key: tuple[object, ...] = (use.field, use.period, use.quarter)
            if use.field == "Comparators.value":
                key = (*key, folded(without_its_period(use.heading)))
            elif FIELDS[use.field].is_figure:
                key = (*key, says_to_date(use.heading), says_whose(use.heading))
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
        if OWN_QUARTER in named:
            self._check_year_of_quarters(layout, named, places)
            named |= {PERIOD, QUARTER}
        has_figures = False
        for use in layout.uses:
            field = FIELDS[use.field]
            sheets = set(field.goes_to) if not field.is_shared else set()
            is_result = "Actuals" in sheets and (field.is_figure or use.field == COUNTS)
            has_figures = has_figures or (is_result and not use.standing)
            needs_period = field.is_figure and field.has_period and not asks_later(layout, use)
            if needs_period and not use.period and PERIOD not in named:
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

    def _check_year_of_quarters(
        self, layout: Layout, named: set[str], places: dict[str, str]
    ) -> None:
        """Quarters that name no year need one, in a column of its own or for the whole file."""
        if named & {YEAR, PERIOD} or PERIOD not in places:
            return
        for use in layout.uses_of(OWN_QUARTER):
            found = map(quarter_in, self.guesses[use.column].samples)
            if any(each and each.needs_year for each in found):
                told = f"Say of which year the quarters in column {letters(use.column)} are."
                self.add_error(places[PERIOD], told)

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
                        given.get(f"standing_{column}", "") if "Actuals" in field.goes_to else "",
                    )
                )
        constants = {
            field.name: given.get(f"all_{number}", "").strip()
            for number, field in self._constants().items()
            if given.get(f"all_{number}", "").strip()
        }
        return replace(layout, uses=uses, constants=constants, repeats=given.get("repeats", False))

    # What is shown

    def rows(self) -> Iterator[ColumnRow]:
        for column, guess in self.guesses.items():
            yield ColumnRow(
                letters(column),
                guess.use.heading,
                guess.samples,
                self._reason(column, guess),
                self[f"becomes_{column}"],
                *(self._box(f"{name}_{column}") for name in BOXES),
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
