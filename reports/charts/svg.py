"""The marks our charts are made of, and round numbers for their axes. No Django in here.

What elements look like is said in presentation attributes, their own or of the whole picture, and
never in a class or a style: for a strict content security policy and for other renderers than a
browser.
"""

import re
from collections.abc import Iterable, Sequence
from html import escape
from math import ceil, floor, log10

from indicators.values import Unit

RESULT, TARGET, COMPARATOR = "#12436D", "#F46A25", "#3D3D3D"
INK, GRID, PAPER = "#0B0C0C", "#D9DDE2", "#FFFFFF"
FONT, TEXT = "arial, helvetica, sans-serif", 13
SOLID, DOTTED, FAINT = "none", "1 4", "0.14"

Point = tuple[float, float]


# What stands in a page need not say which language it is, nor quote what is one word.
NAMESPACE = ' xmlns="http://www.w3.org/2000/svg"'
QUOTED_WORD = re.compile(r'(?<=[a-z]=)"([#\w.-]+)"(?=[ >])')


class Svg(str):
    """Markup made here, with every text escaped: a template shows it as it is."""

    __slots__ = ()

    def __html__(self) -> str:
        return QUOTED_WORD.sub(r"\1", self.replace(NAMESPACE, "", 1))


# Elements -----------------------------------------------------------------------------


def element(name: str, content: str = "", **attributes: object) -> str:
    """An SVG element; `stroke_width=2` becomes stroke-width="2". `content` is markup."""
    written = "".join(
        f' {key.replace("_", "-")}="{escape(short(value))}"' for key, value in attributes.items()
    )
    return f"<{name}{written}>{content}</{name}>" if content else f"<{name}{written}/>"


def short(value: object) -> str:
    """A coordinate with at most one decimal; anything else as it is."""
    return f"{value:.1f}".removesuffix(".0") if isinstance(value, float) else str(value)


def at(points: Iterable[Point]) -> str:
    return " ".join(f"{short(float(x))},{short(float(y))}" for x, y in points)


def drawing(
    parts: Iterable[str], *, width: float, height: float, title: str, description: str
) -> Svg:
    """The whole picture, with its name and its words for who does not see it."""
    said = element("title", escape(title)) + element("desc", escape(description))
    return Svg(
        element(
            "svg",
            said + "".join(parts),
            xmlns="http://www.w3.org/2000/svg",
            viewBox=f"0 0 {short(width)} {short(height)}",
            width=width,
            height=height,
            role="img",
            font_family=FONT,
            font_size=TEXT,
        )
    )


def text(words: str, x: float, y: float, *, anchor: str = "start", **more: object) -> str:
    look = {"fill": INK, "text_anchor": anchor}
    return element("text", escape(words), x=x, y=y, **look | more)


# How wide a character of these is, as shares of the size of the text, in Arial and its like.
NARROW, WIDE, BROAD = 0.3, 0.6, 0.92
NARROW_CHARACTERS, BROAD_CHARACTERS = frozenset(" .,:;'!|ijltfI()[]-"), frozenset("%mMW@")


def width_in(words: str) -> float:
    """About how wide a text is at our size: enough to keep it in the picture, even in bold."""
    shares = (
        NARROW if each in NARROW_CHARACTERS else BROAD if each in BROAD_CHARACTERS else WIDE
        for each in words
    )
    return TEXT * sum(shares)


def label(words: str, x: float, y: float, *, anchor: str = "middle") -> str:
    """A bold text that can be read on a line, for paper shows around its letters."""
    bold = {"font_weight": "bold"}
    halo = {"fill": PAPER, "stroke": PAPER, "stroke_width": 4, "stroke_linejoin": "round"}
    return text(words, x, y, anchor=anchor, **bold, **halo) + text(
        words, x, y, anchor=anchor, **bold
    )


def line(start: Point, end: Point, colour: str, width: float = 1, dash: str = SOLID) -> str:
    return path([start, end], colour, width, dash)


def path(points: Iterable[Point], colour: str, width: float, dash: str = SOLID) -> str:
    places = list(points)
    more = {} if dash == SOLID else {"stroke_dasharray": dash}
    if len(places) > 2:
        more["stroke_linejoin"] = "round"
    look = {"fill": "none", "stroke": colour, "stroke_width": width}
    return element("polyline", "", points=at(places), **look, **more)


def area(points: Iterable[Point]) -> str:
    """The ground of an interval."""
    return element("polygon", points=at(points), fill=RESULT, fill_opacity=FAINT)


def dot(x: float, y: float, *, filled: bool = True) -> str:
    """A result; a forecast is outlined."""
    fill = RESULT if filled else PAPER
    return element("circle", cx=x, cy=y, r=5, fill=fill, stroke=RESULT, stroke_width=2)


MARKS: Sequence[Sequence[Point]] = (
    ((-4, -4), (4, -4), (4, 4), (-4, 4)),
    ((0, -5), (5, 4), (-5, 4)),
    ((0, -5), (5, 0), (0, 5), (-5, 0)),
)
MARK_NAMES = ("square", "triangle", "diamond")
DASHES = ("7 3", "2 3", "9 3 2 3")


def mark(x: float, y: float, kind: int) -> str:
    """A comparator's own mark: a square, a triangle or a diamond."""
    points = at((x + dx, y + dy) for dx, dy in MARKS[kind])
    return element("polygon", points=points, fill=PAPER, stroke=COMPARATOR, stroke_width=2)


def whisker(x: float, low: float, high: float) -> str:
    """An interval that stands alone."""
    caps = "".join(line((x - 5, y), (x + 5, y), RESULT, 1.5) for y in (low, high))
    return line((x, low), (x, high), RESULT, 1.5) + caps


# Axes ---------------------------------------------------------------------------------


COUNTED = (Unit.NUMBER, Unit.DAYS, Unit.POUNDS)


def ticks_over(values: Iterable[float], unit: str) -> list[float]:
    """Round numbers, about five, that hold all values; no percentage above 100, no half a child.

    They start at nought, save where all values are so near each other that it would hide how
    they differ.
    """
    held = list(values)
    if not 0 < 0.6 * max(held) < min(held) < max(held):
        held.append(0.0)
    lowest, highest = min(held), max(held)
    rough = ((highest - lowest) or 4) / 4
    size = 10.0 ** floor(log10(rough))
    factors = (1, 2, 2.5, 5, 10) if size >= 10 else (1, 2, 5, 10)
    step = next(size * factor for factor in factors if size * factor > rough * 0.999)
    if unit in COUNTED and all(each == int(each) for each in held):
        step = max(step, 1)
    first, last = floor(lowest / step + 1e-9), ceil(highest / step - 1e-9)
    if 0 < first * step == lowest:
        first -= 1  # nothing lies on an axis that is not nought
    ticks = [number * step for number in range(first, max(last, first + 1) + 1)]
    return [tick for tick in ticks if unit != Unit.PERCENTAGE or tick <= 100]


def axis_text(value: float, unit: str) -> str:
    """A tick in few characters: 50%, £4.5m, 20k, 1,200."""
    before = "-" if value < 0 else ""
    before += "£" if unit == Unit.POUNDS else ""
    after = "%" if unit == Unit.PERCENTAGE else ""
    amount = abs(value)
    if amount >= 1_000_000:
        amount, after = amount / 1_000_000, "m"
    elif amount >= 10_000:
        amount, after = amount / 1000, "k"
    return f"{before}{amount:,.10g}{after}"
