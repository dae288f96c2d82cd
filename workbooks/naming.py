"""What the rows of a file are called: by their key, in words."""

from collections.abc import Iterable, Mapping
from typing import Any

from indicators.models import Indicator
from plans.models import Action
from risks.models import Risk
from workbooks.documents.wording import shortened

# How a column of a key is called beside its value.
CALLED = {
    ("Actions", "Number"): "action",
    ("Action updates", "Number"): "action",
    ("Milestones", "Number"): "action",
    ("Milestone updates", "Number"): "action",
    ("Risks", "Number"): "risk",
    ("Risk assessments", "Number"): "risk",
    "Milestone": "milestone",
    "Reported in": "reported in",
    "From": "from",
}
OF_INDICATORS = {"Indicators", "Targets", "Actuals", "Comparators"}
Words = Mapping[tuple[Any, ...], str]


def name_of(sheet: str, key: list[list], words: Words) -> str:
    """What a row is known by: "NI 101, action 6 (Train carers), milestone 1, 2009/10 Q3"."""
    given = {heading: value for heading, value in key if value not in (None, "")}
    said = []
    for heading, value in given.items():
        called = f"{CALLED.get((sheet, heading), CALLED.get(heading, ''))} {value}".strip()
        about = words.get((sheet, *_thing(sheet, heading, given)), "")
        said.append(f"{called} ({shortened(about)})" if about else called)
    return ", ".join(said)


def _thing(sheet: str, heading: str, key: dict[str, Any]) -> tuple[Any, ...]:
    """The indicator, action or risk that a column of a key names, if it names one."""
    if sheet in OF_INDICATORS and heading in ("Indicator", "Code"):
        return (key[heading],)
    return (key.get("Plan"), key[heading]) if (sheet, heading) in CALLED else ()


def words_of(sheet: str, keys: Iterable[list[list]]) -> Words:
    """What the indicators, actions or risks that rows name are called: by sheet and key."""
    things = {
        thing
        for key in keys
        for heading, _ in key
        if (thing := _thing(sheet, heading, dict(map(tuple, key))))
    }
    if not things:
        return {}
    if sheet in OF_INDICATORS:
        codes = [code for (code,) in things]
        titles = Indicator.objects.filter(code__in=codes).values_list("code", "title")
        return {(sheet, code): title for code, title in titles}
    model, field = (Risk, "risk") if CALLED[sheet, "Number"] == "risk" else (Action, "action")
    plans, numbers = ({each[at] for each in things} for at in (0, 1))
    rows = model.objects.filter(plan__reference__in=plans, number__in=numbers)
    return {
        (sheet, plan, number): text
        for plan, number, text in rows.values_list("plan__reference", "number", field)
    }
