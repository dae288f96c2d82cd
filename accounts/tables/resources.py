"""A table of a spreadsheet, as django-import-export looks at it.

A table is described by a sheet of the workbook, so its headings, its parsers and its words are
the same at both doors. Here is what import-export needs to know of that; a room's tables are in
its `resources.py`.
"""

from collections import OrderedDict
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, ClassVar

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db.models import Model
from django.utils import timezone
from import_export.fields import Field
from import_export.resources import ModelResource
from import_export.widgets import Widget

from accounts.tables.results import RowDifference, TableResult
from sheets.cells import Cell
from sheets.columns import Column
from sheets.descriptions import Book, Change, Kind, Row, Sheet, Values

MOST_ROWS = 5_000


@dataclass(frozen=True)
class Names:
    """Columns of a table that name a row of another one, or several (`many`).

    `attribute` is the relation; `columns` are ours, in the order of the other's key; `by` says
    where the other row has each of them.
    """

    attribute: str
    sheet: type[Sheet]
    columns: tuple[str, ...]
    by: tuple[str, ...]
    many: bool = False

    def path(self, column: str) -> str:
        """Where a row of ours finds what the column says."""
        return f"{self.attribute}__{self.by[self.columns.index(column)]}"


class SheetWidget(Widget):
    """Reads and writes a cell as its column does."""

    def __init__(self, column: Column) -> None:
        super().__init__()
        self.column = column

    def clean(self, value, row=None, **kwargs):
        return self.column.parse(value)

    def render(self, value, obj=None, **kwargs):
        return self.column.show_escaped(value)


class SheetField(Field):
    """A column of a sheet, as import-export looks at it."""

    def __init__(self, column: Column, path: str) -> None:
        super().__init__(attribute=path, column_name=column.heading, widget=SheetWidget(column))
        self.column = column

    def get_value(self, instance):
        value = super().get_value(instance)
        return self.column.blank if value is None else self.column.normal(value)


class ManyField(SheetField):
    """A column that names several rows of another table."""

    def get_value(self, instance):
        relation, _, name = self.attribute.partition("__")
        if instance.pk is None:
            return ()
        others = getattr(instance, relation).all()
        return self.column.normal(tuple(sorted(getattr(each, name) for each in others)))


class TableMeta:
    """How every table is imported: checked whole, saved whole or not at all."""

    fields = ()
    use_transactions = True
    clean_model_instances = True
    skip_unchanged = True
    report_skipped = True


class SheetResource(ModelResource):
    """A table, described by a sheet.

    `named` are the columns that name rows of other tables; `at` says where the model keeps a
    column whose attribute it calls otherwise; `beside` are sheets that its rules look at too.
    """

    sheet: ClassVar[type[Sheet]]
    named: ClassVar[tuple[Names, ...]] = ()
    at: ClassVar[dict[str, str]] = {}
    beside: ClassVar[tuple[type[Sheet], ...]] = ()

    class Meta(TableMeta):
        pass

    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.described = self.sheet()
        self.fields = OrderedDict(
            (column.attribute, self._field_of(column)) for column in self.described.columns
        )
        self.book = self.make_book()
        self.others: dict[str, dict[tuple, Model]] = {}
        self.seen: dict[tuple, int] = {}

    def _field_of(self, column: Column) -> SheetField:
        for names in self.named:
            if column.attribute in names.columns:
                kind = ManyField if names.many else SheetField
                return kind(column, names.path(column.attribute))
        return SheetField(column, self.at.get(column.attribute, column.attribute))

    def make_book(self) -> Book:
        """What is kept, for the rules of rows that look at other rows."""
        kinds = [*self.beside, *(names.sheet for names in self.named)]
        sheets = {each.name: each() for each in kinds} | {self.described.name: self.described}
        return Book(sheets.values(), {}, date.min)

    @classmethod
    def get_display_name(cls):
        return cls.sheet.name

    @classmethod
    def get_result_class(cls):
        return TableResult

    @classmethod
    def get_diff_class(cls):
        return RowDifference

    def get_import_id_fields(self):
        return list(self.described.key)

    def get_queryset(self):
        return self.with_named(super().get_queryset())

    def with_named(self, rows):
        """The rows with all that their cells say, in no more queries for more rows."""
        paths = [
            path.rpartition("__")[0]
            for names in self.named
            if not names.many
            for path in map(names.path, names.columns)
        ]
        many = [names.attribute for names in self.named if names.many]
        rows = rows.prefetch_related(*many)
        return rows.select_related(*paths) if paths else rows

    # The file

    def before_import(self, dataset, user=None, file_name="", **kwargs):
        """Know the columns, leave out blank rows. Raises ValidationError, once for the file."""
        self.by, self.moment = user, timezone.now()
        self.change_reason = f"Import of {file_name}"[:100] if file_name else "Import"
        numbers = getattr(dataset, "numbers", range(2, len(dataset) + 2))
        rows = [
            (number, row)
            for number, row in zip(numbers, list(dataset), strict=True)
            if not all(Cell.of(value).is_blank for value in row)
        ]
        headings = [" ".join(str(each or "").split()) for each in dataset.headers or []]
        known = {field.column_name.casefold(): field.column_name for field in self.fields.values()}
        dataset.wipe()
        dataset.headers = [known.get(each.casefold(), each) for each in headings]
        self.numbers = [number for number, _ in rows]
        if problems := self._problems_of_file(dataset.headers, len(rows)):
            raise ValidationError(problems)
        self.notes = [
            f"The column “{each}” is not one of this table, and is left out."
            for each in dataset.headers
            if each and each not in known.values()
        ]
        for _, row in rows:
            dataset.append(row)
        self.kept = {self._key_of(each): each for each in self.get_queryset()}

    def _problems_of_file(self, headings: list[str], rows: int) -> list[str]:
        twice = sorted({each for each in headings if each and headings.count(each) > 1})
        needed = [
            column.heading
            for column in self.described.columns
            if (column.required or column.attribute in self.described.key)
            and column.heading not in headings
        ]
        problems = [f"The column “{each}” is there twice: take one out." for each in twice]
        if needed:
            problems.append(f"Columns are missing: {', '.join(needed)}. Write them in row 1.")
        if rows > MOST_ROWS:
            problems.append(
                f"There are {rows:,} rows: at most {MOST_ROWS:,} are read here, so bring the file "
                "at Imports."
            )
        return problems or ([] if rows else ["There is nothing under the headings."])

    def after_import(self, dataset, result, **kwargs):
        super().after_import(dataset, result, **kwargs)
        result.numbers = self.numbers
        result.notes = getattr(self, "notes", [])
        result.headings = self._headings()
        result.sheet, result.moment = self.described.name, self.moment
        result.key = [self.fields[name].column_name for name in self.described.key]

    def _headings(self) -> dict[str, str]:
        """The heading under which a problem with a field of the model is told."""
        columns = {name: field.column_name for name, field in self.fields.items()}
        own = {self.at.get(name, name): heading for name, heading in columns.items()}
        return own | {each.attribute: columns[each.columns[-1]] for each in self.named}

    def _at(self, attribute: str) -> str:
        """The heading under which a problem of a column is told."""
        return self.fields[attribute].column_name

    # A row

    def before_import_row(self, row, row_number=0, **kwargs):
        """Read every cell. What is wrong is kept, so that all of it is told at once."""
        self.doubts: list[tuple[str, str]] = []
        self.problems: dict[str, list[str]] = {}
        ours = Row(self.numbers[row_number - 1], {})
        for name, field in self.fields.items():
            if field.column_name not in row:
                continue
            ours.cells[name] = Cell.of(row[field.column_name])
            try:
                ours.values[name] = field.column.parse(ours.cells[name])
            except ValueError as problem:
                ours.broken.add(name)
                self._tell(self._at(name), str(problem))
        self.described.settle(ours, self.book)
        self.row = ours
        self.key = self.described.key_of(ours.values) if self.described.knows(ours) else ()
        earlier = self.seen.setdefault(self.key, ours.number) if self.key else ours.number
        if earlier != ours.number:
            self._tell(NON_FIELD_ERRORS, self.described.twice(earlier, ours.number))

    def _tell(self, at: str, words: str) -> None:
        self.problems.setdefault(at, []).append(words)

    def get_instance(self, instance_loader, row):
        return self.kept.get(self.key)

    def import_instance(self, instance, row, **kwargs):
        """Put the row's values into the instance. Raises ValidationError, each at its column."""
        kept = None if instance._state.adding else self._values_of(instance)
        values = self.described.merged(self.row, kept, self.book)
        others = self._named_by(values)
        change = self._change(values, kept)
        self._check(change)
        for name, value in self._own(values).items():
            setattr(instance, name, value)
        for names in self.named:
            if not names.many and names.attribute in others:
                setattr(instance, names.attribute, others[names.attribute])
        self.values, self.linked = values, others
        if self.problems:
            self._tell_the_models_own(instance)
            raise ValidationError(self._in_order())

    def _in_order(self) -> dict[str, list[str]]:
        """What is wrong in the order of the columns; what is told of the whole row comes last."""
        headings = [field.column_name for field in self.fields.values()]
        return {
            at: self.problems[at] for at in [*headings, NON_FIELD_ERRORS] if at in self.problems
        }

    def _change(self, values: Values, kept: Values | None) -> Change:
        fields = tuple(
            name for name in self.fields if kept is not None and values[name] != kept[name]
        )
        kind = Kind.NEW if kept is None else Kind.CHANGED if fields else Kind.UNCHANGED
        return Change(self.described.name, self.key, kind, self.row, values, kept, fields)

    def _check(self, change: Change) -> None:
        """The sheet's own rules for a row that is new or changed, or whose cells are unclear."""
        broken = change.row.broken
        if change.kind == Kind.UNCHANGED and not self.problems:
            return
        if change.kind != Kind.UNCHANGED:
            found = [
                each for each in self.described.problems(change, self.book) if each[0] not in broken
            ]
            for name, words in found:
                self._tell(self._at(name), words)
        lock = self.lock(change)
        if lock and self.problems:
            self._tell(self._at(lock[0]), lock[1])
        if not (lock and change.kept):
            self._ask_why(change)
        if not self.problems:
            doubts = self.described.doubts(change, self.book)
            self.doubts = [(self._at(name), words) for name, words in doubts]

    def lock(self, change: Change) -> tuple[str, str] | None:
        """Where a row is locked: at which attribute, and why."""
        return self.described.lock(change, self.book) if change.key else None

    def _ask_why(self, change: Change) -> None:
        """Ask for a missing reason. What is wrong in a kept row may, mended, be as it was."""
        wrong = {name for name in self.fields if self._at(name) in self.problems}
        sure = change
        if change.kept is not None:
            sure = replace(change, fields=tuple(e for e in change.fields if e not in wrong))
        asked = change.key and self.described.asks_why(sure, self.book)
        if asked and not change.row.says("reason"):
            self._tell(self._at("reason"), f"{asked[1]}: say why it is changed")

    def _tell_the_models_own(self, instance: Model) -> None:
        """What else the model says of a row in which something is wrong, where no rules of its
        sheet were asked instead; nothing that may only follow.
        """
        if type(self.described).problems is not Sheet.problems or not self.key:
            return
        wrong = {name for name in self.fields if self._at(name) in self.problems}
        if wrong & self.described.one_fact:
            wrong |= self.described.one_fact
        at = {name: self.at.get(name, name) for name in wrong}
        for names in self.named:
            at |= dict.fromkeys(wrong.intersection(names.columns), names.attribute)
        is_twice = NON_FIELD_ERRORS in self.problems
        try:
            instance.full_clean(
                exclude=set(at.values()),
                validate_unique=not is_twice,
                validate_constraints=not is_twice,
            )
        except ValidationError as refused:
            headings = self._headings()
            for name, sentences in refused.message_dict.items():
                if name not in at.values():
                    self.problems.setdefault(headings.get(name, name), []).extend(sentences)

    def _own(self, values: Values) -> Values:
        """What the model itself keeps of the values, by its own names.

        A blank cell of a column that may not be blank stands for what is usual.
        """
        relations = {name for names in self.named for name in names.columns}
        found = {}
        for name in self.fields.keys() - relations:
            path = self.at.get(name, name)
            kept = self._meta.model._meta.get_field(path)
            usual = values[name] == "" and not kept.blank and kept.has_default()
            found[path] = kept.get_default() if usual else values[name]
        return found

    def _values_of(self, instance) -> Values:
        return {name: field.get_value(instance) for name, field in self.fields.items()}

    def _key_of(self, instance) -> tuple:
        return tuple(self.fields[name].get_value(instance) for name in self.described.key)

    def _named_by(self, values: Values) -> dict[str, Any]:
        """The rows of other tables that the values name; those that are not there are told."""
        found: dict[str, Any] = {}
        for names in self.named:
            if self.row.broken.intersection(names.columns):
                continue
            told = values[names.columns[-1]]
            keys = (
                [(each,) for each in told]
                if names.many
                else [tuple(values[each] for each in names.columns)]
            )
            others = self._others(names)
            missing = [key for key in keys if key not in others]
            if told in (None, "", ()):
                found[names.attribute] = [] if names.many else None
            elif missing:
                self._tell(self._at(names.columns[-1]), names.sheet().missing(missing[0]))
                self.row.broken.add(names.columns[-1])
            else:
                rows = [others[key] for key in keys]
                found[names.attribute] = rows if names.many else rows[0]
        return found

    def _others(self, names: Names) -> dict[tuple, Model]:
        """The rows of another table by their key; read once an import."""
        if names.attribute not in self.others:
            model = self._meta.model._meta.get_field(names.attribute).related_model
            rows = model._default_manager.select_related(
                *{path.rpartition("__")[0] for path in names.by if "__" in path}
            )
            self.others[names.attribute] = {
                tuple(Field(path).get_value(each) for path in names.by): each for each in rows
            }
        return self.others[names.attribute]

    def validate_instance(self, instance, import_validation_errors=None, validate_unique=True):
        """The model's own rules, for a row whose cells and names are in order."""
        if import_validation_errors:
            raise ValidationError(import_validation_errors)
        super().validate_instance(instance, None, validate_unique)

    def skip_row(self, instance, original, row, import_validation_errors=None):
        if import_validation_errors or original.pk is None:
            return False
        kept = self._values_of(original)
        return all(self.values[name] == kept[name] for name in self.fields)

    def before_save_instance(self, instance, row, **kwargs):
        instance._change_reason = self.change_reason
        instance._history_date = self.moment
        if hasattr(instance, "entered_by"):
            instance.entered_by = self.by

    def save_m2m(self, instance, row, **kwargs):
        for names in self.named:
            if names.many and self.values[names.columns[-1]] != self.fields[
                names.columns[-1]
            ].get_value(instance):
                getattr(instance, names.attribute).set(self.linked[names.attribute])

    def after_save_instance(self, instance, row, **kwargs):
        """A row just kept can be named by those that follow."""
        for names in self.named:
            related = self._meta.model._meta.get_field(names.attribute).related_model
            if related is self._meta.model:
                key = tuple(Field(path).get_value(instance) for path in names.by)
                self._others(names)[key] = instance

    def after_import_row(self, row, row_result, **kwargs):
        row_result.doubts = self.doubts

    def filter_export(self, queryset, **kwargs):
        return self.with_named(queryset)

    def after_export(self, queryset, dataset, **kwargs):
        """What the file's writer must know beside the cells."""
        dataset.title = self.described.name
        dataset.layouts = [column.layout for column in self.described.columns]
