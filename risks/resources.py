"""The tables of the risk register, in the words of the workbook's sheets."""

from accounts.tables.resources import Names, TableMeta
from plans.resources import PLAN_NAMED, QUARTER, InPlans
from risks.models import Risk, RiskAssessment
from risks.sheets import RiskAssessments, Risks


class RisksTable(InPlans):
    """What could go wrong, and what is done about it."""

    sheet = Risks
    named = (PLAN_NAMED,)

    class Meta(TableMeta):
        model = Risk


class RiskAssessmentsTable(InPlans):
    """How each risk was rated, quarter by quarter."""

    sheet = RiskAssessments
    named = (
        Names("risk", Risks, ("plan", "number"), ("plan__reference", "number")),
        QUARTER,
    )

    class Meta(TableMeta):
        model = RiskAssessment
