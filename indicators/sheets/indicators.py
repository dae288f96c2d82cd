"""The sheet Indicators: what is measured, with the rule and the baseline now in force."""

from decimal import Decimal
from types import SimpleNamespace
from typing import Any, ClassVar

from indicators.changes import (
    problem_with_frequency,
    problems_with_breakdown,
    problems_with_new_measure,
    problems_with_part_of,
)
from indicators.doubts import COHORT_IS_UNKNOWN, doubt_about_counts, doubt_about_fraction
from indicators.entries import Entry, problem_with_tolerance, problems_with_baseline
from indicators.expectations import Accumulation, Expect, Frequency
from indicators.models import Baseline, Indicator, IndicatorRule
from indicators.performance import GoodIs, ToleranceKind
from indicators.sheets.columns import (
    MOST_PLACES,
    code,
    figure,
    marked_unit,
    own_measure,
    problem_with_mark,
    read_figure_or_state,
    take_out_derived,
    with_derived,
)
from indicators.values import Unit, usual_decimals
from indicators.versions import TargetState
from periods.calendar import YearType
from periods.models import round_states
from periods.rounds import version_lock_among
from periods.sheets import period, version_start
from sheets.cells import Cell
from sheets.columns import Column, longest, text, whole, word
from sheets.descriptions import Book, Change, Key, Kind, Reference, Row, Sheet, Told, Values

USUAL_TOLERANCE = Decimal(10)
MOST_PER = 1_000_000_000
RULE = ("good_is", "decimals", "tolerance", "tolerance_kind", "definition")
COUNTS = ("baseline", "baseline_numerator", "baseline_denominator")
BASELINE = (*COUNTS, "baseline_period", "already_public")
IDENTITY = (
    "title", "purpose", "lead", "unit", "per", "numerator_words", "denominator_words",
    "counted_as", "year_type", "frequency", "accumulation", "q1_expects", "q2_expects",
    "q3_expects", "q4_expects", "cohort", "broken_down_by",
)  # fmt: skip
# What stands in the place of a year type or frequency that could not be read.
ANY_PERIODS = {"year_type": YearType.FINANCIAL.value, "frequency": Frequency.QUARTERLY.value}
# Where the rules of entry tell a baseline's problem, and where the sheet has it.
TOLD_AT = {
    "value": "baseline",
    "numerator": "baseline_numerator",
    "denominator": "baseline_denominator",
    "period": "baseline_period",
}


class Indicators(Sheet):
    """Indicators. The plan that delivers one is a column of `plans.sheets`."""

    name = "Indicators"
    key = ("code",)
    references: ClassVar[tuple[Reference, ...]] = (Reference("Indicators", ("part_of",)),)
    vital = frozenset({"unit", "per", "decimals", "year_type", "frequency"})
    columns: ClassVar[tuple[Column, ...]] = (
        code("Code", "code", hint="Such as NI 101, NI 102a or LAC 01"),
        text("Title", "title", longest=longest(Indicator, "title"), required="its title"),
        text("Purpose", "purpose"),
        text("Lead", "lead", hint="Who leads on it: name, post, service"),
        word("Unit", "unit", Unit, required=True),
        whole("Per", "per", least=1, most=MOST_PER, hint="For rates: 1,000 or 10,000"),
        word("Good is", "good_is", GoodIs, required=True),
        whole("Decimals", "decimals", most=MOST_PLACES, hint="How many decimal places are shown"),
        text("Numerator", "numerator_words", hint="What is counted, in words"),
        text("Denominator", "denominator_words", hint="Out of whom or what, in words"),
        text(
            "Counted as",
            "counted_as",
            longest=longest(Indicator, "counted_as"),
            hint="The noun for one: child, young person, visit",
        ),
        word("Year type", "year_type", YearType, required=True),
        word("Frequency", "frequency", Frequency, required=True),
        word("Accumulation", "accumulation", Accumulation, hint="Blank: snapshot"),
        word("Q1 expects", "q1_expects", Expect),
        word("Q2 expects", "q2_expects", Expect),
        word("Q3 expects", "q3_expects", Expect),
        word("Q4 expects", "q4_expects", Expect),
        figure("Tolerance", "tolerance", hint="Blank: 10% of target"),
        word("Tolerance kind", "tolerance_kind", ToleranceKind),
        text("Definition", "definition"),
        text(
            "Cohort",
            "cohort",
            longest=longest(Indicator, "cohort"),
            hint="Indicators about the same people share this word",
        ),
        code("Part of", "part_of", required=False, hint="The code of the one it is part of"),
        text(
            "Broken down by",
            "broken_down_by",
            longest=longest(Indicator, "broken_down_by"),
            hint="Where it is part of another: age, sex. Parts that share this word make the total",
        ),
        figure("Baseline", "baseline", read=read_figure_or_state),
        whole("Baseline numerator", "baseline_numerator"),
        whole("Baseline denominator", "baseline_denominator"),
        period("Baseline period", "baseline_period", required=False),
        text(
            "Baseline already public",
            "already_public",
            longest=longest(Baseline, "already_public"),
            hint="Where this figure is already public, if it is",
        ),
        text("Reason", "reason", hint="Why the baseline or the rule is changed"),
    )

    def rows(self):
        now = version_start(round_states())
        rules, baselines = versions_of(IndicatorRule), versions_of(Baseline)
        for each in Indicator.objects.select_related("part_of").order_by("code"):
            yield row_of(each, rules.get(each.pk, []), baselines.get(each.pk, []), now)

    def missing(self, key):
        return f"there is no indicator {key[0]}: add it under Indicators, or correct the code"

    def exported(self, book: Book):
        return (
            with_derived(row, own_measure(row), COUNTS) for row in book.kept(self.name).values()
        )

    def merged(self, row: Row, kept: Values | None, book: Book) -> Values:
        values = super().merged(row, kept, book)
        if values["decimals"] is None:
            values["decimals"] = usual_decimals(values["unit"])
        if values["tolerance"] is None and values["tolerance_kind"] in ("", ToleranceKind.PERCENT):
            values |= {"tolerance": USUAL_TOLERANCE, "tolerance_kind": ToleranceKind.PERCENT.value}
        values["accumulation"] = values["accumulation"] or Accumulation.SNAPSHOT.value
        if kept and values["reason"] in ("", *kept["reasons"]):
            values["reason"] = kept["reason"]
        if values["unit"]:
            take_out_derived(values, own_measure(values), COUNTS)
        return values

    # Checks

    def problems(self, change: Change, book: Book) -> Told:
        yield from rule_problems(change.values)
        yield from baseline_problems(change)
        yield from lock_problems(change, book)
        yield from problems_of_its_figures(change, book)
        yield from problems_with_part_of(
            change.values["code"], lambda code: part_of(code, change, book)
        )
        yield from problems_with_breakdown(
            change.values["broken_down_by"], change.values["part_of"]
        )

    def doubts(self, change: Change, book: Book) -> Told:
        values, baseline = change.values, change.values["baseline"]
        if change.kept and change.touches("unit") and has_figures(change, book):
            yield "unit", f"{values['code']} has figures in {change.kept['unit']}: confirm"
        if not change.touches(*BASELINE) or not isinstance(baseline, Decimal):
            return
        cell = change.row.cells.get("baseline")
        if not (cell and marked_unit(cell)):
            yield from doubt_about_fraction("baseline", baseline, values["unit"])
        if cell and cell.answered == COHORT_IS_UNKNOWN:
            return
        cohort = values["baseline_denominator"]
        yield from doubt_about_counts(
            "baseline", baseline, cohort, values["unit"], values["decimals"]
        )

    def asks_why(self, change: Change, book: Book):
        if not change.kept or not change.kept["baseline_version"] or not change.touches(*BASELINE):
            return None
        changed = [each for each in change.fields if each in BASELINE]
        cells = change.row.cells
        if (
            changed == ["baseline_period"]
            and change.row.origin
            and not cells.get(changed[0], Cell()).origin
        ):
            # What is said of all rows of somebody's list has no cell: the figure's own is named.
            before, now = (each["baseline_period"] for each in (change.kept, change.values))
            said = (
                f"the baseline is said to be of {now}, as in all rows, and here it is of {before}"
            )
            return "baseline", said
        return changed[0], "the baseline is changed"

    def reason_given(self, change: Change, book: Book) -> str:
        given = change.row.values.get("reason", "")
        return "" if change.kept and given in change.kept["reasons"] else given

    # Saving

    def save(self, changes, saving):
        save_identities(changes, saving)
        ids = saving.ids(Indicator, "code")
        for change in changes:
            indicator = ids[change.key]
            if change.touches(*RULE):
                rule = {name: change.values[name] for name in RULE}
                save_version(IndicatorRule, "rule_version", rule, change, indicator, saving)
            if change.touches(*BASELINE) and has_baseline(change.values):
                baseline = vars(as_baseline(change.values))
                save_version(Baseline, "baseline_version", baseline, change, indicator, saving)
            if change.fields == ("reason",):
                version = change.kept["baseline_version"] or change.kept["rule_version"]
                if version:
                    version.reason = change.values["reason"]
                    saving.save(version)


# Reading what is kept ------------------------------------------------------------------


def versions_of(model: Any) -> dict[int, list]:
    """Every version of each indicator, the oldest first."""
    found: dict[int, list] = {}
    for each in model.objects.order_by("from_quarter"):
        found.setdefault(each.indicator_id, []).append(each)
    return found


def in_force_now(versions: list, now: str) -> Any:
    """The version in force in the round `now`; the last there is where no round has begun."""
    begun = [each for each in versions if each.from_quarter <= now] if now else versions
    return begun[-1] if begun else None


def row_of(indicator: Indicator, rules: list, baselines: list, now: str) -> Values:
    rule, baseline = in_force_now(rules, now), in_force_now(baselines, now)
    usual = IndicatorRule(indicator=indicator, decimals=usual_decimals(indicator.unit))
    judged_by = rule or usual
    versions = [baseline, rule, *baselines, *rules]
    reasons = [each.reason for each in versions if each and each.reason]
    return {
        "pk": indicator.pk,
        "code": indicator.code,
        **{name: getattr(indicator, name) for name in IDENTITY},
        **{name: getattr(judged_by, name) for name in RULE},
        **baseline_values(baseline),
        "part_of": indicator.part_of.code if indicator.part_of else "",
        "reason": reasons[0] if reasons else "",
        "reasons": reasons,
        "rule_version": rule,
        "baseline_version": baseline,
        "rules": [(each.from_quarter, each.decimals) for each in rules],
    }


def baseline_values(baseline: Baseline | None) -> Values:
    if baseline is None:
        return dict.fromkeys(COUNTS) | {"baseline_period": "", "already_public": ""}
    value: Any = baseline.value
    if baseline.numerator is not None and baseline.denominator is not None:
        value = None
    return {
        "baseline": value if baseline.state == TargetState.SET else baseline.state,
        "baseline_numerator": baseline.numerator,
        "baseline_denominator": baseline.denominator,
        "baseline_period": baseline.period,
        "already_public": baseline.already_public,
    }


# Checking ------------------------------------------------------------------------------


def rule_problems(values: Values) -> Told:
    if values["unit"] == Unit.RATE and not values["per"]:
        yield "per", "a rate says per how many: write 1,000 or 10,000"
    tolerance, kind = values["tolerance"], values["tolerance_kind"]
    if tolerance is None:
        yield "tolerance", f"Tolerance is blank: write how many {kind}, or 0 for none"
    elif told := problem_with_tolerance(tolerance, kind):
        yield "tolerance", told
    elif not kind:
        yield "tolerance_kind", "Tolerance kind is blank: write % of target, points or children"


def has_baseline(values: Values) -> bool:
    return any(values[name] not in (None, "") for name in BASELINE)


def as_baseline(values: Values) -> SimpleNamespace:
    """The row's baseline as its model keeps it and the rules of entry look at it."""
    value = values["baseline"]
    return SimpleNamespace(
        state=value if isinstance(value, str) else TargetState.SET.value,
        value=None if isinstance(value, str) else value,
        numerator=values["baseline_numerator"],
        denominator=values["baseline_denominator"],
        period=values["baseline_period"],
        already_public=values["already_public"],
    )


def baseline_problems(change: Change) -> Told:
    values, kept = change.values, change.kept
    if told := problem_with_frequency(
        kept["frequency"] if kept else "",
        values["frequency"],
        has_baseline=bool(values["baseline_period"]),
    ):
        yield "baseline_period", told
    if not change.touches(*BASELINE):
        return
    if has_baseline(values):
        yield from figure_problems(change)
    elif kept and kept["baseline_version"]:
        yield (
            "baseline",
            "a baseline changes only openly and is not left blank: write withdrawn and the "
            "reason, or the baseline again",
        )


def figure_problems(change: Change) -> Told:
    values = change.values
    if not values["baseline_period"]:
        yield "baseline_period", "Baseline period is blank: write the year the baseline is about"
    if not values["unit"]:
        return
    has_periods = values["year_type"] and values["frequency"]
    measure = own_measure(values if has_periods else values | ANY_PERIODS)
    for field, told in problems_with_baseline(as_baseline(values), measure):
        if field != "period" or (values["baseline_period"] and has_periods):
            yield TOLD_AT[field], told
    yield from problem_with_mark("baseline", change.row.cells.get("baseline"), measure)


def lock_problems(change: Change, book: Book) -> Told:
    """A reason is kept with its version, and where nothing else changes it is locked with it."""
    if not change.kept or change.fields != ("reason",):
        return
    version = change.kept["baseline_version"] or change.kept["rule_version"]
    if version and (told := version_lock_among(book.rounds, version.from_quarter)):
        yield "reason", told


def problems_of_its_figures(change: Change, book: Book) -> Told:
    """Figures and targets whose period the indicator could no longer have."""
    if not change.kept or not change.touches("year_type", "frequency", "unit"):
        return
    if not all(change.values[each] for each in ("year_type", "frequency", "unit")):
        return
    yield from problems_with_new_measure(
        own_measure(change.kept),
        own_measure(change.values),
        figures=[as_kept_entry(*each) for each in rows_of(change, book, "Actuals")],
        targets=[as_kept_target(*each) for each in rows_of(change, book, "Targets")],
        baselines=baselines_that_stay(change, change.kept, book),
    )


def rows_of(change: Change, book: Book, sheet: str) -> list[tuple[Key, Values]]:
    """The rows of another sheet that are about this indicator, as they would be."""
    return book.once(f"{sheet} by indicator", lambda book: by_indicator(book.all_rows(sheet))).get(
        change.values["code"], []
    )


def by_indicator(rows: dict[Key, Values]) -> dict[str, list[tuple[Key, Values]]]:
    found: dict[str, list[tuple[Key, Values]]] = {}
    for key, values in rows.items():
        found.setdefault(key[0], []).append((key, values))
    return found


def as_kept_entry(key: Key, values: Values) -> Entry:
    return Entry(
        period=key[1],
        reported_in=key[2],
        standing=values["standing"],
        numerator=values["numerator"],
        denominator=values["denominator"],
        value=values["value"] if isinstance(values["value"], Decimal) else None,
    )


def as_kept_target(key: Key, values: Values) -> SimpleNamespace:
    value = values["value"] if isinstance(values["value"], Decimal) else None
    state = TargetState.NOT_SET if value is None else TargetState.SET
    return SimpleNamespace(period=key[1], value=value, state=state)


def baselines_that_stay(change: Change, row: Values, book: Book) -> list[Baseline]:
    """Every kept version, but for the one that the row itself writes again."""
    versions = book.once("kept baselines", lambda book: versions_of(Baseline))
    current = row["baseline_version"]
    is_rewritten = (
        current and change.touches(*BASELINE) and current.from_quarter >= version_start(book.rounds)
    )
    kept = versions.get(row["pk"], [])
    return [each for each in kept if not (is_rewritten and each.pk == current.pk)]


def has_figures(change: Change, book: Book) -> bool:
    return any(key[0] == change.key[0] for key in book.kept("Actuals"))


def part_of(code: str, change: Change, book: Book) -> str:
    """The code of the one that it would be part of."""
    if code == change.values["code"]:
        return change.values["part_of"]
    row = book.row("Indicators", (code,))
    return row["part_of"] if row else ""


# Saving --------------------------------------------------------------------------------


def save_identities(changes: list[Change], saving: Any) -> None:
    """New indicators, those first of which others are part; then the changed ones."""
    waiting = [change for change in changes if change.kind == Kind.NEW]
    while waiting:
        coming = {change.key[0] for change in waiting}
        ready = [change for change in waiting if change.values["part_of"] not in coming]
        ids = saving.ids(Indicator, "code")
        saving.create(
            Indicator(
                code=change.key[0],
                part_of_id=part_of_id(change, ids),
                **{name: change.values[name] for name in IDENTITY},
            )
            for change in ready
        )
        waiting = [change for change in waiting if change.values["part_of"] in coming]
    ids = saving.ids(Indicator, "code")
    changed = [change for change in changes if change.touches(*IDENTITY, "part_of")]
    for change in changed:
        change.values["part_of_id"] = part_of_id(change, ids)
    saving.update(Indicator, changed, IDENTITY, {"part_of": "part_of_id"})


def part_of_id(change: Change, ids: dict[Key, int]) -> int | None:
    return ids.get((change.values["part_of"],))


def save_version(
    model: Any, current_name: str, values: Values, change: Change, indicator_id: int, saving: Any
) -> None:
    """A new version; where no published round was judged by the one in force, that is changed."""
    current = change.kept and change.kept[current_name]
    values = values | {"reason": saving.reason_of(change)}
    if current and current.from_quarter >= saving.version_start:
        for name, value in values.items():
            setattr(current, name, value)
        saving.save(current)
        return
    start = saving.version_start
    if not current and not version_lock_among(saving.rounds, ""):
        start = ""
    carried = {"designation": current.designation} if current and model is Baseline else {}
    saving.create([model(indicator_id=indicator_id, from_quarter=start, **carried, **values)])
