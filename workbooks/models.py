"""What was imported: the file, who brought it, and what it changed."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from workbooks.mapping.models import KeptMapping

__all__ = ["ExportedSheet", "Import", "ImportKind", "ImportState", "KeptMapping"]


class ImportState(models.TextChoices):
    """What became of a file that was brought."""

    CHECKED = "checked", "Waiting to be confirmed"
    CLASHES = "clashes", "Waiting for decisions"
    REFUSED = "refused", "Has problems"
    SAVED = "saved", "Saved"
    UNDONE = "undone", "Undone"
    DROPPED = "dropped", "Put aside"
    NOTHING = "nothing", "Changes nothing"
    ASKING = "asking", "Questions to be answered"
    MAPPING = "mapping", "Columns to be matched"


class ImportKind(models.TextChoices):
    """How the content of a file is read."""

    WORKBOOK = "workbook", "A workbook in our layout"
    MAPPED = "mapped", "A spreadsheet with a layout of its own"
    DOCUMENT = "document", "A plan document"


class ImportQuerySet(models.QuerySet):
    """Files that were brought."""

    def for_list(self):
        """With who brought each; neither the file nor what it changes is read."""
        heavy = ("content", "interpretation", "changes", "preview", "base")
        return self.select_related("by").defer(*heavy)

    def brought_by(self) -> dict[int, str]:
        """Everybody who brought a file, by key."""
        people = self.exclude(by=None).order_by("by__name").distinct()
        return dict(people.values_list("by", "by__name"))


class Import(models.Model):
    """A file that somebody brought: first checked and previewed, then saved whole or dropped."""

    name = models.CharField("file", max_length=255)
    content = models.BinaryField(editable=False)
    kind = models.CharField(
        "kind of file", max_length=8, choices=ImportKind, default=ImportKind.WORKBOOK
    )
    interpretation = models.JSONField(
        default=dict,
        blank=True,
        help_text="How a file that is not in our layout is read: its mapping, or the answers given",
    )
    checksum = models.CharField("SHA-256 checksum", max_length=64)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, editable=False
    )
    at = models.DateTimeField(default=timezone.now, editable=False)
    state = models.CharField(max_length=7, choices=ImportState, default=ImportState.CHECKED)
    reason = models.TextField(blank=True)
    version = models.CharField(
        "version of the data",
        max_length=64,
        blank=True,
        editable=False,
        help_text="Of the export that the file was made from, where it says so",
    )
    fingerprint = models.CharField(
        max_length=64, blank=True, editable=False, help_text="Of what was previewed"
    )
    counts = models.JSONField(
        default=list, help_text="Each sheet with its new, changed, unchanged and refused rows"
    )
    preview = models.JSONField(default=dict, help_text="What was told about the file")
    changes = models.JSONField(
        default=list, help_text="Sheet, key and each field's old and new value"
    )
    moment = models.DateTimeField(
        null=True,
        default=None,
        editable=False,
        help_text="What it wrote has this moment in its history",
    )
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, editable=False
    )
    undone_at = models.DateTimeField(null=True, default=None, editable=False)
    undone_reason = models.TextField("why it was undone", blank=True, editable=False)
    decisions = models.JSONField(
        default=dict,
        editable=False,
        help_text="Whose row was chosen where the file's and ours clash",
    )
    base = models.JSONField(
        null=True,
        default=None,
        editable=False,
        help_text="What the first preview showed, where the data moved after it",
    )

    objects = ImportQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=ImportState.values),
                name="import_state_is_known",
                violation_error_message="An import waits, asks, is refused, saved, undone, put "
                "aside, changes nothing, or waits for its columns to be matched.",
            ),
            models.CheckConstraint(
                condition=Q(state="undone", undone_at__isnull=False, moment__isnull=False)
                & ~Q(undone_reason="")
                | ~Q(state="undone") & Q(undone_at=None, undone_reason=""),
                name="import_undone_says_when_and_why",
                violation_error_message="An import that was undone says when and why.",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=ImportKind.values),
                name="import_kind_is_known",
                violation_error_message="A file is a workbook of ours, a spreadsheet with a layout "
                "of its own, or a plan document.",
            ),
            models.CheckConstraint(
                condition=~Q(checksum=""),
                name="import_has_a_checksum",
                violation_error_message="An import keeps its file's checksum.",
            ),
        ]

    def __str__(self):
        return f"{self.name}, {self.at:%-d %B %Y}"

    def get_absolute_url(self):
        return f"/imports/{self.pk}/"

    @property
    def can_be_undone(self) -> bool:
        """Whether it stands, and what it wrote can be found again."""
        return self.state == ImportState.SAVED and self.moment is not None

    @property
    def is_waiting(self) -> bool:
        return self.state in (ImportState.CHECKED, ImportState.CLASHES)


class ExportedSheet(models.Model):
    """A sheet as an export had it, so that a file made from it can be compared when it comes back.

    Exports of the same data share a version, and are kept once.
    """

    version = models.CharField("version of the data", max_length=64, editable=False)
    sheet = models.CharField(max_length=31, editable=False)
    at = models.DateTimeField("last taken", default=timezone.now, editable=False, db_index=True)
    rows = models.BinaryField(editable=False)

    class Meta:
        ordering = ["-at", "pk"]
        verbose_name = "sheet of an export"
        verbose_name_plural = "sheets of exports"
        constraints = [
            models.UniqueConstraint(
                fields=["version", "sheet"],
                name="one_sheet_a_version",
                violation_error_message="This export's sheet is kept already.",
            )
        ]

    def __str__(self):
        return f"{self.sheet}, {self.at:%-d %B %Y}"
