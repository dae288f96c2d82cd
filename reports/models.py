"""Releases: what was published of a quarter, kept as data so that it says the same for ever."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from periods.models import Quarter


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
