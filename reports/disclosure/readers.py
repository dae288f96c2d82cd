"""Who reads some figures in full, beside what everybody reads."""

from collections import defaultdict

from accounts.models import Office
from periods.prepared import Prepared
from plans.models import PlanIndicator
from reports.disclosure.puzzles import OwnPeople

# Each plan with an indicator that it delivers and somebody who works on it, if anybody does.
DELIVERED = Prepared(
    lambda: PlanIndicator.objects.order_by(
        "plan__reference", "indicator", "plan__people__user"
    ).values_list(
        "plan__reference",
        "indicator",
        "plan__people__user",
        "plan__people__user__is_active",
        "plan__people__user__office",
    )
)


def own_people() -> tuple[OwnPeople, ...]:
    """Whoever works on one plan, which somebody may any day; and on several, as somebody does now.

    Officers and the Board read as such, whatever part they have in a plan. Costs one query.
    """
    delivered: dict[str, set[int]] = defaultdict(set)
    theirs: dict[int, dict[str, None]] = defaultdict(dict)
    for plan, indicator, user, is_active, office in DELIVERED.rows():
        delivered[plan].add(indicator)
        if is_active and office not in (Office.OFFICER, Office.BOARD):
            theirs[user][plan] = None
    choices = dict.fromkeys([*((plan,) for plan in delivered), *map(tuple, theirs.values())])
    return tuple(
        OwnPeople(plans, frozenset().union(*(delivered[plan] for plan in plans)))
        for plans in choices
    )
