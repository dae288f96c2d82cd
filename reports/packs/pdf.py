"""A document as PDF that everybody can read (PDF/UA-1), drawn by Typst. No Django in here.

Texts reach Typst as data, so that nothing typed is ever taken for markup. The same document gives
the same bytes.
"""

import json
import re
from base64 import b64decode
from dataclasses import asdict
from datetime import UTC, datetime, time
from typing import Any

from reports.charts.svg import FONT
from reports.packs import fonts
from reports.packs.about import WARNING
from reports.packs.apart import made_apart
from reports.packs.document import Block, Document, Picture, Table, Words
from reports.packs.shapes import shapes
from reports.packs.texts import breakable, clean

TYPESETTER = "reports.packs.typesetter"
SQUARES = "□ stands for a character that this file cannot show."
# A drawing's units are pixels of a browser, 96 to the inch; so its words are as large as the text.
POINTS_PER_UNIT, WIDEST_PICTURE = 0.75, 490


def compiled(template: str, data: dict[str, Any], **wanted: Any) -> list[bytes]:
    """What Typst makes of one of our templates and its data. Raises NotMade."""
    asked = json.dumps({"template": template, "data": data, "wanted": wanted}).encode()
    return [b64decode(each) for each in json.loads(made_apart(TYPESETTER, asked))]


def as_pdf(document: Document) -> bytes:
    """The document as a tagged PDF, dated with its own day."""
    midnight = datetime.combine(document.day, time(), UTC)
    data = as_data(document)
    (pdf,) = compiled(
        "pack.typ", data, format="pdf", pdf_standards=["ua-1"], timestamp=int(midnight.timestamp())
    )
    return pdf


def as_data(document: Document) -> dict:
    """Everything that the template shows, as JSON can hold it."""
    day = document.day
    data = {
        "title": printable(document.title),
        "place": printable(document.place),
        "before": printable(document.before_title),
        "organisation": printable(document.organisation),
        "sections": [
            {
                "landscape": each.landscape,
                "cover": each.cover,
                "blocks": [block_data(block) for block in each.blocks],
            }
            for each in document.sections
        ],
    }
    if fonts.SQUARE in json.dumps(data, ensure_ascii=False):
        data["sections"][-1]["blocks"].append(block_data(Words(SQUARES, look="quiet")))
    return data | {
        "day": [day.year, day.month, day.day],
        "restricted": document.restricted,
        "warning": WARNING,
        "fonts": list(fonts.FAMILIES),
        "shapes": shapes(),
    }


def block_data(block: Block) -> dict:
    """One block, its kind, and its texts as this file can show them."""
    data = {key: printable(each) for key, each in asdict(block).items()}
    if isinstance(block, Picture):
        data |= {"svg": with_our_font(block.svg), "width": width_of(block.svg)}
    if isinstance(block, Table):
        data |= {"widths": block.shares}
    return data | {"kind": type(block).__name__.lower()}


def printable(data):
    """The text as this file can show it; of rows and cells, every text in them."""
    if isinstance(data, str):
        return breakable(fonts.shown(clean(data)))
    if isinstance(data, dict):
        return {key: printable(each) for key, each in data.items()}
    if isinstance(data, list | tuple):
        return [printable(each) for each in data]
    return data


# Pictures -----------------------------------------------------------------------------


def with_our_font(svg: str) -> str:
    """The drawing with our own fonts in the place of those that browsers have."""
    return fonts.shown(clean(svg)).replace(FONT, ", ".join(fonts.FAMILIES))


def width_of(svg: str) -> float:
    """How wide the drawing is on paper, in points."""
    found = re.search(r'viewBox="0 0 ([0-9.]+) ', svg)
    return min((float(found[1]) if found else 400) * POINTS_PER_UNIT, WIDEST_PICTURE)
