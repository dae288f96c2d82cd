"""Report objects to plain data and back, exactly: how a release keeps them.

A field added later takes its default when an older release is read. No Django in here.
"""

from datetime import date
from decimal import Decimal
from typing import Any, TypeVar

from cattrs import Converter

T = TypeVar("T")

CONVERTER = Converter()
CONVERTER.register_unstructure_hook(Decimal, str)
CONVERTER.register_structure_hook(Decimal, lambda text, _: Decimal(text))
CONVERTER.register_unstructure_hook(date, date.isoformat)
CONVERTER.register_structure_hook(date, lambda text, _: date.fromisoformat(text))


def as_data(report: Any) -> dict:
    """The report object as lists, dicts, texts and numbers that JSON can hold."""
    return CONVERTER.unstructure(report)


def from_data(data: dict, kind: type[T]) -> T:
    """The report object of this kind that `data` holds."""
    return CONVERTER.structure(data, kind)
