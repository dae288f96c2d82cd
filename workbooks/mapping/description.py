"""What a mapping says: which sheet and headings, what each column becomes, what words mean.

It is plain data, so that it can be kept by name, taken out as a file and given to the command line.
A column is known by its heading, and its letters are only where it stood last time.
No Django in here.
"""

import re
from collections.abc import Callable
from collections.abc import Mapping as Map
from dataclasses import asdict, dataclass, field, replace
from functools import lru_cache, wraps
from typing import Any

VERSION = 1
_DIGITS, _LESS_THAN = re.compile(r"[0-9]"), re.compile(r"[<\u2264] ?[0-9]+")
# What a zero in a column stands for, once a person said so.
ZERO_IS_A_FIGURE, ZERO_IS_NO_DATA = "figure", "no data"
ZEROS = (ZERO_IS_A_FIGURE, ZERO_IS_NO_DATA)
# What a comma or a point in the figures of a column is, once a person said so.
DECIMAL_SIGN, PARTS_THOUSANDS = "decimal sign", "parts thousands"
SIGNS = (DECIMAL_SIGN, PARTS_THOUSANDS)
# What becomes of the year so far where an indicator is not counted so, and of a quarter's own
# figure where one is, once a person said so.
AS_IT_STANDS, LEFT_OUT_TO_DATE = "as it stands", "left out"
# Figures of which something says that they are in thousands or millions: multiplied, or as they
# stand, once a person said so.
MULTIPLIED = "multiplied"
# Whose the targets beside the results of a quarter are, once a person said so.
OF_THE_QUARTER, OF_THE_YEAR = "quarter", "year"
# What becomes of a name that is not the one here: nothing, unless a person said otherwise.
LEFT_ALONE, TAKEN_OVER = "left alone", "taken over"
# What a blank cell does, once a person said so; else it says nothing, and what is kept stays.
BLANKS_TAKE_OUT = "take out"
MOST_REMEMBERED, LONGEST_REMEMBERED = 4_096, 200


# What is said of the figures of single columns, and what it can be.
BY_COLUMN = {
    "zeros": ZEROS,
    "commas": SIGNS,
    "points": SIGNS,
    "to_date": (AS_IT_STANDS, LEFT_OUT_TO_DATE),
    "scales": (MULTIPLIED, AS_IT_STANDS),
    "targets": (OF_THE_QUARTER, OF_THE_YEAR),
    "names": (LEFT_ALONE, TAKEN_OVER),
}


class NotAMapping(ValueError):
    """A file that is no mapping, or one that says what cannot be; the text says what to do."""


@dataclass
class Use:
    """What one column becomes: `field` of `mapping.fields`, about a period, reported in a quarter.

    `column` is its number, `heading` its words. A blank period or quarter is that of the row, or
    of the whole file. `blanks` says that a blank cell takes out what is kept.
    `standing` is that of its figures, where the heading says it and no other column of the row.
    """

    column: int
    heading: str
    field: str
    period: str = ""
    quarter: str = ""
    blanks: str = ""
    standing: str = ""


@dataclass
class Layout:
    """How one sheet of the file is read.

    The headings stand in the rows `first` to `last`. `constants` are values of all rows, by field;
    `words` what words of the file mean, by field and folded word; `markers` what stands in place
    of a figure; `zeros` what 0 means, by column, and `commas` and `points` what those are in its
    figures, where that is not plain; `to_date` what becomes of the year so far, and of what is
    beside it; `scales` whether figures in thousands are multiplied; `targets` whether those
    beside a quarter's results are the quarter's or the year's; `names` whether
    those of the list take the place of ours. `repeats` says that a blank
    cell of what a row is known by repeats the one above; `read_anyway` are rows, by their folded
    words, that look like no data and are.
    """

    sheet: str
    first: int
    last: int
    uses: list[Use] = field(default_factory=list)
    headings: dict[int, str] = field(default_factory=dict)
    constants: dict[str, str] = field(default_factory=dict)
    words: dict[str, dict[str, str]] = field(default_factory=dict)
    markers: dict[str, dict[str, str]] = field(default_factory=dict)
    zeros: dict[int, str] = field(default_factory=dict)
    commas: dict[int, str] = field(default_factory=dict)
    points: dict[int, str] = field(default_factory=dict)
    to_date: dict[int, str] = field(default_factory=dict)
    scales: dict[int, str] = field(default_factory=dict)
    targets: dict[int, str] = field(default_factory=dict)
    names: dict[int, str] = field(default_factory=dict)
    repeats: bool = False
    read_anyway: list[str] = field(default_factory=list)

    def uses_of(self, name: str) -> list[Use]:
        return [use for use in self.uses if use.field == name]

    def use_at(self, column: int) -> Use | None:
        return next((use for use in self.uses if use.column == column), None)


@dataclass
class Mapping:
    """How a file is read: each of its sheets that is read at all."""

    layouts: list[Layout] = field(default_factory=list)
    name: str = ""

    def as_data(self) -> dict[str, Any]:
        """As it is kept and taken out."""
        return {
            "mapping": VERSION,
            "name": self.name,
            "sheets": [_layout_as_data(each) for each in self.layouts],
        }


def for_other_files(mapping: Mapping) -> Mapping:
    """The mapping without what was said of single figures, such as "approx 84".

    In the next file they would be other ones, or mean something else. A mark such as "<5" stays.
    """
    layouts = [
        replace(
            layout,
            markers={
                name: {
                    mark: meaning
                    for mark, meaning in given.items()
                    if not _DIGITS.search(mark) or _LESS_THAN.fullmatch(mark)
                }
                for name, given in layout.markers.items()
            },
        )
        for layout in mapping.layouts
    ]
    return Mapping(layouts, mapping.name)


def _layout_as_data(layout: Layout) -> dict[str, Any]:
    data = asdict(layout)
    for name in ("headings", *BY_COLUMN):
        data[name] = {str(column): value for column, value in data[name].items()}
    return data


def mapping_of(data: Any) -> Mapping:
    """The mapping that was kept or taken out. Raises NotAMapping."""
    if not isinstance(data, Map) or data.get("mapping") != VERSION:
        raise NotAMapping("this is not a mapping: take one out at Imports and give that file")
    try:
        return Mapping(
            layouts=[_layout_of(each) for each in data["sheets"]], name=_text(data.get("name", ""))
        )
    except (KeyError, TypeError, ValueError, AttributeError) as problem:
        raise NotAMapping(
            f"this mapping is damaged ({problem}): take it out at Imports once more"
        ) from None


def _layout_of(data: Map[str, Any]) -> Layout:
    first, last = _whole(data["first"]), _whole(data["last"])
    if not 1 <= first <= last:
        raise ValueError(f"its headings cannot stand in rows {first} to {last}")
    by_column = {
        name: {int(column): _text(value) for column, value in data.get(name, {}).items()}
        for name in BY_COLUMN
    }
    for name, allowed in BY_COLUMN.items():
        if unknown := set(by_column[name].values()) - set(allowed):
            raise ValueError(f"{name} cannot mean {unknown.pop()}")
    return Layout(
        sheet=_text(data["sheet"]),
        first=first,
        last=last,
        uses=[_use_of(each) for each in data["uses"]],
        headings={int(key): _text(value) for key, value in data.get("headings", {}).items()},
        constants=_texts(data.get("constants", {})),
        words={_text(name): _texts(words) for name, words in data.get("words", {}).items()},
        markers={_text(name): _texts(each) for name, each in data.get("markers", {}).items()},
        **by_column,
        repeats=bool(data.get("repeats", False)),
        read_anyway=[_text(each) for each in data.get("read_anyway", [])],
    )


def _use_of(data: Map[str, Any]) -> Use:
    texts = ("heading", "field", "period", "quarter", "blanks", "standing")
    return Use(column=_whole(data["column"]), **{name: _text(data.get(name, "")) for name in texts})


def _texts(data: Map[str, Any]) -> dict[str, str]:
    return {_text(key): _text(value) for key, value in data.items()}


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError(f"{value!r} stands where words belong")
    return value


def _whole(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or value < 1:
        raise TypeError(f"{value!r} stands where a number from 1 belongs")
    return value


def remembered(function: Callable[..., Any]) -> Callable[..., Any]:
    """Of the same short words in many cells, work out once what they come to."""
    known = lru_cache(MOST_REMEMBERED)(function)

    @wraps(function)
    def called(words: str, *more: Any) -> Any:
        return (known if len(words) <= LONGEST_REMEMBERED else function)(words, *more)

    return called


@remembered
def folded(words: str) -> str:
    """Words as they are compared: without regard to case, spaces and kinds of dash."""
    plain = words.replace("_", " ").replace("\u2013", "-").replace("\u2014", "-")
    return " ".join(plain.replace("\u00a0", " ").split()).casefold()
