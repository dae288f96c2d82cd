"""Rule 14, codes: `ni101`, `NI 0101` and `NI-101` are all `NI 101`.  No Django in here."""

import re

CODE = re.compile(r"([A-Za-z]+)[\s-]*0*(\d+)\s*([A-Za-z]?)")
LAST_NATIONAL = 199
NEVER_USED = 31


class NotACode(ValueError):
    """A text that is no indicator's code; the message says why and what to write."""


def read_code(text: str) -> str:
    """The code in its one form: `NI 101`, `NI 102a`, `LAC 01`. Raises NotACode."""
    written = " ".join(str(text).split())
    match = CODE.fullmatch(written)
    if not match:
        raise NotACode(f"“{written}” is not a code: write letters and a number, such as NI 101")
    letters, number, part = match[1].upper(), int(match[2]), match[3].lower()
    if letters != "NI":
        return f"{letters} {number:02d}{part}"
    if not 1 <= number <= LAST_NATIONAL or number == NEVER_USED:
        raise NotACode(
            f"NI {number} is not a national indicator: the set runs from NI 1 to NI 199, "
            "without NI 31"
        )
    return f"NI {number}{part}"


def read_codes(text: str) -> list[str]:
    """Each code of a cell that may name several: `NI99/NI100` is two. Raises NotACode."""
    return [read_code(each) for each in re.split(r"[/;,\n]+", str(text)) if each.strip()]
