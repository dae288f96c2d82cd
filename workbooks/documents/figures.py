"""What is measured and how: the indicators of a plan.  No Django in here."""

import re
from enum import StrEnum

from indicators.codes import NotACode, read_code
from indicators.expectations import Frequency
from indicators.measuring import read_tolerance, read_unit
from indicators.performance import GoodIs
from indicators.values import Unit, read_count, write_number
from periods.calendar import YearType
from sheets.problems import all_of
from workbooks.documents.baselines import add_baseline
from workbooks.documents.found import Found
from workbooks.documents.gathering import Gathering
from workbooks.documents.headings import Kind
from workbooks.documents.layout import Record
from workbooks.documents.questions import LEAVE_OUT, Choice
from workbooks.documents.targets import gather_targets
from workbooks.documents.written import Written, read_written
from workbooks.reading.documents import Part

INDICATORS = "Indicators"
_OF_SCHOOLS = re.compile(
    r"\b(gcse|key stage|school|pupil|attainment|a-level|a level|early years foundation|student)",
    re.IGNORECASE,
)


def gather_indicators(gathering: Gathering) -> None:
    """Each indicator, with its baseline and its targets."""
    gathering.asking.part = "Indicators and targets"
    records = gathering.layout.of(Kind.INDICATORS)
    codes = _as_measured(gathering, [(each, _code(gathering, each)) for each in records])
    targets = _by_code(gathering, codes)
    for record, code in zip(records, codes, strict=True):
        if code:
            _gather_indicator(gathering, record, code, targets.get(code))
    _leave_out_unknown_wholes(gathering)


def _code(gathering: Gathering, record: Record) -> str:
    found = gathering.said(record, "code")
    if found is None:
        return ""
    try:
        return read_code(found.value)
    except NotACode as problem:
        return gathering.asking.ask(
            "code",
            found.place,
            f"{problem}. Which indicator is it?",
            own="Its code, such as NI 101",
            about=found.words,
            check=read_code,
        )


def _as_measured(gathering: Gathering, coded: list[tuple[Record, str]]) -> list[str]:
    """The code of each indicator. Where our own document says how another one is measured, it may
    be that one still, whose code was changed in one place alone: that is asked.
    """
    measured = gathering.layout.measured
    codes = [code for _, code in coded]
    others = [each for each in measured if each not in codes]
    for nth, (record, code) in enumerate(coded):
        if code and others and code not in measured:
            codes[nth] = _ask_whether_changed(gathering, record, code, others)
            others = [each for each in others if each not in codes]
    for each in others:
        gathering.notes.append(
            f"the document says how {each} is measured, which is not among its indicators: that is "
            "not read"
        )
        gathering.as_kept.update(part.place for part in measured[each].values())
    return codes


def _ask_whether_changed(gathering: Gathering, record: Record, code: str, others: list[str]) -> str:
    answer = gathering.asking.ask(
        "which indicator",
        record.place("code"),
        f"The table of indicators names {code}, and the document says how {all_of(others)} is "
        f"measured, and not {code}: which indicator is it?",
        others[0] if len(others) == 1 else "",
        choices=(
            *(Choice(each, f"It is {each}, which keeps its code") for each in others),
            Choice(code, f"It is {code}, another indicator, and measured otherwise"),
        ),
        about=" | ".join(filter(None, map(record.text, record.parts))),
    )
    if answer in others:
        gathering.notes.append(
            f"{code} is read as {answer}: no document changes the code of an indicator"
        )
        return answer
    return code


def _by_code(gathering: Gathering, codes: list[str]) -> dict[str, Record]:
    """Which baseline and targets are whose: as their title says; where none does and there are as
    many as indicators, in order; else as the person says.
    """
    found: dict[str, Record] = {}
    untold: list[Record] = []
    for record in gathering.layout.of(Kind.TARGETS):
        if record.about in codes and record.about not in found:
            found[record.about] = record
        elif record.about and record.about not in codes:
            gathering.notes.append(
                f"the document has the baseline and targets of {record.about}, which is not among "
                "its indicators: they are not read"
            )
        else:
            untold.append(record)
    waiting = [each for each in codes if each and each not in found]
    if gathering.layout.is_ours and untold and not waiting:
        gathering.notes.append(
            "the document has a baseline and targets of an indicator that is not among its "
            "indicators: they are not read"
        )
        for record in untold:
            gathering.as_kept.update(*(record.places(role) for role in record.parts))
        return found
    if len(untold) == len(waiting) or len(codes) == 1:
        return found | dict(zip(waiting, untold, strict=False))
    for record in untold:
        code = _whose_targets(gathering, record, waiting)
        if code in waiting:
            found[code] = record
            waiting.remove(code)
    return found


def _whose_targets(gathering: Gathering, record: Record, waiting: list[str]) -> str:
    return gathering.asking.ask(
        "whose targets",
        record.first_place,
        "There are not as many tables of targets as indicators: whose baseline and targets are "
        "these?",
        waiting[0] if waiting else LEAVE_OUT,
        choices=(
            *(Choice(each, each) for each in waiting),
            Choice(LEAVE_OUT, "Of none of these: leave them out"),
        ),
        about=" | ".join(filter(None, map(record.text, record.parts))),
    )


def _gather_indicator(
    gathering: Gathering, record: Record, code: str, targets: Record | None
) -> None:
    kept = gathering.known.indicator(code)
    values = {
        "code": Found(code, record.place("code"), record.text("code")),
        "plans": Found(gathering.reference),
    }
    for role in ("title", "purpose", "lead"):
        if found := gathering.said(record, role):
            values[role] = found
    if not values.get("title", Found("")).value and kept is None:
        answer = gathering.asking.ask("title", code, f"What is {code} called?", own="Its title")
        values["title"] = Found(answer)
    written = _written_of(targets)
    _take_measure(gathering.layout.measured.get(code, {}), values)
    if kept is None:
        _ask_measure(gathering, code, values, written, _is_quarterly(targets))
    unit = kept["unit"] if kept else values["unit"].value
    if targets and "baseline" in targets.parts:
        add_baseline(gathering, code, targets, values, kept, unit)
    gathering.add(INDICATORS, code, values)
    if targets:
        gather_targets(gathering, code, targets)


def _written_of(targets: Record | None) -> list[Written]:
    """The baseline's and the targets' figures, in the order of their years."""
    if targets is None:
        return []
    roles = sorted(targets.parts, key=lambda role: (role != "baseline", role))
    read = [read_written(targets.text(role)) for role in roles if role != "designation"]
    return [each for each in read if each]


def _take_measure(said: dict[str, Part], values: dict[str, Found]) -> None:
    """What a document of ours says of how the indicator is measured."""
    for name, part in said.items():
        read = READ_AGAIN.get(name, lambda words, name=name: {name: words})
        for attribute, value in read(part.text).items():
            values[attribute] = Found(value, part.place, part.text)


READ_AGAIN = {"unit": read_unit, "tolerance": read_tolerance}


def _leave_out_unknown_wholes(gathering: Gathering) -> None:
    """An indicator that is neither here nor in the document, of which one is part, comes with its
    own plan: that is left out, and told.
    """
    rows = gathering.rows_of(INDICATORS)
    brought = {each.values["code"].value for each in rows}
    for row in rows:
        whole = row.values.get("part_of")
        if whole and whole.value not in brought and not gathering.known.indicator(whole.value):
            for attribute in ("part_of", "broken_down_by"):
                if found := row.values.pop(attribute, None):
                    gathering.as_kept.update(found.places)
            gathering.notes.append(
                f"{row.values['code'].value} is part of {whole.value}, of which nothing is known "
                "here: that is left out, so bring the plan that has it, and then this one again"
            )


def _is_quarterly(targets: Record | None) -> bool:
    """Whether the document has targets for quarters."""
    return any(" Q" in role for role in (targets.parts if targets else ()))


def _ask_measure(
    gathering: Gathering,
    code: str,
    values: dict[str, Found],
    written: list[Written],
    is_quarterly: bool,
) -> None:
    """What a document takes for granted of what it measures, and does not say itself."""
    units = [each.unit for each in written if each.unit]
    unit = units[0] if units else Unit.NUMBER
    title = values.get("title", Found("")).value
    asked: tuple[tuple[str, str, str, type[StrEnum]], ...] = (
        ("unit", f"In what is {code} measured?", unit, Unit),
        ("good_is", f"What is good for {code}?", _direction(written), GoodIs),
        (
            "year_type",
            f"By which years does {code} count?",
            YearType.ACADEMIC if _OF_SCHOOLS.search(title) else YearType.FINANCIAL,
            YearType,
        ),
        (
            "frequency",
            f"How often is there a figure of {code}?",
            Frequency.QUARTERLY if is_quarterly else Frequency.ANNUAL,
            Frequency,
        ),
    )
    about = "; ".join(each.words for each in written) or title
    for name, text, suggestion, words in asked:
        if name in values:
            continue
        answer = gathering.asking.ask(
            name,
            code,
            text,
            str(suggestion),
            choices=tuple(Choice(str(each.value), str(each.value)) for each in words),
            about=about if name in ("unit", "good_is") else title,
        )
        values[name] = Found(answer)
    if values["unit"].value == Unit.RATE and "per" not in values:
        per = next((each.per for each in written if each.per), None) or 1000
        answer = gathering.asking.ask(
            "per",
            code,
            f"Per how many is {code}?",
            str(per),
            choices=(Choice(str(per), write_number(per)),),
            own="Another number, such as 10,000",
            check=read_count,
        )
        values["per"] = Found(answer)


def _direction(written: list[Written]) -> GoodIs:
    """Where the targets lie from the baseline."""
    if len(written) > 1 and written[-1].number < written[0].number:
        return GoodIs.LOWER
    return GoodIs.HIGHER
