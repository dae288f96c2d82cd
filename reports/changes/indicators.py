"""What changed of an indicator between two quarters. No Django in here.

What was hidden before or is hidden now is no change: only that a figure came which is not shown, or
is not shown any more, is told. So another hidden figure changes nothing that is said here.
"""

from collections.abc import Iterator

from indicators.performance import Status
from periods.calendar import in_words
from reports.changes.kinds import Change, Place, What
from reports.reading.digests import IndicatorDigest
from reports.reading.objects import FigureCell, RuleVersion, TargetCell
from reports.reading.sentences import WHY_HIDDEN

RATED = (Status.MET, Status.CLOSE, Status.MISSED)
OUTLOOK = (Status.FORECAST_TO_MEET, Status.FORECAST_TO_BE_CLOSE, Status.FORECAST_TO_MISS)
NOT_IN = (Status.NOT_RETURNED, Status.OVERDUE)
FELL = {Status.CLOSE: What.FELL_TO_CLOSE, Status.MISSED: What.FELL_TO_MISSED}
ROSE = {Status.CLOSE: What.ROSE_TO_CLOSE, Status.MET: What.ROSE_TO_MET}
FIRST = {
    Status.MET: What.FIRST_MET,
    Status.CLOSE: What.FIRST_CLOSE,
    Status.MISSED: What.FIRST_MISSED,
}
SILENT = {
    Status.NOT_AVAILABLE: (What.NOT_AVAILABLE, "is not available"),
    Status.SUPPRESSED: (What.SUPPRESSED, "is hidden by whoever published it"),
}
SET = "set"


def changes_of_indicator(
    was: IndicatorDigest | None, now: IndicatorDigest | None, quarter: str
) -> Iterator[Change]:
    """Everything that changed; either is None where it was not there, or is no more."""
    if now is None:
        if was is not None:
            yield _about(was, quarter, What.INDICATOR_GONE, "is not reported any more.")
        return
    if was is None:
        yield _about(now, quarter, What.INDICATOR_NEW, f"is new. {now.finding}".strip())
        return
    told = list(_status(was, now, quarter))
    yield from told
    yield from _figures(was, now, quarter, told=bool(told))
    yield from _forecast(was, now, quarter)
    yield from _targets(was, now, quarter)
    yield from _baseline(was, now, quarter)
    yield from _rules(was, now, quarter)


def _about(
    indicator: IndicatorDigest, quarter: str, what: What, said: str, *, note: str = ""
) -> Change:
    return Change(
        what=what,
        subject=indicator.code,
        said=said,
        place=Place("indicator", indicator.slug, quarter),
        plan=indicator.plan,
        plan_slug=indicator.plan_slug,
        title=indicator.title,
        note=note,
        small=indicator.small,
    )


# Status -------------------------------------------------------------------------------


def _status(was: IndicatorDigest, now: IndicatorDigest, quarter: str) -> Iterator[Change]:
    if now.status == was.status:
        return
    if now.status in RATED and was.status in RATED:
        order = [*RATED]
        fell = order.index(Status(now.status)) > order.index(Status(was.status))
        what = (FELL if fell else ROSE)[Status(now.status)]
        said = f"moved from {was.status} to {now.status}: {now.finding}"
        yield _about(now, quarter, what, said)
    elif now.status in RATED:
        came = "came in after all" if was.status in NOT_IN else "has a result"
        said = f"{came}, and it is {now.status}: {now.finding}"
        yield _about(now, quarter, FIRST[Status(now.status)], said)
    elif now.status in NOT_IN:
        word = "was not returned" if now.status == Status.NOT_RETURNED else "is overdue"
        about = f"The figure for {in_words(now.period_due)}" if now.period_due else "The figure"
        yield _about(now, quarter, What.NOT_RETURNED, f"{word}. {about} is not in.")
    elif now.status == Status.MASKED:
        yield _about(now, quarter, *_hidden(was, now))
    elif now.status in SILENT:
        what, said = SILENT[Status(now.status)]
        cell = now.figure_about(now.about)
        note = cell.not_available_because if cell else ""
        yield _about(now, quarter, what, f"{said}.", note=note)


def _hidden(was: IndicatorDigest, now: IndicatorDigest) -> tuple[What, str]:
    """What is told of a figure that is not shown, or of a year that is not judged."""
    before, cell = was.figure_about(now.about), now.figure_about(now.about)
    was_shown = before is not None and before.is_result and not before.masked
    if cell is not None and not cell.masked:
        if was_shown:
            said = "is not judged any more: a quarter of the year is about too few people."
            return What.HIDDEN, said
        return What.NEW_FIGURE, f"has a new figure: {now.finding}"
    if was_shown:
        return What.HIDDEN, f"is not shown any more: {WHY_HIDDEN}."
    about = f" for {in_words(now.about)}" if now.about else ""
    return (
        What.HIDDEN,
        f"has a figure{about} that is not shown: {WHY_HIDDEN}.",
    )


# Figures ------------------------------------------------------------------------------


def _figures(
    was: IndicatorDigest, now: IndicatorDigest, quarter: str, *, told: bool
) -> Iterator[Change]:
    """New and revised results; of the one that is judged only where its status did not tell."""
    for cell in now.figures:
        if cell.masked or cell.is_forecast or (told and cell.period == now.about):
            continue
        before = was.figure_about(cell.period)
        if before is not None and before.masked:
            continue
        yield from _result(now, quarter, before, cell)


def _result(
    now: IndicatorDigest, quarter: str, before: FigureCell | None, cell: FigureCell
) -> Iterator[Change]:
    about = in_words(cell.period)
    known = before is not None and before.is_result
    if not cell.is_result:
        if before is not None and before.is_result:
            note = cell.not_available_because
            said = f"lost its figure for {about}: {_with_counts(before)} was withdrawn."
            yield _about(now, quarter, What.WITHDRAWN, said, note=note)
    elif not known:
        is_news = cell.period == now.about
        what = What.NEW_FIGURE if is_news else What.CAME_LATE
        said = now.finding if is_news else f"{_with_counts(cell)} came in late, for {about}."
        yield _about(now, quarter, what, f"has a new figure: {said}" if is_news else said)
    elif before is not None and _with_counts(before) != _with_counts(cell):
        said = f"was revised for {about}, from {_with_counts(before)} to {_with_counts(cell)}."
        yield _about(now, quarter, What.RESTATED, said)
    elif before is not None and before.standing != cell.standing:
        said = f"stays at {_with_counts(cell)} for {about}, which is {cell.standing} now."
        yield _about(now, quarter, What.SETTLED, said)


def _with_counts(cell: FigureCell) -> str:
    """ "5 of 40 young people (12.5%)", or the figure alone."""
    return f"{cell.counts} ({cell.text})" if " of " in cell.counts else cell.text


def _forecast(was: IndicatorDigest, now: IndicatorDigest, quarter: str) -> Iterator[Change]:
    cell = now.figure_about(now.ahead) if now.ahead else None
    if cell is None or cell.masked or not cell.is_forecast:
        return
    before = was.figure_about(now.ahead)
    if before is not None and (before.masked or before == cell):
        return
    outlook, about = now.forecast_status, in_words(now.ahead)
    if before is None:
        verb = f", {outlook}" if outlook in OUTLOOK else ""
        said = f"has a forecast for {about}: {_with_counts(cell)}{verb}."
        yield _about(now, quarter, What.NEW_FORECAST, said)
    elif was.ahead == now.ahead and {outlook, was.forecast_status} <= {*OUTLOOK}:
        yield from _outlook(was, now, quarter, about)


def _outlook(
    was: IndicatorDigest, now: IndicatorDigest, quarter: str, about: str
) -> Iterator[Change]:
    order = [str(each) for each in OUTLOOK]
    moved = order.index(now.forecast_status) - order.index(was.forecast_status)
    if moved:
        what = What.FORECAST_WORSE if moved > 0 else What.FORECAST_BETTER
        said = f"is {now.forecast_status} its target for {about}; it was {was.forecast_status} it."
        said = said.replace("be close its target", "be close to its target")
        yield _about(now, quarter, what, said.replace("be close it.", "be close to it."))


# What it is judged by -----------------------------------------------------------------


def _targets(was: IndicatorDigest, now: IndicatorDigest, quarter: str) -> Iterator[Change]:
    before = {each.period: each for each in was.targets}
    for target in now.targets:
        earlier = before.get(target.period)
        is_set, was_set = (each is not None and each.state == SET for each in (target, earlier))
        about = in_words(target.period)
        if was_set and earlier is not None and earlier.text != target.text:
            said = (
                f"has a new target for {about}: {target.text} instead of {earlier.text}."
                if is_set
                else f"no longer has a target for {about}: it was {earlier.text}, and is now "
                f"{target.text.lower()}."
            )
            yield _about(now, quarter, What.TARGET_CHANGED, said, note=_why(target))
        elif is_set and not was_set:
            said = f"has a target for {about} now: {target.text}."
            yield _about(now, quarter, What.TARGET_SET, said, note=_why(target))


def _why(version: TargetCell | FigureCell) -> str:
    """Why, by whom agreed and under which reference, as far as it is told."""
    reference = getattr(version, "approval_reference", "")
    parts = (
        version.reason,
        f"Agreed by {version.agreed_by}" if version.agreed_by else "",
        f"Approval {reference}" if reference else "",
    )
    return ". ".join(part.rstrip(".") for part in parts if part)


def _baseline(was: IndicatorDigest, now: IndicatorDigest, quarter: str) -> Iterator[Change]:
    before, after = was.baseline, now.baseline
    if before is None or after is None or before.masked or after.masked:
        return
    if (before.period, before.text) != (after.period, after.text):
        said = (
            f"has a new baseline: {after.text} ({in_words(after.period)}) instead of "
            f"{before.text} ({in_words(before.period)})."
        )
        yield _about(now, quarter, What.BASELINE_CHANGED, said, note=_why(after))


def _rules(was: IndicatorDigest, now: IndicatorDigest, quarter: str) -> Iterator[Change]:
    if not was.rules or not now.rules or was.rules[-1] == now.rules[-1]:
        return
    before, after = was.rules[-1], now.rules[-1]
    if parts := list(_of_rule(before, after)):
        said = f"is judged by another rule: {'; '.join(parts)}."
        note = after.reason or after.why_not_comparable
        yield _about(now, quarter, What.RULE_CHANGED, said, note=note)


def _of_rule(before: RuleVersion, after: RuleVersion) -> Iterator[str]:
    if after.good_is != before.good_is:
        yield f"good is {after.good_is}, until now {before.good_is}"
    if after.tolerance != before.tolerance:
        yield f"close is within {after.tolerance}, until now {before.tolerance}"
    if after.decimals != before.decimals:
        yield f"it has {after.decimals} decimals, until now {before.decimals}"
    if after.definition != before.definition:
        compared = "can" if after.comparable_with_before else "cannot"
        yield f"it is defined anew, and {compared} be compared with before"
