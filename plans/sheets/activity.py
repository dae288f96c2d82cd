"""The sheets Actions, Action updates, Milestones and Milestone updates."""

from indicators.codes import read_code
from indicators.models import Indicator
from periods.sheets import day, quarter
from plans.models import Action, ActionUpdate, DeliveryPlan, Milestone, MilestoneUpdate
from plans.progress import ActionStatus, first_due_lock
from plans.schedules import read_schedule
from plans.sheets.columns import TO_ACTION, TO_PLAN, OfPlan, in_order, number, plan, several
from sheets.columns import Layout, lines, longest, text, word
from sheets.descriptions import Book, Change, Kind, Reference, Told

TO_MILESTONE = Reference("Milestones", ("plan", "number", "milestone"))


class Actions(OfPlan):
    """The activity plan: what is done, by whom and when."""

    name = "Actions"
    key = ("plan", "number")
    references = (TO_PLAN, Reference("Indicators", ("indicators_fed",), many=True))
    fields = ("action", "who", "success_measure", "when", "resource_implications", "commentary")
    columns = (
        plan(),
        number(),
        text("Action", "action", required="what is to be done"),
        lines("Who", "who", hint="Separated by ; or line breaks"),
        text("Milestones / success measure", "success_measure"),
        text(
            "When",
            "when",
            longest=longest(Action, "when"),
            layout=Layout.TEXT,
            hint="As the plan writes it: September 2009",
        ),
        text("Resource implications", "resource_implications"),
        text("Commentary", "commentary"),
        several("Indicators fed", "indicators_fed", read_code, hint="Codes, separated by ;"),
    )

    def rows(self):
        fed: dict[int, list[str]] = {}
        links = Action.indicators_fed.through.objects.values_list("action_id", "indicator__code")
        for action, code in links:
            fed.setdefault(action, []).append(code)
        for each in Action.objects.select_related("plan").order_by("plan__reference", "number"):
            values = {name: getattr(each, name) for name in ("pk", "number", *self.fields)}
            codes = in_order(fed.get(each.pk, []))
            yield values | {"plan": each.plan.reference, "indicators_fed": codes}

    def missing(self, key):
        return (
            f"the plan {key[0]} has no action {key[1]}: add it under Actions, or correct the number"
        )

    def remarks(self, change: Change, book: Book) -> Told:
        if change.touches("when") and (question := read_schedule(change.values["when"]).question):
            yield "when", question

    def save(self, changes, saving):
        plans, codes = saving.ids(DeliveryPlan, "reference"), saving.ids(Indicator, "code")
        kept = Action.objects.in_bulk([each.kept["pk"] for each in changes if each.kept])
        for change in changes:
            action = kept[change.kept["pk"]] if change.kept else Action()
            action.plan_id, action.number = plans[change.key[:1]], change.key[1]
            for name in self.fields:
                setattr(action, name, change.values[name])
            saving.save(action)
            if change.touches("indicators_fed"):
                fed = [codes[(each,)] for each in change.values["indicators_fed"]]
                saving.link(action, "indicators_fed", fed)


class ActionUpdates(OfPlan):
    """How each action went in a quarter."""

    name = "Action updates"
    key = ("plan", "number", "quarter")
    references = (TO_PLAN, TO_ACTION)
    reported_in = "quarter"
    fields = ("status", "commentary")
    columns = (
        plan(),
        number(),
        quarter("Quarter", "quarter"),
        word("Status", "status", ActionStatus, hint="Blank: not stated"),
        text("Commentary", "commentary"),
    )

    def rows(self):
        updates = ActionUpdate.objects.order_by(
            "action__plan__reference", "action__number", "quarter"
        )
        for row in updates.values_list(
            "pk", "action__plan__reference", "action__number", "quarter_id", *self.fields
        ):
            yield dict(zip(("pk", *self.key, *self.fields), row, strict=True))

    def missing(self, key):
        return f"there is no update of action {key[1]} in {key[2]}: add it to Action updates"

    def problems(self, change: Change, book: Book) -> Told:
        if not change.row.broken and not any(change.values[each] for each in self.fields):
            yield "status", "this row says nothing: write a status or a commentary, or take it out"

    def save(self, changes, saving):
        actions = saving.ids(Action, "plan__reference", "number")
        saving.create(
            ActionUpdate(
                action_id=actions[change.key[:2]],
                quarter_id=change.key[2],
                **{name: change.values[name] for name in self.fields},
            )
            for change in changes
            if change.kind == Kind.NEW
        )
        saving.update(ActionUpdate, changes, self.fields)


class Milestones(OfPlan):
    """The dated steps of actions."""

    name = "Milestones"
    key = ("plan", "number", "milestone")
    references = (TO_PLAN, TO_ACTION)
    fields = ("words", "first_due")
    columns = (
        plan(),
        number(),
        number("Milestone", "milestone"),
        text("Words", "words", required="what is reached"),
        day("First due", "first_due", hint="The first date it ever had; later ones are updates"),
    )

    def rows(self):
        milestones = Milestone.objects.order_by(
            "action__plan__reference", "action__number", "number"
        )
        for row in milestones.values_list(
            "pk", "action__plan__reference", "action__number", "number", *self.fields
        ):
            yield dict(zip(("pk", *self.key, *self.fields), row, strict=True))

    def missing(self, key):
        return (
            f"action {key[1]} of the plan {key[0]} has no milestone {key[2]}: add it under "
            "Milestones, or correct the number"
        )

    def problems(self, change: Change, book: Book) -> Told:
        yield from super().problems(change, book)
        if change.kept and "first_due" not in change.row.broken:
            kept, new = change.kept["first_due"], change.values["first_due"]
            if locked := first_due_lock(kept, new, book.rounds):
                yield "first_due", locked

    def save(self, changes, saving):
        actions = saving.ids(Action, "plan__reference", "number")
        saving.create(
            Milestone(
                action_id=actions[change.key[:2]],
                number=change.key[2],
                **{name: change.values[name] for name in self.fields},
            )
            for change in changes
            if change.kind == Kind.NEW
        )
        saving.update(Milestone, changes, self.fields)


class MilestoneUpdates(OfPlan):
    """Milestones reached, or moved with a reason, in a quarter."""

    name = "Milestone updates"
    key = ("plan", "number", "milestone", "quarter")
    references = (TO_PLAN, TO_ACTION, TO_MILESTONE)
    reported_in = "quarter"
    fields = ("now_due", "done_on", "reason")
    columns = (
        plan(),
        number(),
        number("Milestone", "milestone"),
        quarter("Quarter", "quarter"),
        day("Now due", "now_due"),
        day("Done on", "done_on"),
        text("Reason", "reason", hint="Why it moves"),
    )

    def rows(self):
        updates = MilestoneUpdate.objects.order_by(
            "milestone__action__plan__reference",
            "milestone__action__number",
            "milestone__number",
            "quarter",
        )
        for row in updates.values_list(
            "pk",
            "milestone__action__plan__reference",
            "milestone__action__number",
            "milestone__number",
            "quarter_id",
            *self.fields,
        ):
            yield dict(zip(("pk", *self.key, *self.fields), row, strict=True))

    def missing(self, key):
        return f"there is no update of milestone {key[2]} in {key[3]}: add it to Milestone updates"

    def problems(self, change: Change, book: Book) -> Told:
        values, broken = change.values, change.row.broken
        moves = values["now_due"] or "now_due" in broken
        if moves and not values["reason"] and "reason" not in broken:
            yield "reason", "Reason is blank: say why the milestone moves"
        if values["done_on"] and values["done_on"] > book.on:
            yield "done_on", "the date it was done is still to come: choose a day up to today"
        if not broken and not any(values[each] for each in self.fields):
            yield "now_due", "this row says nothing: write a date or a reason, or take it out"

    def save(self, changes, saving):
        milestones = saving.ids(Milestone, "action__plan__reference", "action__number", "number")
        saving.create(
            MilestoneUpdate(
                milestone_id=milestones[change.key[:3]],
                quarter_id=change.key[3],
                **{name: change.values[name] for name in self.fields},
            )
            for change in changes
            if change.kind == Kind.NEW
        )
        saving.update(MilestoneUpdate, changes, self.fields)
