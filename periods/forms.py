"""What a form asks when it asks for a date: three boxes, as on GOV.UK, or one in the admin."""

from collections.abc import Sequence
from datetime import date

from django import forms
from django.core.exceptions import ValidationError

from periods.dates import NotADate, read_date, write_date

PARTS = ("day", "month", "year")
MONTHS = (
    "january", "february", "march", "april", "may", "june", "july",
    "august", "september", "october", "november", "december",
)  # fmt: skip


class WrittenDateField(forms.DateField):
    """A date in one box, read as a workbook reads it: `7 November 2009`, and never a guess."""

    default_error_messages = {"required": "Enter a date, such as 7 November 2009."}

    def widget_attrs(self, widget):
        return super().widget_attrs(widget) | {"size": 20}

    def prepare_value(self, value):
        return write_date(value) if isinstance(value, date) else value

    def to_python(self, value):
        if isinstance(value, str):
            value = value.strip()
        if value in self.empty_values:
            return None
        try:
            return read_date(value)
        except NotADate as problem:
            raise ValidationError(f"{problem}.", code="invalid") from None


class GovukDateInput(forms.MultiWidget):
    """Three boxes: `<name>_day`, `<name>_month` and `<name>_year`."""

    use_fieldset = True

    def __init__(self, attrs=None):
        super().__init__(dict.fromkeys(PARTS, forms.TextInput), attrs)

    def decompress(self, value: date | None) -> list:
        return [value.day, value.month, value.year] if value else ["", "", ""]


class GovukDateField(forms.MultiValueField):
    """A date, typed as day, month and year.

    `named` is the date as a sentence names it ("the date the quarter opens"); the errors speak of
    it so. An error's params name the `parts` it is about.
    """

    widget = GovukDateInput

    def __init__(self, *, named: str = "the date", **kwargs):
        self.named = named
        kwargs["error_messages"] = {"required": f"Enter {named}."} | kwargs.get(
            "error_messages", {}
        )
        boxes = [forms.CharField(required=False) for _ in PARTS]
        super().__init__(boxes, require_all_fields=False, **kwargs)

    def compress(self, data_list: Sequence[str]) -> date | None:
        if not any(data_list):
            return None
        missing = [part for part, text in zip(PARTS, data_list, strict=True) if not text]
        if missing:
            raise self.refusal(f"must include a {' and a '.join(missing)}.", missing)
        day, month, year = data_list
        if not (_is_number(year) and len(year) == 4):
            raise self.refusal("must have a year of four digits, such as 2010.", ["year"])
        try:
            return date(int(year), _month_number(month), _number(day))
        except ValueError:
            raise self.refusal("must be a real date, such as 4 1 2010.", PARTS) from None

    def refusal(self, text: str, parts: Sequence[str]) -> ValidationError:
        """The error "The date the quarter opens must …", about these parts of the date."""
        subject = self.named[:1].upper() + self.named[1:]
        return ValidationError(f"{subject} {text}", code="invalid", params={"parts": parts})


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdecimal()


def _number(text: str) -> int:
    if not _is_number(text):
        raise ValueError(text)
    return int(text)


def _month_number(text: str) -> int:
    """A month by its number, its name or the first three letters: 11, november, Nov."""
    for number, name in enumerate(MONTHS, start=1):
        if text.lower() in {name, name[:3]}:
            return number
    return _number(text)
