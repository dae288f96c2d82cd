"""The sheets Risks and Risk assessments."""

from collections.abc import Callable

from periods.sheets import quarter
from plans.models import DeliveryPlan
from plans.sheets.columns import TO_PLAN, OfPlan, number, plan
from risks.models import Risk, RiskAssessment
from risks.scale import DEFAULT_SCALE, RiskState
from sheets.columns import Column, Layout, longest, read_text, text, word
from sheets.descriptions import Book, Change, Kind, Reference, Row, Told, Values

TO_RISK = Reference("Risks", ("plan", "number"))


def rating(
    heading: str, attribute: str, read: Callable[[str], str], words: tuple[str, ...]
) -> Column:
    """A column of ratings: a word of the scale, in any case, or blank for "not rated"."""
    return Column(
        heading,
        attribute,
        lambda cell: read(read_text(cell)),
        words=words,
        layout=Layout.TEXT,
        hint="Blank: not rated. Nil is a rating",
    )


class Risks(OfPlan):
    """What could stop a plan from working."""

    name = "Risks"
    key = ("plan", "number")
    fields = ("risk", "how_managed", "owner")
    columns = (
        plan(),
        number(),
        text("Risk", "risk", required="what could go wrong"),
        text("How managed", "how_managed"),
        text("Owner", "owner", longest=longest(Risk, "owner")),
    )

    def rows(self):
        for each in Risk.objects.select_related("plan").order_by("plan__reference", "number"):
            values = {name: getattr(each, name) for name in ("pk", "number", *self.fields)}
            yield values | {"plan": each.plan.reference}

    def missing(self, key):
        return f"the plan {key[0]} has no risk {key[1]}: add it under Risks, or correct the number"

    def save(self, changes, saving):
        plans = saving.ids(DeliveryPlan, "reference")
        saving.create(
            Risk(
                plan_id=plans[change.key[:1]],
                number=change.key[1],
                **{name: change.values[name] for name in self.fields},
            )
            for change in changes
            if change.kind == Kind.NEW
        )
        saving.update(Risk, changes, self.fields)


class RiskAssessments(OfPlan):
    """How each risk was rated in a quarter."""

    name = "Risk assessments"
    key = ("plan", "number", "quarter")
    references = (TO_PLAN, TO_RISK)
    reported_in = "quarter"
    fields = ("impact", "likelihood", "state", "commentary")
    columns = (
        plan(),
        number(),
        quarter("Quarter", "quarter"),
        rating("Impact", "impact", DEFAULT_SCALE.read_impact, DEFAULT_SCALE.impact),
        rating("Likelihood", "likelihood", DEFAULT_SCALE.read_likelihood, DEFAULT_SCALE.likelihood),
        word("State", "state", RiskState, hint="Blank: open"),
        text("Commentary", "commentary", hint="What changed; why, if it is closed"),
    )

    def rows(self):
        assessments = RiskAssessment.objects.order_by(
            "risk__plan__reference", "risk__number", "quarter"
        )
        for row in assessments.values_list(
            "pk", "risk__plan__reference", "risk__number", "quarter_id", *self.fields
        ):
            yield dict(zip(("pk", *self.key, *self.fields), row, strict=True))

    def missing(self, key):
        return f"there is no assessment of risk {key[1]} in {key[2]}: add it to Risk assessments"

    def merged(self, row: Row, kept: Values | None, book: Book) -> Values:
        values = super().merged(row, kept, book)
        return values | {"state": values["state"] or RiskState.OPEN.value}

    def problems(self, change: Change, book: Book) -> Told:
        values = change.values
        if not any(map(change.row.says, self.fields)) and change.kept is None:
            yield "impact", "this row says nothing: write a rating or a commentary, or take it out"
        if values["state"] == RiskState.CLOSED and not values["commentary"]:
            yield "commentary", "Commentary is blank: say why the risk is closed"

    def save(self, changes, saving):
        risks = saving.ids(Risk, "plan__reference", "number")
        saving.create(
            RiskAssessment(
                risk_id=risks[change.key[:2]],
                quarter_id=change.key[2],
                **{name: change.values[name] for name in self.fields},
            )
            for change in changes
            if change.kind == Kind.NEW
        )
        saving.update(RiskAssessment, changes, self.fields)
