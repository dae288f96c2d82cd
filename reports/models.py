"""Releases: what was published of a quarter, kept as data so that it says the same for ever.

And the keys with which Excel and Power BI read the feeds, and who took which file.
"""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from indicators.models import Indicator
from periods.fields import (
    PeriodLabelField,
    QuarterLabelField,
    period_label_constraint,
    quarter_label_constraint,
    word_is_one_of,
)
from periods.models import Quarter


class View(models.TextChoices):
    """As whom a file is read."""

    PUBLIC = "public", "Public view"
    BOARD = "board", "Board view"
    OFFICER = "officer", "Officers’ view"
    OWN = "own", "Public view, own plans in full"


class ReleaseQuerySet(models.QuerySet):
    def standing(self):
        """Releases that were not withdrawn."""
        return self.filter(withdrawal=None)


class Release(models.Model):
    """What was published of a quarter. Never edited: a correction is release 2."""

    quarter = models.ForeignKey(Quarter, models.PROTECT, related_name="releases")
    number = models.PositiveSmallIntegerField()
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False
    )
    published_at = models.DateTimeField(default=timezone.now, editable=False)
    reason = models.TextField(blank=True, help_text="Why it was published with gaps, or again")
    rule = models.JSONField(
        default=dict,
        blank=True,
        editable=False,
        help_text="Under which settings its masked reports were made",
    )

    objects = ReleaseQuerySet.as_manager()

    class Meta:
        ordering = ["quarter", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["quarter", "number"],
                name="one_release_a_number",
                violation_error_message="This quarter already has a release of that number.",
            )
        ]

    def __str__(self):
        return f"{self.quarter_id}, release {self.number}"


class ReleasedReport(models.Model):
    """One report object of a release, as data: the whole quarter, a plan, or an indicator."""

    release = models.ForeignKey(Release, models.PROTECT, related_name="reports")
    key = models.CharField(max_length=60, help_text="quarter, plan/ni-101 or indicator/ni-101")
    data = models.JSONField()

    class Meta:
        ordering = ["release", "key"]
        constraints = [
            models.UniqueConstraint(
                fields=["release", "key"],
                name="one_released_report_a_key",
                violation_error_message="This release already holds that report.",
            )
        ]

    def __str__(self):
        return f"{self.release}: {self.key}"


class ToldIndicator(models.Model):
    """That a release, the first one, told of an indicator's figures, if only that they are hidden.

    So it cannot be deleted: whoever read them knows them still, and what may follow from them is
    looked at before anything else is published.
    """

    release = models.ForeignKey(Release, models.PROTECT, related_name="told_indicators")
    indicator = models.OneToOneField(Indicator, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["id"]
        verbose_name = "indicator that a release told of"
        verbose_name_plural = "indicators that a release told of"

    def __str__(self):
        return f"{self.indicator.code}, first told in {self.release}"


class Withdrawal(models.Model):
    """Who hid a release, and why. The release itself stays as it was."""

    release = models.OneToOneField(Release, models.PROTECT, related_name="withdrawal")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False
    )
    at = models.DateTimeField(default=timezone.now, editable=False)
    reason = models.TextField()

    class Meta:
        ordering = ["release"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(reason=""),
                name="withdrawal_says_why",
                violation_error_message="Say why the publication is withdrawn.",
            )
        ]

    def __str__(self):
        return f"{self.release} withdrawn"


class Clearance(models.Model):
    """That the public may read this very text at this place, or may not after all.

    Of several about one text the last one counts. An edited text has another digest, so it is not
    cleared any more.
    """

    place = models.CharField(max_length=200, help_text="plan/ni-101/action/1, as the report has it")
    digest = models.CharField(max_length=64, db_index=True, editable=False)
    cleared = models.BooleanField(default=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False
    )
    at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=~(Q(place="") | Q(digest="")),
                name="clearance_names_its_text",
                violation_error_message="A clearance names one text at one place.",
            )
        ]

    def __str__(self):
        return f"{self.place}: {'cleared' if self.cleared else 'not cleared'}"


class FurtherHiding(models.Model):
    """That masked audiences must not see this figure though it is not small, or may after all.

    Of several about one figure the last one counts. A baseline has no quarter that reported it.
    """

    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="+")
    period = PeriodLabelField()
    reported_in = QuarterLabelField(blank=True)
    hidden = models.BooleanField(default=True)
    reason = models.TextField(help_text="What it would give away")
    rule = models.CharField(
        max_length=200, blank=True, help_text="From what that could be worked out"
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False
    )
    at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["id"]
        verbose_name = "further figure hidden"
        verbose_name_plural = "further figures hidden"
        constraints = [
            period_label_constraint("period", name="further_hiding_period_is_a_label"),
            quarter_label_constraint(
                "reported_in", name="further_hiding_quarter_is_a_label", blank=True
            ),
            models.CheckConstraint(
                condition=~Q(reason=""),
                name="further_hiding_says_why",
                violation_error_message="Say why the figure is hidden, or shown.",
            ),
        ]

    def __str__(self):
        return f"{self.indicator.code} for {self.period}: {'hidden' if self.hidden else 'shown'}"


class Download(models.Model):
    """That somebody took a file which the public may not see: who, when, of what, as whose view.

    And a Board pack for whomever, where they wrote a covering note: for masked readers, who took it
    is who cleared the note.
    """

    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False
    )
    at = models.DateTimeField(default=timezone.now, editable=False)
    file = models.CharField(max_length=200, help_text="The name of the file that was given")
    quarter = models.ForeignKey(Quarter, models.PROTECT, related_name="+")
    release = models.PositiveSmallIntegerField(
        default=0, help_text="Which release of the quarter; 0 before it is published"
    )
    view = models.CharField(max_length=10, choices=View)
    restricted = models.BooleanField(help_text="Whether it contains small numbers")
    note = models.TextField(
        "covering note", blank=True, help_text="What they wrote to stand on its first page"
    )

    class Meta:
        ordering = ["id"]
        constraints = [word_is_one_of("view", View, name="download_view_is_known")]

    def __str__(self):
        return f"{self.file}, taken by {self.by}"


class FeedTokenQuerySet(models.QuerySet):
    def in_use(self):
        """Tokens that nobody stopped."""
        return self.filter(stopped_at=None)


class FeedToken(models.Model):
    """With which a person's Excel or Power BI reads the feeds: only its hash is kept.

    It opens the feeds and nothing else, and only while its owner may sign in and still holds the
    office in which they made it.
    """

    class Audience(models.TextChoices):
        """As whom the feeds are read: never as anybody who sees more than the owner."""

        PUBLIC = "public", "Public view"
        BOARD = "board", "Board view"
        OWN = "own", "Own view"

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="feed_tokens")
    name = models.CharField(max_length=60)
    audience = models.CharField(max_length=10, choices=Audience, default=Audience.PUBLIC)
    office = models.CharField("made as", max_length=20, blank=True, editable=False)
    token_hash = models.BinaryField(max_length=32, unique=True, editable=False)
    made_at = models.DateTimeField(default=timezone.now, editable=False)
    last_used = models.DateField(null=True, blank=True, editable=False)
    stopped_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = FeedTokenQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "name"],
                condition=Q(stopped_at=None),
                name="one_feed_token_a_name",
                violation_error_message="You have a token of this name already: choose another.",
            ),
            models.CheckConstraint(
                condition=Q(audience__in=["public", "board", "own"]),
                name="feed_token_audience_is_known",
                violation_error_message="A token reads as public, board or own.",
            ),
            models.CheckConstraint(
                condition=~Q(name=""),
                name="feed_token_has_a_name",
                violation_error_message="Give the token a name: what it is for.",
            ),
        ]

    def __str__(self):
        return f"{self.person}: {self.name}, {'stopped' if self.stopped_at else 'in use'}"

    @property
    def works(self) -> bool:
        """Whether its owner holds the office in which they made it: never does it open more."""
        return self.office == self.person.office
