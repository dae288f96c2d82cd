"""The table of returns: what each plan says to the Board."""

from accounts.tables.resources import TableMeta
from indicators.resources import columns_of
from plans.resources import PLAN_NAMED, QUARTER, InPlans
from plans.sheets import ActionUpdates
from plans.sheets.columns import OfPlan
from returns.models import Return
from sheets.columns import text


class Returns(OfPlan):
    """The summaries of returns. Their steps are taken in the product."""

    name = "Returns"
    key = ("plan", "quarter")
    columns = (
        *columns_of(ActionUpdates, "plan", "quarter"),
        text("Summary for the Board", "summary"),
    )


class ReturnsTable(InPlans):
    sheet = Returns
    named = (PLAN_NAMED, QUARTER)

    class Meta(TableMeta):
        model = Return
