"""On what the plan depends, what could go wrong, through which policies it is delivered.

No Django in here.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace

from indicators.codes import NotACode, read_code, read_codes
from periods.calendar import FinancialQuarter, read_quarter
from periods.dates import month_number
from risks.scale import DEFAULT_SCALE, NotOnTheScale, RiskState
from workbooks.documents.below import Saying
from workbooks.documents.found import Found, Values
from workbooks.documents.gathering import (
    KEEP,
    PARTED_BY,
    SPLIT,
    Gathering,
)
from workbooks.documents.headings import Kind
from workbooks.documents.layout import Record
from workbooks.documents.questions import LEAVE_OUT, Choice
from workbooks.documents.same import Likeness, Ours, Sorting, Told, numbered, numbers_of
from workbooks.documents.whose import Named, named, said_below
from workbooks.documents.wording import into, likeness, lines_of, pieces, same_text, without_numbers

PLANS, DEPENDENCIES, POLICIES = "Plans", "Dependencies", "Policies"
RISKS, ASSESSMENTS = "Risks", "Risk assessments"
RATED = ("impact", "likelihood", "state", "commentary")
NOTHING_SAID = ("", "", str(RiskState.OPEN), "")
CLOSED_THERE = "Closed in the plan document"
RISK_PARTS = ("risk", "impact", "likelihood", "how_managed")
_RATING = re.compile(rf"\b(?:{'|'.join(DEFAULT_SCALE.impact)})\b", re.IGNORECASE)
# "Closed", and perhaps why: on the lines below, or behind a colon, a dash or a full stop.
_STATE = re.compile(
    r"(?P<state>open|closed)[ \t]*"
    r"(?:\.?|[:;,.–-]?[ \t]*\n\s*(?P<below>.+)|[:;,.–-][ \t]*(?P<why>.+))",
    re.IGNORECASE | re.DOTALL,
)
_BEGINS_WITH_CODE = re.compile(r"[A-Za-z]+[ -]*[0-9]{1,6}[A-Za-z]?\b")
_MONTH_YEAR = re.compile(r"(?P<month>[A-Za-z]+)\.? (?P<year>[0-9]{4})")


# What it depends on ---------------------------------------------------------------------------


def gather_dependencies(gathering: Gathering) -> None:
    """The priorities on which the plan depends; a cell may name several."""
    gathering.asking.part = "What the plan depends on"
    told = [
        (record, replace(found, value=name, words=words))
        for record in gathering.layout.of(Kind.DEPENDENCIES)
        if (found := gathering.said(record, "priority")) and found.value
        for name, words in _priorities(gathering, found)
    ]
    kept = gathering.kept.dependencies if gathering.kept else {}
    same = _by_name(
        gathering, "dependency", [found for _, found in told], kept, _likeness_of_priorities
    )
    named = [(record, found) for (record, _), found in zip(told, same, strict=True)]
    _add(gathering, DEPENDENCIES, "priority", named, ("theme_group", "arrangement"))


def _add(
    gathering: Gathering,
    sheet: str,
    name: str,
    named: Iterable[tuple[Record, Found]],
    roles: Iterable[str],
) -> None:
    """A row of the sheet for each record, by its name, with what else is said of it."""
    for record, found in named:
        values = {"plan": Found(gathering.reference), name: found}
        values |= {role: said for role in roles if (said := gathering.said(record, role))}
        gathering.add(sheet, found.value, values)


def _by_name(
    gathering: Gathering,
    called: str,
    told: list[Found],
    kept: Mapping[str, Values],
    alike: Likeness = likeness,
) -> list[Found]:
    """Each name of the document as it is here, where it is of something that is here already.

    By their names these are known: such a one keeps its name.
    """
    ours = [Ours(row, name, name, f"the {called}") for name, row in kept.items()]
    if not told and not gathering.layout.is_ours:
        return []
    matched = Sorting(
        gathering,
        called,
        [Told(each.value, each.place) for each in told],
        ours,
        "which keeps that name here",
        alike,
    ).matched()
    return [
        found
        if same is None or same_text(same.words, found.value)
        else replace(found, value=same.words, words=found.accounts_for)
        for found, same in zip(told, matched, strict=True)
    ]


def _likeness_of_priorities(said: str, kept: str) -> float | None:
    """Words that begin with a code may mean it: "NI 99 - English" NI 99. No code means another."""
    codes = _first_code(said), _first_code(kept)
    if not any(codes):
        return likeness(said, kept)
    return None if codes[0] != codes[1] or (_code(said) and _code(kept)) else 1


def _code(words: str) -> str:
    """The indicator's code, where the words are one and no more."""
    try:
        return read_code(words)
    except NotACode:
        return ""


def _first_code(words: str) -> str:
    """The code with which the words begin."""
    match = _BEGINS_WITH_CODE.match(words)
    return _code(match[0]) if match else ""


def _priorities(gathering: Gathering, found: Found) -> list[tuple[str, str]]:
    """Codes where the cell holds nothing else: NI99/NI100 is two; else its words, as they are.

    With each, the words of the cell that it accounts for.
    """
    kept = gathering.kept.dependencies if gathering.kept else {}
    ours = next((each for each in kept if same_text(each, found.value)), "")
    if ours:
        return [(ours, found.words)]
    try:
        codes = list(dict.fromkeys(read_codes(found.value)))
    except NotACode:
        codes = []
    if gathering.layout.is_ours and not any(each in kept for each in codes):
        return [(found.value, found.words)]
    if codes:
        return [(each, found.words) for each in codes]
    return [(each, each) for each in lines_of(gathering.parted(found, "priorities"))]


# Equality, and how performance is managed -----------------------------------------------------


def gather_answers(gathering: Gathering) -> None:
    """What the form's two plain questions are answered with."""
    gathering.asking.part = "The plan"
    (plan,) = gathering.rows_of(PLANS)
    for record in gathering.layout.of(Kind.EQUALITY):
        if found := gathering.said(record, "answer"):
            plan.values["equality_and_diversity"] = found
    for record in gathering.layout.of(Kind.PERFORMANCE):
        if found := gathering.names(record, "answer", "arrangements"):
            plan.values["performance_arrangements"] = found
    for kind, name in (
        (Kind.EQUALITY, "equality_and_diversity"),
        (Kind.PERFORMANCE, "performance_arrangements"),
    ):
        if kind in gathering.layout.answered_with_nothing or _is_emptied(gathering, kind):
            plan.values.setdefault(name, Found(""))


def _is_emptied(gathering: Gathering, kind: Kind) -> bool:
    """Whether our own document asks it still, and what answered it was taken out."""
    layout = gathering.layout
    return layout.is_ours and kind in layout.asked and not layout.of(kind)


# Policies -------------------------------------------------------------------------------------


def gather_policies(gathering: Gathering) -> None:
    """The policies through which the priority is delivered; a cell may name several."""
    gathering.asking.part = "Policies, plans and strategies"
    told = [
        (record, replace(found, value=name, words=""))
        for record in gathering.layout.of(Kind.POLICIES)
        if (found := gathering.said(record, "policy")) and found.value
        for name in _policies(gathering, found)
    ]
    kept = gathering.kept.policies if gathering.kept else {}
    same = _by_name(gathering, "policy", [found for _, found in told], kept)
    named = [(record, found) for (record, _), found in zip(told, same, strict=True)]
    _add(gathering, POLICIES, "policy", named, ("responsible_body", "arrangement"))


def _policies(gathering: Gathering, found: Found) -> list[str]:
    kept = gathering.kept.policies if gathering.kept else {}
    ours = next((each for each in kept if same_text(each, found.value)), "")
    if ours or gathering.layout.is_ours:
        return [ours or found.value]
    names = [each.casefold() for each in pieces(found.value)]
    if len(names) > 1 and all(any(each == name.casefold() for name in kept) for each in names):
        return pieces(found.value)
    return lines_of(gathering.parted(found, "policies, plans or strategies"))


# Risks ----------------------------------------------------------------------------------------


def gather_risks(gathering: Gathering) -> None:
    """What could go wrong, and how it is rated now; a row may fuse several risks."""
    gathering.asking.part = "Risks"
    split = [
        each
        for number, record in enumerate(gathering.layout.of(Kind.RISKS), start=1)
        for each in _risks(gathering, record, number)
    ]
    kept = gathering.kept.risks if gathering.kept else []
    texts = [each["risk"].value for each in split]
    for each, text in zip(
        split, without_numbers(texts, [row["risk"] for row in kept]), strict=True
    ):
        each["risk"] = replace(each["risk"], value=text)
    told = [Told(each["risk"].value, each["risk"].place) for each in split]
    ours = numbered(kept, "risk", "risk") if split or gathering.layout.is_ours else []
    matched = Sorting(gathering, "risk", told, ours).matched()
    numbers = numbers_of(matched, kept, "number")
    _take_said_below(gathering, split, numbers)
    quarter = _quarter_of_ratings(gathering, split)
    for values, number in zip(split, numbers, strict=True):
        _add_risk(gathering, values, number, quarter)


def _take_said_below(
    gathering: Gathering, risks: list[dict[str, Found]], numbers: list[int]
) -> None:
    """Whose a risk is, and whether it is closed and why, as our own document says below them."""
    kept = named(gathering.kept.risks if gathering.kept else [], "risk")
    rows = [Named(n, each["risk"].value) for n, each in zip(numbers, risks, strict=True)]
    below = said_below(gathering, Kind.RISKS, rows, kept)
    for values, number in zip(risks, numbers, strict=True):
        said = below.get(number, {})
        if owner := said.get(Saying.OWNED):
            values["owner"] = owner
        if closed := said.get(Saying.CLOSED):
            values["state"] = replace(closed, value=str(RiskState.CLOSED))
            if closed.value:
                values["commentary"] = closed


def _add_risk(gathering: Gathering, values: dict[str, Found], number: int, quarter: str) -> None:
    key = {"plan": Found(gathering.reference), "number": Found(str(number))}
    said = {role: values[role] for role in ("risk", "how_managed", "owner") if role in values}
    gathering.add(RISKS, f"Risk {number}", key | said)
    kept = gathering.kept.ratings.get(number) if gathering.kept else None
    if kept and kept[2] == RiskState.CLOSED and _stays_closed(gathering, values, number):
        values = values | {"state": Found(kept[2]), "commentary": Found(kept[3])}
    if kept:  # of what the document has no column, the rating is that of before
        rated_here = dict(zip(RATED[:2], kept, strict=False))
        values = {role: Found(each) for role, each in rated_here.items()} | values
    ratings = {role: values[role] for role in RATED if role in values}
    impact, likelihood, state, why = (values.get(role, Found("")).value for role in RATED)
    rated = (impact, likelihood, state or str(RiskState.OPEN), why)
    is_open = bool(kept and any(kept[:2]) and kept[2] != RiskState.CLOSED)
    is_emptied = is_open and gathering.layout.is_ours and not gathering.layout.is_withheld
    if rated == NOTHING_SAID and not is_emptied:  # what says so says nothing that is kept
        gathering.as_kept.update(*(each.places for each in ratings.values()))
    elif kept and rated[:3] == kept[:3] and (not why or same_text(why, kept[3])):
        gathering.is_kept(
            ASSESSMENTS, f"Risk {number}", key | {"quarter": Found(quarter)}, **ratings
        )
    elif quarter != LEAVE_OUT:
        if state == RiskState.CLOSED and not why:
            ratings["commentary"] = _why_closed(gathering, values, number)
        when = {"quarter": Found(quarter), "state": Found(str(RiskState.OPEN))}
        gathering.add(ASSESSMENTS, f"Risk {number}", key | when | ratings)
    else:
        gathering.as_kept.update(*(each.places for each in ratings.values()))


def _stays_closed(gathering: Gathering, values: dict[str, Found], number: int) -> bool:
    """Whether a risk that is closed here stays so, where the document rates it and says no more."""
    if "state" in values or not any(
        values[role].value for role in ("impact", "likelihood") if role in values
    ):
        return False
    answer = gathering.asking.ask(
        "still closed",
        values["risk"].place,
        f"Risk {number} is closed here, and the document does not say that it is: is it open "
        "again?",
        str(RiskState.CLOSED),
        choices=(
            Choice(str(RiskState.CLOSED), "No, it stays closed"),
            Choice(str(RiskState.OPEN), "Yes, it is open again"),
        ),
        about=values["risk"].value,
    )
    return answer == RiskState.CLOSED


def _why_closed(gathering: Gathering, values: dict[str, Found], number: int) -> Found:
    return Found(
        gathering.asking.ask(
            "why closed",
            values["state"].place,
            f"Risk {number} is closed: why?",
            CLOSED_THERE,
            choices=(Choice(CLOSED_THERE, f"Keep: {CLOSED_THERE}"),),
            own="Say why it is closed",
            about=values["risk"].value,
        )
    )


def _risks(gathering: Gathering, record: Record, row: int) -> list[dict[str, Found]]:
    """The risks of a row: one, or as many as its ratings say that it fuses."""
    risk = gathering.said(record, "risk")
    if risk is None or not risk.value:
        return []
    number = int(record.text("number")) if record.text("number").strip().isdecimal() else row
    values = {"risk": risk}
    for role in ("how_managed", "owner"):
        if found := gathering.said(record, role):
            values[role] = found
    ratings = {role: _ratings(record, role) for role in ("impact", "likelihood")}
    several = max(map(len, ratings.values()), default=0)
    if several > 1 and not gathering.layout.is_ours:
        return _split_risk(gathering, record, values, ratings, several, number)
    if not gathering.layout.is_ours and _looks_like_lines_of_several(record):
        several = len(lines_of(record.text("risk")))
        return _split_risk(gathering, record, values, ratings, several, number)
    for role in ratings:
        if found := gathering.said(record, role):
            values[role] = replace(found, value=_rating(gathering, found, role, record))
    return [values | _state(gathering, record)]


def _state(gathering: Gathering, record: Record) -> dict[str, Found]:
    """Whether the risk is open, and what is said of it, where the document says so.

    Words that are no state find no place, and are asked about.
    """
    found = gathering.said(record, "state")
    match = _STATE.fullmatch(found.value) if found else None
    if found is None or match is None:
        return {}
    state = {"state": replace(found, value=match["state"].lower(), words=match["state"])}
    why = match["why"] or match["below"]
    return state | {"commentary": replace(found, value=why)} if why else state


def _looks_like_lines_of_several(record: Record) -> bool:
    """As many lines of what manages them as there are lines of risks."""
    risks, managed = lines_of(record.text("risk")), lines_of(record.text("how_managed"))
    return len(risks) > 1 and len(risks) == len(managed)


def _ratings(record: Record, role: str) -> list[str]:
    """The words of the scale in the cell, where there are no other words in it."""
    text = record.text(role)
    found = _ratings_in(text)
    rest = re.sub(r"[\s,/;&]|\band\b", "", _RATING.sub("", text))
    return [] if rest else found


def _ratings_in(text: str) -> list[str]:
    return [each.capitalize() for each in _RATING.findall(text)]


def _rating(gathering: Gathering, found: Found, role: str, record: Record) -> str:
    """A rating as the scale writes it. Nil is asked about: it may stand for "not rated"."""
    words = " ".join(found.value.split())
    if not words or words.casefold() == "not rated":
        return ""
    read = DEFAULT_SCALE.read_impact if role == "impact" else DEFAULT_SCALE.read_likelihood
    try:
        rating = read(words)
        problem = ""
    except NotOnTheScale as problem_:
        rating, problem = "", str(problem_)
    if rating and (gathering.layout.is_ours or rating != "Nil"):
        return rating
    text = (
        "“Nil” stands for a rating, or for “not rated”: which?"
        if rating
        else f"{problem}: which is meant?"
    )
    answer = gathering.asking.ask(
        role,
        found.place,
        text,
        rating or next(iter(_ratings_in(words)), ""),
        choices=(
            *(Choice(each, f"The rating {each}") for each in DEFAULT_SCALE.impact),
            Choice("not rated", "Not rated"),
        ),
        about=record.text("risk"),
    )
    return "" if answer == "not rated" else answer


def _split_risk(
    gathering: Gathering,
    record: Record,
    values: dict[str, Found],
    ratings: dict[str, list[str]],
    several: int,
    number: int,
) -> list[dict[str, Found]]:
    """Ask whether the row is several risks, and make them of it."""
    suggested = _suggested_risks(record, ratings, several)
    parts = [PARTED_BY.join(each).strip() for each in suggested]
    lines = "\n".join(parts)
    numbered = "; ".join(f"({n}) {each}" for n, each in enumerate(parts, start=1))
    one = {
        role: Found(
            found[0] if found else "",
            record.place(role),
            record.text(role),
            record.places(role)[1:],
        )
        for role, found in ratings.items()
        if role in record.parts
    }
    answer = gathering.asking.ask(
        "split",
        record.place("risk"),
        f"Row {number} looks like {several} risks: split it?",
        SPLIT if suggested else "",
        choices=(
            *([Choice(SPLIT, f"Split it: {numbered}")] if suggested else []),
            Choice(KEEP, "Keep it as one, with the first rating"),
        ),
        own="Split it in another way: on each line, risk | impact | likelihood | how managed",
        start=lines or PARTED_BY.join(record.text(each) for each in RISK_PARTS),
        about=record.text("risk"),
        check=_check_risks,
    )
    if answer in (KEEP, ""):
        return [values | one]
    rows = suggested if answer == SPLIT else _read_risks(answer)
    return [
        {
            **{key: found for key, found in values.items() if key == "owner"},
            **{
                role: Found(text, record.place(role), more=record.places(role)[1:])
                for role, text in zip(RISK_PARTS, row, strict=True)
                if role in record.parts or text
            },
        }
        for row in rows
    ]


def _suggested_risks(
    record: Record, ratings: dict[str, list[str]], several: int
) -> list[list[str]]:
    """The row in that many parts, as far as its words tell them apart; [] where they do not."""
    risks = into(several, record.text("risk"))
    if not risks:
        return []
    managed = into(several, record.text("how_managed")) or [record.text("how_managed")] * several
    rated = [
        found if len(found) == several else (found[:1] or [""]) * several
        for found in (ratings["impact"], ratings["likelihood"])
    ]
    return [list(each) for each in zip(risks, *rated, managed, strict=True)]


def _read_risks(answer: str) -> list[list[str]]:
    rows = []
    for line in answer.split("\n"):
        if line.strip():
            parts = [each.strip() for each in line.split("|", 3)]
            rows.append([*parts, *[""] * (4 - len(parts))])
    return rows


def _check_risks(answer: str) -> None:
    for risk, impact, likelihood, _ in _read_risks(answer):
        DEFAULT_SCALE.read_impact(impact)
        DEFAULT_SCALE.read_likelihood(likelihood)
        if not risk:
            raise ValueError("a line names no risk: write it before the first |")


# When the risks were rated so -----------------------------------------------------------------


def _quarter_of_ratings(gathering: Gathering, risks: list[dict[str, Found]]) -> str:
    """To which quarter the ratings belong: a plan says only when it was written."""
    rated = [each for each in risks if any(each.get(role) for role in RATED)]
    if not rated:
        return LEAVE_OUT
    if gathering.layout.is_ours:
        return gathering.layout.as_at
    offered = [each for each in (_quarter_of_date(gathering), gathering.known.open_quarter) if each]
    suggestion = gathering.known.open_quarter or (offered[0] if offered else LEAVE_OUT)
    return gathering.asking.ask(
        "quarter of ratings",
        "",
        "The document rates its risks: in which quarter were they rated so?",
        suggestion,
        choices=(
            *(Choice(each, each) for each in dict.fromkeys(offered)),
            Choice(LEAVE_OUT, "Leave the ratings out"),
        ),
        own="Another quarter, such as 2009/10 Q1",
        about="; ".join(
            f"{each['impact'].value or '–'}, {each['likelihood'].value or '–'}"
            for each in rated
            if each.get("impact") and each.get("likelihood")
        ),
        check=read_quarter,
    )


def _quarter_of_date(gathering: Gathering) -> str:
    """The quarter that had ended when the plan was written: of July 2009, 2009/10 Q1."""
    (plan,) = gathering.rows_of(PLANS)
    match = _MONTH_YEAR.search(plan.values.get("dated", Found("")).value)
    if not match or not month_number(match["month"]):
        return ""
    month, year = month_number(match["month"]), int(match["year"])
    if not 1990 <= year <= 2098:
        return ""
    return FinancialQuarter(year - (month < 4), (month - 4) % 12 // 3 + 1).previous.label
