"""The risk register: what could go wrong, how it is managed, and how it is rated each quarter."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce

from accounts.history import History
from periods.fields import word_is_one_of, words
from periods.models import Quarter, QuarterlyRecord
from plans.models import DeliveryPlan, first_said
from risks.scale import DEFAULT_SCALE, RiskState


def validate_impact(word: str) -> None:
    """Refuse a word that is not on the scale of impact."""
    if word not in DEFAULT_SCALE.impact:
        raise ValidationError(
            f"“{word}” is not on the scale of impact: choose {', '.join(DEFAULT_SCALE.impact)}."
        )


def validate_likelihood(word: str) -> None:
    """Refuse a word that is not on the scale of likelihood."""
    if word not in DEFAULT_SCALE.likelihood:
        raise ValidationError(
            f"“{word}” is not on the scale of likelihood: choose "
            f"{', '.join(DEFAULT_SCALE.likelihood)}."
        )


class RiskQuerySet(models.QuerySet):
    """Risks, and what a return says of them."""

    def owed_in(self, quarter: str):
        """The risks that a return of `quarter`, a label, is asked about: all but closed ones, of
        the plans that owe one.
        """
        return self.filter(plan__in=DeliveryPlan.objects.owing(quarter)).open_in(quarter)

    def open_in(self, quarter: str):
        """All but those that were closed in a quarter before this one, a label, and those that
        were first assessed in a later one.
        """
        rated = RiskAssessment.objects.filter(risk=OuterRef("pk")).order_by("quarter")
        last = (
            RiskAssessment.objects.filter(risk=OuterRef("pk"), quarter__lt=quarter)
            .order_by("-quarter")
            .values("state")[:1]
        )
        return (
            self.alias(
                last=Coalesce(Subquery(last), Value("")),
                first=first_said(rated),
            )
            .exclude(last=RiskState.CLOSED)
            .filter(first__lte=quarter)
        )

    def not_reviewed_in(self, quarter: str):
        """Those that the quarter has not assessed yet."""
        heard = RiskAssessment.objects.filter(risk=OuterRef("pk"), quarter=quarter)
        return self.owed_in(quarter).exclude(Exists(heard))


class Risk(models.Model):
    """Something that could stop a plan from working."""

    plan = models.ForeignKey(DeliveryPlan, models.CASCADE, related_name="risks")
    number = models.PositiveSmallIntegerField()
    risk = models.TextField()
    how_managed = models.TextField(blank=True)
    owner = models.CharField(max_length=200, blank=True)

    history = History()
    objects = RiskQuerySet.as_manager()

    class Meta:
        ordering = ["plan", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "number"],
                name="one_risk_a_number",
                violation_error_message="This plan already has a risk of that number.",
            ),
            models.CheckConstraint(
                condition=Q(number__gte=1),
                name="risk_number_from_1",
                violation_error_message="Risks are numbered from 1.",
            ),
        ]

    def __str__(self):
        return f"{self.plan.reference} risk {self.number}"


class RiskAssessment(QuarterlyRecord):
    """How a risk was rated in a quarter. Nil is a rating; blank is "not rated"."""

    risk = models.ForeignKey(Risk, models.CASCADE, related_name="assessments")
    quarter = models.ForeignKey(Quarter, models.PROTECT, related_name="risk_assessments")
    impact = models.CharField(max_length=20, blank=True, validators=[validate_impact])
    likelihood = models.CharField(max_length=20, blank=True, validators=[validate_likelihood])
    state = models.CharField(max_length=6, choices=words(RiskState), default=RiskState.OPEN)
    commentary = models.TextField(blank=True, help_text="What changed; why, if it is closed")
    carried_on = models.BooleanField(
        default=False,
        db_default=False,
        editable=False,
        help_text="Nothing to report was the answer: it stands as it did last quarter",
    )

    history = History()

    class Meta:
        ordering = ["risk", "quarter"]
        constraints = [
            models.UniqueConstraint(
                fields=["risk", "quarter"],
                name="one_assessment_a_quarter",
                violation_error_message="This risk already has an assessment in that quarter.",
            ),
            word_is_one_of("state", RiskState, name="risk_state_is_known"),
            models.CheckConstraint(
                condition=Q(state=RiskState.OPEN) | ~Q(commentary=""),
                name="closed_risk_says_why",
                violation_error_message="A risk that is closed says why.",
            ),
        ]

    def __str__(self):
        return f"{self.risk}, {self.quarter_id}"
