"""The sheets Dependencies and Dependency updates."""

from indicators.models import Indicator
from periods.sheets import quarter
from plans.models import DeliveryPlan, Dependency, DependencyUpdate
from plans.progress import DependencyStatus
from plans.sheets.columns import TO_PLAN, OfDependency, plan, priority
from sheets.columns import longest, text, word
from sheets.descriptions import Kind, Reference

TO_DEPENDENCY = Reference("Dependencies", ("plan", "priority"))


class Dependencies(OfDependency):
    """On what each plan depends: an indicator, tracked here or not, or something else."""

    name = "Dependencies"
    key = ("plan", "priority")
    fields = ("theme_group", "arrangement")
    columns = (
        plan(),
        priority(),
        text("Theme group", "theme_group", longest=longest(Dependency, "theme_group")),
        text("Arrangement", "arrangement", hint="The arrangement for managing dependency"),
    )

    def rows(self):
        for each in Dependency.objects.select_related("plan").order_by("plan__reference", "pk"):
            values = {name: getattr(each, name) for name in ("pk", "priority", *self.fields)}
            yield values | {"plan": each.plan.reference}

    def missing(self, key):
        return (
            f"the plan {key[0]} has no dependency on {key[1]}: add it under Dependencies, "
            "or correct the priority"
        )

    def save(self, changes, saving):
        plans, codes = saving.ids(DeliveryPlan, "reference"), saving.ids(Indicator, "code")
        saving.create(
            Dependency(
                plan_id=plans[change.key[:1]],
                priority=change.key[1],
                indicator_id=codes.get((change.key[1],)),
                **{name: change.values[name] for name in self.fields},
            )
            for change in changes
            if change.kind == Kind.NEW
        )
        saving.update(Dependency, changes, self.fields)


class DependencyUpdates(OfDependency):
    """How each dependency stood in a quarter."""

    name = "Dependency updates"
    key = ("plan", "priority", "quarter")
    references = (TO_PLAN, TO_DEPENDENCY)
    reported_in = "quarter"
    fields = ("status", "commentary")
    columns = (
        plan(),
        priority(),
        quarter("Quarter", "quarter"),
        word("Status", "status", DependencyStatus, required=True),
        text("Commentary", "commentary"),
    )

    def rows(self):
        updates = DependencyUpdate.objects.order_by(
            "dependency__plan__reference", "dependency", "quarter"
        )
        for row in updates.values_list(
            "pk",
            "dependency__plan__reference",
            "dependency__priority",
            "quarter_id",
            *self.fields,
        ):
            yield dict(zip(("pk", *self.key, *self.fields), row, strict=True))

    def missing(self, key):
        return f"there is no update of {key[1]} in {key[2]}: add it to Dependency updates"

    def save(self, changes, saving):
        dependencies = saving.ids(Dependency, "plan__reference", "priority")
        saving.create(
            DependencyUpdate(
                dependency_id=dependencies[change.key[:2]],
                quarter_id=change.key[2],
                **{name: change.values[name] for name in self.fields},
            )
            for change in changes
            if change.kind == Kind.NEW
        )
        saving.update(DependencyUpdate, changes, self.fields)
