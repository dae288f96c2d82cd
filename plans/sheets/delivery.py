"""The sheets Plans, People (with their parts), Indicators (with their plan) and Policies."""

from accounts.sheets import People, everybody, person_values, save_people
from indicators.models import Indicator
from indicators.sheets import Indicators
from periods.dates import read_date
from periods.sheets import period
from plans.models import Agreement, DeliveryPlan, Dependency, PlanIndicator, PlanPerson, Policy
from plans.progress import Part
from plans.sheets.columns import (
    TO_PLAN,
    OfPlan,
    by_loose,
    in_order,
    loose,
    our_reference,
    plan,
    read_reference,
    several,
)
from plans.terms import problems_with_years
from sheets.cells import Cell
from sheets.columns import Layout, lines, longest, text, word
from sheets.descriptions import Book, Change, Key, Kind, Reference, Row, Sheet, Told, Values
from sheets.problems import all_of

AGREEMENT = ("area", "first_year", "last_year")
PLAN = (
    "title", "prepared_by", "post", "service", "dated", "theme", "priority", "theme_group",
    "management_group_lead", "partners", "cross_cutting_theme", "equality_and_diversity",
    "performance_arrangements",
)  # fmt: skip


class Plans(Sheet):
    """Delivery plans, each with the agreement it belongs to."""

    name = "Plans"
    key = ("reference",)
    columns = (
        plan(attribute="reference"),
        text("Title", "title", longest=longest(DeliveryPlan, "title"), required="its title"),
        text(
            "Agreement",
            "agreement",
            longest=longest(Agreement, "title"),
            required="the agreement's name, such as Worcestershire Local Area Agreement 2008-11",
        ),
        text("Area", "area", longest=longest(Agreement, "area"), required="the agreement's area"),
        period("First year", "first_year", hint="The agreement's first year, such as 2008/09"),
        period("Last year", "last_year", hint="The agreement's last year, such as 2010/11"),
        text("Prepared by", "prepared_by", longest=longest(DeliveryPlan, "prepared_by")),
        text("Post", "post", longest=longest(DeliveryPlan, "post")),
        text("Service", "service", longest=longest(DeliveryPlan, "service")),
        text(
            "Date",
            "dated",
            longest=longest(DeliveryPlan, "dated"),
            layout=Layout.TEXT,
            hint="As the plan writes it: July 2009",
        ),
        text("Theme", "theme", longest=longest(DeliveryPlan, "theme")),
        text("Priority", "priority"),
        text("Theme group", "theme_group", longest=longest(DeliveryPlan, "theme_group")),
        text(
            "Management group lead",
            "management_group_lead",
            longest=longest(DeliveryPlan, "management_group_lead"),
        ),
        lines("Partners", "partners", hint="Separated by ; or line breaks"),
        text(
            "Cross-cutting theme",
            "cross_cutting_theme",
            longest=longest(DeliveryPlan, "cross_cutting_theme"),
        ),
        text("Equality and diversity", "equality_and_diversity"),
        lines(
            "Performance arrangements",
            "performance_arrangements",
            hint="Separated by ; or line breaks",
        ),
    )

    def rows(self):
        names = ("pk", "reference", *PLAN)
        plans = DeliveryPlan.objects.order_by("reference").select_related("agreement")
        for each in plans:
            yield {
                **{name: getattr(each, name) for name in names},
                "agreement": each.agreement.title,
                **{name: getattr(each.agreement, name) for name in AGREEMENT},
            }

    def missing(self, key):
        return f"there is no plan {key[0]}: add it under Plans, or correct the reference"

    def settle(self, row: Row, book: Book) -> None:
        if written := row.values.get("reference"):
            ours = book.once("kept references", lambda book: by_loose(book.kept("Plans")))
            row.values["reference"] = ours.get(loose(written), written)

    def problems(self, change: Change, book: Book) -> Told:
        values = change.values
        yield from problems_with_years(values["first_year"], values["last_year"])

    def remarks(self, change: Change, book: Book) -> Told:
        title = change.values["agreement"]
        live = book.once("live agreement", lambda book: live_agreement())
        if change.touches("agreement") and live and title not in agreements_kept(book):
            yield (
                "agreement",
                f"{live} is the live agreement, so {title} is kept beside it: the admin can make "
                "it the live one",
            )

    def doubts(self, change: Change, book: Book) -> Told:
        """What changes of the agreement changes for its other plans too; asked once of each."""
        if change.touches("dated"):
            yield from doubt_about_date(change.values["dated"])
        title = change.values["agreement"]
        others = with_the_agreement_otherwise(change, book)
        if others and book.once(f"{title} asked about", lambda book: change.key) == change.key:
            ours = [
                name
                for name in AGREEMENT
                if any(other[name] != change.values[name] for other in others)
            ]
            said = all_of(
                [f"{self.column(name).heading} {change.values[name] or 'blank'}" for name in ours]
            )
            yield (
                ours[0],
                f"{said} would hold for all plans of the agreement, so for "
                f"{all_of([other['reference'] for other in others])} too: check that it is meant",
            )

    def problems_of_all(self, changes: list[Change], book: Book):
        first: dict[str, Change] = {}
        for change in changes:
            said = first.setdefault(change.values["agreement"], change)
            for attribute in AGREEMENT:
                ours = said.values[attribute]
                if change.values[attribute] != ours and attribute not in said.row.broken:
                    yield (
                        change.row,
                        attribute,
                        f"{said.row.called} says {ours} for the same agreement: write the same "
                        "in both rows",
                    )

    def save(self, changes, saving):
        agreements = save_agreements(changes, saving)
        for change in changes:
            change.values["agreement_id"] = agreements[change.values["agreement"]].pk
        saving.create(
            DeliveryPlan(
                reference=change.key[0],
                agreement_id=change.values["agreement_id"],
                **{name: change.values[name] for name in PLAN},
            )
            for change in changes
            if change.kind == Kind.NEW
        )
        changed = [change for change in changes if change.touches(*PLAN, "agreement")]
        saving.update(DeliveryPlan, changed, PLAN, {"agreement": "agreement_id"})


def doubt_about_date(written: str) -> Told:
    """A plan's date is kept as it is written; one that is no day, or a number, is asked about."""
    day, _, rest = written.partition(" ")
    if written.isdecimal() and len(written) != YEAR_DIGITS:
        yield "dated", f"{written} is no date: write it as the plan does, such as July 2009"
    elif day.isdecimal() and len(rest.split()) > 1:
        try:
            read_date(written)
        except ValueError as problem:
            yield "dated", str(problem)


YEAR_DIGITS = 4


def with_the_agreement_otherwise(change: Change, book: Book) -> list[Values]:
    """The other plans of the row's agreement, as they would be, of which it is kept otherwise."""
    plans = book.once("plans as they would be", lambda book: book.all_rows("Plans"))
    return [
        other
        for key, other in plans.items()
        if key != change.key and other["agreement"] == change.values["agreement"]
        if any(other[name] != change.values[name] for name in AGREEMENT)
    ]


def live_agreement() -> Agreement | None:
    return Agreement.objects.filter(is_live=True).first()


def agreements_kept(book: Book) -> set[str]:
    return book.once(
        "agreements", lambda book: set(Agreement.objects.values_list("title", flat=True))
    )


def save_agreements(changes: list[Change], saving) -> dict[str, Agreement]:
    """The agreements that rows name; a new one is live where none is."""
    agreements = {each.title: each for each in Agreement.objects.all()}
    for change in changes:
        values = {name: change.values[name] for name in AGREEMENT}
        ours = agreements.get(change.values["agreement"])
        if ours is None:
            live = not any(each.is_live for each in agreements.values())
            ours = Agreement(title=change.values["agreement"], is_live=live, **values)
        elif all(getattr(ours, name) == value for name, value in values.items()):
            continue
        for name, value in values.items():
            setattr(ours, name, value)
        saving.save(ours)
        agreements[ours.title] = ours
    return agreements


class PeopleAndParts(People):
    """People, with the part each has in each plan: one row for each part."""

    key = ("email", "plan")
    references = (TO_PLAN,)
    columns = (
        *People.columns,
        plan(required=False),
        word("Part", "part", Part, hint="In that plan"),
    )

    def rows(self):
        parts: dict[int, list[PlanPerson]] = {}
        for each in PlanPerson.objects.select_related("plan").order_by("plan__reference"):
            parts.setdefault(each.user_id, []).append(each)
        for person in super().rows():
            ours = parts.get(person["pk"], [])
            for each in ours:
                yield person | {"plan": each.plan.reference, "part": each.part}
            if not ours:
                yield person | {"plan": "", "part": ""}

    def settle(self, row: Row, book: Book) -> None:
        row.values.setdefault("plan", "")
        if row.values["plan"]:
            row.values["plan"] = our_reference(row.values["plan"], book)

    def kept_for(self, key: Key, book: Book) -> Values | None:
        """A person who is there, even where they have no part in that plan yet."""
        kept = super().kept_for(key, book)
        person = everybody(book).get(key[0])
        if kept or person is None:
            return kept
        return person_values(person) | {"plan": key[1], "part": ""}

    def problems(self, change: Change, book: Book) -> Told:
        plan, part, broken = change.values["plan"], change.values["part"], change.row.broken
        if part and not plan and "plan" not in broken:
            yield "plan", "a part belongs to a plan: write which, or take the part out"
        had_one = change.kept is not None and change.kept["part"]
        if plan and not part and not had_one and "part" not in broken:
            yield "part", "Part is blank: write contributor or lead, or take the plan out"

    def save(self, changes, saving):
        people = save_people(changes, saving)
        plans = saving.ids(DeliveryPlan, "reference")
        kept = {(each.user_id, each.plan_id): each for each in PlanPerson.objects.all()}
        for change in changes:
            if not change.values["plan"]:
                continue
            user, plan_id = people[change.key[0]], plans[(change.key[1],)]
            save_part(kept.get((user.pk, plan_id)), user.pk, plan_id, change.values["part"], saving)


def save_part(kept: PlanPerson | None, user_id: int, plan_id: int, part: str, saving) -> None:
    if kept and not part:
        saving.delete(kept)
    elif kept and kept.part != part:
        kept.part = part
        saving.save(kept)
    elif not kept and part:
        saving.save(PlanPerson(user_id=user_id, plan_id=plan_id, part=part))


class DeliveredIndicators(Indicators):
    """Indicators, with the plan that delivers each."""

    references = (*Indicators.references, Reference("Plans", ("plans",), many=True))
    columns = (
        Indicators.columns[0],
        several(
            "Plan",
            "plans",
            lambda words: read_reference(Cell(words)),
            hint="The plan that delivers it",
        ),
        *Indicators.columns[1:],
    )

    def rows(self):
        delivered: dict[str, list[str]] = {}
        links = PlanIndicator.objects.values_list("indicator__code", "plan__reference")
        for indicator, reference in links:
            delivered.setdefault(indicator, []).append(reference)
        for row in super().rows():
            yield row | {"plans": in_order(delivered.get(row["code"], []))}

    def settle(self, row: Row, book: Book) -> None:
        super().settle(row, book)
        if row.values.get("plans"):
            row.values["plans"] = in_order(
                our_reference(each, book) for each in row.values["plans"]
            )

    def problems(self, change: Change, book: Book) -> Told:
        yield from super().problems(change, book)
        first: dict[str, str] = {}
        for reference in change.values["plans"]:
            agreement = (book.row("Plans", (reference,)) or {}).get("agreement", reference)
            other = first.setdefault(agreement, reference)
            if other != reference:
                yield (
                    "plans",
                    f"{other} and {reference} are plans of one agreement, and only one of them "
                    "delivers the indicator: name it in the other as a dependency",
                )

    def save(self, changes, saving):
        super().save(changes, saving)
        indicators = saving.ids(Indicator, "code")
        plans = saving.ids(DeliveryPlan, "reference")
        for change in changes:
            kept = set(change.kept["plans"]) if change.kept else set()
            wanted = set(change.values["plans"])
            indicator = indicators[change.key]
            for reference in sorted(wanted - kept):
                saving.save(PlanIndicator(plan_id=plans[(reference,)], indicator_id=indicator))
            for reference in sorted(kept - wanted):
                link = PlanIndicator.objects.get(plan=plans[(reference,)], indicator=indicator)
                saving.delete(link)
        link_dependencies(changes, indicators, saving)


def link_dependencies(changes: list[Change], indicators: dict[Key, int], saving) -> None:
    """Dependencies on an indicator that was not kept here before now point to it."""
    new = [change.key[0] for change in changes if change.kind == Kind.NEW]
    for each in Dependency.objects.filter(indicator=None, priority__in=new):
        each.indicator_id = indicators[(each.priority,)]
        saving.save(each)


class Policies(OfPlan):
    """The policies through which a plan's priority is delivered."""

    name = "Policies"
    key = ("plan", "policy")
    fields = ("responsible_body", "arrangement")
    columns = (
        plan(),
        text(
            "Policy, plan or strategy",
            "policy",
            longest=longest(Policy, "policy"),
            required="the policy's name",
        ),
        text(
            "Responsible theme group or organisation",
            "responsible_body",
            longest=longest(Policy, "responsible_body"),
        ),
        text("Arrangement", "arrangement", hint="The arrangement for managing dependency"),
    )

    def rows(self):
        for each in Policy.objects.select_related("plan").order_by("plan__reference", "pk"):
            values = {name: getattr(each, name) for name in ("pk", "policy", *self.fields)}
            yield values | {"plan": each.plan.reference}

    def missing(self, key):
        return f"the plan {key[0]} has no policy {key[1]}: add it under Policies"

    def save(self, changes, saving):
        plans = saving.ids(DeliveryPlan, "reference")
        saving.create(
            Policy(
                plan_id=plans[change.key[:1]],
                policy=change.key[1],
                **{name: change.values[name] for name in self.fields},
            )
            for change in changes
            if change.kind == Kind.NEW
        )
        saving.update(Policy, changes, self.fields)
