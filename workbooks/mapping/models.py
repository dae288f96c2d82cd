"""Mappings that are kept by name, to be used when a list of the same shape comes again."""

from django.conf import settings
from django.db import models
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils import timezone

from accounts.history import History


class KeptMapping(models.Model):
    """How a list of somebody's is read, kept by its name. Its history keeps every earlier form."""

    name = models.CharField(max_length=100)
    content = models.JSONField(editable=False, help_text="As the mapping is taken out as a file")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, editable=False
    )
    at = models.DateTimeField(default=timezone.now, editable=False)

    # Not "history": such nouns are entered in the admin, and this one is only looked at there.
    versions = History()

    class Meta:
        ordering = [Lower("name")]
        verbose_name = "kept mapping"
        constraints = [
            models.UniqueConstraint(
                Lower("name"),
                name="kept_mapping_is_known_by_its_name",
                violation_error_message="There is a mapping of this name already.",
            ),
            models.CheckConstraint(
                condition=~models.Q(name=""),
                name="kept_mapping_has_a_name",
                violation_error_message="A mapping that is kept has a name.",
            ),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("mapping", args=[self.pk])
