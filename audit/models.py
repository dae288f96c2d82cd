"""The log: who did what, in a chain that nobody can touch unseen; and who saw small numbers."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from accounts.deeds import Deed
from periods.fields import word_is_one_of

# The head is kept as the entry of this number: one statement writes an entry and the head with it.
HEAD = 0


class EntryQuerySet(models.QuerySet):
    def told(self):
        """The entries, without the head."""
        return self.filter(number__gt=HEAD)


class Entry(models.Model):
    """One thing that was done. Its link covers what it says and the link of the one before.

    People are known by their number, without a constraint: an entry outlives whom it is about.
    `audit.chain` says how the links are made, `audit.writing` writes.
    """

    number = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField()
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.DO_NOTHING,
        null=True,
        db_constraint=False,
        related_name="+",
        verbose_name="by",
    )
    deed = models.CharField("kind", max_length=14, choices=Deed)
    what = models.TextField()
    plans = models.TextField(blank=True, help_text="Whose plans it touched: ,ni-101,ni-99,")
    details = models.TextField(blank=True, help_text="What else is known of it, as JSON")
    request = models.CharField(max_length=64, blank=True, help_text="The id of the request")
    digest = models.CharField(max_length=64, help_text="Of what the entry says")
    link = models.CharField(max_length=64, help_text="Of the digest and the link before")
    key = models.CharField(max_length=8, help_text="Which key it was made with")

    objects = EntryQuerySet.as_manager()

    class Meta:
        ordering = ["-number"]
        verbose_name = "entry of the log"
        verbose_name_plural = "entries of the log"
        indexes = [models.Index("person", "number", name="entries_of_a_person")]
        constraints = [
            word_is_one_of("deed", Deed, name="deed_is_known"),
        ]

    def __str__(self):
        return f"{self.number}: {self.what}"


class Sight(models.Model):
    """That somebody looked at a page with small numbers, or was refused one; once a day and page.

    Looking writes nothing else, so it is no link of the chain: readers would wait for each other.
    """

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.DO_NOTHING, db_constraint=False, related_name="+"
    )
    day = models.DateField()
    page = models.CharField(max_length=200)
    refused = models.BooleanField(default=False)
    first = models.DateTimeField("first time", default=timezone.now)

    class Meta:
        ordering = ["id"]
        verbose_name = "look at a restricted page"
        verbose_name_plural = "looks at restricted pages"
        constraints = [
            models.UniqueConstraint(
                fields=["day", "person", "page", "refused"],
                name="one_sight_a_day",
                violation_error_message="That this person looked that day is written down already.",
            )
        ]

    def __str__(self):
        return f"{self.page} on {self.day}"
