"""The shape that goes with a status word, as a drawing of its own: rule 4. No Django in here.

The drawings are those of the pages; their colours are those of the style sheet.
"""

import re
from functools import cache
from pathlib import Path

from indicators.performance import SHAPES, Status

FOLDER = Path(__file__).parents[2] / "templates" / "includes" / "shapes"
GOOD, NEARLY, BAD, PLAIN = "#0f6b34", "#985100", "#b0161f", "#484949"
COLOURS = {
    Status.MET: GOOD,
    Status.FORECAST_TO_MEET: GOOD,
    Status.CLOSE: NEARLY,
    Status.FORECAST_TO_BE_CLOSE: NEARLY,
    Status.OVERDUE: NEARLY,
    Status.MISSED: BAD,
    Status.FORECAST_TO_MISS: BAD,
    Status.NOT_RETURNED: BAD,
}
SIZE = 20


@cache
def shapes() -> dict[str, str]:
    """The drawing of each status word that has one; the others have a letter in their place."""
    drawn = {str(each): shape(each) for each in Status}
    return {word: svg for word, svg in drawn.items() if svg}


def shape(status: Status) -> str:
    """The drawing of a status, whole and in its colour; "" where it is no drawing."""
    path = FOLDER / f"{SHAPES[status]}.html"
    if not path.exists():
        return ""
    inside = re.sub(r"^<symbol[^>]*>|</symbol>$", "", path.read_text().strip())
    inside = inside.replace("currentColor", COLOURS.get(status, PLAIN))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {SIZE} {SIZE}" '
        f'width="{SIZE}" height="{SIZE}">{inside}</svg>'
    )
