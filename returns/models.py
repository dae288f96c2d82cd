"""The quarterly return of a plan, and everything that happened to it."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils import timezone
from simple_history.models import HistoricalRecords

from periods.fields import word_is_one_of, words
from periods.models import Quarter, lock_on
from plans.models import DeliveryPlan
from returns.workflow import NEEDS_A_REASON, ReturnState, Step, state_after


class Return(models.Model):
    """What a plan reports in a quarter. Its state is folded from its events, never stored."""

    plan = models.ForeignKey(DeliveryPlan, models.PROTECT, related_name="returns")
    quarter = models.ForeignKey(Quarter, models.PROTECT, related_name="returns")
    summary = models.TextField("summary for the Board", blank=True)

    history = HistoricalRecords()

    class Meta:
        ordering = ["quarter", "plan"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "quarter"],
                name="one_return_a_plan_and_quarter",
                violation_error_message="This plan already has a return for that quarter.",
            )
        ]

    def __str__(self):
        return f"{self.plan.reference} return for {self.quarter_id}"

    def clean(self):
        super().clean()
        if self.quarter_id and (sentence := lock_on(self.quarter_id)):
            raise ValidationError({"quarter": sentence})

    @property
    def state(self) -> ReturnState:
        """Where the return stands; reads the prefetched events where there are some."""
        return state_after(event.step for event in self.events.all())


class ReturnEvent(models.Model):
    """One step of a return: who, when, what and why. Appended, never changed."""

    owner = models.ForeignKey(Return, models.PROTECT, related_name="events", verbose_name="return")
    step = models.CharField(max_length=25, choices=words(Step))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    reason = models.TextField(blank=True)

    class Meta:
        ordering = ["id"]
        verbose_name = "step of a return"
        verbose_name_plural = "steps of returns"
        constraints = [
            word_is_one_of("step", Step, name="return_step_is_known"),
            models.CheckConstraint(
                condition=~Q(step__in=sorted(NEEDS_A_REASON)) | ~Q(reason=""),
                name="return_step_says_why",
                violation_error_message="Sending back and reopening need a reason.",
            ),
        ]

    def __str__(self):
        return f"{self.owner}: {self.step}"


class RoundEvent(models.Model):
    """What happened to a whole round: opened, closed, published or withdrawn, and why."""

    quarter = models.ForeignKey(Quarter, models.PROTECT, related_name="events")
    what = models.CharField(max_length=10)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    reason = models.TextField(blank=True)

    class Meta:
        ordering = ["id"]
        verbose_name = "step of a quarter"
        verbose_name_plural = "steps of quarters"
        constraints = [
            models.CheckConstraint(
                condition=Q(what__in=["opened", "closed", "published", "withdrawn"]),
                name="round_step_is_known",
                violation_error_message="A round is opened, closed, published or withdrawn.",
            )
        ]

    def __str__(self):
        return f"{self.quarter_id} {self.what}"
