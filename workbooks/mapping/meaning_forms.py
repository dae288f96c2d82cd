"""The page on which is said what words, marks, zeros and signs mean, and which rows are read."""

from collections.abc import Iterator

from django import forms
from django.forms.boundfield import BoundField

from sheets.cells import Cell, address
from sheets.problems import all_of
from workbooks.mapping.applied import Applied, Unread
from workbooks.mapping.column_questions import (
    KEPT_IN,
    NAMES,
    SCALES,
    TARGETS,
    ZEROS,
    ColumnQuestion,
    first_of,
)
from workbooks.mapping.description import (
    AS_IT_STANDS,
    DECIMAL_SIGN,
    LEFT_OUT_TO_DATE,
    PARTS_THOUSANDS,
    Layout,
    Mapping,
    folded,
)
from workbooks.mapping.forms import letters
from workbooks.mapping.reading import FIELDS
from workbooks.mapping.rows import NEVER_READ
from workbooks.mapping.to_date import beside, questions_of
from workbooks.mapping.values import read_as_figure, with_decimal_point, without_points
from workbooks.mapping.words import LEFT_OUT, Guess, guess_marker, guess_word, meanings_for

# Beyond so many different words in a column, it is not what it was taken for.
MOST_ASKED = 40


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
            self._ask(at, layout, made, ZEROS)
            self._ask_signs(at, layout, "comma", layout.commas, made.commas)
            self._ask_signs(at, layout, "point", layout.points, made.points)
            self._ask(at, layout, made, SCALES)
            self._ask_to_date(at, layout, made)
            self._ask(at, layout, made, TARGETS)
            self._ask(at, layout, made, NAMES)
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
                    help_text=said_of(layout, cells, guessed_for(guess, given)),
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
                    help_text=said_of(layout, cells, guessed_for(guess, given)),
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

    def _ask_to_date(self, at: int, layout: Layout, made: Applied) -> None:
        """What to do with the year so far of indicators that are not counted so, and the other
        way round: once for all quarters beside it.
        """
        given = [column for column in layout.to_date if layout.use_at(column)]
        unread = [each.column for each in made.to_date]
        for columns in questions_of(layout, [*unread, *given]):
            cells = [each for each in made.to_date if each.column in columns]
            named = all_of([layout.headings.get(each) or letters(each) for each in columns])
            if whole := beside(layout, columns[0]):
                stand = "stands" if len(columns) == 1 else "stand"
                label = f"{named} {stand} beside {whole}: what of cumulative indicators?"
                read = "Read them: they are the year so far"
            else:
                label = f"{named} is the year so far: what of indicators that are not cumulative?"
                read = "Read them: they are those of the quarter alone"
            self._add(
                "to_date",
                at,
                named,
                " ".join(map(str, columns)),
                forms.ChoiceField(
                    label=label,
                    choices=[(LEFT_OUT_TO_DATE, "Leave their figures out"), (AS_IT_STANDS, read)],
                    widget=forms.RadioSelect,
                    initial=layout.to_date.get(columns[0], ""),
                    help_text=said_of(layout, cells, first_of(cells)),
                    error_messages={"required": f"Say what to do with the figures of {named}."},
                ),
            )

    def _ask(self, at: int, layout: Layout, made: Applied, question: ColumnQuestion) -> None:
        """One question about each column of which something is unclear, or was said already."""
        unread: list[Unread] = getattr(made, question.of)
        given: dict[int, str] = getattr(layout, question.of)
        for column in dict.fromkeys([*(each.column for each in unread), *given]):
            use = layout.use_at(column)
            if use is None:
                continue
            cells = [each for each in unread if each.column == column]
            named = use.heading or f"column {letters(column)}"
            help_text = said_of(layout, cells, question.why(cells))
            field = question.field(named, given.get(column, ""), help_text)
            self._add(question.kind, at, str(column), str(column), field)

    def _ask_rows(self, at: int, layout: Layout, made: Applied) -> None:
        """Rows that are left out, by their words, and those read though they look like none."""
        offered = [each for each in made.left_out if each.words and each.kind not in NEVER_READ]
        words = [each.words for each in made.left_out]
        again = [each for each in layout.read_anyway if each not in map(folded, words)]
        choices = [
            *((folded(each.words), f"Row {each.number}, {each.kind.value}: {each.words[:80]}")
              for each in offered),
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
            layout.markers, layout.words, layout.read_anyway = {}, {}, []
            for of in KEPT_IN.values():
                setattr(layout, of, {})
        for name, at, kind, about, key in self.asked:
            layout = self.mapping.layouts[at]
            if kind == "marker":
                layout.markers.setdefault(about, {})[key] = given[name]
            elif kind == "word":
                word = given[name] if given[name] != LEFT_OUT else ""
                layout.words.setdefault(about, {})[key] = word
            elif kind in KEPT_IN:
                answers: dict[int, str] = getattr(layout, KEPT_IN[kind])
                answers |= dict.fromkeys(map(int, key.split()), given[name])
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


def guessed_for(guess: Guess | None, given: str | None) -> str:
    """Why an answer is guessed, where nobody gave one yet."""
    return f"guessed: {guess.reason}" if guess and given is None else ""


def said_of(layout: Layout, cells: list[Unread], reason: str) -> str:
    """Where the words stand, and why it is asked, or guessed."""
    parts = []
    if cells:
        first, *more = cells
        place = f"{layout.sheet}!{address(first.column, first.row)}"
        parts.append(
            f"At {place}"
            + (f" and in {len(more)} more cell{'s' * (len(more) > 1)}" if more else "")
        )
    if reason:
        parts.append(reason)
    return "; ".join(parts)
