"""What is measured, from where and to where: indicators, baselines, targets.  No Django in here."""

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum

from indicators.codes import NotACode, read_code
from indicators.disclosure import MASK
from indicators.doubts import COHORT_IS_UNKNOWN
from indicators.expectations import Frequency
from indicators.measuring import read_tolerance, read_unit
from indicators.performance import GoodIs
from indicators.values import (
    Figure,
    NotANumber,
    Unit,
    can_be,
    half_up,
    places,
    possible_fractions,
    read_count,
    read_number,
    usual_decimals,
    write_number,
)
from indicators.versions import Designation, TargetState
from periods.calendar import YearType, read_period
from sheets.problems import any_of
from workbooks.documents.found import Found, Values
from workbooks.documents.gathering import Gathering
from workbooks.documents.headings import NO_YEAR, TARGET, Kind, period_in
from workbooks.documents.layout import Record
from workbooks.documents.questions import LEAVE_OUT, Choice
from workbooks.reading.documents import Part

INDICATORS, TARGETS = "Indicators", "Targets"
UNKNOWN = "unknown"
MOST_OFFERED = 8
LARGEST_COHORT = 100
_NUMBER = re.compile(
    r"(?P<number>£?\s*[-−]?[0-9][0-9,]*(?:\.[0-9]+)?)\s*"
    r"(?P<mark>%|per ?cent\b|per (?P<per>[0-9][0-9,]*)|days?\b)?",
    re.IGNORECASE,
)
_COUNTS = re.compile(r"(?P<numerator>[0-9][0-9,]*) of (?P<denominator>[0-9][0-9,]*)\b[^\n]*")
_YEAR = re.compile(r"\(?\b(?:[0-9]{4}|[0-9]{2})\s*(?:/|-|–|\bto\b)\s*(?:[0-9]{4}|[0-9]{2})\b\)?")
_STATES = {
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
_DESIGNATIONS = {
    "designated": Designation.DESIGNATED,
    "local": Designation.LOCAL,
    "statutory": Designation.STATUTORY_EDUCATION,
    "statutory education": Designation.STATUTORY_EDUCATION,
    "earlier stretch": Designation.EARLIER_STRETCH,
    "stretch": Designation.EARLIER_STRETCH,
}
_OF_SCHOOLS = re.compile(
    r"\b(gcse|key stage|school|pupil|attainment|a-level|a level|early years foundation|student)",
    re.IGNORECASE,
)


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
    if not match:
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


# Indicators -----------------------------------------------------------------------------------


def gather_indicators(gathering: Gathering) -> None:
    """Each indicator, with its baseline and its targets."""
    gathering.asking.part = "Indicators and targets"
    records = gathering.layout.of(Kind.INDICATORS)
    codes = [_code(gathering, record) for record in records]
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
        _add_baseline(gathering, code, targets, values, kept, unit)
    gathering.add(INDICATORS, code, values)
    if targets:
        _gather_targets(gathering, values["code"], targets)


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
            del row.values["part_of"]
            gathering.as_kept.update(whole.places)
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


# The baseline ---------------------------------------------------------------------------------


def _add_baseline(
    gathering: Gathering,
    code: str,
    record: Record,
    values: dict[str, Found],
    kept: Values | None,
    unit: str,
) -> None:
    found = gathering.said(record, "baseline")
    if found is None or not found.value:
        return
    if MASK in found.value:
        _leave_hidden(gathering, found)
        return
    written = read_written(found.value)
    if written is None:
        _add_baseline_without_figure(gathering, code, found, values, kept)
        return
    if kept and _is_kept_baseline(written, kept):
        about = Found(kept["baseline_period"], found.place)
        same = replace(found, value=_as_typed(written))
        gathering.is_kept(
            INDICATORS, code, {"code": Found(code)}, baseline=same, baseline_period=about
        )
        return
    period = written.period or gathering.asking.ask(
        "period",
        found.place,
        f"Which year is the baseline of {code} about?",
        own="A year, such as 2007/08",
        about=found.words,
        check=read_period,
    )
    values["baseline"] = Found(_as_typed(written), found.place, written.words)
    values["baseline_period"] = Found(period, found.place)
    if written.denominator is not None:
        values["baseline_numerator"] = Found(str(written.numerator), found.place)
        values["baseline_denominator"] = Found(str(written.denominator), found.place)
    elif unit == Unit.PERCENTAGE:
        _ask_cohort(gathering, found, written.number, values)


def _as_typed(written: Written) -> str:
    number = write_number(written.number)
    return f"{number}%" if written.unit == Unit.PERCENTAGE else number


def _leave_hidden(gathering: Gathering, found: Found) -> None:
    gathering.as_kept.update(found.places)
    gathering.notes.append(
        f"{found.place}: the figure is hidden in this document, so it is left as it is"
    )


def _add_baseline_without_figure(
    gathering: Gathering, code: str, found: Found, values: dict[str, Found], kept: Values | None
) -> None:
    state = _state(gathering, found, f"The baseline of {code}")
    period = period_in(found.value)
    if kept and kept["baseline"] == state:
        gathering.is_kept(
            INDICATORS, code, {"code": Found(code)}, baseline=replace(found, value=state)
        )
    elif state:
        values["baseline"] = Found(state, found.place, found.words)
        if period:
            values["baseline_period"] = Found(period, found.place)


def _is_kept_baseline(written: Written, kept: Values) -> bool:
    if written.period and written.period != kept["baseline_period"]:
        return False
    counts = kept["baseline_numerator"], kept["baseline_denominator"]
    if written.denominator is not None:
        return counts == (written.numerator, written.denominator)
    value = kept["baseline"] if isinstance(kept["baseline"], Decimal) else None
    figure = Figure(*counts, value, Unit(kept["unit"]), kept["per"])
    return figure.exact is not None and _is_shown_as(written.number, figure)


def _is_shown_as(number: Decimal, figure: Figure) -> bool:
    """Whether the figure is this number, at as many places as are written."""
    return figure.shown(places(number)) == half_up(number, places(number))


def _ask_cohort(
    gathering: Gathering, found: Found, percent: Decimal, values: dict[str, Found]
) -> None:
    """Of how many children: "2.4% needs a cohort of 41, 42 or 82 to 85"."""
    decimals = max(places(percent), usual_decimals(Unit.PERCENTAGE))
    fractions = possible_fractions(percent, decimals, LARGEST_COHORT)
    cohorts = sorted({each.denominator for each in fractions if each.denominator})
    number = f"{write_number(percent)}%"
    if cohorts:
        text = f"{number} needs a cohort of {in_ranges(cohorts)}: which, or unknown?"
    else:
        text = f"no cohort up to {LARGEST_COHORT} gives {number}: how many were there, or unknown?"

    def check(written: str) -> None:
        if not can_be(percent, read_count(written), decimals):
            raise ValueError(f"a cohort of {written} cannot give {number}: write another")

    answer = gathering.asking.ask(
        "cohort",
        found.place,
        text,
        UNKNOWN,
        choices=(
            Choice(UNKNOWN, "Unknown: keep the percentage alone"),
            *(Choice(str(each), str(each)) for each in cohorts[:MOST_OFFERED]),
        ),
        own="Another cohort: how many there were",
        about=found.words,
        check=check,
    )
    if answer != UNKNOWN:
        cohort = read_count(answer)
        near = possible_fractions(percent, decimals, cohort)
        numerator = next(each.numerator for each in near if each.denominator == cohort)
        values["baseline_numerator"] = Found(str(numerator))
        values["baseline_denominator"] = Found(str(cohort))
    else:
        values["baseline"] = replace(values["baseline"], answered=COHORT_IS_UNKNOWN)


def in_ranges(numbers: list[int]) -> str:
    """ "41, 42 or 82 to 85"."""
    runs: list[list[int]] = []
    for each in numbers:
        if runs and each == runs[-1][-1] + 1:
            runs[-1].append(each)
        else:
            runs.append([each])
    said: list[str] = []
    for run in runs:
        said += [f"{run[0]} to {run[-1]}"] if len(run) > 2 else map(str, run)
    return any_of(said)


# Targets --------------------------------------------------------------------------------------


def _gather_targets(gathering: Gathering, indicator: Found, record: Record) -> None:
    code = indicator.value
    roles = [each for each in record.parts if each.startswith(TARGET)]
    rows: list[tuple[str, Found]] = []
    for role in roles:
        found = _said_of_target(gathering, record, role)
        if found is None or not found.value:
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
        rows.append((period, Found(record.text(role), found.place, record.text(role))))
    designations = _designations(gathering, code, record, [period for period, _ in rows])
    for period, found in rows:
        _gather_target(gathering, indicator, period, found, designations.get(period))


def _said_of_target(gathering: Gathering, record: Record, role: str) -> Found | None:
    """What stands there. In our own documents "Not applicable" is a state, and not nothing."""
    text = record.text(role)
    if gathering.layout.is_ours and _STATES.get(" ".join(text.split()).casefold()):
        return Found(text, record.place(role), text)
    return gathering.said(record, role)


def _gather_target(
    gathering: Gathering, indicator: Found, period: str, found: Found, designation: Found | None
) -> None:
    code = indicator.value
    kept = gathering.kept.targets.get((code, period)) if gathering.kept else None
    values = {"indicator": indicator, "period": Found(period, found.place, found.words)}
    if MASK in found.value:
        _leave_hidden(gathering, found)
        return
    written = read_written(found.value)
    if written:
        values["value"] = Found(_as_typed(written), found.place, written.words)
        values["state"] = Found(str(TargetState.SET))
        if kept and isinstance(kept["value"], Decimal) and kept["value"] == written.number:
            gathering.as_kept.update(found.places)
    elif state := _state(gathering, found, f"The {period} target of {code}"):
        values["state"] = Found(state, found.place, found.words)
        values["value"] = Found("")
    else:
        return
    if designation and designation.value:
        values["designation"] = designation
    elif kept and kept["designation"]:
        values["designation"] = Found(kept["designation"])
    gathering.add(TARGETS, f"{code}, {period}", values)


def _state(gathering: Gathering, found: Found, called: str) -> str:
    """Why there is no figure: one of the words for it, as the person says; "" for none."""
    words = " ".join(found.value.split()).casefold()
    suggestion = _STATES.get(words, "")
    if gathering.layout.is_ours and suggestion:
        return str(suggestion)
    states = [each for each in TargetState if each != TargetState.SET]
    answer = gathering.asking.ask(
        "state",
        found.place,
        f"{called} says “{' '.join(found.value.split())}”: what does that mean?",
        str(suggestion or "leave out"),
        choices=(
            *(Choice(str(each.value), str(each.value).capitalize()) for each in states),
            Choice("leave out", "Nothing: leave it out"),
        ),
        about=found.words,
    )
    return "" if answer == "leave out" else answer


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
    if gathering.layout.is_ours and ours - {""} == set(map(str, known)):
        gathering.as_kept.update(found.places)
        return {}
    if gathering.layout.is_ours and len(known) == 1 and known[0]:
        return {each: Found(str(known[0]), found.place, found.words) for each in periods}
    suggestion = str(known[0]) if len(known) == 1 and known[0] else ""
    answer = gathering.asking.ask(
        "designation",
        found.place,
        f"“{' '.join(found.value.split())}” stands beside the targets of {code}: what are they?",
        suggestion or "leave out",
        choices=(
            *(Choice(str(each.value), str(each.value).capitalize()) for each in Designation),
            Choice("leave out", "None of these: leave it out"),
        ),
        about=found.words,
    )
    if answer == "leave out":
        return {}
    return {each: Found(answer, found.place, found.words) for each in periods}
