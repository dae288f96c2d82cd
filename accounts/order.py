"""Lists of the admin in the order in which people count: NI 9, NI 101, NI 102a.

A noun that is called by a code says in `counted_by` which field that is. Whatever is sorted by it,
or by a noun that it belongs to, is sorted so.
"""

from collections.abc import Iterable, Iterator

from django.contrib.admin.views.main import ChangeList
from django.db.models import CharField, Func, Model, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Concat, Length, LPad, Substr

DIGITS, LETTERS = "0123456789", "abcdefghijklmnopqrstuvwxyz"
LONGEST_NUMBER = 30  # of so many digits: no reference is longer

Order = str | Combinable


def as_counted(path: str) -> Concat:
    """The code at `path` with its number in full length, by which it is sorted.

    It is `indicators.codes.code_order` for a database.
    """
    without_part = _without(path, LETTERS)
    series = _without(without_part, DIGITS)
    number = Substr(without_part, Length(series) + 1)
    part = Substr(path, Length(without_part) + 1)
    return Concat(series, LPad(number, LONGEST_NUMBER, Value("0")), part)


def _without(text, signs: str) -> Func:
    """The text without those signs at its end."""
    return Func(text, Value(signs), function="RTRIM", output_field=CharField())


def in_order(model: type[Model], names: Iterable[Order], before: str = "") -> Iterator[Order]:
    """What rows are sorted by, with every code as people count."""
    for name in names:
        if not isinstance(name, str):
            yield name
        elif of := model_at(model, name):
            yield from in_order(of, of._meta.ordering or (), f"{before}{name}__")
        elif name == counted_by(model):
            yield as_counted(f"{before}{name}")
        else:
            down = "-" if name.startswith("-") else ""
            yield f"{down}{before}{name.removeprefix('-')}"


def counted_by(model: type[Model] | None) -> str:
    return getattr(model, "counted_by", "")


def model_at(model: type[Model], name: str) -> type[Model] | None:
    """The noun that the field of this name leads to; None where it leads to none."""
    fields = {field.name: field for field in model._meta.fields}
    return fields[name].related_model if name in fields else None


class CountedList(ChangeList):
    """A list whose columns are sorted so too."""

    def get_ordering_field(self, field_name):
        path = super().get_ordering_field(field_name)
        if not isinstance(path, str):
            return path
        model, (*parents, name) = self.model, path.split("__")
        for parent in parents:
            model = model_at(model, parent)
        if own := counted_by(model_at(model, name)):
            return as_counted(f"{path}__{own}")
        return as_counted(path) if name == counted_by(model) else path
