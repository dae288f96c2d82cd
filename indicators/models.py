"""Indicators, the rules they are judged by, their versions and their figures.

Everything that moves is recorded once per quarter: a figure belongs to the period it is about
and to the quarter in which it was reported. Baselines, targets and rules are versions, each in
force from a round on.
"""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Case, Exists, F, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce, Concat, Substr

from accounts.checks import look_at_all
from accounts.history import History
from indicators.changes import (
    problem_with_frequency,
    problems_with_breakdown,
    problems_with_new_measure,
    problems_with_part_of,
)
from indicators.codes import NotACode, read_code
from indicators.doubts import (
    Past,
    doubt_about_fraction,
    doubts_about_entry,
    periods_to_compare_with,
)
from indicators.entries import (
    MOST_TOLERANCE,
    RESULTS,
    Entry,
    Measure,
    Reported,
    problem_with_tolerance,
    problems_with_baseline,
    problems_with_comparator,
    problems_with_entry,
    problems_with_target,
)
from indicators.expectations import (
    Accumulation,
    Expect,
    Expectations,
    Frequency,
    Standing,
)
from indicators.performance import Comparable, GoodIs, ToleranceKind
from indicators.values import Figure, Unit, usual_decimals
from indicators.versions import Designation, TargetState, in_force, problems_with_change
from periods.calendar import LAST_QUARTER, YearType, read_period
from periods.fields import (
    DayField,
    PeriodLabelField,
    QuarterLabelField,
    as_slug,
    period_label_constraint,
    quarter_label_constraint,
    word_is_one_of,
    words,
)
from periods.models import Quarter, QuarterlyRecord, round_states
from periods.rounds import version_lock_among
from sheets.problems import as_sentence


def figure_field(verbose_name=None, **kwargs):
    """A number kept exactly: up to 9 digits before the point and 6 after it."""
    return models.DecimalField(
        verbose_name, max_digits=15, decimal_places=6, null=True, blank=True, **kwargs
    )


def count_field(verbose_name=None, **kwargs):
    """A whole number of people or things."""
    return models.PositiveBigIntegerField(verbose_name, null=True, blank=True, **kwargs)


def validate_code(code: str) -> None:
    """Refuse what is not an indicator's code."""
    try:
        read_code(code)
    except NotACode as problem:
        raise ValidationError(str(problem)) from None


class CodeField(models.CharField):
    """An indicator's code, kept in its one form: `ni101` becomes `NI 101`."""

    def __init__(self, *args, **kwargs):
        kwargs.setdefault("max_length", 20)
        super().__init__(*args, **kwargs)
        self.validators = [*self.validators, validate_code]

    def to_python(self, value):
        value = super().to_python(value)
        try:
            return read_code(value) if value else value
        except NotACode:
            return value


def raise_at_fields(problems: list[tuple[str, str]], row: models.Model) -> None:
    """Raise a ValidationError with each sentence at its field; nothing where there are none.

    What the field of `row` refuses by itself is told by it, and not again.
    """
    at: dict[str, list[str]] = {}
    for field, sentence in problems:
        if reads(row, field):
            at.setdefault(field, []).append(as_sentence(sentence))
    if at:
        raise ValidationError(at)


def reads(row: models.Model, name: str) -> bool:
    """Whether the field of that name takes what `row` has there; a blank may be asked for."""
    field: Any = row._meta.get_field(name)
    try:
        field.clean(getattr(row, field.attname), row)
    except ValidationError:
        return False
    return True


def differ(row: models.Model, kept: models.Model | None, names: tuple[str, ...]) -> bool:
    """Whether `row` says anything else than what is kept of it, in the fields of these names."""
    return kept is not None and any(getattr(row, each) != getattr(kept, each) for each in names)


class IndicatorQuerySet(models.QuerySet):
    """Indicators, as other rooms ask for them."""

    def with_code(self, code: str):
        return self.filter(code=code)

    def in_order(self):
        return self.order_by("code")

    def owed_in(self, quarter: str):
        """Those of the plans of the live agreement that owe a return for `quarter`, a label.

        Indicators lie below plans, so the way up is named in words. When a plan owes a return is
        said in `plans.models.DeliveryPlanQuerySet.owing`: this is the same, seen from below.
        """
        running = Q(delivered_by__plan__ended_in="") | Q(delivered_by__plan__ended_in__gte=quarter)
        unfinished = Indicator.objects.unfinished_at(quarter)
        return self.filter(
            running,
            delivered_by__plan__agreement__is_live=True,
            delivered_by__plan__indicators__in=unfinished,
        ).distinct()

    def unfinished_at(self, quarter: str):
        """Those whose last result had not been reported before `quarter`, a label.

        The last result is the final one about the year of the last target, whether that target is
        set yet or not, but not where it was withdrawn or does not apply; without any, about the
        last year of the live agreement. A quarterly indicator's year is in with its fourth
        quarter, and a result about a later year will do.
        """
        results = Actual.objects.filter(
            indicator=OuterRef("pk"),
            standing__in=[Standing.FINAL, Standing.RESTATED],
            reported_in__lt=quarter,
            period__gte=OuterRef("last_period"),
        )
        return self.alias(last_period=_last_period(quarter)).exclude(Exists(results))


def _last_period(quarter: str):
    """The label of the period whose result is the last that an indicator owes."""
    versions = Target.objects.in_force_at(quarter)
    later = versions.filter(
        indicator=OuterRef("indicator"),
        period=OuterRef("period"),
        from_quarter__gt=OuterRef("from_quarter"),
    )
    targets = (
        versions.filter(indicator=OuterRef("pk"))
        .exclude(Exists(later))
        .exclude(state__in=[TargetState.WITHDRAWN, TargetState.NOT_APPLICABLE])
        .order_by("-period")
        .values("period")[:1]
    )
    agreements = (
        Indicator.objects.filter(pk=OuterRef("pk"), delivered_by__plan__agreement__is_live=True)
        .order_by()
        .values("delivered_by__plan__agreement__last_year")[:1]
    )
    is_quarterly = Q(frequency=Frequency.QUARTERLY)
    # The long part stands here once: written in each case, it would be built three times.
    year = Substr(
        Coalesce(Subquery(targets), Subquery(agreements), Value("")),
        1,
        Case(When(~is_quarterly, year_type=YearType.CALENDAR, then=4), default=7),
    )
    return Concat(year, Case(When(is_quarterly, then=Value(" Q4")), default=Value("")))


class Indicator(models.Model):
    """What is measured: National Indicator 101, or a local measure such as LAC 01."""

    counted_by = "code"

    code = CodeField(unique=True, help_text="Such as NI 101, NI 102a or LAC 01")
    slug = models.GeneratedField(
        expression=as_slug("code"),
        output_field=models.SlugField(max_length=20),
        db_persist=True,
        db_index=True,
    )
    title = models.CharField(max_length=500)
    purpose = models.TextField(blank=True)
    lead = models.TextField(blank=True, help_text="Who leads on it: name, post, service")
    unit = models.CharField(max_length=10, choices=words(Unit), default=Unit.PERCENTAGE)
    per = models.PositiveIntegerField(
        null=True, blank=True, help_text="For rates: per 1,000 or per 10,000"
    )
    numerator_words = models.TextField(
        "numerator", blank=True, help_text="What is counted, in words"
    )
    denominator_words = models.TextField(
        "denominator", blank=True, help_text="Out of whom or what, in words"
    )
    counted_as = models.CharField(
        max_length=60, blank=True, help_text="The noun for one: child, young person, visit"
    )
    year_type = models.CharField(max_length=10, choices=words(YearType), default=YearType.FINANCIAL)
    frequency = models.CharField(
        max_length=10, choices=words(Frequency), default=Frequency.QUARTERLY
    )
    accumulation = models.CharField(
        max_length=12, choices=words(Accumulation), default=Accumulation.SNAPSHOT
    )
    q1_expects = models.CharField("Q1 expects", max_length=11, blank=True, choices=words(Expect))
    q2_expects = models.CharField("Q2 expects", max_length=11, blank=True, choices=words(Expect))
    q3_expects = models.CharField("Q3 expects", max_length=11, blank=True, choices=words(Expect))
    q4_expects = models.CharField("Q4 expects", max_length=11, blank=True, choices=words(Expect))
    cohort = models.CharField(
        max_length=100, blank=True, help_text="Indicators about the same people share this word"
    )
    part_of = models.ForeignKey("self", models.PROTECT, related_name="parts", null=True, blank=True)
    broken_down_by = models.CharField(
        max_length=60,
        blank=True,
        help_text="By what it breaks the total down: age, sex. Parts that share this word make the "
        "total together, and nobody is in two of them",
    )

    history = History(excluded_fields=["slug"])
    objects = IndicatorQuerySet.as_manager()

    class Meta:
        ordering = ["code"]
        constraints = [
            models.UniqueConstraint(
                as_slug("code"),
                name="one_indicator_an_address",
                violation_error_message="Another indicator has this code.",
            ),
            word_is_one_of("unit", Unit, name="indicator_unit_is_known"),
            word_is_one_of("year_type", YearType, name="indicator_year_type_is_known"),
            word_is_one_of("frequency", Frequency, name="indicator_frequency_is_known"),
            word_is_one_of("accumulation", Accumulation, name="indicator_accumulation_is_known"),
            models.CheckConstraint(
                condition=~Q(unit=Unit.RATE) | Q(per__isnull=False, per__gt=0),
                name="rate_says_per_how_many",
                violation_error_message="A rate says per how many: 1,000 or 10,000.",
            ),
            models.CheckConstraint(
                condition=~Q(part_of=F("id")),
                name="indicator_is_not_part_of_itself",
                violation_error_message="An indicator cannot be part of itself.",
            ),
            models.CheckConstraint(
                condition=Q(broken_down_by="") | Q(part_of__isnull=False),
                name="only_a_part_breaks_a_total_down",
                violation_error_message="Say which total it is part of, or by what it breaks one "
                "down stays blank.",
            ),
        ]

    def __str__(self):
        return f"{self.code} {self.title}"

    def get_absolute_url(self):
        return f"/indicators/{self.slug}/"

    def clean(self):
        super().clean()
        kept = Indicator.objects.filter(pk=self.pk).first() if self.pk else None
        if not all(reads(self, each) for each in ("unit", "year_type", "frequency")):
            return
        problems = self.problems_with_its_frequency(kept)
        if kept:
            above = dict(Indicator.objects.values_list("pk", "part_of_id"))
            above[self.pk] = self.part_of_id
            problems += self.problems_with_what_is_kept(kept)
            problems += problems_with_part_of(self.pk, above.get)
        problems += problems_with_breakdown(self.broken_down_by, self.part_of_id)
        raise_at_fields(problems, self)

    def problems_with_its_frequency(self, kept: "Indicator | None") -> list[tuple[str, str]]:
        """Why it cannot be two-yearly (yet)."""
        problem = problem_with_frequency(
            kept.frequency if kept else "",
            self.frequency,
            has_baseline=kept is not None and kept.baselines.exists(),
        )
        return [("frequency", problem)] if problem else []

    def problems_with_what_is_kept(self, kept: "Indicator") -> list[tuple[str, str]]:
        """Why its year type, frequency or unit cannot become what they are now."""
        return problems_with_new_measure(
            kept.measure_at(LAST_QUARTER),
            self.measure_at(LAST_QUARTER),
            figures=[each.as_entry() for each in kept.actuals.all()],
            targets=kept.targets.all(),
            baselines=kept.baselines.all(),
        )

    def rule_at(self, quarter: str) -> "IndicatorRule":
        """The rule in force at `quarter`, a label; the usual one where none was kept."""
        versions = self.rules.in_force_at(quarter).order_by("from_quarter")
        usual = IndicatorRule(indicator=self, decimals=usual_decimals(self.unit))
        return versions.last() or usual

    def expectations_at(self, quarter: str) -> Expectations:
        """What each quarter expects, as at `quarter`; reads the prefetched baselines."""
        baseline = in_force(self.baselines.all(), quarter)
        since = read_period(baseline.period, YearType(self.year_type)) if baseline else None
        frequency = Frequency(self.frequency)
        if frequency == Frequency.TWO_YEARLY and since is None:
            frequency = Frequency.ANNUAL
        return Expectations(frequency, YearType(self.year_type), self.expects, since)

    def baselines_at(self, quarter: str) -> "list[Baseline]":
        """The versions of its baseline that hold at `quarter`, in the order of time; reads the
        prefetched ones.
        """
        versions = [each for each in self.baselines.all() if each.from_quarter <= quarter]
        return sorted(versions, key=lambda each: each.from_quarter)

    def measure_at(self, quarter: str) -> Measure:
        """What a figure reported in `quarter` must know of this indicator."""
        return Measure(
            code=self.code,
            unit=self.unit,
            frequency=self.frequency,
            year_type=self.year_type,
            decimals=self.rule_at(quarter).decimals,
            per=self.per,
        )

    @property
    def expects(self) -> tuple[str, str, str, str]:
        """What each quarter expects as entered; blanks stand for the usual (rule 9)."""
        return (self.q1_expects, self.q2_expects, self.q3_expects, self.q4_expects)


class VersionQuerySet(models.QuerySet):
    """Versions of a rule, a baseline or a target."""

    def in_force_at(self, quarter: str):
        """The versions that hold at `quarter`, a label; the last of each period is the one."""
        return self.filter(from_quarter__lte=quarter)


class Version(models.Model):
    """Something that changes only openly: a new version holds from a round on.

    Versions are never edited once a round was published by them; the old ones stay to be seen.
    """

    from_quarter = QuarterLabelField(
        "from",
        blank=True,
        default="",
        help_text="The first quarter judged by it, such as 2009/10 Q3. Blank: since the start.",
    )

    class Meta:
        abstract = True

    def clean(self):
        super().clean()
        kept = type(self)._base_manager.filter(pk=self.pk) if self.pk else []
        if sentence := next(iter(self.reasons_to_keep([*kept, self])), ""):
            raise ValidationError({"from_quarter": sentence})

    def why_locked(self, rounds: dict[str, str] | None = None) -> str:
        """Why this version can be neither changed nor deleted, as a sentence; "" where it can.

        `rounds` are the states of the rounds, where they have been read already.
        """
        return version_lock_among(round_states() if rounds is None else rounds, self.from_quarter)

    @classmethod
    def reasons_to_keep(cls, versions) -> list[str]:
        """Why these versions cannot be deleted: each sentence once."""
        rounds = round_states()
        sentences = [each.why_locked(rounds) for each in versions]
        return [each for each in dict.fromkeys(sentences) if each]


class IndicatorRule(Version):
    """How an indicator is judged from a quarter on: good is, decimals, tolerance, definition."""

    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="rules")
    good_is = models.CharField(max_length=7, choices=words(GoodIs), default=GoodIs.HIGHER)
    decimals = models.PositiveSmallIntegerField(default=1)
    tolerance = models.DecimalField(max_digits=12, decimal_places=4, default=10)
    tolerance_kind = models.CharField(
        max_length=11, choices=words(ToleranceKind), default=ToleranceKind.PERCENT
    )
    definition = models.TextField(blank=True)
    comparable_with_before = models.BooleanField(default=True)
    why_not_comparable = models.TextField(blank=True)
    reason = models.TextField(blank=True, help_text="Why it changed")

    history = History()
    objects = VersionQuerySet.as_manager()

    class Meta:
        ordering = ["indicator", "from_quarter"]
        verbose_name = "rule"
        constraints = [
            models.UniqueConstraint(
                fields=["indicator", "from_quarter"],
                name="one_rule_an_indicator_and_quarter",
                violation_error_message="This indicator already has a rule from that quarter.",
            ),
            quarter_label_constraint("from_quarter", name="rule_from_is_a_label", blank=True),
            word_is_one_of("good_is", GoodIs, name="rule_good_is_is_known"),
            word_is_one_of("tolerance_kind", ToleranceKind, name="rule_tolerance_kind_is_known"),
            models.CheckConstraint(
                condition=Q(decimals__lte=6),
                name="rule_decimals_up_to_6",
                violation_error_message="A figure has from 0 to 6 decimal places.",
            ),
            models.CheckConstraint(
                condition=Q(tolerance__gte=0),
                name="rule_tolerance_not_negative",
                violation_error_message="A tolerance is 0 or more.",
            ),
            models.CheckConstraint(
                condition=Q(tolerance__lte=MOST_TOLERANCE),
                name="rule_tolerance_can_be_kept",
                violation_error_message=f"A tolerance is at most {MOST_TOLERANCE:,}.",
            ),
            models.CheckConstraint(
                condition=Q(comparable_with_before=True) | ~Q(why_not_comparable=""),
                name="rule_says_why_not_comparable",
                violation_error_message="Say why it is not comparable with the one before.",
            ),
        ]

    def __str__(self):
        since = self.from_quarter or "the start"
        return f"{self.indicator.code}: good is {self.good_is}, since {since}"

    def clean(self):
        look_at_all(super().clean, self._look_at_the_tolerance)

    def _look_at_the_tolerance(self):
        if self.tolerance is None or not 0 <= self.tolerance <= MOST_TOLERANCE:
            return
        if problem := problem_with_tolerance(self.tolerance, self.tolerance_kind):
            raise_at_fields([("tolerance", problem)], self)


class ValueVersion(Version):
    """What a baseline and a target have in common."""

    # What makes it another version; the rest says how it came about.
    SUBSTANCE: tuple[str, ...] = ("value", "state", "designation")

    period = PeriodLabelField(help_text="The year or quarter it is about, such as 2009/10")
    state = models.CharField(max_length=14, choices=words(TargetState), default=TargetState.SET)
    value = figure_field()
    reason = models.TextField(blank=True, help_text="Why it changed, or was set")
    agreed_by = models.CharField(max_length=200, blank=True)
    approval_reference = models.CharField(max_length=200, blank=True)
    designation = models.CharField(max_length=20, blank=True, choices=words(Designation))

    class Meta:
        abstract = True

    def problems_with_change_of(self, others) -> list[tuple[str, str]]:
        """What it still needs where it changes itself as kept, or one of `others` before it.

        The reason that is kept was given for another change.
        """
        kept = type(self)._base_manager.filter(pk=self.pk).first() if self.pk else None
        changed = kept if differ(self, kept, self.SUBSTANCE) else None
        earlier = others.filter(from_quarter__lt=self.from_quarter)
        return problems_with_change(
            changed or in_force(earlier, self.from_quarter),
            reason="" if changed and self.reason == changed.reason else self.reason,
            approval_reference=self.approval_reference,
        )


class Baseline(ValueVersion):
    """Where an indicator started from. Without counts, its sentences speak of percentages."""

    SUBSTANCE = (
        "period", "value", "numerator", "denominator", "state", "designation", "already_public",
    )  # fmt: skip

    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="baselines")
    numerator = count_field()
    denominator = count_field()
    already_public = models.CharField(
        max_length=300, blank=True, help_text="Where this figure is already public, if it is"
    )

    history = History()
    objects = VersionQuerySet.as_manager()

    class Meta:
        ordering = ["indicator", "from_quarter"]
        constraints = [
            models.UniqueConstraint(
                fields=["indicator", "from_quarter"],
                name="one_baseline_an_indicator_and_quarter",
                violation_error_message="This indicator already has a baseline from that "
                "quarter: let the new one hold from a later quarter.",
            ),
            quarter_label_constraint("from_quarter", name="baseline_from_is_a_label", blank=True),
            period_label_constraint("period", name="baseline_period_is_a_label"),
            word_is_one_of("state", TargetState, name="baseline_state_is_known"),
            word_is_one_of(
                "designation", Designation, name="baseline_designation_is_known", blank=True
            ),
            models.CheckConstraint(
                condition=Q(state=TargetState.SET)
                & (Q(value__isnull=False) | Q(numerator__isnull=False))
                | (~Q(state=TargetState.SET) & Q(value=None, numerator=None)),
                name="baseline_has_a_figure_when_set",
                violation_error_message="A baseline that is set has a figure, and only that one "
                "has: write the figure, or choose another state.",
            ),
        ]

    def __str__(self):
        return f"{self.indicator.code} baseline {self.period}"

    def clean(self):
        look_at_all(super().clean, self._look_at_the_baseline)

    def _look_at_the_baseline(self):
        if not self.indicator_id:
            return
        measure = self.indicator.measure_at(self.from_quarter)
        others = Baseline.objects.filter(indicator=self.indicator_id)
        raise_at_fields(
            [*problems_with_baseline(self, measure), *self.problems_with_change_of(others)], self
        )


class Target(ValueVersion):
    """What an indicator should reach in a period, as agreed from a round on."""

    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="targets")

    history = History()
    objects = VersionQuerySet.as_manager()

    class Meta:
        ordering = ["indicator", "period", "from_quarter"]
        constraints = [
            models.UniqueConstraint(
                fields=["indicator", "period", "from_quarter"],
                name="one_target_a_period_and_quarter",
                violation_error_message="There is already a target for this indicator and "
                "period from that quarter: let the new one hold from a later quarter.",
            ),
            quarter_label_constraint("from_quarter", name="target_from_is_a_label", blank=True),
            period_label_constraint("period", name="target_period_is_a_label"),
            word_is_one_of("state", TargetState, name="target_state_is_known"),
            word_is_one_of(
                "designation", Designation, name="target_designation_is_known", blank=True
            ),
            models.CheckConstraint(
                condition=Q(state=TargetState.SET, value__isnull=False)
                | (~Q(state=TargetState.SET) & Q(value=None)),
                name="target_has_a_value_when_set",
                violation_error_message="A target that is set has a value, and only that one "
                "has: write the value, or choose another state.",
            ),
        ]

    def __str__(self):
        return f"{self.indicator.code} target {self.period}"

    def clean(self):
        look_at_all(super().clean, self._look_at_the_target)

    def _look_at_the_target(self):
        if not self.indicator_id:
            return
        measure = self.indicator.measure_at(self.from_quarter)
        others = Target.objects.filter(indicator=self.indicator_id, period=self.period)
        raise_at_fields(
            [*problems_with_target(self, measure), *self.problems_with_change_of(others)], self
        )


class ActualQuerySet(models.QuerySet):
    """Figures by the quarter in which they were reported."""

    def as_at(self, quarter: str):
        """Every figure reported in `quarter` (a label) or before.

        Of each indicator and period the one reported last stands; the others are its history.
        """
        return self.filter(reported_in__lte=quarter)

    def reported_in_quarter(self, quarter: str):
        return self.filter(reported_in=quarter)


class Actual(QuarterlyRecord):
    """What was reported about a period in a quarter: a result, a forecast, or why there is none.

    It has two times: `period`, which it is about, and `reported_in`, when it was reported.
    """

    quarter_field = "reported_in"
    # What is the figure itself; the rest is said about it.
    FIGURE = (
        "standing", "value", "numerator", "denominator", "low", "high", "marker",
        "not_available_because",
    )  # fmt: skip

    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="actuals")
    period = PeriodLabelField(help_text="The year or quarter it is about, such as 2008/09")
    reported_in = models.ForeignKey(Quarter, models.PROTECT, related_name="actuals")
    standing = models.CharField(max_length=13, choices=words(Standing), default=Standing.FINAL)
    numerator = count_field()
    denominator = count_field()
    value = figure_field(help_text="Only where no numerator and denominator are known")
    low = count_field("low numerator", help_text="Forecasts: the lowest count expected")
    high = count_field("high numerator", help_text="Forecasts: the highest count expected")
    marker = models.CharField(
        max_length=20, blank=True, help_text="As its publisher wrote it, such as c or x"
    )
    not_available_because = models.TextField(blank=True)
    expected = DayField(null=True, blank=True, help_text="When the figure is expected")
    source = models.TextField(blank=True)
    why = models.TextField("why it is off target", blank=True)
    being_done = models.TextField("what is being done", blank=True)
    back_on_track = models.TextField("when it will be back on track", blank=True)
    help_needed = models.TextField(blank=True)
    reason = models.TextField(blank=True, help_text="Why a reported figure was changed")

    # Boxes of a form that could not be read, while it is checked.
    unread: frozenset[str] = frozenset()

    history = History()
    objects = ActualQuerySet.as_manager()

    class Meta:
        ordering = ["indicator", "period", "reported_in"]
        verbose_name = "figure"
        constraints = [
            models.UniqueConstraint(
                fields=["indicator", "period", "reported_in"],
                name="one_actual_a_period_and_quarter",
                violation_error_message="There is already a figure for this indicator and "
                "period in that quarter: change that one.",
            ),
            period_label_constraint("period", name="actual_period_is_a_label"),
            word_is_one_of("standing", Standing, name="actual_standing_is_known"),
            models.CheckConstraint(
                condition=Q(low=None) | Q(high=None) | Q(low__lte=F("high")),
                name="actual_low_up_to_high",
                violation_error_message="The low forecast is more than the high one.",
            ),
            models.CheckConstraint(
                condition=~Q(standing=Standing.NOT_AVAILABLE)
                | (Q(numerator=None, value=None, marker="") & ~Q(not_available_because="")),
                name="not_available_says_why",
                violation_error_message="Not available needs its reason, and no figure.",
            ),
            models.CheckConstraint(
                condition=Q(standing=Standing.NOT_AVAILABLE)
                | Q(numerator__isnull=False)
                | Q(value__isnull=False)
                | ~Q(marker=""),
                name="actual_says_something",
                violation_error_message="Enter a figure, or say that it is not available and why.",
            ),
            models.CheckConstraint(
                condition=Q(marker="") | Q(numerator=None, value=None),
                name="marker_stands_instead_of_a_figure",
                violation_error_message="A marker stands in place of a figure: give one or the "
                "other.",
            ),
        ]
        indexes = [models.Index(fields=["reported_in", "indicator"], name="actual_by_quarter")]

    def __str__(self):
        return f"{self.indicator.code} {self.period}, reported {self.reported_in_id}"

    def clean(self):
        look_at_all(super().clean, self._look_at_the_figure)

    def _look_at_the_figure(self):
        known = self.standing in set(Standing)
        if not (self.indicator_id and self.reported_in_id and self.period and known):
            return
        measure = self.indicator.measure_at(self.reported_in_id)
        problems = problems_with_entry(self.as_entry(), measure, self.reported_besides())
        raise_at_fields([*problems, *self.asks_why()], self)

    def doubts(self) -> list[tuple[str, str]]:
        """What is asked about a figure that can be kept: (field, sentence) pairs."""
        measure = self.indicator.measure_at(self.reported_in_id)
        return [
            *doubt_about_fraction("value", self.value, measure.unit),
            *doubts_about_entry(
                self.as_entry(),
                measure,
                self.indicator.accumulation,
                self.past(measure),
                self.reported_besides(),
            ),
        ]

    def reported_besides(self) -> list[Reported]:
        """The other reports about the same period."""
        others = Actual.objects.filter(indicator=self.indicator_id, period=self.period)
        rows = others.exclude(pk=self.pk).values_list("reported_in_id", "standing", "denominator")
        return [Reported(*row) for row in rows]

    def past(self, measure: Measure) -> Past:
        """What was known when this was reported."""
        about = read_period(self.period, YearType(measure.year_type))
        labels = periods_to_compare_with(about, measure, self.indicator.accumulation)
        reports = Actual.objects.filter(indicator=self.indicator_id, period__in=labels)
        results = reports.as_at(self.reported_in_id).filter(standing__in=RESULTS)
        last = {each.period: each for each in results.exclude(pk=self.pk).order_by("reported_in")}
        baseline = in_force(self.indicator.baselines.all(), self.reported_in_id)
        same, before = (figure_of(last.get(each), measure) for each in labels)
        start = figure_of(baseline, measure)
        return Past(same, before, start, baseline.period if baseline else "")

    def asks_why(self) -> list[tuple[str, str]]:
        """A figure that was kept changes only with a reason, given for this change."""
        kept = Actual.objects.filter(pk=self.pk).first() if self.pk else None
        given = "" if kept and self.reason == kept.reason else self.reason.strip()
        if given or not differ(self, kept, self.FIGURE):
            return []
        return [("reason", "this figure was reported already: say why it is changed")]

    def as_entry(self) -> Entry:
        """The figure as the rules of entry look at it."""
        return Entry(
            period=self.period,
            reported_in=self.reported_in_id,
            standing=self.standing,
            numerator=self.numerator,
            denominator=self.denominator,
            value=self.value,
            low=self.low,
            high=self.high,
            marker=self.marker,
            not_available_because=self.not_available_because,
            reason=self.reason,
            unread=self.unread,
        )


def figure_of(kept: Baseline | Actual | None, measure: Measure) -> Figure | None:
    """What a record says, as the rules look at it; None where there is no record."""
    if kept is None:
        return None
    return Figure(kept.numerator, kept.denominator, kept.value, Unit(measure.unit), measure.per)


class Comparator(models.Model):
    """A series to set beside an indicator: all pupils in Worcestershire, or England."""

    indicator = models.ForeignKey(Indicator, models.CASCADE, related_name="comparators")
    name = models.CharField("comparator", max_length=200, help_text="Whose figure it is")

    history = History()

    class Meta:
        ordering = ["indicator", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["indicator", "name"],
                name="one_comparator_a_name",
                violation_error_message="This indicator already has a comparator of that name.",
            )
        ]

    def __str__(self):
        return f"{self.indicator.code}: {self.name}"


class ComparatorValue(models.Model):
    """A comparator's published figure for one period, and whether it can be compared."""

    comparator = models.ForeignKey(Comparator, models.CASCADE, related_name="values")
    period = PeriodLabelField()
    value = models.DecimalField(max_digits=15, decimal_places=6)
    definition = models.TextField(blank=True)
    comparable = models.CharField(max_length=6, choices=words(Comparable), default=Comparable.YES)
    because = models.TextField(blank=True, help_text="Why it is not, or only partly, comparable")
    source = models.TextField(help_text="Where the figure was published")

    history = History()

    class Meta:
        ordering = ["comparator", "period"]
        verbose_name = "comparator's figure"
        verbose_name_plural = "comparators' figures"
        constraints = [
            models.UniqueConstraint(
                fields=["comparator", "period"],
                name="one_comparator_value_a_period",
                violation_error_message="This comparator already has a figure for that period.",
            ),
            period_label_constraint("period", name="comparator_period_is_a_label"),
            word_is_one_of("comparable", Comparable, name="comparator_comparable_is_known"),
            models.CheckConstraint(
                condition=Q(comparable=Comparable.YES) | ~Q(because=""),
                name="comparator_says_why_not",
                violation_error_message="Say why it is not, or only partly, comparable.",
            ),
        ]

    def __str__(self):
        return f"{self.comparator}, {self.period}"

    def clean(self):
        super().clean()
        # A series that is added on the same page is there, and not kept yet.
        series = getattr(self, "comparator", None)
        if series is None or not series.indicator_id:
            return
        measure = series.indicator.measure_at(LAST_QUARTER)
        raise_at_fields(problems_with_comparator(self.period, self.value, measure), self)
