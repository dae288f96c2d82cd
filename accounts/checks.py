"""The rules of a record, looked at together: whoever mends one thing hears of all the others."""

from collections.abc import Callable

from django.core.exceptions import ValidationError


def look_at_all(*rules: Callable[[], None]) -> None:
    """Ask each of the rules. Raises one ValidationError with all that they refuse."""
    told: dict[str, list[ValidationError]] = {}
    for rule in rules:
        try:
            rule()
        except ValidationError as refused:
            told = refused.update_error_dict(told)
    if told:
        raise ValidationError(told)
