"""Report objects to plain data and back, exactly: how a release keeps them.

A field added later takes its default when an older release is read. Of a digest, which is read on
every dashboard, only what is not its default is kept. No Django in here.
"""

from datetime import date
from decimal import Decimal
from typing import Any, TypeVar

from cattrs import Converter

from reports.reading.digests import Digest

T = TypeVar("T")


def converter(**options) -> Converter:
    """What turns reports into data, with decimals and dates as texts.

    What was written here is right: it is read without being told where in it something is wrong.
    """
    made = Converter(detailed_validation=False, **options)
    made.register_unstructure_hook(Decimal, str)
    made.register_structure_hook(Decimal, lambda text, _: Decimal(text))
    made.register_unstructure_hook(date, date.isoformat)
    made.register_structure_hook(date, lambda text, _: date.fromisoformat(text))
    return made


CONVERTER = converter()
SHORT = converter(omit_if_default=True)


def as_data(report: Any) -> dict:
    """The report object as lists, dicts, texts and numbers that JSON can hold."""
    return (SHORT if isinstance(report, Digest) else CONVERTER).unstructure(report)


def from_data(data: dict, kind: type[T]) -> T:
    """The report object of this kind that `data` holds."""
    return CONVERTER.structure(data, kind)
