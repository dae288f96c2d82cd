"""The tables about delivery plans: one for each noun, in the words of the workbook's sheets."""

from accounts.sheets import People
from accounts.tables.resources import Names, TableMeta
from indicators.resources import columns_of
from indicators.sheets import Actuals, Indicators
from periods.resources import InRounds
from periods.sheets import Quarters
from plans.models import (
    Action,
    ActionUpdate,
    Agreement,
    DeliveryPlan,
    Dependency,
    DependencyUpdate,
    Milestone,
    MilestoneUpdate,
    PlanIndicator,
    PlanPerson,
    Policy,
)
from plans.sheets import (
    Actions,
    ActionUpdates,
    Dependencies,
    DependencyUpdates,
    Milestones,
    MilestoneUpdates,
    PeopleAndParts,
    Plans,
    Policies,
)
from plans.sheets.columns import OfPlan, plan
from plans.sheets.delivery import AGREEMENT, PLAN, doubt_about_date
from sheets.descriptions import Sheet

PLAN_NAMED = Names("plan", Plans, ("plan",), ("reference",))
QUARTER = Names("quarter", Quarters, ("quarter",), ("label",))
ACTION = Names("action", Actions, ("plan", "number"), ("plan__reference", "number"))


class Agreements(Sheet):
    """What the partnership agreed, for which years."""

    name = "Agreements"
    key = ("agreement",)
    columns = columns_of(Plans, "agreement", *AGREEMENT)

    def missing(self, key):
        return f"there is no agreement {key[0]}: add it first, or correct its name"


class AgreementsTable(InRounds):
    """What the partnership agreed, for which years."""

    sheet = Agreements
    at = {"agreement": "title"}

    class Meta(TableMeta):
        model = Agreement

    def before_save_instance(self, instance, row, **kwargs):
        """A new one is live where none is."""
        super().before_save_instance(instance, row, **kwargs)
        if instance.pk is None:
            instance.is_live = not Agreement.objects.filter(is_live=True).exists()


class InPlans(InRounds):
    """A table whose rows name a plan, in whatever way they write its reference."""

    beside = (Plans,)


class PlansAlone(Plans):
    """Plans, whose agreements have a table of their own."""

    columns = columns_of(Plans, "reference", "title", "agreement", *PLAN[1:])
    problems = Sheet.problems
    remarks = Sheet.remarks

    def doubts(self, change, book):
        if change.touches("dated"):
            yield from doubt_about_date(change.values["dated"])


class PlansTable(InRounds):
    """Delivery plans, without what stands in tables of its own."""

    sheet = PlansAlone
    named = (Names("agreement", Agreements, ("agreement",), ("title",)),)

    class Meta(TableMeta):
        model = DeliveryPlan


class Delivered(OfPlan):
    """Which plan delivers which indicator."""

    name = "Indicators delivered"
    key = ("plan", "indicator")
    columns = (plan(), *columns_of(Actuals, "indicator"))


class DeliveredTable(InPlans):
    """Which plan delivers which indicator."""

    sheet = Delivered
    named = (PLAN_NAMED, Names("indicator", Indicators, ("indicator",), ("code",)))

    class Meta(TableMeta):
        model = PlanIndicator


class Parts(OfPlan):
    """Who has which part in which plan."""

    name = "Parts in plans"
    key = ("email", "plan")
    columns = (*columns_of(PeopleAndParts, "email"), plan(), *columns_of(PeopleAndParts, "part"))


class PartsTable(InPlans):
    """Who has which part in which plan."""

    sheet = Parts
    named = (Names("user", People, ("email",), ("email",)), PLAN_NAMED)

    class Meta(TableMeta):
        model = PlanPerson


class PoliciesTable(InPlans):
    """The policies through which plans are delivered."""

    sheet = Policies
    named = (PLAN_NAMED,)

    class Meta(TableMeta):
        model = Policy


class DependenciesTable(InPlans):
    """What each plan depends on."""

    sheet = Dependencies
    named = (PLAN_NAMED,)

    class Meta(TableMeta):
        model = Dependency


class DependencyUpdatesTable(InPlans):
    """How each dependency stood, quarter by quarter."""

    sheet = DependencyUpdates
    named = (
        Names("dependency", Dependencies, ("plan", "priority"), ("plan__reference", "priority")),
        QUARTER,
    )

    class Meta(TableMeta):
        model = DependencyUpdate


class ActionsTable(InPlans):
    """What each plan does."""

    sheet = Actions
    named = (
        PLAN_NAMED,
        Names("indicators_fed", Indicators, ("indicators_fed",), ("code",), many=True),
    )

    class Meta(TableMeta):
        model = Action


class ActionUpdatesTable(InPlans):
    """How each action went, quarter by quarter."""

    sheet = ActionUpdates
    named = (ACTION, QUARTER)

    class Meta(TableMeta):
        model = ActionUpdate


class MilestonesTable(InPlans):
    """What each action reaches, and when."""

    sheet = Milestones
    named = (ACTION,)
    at = {"milestone": "number"}

    class Meta(TableMeta):
        model = Milestone


class MilestoneUpdatesTable(InPlans):
    """What became of each milestone, quarter by quarter."""

    sheet = MilestoneUpdates
    named = (
        Names(
            "milestone",
            Milestones,
            ("plan", "number", "milestone"),
            ("action__plan__reference", "action__number", "number"),
        ),
        QUARTER,
    )

    class Meta(TableMeta):
        model = MilestoneUpdate
