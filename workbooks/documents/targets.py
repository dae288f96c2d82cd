"""What an indicator should reach, year by year.  No Django in here."""

import re

from indicators.disclosure import MASK
from indicators.values import read_number
from indicators.versions import Designation, TargetState
from periods.calendar import read_period
from sheets.problems import all_of
from workbooks.documents.found import Found, Values
from workbooks.documents.gathering import Gathering
from workbooks.documents.headings import NO_YEAR, TARGET
from workbooks.documents.layout import Record
from workbooks.documents.questions import LEAVE_OUT, Choice
from workbooks.documents.written import STATES, as_typed, ask_state, leave_hidden, read_written

TARGETS = "Targets"
_DESIGNATIONS = {
    "designated": Designation.DESIGNATED,
    "local": Designation.LOCAL,
    "statutory": Designation.STATUTORY_EDUCATION,
    "statutory education": Designation.STATUTORY_EDUCATION,
    "earlier stretch": Designation.EARLIER_STRETCH,
    "stretch": Designation.EARLIER_STRETCH,
}


def gather_targets(gathering: Gathering, code: str, record: Record) -> None:
    roles = [each for each in record.parts if each.startswith(TARGET)]
    rows: list[tuple[str, Found]] = []
    for role in roles:
        found = _said_of_target(gathering, record, role)
        if found is None or not (found.value or _is_emptied(gathering, code, role)):
            continue
        period = role.removeprefix(TARGET)
        if role == NO_YEAR:
            period = gathering.asking.ask(
                "period",
                found.place,
                f"Which year is this target of {code} for?",
                own="A year, such as 2009/10",
                about=found.words,
                check=read_period,
            )
        words = record.text(role) if found.value else ""
        rows.append((period, Found(words, found.place, words)))
    designations = _designations(gathering, code, record, [period for period, _ in rows])
    for period, found in rows:
        _gather_target(gathering, code, period, found, designations.get(period))


def _is_emptied(gathering: Gathering, code: str, role: str) -> bool:
    """Whether a cell without words is of a figure that is kept here."""
    kept = gathering.kept.targets if gathering.kept else {}
    ours = kept.get((code, role.removeprefix(TARGET)))
    return bool(ours and ours["value"] is not None)


def _said_of_target(gathering: Gathering, record: Record, role: str) -> Found | None:
    """What stands there. In our own documents "Not applicable" is a state, and not nothing."""
    text = record.text(role)
    if gathering.layout.is_ours and STATES.get(" ".join(text.split()).casefold()):
        return Found(text, record.place(role), text)
    return gathering.said(record, role)


def _gather_target(
    gathering: Gathering, code: str, period: str, found: Found, designation: Found | None
) -> None:
    kept = gathering.kept.targets.get((code, period)) if gathering.kept else None
    if MASK in found.value:
        leave_hidden(gathering, found, TARGETS, f"{code}, {period}", "value")
        return
    written = read_written(found.value)
    said = written.words if written else found.words
    # A target is told at its own cell, and not at its indicator's.
    key = {"indicator": code, "period": period}
    values = {name: Found(each, found.place, said) for name, each in key.items()}
    if written:
        values["value"] = Found(as_typed(written), found.place, written.words)
        values["state"] = Found(str(TargetState.SET))
    elif state := ask_state(gathering, found, f"The {period} target of {code}"):
        values["state"] = Found(state, found.place, found.words)
        values["value"] = Found("")
    else:
        return
    if designation and designation.value:
        values["designation"] = designation
    if kept and _needs_approval(kept, values):
        reference = _ask_approval(gathering, f"The {period} target of {code}", found, values)
        if reference == LEAVE_OUT:
            why = f"the {period} target of {code} stays here as it is, for want of approval"
            gathering.leave(TARGETS, f"{code}, {period}", "value", why)
            gathering.as_kept.update(found.places)
            return
        values["approval_reference"] = Found(reference)
    gathering.add(TARGETS, f"{code}, {period}", values)


def _needs_approval(kept: Values, said: dict[str, Found]) -> bool:
    """Whether a designated target is changed, which needs an approval reference."""
    if kept["designation"] != Designation.DESIGNATED:
        return False
    value, state = said["value"].value.removesuffix("%"), said["state"].value
    number = read_number(value) if value else None
    designation = said["designation"].value if "designation" in said else kept["designation"]
    return (number, state, designation) != (kept["value"], kept["state"], kept["designation"])


def _ask_approval(gathering: Gathering, called: str, found: Found, said: dict[str, Found]) -> str:
    """By what a changed target was approved; its change may be left out instead."""
    return gathering.asking.ask(
        "approval",
        found.place,
        f"{called} is designated, and changes only with approval: what is the approval reference "
        f"of “{said['value'].value or said['state'].value}”?",
        choices=(Choice(LEAVE_OUT, "There is none: leave the change out"),),
        own="The approval reference",
        about=found.words,
    )


def _designations(
    gathering: Gathering, code: str, record: Record, periods: list[str]
) -> dict[str, Found]:
    """What the second column called Target says of each target."""
    found = gathering.said(record, "designation")
    if found is None or not found.value:
        return {}
    said = [" ".join(each.split()).casefold() for each in re.split(r"[,;\n]", found.value)]
    known = [_DESIGNATIONS.get(each, "") for each in said if each]
    kept = gathering.kept.targets if gathering.kept else {}
    ours = {kept[(code, each)]["designation"] for each in periods if (code, each) in kept}
    as_kept: dict[str, Found] = {}
    if gathering.layout.is_ours and ours - {""} == set(map(str, known)):
        gathering.as_kept.update(found.places)
        as_kept = {
            each: Found(kept[(code, each)]["designation"], found.place)
            for each in periods
            if (code, each) in kept
        }
        periods = [each for each in periods if each not in as_kept]
    if not periods:
        return as_kept
    if gathering.layout.is_ours and len(known) == 1 and known[0]:
        return as_kept | {each: Found(str(known[0]), found.place, found.words) for each in periods}
    suggestion = str(known[0]) if len(known) == 1 and known[0] else ""
    answer = gathering.asking.ask(
        "designation",
        found.place,
        f"“{' '.join(found.value.split())}” stands beside the targets of {code}: what "
        f"{f'is that of {all_of(periods)}' if as_kept else 'are they'}?",
        suggestion or LEAVE_OUT,
        choices=(
            *(Choice(str(each.value), str(each.value).capitalize()) for each in Designation),
            Choice(LEAVE_OUT, "None of these: leave it out"),
        ),
        about=found.words,
    )
    if answer == LEAVE_OUT:
        return as_kept
    return as_kept | {each: Found(answer, found.place, found.words) for each in periods}
