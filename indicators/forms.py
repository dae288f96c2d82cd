"""Boxes for figures: they read what people write, and say what is wrong with it in our words."""

from decimal import Decimal

from django import forms
from django.core.exceptions import ValidationError

from indicators.values import NotANumber, Unit, places, read_count, read_value, write_number
from sheets.problems import as_sentence


class ReadByOurRules:
    """A box whose text is read by one of our readers; its sentence is the field's error."""

    def to_python(self, value):
        if value in self.empty_values:
            return None
        try:
            return self.read(value)
        except NotANumber as problem:
            raise ValidationError(as_sentence(str(problem)), code="invalid") from None


class ValueField(ReadByOurRules, forms.DecimalField):
    """A figure: `17.8`, `17.8%` or `1,234.5`, shown with no more digits than it has."""

    widget = forms.TextInput(attrs={"inputmode": "decimal", "size": 10})

    @staticmethod
    def read(value) -> Decimal:
        return read_value(value, Unit.PERCENTAGE)

    def prepare_value(self, value):
        return write_number(value, places(value)) if isinstance(value, Decimal) else value


class CountField(ReadByOurRules, forms.IntegerField):
    """A whole number of people or things."""

    widget = forms.TextInput(attrs={"inputmode": "numeric", "size": 6})
    read = staticmethod(read_count)
