"""Rule 2, values: counts first, exact, shown half-up.  No Django in here.

"A percentage is kept as numerator and denominator; `100 x n / d` is derived, exactly (no
floats), and shown half-up to the indicator's decimal places."
"""

import re
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from functools import lru_cache
from math import floor

from sheets.columns import LARGEST_COUNT

Number = int | Decimal | Fraction

# A spreadsheet keeps 15 significant digits; what comes after them is float noise.
SIGNIFICANT_DIGITS = 15
# A percentage typed with more places than these is compared at these.
MOST_PLACES = 10
# A page of many figures rounds and writes the same few numbers over and over.
NUMBERS_REMEMBERED = 8192


class Unit(StrEnum):
    """What an indicator's value is measured in."""

    PERCENTAGE = "percentage"
    NUMBER = "number"
    RATE = "rate"
    DAYS = "days"
    POUNDS = "£"


def usual_decimals(unit: str) -> int:
    """How many decimal places a figure has where nobody said: none for what is counted whole."""
    return 0 if unit in (Unit.NUMBER, Unit.DAYS, Unit.POUNDS) else 1


class NotANumber(ValueError):
    """What was written is no number; its text says what is wrong and what to do."""


class ImpossibleFigure(ValueError):
    """The counts contradict each other; its text says how and what to do."""


@dataclass(frozen=True)
class Figure:
    """A value as it is kept: counts where they are known, else the value as typed.

    Figure(5, 40) is 12.5%. A rate is per its own base: Figure(3, 1500, unit=RATE, per=1000) is 2
    per 1,000. A denominator of 0 is "no cohort", not 0%. Raises ImpossibleFigure for a percentage
    without `0 <= n <= d`, and for any count below 0.
    """

    numerator: int | None = None
    denominator: int | None = None
    value: Decimal | None = None
    unit: Unit = Unit.PERCENTAGE
    per: int | None = None

    def __post_init__(self) -> None:
        for count in (self.numerator, self.denominator):
            if count is not None and count < 0:
                raise ImpossibleFigure(f"{count} is less than 0: a count is 0 or more")
        if self.numerator is None or self.denominator is None:
            return
        if self.numerator > self.denominator and self.is_proportion:
            raise ImpossibleFigure(
                f"{self.numerator} of {self.denominator} is more than all: "
                "correct the numerator or the denominator"
            )

    @property
    def is_proportion(self) -> bool:
        """Whether the numerator is some of the denominator: percentages only."""
        return self.unit == Unit.PERCENTAGE

    @property
    def has_counts(self) -> bool:
        return self.numerator is not None and self.denominator is not None

    @property
    def no_cohort(self) -> bool:
        """ "`d = 0` is "no cohort", not 0%"."""
        return self.denominator == 0

    @property
    def scale(self) -> int:
        """By what n / d is multiplied: 100 for a percentage, its own base for a rate."""
        if self.unit == Unit.PERCENTAGE:
            return 100
        return self.per or 1 if self.unit == Unit.RATE else 1

    @property
    def count(self) -> int | None:
        """How many people or things the figure counts, where that is known."""
        if self.numerator is not None:
            return self.numerator
        if self.unit == Unit.NUMBER and self.value is not None and is_whole(self.value):
            return int(self.value)
        return None

    @property
    def exact(self) -> Fraction | None:
        """The value itself; None when there is no cohort or no figure."""
        ratio = self._ratio
        return None if ratio is None else Fraction(*ratio)

    @property
    def _ratio(self) -> tuple[int, int] | None:
        """The value as two whole numbers, of which the second is more than 0."""
        if self.no_cohort:
            return None
        if self.numerator is not None and self.denominator is not None:
            return self.numerator * self.scale, self.denominator
        if self.value is not None:
            return self.value.as_integer_ratio()
        if self.unit == Unit.NUMBER and self.numerator is not None:
            return self.numerator, 1
        return None

    def shown(self, decimals: int) -> Decimal | None:
        """The value as a reader sees it, half-up: what is shown is what is judged."""
        ratio = self._ratio
        return None if ratio is None else _half_up(*ratio, decimals)


def half_up(number: Number, decimals: int) -> Decimal:
    """Round exactly to that many places, a half away from zero: 6.25 is 6.3."""
    return _half_up(*number.as_integer_ratio(), decimals)


@lru_cache(maxsize=NUMBERS_REMEMBERED)
def _half_up(numerator: int, denominator: int, decimals: int) -> Decimal:
    rounded = (2 * abs(numerator) * 10**decimals + denominator) // (2 * denominator)
    return Decimal(f"{rounded if numerator >= 0 else -rounded}E-{decimals}")


def places(number: Decimal) -> int:
    """How many decimal places the number needs: 17.80 needs one."""
    _, _, after_the_point = f"{number:f}".partition(".")
    return len(after_the_point.rstrip("0"))


def is_whole(number: Decimal) -> bool:
    """Whether nothing follows the decimal point."""
    return number == number.to_integral_value()


def can_be(percent: Decimal, denominator: int, decimals: int) -> bool:
    """Whether a cohort of that size can give that percentage.

    Compared at the indicator's decimals, or at those that were typed, when they are more.
    """
    return any(
        _is_shown_as(each, percent, decimals) for each in nearest_possible(percent, denominator)
    )


def nearest_possible(percent: Decimal, denominator: int) -> list[Figure]:
    """The nearest two figures that the cohort can give: 2.4% of 60 is 1/60 = 1.7 or 2/60 = 3.3.

    One only when it is met exactly or lies outside 0 to 100; none when there is no cohort.
    """
    if denominator <= 0:
        return []
    wanted = Fraction(percent) * denominator / 100
    below = max(0, min(denominator, floor(wanted)))
    above = max(0, min(denominator, -floor(-wanted)))
    return [Figure(each, denominator) for each in sorted({below, above})]


def possible_fractions(percent: Decimal, decimals: int, largest: int = 100) -> list[Figure]:
    """Every n / d, with d up to `largest`, that is shown as that percentage, smallest cohort first.

    2.4 to one place and up to 130: 1/41, 1/42, 2/82 to 2/85, 3/123 to 3/127.
    """
    return [
        each
        for denominator in range(1, largest + 1)
        for each in _figures_around(percent, denominator, decimals)
        if _is_shown_as(each, percent, decimals)
    ]


def counts_shown_as(
    value: Decimal, cohort: int, unit: Unit, per: int | None, decimals: int
) -> list[int]:
    """How many of a cohort are shown as that percentage or rate: 40.0% of 60 is 24 and no other."""
    at = max(decimals, places(value))
    scale = {Unit.PERCENTAGE: 100, Unit.RATE: per}.get(unit)
    if not scale or cohort <= 0:
        return []
    rounding = Fraction(1, 10**at)
    least = floor((Fraction(value) - rounding) * cohort / scale)
    most = -floor(-(Fraction(value) + rounding) * cohort / scale)
    return [
        each
        for each in range(max(0, least), most + 1)
        if Figure(each, cohort, None, unit, per).shown(at) == half_up(value, at)
    ]


def _figures_around(percent: Decimal, denominator: int, decimals: int) -> list[Figure]:
    """The figures of that cohort that lie within a rounding of `percent`."""
    rounding = Fraction(1, 10**decimals)
    least = floor((Fraction(percent) - rounding) * denominator / 100)
    most = -floor(-(Fraction(percent) + rounding) * denominator / 100)
    return [Figure(n, denominator) for n in range(max(0, least), min(denominator, most) + 1)]


def _is_shown_as(figure: Figure, percent: Decimal, decimals: int) -> bool:
    at = min(max(decimals, places(percent)), max(decimals, MOST_PLACES))
    return figure.shown(at) == half_up(percent, at)


@lru_cache(maxsize=NUMBERS_REMEMBERED)
def write_number(number: Decimal | int, decimals: int | None = None) -> str:
    """ "1,234" or "17.8": thousands parted, to `decimals` places (None: as many as needed)."""
    exact = Decimal(number)
    return f"{half_up(exact, places(exact) if decimals is None else decimals):,f}"


def write_value(
    value: Decimal | int, unit: Unit, decimals: int | None = None, per: int | None = None
) -> str:
    """A value with its unit: "12.5%", "1,234", "£1,200", "17.8 per 1,000", "12 days"."""
    number = write_number(value, decimals)
    match unit:
        case Unit.PERCENTAGE:
            return f"{number}%"
        case Unit.POUNDS:
            return f"-£{number[1:]}" if number.startswith("-") else f"£{number}"
        case Unit.RATE:
            return f"{number} per {write_number(per or 1)}"
        case Unit.DAYS:
            return f"{number} day" if number == "1" else f"{number} days"
        case Unit.NUMBER:
            return number


def write_figure(figure: Figure, decimals: int) -> str:
    """A figure with its unit, half-up; "no cohort" where the denominator is 0."""
    if figure.no_cohort:
        return "no cohort"
    shown = figure.shown(decimals)
    return "" if shown is None else write_value(shown, figure.unit, decimals, figure.per)


_SPACES = " \u00a0\u2009\u202f"
_PLAIN = re.compile(r"[0-9]+(\.[0-9]+)?|\.[0-9]+")
_PARTED = re.compile(
    rf"[0-9]{{1,3}}(,[0-9]{{3}})+(\.[0-9]+)?|[0-9]{{1,3}}([{_SPACES}][0-9]{{3}})+(\.[0-9]+)?"
)
_COMMA_AS_POINT = re.compile(r"[0-9]+,[0-9]+")


def read_number(number: object, *, written: str = "", such_as: str = "17.8") -> Decimal:
    """Read a number cell, `17.8`, `1,234.5`, or `1 234` with a no-break space.

    Every digit of the cell is kept, without float noise: 17.399999999999999 is 17.4. Raises
    NotANumber, whose text says what to do, for all else: `17,8`, nan, inf, words. It quotes
    `written`, where the number was only a part of that, and gives an example, `such_as`.
    """
    if isinstance(number, bool):
        raise NotANumber(f"{str(number).upper()} is not a number: write digits, such as {such_as}")
    if isinstance(number, int | float | Decimal):
        return _without_noise(str(number), Decimal(str(number)), such_as)
    text = str("" if number is None else number).strip()
    quoted = written.strip() or text
    if not text:
        raise NotANumber(f"The number is empty: write digits, such as {such_as}")
    sign = -1 if text[0] in "-\u2212" else 1
    digits = text[1:] if text[0] in "-\u2212+" else text
    if _PLAIN.fullmatch(digits) or _PARTED.fullmatch(digits):
        plain = re.sub(rf"[,{_SPACES}]", "", digits)
        return _without_noise(text, sign * Decimal(plain), such_as)
    if _COMMA_AS_POINT.fullmatch(digits):
        better = quoted.replace(",", ".")
        raise NotANumber(f'"{quoted}" has a comma where a point belongs: write {better}')
    raise NotANumber(f'"{quoted}" is not a number: write digits, such as {such_as}')


def read_value(written: object, unit: Unit) -> Decimal:
    """Read a value with or without the mark of its unit: `17.8%`, `£1,200`, `12 days`.

    A mark of another unit is refused. Raises NotANumber.
    """
    if not isinstance(written, str):
        return read_number(written)
    text = written.strip()
    match unit:
        case Unit.PERCENTAGE:
            text = text.removesuffix("%")
        case Unit.POUNDS:
            text = re.sub(r"^([-\u2212]?)£\s*", r"\1", text)
        case Unit.DAYS:
            text = re.sub(r"\s*days?$", "", text, flags=re.IGNORECASE)
    try:
        return read_number(text, written=written)
    except NotANumber as problem:
        if text.endswith("%") and unit != Unit.PERCENTAGE:
            raise NotANumber(f'"{text}" is a percentage: write the {unit} without %') from None
        raise problem


def read_count(written: object) -> int:
    """Read a whole number of people or things, 0 or more. Raises NotANumber."""
    number = read_number(written, such_as="12")
    if number < 0:
        raise NotANumber(f"{write_number(number)} is less than 0: a count is 0 or more")
    if not is_whole(number):
        raise NotANumber(f"{write_number(number)} is not a whole number: write how many there are")
    if number > LARGEST_COUNT:
        raise NotANumber(
            f"{write_number(number)} is too large for a count: write {LARGEST_COUNT:,} or less"
        )
    return int(number)


def _without_noise(written: str, number: Decimal, such_as: str) -> Decimal:
    if not number.is_finite():
        raise NotANumber(f'"{written}" is not a number: write digits, such as {such_as}')
    if len(number.as_tuple().digits) > SIGNIFICANT_DIGITS and not is_whole(number):
        number = Decimal(f"{number:.{SIGNIFICANT_DIGITS - 1}e}")
    text = f"{number:f}"
    return Decimal(text.rstrip("0") if "." in text else text) or Decimal(0)
