"""What our own exports say of themselves.

No Django in here.
"""

import re

from indicators import measuring
from workbooks.reading.documents import Document, Words

AS_AT = re.compile(r"([0-9]{4}/[0-9]{2}) Quarter ([1-4]) · .+")
STANDING = re.compile(r"Where it stands as at [0-9]{4}/[0-9]{2} Quarter [1-4]")
CAPTION = re.compile(r"(.+): baseline and targets")
# What stands in a file for those who do not read a plan's words.
WITHHELD = {
    "The words of this plan are not cleared for this audience: only its figures are shown.",
    "Only words of this plan that are cleared for this audience are shown.",
}
OURS = {
    *WITHHELD,
    "Restricted: contains small numbers",
    "This plan delivers no indicator.",
    "No actions stated",
    "None stated",
    measuring.SECTION,
}
NOT_CARRIED = (
    "a document does not carry why targets were set and who agreed them, nor where a baseline is "
    "public already; earlier targets, rules and ratings; comparators; nor what was reported: a "
    "workbook does"
)


def as_at(document: Document) -> str:
    """The quarter that our own export says it is about, as a label; "" in others' documents."""
    for block in document.blocks:
        if isinstance(block, Words) and (match := AS_AT.fullmatch(block.text)):
            return f"{match[1]} Q{match[2]}"
    return ""
