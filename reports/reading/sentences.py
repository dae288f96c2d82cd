"""The one sentence that says where an indicator stands. No Django in here."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from indicators.expectations import EXPECTED_REMEMBERED, Due, Expectations, Expected
from indicators.performance import Direction, GoodIs, Status
from periods.calendar import FinancialQuarter, in_words
from periods.dates import write_date
from reports.reading.objects import FigureCell, TargetCell

NO_COHORT = "no cohort"  # as indicators.values writes a denominator of 0
LOOK_AHEAD = 12  # quarters: far enough for a two-yearly result
# A total that is large is hidden too, where a hidden part could be worked out from it.
WHY_HIDDEN = "it is about too few people, or would give away one that is"


def sentence_case(words: str) -> str:
    """The words with a capital first letter, and the rest as it is."""
    return words[:1].upper() + words[1:]


@dataclass(frozen=True)
class Told:
    """What the sentence is made of; nothing of it is hidden from the reader."""

    status: Status
    quarter: FinancialQuarter
    due: Due | None
    round_due: date | None
    actual: FigureCell | None
    forecast: FigureCell | None
    judged: str
    target: TargetCell | None
    good_is: GoodIs
    k: int | None
    k_more: str
    direction: Direction
    direction_text: str
    run_length: int
    change: str
    compared_with: str

    @property
    def note(self) -> str:
        """What stands beside the status word, where it needs more."""
        if self.status == Status.NOT_AVAILABLE and self.actual:
            return self.actual.not_available_because
        if self.status == Status.SUPPRESSED and self.actual:
            return self.actual.marker
        if self.status == Status.NO_TARGET and self.target:
            return self.target.text
        return ""


def finding(told: Told) -> str:
    """Where the indicator stands, in one sentence for a councillor."""
    match told.status:
        case Status.MASKED:
            return _masked(told)
        case Status.NOT_DUE:
            return _not_due(told)
        case Status.AWAITED:
            by = f" by {write_date(told.round_due)}" if told.round_due else ""
            return f"{_about(told)} is expected{by}; nothing is in yet."
        case Status.OVERDUE:
            by = f" by {write_date(told.round_due)}" if told.round_due else ""
            return f"{_about(told)} was due{by}, and is not in."
        case Status.NOT_RETURNED:
            return f"{told.quarter.long_label} was published without this figure."
        case Status.NOT_AVAILABLE:
            return _not_available(told)
        case Status.SUPPRESSED:
            return "Whoever published this figure has hidden it."
        case _:
            return _with_figure(told)


def _about(told: Told) -> str:
    return f"A figure for {told.due.period.long_label}" if told.due else "A figure"


def _masked(told: Told) -> str:
    """The quarter's own figure may be seen, where only an earlier one of its year is hidden."""
    if told.actual is None or told.actual.masked:
        return f"This figure is not shown: {WHY_HIDDEN}."
    return (
        f"{sentence_case(_shown(told.actual))}; how the year so far stands is not shown, for one "
        "of its quarters is about too few people."
    )


def _not_due(told: Told) -> str:
    if told.due is None:
        words = "No result is due this year."
    else:
        words = (
            f"The result for {told.due.period.long_label} is due in "
            f"{told.due.first_expected.long_label}."
        )
    return f"{words} {_forecast(told)}".strip()


def _forecast(told: Told) -> str:
    cell = told.forecast
    if cell is None or cell.masked or not cell.has_number:
        return ""
    return f"The forecast for {in_words(cell.period)} is {_shown(cell)}."


def _not_available(told: Told) -> str:
    cell = told.actual
    if cell and cell.text == NO_COHORT:
        return "There was nobody to count, so there is no figure."
    because = cell.not_available_because.rstrip(".") if cell else ""
    words = f"Not available: {because}." if because else "Not available."
    if cell and cell.expected:
        words += f" It is expected by {write_date(cell.expected)}."
    return words


def _shown(cell: FigureCell) -> str:
    if cell.counts.startswith(cell.text):
        return cell.counts
    return f"{cell.counts} ({cell.text})" if cell.counts else cell.text


def _with_figure(told: Told) -> str:
    words = _shown(told.actual) if told.actual else ""
    if told.judged:
        words = f"{words}, {told.judged} for the year so far"
    if told.change:
        words = f"{words}, {told.change} {told.compared_with}"
    return sentence_case(f"{words}{_against(told)}.")


def _against(told: Told) -> str:
    if told.status == Status.CONTEXT:
        return ""
    if told.status == Status.NO_TARGET or told.target is None:
        state = told.target.text.lower() if told.target else "not set"
        return f"; the target is {state}"
    target = f"the target of {told.target.text}"
    if told.status == Status.MET:
        return f"; {target} is met"
    if told.good_is == GoodIs.ON_PLAN or not told.k:
        return f"; {target} is {'nearly met' if told.status == Status.CLOSE else 'missed'}"
    more = f"one{told.k_more[1:]}" if told.k == 1 else told.k_more
    return f"; {more} would have met {target}"


def due_now_words(expected: Expected, due_by: date | None) -> str:
    """What this quarter still waits for: "due by 15 January 2010: final, for 2008/09"."""
    when = f"by {write_date(due_by)}" if due_by else "now"
    return f"due {when}: {expected.what}, for {in_words(expected.period.label)}"


@lru_cache(maxsize=EXPECTED_REMEMBERED)
def next_due_words(expectations: Expectations, quarter: FinancialQuarter) -> str:
    """When the next result is due: "2010/11 Quarter 2: provisional, for 2009/10"; of a quarter's
    own result, "2009/10 Quarter 3: final".
    """
    each = quarter
    for _ in range(LOOK_AHEAD):
        each = each.next
        expected = expectations.expected_in(each)
        if expected and expected.what.is_result:
            about = in_words(expected.period.label)
            of = "" if about == each.long_label else f", for {about}"
            return f"{each.long_label}: {expected.what}{of}"
    return ""
