"""Whose plan it is: its agreement, who prepared it, its summary.  No Django in here."""

import re

from indicators.codes import NotACode, read_code
from periods.calendar import NotAPeriod, read_period, two_year_label
from sheets.problems import all_of
from workbooks.documents.found import Found
from workbooks.documents.gathering import KEEP, PARTED_BY, SPLIT, Gathering
from workbooks.documents.headings import PLAN_TITLE, Kind
from workbooks.documents.layout import Record
from workbooks.documents.questions import Choice
from workbooks.documents.wording import in_title_case, same_text, tokens

PLANS = "Plans"
AGREEMENT = ("agreement", "area", "first_year", "last_year")
_AGREEMENT = re.compile(
    r"(?P<title>(?P<area>.*?)\s*local area agreement(?:\s+"
    r"(?P<first>[0-9]{4})\s*(?:-|–|/|to)\s*(?P<last>[0-9]{4}|[0-9]{2}))?)(?:\s+delivery plan)?",
    re.IGNORECASE,
)
_OUR_AGREEMENT = re.compile(r"(?P<title>.+) delivery plan", re.DOTALL)
_OUR_TITLE = re.compile(
    r"(?P<reference>[A-Za-z0-9]+(?:[ -][A-Za-z0-9]+)*): (?P<title>.+)", re.DOTALL
)
_REFERENCE = re.compile(r"[A-Za-z0-9]+([ -][A-Za-z0-9]+)*")
SUMMARY = ("theme", "priority", "theme_group", "management_group_lead")


def names_an_agreement(words: str) -> bool:
    """Whether words are a title such as "Worcestershire Local Area Agreement 2008-11"."""
    return bool(_AGREEMENT.search(words))


def find_reference(gathering: Gathering) -> None:
    """Which plan it is; from here on it is known what is kept of it."""
    gathering.asking.part = "The plan"
    ours = _our_title(gathering)
    if ours:
        gathering.reference = _reference_in_title(gathering, ours["reference"])
    else:
        suggestion = _first_code(gathering)
        gathering.reference = gathering.asking.ask(
            "reference",
            "",
            "What is the plan’s short reference?",
            suggestion,
            choices=(Choice(suggestion, suggestion),) if suggestion else (),
            own="Another reference, of letters and digits, such as NI 101",
            check=_check_reference,
        )
    gathering.kept = gathering.known.plan(gathering.reference, gathering.layout.as_at)
    if gathering.kept:
        gathering.reference = str(gathering.kept.plan["reference"])


def _our_title(gathering: Gathering) -> re.Match[str] | None:
    if not gathering.layout.is_ours:
        return None
    titles = [each.text for each in gathering.layout.titles if each.heading == -1]
    return _OUR_TITLE.fullmatch(titles[0]) if titles else None


def _reference_in_title(gathering: Gathering, reference: str) -> str:
    """The plan that the title names. Where that is not kept, and a plan that is delivers one of the
    document's indicators, it may be that one, whose reference was written otherwise: it is asked.
    """
    known = gathering.known
    code = _first_code(gathering)
    theirs = (known.indicator(code) or {}).get("plans") if code else ()
    if not theirs or known.plan(reference):
        return reference
    return gathering.asking.ask(
        "reference",
        "",
        f"The title names the plan {reference}, which is not kept here; its indicator {code} is of "
        f"the plan {all_of(theirs)}: is it that one?",
        theirs[0] if len(theirs) == 1 else "",
        choices=(
            *(Choice(each, f"It is the plan {each}, which keeps its reference") for each in theirs),
            Choice(reference, f"It is a new plan, {reference}, which takes {code} over"),
        ),
    )


def _first_code(gathering: Gathering) -> str:
    for record in gathering.layout.of(Kind.INDICATORS):
        try:
            return read_code(record.text("code"))
        except NotACode:
            continue
    return ""


def _check_reference(written: str) -> None:
    if not _REFERENCE.fullmatch(written):
        raise ValueError(
            f"“{written}” is not a reference: write letters and digits, such as NI 101"
        )


def gather_plan(gathering: Gathering) -> None:
    """The row of the plan itself, as far as its summary says it."""
    values: dict[str, Found] = {"reference": Found(gathering.reference)}
    _add_title(gathering, values)
    _add_agreement(gathering, values)
    for record in gathering.layout.of(Kind.PREPARED):
        _add_prepared(gathering, record, values)
    for record in gathering.layout.of(Kind.SUMMARY):
        for role in SUMMARY:
            if found := gathering.said(record, role):
                values.setdefault(role, found)
        if found := gathering.names(record, "partners", "partners"):
            values.setdefault("partners", found)
        if found := gathering.said(record, "cross_cutting_theme"):
            values.setdefault("cross_cutting_theme", found)
    gathering.add(PLANS, "Plan", values)


# What it is called ----------------------------------------------------------------------------


def _add_title(gathering: Gathering, values: dict[str, Found]) -> None:
    if match := _our_title(gathering):
        place = next(each.place for each in gathering.layout.titles if each.heading == -1)
        values["title"] = Found(match["title"], place, match[0])
        return
    for record in gathering.layout.of(Kind.SUMMARY):
        if (said := gathering.said(record, PLAN_TITLE)) and said.value:
            values["title"] = said
            return
    if gathering.kept:
        return
    titles = [
        found
        for record in gathering.layout.of(Kind.INDICATORS)
        if (found := gathering.said(record, "title")) and found.value
    ]
    priorities = [
        found
        for record in gathering.layout.of(Kind.SUMMARY)
        if (found := gathering.said(record, "priority")) and found.value
    ]
    offered = titles[:1] + priorities[:1] if len(titles) == 1 else priorities[:1] + titles[:1]
    answer = gathering.asking.ask(
        "title",
        "",
        "What is the plan called?",
        _one_line(offered[0].value) if offered else "",
        choices=tuple(Choice(_one_line(each.value), _one_line(each.value)) for each in offered),
        own="Another title",
    )
    values["title"] = Found(answer)


def _one_line(text: str) -> str:
    return " ".join(text.split())


# The agreement it belongs to ------------------------------------------------------------------


def _add_agreement(gathering: Gathering, values: dict[str, Found]) -> None:
    found = _agreement_words(gathering)
    title = found.value if found else ""
    if not title and gathering.kept:
        return
    if not title and gathering.known.live_agreement:
        title = gathering.known.live_agreement[0]
    if not gathering.layout.is_ours:
        title = gathering.asking.ask(
            "agreement",
            found.place if found else "",
            "To which agreement does the plan belong?",
            title,
            choices=(Choice(title, title),) if title else (),
            own="Another, such as Worcestershire Local Area Agreement 2008-11",
            about=found.words if found else "",
        )
    values["agreement"] = Found(title, found.place if found else "", found.words if found else "")
    if kept := gathering.known.agreement(title):
        for name, value in zip(AGREEMENT[1:], kept[1:], strict=True):
            values[name] = Found(value)
    else:
        _ask_agreement(gathering, title, values)


def _agreement_words(gathering: Gathering) -> Found | None:
    """The line that names the agreement, as a name."""
    for words in gathering.layout.titles:
        if gathering.layout.is_ours:
            if ours := _OUR_AGREEMENT.fullmatch(words.text):
                return Found(ours["title"], words.place, words.text)
        elif match := _AGREEMENT.search(words.text):
            title = " ".join(in_title_case(match["title"]).split())
            return Found(title, words.place, match[0])
    return None


def _ask_agreement(gathering: Gathering, title: str, values: dict[str, Found]) -> None:
    """For a new agreement its area and years are wanted: as its name says them, if it does."""
    match = _AGREEMENT.search(title)
    area = match["area"].strip() if match else ""
    first, last = _years(match)
    asked = (
        ("area", "Of which area is the agreement?", area, "Its area, such as Worcestershire", None),
        ("first_year", "Which is its first year?", first, "A year such as 2008/09", read_period),
        ("last_year", "Which is its last year?", last, "A year such as 2010/11", read_period),
    )
    for name, text, suggestion, own, check in asked:
        answer = gathering.asking.ask(
            name,
            "",
            text,
            suggestion,
            choices=(Choice(suggestion, suggestion),) if suggestion else (),
            own=own,
            about=title,
            check=check,
        )
        values[name] = Found(answer)


def _years(match: re.Match[str] | None) -> tuple[str, str]:
    """An agreement of 2008-11 runs from 2008/09 to 2010/11."""
    if not match or not match["first"]:
        return "", ""
    first = int(match["first"])
    last = (
        int(match["last"]) if len(match["last"]) == 4 else first // 100 * 100 + int(match["last"])
    )
    try:
        labels = two_year_label(first), two_year_label(last - 1)
        read_period(labels[0])
        read_period(labels[1])
    except NotAPeriod:
        return "", ""
    return labels if first < last else ("", "")


# Who prepared it ------------------------------------------------------------------------------


def _add_prepared(gathering: Gathering, record: Record, values: dict[str, Found]) -> None:
    if found := gathering.said(record, "dated"):
        values.setdefault("dated", found)
    names = ("prepared_by", "post", "service")
    found = gathering.said(record, "prepared_by")
    if gathering.layout.is_withheld or {"post", "service"} & record.parts.keys():
        for name in names:
            if said := gathering.said(record, name):
                values.setdefault(name, said)
        return
    if found is None or "prepared_by" in values:
        return
    kept = gathering.kept
    if kept and same_text(
        ", ".join(kept.plan[each] for each in names if kept.plan[each]), found.value
    ):
        gathering.as_kept.update(found.places)
        for name in names:
            values[name] = Found(str(kept.plan[name]), found.place)
        return
    for name, value in zip(names, _person(gathering, found), strict=True):
        values[name] = Found(value, found.place)


def _person(gathering: Gathering, found: Found) -> list[str]:
    """Name, post and service of a line that fuses them."""
    line = ", ".join(each.strip() for each in found.value.split("\n") if each.strip())
    suggested = [each.strip() for each in line.split(",", 2)]
    if len(suggested) == 1 or not tokens(suggested[0]):
        return [line, "", ""]
    suggested += [""] * (3 - len(suggested))
    answer = gathering.asking.ask(
        "person",
        found.place,
        "Who prepared the plan: which part is the name, the post, the service?",
        SPLIT,
        choices=(
            Choice(SPLIT, PARTED_BY.join(each for each in suggested if each)),
            Choice(KEEP, "All of it is the name"),
        ),
        own="Name, post and service, with | between them",
        start=PARTED_BY.join(suggested),
        about=found.words,
    )
    if answer == SPLIT:
        return suggested
    if answer == KEEP:
        return [line, "", ""]
    parts = [each.strip() for each in answer.replace("\n", "|").split("|", 2)]
    return parts + [""] * (3 - len(parts))
