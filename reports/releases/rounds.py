"""What officers may do with which round next."""

from collections.abc import Sequence
from datetime import date

from periods.calendar import FinancialQuarter
from periods.models import Quarter
from periods.rounds import RoundState

# From which states a step can be taken, and where it leads.
STEPS = {
    "open": (RoundState.NOT_OPENED,),
    "close": (RoundState.OPEN,),
    "publish": (RoundState.CLOSED, RoundState.WITHDRAWN),
    "withdraw": (RoundState.PUBLISHED,),
}
LEADS_TO = {
    "open": RoundState.OPEN,
    "close": RoundState.CLOSED,
    "publish": RoundState.PUBLISHED,
    "withdraw": RoundState.WITHDRAWN,
}
DONE = {
    "open": "opened",
    "close": "closed",
    "publish": "published",
    "withdraw": "withdrawn",
}
QUARTERS_TO_BEGIN_WITH = 5


def to_open(rounds: Sequence[Quarter], on: date) -> list[FinancialQuarter]:
    """The quarters that can be opened on this day, the likeliest first.

    Rounds follow each other; the first may be any quarter of the last year, and is likely the
    one that ended last; or one whose days were entered already.
    """
    if any(each.is_open for each in rounds):
        return []
    begun = [each.calendar for each in rounds if each.state != RoundState.NOT_OPENED]
    if begun:
        following = max(begun).next
        return [following] if following.starts <= on else []
    now = FinancialQuarter.containing(on)
    earlier = [now.plus(-each) for each in range(1, QUARTERS_TO_BEGIN_WITH)]
    planned = [each.calendar for each in rounds if each.opens or each.due]
    may_begin = [each for each in sorted(planned) if each.starts <= on]
    return list(dict.fromkeys([*may_begin, earlier[0], now, *earlier[1:]]))


def why_not(step: str, quarter: Quarter) -> str:
    """Why the step cannot be taken now, as a sentence; "" where it can."""
    if quarter.state in STEPS[step]:
        return ""
    return f"{quarter} is {quarter.state}, so it cannot be {DONE[step]}."
