"""Rule 14, codes: `ni101`, `NI 0101` and `NI-101` are all `NI 101`.  No Django in here.

"The national set runs NI 1 to NI 199 without 31." Parts (`NI 102a`) and local codes (`LAC 01`)
are allowed.
"""

import re

LAST_NATIONAL = 199
NEVER_USED = 31

_CODE = re.compile(r"([A-Za-z]+)[ -]*([0-9]{1,6}) ?([A-Za-z]?)")
_BETWEEN_CODES = re.compile(r"[/;,&\n]|\band\b", re.IGNORECASE)


class NotACode(ValueError):
    """A text that is no indicator's code; the message says why and what to write."""


def read_code(text: str) -> str:
    """The code in its one form: `NI 101`, `NI 102a`, `LAC 01`. Raises NotACode."""
    written = " ".join(str(text).split())
    match = _CODE.fullmatch(written)
    if not match:
        raise NotACode(f'"{written}" is not a code: {_what_to_write(written)}')
    letters, number, part = match[1].upper(), int(match[2]), match[3].lower()
    if letters != "NI":
        return f"{letters} {number:02d}{part}"
    if not 1 <= number <= LAST_NATIONAL or number == NEVER_USED:
        raise NotACode(
            f"NI {number} is not a national indicator: write one from NI 1 to NI 199, without NI 31"
        )
    return f"NI {number}{part}"


def _what_to_write(written: str) -> str:
    several = [each for each in _BETWEEN_CODES.split(written) if each.strip()]
    if len(several) > 1 and all(_CODE.fullmatch(each.strip()) for each in several):
        return "write one code for each"
    return "write letters and a number, such as NI 101"


def read_codes(text: str) -> list[str]:
    """Each code of a cell that may name several: `NI99/NI100` is NI 99 and NI 100.

    Raises NotACode for any that is none.
    """
    return [read_code(each) for each in _BETWEEN_CODES.split(str(text)) if each.strip()]


def code_order(code: str) -> tuple[str, int, str]:
    """A key that sorts read codes as people count: NI 99, NI 100, NI 102a, NI 102b."""
    match = _CODE.fullmatch(code)
    if not match:
        return code, 0, ""
    return match[1], int(match[2]), match[3]
