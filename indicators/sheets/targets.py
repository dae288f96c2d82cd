"""The sheet Targets: versions, of which a blank From means the open round."""

from decimal import Decimal
from types import SimpleNamespace
from typing import Any

from indicators.doubts import doubt_about_fraction
from indicators.entries import problems_with_target
from indicators.models import Indicator, Target
from indicators.sheets.columns import (
    code,
    figure,
    marked_unit,
    measure_of,
    problem_with_mark,
    read_figure_or_state,
    refer_to_indicator,
)
from indicators.versions import Designation, TargetState, problems_with_change
from periods.rounds import version_lock_among
from periods.sheets import SINCE_THE_START, period, read_from_cell, version_start
from sheets.columns import Column, Layout, longest, text, word
from sheets.descriptions import Book, Change, Key, Kind, Row, Sheet, Told, Values

FIELDS = ("value", "state", "designation", "reason", "agreed_by", "approval_reference")


class Targets(Sheet):
    """What each indicator should reach in each period."""

    name = "Targets"
    key = ("indicator", "period", "from_quarter")
    references = (refer_to_indicator(),)
    one_fact = frozenset({"value", "state"})
    columns = (
        code("Indicator", "indicator"),
        period("Period", "period"),
        Column(
            "From",
            "from_quarter",
            read_from_cell,
            blank=None,
            layout=Layout.TEXT,
            hint="The first quarter judged by it. Blank: the open one",
        ),
        figure("Target", "value", read=read_figure_or_state),
        word("State", "state", TargetState, hint="Blank: set"),
        word("Designation", "designation", Designation),
        text("Reason", "reason", hint="Why it is changed"),
        text("Agreed by", "agreed_by", longest=longest(Target, "agreed_by")),
        text(
            "Approval reference",
            "approval_reference",
            longest=longest(Target, "approval_reference"),
            hint="A designated target changes only with one",
        ),
    )

    def rows(self):
        targets = Target.objects.order_by("indicator__code", "period", "from_quarter")
        names = ("pk", "period", "from_quarter", *FIELDS)
        for indicator, *values in targets.values_list("indicator__code", *names):
            yield {"indicator": indicator, **dict(zip(names, values, strict=True))}

    def missing(self, key):
        return f"there is no target of {key[0]} for {key[1]}: add it under Targets"

    def exported(self, book: Book):
        """A version since the start says so where a blank From would mean another one."""
        for row in book.kept(self.name).values():
            blank_means_it = in_force_now(row, book) is row
            if row["from_quarter"] == "" and not blank_means_it:
                yield row | {"from_quarter": SINCE_THE_START}
            else:
                yield row

    def settle(self, row: Row, book: Book) -> None:
        """A blank From is that of the version in force, where the row says the same."""
        if "from_quarter" in row.broken or row.values.get("from_quarter") is not None:
            return
        row.values["from_quarter"] = version_start(book.rounds)
        if {"indicator", "period"} <= row.values.keys():
            then = only_version_then(row.values, book)
            if then and self._says_the_same(row, then, book):
                row.values["from_quarter"] = then["from_quarter"]
                return
            current = in_force_now(row.values, book)
            if current and self._says_the_same(row, current, book):
                row.values["from_quarter"] = current["from_quarter"]

    def _says_the_same(self, row: Row, current: Values, book: Book) -> bool:
        values = self.merged(row, current, book)
        return all(values[each] == current[each] for each in FIELDS)

    def at_odds(self, row: Row, kept: Values, book: Book):
        """A row that says only a state: a target that is not set has no figure."""
        is_set = row.values.get("state") in (None, "", TargetState.SET)
        return () if is_set else ("value",)

    def merged(self, row: Row, kept: Values | None, book: Book) -> Values:
        values = super().merged(row, kept, book)
        said = row.values.get("state", "")
        if isinstance(values["value"], str) and said in ("", values["value"]):
            values |= {"state": values["value"], "value": None}
        elif (not said and {"state", "value"} & row.values.keys()) or not values["state"]:
            values["state"] = self._unsaid_state(
                values, kept if "state" not in row.values else None
            )
        if kept and not values["reason"]:
            values["reason"] = kept["reason"]
        return values

    def _unsaid_state(self, values: Values, kept: Values | None) -> str:
        """A target is set, unless a kept one without a value is left as it is."""
        if kept and values["value"] is None:
            return kept["state"]
        return TargetState.SET.value

    def problems(self, change: Change, book: Book) -> Told:
        values = change.values
        if isinstance(values["value"], str):
            yield (
                "value",
                f"the target says {values['value']} and its state says {values['state']}: correct "
                "one of them",
            )
        measure = measure_of(book, values["indicator"], values["from_quarter"])
        if measure:
            yield from problems_with_target(as_target(change), measure)
            yield from problem_with_mark("value", change.row.cells.get("value"), measure)
        if not self.knows(change.row) or (change.kept and self.lock(change, book)):
            return
        yield from problems_with_change(
            as_row(before(change, book)),
            reason="asked by asks_why",
            approval_reference=values["approval_reference"],
        )

    def lock(self, change: Change, book: Book):
        told = version_lock_among(book.rounds, change.values["from_quarter"] or "")
        return ("from_quarter", told) if told else None

    def doubts(self, change: Change, book: Book) -> Told:
        measure = measure_of(book, change.values["indicator"], change.values["from_quarter"])
        value, cell = change.values["value"], change.row.cells.get("value")
        marked = cell and marked_unit(cell)
        if measure and change.touches("value") and not marked and isinstance(value, Decimal):
            yield from doubt_about_fraction("value", value, measure.unit)

    def asks_why(self, change: Change, book: Book):
        replaced = before(change, book)
        if not replaced:
            return None
        at = next((each for each in Target.SUBSTANCE if change.touches(each)), "value")
        since = replaced["from_quarter"] or SINCE_THE_START
        return at, f"there is a target for {change.values['period']} from {since}"

    def reason_given(self, change: Change, book: Book) -> str:
        given = change.row.values.get("reason", "")
        replaced = before(change, book)
        is_kept = replaced and "pk" in replaced and given == replaced["reason"]
        return "" if is_kept else given

    def save(self, changes, saving):
        ids = saving.ids(Indicator, "code")
        saving.create(
            Target(
                indicator_id=ids[change.key[:1]],
                period=change.key[1],
                from_quarter=change.key[2],
                **{name: change.values[name] for name in FIELDS},
            )
            for change in changes
            if change.kind == Kind.NEW
        )
        saving.update(Target, changes, FIELDS)


Versions = dict[Key, list[Values]]


def by_period(rows: dict[Key, Values]) -> Versions:
    """The versions of each indicator's target for each period, the oldest first."""
    found: Versions = {}
    for key in sorted(rows):
        found.setdefault(key[:2], []).append(rows[key])
    return found


def in_force_now(values: Values, book: Book) -> Values | None:
    """The kept version, for this row's indicator and period, by which the open round is judged."""
    versions = book.once("kept targets", lambda book: by_period(book.kept("Targets")))
    now = version_start(book.rounds)
    ours = versions.get((values["indicator"], values["period"]), [])
    begun = [each for each in ours if each["from_quarter"] <= now]
    return begun[-1] if begun else None


def only_version_then(values: Values, book: Book) -> Values | None:
    """The version since the start that stood alone when the file was made: its From was blank."""
    versions = book.once("targets then", lambda book: by_period(book.then("Targets")))
    ours = versions.get((values["indicator"], values["period"]), [])
    return ours[0] if len(ours) == 1 and ours[0]["from_quarter"] == "" else None


def before(change: Change, book: Book) -> Values | None:
    """The version whose place this one takes: itself as kept, or another for the same period."""
    if change.kept:
        return change.kept if change.touches(*Target.SUBSTANCE) else None
    if not change.key:
        return None
    versions = book.once("targets", lambda book: by_period(book.all_rows("Targets")))
    others = [
        each for each in versions.get(change.key[:2], []) if each["from_quarter"] != change.key[2]
    ]
    earlier = [each for each in others if each["from_quarter"] < change.key[2]]
    return earlier[-1] if earlier else None


def as_row(values: Values | None) -> Any:
    return SimpleNamespace(**values) if values else None


def as_target(change: Change) -> SimpleNamespace:
    """The row as the rules of entry look at it; a state that is not clear asks for no value."""
    values = change.values
    state, value = values["state"], values["value"]
    if isinstance(value, str):
        state, value = TargetState.NOT_SET, None
    elif "state" in change.row.broken:
        state = TargetState.SET if value is not None else TargetState.NOT_SET
    return SimpleNamespace(state=state, value=value, period=values["period"])
