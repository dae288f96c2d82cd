"""The quarterly return of a plan, and everything that happened to it."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.history import History
from periods.fields import word_is_one_of, words
from periods.models import Quarter, lock_on
from plans.models import DeliveryPlan
from returns.asked import TITLES, Section
from returns.reminder_days import Kind
from returns.workflow import NEEDS_A_REASON, ReturnState, Step, state_after


class ReturnQuerySet(models.QuerySet):
    def with_steps(self):
        """Each with what happened to it, and who did it: one query for all."""
        steps = ReturnEvent.objects.select_related("by")
        return self.prefetch_related(models.Prefetch("events", steps))


class Return(models.Model):
    """What a plan reports in a quarter. Its state is folded from its events, never stored."""

    plan = models.ForeignKey(DeliveryPlan, models.PROTECT, related_name="returns")
    quarter = models.ForeignKey(Quarter, models.PROTECT, related_name="returns")
    summary = models.TextField("summary for the Board", blank=True)

    history = History()
    objects = ReturnQuerySet.as_manager()

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
        return state_after(event.step for event in self.steps)

    @property
    def steps(self) -> "list[ReturnEvent]":
        """Everything that happened to it, in order; a return that nobody began has nothing."""
        return list(self.events.all()) if self.pk else []

    @property
    def last_step(self) -> "ReturnEvent | None":
        return self.steps[-1] if self.pk and self.steps else None

    @property
    def sent_back(self) -> "ReturnEvent | None":
        """The step by which changes were asked for, while the return waits for them."""
        if self.state != ReturnState.SENT_BACK:
            return None
        return next(each for each in reversed(self.steps) if each.step == Step.SENT_BACK)


class ReturnEvent(models.Model):
    """One step of a return: who, when, what and why. Appended, never changed."""

    owner = models.ForeignKey(Return, models.PROTECT, related_name="events", verbose_name="return")
    step = models.CharField(max_length=25, choices=words(Step))
    sections = models.CharField(
        max_length=100, blank=True, help_text="What is asked to be changed, when it is sent back"
    )
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

    @property
    def named_sections(self) -> list[str]:
        """The sections that it names."""
        return self.sections.split(",") if self.sections else []

    @property
    def section_titles(self) -> list[str]:
        """The same, as their pages call them."""
        return [TITLES[Section(each)] for each in self.named_sections]


class Draft(models.Model):
    """What somebody typed into a return about one thing, as it was typed: right or wrong.

    It becomes a record when the return is handed in, and is gone then. `about` is what the
    return calls the thing, such as "action-3"; `version` counts the savings, so that nobody
    overwrites what they have not seen; `replaces` is when the record it is to replace was
    entered, if there is one.
    """

    owner = models.ForeignKey(Return, models.CASCADE, related_name="drafts", verbose_name="return")
    about = models.CharField(max_length=80)
    typed = models.JSONField(default=dict)
    version = models.PositiveIntegerField(default=1)
    replaces = models.DateTimeField(null=True, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["owner", "about"]
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "about"],
                name="one_draft_a_thing",
                violation_error_message="This was saved a moment ago by somebody else.",
            )
        ]

    def __str__(self):
        return f"{self.owner}: {self.about}"


class FlagQuerySet(models.QuerySet):
    def open(self):
        """Those that nobody has settled yet."""
        return self.filter(settled_at=None)


class Flag(models.Model):
    """Something in a return that is to be followed up, whoever hands it in or signs it off.

    `about` is what the return calls the thing, `title` its words then. A flag stays until
    somebody settles it, also beyond its quarter. What somebody wrote is never written over:
    whoever has more to say about the same thing adds a flag of their own.
    """

    owner = models.ForeignKey(Return, models.CASCADE, related_name="flags", verbose_name="return")
    about = models.CharField(max_length=80)
    title = models.TextField()
    note = models.TextField("what is to be followed up", blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    settled_at = models.DateTimeField(null=True, blank=True)

    objects = FlagQuerySet.as_manager()

    class Meta:
        ordering = ["owner", "id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(note=""),
                name="flag_says_what",
                violation_error_message="Say what is to be followed up.",
            ),
            models.CheckConstraint(
                condition=Q(settled_by=None, settled_at=None)
                | Q(settled_by__isnull=False, settled_at__isnull=False),
                name="flag_settled_by_somebody",
                violation_error_message="A flag that is settled says by whom and when.",
            ),
        ]

    def __str__(self):
        return f"{self.owner}: {self.title}"


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


class Mailing(models.Model):
    """A mail about what is owed to one person, so that nobody is sent it twice.

    It is claimed before it is sent and kept once it is; one that could not be sent goes again.
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    quarter = models.ForeignKey(Quarter, models.PROTECT, related_name="+")
    claimed_at = models.DateTimeField(default=timezone.now, editable=False)
    sent_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        abstract = True


class Reminder(Mailing):
    """A reminder of the timer. `day` is the day whose mail it is: see `reminder_days`."""

    kind = models.CharField(max_length=10, choices=words(Kind))
    day = models.DateField()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "quarter", "kind", "day"],
                name="one_reminder_of_a_kind",
                violation_error_message="This person was reminded of that already.",
            ),
            word_is_one_of("kind", Kind, name="reminder_kind_is_known"),
        ]

    def __str__(self):
        return f"{self.person}, {self.quarter_id}: {self.kind}"


class Nudge(Mailing):
    """A reminder about one plan's return that somebody sent by hand."""

    plan = models.ForeignKey(DeliveryPlan, models.CASCADE, related_name="+")
    day = models.DateField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "person", "day"],
                name="one_nudge_a_day",
                violation_error_message="This person was nudged about this plan today already.",
            )
        ]

    def __str__(self):
        return f"{self.person}, {self.plan.reference}, {self.quarter_id}"


class CalendarLink(models.Model):
    """The address of a person's calendar: of its token only the hash is kept."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="calendar_links"
    )
    token_hash = models.BinaryField(max_length=32, unique=True, editable=False)
    made_at = models.DateTimeField(default=timezone.now, editable=False)
    stopped_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(stopped_at=None),
                name="one_calendar_link_works",
                violation_error_message="This person has a calendar link that works already.",
            )
        ]

    def __str__(self):
        return f"{self.person}, {'stopped' if self.stopped_at else 'in use'}"
