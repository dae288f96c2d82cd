"""Delivery plans: who leads, on what the plan depends, and what is done by whom and when."""

from collections.abc import Collection, Iterable
from itertools import chain

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import CharField, Exists, F, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce

from accounts.history import History
from indicators.codes import NotACode, read_code
from indicators.models import Indicator, raise_at_fields
from periods.calendar import FinancialQuarter
from periods.fields import (
    DayField,
    FinancialYearField,
    QuarterLabelField,
    as_slug,
    financial_year_constraint,
    quarter_label_constraint,
    word_is_one_of,
    words,
)
from periods.models import Quarter, QuarterlyRecord, round_states
from periods.prepared import Prepared
from plans.progress import ActionStatus, DependencyStatus, Part, first_due_lock
from plans.schedules import Schedule, read_schedule
from plans.terms import problems_with_years
from sheets.problems import as_sentence


class Agreement(models.Model):
    """What the partnership agreed for some years: Worcestershire Local Area Agreement 2008-11."""

    title = models.CharField(
        max_length=200,
        unique=True,
        error_messages={"unique": "There is an agreement of this title: change that one."},
    )
    area = models.CharField(max_length=100)
    first_year = FinancialYearField(help_text="Such as 2008/09")
    last_year = FinancialYearField(help_text="Such as 2010/11")
    is_live = models.BooleanField(
        "live", default=True, help_text="The agreement now worked to. Earlier ones stay readable."
    )

    history = History()

    class Meta:
        ordering = ["-is_live", "-first_year", "title"]
        constraints = [
            models.UniqueConstraint(
                fields=["is_live"],
                condition=Q(is_live=True),
                name="one_live_agreement",
                violation_error_message="Another agreement is live: untick “live” there first.",
            ),
            financial_year_constraint("first_year", name="agreement_first_year_is_a_label"),
            financial_year_constraint("last_year", name="agreement_last_year_is_a_label"),
            models.CheckConstraint(
                condition=Q(first_year__lte=F("last_year")),
                name="agreement_years_in_order",
                violation_error_message="The first year is after the last year.",
            ),
        ]

    def __str__(self):
        return self.title

    def clean(self):
        super().clean()
        raise_at_fields(problems_with_years(self.first_year, self.last_year), self)


class DeliveryPlanQuerySet(models.QuerySet):
    """Plans by who has a part in them, and by what they owe."""

    def of_live_agreement(self):
        return self.filter(agreement__is_live=True)

    def led_by(self, user):
        return self.filter(people__user=user, people__part=Part.LEAD)

    def worked_on_by(self, user):
        """The plans in which this person has a part, as contributor or lead."""
        return self.filter(people__user=user).distinct()

    def running_at(self, quarter: str):
        """Plans that no officer had ended before `quarter`, a label."""
        return self.filter(Q(ended_in="") | Q(ended_in__gte=quarter))

    def owing(self, quarter: str):
        """The plans that owe a return for `quarter`, a label: see `owing_in`.

        They are looked up first, at the cost of a query, and then named: conditions on what
        belongs to them would lie deeper than SQLite reads.
        """
        return self.filter(pk__in=owing_in([quarter])[quarter])


def owing_in(quarters: Iterable[str], only: Collection[int] | None = None) -> dict[str, set[int]]:
    """Of each of these quarters, labels, the ids of the plans that owe a return for it; `only`
    these plans are looked at, else all.

    "A plan owes returns until its last target year's result is in, or an officer ends it with a
    reason." It owes them as a whole: until the last result of every indicator it delivers was
    reported in an earlier quarter (`indicators.models.IndicatorQuerySet.unfinished_at`). A plan
    that delivers none owes them up to the last quarter of its agreement. Costs one query.
    """
    found: dict[str, set[int]] = {each: set() for each in quarters}
    years = [FinancialQuarter.from_label(each).year_label for each in found]
    asked = tuple(chain.from_iterable(zip(found, years, strict=True)))
    if not asked or (only is not None and not only):
        return found
    if only is not None and len(only) == 1:
        rows = _OWING_OF_ONE.rows(*only, *asked)
    else:
        rows = _OWING.rows(*asked)
    for quarter, plan in rows:
        if only is None or plan in only:
            found[quarter].add(plan)
    return found


def _owing_among(plans, asked: tuple[str, ...]) -> models.QuerySet:
    """Of quarters, each followed by its year: each with every plan that owes a return for it."""
    first, *others = (
        _owing(plans, quarter, year).values_list(Value(quarter), "pk")
        for quarter, year in zip(asked[::2], asked[1::2], strict=True)
    )
    return first.union(*others) if others else first


_OWING = Prepared(lambda *asked: _owing_among(DeliveryPlan.objects.all(), asked))
_OWING_OF_ONE = Prepared(
    lambda plan, *asked: _owing_among(DeliveryPlan.objects.filter(pk=plan), asked)
)


def _owing(plans, quarter: str, year: str):
    delivers = PlanIndicator.objects.filter(plan=OuterRef("pk"))
    unfinished = delivers.filter(indicator__in=Indicator.objects.unfinished_at(quarter))
    in_term = ~Exists(delivers) & Q(agreement__last_year__gte=year)
    running = plans.of_live_agreement().running_at(quarter).order_by()
    return running.filter(Exists(unfinished) | in_term)


class DeliveryPlan(models.Model):
    """How one priority of an agreement is to be delivered: every word of the plan document."""

    counted_by = "reference"

    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="plans")
    reference = models.CharField(
        max_length=30,
        unique=True,
        validators=[
            RegexValidator(
                r"^[A-Za-z0-9]+([ -][A-Za-z0-9]+)*$",
                "A reference is letters and digits, with single spaces or hyphens: NI 101.",
            )
        ],
        help_text="Short and unique, such as NI 101",
    )
    slug = models.GeneratedField(
        expression=as_slug("reference"),
        output_field=models.SlugField(max_length=30),
        db_persist=True,
        db_index=True,
    )
    title = models.CharField(max_length=500)
    prepared_by = models.CharField(max_length=200, blank=True)
    post = models.CharField(max_length=200, blank=True)
    service = models.CharField(max_length=300, blank=True)
    dated = models.CharField("date", max_length=50, blank=True, help_text="As written: July 2009")
    theme = models.CharField(max_length=300, blank=True)
    priority = models.TextField(blank=True)
    theme_group = models.CharField(max_length=300, blank=True)
    management_group_lead = models.CharField(max_length=300, blank=True)
    partners = models.TextField(blank=True, help_text="One on each line")
    cross_cutting_theme = models.CharField(max_length=300, blank=True)
    equality_and_diversity = models.TextField(blank=True)
    performance_arrangements = models.TextField(blank=True, help_text="One on each line")
    indicators = models.ManyToManyField(Indicator, through="PlanIndicator", related_name="plans")
    ended_in = QuarterLabelField(
        blank=True, default="", help_text="The last quarter for which returns are owed, if ended"
    )
    ended_because = models.TextField(blank=True)

    history = History(excluded_fields=["slug"])
    objects = DeliveryPlanQuerySet.as_manager()

    class Meta:
        ordering = ["reference"]
        constraints = [
            models.UniqueConstraint(
                as_slug("reference"),
                name="one_plan_an_address",
                violation_error_message="Another plan has this reference: choose one of its own.",
            ),
            quarter_label_constraint("ended_in", name="plan_ended_in_is_a_label", blank=True),
            models.CheckConstraint(
                condition=Q(ended_in="", ended_because="")
                | (~Q(ended_in="") & ~Q(ended_because="")),
                name="plan_ended_says_why",
                violation_error_message="A plan that is ended says in which quarter, and why.",
            ),
        ]

    def __str__(self):
        return f"{self.reference} {self.title}"

    def get_absolute_url(self):
        return f"/plans/{self.slug}/"


class PlanIndicator(models.Model):
    """A plan delivers an indicator, and its return owes the indicator's figures."""

    plan = models.ForeignKey(DeliveryPlan, models.CASCADE, related_name="delivers")
    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="delivered_by")

    history = History()

    class Meta:
        ordering = ["plan", "indicator"]
        verbose_name = "indicator delivered"
        verbose_name_plural = "indicators delivered"
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "indicator"],
                name="plan_delivers_an_indicator_once",
                violation_error_message="This plan already delivers that indicator.",
            )
        ]

    def __str__(self):
        return f"{self.plan.reference} delivers {self.indicator.code}"

    def clean(self):
        super().clean()
        try:
            agreement = self.plan.agreement_id  # of a plan that may not be saved yet
        except DeliveryPlan.DoesNotExist:
            return
        if not (agreement and self.indicator_id):
            return
        other = (
            PlanIndicator.objects.filter(indicator=self.indicator_id, plan__agreement=agreement)
            .exclude(plan=self.plan_id)
            .select_related("plan")
            .first()
        )
        if other:
            raise ValidationError(
                {
                    "indicator": f"{self.indicator.code} is delivered by the plan "
                    f"{other.plan.reference}: name it here as a dependency."
                }
            )


class PlanPerson(models.Model):
    """A person's part in a plan: contributors enter its return, leads also sign it off."""

    plan = models.ForeignKey(DeliveryPlan, models.CASCADE, related_name="people")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="parts", verbose_name="person"
    )
    part = models.CharField(max_length=11, choices=words(Part), default=Part.CONTRIBUTOR)

    history = History()

    class Meta:
        ordering = ["plan", "user"]
        verbose_name = "person's part"
        verbose_name_plural = "people and their part"
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "user"],
                name="one_part_a_person_and_plan",
                violation_error_message="This person already has a part in the plan.",
            ),
            word_is_one_of("part", Part, name="part_is_known"),
        ]

    def __str__(self):
        return f"{self.user}, {self.part} of {self.plan.reference}"


class Policy(models.Model):
    """A policy, plan or strategy through which the priority is delivered."""

    plan = models.ForeignKey(DeliveryPlan, models.CASCADE, related_name="policies")
    policy = models.CharField("policy, plan or strategy", max_length=300)
    responsible_body = models.CharField(
        "responsible theme group or organisation", max_length=300, blank=True
    )
    arrangement = models.TextField("arrangement for managing dependency", blank=True)

    history = History()

    class Meta:
        ordering = ["plan", "id"]
        verbose_name_plural = "policies"
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "policy"],
                name="one_policy_a_plan",
                violation_error_message="This plan already names that policy.",
            )
        ]

    def __str__(self):
        return self.policy


def first_said(records) -> Coalesce:
    """The first quarter, a label, of records in the order of their quarters; "" without any."""
    first = Subquery(records.values("quarter")[:1], output_field=CharField())
    return Coalesce(first, Value(""))


class DependencyQuerySet(models.QuerySet):
    """Dependencies, and what a return says of them."""

    def owed_in(self, quarter: str):
        """The dependencies that a return of `quarter`, a label, is asked about."""
        return self.filter(plan__in=DeliveryPlan.objects.owing(quarter)).known_in(quarter)

    def known_in(self, quarter: str):
        """All but those of which nothing was said until a quarter after this one, a label."""
        first = DependencyUpdate.objects.filter(dependency=OuterRef("pk")).order_by("quarter")
        return self.alias(first=first_said(first)).filter(first__lte=quarter)

    def not_reviewed_in(self, quarter: str):
        """Those of which the quarter has heard nothing yet."""
        heard = DependencyUpdate.objects.filter(dependency=OuterRef("pk"), quarter=quarter)
        return self.owed_in(quarter).exclude(Exists(heard))


class Dependency(models.Model):
    """Another priority on which the plan depends: an indicator, or something untracked."""

    plan = models.ForeignKey(DeliveryPlan, models.CASCADE, related_name="dependencies")
    priority = models.CharField(
        "LAA priority", max_length=200, help_text="An indicator's code, or words"
    )
    indicator = models.ForeignKey(
        Indicator,
        models.PROTECT,
        related_name="dependants",
        null=True,
        blank=True,
        help_text="Filled in where the priority is an indicator that is kept here",
    )
    theme_group = models.CharField(max_length=300, blank=True)
    arrangement = models.TextField("arrangement for managing dependency", blank=True)

    history = History()
    objects = DependencyQuerySet.as_manager()

    class Meta:
        ordering = ["plan", "id"]
        verbose_name_plural = "dependencies"
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "priority"],
                name="one_dependency_a_priority",
                violation_error_message="This plan already names that dependency.",
            )
        ]

    def __str__(self):
        return f"{self.plan.reference} depends on {self.priority}"

    def clean(self):
        super().clean()
        try:
            self.priority = read_code(self.priority)
        except NotACode:
            return
        self.indicator = Indicator.objects.with_code(self.priority).first()


class DependencyUpdate(QuarterlyRecord):
    """How a dependency stood in a quarter."""

    dependency = models.ForeignKey(Dependency, models.CASCADE, related_name="updates")
    quarter = models.ForeignKey(Quarter, models.PROTECT, related_name="dependency_updates")
    status = models.CharField(max_length=9, choices=words(DependencyStatus))
    commentary = models.TextField(blank=True)
    carried_on = models.BooleanField(
        default=False,
        db_default=False,
        editable=False,
        help_text="Nothing to report was the answer: it stands as it did last quarter",
    )

    history = History()

    class Meta:
        ordering = ["dependency", "quarter"]
        constraints = [
            models.UniqueConstraint(
                fields=["dependency", "quarter"],
                name="one_dependency_update_a_quarter",
                violation_error_message="This dependency already has an update in that quarter.",
            ),
            word_is_one_of("status", DependencyStatus, name="dependency_status_is_known"),
        ]

    def __str__(self):
        return f"{self.dependency}, {self.quarter_id}"


class ActionQuerySet(models.QuerySet):
    """Actions, and what a return says of them."""

    def serving(self, indicator):
        """The actions that feed `indicator`."""
        return self.filter(indicators_fed=indicator)

    def owed_in(self, quarter: str):
        """The actions that a return of `quarter`, a label, is asked about: all but those done with,
        of the plans that owe one.
        """
        return self.filter(plan__in=DeliveryPlan.objects.owing(quarter)).going_on_in(quarter)

    def going_on_in(self, quarter: str):
        """All but those that were complete or stopped in a quarter before this one, a label, and
        those of which nothing was said until a later one.
        """
        said = ActionUpdate.objects.filter(action=OuterRef("pk")).order_by("quarter")
        last = (
            ActionUpdate.objects.filter(action=OuterRef("pk"), quarter__lt=quarter)
            .order_by("-quarter")
            .values("status")[:1]
        )
        return (
            self.alias(
                last=Coalesce(Subquery(last), Value("")),
                first=first_said(said),
            )
            .exclude(last__in=[ActionStatus.COMPLETE, ActionStatus.STOPPED])
            .filter(first__lte=quarter)
        )

    def not_reviewed_in(self, quarter: str):
        """Those of which the quarter has heard nothing yet."""
        heard = ActionUpdate.objects.filter(action=OuterRef("pk"), quarter=quarter)
        return self.owed_in(quarter).exclude(Exists(heard))


class Action(models.Model):
    """Something to be done: who does it, when, and by what its success is measured."""

    plan = models.ForeignKey(DeliveryPlan, models.CASCADE, related_name="actions")
    number = models.PositiveSmallIntegerField()
    action = models.TextField()
    who = models.TextField(blank=True, help_text="One body on each line")
    success_measure = models.TextField("milestones / success measure", blank=True)
    when = models.CharField(max_length=300, blank=True, help_text="As written: September 2009")
    resource_implications = models.TextField(blank=True)
    commentary = models.TextField(blank=True)
    indicators_fed = models.ManyToManyField(
        Indicator, blank=True, related_name="fed_by", help_text="The measures this action moves"
    )

    history = History(m2m_fields=[indicators_fed])
    objects = ActionQuerySet.as_manager()

    class Meta:
        ordering = ["plan", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "number"],
                name="one_action_a_number",
                violation_error_message="This plan already has an action of that number.",
            ),
            models.CheckConstraint(
                condition=Q(number__gte=1),
                name="action_number_from_1",
                violation_error_message="Actions are numbered from 1.",
            ),
        ]

    def __str__(self):
        return f"{self.plan.reference} action {self.number}"

    @property
    def schedule(self) -> Schedule:
        """When it is to be done, as far as the plan's words say (rule 12)."""
        return read_schedule(self.when)


class ActionUpdate(QuarterlyRecord):
    """How an action went in a quarter. A blank status means "not stated"."""

    action = models.ForeignKey(Action, models.CASCADE, related_name="updates")
    quarter = models.ForeignKey(Quarter, models.PROTECT, related_name="action_updates")
    status = models.CharField(max_length=11, blank=True, choices=words(ActionStatus))
    commentary = models.TextField(blank=True)
    carried_on = models.BooleanField(
        default=False,
        db_default=False,
        editable=False,
        help_text="Nothing to report was the answer: it stands as it did last quarter",
    )

    history = History()

    class Meta:
        ordering = ["action", "quarter"]
        constraints = [
            models.UniqueConstraint(
                fields=["action", "quarter"],
                name="one_action_update_a_quarter",
                violation_error_message="This action already has an update in that quarter.",
            ),
            word_is_one_of("status", ActionStatus, name="action_status_is_known", blank=True),
        ]

    def __str__(self):
        return f"{self.action}, {self.quarter_id}"


class Milestone(models.Model):
    """A step of an action that can be reached by a day."""

    action = models.ForeignKey(Action, models.CASCADE, related_name="milestones")
    number = models.PositiveSmallIntegerField()
    words = models.TextField()
    first_due = DayField(
        null=True, blank=True, help_text="The first date it ever had; later ones are updates"
    )

    history = History()

    class Meta:
        ordering = ["action", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["action", "number"],
                name="one_milestone_a_number",
                violation_error_message="This action already has a milestone of that number.",
            )
        ]

    def __str__(self):
        return f"{self.action} milestone {self.number}"

    def clean(self):
        super().clean()
        kept = Milestone.objects.filter(pk=self.pk).first() if self.pk else None
        if kept and (locked := first_due_lock(kept.first_due, self.first_due, round_states())):
            raise ValidationError({"first_due": as_sentence(locked)})


class MilestoneUpdate(QuarterlyRecord):
    """A milestone reached, or moved with its reason, as reported in a quarter."""

    milestone = models.ForeignKey(Milestone, models.CASCADE, related_name="updates")
    quarter = models.ForeignKey(Quarter, models.PROTECT, related_name="milestone_updates")
    now_due = DayField(null=True, blank=True)
    done_on = DayField(null=True, blank=True)
    reason = models.TextField(blank=True)

    history = History()

    class Meta:
        ordering = ["milestone", "quarter"]
        constraints = [
            models.UniqueConstraint(
                fields=["milestone", "quarter"],
                name="one_milestone_update_a_quarter",
                violation_error_message="This milestone already has an update in that quarter.",
            ),
            models.CheckConstraint(
                condition=Q(now_due=None) | ~Q(reason=""),
                name="milestone_moved_says_why",
                violation_error_message="A milestone that moves says why.",
            ),
        ]

    def __str__(self):
        return f"{self.milestone}, {self.quarter_id}"
