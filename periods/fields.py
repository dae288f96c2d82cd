"""Columns that hold a label of the calendar, or a word from a short list.

Labels sort as text in the order of time, so they are kept as they are read.
"""

from enum import Enum

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.db.models.functions import Length, Lower, Replace, Substr
from django.db.models.lookups import Exact

from periods.calendar import (
    FIRST_LABELLED_YEAR,
    LAST_LABELLED_YEAR,
    LAST_QUARTER,
    FinancialQuarter,
    NotAPeriod,
    Period,
    YearType,
    read_period,
    read_quarter,
)
from periods.forms import WrittenDateField

NO_PERIOD = "Write the year or quarter it is about, such as 2008/09."
NO_YEAR = "Write a financial year, such as 2008/09."
FIRST_QUARTER = FinancialQuarter(FIRST_LABELLED_YEAR, 1).label


def validate_quarter_label(label: str) -> None:
    """Refuse what is not a quarter written as `2009/10 Q2`."""
    try:
        canonical = read_quarter(label).label
    except NotAPeriod as problem:
        raise ValidationError(str(problem)) from None
    if label != canonical:
        raise ValidationError(f"“{label}” is written {canonical}.")


def validate_period_label(label: str) -> None:
    """Refuse what is not a year or a quarter in its canonical form."""
    calendar = len(label) == 4 and label.isdecimal()
    try:
        canonical = read_period(label, YearType.CALENDAR if calendar else YearType.FINANCIAL).label
    except NotAPeriod as problem:
        raise ValidationError(str(problem)) from None
    if label != canonical:
        raise ValidationError(f"“{label}” is written {canonical}.")


class QuarterLabelField(models.CharField):
    """A quarter, as `2009/10 Q2`."""

    def __init__(self, *args, **kwargs):
        kwargs.setdefault("max_length", 10)
        super().__init__(*args, **kwargs)
        self.validators = [*self.validators, validate_quarter_label]

    def to_python(self, value):
        return as_quarter_label(super().to_python(value))


class PeriodLabelField(models.CharField):
    """What a figure is about: `2008/09`, `2009/10 Q2`, or `2009` for a calendar year."""

    default_error_messages = {"blank": NO_PERIOD}

    def __init__(self, *args, **kwargs):
        kwargs.setdefault("max_length", 10)
        super().__init__(*args, **kwargs)
        self.validators = [*self.validators, validate_period_label]

    def to_python(self, value):
        return as_period_label(super().to_python(value))

    def formfield(self, **kwargs):
        said = {"required": self.error_messages["blank"]}
        return super().formfield(**{"error_messages": said} | kwargs)


class FinancialYearField(PeriodLabelField):
    """A financial year that is about nothing: it begins or ends something."""

    default_error_messages = {"blank": NO_YEAR}

    def deconstruct(self):
        name, _, args, kwargs = super().deconstruct()
        return name, "periods.fields.PeriodLabelField", args, kwargs


class DayField(models.DateField):
    """A date; every form made for it reads what people write, without a guess."""

    def deconstruct(self):
        name, _, args, kwargs = super().deconstruct()
        return name, "django.db.models.DateField", args, kwargs

    def formfield(self, **kwargs):
        return super().formfield(**{"form_class": WrittenDateField} | kwargs)


def as_quarter_label(text):
    """The canonical label where `text` is a quarter; else `text`, for the validator to refuse."""
    try:
        return read_quarter(text).label if text else text
    except NotAPeriod:
        return text


def as_period_label(text):
    """The canonical label where `text` is a period; else `text`, for the validator to refuse."""
    if not text or (len(str(text)) == 4 and str(text).isdecimal()):
        return text
    try:
        return read_period(text, YearType.FINANCIAL).label
    except NotAPeriod:
        return text


def period_of(label: str, year_type: str) -> Period:
    """The period that `label` names for an indicator with this kind of year."""
    return read_period(label, YearType(year_type))


def as_slug(field: str) -> Replace:
    """How a reference or code stands in an address: `NI 101` as `ni-101`."""
    return Replace(Lower(field), models.Value(" "), models.Value("-"))


def words(enum: type[Enum]) -> list[tuple[str, str]]:
    """A model field's choices: each word of `enum`, as people write it."""
    return [(each.value, each.value[:1].upper() + each.value[1:]) for each in enum]


def word_is_one_of(field: str, enum: type[Enum], *, name: str, blank: bool = False):
    """The constraint that `field` holds a word of `enum`."""
    allowed = [each.value for each in enum]
    return models.CheckConstraint(
        condition=Q(**{f"{field}__in": ["", *allowed] if blank else allowed}),
        name=name,
        # Django puts the constraint's name where a % asks for it.
        violation_error_message=f"Choose one of: {', '.join(allowed)}.".replace("%", "%%"),
    )


def quarter_label_constraint(field: str, *, name: str, blank: bool = False):
    """The constraint that `field` looks like `2009/10 Q2`; what a database can say of it."""
    condition = (
        Q(Exact(Length(field), 10))
        & Q(Exact(Substr(field, 5, 1), "/"))
        & Q(Exact(Substr(field, 8, 2), " Q"))
        & Q(**{f"{field}__gte": FIRST_QUARTER, f"{field}__lte": LAST_QUARTER})
    )
    return models.CheckConstraint(
        condition=condition | Q(**{field: ""}) if blank else condition,
        name=name,
        violation_error_message="A quarter is written 2009/10 Q2.",
    )


def period_label_constraint(field: str, *, name: str):
    """The constraint that `field` looks like `2008/09`, `2009/10 Q2` or `2009`."""
    after_the_last = str(LAST_LABELLED_YEAR + 1)
    in_range = Q(**{f"{field}__gte": str(FIRST_LABELLED_YEAR), f"{field}__lt": after_the_last})
    slash = Q(Exact(Substr(field, 5, 1), "/"))
    return models.CheckConstraint(
        condition=in_range
        & (
            Q(Exact(Length(field), 4))
            | (Q(Exact(Length(field), 7)) & slash)
            | (Q(Exact(Length(field), 10)) & slash & Q(Exact(Substr(field, 8, 2), " Q")))
        ),
        name=name,
        violation_error_message="A period is written 2008/09, 2009/10 Q2 or 2009.",
    )


def financial_year_constraint(field: str, *, name: str):
    """The constraint that `field` looks like `2008/09`."""
    in_range = Q(
        **{f"{field}__gte": str(FIRST_LABELLED_YEAR), f"{field}__lt": str(LAST_LABELLED_YEAR + 1)}
    )
    return models.CheckConstraint(
        condition=in_range & Q(Exact(Length(field), 7)) & Q(Exact(Substr(field, 5, 1), "/")),
        name=name,
        violation_error_message="A financial year is written 2008/09.",
    )
