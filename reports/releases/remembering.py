"""Reports that were read or worked out already, in the memory of each process.

What a release keeps never changes. What is worked out of the records is as it was until anything
is done, by anybody and in any process: `accounts.deeds.done_so_far` says whether. Who may read
what is asked before, each time; and a report is known by whether small figures are hidden in it, so
the one is never given for the other.
"""

from collections import OrderedDict
from collections.abc import Hashable
from datetime import date
from typing import Any, NamedTuple

from accounts.deeds import done_so_far
from indicators.disclosure import Thresholds
from indicators.thresholds import thresholds
from periods.today import today

MOST = 2_400  # indicators in all of them: some 20 MB


class Moment(NamedTuple):
    """What a report of the records depends on beside its own name."""

    done: Hashable
    day: date
    limits: Thresholds


def moment_now() -> Moment | None:
    """This moment, as long as nothing is done. Costs one query.

    None where that cannot be told: within a transaction, of which nobody has been told yet.
    """
    done = done_so_far()
    return None if done is None else Moment(done, today(), thresholds())


class Remembered:
    """The reports asked for last."""

    def __init__(self, most: int = MOST):
        self.most = most
        self._reports: OrderedDict[Hashable, tuple[Any, int]] = OrderedDict()
        self._weight = 0

    def get(self, key: Hashable) -> Any | None:
        if key not in self._reports:
            return None
        self._reports.move_to_end(key)
        return self._reports[key][0]

    def keep(self, key: Hashable, report: Any) -> None:
        weight = weight_of(report)
        if key in self._reports or weight > self.most:
            return
        self._reports[key] = report, weight
        self._weight += weight
        while self._weight > self.most:
            _, (_, gone) = self._reports.popitem(last=False)
            self._weight -= gone

    def forget(self) -> None:
        self._reports.clear()
        self._weight = 0


def weight_of(report: Any) -> int:
    """How many indicators it tells of, about; an indicator's own report has all its periods."""
    told = getattr(report, "lines", None) or getattr(report, "indicators", None) or ()
    return max(len(told), 20)


REMEMBERED = Remembered()
