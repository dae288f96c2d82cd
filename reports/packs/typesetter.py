"""The process in which Typst draws one file, or some pictures, and which then ends.

It is started by `reports.packs.pdf`, told on standard input what to draw, and answers on standard
output. No Django in here.
"""

import json
import sys
from base64 import b64encode
from pathlib import Path
from typing import Any

import typst

from reports.packs import fonts

TEMPLATES = Path(__file__).parent / "typst"


def drawn(template: str, data: dict[str, Any], wanted: dict[str, Any]) -> list[bytes]:
    """What Typst makes of one of our templates and its data.

    With the fonts that come with us, and none of the machine's: every machine draws the same.
    """
    made: Any = typst.compile(
        (TEMPLATES / template).read_bytes(),
        root=TEMPLATES,
        font_paths=typst.Fonts(
            include_system_fonts=False, include_embedded_fonts=False, font_paths=[fonts.FOLDER]
        ),
        ignore_system_fonts=True,
        sys_inputs={"pack": json.dumps(data)},
        **wanted,
    )
    return [made] if isinstance(made, bytes) else list(made)


def main() -> None:
    made = drawn(**json.load(sys.stdin.buffer))
    json.dump([b64encode(each).decode() for each in made], sys.stdout)


if __name__ == "__main__":
    main()
