"""The activity plan: what is done, by whom and when, and by what it is measured.

No Django in here.
"""

import calendar
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from indicators.codes import NotACode, read_codes
from periods.dates import AmbiguousDate, NotADate, read_date, write_date
from plans.schedules import Schedule, ScheduleKind, read_schedule
from workbooks.documents.below import Saying
from workbooks.documents.found import Found, Values
from workbooks.documents.gathering import Gathering
from workbooks.documents.headings import Kind
from workbooks.documents.layout import YES_OR_NO, Record
from workbooks.documents.questions import Choice
from workbooks.documents.same import Ours, Sorting, Told, numbered, numbers_of
from workbooks.documents.whose import Named, named, said_below
from workbooks.documents.wording import lines_of, same_text, says_nothing, without_numbers

ACTIONS, MILESTONES, INDICATORS = "Actions", "Milestones", "Indicators"
AS_WRITTEN = "as written"
YES, _ = YES_OR_NO
LEFT_OUT = Choice("no", "No: leave the row out")
ONE_TO_ONE, ALL_ON_EACH = "one each", "all on each"
WORDS = ("resource_implications", "commentary")
_MONTHS = "|".join(calendar.month_name[1:])
_STEP = re.compile(
    rf"(?P<words>.+) \(first due (?P<day>(?:[1-9]|[12][0-9]|3[01]) (?:{_MONTHS}) [0-9]{{4}})\)"
)


def gather_actions(gathering: Gathering) -> None:
    """Each action with its milestones."""
    gathering.asking.part = "Activity plan"
    records = _whole_actions(gathering)
    kept = gathering.kept.actions if gathering.kept else []
    texts = without_numbers(
        [record.text("action") for record in records], [str(row["action"]) for row in kept]
    )
    told = [Told(text, record.place("action")) for text, record in zip(texts, records, strict=True)]
    ours = numbered(kept, "action", "action") if records or gathering.layout.is_ours else []
    matched = Sorting(gathering, "action", told, ours).matched()
    numbers = numbers_of(matched, kept, "number")
    rows = [Named(number, each.words) for number, each in zip(numbers, told, strict=True)]
    below = said_below(gathering, Kind.ACTIONS, rows, named(kept, "action"))
    for record, text, same, number in zip(records, texts, matched, numbers, strict=True):
        said = below.get(number, {}).get(Saying.FEEDS)
        fed = _fed(gathering, number, said) if said else None
        action = _action(gathering, record, text)
        _add_action(gathering, record, action, same.row if same else None, number, fed)


def _fed(gathering: Gathering, number: int, said: Found) -> Found | None:
    """Which indicators our own document says that the action feeds.

    One that is neither here nor in the document comes with its own plan: it is left out, and told.
    """
    brought = {each.values["code"].value for each in gathering.rows_of(INDICATORS)}
    try:
        codes = read_codes(said.value)
    except NotACode:
        codes = said.value.split("; ")
    there = [each for each in codes if each in brought or gathering.known.indicator(each)]
    if missing := [each for each in codes if each not in there]:
        gathering.notes.append(
            f"action {number} feeds {', '.join(missing)}, of which nothing is known here: that is "
            "left out, so bring the plan that has it, and then this one again"
        )
    return replace(said, value="; ".join(there)) if there else None


def _whole_actions(gathering: Gathering) -> list[Record]:
    """The actions; a row without one goes on from the row above, if the person says so."""
    whole: list[Record] = []
    for record in gathering.layout.of(Kind.ACTIONS):
        above = whole[-1] if whole else None
        if above and record.place("action") and record.place("action") == above.place("action"):
            _go_on(gathering, above, record)  # one cell that reaches down over both rows
        elif record.text("action").strip():
            whole.append(record)
        elif above and _is_more(gathering, record, above):
            _go_on(gathering, above, record)
        elif gathering.layout.is_ours:
            gathering.notes.append(f"row {record.row} names no action: it is left out")
            gathering.as_kept.update(*(record.places(role) for role in record.parts))
    return whole


def _is_more(gathering: Gathering, record: Record, above: Record) -> bool:
    said = " | ".join(record.text(role) for role in record.parts if record.text(role))
    answer = gathering.asking.ask(
        "more of the row above",
        record.first_place,
        f"Row {record.row} names no action: does it go on from the action above, "
        f"“{' '.join(above.text('action').split())[:80]}”?",
        # Our own rows have an action each: this one's was emptied.
        "no" if gathering.layout.is_ours else "yes",
        choices=(YES, LEFT_OUT) if gathering.layout.is_ours else YES_OR_NO,
        about=said,
    )
    return answer == "yes"


def _go_on(gathering: Gathering, above: Record, record: Record) -> None:
    """Add the row to the one above; beside words, a cell such as "Not stated" says nothing."""
    for role, cells in record.parts.items():
        ours = above.parts.setdefault(role, [])
        places = {each.place for each in ours}
        ours += [each for each in cells if each.place not in places]
        said = [each for each in ours if not says_nothing(each.text)] or ours[:1]
        gathering.as_kept |= {each.place for each in ours if each not in said}
        ours[:] = said


def _action(gathering: Gathering, record: Record, text: str) -> Found | None:
    """The action's words, without a number that was typed before them."""
    found = gathering.said(record, "action")
    return found if found is None or not found.value else replace(found, value=text)


def _add_action(
    gathering: Gathering,
    record: Record,
    action: Found | None,
    ours: Values | None,
    number: int,
    fed: Found | None,
) -> None:
    key = {"plan": Found(gathering.reference), "number": Found(str(number))}
    values = {"action": action}
    values["who"] = gathering.names(record, "who", "names")
    values["indicators_fed"] = fed
    for role in WORDS:
        values[role] = gathering.said(record, role)
    measure, when = gathering.said(record, "success_measure"), _when(gathering, record)
    values["when"] = when
    milestones = gathering.kept.milestones.get(number, []) if ours and gathering.kept else []
    written = _ways_to_write(ours, milestones) if ours else []
    is_kept = measure is not None and any(same_text(each, measure.value) for each in written)
    steps: list[tuple[str, date]] = []
    if measure and is_kept:
        gathering.is_kept(ACTIONS, f"Action {number}", key, success_measure=measure)
        for milestone in milestones:
            gathering.is_kept(
                MILESTONES,
                f"Action {number}, milestone {milestone['milestone']}",
                key | {"milestone": Found(str(milestone["milestone"]))},
                words=replace(measure, value=milestone["words"]),
                first_due=_due(milestone, when or measure),
            )
    elif measure and gathering.layout.is_ours:
        values["success_measure"], steps = _parted(measure)
    else:
        values["success_measure"] = measure
    gathering.add(ACTIONS, f"Action {number}", key | {k: v for k, v in values.items() if v})
    is_when_kept = bool(ours and (when is None or same_text(str(ours["when"]), when.value)))
    if gathering.layout.is_ours and not is_kept:
        _add_steps(gathering, key, measure, measure, steps, milestones)
    elif not gathering.layout.is_ours and not (
        ours and (is_kept or measure is None) and is_when_kept
    ):
        dates = _dates(gathering, key, when) if when and when.value else []
        if dates and measure and measure.value:
            steps = list(_steps(gathering, measure, dates))
        _add_steps(gathering, key, measure, when, steps, milestones)


def _due(milestone: Values, said: Found) -> Found | None:
    day = milestone["first_due"]
    return replace(said, value=write_date(day)) if day else None


def _ways_to_write(action: Values, milestones: list[Values]) -> list[str]:
    """What may stand under Milestones / Success Measure: the plan's words, in our own document
    with the milestones below them.
    """
    named = [each for each in str(action["success_measure"]).split("\n") if each.strip()]
    steps = [_as_step(each["words"], each["first_due"]) for each in milestones]
    return ["\n".join(named), "\n".join([*named, *steps])]


def _as_step(words: str, first_due: date | None) -> str:
    line = " ".join(words.split())
    return f"{line} (first due {write_date(first_due)})" if first_due else line


def _parted(measure: Found) -> tuple[Found, list[tuple[str, date]]]:
    """What our own document says of an action: by what it is measured, and its milestones."""
    named: list[str] = []
    steps: list[tuple[str, date]] = []
    for line in measure.value.split("\n"):
        if match := _STEP.fullmatch(line.strip()):
            steps.append((match["words"], read_date(match["day"])))
        else:
            named.append(line)
    return replace(measure, value="\n".join(named)), steps


def _when(gathering: Gathering, record: Record) -> Found | None:
    """The plan's words for when; those below each other are one list."""
    found = gathering.said(record, "when")
    if found is None or gathering.layout.is_ours:
        return found
    return replace(found, value=" / ".join(lines_of(found.value)))


# Milestones -----------------------------------------------------------------------------------


def _add_steps(
    gathering: Gathering,
    key: dict[str, Found],
    measure: Found | None,
    when: Found | None,
    steps: list[tuple[str, date]],
    kept: list[Values],
) -> None:
    """The milestones; what is there already just so is left out."""
    if measure is None:
        return
    action = f"action {key['number'].value}"
    told = [Told(_as_step(*each), (when or measure).place) for each in steps]
    ours = [
        Ours(
            each,
            _as_step(each["words"], each["first_due"]),
            str(each["milestone"]),
            f"milestone {each['milestone']} of {action}",
        )
        for each in kept
    ]
    matched = Sorting(gathering, "milestone", told, ours).matched()
    numbers = numbers_of(matched, kept, "milestone")
    for (words, day), step, same, number in zip(steps, told, matched, numbers, strict=True):
        if same and same_text(same.words, step.words):
            continue
        name = f"{action.capitalize()}, milestone {number}"
        values = key | {
            "milestone": Found(str(number)),
            "words": replace(measure, value=words, words=""),
            "first_due": replace(when or measure, value=write_date(day)),
        }
        gathering.add(MILESTONES, name, values)


def _steps(gathering: Gathering, measure: Found, dates: list[date]) -> Iterator[tuple[str, date]]:
    """Which step falls due when: every line on every date, or each line on its own."""
    lines = lines_of(measure.value)
    if len(lines) > 1 and len(lines) == len(dates) and not gathering.layout.is_ours:
        answer = gathering.asking.ask(
            "steps",
            measure.place,
            f"There are {len(lines)} measures and {len(dates)} dates: does each measure have its "
            "date, or do all fall due on each?",
            ONE_TO_ONE,
            choices=(
                Choice(ONE_TO_ONE, "Each has its own date, in order"),
                Choice(ALL_ON_EACH, "All of them on each date"),
            ),
            about=measure.words,
        )
        if answer == ONE_TO_ONE:
            yield from zip(lines, dates, strict=True)
            return
    for day in dates:
        for line in lines:
            yield line, day


def _dates(gathering: Gathering, key: dict[str, Found], when: Found) -> list[date]:
    schedule = read_schedule(when.value)
    if schedule.kind != ScheduleKind.UNREAD or gathering.layout.is_ours:
        return list(schedule.dates)
    candidates = _candidates(when.value)
    text = (
        f"“{when.value}” may be {' or '.join(map(write_date, candidates))}: which?"
        if candidates
        else f"“{when.value}”: which months?"
    )
    answer = gathering.asking.ask(
        "when",
        when.place,
        text,
        AS_WRITTEN,
        choices=(
            Choice(AS_WRITTEN, "Keep the words, without a date"),
            *(Choice(write_date(each), write_date(each)) for each in candidates),
        ),
        own="Months or days, such as September 2009 / January 2010",
        about=when.words,
        check=_check_dates,
    )
    return [] if answer == AS_WRITTEN else list(read_schedule(answer).dates)


def _candidates(text: str) -> tuple[date, ...]:
    """The days that a date in numbers may be: 8/1/20 is one of two."""
    try:
        read_date(text)
    except AmbiguousDate as problem:
        return problem.candidates
    except NotADate:
        return ()
    return ()


def _check_dates(answer: str) -> Schedule:
    schedule = read_schedule(answer)
    if schedule.kind != ScheduleKind.DATES:
        raise ValueError(f"“{answer}” names no month: write it such as September 2009")
    return schedule
