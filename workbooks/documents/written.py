"""A figure as a document writes it, and the words that stand where there is none.

No Django in here.
"""

import re
from dataclasses import dataclass
from decimal import Decimal

from indicators.values import NotANumber, Unit, read_count, read_number, write_number
from indicators.versions import TargetState
from workbooks.documents.found import Found
from workbooks.documents.gathering import Gathering
from workbooks.documents.headings import period_in
from workbooks.documents.questions import LEAVE_OUT, Choice

_NUMBER = re.compile(
    r"(?P<number>£?\s*[-−]?[0-9][0-9,]*(?:\.[0-9]+)?)\s*"
    r"(?P<mark>%|per ?cent\b|per (?P<per>[0-9][0-9,]*)|days?\b)?",
    re.IGNORECASE,
)
_IS_A_RANGE = re.compile(r"£?\s*[0-9][0-9.,]*\s*%?\s*(?:-|–|\bto\b)\s*£?[0-9]")
_COUNTS = re.compile(r"(?P<numerator>[0-9][0-9,]*) of (?P<denominator>[0-9][0-9,]*)\b[^\n]*")
_YEAR = re.compile(r"\(?\b(?:[0-9]{4}|[0-9]{2})\s*(?:/|-|–|\bto\b)\s*(?:[0-9]{4}|[0-9]{2})\b\)?")
STATES = {
    "not set": TargetState.NOT_SET,
    "to be set": TargetState.NOT_SET,
    "tbc": TargetState.TO_BE_AGREED,
    "tba": TargetState.TO_BE_AGREED,
    "to be confirmed": TargetState.TO_BE_AGREED,
    "to be agreed": TargetState.TO_BE_AGREED,
    "withdrawn": TargetState.WITHDRAWN,
    "n/a": TargetState.NOT_APPLICABLE,
    "not applicable": TargetState.NOT_APPLICABLE,
}


@dataclass(frozen=True)
class Written:
    """A figure as a document writes it: with its mark, its counts and its year."""

    number: Decimal
    unit: Unit | None = None
    per: int | None = None
    numerator: int | None = None
    denominator: int | None = None
    period: str = ""
    words: str = ""


def read_written(text: str) -> Written | None:
    """The figure in a cell such as "2.4% (2007/08)"; None where there is none to read."""
    counts = _COUNTS.search(text)
    rest = _COUNTS.sub("", text) if counts else text
    period = period_in(rest)
    rest = _YEAR.sub("", rest, count=1) if period else rest
    match = _NUMBER.match(rest.strip())
    if not match or _IS_A_RANGE.match(rest.strip()):
        return None
    try:
        number = read_number(re.sub(r"[£\s]", "", match["number"]))
        found = (
            [read_count(counts[each]) for each in ("numerator", "denominator")] if counts else []
        )
    except NotANumber:
        return None
    said = [match[0], *([counts[0]] if counts else [])]
    if year := _YEAR.search(text) if period else None:
        said.append(year[0])
    numerator, denominator = found or (None, None)
    per = int(match["per"].replace(",", "")) if match["per"] else None
    return Written(number, _unit(match), per, numerator, denominator, period, " ".join(said))


def _unit(match: re.Match[str]) -> Unit | None:
    mark = (match["mark"] or "").casefold()
    if match["per"]:
        return Unit.RATE
    if mark == "%" or mark.startswith("per"):
        return Unit.PERCENTAGE
    if mark.startswith("day"):
        return Unit.DAYS
    return Unit.POUNDS if "£" in match["number"] else None


def as_typed(written: Written) -> str:
    number = write_number(written.number)
    return f"{number}%" if written.unit == Unit.PERCENTAGE else number


def leave_hidden(gathering: Gathering, found: Found, sheet: str, name: str, attribute: str) -> None:
    gathering.as_kept.update(found.places)
    why = f"{found.place}: the figure is hidden in this document, so it is left as it is"
    gathering.leave(sheet, name, attribute, why)


def ask_state(gathering: Gathering, found: Found, called: str) -> str:
    """Why there is no figure: one of the words for it, as the person says; "" for none."""
    words = " ".join(found.value.split())
    suggestion = STATES.get(words.casefold(), "")
    if gathering.layout.is_ours and suggestion:
        return str(suggestion)
    states = [each for each in TargetState if each != TargetState.SET]
    answer = gathering.asking.ask(
        "state",
        found.place,
        f"{called} {f'says “{words}”' if words else 'is empty here'}: what does that mean?",
        str(suggestion or LEAVE_OUT),
        choices=(
            *(Choice(str(each.value), str(each.value).capitalize()) for each in states),
            Choice(
                LEAVE_OUT,
                "Nothing: leave it out" if words else "Nothing: what is kept stays as it is",
            ),
        ),
        about=found.words,
    )
    return "" if answer == LEAVE_OUT else answer
